-- breaking
-- The whole law: clocks that stand still, are extended or only warn; rows that hold for a time; the second instance; voters' petitions;
-- the denounced.

-- Each extension keeps its days; a cap ends a clock early; `alarm` warns and makes nobody late.
alter table tiepdan.clock
    drop column extension_days,
    add column extensions int[] not null default '{}',
    add column cap_days int check (cap_days > 0),
    drop constraint clock_ends_check,
    add constraint clock_ends_check check (ends in ('stop', 'lapse', 'alarm'));
drop index tiepdan.clock_sweep;
create index clock_sweep on tiepdan.clock (due, id) where state in ('running', 'paused') and ends <> 'lapse' and fired_at is null;

-- A case is only written when its next date moves: counting 100,000 clocks by another calendar leaves most where they are.
create or replace function tiepdan.clock_next_due() returns trigger
    language plpgsql security definer set search_path = tiepdan, pg_temp as $$
begin
    update case_file c
       set next_due = n.due, next_provisional = coalesce(n.provisional, false)
      from (select distinct h.case_id from changed h) moved
      left join lateral (select k.due, k.provisional from clock k
                          where k.case_id = moved.case_id and k.ends = 'stop'
                            and (k.state = 'running' or (k.state = 'paused' and k.due < (k.pauses -> -1 ->> 'from')::date))
                          order by k.due, k.provisional limit 1) n on true
     where c.id = moved.case_id
       and (c.next_due, c.next_provisional) is distinct from (n.due, coalesce(n.provisional, false));
    return null;
end
$$;

-- A row may hold only for events of some days, and may lead back only to where the case came from.
alter table tiepdan.procedure_transition
    drop constraint procedure_transition_pkey,
    add column since date,
    add column until date,
    add column prior boolean not null default false,
    add check (until >= since);
create unique index procedure_transition_row on tiepdan.procedure_transition
    (version, from_state, event, to_state, role, relation, coalesce(since, '-infinity'));

alter table tiepdan.registration
    add column instance smallint not null default 1 check (instance in (1, 2)),
    -- the case whose decision the second instance reviews, when it is known here
    add column first_case bigint references tiepdan.case_file,
    add column first_decision_on date,
    drop constraint registration_kind_check,
    drop constraint registration_first_kind_check,
    add constraint registration_kind_check check (kind in ('complaint', 'denunciation', 'feedback', 'mixed', 'voter_petition')),
    add constraint registration_first_kind_check check (first_kind in ('complaint', 'denunciation', 'feedback', 'mixed', 'voter_petition'));
create index referral_sender_case on tiepdan.referral (sender_case);
create index referral_recipient_registration on tiepdan.referral (recipient_registration) where recipient_registration is not null;
create index registration_first_case on tiepdan.registration (first_case) where first_case is not null;

-- Of which body the denounced is, and what he is there: who may not settle, and who may (Luật Tố cáo Đ.12).
alter table tiepdan.petition
    add column denounced_body bigint references tiepdan.organisation,
    add column denounced_rank text check (denounced_rank in ('head', 'deputy', 'body', 'staff'));

-- The last judge: role and relation as before; now also the day of the event, and for a way back the state it came from.
create or replace function tiepdan.journal_step() returns trigger
    language plpgsql security definer set search_path = tiepdan, pg_temp as $$
declare
    c record;
    step record;
    came_from text;
begin
    select f.id, f.version, f.organisation, f.state, f.seq, f.head, f.last_on, o.kind as office_kind into c
      from case_file f join organisation o on o.id = f.organisation
     where f.id = new.case_id for update of f;
    if not found then
        raise exception 'case % does not exist', new.case_id using errcode = 'TD404';
    end if;
    if new.seq is null then
        new.seq := c.seq + 1;
    elsif new.seq <> c.seq + 1 then
        raise exception 'case % is at %, not at %', new.case_id, c.seq, new.seq - 1 using errcode = 'TD002';
    end if;
    new.actor := scope_actor();
    new.officer := scope_officer();
    new.organisation := scope_organisation();
    new.from_state := c.state;
    new.recorded_at := coalesce(new.recorded_at, clock_timestamp());

    if new.actor = 'officer' then
        select t.role, t.relation, t.prior into step
          from procedure_transition t
          join officer_role r on r.officer = new.officer and r.organisation = new.organisation and r.role = t.role
          join officer o on o.id = r.officer and o.active
          join case_access a on a.case_id = new.case_id and a.organisation = new.organisation and a.relation = t.relation
          join organisation g on g.id = new.organisation
         where t.version = c.version and t.from_state = c.state and t.event = new.event and t.to_state = new.to_state
           and (t.office_kinds is null or g.kind = any (t.office_kinds))
           and (t.since is null or t.since <= new.occurred_on) and (t.until is null or new.occurred_on <= t.until)
         order by t.prior, t.role, t.relation limit 1;
    else
        select t.role, t.relation, t.prior into step
          from procedure_transition t
         where t.version = c.version and t.from_state = c.state and t.event = new.event and t.to_state = new.to_state
           and t.role = new.actor
           and (t.office_kinds is null or c.office_kind = any (t.office_kinds))
           and (t.since is null or t.since <= new.occurred_on) and (t.until is null or new.occurred_on <= t.until)
         order by t.prior, t.relation limit 1;
    end if;
    if step.prior then
        select j.from_state into came_from from journal j
         where j.case_id = new.case_id and j.to_state = c.state and j.from_state <> c.state order by j.seq desc limit 1;
    end if;
    if step is null or (step.prior and came_from is distinct from new.to_state) then
        raise exception 'no step % from % to % for this actor', new.event, c.state, new.to_state using errcode = 'TD001';
    end if;
    if new.occurred_on > (new.recorded_at at time zone 'Asia/Ho_Chi_Minh')::date then
        raise exception 'an entry cannot be dated in the future' using errcode = 'TD003';
    end if;
    if new.occurred_on < c.last_on and new.event <> 'correct' then
        raise exception 'an entry cannot be dated before the previous one' using errcode = 'TD003';
    end if;
    new.role := step.role;
    new.relation := step.relation;
    new.hash := entry_hash(c.head, new);
    update case_file f
       set state = new.to_state, seq = new.seq, head = new.hash, last_at = new.recorded_at,
           -- what the program notes by itself keeps nobody from entering what happened before
           last_on = case when new.event in ('deadline_passed', 'redate') then f.last_on else greatest(f.last_on, new.occurred_on) end,
           final = (select s.final from procedure_state s where s.version = f.version and s.state = new.to_state)
     where f.id = new.case_id;
    return new;
end
$$;
