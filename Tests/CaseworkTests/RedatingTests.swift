import Casework
import Foundation
import Law
import Postgres
import TestSupport
import Testing

/// A corrected calendar: what it moves, what it leaves, and what happens when it is interrupted or meets somebody at work.
///
/// Thursday 19/11/2026 and ten working days are 04/12: Tuesday 24/11 is a holiday. With 25/11 off as well they are 07/12.
@Suite struct RedatingTests {
    private static let op = Actor.operator(user: "test")
    private static let storm = "2026-11-25,off,Nghỉ bão,f,Công điện\n"

    private func shipped() throws -> String {
        try String(contentsOfFile: TestWorld.root + "/sql/catalogues/calendar.csv", encoding: .utf8)
    }

    @discardableResult
    private func load(_ world: TestWorld, _ text: String) async throws -> Int {
        try await Installation.loadCalendar(world.owner, text: text, source: "test", now: world.clock.now, replacing: true)
    }

    private func redate(_ world: TestWorld, batch: Int = RedatingDesk.batch) async throws -> RedatingReport {
        try await world.casework.redating.redate(batch: batch, by: Self.op)
    }

    private func clocks(_ world: TestWorld, _ caseID: Int64, by name: String = "hdnd.clerk") async throws -> [ClockView] {
        try await world.casework.cases.caseFile(caseID, by: world.actor(name)).clocks
    }

    private func only(_ lines: [RedatingReport.Line], _ rule: String) -> [RedatingReport.Line] { lines.filter { $0.rule == rule } }

    private func entries(_ world: TestWorld, _ caseID: Int64? = nil) async throws -> Int {
        guard let caseID else { return try await world.count("select count(*) from tiepdan.journal where event = 'redate'") }
        return try await world.count("select count(*) from tiepdan.journal where event = 'redate' and case_id = \(caseID)")
    }

    // MARK: what moves

    @Test func aPreviewShowsWhatWouldMoveAndChangesNothing() async throws {
        try await TestWorld.lease { world in
            let first = try await world.register(world.draft())
            let second = try await world.register(world.draft(title: "Việc khác"), by: "btcd.clerk")
            let before = try await world.everything()
            let entries = try CalendarFile.entries(in: try shipped() + Self.storm)
            let report = try await world.casework.redating.preview(calendar: entries, by: Self.op)
            let moved = only(report.moved, "TCD-4")
            #expect(moved.map(\.caseID) == [first.caseID, second.caseID])
            #expect(moved.allSatisfy { $0.before == Day(2026, 12, 4) && $0.after == Day(2026, 12, 7) && $0.stays == nil })
            #expect(moved.map(\.office) == ["HY-TTHDND", "HY-BTCD"] && moved.map(\.number) == ["1/2026", "1/2026"])
            let office = try await world.casework.redating.close(
                office: "HY-BTCD", on: Day(2026, 11, 25), reason: "Bão", preview: true, by: Self.op)
            #expect(only(office.redating.moved, "TCD-4").map(\.caseID) == [second.caseID])
            let same = try await world.casework.redating.preview(by: Self.op)
            #expect(same.moved.isEmpty && same.checked > 0)
            let after = try await world.everything()
            #expect(after == before)
        }
    }

    @Test func whatRunsMovesAndWhatIsMetMissedOrOverdueStays() async throws {
        try await TestWorld.lease { world in
            world.clock.set(Day(2026, 11, 2))
            let early = Day(2026, 11, 2)
            let met = try await world.referred(world.draft(receivedOn: early, title: "Xong trong hạn")).petition
            let late = try await world.classified(world.draft(receivedOn: early, title: "Xong quá hạn"))
            let overdue = try await world.register(world.draft(receivedOn: early, title: "Quá hạn còn mở"))
            world.clock.set(Day(2026, 11, 19))
            let reasoned = world.referFacts(to: "ubnd", letter: "13/HĐND-TT").merging(["flag_reason": .text("Chờ xác minh")]) { $1 }
            _ = try await world.step(late.caseID, "refer", reasoned, by: "hdnd.officer")
            let running = try await world.register(world.draft(title: "Đang chạy"))
            // 05/11 lies within what is over, 25/11 within what still runs.
            let version = try await load(world, try shipped() + "2026-11-05,off,Nghỉ bão số 8,f,Công điện\n" + Self.storm)
            let report = try await redate(world)
            #expect(report.calendar == version)
            #expect(only(report.moved, "TCD-4").map(\.caseID) == [running.caseID])
            let stays = only(report.unmoved, "TCD-4")
            #expect(stays.map(\.caseID) == [overdue.caseID] && stays.first?.stays == "overdue")
            #expect(stays.first?.before == Day(2026, 11, 16) && stays.first?.after == Day(2026, 11, 17))

            func fate(_ caseID: Int64) async throws -> String {
                try await world.superuser.read { db in
                    try db.value(
                        """
                        select concat_ws(' ', state, due, calendar_version) from tiepdan.clock
                         where rule = 'TCD-4' and case_id = \(caseID)
                        """, as: String.self)
                }
            }
            let first = version - 1
            #expect(try await fate(met.caseID) == "met 2026-11-16 \(first)")
            #expect(try await fate(late.caseID) == "breached 2026-11-16 \(first)")
            #expect(try await fate(overdue.caseID) == "running 2026-11-16 \(first)")
            #expect(try await fate(running.caseID) == "running 2026-12-07 \(version)")
            // Each shows its own proof, of the calendar that counted it.
            for caseID in [met.caseID, late.caseID, overdue.caseID, running.caseID] {
                let clock = try #require(try await clocks(world, caseID).first { $0.rule == "TCD-4" })
                #expect(clock.derivation.contains { $0.contains("bão số 8") } == false)
                #expect(clock.derivation.contains { $0.contains("Nghỉ bão") } == (caseID == running.caseID))
                #expect(!clock.derivation.contains { $0.hasPrefix("Lịch làm việc đã thay đổi") })
            }
            #expect(try await entries(world, running.caseID) == 1)
            #expect(try await entries(world, met.caseID) == 0)
            #expect(try await entries(world) == report.movedCases)
            #expect(try await world.findings() == [])
        }
    }

    @Test func theEntryNamesTheClocksAndTheHistoryTheEntry() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft())
            world.clock.set(Day(2026, 11, 20))
            let version = try await load(world, try shipped() + Self.storm)
            let report = try await redate(world)
            let line = try #require(only(report.moved, "TCD-4").first)
            let stored = try await world.superuser.read { db in
                try db.value(
                    """
                    select concat_ws(' ', actor, officer, role, from_state = to_state, occurred_on, payload ->> 'calendar', c ->> 'clock',
                                     c ->> 'rule', c ->> 'before', c ->> 'after')
                      from tiepdan.journal, jsonb_array_elements(payload -> 'clocks') c
                     where event = 'redate' and c ->> 'rule' = 'TCD-4'
                    """, as: String.self)
            }
            #expect(stored == "operator operator t 2026-11-20 \(version) \(line.clock) TCD-4 2026-12-04 2026-12-07")
            let view = try await world.casework.cases.caseFile(registered.caseID, by: world.actor("hdnd.clerk"))
            #expect(view.nextDue == Day(2026, 12, 7))
            let history = try #require(view.clocks.first { $0.rule == "TCD-4" }?.history)
            #expect(history.map(\.before) == [Day(2026, 12, 4)] && history.map(\.after) == [Day(2026, 12, 7)])
            #expect(history.map(\.on) == [Day(2026, 11, 20)] && history.map(\.event) == ["redate"])
            #expect(history.first?.eventTitle == view.journal.last?.eventTitle && view.journal.last?.event == "redate")
            #expect(view.journal.last?.facts.contains { $0.value == "04/12/2026 → 07/12/2026" } == true)
            let notes = try await world.count("select count(*) from tiepdan.admin_journal where event = 'redated'")
            #expect(notes == 1)
            // A register of the day before knows the date of then.
            let then = try await world.casework.registers.weekly(
                from: Day(2026, 11, 19), to: Day(2026, 11, 19), leaderName: nil, by: world.actor("hdnd.leader"))
            let now = try await world.casework.registers.weekly(
                from: Day(2026, 11, 19), to: Day(2026, 11, 20), leaderName: nil, by: world.actor("hdnd.leader"))
            #expect(then.open.map(\.due) == [Day(2026, 12, 4)] && now.open.map(\.due) == [Day(2026, 12, 7)])

            let again = try await redate(world)
            #expect(again.moved.isEmpty && again.marked.isEmpty && again.checked == report.checked)
            #expect(try await entries(world) == report.movedCases)
            // An earlier calendar may rule again.
            let back = try await load(world, try shipped())
            #expect(back == version + 1)
            #expect(try await load(world, try shipped()) == back, "once is enough")
            _ = try await redate(world)
            let returned = try await world.running(registered.caseID)
            #expect(returned["TCD-4"] == Day(2026, 12, 4))
            let twice = try #require(try await clocks(world, registered.caseID).first { $0.rule == "TCD-4" })
            #expect(twice.history.map(\.after) == [Day(2026, 12, 7), Day(2026, 12, 4)])
            #expect(try await world.findings() == [])
        }
    }

    @Test func aTetThatIsDecidedTakesTheMarkAway() async throws {
        try await TestWorld.lease { world in
            world.clock.set(Day(2027, 1, 28))
            let registered = try await world.register(world.draft(receivedOn: Day(2027, 1, 28)))
            let before = try await world.casework.cases.caseFile(registered.caseID, by: world.actor("hdnd.clerk"))
            #expect(before.nextDue == Day(2027, 2, 18) && before.dueProvisional)
            let official = try shipped().split(separator: "\n").map { line in
                line.hasPrefix("2027-02") ? line.replacingOccurrences(of: ",t,", with: ",f,") : String(line)
            }
            try await load(world, official.joined(separator: "\n") + "\n")
            let report = try await redate(world)
            #expect(only(report.moved, "TCD-4").isEmpty)
            let marked = only(report.marked, "TCD-4")
            #expect(marked.map(\.caseID) == [registered.caseID] && marked.first?.provisional == false)
            let after = try await world.casework.cases.caseFile(registered.caseID, by: world.actor("hdnd.clerk"))
            #expect(after.nextDue == Day(2027, 2, 18) && !after.dueProvisional)
            let clock = try #require(after.clocks.first { $0.rule == "TCD-4" })
            #expect(!clock.provisional && clock.history.isEmpty && !clock.derivation.contains { $0.contains("Tạm tính") })
            #expect(try await entries(world, registered.caseID) == 1)
            #expect(try await world.findings() == [])
        }
    }

    @Test func aClockThatStandsStillIsCountedAnewAndStandsOn() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft())
            let caseID = registered.caseID
            try await world.superuser.write { db in
                try db.run(
                    """
                    update tiepdan.clock set state = 'paused', pauses = '[{"from": "2026-11-20"}]' where case_id = \(caseID)
                    """)
            }
            func due(_ day: Day) async throws -> [Day?] {
                try await world.casework.registers.weekly(from: Day(2026, 11, 19), to: day, leaderName: nil, by: world.actor("hdnd.leader"))
                    .open.map(\.due)
            }
            #expect(try await due(Day(2026, 11, 19)) == [Day(2026, 12, 4)])
            #expect(try await due(Day(2026, 11, 20)) == [nil], "a clock that stands still says no day")
            world.clock.set(Day(2027, 2, 1))
            try await load(world, try shipped() + Self.storm)
            let report = try await redate(world)
            #expect(only(report.moved, "TCD-4").map(\.after) == [Day(2026, 12, 7)])
            let clock = try #require(try await clocks(world, caseID).first { $0.rule == "TCD-4" })
            #expect(clock.state == "paused" && clock.due == Day(2026, 12, 7))
            try await world.superuser.write { db in
                try db.run(
                    """
                    update tiepdan.clock set state = 'running', pauses = '[{"from": "2026-11-20", "to": "2026-11-23"}]'
                     where case_id = \(caseID)
                    """)
            }
            #expect(try await due(Day(2026, 11, 22)) == [nil])
            #expect(try await due(Day(2026, 11, 23)) == [Day(2026, 12, 4)], "it runs again, towards the day it said then")
        }
    }

    // MARK: offices, sessions

    @Test func anOfficesClosingMovesItsOwnCasesAndTheReferralsItSent() async throws {
        try await TestWorld.lease { world in
            let own = try await world.register(world.draft())
            let other = try await world.register(world.draft(title: "Của ban"), by: "btcd.clerk")
            let sent = try await world.referred(world.draft(title: "Đã chuyển"))
            let answer = try await world.running(sent.caseID)
            #expect(answer["REF-DECLINE"] == Day(2026, 11, 27))
            // What the council told before the storm: counted, met, and proven for ever by the days of then.
            let told = try #require(try await clocks(world, sent.petition.caseID).first { $0.rule == "TCD-4" })
            world.clock.set(Day(2026, 11, 20))
            let closed = try await world.casework.redating.close(
                office: "HY-TTHDND", on: Day(2026, 11, 25), reason: "Bão số 9", by: Self.op)
            #expect(Set(closed.redating.moved.map(\.office)) == ["HY-TTHDND"])
            #expect(try await world.running(own.caseID)["TCD-4"] == Day(2026, 12, 7))
            #expect(try await world.running(other.caseID)["TCD-4"] == Day(2026, 12, 4))
            #expect(try await world.running(sent.caseID)["REF-DECLINE"] == Day(2026, 11, 30))
            #expect(try await entries(world, other.caseID) == 0)
            let still = try #require(try await clocks(world, sent.petition.caseID).first { $0.rule == "TCD-4" })
            #expect(still.due == told.due && still.derivation == told.derivation, "closings of later are no part of its proof")
            world.clock.set(Day(2026, 11, 21))
            let reopened = try await world.casework.redating.reopen(office: "HY-TTHDND", on: Day(2026, 11, 25), by: Self.op)
            #expect(reopened.closing == closed.closing)
            #expect(reopened.redating.moved.map(\.clock) == closed.redating.moved.map(\.clock))
            #expect(try await world.running(own.caseID)["TCD-4"] == Day(2026, 12, 4))
            #expect(try await world.findings() == [])
        }
    }

    /// The storm came on the last day, and whoever closed the office told of it a day later.
    @Test func aClosingNotedLateMovesWhatWasDueOnTheClosedDay() async throws {
        try await TestWorld.lease { world in
            world.clock.set(Day(2026, 11, 18))
            let before = try await world.register(world.draft(receivedOn: Day(2026, 11, 18), title: "Hết hạn hôm trước"))
            world.clock.set(Day(2026, 11, 19))
            let on = try await world.register(world.draft(title: "Hết hạn ngày bão"))
            #expect(try await world.running(before.caseID)["TCD-4"] == Day(2026, 12, 3))
            #expect(try await world.running(on.caseID)["TCD-4"] == Day(2026, 12, 4))
            world.clock.set(Day(2026, 12, 5))
            let preview = try await world.casework.redating.close(
                office: "HY-TTHDND", on: Day(2026, 12, 4), reason: "Bão số 10", preview: true, by: Self.op)
            #expect(only(preview.redating.moved, "TCD-4").map(\.caseID) == [on.caseID])
            let closed = try await world.casework.redating.close(
                office: "HY-TTHDND", on: Day(2026, 12, 4), reason: "Bão số 10", by: Self.op)
            #expect(only(closed.redating.moved, "TCD-4").map(\.caseID) == [on.caseID])
            #expect(try await world.running(on.caseID)["TCD-4"] == Day(2026, 12, 7))
            #expect(try await world.running(before.caseID)["TCD-4"] == Day(2026, 12, 3), "its day had passed before the storm")
            #expect(try await world.findings() == [])
        }
    }

    @Test func publishedSessionsOnDaysThatDoNotWorkAreListed() async throws {
        try await TestWorld.lease { world in
            func session(_ day: Day, publish: Bool) async throws -> OpenedSession {
                var draft = SessionDraft(kind: .scheduled, sessionDate: day, place: "Phòng tiếp công dân")
                draft.hostName = "Đồng chí Chủ tịch"
                draft.hostTitle = "Chủ tịch"
                let opened = try await world.casework.sessions.open(draft, key: nil, by: world.actor("hdnd.clerk"))
                if publish { _ = try await world.step(opened.caseID, "publish", by: "hdnd.officer") }
                return opened
            }
            let hit = try await session(Day(2026, 12, 1), publish: true)
            _ = try await session(Day(2026, 12, 2), publish: true)
            _ = try await session(Day(2026, 12, 1), publish: false)
            let before = try await world.casework.redating.preview(by: Self.op)
            #expect(before.sessions.isEmpty)
            let text = try shipped() + "2026-12-01,off,Nghỉ bão,f,Công điện\n"
            let preview = try await world.casework.redating.preview(calendar: try CalendarFile.entries(in: text), by: Self.op)
            #expect(preview.sessions.map(\.session) == [hit.session])
            try await load(world, text)
            let report = try await redate(world)
            #expect(report.sessions == preview.sessions)
            #expect(report.sessions.first?.day == Day(2026, 12, 1) && report.sessions.first?.reason == "Nghỉ bão")
            #expect(report.sessions.first?.caseID == hit.caseID && report.sessions.first?.office == "HY-TTHDND")
        }
    }

    // MARK: when it does not go smoothly

    @Test func anInterruptedRunGoesOnWhereItStopped() async throws {
        try await TestWorld.lease { world in
            var cases: [Int64] = []
            for number in 0..<5 { cases.append(try await world.register(world.draft(title: "Việc \(number)")).caseID) }
            let stumbling = cases[3]
            try await world.superuser.write { db in
                try db.run("create table public.stumble (case_id bigint)")
                try db.run("insert into public.stumble values (\(stumbling))")
                try db.script(
                    """
                    create function public.stumble() returns trigger language plpgsql security definer as $$
                    begin
                        if exists (select from public.stumble s where s.case_id = new.case_id) then
                            raise exception 'a fault' using errcode = 'XX001';
                        end if;
                        return null;
                    end $$;
                    create trigger zz_stumble after update on tiepdan.clock for each row execute function public.stumble();
                    """)
            }
            let version = try await load(world, try shipped() + Self.storm)
            await #expect(throws: RedatingDesk.Interrupted.self) { try await redate(world, batch: 2) }
            func moved() async throws -> [Int64] {
                try await world.superuser.read { db in
                    try db.values(
                        "select case_id from tiepdan.clock where rule = 'TCD-4' and due = '2026-12-07' order by 1", as: Int64.self)
                }
            }
            #expect(try await moved() == Array(cases.prefix(2)), "the batch before the fault stands, the one with it does not")
            #expect(try await entries(world) == 2)
            #expect(try await world.findings() == [])
            try await world.superuser.write { db in try db.run("delete from public.stumble") }
            let rest = try await redate(world, batch: 2)
            #expect(only(rest.moved, "TCD-4").map(\.caseID) == Array(cases.suffix(3)))
            #expect(try await moved() == cases)
            #expect(try await entries(world) == 5)
            let old = try await world.count("select count(*) from tiepdan.clock where calendar_version < \(version)")
            #expect(old == 0, "what did not move has the version too")
            #expect(try await world.findings() == [])
        }
    }

    @Test func aCaseThatCannotTakeTheEntryStaysAndIsTold() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft())
            let other = try await world.classified(world.draft(title: "Việc khác"))
            try await world.superuser.write { db in
                try db.run("delete from tiepdan.procedure_transition where event = 'redate' and from_state = 'received'")
                try db.run("update tiepdan.case_file set last_on = '2026-12-24' where id = \(other.caseID)")
            }
            try await load(world, try shipped() + Self.storm)
            let report = try await redate(world)
            let stays = only(report.unmoved, "TCD-4")
            #expect(stays.map(\.caseID) == [registered.caseID, other.caseID])
            #expect(stays.map(\.stays) == ["no_step", "dated_ahead"])
            #expect(only(report.moved, "TCD-4").isEmpty)
            #expect(try await world.running(registered.caseID)["TCD-4"] == Day(2026, 12, 4))
        }
    }

    @Test func onlyTheOperatorChangesCalendars() async throws {
        try await TestWorld.lease { world in
            let leader = world.actor("hdnd.leader")
            let redating = try await problem { try await world.casework.redating.redate(by: leader) }
            #expect(redating?.kind == .forbidden)
            let closing = try await problem {
                try await world.casework.redating.reopen(office: "HY-TTHDND", on: Day(2026, 11, 25), by: leader)
            }
            #expect(closing?.kind == .forbidden)
        }
    }

    /// Clerks enter and classify while the calendar changes and everything is counted anew: every entry stands in a whole chain, and no
    /// open clock is left on the calendar of before.
    @Test func workGoesOnMeanwhile() async throws {
        try await TestWorld.lease { world in
            var open: [Int64] = []
            for number in 0..<12 { open.append(try await world.register(world.draft(title: "Việc \(number)")).caseID) }
            let cases = open
            let text = try shipped() + Self.storm
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<3 {
                    group.addTask {
                        for number in 0..<6 {
                            _ = try await world.register(world.draft(title: "Việc \(worker)/\(number)"), by: "btcd.clerk")
                        }
                    }
                    group.addTask {
                        for index in stride(from: worker, to: cases.count, by: 3) {
                            let facts: [String: FactInput] = [
                                "kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent"),
                            ]
                            // The calendar's entry may come between looking and stepping: then look again, as a clerk does.
                            while true {
                                let stale = try await problem {
                                    try await world.step(cases[index], "classify", facts, by: "hdnd.officer")
                                }
                                guard let stale else { break }
                                if stale.code != "stale_sequence" { throw stale }
                            }
                        }
                    }
                }
                group.addTask {
                    _ = try await load(world, text)
                    _ = try await redate(world, batch: 3)
                }
                try await group.waitForAll()
            }
            let left = try await world.count(
                """
                select count(*) from tiepdan.clock where state in ('running', 'paused')
                   and calendar_version < (select max(version) from tiepdan.calendar_version)
                """)
            #expect(left == 0)
            let wrong = try await world.count(
                "select count(*) from tiepdan.clock where rule = 'TCD-4' and state = 'running' and due <> '2026-12-07'")
            #expect(wrong == 0)
            let steps = try await world.count("select count(*) from tiepdan.journal where event = 'classify'")
            #expect(steps == 12)
            #expect(try await world.findings() == [])
        }
    }
}
