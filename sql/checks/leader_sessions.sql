-- Appointments count 1…n within their session; every point that was given out became a task of that session once the notice was issued; the
-- numbers of invitations stand in the book.
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
union all
select 'own people', p.session, p.id from tiepdan.conclusion_point p join tiepdan.task t on t.id = p.task
 where num_nonnulls(p.unit, p.handler) > 0 and t.giver <> t.assignee
union all
-- What the records clerk numbered stands in the book of what goes out, or goes with a letter of the session that does.
select 'invitation', v.session, v.id from tiepdan.session_invitation v
 where v.numbered_by is not null
   and not exists (select from tiepdan.session_invitation w
                    where w.session = v.session and w.letter_number = v.letter_number
                      and (w.numbered_by is null
                           or exists (select from tiepdan.outgoing_number n where n.invitation = w.id and n.number = w.letter_number)))
