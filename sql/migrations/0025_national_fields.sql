-- What a settlement brought, in whole units: money in đồng, land in square metres, homestead and farm land apart (NĐ 55/2022/NĐ-CP
-- Đ.6; the reports add them up). What stood before a step is kept with it. And which letters without an entry were told to the national database.

alter table tiepdan.settlement
    alter column recover_state_money type bigint using round(recover_state_money * 1000000)::bigint,
    alter column recover_state_land type bigint using round(recover_state_land)::bigint,
    alter column return_organisation_money type bigint using round(return_organisation_money * 1000000)::bigint,
    alter column return_organisation_land type bigint using round(return_organisation_land)::bigint,
    alter column return_person_money type bigint using round(return_person_money * 1000000)::bigint,
    alter column return_person_land type bigint using round(return_person_land)::bigint,
    alter column recovered_state_money type bigint using round(recovered_state_money * 1000000)::bigint,
    alter column recovered_state_land type bigint using round(recovered_state_land)::bigint,
    alter column returned_organisation_money type bigint using round(returned_organisation_money * 1000000)::bigint,
    alter column returned_organisation_land type bigint using round(returned_organisation_land)::bigint,
    alter column returned_person_money type bigint using round(returned_person_money * 1000000)::bigint,
    alter column returned_person_land type bigint using round(returned_person_land)::bigint;
alter table tiepdan.settlement rename column recover_state_land to recover_state_residential_land;
alter table tiepdan.settlement rename column return_organisation_land to return_organisation_residential_land;
alter table tiepdan.settlement rename column return_person_land to return_person_residential_land;
alter table tiepdan.settlement rename column recovered_state_land to recovered_state_residential_land;
alter table tiepdan.settlement rename column returned_organisation_land to returned_organisation_residential_land;
alter table tiepdan.settlement rename column returned_person_land to returned_person_residential_land;
alter table tiepdan.settlement
    add column recover_state_production_land bigint not null default 0,
    add column return_organisation_production_land bigint not null default 0,
    add column return_person_production_land bigint not null default 0,
    add column recovered_state_production_land bigint not null default 0,
    add column returned_organisation_production_land bigint not null default 0,
    add column returned_person_production_land bigint not null default 0,
    add column fines_money bigint not null default 0,
    add column fines_collected_money bigint not null default 0,
    -- a word of the procedure's list: what was decided about the contested decision, how a conclusion is acted upon
    add column settlement_form text check (settlement_form ~ '^[a-z_]{1,60}$'),
    add column right_to_sue boolean,
    add check (least(recover_state_money, recover_state_residential_land, recover_state_production_land,
                     return_organisation_money, return_organisation_residential_land, return_organisation_production_land,
                     return_person_money, return_person_residential_land, return_person_production_land,
                     recovered_state_money, recovered_state_residential_land, recovered_state_production_land,
                     returned_organisation_money, returned_organisation_residential_land, returned_organisation_production_land,
                     returned_person_money, returned_person_residential_land, returned_person_production_land,
                     organisations_to_restore, persons_to_restore, organisations_restored,
                     persons_restored, organisations_to_discipline, people_to_discipline,
                     officials_to_discipline, organisations_disciplined, people_disciplined,
                     officials_disciplined, fines_money, fines_collected_money,
                     police_cases, police_people, police_officials,
                     prosecuted_cases, prosecuted_people, prosecuted_officials) >= 0);

-- What of the settlement stood before a step, beside its result; null when there was no settlement.
alter table tiepdan.entry_before add column figures jsonb;

-- A letter without an entry, as the national database was told of it: a row for each time it was entered there, the last that was not taken
-- back holds. `removed`: what had been entered was struck out there.
create table tiepdan.national_arrival (
    id bigint generated always as identity primary key,
    envelope bigint not null references tiepdan.envelope,
    told text not null check (told in ('tied', 'filed', 'removed')),
    entered_on date not null,
    entered_by bigint not null references tiepdan.officer,
    -- the code that the national database gave it, when it gave one
    reference text check (length(reference) between 1 and 100),
    recorded_at timestamptz not null,
    taken_back_by bigint references tiepdan.officer,
    taken_back_at timestamptz,
    check (num_nonnulls(taken_back_by, taken_back_at) in (0, 2))
);
create index national_arrival_envelope on tiepdan.national_arrival (envelope, id desc) where taken_back_at is null;
grant select, insert on tiepdan.national_arrival to tiepdan_app;
grant update (taken_back_by, taken_back_at) on tiepdan.national_arrival to tiepdan_app;
