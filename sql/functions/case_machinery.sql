-- Re-created at every migration run.

-- The sender's case moves by what happens to its referral and by nothing else: actor `system`, same transaction.
-- The referral's last entry must really be what the caller says.
create or replace function tiepdan.move_sender_case(referral_id bigint, on_event text, on_day date, at timestamptz, body jsonb)
    returns table (case_id bigint, seq int)
    language plpgsql security definer set search_path = tiepdan, pg_temp as $$
declare
    r record;
    was text := coalesce(current_setting('tiepdan.actor', true), '');
    target text;
begin
    select f.sender_case, j.event as last_event, c.version, c.state into r
      from referral f
      join case_file rc on rc.referral = f.id
      join journal j on j.case_id = rc.id and j.seq = rc.seq
      join case_file c on c.id = f.sender_case
     where f.id = referral_id;
    if r is null or (r.last_event, on_event) not in (('decline', 'referral_declined'), ('return_accepted', 'referral_declined'), ('record_declined', 'referral_declined'),
                                               ('answer', 'result_received'), ('record_answer', 'result_received'), ('recall', 'referral_recalled')) then
        raise exception 'the referral did not %', on_event using errcode = 'TD001';
    end if;
    select t.to_state into target from procedure_transition t
     where t.version = r.version and t.from_state = r.state and t.event = on_event and t.role = 'system' and not t.prior
       and (t.since is null or t.since <= on_day) and (t.until is null or on_day <= t.until);
    if target is null then
        raise exception 'no step % from %', on_event, r.state using errcode = 'TD001';
    end if;
    perform set_config('tiepdan.actor', 'system', true);
    return query
        insert into journal (case_id, event, occurred_on, recorded_at, to_state, role, relation, payload)
        values (r.sender_case, on_event, greatest(on_day, (select f.last_on from case_file f where f.id = r.sender_case)), at, target, 'system', 'none', body)
        returning journal.case_id, journal.seq;
    perform set_config('tiepdan.actor', was, true);
end
$$;
grant execute on function tiepdan.move_sender_case to tiepdan_app;

-- True when every link of the case's chain holds and the case stands where its last entry left it.
create or replace function tiepdan.chain_is_whole(checked bigint) returns boolean
    language plpgsql stable security definer set search_path = tiepdan, pg_temp as $$
declare
    e journal;
    previous bytea := ''::bytea;
    expected int := 1;
    stands text := 'new';
begin
    for e in select * from journal j where j.case_id = checked order by j.seq loop
        if e.seq <> expected or e.from_state <> stands or e.hash <> entry_hash(previous, e) then
            return false;
        end if;
        previous := e.hash;
        stands := e.to_state;
        expected := expected + 1;
    end loop;
    return exists (select from case_file f
                    where f.id = checked and f.head = previous and f.seq = expected - 1 and f.state = stands);
end
$$;
