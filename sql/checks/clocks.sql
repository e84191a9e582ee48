-- A finished case runs no clock that could be breached, and next_due (with its provisional mark) is what its clocks say.
select f.id as case_id, 'clock runs on a finished case' as finding
  from tiepdan.case_file f join tiepdan.clock k on k.case_id = f.id
 where f.final and k.state = 'running' and k.ends = 'stop'
union all
select f.id, 'next_due differs from the clocks'
  from tiepdan.case_file f
 where f.next_due is distinct from (select min(k.due) from tiepdan.clock k where k.case_id = f.id and k.state = 'running' and k.ends = 'stop')
union all
select f.id, 'next_provisional differs from the clocks'
  from tiepdan.case_file f
 where f.next_provisional is distinct from coalesce((select k.provisional from tiepdan.clock k
                                                     where k.case_id = f.id and k.state = 'running' and k.ends = 'stop'
                                                     order by k.due, k.provisional limit 1), false)
