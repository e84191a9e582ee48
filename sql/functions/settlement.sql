-- What a settlement brought beside its result: amounts, people, how it was settled, when it was carried out. Re-created at every migration run.

-- All of it as one object; null when the case has no settlement.
create or replace function tiepdan.settlement_figures(asked bigint) returns jsonb
    language sql stable set search_path = tiepdan, pg_temp as $$
    select to_jsonb(s) - '{case_id,result,decision_number,decision_date,in_time}'::text[] from settlement s where s.case_id = asked
$$;

-- Puts these figures in the place of those that stand; what they do not name is nothing.
create or replace function tiepdan.set_settlement_figures(asked bigint, figures jsonb) returns void
    language sql set search_path = tiepdan, pg_temp as $$
    update settlement s
       set (recover_state_money, recover_state_residential_land, recover_state_production_land,
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
            prosecuted_cases, prosecuted_people, prosecuted_officials,
            withdrawn_after_explanation, settlement_form, right_to_sue, executed_on)
         = (select coalesce(n.recover_state_money, 0), coalesce(n.recover_state_residential_land, 0),
                   coalesce(n.recover_state_production_land, 0), coalesce(n.return_organisation_money, 0),
                   coalesce(n.return_organisation_residential_land, 0), coalesce(n.return_organisation_production_land, 0),
                   coalesce(n.return_person_money, 0), coalesce(n.return_person_residential_land, 0),
                   coalesce(n.return_person_production_land, 0), coalesce(n.recovered_state_money, 0),
                   coalesce(n.recovered_state_residential_land, 0), coalesce(n.recovered_state_production_land, 0),
                   coalesce(n.returned_organisation_money, 0), coalesce(n.returned_organisation_residential_land, 0),
                   coalesce(n.returned_organisation_production_land, 0), coalesce(n.returned_person_money, 0),
                   coalesce(n.returned_person_residential_land, 0), coalesce(n.returned_person_production_land, 0),
                   coalesce(n.organisations_to_restore, 0), coalesce(n.persons_to_restore, 0),
                   coalesce(n.organisations_restored, 0), coalesce(n.persons_restored, 0),
                   coalesce(n.organisations_to_discipline, 0), coalesce(n.people_to_discipline, 0),
                   coalesce(n.officials_to_discipline, 0), coalesce(n.organisations_disciplined, 0),
                   coalesce(n.people_disciplined, 0), coalesce(n.officials_disciplined, 0),
                   coalesce(n.fines_money, 0), coalesce(n.fines_collected_money, 0),
                   coalesce(n.police_cases, 0), coalesce(n.police_people, 0),
                   coalesce(n.police_officials, 0), coalesce(n.prosecuted_cases, 0),
                   coalesce(n.prosecuted_people, 0), coalesce(n.prosecuted_officials, 0),
                   coalesce(n.withdrawn_after_explanation, false), n.settlement_form, n.right_to_sue, n.executed_on
              from jsonb_populate_record(null::settlement, coalesce(set_settlement_figures.figures, '{}')) n)
     where s.case_id = asked
$$;
grant execute on function tiepdan.settlement_figures, tiepdan.set_settlement_figures to tiepdan_app;
