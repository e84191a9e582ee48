-- Every registration has a case, every referral a recipient who can see it.
select r.id, 'registration without a case' as finding from tiepdan.registration r
 where not exists (select from tiepdan.case_file f where f.registration = r.id)
union all
select f.id, 'case without an owner'
  from tiepdan.case_file f
 where not exists (select from tiepdan.case_access a where a.case_id = f.id and a.relation in ('owner', 'sender'))
union all
select r.id, 'referral whose recipient cannot see it'
  from tiepdan.referral r join tiepdan.case_file f on f.referral = r.id
 where not exists (select from tiepdan.case_access a where a.case_id = f.id and a.relation = 'recipient'
                      and (a.organisation = r.recipient
                           -- one between two offices that became one: who took over acts for both
                           or a.organisation in (select tiepdan.offices_today(r.recipient))))
   -- one that has ended is taken from who turns out to be barred from the denunciation
   and not (f.final and exists (
        select from tiepdan.case_file s join tiepdan.registration e on e.id = s.registration and e.kind = 'denunciation'
          join tiepdan.petition p on p.id = e.petition
         where s.id = r.sender_case and tiepdan.barred_from_denunciation(r.recipient, p.denounced_body, p.denounced_rank)))
