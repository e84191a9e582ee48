import Testing

@testable import Law

/// The versions before 01/07/2026 stand beside the new ones, and carry what runs on over the decrees' transition rules.
@Suite struct OldVersions {
    /// A Monday.
    private let received = Day(2026, 6, 15)

    private func complaint(acceptedOn: Day, instance: Int = 1) throws -> Walk {
        let facts = CaseFacts(
            office: .communeCommittee, kind: .complaint, eligibility: .eligible, receivedOn: received, instance: instance)
        var walk = try Walk("complaint", facts, inForceOn: received)
        try walk.go("register", on: received, as: .clerk)
        try walk.go("propose_accept", on: received, as: .officer)
        try walk.go("accept", on: acceptedOn)
        return walk
    }

    private func dated(_ day: Day, _ more: [String: FactValue] = [:]) -> [String: FactValue] {
        more.merging(["document_number": .text("9/QĐ"), "document_date": .date(day)]) { $1 }
    }

    @Test(arguments: [
        ("complaint", Day(2020, 12, 10)), ("forwarding", Day(2021, 11, 15)), ("feedback", Day(2021, 11, 15)), ("visit", Day(2014, 7, 1)),
        ("reception-session", Day(2014, 7, 1)),
    ]) func followEachOther(_ procedure: String, _ from: Day) throws {
        let old = try Shipped.version(procedure, on: Day(2026, 6, 30))
        let new = try Shipped.version(procedure, on: Day(2026, 7, 1))
        #expect(old.from == from && old.until == Day(2026, 6, 30))
        #expect(new.from == Day(2026, 7, 1) && new.until == nil)
        #expect(try Shipped.book.get().version(of: procedure, on: from.previous) == nil)
    }

    // MARK: complaints

    @Test func acceptanceTookTenCalendarDays() throws {
        let facts = CaseFacts(office: .department, kind: .complaint, receivedOn: received)
        var walk = try Walk("complaint", facts, inForceOn: received)
        try walk.go("register", on: received)
        #expect(walk.running == ["KN-1", "TCD-4"] && walk.due("KN-1") == "2026-06-25" && walk.due("TCD-4") == "2026-06-29")
        try walk.go("propose_accept", on: received)
        #expect(walk.refusal("accept", on: Day(2026, 6, 26)) == "flag_reason_missing")
        try walk.go("accept", on: Day(2026, 6, 25))
        #expect(walk.running == ["KN-2"] && walk.due("KN-2") == "2026-07-27")
        var new = try Walk("complaint", CaseFacts(office: .department, kind: .complaint, receivedOn: Day(2026, 7, 1)))
        try new.go("register", on: Day(2026, 7, 1))
        #expect(new.due("KN-1") == "2026-07-10")
    }

    @Test func nothingStoodStillBeforeTheNewDecree() throws {
        let walk = try complaint(acceptedOn: Day(2026, 6, 22))
        let ground: [String: FactValue] = ["ground": .text("force_majeure"), "evidence": .text("bệnh án")]
        #expect(walk.refusal("suspend", on: Day(2026, 6, 30), .owner, dated(Day(2026, 6, 30), ground)) == "not_in_force")
        var later = walk
        try later.go("suspend", on: Day(2026, 7, 2), .owner, dated(Day(2026, 7, 2), ground))
        #expect(later.state == "suspended" && later.clock("KN-2") == .paused && later.due("KN-13") == "2026-07-07")
        try later.go("resume", on: Day(2026, 8, 3), .owner, dated(Day(2026, 8, 3)))
        // Ten of the thirty days were used: twenty more end on Sunday 23/08, after the working Saturday 22/08.
        #expect(later.state == "accepted" && later.due("KN-2") == "2026-08-24")
    }

    @Test func aWithdrawalGoesByTheDayOnWhichItComes() throws {
        let walk = try complaint(acceptedOn: Day(2026, 6, 22))
        var old = walk
        let plain = dated(Day(2026, 6, 29), ["withdrawn_on": .date(Day(2026, 6, 29))])
        let before = try old.go("withdraw_all", on: Day(2026, 6, 29), .owner, plain)
        #expect(before.documents == ["withdrawal_paper", "old_termination_decision"] && old.running.isEmpty)
        try old.go("send_termination", on: Day(2026, 6, 30), as: .clerk)
        #expect(old.state == "closed")

        var new = walk
        let bare = dated(Day(2026, 7, 1), ["withdrawn_on": .date(Day(2026, 7, 1))])
        #expect(walk.refusal("withdraw_all", on: Day(2026, 7, 1), .owner, bare) == "fact_missing", "the new decree knows two forms")
        let full = bare.merging(["form": .text("withdrawal_letter")]) { $1 }
        try new.go("withdraw_all", on: Day(2026, 7, 1), .owner, full)
        #expect(new.running == ["KN-13"] && new.due("KN-13") == "2026-07-06")
        let part: [String: FactValue] = [
            "form": .text("withdrawal_letter"), "withdrawn_on": .date(Day(2026, 6, 29)), "content": .text("một phần"),
        ]
        #expect(walk.refusal("withdraw_part", on: Day(2026, 6, 30), .owner, part) == "not_in_force")
        #expect(walk.refusal("withdraw_part", on: Day(2026, 7, 1), .owner, part) == nil)
    }

    @Test func theSecondDialogueIsMandatoryFromTheNewDecreeOn() throws {
        var walk = try complaint(acceptedOn: Day(2026, 6, 22), instance: 2)
        #expect(walk.due("KN-6") == "2026-08-06")
        try walk.go("assign_verification", on: Day(2026, 6, 23), .owner, dated(Day(2026, 6, 23)))
        try walk.go("report", on: Day(2026, 6, 29), as: .officer, .owner, ["summary": .text("xong")])
        #expect(walk.refusal("draft_decision", on: Day(2026, 6, 30), as: .officer) == nil)
        #expect(walk.refusal("draft_decision", on: Day(2026, 7, 1), as: .officer) == "dialogue_held")
        let soon: [String: FactValue] = ["dialogue_on": .date(Day(2026, 7, 3))]
        #expect(walk.refusal("invite_dialogue", on: Day(2026, 6, 30), as: .officer, .owner, soon) == nil)
        #expect(walk.refusal("invite_dialogue", on: Day(2026, 7, 1), as: .officer, .owner, soon) == "flag_reason_missing")
        #expect(walk.refusal("plan_dialogue", on: Day(2026, 6, 30), as: .officer, .owner, soon) == "not_in_force")
    }

    @Test func aComplexCaseNamedNoCriterion() throws {
        var walk = try complaint(acceptedOn: Day(2026, 6, 22))
        #expect(walk.refusal("mark_complex", on: Day(2026, 6, 24), .owner, ["complex": .flag(true)]) == "fact_missing")
        let criterion: [String: FactValue] = ["complex": .flag(true), "reason": .text("x"), "criterion": .text("complex_a")]
        #expect(walk.refusal("mark_complex", on: Day(2026, 6, 24), .owner, criterion) == "fact_unknown")
        try walk.go("mark_complex", on: Day(2026, 6, 24), .owner, ["complex": .flag(true), "reason": .text("nhiều bên liên quan")])
        #expect(walk.due("KN-2") == "2026-08-06")
    }

    // MARK: the rest

    @Test(arguments: ["forwarding", "feedback"]) func nobodyWarnedAfterFortyFiveDays(_ procedure: String) throws {
        let facts = CaseFacts(office: .department, kind: .feedback, receivedOn: received)
        var walk = try Walk(procedure, facts, inForceOn: received)
        try walk.go("register", on: received, as: .clerk)
        #expect(walk.running == ["TCD-4"] && walk.version.clock("ALARM-45") == nil)
        var new = try Walk(procedure, CaseFacts(office: .department, kind: .feedback, receivedOn: Day(2026, 7, 1)))
        try new.go("register", on: Day(2026, 7, 1), as: .clerk)
        #expect(new.running == ["TCD-4", "ALARM-45"])
    }

    @Test func receptionWasRefusedOnThreeGrounds() throws {
        var walk = try Walk("visit", CaseFacts(office: .receptionBoard), inForceOn: received)
        try walk.go("register_visit", on: received, as: .clerk)
        for ground in ["R1", "R2"] {
            let facts: [String: FactValue] = ["ground": .text(ground), "reason": .text("đã giải thích")]
            #expect(walk.refusal("refuse_oral", on: received, as: .clerk, .owner, facts) == nil)
        }
        for ground in ["Ra", "Rg", "Rk"] {
            let facts: [String: FactValue] = ["ground": .text(ground), "reason": .text("đã giải thích")]
            #expect(walk.refusal("refuse_oral", on: received, as: .clerk, .owner, facts) == "fact_invalid")
        }
        let again: [String: FactValue] = ["ground": .text("Rh"), "reason": .text("đã trả lời")]
        #expect(walk.refusal("refuse_written", on: received, as: .clerk, .owner, again) == "fact_invalid")
        walk.facts.settlementPapers = true
        walk.facts.reviewPapers = true
        try walk.go("refuse_written", on: received, as: .clerk, .owner, ["ground": .text("R3"), "reason": .text("cố tình kéo dài")])
        try walk.go("issue_refusal", on: Day(2026, 6, 22), .owner, dated(Day(2026, 6, 22)))
        #expect(walk.state == "refused" && walk.version.clocks.isEmpty)
    }

    @Test func nobodyWasReceivedOverALink() throws {
        let old = try Shipped.version("reception-session", on: received)
        #expect(old.clock("TCD-2") == nil && !old.transitions.contains { $0.event == "notify_online" })
        let new = try Shipped.version("reception-session")
        #expect(new.clock("TCD-2") != nil && new.transitions.contains { $0.event == "notify_online" })
    }
}
