import Casework
import Law
import Postgres
import TestSupport
import Testing

@Suite struct SessionTests {
    private func schedule(_ world: TestWorld, from: Day, published: Day, reason: String? = nil, by name: String = "hdnd.leader")
        async throws -> ScheduleView
    {
        var draft = ScheduleDraft(place: "Số 8 Chùa Chuông", hours: "7h30–11h30", validFrom: from, publishedOn: published)
        draft.lateReason = reason
        return try await world.casework.sessions.publishSchedule(draft, key: nil, by: world.actor(name))
    }

    @Test func regularSessionsOpenOnWorkingDaysOnlyAndOnce() async throws {
        try await TestWorld.lease { world in
            world.clock.set(Day(2026, 8, 3))
            _ = try await schedule(world, from: Day(2026, 8, 17), published: Day(2026, 8, 3))
            let expected: [(Day, Int)] = [
                (Day(2026, 8, 14), 0),  // not in force yet
                (Day(2026, 8, 17), 1), (Day(2026, 8, 21), 1),
                (Day(2026, 8, 22), 1),  // Saturday, worked for 31/08
                (Day(2026, 8, 23), 0), (Day(2026, 8, 29), 0), (Day(2026, 8, 31), 0), (Day(2026, 9, 1), 0), (Day(2026, 9, 2), 0),
                (Day(2026, 9, 3), 1),
                (Day(2026, 11, 23), 1),
                (Day(2026, 11, 24), 0),  // Ngày Văn hóa Việt Nam
                (Day(2026, 11, 25), 1), (Day(2026, 11, 28), 0),
            ]
            for (day, opened) in expected {
                world.clock.set(day)
                let first = try await world.casework.sessions.openRegularSessions()
                #expect(first.opened == opened, "\(day.iso)")
                let second = try await world.casework.sessions.openRegularSessions()
                #expect(second.opened == 0 && second.concluded == 0, "\(day.iso)")
            }
            let list = try await world.casework.sessions.list(from: nil, to: nil, cursor: nil, limit: 100, by: world.actor("hdnd.clerk"))
            #expect(list.items.count == 6)
            #expect(list.items.filter { !$0.final }.count == 0, "every earlier session was concluded by the round of a later day")
            let elsewhere = try await world.casework.sessions.list(
                from: nil, to: nil, cursor: nil, limit: 100, by: world.actor("ubnd.clerk"))
            #expect(elsewhere.items.isEmpty)
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func aSessionWithAnOpenVisitIsNotConcludedBehindItsBack() async throws {
        try await TestWorld.lease { world in
            _ = try await schedule(world, from: Day(2026, 11, 20), published: Day(2026, 11, 12))
            world.clock.set(Day(2026, 11, 20))
            _ = try await world.casework.sessions.openRegularSessions()
            let session = try await world.casework.sessions.list(from: nil, to: nil, cursor: nil, limit: 1, by: world.actor("hdnd.clerk"))
                .items[0]
            #expect(session.place == "Số 8 Chùa Chuông" && session.hours == "7h30–11h30" && session.state == "in_session")
            var draft = VisitDraft(session: session.id)
            draft.visitors = [PersonDraft(fullName: "Nguyễn Văn An")]
            let visit = try await world.casework.visits.register(draft, key: nil, by: world.actor("hdnd.clerk"))
            world.clock.set(Day(2026, 11, 23))
            let round = try await world.casework.sessions.openRegularSessions()
            #expect(round.opened == 1 && round.concluded == 0)
            _ = try await world.step(visit.caseID, "left", by: "hdnd.clerk")
            let next = try await world.casework.sessions.openRegularSessions()
            #expect(next.opened == 0 && next.concluded == 1)
        }
    }

    @Test func theClosedOfficeOpensNothingAndTheNewScheduleTakesOver() async throws {
        try await TestWorld.lease { world in
            _ = try await schedule(world, from: Day(2026, 11, 20), published: Day(2026, 11, 12))
            var moved = ScheduleDraft(place: "Trụ sở mới", hours: "13h30–17h", validFrom: Day(2026, 11, 26), publishedOn: Day(2026, 11, 18))
            moved.lateReason = nil
            _ = try await world.casework.sessions.publishSchedule(moved, key: nil, by: world.actor("hdnd.leader"))
            let office = world.office("hdnd")
            try await world.owner.write { db in
                _ = try db.run("insert into tiepdan.office_closing (organisation, day, title) values (\(office), date '2026-11-25', 'Bão')")
            }
            for (day, opened, place) in [
                (Day(2026, 11, 23), 1, "Số 8 Chùa Chuông"), (Day(2026, 11, 25), 0, "Số 8 Chùa Chuông"),
                (Day(2026, 11, 26), 1, "Trụ sở mới"),
            ] {
                world.clock.set(day)
                let round = try await world.casework.sessions.openRegularSessions()
                #expect(round.opened == opened, "\(day.iso)")
                let newest = try await world.casework.sessions.list(
                    from: nil, to: nil, cursor: nil, limit: 1, by: world.actor("hdnd.clerk"))
                #expect(newest.items.first?.place == place)
            }
        }
    }

    @Test func aLateScheduleNeedsAReason() async throws {
        try await TestWorld.lease { world in
            // Five working days before Friday 27/11, with the 24th off: Thursday 19/11.
            let inTime = try await schedule(world, from: Day(2026, 11, 27), published: Day(2026, 11, 19), reason: "không cần")
            #expect(inTime.lateReason == nil)
            let bare = try await problem { try await schedule(world, from: Day(2026, 11, 26), published: Day(2026, 11, 19)) }
            #expect(bare?.code == "flag_reason_missing" && bare?.basis == "Luật Tiếp công dân Đ.24.4")
            let late = try await schedule(world, from: Day(2026, 11, 26), published: Day(2026, 11, 19), reason: "Sửa trụ sở đột xuất")
            #expect(late.lateReason == "Sửa trụ sở đột xuất")
            let twice = try await problem { try await schedule(world, from: Day(2026, 11, 26), published: Day(2026, 11, 18)) }
            #expect(twice?.code == "schedule_exists" && twice?.kind == .conflict)
            let future = try await problem { try await schedule(world, from: Day(2026, 12, 26), published: Day(2026, 11, 20)) }
            #expect(future?.errors.first?.field == "publishedOn")
        }
    }

    @Test func plannedAndAdHocSessions() async throws {
        try await TestWorld.lease { world in
            var adHoc = SessionDraft(kind: .adHoc, sessionDate: Day(2026, 11, 19), place: "Phòng tiếp công dân")
            let bare = adHoc
            let noGround = try await problem { try await world.casework.sessions.open(bare, key: nil, by: world.actor("hdnd.clerk")) }
            #expect(noGround?.errors.first?.field == "ground")
            adHoc.ground = "ADHOC-B"
            let opened = try await world.casework.sessions.open(adHoc, key: nil, by: world.actor("hdnd.clerk"))
            #expect(opened.state == "in_session")
            adHoc.sessionDate = Day(2026, 11, 20)
            let tomorrow = adHoc
            let notToday = try await problem { try await world.casework.sessions.open(tomorrow, key: nil, by: world.actor("hdnd.clerk")) }
            #expect(notToday?.errors.first?.code == "not_today")
            var planned = SessionDraft(kind: .scheduled, sessionDate: Day(2026, 12, 1), place: "Phòng tiếp công dân")
            let session = try await world.casework.sessions.open(planned, key: nil, by: world.actor("hdnd.clerk"))
            let clocks = try await world.running(session.caseID)
            // Five working days before 01/12, the 24th being off: 23/11.
            #expect(clocks["TCD-1"] == Day(2026, 11, 23))
            let hostless = try await problem { try await world.step(session.caseID, "publish", by: "hdnd.officer") }
            #expect(hostless?.code == "guard_failed")
            planned.hostName = "Đồng chí Chủ tịch"
            planned.substitute = true
            let unexplained = planned
            let substitute = try await problem {
                try await world.casework.sessions.open(unexplained, key: nil, by: world.actor("hdnd.clerk"))
            }
            #expect(substitute?.errors.first?.field == "substituteReason")
            planned.substituteReason = "Đi công tác"
            let hosted = try await world.casework.sessions.open(planned, key: nil, by: world.actor("hdnd.clerk"))
            let published = try await world.step(hosted.caseID, "publish", by: "hdnd.officer")
            #expect(published.state == "published")
            var past = planned
            past.sessionDate = Day(2026, 11, 18)
            let yesterday = past
            let refused = try await problem { try await world.casework.sessions.open(yesterday, key: nil, by: world.actor("hdnd.clerk")) }
            #expect(refused?.errors.first?.code == "date_in_past")
            var stranger = planned
            stranger.host = world.officer("ubnd.leader").id
            let foreign = stranger
            let host = try await problem { try await world.casework.sessions.open(foreign, key: nil, by: world.actor("hdnd.clerk")) }
            #expect(host?.errors.first?.code == "unknown_officer")
        }
    }
}
