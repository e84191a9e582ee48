import Law
import Postgres
import Records
import TestSupport
import Testing

/// What the daemon's own role cannot do, even to itself.
@Suite struct AppRoleTests {
    @Test func theCaseAndItsJournalAreOutOfReach() async throws {
        try await TestWorld.lease { world in
            let clerk = try await world.seat("hdnd.clerk")
            let entered = try await world.enter(clerk)
            let id = entered.caseID
            let forbidden: [(String, SQL)] = [
                ("state", "update tiepdan.case_file set state = 'closed' where id = \(id)"),
                ("final", "update tiepdan.case_file set final = true where id = \(id)"),
                ("seq", "update tiepdan.case_file set seq = 9 where id = \(id)"),
                ("head", "update tiepdan.case_file set head = '' where id = \(id)"),
                ("next_due", "update tiepdan.case_file set next_due = null where id = \(id)"),
                ("owner", "update tiepdan.case_file set organisation = \(clerk.office) where id = \(id)"),
                (
                    "born elsewhere",
                    "insert into tiepdan.case_file (version, organisation, subject, registration, opened_on, state) select version, organisation, subject, registration, opened_on, 'closed' from tiepdan.case_file where id = \(id)"
                ),
                ("delete case", "delete from tiepdan.case_file where id = \(id)"),
                ("journal update", "update tiepdan.journal set payload = '{}' where case_id = \(id)"),
                ("journal delete", "delete from tiepdan.journal where case_id = \(id)"),
                ("journal truncate", "truncate tiepdan.journal cascade"),
                (
                    "journal hash",
                    "insert into tiepdan.journal (case_id, event, occurred_on, to_state, role, relation, hash) values (\(id), 'classify', date '2026-11-19', 'classified', 'clerk', 'owner', '')"
                ),
                (
                    "journal from_state",
                    "insert into tiepdan.journal (case_id, event, occurred_on, to_state, role, relation, from_state) values (\(id), 'classify', date '2026-11-19', 'classified', 'clerk', 'owner', 'received')"
                ),
                (
                    "journal actor",
                    "insert into tiepdan.journal (case_id, event, occurred_on, to_state, role, relation, actor) values (\(id), 'classify', date '2026-11-19', 'classified', 'clerk', 'owner', 'system')"
                ),
                ("facts update", "update tiepdan.case_fact set value = null, salt = null"),
                ("facts delete", "delete from tiepdan.case_fact"),
                ("access delete", "delete from tiepdan.case_access where case_id = \(id)"),
                (
                    "law",
                    "insert into tiepdan.procedure_transition select version, 'received', 'close', 'closed', 'clerk', 'owner', null from tiepdan.case_file where id = \(id)"
                ),
                ("law update", "update tiepdan.procedure_state set final = true"),
                (
                    "calendar",
                    "insert into tiepdan.calendar_day select max(version), date '2026-12-25', 'off', 'x', false, 'x' from tiepdan.calendar_version"
                ),
                ("stamp", "update tiepdan.reference_stamp set stamp = 0"),
                ("counter", "update tiepdan.book_number set last = 1"),
                ("counter delete", "delete from tiepdan.book_number"),
                ("admin update", "update tiepdan.admin_journal set event = 'x'"),
                ("admin delete", "delete from tiepdan.admin_journal"),
                ("admin truncate", "truncate tiepdan.admin_journal"),
                ("petition delete", "delete from tiepdan.petition where id = \(entered.petition)"),
                ("triggers off", "set session_replication_role = replica"),
                ("trigger disabled", "alter table tiepdan.journal disable trigger journal_step"),
                ("become owner", "set role tiepdan_owner"),
            ]
            for (name, sql) in forbidden {
                let code = try await world.refusal(world.app, clerk.settings, sql)
                #expect(code == "42501", "\(name)")
            }
        }
    }

    @Test func anIssuedRegisterIsChangedByNobody() async throws {
        try await TestWorld.lease { world in
            let leader = try await world.seat("hdnd.leader")
            let now = world.clock.now
            let id = try await world.app.write(settings: leader.settings) { db in
                let number = try RegisterRecords.nextNumber(db, organisation: leader.office, year: 2026)
                let id = try RegisterRecords.insert(
                    db, organisation: leader.office, year: 2026, number: number, from: Day(2026, 11, 9), to: Day(2026, 11, 15),
                    leaderName: "A",
                    issuedBy: leader.officer, issuedAt: now, templateVersion: 1, content: "{}", sha256: "00")
                try RegisterRecords.storePDF(db, register: id, sha256: "00", pdf: [1], now: now)
                return id
            }
            for sql: SQL in [
                "update tiepdan.weekly_register set content = 'x' where id = \(id)", "delete from tiepdan.weekly_register where id = \(id)",
                "update tiepdan.weekly_register_pdf set pdf = '' where register = \(id)", "delete from tiepdan.weekly_register_pdf",
                "update tiepdan.weekly_register_line set part = 'open'", "delete from tiepdan.weekly_register_line",
            ] {
                let code = try await world.refusal(world.app, leader.settings, sql)
                #expect(code == "42501", "\(sql)")
            }
            for sql: SQL in [
                "update tiepdan.weekly_register set content = 'x' where id = \(id)", "delete from tiepdan.weekly_register_pdf",
                "update tiepdan.journal set payload = '{}'", "delete from tiepdan.journal", "truncate tiepdan.journal cascade",
                "update tiepdan.admin_journal set event = 'x'", "truncate tiepdan.admin_journal",
            ] {
                let code = try await world.refusal(world.owner, [], sql)
                #expect(code == "TD009", "even the owner: \(sql)")
            }
        }
    }

    @Test func aSenderCannotMoveHisCaseWithoutItsReferral() async throws {
        try await TestWorld.lease { world in
            let clerk = try await world.seat("hdnd.officer")
            let entered = try await world.enter(clerk)
            let other = try await world.seat("snnmt.officer")
            let now = world.clock.now
            let referral = try await world.app.write(settings: clerk.settings) { db in
                try Store.append(db, entered.caseID, 2, "classify", to: "classified", on: Day(2026, 11, 19), now: now)
                try Store.append(db, entered.caseID, 3, "refer", to: "transferred", on: Day(2026, 11, 19), now: now)
                let referral = try ReferralRecords.insert(
                    db, petition: entered.petition, sender: clerk.office, recipient: other.office, senderCase: entered.caseID,
                    letterNumber: "1",
                    letterDate: Day(2026, 11, 19), sentOn: Day(2026, 11, 19), answerBy: nil)
                let opened = try CaseRecords.open(
                    db, version: try Store.version(db, "referral"), organisation: clerk.office, subject: "referral", referral: referral,
                    openedOn: Day(2026, 11, 19), relation: .sender)
                try Store.append(db, opened, 1, "send", to: "sent", on: Day(2026, 11, 19), now: now)
                return referral
            }
            for event in ["result_received", "referral_declined", "referral_recalled", "close", "deadline_passed"] {
                let code = try await world.refusal(
                    world.app, clerk.settings, "select tiepdan.move_sender_case(\(referral), \(event), date '2026-11-19', now(), '{}')")
                #expect(code == "TD001", "\(event)")
            }
        }
    }
}
