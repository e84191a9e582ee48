import Testing

@testable import Law

/// The second instance of a complaint, and how the first one gives way to it (Luật Khiếu nại Đ.7, 33, 36–41).
@Suite struct SecondInstance {
    private func accepted(instance: Int = 2, _ change: (inout CaseFacts) -> Void = { _ in }) throws -> Walk {
        var facts = CaseFacts(office: .peopleCommittee, kind: .complaint, eligibility: .eligible, receivedOn: thursday, instance: instance)
        change(&facts)
        var walk = try Walk("complaint", facts)
        try walk.go("register", as: .clerk)
        try walk.go("propose_accept", as: .officer)
        try walk.go("accept", on: Day(2026, 12, 1))
        return walk
    }

    /// The first instance up to the sending of its decision on 07/12/2026.
    private func notified(_ change: (inout CaseFacts) -> Void = { _ in }) throws -> Walk {
        var walk = try accepted(instance: 1, change)
        try walk.go("find_right", on: Day(2026, 12, 2), as: .officer)
        try walk.go("sign_decision", on: Day(2026, 12, 4), .owner, document(["result": .text("wrong")]))
        try walk.go("send", on: Day(2026, 12, 7), as: .clerk)
        return walk
    }

    private let second: [String: FactValue] = ["received_on": .date(Day(2026, 12, 14))]

    @Test func loop() throws {
        var walk = try accepted()
        #expect(walk.running == ["KN-6"] && walk.due("KN-6") == "2027-01-15")
        #expect(walk.refusal("find_right", on: Day(2026, 12, 2)) == "first_instance", "whoever settles the second time hears both sides")
        try walk.go("assign_verification", on: Day(2026, 12, 2), .owner, document())
        try walk.go("report", on: Day(2026, 12, 14), as: .officer, .owner, ["summary": .text("có căn cứ")])
        #expect(walk.refusal("draft_decision", on: Day(2026, 12, 15), as: .officer) == "dialogue_held")
        try walk.go("invite_dialogue", on: Day(2026, 12, 15), as: .officer, .owner, ["dialogue_on": .date(Day(2026, 12, 21))])
        #expect(walk.refusal("draft_decision", on: Day(2026, 12, 21), as: .officer) == "dialogue_held")
        try walk.go("record_dialogue", on: Day(2026, 12, 21), as: .officer, .owner, ["attendance": .text("absent_with_reason")])
        #expect(walk.refusal("draft_decision", on: Day(2026, 12, 21), as: .officer) == "dialogue_held", "a good reason: it is held anew")
        try walk.go("record_dialogue", on: Day(2026, 12, 28), as: .officer, .owner, ["attendance": .text("absent_without_reason")])
        try walk.go("draft_decision", on: Day(2026, 12, 29), as: .officer)
        let decision = document(["result": .text("changed"), "finding": .text("right")])
        #expect(walk.refusal("sign_decision", on: Day(2027, 1, 7), .owner, document(["result": .text("right")])) == "fact_invalid")
        let step = try walk.go("sign_decision", on: Day(2027, 1, 7), .owner, decision)
        #expect(step.documents == ["second_decision"] && walk.running == ["KN-8", "KN-9", "KN-10"])
        // Seven calendar days; fifteen; thirty, which end on a Saturday before Tết.
        #expect(walk.due("KN-8") == "2027-01-14" && walk.due("KN-9") == "2027-01-22" && walk.due("KN-10") == "2027-02-12")
        try walk.go("send", on: Day(2027, 1, 13), as: .clerk)
        #expect(walk.running == ["KN-9", "KN-10", "KN-15"], "nobody complains a third time")
        #expect(walk.refusal("second_complaint", on: Day(2027, 1, 14), as: .clerk, .superior, second) == "first_instance")
        var posted = walk
        try posted.go("post_decision", on: Day(2027, 1, 15), as: .clerk, .owner, ["place": .text("trụ sở UBND phường")])
        #expect(posted.due("KN-9-POST") == "2027-02-01" && posted.clock("KN-9") == .met)
        #expect(walk.refusal("publish", on: Day(2027, 1, 25), .owner, ["means": .text("meeting")]) == "flag_reason_missing")
        try walk.go("publish", on: Day(2027, 1, 22), as: .officer, .owner, ["means": .text("media")])
        #expect(walk.refusal("take_effect", on: Day(2027, 2, 12)) == "second_instance_period_over")
        try walk.go("take_effect", on: Day(2027, 2, 15))
        try walk.go("close", on: Day(2027, 2, 16))
        #expect(walk.state == "closed")
    }

    @Test(arguments: [(false, false, "2027-01-15"), (false, true, "2027-02-01"), (true, false, "2027-02-01"), (true, true, "2027-02-12")])
    func amounts(_ remote: Bool, _ complex: Bool, _ due: String) throws {
        var walk = try accepted { $0.remote = remote }
        if complex {
            let found = document(["complex": .flag(true), "criterion": .text("complex_e")])
            try walk.go("mark_complex", on: Day(2026, 12, 20), .owner, found)
        }
        #expect(walk.due("KN-6") == due)
        #expect(try accepted(instance: 1) { $0.remote = remote }.running == ["KN-2"])
    }

    @Test func itStandsStillLikeTheFirst() throws {
        var walk = try accepted()
        let ground = document(["ground": .text("waiting_other"), "evidence": .text("văn bản của cơ quan điều tra")])
        try walk.go("suspend", on: Day(2026, 12, 11), .owner, ground)
        try walk.go("resume", on: Day(2027, 1, 5), .owner, document())
        // Ten of forty-five days are used; thirty-five from 05/01 end in Tết.
        #expect(walk.due("KN-6") == "2027-02-12")
    }

    @Test func aLateSecondDecisionSaysSo() throws {
        var walk = try accepted()
        try walk.go("assign_verification", on: Day(2026, 12, 2), .owner, document())
        try walk.go("report", on: Day(2026, 12, 14), as: .officer, .owner, ["summary": .text("có căn cứ")])
        try walk.go("invite_dialogue", on: Day(2026, 12, 15), as: .officer, .owner, ["dialogue_on": .date(Day(2026, 12, 21))])
        try walk.go("record_dialogue", on: Day(2026, 12, 21), as: .officer, .owner, ["attendance": .text("attended")])
        try walk.go("draft_decision", on: Day(2026, 12, 29), as: .officer)
        let decision = document(["result": .text("recognised")])
        #expect(walk.refusal("sign_decision", on: Day(2027, 1, 18), .owner, decision) == "flag_reason_missing")
        let step = try walk.go("sign_decision", on: Day(2027, 1, 18), .owner, late(decision))
        #expect(step.breaches.map(\.flag) == [.decidedInTime] && walk.clock("KN-6") == .breached)
    }

    // MARK: the first instance gives way

    @Test func theSuperiorTakesTheComplaintIn() throws {
        var walk = try notified()
        // Thirty days from 07/12 are a Wednesday.
        #expect(walk.due("KN-5") == "2027-01-06")
        #expect(walk.refusal("second_complaint", on: Day(2026, 12, 14), as: .officer, .owner, second) == "not_permitted")
        #expect(walk.refusal("second_complaint", on: Day(2026, 12, 14), as: .officer, .superior) == "fact_missing")
        let step = try walk.go("second_complaint", on: Day(2026, 12, 14), as: .clerk, .superior, second)
        #expect(step.breaches.isEmpty && walk.state == "second_instance")
        #expect(walk.clock("KN-5") == .met && walk.clock("KN-10") == .lapsed && walk.running == ["KN-15"])
    }

    @Test func afterThirtyDaysItNeedsAReason() throws {
        var walk = try notified()
        #expect(walk.refusal("second_complaint", on: Day(2027, 1, 6), as: .clerk, .superior, second) == nil)
        #expect(walk.refusal("second_complaint", on: Day(2027, 1, 7), as: .clerk, .superior, second) == "flag_reason_missing")
        let step = try walk.go("second_complaint", on: Day(2027, 1, 7), as: .clerk, .superior, late(second))
        #expect(step.breaches.map(\.flag) == [.secondComplaintInTime])
        #expect(try notified { $0.remote = true }.due("KN-5") == "2027-01-21")
    }

    /// No decision in time: the complainant may go to the superior at once, and has thirty days from the end of that time (Đ.33.1).
    @Test func anOverdueFirstInstanceGivesWayToo() throws {
        var walk = try accepted(instance: 1)
        #expect(walk.refusal("second_complaint", on: Day(2026, 12, 31), as: .clerk, .superior, second) == "settlement_overdue")
        try walk.go("deadline_passed", on: Day(2027, 1, 4), as: .system, .none)
        #expect(walk.running == ["KN-2", "KN-5", "KN-15"] && walk.due("KN-5") == "2027-02-01" && walk.due("KN-15") == "2027-12-31")
        try walk.go("second_complaint", on: Day(2027, 1, 12), as: .clerk, .superior, ["received_on": .date(Day(2027, 1, 12))])
        #expect(walk.state == "second_instance" && walk.clock("KN-2") == .breached && walk.clock("KN-5") == .met)
    }

    @Test func aDecisionThatComesLateGivesThirtyDaysAnew() throws {
        var walk = try accepted(instance: 1)
        try walk.go("find_right", on: Day(2026, 12, 30), as: .officer)
        try walk.go("deadline_passed", on: Day(2027, 1, 4), as: .system, .none)
        try walk.go("sign_decision", on: Day(2027, 1, 11), .owner, late(document(["result": .text("partly")])))
        try walk.go("send", on: Day(2027, 1, 12), as: .clerk)
        #expect(walk.clocks.filter { $0.rule == "KN-5" }.map(\.state) == [.lapsed, .running] && walk.due("KN-5") == "2027-02-12")
        #expect(walk.clocks.filter { $0.rule == "KN-15" }.map(\.state) == [.lapsed, .running] && walk.due("KN-15") == "2028-01-12")
    }

    /// The right to complain further is over: no other missed day brings it back.
    @Test func theRightComesOnlyOnce() throws {
        var walk = try accepted(instance: 1)
        try walk.go("deadline_passed", on: Day(2027, 1, 4), as: .system, .none)
        try walk.go("deadline_passed", on: Day(2027, 2, 2), as: .system, .none)
        try walk.go("deadline_passed", on: Day(2027, 2, 3), as: .system, .none)
        #expect(walk.running == ["KN-2", "KN-15"] && walk.clocks.filter { $0.rule == "KN-5" }.map(\.state) == [.lapsed])
    }

    @Test func anOverdueSettlementThatStandsStillGivesWayToo() throws {
        var walk = try accepted(instance: 1)
        try walk.go("deadline_passed", on: Day(2027, 1, 4), as: .system, .none)
        let ground = document(["ground": .text("waiting_other"), "evidence": .text("văn bản của cơ quan điều tra")])
        try walk.go("suspend", on: Day(2027, 1, 5), .owner, late(ground))
        #expect(walk.refusal("second_complaint", on: Day(2027, 1, 12), as: .clerk, .superior, second) == nil)
        let elsewhere: [String: FactValue] = ["body": .text("Bộ Nông nghiệp và Môi trường")]
        try walk.go("second_complaint_elsewhere", on: Day(2027, 1, 12), as: .officer, .owner, elsewhere)
        #expect(walk.state == "second_instance" && walk.clock("KN-2") == .breached && walk.clock("KN-13") == .breached)
    }

    @Test func onlyAnOverdueSettlementStartsTheRight() throws {
        var walk = try accepted(instance: 1)
        try walk.go("assign_verification", on: Day(2026, 12, 2), .owner, document(["report_by": .date(Day(2026, 12, 9))]))
        try walk.go("deadline_passed", on: Day(2026, 12, 10), as: .system, .none)
        #expect(walk.running == ["KN-2", "VERIFY"])
        var second = try accepted()
        try second.go("deadline_passed", on: Day(2027, 1, 18), as: .system, .none)
        #expect(second.running == ["KN-6", "KN-15"], "after the second instance there is the court")
    }

    @Test func whereTheSuperiorHasNoProgramTheFirstOfficeNotesIt() throws {
        var walk = try notified()
        #expect(walk.refusal("second_complaint_elsewhere", on: Day(2026, 12, 14), as: .officer) == "fact_missing")
        let facts: [String: FactValue] = ["body": .text("Bộ Nông nghiệp và Môi trường"), "letter_number": .text("7/BNNMT")]
        try walk.go("second_complaint_elsewhere", on: Day(2026, 12, 14), as: .officer, .owner, facts)
        #expect(walk.state == "second_instance" && walk.clock("KN-5") == .met)
    }
}
