import Law

/// The probe that asks the database, step by step, what it accepts under the application's role.
///
/// For one procedure version it puts cases into every state and inserts every (event, to), with a false claim of role and relation:
/// 1. every (from, event, to), of events that the state does not know every fifth, by an officer who holds every role in an office with
///    every relation to the case, the kind of office changing from row to row, and by the program itself: who is refused with everything
///    in hand is refused with less;
/// 2. where the first sieve or the loaded law knows the triple: every role × relation, by officers who hold exactly one role in an
///    office that has exactly one relation (in every kind of office where the law names kinds), and every actor who is no officer;
/// 3. of all other triples every third by one role and relation and one actor who is no officer, changing from row to row.
/// Accepted tuples end up in `probe_accepted` as `from|event|to|role|relation|kind|role written|relation written`.
enum MatrixScript {
    /// - Parameters:
    ///   - day: the day of every event.
    ///   - only: `from|event` to which the probe keeps; nil for all.
    static func text(version: Int, on day: Day, only: [String]?) -> String {
        let kept = only.map { "'{\($0.map { "\"\($0)\"" }.joined(separator: ","))}'::text[]" } ?? "null::text[]"
        return """
            set local client_min_messages = warning;
            create temp table probe_accepted (tuple text) on commit drop;
            do $probe$
            declare
                law int := \(version);
                pairs text[];
                kept text[] := \(kept);
                came_from text;
                kinds text[] := '{people_council,na_delegation,party_office,reception_board,people_committee,department,inspectorate,commune_committee,commune_council,other}';
                roles text[] := '{clerk,officer,leader,records_clerk,auditor,admin}';
                relations text[] := '{owner,sender,recipient,reader,superior,tasked}';
                actors text[] := '{system,operator,citizen,nobody}';
                states text[]; events text[]; triples text[]; named text[]; accepted text[] := '{}';
                offices bigint[] := '{}'; officers bigint[] := '{}'; cases bigint[] := '{}';
                org bigint; person bigint; id bigint; k int; r int; x int; n int := 0; tried int := 0;
                fs text; ev text; ts text; pair text; known boolean; got text; some_kinds int[];
            begin
                select array_agg(s) into states from (select 'new' s union all select state from tiepdan.procedure_state where version = law) q;
                select array_agg(distinct event) || '{correct,khong_co}'::text[] into events from tiepdan.procedure_transition where version = law;
                select array_agg(distinct from_state || '|' || event || '|' || to_state) into triples from tiepdan.procedure_transition where version = law;
                select array_agg(distinct from_state || '|' || event) into pairs from tiepdan.procedure_transition where version = law;
                select coalesce(array_agg(distinct from_state || '|' || event), '{}') into named
                  from tiepdan.procedure_transition where version = law and office_kinds is not null;
                set local session_replication_role = replica;
                for k in 1..10 loop
                    insert into tiepdan.organisation (code, kind, level, name, short_name, symbol)
                    values ('PROBE-' || k, kinds[k], 'province', 'Cơ quan ' || k, 'CQ' || k, 'CQ') returning organisation.id into org;
                    offices := offices || org;
                    for r in 1..7 loop
                        insert into tiepdan.officer (username, full_name, home, created_at)
                        values ('probe' || k || '.' || r, 'Cán bộ', org, now()) returning officer.id into person;
                        insert into tiepdan.officer_role select person, org, a from unnest(roles) with ordinality u (a, i) where r = 7 or i = r;
                        officers := officers || person;
                    end loop;
                    for x in 1..7 loop
                        insert into tiepdan.visit (id, session, organisation, book, book_year, number, visited_on, entered_at)
                        values (9000000 + k * 10 + x, 1, org, org, 2026, x, date '2026-11-19', now());
                        insert into tiepdan.case_file (version, organisation, subject, visit, opened_on)
                        values (law, org, 'visit', 9000000 + k * 10 + x, current_date) returning case_file.id into id;
                        insert into tiepdan.case_access (case_id, organisation, relation)
                        select id, org, a from unnest(relations) with ordinality u (a, i) where x = 7 or i = x;
                        cases := cases || id;
                    end loop;
                end loop;
                foreach fs in array states loop
                    perform set_config('role', 'none', true);
                    set local session_replication_role = replica;
                    update tiepdan.case_file f set state = fs where f.id = any (cases);
                    delete from tiepdan.journal j where j.case_id = any (cases);
                    select min(to_state collate "C") into came_from from tiepdan.procedure_transition where version = law and from_state = fs and prior and to_state <> fs;
                    if came_from is not null then
                        insert into tiepdan.journal (case_id, seq, event, actor, role, relation, occurred_on, recorded_at, from_state, to_state, hash)
                        select c, 0, 'came', 'system', 'system', 'none', date '2020-01-01', timestamptz '2020-01-01 08:00+07', came_from, fs, '\\x'
                          from unnest(cases) c;
                    end if;
                    set local session_replication_role = origin;
                    perform set_config('probe.day', '\(day.iso)', true);
                    perform set_config('role', 'tiepdan_app', true);
                    foreach ev in array events loop
                        pair := fs || '|' || ev;
                        continue when kept is not null and pair <> all (kept);
                        some_kinds := case when pair = any (named) then '{1,2,3,4,5,6,7,8,9,10}'::int[] else array[1 + n % 10] end;
                        foreach ts in array states loop
                            n := n + 1;
                            -- a state that does not know the event knows no target of it either: every fifth is asked
                            continue when pair <> all (pairs) and n % 5 <> 0;
                            k := 1 + n % 10;
                            known := pair || '|' || ts = any (triples);
                            got := pg_temp.try_step(cases[k * 7], ev, ts, 'officer', officers[k * 7], offices[k], n);
                            if got is not null and not known then accepted := accepted || concat_ws('|', pair, ts, 'all', 'all', '*', got); end if;
                            if not known and pg_temp.try_step(cases[k * 7], ev, ts, 'system', null, null, n) is not null then
                                accepted := accepted || concat_ws('|', pair, ts, 'system', 'all', '*');
                            end if;
                            tried := tried + 2;
                            if known or got is not null then
                                foreach k in array some_kinds loop
                                    for r in 1..6 loop
                                        for x in 1..6 loop
                                            n := n + 1;
                                            tried := tried + 1;
                                            got := pg_temp.try_step(cases[(k - 1) * 7 + x], ev, ts, 'officer', officers[(k - 1) * 7 + r], offices[k], n);
                                            if got is not null then
                                                accepted := accepted || concat_ws('|', pair, ts, roles[r], relations[x],
                                                    case when pair = any (named) then kinds[k] else '*' end, got);
                                            end if;
                                        end loop;
                                    end loop;
                                    for r in 1..4 loop
                                        n := n + 1;
                                        tried := tried + 1;
                                        got := pg_temp.try_step(cases[k * 7], ev, ts, actors[r], null, null, n);
                                        if got is not null then
                                            accepted := accepted || concat_ws('|', pair, ts, actors[r], 'none',
                                                case when pair = any (named) then kinds[k] else '*' end, got);
                                        end if;
                                    end loop;
                                end loop;
                            elsif n % 3 = 0 then
                                r := 1 + n / 3 % 6; x := 1 + n / 18 % 6;
                                got := pg_temp.try_step(cases[(k - 1) * 7 + x], ev, ts, 'officer', officers[(k - 1) * 7 + r], offices[k], n);
                                if got is not null then accepted := accepted || concat_ws('|', pair, ts, roles[r], relations[x], '*', got); end if;
                                r := 2 + n / 3 % 3;
                                got := pg_temp.try_step(cases[k * 7], ev, ts, actors[r], null, null, n);
                                if got is not null then accepted := accepted || concat_ws('|', pair, ts, actors[r], 'none', '*', got); end if;
                                tried := tried + 2;
                            end if;
                        end loop;
                    end loop;
                end loop;
                perform set_config('role', 'none', true);
                insert into probe_accepted select unnest(accepted);
                insert into probe_accepted values ('tried|' || tried);
            end
            $probe$;
            """
    }

    /// One attempt, undone whatever comes of it: `role|relation` as written, or NULL when the trigger refuses the step.
    static let attempt = """
        create or replace function pg_temp.try_step(wanted bigint, ev text, ts text, actor text, officer bigint, office bigint, n int) returns text
            language plpgsql as $$
        declare
            got text;
        begin
            perform set_config('tiepdan.actor', actor, true), set_config('tiepdan.officer', coalesce(officer::text, ''), true),
                    set_config('tiepdan.organisation', coalesce(office::text, ''), true);
            begin
                insert into tiepdan.journal (case_id, event, occurred_on, recorded_at, to_state, role, relation, payload)
                values (wanted, ev, current_setting('probe.day')::date, (current_setting('probe.day') || ' 08:00+07')::timestamptz, ts, case when n % 2 = 0 then 'leader' else 'system' end,
                        case when n % 2 = 0 then 'owner' else 'none' end, '{}')
                returning role || '|' || relation into got;
                raise exception using errcode = 'TDOK1';
            exception
                when sqlstate 'TDOK1' then return got;
                when sqlstate 'TD001' then return null;
            end;
        end
        $$;
        grant execute on function pg_temp.try_step to tiepdan_app;
        """
}
