import Casework
import Law
import Postgres
import TestSupport
import Testing

/// What a step says of a petition stands in the office's entry too: reports count there.
@Suite struct EntryFollowsTests {
    private func entered(_ world: TestWorld, _ kind: PetitionKind = .feedback) async throws -> RegisteredPetition {
        var draft = world.draft(kind)
        draft.jurisdiction = .competent
        return try await world.register(draft, by: "ubnd.clerk")
    }

    @Test(arguments: [PetitionKind.complaint, .feedback]) func anIneligibleLetterIsCountedAsSuch(kind: PetitionKind) async throws {
        try await TestWorld.lease { world in
            let registered = try await entered(world, kind)
            let ground: [String: FactInput] = ["ground": .text("lacks_elements"), "reason": .text("Không ghi họ tên.")]
            let version = try #require(world.casework.rulebook.version(of: kind.rawValue, on: world.clock.today))
            let takes = Set(version.transitions.filter { $0.event == "mark_ineligible" }.flatMap(\.takes).map(\.name))
            _ = try await world.step(registered.caseID, "mark_ineligible", ground.filter { takes.contains($0.key) }, by: "ubnd.officer")
            let view = try await world.casework.petitions.petition(registered.petition, by: world.actor("ubnd.officer"))
            #expect(view.eligibility == .ineligible && view.ineligibleReason == "Không ghi họ tên.")
        }
    }

    @Test func whoeverIsChargedHasTheCaseInHand() async throws {
        try await TestWorld.lease { world in
            let registered = try await entered(world)
            let officer = try world.actor("ubnd.officer").officer().id
            let stranger = try world.actor("snnmt.officer").officer().id
            let refused = try await problem {
                try await world.step(registered.caseID, "accept", ["handler": .number(stranger)], by: "ubnd.leader")
            }
            #expect(refused?.errors.map(\.code) == ["unknown_officer"] && refused?.errors.first?.field == "handler")
            _ = try await world.step(registered.caseID, "accept", ["handler": .number(officer)], by: "ubnd.leader")
            let caseID = registered.caseID
            let handler = try await world.superuser.read { db in
                try db.value("select handler from tiepdan.case_file where id = \(caseID)", as: Int64.self)
            }
            #expect(handler == officer)
        }
    }

    /// What comes back from a body that declined it is nobody's outcome, on no day.
    @Test func whatComesBackHasNoOutcome() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            _ = try await world.step(sent.caseID, "decline", ["reason": .text("Nhầm")], by: "snnmt.officer")
            let petition = sent.petition.petition
            let empty = try await world.count(
                """
                select count(*)::int from tiepdan.registration
                 where petition = \(petition) and outcome is null and outcome_on is null
                """)
            #expect(empty == 1)
        }
    }
}
