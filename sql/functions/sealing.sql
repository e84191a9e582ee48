-- Erasing what named somebody who denounces, and visits entered by mistake. Re-created at every migration run.

-- The petition and whatever was registered as its copy: they say the same.
create or replace function tiepdan.with_copies(asked bigint) returns bigint[]
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    with recursive same (id) as (
        select asked
        union
        select c.id from same k join petition c on c.duplicate_of = k.id)
    select array_agg(id order by id) from same
$$;

-- Persons to whom no entry points any more; who was taken for another one, or another for him, keeps a row without a word.
create or replace function tiepdan.forget_persons(asked bigint[]) returns void
    language plpgsql security definer set search_path = tiepdan, pg_temp as $$
begin
    delete from person s
     where s.id = any (asked) and not exists (select from party y where y.person = s.id)
       and not exists (select from person o where o.merged_into = s.id)
       and not exists (select from person_merge m where s.id in (m.kept, m.other));
    update person s
       set full_name = '(đã xóa)', gender = null, birth_year = null, id_kind = null, id_number = null, id_issued_on = null, id_issued_by = null,
           no_id_reason = null, phone = null, ethnic_code = null, nationality = null, occupation = null, job_title = null, workplace = null,
           province_code = null, commune_code = null, address = '', old_address = ''
     where s.id = any (asked) and not exists (select from party y where y.person = s.id)
       -- merged into another, some entry may still be his
       and not exists (select from person_merge m join person_merge_party mp on mp.merge = m.id join party y on y.id = mp.party
                        where m.kind = 'merge' and m.other = s.id);
end
$$;

-- What is said in these cases: words beside the journal, notes, papers on their way, files.
create or replace function tiepdan.erase_words(cases bigint[]) returns void
    language plpgsql security definer set search_path = tiepdan, pg_temp as $$
declare
    files text[];
begin
    delete from case_fact x where x.case_id = any (cases);
    update direction x set text = '(đã xóa)', attachment = null where x.case_id = any (cases);
    update dispatch x set addressee = '(đã xóa)', address = '', return_reason = case when x.return_reason is not null then '(đã xóa)' end
      from draft w where w.id = x.draft and w.case_id = any (cases);
    update draft x set title = x.form_title, addressee = '', body = '', recipients = '', facts = '{}' where x.case_id = any (cases);
    update task x set title = 'Nhiệm vụ của hồ sơ tố cáo', content = '(đã xóa)' where x.parent_case = any (cases);
    with gone as (delete from attachment x where x.case_id = any (cases) returning x.sha256)
    select array_agg(distinct g.sha256) into files from gone g;
    perform forget_files(files);
end
$$;

create or replace function tiepdan.forget_files(files text[]) returns void
    language plpgsql security definer set search_path = tiepdan, pg_temp as $$
begin
    with gone as (
        delete from blob b where b.sha256 = any (files) and not exists (select from attachment t where t.sha256 = b.sha256) returning b.sha256)
    insert into erased_blob (sha256) select g.sha256 from gone g on conflict do nothing;
end
$$;

-- A visit says nothing any more but number, day and how many came: somebody who came to denounce, or an entry made by mistake, whose
-- registration for a leader's session then stands as before.
create or replace function tiepdan.erase_visit(asked bigint, denounces boolean) returns void
    language plpgsql security definer set search_path = tiepdan, pg_temp as $$
declare
    people bigint[];
begin
    select array_agg(distinct x.id) into people
      from party y
      left join person_merge_party mp on mp.party = y.id
      left join person_merge m on m.id = mp.merge
     cross join lateral unnest(array[y.person, m.other]) x (id)
     where y.visit = asked and x.id is not null;
    delete from party y where y.visit = asked;
    perform forget_persons(people);
    -- what the leader's conclusion asked of others in this visit's matter tells of him in their words too
    perform erase_words(array(
        select f.id from case_file f where f.visit = asked
        union
        select f.id from conclusion_point k join case_file f on f.task = k.task where denounces and k.visit = asked));
    if denounces then
        update task t set content = '(đã xóa)' from conclusion_point k where k.visit = asked and t.id = k.task;
        update conclusion_point k
           set text = '(đã xóa)', assignee = case when k.task is not null then k.assignee end,
               due_on = case when k.task is not null then k.due_on end, unit = case when k.task is not null then k.unit end,
               handler = case when k.task is not null then k.handler end
         where k.visit = asked;
        update session_appointment a
           set denunciation = true, full_name = '', phone = null, address = '', content = '', matter = null where a.visit = asked;
        -- who wrote by name is not led to by a visit of somebody who denounces
        update petition p set visit = null where p.visit = asked and not p.reference_only;
    else
        update session_appointment a set state = 'registered', visit = null where a.visit = asked;
    end if;
    update visit v
       set denunciation = v.denunciation or denounces, summary = '', request = '', prior_bodies = '', settlement_papers = null,
           review_papers = null, matter = null
     where v.id = asked;
end
$$;

-- Petitions whose letters denounce: name, address, text, papers, and whatever leads to them, in every office that has them.
create or replace function tiepdan.erase_petitions(sealing bigint[], day date) returns void
    language plpgsql security definer set search_path = tiepdan, pg_temp as $$
declare
    placeholder constant text := 'Đơn đã vào sổ lại theo lối đơn tố cáo';
    people bigint[];
    files text[];
    titles text[];
    met bigint[];
    entry record;
    own bigint;
    seen bigint;
begin
    select array_agg(p.title), array_agg(distinct p.visit) filter (where p.visit is not null) into titles, met
      from petition p where p.id = any (sealing) and p.sealed_on is null;
    select array_agg(distinct x.id) into people
      from party y
      left join person_merge_party mp on mp.party = y.id
      left join person_merge m on m.id = mp.merge
     cross join lateral unnest(array[y.person, m.other]) x (id)
     where y.petition = any (sealing) and x.id is not null;
    delete from party y where y.petition = any (sealing);
    perform forget_persons(people);
    delete from paper x where x.petition = any (sealing);
    update direction g set attachment = null from attachment t where t.petition = any (sealing) and g.attachment = t.id;
    with gone as (delete from attachment t where t.petition = any (sealing) returning t.sha256)
    select array_agg(distinct g.sha256) into files from gone g;
    perform forget_files(files);
    perform erase_words(array(
        select f.id
          from case_file f
          left join registration r on r.id = f.registration
          left join referral q on q.id = f.referral
          left join task t on t.id = f.task
          left join case_file u on u.id = t.parent_case
          left join registration s on s.id = u.registration
         where coalesce(r.petition, q.petition, s.petition) = any (sealing)));

    update registration r
       set ineligible_reason = null, prior_bodies = '', source_body = '', source_letter_number = null, source_letter_date = null
     where r.petition = any (sealing);
    update petition p
       set reference_only = true, sealed_on = coalesce(p.sealed_on, day), pseudonym = 'Đơn đã vào sổ lại', paper_file_number = '—',
           title = placeholder, body = '', request = '', letter_date = null, incident_commune = null, search_text = '', visit = null,
           duplicate_of = null, part_of = null, denounced_body = null, denounced_rank = null
     where p.id = any (sealing);
    update petition p set part_of = null where p.part_of = any (sealing);
    foreach seen in array coalesce(met, '{}') loop
        perform erase_visit(seen, true);
    end loop;

    -- each stands alone: a matter it shared is the others', and is not called after it
    for entry in select r.id, r.organisation, r.matter, r.received_on from registration r where r.petition = any (sealing) order by r.id loop
        if exists (select from registration o where o.matter = entry.matter and o.id <> entry.id)
           or exists (select from visit v where v.matter = entry.matter)
           or exists (select from session_appointment a where a.matter = entry.matter)
           or exists (select from session_invitation i where i.matter = entry.matter) then
            insert into matter (organisation, title, opened_on) values (entry.organisation, placeholder, entry.received_on) returning id into own;
            update registration r set matter = own where r.id = entry.id;
            update matter m
               set title = coalesce((select q.title from registration o join petition q on q.id = o.petition
                                      where o.matter = m.id and q.sealed_on is null order by o.received_on, o.id limit 1), placeholder)
             where m.id = entry.matter and m.title = any (titles);
        else
            update matter m set title = placeholder where m.id = entry.matter;
        end if;
    end loop;
    update petition p set matter = (select r.matter from registration r where r.petition = p.id order by r.id limit 1)
     where p.id = any (sealing);

    update filing_take_out x set reason = null
      from envelope e join registration r on r.id = e.registration
     where x.envelope = e.id and r.petition = any (sealing) and x.reason is not null;
    update envelope e
       set denunciation = true, sender_name = null, sender_address = null, gist = null, remark = null, salt = null
      from registration r
     where r.id = e.registration and r.petition = any (sealing);
end
$$;

-- What the office holds of a petition and its copies is sealed; the envelopes of its own that were erased, with the number of their last step.
create or replace function tiepdan.seal_petition(asked bigint, day date) returns table (erased bigint, last_seq int)
    language plpgsql security definer set search_path = tiepdan, pg_temp as $$
declare
    sealing bigint[] := with_copies(asked);
    held bigint[];
begin
    if not exists (select from registration r where r.petition = asked and r.organisation = scope_organisation()) then
        raise exception 'petition % is not of this office', asked using errcode = 'TD404';
    end if;
    held := array(select e.id from envelope e join registration r on r.id = e.registration
                   where r.petition = any (sealing) and e.organisation = scope_organisation() and not e.denunciation order by e.id for update of e);
    perform erase_petitions(sealing, day);
    return query select e.id, e.seq from envelope e where e.id = any (held) order by e.id;
end
$$;

-- The same for a visit of the office.
create or replace function tiepdan.seal_visit(asked bigint, denounces boolean) returns void
    language plpgsql security definer set search_path = tiepdan, pg_temp as $$
begin
    if not exists (select from visit v where v.id = asked and v.organisation = scope_organisation()) then
        raise exception 'visit % is not of this office', asked using errcode = 'TD404';
    end if;
    perform erase_visit(asked, denounces);
end
$$;

-- Something of a visit is out, or signed and about to go; what was handed over at the counter is none of it.
create or replace function tiepdan.visit_has_letters(asked bigint) returns boolean
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    select exists (select from case_file f join document k on k.case_id = f.id
                    where f.visit = asked and k.voided_on is null and not is_house_paper(k.kind) and k.kind <> 'appointment')
        or exists (select from case_file f join draft d on d.case_id = f.id
                    where f.visit = asked and d.state in ('signed', 'issued', 'dispatched') and not is_house_paper(d.form))
$$;
-- They look at no office: only these two ask whose it is.
revoke execute on function tiepdan.erase_petitions, tiepdan.erase_visit, tiepdan.erase_words, tiepdan.forget_persons, tiepdan.forget_files from public;
grant execute on function tiepdan.with_copies, tiepdan.seal_petition, tiepdan.seal_visit, tiepdan.visit_has_letters to tiepdan_app;

-- Entries that were ended so before their words went with it.
do $$
declare
    left_over bigint[];
begin
    left_over := array(
        select distinct c.id
          from tiepdan.case_file f
          join tiepdan.registration r on r.id = f.registration
          join tiepdan.petition p on p.id = r.petition and p.sealed_on is null
         cross join lateral unnest(tiepdan.with_copies(p.id)) c (id)
         where f.final and f.subject = 'petition'
           and exists (select from tiepdan.journal j
                        where j.case_id = f.id and j.event = 'entered_as_denunciation'
                          and not exists (select from tiepdan.revoked_step v where v.case_id = j.case_id and v.seq = j.seq)));
    if cardinality(left_over) > 0 then
        perform tiepdan.erase_petitions(left_over, (now() at time zone 'Asia/Ho_Chi_Minh')::date);
    end if;
end
$$;
