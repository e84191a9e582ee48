-- What somebody authorised showed at the counter is set right like anything else that was written down of a visit.
grant update (paper_kind, paper_number, paper_date) on tiepdan.party to tiepdan_app;
