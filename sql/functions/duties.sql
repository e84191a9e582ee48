-- Reception duties: the offices whose counting the asker may see. His own; for a leader or auditor of a provincial People's Committee or
-- Council, when he asks for them, the offices below it as well.
create or replace function tiepdan.duty_offices(subordinates boolean)
    returns table (organisation bigint, code text, name text, kind text, level text)
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    with recursive seen as (
        select o.id from organisation o where o.id = scope_organisation()
        union
        select o.id from organisation o join seen s on o.parent = s.id
         where duty_offices.subordinates and o.valid_to is null
           and exists (select from officer_role r join organisation g on g.id = r.organisation
                        where r.officer = scope_officer() and r.organisation = scope_organisation() and r.role in ('leader', 'auditor')
                          and g.level = 'province' and g.kind in ('people_committee', 'people_council')))
    select o.id, o.code, o.name, o.kind, o.level from seen s join organisation o on o.id = s.id
$$;

-- Their sessions as far as a duty is concerned: no names, no contents. A session counts for the day on which its case first came into one
-- of the states of `underway` (the procedure's active ones); until then for the day for which it is planned.
create or replace function tiepdan.duty_sessions(subordinates boolean, since_day date, until_day date, underway text[])
    returns table (organisation bigint, session_day date, kind text, mode text, substitute boolean, standing text)
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    select s.book, coalesce(b.occurred_on, s.session_date), s.kind, s.mode, s.substitute,
           case when b.occurred_on is not null then 'held' when f.final then 'cancelled'
                when s.published_on is not null then 'announced' else 'draft' end
      from duty_offices(duty_sessions.subordinates) o
      join session s on s.book = o.organisation and s.session_date between since_day - 62 and until_day + 62
      join case_file f on f.session = s.id
      left join lateral (select j.occurred_on from journal j where j.case_id = f.id and j.to_state = any (underway)
                          order by j.seq limit 1) b on true
     where coalesce(b.occurred_on, s.session_date) between since_day and until_day
     order by s.book, 2, s.id
$$;
grant execute on function tiepdan.duty_offices, tiepdan.duty_sessions to tiepdan_app;
