-- A referral that still binds its recipient lets him see the petition and its papers; a declined or recalled one no longer does.
create or replace function tiepdan.referred_here(petition_id bigint) returns boolean
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    select exists (select from referral q join case_file f on f.referral = q.id
                    where q.petition = $1 and q.recipient = scope_organisation() and f.state not in ('declined', 'recalled'))
$$;
grant execute on function tiepdan.referred_here to tiepdan_app;
