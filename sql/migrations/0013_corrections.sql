-- Corrections, numbers struck out of the book, cases that go on again, steps that are undone.

-- A number taken by mistake stays in the book as void.
alter table tiepdan.registration
    drop constraint registration_outcome_check,
    add constraint registration_outcome_check check (
        outcome in ('guided', 'referred', 'returned', 'filed', 'split', 'handed_over', 'accepted', 'not_accepted', 'merged', 'voided'));

-- What a step of a petition's case found before it: the office's entry, who had the case in hand, what was settled. Undoing the step puts
-- these back.
create table tiepdan.entry_before (
    case_id bigint not null,
    seq int not null,
    kind text not null,
    field_code text,
    eligibility text,
    ineligible_reason text,
    jurisdiction text,
    outcome text,
    outcome_on date,
    told_on date,
    remote boolean not null,
    complex boolean not null,
    handler bigint references tiepdan.officer,
    unit bigint,
    filer_kind text not null,
    denounced_body bigint,
    denounced_rank text,
    result text,
    decision_number text,
    decision_date date,
    in_time boolean,
    -- the row of work_item without its key; null when there was none
    work jsonb,
    primary key (case_id, seq),
    foreign key (case_id, seq) references tiepdan.journal deferrable initially deferred
);
create trigger entry_before_append_only before update or delete or truncate on tiepdan.entry_before
    for each statement execute function tiepdan.append_only();

-- Which step an entry `revoke` undid. Written by the journal's trigger alone.
create table tiepdan.revoked_step (
    case_id bigint not null,
    seq int not null,
    revoked_seq int not null,
    primary key (case_id, seq),
    unique (case_id, revoked_seq),
    foreign key (case_id, seq) references tiepdan.journal,
    foreign key (case_id, revoked_seq) references tiepdan.journal (case_id, seq) deferrable initially deferred
);
create trigger revoked_step_append_only before update or delete or truncate on tiepdan.revoked_step
    for each statement execute function tiepdan.append_only();

-- Events that say nothing of how a case goes on, and those that are no step of the settlement (Sources/Law/Procedure.swift has the same words).
create function tiepdan.is_silent(event text) returns boolean
    language sql immutable parallel safe
    return event in ('deadline_passed', 'redate', 'correct', 'correction_noted', 'move_matter', 'office_changed');
create function tiepdan.is_desk_work(event text) returns boolean
    language sql immutable parallel safe
    return tiepdan.is_silent(event) or event in ('direct', 'take_work', 'return_work', 'hand_over_work', 'revoke');

-- The last step of a case that was not undone; the state in which the case stood before it.
create function tiepdan.last_step(asked bigint)
    returns table (seq int, event text, actor text, from_state text, occurred_on date, elsewhere boolean)
    language sql stable rows 1 security definer set search_path = tiepdan, pg_temp as $$
    -- the draft that it issued, its direction, the paper by which it filed are its own; whatever else it brought into being is not undone with it
    select j.seq, j.event, j.actor, j.from_state, j.occurred_on,
           coalesce((j.payload -> 'created') - '{draft,issuedBy,direction,proposal}'::text[] <> '{}'::jsonb, false)
      from journal j
     where j.case_id = asked and (j.event = 'direct' or not is_desk_work(j.event))
       and not exists (select from revoked_step v where v.case_id = j.case_id and v.seq = j.seq)
     order by j.seq desc limit 1
$$;
-- The state from which a case came into the one where it stands; ways that were undone, and the ways back, are none.
create function tiepdan.prior_state(asked bigint, stands text) returns text
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    select j.from_state
      from journal j
     where j.case_id = asked and j.to_state = stands and j.from_state <> stands and j.event <> 'revoke'
       and not exists (select from revoked_step v where v.case_id = j.case_id and v.seq = j.seq)
     order by j.seq desc limit 1
$$;

-- The last judge, as before. A way back leads to where the case came from; undoing leads to where it stood before its last step, and marks
-- that step.
create or replace function tiepdan.journal_step() returns trigger
    language plpgsql security definer set search_path = tiepdan, pg_temp as $$
declare
    c record;
    step record;
    undone record;
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
    if step.prior and new.event = 'revoke' then
        select l.seq, l.from_state into undone from last_step(new.case_id) l;
        came_from := undone.from_state;
    elsif step.prior then
        came_from := prior_state(new.case_id, c.state);
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
           -- what says nothing of how the case goes on keeps nobody from entering what happened before
           last_on = case when is_silent(new.event) then f.last_on else greatest(f.last_on, new.occurred_on) end,
           final = (select s.final from procedure_state s where s.version = f.version and s.state = new.to_state)
     where f.id = new.case_id;
    if step.prior and new.event = 'revoke' then
        insert into revoked_step (case_id, seq, revoked_seq) values (new.case_id, undone.seq, new.seq);
    end if;
    return new;
end
$$;

grant select on tiepdan.revoked_step to tiepdan_app;
grant select, insert on tiepdan.entry_before to tiepdan_app;
grant execute on function tiepdan.is_silent, tiepdan.is_desk_work, tiepdan.last_step, tiepdan.prior_state to tiepdan_app;

-- Whether copies hang on a petition is asked each time its number might be voided.
create index petition_duplicate on tiepdan.petition (duplicate_of) where duplicate_of is not null;
