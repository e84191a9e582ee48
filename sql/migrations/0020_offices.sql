-- Offices merge, split and take other names; communes change. What stood in a book stays in that book under its number; who answers for it moves.

-- Which office took over from which. A new name is a line from the office to itself.
create table tiepdan.office_succession (
    id bigint generated always as identity primary key,
    old bigint not null references tiepdan.organisation,
    successor bigint not null references tiepdan.organisation,
    on_date date not null,
    kind text not null check (kind in ('merge', 'split', 'rename')),
    document_number text check (length(document_number) between 1 and 100),
    document_date date,
    recorded_at timestamptz not null,
    unique (old, successor, on_date),
    check ((old = successor) = (kind = 'rename'))
);
create index office_succession_successor on tiepdan.office_succession (successor);
create trigger office_succession_append_only before update or delete or truncate on tiepdan.office_succession
    for each statement execute function tiepdan.append_only();

-- Names an office no longer has, each with its last day.
create table tiepdan.organisation_name (
    organisation bigint not null references tiepdan.organisation,
    name text not null,
    short_name text not null,
    symbol text not null,
    valid_from date not null,
    valid_to date not null check (valid_to >= valid_from),
    folded text generated always as (tiepdan.fold(name)) stored,
    primary key (organisation, valid_to)
);
create index organisation_name_folded on tiepdan.organisation_name using gin (folded public.gin_trgm_ops);
create trigger organisation_name_append_only before update or delete or truncate on tiepdan.organisation_name
    for each statement execute function tiepdan.append_only();

-- Which cases went from where to where, ended ones too; seq is the journal's entry, where the law of the case has a step for it.
create table tiepdan.office_move (
    case_id bigint not null references tiepdan.case_file,
    old bigint not null references tiepdan.organisation,
    successor bigint not null references tiepdan.organisation,
    on_date date not null,
    seq int,
    primary key (case_id, old, successor, on_date)
);
create trigger office_move_append_only before update or delete or truncate on tiepdan.office_move
    for each statement execute function tiepdan.append_only();

-- The office in whose book a number stands. At the entry it is the office's own; later the office may be its successor.
alter table tiepdan.registration add column book bigint references tiepdan.organisation;
alter table tiepdan.visit add column book bigint references tiepdan.organisation;
-- Whose reception a session is: a held one stays the old office's.
alter table tiepdan.session add column book bigint references tiepdan.organisation;
update tiepdan.registration set book = organisation;
update tiepdan.visit set book = organisation;
update tiepdan.session set book = organisation;
create function tiepdan.own_book() returns trigger
    language plpgsql set search_path = tiepdan, pg_temp as $$
begin
    new.book := coalesce(new.book, new.organisation);
    return new;
end
$$;
create trigger registration_book before insert on tiepdan.registration for each row execute function tiepdan.own_book();
create trigger visit_book before insert on tiepdan.visit for each row execute function tiepdan.own_book();
create trigger session_book before insert on tiepdan.session for each row execute function tiepdan.own_book();

-- Two merged offices may both have had a petition: it stands once in each book, and both entries are the successor's.
alter table tiepdan.registration
    alter column book set not null,
    drop constraint registration_organisation_book_year_number_key,
    drop constraint registration_petition_organisation_key,
    add constraint registration_book_number_key unique (book, book_year, number),
    add constraint registration_petition_book_key unique (petition, book);
create index registration_number on tiepdan.registration (organisation, book_year, number);
alter table tiepdan.visit
    alter column book set not null,
    drop constraint visit_organisation_book_year_number_key,
    add constraint visit_book_number_key unique (book, book_year, number);
alter table tiepdan.session alter column book set not null;
drop index tiepdan.session_regular_once;
create unique index session_regular_once on tiepdan.session (book, session_date) where kind = 'regular';

-- As whom it was sent and received, where the office has another successor by now.
alter table tiepdan.referral
    add column sender_then bigint references tiepdan.organisation,
    add column recipient_then bigint references tiepdan.organisation;

-- Nobody takes a number in the book of an office that has closed.
create function tiepdan.book_is_open() returns trigger
    language plpgsql security definer set search_path = tiepdan, pg_temp as $$
begin
    if exists (select from organisation o where o.id = new.organisation and o.valid_to is not null) then
        raise exception 'the books of office % are closed', new.organisation using errcode = 'TD012';
    end if;
    return new;
end
$$;
create trigger book_number_open before insert or update on tiepdan.book_number for each row execute function tiepdan.book_is_open();
do $$
begin
    if to_regclass('tiepdan.typed_number') is not null then
        create trigger typed_number_open before insert on tiepdan.typed_number for each row execute function tiepdan.book_is_open();
    end if;
end
$$;

-- An address keeps the code under which it was written: its newest row says the name, in force or not.
alter table tiepdan.commune add column latest boolean not null default true;
update tiepdan.commune c set latest = false where exists (select from tiepdan.commune n where n.code = c.code and n.valid_from > c.valid_from);
create unique index commune_latest on tiepdan.commune (code) where latest;
-- The code that a former unit had, where it had one of today's system.
alter table tiepdan.former_unit add column code text;
create index former_unit_code on tiepdan.former_unit (code) where code is not null;

grant select on tiepdan.office_succession, tiepdan.organisation_name, tiepdan.office_move to tiepdan_app;
