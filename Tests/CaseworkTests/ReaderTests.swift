import Casework
import Law
import Postgres
import TestSupport
import Testing

/// The first settler follows the second instance without reading in it; the office above keeps what it may do on the first.
@Suite struct ReaderTests {
    private func firstDecided(_ world: TestWorld) async throws -> FollowedPetition {
        try await world.put("phohien", under: "ubnd")
        let it = try await FollowedPetition.registered(world, .complaint, by: "phohien")
        try await it.take("propose_accept", as: "officer", on: Day(2026, 11, 20))
        try await it.take("accept", as: "leader", on: Day(2026, 11, 23))
        try await it.take("find_right", as: "officer", on: Day(2026, 11, 24))
        let decision: [String: FactInput] = .decision("8/QĐ", "2026-11-25", and: ["result": .text("wrong")])
        try await it.take("sign_decision", as: "leader", on: Day(2026, 11, 25), decision)
        try await it.take("send", as: "clerk", on: Day(2026, 11, 27))
        return it
    }

    @Test func theFirstSettlerSeesStatesDaysAndDecisionsOnly() async throws {
        try await TestWorld.lease { world in
            let it = try await firstDecided(world)
            world.clock.set(Day(2026, 12, 4))
            let taken: [String: FactInput] = ["received_on": .text("2026-12-04"), "reason": .text("Lời khiếu nại tiếp")]
            let opened = try await world.step(it.entry.caseID, "second_complaint", taken, by: "ubnd.clerk")
            let second = try #require(opened.created["case"])
            let petition = try #require(opened.created["petition"])
            world.clock.set(Day(2026, 12, 7))
            _ = try await world.step(second, "propose_accept", by: "ubnd.officer")
            world.clock.set(Day(2026, 12, 10))
            _ = try await world.step(second, "accept", by: "ubnd.leader")
            _ = try await world.step(second, "assign_verification", .decision("90/QĐ-UBND", "2026-12-10"), by: "ubnd.leader")
            world.clock.set(Day(2026, 12, 21))
            _ = try await world.step(second, "report", ["summary": .text("Nhận xét riêng về cấp dưới.")], by: "ubnd.officer")
            _ = try await world.step(second, "invite_dialogue", ["dialogue_on": .text("2026-12-28")], by: "ubnd.officer")
            world.clock.set(Day(2026, 12, 28))
            _ = try await world.step(second, "record_dialogue", ["attendance": .text("attended")], by: "ubnd.officer")
            world.clock.set(Day(2026, 12, 29))
            _ = try await world.step(second, "draft_decision", by: "ubnd.officer")
            let decision: [String: FactInput] = .decision("99/QĐ-UBND", "2026-12-30", and: ["result": .text("recognised")])
            world.clock.set(Day(2026, 12, 30))
            _ = try await world.step(second, "sign_decision", decision, by: "ubnd.leader")
            let kept = try await world.casework.attachments.upload(
                Scan.stream("%PDF-1.7 báo cáo"), name: "báo cáo.pdf", kind: nil, to: .caseFile(second), by: world.actor("ubnd.officer"))

            let owner = try await world.casework.cases.caseFile(second, by: world.actor("ubnd.clerk"))
            #expect(owner.journal.contains { entry in entry.facts.contains { $0.value == "Nhận xét riêng về cấp dưới." } })
            #expect(owner.attachments.map(\.id) == [kept.id] && owner.documents.count > 1)
            let reader = try await world.casework.cases.caseFile(second, by: world.actor("phohien.leader"))
            #expect(reader.relations == ["reader"] && reader.state == owner.state && reader.nextDue == owner.nextDue)
            #expect(reader.journal.map(\.event) == owner.journal.map(\.event))
            #expect(reader.journal.map(\.occurredOn) == owner.journal.map(\.occurredOn))
            #expect(reader.journal.allSatisfy { $0.facts.isEmpty && $0.officerName == nil })
            #expect(reader.clocks == owner.clocks && reader.attachments.isEmpty && reader.allowed.isEmpty)
            #expect(reader.documents.map(\.kind) == ["second_decision"] && reader.documents.first?.number == "99/QĐ-UBND")
            let entries = try await world.casework.cases.journal(second, by: world.actor("phohien.leader"))
            #expect(entries == reader.journal)
            let file = try await problem { try await world.casework.attachments.open(kept.id, by: world.actor("phohien.leader")) }
            #expect(file?.kind == .missing)
            let letter = try await problem { try await world.casework.petitions.petition(petition, by: world.actor("phohien.leader")) }
            #expect(letter?.kind == .missing)
            let read = try await world.casework.attachments.open(kept.id, by: world.actor("ubnd.clerk"))
            #expect(!read.path.isEmpty)
        }
    }

    /// The file of the first instance lies open to who may have to settle the second: words, papers and all.
    @Test func theOfficeAboveKeepsTheFirstCase() async throws {
        try await TestWorld.lease { world in
            let it = try await firstDecided(world)
            let above = try await world.casework.cases.caseFile(it.entry.caseID, by: world.actor("ubnd.officer"))
            #expect(above.relations == ["superior"] && above.allowed.contains { $0.event == "second_complaint" })
            let own = try await it.view()
            #expect(above.documents == own.documents && above.journal == own.journal)
            let letter = try await world.casework.petitions.petition(it.entry.petition, by: world.actor("ubnd.officer"))
            #expect(letter.caseID == it.entry.caseID)
        }
    }
}
