import Casework
import Law
import TestSupport
import Testing

/// What each cell of a leader's weekly register says, word for word, about petitions that went through the desks.
@Suite struct RegisterCellsTests {
    /// The line of a case in the register of one week, wherever it stands.
    private func cells(
        _ world: TestWorld, _ caseID: Int64, from: Day = Day(2026, 11, 16), to: Day = Day(2026, 11, 22), by name: String = "hdnd.leader"
    ) async throws -> WeeklyRegister.Line {
        let register = try await world.casework.registers.weekly(from: from, to: to, leaderName: nil, by: world.actor(name))
        let lines = register.received + register.closed + register.open
        return try #require(lines.first { $0.caseID == caseID })
    }

    @Test func whereAPetitionCameFrom() async throws {
        try await TestWorld.lease { world in
            let posted = try await world.register(world.draft())
            let plain = try await cells(world, posted.caseID)
            #expect(plain.source == "Qua bưu chính" && plain.code == "1/2026" && plain.kind == "Kiến nghị, phản ánh")
            #expect(plain.who == "Nguyễn Văn An" && plain.handling == "Mới tiếp nhận" && plain.reminders == 0)
            #expect([plain.field, plain.directions, plain.letter, plain.reply, plain.note] == ["", "", "", "", ""])

            let clerk = world.actor("hdnd.clerk")
            let session = try await world.casework.sessions.open(
                SessionDraft(kind: .regular, sessionDate: Day(2026, 11, 19), place: "Phòng tiếp công dân"), key: nil, by: clerk)
            for (channel, words) in [(Channel.desk, "Nộp trực tiếp"), (Channel.oral, "Trình bày trực tiếp")] {
                var visitor = VisitDraft(session: session.session)
                visitor.visitors = [PersonDraft(fullName: "Bùi Thị Lụa")]
                let visit = try await world.casework.visits.register(visitor, key: nil, by: clerk)
                var draft = world.draft(name: "Bùi Thị Lụa", title: "Việc nói tại buổi tiếp")
                draft.channel = channel
                draft.visit = visit.visit
                let registered = try await world.register(draft)
                let line = try await cells(world, registered.caseID)
                #expect(line.source == words && line.who == "Bùi Thị Lụa")
            }

            var typed = world.draft(title: "Đại biểu chuyển đến")
            typed.channel = .forwarded
            typed.sourceBody = "Đoàn đại biểu Quốc hội tỉnh Hưng Yên"
            let delegate = try await world.register(typed)
            let fromDelegates = try await cells(world, delegate.caseID)
            #expect(fromDelegates.source == "Cơ quan khác chuyển đến: Đoàn đại biểu Quốc hội tỉnh Hưng Yên")

            var chosen = world.draft(title: "Ban Tiếp công dân chuyển đến")
            chosen.channel = .forwarded
            chosen.sourceOrganisation = world.office("btcd")
            let board = try await world.register(chosen)
            let fromBoard = try await cells(world, board.caseID)
            #expect(fromBoard.source == "Cơ quan khác chuyển đến: Ban Tiếp công dân tỉnh Hưng Yên")
        }
    }

    @Test func theFieldIsNamedFromTheCounterOnAndBetterLater() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft()
            draft.fieldCode = "admin.land.boundary"
            let registered = try await world.register(draft)
            let typed = try await cells(world, registered.caseID)
            #expect(typed.field == "Ranh giới, diện tích, tranh chấp đất đai")
            _ = try await world.step(
                registered.caseID, "classify",
                [
                    "kind": .text("complaint"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent"),
                    "field": .text("admin.other.environment"),
                ], by: "hdnd.officer")
            let classified = try await cells(world, registered.caseID)
            #expect(classified.field == "Môi trường, rác thải, nước thải" && classified.kind == "Khiếu nại")
            #expect(classified.handling == "Đã phân loại")
        }
    }

    @Test func notesTellOfGroupsCopiesAndLateEntries() async throws {
        try await TestWorld.lease { world in
            _ = try await world.register(world.draft(title: "Việc khác"))
            let first = try await world.register(world.draft(name: "Trần Văn Đoàn"))
            #expect(first.number == 2)
            func group(_ change: (inout PetitionDraft) -> Void = { _ in }) -> PetitionDraft {
                var draft = world.draft(name: "Trần Văn Đoàn", title: "Đường làng ngập nước, gửi lại")
                draft.people = 7
                draft.petitioners?[0].address = "Số 5 Chùa Chuông"
                change(&draft)
                return draft
            }
            let many = try await world.register(group())
            let crowd = try await cells(world, many.caseID)
            #expect(crowd.note == "đông người" && crowd.who == "Trần Văn Đoàn, Số 5 Chùa Chuông (đoàn 7 người)")

            var pair = world.draft(name: "Trần Văn Đôi")
            pair.filerKind = "group"
            pair.people = 2
            pair.representatives = 1
            let two = try await world.register(pair)
            let few = try await cells(world, two.caseID)
            #expect(few.note == "", "two are no crowd")

            var copy = world.draft(name: "Trần Văn Đoàn")
            copy.duplicateOf = first.petition
            let again = try await world.register(copy)
            let double = try await cells(world, again.caseID)
            #expect(double.note == "trùng với đơn số 2/2026" && double.who == "Trần Văn Đoàn")
            let original = try await cells(world, first.caseID)
            #expect(original.note == "", "the first letter is no copy")

            let both = try await world.register(group { $0.duplicateOf = first.petition })
            let noted = try await cells(world, both.caseID)
            #expect(noted.note == "trùng với đơn số 2/2026; đông người")

            // Entered after the week's register was issued: the next one says so first.
            world.clock.set(Day(2026, 11, 23))
            _ = try await world.casework.registers.issue(
                from: Day(2026, 11, 16), to: Day(2026, 11, 22), leaderName: nil, key: nil, by: world.actor("hdnd.leader"))
            world.clock.set(Day(2026, 11, 25))
            let late = try await world.register(
                group {
                    $0.receivedOn = Day(2026, 11, 20)
                    $0.duplicateOf = first.petition
                })
            let added = try await cells(world, late.caseID, from: Day(2026, 11, 23), to: Day(2026, 11, 29))
            #expect(added.lateEntry && added.note == "bổ sung kỳ trước; trùng với đơn số 2/2026; đông người")
        }
    }

    @Test func whatTheLeaderSaidStandsInItsOrder() async throws {
        try await TestWorld.lease { world in
            let leader = world.actor("hdnd.leader")
            let registered = try await world.register(world.draft())
            let (chairman, deputy) = ("Đồng chí Chủ tịch", "Đồng chí Phó Chủ tịch")
            func say(_ name: String, _ day: Day, _ words: String) async throws {
                _ = try await world.casework.cases.addDirection(
                    registered.caseID, leaderName: name, givenOn: day, text: words, key: nil, by: leader)
            }
            world.clock.set(Day(2026, 11, 20))
            try await say(chairman, Day(2026, 11, 20), "Giao Ban Pháp chế nghiên cứu")
            // Written down later, said earlier.
            try await say(deputy, Day(2026, 11, 19), "Trả lời trước ngày 30/11")
            world.clock.set(Day(2026, 11, 23))
            try await say(chairman, Day(2026, 11, 23), "Báo cáo kết quả")
            let line = try await cells(world, registered.caseID)
            let week =
                "Đồng chí Phó Chủ tịch (19/11/2026): Trả lời trước ngày 30/11; Đồng chí Chủ tịch (20/11/2026): Giao Ban Pháp chế nghiên cứu"
            #expect(line.directions == week)
            let next = try await cells(world, registered.caseID, from: Day(2026, 11, 23), to: Day(2026, 11, 29))
            #expect(next.directions == week + "; Đồng chí Chủ tịch (23/11/2026): Báo cáo kết quả")
        }
    }

    /// The entry is one line, whichever of its cases goes on with it.
    @Test func aDirectionStaysWithTheEntryWhenItsSettlementOpens() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft(), by: "snnmt.clerk")
            _ = try await world.casework.cases.addDirection(
                registered.caseID, leaderName: "Giám đốc Sở", givenOn: Day(2026, 11, 19), text: "Giải quyết ngay", key: nil,
                by: world.actor("snnmt.leader"))
            _ = try await world.step(
                registered.caseID, "classify",
                ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("competent")], by: "snnmt.officer")
            world.clock.set(Day(2026, 11, 20))
            let step = try await world.step(registered.caseID, "hand_over", by: "snnmt.officer")
            let own = try #require(step.created["case"])
            let register = try await world.casework.registers.weekly(
                from: Day(2026, 11, 16), to: Day(2026, 11, 22), leaderName: nil, by: world.actor("snnmt.leader"))
            #expect(register.received.map(\.caseID) == [own] && register.open.map(\.caseID) == [own] && register.closed.isEmpty)
            #expect(register.open.first?.directions == "Giám đốc Sở (19/11/2026): Giải quyết ngay")
            #expect(register.open.first?.handling == "Đã vào sổ")
        }
    }

    @Test func remindersAndTheReplyOfWhoWasAsked() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred(answerBy: Day(2026, 11, 30))
            let caseID = sent.petition.caseID
            let fresh = try await cells(world, caseID)
            #expect(fresh.letter == "12/HĐND-TT, 19/11/2026" && fresh.handling == "Đã chuyển đơn, chờ kết quả")
            #expect(fresh.settler == "Sở Nông nghiệp và Môi trường tỉnh Hưng Yên" && fresh.reminders == 0 && fresh.reply == "")
            #expect(fresh.due == Day(2026, 11, 30) && fresh.timing == "trong hạn")

            world.clock.set(Day(2026, 11, 23))
            let accepted = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            let own = try #require(accepted.created["case"])
            _ = try await world.step(own, "accept", by: "snnmt.officer")
            for (day, letter, answerBy) in [
                (Day(2026, 12, 2), "31/ĐĐ-HĐND", "2026-12-11"), (Day(2026, 12, 4), "32/ĐĐ-HĐND", "2026-12-15"),
            ] {
                world.clock.set(day)
                _ = try await world.step(
                    sent.caseID, "urge",
                    ["letter_number": .text(letter), "letter_date": .text(day.iso), "answer_by": .text(answerBy)], by: "hdnd.officer")
            }
            let (monday, sunday) = (Day(2026, 11, 30), Day(2026, 12, 6))
            let none = try await cells(world, caseID, from: Day(2026, 11, 23), to: Day(2026, 11, 29))
            let once = try await cells(world, caseID, from: monday, to: Day(2026, 12, 3))
            let twice = try await cells(world, caseID, from: monday, to: sunday)
            #expect([none.reminders, once.reminders, twice.reminders] == [0, 1, 2], "each week counts the letters sent by then")
            #expect(twice.due == Day(2026, 11, 30) && twice.overdueDays == 6 && twice.timing == "quá hạn 6 ngày")
            #expect(twice.letter == "12/HĐND-TT, 19/11/2026", "a reminder is no letter of transfer")

            world.clock.set(Day(2026, 12, 8))
            let words = "Đã bố trí vốn, sửa xong trong quý I/2027."
            let answer: [String: FactInput] = [
                "result": .text("explained"), "summary": .text(words), "document_number": .text("41/SNNMT-ĐĐ"),
                "document_date": .text("2026-12-08"),
            ]
            _ = try await world.step(own, "answer", answer, by: "snnmt.leader")
            let answered = try await world.step(
                sent.caseID, "answer", answer.merging(["flag_reason": .text("Chờ dự toán")]) { $1 }, by: "snnmt.officer")
            #expect(answered.breaches == ["Thực hiện quá thời hạn quy định."], "late, but not before its own case was settled")

            let (from, to) = (Day(2026, 12, 7), Day(2026, 12, 13))
            let register = try await world.casework.registers.weekly(
                from: from, to: to, leaderName: nil, by: world.actor("hdnd.leader"))
            #expect(register.closed.map(\.caseID) == [caseID] && register.open == register.closed, "answered, and not yet ended")
            let line = try #require(register.closed.first)
            #expect(line.reply == "41/SNNMT-ĐĐ, 08/12/2026, Đã bố trí vốn, sửa xong trong quý I/2027.")
            #expect(line.reminders == 2 && line.timing == "trong hạn" && line.handling == "Đã có kết quả giải quyết")
            let before = try await cells(world, caseID, from: monday, to: sunday)
            #expect(before == twice, "last week's register does not know the answer")

            // In the recipient's own register the letter is what it sent out, and its sender is named.
            let theirs = try await cells(world, own, from: from, to: to, by: "snnmt.leader")
            #expect(theirs.letter == "41/SNNMT-ĐĐ, 08/12/2026" && theirs.reply == "" && theirs.handling == "Đã trả lời")
            #expect(theirs.settler == "Sở Nông nghiệp và Môi trường tỉnh Hưng Yên, Cán bộ xử lý snnmt")
            #expect(theirs.source == "Cơ quan khác chuyển đến: Thường trực Hội đồng nhân dân tỉnh Hưng Yên")
        }
    }

    @Test func aReplyWithoutANumberStillHasItsDayAndIsCutToItsBeginning() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            _ = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            world.clock.set(Day(2026, 11, 23))
            _ = try await world.step(
                sent.caseID, "answer",
                [
                    "result": .text("explained"), "summary": .text(String(repeating: "đ", count: 400)),
                    "flag_reason": .text("Trả lời trước khi đóng hồ sơ"),
                ], by: "snnmt.officer")
            let line = try await cells(world, sent.petition.caseID, from: Day(2026, 11, 23), to: Day(2026, 11, 29))
            #expect(line.reply == "23/11/2026, " + String(repeating: "đ", count: 300))
            let before = try await cells(world, sent.petition.caseID)
            #expect(before.reply == "")
        }
    }
}
