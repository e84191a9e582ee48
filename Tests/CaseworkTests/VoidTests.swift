import Casework
import Law
import Postgres
import TestSupport
import Testing

/// A petition entered by mistake, and one that comes back with new facts.
@Suite struct VoidTests {
    private let reason: [String: FactInput] = ["reason": .text("Vào sổ hai lần cùng một đơn")]

    @Test func aVoidNumberStaysInTheBookAndCountsNowhere() async throws {
        try await TestWorld.lease { world in
            let leader = world.actor("hdnd.leader")
            let first = try await world.register(world.draft(name: "Trần Thị Nhầm"))
            let twice = try await world.register(world.draft(name: "Trần Thị Nhầm"))
            let bare = try await problem { try await world.step(twice.caseID, "void", by: "hdnd.leader") }
            #expect(bare?.code == "fact_missing" && bare?.errors.first?.field == "reason")
            let clerk = try await problem { try await world.step(twice.caseID, "void", reason, by: "hdnd.clerk") }
            #expect(clerk?.kind == .forbidden)
            world.clock.set(Day(2026, 11, 20))
            let step = try await world.step(twice.caseID, "void", reason, by: "hdnd.leader")
            #expect(step.state == "voided")
            #expect(try await world.running(twice.caseID).isEmpty)

            let view = try await world.casework.petitions.petition(twice.petition, by: leader)
            #expect(view.number == twice.number && view.final && view.stateTitle == "Đã hủy số (vào sổ nhầm)")
            let next = try await world.register(world.draft())
            #expect(next.number == twice.number + 1, "the number is not given again")
            let open = try await world.casework.petitions.list(PetitionFilter(open: true), by: leader)
            #expect(open.items.map(\.petition) == [next.petition, first.petition])
            let same = try await world.casework.petitions.duplicates(name: "Trần Thị Nhầm", idNumber: nil, words: nil, by: leader)
            #expect(same.map(\.petition) == [first.petition])
            let stage = try await world.casework.petitions.lookup(twice.receiptCode)
            #expect(stage.stages.map(\.closed) == [true] && stage.stages[0].words.contains("vào sổ nhầm"))

            func weekly(_ to: Day) async throws -> WeeklyRegister {
                try await world.casework.registers.weekly(from: Day(2026, 11, 16), to: to, leaderName: nil, by: leader)
            }
            let before = try await weekly(Day(2026, 11, 19))
            #expect(before.received.count == 3 && before.week.received == 3 && before.open.count == 3, "nobody knew yet")
            let after = try await weekly(Day(2026, 11, 20))
            #expect(after.received.map(\.caseID) == [first.caseID, next.caseID] && after.week.received == 2)
            #expect(after.closed.isEmpty && after.week.processed == 0 && after.open.count == 2)
            #expect(try await world.findings() == [])
        }
    }

    /// A register that was issued keeps what it showed; the next one neither repeats nor misses it.
    @Test func whatIsVoidedAfterTheRegisterIsNoLateEntry() async throws {
        try await TestWorld.lease { world in
            let leader = world.actor("hdnd.leader")
            world.clock.set(Day(2026, 11, 23))
            _ = try await world.casework.registers.issue(
                from: Day(2026, 11, 16), to: Day(2026, 11, 22), leaderName: nil, key: nil, by: leader)
            let late = try await world.register(world.draft(receivedOn: Day(2026, 11, 20)))
            _ = try await world.step(late.caseID, "void", reason, by: "hdnd.leader")
            let next = try await world.casework.registers.weekly(
                from: Day(2026, 11, 23), to: Day(2026, 11, 29), leaderName: nil, by: leader)
            #expect(next.received.isEmpty && next.closed.isEmpty && next.open.isEmpty)
        }
    }

    @Test func whatHasGoneOutIsNotVoided() async throws {
        try await TestWorld.lease { world in
            let asked = try await world.register(world.draft())
            _ = try await world.step(
                asked.caseID, "ask_information",
                ["request": .text("Bổ sung"), "letter_number": .text("4/HĐND"), "letter_date": .text("2026-11-19")],
                by: "hdnd.officer")
            let issued = try await problem { try await world.step(asked.caseID, "void", reason, by: "hdnd.leader") }
            #expect(issued?.code == "guard_failed" && issued?.errors.first?.field == "nothing_issued")
            let sent = try await world.referred()
            let accepted = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            let theirs = try await problem {
                try await world.step(try #require(accepted.created["case"]), "void", reason, by: "snnmt.leader")
            }
            #expect(theirs?.errors.first?.field == "not_by_referral")
            let gone = try await problem { try await world.step(sent.petition.caseID, "void", reason, by: "hdnd.leader") }
            #expect(gone?.code == "not_allowed_in_state")
        }
    }

    @Test(arguments: [PetitionKind.complaint, .feedback]) func settlementsAreVoidedTooBeforeTheyBegin(kind: PetitionKind) async throws {
        try await TestWorld.lease { world in
            var draft = world.draft(kind)
            draft.jurisdiction = .competent
            let registered = try await world.register(draft, by: "ubnd.clerk")
            let step = try await world.step(registered.caseID, "void", reason, by: "ubnd.leader")
            #expect(step.state == "voided")
            #expect(try await world.findings() == [])
        }
    }

    @Test func whatWasFiledReopensOnNewFacts() async throws {
        try await TestWorld.lease { world in
            let leader = world.actor("hdnd.leader")
            let registered = try await world.register(world.draft())
            _ = try await world.step(
                registered.caseID, "classify",
                ["kind": .text("feedback"), "eligibility": .text("ineligible"), "jurisdiction": .text("not_competent")], by: "hdnd.officer")
            _ = try await world.step(registered.caseID, "file_away", ["ground": .text("lacks_elements")], by: "hdnd.officer")
            let closed = try await world.casework.cases.caseFile(registered.caseID, by: leader)
            #expect(closed.final && closed.allowed.map(\.event) == ["reopen"])
            world.clock.set(Day(2026, 11, 25))
            let step = try await world.step(registered.caseID, "reopen", ["reason": .text("Đã bổ sung chữ ký")], by: "hdnd.officer")
            #expect(step.state == "received")
            #expect(try await world.running(registered.caseID) == ["TCD-4B": Day(2026, 12, 9)])
            let view = try await world.casework.petitions.petition(registered.petition, by: leader)
            #expect(!view.final)
            let petition = registered.petition
            let free = try await world.count(
                "select count(*)::int from tiepdan.registration where petition = \(petition) and outcome is null")
            #expect(free == 1)
            let open = try await world.casework.petitions.list(PetitionFilter(open: true), by: leader)
            #expect(open.items.map(\.petition) == [registered.petition])
            _ = try await world.step(
                registered.caseID, "classify",
                ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")], by: "hdnd.officer")
            #expect(try await world.findings() == [])
        }
    }
}
