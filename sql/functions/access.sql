-- A referral that still binds its recipient lets him see the petition and its papers; a declined or recalled one no longer does, nor one of
-- a denunciation from which he turned out to be barred (Luật Tố cáo Đ.12). In plpgsql, for what it asks is created after it.
create or replace function tiepdan.referred_here(petition_id bigint) returns boolean
    language plpgsql stable security definer set search_path = tiepdan, pg_temp as $$
begin
    return exists (
        select from referral q
          join case_file f on f.referral = q.id
          join petition p on p.id = q.petition
          join case_file s on s.id = q.sender_case
          left join registration r on r.id = s.registration
         where q.petition = $1 and q.recipient = scope_organisation() and f.state not in ('declined', 'recalled')
           and not (r.kind = 'denunciation' and barred_from_denunciation(q.recipient, p.denounced_body, p.denounced_rank)));
end
$$;
grant execute on function tiepdan.referred_here to tiepdan_app;
