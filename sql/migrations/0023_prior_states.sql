-- A case that came along from an old book in a state from which it may go back says where: the program did not see it come from there.
create or replace function tiepdan.prior_state(asked bigint, stands text) returns text
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    select case when j.event = 'imported' then j.payload -> 'facts' ->> 'prior_state' else j.from_state end
      from journal j
     where j.case_id = asked and j.to_state = stands and j.from_state <> stands and j.event <> 'revoke'
       and not exists (select from revoked_step v where v.case_id = j.case_id and v.seq = j.seq)
     order by j.seq desc limit 1
$$;
