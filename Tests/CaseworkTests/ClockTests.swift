import Casework
import Foundation
import Law
import Postgres
import TestSupport
import Testing

@Suite struct ClockTests {
    @Test func eachClockFiresOnceHoweverOftenItIsSwept() async throws {
        try await TestWorld.lease { world in
            var cases: [Int64] = []
            for number in 0..<12 { cases.append(try await world.register(world.draft(title: "Việc \(number)")).caseID) }
            world.clock.set(Day(2026, 12, 4))
            let onTheDay = try await world.casework.queues.sweepDeadlines()
            #expect(onTheDay == 0)
            world.clock.set(Day(2026, 12, 7))
            let fired = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { try await world.casework.queues.sweepDeadlines(most: 5) } }
                return try await group.reduce(0, +)
            }
            var rest = 0
            while case let more = try await world.casework.queues.sweepDeadlines(most: 5), more > 0 { rest += more }
            #expect(fired + rest == 12)
            let again = try await world.casework.queues.sweepDeadlines()
            #expect(again == 0)
            let entries = try await world.count("select count(*) from tiepdan.journal where event = 'deadline_passed' and actor = 'system'")
            #expect(entries == 12)
            let messages = try await world.count("select count(*) from tiepdan.outbox where topic = 'deadline'")
            #expect(messages == 12)
            // The next clock of the same cases fires in its own time.
            world.clock.set(Day(2027, 1, 5))
            let alarms = try await world.casework.queues.sweepDeadlines()
            #expect(alarms == 12)
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    /// One case that cannot take an entry (its last entry lies in the future of a clock that was set back) must not hold up the others.
    @Test func aCaseThatCannotTakeAnEntryDoesNotStopTheSweep() async throws {
        try await TestWorld.lease { world in
            var cases: [Int64] = []
            for number in 0..<3 { cases.append(try await world.register(world.draft(title: "Việc \(number)")).caseID) }
            let stuck = cases[0]
            try await world.superuser.write { db in
                try db.run("update tiepdan.case_file set last_on = '2027-06-01' where id = \(stuck)")
            }
            world.clock.set(Day(2026, 12, 7))
            let fired = try await world.casework.queues.sweepDeadlines()
            #expect(fired == 2)
            let left = try await world.superuser.read { db in
                try db.values("select distinct case_id from tiepdan.clock where fired_at is null and due < '2026-12-07'", as: Int64.self)
            }
            #expect(left == [stuck])
            let half = try await world.count("select count(*) from tiepdan.journal where case_id = \(stuck)")
            #expect(half == 1)
            try await world.superuser.write { db in
                try db.run("update tiepdan.case_file set last_on = '2026-11-19' where id = \(stuck)")
            }
            let again = try await world.casework.queues.sweepDeadlines()
            #expect(again == 1, "what was passed over is tried again")
        }
    }

    @Test func aClockStoppedInTimeNeverFires() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            world.clock.set(Day(2026, 12, 18))
            let fired = try await world.casework.queues.sweepDeadlines()
            // REF-ACK and REF-DECLINE of the referral; nothing of the sender's case.
            #expect(fired == 2)
            let entries = try await world.count(
                "select count(*) from tiepdan.journal where event = 'deadline_passed' and case_id = \(sent.petition.caseID)")
            #expect(entries == 0)
        }
    }

    @Test func lateIsRecordedWithAReasonAndNeverRefused() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            world.clock.set(Day(2026, 12, 8))
            let facts = world.referFacts(to: "snnmt")
            let bare = try await problem { try await world.step(registered.caseID, "refer", facts, by: "hdnd.officer") }
            #expect(bare?.code == "flag_reason_missing" && bare?.errors.first?.field == "flag_reason")
            let step = try await world.step(
                registered.caseID, "refer", facts.merging(["flag_reason": .text("Chờ xác minh địa chỉ")]) { $1 }, by: "hdnd.officer")
            #expect(step.breaches == ["Thực hiện quá thời hạn quy định."])
            let view = try await world.casework.cases.caseFile(registered.caseID, by: world.actor("hdnd.officer"))
            let clock = try #require(view.clocks.first { $0.rule == "TCD-4" })
            #expect(clock.state == "breached" && clock.daysLate == 4)
            #expect(view.journal.last?.facts.contains { $0.value == "Chờ xác minh địa chỉ" } == true)
        }
    }

    @Test func aCalendarThatChangesBetweenReadingAndWritingIsReadAgain() async throws {
        try await TestWorld.lease { world in
            let before = try await world.register(world.draft())
            #expect(before.nextDue == Day(2026, 12, 4))
            try await load(world, closing: "2026-11-25")
            let after = try await world.register(world.draft())
            #expect(after.nextDue == Day(2026, 12, 7))
            let versions = try await world.superuser.read { db in
                try db.values("select distinct calendar_version from tiepdan.clock order by 1", as: Int.self)
            }
            #expect(versions == [1, 2])
            // What was counted stays as it was counted.
            let kept = try await world.running(before.caseID)
            #expect(kept["TCD-4"] == Day(2026, 12, 4))
        }
    }

    @Test func anOfficesClosingMovesItsOwnDeadlinesOnly() async throws {
        try await TestWorld.lease { world in
            _ = try await world.register(world.draft())
            let office = world.office("hdnd")
            try await world.owner.write { db in
                _ = try db.run(
                    "insert into tiepdan.office_closing (organisation, day, title) values (\(office), date '2026-11-26', 'Chuyển trụ sở')")
            }
            let own = try await world.register(world.draft())
            #expect(own.nextDue == Day(2026, 12, 7))
            let other = try await world.register(world.draft(), by: "btcd.clerk")
            #expect(other.nextDue == Day(2026, 12, 4))
        }
    }

    @Test func whatTheOperatorClosesIsSkippedByEveryClockAndNoted() async throws {
        try await TestWorld.lease { world in
            let op = Actor.operator(user: "test")
            let desk = world.casework.redating
            let before = try await world.register(world.draft())
            let stamp = try await world.count("select stamp from tiepdan.reference_stamp")
            let change = try await desk.close(office: "HY-TTHDND", on: Day(2026, 11, 25), reason: " Bão số 9 ", by: op)
            let closed = change.closing
            #expect(closed.reason == "Bão số 9" && closed.officeName == "Thường trực Hội đồng nhân dân tỉnh Hưng Yên")
            let moved = try await world.count("select stamp from tiepdan.reference_stamp")
            #expect(moved > stamp)
            let after = try await world.register(world.draft())
            let elsewhere = try await world.register(world.draft(), by: "btcd.clerk")
            #expect(before.nextDue == Day(2026, 12, 4) && elsewhere.nextDue == Day(2026, 12, 4))
            #expect(after.nextDue == Day(2026, 12, 7))
            let counted = try await world.running(before.caseID)
            #expect(counted["TCD-4"] == Day(2026, 12, 7), "what runs moves with it")
            for caseID in [before.caseID, after.caseID] {
                let file = try await world.casework.cases.caseFile(caseID, by: world.actor("hdnd.clerk"))
                #expect(file.clocks.contains { $0.derivation.contains { $0.contains("cơ quan nghỉ: Bão số 9") } })
                #expect(!file.clocks.contains { $0.derivation.contains { $0.hasPrefix("Lịch làm việc đã thay đổi") } })
            }
            let listed = try await world.casework.administration.closings(by: op)
            #expect(listed == [closed])

            let twice = try await problem { try await desk.close(office: "HY-TTHDND", on: Day(2026, 11, 25), reason: "Bão", by: op) }
            #expect(twice?.code == "already_closed")
            let sunday = try await problem { try await desk.close(office: "HY-TTHDND", on: Day(2026, 11, 29), reason: "Bão", by: op) }
            #expect(sunday?.errors.first?.code == "not_working")
            let nobody = try await problem { try await desk.close(office: "KHÔNG-CÓ", on: Day(2026, 11, 25), reason: "Bão", by: op) }
            #expect(nobody?.kind == .missing)
            let clerk = try await problem {
                try await desk.close(office: "HY-TTHDND", on: Day(2026, 11, 26), reason: "Bão", by: world.actor("hdnd.clerk"))
            }
            #expect(clerk?.kind == .forbidden)

            _ = try await desk.reopen(office: "HY-TTHDND", on: Day(2026, 11, 25), by: op)
            let again = try await problem { try await desk.reopen(office: "HY-TTHDND", on: Day(2026, 11, 25), by: op) }
            #expect(again?.kind == .missing)
            let reopened = try await world.register(world.draft())
            #expect(reopened.nextDue == Day(2026, 12, 4))
            let back = try await world.running(before.caseID)
            #expect(back["TCD-4"] == Day(2026, 12, 4))
            let notes = try await world.superuser.read { db in
                try db.values(
                    "select event || ' ' || (payload->>'day') from tiepdan.admin_journal where event like 'office\\_%' order by seq",
                    as: String.self)
            }
            #expect(notes == ["office_closed 2026-11-25", "office_reopened 2026-11-25"])
        }
    }

    @Test func underChangeEveryClockAgreesWithTheCalendarItNames() async throws {
        try await TestWorld.lease { world in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { for _ in 0..<8 { _ = try await world.register(world.draft()) } }
                }
                group.addTask {
                    for day in ["2026-11-25", "2026-11-26"] {
                        try await Task.sleep(for: .milliseconds(200))
                        try await load(world, closing: day)
                    }
                }
                try await group.waitForAll()
            }
            // Every version has one closing more before the due day than the first one, and only one.
            let wrong = try await world.count(
                """
                select count(*) from tiepdan.clock where rule = 'TCD-4'
                   and due <> case when calendar_version = 1 then date '2026-12-04' else date '2026-12-07' end
                """)
            #expect(wrong == 0)
            let all = try await world.count("select count(*) from tiepdan.petition")
            #expect(all == 32)
        }
    }

    private func load(_ world: TestWorld, closing day: String) async throws {
        let text = try String(contentsOfFile: TestWorld.root + "/sql/catalogues/calendar.csv", encoding: .utf8)
        _ = try await Installation.loadCalendar(
            world.owner, text: text + "\(day),off,Nghỉ bão,f,Công điện\n", source: "test", now: world.clock.now, replacing: true)
    }

    @Test func settingsChangeTheAmountsThatTheLawLeavesOpen() async throws {
        try await TestWorld.lease { world in
            let op = Actor.operator(user: "test")
            let before = try await world.referred()
            let standard = try await world.running(before.caseID)
            #expect(standard["REF-DECLINE"] == Day(2026, 11, 27))
            try await world.casework.administration.set("referral.decline_days", to: 2, organisation: nil, by: op)
            try await world.casework.administration.set("referral.answer_days.feedback", to: 10, organisation: "HY-TTHDND", by: op)
            let after = try await world.referred(world.draft(title: "Việc khác"))
            let changed = try await world.running(after.caseID)
            #expect(changed["REF-DECLINE"] == Day(2026, 11, 23))
            #expect(changed["REF-ANSWER"] == Day(2026, 11, 30))
            let lines = try await world.casework.administration.settings(by: world.actor("hdnd.leader"))
            #expect(lines.first { $0.key == "referral.decline_days" }?.from == "all")
            #expect(lines.first { $0.key == "referral.answer_days.feedback" }?.from == "office")
            #expect(lines.first { $0.key == "referral.acknowledge_days" }?.from == "default")
            let unknown = try await problem { try await world.casework.administration.set("no.such", to: 1, organisation: nil, by: op) }
            #expect(unknown?.errors.first?.code == "unknown_setting")
            let wild = try await problem {
                try await world.casework.administration.set("referral.decline_days", to: -1, organisation: nil, by: op)
            }
            #expect(wild?.errors.first?.code == "out_of_range")
        }
    }
}
