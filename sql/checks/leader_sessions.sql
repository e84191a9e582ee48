-- Appointments count 1…n within their session; every point that was given out became a task of that session once the notice was issued.
select 'appointment' as what, a.session, max(a.number) as value from tiepdan.session_appointment a
 group by a.session having max(a.number) <> count(*)
union all
select 'point', p.session, p.id from tiepdan.conclusion_point p
  join tiepdan.case_file f on f.session = p.session
 where p.assignee is not null and p.task is null
   and exists (select from tiepdan.journal j where j.case_id = f.id and j.event = 'issue_conclusion' and j.recorded_at > p.recorded_at)
union all
select 'task', p.session, p.id from tiepdan.conclusion_point p join tiepdan.task t on t.id = p.task
 where t.session is distinct from p.session
