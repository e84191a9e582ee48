-- Steps that are taken back, and what was written down from a partner's paper. Re-created at every migration run.

-- Events that take a step back: `revoke` an own one, `withdraw_record` what was written down from paper, `record_withdrawn` what followed
-- from that in the case of who had sent it (Sources/Law/Procedure.swift has the same words).
create or replace function tiepdan.is_undoing(event text) returns boolean
    language sql immutable parallel safe
    return event in ('revoke', 'withdraw_record', 'record_withdrawn');

create or replace function tiepdan.is_desk_work(event text) returns boolean
    language sql immutable parallel safe
    return tiepdan.is_silent(event) or tiepdan.is_undoing(event) or event in ('direct', 'take_work', 'return_work', 'hand_over_work');

-- The state from which a case came into the one where it stands; ways that were undone, and the ways back, are none. A case that came along
-- from an old book in a state from which it may go back says where: the program did not see it come from there.
create or replace function tiepdan.prior_state(asked bigint, stands text) returns text
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    select case when j.event = 'imported' then j.payload -> 'facts' ->> 'prior_state' else j.from_state end
      from journal j
     where j.case_id = asked and j.to_state = stands and j.from_state <> stands and not is_undoing(j.event)
       and not exists (select from revoked_step v where v.case_id = j.case_id and v.seq = j.seq)
     order by j.seq desc limit 1
$$;

-- The entry of the sender's case that was written down with the last step of a referral: what moved it, or by what it said it itself. No row
-- when that step moved nothing.
create or replace function tiepdan.paper_followed(asked bigint)
    returns table (case_id bigint, seq int)
    language sql stable rows 1 security definer set search_path = tiepdan, pg_temp as $$
    select m.case_id, m.seq
      from case_file f
      join referral q on q.id = f.referral
      cross join lateral last_step(f.id) l
      join journal own on own.case_id = f.id and own.seq = l.seq
      join journal m on m.case_id = q.sender_case and m.recorded_at = own.recorded_at
     where f.id = asked
       and (m.event in ('result_received', 'referral_declined') and (m.payload ->> 'referral')::bigint = q.id
            or m.event = 'record_result' and (m.payload -> 'created' ->> 'answeredReferral')::bigint = q.id)
       and not exists (select from revoked_step v where v.case_id = m.case_id and v.seq = m.seq)
     order by m.seq desc limit 1
$$;

-- Something rests on it: the sender's case has gone on since, or a paper of it has its number. In plpgsql, for what it asks is created after
-- it.
create or replace function tiepdan.paper_built_on(asked bigint) returns boolean
    language plpgsql stable security definer set search_path = tiepdan, pg_temp as $$
begin
    return exists (
        select from paper_followed(asked) m
         where m.seq is distinct from (select l.seq from last_step(m.case_id) l)
            or exists (select from document k
                        where k.case_id = m.case_id and k.seq >= m.seq and k.voided_on is null and k.number <> ''
                          and not is_house_paper(k.kind)));
end
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
    if step.prior and is_undoing(new.event) then
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
    if step.prior and is_undoing(new.event) then
        insert into revoked_step (case_id, seq, revoked_seq) values (new.case_id, undone.seq, new.seq);
    end if;
    return new;
end
$$;
grant execute on function tiepdan.is_undoing, tiepdan.is_desk_work, tiepdan.prior_state, tiepdan.paper_followed, tiepdan.paper_built_on to tiepdan_app;
