import Testing

@testable import Law

/// What happens beside the main path, and what comes too late.
extension DenunciationProcedure {
    // MARK: too late

    @Test func aLateExtensionGivesNoDays() throws {
        var walk = try accepted()
        #expect(walk.refusal("extend", on: Day(2027, 1, 4), .owner, extending(0)) == "complexity_shown")
        let step = try walk.go("extend", on: Day(2027, 1, 4), .owner, late(extending(1)))
        #expect(step.breaches.map(\.flag) == [.notConclusionOverdue] && step.documents == ["extension_decision"])
        #expect(step.clockChanges.isEmpty && walk.due("TC-6") == "2026-12-31")
        let simple = document(["result": .text("wrong"), "evidence_clear": .flag(true)])
        #expect(walk.refusal("conclude", on: Day(2027, 1, 5), .owner, simple) == "flag_reason_missing")
        try walk.go("conclude", on: Day(2027, 1, 5), .owner, late(simple))
        #expect(walk.clock("TC-6") == .breached, "the breach stays")

        var check = try registered()
        let several: [String: FactValue] = ["several_places": .flag(true), "reason": .text("ủy quyền xác minh")]
        let tardy = try check.go("extend_check", on: Day(2026, 12, 2), .owner, late(several))
        #expect(tardy.breaches.map(\.flag) == [.notCheckOverdue] && tardy.clockChanges.isEmpty && check.due("TC-1") == "2026-12-01")
        #expect(check.refusal("accept", on: Day(2026, 12, 3), .owner, acceptance) == "flag_reason_missing")
    }

    @Test func suspendingAfterTheTermHealsNothing() throws {
        var walk = try accepted()
        #expect(walk.refusal("suspend", on: Day(2027, 1, 4), .owner, suspension) == "flag_reason_missing")
        let step = try walk.go("suspend", on: Day(2027, 1, 4), .owner, late(suspension))
        #expect(step.breaches.map(\.flag) == [.notConclusionOverdue] && walk.clock("TC-6") == .paused)
        let death = document(["evidence": .text("giấy chứng tử")])
        #expect(walk.refusal("denounced_dead", on: Day(2027, 1, 5), .owner, death) == "flag_reason_missing")
        try walk.go("denounced_dead", on: Day(2027, 1, 5), .owner, late(death))
        #expect(walk.clock("TC-6") == .breached)

        var asking = try accepted()
        try asking.go("assign_verification", on: Day(2026, 12, 2), .owner, document())
        #expect(asking.refusal("request_expert", on: Day(2027, 1, 4), .owner, expert) == "flag_reason_missing")
        #expect(asking.refusal("request_expert", on: Day(2026, 12, 31), .owner, expert) == nil)
    }

    @Test func theVerifiersTermStandsBackWhileTheExpertWorks() throws {
        var walk = try accepted()
        try walk.go("assign_verification", on: Day(2026, 12, 2), .owner, document(["report_by": .date(Day(2026, 12, 18))]))
        try walk.go("request_expert", on: Day(2026, 12, 11), .owner, expert)
        #expect(walk.clock("VERIFY") == .lapsed && !walk.running.contains("VERIFY"))
        try walk.go("expert_result", on: Day(2026, 12, 21), as: .clerk, .owner, ["report_by": .date(Day(2026, 12, 30))])
        #expect(walk.state == "verifying" && walk.due("VERIFY") == "2026-12-30")
    }

    // MARK: accepting

    @Test func whatComesOfAComplaintNeedsEvidenceAgainstItsSettler() throws {
        let walk = try registered()
        let complaint = acceptance.merging(["from_complaint": .flag(true)]) { $1 }
        #expect(walk.refusal("accept", .owner, complaint) == "complaint_evidence")
        let none = complaint.merging(["evidence_against_settler": .flag(false)]) { $1 }
        #expect(walk.refusal("accept", .owner, none) == "complaint_evidence")
        let some = complaint.merging(["evidence_against_settler": .flag(true)]) { $1 }
        #expect(walk.refusal("accept", .owner, some) == nil)
        #expect(walk.refusal("accept", .owner, acceptance.merging(["from_complaint": .flag(false)]) { $1 }) == nil)
    }

    @Test(arguments: ["anonymous", "impersonated", "individual"]) func whoWroteItMayBeFoundAnew(_ found: String) throws {
        var walk = try registered { $0.anonymous = true }
        try walk.go("find_anonymous", as: .officer, .owner, ["found": .text(found), "reason": .text("đã kiểm tra")])
        #expect(walk.state == "initial_check")
    }

    @Test func protectionIsAppliedAndEnds() throws {
        for early in [true, false] {
            var walk = try early ? registered() : accepted()
            let (state, running, day) = (walk.state, walk.running, Day(2026, 12, 1))
            let measures = document(["measures": .text("bố trí nơi làm việc khác")])
            #expect(walk.refusal("apply_protection", on: day, as: .officer, .owner, measures) == "not_permitted")
            #expect(walk.refusal("apply_protection", on: day, .owner, ["measures": .text("giữ bí mật")]) == "fact_missing")
            let applied = try walk.go("apply_protection", on: day, .owner, measures)
            #expect(applied.documents == ["protection_decision"] && applied.tells == ["petitioner"])
            #expect(walk.refusal("end_protection", on: day, .owner, document()) == "fact_missing", "why it ends")
            let ended = try walk.go("end_protection", on: day, .owner, document(["reason": .text("nguy cơ không còn")]))
            #expect(ended.documents == ["protection_end"] && walk.state == state && walk.running == running)
        }
    }

    // MARK: passed on

    @Test func signsOfCrimeDuringAnInspection() throws {
        var walk = try registered { $0.anonymous = true }
        let here: [String: FactValue] = ["evidence_clear": .flag(true), "jurisdiction": .text("competent")]
        try walk.go("anonymous_with_evidence", on: Day(2026, 11, 20), .owner, here)
        try walk.go("signs_of_crime", on: Day(2026, 11, 23), as: .officer, .owner, ["reason": .text("nhận hối lộ")])
        #expect(walk.state == "inspection" && walk.due("TC-21") == "2026-11-23")
        let summary: [String: FactValue] = ["summary": .text("sai phạm")]
        #expect(walk.refusal("inspection_result", on: Day(2026, 11, 25), .owner, summary) == "flag_reason_missing", "not sent at once")
        var sent = walk
        try sent.go("send_to_police", on: Day(2026, 11, 23), .owner, letter.merging(["competent_body": .text("Cơ quan điều tra")]) { $1 })
        #expect(sent.state == "inspection" && sent.clock("TC-21") == .met)
        try walk.go("inspection_result", on: Day(2026, 11, 25), .owner, late(summary))
        #expect(walk.state == "inspected" && walk.clock("TC-21") == .breached)
    }

    @Test(arguments: ["referral_declined", "referral_recalled"]) func whatComesBackHasTermsOfItsOwn(_ event: String) throws {
        for day in [thursday, longAgo] {
            var facts = CaseFacts(office: .peopleCommittee, kind: .denunciation, channel: .post, receivedOn: day)
            facts.referenceOnly = true
            var walk = try Walk("denunciation", facts, inForceOn: day)
            try walk.go("register", on: day, as: .clerk)
            try walk.go("not_competent_written", on: day)
            try walk.go("refer", on: day, .owner, referral)
            #expect(walk.state == "transferred" && walk.running.isEmpty)
            try walk.go(event, on: Day(2026, 11, 30), as: .system, .none)
            let terms: Set<String> = day == thursday ? ["TC-2R", "TCD-4R", "ALARM-45"] : ["TC-2R", "TCD-4R"]
            #expect(walk.running == terms)
            #expect(walk.due("TC-2R") == "2026-12-07" && walk.due("TCD-4R") == "2026-12-14")
            #expect(walk.refusal("refer", on: Day(2026, 12, 8), .owner, referral) == "flag_reason_missing")
            try walk.go("refer", on: Day(2026, 12, 7), .owner, referral)
            #expect(walk.state == "transferred" && walk.clock("TC-2R") == .met && walk.running.isEmpty)
        }
    }

    @Test func anAnswerOnPaperIsRecorded() throws {
        var walk = try registered { $0.wantsReply = true }
        try walk.go("not_competent_written")
        try walk.go("refer", on: Day(2026, 11, 20), .owner, referral)
        let answer = document(["result": .text("partly"), "summary": .text("đã xử lý người vi phạm")])
        #expect(walk.refusal("record_result", on: Day(2026, 12, 21), as: .clerk, .owner, answer) == "not_permitted")
        #expect(walk.refusal("record_result", on: Day(2026, 12, 21), .owner, ["result": .text("partly")]) == "fact_missing")
        let invented = answer.merging(["result": .text("right")]) { $1 }
        #expect(walk.refusal("record_result", on: Day(2026, 12, 21), .owner, invented) == "fact_invalid")
        try walk.go("record_result", on: Day(2026, 12, 21), as: .officer, .owner, answer)
        #expect(walk.state == "result_in" && walk.due("TCD-6") == "2026-12-28")
    }

    // MARK: after the conclusion

    @Test func aConclusionThatLeavesNothingToHandle() throws {
        var walk = try accepted()
        let simple = document(["result": .text("wrong"), "evidence_clear": .flag(true)])
        try walk.go("conclude", on: Day(2026, 12, 7), .owner, simple)
        let reason: [String: FactValue] = ["reason": .text("tố cáo sai, không cố ý")]
        #expect(walk.refusal("nothing_to_handle", on: Day(2026, 12, 8), as: .officer, .owner, reason) == "not_permitted")
        #expect(walk.refusal("nothing_to_handle", on: Day(2026, 12, 8)) == "fact_missing")
        #expect(walk.refusal("nothing_to_handle", on: Day(2026, 12, 17), .owner, reason) == "flag_reason_missing")
        try walk.go("nothing_to_handle", on: Day(2026, 12, 8), .owner, reason)
        #expect(walk.state == "handling" && walk.clock("TC-14") == .met && walk.due("TC-16") == "2026-12-16")
        #expect(walk.refusal("publish", on: Day(2026, 12, 9), as: .officer, .owner, ["means": .text("posting")]) == nil)
    }

    @Test func theRecordsClerkSends() throws {
        let version = try Shipped.version("denunciation", on: thursday)
        let sending = ["notify_acceptance", "from_press_or_body", "send_suspension", "send_resumption", "send_termination", "send"]
        for event in sending {
            let row = try #require(version.transitions.first { $0.event == event })
            let known = row.actor(roles: [.recordsClerk], relations: [.owner]) != nil
            #expect(known, "\(event)")
        }
        var walk = try accepted()
        try walk.go("notify_acceptance", on: Day(2026, 12, 3), as: .recordsClerk)
        #expect(walk.clock("TC-5") == .met)
        #expect(walk.refusal("extend", on: Day(2026, 12, 3), as: .recordsClerk, .owner, extending(1)) == "not_permitted")
    }
}
