-- Who is whom: bodies that work on paper, persons who were merged, what must stay sealed. Re-created at every migration run.

-- Nobody there can accept, decline or answer with the program: what the body says comes on paper, and who sent it something writes it down.
create or replace function tiepdan.office_on_paper(asked bigint) returns boolean
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    select not exists (select from officer_role r join officer w on w.id = r.officer and w.active
                        where r.organisation = asked and r.role in ('officer', 'leader'))
$$;

-- The person into whom this one was merged at last; the person himself when he was not.
create or replace function tiepdan.person_root(asked bigint) returns bigint
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    with recursive up (id, next) as (
        select s.id, s.merged_into from person s where s.id = asked
        union
        select s.id, s.merged_into from up join person s on s.id = up.next)
    select id from up where next is null
$$;

-- A petition of which nothing may show who wrote it, not even that it is there (Luật Tố cáo Đ.9, Đ.56).
create or replace function tiepdan.petition_sealed(asked bigint) returns boolean
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    select exists (select from petition p where p.id = asked and p.reference_only)
        or exists (select from registration r where r.petition = asked and r.kind = 'denunciation')
$$;

-- A person who appears in such a petition, or in a visit of somebody who came to denounce.
create or replace function tiepdan.person_sealed(asked bigint) returns boolean
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    select exists (select from party y left join visit v on v.id = y.visit
                    where y.person = asked and (v.denunciation or (y.petition is not null and petition_sealed(y.petition))))
$$;
grant execute on function tiepdan.office_on_paper, tiepdan.person_root, tiepdan.petition_sealed, tiepdan.person_sealed to tiepdan_app;
