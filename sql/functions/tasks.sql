-- Tasks: whose access ends with them. Re-created at every migration run.

-- Closes the giver's case to the office whose task was declined or recalled, unless another task of it in the same case goes on or was done.
-- The task's own state decides, not the caller. True when access was taken away.
create or replace function tiepdan.end_task_access(ended bigint) returns boolean
    language sql security definer set search_path = tiepdan, pg_temp as $$
    with closed as (
        delete from case_access a using task t, case_file f
         where t.id = ended and f.task = t.id and f.state in ('declined', 'recalled')
           and a.case_id = t.parent_case and a.organisation = t.assignee and a.relation = 'tasked'
           and not exists (select from task o join case_file g on g.task = o.id
                            where o.parent_case = t.parent_case and o.assignee = t.assignee and o.id <> t.id
                              and g.state not in ('declined', 'recalled'))
        returning 1)
    select exists (select from closed)
$$;

-- The tasks in a denunciation that were given to an office which turns out to be barred from it (Luật Tố cáo Đ.12): its cases of them.
create or replace function tiepdan.barred_tasks(named bigint)
    returns table (task bigint, case_id bigint, final boolean)
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    select t.id, f.id, f.final
      from petition p
      join registration r on r.petition = p.id and r.kind = 'denunciation'
      join case_file s on s.registration = r.id
      join task t on t.parent_case = s.id
      join case_file f on f.task = t.id
     where p.id = named and barred_from_denunciation(t.assignee, p.denounced_body, p.denounced_rank)
     order by t.id
$$;

-- Takes from those offices the denunciation and the tasks themselves, whose words speak of it; how many rows of access these were.
create or replace function tiepdan.revoke_barred_tasks(named bigint) returns int
    language sql security definer set search_path = tiepdan, pg_temp as $$
    with revoked as (
        delete from case_access a using barred_tasks(named) b, task t
         where t.id = b.task and a.organisation = t.assignee
           and ((a.case_id = t.parent_case and a.relation = 'tasked') or (a.case_id = b.case_id and a.relation = 'owner'))
        returning 1)
    select count(*)::int from revoked
$$;
grant execute on function tiepdan.end_task_access, tiepdan.barred_tasks, tiepdan.revoke_barred_tasks to tiepdan_app;
