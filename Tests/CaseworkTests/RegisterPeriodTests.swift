import Casework
import Law
import Postgres
import TestSupport
import Testing

/// In which periods of a leader's register a case is listed and counted, and as of which day each cell speaks.
@Suite struct RegisterPeriodTests {
    private func weekly(_ world: TestWorld, _ from: Day, _ to: Day, by name: String = "hdnd.leader") async throws -> WeeklyRegister {
        try await world.casework.registers.weekly(from: from, to: to, leaderName: nil, by: world.actor(name))
    }

    /// A complaint that the department settles itself, accepted on 19/11.
    private func complaint(_ world: TestWorld) async throws -> Int64 {
        let registered = try await world.register(world.draft(.complaint), by: "snnmt.clerk")
        _ = try await world.step(
            registered.caseID, "classify",
            ["kind": .text("complaint"), "eligibility": .text("eligible"), "jurisdiction": .text("competent")], by: "snnmt.officer")
        let handed = try await world.step(registered.caseID, "hand_over", by: "snnmt.officer")
        let own = try #require(handed.created["case"])
        _ = try await world.step(own, "propose_accept", by: "snnmt.officer")
        _ = try await world.step(
            own, "accept", ["document_number": .text("31/TB-SNNMT"), "document_date": .text("2026-11-19")], by: "snnmt.leader")
        return own
    }

    // MARK: parts II and III

    @Test func anAnswerThatTheCitizenHasNotHeardIsAnsweredAndStillOpen() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft()
            draft.wantsReply = true
            let sent = try await world.referred(draft)
            let caseID = sent.petition.caseID
            _ = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            world.clock.set(Day(2026, 11, 23))
            _ = try await world.step(
                sent.caseID, "answer",
                ["result": .text("explained"), "summary": .text("Đã sửa."), "flag_reason": .text("Trả lời trước khi đóng hồ sơ")],
                by: "snnmt.officer")
            let clocks = try await world.running(caseID)
            let due = try #require(clocks["TCD-6"])

            let first = try await weekly(world, Day(2026, 11, 23), Day(2026, 11, 29))
            #expect(first.closed.map(\.caseID) == [caseID] && first.open.map(\.caseID) == [caseID])
            #expect(first.open == first.closed, "one case, in both parts in the same words")
            #expect(first.open.map(\.timing) == ["sắp đến hạn"] && first.open.first?.due == due)
            #expect(first.week.open == 1 && first.week.overdue == 0)

            let (from, to) = (Day(2026, 11, 30), Day(2026, 12, 6))
            let second = try await weekly(world, from, to)
            #expect(second.closed.isEmpty && second.open.map(\.caseID) == [caseID])
            #expect(second.open.first?.timing == "quá hạn \(to.days(since: due)) ngày")
            #expect(second.week.open == 1 && second.week.overdue == 1)

            world.clock.set(Day(2026, 12, 8))
            _ = try await world.step(
                caseID, "tell_citizen",
                ["told_on": .text("2026-12-08"), "means": .text("letter"), "flag_reason": .text("Chờ địa chỉ mới")], by: "hdnd.clerk")
            let third = try await weekly(world, Day(2026, 12, 7), Day(2026, 12, 13))
            #expect(third.open.isEmpty && third.closed.isEmpty, "it was answered a fortnight ago")
            #expect(third.week.open == 0 && third.weekBefore == second.week)
            let again = try await weekly(world, from, to)
            #expect(again == second)
            let whole = try await weekly(world, Day(2026, 11, 16), Day(2026, 12, 13))
            #expect(whole.closed.map(\.timing) == ["đã xong"])
        }
    }

    @Test func aComplaintIsClosedOnceHoweverManyStepsFollowItsDecision() async throws {
        try await TestWorld.lease { world in
            let own = try await complaint(world)
            let leader = "snnmt.leader"
            world.clock.set(Day(2026, 12, 14))
            _ = try await world.step(own, "find_right", by: "snnmt.officer")
            _ = try await world.step(
                own, "sign_decision",
                ["result": .text("right"), "document_number": .text("77/QĐ-SNNMT"), "document_date": .text("2026-12-14")], by: leader)
            _ = try await world.step(own, "send", by: "snnmt.clerk")
            world.clock.set(Day(2027, 2, 1))
            _ = try await world.step(own, "take_effect", by: "snnmt.officer")
            _ = try await world.step(own, "execute", ["finish_by": .text("2027-02-26")], by: "snnmt.officer")
            world.clock.set(Day(2027, 3, 2))
            _ = try await world.step(own, "close", ["flag_reason": .text("Chờ kinh phí")], by: "snnmt.officer")

            let notified = try await weekly(world, Day(2026, 12, 14), Day(2026, 12, 20), by: leader)
            #expect(notified.closed.map(\.caseID) == [own] && notified.open == notified.closed)
            #expect(notified.open.first?.handling == "Đã gửi quyết định" && notified.open.first?.timing == "trong hạn")
            let executing = try await weekly(world, Day(2027, 2, 1), Day(2027, 2, 7), by: leader)
            #expect(executing.closed.isEmpty && executing.open.map(\.caseID) == [own])
            #expect(executing.open.first?.handling == "Đang thi hành quyết định" && executing.open.first?.due == Day(2027, 2, 26))
            let late = try await weekly(world, Day(2027, 2, 22), Day(2027, 2, 28), by: leader)
            #expect(late.open.first?.timing == "quá hạn 2 ngày" && late.week.overdue == 1)
            let over = try await weekly(world, Day(2027, 3, 1), Day(2027, 3, 7), by: leader)
            #expect(over.closed.isEmpty && over.open.isEmpty && over.received.isEmpty)
            let whole = try await weekly(world, Day(2026, 11, 16), Day(2027, 3, 7), by: leader)
            #expect(whole.closed.map(\.timing) == ["đã xong"])
        }
    }

    // MARK: figures

    @Test func everyPeriodIsCountedInTheSameWay() async throws {
        try await TestWorld.lease { world in
            _ = try await world.referred(answerBy: Day(2026, 11, 25))
            _ = try await world.register(world.draft(title: "Việc chưa đến hạn"))
            world.clock.set(Day(2026, 12, 7))
            let week = try await weekly(world, Day(2026, 11, 23), Day(2026, 11, 29))
            #expect(week.week.open == 2 && week.week.overdue == 1, "the answer is late, the letter at hand is not")
            #expect(week.open.count == 2 && week.open.count(where: { $0.overdueDays > 0 }) == 1)
            let next = try await weekly(world, Day(2026, 11, 30), Day(2026, 12, 6))
            #expect(next.weekBefore == week.week)
            let year = try await weekly(world, Day(2027, 11, 23), Day(2027, 11, 29))
            #expect(year.sameWeekLastYear == week.week)
        }
    }

    /// Processed once, in its first week; and nobody is named as settling it who gave it back.
    @Test func aPetitionThatComesBackIsProcessedOnceAndNamesNobodyWhoGaveItBack() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            let caseID = sent.petition.caseID
            let council = "Thường trực Hội đồng nhân dân tỉnh Hưng Yên"
            world.clock.set(Day(2026, 11, 20))
            _ = try await world.step(
                sent.caseID, "urge",
                ["letter_number": .text("31/ĐĐ"), "letter_date": .text("2026-11-20"), "flag_reason": .text("Việc gấp")], by: "hdnd.officer")
            let first = try await weekly(world, Day(2026, 11, 16), Day(2026, 11, 22))
            #expect(first.open.first?.settler == "Sở Nông nghiệp và Môi trường tỉnh Hưng Yên" && first.open.first?.reminders == 1)
            #expect(first.week.processed == 1)

            world.clock.set(Day(2026, 11, 25))
            _ = try await world.step(sent.caseID, "decline", ["reason": .text("Không thuộc thẩm quyền")], by: "snnmt.officer")
            let second = try await weekly(world, Day(2026, 11, 23), Day(2026, 11, 29))
            #expect(second.open.first?.settler == council && second.open.first?.reminders == 0)
            #expect(second.open.first?.due == Day(2026, 12, 9), "ten working days from its return")
            #expect(second.week.processed == 0)

            world.clock.set(Day(2026, 11, 30))
            let referred = try await world.step(
                caseID, "refer", world.referFacts(to: "ubnd", letter: "13/HĐND-TT"), by: "hdnd.officer")
            let third = try await weekly(world, Day(2026, 11, 30), Day(2026, 12, 1))
            #expect(third.open.first?.settler == "Ủy ban nhân dân tỉnh Hưng Yên" && third.week.processed == 0)
            world.clock.set(Day(2026, 12, 2))
            let track = try #require(referred.created["referralCase"])
            _ = try await world.step(track, "recall", ["reason": .text("Chuyển nhầm")], by: "hdnd.officer")
            let recalled = try await weekly(world, Day(2026, 11, 30), Day(2026, 12, 6))
            #expect(recalled.open.first?.settler == council)

            let before = try await weekly(world, Day(2026, 11, 16), Day(2026, 11, 22))
            #expect(before == first, "that week it was still theirs")
            let between = try await weekly(world, Day(2026, 11, 30), Day(2026, 12, 1))
            #expect(between == third)
            let whole = try await weekly(world, Day(2026, 11, 16), Day(2026, 12, 6))
            #expect(whole.week.processed == 1)
        }
    }

    @Test func everyMatterOfAVisitCounts() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let session = try await world.casework.sessions.open(
                SessionDraft(kind: .regular, sessionDate: Day(2026, 11, 19), place: "Phòng tiếp công dân"), key: nil, by: clerk)
            func visit(about matter: Int64? = nil) async throws -> Int64 {
                var draft = VisitDraft(session: session.session)
                draft.visitors = [PersonDraft(fullName: "Trần Thị Một")]
                draft.matter = matter
                return try await world.casework.visits.register(draft, key: nil, by: clerk).visit
            }
            let two = try await visit()
            var matters: [Int64] = []
            for title in ["Đường ngập", "Đèn hỏng"] {
                var letter = world.draft(title: title)
                letter.visit = two
                matters.append(try await world.register(letter).matter)
            }
            #expect(Set(matters).count == 2)
            let both = try await weekly(world, Day(2026, 11, 16), Day(2026, 11, 22)).week
            #expect(both.visits == 1 && both.people == 1 && both.matters == 2)
            _ = try await visit(about: matters[1])
            _ = try await visit()
            let three = try await weekly(world, Day(2026, 11, 16), Day(2026, 11, 22)).week
            #expect(three.visits == 3 && three.people == 3 && three.matters == 3, "one came about a known matter, one about his own")
        }
    }

    // MARK: late, and as of then

    @Test func whatCameTooLateAndWasDoneInASkippedWeekIsShownAsAdded() async throws {
        try await TestWorld.lease { world in
            func issue(_ from: Day, _ to: Day) async throws -> WeeklyRegister {
                let leader = world.actor("hdnd.leader")
                let issued = try await world.casework.registers.issue(from: from, to: to, leaderName: nil, key: nil, by: leader)
                return try await world.casework.registers.reprint(issued.id, by: leader)
            }
            world.clock.set(Day(2026, 11, 23))
            _ = try await issue(Day(2026, 11, 16), Day(2026, 11, 22))
            world.clock.set(Day(2026, 11, 25))
            let late = try await world.classified(world.draft(.complaint, receivedOn: Day(2026, 11, 20)))
            _ = try await world.step(
                late.caseID, "guide",
                ["competent_body": .text("UBND xã"), "letter_number": .text("9/HD"), "letter_date": .text("2026-11-25")],
                by: "hdnd.officer")
            world.clock.set(Day(2026, 12, 7))
            let next = try await issue(Day(2026, 11, 30), Day(2026, 12, 6))
            #expect(next.received.map(\.caseID) == [late.caseID] && next.received.first?.note == "bổ sung kỳ trước")
            #expect(next.received.first?.timing == "đã xong" && next.closed.isEmpty && next.open.isEmpty)
            world.clock.set(Day(2026, 12, 14))
            let last = try await issue(Day(2026, 12, 7), Day(2026, 12, 13))
            #expect(last.received.isEmpty)
        }
    }

    @Test func aDateCountedAnewDoesNotChangeWhatWasDueBefore() async throws {
        try await TestWorld.lease { world in
            let own = try await complaint(world)
            let before = try await weekly(world, Day(2026, 11, 16), Day(2026, 11, 22), by: "snnmt.leader")
            #expect(before.open.map(\.due) == [Day(2026, 12, 21)], "thirty days, rolled over the weekend")
            world.clock.set(Day(2026, 11, 25))
            _ = try await world.step(
                own, "mark_complex",
                [
                    "complex": .flag(true), "criterion": .text("complex_b"), "document_number": .text("12/BB-SNNMT"),
                    "document_date": .text("2026-11-25"),
                ], by: "snnmt.leader")
            let clocks = try await world.running(own)
            let longer = try #require(clocks["KN-2"])
            #expect(longer > Day(2026, 12, 21))
            let after = try await weekly(world, Day(2026, 11, 16), Day(2026, 11, 22), by: "snnmt.leader")
            #expect(after == before)
            let week = try await weekly(world, Day(2026, 11, 23), Day(2026, 11, 29), by: "snnmt.leader")
            #expect(week.open.map(\.due) == [longer])
            let kept = try await world.count("select count(*)::int from tiepdan.clock_recount where recounted_on = date '2026-11-25'")
            #expect(kept == 1)
        }
    }
}
