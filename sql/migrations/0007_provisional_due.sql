-- A case knows whether its next due date rests on a holiday that is not yet decided, so that every list can say so.

alter table tiepdan.case_file add column next_provisional boolean not null default false;

create or replace function tiepdan.clock_next_due() returns trigger
    language plpgsql security definer set search_path = tiepdan, pg_temp as $$
begin
    update case_file c
       set next_due = n.due, next_provisional = coalesce(n.provisional, false)
      from (select distinct h.case_id from changed h) moved
      left join lateral (select k.due, k.provisional from clock k
                          where k.case_id = moved.case_id and k.state = 'running' and k.ends = 'stop'
                          order by k.due, k.provisional limit 1) n on true
     where c.id = moved.case_id;
    return null;
end
$$;

update tiepdan.case_file c
   set next_provisional = true
 where (select k.provisional from tiepdan.clock k
         where k.case_id = c.id and k.state = 'running' and k.ends = 'stop' order by k.due, k.provisional limit 1);
