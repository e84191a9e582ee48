import Casework
import Law
import Postgres
import TestSupport
import Testing

/// One paper files a whole bundle; and what was written on paper while the program was away.
@Suite struct FilingTests {
    /// A petition without what the law asks of one, classified so.
    private func ineligible(_ world: TestWorld) async throws -> RegisteredPetition {
        let entered = try await world.register(world.draft())
        _ = try await world.step(
            entered.caseID, "classify",
            [
                "kind": .text("feedback"), "eligibility": .text("ineligible"), "jurisdiction": .text("not_competent"),
                "reason": .text("Thiếu chữ ký"),
            ], by: "hdnd.officer")
        return entered
    }

    @Test func `one signature files petition, copies and unregistered letters`() async throws {
        try await TestWorld.lease { world in
            let original = try await ineligible(world)
            let first = try await PostbagTests.tied(world, to: original.petition, on: Day(2026, 11, 17))
            let second = try await PostbagTests.tied(world, to: original.petition)
            let letter = try await PostbagTests.opened(world, try await PostbagTests.envelope(world, nil), gist: "Chữ mờ, không đọc được")
            var draft = FilingDraft(number: "05/PĐX", ground: "lacks_elements")
            draft.bundle = original.petition
            draft.envelopes = [letter.id]
            draft.reason = "Đơn không ký tên."
            let asked = draft
            let proposal = try await world.casework.filing.propose(asked, key: nil, by: world.actor("hdnd.clerk"))
            #expect(proposal.items.count == 4 && proposal.state == "proposed")
            #expect(Set(proposal.items.compactMap(\.envelope)) == [first.id, second.id, letter.id])
            let twice = try await problem { try await world.casework.filing.propose(asked, key: nil, by: world.actor("hdnd.clerk")) }
            #expect(twice?.kind == .conflict)
            let clerk = try await problem {
                try await world.casework.filing.sign(proposal.id, on: nil, key: nil, by: world.actor("hdnd.clerk"))
            }
            #expect(clerk?.kind == .forbidden)
            let elsewhere = try await problem {
                try await world.casework.filing.sign(proposal.id, on: nil, key: nil, by: world.actor("ubnd.leader"))
            }
            #expect(elsewhere?.kind == .missing)
            let signed = try await world.casework.filing.sign(proposal.id, on: nil, key: "ky-ca-bo-01", by: world.actor("hdnd.leader"))
            #expect(signed.state == "signed" && signed.decidedOn == Day(2026, 11, 19))
            #expect(try await world.stand(of: original.caseID).state == "filed")
            for id in [first.id, second.id, letter.id] {
                let envelope = try await world.casework.postbag.envelope(id, by: world.actor("hdnd.clerk"))
                #expect(envelope.state == .filed && envelope.proposal == proposal.id && envelope.filedOn == Day(2026, 11, 19))
            }
            let register = try await world.casework.registers.weekly(
                from: Day(2026, 11, 16), to: Day(2026, 11, 22), leaderName: nil, by: world.actor("hdnd.leader"))
            #expect(register.week.received == 4 && register.week.processed == 4 && register.week.open == 0)
            let again = try await problem {
                try await world.casework.filing.sign(proposal.id, on: nil, key: nil, by: world.actor("hdnd.leader"))
            }
            #expect(again?.code == "proposal_decided")
            #expect(try await world.findings() == [])
        }
    }

    @Test func `a filing that was wrong is undone with its copies, and the bundle filed anew`() async throws {
        try await TestWorld.lease { world in
            let original = try await ineligible(world)
            let copy = try await PostbagTests.tied(world, to: original.petition)
            func file(_ number: String) async throws {
                var draft = FilingDraft(number: number, ground: "lacks_elements")
                draft.bundle = original.petition
                let proposal = try await world.casework.filing.propose(draft, key: nil, by: world.actor("hdnd.clerk"))
                _ = try await world.casework.filing.sign(proposal.id, on: nil, key: nil, by: world.actor("hdnd.leader"))
            }
            try await file("09/PĐX")
            _ = try await world.step(original.caseID, "revoke", ["reason": .text("Lưu nhầm")], by: "hdnd.leader")
            #expect(try await world.stand(of: original.caseID).state == "classified")
            let back = try await world.casework.postbag.envelope(copy.id, by: world.actor("hdnd.clerk"))
            #expect(back.state == .tied && back.proposal == nil && back.filedOn == nil && back.petition == original.petition)
            #expect(try await world.findings() == [])
            try await file("10/PĐX")
            #expect(try await world.stand(of: original.caseID).state == "filed")
            let again = try await world.casework.postbag.envelope(copy.id, by: world.actor("hdnd.clerk"))
            #expect(again.state == .filed)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `what has moved since keeps the whole bundle where it was`() async throws {
        try await TestWorld.lease { world in
            let moved = try await ineligible(world)
            let still = try await ineligible(world)
            var draft = FilingDraft(number: "06/PĐX", ground: "lacks_elements")
            draft.petitions = [moved.petition, still.petition]
            let proposal = try await world.casework.filing.propose(draft, key: nil, by: world.actor("hdnd.officer"))
            _ = try await world.step(
                moved.caseID, "reclassify",
                ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")], by: "hdnd.officer")
            let before = try await world.everything()
            let refused = try await problem {
                try await world.casework.filing.sign(proposal.id, on: nil, key: nil, by: world.actor("hdnd.leader"))
            }
            #expect(refused?.code == "item_moved" && refused?.message.contains("Đơn số 1/2026") == true)
            #expect(try await world.everything() == before)
            let withdrawn = try await world.casework.filing.withdraw(proposal.id, key: nil, by: world.actor("hdnd.officer"))
            #expect(withdrawn.state == "withdrawn")
            draft.petitions = [still.petition]
            let second = try await world.casework.filing.propose(draft, key: nil, by: world.actor("hdnd.officer"))
            _ = try await world.casework.filing.sign(second.id, on: nil, key: nil, by: world.actor("hdnd.leader"))
            #expect(try await world.stand(of: still.caseID).state == "filed")
        }
    }

    @Test func `the law is asked when a paper is written`() async throws {
        try await TestWorld.lease { world in
            let eligible = try await world.classified(world.draft())
            var draft = FilingDraft(number: "07/PĐX", ground: "lacks_elements")
            draft.petitions = [eligible.petition]
            let asked = draft
            let refused = try await problem { try await world.casework.filing.propose(asked, key: nil, by: world.actor("hdnd.clerk")) }
            #expect(refused?.code == "guard_failed" && refused?.message.hasPrefix("Đơn số 1/2026: ") == true && refused?.basis != nil)
            var unknown = asked
            unknown.ground = "because"
            let word = unknown
            let ground = try await problem { try await world.casework.filing.propose(word, key: nil, by: world.actor("hdnd.clerk")) }
            #expect(ground?.errors.map(\.field) == ["ground"])
            let letter = try await PostbagTests.envelope(world)
            var unread = FilingDraft(number: "08/PĐX", ground: "illegible")
            unread.envelopes = [letter.id]
            let unopened = unread
            let closed = try await problem { try await world.casework.filing.propose(unopened, key: nil, by: world.actor("hdnd.clerk")) }
            #expect(closed?.errors.map(\.code) == ["envelope_state"])
            let denouncing = try await world.casework.postbag.open(
                letter.id, OpeningDraft(denunciation: true, expectedSequence: 1), key: nil, by: world.actor("hdnd.clerk"))
            #expect(denouncing.denunciation)
            let clocks = try await problem { try await world.casework.filing.propose(unopened, key: nil, by: world.actor("hdnd.clerk")) }
            #expect(clocks?.errors.map(\.code) == ["denunciation_unregistered"])
            #expect(try await world.count("select count(*)::int from tiepdan.filing_proposal") == 0)
        }
    }

    @Test func `visits of an outage keep their real day`() async throws {
        try await TestWorld.lease { world in
            world.clock.set(Day(2026, 11, 23))
            let clerk = world.actor("btcd.clerk")
            func row(
                _ number: String, _ name: String?, _ change: (inout PaperVisitDraft) -> Void = { _ in }
            ) async throws -> RegisteredVisit {
                var draft = PaperVisitDraft(day: Day(2026, 11, 20), number: number)
                draft.visitor = name.map { PersonDraft(fullName: $0) }
                draft.summary = "Hỏi về đất"
                change(&draft)
                return try await world.casework.visits.enterFromPaper(draft, key: nil, by: clerk)
            }
            let placeless = try await problem { try await row("1", "Nguyễn Văn Một") }
            #expect(placeless?.errors.map(\.field) == ["place"])
            let first = try await row("1", "Nguyễn Văn Một") { $0.place = "Trụ sở tiếp công dân" }
            let second = try await row("2", nil) { $0.denunciation = true }
            #expect(first.number == 1 && second.number == 2)
            let view = try await world.casework.visits.visit(first.visit, by: clerk)
            #expect(view.visitedOn == Day(2026, 11, 20) && view.enteredAt.hasPrefix("2026-11-23") && view.paperNumber == "1")
            #expect(try await world.casework.visits.visit(second.visit, by: clerk).session == view.session, "one session for the day")
            let session = try await world.casework.sessions.session(view.session, by: clerk)
            #expect(session.sessionDate == Day(2026, 11, 20) && session.kind == .regular)
            let twice = try await problem { try await row("1", "Nguyễn Văn Một") }
            #expect(twice?.errors.map(\.code) == ["already_entered"])
            let named = try await problem { try await row("3", "Lê Thị Kín") { $0.denunciation = true } }
            #expect(named?.errors.map(\.code) == ["denouncer_not_stored"])
            let ahead = try await problem { try await row("4", "A") { $0.day = Day(2026, 11, 24) } }
            #expect(ahead?.errors.map(\.field) == ["day"])
            let week = try await world.casework.registers.weekly(
                from: Day(2026, 11, 16), to: Day(2026, 11, 22), leaderName: nil, by: world.actor("btcd.leader"))
            #expect(week.week.visits == 2)
            #expect(try await world.casework.visits.fromPaper(on: Day(2026, 11, 20), by: clerk).map(\.paperNumber) == ["1", "2"])
            #expect(try await world.findings() == [])
        }
    }
}
