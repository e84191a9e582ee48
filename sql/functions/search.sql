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
    numbered text[] := regexp_match(q, '^\s*(\d{1,8})\s*/\s*(\d{4})\s*$');
    identity text := regexp_replace(q, '[\s.]', '', 'g');
begin
    -- "12/2026" is a number in the office's book.
    if numbered is not null then
        return query
            select r.id from registration r
             where r.organisation = office and r.book_year = numbered[2]::int and r.number = numbered[1]::int;
        if found then
            return;
        end if;
    end if;
    -- The number of an identity card names the person exactly.
    if identity ~ '^([0-9]{9}|[0-9]{12})$' then
        return query
            select distinct r.id
              from person s
              join party y on y.person = s.id and y.petition is not null
              join registration r on r.petition = y.petition and r.organisation = office and r.kind <> 'denunciation'
             where s.id_number = identity
             order by r.id desc
             limit most;
        if found then
            return;
        end if;
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
            select s.id, coalesce(s.id_number = id_number_given, false) as by_id,
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
         where k.by_id or k.likeness > 0.6
         group by r.id
         order by bool_or(k.by_id) desc, max(k.likeness) desc, r.id desc
         limit most;
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
    (select c.code, c.name, p.name, concat_ws(', ', u.name, u.old_district, u.old_province) || ' (cũ)'
       from former_unit u
       join commune c on c.code = u.successor_code and c.valid_to is null
       join province p on p.code = c.province_code
      where u.folded like '%' || replace(replace(fold(q), '%', ''), '_', '') || '%'
      order by u.name limit most)
    limit most
$$;
grant execute on all functions in schema tiepdan to tiepdan_app;
