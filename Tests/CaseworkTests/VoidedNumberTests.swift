import Casework
import Law
import Postgres
import TestSupport
import Testing

/// A petition entered by mistake, and one that comes back with new facts.
@Suite struct VoidedNumberTests {
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
            let clocks = try await world.running(twice.caseID)
            #expect(clocks.isEmpty)

            let view = try await world.casework.petitions.petition(twice.petition, by: leader)
            #expect(view.number == twice.number && view.final && view.stateTitle == "Đã hủy số (vào sổ nhầm)")
            let next = try await world.register(world.draft())
            #expect(next.number == twice.number + 1, "the number is not given again")
            let same = try await world.casework.petitions.duplicates(name: "Trần Thị Nhầm", idNumber: nil, words: nil, by: leader)
            #expect(same.map(\.petition) == [first.petition])
            var copy = world.draft()
            copy.duplicateOf = twice.petition
            let tied = try await problem { try await world.register(copy) }
            #expect(tied?.errors.map(\.code) == ["petition_voided"])
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
            let findings = try await world.findings()
            #expect(findings == [])

            // Struck out by mistake: a leader undoes that too.
            _ = try await world.step(twice.caseID, "revoke", reason, by: "hdnd.leader")
            let back = try await weekly(Day(2026, 11, 20))
            #expect(back.week.received == 3)
            let running = try await world.running(twice.caseID)
            #expect(running["TCD-4"] == Day(2026, 12, 4))
        }
    }

    /// A register that was issued keeps what it showed; the next one neither repeats nor misses it.
    @Test func whatIsVoidedOrMovedAfterTheRegister() async throws {
        try await TestWorld.lease { world in
            let leader = world.actor("hdnd.leader")
            world.clock.set(Day(2026, 11, 23))
            let moved = try await world.register(world.draft(receivedOn: Day(2026, 11, 23)))
            _ = try await world.casework.registers.issue(
                from: Day(2026, 11, 16), to: Day(2026, 11, 22), leaderName: nil, key: nil, by: leader)
            let late = try await world.register(world.draft(receivedOn: Day(2026, 11, 20)))
            _ = try await world.step(late.caseID, "void", reason, by: "hdnd.leader")
            _ = try await world.step(
                moved.caseID, "correct", ["received_on": .text("2026-11-20"), "reason": .text("Ghi nhầm ngày")], by: "hdnd.clerk")
            let next = try await world.casework.registers.weekly(
                from: Day(2026, 11, 23), to: Day(2026, 11, 29), leaderName: nil, by: leader)
            #expect(next.received.map(\.caseID) == [moved.caseID] && next.received.allSatisfy(\.lateEntry))
            #expect(next.closed.isEmpty && next.open.map(\.caseID) == [moved.caseID])
        }
    }

    @Test func whatBindsSomebodyIsNotVoided() async throws {
        try await TestWorld.lease { world in
            func refusal(_ caseID: Int64, by name: String = "hdnd.leader") async throws -> String? {
                try await problem { try await world.step(caseID, "void", reason, by: name) }?.errors.first?.field
            }
            // A letter counts without a number too.
            let asked = try await world.register(world.draft())
            _ = try await world.step(asked.caseID, "ask_information", ["request": .text("Bổ sung")], by: "hdnd.officer")
            let unnumbered = try await refusal(asked.caseID)
            #expect(unnumbered == "nothing_issued")
            // And in whatever case of the entry it was written.
            let sent = try await world.referred()
            let accepted = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            let own = try await refusal(sent.petition.caseID)
            let theirs = try await refusal(try #require(accepted.created["case"]), by: "snnmt.leader")
            #expect(own == "nothing_issued" && theirs == "not_by_referral")
            // A copy hangs on it, until that is struck out.
            let original = try await world.register(world.draft())
            var draft = world.draft()
            draft.duplicateOf = original.petition
            let copy = try await world.register(draft)
            let held = try await refusal(original.caseID)
            #expect(held == "no_copies")
            _ = try await world.step(copy.caseID, "void", reason, by: "hdnd.leader")
            _ = try await world.step(original.caseID, "void", reason, by: "hdnd.leader")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: [PetitionKind.complaint, .feedback, .denunciation]) func settlementsAreVoidedTooBeforeTheyBegin(
        kind: PetitionKind
    ) async throws {
        try await TestWorld.lease { world in
            var draft = world.draft(kind)
            draft.jurisdiction = .competent
            let registered = try await world.register(draft, by: "ubnd.clerk")
            let step = try await world.step(registered.caseID, "void", reason, by: "ubnd.leader")
            #expect(step.state == "voided")
            let findings = try await world.findings()
            #expect(findings == [])
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
            #expect(closed.final && closed.allowed.map(\.event).contains("reopen"))
            func weekly(_ from: Day) async throws -> WeeklyRegister {
                try await world.casework.registers.weekly(from: from, to: from.adding(days: 6), leaderName: nil, by: leader)
            }
            world.clock.set(Day(2026, 11, 25))
            let step = try await world.step(registered.caseID, "reopen", ["reason": .text("Đã bổ sung chữ ký")], by: "hdnd.leader")
            #expect(step.state == "received")
            let running = try await world.running(registered.caseID)
            #expect(running == ["TCD-4": Day(2026, 12, 9), "ALARM-45": Day(2027, 1, 11)], "from the reopening")
            let view = try await world.casework.petitions.petition(registered.petition, by: leader)
            #expect(!view.final)
            let petition = registered.petition
            let free = try await world.count(
                "select count(*)::int from tiepdan.registration where petition = \(petition) and outcome is null")
            #expect(free == 1)
            let was = try await weekly(Day(2026, 11, 16))
            #expect(was.closed.map(\.caseID) == [registered.caseID], "as it stood at the end of that week")
            let now = try await weekly(Day(2026, 11, 23))
            #expect(now.closed.isEmpty && now.open.map(\.caseID) == [registered.caseID])
            _ = try await world.step(
                registered.caseID, "classify",
                ["kind": .text("feedback"), "eligibility": .text("ineligible"), "jurisdiction": .text("not_competent")], by: "hdnd.officer")
            _ = try await world.step(registered.caseID, "file_away", ["ground": .text("lacks_elements")], by: "hdnd.officer")
            let ended = try await weekly(Day(2026, 11, 23))
            #expect(ended.closed.map(\.caseID) == [registered.caseID], "it ended once more")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }
}
