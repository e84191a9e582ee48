-- The way of a petition from office to office, who is above whom, and who may not touch a denunciation. Re-created at every migration run.
-- Offices, days, letter numbers and states only: nothing of a person, and not the reason of a refusal, which belongs to its two offices.

-- A petition and the ones it is a copy of, whose way is its own too.
create or replace function tiepdan.petition_and_originals(asked bigint) returns setof bigint
    language sql stable rows 2 security definer set search_path = tiepdan, pg_temp as $$
    with recursive line (id) as (
        select asked
        union
        select p.duplicate_of from petition p join line l on l.id = p.id where p.duplicate_of is not null)
    select id from line
$$;

-- Whether the office of the transaction has access to a case of the petition, its own or a referral's. Who declined a referral, or from whom
-- it was recalled, has no more business with the petition.
create or replace function tiepdan.knows_petition(asked bigint) returns boolean
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    select scope_actor() in ('system', 'operator')
        or exists (select from registration r join case_file f on f.registration = r.id join case_access a on a.case_id = f.id
                    where r.petition = asked and a.organisation = scope_organisation())
        or exists (select from referral q join case_file f on f.referral = q.id join case_access a on a.case_id = f.id
                    where q.petition = asked and a.organisation = scope_organisation()
                      and (q.sender = a.organisation or f.state not in ('declined', 'recalled')))
$$;

-- The petitions whose refusals count together: those of one matter; of a letter that was split only its own part, for the parts share
-- the matter and not the content. A second complaint is not the first one sent on: the two do not count together.
create or replace function tiepdan.petitions_of_dispute(asked bigint) returns setof bigint
    language sql stable rows 5 security definer set search_path = tiepdan, pg_temp as $$
    select id from petition_and_originals(asked) as own (id)
    union
    select s.id from petition p join petition s on s.matter = p.matter
     where p.id = asked
       and not exists (select from petition part where part.matter = p.matter and part.part_of is not null)
       and not exists (select from registration r where r.petition in (p.id, s.id) and r.instance = 2)
$$;

-- Every referral of a petition, of those it copies and, as far as the office knows them, of the newest fifty others of the matter; in the
-- order in which they were sent. An office that only declined a referral, or from which it was recalled, sees that one unless it is barred
-- from the denunciation; nothing to an office without access to a case of the petition.
drop function if exists tiepdan.referral_chain(bigint);
create function tiepdan.referral_chain(asked bigint)
    returns table (referral bigint, petition bigint, in_line boolean, sender bigint, sender_name text, sender_short text, recipient bigint,
                   recipient_name text, recipient_short text, letter_number text, letter_date date, sent_on date, delivered_on date,
                   version int, state text, since date, final boolean)
    language sql stable rows 10 security definer set search_path = tiepdan, pg_temp as $$
    with known as materialized (select knows_petition(asked) as whole),
    line as (select own.id from known, petition_and_originals(asked) as own (id) where known.whole),
    beside as (
        select d.id from known, petitions_of_dispute(asked) as d (id)
         where known.whole and d.id not in (select id from line) and exists (select from referral q where q.petition = d.id)
           and knows_petition(d.id)
         order by d.id desc limit 50),
    shown as (
        select q.id, true as in_line from line join referral q on q.petition = line.id
        union all
        select q.id, false from beside join referral q on q.petition = beside.id
        union all
        select q.id, true from known, referral q
         where not known.whole and q.petition = asked and q.recipient = scope_organisation()
           and exists (select from case_file g join case_access a on a.case_id = g.id
                        where g.referral = q.id and a.organisation = scope_organisation()))
    select q.id, q.petition, shown.in_line, q.sender, so.name, so.short_name, q.recipient, ro.name, ro.short_name, q.letter_number, q.letter_date,
           q.sent_on, q.delivered_on, f.version, f.state,
           (select max(j.occurred_on) from journal j
             where j.case_id = f.id and j.to_state = f.state and j.from_state <> f.state and not is_undoing(j.event)
               and not exists (select from revoked_step v where v.case_id = j.case_id and v.seq = j.seq)), f.final
      from shown
      join referral q on q.id = shown.id
      join case_file f on f.referral = q.id
      -- as they were called when it was sent
      cross join lateral office_name_on(coalesce(q.sender_then, q.sender), q.sent_on) so
      cross join lateral office_name_on(coalesce(q.recipient_then, q.recipient), q.sent_on) ro
     order by q.id
$$;

-- How often a body has refused the competence for the matter of a petition since a superior last decided it. Every refusal stands as one
-- entry `referral_declined` in the journal of who had sent it.
create or replace function tiepdan.competence_refusals(asked bigint) returns int
    language plpgsql stable security definer set search_path = tiepdan, pg_temp as $$
declare
    petitions bigint[];
    refusing bigint[];
    decision record;
begin
    -- asked at every step of every petition: nearly always there is no refusal, and this is how that is known at small cost
    if not exists (select from petition p join petition s on s.matter = p.matter join referral q on q.petition = s.id
                     join case_file f on f.referral = q.id and f.state = 'declined' where p.id = asked)
       and not exists (select from petition p where p.id = asked and p.duplicate_of is not null) then
        return 0;
    end if;
    petitions := array(select id from petitions_of_dispute(asked) as d (id));
    select array_agg(distinct q.sender_case) into refusing
      from referral q join case_file f on f.referral = q.id
     where q.petition = any (petitions) and f.state = 'declined';
    if refusing is null then
        return 0;
    end if;
    select j.case_id, j.seq, j.recorded_at into decision
      from registration r join case_file f on f.registration = r.id join journal j on j.case_id = f.id
     where r.petition = any (petitions) and j.event = 'competence_decided'
     order by j.recorded_at desc, j.case_id desc, j.seq desc limit 1;
    return (
        select count(*) from journal j
         where j.case_id = any (refusing) and j.event = 'referral_declined'
           and not exists (select from revoked_step v where v.case_id = j.case_id and v.seq = j.seq)
           and (decision.case_id is null
                or case when j.case_id = decision.case_id then j.seq > decision.seq
                        else (j.recorded_at, j.case_id) > (decision.recorded_at, decision.case_id) end));
end
$$;

-- Whether an office is a body or stands below it; who took over from an office is what that was.
create or replace function tiepdan.is_within(office bigint, body bigint) returns boolean
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    with recursive up (id) as (
        select office
        union
        select n.id from up u cross join lateral (
            select o.parent as id from organisation o where o.id = u.id and o.parent is not null
            union all
            select s.old from office_succession s where s.successor = u.id) n)
    select exists (select from up where id = body)
$$;

-- Who may neither be sent, given to verify, accept nor take over a denunciation: the body of the denounced and what is below it. A mere
-- member of the staff is settled by the head of his body (Luật Tố cáo Đ.12.1, câu đầu), so there only what is below the body is barred.
-- An unknown rank counts as that of the head (Luật Tố cáo Đ.12.1, Đ.12.6: the direct superior settles). No body known: nobody is barred.
create or replace function tiepdan.barred_from_denunciation(office bigint, body bigint, rank text) returns boolean
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    select body is not null and office is not null and is_within(office, body)
       and (rank is distinct from 'staff' or body not in (select office_family(office)))
$$;

-- Takes a denunciation away from the offices that had to decide on its competence and turn out to be barred from it; how many these were.
create or replace function tiepdan.revoke_barred_superiors(named bigint) returns int
    language sql security definer set search_path = tiepdan, pg_temp as $$
    with revoked as (
        delete from case_access a using case_file f, registration r, petition p
         where f.id = a.case_id and r.id = f.registration and p.id = r.petition and p.id = named and r.kind = 'denunciation'
           and a.relation = 'superior' and barred_from_denunciation(a.organisation, p.denounced_body, p.denounced_rank)
        returning 1)
    select count(*)::int from revoked
$$;

-- Takes the referrals of a denunciation that have ended from the offices that turn out to be barred from it: whoever declined or answered
-- one, or from whom it was recalled, does not read it any more either (Luật Tố cáo Đ.9, Đ.12, Đ.56). One that goes on stays until it is sent
-- back. How many these were.
create or replace function tiepdan.revoke_barred_referrals(named bigint) returns int
    language sql security definer set search_path = tiepdan, pg_temp as $$
    -- from whom it was taken by mistake has it back
    insert into case_access (case_id, organisation, relation)
    select f.id, q.recipient, 'recipient'
      from referral q
      join case_file f on f.referral = q.id and f.final
      join case_file s on s.id = q.sender_case
      join registration r on r.id = s.registration and r.kind = 'denunciation'
      join petition p on p.id = q.petition
     where q.petition = named and not coalesce(barred_from_denunciation(q.recipient, p.denounced_body, p.denounced_rank), false)
    on conflict do nothing;
    with revoked as (
        delete from case_access a using case_file f, referral q, case_file s, registration r, petition p
         where q.petition = named and f.referral = q.id and f.final and a.case_id = f.id and a.organisation = q.recipient
           and a.relation = 'recipient' and s.id = q.sender_case and r.id = s.registration and r.kind = 'denunciation'
           and p.id = q.petition and barred_from_denunciation(q.recipient, p.denounced_body, p.denounced_rank)
        returning 1)
    select count(*)::int from revoked
$$;

-- Who settles a denunciation against a body or its people: for a member of the staff the body itself, else the nearest superior
-- (Luật Tố cáo Đ.12.1, Đ.12.6). Where no superior is entered, the provincial people's committee of its province, an internal rule.
create or replace function tiepdan.settler_of_denunciation(body bigint, rank text) returns bigint
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    with recursive up (id, height) as (
        select body, 0
        union
        select o.parent, u.height + 1 from organisation o join up u on u.id = o.id where o.parent is not null and u.height < 20)
    select coalesce(
        -- of a body that has closed: who took over from it, unless these are several
        (select case when count(*) = 1 then min(t.id) end from offices_today(body) t (id) where rank = 'staff'),
        (select o.id from up u join organisation o on o.id = u.id where u.height > 0 and o.id <> body and o.valid_to is null order by u.height limit 1),
        (select c.id from organisation b join organisation c on c.province_code = b.province_code and c.level = 'province'
          where b.id = body and c.kind = 'people_committee' and c.valid_to is null and c.id <> body and not is_within(c.id, body)
          order by c.id limit 1))
$$;

-- The lowest office above all of these: a proper superior of each, or one of them that is above all the others and has not refused.
-- Where they have no common root (councils, Party, police), the provincial people's committee of their province, an internal rule;
-- never one that has refused. Never one that is barred from a denunciation against this body and rank either; null as the body for any
-- other petition. Null when there is none.
drop function if exists tiepdan.common_superior(bigint[], bigint[]);
create or replace function tiepdan.common_superior(offices bigint[], refusing bigint[], body bigint, rank text) returns bigint
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    with recursive up (office, id, height) as (
        select o, o, 0 from unnest(offices) as o
        union
        select u.office, o.parent, u.height + 1 from organisation o join up u on u.id = o.id where o.parent is not null and u.height < 20)
    select coalesce(
        (select o.id from organisation o join up u on u.id = o.id
          where o.valid_to is null and o.id <> all (refusing) and not barred_from_denunciation(o.id, body, rank)
          group by o.id
         having count(distinct u.office) = (select count(distinct x) from unnest(offices) as x)
          order by min(u.height) filter (where u.office = offices[1]) limit 1),
        (select c.id from organisation c
          where c.kind = 'people_committee' and c.level = 'province' and c.valid_to is null and c.id <> all (refusing)
            and not barred_from_denunciation(c.id, body, rank)
            and c.province_code = (select o.province_code from unnest(offices) with ordinality as x (id, place) join organisation o on o.id = x.id
                                    where o.province_code is not null order by x.place limit 1)
          order by c.id limit 1))
$$;

-- The cases on whose competence the office of the transaction has to decide, longest waiting first: the last `put_to_superior` named it.
drop function if exists tiepdan.competence_disputes(int);
create function tiepdan.competence_disputes(most int)
    returns table (case_id bigint, petition bigint, title text, kind text, organisation_name text, since date, refusals int)
    language sql stable rows 10 security definer set search_path = tiepdan, pg_temp as $$
    select f.id, r.petition, p.title, r.kind, o.name, put.occurred_on, competence_refusals(r.petition)
      from case_access a
      join case_file f on f.id = a.case_id
      join registration r on r.id = f.registration
      join petition p on p.id = r.petition
      join organisation o on o.id = f.organisation
      join lateral (select j.occurred_on, j.payload from journal j where j.case_id = f.id and j.event = 'put_to_superior'
                     order by j.seq desc limit 1) put on true
     where a.organisation = scope_organisation() and a.relation = 'superior' and f.state = 'competence_dispute'
       and (put.payload -> 'created' ->> 'superior')::bigint = a.organisation
     order by put.occurred_on, f.id limit most
$$;
grant execute on all functions in schema tiepdan to tiepdan_app;
