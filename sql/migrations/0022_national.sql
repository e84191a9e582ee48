-- What must be entered in the national database of reception and petitions (CSDL quốc gia), and what has been: one row per step that
-- counts, beside the journal. Which steps count stands in sql/functions/national.sql, with its articles.

create table tiepdan.national_step (
    procedure text not null,
    event text not null,
    -- the group of NĐ 55/2022/NĐ-CP Đ.6 into which the step is entered
    stage text not null check (stage in ('reception', 'processing', 'settlement', 'execution', 'correction')),
    basis text not null,
    certainty text not null check (certainty in ('found', 'found-old', 'secondary', 'inferred', 'mem', 'unknown')),
    since date not null,
    primary key (procedure, event)
);

create table tiepdan.national_due (
    case_id bigint not null,
    seq int not null,
    organisation bigint not null references tiepdan.organisation,
    stage text not null,
    occurred_on date not null,
    -- the day on which it was entered there; NULL while it is not
    entered_on date,
    entered_by bigint references tiepdan.officer,
    -- the code that the national database gave it, when it gave one
    reference text check (length(reference) between 1 and 100),
    primary key (case_id, seq),
    foreign key (case_id, seq) references tiepdan.journal deferrable initially deferred,
    check ((entered_on is null) = (entered_by is null)),
    check (reference is null or entered_on is not null)
);
create index national_due_open on tiepdan.national_due (organisation, occurred_on, case_id, seq) where entered_on is null;
create index national_due_entered on tiepdan.national_due (organisation, entered_on, case_id, seq) where entered_on is not null;

-- Who marked what, and who took a mark back.
create table tiepdan.national_mark (
    id bigint generated always as identity primary key,
    case_id bigint not null,
    seq int not null,
    entered_on date,
    reference text,
    officer bigint not null references tiepdan.officer,
    recorded_at timestamptz not null,
    foreign key (case_id, seq) references tiepdan.national_due (case_id, seq)
);
create trigger national_mark_append_only before update or delete or truncate on tiepdan.national_mark
    for each statement execute function tiepdan.append_only();

create function tiepdan.national_duty() returns trigger
    language plpgsql security definer set search_path = tiepdan, pg_temp as $$
begin
    insert into national_due (case_id, seq, organisation, stage, occurred_on)
    select e.case_id, e.seq, f.organisation, s.stage, e.occurred_on
      from entries e
      join case_file f on f.id = e.case_id
      join procedure_version v on v.id = f.version
      join national_step s on s.procedure = v.procedure and s.event = e.event and s.since <= e.occurred_on;
    return null;
end
$$;
create trigger national_duty after insert on tiepdan.journal
    referencing new table as entries for each statement execute function tiepdan.national_duty();

grant select on tiepdan.national_step, tiepdan.national_due, tiepdan.national_mark to tiepdan_app;
grant update (entered_on, entered_by, reference) on tiepdan.national_due to tiepdan_app;
grant insert on tiepdan.national_mark to tiepdan_app;
