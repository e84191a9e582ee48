import Casework
import Law
import Postgres
import Records
import TestSupport
import Testing

/// Reception duties, counted from the sessions that the desks keep.
@Suite struct DutyTests {
    private func report(
        _ world: TestWorld, _ officer: String, _ month: String = "2026-11", below: Bool = false
    ) async throws -> DutyReport {
        let month = try #require(Month(iso: month))
        return try await world.casework.duties.report(from: month.first, to: month.last, subordinates: below, by: world.actor(officer))
    }

    private func line(_ world: TestWorld, _ officer: String, _ duty: String, _ month: String = "2026-11") async throws -> DutyLine {
        let offices = try await report(world, officer, month).months.flatMap(\.offices)
        #expect(offices.count == 1)
        return try #require(offices.first?.duties.first { $0.duty == duty })
    }

    /// A leader's session as the clerk plans it.
    private func planned(_ world: TestWorld, _ office: String, for day: Day, substitute: Bool = false) async throws -> OpenedSession {
        var draft = SessionDraft(kind: .scheduled, sessionDate: day, place: "Phòng tiếp công dân")
        draft.hostName = "Đồng chí Chủ tịch"
        draft.hostTitle = "Chủ tịch"
        draft.substitute = substitute
        draft.substituteReason = substitute ? "Đi công tác" : nil
        return try await world.casework.sessions.open(draft, key: nil, by: world.actor("\(office).clerk"))
    }

    private func publish(_ world: TestWorld, _ office: String, _ session: OpenedSession) async throws {
        _ = try await world.step(session.caseID, "publish", ["flag_reason": .text("Lịch thay đổi")], by: "\(office).officer")
    }

    private func start(_ world: TestWorld, _ office: String, _ session: OpenedSession, on day: Day) async throws {
        world.clock.set(day)
        _ = try await world.step(session.caseID, "start", ["flag_reason": .text("Đổi ngày")], by: "\(office).clerk")
    }

    @Test func aMonthOfTheProvincialChair() async throws {
        try await TestWorld.lease { world in
            let empty = try await line(world, "ubnd.clerk", "provincial_chair")
            #expect(empty.verdict == .toCome && empty.required == 1 && empty.minimum == 1 && empty.per == .month && empty.held.isEmpty)
            #expect(empty.basis == "Luật Tiếp công dân Đ.12.5" && empty.certainty == .foundOld)
            let session = try await planned(world, "ubnd", for: Day(2026, 11, 27))
            let drafted = try await line(world, "ubnd.clerk", "provincial_chair")
            #expect(drafted.drafted == [Day(2026, 11, 27)] && drafted.announced.isEmpty && drafted.toCome == 1)
            try await publish(world, "ubnd", session)
            let announced = try await line(world, "ubnd.clerk", "provincial_chair")
            #expect(announced.announced == [Day(2026, 11, 27)] && announced.drafted.isEmpty && announced.held.isEmpty)
            try await start(world, "ubnd", session, on: Day(2026, 11, 27))
            let met = try await line(world, "ubnd.clerk", "provincial_chair")
            #expect(met.verdict == .met && met.held == [Day(2026, 11, 27)] && met.announced.isEmpty)
            _ = try await world.step(session.caseID, "conclude", by: "ubnd.clerk")
            let over = try await line(world, "ubnd.clerk", "provincial_chair")
            #expect(over.held == [Day(2026, 11, 27)], "a session that is over was held")
            let other = try await line(world, "snnmt.clerk", "agency_head")
            #expect(other.held.isEmpty, "another office's session is not ours")
            world.clock.set(Day(2027, 1, 4))
            let missed = try await line(world, "ubnd.clerk", "provincial_chair", "2026-12")
            #expect(missed.verdict == .short && missed.missing == 1)
        }
    }

    @Test func aSubstituteIsLoggedAndDoesNotCount() async throws {
        try await TestWorld.lease { world in
            let session = try await planned(world, "ubnd", for: Day(2026, 11, 27), substitute: true)
            try await publish(world, "ubnd", session)
            try await start(world, "ubnd", session, on: Day(2026, 11, 27))
            world.clock.set(Day(2026, 12, 1))
            let found = try await line(world, "ubnd.clerk", "provincial_chair")
            #expect(found.held.isEmpty && found.substituted == [Day(2026, 11, 27)] && found.verdict == .short)
        }
    }

    @Test func twoSessionsOfOneDayAreOneDayAndAdHocStandsApart() async throws {
        try await TestWorld.lease { world in
            for _ in 1...2 {
                let session = try await planned(world, "phohien", for: Day(2026, 11, 20))
                try await publish(world, "phohien", session)
                try await start(world, "phohien", session, on: Day(2026, 11, 20))
            }
            world.clock.set(Day(2026, 11, 30))
            var adHoc = SessionDraft(kind: .adHoc, sessionDate: Day(2026, 11, 30), place: "Trụ sở")
            adHoc.ground = "ADHOC-A"
            _ = try await world.casework.sessions.open(adHoc, key: nil, by: world.actor("phohien.clerk"))
            let found = try await line(world, "phohien.clerk", "commune_chair")
            #expect(found.required == 2 && found.held == [Day(2026, 11, 20)] && found.credited == 1)
            #expect(found.adHoc == [Day(2026, 11, 30)] && found.adHocOwed && found.toCome == 1)
        }
    }

    @Test func whatWasPublishedAndNotHeld() async throws {
        try await TestWorld.lease { world in
            let forgotten = try await planned(world, "ubnd", for: Day(2026, 11, 26))
            let cancelled = try await planned(world, "ubnd", for: Day(2026, 11, 25))
            let late = try await planned(world, "ubnd", for: Day(2026, 11, 23))
            for session in [forgotten, cancelled, late] { try await publish(world, "ubnd", session) }
            _ = try await world.step(cancelled.caseID, "cancel", ["reason": .text("Lập nhầm")], by: "ubnd.leader")
            try await start(world, "ubnd", late, on: Day(2026, 11, 27))
            world.clock.set(Day(2026, 11, 30))
            let found = try await line(world, "ubnd.clerk", "provincial_chair")
            #expect(found.missed == [Day(2026, 11, 26)] && found.held == [Day(2026, 11, 27)], "a session counts for the day it began")
        }
    }

    @Test func theBoardsWorkingDays() async throws {
        try await TestWorld.lease { world in
            var schedule = ScheduleDraft(
                place: "Trụ sở Tiếp công dân", hours: "7:30–11:30", validFrom: Day(2026, 11, 20), publishedOn: Day(2026, 11, 19))
            schedule.lateReason = "Chuyển trụ sở"
            _ = try await world.casework.sessions.publishSchedule(schedule, key: nil, by: world.actor("btcd.leader"))
            for day in [Day(2026, 11, 20), Day(2026, 11, 21), Day(2026, 11, 23), Day(2026, 11, 24), Day(2026, 11, 25)] {
                world.clock.set(day)
                _ = try await world.casework.sessions.openRegularSessions()
            }
            let found = try await line(world, "btcd.clerk", "provincial_board")
            #expect(found.held == [Day(2026, 11, 20), Day(2026, 11, 23), Day(2026, 11, 25)] && found.credited == 3)
            #expect(found.required == 20 && found.requiredSoFar == 17 && found.missing == 14 && found.toCome == 3)
            #expect(found.verdict == .short && found.per == .workingDay && !found.provisional)
        }
    }

    @Test func aNumberTheLawLeavesOpenIsASetting() async throws {
        try await TestWorld.lease { world in
            let op = Actor.operator(user: "test")
            let unset = try await line(world, "hdnd.clerk", "council_chair")
            #expect(unset.verdict == .unset && unset.minimum == 0 && unset.certainty == .unknown)
            #expect(unset.setting == "duty.council_chair_days")
            try await world.casework.administration.set("duty.council_chair_days", to: 1, organisation: "HY-TTHDND", by: op)
            let set = try await line(world, "hdnd.clerk", "council_chair")
            #expect(set.verdict == .toCome && set.minimum == 1)
            let listed = try await world.casework.administration.settings(by: world.actor("hdnd.leader"))
            #expect(listed.first { $0.key == "duty.council_chair_days" }?.from == "office")
            #expect(listed.first { $0.key == "duty.council_standing_days" }?.value == 0)
        }
    }

    @Test func whoSeesTheOfficesBelow() async throws {
        try await TestWorld.lease { world in
            let (ubnd, board, commune) = (world.office("ubnd"), world.office("btcd"), world.office("phohien"))
            try await world.superuser.write { db in
                try db.run("update tiepdan.organisation set parent = \(ubnd) where id = \(board)")
                try db.run("update tiepdan.organisation set parent = \(board) where id = \(commune)")
            }
            let own = try await report(world, "ubnd.leader").months.flatMap(\.offices).map(\.organisation)
            #expect(own == [ubnd])
            let all = try await report(world, "ubnd.leader", below: true).months.flatMap(\.offices)
            #expect(all.map(\.organisation) == [ubnd, board, commune])
            #expect(all.last?.duties.map(\.duty) == ["commune_servant", "commune_chair"])
            for officer in ["ubnd.clerk", "btcd.leader", "phohien.leader"] {
                let refused = try await problem { try await report(world, officer, below: true) }
                #expect(refused?.kind == .forbidden, "\(officer)")
            }
            // The database says the same, whatever the program asks.
            for (officer, seen) in [("ubnd.leader", 3), ("ubnd.clerk", 1), ("btcd.leader", 1), ("phohien.leader", 1)] {
                let actor = world.officer(officer)
                let scope = Scope(actor: "officer", officer: actor.id, organisation: actor.organisation)
                let offices = try await world.app.read(settings: scope.settings) { db in try DutyRecords.offices(db, subordinates: true) }
                #expect(offices.count == seen && offices.first?.organisation == actor.organisation, "\(officer)")
            }
        }
    }

    @Test func aPeriodIsCountedInWholeMonthsByTheLawOfEach() async throws {
        try await TestWorld.lease { world in
            let found = try await world.casework.duties.report(
                from: Day(2026, 6, 15), to: Day(2026, 7, 2), by: world.actor("phohien.clerk"))
            #expect(found.months.map(\.month) == ["2026-06", "2026-07"])
            #expect(found.months.map(\.lawFrom) == [Day(2014, 7, 1), Day(2026, 7, 1)])
            let chair = found.months.flatMap(\.offices).flatMap(\.duties).filter { $0.duty == "commune_chair" }
            #expect(chair.map(\.per) == [.week, .month] && chair.map(\.required) == [4, 2])
            let turned = try await problem {
                try await world.casework.duties.report(from: Day(2026, 7, 2), to: Day(2026, 6, 1), by: world.actor("phohien.clerk"))
            }
            #expect(turned?.errors.first?.code == "before_from")
            let long = try await problem {
                try await world.casework.duties.report(from: Day(2026, 1, 31), to: Day(2027, 1, 1), by: world.actor("phohien.clerk"))
            }
            #expect(long?.errors.first?.code == "too_long")
            let citizen = try await problem {
                try await world.casework.duties.report(from: Day(2026, 7, 2), to: Day(2026, 7, 2), by: .citizen)
            }
            #expect(citizen?.kind == .forbidden)
        }
    }
}
