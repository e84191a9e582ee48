-- A clock that is counted anew (a case found complex) keeps what it said before: a register shows any past day as it stood then.

create table tiepdan.clock_recount (
    id bigint generated always as identity primary key,
    clock bigint not null references tiepdan.clock,
    -- the entry by which it was counted anew
    seq int not null,
    recounted_on date not null,
    due_before date not null,
    provisional_before boolean not null
);
create index clock_recount_clock on tiepdan.clock_recount (clock, id);

-- The entry is written before its clocks: the case's last one is the one that recounts.
create function tiepdan.clock_recounted() returns trigger
    language plpgsql security definer set search_path = tiepdan, pg_temp as $$
begin
    insert into clock_recount (clock, seq, recounted_on, due_before, provisional_before)
    select old.id, j.seq, j.occurred_on, old.due, old.provisional
      from case_file f join journal j on j.case_id = f.id and j.seq = f.seq
     where f.id = old.case_id;
    return null;
end
$$;
create trigger clock_recounted after update of due, provisional on tiepdan.clock
    for each row when ((old.due, old.provisional) is distinct from (new.due, new.provisional))
    execute function tiepdan.clock_recounted();
create trigger clock_recount_append_only before update or delete or truncate on tiepdan.clock_recount
    for each statement execute function tiepdan.append_only();

grant select on tiepdan.clock_recount to tiepdan_app;
