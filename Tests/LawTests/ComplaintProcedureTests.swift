import Testing

@testable import Law

@Suite struct ComplaintProcedure {
    private func accepted(_ change: (inout CaseFacts) -> Void = { _ in }) throws -> Walk {
        var facts = CaseFacts(office: .communeCommittee, kind: .complaint, eligibility: .eligible, receivedOn: thursday)
        change(&facts)
        var walk = try Walk("complaint", facts)
        try walk.go("register", as: .clerk)
        #expect(walk.due("KN-1") == "2026-12-01" && walk.running == ["KN-1", "KN-1-ALARM", "TCD-4", "ALARM-45"])
        try walk.go("propose_accept", as: .officer)
        #expect(walk.refusal("accept", as: .officer) == "not_permitted")
        try walk.go("accept", on: Day(2026, 12, 1))
        return walk
    }

    @Test func loop() throws {
        var walk = try accepted { $0.forwardedByBody = true }
        #expect(walk.running == ["KN-2"] && walk.due("KN-2") == "2026-12-31")
        let order: [String: FactValue] = ["verifier": .id(3), "report_by": .date(Day(2026, 12, 15))]
        #expect(walk.refusal("assign_verification", on: Day(2026, 12, 2), .owner, order) == "fact_missing", "it is a paper with a number")
        try walk.go("assign_verification", on: Day(2026, 12, 2), .owner, document(order))
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
        // Thirty days from the sending end on a Saturday.
        #expect(walk.running == ["KN-10", "KN-5", "KN-15"] && walk.due("KN-5") == "2027-01-25" && walk.due("KN-15") == "2027-12-24")
        #expect(walk.refusal("take_effect", on: Day(2027, 1, 21)) == "second_instance_period_over")
        var swept = walk
        try swept.go("deadline_passed", on: Day(2027, 1, 22), as: .system, .none)
        #expect(swept.running == ["KN-5", "KN-15"])
        let early = EventRequest(
            event: "take_effect", occurredOn: Day(2027, 1, 4), today: Day(2027, 1, 22), roles: [.leader], relations: [.owner])
        let refusal = #expect(throws: Refusal.self, "dated back, it is still too early") {
            try swept.version.decide(early, state: swept.state, facts: swept.facts, clocks: swept.clocks, calendar: Calendars.known)
        }
        #expect(refusal?.field == "second_instance_period_over")
        try walk.go("take_effect", on: Day(2027, 1, 22))
        try walk.go("execute", on: Day(2027, 1, 25), .owner, ["finish_by": .date(Day(2027, 3, 1))])
        try walk.go("close", on: Day(2027, 2, 26))
        #expect(walk.state == "closed" && walk.running == ["KN-15"], "the right to sue outlives the file")
    }

    /// Seven working days end on 01/12; ten days on Sunday 29/11, so the warning comes on Monday.
    @Test func theAcceptanceIsWarnedOfAtTheEarlierDay() throws {
        var walk = try Walk("complaint", CaseFacts(office: .department, kind: .complaint, receivedOn: thursday))
        try walk.go("register")
        #expect(walk.due("KN-1-ALARM") == "2026-11-30" && walk.due("KN-1") == "2026-12-01")
        try walk.go("propose_accept")
        let step = try walk.go("accept", on: Day(2026, 12, 1))
        #expect(step.breaches.isEmpty, "past the warning nobody is late")
        #expect(walk.clock("KN-1-ALARM") == .stopped && walk.clock("KN-1") == .met)
    }

    @Test(arguments: [
        ("none", Day(2026, 12, 31), true), ("signed_sealed", Day(2027, 1, 4), true), ("signed_sealed", Day(2026, 12, 31), true),
        ("certified", Day(2026, 12, 31), true), ("certified", Day(2027, 1, 4), true), ("notarised", Day(2026, 12, 31), true),
        ("notarised", Day(2027, 1, 4), false),
    ]) func aPowerOfAttorneyIsNotarisedUntilTheNewYear(_ form: String, _ day: Day, _ fits: Bool) throws {
        var walk = try Walk("complaint", CaseFacts(office: .department, kind: .complaint, receivedOn: Day(2026, 12, 28)))
        try walk.go("register", on: Day(2026, 12, 28))
        try walk.go("propose_accept", on: Day(2026, 12, 29))
        let facts: [String: FactValue] = ["authorisation": .text(form)]
        #expect(walk.refusal("accept", on: day, .owner, facts) == (fits ? nil : "flag_reason_missing"))
        guard !fits else { return }
        let step = try walk.go("accept", on: day, .owner, late(facts))
        #expect(step.breaches.map(\.flag) == [.authorisationCertified])
    }

    @Test func theDialogueIsAnnouncedFiveDaysBefore() throws {
        var walk = try accepted()
        try walk.go("assign_verification", on: Day(2026, 12, 2), .owner, document())
        try walk.go("report", on: Day(2026, 12, 10), as: .officer, .owner, ["summary": .text("còn khác nhau")])
        // Five days before Friday 18/12 is Sunday 13/12.
        try walk.go("plan_dialogue", on: Day(2026, 12, 10), as: .officer, .owner, ["dialogue_on": .date(Day(2026, 12, 18))])
        #expect(walk.state == "verified" && walk.due("KN-12") == "2026-12-11")
        try walk.go("plan_dialogue", on: Day(2026, 12, 11), as: .officer, .owner, ["dialogue_on": .date(Day(2026, 12, 22))])
        #expect(walk.due("KN-12") == "2026-12-17")
        try walk.go("invite_dialogue", on: Day(2026, 12, 17), as: .officer, .owner, ["dialogue_on": .date(Day(2026, 12, 22))])
        #expect(walk.running == ["KN-2"] && walk.state == "dialogue")
        #expect(walk.clocks.filter { $0.rule == "KN-12" }.map(\.state) == [.lapsed, .met])
    }

    @Test func partiesSupplyWhatIsAskedWithinSevenDays() throws {
        var walk = try accepted()
        let asked: [String: FactValue] = ["body": .text("Người bị khiếu nại"), "request": .text("hồ sơ địa chính")]
        try walk.go("request_documents", on: Day(2026, 12, 2), as: .officer, .owner, asked)
        #expect(walk.due("KN-14") == "2026-12-09")
        try walk.go("documents_supplied", on: Day(2026, 12, 11), as: .clerk, .owner, ["content": .text("bản đồ")])
        #expect(walk.running == ["KN-2"], "late papers are no lateness of the office")
    }

    @Test func theContestedActStandsStillNoLongerThanTheSettlementHas() throws {
        var walk = try accepted()
        #expect(walk.due("KN-2") == "2026-12-31")
        func stop(until day: Day) -> [String: FactValue] { document(["stop_until": .date(day), "reason": .text("sắp cưỡng chế")]) }
        let endless = document(["reason": .text("sắp cưỡng chế")])
        #expect(walk.refusal("emergency_stop", on: Day(2026, 12, 2), .owner, endless) == "fact_missing")
        #expect(walk.refusal("emergency_stop", on: Day(2026, 12, 2), .owner, stop(until: Day(2026, 12, 31))) == nil)
        #expect(walk.refusal("emergency_stop", on: Day(2026, 12, 2), .owner, stop(until: Day(2027, 1, 4))) == "flag_reason_missing")
        let step = try walk.go("emergency_stop", on: Day(2026, 12, 2), .owner, late(stop(until: Day(2027, 1, 4))))
        #expect(step.breaches.map(\.flag) == [.stopWithinSettlement])
    }

    @Test func aSuitBeforeTheCourt() throws {
        var walk = try accepted()
        try walk.go("find_right", on: Day(2026, 12, 2), as: .officer)
        try walk.go("sign_decision", on: Day(2026, 12, 4), .owner, document(["result": .text("wrong")]))
        try walk.go("send", on: Day(2026, 12, 7), as: .clerk)
        let court: [String: FactValue] = ["court": .text("Tòa án nhân dân khu vực")]
        try walk.go("suit", on: Day(2026, 12, 21), as: .officer, .owner, court)
        #expect(walk.state == "in_court" && walk.running == ["KN-5", "KN-10"])
        var annulled = walk
        try walk.go("court_upheld", on: Day(2027, 3, 15), as: .officer, .owner, document(court))
        #expect(walk.state == "notified", "the file goes on where it was")
        try annulled.go("court_annulled", on: Day(2027, 3, 15), as: .officer, .owner, document(court))
        #expect(annulled.state == "closed" && annulled.running.isEmpty)
    }

    /// The time was over: whoever sues need not wait for a decision, and the breach stands whatever the court does.
    @Test func aSuitForWantOfADecision() throws {
        let court: [String: FactValue] = ["court": .text("Tòa án nhân dân khu vực")]
        for suspended in [false, true] {
            var walk = try accepted()
            #expect(walk.refusal("suit", on: Day(2026, 12, 31), as: .officer, .owner, court) == "settlement_overdue")
            try walk.go("deadline_passed", on: Day(2027, 1, 4), as: .system, .none)
            #expect(walk.due("KN-15") == "2027-12-31" && walk.due("KN-5") == "2027-02-01")
            if suspended {
                let ground = document(["ground": .text("waiting_other"), "evidence": .text("văn bản")])
                try walk.go("suspend", on: Day(2027, 1, 5), .owner, late(ground))
                try walk.go("send_suspension", on: Day(2027, 1, 6), as: .recordsClerk)
            }
            try walk.go("suit", on: Day(2027, 1, 12), as: .officer, .owner, court)
            #expect(walk.state == "in_court_unsettled" && walk.running == ["KN-2", "KN-5"])
            var judged = walk
            #expect(judged.refusal("court_annulled", on: Day(2027, 3, 15), as: .officer, .owner, document(court)) == "flag_reason_missing")
            try judged.go("court_annulled", on: Day(2027, 3, 15), as: .officer, .owner, late(document(court)))
            #expect(judged.state == "closed" && judged.clock("KN-2") == .breached)
            try walk.go("court_upheld", on: Day(2027, 3, 15), as: .officer, .owner, document(court))
            #expect(walk.state == "accepted" && walk.clock("KN-2") == .running, "the settlement goes on, late as it was")
        }
    }

    @Test func aProposalGoesBackWithItsReason() throws {
        var walk = try Walk("complaint", CaseFacts(office: .department, kind: .complaint, receivedOn: thursday))
        try walk.go("register")
        try walk.go("propose_accept")
        #expect(walk.refusal("return_proposal") == "fact_missing")
        #expect(walk.refusal("return_proposal", as: .officer, .owner, ["reason": .text("thiếu giấy tờ")]) == "not_permitted")
        try walk.go("return_proposal", .owner, ["reason": .text("thiếu giấy tờ")])
        #expect(walk.state == "registered" && walk.due("KN-1") == "2026-12-01", "the days run on")
        #expect(walk.refusal("assign") == "fact_missing" && walk.refusal("assign", .owner, ["handler": .id(3)]) == nil)
    }

    @Test func theDaysOfTheComplainantRunFromTheDayHeHasTheDecision() throws {
        var walk = try accepted()
        try walk.go("find_right", on: Day(2026, 12, 2), as: .officer)
        try walk.go("sign_decision", on: Day(2026, 12, 4), .owner, document(["result": .text("wrong")]))
        try walk.go("send", on: Day(2026, 12, 7), as: .recordsClerk)
        #expect(walk.due("KN-5") == "2027-01-06" && walk.due("KN-15") == "2027-12-07")
        try walk.go("record_receipt", on: Day(2026, 12, 11), as: .clerk)
        #expect(walk.due("KN-5") == "2027-01-11" && walk.due("KN-15") == "2027-12-13" && walk.state == "notified")
        try walk.go("take_effect", on: Day(2027, 1, 5))
        #expect(walk.running == ["KN-15"], "the right to sue goes on")
    }

    /// What is still owed when the file ends does not escape: late, it is a breach.
    @Test func aFileIsNotClosedOverALateDuty() throws {
        var walk = try accepted()
        let ground = document(["ground": .text("waiting_other"), "evidence": .text("văn bản")])
        try walk.go("suspend", on: Day(2026, 12, 2), .owner, ground)
        try walk.go("resume", on: Day(2026, 12, 3), .owner, document())
        try walk.go("find_right", on: Day(2026, 12, 4), as: .officer)
        try walk.go("sign_decision", on: Day(2026, 12, 4), .owner, document(["result": .text("right")]))
        try walk.go("send", on: Day(2026, 12, 7), as: .clerk)
        let agreed: [String: FactValue] = ["reason": .text("đã đồng ý")]
        #expect(walk.refusal("close_notified", on: Day(2026, 12, 8), .owner, agreed) == "flag_reason_missing")
        let step = try walk.go("close_notified", on: Day(2026, 12, 8), .owner, late(agreed))
        #expect(step.breaches.map(\.flag) == [.inTime] && walk.clock("KN-13") == .breached)
    }

    @Test func anOverdueSettlementIsReportedAndUrged() throws {
        var walk = try accepted()
        let report = letter.merging(["addressee": .text("Chủ tịch UBND tỉnh"), "reason": .text("chờ giám định")]) { $1 }
        #expect(walk.refusal("escalate", on: Day(2026, 12, 31), as: .officer, .owner, report) == "settlement_overdue")
        #expect(walk.refusal("urge", on: Day(2026, 12, 31), as: .officer, .superior, letter) == "flag_reason_missing")
        try walk.go("escalate", on: Day(2027, 1, 4), as: .officer, .owner, report)
        try walk.go("urge", on: Day(2027, 1, 5), as: .officer, .superior, letter)
        #expect(walk.state == "accepted" && walk.running == ["KN-2"])
    }

    @Test func amountsOfTheSettlement() throws {
        #expect(try accepted { $0.remote = true }.due("KN-2") == "2027-01-15")
        var walk = try accepted()
        var complex = document(["complex": .flag(true), "criterion": .text("complex_a")])
        try walk.go("mark_complex", on: Day(2026, 12, 20), .owner, complex)
        #expect(walk.due("KN-2") == "2027-01-15" && walk.state == "accepted")
        var remote = try accepted { $0.remote = true }
        #expect(remote.refusal("mark_complex", on: Day(2027, 1, 20), .owner, complex) == "flag_reason_missing")
        var over = remote
        let step = try over.go("mark_complex", on: Day(2027, 1, 20), .owner, late(complex))
        #expect(step.breaches.map(\.flag) == [.settlementNotOverdue] && over.due("KN-2") == "2027-01-15", "the breach is not undone")
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

    @Test(arguments: [OfficeKind.receptionBoard, .other] + representative) func othersSettleNoComplaints(_ office: OfficeKind) throws {
        #expect(try Walk("complaint", CaseFacts(office: office, kind: .complaint)).refusal("register") == "wrong_office")
    }

    @Test(arguments: 1...9) func refusedOnEveryGround(_ number: Int) throws {
        var walk = try Walk("complaint", CaseFacts(office: .department, kind: .complaint, receivedOn: thursday))
        try walk.go("register")
        let facts = document(["ground": .text("K\(number)"), "reason": .text("không đủ điều kiện thụ lý")])
        #expect(walk.refusal("refuse_acceptance", as: .officer, .owner, facts) == "not_permitted")
        #expect(walk.refusal("refuse_acceptance", on: Day(2026, 12, 2), .owner, facts) == "flag_reason_missing")
        try walk.go("refuse_acceptance", on: Day(2026, 12, 1), .owner, facts)
        #expect(walk.state == "not_accepted" && walk.running == ["KN-15"] && walk.due("KN-15") == "2027-12-01")
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
