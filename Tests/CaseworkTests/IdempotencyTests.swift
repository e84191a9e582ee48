import Casework
import Law
import Postgres
import TestSupport
import Testing

@Suite struct IdempotencyTests {
    @Test func theSameKeyGivesTheSameAnswerOnce() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let first = try await world.casework.petitions.register(world.draft(), key: "lan-mot-01", by: clerk)
            world.clock.advance(seconds: 3600)
            let again = try await world.casework.petitions.register(world.draft(), key: "lan-mot-01", by: clerk)
            #expect(again == first)
            let petitions = try await world.count("select count(*) from tiepdan.petition")
            #expect(petitions == 1)
            let other = try await problem {
                try await world.casework.petitions.register(world.draft(title: "Việc khác"), key: "lan-mot-01", by: clerk)
            }
            #expect(other?.kind == .conflict && other?.code == "idempotency_key_reused")
            let otherOperation = try await problem {
                try await world.casework.registers.issue(
                    from: Day(2026, 11, 9), to: Day(2026, 11, 15), leaderName: nil, key: "lan-mot-01", by: world.actor("hdnd.clerk"))
            }
            #expect(otherOperation?.kind == .forbidden)
            let colleague = try await world.casework.petitions.register(world.draft(), key: "lan-mot-01", by: world.actor("hdnd.officer"))
            #expect(colleague.number == 2)
        }
    }

    @Test func eightAtOnceWithOneKeyWriteOnce() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let answers = try await withThrowingTaskGroup(of: RegisteredPetition.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await world.casework.petitions.register(world.draft(), key: "cung-luc-01", by: clerk) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count == 8)
            #expect(Set(answers.map(\.receiptCode)).count == 1)
            let petitions = try await world.count("select count(*) from tiepdan.petition")
            #expect(petitions == 1)
            let next = try await world.register(world.draft())
            #expect(next.number == 2)
        }
    }

    @Test func aRefusedRequestLeavesItsKeyFree() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            var wrong = world.draft()
            wrong.matter = 424_242
            let refused = try await problem { try await world.casework.petitions.register(wrong, key: "sua-lai-001", by: clerk) }
            #expect(refused?.errors.first?.field == "matter")
            let right = try await world.casework.petitions.register(world.draft(), key: "sua-lai-001", by: clerk)
            #expect(right.number == 1)
        }
    }

    @Test func aKeyOfTheWrongShapeIsRefused() async throws {
        try await TestWorld.lease { world in
            for key in ["", "short", String(repeating: "k", count: 101), "with space", "có-dấu-tiếng-việt", "nul\u{0}nul1"] {
                let refused = try await problem {
                    try await world.casework.petitions.register(world.draft(), key: key, by: world.actor("hdnd.clerk"))
                }
                #expect(refused?.errors.first?.code == "invalid_key", "\(key)")
            }
        }
    }

    @Test func aRepeatedStepAnswersInsteadOfBeingStale() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft())
            let draft = EventDraft(
                event: "classify",
                facts: ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")],
                expectedSequence: 1)
            let officer = world.actor("hdnd.officer")
            let first = try await world.casework.cases.step(registered.caseID, draft, key: "buoc-00001", by: officer)
            let again = try await world.casework.cases.step(registered.caseID, draft, key: "buoc-00001", by: officer)
            #expect(again == first)
            let fresh = try await problem { try await world.casework.cases.step(registered.caseID, draft, key: "buoc-00002", by: officer) }
            #expect(fresh?.code == "stale_sequence" && fresh?.currentSequence == 2 && fresh?.kind == .conflict)
        }
    }

    @Test func ofTwoWhoSawTheSameSequenceOneMoves() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft())
            let draft = EventDraft(
                event: "classify",
                facts: ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")],
                expectedSequence: 1)
            let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
                for name in ["hdnd.clerk", "hdnd.officer", "hdnd.leader", "hdnd.clerk", "hdnd.officer"] {
                    group.addTask {
                        try await problem {
                            try await world.casework.cases.step(registered.caseID, draft, key: nil, by: world.actor(name))
                        }?.code ?? "moved"
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.sorted() == ["moved", "stale_sequence", "stale_sequence", "stale_sequence", "stale_sequence"])
            let stand = try await world.stand(of: registered.caseID)
            #expect(stand.seq == 2)
        }
    }
}
