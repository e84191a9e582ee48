-- What was brought along from an old book opened by the entry that says so, and whatever opened by it is noted.
select c.registration, 'a case brought along did not open by its entry' as finding
  from tiepdan.carried_case c
 where not exists (select from tiepdan.case_file f join tiepdan.journal j on j.case_id = f.id and j.seq = 1
                    where f.registration = c.registration and j.event = 'imported')
union all
select r.id, 'a case opened by an old book''s entry that is not noted'
  from tiepdan.journal j
  join tiepdan.case_file f on f.id = j.case_id
  join tiepdan.registration r on r.id = f.registration
 where j.event = 'imported' and j.seq = 1 and not exists (select from tiepdan.carried_case c where c.registration = r.id)
