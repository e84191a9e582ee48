-- Work lies with a unit that is there and belongs to an office of the case, with an officer of the case's office, and what was lent comes back.
-- Who left, and whose roles were taken away there, may still have work in hand until it is handed over; an account that is closed keeps its
-- roles.
select f.id as case_id, 'open work lies with a closed unit' as finding
  from tiepdan.case_file f join tiepdan.unit u on u.id = f.unit
 where not f.final and not u.active
union all
select f.id, 'work lies with a unit of an office that has nothing to do with the case'
  from tiepdan.case_file f join tiepdan.unit u on u.id = f.unit
 where u.organisation <> f.organisation
   and not exists (select from tiepdan.case_access a where a.case_id = f.id and a.organisation = u.organisation)
union all
select w.case_id, 'work was returned and is in hand'
  from tiepdan.work_item w join tiepdan.case_file f on f.id = w.case_id
 where w.returned_on is not null and f.handler is not null
union all
select l.case_id, 'a hand-over has ended and a case neither came back nor was kept'
  from tiepdan.hand_over_line l join tiepdan.hand_over h on h.id = l.hand_over
 where h.ended_on is not null and h.until_day is not null and l.back_on is null and l.kept_on is null
union all
select d.case_id, 'a hand-over has ended and a draft neither came back nor was kept'
  from tiepdan.hand_over_draft l join tiepdan.hand_over h on h.id = l.hand_over join tiepdan.draft d on d.id = l.draft
 where h.ended_on is not null and h.until_day is not null and l.back_on is null and l.kept_on is null
union all
select g.case_id, 'a hand-over has ended and who helped neither helps again nor was relieved'
  from tiepdan.hand_over_help l join tiepdan.hand_over h on h.id = l.hand_over join tiepdan.direction g on g.id = l.direction
 where h.ended_on is not null and h.until_day is not null and l.back_on is null and l.kept_on is null
union all
select f.id, 'open work is in the hands of an officer of another office'
  from tiepdan.case_file f
 where not f.final and f.handler is not null and f.subject in ('petition', 'task')
   and not exists (select from tiepdan.officer_role r where r.officer = f.handler and r.organisation = f.organisation)
   and not exists (select from tiepdan.office_family(f.organisation) m (id)
                     join tiepdan.admin_journal j on j.topic = 'role' and j.event = 'revoked'
                                                 and j.target like f.handler || '@' || m.id || ':%')
