-- Spreads public.bench_draft (one row per petition, filled by COPY) over the tables. Run as the superuser in one piece, triggers and
-- foreign keys asleep; what they would have kept true is made true here and looked after by sql/checks.
set session_replication_role = replica;
set search_path = tiepdan, public;
set timezone = 'Asia/Ho_Chi_Minh';
set work_mem = '128MB';
set maintenance_work_mem = '256MB';

-- The search indexes are built once, at the end.
create temporary table bench_index as
select indexname, indexdef from pg_indexes where schemaname = 'tiepdan' and tablename in ('petition', 'person') and indexdef like '% USING gin %';
do $$
declare
    i record;
begin
    for i in select indexname from bench_index loop execute format('drop index tiepdan.%I', i.indexname); end loop;
end
$$;

insert into matter (id, organisation, title, opened_on)
select id, office, title, received_on from bench_draft where matter = id;
update bench_draft d set matter = id where not exists (select from matter m where m.id = d.matter);
insert into matter (id, organisation, title, opened_on)
select id, office, title, received_on from bench_draft where matter = id on conflict do nothing;

insert into petition (id, receipt_code, entered_by_office, matter, channel, received_on, entered_at, title, body, request, search_text)
select id, receipt_code, office, matter, channel, received_on, received_on + time '08:00' + id % 500 * interval '1 minute', title, body, request,
       fold(full_name || ' ' || title || ' ' || left(body, 400))
  from bench_draft order by id;
insert into person (id, organisation, kind, full_name, gender, birth_year, id_kind, id_number, province_code, commune_code, address)
select d.id, d.office, 'individual', d.full_name, d.gender, d.birth_year, 'citizen_id', d.id_number, c.province_code, d.commune_code, d.address
  from bench_draft d join commune c on c.code = d.commune_code and c.valid_to is null order by d.id;
insert into party (id, petition, person, role, position) select id, id, id, 'petitioner', 1 from bench_draft order by id;
insert into paper (petition, position, name, pages, kind) select id, 1, 'Đơn viết tay', 2, 'original' from bench_draft order by id;

insert into registration (id, petition, matter, organisation, book_year, number, received_on, entered_at, entered_by, kind, first_kind, eligibility, jurisdiction,
                          wants_reply, outcome, outcome_on)
select id, id, matter, office, extract(year from received_on)::int, row_number() over (partition by office, extract(year from received_on) order by received_on, id),
       received_on, received_on + time '08:00' + id % 500 * interval '1 minute', officer, kind, kind,
       case when path > 1 then 'eligible' end, case when path > 1 then 'not_competent' end, id % 3 = 0,
       case path when 3 then 'guided' when 4 then 'referred' end, case when path > 2 then least(received_on + 5, current_date) end
  from bench_draft order by id;
insert into book_number (organisation, book, year, last)
select organisation, 'petition', book_year, count(*) from registration group by organisation, book_year;

-- The steps that the law allows: who may make one and in which relation is read from the loaded procedures. `paths` says which
-- petitions take the step: 1 received, 2 classified, 3 guided, 4 referred to the next office, where it has been delivered.
create temporary table bench_step as
select v.id as version, s.*, t.role, t.relation, p.final
  from (values ('forwarding', 1, '{1,2,3,4}'::int[], 'register', 'new', 'received', 0), ('forwarding', 2, '{2,3,4}', 'classify', 'received', 'classified', 2),
               ('forwarding', 3, '{3}', 'guide', 'classified', 'guided', 5), ('forwarding', 3, '{4}', 'refer', 'classified', 'transferred', 5),
               ('referral', 1, '{4}', 'send', 'new', 'sent', 5), ('referral', 2, '{4}', 'deliver', 'sent', 'delivered', 5))
       as s (procedure, seq, paths, event, from_state, to_state, days)
  join procedure_version v on v.procedure = s.procedure and v.effective_to is null
  join lateral (select role, relation from procedure_transition t
                 where t.version = v.id and t.from_state = s.from_state and t.event = s.event and t.to_state = s.to_state
                   and (t.role = 'system') = (s.event = 'deliver') order by role, relation limit 1) t on true
  join procedure_state p on p.version = v.id and p.state = s.to_state;
do $$
begin
    if (select count(*) from bench_step) <> 6 then
        raise exception 'the procedures forwarding and referral have changed: bench/fill.sql plays register, classify, guide, refer, send, deliver';
    end if;
end
$$;

-- Which case takes which steps: a petition's own, and one for each referral after them.
create temporary table bench_case as
select d.id as case_id, 'forwarding' as procedure, 'petition' as subject, d.path, d.id as registration, null::bigint as referral, d.received_on as opened_on
  from bench_draft d
union all
select (select max(id) from bench_draft) + row_number() over (order by d.id), 'referral', 'referral', d.path, d.id, row_number() over (order by d.id),
       d.received_on + 5
  from bench_draft d where d.path = 4;
create temporary table bench_entry as
select c.case_id, c.referral, c.registration, s.seq, s.event, s.role, s.relation, s.from_state, s.to_state, s.final, s.version,
       least(d.received_on + s.days, current_date) as day, d.id as petition, d.office, d.officer, d.kind,
       s.seq = max(s.seq) over (partition by c.case_id) as is_last
  from bench_case c join bench_draft d on d.id = c.registration join bench_step s on s.procedure = c.procedure and d.path = any (s.paths);
analyze bench_entry;

insert into case_file (id, version, organisation, subject, registration, referral, opened_on, state, final, seq, last_on, last_at, next_due)
select c.case_id, e.version, e.office, c.subject, case when c.subject = 'petition' then c.registration end, c.referral, least(c.opened_on, current_date),
       e.to_state, e.final, e.seq, e.day, e.day + time '09:00' + e.petition % 400 * interval '1 minute',
       case when c.subject = 'referral' then c.opened_on + 30 when c.path < 3 then c.opened_on + 14 end
  from bench_case c join bench_entry e on e.case_id = c.case_id and e.is_last order by c.case_id;
insert into case_access (case_id, organisation, relation, since)
select f.id, f.organisation, case f.subject when 'referral' then 'sender' else 'owner' end, f.opened_on from case_file f order by f.id;
insert into referral (id, petition, sender, recipient, sender_case, letter_number, letter_date, sent_on, delivered_on, answer_by)
select c.referral, c.registration, d.office, o.next, c.registration, c.referral || '/PC-TCD', least(c.opened_on, current_date),
       least(c.opened_on, current_date), least(c.opened_on, current_date), c.opened_on + 30
  from bench_case c join bench_draft d on d.id = c.registration
  join (select id, lead(id, 1, (select min(id) from organisation)) over (order by id) as next from organisation) o on o.id = d.office
 where c.subject = 'referral' order by c.referral;
insert into case_access (case_id, organisation, relation, since)
select c.case_id, r.recipient, 'recipient', r.sent_on from bench_case c join referral r on r.id = c.referral order by 1;

-- Words stand beside the journal, their seal in the entry.
insert into case_fact (case_id, seq, name, value, salt)
select case_id, seq, 'competent_body', 'Ủy ban nhân dân cấp xã nơi có đất', decode(md5(case_id::text), 'hex') from bench_entry where event = 'guide' order by 1;
create unlogged table public.bench_journal (like journal);
insert into bench_journal (case_id, seq, event, actor, officer, organisation, role, relation, occurred_on, recorded_at, from_state, to_state, payload, hash)
select e.case_id, e.seq, e.event, case when e.role = 'system' then 'system' else 'officer' end, case when e.role <> 'system' then e.officer end,
       case when e.role <> 'system' then e.office end, e.role, e.relation, e.day, e.day + time '09:00' + e.petition % 400 * interval '1 minute',
       e.from_state, e.to_state,
       case e.event when 'classify' then jsonb_build_object('facts', jsonb_build_object('kind', e.kind, 'eligibility', 'eligible', 'jurisdiction', 'not_competent'))
                    when 'guide' then jsonb_build_object('sealed', jsonb_build_object('competent_body', encode(sha256(f.salt || convert_to(f.value, 'UTF8')), 'hex')))
                    when 'refer' then jsonb_build_object('facts', jsonb_build_object('recipient', r.recipient))
                    else '{}'::jsonb end,
       ''::bytea
  from bench_entry e left join case_fact f on f.case_id = e.case_id and f.seq = e.seq left join referral r on r.sender_case = e.case_id;
create unique index on public.bench_journal (case_id, seq);
analyze public.bench_journal;
insert into journal
with recursive chain (entry, link) as (
    select row(e.*)::journal, entry_hash(''::bytea, row(e.*)::journal) from bench_journal e where e.seq = 1
    union all
    select row(e.*)::journal, entry_hash(c.link, row(e.*)::journal)
      from chain c join bench_journal e on e.case_id = (c.entry).case_id and e.seq = (c.entry).seq + 1)
select (entry).case_id, (entry).seq, (entry).event, (entry).actor, (entry).officer, (entry).organisation, (entry).role, (entry).relation,
       (entry).occurred_on, (entry).recorded_at, (entry).from_state, (entry).to_state, (entry).payload, (entry).request, link
  from chain order by 1, 2;
update case_file f set head = j.hash from journal j where j.case_id = f.id and j.seq = f.seq;
drop table public.bench_journal;

-- One clock each; those past their day have been reported already, so that no sweep wakes up in the middle of a figure.
insert into clock (case_id, rule, title, started_seq, start_on, amount, unit, nominal, due, provisional, calendar_version, state, ended_seq, ended_on, fired_at)
select c.case_id, case c.subject when 'petition' then 'TCD-4' else 'REF-ANSWER' end,
       case c.subject when 'petition' then 'Trả lời kết quả xử lý đơn' else 'Hạn trả lời' end, 1, c.opened_on,
       case c.subject when 'petition' then 10 end, case c.subject when 'petition' then 'working_days' else 'date' end, k.due, k.due, false,
       (select max(version) from calendar_version), case when k.runs then 'running' else 'met' end, case when not k.runs then e.seq end,
       case when not k.runs then e.day end, case when k.runs and k.due <= current_date then (k.due + 1)::timestamptz end
  from bench_case c join bench_entry e on e.case_id = c.case_id and e.is_last
  join lateral (select c.opened_on + case c.subject when 'petition' then 14 else 30 end as due, c.subject = 'referral' or c.path < 3 as runs) k on true
 order by c.case_id;
insert into document (case_id, seq, kind, title)
select e.case_id, e.seq, k.kind, k.title
  from bench_entry e
  join (values ('register', 'receipt', 'Giấy biên nhận'), ('guide', 'guidance', 'Phiếu hướng dẫn'), ('refer', 'transfer_letter', 'Phiếu chuyển đơn'))
       as k (event, kind, title) on k.event = e.event
 order by e.case_id, e.seq;

do $$
declare
    s record;
    i record;
    place int := 0;
begin
    for s in select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where n.nspname = 'tiepdan' and c.relkind = 'S' order by c.relname loop
        -- Each sequence in a range of its own: a value that the daemon sends back tells where it came from.
        place := place + 1;
        perform setval(s.name, place * 10000000);
        execute format('grant select on sequence %s to tiepdan_app', s.name);
    end loop;
    for i in select indexdef from bench_index loop execute i.indexdef; end loop;
end
$$;
drop table public.bench_draft;
reset session_replication_role;
