import Testing

@testable import Law

/// Suspension, withdrawal and termination of a complaint (Luật Khiếu nại Đ.10, Đ.11a; NĐ 124/2020 Đ.7a, 28a, 28b).
@Suite struct ComplaintSuspension {
    private let ground: [String: FactValue] = document(["ground": .text("force_majeure"), "evidence": .text("xác nhận của bệnh viện")])

    private func accepted(_ change: (inout CaseFacts) -> Void = { _ in }) throws -> Walk {
        var facts = CaseFacts(office: .communeCommittee, kind: .complaint, eligibility: .eligible, receivedOn: thursday)
        change(&facts)
        var walk = try Walk("complaint", facts)
        try walk.go("register", as: .clerk)
        try walk.go("propose_accept", as: .officer)
        try walk.go("accept", on: Day(2026, 12, 1))
        return walk
    }

    private func withdrawal(_ more: [String: FactValue] = [:]) -> [String: FactValue] {
        more.merging(["form": .text("withdrawal_minutes"), "withdrawn_on": .date(Day(2026, 12, 10))]) { $1 }
    }

    /// `law.md` §6.3: ten days used, twenty left, counted on from the decision to continue.
    @Test func theDaysThatWereLeftRunOn() throws {
        var walk = try accepted()
        try walk.go("suspend", on: Day(2026, 12, 11), .owner, ground)
        #expect(walk.state == "suspended" && walk.clock("KN-2") == .paused && walk.due("KN-13") == "2026-12-16")
        try walk.go("send_suspension", on: Day(2026, 12, 15), as: .clerk)
        #expect(walk.running == ["KN-2"])
        try walk.go("deadline_passed", on: Day(2027, 1, 4), as: .system, .none)
        #expect(walk.running == ["KN-2"], "what stands still does not run out")
        try walk.go("resume", on: Day(2027, 1, 5), .owner, document())
        #expect(walk.state == "accepted" && walk.due("KN-2") == "2027-01-25" && walk.due("KN-13") == "2027-01-08")
        try walk.go("send_resumption", on: Day(2027, 1, 6), as: .clerk)
        #expect(walk.running == ["KN-2"] && walk.clock("KN-13") == .met)
        let decision = document(["result": .text("right")])
        try walk.go("find_right", on: Day(2027, 1, 7), as: .officer)
        #expect(walk.refusal("sign_decision", on: Day(2027, 1, 26), .owner, decision) == "flag_reason_missing")
        #expect(walk.refusal("sign_decision", on: Day(2027, 1, 25), .owner, decision) == nil)
    }

    @Test(arguments: ["accepted", "verifying", "verified", "deciding"]) func itGoesOnWhereItStood(_ state: String) throws {
        var walk = try accepted()
        let way: [(event: String, facts: [String: FactValue])] = [
            ("assign_verification", document(["report_by": .date(Day(2026, 12, 18))])), ("report", ["summary": .text("xong")]),
            ("draft_decision", [:]),
        ]
        for (event, facts) in way where walk.state != state { try walk.go(event, on: Day(2026, 12, 2), .owner, facts) }
        #expect(walk.state == state)
        try walk.go("suspend", on: Day(2026, 12, 11), .owner, ground)
        #expect(!walk.running.contains("VERIFY"), "nobody reports on what stands still")
        #expect(walk.refusal("report", on: Day(2026, 12, 14), .owner, ["summary": .text("xong")]) == "not_allowed_in_state")
        try walk.go("resume", on: Day(2026, 12, 21), .owner, document(["report_by": .date(Day(2026, 12, 28))]))
        #expect(walk.state == state && walk.due("KN-2") == "2027-01-11" && walk.due("VERIFY") == "2026-12-28")
    }

    @Test func itStandsStillTwice() throws {
        var walk = try accepted()
        try walk.go("suspend", on: Day(2026, 12, 11), .owner, ground)
        try walk.go("resume", on: Day(2026, 12, 15), .owner, document())
        #expect(walk.due("KN-2") == "2027-01-04" && walk.due("KN-13") == "2026-12-16", "what was not sent keeps its days")
        try walk.go("send_resumption", on: Day(2026, 12, 16), as: .recordsClerk)
        try walk.go("suspend", on: Day(2026, 12, 25), .owner, ground)
        try walk.go("resume", on: Day(2027, 1, 4), .owner, document())
        // Ten days and ten days are used.
        #expect(walk.due("KN-2") == "2027-01-14" && walk.clocks.filter { $0.rule == "KN-2" }.count == 1)
    }

    @Test func suspensionNeedsItsProofAndComesInTime() throws {
        let walk = try accepted()
        #expect(walk.refusal("suspend", on: Day(2026, 12, 2), .owner, document(["ground": .text("waiting_other")])) == "fact_missing")
        #expect(walk.refusal("suspend", on: Day(2026, 12, 2), as: .officer, .owner, ground) == "not_permitted")
        #expect(walk.refusal("suspend", on: Day(2027, 1, 4), .owner, ground) == "flag_reason_missing", "the time is over")
    }

    @Test func aLateNoticeOfTheDecisionSaysSo() throws {
        var walk = try accepted()
        try walk.go("suspend", on: Day(2026, 12, 11), .owner, ground)
        #expect(walk.refusal("send_suspension", on: Day(2026, 12, 17), as: .clerk) == "flag_reason_missing")
        let step = try walk.go("send_suspension", on: Day(2026, 12, 17), as: .clerk, .owner, late([:]))
        #expect(step.breaches.map(\.flag) == [.inTime] && walk.clock("KN-13") == .breached)
    }

    @Test func aDecisionNeverSentDoesNotEscapeItsDays() throws {
        var walk = try accepted()
        try walk.go("suspend", on: Day(2026, 12, 7), .owner, ground)
        try walk.go("withdraw_all", on: Day(2026, 12, 14), .owner, document(withdrawal()))
        #expect(walk.due("KN-13") == "2026-12-10" && walk.clocks.filter { $0.rule == "KN-13" }.count == 1)
        #expect(walk.refusal("send_termination", on: Day(2026, 12, 14), as: .clerk) == "flag_reason_missing")
        try walk.go("send_termination", on: Day(2026, 12, 14), as: .clerk, .owner, late([:]))
        #expect(walk.state == "closed" && walk.clock("KN-13") == .breached)
    }

    @Test func aWithdrawalFromAnOverdueSettlementSaysSo() throws {
        let walk = try accepted()
        #expect(walk.refusal("withdraw_all", on: Day(2026, 12, 31), .owner, document(withdrawal())) == nil)
        #expect(walk.refusal("withdraw_all", on: Day(2027, 1, 4), .owner, document(withdrawal())) == "flag_reason_missing")
    }

    @Test func theWholeIsWithdrawnAndTheDecisionSent() throws {
        for suspended in [false, true] {
            var walk = try accepted()
            if suspended {
                try walk.go("suspend", on: Day(2026, 12, 7), .owner, ground)
                try walk.go("send_suspension", on: Day(2026, 12, 8), as: .clerk)
            }
            let step = try walk.go("withdraw_all", on: Day(2026, 12, 11), .owner, document(withdrawal()))
            #expect(step.documents == ["withdrawal_paper", "termination_decision"])
            #expect(walk.state == "terminated" && walk.running == ["KN-13"] && walk.due("KN-13") == "2026-12-16")
            #expect(walk.clock("KN-2") == .met)
            #expect(walk.refusal("resume", on: Day(2026, 12, 14), .owner, document()) == "not_allowed_in_state")
            try walk.go("send_termination", on: Day(2026, 12, 16), as: .clerk)
            #expect(walk.state == "closed" && walk.running.isEmpty)
        }
    }

    @Test func aWithdrawalBeforeTheAcceptanceEndsTheFile() throws {
        var walk = try Walk("complaint", CaseFacts(office: .department, kind: .complaint, receivedOn: thursday))
        try walk.go("register")
        let paper: [String: FactValue] = ["form": .text("withdrawal_letter"), "withdrawn_on": .date(thursday)]
        try walk.go("withdraw_all", on: Day(2026, 11, 23), as: .officer, .owner, paper)
        #expect(walk.state == "withdrawn" && walk.running.isEmpty && walk.clock("KN-1") == .met)
    }

    @Test func aPartAndSomePeopleLeaveTheRest() throws {
        var walk = try accepted {
            $0.people = 3
            $0.representatives = 1
            $0.appointmentSigned = true
        }
        try walk.go("withdraw_part", on: Day(2026, 12, 11), as: .officer, .owner, withdrawal(["content": .text("nội dung bồi thường")]))
        let some = withdrawal(["content": .text("hộ ông B"), "withdrawing": .integer(1)])
        try walk.go("some_withdraw", on: Day(2026, 12, 11), as: .officer, .owner, some)
        #expect(walk.state == "accepted" && walk.due("KN-2") == "2026-12-31")
    }

    @Test(arguments: ["dead_without_heir", "organisation_ended"]) func nobodyIsLeftToComplain(_ reason: String) throws {
        var walk = try accepted()
        var facts = document(["ground": .text(reason), "evidence": .text("giấy chứng tử")])
        #expect(walk.refusal("party_gone", on: Day(2026, 12, 14), .owner, facts) == "fact_missing", "the commune gets a copy")
        facts["last_commune"] = .text("UBND phường Phố Hiến")
        try walk.go("party_gone", on: Day(2026, 12, 14), .owner, facts)
        #expect(walk.state == "terminated" && walk.running == ["KN-13"])
    }

    @Test func anotherGroundOfTheLawIsNamed() throws {
        var walk = try accepted()
        let facts = document(["based_on": .text("Luật Khiếu nại Đ.11a.2"), "reason": .text("theo luật")])
        try walk.go("terminate_otherwise", on: Day(2026, 12, 14), .owner, facts)
        let row = try #require(walk.version.transitions.first { $0.event == "terminate_otherwise" })
        #expect(walk.state == "terminated" && row.certainty == .unknown)
    }
}
