-- Reception duties: the offices whose counting the asker may see. His own and those it took over from; for a leader or auditor of a provincial
-- People's Committee or Council, when he asks for them, the offices below it as well. `old`: the asker's office took over from it.
-- `continues`: it was made to take over from others.
drop function if exists tiepdan.duty_offices(boolean);
create or replace function tiepdan.duty_offices(subordinates boolean)
    returns table (organisation bigint, code text, name text, kind text, level text, first_on date, last_on date, continues boolean, old boolean)
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    with recursive mine as (
        select scope_organisation() as id
        union
        select c.old from office_succession c join mine m on c.successor = m.id),
    below as (
        select o.id from organisation o where o.id = scope_organisation()
        union
        select o.id from organisation o join below s on o.parent = s.id
         where duty_offices.subordinates
           and exists (select from officer_role r join organisation g on g.id = r.organisation
                        where r.officer = scope_officer() and r.organisation = scope_organisation() and r.role in ('leader', 'auditor')
                          and g.level = 'province' and g.kind in ('people_committee', 'people_council'))),
    seen as (
        select id from below
        union
        select c.old from office_succession c join seen s on c.successor = s.id)
    select o.id, o.code, o.name, o.kind, o.level, o.valid_from, o.valid_to,
           exists (select from office_succession c where c.successor = o.id and c.old <> o.id and c.on_date <= o.valid_from),
           o.id <> scope_organisation() and o.id in (select id from mine)
      from seen s join organisation o on o.id = s.id
$$;

-- Their sessions as far as a duty is concerned: no names, no contents. A session counts for the day on which its case first came into one
-- of the states of `underway` (the procedure's active ones); until then for the day for which it is planned. It is that office's which was
-- there on that day, of the one that planned it and those that took over; each later one has it too, with the day from which it answers for
-- it (`inherited_on`).
drop function if exists tiepdan.duty_sessions(boolean, date, date, text[]);
create or replace function tiepdan.duty_sessions(subordinates boolean, since_day date, until_day date, underway text[])
    returns table (organisation bigint, inherited_on date, session_day date, kind text, mode text, substitute boolean, standing text)
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    with recursive offices as materialized (select d.organisation as id from duty_offices(duty_sessions.subordinates) d),
    found as materialized (
        select s.id, f.id as case_id, s.book, coalesce(b.occurred_on, s.session_date) as held_on, s.kind, s.mode, s.substitute,
               case when b.occurred_on is not null then 'held' when f.final then 'cancelled'
                    when s.published_on is not null then 'announced' else 'draft' end as standing
          from offices o
          join session s on s.book = o.id and s.session_date between since_day - 62 and until_day + 62
          join case_file f on f.session = s.id
          left join lateral (select j.occurred_on from journal j where j.case_id = f.id and j.to_state = any (underway)
                              order by j.seq limit 1) b on true
         where coalesce(b.occurred_on, s.session_date) between since_day and until_day),
    keeper (case_id, office, since) as (
        select n.case_id, n.book, '-infinity'::date from found n
        union
        select k.case_id, m.successor, m.on_date
          from keeper k join office_move m on m.case_id = k.case_id and m.old = k.office)
    select k.office, case when n.held_on < k.since then k.since end, n.held_on, n.kind, n.mode, n.substitute, n.standing
      from found n
      join keeper k on k.case_id = n.case_id
     where k.office in (select id from offices)
       and not exists (select from office_move m where m.case_id = k.case_id and m.old = k.office and m.on_date <= n.held_on)
     order by k.office, n.held_on, n.id
$$;
grant execute on function tiepdan.duty_offices, tiepdan.duty_sessions to tiepdan_app;
