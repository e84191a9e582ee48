-- Offices that merge, split or take other names. Re-created at every migration run. What changes rows here is run by the owner of the tables
-- (`tiepdan office …`): these functions act as who calls them, and the program's own role may not write what they write.

-- An office and every office it took over from, directly or through others.
create or replace function tiepdan.office_family(office bigint) returns setof bigint
    language sql stable rows 3 security definer set search_path = tiepdan, pg_temp as $$
    with recursive line (id) as (
        select office
        union
        select s.old from office_succession s join line l on l.id = s.successor)
    select id from line
$$;

-- Who is in an office's place today: itself while it is open, else who took over, through as many changes as there were.
create or replace function tiepdan.offices_today(office bigint) returns setof bigint
    language sql stable rows 1 security definer set search_path = tiepdan, pg_temp as $$
    with recursive line (id) as (
        select office
        union
        select s.successor from office_succession s join line l on l.id = s.old)
    select o.id from line l join organisation o on o.id = l.id and o.valid_to is null
$$;

-- What an office was called on a day.
create or replace function tiepdan.office_name_on(office bigint, day date) returns table (name text, short_name text, symbol text)
    language sql stable rows 1 security definer set search_path = tiepdan, pg_temp as $$
    select coalesce(n.name, o.name), coalesce(n.short_name, o.short_name), coalesce(n.symbol, o.symbol)
      from organisation o
      left join lateral (select * from organisation_name n where n.organisation = o.id and n.valid_to >= day order by n.valid_to limit 1) n on true
     where o.id = office
$$;

-- Whose book a number stands in, as it is shown beside it: empty while that is the office's own.
create or replace function tiepdan.book_of(office bigint, book bigint) returns text
    language sql stable as $$
    select case when office = book then '' else (select o.short_name from tiepdan.organisation o where o.id = book) end
$$;

-- The communes of today for a code: itself while it is in force, else what it became, through as many changes as there were.
create or replace function tiepdan.communes_today(asked text) returns setof text
    language sql stable rows 1 security definer set search_path = tiepdan, pg_temp as $$
    with recursive line (code) as (
        select asked
        union
        select u.successor_code from line l join former_unit u on u.code = l.code
         where not exists (select from commune c where c.code = l.code and c.valid_to is null))
    select l.code from line l join commune c on c.code = l.code and c.valid_to is null
$$;

-- Every column that names an office, and what becomes of it when the office has a successor:
--   own     moved row by row with its case, by change_offices
--   case    with the case that the row names
--   moves   the whole column, to the successor; of a split office to the first one named
--   stays   says who it was then
--   report  is the office's own arrangement: the successor makes its own; the preview counts it
-- sql/checks/offices.sql finds a column that is missing here.
create or replace function tiepdan.office_columns() returns table (relation text, attribute text, fate text)
    language sql immutable as $$
    values
        ('case_file', 'organisation', 'own'), ('case_access', 'organisation', 'own'), ('registration', 'organisation', 'own'),
        ('session', 'organisation', 'own'), ('visit', 'organisation', 'own'), ('session', 'book', 'stays'),
        ('referral', 'sender', 'own'), ('referral', 'recipient', 'own'), ('person', 'organisation', 'own'), ('matter', 'organisation', 'own'),
        ('matter_mark', 'organisation', 'own'), ('officer', 'home', 'own'), ('officer_role', 'organisation', 'own'),
        ('web_session', 'organisation', 'own'), ('api_token', 'organisation', 'own'),
        ('task', 'giver', 'own'), ('task', 'assignee', 'own'), ('draft', 'organisation', 'case'), ('draft', 'recipient', 'stays'), ('national_due', 'organisation', 'case'),
        ('organisation', 'parent', 'moves'), ('hand_over', 'organisation', 'own'), ('envelope', 'organisation', 'moves'),
        ('conclusion_point', 'assignee', 'own'), ('session_invitation', 'organisation', 'stays'),
        ('registration', 'book', 'stays'), ('visit', 'book', 'stays'), ('registration', 'source_organisation', 'stays'),
        ('visit', 'shown_to', 'stays'), ('petition', 'entered_by_office', 'stays'), ('petition', 'denounced_body', 'stays'),
        ('referral', 'sender_then', 'stays'), ('referral', 'recipient_then', 'stays'), ('attachment', 'organisation', 'stays'),
        ('weekly_register', 'organisation', 'stays'), ('book_number', 'organisation', 'stays'),
        ('office_succession', 'old', 'stays'), ('office_succession', 'successor', 'stays'), ('organisation_name', 'organisation', 'stays'),
        ('office_move', 'old', 'stays'), ('office_move', 'successor', 'stays'),
        ('typed_number', 'organisation', 'stays'), ('outgoing_number', 'organisation', 'stays'), ('dispatch', 'organisation', 'stays'),
        ('carried_case', 'organisation', 'stays'), ('envelope', 'book', 'stays'), ('person_merge', 'organisation', 'stays'), ('enquiry', 'organisation', 'stays'),
        ('unit', 'organisation', 'report'), ('signing_authority', 'organisation', 'report'), ('approval_level', 'organisation', 'report'),
        ('filing_proposal', 'organisation', 'stays'),
        ('setting', 'organisation', 'report'), ('office_closing', 'organisation', 'report'), ('reception_schedule', 'organisation', 'report')
$$;

-- What an office has, in figures; `detail` names the procedure or the book.
create or replace function tiepdan.office_figures(office bigint) returns table (what text, detail text, amount bigint)
    language sql stable as $$
    select 'accounts', '', count(distinct r.officer)
      from tiepdan.officer_role r join tiepdan.officer o on o.id = r.officer and o.active where r.organisation = office
    union all
    select 'open_cases', v.procedure, count(*)
      from tiepdan.case_file f join tiepdan.procedure_version v on v.id = f.version
     where f.organisation = office and not f.final group by v.procedure
    union all
    select 'ended_cases', '', count(*) from tiepdan.case_file f where f.organisation = office and f.final
    union all
    select 'running_clocks', '', count(*)
      from tiepdan.clock k join tiepdan.case_file f on f.id = k.case_id
     where f.organisation = office and k.state in ('running', 'paused')
    union all
    select 'referrals_in', '', count(*)
      from tiepdan.referral q join tiepdan.case_file f on f.referral = q.id where q.recipient = office and not f.final
    union all
    select 'referrals_out', '', count(*)
      from tiepdan.referral q join tiepdan.case_file f on f.referral = q.id where q.sender = office and not f.final
    union all
    select 'tasks', '', count(distinct f.id)
      from tiepdan.case_file f join tiepdan.case_access a on a.case_id = f.id and a.organisation = office
     where f.subject = 'task' and not f.final
    union all
    select 'book', b.book || ' ' || b.year, b.last::bigint from tiepdan.book_number b where b.organisation = office
$$;

-- The arrangements of these offices that nobody takes over.
create or replace function tiepdan.office_remains(offices bigint[]) returns table (what text, organisation bigint, amount bigint)
    language plpgsql stable as $$
declare
    c record;
begin
    for c in select n.relation, n.attribute from tiepdan.office_columns() n where n.fate = 'report' order by 1 loop
        continue when to_regclass('tiepdan.' || c.relation) is null;
        return query execute format(
            'select %L::text, x.%I, count(*) from tiepdan.%I x where x.%I = any ($1) group by x.%I order by x.%I',
            c.relation, c.attribute, c.relation, c.attribute, c.attribute, c.attribute) using offices;
    end loop;
end
$$;

-- Which successor the place of a matter points at: the commune of the incident, else the petitioner's; null when it points at none or several.
create or replace function tiepdan.successor_by_commune(petition bigint, successors bigint[]) returns bigint
    language sql stable as $$
    select case when count(distinct o.id) = 1 then min(o.id) end
      from tiepdan.petition p
      cross join lateral tiepdan.communes_today(coalesce(p.incident_commune, (
            select s.commune_code from tiepdan.party y join tiepdan.person s on s.id = y.person
             where y.petition = p.id and y.role = 'petitioner' order by y.position limit 1))) t (code)
      join tiepdan.organisation o on o.commune_code = t.code and o.id = any (successors)
     where p.id = $1
$$;

-- The cases of an office whose successor has to be said when it splits: the newest of each entry, sessions, referrals it received and has
-- not entered, whatever else it has access to of its own. `open` ones must be assigned; the others may be.
create or replace function tiepdan.office_split_cases(office bigint, successors bigint[], by_commune boolean)
    returns table (case_id bigint, subject text, number text, open boolean, successor bigint)
    language sql stable as $$
    select f.id, f.subject, coalesce(r.number || '/' || r.book_year, s.session_date::text, q.letter_number, ''), not f.final,
           case when by_commune then tiepdan.successor_by_commune(coalesce(r.petition, q.petition), successors) end
      from tiepdan.case_file f
      left join tiepdan.registration r on r.id = f.registration
      left join tiepdan.session s on s.id = f.session
      left join tiepdan.referral q on q.id = f.referral
     where (f.organisation = office and f.subject in ('petition', 'session')
            or f.subject = 'referral' and q.recipient = office and q.recipient_registration is null
            or f.subject not in ('petition', 'session', 'visit', 'referral')
               and exists (select from tiepdan.case_access a where a.case_id = f.id and a.organisation = office))
       and not exists (select from tiepdan.case_file n where n.registration = f.registration and n.id > f.id)
     order by f.id
$$;

-- Open cases of denunciations that a change would bring to who comes after the body of the denounced or stands below it (Luật Tố cáo Đ.12):
-- those it would settle, those on their way to it, tasks in them. Who takes over is within all that an old office was within. In plpgsql, for
-- what it asks is created after it.
create or replace function tiepdan.barred_by_change(olds bigint[], successors bigint[]) returns setof bigint
    language plpgsql stable set search_path = tiepdan, pg_temp as $$
begin
    return query
        with concerned as (
            select f.id, f.organisation as office, p.denounced_body as body, p.denounced_rank as held_rank
              from case_file f
              join registration r on r.id = f.registration and r.kind = 'denunciation'
              join petition p on p.id = r.petition
             where not f.final and f.organisation = any (olds || successors)
               and exists (select from journal j where j.case_id = f.id and j.event in ('accept', 'hand_over'))
            union all
            select f.id, q.recipient, p.denounced_body, p.denounced_rank
              from referral q
              join case_file f on f.referral = q.id and not f.final
              join case_file s on s.id = q.sender_case
              join registration r on r.id = s.registration and r.kind = 'denunciation'
              join petition p on p.id = r.petition
             where q.recipient = any (olds || successors)
            union all
            select f.id, t.assignee, p.denounced_body, p.denounced_rank
              from task t
              join case_file f on f.task = t.id and not f.final
              join case_file s on s.id = t.parent_case
              join registration r on r.id = s.registration and r.kind = 'denunciation'
              join petition p on p.id = r.petition
             where t.assignee = any (olds || successors))
        select distinct c.id
          from concerned c
         where c.body is not null and not barred_from_denunciation(c.office, c.body, c.held_rank)
           and (exists (select from unnest(olds) o where is_within(o, c.body))
                or (c.office = any (olds) and (select bool_and(is_within(o, c.body)) from unnest(successors) o)))
           and (c.held_rank is distinct from 'staff'
                or c.body not in (select m from unnest(olds || successors) o cross join lateral office_family(o) m))
         order by 1;
end
$$;

-- Hand-overs of work in offices that change, and where each goes: with whose work it is; of one who is not there any more, with his substitute.
-- `parted` ones have not ended, and the substitute goes where he cannot have the work: a leave that has not begun does not begin, what was
-- lent comes back. Asked before anybody has moved.
create or replace function tiepdan.changing_hand_overs(
    olds bigint[], successors bigint[], officers bigint[], officer_targets bigint[])
    returns table (hand_over bigint, target bigint, parted boolean)
    language sql stable set search_path = tiepdan, pg_temp as $$
    select h.id, w.target,
           h.ended_on is null and coalesce(s.target, w.target) <> w.target
           and not exists (select from officer_role r
                            where r.officer = h.to_officer and r.organisation = w.target and r.role in ('clerk', 'officer', 'leader'))
      from hand_over h
      left join unnest(officers, officer_targets) a (officer, target) on a.officer = h.from_officer
      left join unnest(officers, officer_targets) s (officer, target) on s.officer = h.to_officer
     cross join lateral (select coalesce(a.target, s.target, successors[1]) as target) w
     where h.organisation = any (olds)
$$;

-- Moves everything of `olds` to its successors, `successors[1]` being the one where nothing else is said, and closes them. `cases` and
-- `case_targets`, `officers` and `officer_targets` say who goes elsewhere. Run by the owner in one transaction; says what moved.
create or replace function tiepdan.change_offices(
    olds bigint[], successors bigint[], change text, on_day date, at timestamptz, letter text, letter_date date,
    cases bigint[], case_targets bigint[], officers bigint[], officer_targets bigint[])
    returns table (what text, amount bigint)
    language plpgsql set search_path = tiepdan, pg_temp as $$
declare
    c record;
    clocks_before text;
    clocks_after text;
    moved bigint;
begin
    perform from organisation o where o.id = any (olds || successors) order by o.id for update;
    if exists (select from organisation o where o.id = any (olds || successors) and o.valid_to is not null)
       or cardinality(olds) = 0 or cardinality(successors) = 0 or olds && successors then
        raise exception 'an office has closed already or succeeds itself' using errcode = 'TD013';
    end if;

    -- every case that one of the offices has or sees, and where it goes
    create temporary table office_plan (case_id bigint, old bigint, own boolean, target bigint not null, primary key (case_id, old)) on commit drop;
    perform from case_file f
      where f.organisation = any (olds) or f.id in (select a.case_id from case_access a where a.organisation = any (olds))
      order by f.id for update;
    insert into office_plan (case_id, old, own, target)
    select n.case_id, n.old, bool_or(n.own), coalesce(min(g.target), successors[1])
      from (select f.id as case_id, f.organisation as old, true as own from case_file f where f.organisation = any (olds)
            union all
            select a.case_id, a.organisation, false from case_access a where a.organisation = any (olds)) n
      left join unnest(cases, case_targets) g (case_id, target) on g.case_id = n.case_id
     group by n.case_id, n.old;
    if cardinality(successors) > 1 then
        -- the cases of one entry stay together, with the newest; a visit follows its session, a referral the entry at either end of it
        update office_plan p set target = x.target
          from case_file f, case_file n, office_plan x
         where f.id = p.case_id and n.registration = f.registration and x.case_id = n.id and x.old = p.old
           and not exists (select from case_file l where l.registration = f.registration and l.id > n.id);
        update office_plan p set target = x.target
          from case_file f, visit v, case_file sf, office_plan x
         where f.id = p.case_id and v.id = f.visit and sf.session = v.session and x.case_id = sf.id and x.old = p.old;
        update office_plan p set target = x.target
          from case_file f, referral q, office_plan x
         where f.id = p.case_id and q.id = f.referral and q.sender = p.old and x.case_id = q.sender_case and x.old = p.old;
        update office_plan p set target = x.target
          from case_file f, referral q, case_file rf, office_plan x
         where f.id = p.case_id and q.id = f.referral and q.recipient = p.old and rf.registration = q.recipient_registration
           and x.case_id = rf.id and x.old = p.old;
        -- what its own people do for a session goes with it
        update office_plan p set target = x.target
          from case_file f, task t, case_file sf, office_plan x
         where f.id = p.case_id and t.id = f.task and t.giver = p.old and t.assignee = p.old and sf.session = t.session
           and x.case_id = sf.id and x.old = p.old;
    end if;
    create temporary table office_leave (hand_over bigint primary key, target bigint not null, parted boolean) on commit drop;
    insert into office_leave (hand_over, target, parted)
    select l.hand_over, l.target, l.parted from changing_hand_overs(olds, successors, officers, officer_targets) l;
    select md5(coalesce(string_agg(k::text, ';' order by k.id), '')) into clocks_before
      from clock k where k.case_id in (select case_id from office_plan);

    -- one entry per open case, before it moves: the case is still the old office's
    with steps as (
        insert into journal (case_id, event, occurred_on, recorded_at, to_state, role, relation, payload)
        select f.id, 'office_changed', greatest(on_day, f.last_on), at, f.state, 'operator', 'none',
               jsonb_build_object('offices', jsonb_build_object('from', min(p.old), 'to', min(p.target)))
          from office_plan p join case_file f on f.id = p.case_id
         where not f.final
           and exists (select from procedure_transition t
                        where t.version = f.version and t.from_state = f.state and t.event = 'office_changed' and t.to_state = f.state
                          and t.role = 'operator')
         group by f.id
         order by f.id
        returning case_id, seq),
    trail as (
        insert into office_move (case_id, old, successor, on_date, seq)
        select p.case_id, p.old, p.target, on_day, s.seq from office_plan p left join steps s on s.case_id = p.case_id
        returning 1)
    select count(*) into moved from steps;
    return query select 'entries'::text, moved;
    return query
        select case when f.final then 'ended_cases' else 'open_cases' end, count(*)
          from office_plan p join case_file f on f.id = p.case_id where p.own group by f.final order by 1 desc;

    -- entries, sessions, visits; the numbers stay in their book, and so does who planned a session: whose it was on its day, the trail says
    update registration r set organisation = p.target
      from office_plan p join case_file f on f.id = p.case_id
     where p.own and f.registration = r.id and r.organisation = p.old;
    update session s set organisation = p.target
      from office_plan p join case_file f on f.id = p.case_id
     where p.own and f.session = s.id;
    update visit v set organisation = p.target
      from office_plan p join case_file f on f.id = p.case_id
     where p.own and f.visit = v.id;
    -- One between two offices of which both are gone is the successor's own now: it stays addressed as it was, and the successor acts on
    -- both sides.
    update referral q
       set sender = p.target, sender_then = coalesce(q.sender_then, p.old)
      from office_plan p join case_file f on f.id = p.case_id
     where f.referral = q.id and q.sender = p.old and q.recipient <> p.target;
    get diagnostics moved = row_count;
    return query select 'referrals_out'::text, moved;
    update referral q
       set recipient = p.target, recipient_then = coalesce(q.recipient_then, p.old)
      from office_plan p join case_file f on f.id = p.case_id
     where f.referral = q.id and q.recipient = p.old and q.sender <> p.target;
    get diagnostics moved = row_count;
    return query select 'referrals_in'::text, moved;
    -- what an office gave to its own people stays its own
    update task t set giver = p.target, assignee = p.target
      from office_plan p join case_file f on f.id = p.case_id
     where f.task = t.id and t.giver = p.old and t.assignee = p.old;
    -- other tasks like referrals; what an office gave goes with the case or the session in which it was given
    update task t
       set giver = coalesce((select p.target from office_plan p where p.case_id = t.parent_case and p.old = t.giver),
                            (select s.organisation from session s where s.id = t.session and s.organisation = any (successors)), p.target)
      from office_plan p join case_file f on f.id = p.case_id
     where f.task = t.id and t.giver = p.old and t.assignee <> all (olds || successors);
    update task t set assignee = p.target
      from office_plan p join case_file f on f.id = p.case_id
     where f.task = t.id and t.assignee = p.old and t.giver <> all (olds || successors);
    update task t set giver = coalesce((select p.target from office_plan p where p.case_id = t.parent_case and p.old = t.giver), successors[1])
     where t.giver = any (olds) and t.assignee <> all (successors);
    -- a unit is the old office's arrangement: the case is its officer's, or waits to be given out
    update case_file f set organisation = p.target, unit = null from office_plan p where p.own and p.case_id = f.id;
    insert into case_access (case_id, organisation, relation, since)
    select a.case_id, p.target, a.relation, at from case_access a join office_plan p on p.case_id = a.case_id and p.old = a.organisation
    on conflict do nothing;
    delete from case_access a where a.organisation = any (olds);

    -- whom they wrote down: with the petition or the visit; who was merged into another, with him
    update person s set organisation = coalesce((
            select r.organisation from party y join registration r on r.petition = y.petition and r.organisation = any (successors)
             where y.person = person_root(s.id) order by r.id desc limit 1), (
            select v.organisation from party y join visit v on v.id = y.visit and v.organisation = any (successors)
             where y.person = person_root(s.id) order by v.id desc limit 1), successors[1])
     where s.organisation = any (olds);
    -- who was taken for another one stands with him
    update person s set organisation = a.organisation
      from person a
     where s.merged_into is not null and s.organisation = any (successors) and a.id = person_root(s.id) and a.organisation <> s.organisation;
    update matter m set organisation = coalesce((
            select r.organisation from registration r where r.matter = m.id and r.organisation = any (successors) order by r.id desc limit 1),
            successors[1])
     where m.organisation = any (olds);
    -- what they judged of a matter holds on, with its days: marks are never changed, so they are written again
    insert into matter_mark (matter, organisation, complex_long, reason, marked_on, recorded_at, officer)
    select k.matter, t.id, k.complex_long, k.reason, k.marked_on, k.recorded_at, k.officer
      from matter_mark k cross join unnest(successors) t (id)
     where k.organisation = any (olds) and exists (select from registration r where r.matter = k.matter and r.organisation = t.id)
     order by k.recorded_at, k.id;

    -- accounts with their roles, signed-in browsers and tokens
    create temporary table office_staff (officer bigint primary key, target bigint not null) on commit drop;
    insert into office_staff (officer, target)
    select n.officer, coalesce(min(g.target), successors[1])
      from (select r.officer from officer_role r where r.organisation = any (olds)
            union select o.id from officer o where o.home = any (olds)
            union select w.officer from web_session w where w.organisation = any (olds)
            union select k.officer from api_token k where k.organisation = any (olds)) n
      left join unnest(officers, officer_targets) g (officer, target) on g.officer = n.officer
     group by n.officer;
    insert into officer_role (officer, organisation, role)
    select r.officer, t.target, r.role from officer_role r join office_staff t on t.officer = r.officer where r.organisation = any (olds)
    on conflict do nothing;
    delete from officer_role r where r.organisation = any (olds);
    update officer o set home = t.target, unit = null from office_staff t where t.officer = o.id and o.home = any (olds);
    update web_session w set organisation = t.target from office_staff t where t.officer = w.officer and w.organisation = any (olds);
    update api_token k set organisation = t.target from office_staff t where t.officer = k.officer and k.organisation = any (olds);
    return query select 'accounts'::text, count(*) from office_staff;

    -- work in the hands of somebody who has nothing to do in the case's office is nobody's; what was lent to him goes back by itself
    create temporary table office_dropped (case_id bigint primary key) on commit drop;
    with dropped as (
        update case_file f set handler = null
          from office_plan p
         where p.own and p.case_id = f.id and f.handler is not null
           and not exists (select from officer_role r where r.officer = f.handler and r.organisation = f.organisation)
        returning f.id)
    insert into office_dropped (case_id) select id from dropped;
    update work_item w set taken_on = null from office_dropped d where d.case_id = w.case_id;
    return query
        select 'without_handler'::text, count(*)
          from office_dropped d join case_file f on f.id = d.case_id
         where not f.final
           and not exists (select from hand_over_line l join office_leave v on v.hand_over = l.hand_over and v.parted and v.target = f.organisation
                            where l.case_id = f.id and l.back_on is null and l.kept_on is null);
    -- nor do units go over: what comes back goes to the unit that its officer has then
    update hand_over_line l set unit_before = null
      from unit u
     where u.id = l.unit_before and u.organisation = any (olds) and l.back_on is null and l.kept_on is null;
    update hand_over h
       set organisation = v.target,
           ended_on = case when v.parted and h.begun_on is null then on_day else h.ended_on end,
           until_day = case when v.parted and h.begun_on is not null then least(h.until_day, greatest(h.from_day, on_day - 1)) else h.until_day end
      from office_leave v
     where v.hand_over = h.id;

    for c in select n.relation, n.attribute, n.fate from office_columns() n where n.fate in ('case', 'moves') order by 1, 2 loop
        continue when to_regclass('tiepdan.' || c.relation) is null;
        if c.fate = 'case' then
            -- also of a case that is another's: an answer that is being drafted goes with who has to give it
            execute format('update %I x set %I = p.target from office_plan p where p.case_id = x.case_id and p.old = x.%I',
                           c.relation, c.attribute, c.attribute);
        else
            execute format('update %I set %I = $2 where %I = any ($1)', c.relation, c.attribute, c.attribute) using olds, successors[1];
        end if;
    end loop;

    -- a letter goes with the entry that it became, or of which it is a copy
    update envelope e set organisation = r.organisation
      from registration r
     where r.id = e.registration and e.organisation = any (successors) and r.organisation = any (successors)
       and e.organisation <> r.organisation;

    -- a conclusion that is not issued yet names who is there then; one that was issued names whom it named
    update conclusion_point x
       set assignee = case when num_nonnulls(x.unit, x.handler) > 0 then s.organisation else successors[1] end, unit = null
      from session s
     where s.id = x.session and x.assignee = any (olds) and x.task is null;

    update organisation o set valid_to = on_day - 1 where o.id = any (olds);
    insert into office_succession (old, successor, on_date, kind, document_number, document_date, recorded_at)
    select o, s, on_day, change, letter, letter_date, at from unnest(olds) o cross join unnest(successors) s;

    -- what had ended, or was put to an office as the superior, in a denunciation from which its successor is barred: it does not read it
    -- any more (Luật Tố cáo Đ.12, Đ.56)
    perform revoke_barred_superiors(b.petition), revoke_barred_tasks(b.petition), revoke_barred_referrals(b.petition)
       from (select distinct r.petition
               from case_access a
               join case_file f on f.id = a.case_id
               join registration r on r.id = f.registration and r.kind = 'denunciation'
               join petition p on p.id = r.petition and p.denounced_body is not null
              where a.organisation = any (successors) and a.relation in ('superior', 'tasked')
             union
             select r.petition
               from task t
               join case_file f on f.id = t.parent_case
               join registration r on r.id = f.registration and r.kind = 'denunciation'
              where t.assignee = any (successors)
             union
             select q.petition
               from referral q
               join case_file s on s.id = q.sender_case
               join registration r on r.id = s.registration and r.kind = 'denunciation'
              where q.recipient = any (successors)) b;

    select md5(coalesce(string_agg(k::text, ';' order by k.id), '')) into clocks_after
      from clock k where k.case_id in (select case_id from office_plan);
    if clocks_before is distinct from clocks_after then
        raise exception 'a clock would move' using errcode = 'TD014';
    end if;
    return query select 'clocks'::text, count(*) from clock k
                  where k.case_id in (select case_id from office_plan where own) and k.state in ('running', 'paused');
    drop table office_plan, office_staff, office_leave, office_dropped;
end
$$;

-- Gives an office another name; the old one stays for the days before.
create or replace function tiepdan.rename_office(
    office bigint, new_name text, new_short text, new_symbol text, on_day date, at timestamptz, letter text, letter_date date) returns void
    language plpgsql set search_path = tiepdan, pg_temp as $$
declare
    was record;
begin
    select o.name, o.short_name, o.symbol,
           coalesce((select max(n.valid_to) + 1 from organisation_name n where n.organisation = o.id), o.valid_from) as since into was
      from organisation o where o.id = office and o.valid_to is null for update;
    if was is null or was.since > on_day - 1 then
        raise exception 'the office has closed, or has had its name for less than a day' using errcode = 'TD013';
    end if;
    insert into organisation_name (organisation, name, short_name, symbol, valid_from, valid_to)
    values (office, was.name, was.short_name, was.symbol, was.since, on_day - 1);
    update organisation o set name = new_name, short_name = new_short, symbol = new_symbol where o.id = office;
    insert into office_succession (old, successor, on_date, kind, document_number, document_date, recorded_at)
    values (office, office, on_day, 'rename', letter, letter_date, at);
end
$$;

-- Closes communes and opens what they become. Each line: the old code, the new code, its name and kind. One old commune may become several,
-- several may become one; a line from a code to itself gives it another name.
create or replace function tiepdan.change_communes(
    olds text[], news text[], names text[], kinds text[], on_day date) returns table (what text, amount bigint)
    language plpgsql set search_path = tiepdan, pg_temp as $$
declare
    moved bigint;
begin
    if exists (select from unnest(olds) o (code) where not exists (select from commune c where c.code = o.code and c.valid_to is null and c.valid_from < on_day)) then
        raise exception 'a commune is not in force' using errcode = 'TD013';
    end if;
    insert into former_unit (name, level, old_province, old_district, successor_code, valid_to, code)
    select c.name, 'commune', p.name, null, n.new, on_day - 1, c.code
      from unnest(olds, news) n (old, new) join commune c on c.code = n.old and c.valid_to is null join province p on p.code = c.province_code;
    create temporary table commune_plan on commit drop as
        select n.new as code, min(c.province_code) as province_code, min(n.name) as name, min(n.kind) as kind, bool_or(c.remote) as remote
          from unnest(olds, news, names, kinds) n (old, new, name, kind) join commune c on c.code = n.old and c.valid_to is null
         group by n.new;
    update commune c set valid_to = on_day - 1 where c.code = any (olds) and c.valid_to is null;
    get diagnostics moved = row_count;
    return query select 'closed'::text, moved;
    update commune c set latest = false from commune_plan n
     where c.code = n.code and c.latest and c.valid_to is not null;
    insert into commune (code, province_code, name, kind, remote, valid_from)
    select n.code, n.province_code, n.name, n.kind, n.remote, on_day from commune_plan n
     where not exists (select from commune c where c.code = n.code and c.valid_to is null);
    get diagnostics moved = row_count;
    return query select 'opened'::text, moved;
    update reference_stamp set stamp = stamp + 1;
    drop table commune_plan;
end
$$;
grant execute on function tiepdan.office_family, tiepdan.offices_today, tiepdan.office_name_on, tiepdan.book_of, tiepdan.communes_today to tiepdan_app;
