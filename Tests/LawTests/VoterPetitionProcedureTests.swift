import Testing

@testable import Law

/// Voters' petitions at a council or delegation (`law.md` §7.4): collected, grouped, sent, answered, told to voters, supervised.
@Suite struct VoterPetitionProcedure {
    private func sorted(_ jurisdiction: String) -> [String: FactValue] {
        ["field": .text("admin.policy"), "jurisdiction": .text(jurisdiction)]
    }

    /// Heard on Thursday 19/11, grouped on Monday 23/11.
    private func grouped(_ jurisdiction: String = "not_competent", _ change: (inout CaseFacts) -> Void = { _ in }) throws -> Walk {
        var facts = CaseFacts(office: .peopleCouncil, kind: .voterPetition, receivedOn: thursday)
        change(&facts)
        var walk = try Walk("voter-petition", facts)
        try walk.go("register", as: .clerk)
        #expect(walk.state == "collected" && walk.running == ["CFG-1"] && walk.due("CFG-1") == "2026-12-04")
        try walk.go("group", on: Day(2026, 11, 23), as: .clerk, .owner, sorted(jurisdiction))
        return walk
    }

    /// Sent on Wednesday 25/11, without a day by which to answer.
    private func sent(_ more: [String: FactValue] = [:]) throws -> Walk {
        var walk = try grouped()
        let facts = letter.merging(["recipient": .id(7)]) { $1 }.merging(more) { $1 }
        try walk.go("send", on: Day(2026, 11, 25), as: .officer, .owner, facts)
        return walk
    }

    private func reply(_ answer: String, _ more: [String: FactValue] = [:]) -> [String: FactValue] {
        document(["answer": .text(answer), "summary": .text("đã trả lời")]).merging(more) { $1 }
    }

    private let demand = letter.merging(["content": .text("giải trình việc chậm trả lời")]) { $1 }
    private let told: [String: FactValue] = ["told_on": .date(Day(2027, 1, 14)), "means": .text("meeting")]

    @Test func fromTheMeetingToTheCouncilsReport() throws {
        var walk = try grouped()
        // Five working days after Monday, the 24th being a holiday.
        #expect(walk.state == "grouped" && walk.running == ["CFG-1B"] && walk.due("CFG-1B") == "2026-12-01")
        walk = try sent()
        #expect(walk.state == "sent" && walk.running == ["CFG-2"] && walk.due("CFG-2") == "2027-01-04" && walk.clock("CFG-1B") == .met)
        try walk.go("acknowledge", on: Day(2026, 11, 26), as: .clerk)
        #expect(walk.refusal("urge", on: Day(2027, 1, 5), as: .clerk, .owner, letter) == "not_permitted")
        for day in [Day(2027, 1, 5), Day(2027, 1, 6)] { try walk.go("urge", on: day, as: .officer, .owner, letter) }
        #expect(walk.state == "in_progress" && walk.running == ["CFG-2"])

        try walk.go("result_received", on: Day(2027, 1, 7), as: .system, .none)
        // Ten working days after Thursday.
        #expect(walk.state == "replied" && walk.clock("CFG-2") == .breached && walk.due("CFG-3") == "2027-01-21")
        let dispute = letter.merging(["reason": .text("chưa nêu thời hạn hoàn thành")]) { $1 }
        try walk.go("dispute", on: Day(2027, 1, 8), as: .officer, .owner, dispute)
        // Forty days end on 17/02, a Wednesday.
        #expect(walk.state == "sent" && walk.running == ["CFG-2"] && walk.due("CFG-2") == "2027-02-17" && walk.clock("CFG-3") == .lapsed)

        #expect(walk.refusal("explain", on: Day(2027, 2, 18), as: .officer, .owner, demand) == "not_permitted")
        try walk.go("explain", on: Day(2027, 2, 18), .owner, demand)
        #expect(walk.state == "explaining" && walk.running == ["CFG-2", "GS-1"] && walk.due("GS-1") == "2027-03-05")
        let explanation = document(["summary": .text("vướng giải phóng mặt bằng")])
        #expect(walk.refusal("record_explanation", on: Day(2027, 3, 8), as: .clerk, .owner, explanation) == "flag_reason_missing")
        try walk.go("record_explanation", on: Day(2027, 3, 5), as: .clerk, .owner, explanation)
        #expect(walk.state == "explained" && walk.running == ["CFG-2"])
        try walk.go("question", on: Day(2027, 3, 8), .owner, ["content": .text("trách nhiệm của ai")])
        try walk.go("resupervise", on: Day(2027, 3, 9), .owner, ["content": .text("giám sát tại chỗ")])
        #expect(walk.refusal("report_council", on: Day(2027, 3, 10), as: .officer, .owner, document()) == "not_permitted")
        #expect(walk.refusal("report_council", on: Day(2027, 3, 10), .owner, document()) == "flag_reason_missing", "the answer is overdue")
        let step = try walk.go("report_council", on: Day(2027, 3, 10), .owner, late(document()))
        #expect(step.documents == ["supervision_report", "draft_resolution"])
        #expect(walk.state == "closed" && walk.running.isEmpty && walk.clock("CFG-2") == .breached)
    }

    /// Who does not explain himself is questioned, and an answer on paper may come at any rung of the ladder.
    @Test(arguments: ["question", "resupervise"]) func silenceIsAnsweredToo(_ event: String) throws {
        var walk = try sent()
        try walk.go("explain", on: Day(2026, 12, 1), .owner, demand)
        var answered = walk
        let content: [String: FactValue] = ["content": .text("vì sao không giải trình")]
        #expect(walk.refusal(event, on: Day(2026, 12, 17), .owner, content) == "flag_reason_missing")
        try walk.go(event, on: Day(2026, 12, 17), .owner, late(content))
        #expect(walk.state == "supervised" && walk.clock("GS-1") == .breached && walk.running == ["CFG-2"])
        try walk.go("record_reply", on: Day(2026, 12, 18), as: .clerk, .owner, reply("settled"))
        #expect(walk.state == "replied" && walk.running == ["CFG-3"] && walk.clock("CFG-2") == .met)
        try answered.go("record_reply", on: Day(2026, 12, 10), as: .clerk, .owner, reply("settled"))
        #expect(answered.state == "replied" && answered.running == ["CFG-3"] && answered.clock("GS-1") == .met)
        let informing = told.merging(["told_on": .date(Day(2026, 12, 11))]) { $1 }
        try answered.go("inform_voters", on: Day(2026, 12, 11), as: .recordsClerk, .owner, informing)
        #expect(answered.state == "informed")
    }

    @Test func aDenunciationWithNamesEndsAndIsEnteredAnew() throws {
        var walk = try grouped()
        #expect(walk.refusal("entered_as_denunciation", on: Day(2026, 11, 23), as: .officer) == "not_permitted")
        try walk.go("entered_as_denunciation", on: Day(2026, 11, 23))
        #expect(walk.state == "reclassified" && walk.running.isEmpty)
    }

    @Test func severalBodiesGetLongerAndAnOfficeMaySetItsOwnDays() throws {
        #expect(try sent(["several_bodies": .flag(true)]).due("CFG-2") == "2027-01-14")
        #expect(try sent(["several_bodies": .flag(false)]).due("CFG-2") == "2027-01-04")
        let walk = try grouped()
        func due(_ settings: [String: Int], several: Bool) throws -> [String] {
            let facts = letter.merging(["recipient": .id(7), "several_bodies": .flag(several)]) { $1 }
            let step = try walk.version.decide(
                EventRequest(
                    event: "send", occurredOn: Day(2026, 11, 25), today: Day(2026, 11, 25), facts: facts, roles: [.officer],
                    relations: [.owner]), state: walk.state, facts: walk.facts, clocks: walk.clocks, calendar: Calendars.known,
                settings: settings)
            return step.clockChanges.compactMap { if case .start(let clock) = $0 { "\(clock.rule) \(clock.due.iso)" } else { nil } }
        }
        // Twenty-five days end on a Sunday.
        #expect(try due(["voter_petition.reply_days": 25], several: false) == ["CFG-2 2026-12-21"])
        #expect(try due(["voter_petition.reply_days": 25], several: true) == ["CFG-2 2027-01-14"])
        #expect(try due(["voter_petition.reply_days_several": 30], several: true) == ["CFG-2 2026-12-25"])
        #expect(try Shipped.version("voter-petition").daySetting("voter_petition.reply_days_several")?.standard == 50)
    }

    @Test func anAnswerOnPaperIsRecordedWithItsKindAndItsRoadmap() throws {
        var walk = try sent()
        #expect(walk.refusal("record_reply", on: Day(2026, 12, 1), as: .clerk, .owner, reply("promised")) == "fact_invalid")
        #expect(walk.refusal("record_reply", on: Day(2027, 1, 5), as: .clerk, .owner, reply("settled")) == "flag_reason_missing")
        let roadmap = reply("in_settlement", ["finish_by": .date(Day(2027, 6, 30))])
        let step = try walk.go("record_reply", on: Day(2027, 1, 5), as: .clerk, .owner, late(roadmap))
        #expect(step.breaches.map(\.flag) == [.inTime] && walk.state == "replied")
        #expect(walk.running == ["CFG-3", "ROADMAP"] && walk.due("ROADMAP") == "2027-06-30")
        try walk.go(
            "assess_reply", on: Day(2027, 1, 6), as: .officer, .owner,
            ["answer": .text("in_settlement"), "finish_by": .date(Day(2027, 5, 31))])
        #expect(walk.due("ROADMAP") == "2027-05-31")
        #expect(walk.refusal("close", on: Day(2027, 1, 13), as: .officer) == "not_allowed_in_state", "voters are told first")
        try walk.go("inform_voters", on: Day(2027, 1, 14), as: .clerk, .owner, told)
        #expect(walk.state == "informed" && walk.running == ["ROADMAP"])
        try walk.go("roadmap_done", on: Day(2027, 5, 20), as: .clerk, .owner, ["summary": .text("đã làm xong đường")])
        try walk.go("close", on: Day(2027, 5, 21), as: .officer)
        #expect(walk.state == "closed" && walk.clock("ROADMAP") == .met)
    }

    @Test func complexExplanationsHaveThirtyDays() throws {
        var walk = try sent()
        var asked = walk
        try asked.go("explain", on: Day(2026, 12, 1), .owner, demand.merging(["complex": .flag(true)]) { $1 })
        #expect(asked.due("GS-1") == "2026-12-31")
        try walk.go("explain", on: Day(2026, 12, 1), .owner, demand)
        #expect(walk.due("GS-1") == "2026-12-16")
        let reason: [String: FactValue] = ["reason": .text("nhiều nội dung chuyên môn")]
        #expect(
            walk.refusal("mark_complex", on: Day(2026, 12, 10), .owner, reason.merging(["complex": .flag(false)]) { $1 })
                == "complex_determined")
        let tooLate = reason.merging(["complex": .flag(true)]) { $1 }
        #expect(walk.refusal("mark_complex", on: Day(2026, 12, 17), .owner, tooLate) == "extended_in_time")
        try walk.go("mark_complex", on: Day(2026, 12, 10), .owner, reason.merging(["complex": .flag(true)]) { $1 })
        #expect(walk.due("GS-1") == "2026-12-31" && walk.state == "explaining")
        try walk.go("record_explanation", on: Day(2026, 12, 31), as: .clerk, .owner, ["summary": .text("đã rõ")])
        // Taken as the answer, or followed further: the first term of the answer runs on.
        var followed = walk
        try followed.go("await_result", on: Day(2027, 1, 4), .owner, reason)
        #expect(followed.state == "in_progress" && followed.due("CFG-2") == "2027-01-04")
        try walk.go("accept_explanation", on: Day(2027, 1, 4))
        #expect(walk.state == "replied" && walk.running == ["CFG-3"] && walk.clock("CFG-2") == .met)
    }

    @Test func whatIsGivenBackIsSentElsewhere() throws {
        for event in ["referral_declined", "referral_recalled"] {
            var walk = try sent()
            try walk.go(event, on: Day(2026, 11, 27), as: .system, .none)
            #expect(walk.state == "grouped" && walk.running == ["CFG-1B"] && walk.due("CFG-1B") == "2026-12-04")
            walk = try sent()
            try walk.go("explain", on: Day(2026, 12, 1), .owner, demand)
            try walk.go(event, on: Day(2026, 12, 2), as: .system, .none)
            #expect(walk.state == "explaining" && walk.running == ["CFG-2", "GS-1"], "the explanation is still owed")
            try walk.go("result_received", on: Day(2026, 12, 3), as: .system, .none)
            #expect(walk.state == "explaining" && walk.running == ["GS-1"])
        }
    }

    @Test func whatConcernsTheCouncilItAnswersItself() throws {
        var walk = try grouped("competent")
        #expect(walk.running == ["CFG-2"] && walk.due("CFG-2") == "2027-01-04")
        let facts = letter.merging(["recipient": .id(7)]) { $1 }
        #expect(walk.refusal("send", on: Day(2026, 11, 25), as: .officer, .owner, facts) == "outside_competence")
        #expect(walk.refusal("reply_own", on: Day(2026, 12, 1), as: .officer, .owner, reply("settled")) == "not_permitted")
        try walk.go("reply_own", on: Day(2026, 12, 1), .owner, reply("settled"))
        let dispute = letter.merging(["reason": .text("chưa rõ")]) { $1 }
        #expect(walk.refusal("dispute", on: Day(2026, 12, 2), as: .officer, .owner, dispute) == "outside_competence")
        try walk.go("reconsider_own", on: Day(2026, 12, 2), .owner, ["reason": .text("đại biểu chưa đồng ý")])
        #expect(walk.state == "grouped" && walk.due("CFG-2") == "2027-01-11")

        // Found to be another's after all.
        var other = try grouped("competent")
        try other.go("group", on: Day(2026, 11, 24), as: .officer, .owner, sorted("subordinate"))
        #expect(other.running == ["CFG-1B"])
        #expect(other.refusal("reply_own", on: Day(2026, 12, 1), .owner, reply("settled")) == "competent")
    }

    @Test func whatIsNotSentOnEndsAtTheDesk() throws {
        #expect(try grouped().refusal("merge", on: Day(2026, 11, 23), as: .officer) == "is_copy")
        var copy = try grouped { $0.isCopyOf = true }
        try copy.go("merge", on: Day(2026, 11, 23), as: .officer)
        #expect(copy.state == "merged" && copy.running.isEmpty)
        var known = try grouped()
        try known.go("file_away", on: Day(2026, 11, 23), as: .officer, .owner, ["ground": .text("answered_before")])
        #expect(known.state == "filed" && known.running.isEmpty)
        var complaint = try grouped()
        let kind: [String: FactValue] = ["kind": .text("complaint"), "reason": .text("khiếu nại quyết định")]
        try complaint.go("reclassify", on: Day(2026, 11, 23), as: .officer, .owner, kind)
        #expect(complaint.state == "reclassified")
        let denunciation = kind.merging(["kind": .text("denunciation")]) { $1 }
        let refused = try grouped().refusal("reclassify", on: Day(2026, 11, 23), as: .officer, .owner, denunciation)
        #expect(refused == "denunciation_by_reference")
    }

    @Test(arguments: OfficeKind.allCases) func onlyCouncilsAndDelegationsCollect(_ office: OfficeKind) throws {
        let collects: Set<OfficeKind> = [.peopleCouncil, .naDelegation, .communeCouncil]
        let refusal = try Walk("voter-petition", CaseFacts(office: office, kind: .voterPetition, receivedOn: thursday)).refusal("register")
        #expect(refusal == (collects.contains(office) ? nil : "wrong_office"))
        let feedback = try Walk("voter-petition", CaseFacts(office: office, kind: .feedback, receivedOn: thursday)).refusal("register")
        #expect(feedback == (collects.contains(office) ? "kind_voter_petition" : "wrong_office"))
    }

    /// The body that has to settle it owes no reply to a citizen, but its answer within the term of the council's letter.
    @Test func theSettlingBodyRunsOneTerm() throws {
        var walk = try Walk("feedback", CaseFacts(office: .peopleCommittee, kind: .voterPetition, receivedOn: thursday))
        try walk.go("register", as: .clerk)
        #expect(walk.running == ["KNPA-SET"] && walk.due("KNPA-SET") == "2026-12-29")
        var passed = walk
        try passed.go("refer", on: Day(2026, 11, 20), as: .officer, .owner, referral)
        #expect(passed.state == "transferred" && passed.running == ["KNPA-SET"])
        try walk.go("accept", on: Day(2026, 12, 1), as: .officer)
        #expect(walk.due("KNPA-SET") == "2026-12-29", "accepting gives no new days")
    }
}
