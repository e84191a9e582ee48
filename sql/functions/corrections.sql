-- What stands in the way of striking a number out or undoing a step. Re-created at every migration run.

-- Papers that stay in the house or are given back at the counter: they bind nobody.
create or replace function tiepdan.is_house_paper(kind text) returns boolean
    language sql immutable parallel safe
    return kind in ('receipt', 'filing_note', 'acceptance_proposal', 'dispute_report');

-- The cases of an entry, and those of the tasks that were given in them.
create or replace function tiepdan.cases_and_tasks(entry bigint) returns setof bigint
    language sql stable rows 2 security definer set search_path = tiepdan, pg_temp as $$
    select f.id from case_file f where f.registration = entry
    union all
    select g.id from case_file f join task t on t.parent_case = f.id join case_file g on g.task = t.id where f.registration = entry
$$;

-- Another office has something to do in some case of an entry.
create or replace function tiepdan.has_open_tasks(entry bigint) returns boolean
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    select exists (select from cases_and_tasks(entry) c join case_file f on f.id = c where f.task is not null and not f.final)
$$;

-- Something of an entry, in whatever case of it or of a task given in it, is out, written for somebody, or signed and about to go.
create or replace function tiepdan.has_letters(entry bigint) returns boolean
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    select exists (select from cases_and_tasks(entry) c join document k on k.case_id = c
                    where k.voided_on is null and not is_house_paper(k.kind)
                      and not exists (select from revoked_step v where v.case_id = k.case_id and v.seq = k.seq))
        or exists (select from cases_and_tasks(entry) c join draft d on d.case_id = c
                    where d.state in ('signed', 'issued', 'dispatched') and not is_house_paper(d.form)
                      and not exists (select from document k join revoked_step v on v.case_id = k.case_id and v.seq = k.seq where k.id = d.document))
$$;

-- A document of one step of a case has its number.
create or replace function tiepdan.step_issued(asked bigint, step int) returns boolean
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    select exists (select from document k
                    where k.case_id = asked and k.seq = step and k.voided_on is null and k.number <> '' and not is_house_paper(k.kind))
$$;

-- A petition on which a copy or a part hangs that counts in some book.
create or replace function tiepdan.has_copies(original bigint) returns boolean
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    select exists (select from petition c join registration r on r.petition = c.id
                    where (c.duplicate_of = original or c.part_of = original) and r.outcome is distinct from 'voided')
        or exists (select from registration r join envelope e on e.registration = r.id where r.petition = original and e.tied_on is not null)
$$;

-- The other cases of a petition: those of the same office are its own.
create or replace function tiepdan.cases_elsewhere(entry bigint) returns setof bigint
    language sql stable rows 1 security definer set search_path = tiepdan, pg_temp as $$
    select max(f.id)
      from registration own
      join registration r on r.petition = own.petition and r.organisation <> own.organisation
      join case_file f on f.registration = r.id
     where own.id = entry
     group by r.id
     order by 1
$$;
grant execute on function tiepdan.is_house_paper, tiepdan.cases_and_tasks, tiepdan.has_open_tasks, tiepdan.has_letters, tiepdan.step_issued, tiepdan.has_copies, tiepdan.cases_elsewhere to tiepdan_app;
