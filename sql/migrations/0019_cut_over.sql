-- Open cases that an office brings along from Excel or another system: which line of its old book stands where, and what it had counted.

-- One line of an old book, by the number it had there; brought along once. The office stays the one whose book it was.
create table tiepdan.carried_case (
    organisation bigint not null references tiepdan.organisation,
    year int not null check (year between 1900 and 2200),
    -- as it is compared: capital letters, no spaces at the ends, a plain number without leading zeros and without its year
    old_number text not null check (length(old_number) between 1 and 50),
    registration bigint not null unique references tiepdan.registration,
    -- the file it came from, and its row there
    source_sha256 text not null check (source_sha256 ~ '^[0-9a-f]{64}$'),
    source_row int not null check (source_row > 0),
    carried_by bigint references tiepdan.officer,
    carried_at timestamptz not null,
    primary key (organisation, year, old_number)
);
create trigger carried_case_append_only before update or delete or truncate on tiepdan.carried_case
    for each statement execute function tiepdan.append_only();

-- Up to this number the book of a year was kept elsewhere: numbers brought along keep their place, closed cases stayed behind and leave gaps.
-- After it the book goes on here without a gap.
alter table tiepdan.book_number add column carried_to int not null default 0 check (carried_to >= 0);

-- Reminders sent before: counted, their letters stayed in the old files.
alter table tiepdan.referral add column carried_reminders int not null default 0 check (carried_reminders >= 0);

grant select, insert on tiepdan.carried_case to tiepdan_app;
