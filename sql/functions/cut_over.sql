-- What bringing cases along from an old book asks of the catalogues and the books. Re-created at every migration run.

-- The number that a line of an old book keeps in the office's book of its year: its own where nobody has it there, else the next one.
-- The counter goes on after the highest number kept, so that no later petition gets a number that a paper of that year bears.
create or replace function tiepdan.carry_number(office bigint, in_year int, wanted int) returns int
    language plpgsql volatile security definer set search_path = tiepdan, pg_temp as $$
declare
    counted int;
begin
    -- locks the counter until COMMIT
    insert into book_number as b (organisation, book, year, last) values (office, 'petition', in_year, 0)
    on conflict on constraint book_number_pkey do update set last = b.last
    returning b.last into counted;
    if wanted is null
       or exists (select from registration r where r.book = office and r.book_year = in_year and r.number = wanted)
       or exists (select from typed_number t where t.organisation = office and t.book = 'petition' and t.year = in_year and t.number = wanted) then
        return next_number(office, 'petition', in_year);
    end if;
    if wanted > counted then
        update book_number b set last = wanted, carried_to = wanted
         where b.organisation = office and b.book = 'petition' and b.year = in_year;
    end if;
    return wanted;
end
$$;

-- A unit's name as it is compared: folded, without the word for what kind of unit it is.
create or replace function tiepdan.unit_key(t text) returns text
    language sql immutable parallel safe strict
    return regexp_replace(tiepdan.fold(t), '^(xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tinh) +', '');

-- A unit above a commune as it is compared: p a province, d a district, c a city, which is either, * anything.
create or replace function tiepdan.unit_marks(name text, province boolean) returns text[]
    language sql immutable parallel safe
    return case when nullif(name, '') is null then '{}'::text[]
                else array['* ' || tiepdan.unit_key(name)]
                     || case when not province then array['d ' || tiepdan.unit_key(name), 'c ' || tiepdan.unit_key(name)]
                             when tiepdan.fold(name) like 'thanh pho %' then array['p ' || tiepdan.unit_key(name), 'c ' || tiepdan.unit_key(name)]
                             else array['p ' || tiepdan.unit_key(name)] end end;

-- Which communes of today may be meant by units as addresses name them, old names and new. One unit per place: its name with or without its
-- kind, the units above it that the address names, parted by '|', the day on which somebody wrote it, and the province of who reads it.
-- Only those of the best fit: in the reader's own province before others, and of units that stood on that day before others. Several codes
-- at one place: the name does not say which. In plpgsql, for what it asks is created after it.
create or replace function tiepdan.communes_meant(units text[], above text[], days date[], home text)
    returns table (place int, code text, name text, province text, former text)
    language plpgsql stable rows 500 security definer set search_path = tiepdan, public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with asked as materialized (
        select t.place::int, fold(t.unit) as folded, unit_key(t.unit) as key, fold(t.unit) = unit_key(t.unit) as bare, t.day,
               array(select case when fold(a) like 'tinh %' then 'p ' when fold(a) ~ '^(huyen|quan|thi xa) ' then 'd '
                                 when fold(a) like 'thanh pho %' then 'c ' else '* ' end || unit_key(a)
                       from unnest(string_to_array(nullif(t.up, ''), '|')) a) as up
          from unnest(units, above, days) with ordinality t (unit, up, day, place)),
    known as materialized (
        select c.code, c.name, p.code as province_code, p.name as province, fold(c.name) as folded, unit_key(c.name) as key,
               unit_marks(p.name, true) as up, null::text as former, c.valid_from as since, null::date as until
          from commune c join province p on p.code = c.province_code
         where c.valid_to is null and unit_key(c.name) in (select a.key from asked a)
        union all
        select c.code, c.name, p.code, p.name, u.folded, unit_key(u.name),
               unit_marks(u.old_district, false) || unit_marks(u.old_province, true) || unit_marks(p.name, true),
               concat_ws(', ', u.name, nullif(u.old_district, ''), u.old_province), null, u.valid_to
          from former_unit u
          -- through as many reforms as there were
          cross join lateral communes_today(u.successor_code) t (code)
          join commune c on c.code = t.code and c.valid_to is null
          join province p on p.code = c.province_code
         where u.level = 'commune' and unit_key(u.name) in (select a.key from asked a)),
    fitting as (
        select a.place, k.*,
               rank() over (partition by a.place
                            order by (k.province_code = home) is not true,
                                     (coalesce(k.since <= a.day, true) and coalesce(a.day <= k.until, true)) is not true) as fit
          from asked a join known k on k.key = a.key and (a.bare or k.folded = a.folded) and a.up <@ k.up)
    select f.place, f.code, min(f.name), min(f.province), min(f.former)
      from fitting f where f.fit = 1
     group by f.place, f.code
     order by f.place, f.code;
end
$$;

-- Which offices may be meant by names in an old book: code, name or short name, today's or one that an office had. Where nothing fits
-- exactly, up to three alike. In the reader's own province before others.
create or replace function tiepdan.offices_meant(names text[], home text)
    returns table (place int, office bigint, code text, name text, exact boolean)
    language plpgsql stable rows 100 security definer set search_path = tiepdan, public, pg_temp as $$
begin
    return query
        with asked as materialized (
            select t.place::int as place, fold(t.asked) as folded from unnest(names) with ordinality t (asked, place)),
        called as materialized (
            select o.id, o.code, o.name, o.province_code, n.folded
              from organisation o
              cross join lateral (
                    select fold(o.code) union select fold(o.name) union select fold(o.short_name)
                    union select w.folded from organisation_name w where w.organisation = o.id
                    union select fold(w.short_name) from organisation_name w where w.organisation = o.id) n (folded)
             where o.valid_to is null),
        exactly as (
            select a.place, c.id, c.code, c.name, rank() over (partition by a.place order by (c.province_code = home) is not true) as fit
              from asked a join called c on c.folded = a.folded),
        alike as (
            select d.*, row_number() over (partition by d.place order by d.likeness desc, d.code) as fit
              from (select a.place, c.id, c.code, c.name, max(similarity(c.folded, a.folded)) as likeness
                      from asked a join called c on similarity(c.folded, a.folded) > 0.3
                     where a.place not in (select e.place from exactly e)
                     group by a.place, c.id, c.code, c.name) d)
        select distinct e.place, e.id, e.code, e.name, true from exactly e where e.fit = 1
        union all
        select l.place, l.id, l.code, l.name, false from alike l where l.fit <= 3
         order by 1, 5 desc, 3;
end
$$;

revoke execute on function tiepdan.carry_number from public;
grant execute on function tiepdan.carry_number, tiepdan.unit_key, tiepdan.unit_marks, tiepdan.communes_meant, tiepdan.offices_meant to tiepdan_app;
