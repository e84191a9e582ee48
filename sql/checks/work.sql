-- Work lies with a unit that is there and belongs to an office of the case, and what was lent comes back.
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
