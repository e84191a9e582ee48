import Testing

@testable import Law

@Suite struct DenunciationProcedure {
    let acceptance = document(["content": .text("Thu tiền trái quy định")])
    private let resumption = document()
    let longAgo = Day(2026, 6, 10)

    func registered(_ change: (inout CaseFacts) -> Void = { _ in }) throws -> Walk {
        var facts = CaseFacts(office: .peopleCommittee, kind: .denunciation, eligibility: .eligible, channel: .post, receivedOn: thursday)
        facts.referenceOnly = true
        change(&facts)
        var walk = try Walk("denunciation", facts)
        try walk.go("register", as: .clerk)
        return walk
    }

    func accepted(_ change: (inout CaseFacts) -> Void = { _ in }) throws -> Walk {
        var walk = try registered(change)
        try walk.go("accept", on: Day(2026, 12, 1), .owner, acceptance)
        return walk
    }

    func extending(_ criteria: Int, days: Int? = nil) -> [String: FactValue] {
        var facts = document(["criteria_count": .integer(criteria), "reason": .text("nhiều nội dung, nhiều địa điểm")])
        if let days { facts["extension_days"] = .integer(days) }
        return facts
    }

    let suspension = document(["ground": .text("other_result"), "reason": .text("chờ bản án")])
    let expert = document(["expert_body": .text("Viện Khoa học hình sự"), "content": .text("chữ ký")])

    func withdrawal(_ ground: String) -> [String: FactValue] {
        ["form": .text("withdrawal_letter"), "withdrawn_on": .date(thursday), "continue_ground": .text(ground)]
    }

    @Test func wholePath() throws {
        var walk = try registered { $0.forwardedByBody = true }
        #expect(walk.state == "initial_check" && walk.running == ["TC-1", "TC-4", "TCD-4", "ALARM-45"])
        #expect(walk.due("TC-1") == "2026-12-01" && walk.due("TC-4") == "2026-12-09" && walk.due("ALARM-45") == "2027-01-04")
        try walk.go("assign", .owner, ["handler": .id(3)])
        try walk.go("request_protection", as: .clerk, .owner, ["measures": .text("giữ bí mật")])
        #expect(walk.refusal("accept", as: .officer, .owner, acceptance) == "not_permitted")
        #expect(walk.refusal("accept", on: Day(2026, 12, 2), .owner, acceptance) == "flag_reason_missing")
        try walk.go("accept", on: Day(2026, 12, 1), .owner, acceptance)
        #expect(walk.running == ["TC-4", "TC-5", "TC-6"])
        #expect(walk.due("TC-5") == "2026-12-08" && walk.due("TC-6") == "2026-12-31")
        try walk.go("notify_acceptance", on: Day(2026, 12, 3), as: .clerk)
        try walk.go("from_press_or_body", on: Day(2026, 12, 3), as: .clerk, .owner, letter)
        #expect(walk.clock("TC-5") == .met && walk.clock("TC-4") == .met && walk.running == ["TC-6"])

        try walk.go(
            "assign_verification", on: Day(2026, 12, 4), .owner,
            document(["verifying_body": .id(9), "report_by": .date(Day(2026, 12, 18))]))
        #expect(walk.state == "verifying" && walk.due("VERIFY") == "2026-12-18")
        try walk.go("report", on: Day(2026, 12, 17), as: .officer, .owner, ["summary": .text("chưa đủ")])
        try walk.go("return_report", on: Day(2026, 12, 18), .owner, ["reason": .text("bổ sung"), "report_by": .date(Day(2026, 12, 25))])
        #expect(walk.state == "verifying" && walk.due("VERIFY") == "2026-12-25")
        try walk.go("report", on: Day(2026, 12, 24), as: .officer, .owner, ["summary": .text("có căn cứ")])
        let conclusion = document(["result": .text("partly")])
        #expect(walk.refusal("conclude", on: Day(2026, 12, 28), as: .officer, .owner, conclusion) == "not_permitted")
        #expect(walk.refusal("conclude", on: Day(2027, 1, 1), .owner, conclusion) == "flag_reason_missing")
        let step = try walk.go("conclude", on: Day(2026, 12, 28), .owner, conclusion)
        #expect(step.breaches.isEmpty && walk.running == ["TC-13", "TC-14", "TC-16", "TCD-5"] && walk.clock("TC-6") == .met)
        #expect(walk.due("TC-13") == "2027-01-05" && walk.due("TC-14") == "2027-01-07" && walk.due("TC-16") == "2027-01-07")

        try walk.go("send", on: Day(2026, 12, 30), as: .clerk)
        try walk.go("publish", on: Day(2026, 12, 31), as: .officer, .owner, ["means": .text("posting")])
        #expect(walk.state == "concluded" && walk.due("TC-17") == "2027-01-15" && walk.clock("TC-16") == .met)
        try walk.go("result_back", on: Day(2027, 1, 7), as: .system, .none)
        try walk.go("handle", on: Day(2027, 1, 7), .owner, document(["measures": .text("kỷ luật")]))
        #expect(walk.state == "handling" && walk.due("TC-16") == "2027-01-18", "the handling decision is published too")
        #expect(walk.refusal("close", on: Day(2027, 1, 8)) == "not_allowed_in_state")
        let handled: [String: FactValue] = ["competent_body": .text("Sở Nội vụ"), "handled_on": .date(Day(2027, 1, 10))]
        try walk.go("handling_result", on: Day(2027, 1, 11), as: .officer, .owner, handled)
        #expect(walk.due("TC-15") == "2027-01-15")
        let unit: [String: FactValue] = ["unit": .text("Văn phòng"), "monitor_by": .date(Day(2027, 2, 1))]
        try walk.go("monitor", on: Day(2027, 1, 12), as: .officer, .owner, unit)
        #expect(walk.state == "monitored" && walk.due("FOLLOW") == "2027-02-01")
        try walk.go("handling_informed", on: Day(2027, 1, 14), as: .clerk, .owner, ["competent_body": .text("Sở Nội vụ")])
        try walk.go("publish", on: Day(2027, 1, 18), as: .officer, .owner, ["means": .text("portal")])
        #expect(walk.state == "published" && walk.running == ["TC-17", "FOLLOW"] && walk.due("TC-17") == "2027-02-02")
        try walk.go("close", on: Day(2027, 1, 20), as: .officer)
        #expect(walk.state == "closed" && walk.running == ["TC-17"], "the posting runs out by itself")
    }

    @Test func whatIsNotSentIsMarkedWhenTheFileIsClosed() throws {
        var walk = try accepted { $0.forwardedByBody = true }
        let simple = document(["result": .text("wrong"), "evidence_clear": .flag(true)])
        let unclear = simple.merging(["evidence_clear": .flag(false)]) { $1 }
        #expect(walk.refusal("conclude", on: Day(2026, 12, 7), .owner, unclear) == "evidence_clear")
        try walk.go("conclude", on: Day(2026, 12, 7), .owner, simple)
        try walk.go("handle", on: Day(2026, 12, 8), .owner, document(["measures": .text("khôi phục quyền lợi")]))
        try walk.go("announce", on: Day(2026, 12, 9), as: .officer, .owner, ["means": .text("meeting")])
        #expect(walk.state == "published" && !walk.running.contains("TC-17"), "a meeting is over with the day")
        #expect(walk.refusal("close", on: Day(2026, 12, 21), as: .officer) == "flag_reason_missing")
        let step = try walk.go("close", on: Day(2026, 12, 21), as: .officer, .owner, late([:]))
        #expect(step.breaches.map(\.flag) == [.inTime, .senderTold])
        #expect(walk.clock("TC-13") == .breached && walk.clock("TC-5") == .breached && walk.clock("TCD-5") == .breached)
    }

    // MARK: time

    @Test func extendedOnceAndTwice() throws {
        var walk = try accepted()
        #expect(walk.refusal("extend", on: Day(2026, 12, 30), as: .officer, .owner, extending(1)) == "not_permitted")
        #expect(walk.refusal("extend", on: Day(2026, 12, 30), .owner, extending(1, days: 31)) == "extension_in_range")
        #expect(walk.refusal("extend", on: Day(2026, 12, 30), .owner, extending(1, days: 0)) == "extension_in_range")
        #expect(walk.refusal("extend", on: Day(2027, 1, 4), .owner, extending(1)) == "flag_reason_missing", "the term had run out")
        try walk.go("extend", on: Day(2026, 12, 30), .owner, extending(1))
        let once = try #require(walk.clocks.last { $0.rule == "TC-6" })
        #expect(once.nominal == Day(2027, 1, 30) && once.due == Day(2027, 2, 1) && walk.state == "accepted")
        #expect(walk.refusal("extend", on: Day(2027, 1, 29), .owner, extending(1)) == "extension_left")
        try walk.go("extend", on: Day(2027, 1, 29), .owner, extending(2))
        #expect(walk.due("TC-6") == "2027-03-01")
        #expect(walk.refusal("extend", on: Day(2027, 2, 26), .owner, extending(3)) == "extension_left")
    }

    @Test func expertAndSuspensionAreNotCounted() throws {
        var walk = try accepted()
        #expect(walk.refusal("request_expert", on: Day(2026, 12, 11), .owner, expert) == "not_allowed_in_state")
        try walk.go("assign_verification", on: Day(2026, 12, 2), .owner, document())
        try walk.go("request_expert", on: Day(2026, 12, 11), as: .officer, .owner, expert)
        #expect(walk.state == "waiting_expert" && walk.clock("TC-6") == .paused)
        try walk.go("expert_result", on: Day(2026, 12, 21), as: .clerk)
        #expect(walk.due("TC-6") == "2027-01-11", "ten days used, twenty left: Sunday the tenth, rolled")
        try walk.go("suspend", on: Day(2026, 12, 28), .owner, suspension)
        #expect(walk.state == "suspended" && walk.clock("TC-6") == .paused && walk.running == ["TC-5", "TC-6", "TC-12"])
        try walk.go("resume", on: Day(2027, 1, 5), .owner, resumption)
        #expect(walk.state == "verifying" && walk.due("TC-6") == "2027-01-18", "seventeen used, thirteen left")
    }

    @Test func extendedWhileTheExpertWorks() throws {
        var walk = try accepted()
        try walk.go("assign_verification", on: Day(2026, 12, 2), .owner, document())
        try walk.go("request_expert", on: Day(2026, 12, 11), .owner, expert)
        try walk.go("extend", on: Day(2027, 1, 4), .owner, extending(1, days: 10))
        #expect(walk.state == "waiting_expert" && walk.clock("TC-6") == .paused, "a clock that stands still is not late")
        var later = walk
        try walk.go("expert_result", on: Day(2027, 1, 4), as: .clerk)
        #expect(walk.due("TC-6") == "2027-02-03", "thirty of forty days left on 04/01")
        try later.go("denounced_dead", on: Day(2027, 1, 8), .owner, document(["evidence": .text("giấy chứng tử")]))
        #expect(later.state == "terminated" && later.clock("TC-6") == .met)
    }

    @Test(arguments: ["accepted", "verifying", "verified"]) func goesOnWhereItStood(_ state: String) throws {
        var walk = try accepted()
        if state != "accepted" { try walk.go("assign_verification", on: Day(2026, 12, 2), .owner, document()) }
        if state == "verified" { try walk.go("report", on: Day(2026, 12, 8), .owner, ["summary": .text("có căn cứ")]) }
        try walk.go("suspend", on: Day(2026, 12, 11), .owner, suspension)
        #expect(walk.due("TC-12") == "2026-12-18")
        #expect(walk.refusal("conclude", on: Day(2026, 12, 12), .owner, document(["result": .text("right")])) == "not_allowed_in_state")
        // The suspension was not sent: its day stands until one sending ends both.
        try walk.go("resume", on: Day(2026, 12, 14), .owner, resumption)
        #expect(walk.state == state && walk.due("TC-12") == "2026-12-18")
        #expect(walk.refusal("send_resumption", on: Day(2026, 12, 21), as: .clerk) == "flag_reason_missing")
        try walk.go("send_resumption", on: Day(2026, 12, 15), as: .clerk)
        try walk.go("suspend", on: Day(2026, 12, 16), .owner, suspension)
        #expect(walk.due("TC-12") == "2026-12-23")
        try walk.go("send_suspension", on: Day(2026, 12, 17), as: .clerk)
        #expect(walk.clock("TC-12") == .met)
    }

    @Test func severalPlacesGiveTenWorkingDays() throws {
        var walk = try registered()
        let reason: [String: FactValue] = ["reason": .text("ủy quyền xác minh")]
        #expect(walk.refusal("extend_check", .owner, reason.merging(["several_places": .flag(false)]) { $1 }) == "several_places")
        let several = reason.merging(["several_places": .flag(true)]) { $1 }
        #expect(walk.refusal("extend_check", on: Day(2026, 12, 2), .owner, several) == "flag_reason_missing", "the seven days are over")
        try walk.go("extend_check", on: Day(2026, 11, 30), as: .officer, .owner, several)
        #expect(walk.due("TC-1") == "2026-12-04" && walk.state == "initial_check")
        #expect(walk.refusal("accept", on: Day(2026, 12, 4), .owner, acceptance) == nil)
        #expect(walk.refusal("accept", on: Day(2026, 12, 7), .owner, acceptance) == "flag_reason_missing")
    }

    // MARK: withdrawal and termination

    @Test(arguments: ["violation_signs", "coerced", "abused"]) func mustGoOnInThreeCases(_ ground: String) throws {
        var walk = try accepted()
        let before = walk.due("TC-6")
        #expect(walk.refusal("withdraw_all", on: Day(2026, 12, 10), .owner, withdrawal(ground)) == "fact_missing", "the reason stands")
        let facts = withdrawal(ground).merging(["reason": .text("có dấu hiệu vi phạm")]) { $1 }
        try walk.go("withdraw_all", on: Day(2026, 12, 10), as: .officer, .owner, facts)
        #expect(walk.state == "accepted" && walk.due("TC-6") == before)
        var early = try registered()
        try early.go("withdraw_all", on: Day(2026, 11, 20), as: .officer, .owner, facts)
        #expect(early.state == "initial_check" && early.running.contains("TC-1"))
    }

    @Test func aWithdrawalThatEndsTheSettlement() throws {
        var walk = try accepted()
        let ends = document(withdrawal("none"))
        let reasoned = withdrawal("none").merging(["reason": .text("tự nguyện")]) { $1 }
        // Only a leader terminates.
        #expect(walk.refusal("withdraw_all", on: Day(2026, 12, 10), as: .officer, .owner, reasoned) == "not_withdrawal_ends")
        #expect(walk.refusal("withdraw_all", on: Day(2026, 12, 10), .owner, withdrawal("none")) == "fact_missing")
        try walk.go("suspend", on: Day(2026, 12, 10), .owner, suspension)
        try walk.go("send_suspension", on: Day(2026, 12, 11))
        try walk.go("withdraw_all", on: Day(2027, 2, 1), .owner, ends)
        #expect(walk.state == "terminated" && walk.clock("TC-6") == .met && walk.running == ["TC-12"], "suspended, it was not late")
        #expect(walk.due("TC-12") == "2027-02-15", "the days of Tết between")
        try walk.go("send_termination", on: Day(2027, 2, 2), as: .clerk)
        #expect(walk.state == "closed" && walk.running.isEmpty)

        var early = try registered()
        try early.go("withdraw_all", on: Day(2026, 11, 23), as: .officer, .owner, withdrawal("none"))
        #expect(early.state == "withdrawn" && early.running.isEmpty)
        var overdue = try accepted()
        #expect(overdue.refusal("withdraw_all", on: Day(2027, 1, 4), .owner, ends) == "flag_reason_missing")
        try overdue.go("withdraw_all", on: Day(2027, 1, 4), .owner, late(ends))
        #expect(overdue.clock("TC-6") == .breached)
    }

    @Test func otherWithdrawalsChangeNothing() throws {
        var walk = try accepted()
        let form: [String: FactValue] = ["form": .text("withdrawal_minutes"), "withdrawn_on": .date(thursday)]
        try walk.go("withdraw_part", on: Day(2026, 12, 4), as: .officer, .owner, form.merging(["content": .text("nội dung hai")]) { $1 })
        try walk.go("some_withdraw", on: Day(2026, 12, 4), as: .officer, .owner, form.merging(["withdrawing": .integer(2)]) { $1 })
        #expect(walk.state == "accepted" && walk.running == ["TC-5", "TC-6"])
        try walk.go("settled_elsewhere", on: Day(2026, 12, 7), .owner, document(["judgment": .text("Bản án 12/2026/HS-ST")]))
        #expect(walk.state == "terminated" && walk.running == ["TC-12"])
        var concluded = try accepted()
        try concluded.go("conclude", on: Day(2026, 12, 7), .owner, document(["result": .text("right"), "evidence_clear": .flag(true)]))
        #expect(concluded.refusal("withdraw_all", on: Day(2026, 12, 8), .owner, document(withdrawal("none"))) == "not_allowed_in_state")
    }

    // MARK: the initial check

    @Test func whoeverDidNotSignIsNoDenouncer() throws {
        let nobody: [String: FactValue] = ["ground": .text("untraceable"), "evidence_clear": .flag(false)]
        #expect(try registered().refusal("anonymous_no_evidence", .owner, nobody) == "anonymous_filer")
        var walk = try registered { $0.anonymous = true }
        #expect(walk.refusal("accept", .owner, acceptance) == "not_anonymous_filer")
        let clear = nobody.merging(["evidence_clear": .flag(true)]) { $1 }
        #expect(walk.refusal("anonymous_no_evidence", .owner, clear) == "not_evidence_clear")
        let here: [String: FactValue] = ["evidence_clear": .flag(true), "jurisdiction": .text("competent")]
        #expect(walk.refusal("anonymous_with_evidence", .owner, here.merging(["evidence_clear": .flag(false)]) { $1 }) == "evidence_clear")
        let elsewhere = letter.merging([
            "evidence_clear": .flag(true), "jurisdiction": .text("not_competent"), "competent_body": .text("Thanh tra tỉnh"),
        ]) { $1 }
        var other = walk
        try other.go("anonymous_with_evidence", .owner, elsewhere)
        #expect(other.state == "transferred_info" && other.running.isEmpty)
        try walk.go("anonymous_no_evidence", .owner, nobody)
        #expect(walk.state == "not_processed" && walk.running == ["RETAIN"])

        var inspected = try registered {
            $0.anonymous = true
            $0.forwardedByBody = true
        }
        try inspected.go("anonymous_with_evidence", on: Day(2026, 11, 20), .owner, here)
        #expect(inspected.state == "inspection" && inspected.running == ["TC-4"], "who sent it is told the result")
        let found: [String: FactValue] = ["summary": .text("sai phạm")]
        #expect(inspected.refusal("inspection_result", on: Day(2026, 12, 10), .owner, found) == "flag_reason_missing")
        try inspected.go("inspection_result", on: Day(2026, 12, 9), .owner, found)
        #expect(inspected.state == "inspected" && inspected.running.isEmpty)
    }

    @Test func anothersBusinessIsTransferredWithinFiveWorkingDaysOfItsReceipt() throws {
        var walk = try registered()
        #expect(walk.refusal("refer", .owner, referral) == "not_allowed_in_state")
        #expect(walk.refusal("not_competent_oral", .owner, ["competent_body": .text("Bộ")]) == "guidance_fits_kind")
        try walk.go("not_competent_written", on: Day(2026, 11, 25), as: .officer)
        #expect(walk.state == "to_transfer" && walk.due("TC-2") == "2026-11-27")
        #expect(walk.refusal("refer", on: Day(2026, 11, 30), .owner, referral) == "flag_reason_missing")
        let changes: [(change: (inout CaseFacts) -> Void, guarded: String)] = [
            ({ $0.recipientDenounced = true }, "recipient_not_denounced"), ({ $0.transferredBefore = true }, "not_transferred_before"),
            ({ $0.recipientIsSelf = true }, "recipient_not_self"), ({ $0.openReferral = true }, "no_open_referral"),
            ({ $0.refusals = 3 }, "not_competence_disputed"),
        ]
        for (change, guarded) in changes {
            var changed = walk
            change(&changed.facts)
            #expect(changed.refusal("refer", on: Day(2026, 11, 27), .owner, referral) == guarded)
        }
        var mistaken = walk
        try mistaken.go("find_competent", on: Day(2026, 11, 26), .owner, ["reason": .text("thuộc thẩm quyền")])
        #expect(mistaken.state == "initial_check" && mistaken.clock("TC-2") == .lapsed && mistaken.due("TC-1") == "2026-12-01")
        let step = try walk.go("refer", on: Day(2026, 11, 27), as: .officer, .owner, referral)
        #expect(step.documents == ["transfer_letter", "transfer_notice"] && walk.state == "transferred" && walk.running.isEmpty)

        var declined = walk
        try declined.go("referral_declined", on: Day(2026, 12, 2), as: .system, .none)
        #expect(declined.state == "to_transfer" && declined.running == ["TC-2R", "TCD-4R", "ALARM-45"])
        #expect(declined.due("TC-2R") == "2026-12-09" && declined.due("TCD-4R") == "2026-12-16", "counted from the return")
        #expect(declined.due("ALARM-45") == "2027-01-04", "counted from the first receipt")
        #expect(declined.refusal("put_to_superior", on: Day(2026, 12, 2)) == "competence_disputed")
        declined.facts.refusals = 3
        try declined.go("put_to_superior", on: Day(2026, 12, 2), as: .system, .none)
        #expect(declined.state == "competence_dispute")
        #expect(
            declined.refusal("competence_decided", on: Day(2026, 12, 3), as: .officer, .owner, ["recipient": .id(7)]) == "not_permitted")
        try declined.go("competence_decided", on: Day(2026, 12, 3), .superior, ["recipient": .id(7)])
        #expect(declined.state == "to_transfer")

        walk.facts.wantsReply = true
        try walk.go("result_received", on: Day(2026, 12, 21), as: .system, .none)
        #expect(walk.due("TCD-6") == "2026-12-28" && walk.refusal("close_unasked", on: Day(2026, 12, 22)) == "flag_reason_missing")
        let told: [String: FactValue] = ["told_on": .date(Day(2026, 12, 22)), "channel_used": .text("letter")]
        try walk.go("tell_citizen", on: Day(2026, 12, 22), as: .clerk, .owner, told)
        #expect(walk.state == "closed")
    }

    @Test func whoeverDenouncesInPersonIsGuided() throws {
        var walk = try registered { $0.channel = .oral }
        #expect(walk.refusal("not_competent_written") == "denunciation_in_writing")
        try walk.go("not_competent_oral", as: .officer, .owner, ["competent_body": .text("Chủ tịch UBND tỉnh")])
        #expect(walk.state == "guided" && walk.running.isEmpty)
        let again = try registered {
            $0.channel = .oral
            $0.guidedBefore = true
        }
        #expect(again.refusal("not_competent_oral", .owner, ["competent_body": .text("Chủ tịch UBND tỉnh")]) == "not_guided_before")
        var many = try registered()
        try many.go("not_competent_written", on: Day(2026, 11, 20))
        try many.go("sent_to_many_or_repeat", on: Day(2026, 11, 20), .owner, ["ground": .text("sent_to_competent")])
        #expect(many.state == "not_processed" && many.clock("TC-2") == .lapsed && many.running == ["RETAIN"])
    }

    @Test func signsOfCrimeGoToThePoliceAtOnce() throws {
        let police = letter.merging(["competent_body": .text("Cơ quan điều tra")]) { $1 }
        var walk = try registered()
        try walk.go("signs_of_crime", on: Day(2026, 11, 20), as: .officer, .owner, ["reason": .text("nhận hối lộ")])
        #expect(walk.state == "to_police" && walk.due("TC-21") == "2026-11-20")
        #expect(walk.refusal("send_to_police", on: Day(2026, 11, 23), .owner, police) == "flag_reason_missing")
        var dismissed = walk
        try dismissed.go("no_crime", on: Day(2026, 11, 20), .owner, ["reason": .text("quan hệ dân sự")])
        #expect(dismissed.state == "initial_check" && dismissed.clock("TC-21") == .lapsed && dismissed.running.contains("TC-1"))
        try walk.go("send_to_police", on: Day(2026, 11, 20), as: .officer, .owner, police)
        #expect(walk.state == "sent_to_police" && walk.running.isEmpty && walk.clock("TC-21") == .met)

        var later = try accepted()
        try later.go("signs_of_crime", on: Day(2026, 12, 5), .owner, ["reason": .text("nhận hối lộ")])
        #expect(later.state == "accepted" && later.due("TC-21") == "2026-12-07", "found on a Saturday")
        try later.go("send_to_police", on: Day(2026, 12, 7), .owner, police)
        #expect(later.state == "accepted" && later.running == ["TC-5", "TC-6"], "the rest is settled on")
    }

    @Test func otherWaysOut() throws {
        var party = try registered()
        try party.go("party_matter", .owner, letter.merging(["competent_body": .text("Ủy ban Kiểm tra")]) { $1 })
        #expect(party.state == "party_routed" && party.running.isEmpty)
        let walk = try registered()
        let back = letter.merging(["reason": .text("sai thẩm quyền")]) { $1 }
        #expect(walk.refusal("return_to_sender", .owner, back) == "forwarded_by_body" && walk.refusal("mark_duplicate") == "is_copy")
        #expect(walk.refusal("from_press_or_body", .owner, letter) == "forwarded_by_body")
        #expect(walk.refusal("reclassify", .owner, ["kind": .text("denunciation"), "reason": .text("nhầm")]) == "fact_invalid")
        var feedback = walk
        try feedback.go("reclassify", .owner, ["kind": .text("feedback"), "reason": .text("không có hành vi vi phạm")])
        #expect(feedback.state == "reclassified" && feedback.running.isEmpty)
        var refused = walk
        let facts = document(["ground": .text("no_basis"), "reason": .text("không có cơ sở")])
        #expect(refused.refusal("refuse_acceptance", as: .officer, .owner, facts) == "not_permitted")
        let elsewhere = facts.merging(["ground": .text("not_competent_to_settle")]) { $1 }
        #expect(refused.refusal("refuse_acceptance", .owner, elsewhere) == "fact_invalid", "that is transferred or guided")
        #expect(refused.refusal("refuse_acceptance", on: Day(2026, 12, 2), .owner, facts) == "flag_reason_missing")
        try refused.go("refuse_acceptance", on: Day(2026, 12, 1), .owner, facts)
        #expect(refused.state == "not_accepted" && refused.running.isEmpty)
        var urgent = walk
        try urgent.go("urgent_harm", as: .officer, .owner, ["measures": .text("báo công an")])
        #expect(urgent.state == "initial_check")
    }

    @Test func theDenouncedDoesNotSettle() throws {
        #expect(try registered { $0.officeDenounced = true }.refusal("accept", .owner, acceptance) == "office_not_denounced")
        #expect(try registered { $0.eligibility = .ineligible }.refusal("accept", .owner, acceptance) == "eligibility_not_denied")
        var walk = try accepted()
        walk.facts.recipientDenounced = true
        let verifying: [String: FactValue] = ["verifying_body": .id(9)]
        #expect(walk.refusal("assign_verification", on: Day(2026, 12, 2), .owner, document(verifying)) == "recipient_not_denounced")
        walk.facts.recipientDenounced = false
        #expect(walk.refusal("assign_verification", on: Day(2026, 12, 2), .owner, verifying) == "fact_missing", "by a paper")
        #expect(walk.refusal("assign_verification", on: Day(2026, 12, 2), .owner, document(verifying)) == nil)
    }

    @Test(arguments: representative + [.receptionBoard, .other]) func othersSettleNone(_ office: OfficeKind) throws {
        let facts = CaseFacts(office: office, kind: .denunciation, referenceOnly: true)
        #expect(try Walk("denunciation", facts).refusal("register") == "wrong_office")
    }

    @Test func onlyWhatNamesNobodyIsRegistered() throws {
        let named = CaseFacts(office: .department, kind: .denunciation, receivedOn: thursday)
        #expect(try Walk("denunciation", named).refusal("register") == "denunciation_by_reference")
        for day in [thursday, longAgo] {
            let version = try Shipped.version("denunciation", on: day)
            let facts = version.transitions.flatMap(\.takes)
            // Whose note it is, is no secret.
            for fact in facts where fact.name != "leader_name" {
                let words = fact.name.split(separator: "_").map(String.init)
                #expect(Set(words).isDisjoint(with: ["denouncer", "petitioner", "name", "phone", "address"]), "\(fact.name)")
            }
            // Who verifies, who gave a note, which law and which facts were corrected is no secret; every other free word reminds of what has no place in it.
            let words = facts.filter { $0.kind == .longtext || ($0.kind == .text && !$0.name.hasSuffix("_number")) }
            // Nor are words of a list.
            let listed: Set = ["channel", "filer_kind", "signature_kind", "incident_commune"]
            let free = Set(words.map(\.name)).subtracting(["team", "leader_name", "law", "legal_basis", "corrected"]).subtracting(listed)
            for name in free { #expect(version.factTitles[name]?.contains("danh tính") == true, "\(name)") }
        }
    }

    // MARK: further denunciation

    @Test func aFurtherDenunciationAgainstTheSettlement() throws {
        var walk = try registered()
        let settler: [String: FactValue] = ["settler_body": .text("Chủ tịch UBND phường Phố Hiến")]
        try walk.go("further_denunciation_law", on: Day(2026, 11, 20), as: .officer, .owner, settler)
        #expect(walk.state == "review" && walk.due("TC-18") == "2026-12-09" && walk.running == ["TC-18", "ALARM-45"])
        let over = acceptance.merging(settler) { $1 }.merging(["ground": .text("settled_wrongly")]) { $1 }
        var kept = walk
        #expect(kept.refusal("keep_conclusion", on: Day(2026, 12, 10), .owner, ["reason": .text("đúng")]) == "flag_reason_missing")
        try kept.go("keep_conclusion", on: Day(2026, 12, 9), .owner, ["reason": .text("đã giải quyết đúng")])
        #expect(kept.state == "not_resettled" && kept.running.isEmpty)
        var barred = walk
        barred.facts.officeDenounced = true
        #expect(barred.refusal("take_over", on: Day(2026, 12, 7), .owner, over) == "office_not_denounced")
        try walk.go("take_over", on: Day(2026, 12, 7), .owner, over)
        #expect(walk.state == "accepted" && walk.running == ["TC-5", "TC-6"] && walk.due("TC-6") == "2027-01-06")
    }

    @Test func aFurtherDenunciationForLateness() throws {
        var walk = try registered()
        let settler: [String: FactValue] = ["settler_body": .text("Giám đốc Sở")]
        try walk.go("further_denunciation_late", on: Day(2026, 11, 20), as: .officer, .owner, settler)
        #expect(walk.state == "require_report" && walk.due("TC-19") == "2026-11-27")
        var unasked = walk
        try unasked.go("leave_with_settler", on: Day(2026, 11, 23), .owner, ["reason": .text("chưa hết thời hạn giải quyết")])
        #expect(unasked.state == "left_with_settler" && unasked.clock("TC-19") == .lapsed)
        #expect(walk.refusal("demand_report", on: Day(2026, 11, 30), .owner, letter.merging(settler) { $1 }) == "flag_reason_missing")
        try walk.go("demand_report", on: Day(2026, 11, 25), .owner, letter.merging(settler) { $1 })
        #expect(walk.state == "awaiting_report" && walk.due("TC-20") == "2026-12-02")
        var left = walk
        try left.go("settler_report", on: Day(2026, 12, 1), as: .clerk)
        try left.go("leave_with_settler", on: Day(2026, 12, 2), .owner, ["reason": .text("có lý do chính đáng")])
        #expect(left.state == "left_with_settler" && left.clock("TC-20") == .met && left.running.isEmpty)
        let over = acceptance.merging(settler) { $1 }.merging(["ground": .text("no_reason_late")]) { $1 }
        try walk.go("take_over", on: Day(2026, 12, 4), .owner, over)
        #expect(walk.state == "accepted" && walk.clock("TC-20") == .lapsed)

        // The same at the settler: asked, answering, handing over what is overdue.
        var settling = try accepted()
        try settling.go("report_required", on: Day(2027, 1, 5), as: .clerk, .owner, letter)
        #expect(settling.due("TC-20") == "2027-01-12")
        try settling.go("report_to_superior", on: Day(2027, 1, 8), .owner, letter.merging(["reason": .text("chờ giám định")]) { $1 })
        let handingUp = letter.merging(["superior_body": .text("UBND tỉnh")]) { $1 }
        #expect(settling.refusal("hand_up", on: Day(2027, 1, 15), .owner, handingUp) == "flag_reason_missing")
        try settling.go("hand_up", on: Day(2027, 1, 15), .owner, late(handingUp))
        #expect(settling.state == "taken_over" && settling.clock("TC-6") == .breached && settling.running.isEmpty)
    }

    // MARK: the earlier version

    func earlier() throws -> Walk {
        var facts = CaseFacts(office: .department, kind: .denunciation, channel: .post, receivedOn: longAgo)
        facts.referenceOnly = true
        var walk = try Walk("denunciation", facts, inForceOn: longAgo)
        try walk.go("register", on: longAgo, as: .clerk)
        #expect(walk.version.from == Day(2019, 5, 28) && walk.version.until == Day(2026, 6, 30))
        #expect(walk.running == ["TC-1", "TCD-4"] && walk.due("TC-1") == "2026-06-19", "no alarm of 45 days yet")
        try walk.go("accept", on: Day(2026, 6, 12), .owner, acceptance)
        return walk
    }

    @Test func onlyTheSettlerAskedForAnExpertUntilTheNewDecree() throws {
        var walk = try earlier()
        try walk.go("assign_verification", on: Day(2026, 6, 15), .owner, document())
        #expect(walk.refusal("request_expert", on: Day(2026, 6, 30), as: .officer, .owner, expert) == "not_permitted")
        #expect(walk.refusal("request_expert", on: Day(2026, 6, 30), .owner, expert) == nil)
        #expect(walk.refusal("request_expert", on: Day(2026, 7, 1), as: .officer, .owner, expert) == nil)
        try walk.go("request_expert", on: Day(2026, 7, 1), as: .officer, .owner, expert)
        #expect(walk.clock("TC-6") == .paused)
    }

    @Test func monthlyReportsUntilTheNewDecree() throws {
        var walk = try earlier()
        try walk.go("conclude", on: Day(2026, 6, 15), .owner, document(["result": .text("right"), "evidence_clear": .flag(true)]))
        try walk.go("handle", on: Day(2026, 6, 16), .owner, document(["measures": .text("kỷ luật")]))
        let unit: [String: FactValue] = ["unit": .text("Văn phòng"), "monitor_by": .date(Day(2026, 8, 3))]
        #expect(walk.refusal("monitor", on: Day(2026, 6, 18), .owner, unit) == "fact_unknown", "only an inspectorate")
        try walk.go("monitor", on: Day(2026, 6, 18), .owner, ["monitor_body": .id(4)])
        #expect(walk.state == "monitored" && walk.due("MONTHLY") == "2026-07-20")
        try walk.go("monitor", on: Day(2026, 7, 2), .owner, unit)
        #expect(walk.clock("MONTHLY") == .stopped && walk.due("FOLLOW") == "2026-08-03")
        try walk.go("publish", on: Day(2026, 7, 2), .owner, late(["means": .text("portal")]))
        #expect(walk.state == "published")
    }
}
