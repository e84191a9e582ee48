import Casework
import Identity
import Law
import Postgres
import TestSupport
import Testing

@Suite struct RegisterTests {
    private static let week = (from: Day(2026, 11, 16), to: Day(2026, 11, 22))

    private func weekly(_ world: TestWorld, _ period: (from: Day, to: Day) = week, by name: String = "hdnd.leader") async throws
        -> WeeklyRegister
    {
        try await world.casework.registers.weekly(from: period.from, to: period.to, leaderName: nil, by: world.actor(name))
    }
    private func issue(_ world: TestWorld, _ period: (from: Day, to: Day) = week, by name: String = "hdnd.leader") async throws
        -> IssuedRegister
    {
        try await world.casework.registers.issue(
            from: period.from, to: period.to, leaderName: "Ông Chủ tịch", key: nil, by: world.actor(name))
    }

    /// Old (02/11, overdue), An (17/11, open), Bình (18/11, guided on 20/11).
    private func threeCases(_ world: TestWorld) async throws -> (
        old: RegisteredPetition, open: RegisteredPetition, closed: RegisteredPetition
    ) {
        world.clock.set(Day(2026, 11, 2))
        let old = try await world.register(world.draft(receivedOn: Day(2026, 11, 2), name: "Phạm Thị Cũ"))
        world.clock.set(Day(2026, 11, 17))
        let open = try await world.classified(world.draft(receivedOn: Day(2026, 11, 17), name: "Nguyễn Văn An"))
        world.clock.set(Day(2026, 11, 18))
        let closed = try await world.classified(world.draft(.complaint, receivedOn: Day(2026, 11, 18), name: "Lê Văn Bình"))
        world.clock.set(Day(2026, 11, 20))
        _ = try await world.step(
            closed.caseID, "guide",
            ["competent_body": .text("UBND xã"), "letter_number": .text("9/HD"), "letter_date": .text("2026-11-20")], by: "hdnd.officer")
        world.clock.set(Day(2026, 11, 23))
        return (old, open, closed)
    }

    /// The leader waits for the answer; that the recipient has yet to acknowledge is no date of his.
    @Test func aReferredPetitionIsDueOnTheDayItsAnswerIsDue() async throws {
        try await TestWorld.lease { world in
            _ = try await world.referred(answerBy: Day(2026, 12, 21))
            let line = try #require(try await weekly(world).open.first)
            #expect(line.due == Day(2026, 12, 21) && line.timing == "trong hạn")
        }
    }

    @Test func threePartsAsOfTheLastDay() async throws {
        try await TestWorld.lease { world in
            let cases = try await threeCases(world)
            let register = try await weekly(world)
            #expect(register.received.map(\.caseID) == [cases.open.caseID, cases.closed.caseID])
            #expect(register.closed.map(\.caseID) == [cases.closed.caseID])
            #expect(register.open.map(\.caseID) == [cases.old.caseID, cases.open.caseID])
            let old = register.open[0]
            #expect(old.due == Day(2026, 11, 16) && old.overdueDays == 6 && old.timing == "quá hạn 6 ngày")
            let an = register.open[1]
            #expect(an.who == "Nguyễn Văn An" && an.handling == "Đã phân loại" && an.due == Day(2026, 12, 2) && an.timing == "trong hạn")
            let closed = register.closed[0]
            #expect(closed.timing == "đã xong" && closed.letter == "9/HD, 20/11/2026" && closed.handling == "Đã hướng dẫn")
            #expect(register.week.received == 2 && register.week.open == 2 && register.week.overdue == 1 && register.week.processed == 1)
            #expect(register.weekBefore.received == 0)
            let elsewhere = try await weekly(world, by: "ubnd.leader")
            #expect(elsewhere.received.isEmpty && elsewhere.open.isEmpty)
        }
    }

    @Test func whatHappensAfterwardsDoesNotShow() async throws {
        try await TestWorld.lease { world in
            let cases = try await threeCases(world)
            let before = try await weekly(world)
            world.clock.set(Day(2026, 11, 25))
            _ = try await world.step(cases.open.caseID, "refer", world.referFacts(to: "snnmt"), by: "hdnd.officer")
            _ = try await world.casework.cases.addDirection(
                cases.open.caseID, leaderName: "Ông Chủ tịch", givenOn: Day(2026, 11, 25), text: "Giải quyết ngay", key: nil,
                by: world.actor("hdnd.leader"))
            _ = try await world.casework.queues.sweepDeadlines()
            let after = try await weekly(world)
            #expect(after == before)
            let next = try await weekly(world, (Day(2026, 11, 23), Day(2026, 11, 29)))
            let line = try #require(next.open.first { $0.caseID == cases.open.caseID })
            #expect(line.handling == "Đã chuyển đơn, chờ kết quả" && line.directions.contains("Giải quyết ngay"))
            #expect(line.settler == "Sở Nông nghiệp và Môi trường tỉnh Hưng Yên" && line.letter.contains("12/HĐND-TT"))
        }
    }

    @Test func enteredOnMondayArrivedOnFridayItIsInLastWeeksRegister() async throws {
        try await TestWorld.lease { world in
            world.clock.set(Day(2026, 11, 23))
            let registered = try await world.register(world.draft(receivedOn: Day(2026, 11, 20)))
            let register = try await weekly(world)
            #expect(register.received.map(\.caseID) == [registered.caseID])
            #expect(register.open.map(\.caseID) == [registered.caseID])
            let next = try await weekly(world, (Day(2026, 11, 23), Day(2026, 11, 29)))
            #expect(next.received.isEmpty)
        }
    }

    @Test func acceptedOnMondayDeliveredOnFridayItIsInTheRecipientsLastWeek() async throws {
        try await TestWorld.lease { world in
            world.clock.set(Day(2026, 11, 20))
            let sent = try await world.referred(world.draft(receivedOn: Day(2026, 11, 20)))
            world.clock.set(Day(2026, 11, 23))
            let own = try #require(try await world.step(sent.caseID, "accept", by: "snnmt.officer").created["case"])
            let register = try await weekly(world, by: "snnmt.leader")
            #expect(register.received.map(\.caseID) == [own])
        }
    }

    @Test func whatComesTooLateGoesIntoTheNextOneOnce() async throws {
        try await TestWorld.lease { world in
            _ = try await threeCases(world)
            let first = try await issue(world)
            #expect(first.number == 1 && first.year == 2026)
            world.clock.set(Day(2026, 11, 25))
            let late = try await world.register(world.draft(receivedOn: Day(2026, 11, 20), name: "Đỗ Văn Muộn"))
            world.clock.set(Day(2026, 11, 30))
            let second = try await issue(world, (Day(2026, 11, 23), Day(2026, 11, 29)))
            #expect(second.number == 2)
            let content = try await world.casework.registers.reprint(second.id, by: world.actor("hdnd.leader"))
            #expect(content.received.map(\.caseID) == [late.caseID])
            #expect(content.received[0].lateEntry && content.received[0].note.contains("bổ sung kỳ trước"))
            world.clock.set(Day(2026, 12, 7))
            let third = try await weekly(world, (Day(2026, 11, 30), Day(2026, 12, 6)))
            #expect(third.received.isEmpty)
            #expect(third.open.contains { $0.caseID == late.caseID && !$0.lateEntry })
        }
    }

    /// Closed on Friday, entered on Monday after Friday's register was issued: the next register shows it, once.
    @Test func aClosingEnteredLateGoesIntoTheNextOneOnce() async throws {
        try await TestWorld.lease { world in
            let cases = try await threeCases(world)
            let first = try await issue(world)
            let before = try await world.casework.registers.reprint(first.id, by: world.actor("hdnd.leader"))
            #expect(!before.closed.contains { $0.caseID == cases.open.caseID })
            world.clock.set(Day(2026, 11, 25))
            _ = try await world.step(cases.open.caseID, "refer", world.referFacts(to: "snnmt"), on: Day(2026, 11, 20), by: "hdnd.officer")
            _ = try await world.step(
                cases.old.caseID, "classify",
                ["kind": .text("complaint"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")],
                on: Day(2026, 11, 20), by: "hdnd.officer")
            _ = try await world.step(
                cases.old.caseID, "guide",
                [
                    "competent_body": .text("UBND xã"), "letter_number": .text("10/HD"), "letter_date": .text("2026-11-20"),
                    "flag_reason": .text("Nhập sau"),
                ], on: Day(2026, 11, 20), by: "hdnd.officer")
            world.clock.set(Day(2026, 11, 30))
            let second = try await issue(world, (Day(2026, 11, 23), Day(2026, 11, 29)))
            let content = try await world.casework.registers.reprint(second.id, by: world.actor("hdnd.leader"))
            #expect(content.closed.map(\.caseID) == [cases.old.caseID])
            #expect(content.closed[0].note.contains("bổ sung kỳ trước"))
            #expect(!content.received.contains { $0.caseID == cases.old.caseID })
            world.clock.set(Day(2026, 12, 7))
            let third = try await weekly(world, (Day(2026, 11, 30), Day(2026, 12, 6)))
            #expect(third.closed.isEmpty)
        }
    }

    /// A register of last week says what was known last week.
    @Test func theFieldStandsAsItWasClassifiedByThen() async throws {
        try await TestWorld.lease { world in
            let fields = try await world.casework.catalogues.fields(by: world.actor("hdnd.leader"))
            let (first, second) = (fields[1], fields[2])
            let registered = try await world.register(world.draft())
            func classify(_ event: String, _ code: String) async throws {
                _ = try await world.step(
                    registered.caseID, event,
                    [
                        "kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent"),
                        "field": .text(code),
                    ], by: "hdnd.officer")
            }
            try await classify("classify", first.code)
            world.clock.set(Day(2026, 11, 25))
            let other = try await world.register(world.draft(title: "Vào sổ rồi mới phân loại"))
            try await classify("reclassify", second.code)
            let before = try #require(try await weekly(world).open.first)
            #expect(before.field == first.name)
            let now = try await weekly(world, (Day(2026, 11, 23), Day(2026, 11, 29)))
            #expect(now.open.first { $0.caseID == registered.caseID }?.field == second.name)
            #expect(now.open.first { $0.caseID == other.caseID }?.field == "")
        }
    }

    /// Visits, people, matters and groups are counted apart.
    @Test func personsVisitsAndMattersAreCountedApart() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let session = try await world.casework.sessions.open(
                SessionDraft(kind: .regular, sessionDate: Day(2026, 11, 19), place: "Phòng tiếp công dân"), key: nil, by: clerk)
            var one = VisitDraft(session: session.session)
            one.visitors = [PersonDraft(fullName: "Trần Thị Một")]
            let first = try await world.casework.visits.register(one, key: nil, by: clerk)
            var letter = world.draft(title: "Đường ngập")
            letter.visit = first.visit
            let petition = try await world.register(letter)
            var many = VisitDraft(session: session.session)
            many.people = 7
            many.matter = petition.matter
            _ = try await world.casework.visits.register(many, key: nil, by: clerk)
            let week = try await weekly(world).week
            #expect(week.visits == 2 && week.people == 8 && week.groups == 1 && week.received == 1)
            #expect(week.matters == 1, "both came about the same matter")
        }
    }

    @Test func aReprintIsTheIssuedRegister() async throws {
        try await TestWorld.lease { world in
            let cases = try await threeCases(world)
            let issued = try await issue(world)
            let before = try await world.casework.registers.reprint(issued.id, by: world.actor("hdnd.clerk"))
            #expect(before.number == 1 && before.leaderName == "Ông Chủ tịch")
            let content = try await world.superuser.read { db in
                try db.value("select content from tiepdan.weekly_register where id = \(issued.id)", as: String.self)
            }
            #expect(ContentHash.hex(Array(content.utf8)) == issued.contentSHA256)
            world.clock.set(Day(2026, 11, 27))
            _ = try await world.step(
                cases.old.caseID, "classify",
                ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")], by: "hdnd.officer")
            let after = try await world.casework.registers.reprint(issued.id, by: world.actor("hdnd.clerk"))
            #expect(after == before)
            let first = try await world.casework.registers.keep(pdf: [1, 2, 3], of: issued.id, by: world.actor("hdnd.leader"))
            let second = try await world.casework.registers.keep(pdf: [9], of: issued.id, by: world.actor("hdnd.leader"))
            #expect(first == [1, 2, 3] && second == [1, 2, 3])
            let page = try await world.casework.registers.keep(
                html: "<p>như lúc phát hành</p>", of: issued.id, by: world.actor("hdnd.leader"))
            let later = try await world.casework.registers.keep(html: "<p>mẫu mới</p>", of: issued.id, by: world.actor("hdnd.leader"))
            #expect(page == later && later == "<p>như lúc phát hành</p>", "a later form does not change an old reprint")
            for foreign in [
                try await problem { try await world.casework.registers.html(issued.id, by: world.actor("ubnd.leader")) },
                try await problem { try await world.casework.registers.reprint(issued.id, by: world.actor("ubnd.leader")) },
                try await problem { try await world.casework.registers.pdf(issued.id, by: world.actor("ubnd.leader")) },
                try await problem { try await world.casework.registers.keep(pdf: [7], of: issued.id, by: world.actor("ubnd.leader")) },
            ] {
                #expect(foreign?.kind == .missing)
            }
            let list = try await world.casework.registers.issued(by: world.actor("ubnd.leader")).items
            #expect(list.isEmpty)
        }
    }

    @Test func periodsThatCannotBe() async throws {
        try await TestWorld.lease { world in
            let backwards = try await problem { try await weekly(world, (Day(2026, 11, 22), Day(2026, 11, 16))) }
            #expect(backwards?.errors.first?.code == "before_from")
            let endless = try await problem { try await weekly(world, (Day(2024, 11, 22), Day(2026, 11, 16))) }
            #expect(endless?.errors.first?.code == "too_long")
            let unfinished = try await problem { try await issue(world, (Day(2026, 11, 16), Day(2026, 11, 22))) }
            #expect(unfinished?.errors.first?.code == "date_in_future")
            let number = try await world.count("select count(*) from tiepdan.book_number where book = 'register'")
            #expect(number == 0)
        }
    }
}
