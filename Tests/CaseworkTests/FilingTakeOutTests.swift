import Casework
import Law
import Postgres
import TestSupport
import Testing

/// A letter that was filed with a bundle and is dealt with after all.
@Suite struct FilingTakeOutTests {
    private func takeOut(
        _ world: TestWorld, _ id: Int64, _ reason: String = "Đọc được dưới đèn", on day: Day? = nil, by name: String = "hdnd.officer"
    ) async throws -> EnvelopeView {
        let seen = try await world.casework.postbag.envelope(id, by: world.actor("hdnd.clerk")).sequence
        return try await world.casework.filing.takeOut(
            id, TakeOutDraft(reason: reason, on: day, expectedSequence: seen), key: nil, by: world.actor(name))
    }

    private func filed(_ world: TestWorld, _ number: String, _ ground: String, envelopes: [Int64] = [], bundle: Int64? = nil) async throws
        -> FilingView
    {
        var draft = FilingDraft(number: number, ground: ground)
        draft.envelopes = envelopes
        draft.bundle = bundle
        let proposal = try await world.casework.filing.propose(draft, key: nil, by: world.actor("hdnd.clerk"))
        return try await world.casework.filing.sign(proposal.id, on: nil, key: nil, by: world.actor("hdnd.leader"))
    }

    private func week(_ world: TestWorld) async throws -> [Int] {
        let register = try await world.casework.registers.weekly(
            from: Day(2026, 11, 16), to: Day(2026, 11, 22), leaderName: nil, by: world.actor("hdnd.leader"))
        return [register.week.received, register.week.processed]
    }

    @Test func `it is open again, the paper keeps it as taken out, the counts follow`() async throws {
        try await TestWorld.lease { world in
            let original = try await world.register(world.draft())
            let letter = try await PostbagTests.opened(
                world, try await PostbagTests.envelope(world, "Trần Thị Mới", on: Day(2026, 11, 18)), gist: "Chữ mờ")
            let copy = try await PostbagTests.tied(world, to: original.petition)
            world.clock.set(Day(2026, 11, 20))
            let paper = try await filed(world, "11/PĐX", "illegible", envelopes: [letter.id, copy.id])
            #expect(try await week(world) == [3, 2])

            world.clock.set(Day(2026, 11, 21))
            let clerk = try await problem { try await takeOut(world, letter.id, by: "hdnd.clerk") }
            #expect(clerk?.kind == .forbidden)
            let elsewhere = try await problem { try await takeOut(world, letter.id, by: "ubnd.leader") }
            #expect(elsewhere?.kind == .missing)
            let mute = try await problem { try await takeOut(world, letter.id, " ") }
            #expect(mute?.errors.map(\.field) == ["reason"])
            for day in [Day(2026, 11, 19), Day(2026, 11, 22)] {
                let wrong = try await problem { try await takeOut(world, letter.id, on: day) }
                #expect(wrong?.errors.map(\.field) == ["on"], "\(day)")
            }

            let seen = try await world.casework.postbag.envelope(letter.id, by: world.actor("hdnd.clerk")).sequence
            let draft = TakeOutDraft(reason: "Đọc được dưới đèn", on: Day(2026, 11, 20), expectedSequence: seen)
            let out = try await world.casework.filing.takeOut(letter.id, draft, key: "lay-ra-thu-01", by: world.actor("hdnd.officer"))
            #expect(out.state == .opened && out.proposal == nil && out.filedOn == nil && out.petition == nil)
            #expect(out.takenOutOf == paper.id && out.takenOutOn == Day(2026, 11, 20) && out.remark == "Đọc được dưới đèn")
            let again = try await world.casework.filing.takeOut(letter.id, draft, key: "lay-ra-thu-01", by: world.actor("hdnd.officer"))
            #expect(again == out, "once")
            let twice = try await problem { try await takeOut(world, letter.id) }
            #expect(twice?.code == "envelope_state")
            #expect(try await week(world) == [2, 1], "what is open again counts when it is entered")

            let tied = try await takeOut(world, copy.id, "Phải xem lại", by: "hdnd.leader")
            #expect(tied.state == .tied && tied.petition == original.petition)
            #expect(try await week(world) == [2, 0])

            let view = try await world.casework.filing.proposal(paper.id, by: world.actor("hdnd.clerk"))
            #expect(view.state == "signed" && view.items.count == 2)
            let item = try #require(view.items.first { $0.envelope == letter.id })
            #expect(item.takenOutOn == Day(2026, 11, 20) && item.takenOutReason == "Đọc được dưới đèn")
            #expect(item.takenOutBy == world.officer("hdnd.officer").fullName)
            let line = try #require(
                try await world.casework.filing.list(cursor: nil, limit: 10, by: world.actor("hdnd.clerk")).items.first)
            #expect(line.items == 2 && line.takenOut == 2)
            let told = try await world.superuser.read { db in
                try db.values(
                    "select payload::text from tiepdan.envelope_step where envelope = \(letter.id) and event = 'unfile'", as: String.self)
            }
            #expect(told.count == 1 && told[0].contains("reason") && told[0].contains("2026-11-20") && !told[0].contains("dưới đèn"))
            #expect(try await world.findings() == [])

            // The letter goes into the book, the copy is filed by another paper.
            var own = world.draft(receivedOn: Day(2026, 11, 18), name: "Trần Thị Mới")
            own.envelope = letter.id
            let entered = try await world.register(own)
            #expect(entered.number == 2)
            let second = try await filed(world, "12/PĐX", "copy", envelopes: [copy.id])
            let filedAgain = try await world.casework.postbag.envelope(copy.id, by: world.actor("hdnd.clerk"))
            #expect(filedAgain.state == .filed && filedAgain.proposal == second.id)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `a copy goes with its petition, by its reopening`() async throws {
        try await TestWorld.lease { world in
            let original = try await world.register(world.draft())
            _ = try await world.step(
                original.caseID, "classify",
                ["kind": .text("feedback"), "eligibility": .text("ineligible"), "jurisdiction": .text("not_competent")], by: "hdnd.officer")
            let copy = try await PostbagTests.tied(world, to: original.petition)
            _ = try await filed(world, "13/PĐX", "lacks_elements", bundle: original.petition)
            let before = try await world.everything()
            let refused = try await problem { try await takeOut(world, copy.id, by: "hdnd.leader") }
            #expect(refused?.code == "filed_with_petition" && refused?.message.contains("đơn số 1/2026") == true)
            #expect(try await world.everything() == before)
            world.clock.set(Day(2026, 11, 20))
            _ = try await world.step(original.caseID, "reopen", ["reason": .text("Có tình tiết mới")], by: "hdnd.leader")
            let out = try await takeOut(world, copy.id, by: "hdnd.leader")
            #expect(out.state == .tied && out.petition == original.petition)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `why a denunciation was taken out stands nowhere`() async throws {
        try await TestWorld.lease { world in
            let sealed = try await world.register(world.draft(.denunciation))
            let envelope = try await PostbagTests.envelope(world, nil)
            let clerk = world.actor("hdnd.clerk")
            let opened = try await world.casework.postbag.open(
                envelope.id, OpeningDraft(denunciation: true, expectedSequence: envelope.sequence), key: nil, by: clerk)
            _ = try await world.casework.postbag.tie(
                envelope.id, TieDraft(petition: sealed.petition, expectedSequence: opened.sequence), key: nil, by: clerk)
            let paper = try await filed(world, "14/PĐX", "copy", envelopes: [envelope.id])
            let out = try await takeOut(world, envelope.id, "Ông Kín Đáo báo thêm")
            #expect(out.state == .tied && out.remark == nil)
            let view = try await world.casework.filing.proposal(paper.id, by: clerk)
            #expect(view.items.first?.takenOutOn == Day(2026, 11, 19) && view.items.first?.takenOutReason == nil)
            let kept = try await world.everything()
            #expect(!kept.contains("Kín Đáo"))
            #expect(try await world.findings() == [])

            // What turns out to denounce later loses the reason too.
            let letter = try await PostbagTests.opened(world, try await PostbagTests.envelope(world, nil), gist: nil)
            _ = try await filed(world, "15/PĐX", "illegible", envelopes: [letter.id])
            let again = try await takeOut(world, letter.id, "Bà Lặng Thinh đến hỏi")
            _ = try await world.casework.postbag.open(
                letter.id, OpeningDraft(denunciation: true, expectedSequence: again.sequence), key: nil, by: clerk)
            let after = try await world.everything()
            #expect(!after.contains("Lặng Thinh"))
            #expect(try await world.findings() == [])
        }
    }
}
