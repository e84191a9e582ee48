-- Search and duplicates run through these functions, which apply the scope themselves: under a row-level policy a trigram
-- index would not be used (LIKE and % are not leakproof).

drop function if exists tiepdan.search_registrations(text, int);
create function tiepdan.search_registrations(q text, most int)
    returns table (registration bigint)
    language plpgsql stable rows 50 security definer set search_path = tiepdan, public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
    folded text := fold(q);
    pattern text := '%' || replace(replace(replace(folded, '\', '\\'), '%', '\%'), '_', '\_') || '%';
    office bigint := scope_organisation();
    numbered text[] := regexp_match(q, '^\s*(\d{1,8})\s*/\s*(\d{4})\s*\(?([^()]*)\)?\s*$');
    identity text := regexp_replace(q, '[\s.]', '', 'g');
    others bigint[];
begin
    -- "12/2026" is a number in the office's book, or in that of an office it took over from; "12/2026 (xã Hồng Nam)" in that one's.
    if numbered is not null then
        return query
            select r.id from registration r
             where r.organisation = office and r.book_year = numbered[2]::int and r.number = numbered[1]::int
               and (btrim(numbered[3]) = ''
                    or exists (select from organisation b
                                where b.id = r.book and strpos(fold(b.name || ' ' || b.short_name), fold(btrim(numbered[3]))) > 0));
        if found then
            return;
        end if;
    end if;
    -- The number of an identity card names the person exactly.
    if identity ~ '^([0-9]{9}|[0-9]{12})$' then
        return query
            select distinct r.id
              from (select distinct person_root(n.id) as id from person n where n.id_number = identity) s
              join party y on y.person = s.id and y.petition is not null
              join registration r on r.petition = y.petition and r.organisation = office and r.kind <> 'denunciation'
             order by r.id desc
             limit most;
        if found then
            return;
        end if;
    end if;
    -- Who was entered under several names, taken for one person, is found by each of them.
    if exists (select from person m where m.organisation = office and m.merged_into is not null) then
        others := array(
            select y.petition from party y
             where y.petition is not null and not petition_sealed(y.petition)
               and y.person in (select person_root(m.id) from person m
                                 where m.organisation = office and m.merged_into is not null and m.folded like pattern
                                union
                                select a.id from person a
                                 where a.folded like pattern
                                   and a.id in (select person_root(m.id) from person m where m.organisation = office and m.merged_into is not null)));
    end if;
    if cardinality(others) > 0 then
        return query
            select r.id
              from petition p
              join registration r on r.petition = p.id and r.organisation = office
             where p.search_text like pattern or p.id = any (others) or p.receipt_code = upper(regexp_replace(q, '[\s-]', '', 'g'))
             order by r.id desc
             limit most;
        return;
    end if;
    return query
        select r.id
          from petition p
          join registration r on r.petition = p.id and r.organisation = office
         where p.search_text like pattern or p.receipt_code = upper(regexp_replace(q, '[\s-]', '', 'g'))
         order by r.id desc
         limit most;
end
$$;

-- Candidates for "the same letter": the machine proposes, a clerk confirms.
create or replace function tiepdan.duplicate_candidates(name text, id_number_given text, commune text, words text, most int)
    returns table (registration bigint, same_id boolean, name_likeness real, text_likeness real)
    language plpgsql stable rows 10 security definer set search_path = tiepdan, public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
    office bigint := scope_organisation();
    folded_name text := fold(coalesce(name, ''));
    folded_words text := fold(coalesce(words, ''));
begin
    return query
        with people as (
            select case when s.merged_into is null then s.id else person_root(s.id) end as id,
                   coalesce(s.id_number = id_number_given, false) as by_id,
                   case when folded_name = '' then 0::real else similarity(s.folded, folded_name) end as likeness
              from person s
             where s.organisation = office
               and ((id_number_given is not null and s.id_number = id_number_given)
                    or (length(folded_name) >= 4 and s.folded % folded_name))
             limit 500
        )
        select r.id, bool_or(k.by_id), max(k.likeness),
               max(case when folded_words = '' then 0::real else word_similarity(folded_words, p.search_text) end)
          from people k
          join party y on y.person = k.id and y.role in ('petitioner', 'representative') and y.petition is not null
          join petition p on p.id = y.petition and not p.reference_only
          join registration r on r.petition = p.id and r.organisation = office and r.kind <> 'denunciation'
               and r.outcome is distinct from 'voided'
         where k.by_id or k.likeness > 0.6
         group by r.id
         order by bool_or(k.by_id) desc, max(k.likeness) desc, r.id desc
         limit most;
end
$$;

-- Who of the office's persons may be the same as this one: by the number of a paper, else by name where nothing speaks against it. Nobody of
-- a denunciation is offered, and nothing is offered for him. The machine proposes, an officer decides.
create or replace function tiepdan.probable_persons(asked bigint, most int)
    returns table (person bigint, same_id boolean, name_likeness real)
    language plpgsql stable rows 10 security definer set search_path = tiepdan, public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
    me person;
begin
    select * into me from person s where s.id = asked and s.organisation = scope_organisation() and s.merged_into is null;
    if not found or person_sealed(asked) then
        return;
    end if;
    return query
        with alike as materialized (
            select s.id, coalesce(s.id_number = me.id_number, false) as by_id, similarity(s.folded, me.folded) as likeness
              from person s
             where s.organisation = me.organisation and s.merged_into is null and s.id <> asked and s.kind = me.kind
               and (s.id_number = me.id_number
                    or (s.folded % me.folded and similarity(s.folded, me.folded) > 0.6
                        and (s.birth_year is null or me.birth_year is null or s.birth_year = me.birth_year)
                        -- two numbers of one kind are two persons; an old and a new one may be one
                        and (s.id_number is null or me.id_number is null or length(s.id_number) <> length(me.id_number))))
             order by 2 desc, 3 desc, 1 desc
             limit 200
        )
        select a.id, a.by_id, a.likeness
          from alike a
         where exists (select from party y where y.person = a.id) and not person_sealed(a.id)
         order by a.by_id desc, a.likeness desc, a.id desc
         limit most;
end
$$;

-- The cases that a question on the telephone may be about: of the office's own book, by receipt code, number of the book, full name or number
-- of a paper; `who` is the same for what is known to be of one person. Only who sent the petition, speaks for others or is authorised is found
-- by name, under every name under which he was entered. What is sealed is not there.
create or replace function tiepdan.enquiry_matches(asked_by text, words text, year int, born int, id_tail text, commune text)
    returns table (case_id bigint, who bigint, open boolean, registration bigint)
    language plpgsql stable rows 10 security definer set search_path = tiepdan, public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
    office bigint := scope_organisation();
    people bigint[];
    entries bigint[];
    whose bigint[];
begin
    if asked_by = 'code' then
        select array_agg(r.id), array_agg(r.petition) into entries, whose
          from petition p join registration r on r.petition = p.id and r.organisation = office
         where p.receipt_code = words;
    elsif asked_by = 'number' then
        select array_agg(r.id), array_agg(r.petition) into entries, whose
          from registration r where r.organisation = office and r.book_year = enquiry_matches.year and r.number = words::int;
    else
        if asked_by = 'name' then
            people := array(select s.id from person s where s.folded = regexp_replace(fold(words), '\s+', ' ', 'g'));
        else
            people := array(select s.id from person s where s.id_number = words);
        end if;
        select array_agg(h.registration), array_agg(h.who) into entries, whose
          from (select distinct r.id as registration, min(a.id) over (partition by coalesce(a.id_number, 'person ' || a.id)) as who
                  from person s
                  join person a on a.id = case when s.merged_into is null then s.id else person_root(s.id) end
                  join party y on y.person = a.id and y.petition is not null and y.role in ('petitioner', 'representative', 'authorised')
                  join registration r on r.petition = y.petition and r.organisation = office
                 where s.id = any (people)
                   and (born is null or born in (s.birth_year, a.birth_year))
                   and (id_tail is null or id_tail in (right(s.id_number, 4), right(a.id_number, 4)))
                   and (enquiry_matches.commune is null or enquiry_matches.commune in (s.commune_code, a.commune_code))
                   and not petition_sealed(r.petition)
                 limit 200) h;
    end if;
    return query
        select f.id, e.who, not f.final, r.id
          from unnest(entries, whose) as e (registration, who)
          join registration r on r.id = e.registration
          join lateral (select c.id, c.final, c.state, c.seq from case_file c where c.registration = r.id order by c.id desc limit 1) f on true
         where not petition_sealed(r.petition) and f.state <> 'voided' and f.seq > 0
         order by f.final, r.received_on desc, r.id desc;
end
$$;

-- What a citizen sees by the code on his receipt: where the petition stands, and nothing about who wrote it or what.
create or replace function tiepdan.lookup_stage(code text)
    returns table (office text, stage text, words text, since date, closed boolean, number int, book_year int)
    language sql stable rows 3 security definer set search_path = tiepdan, pg_temp as $$
    select o.name, c.state, s.citizen, c.last_on, c.final, r.number, r.book_year
      from petition p
      join registration r on r.petition = p.id
      join case_file c on c.registration = r.id
      join organisation o on o.id = c.organisation
      join procedure_state s on s.version = c.version and s.state = c.state
     where p.receipt_code = $1 and c.seq > 0
     order by c.id
$$;

create or replace function tiepdan.find_communes(q text, most int)
    returns table (code text, name text, province text, note text)
    language sql stable security definer set search_path = tiepdan, public, pg_temp as $$
    (select c.code, c.name, p.name, ''::text
       from commune c join province p on p.code = c.province_code
      where c.valid_to is null and c.folded like '%' || replace(replace(fold(q), '%', ''), '_', '') || '%'
      order by position(fold(q) in c.folded), c.name limit most)
    union all
    (select c.code, c.name, p.name, concat_ws(', ', u.name, nullif(u.old_district, u.name), u.old_province) || ' (cũ)'
       from former_unit u
       -- what it became has perhaps become something else since
       join lateral communes_today(u.successor_code) t (code) on true
       join commune c on c.code = t.code and c.valid_to is null
       join province p on p.code = c.province_code
      where u.folded like '%' || replace(replace(fold(q), '%', ''), '_', '') || '%'
      order by u.name limit most)
    limit most
$$;
grant execute on all functions in schema tiepdan to tiepdan_app;
