import Testing

@testable import Law

@Suite struct ComplaintProcedure {
    private func accepted(_ change: (inout CaseFacts) -> Void = { _ in }) throws -> Walk {
        var facts = CaseFacts(office: .communeCommittee, kind: .complaint, eligibility: .eligible, receivedOn: thursday)
        change(&facts)
        var walk = try Walk("complaint", facts)
        try walk.go("register", as: .clerk)
        #expect(walk.due("KN-1") == "2026-12-01" && walk.running == ["KN-1", "TCD-4", "ALARM-45"])
        try walk.go("propose_accept", as: .officer)
        #expect(walk.refusal("accept", as: .officer) == "not_permitted")
        try walk.go("accept", on: Day(2026, 12, 1))
        walk.facts.acceptedOn = Day(2026, 12, 1)
        return walk
    }

    @Test func loop() throws {
        var walk = try accepted { $0.forwardedByBody = true }
        #expect(walk.running == ["KN-2"] && walk.due("KN-2") == "2026-12-31")
        try walk.go("assign_verification", on: Day(2026, 12, 2), .owner, ["verifier": .id(3), "report_by": .date(Day(2026, 12, 15))])
        try walk.go("report", on: Day(2026, 12, 14), as: .officer, .owner, ["summary": .text("khiếu nại đúng")])
        #expect(walk.running == ["KN-2"])
        #expect(
            walk.refusal("invite_dialogue", on: Day(2026, 12, 15), .owner, ["dialogue_on": .date(Day(2026, 12, 18))])
                == "flag_reason_missing")
        try walk.go("invite_dialogue", on: Day(2026, 12, 15), as: .officer, .owner, ["dialogue_on": .date(Day(2026, 12, 20))])
        try walk.go("record_dialogue", on: Day(2026, 12, 20), as: .officer, .owner, ["attendance": .text("absent_without_reason")])
        try walk.go("draft_decision", on: Day(2026, 12, 21), as: .officer)
        let decision = document(["result": .text("right")])
        #expect(walk.refusal("sign_decision", on: Day(2026, 12, 22), as: .officer, .owner, decision) == "not_permitted")
        let step = try walk.go("sign_decision", on: Day(2026, 12, 22), .owner, decision)
        #expect(step.breaches.isEmpty && walk.running == ["KN-4", "KN-10", "TCD-5"])
        #expect(walk.due("KN-4") == "2026-12-25" && walk.due("KN-10") == "2027-01-21" && walk.due("TCD-5") == "2026-12-31")
        try walk.go("send", on: Day(2026, 12, 24), as: .clerk)
        #expect(walk.refusal("close_notified", on: Day(2027, 1, 4), .owner, ["reason": .text("đã đồng ý")]) == "flag_reason_missing")
        try walk.go("result_back", on: Day(2026, 12, 25), as: .system, .none)
        #expect(walk.running == ["KN-10"])
        #expect(walk.refusal("take_effect", on: Day(2027, 1, 21)) == "second_instance_period_over")
        var swept = walk
        try swept.go("deadline_passed", on: Day(2027, 1, 22), as: .system, .none)
        #expect(swept.running.isEmpty)
        swept.last = Day(2026, 12, 25)
        #expect(swept.refusal("take_effect", on: Day(2027, 1, 4)) == "second_instance_period_over", "dated back, it is still too early")
        try walk.go("take_effect", on: Day(2027, 1, 22))
        try walk.go("execute", on: Day(2027, 1, 25), .owner, ["finish_by": .date(Day(2027, 3, 1))])
        try walk.go("close", on: Day(2027, 2, 26))
        #expect(walk.state == "closed" && walk.running.isEmpty)
    }

    @Test func amountsOfTheSettlement() throws {
        #expect(try accepted { $0.remote = true }.due("KN-2") == "2027-01-15")
        var walk = try accepted()
        var complex = document(["complex": .flag(true), "criterion": .text("complex_a")])
        try walk.go("mark_complex", on: Day(2026, 12, 20), .owner, complex)
        #expect(walk.due("KN-2") == "2027-01-15" && walk.state == "accepted")
        var remote = try accepted { $0.remote = true }
        #expect(remote.refusal("mark_complex", on: Day(2027, 1, 20), .owner, complex) == "flag_reason_missing")
        try remote.go("mark_complex", on: Day(2026, 12, 20), .owner, complex)
        #expect(remote.due("KN-2") == "2027-02-01")
        complex["complex"] = .flag(false)
        #expect(remote.refusal("mark_complex", on: Day(2026, 12, 20), .owner, complex) == "complex_determined")
    }

    @Test func referredComplaintCountsFromDelivery() throws {
        var walk = try Walk("complaint", CaseFacts(office: .department, kind: .complaint, receivedOn: Day(2026, 11, 23)))
        try walk.go("register", on: Day(2026, 11, 25), as: .clerk)
        #expect(walk.due("KN-1") == "2026-12-03")
    }

    @Test(arguments: representative) func representativesSettleNoComplaints(_ office: OfficeKind) throws {
        #expect(try Walk("complaint", CaseFacts(office: office, kind: .complaint)).refusal("register") == "wrong_office")
    }

    @Test(arguments: 1...9) func refusedOnEveryGround(_ number: Int) throws {
        var walk = try Walk("complaint", CaseFacts(office: .department, kind: .complaint, receivedOn: thursday))
        try walk.go("register")
        let facts = document(["ground": .text("K\(number)"), "reason": .text("không đủ điều kiện thụ lý")])
        #expect(walk.refusal("refuse_acceptance", as: .officer, .owner, facts) == "not_permitted")
        #expect(walk.refusal("refuse_acceptance", on: Day(2026, 12, 2), .owner, facts) == "flag_reason_missing")
        try walk.go("refuse_acceptance", on: Day(2026, 12, 1), .owner, facts)
        #expect(walk.state == "not_accepted" && walk.running.isEmpty)
    }

    @Test func otherWaysOut() throws {
        var walk = try Walk("complaint", CaseFacts(office: .department, kind: .complaint, receivedOn: thursday))
        try walk.go("register")
        let back = letter.merging(["reason": .text("sai thẩm quyền")]) { $1 }
        #expect(walk.refusal("return_to_sender", .owner, back) == "forwarded_by_body")
        #expect(
            walk.refusal("mark_duplicate") == "is_copy" && walk.refusal("not_competent", .owner, ["competent_body": .text("Sở")]) == nil)
        #expect(walk.refusal("reclassify", .owner, ["kind": .text("complaint"), "reason": .text("nhầm")]) == "fact_invalid")
        walk.facts.eligibility = .ineligible
        #expect(walk.refusal("propose_accept") == "eligibility_not_denied")
        try walk.go("mark_ineligible", .owner, ["ground": .text("anonymous")])
        #expect(walk.running == ["RETAIN"])
    }

    @Test func groupWithoutRepresentativesIsAcceptedWithAReason() throws {
        #expect(throws: Refusal.self) { try accepted { $0.people = 12 } }
        #expect(throws: Never.self) {
            try accepted {
                $0.people = 12
                $0.representatives = 5
                $0.appointmentSigned = true
            }
        }
    }
}
