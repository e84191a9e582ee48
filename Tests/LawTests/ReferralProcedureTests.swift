import Testing

@testable import Law

@Suite struct ReferralProcedure {
    private func delivered() throws -> Walk {
        var walk = try Walk("referral", CaseFacts(office: .peopleCouncil))
        try walk.go("send", as: .officer, .sender, referral)
        try walk.go("deliver", as: .system, .none)
        walk.facts.deliveredOn = thursday
        return walk
    }

    @Test func loop() throws {
        var walk = try delivered()
        #expect(walk.due("REF-ACK") == "2026-11-25" && walk.due("REF-DECLINE") == "2026-11-27" && walk.due("REF-ANSWER") == "2026-12-21")
        #expect(walk.refusal("acknowledge", as: .clerk, .sender) == "not_permitted")
        try walk.go("acknowledge", on: Day(2026, 11, 20), as: .clerk, .recipient)
        try walk.go("accept", on: Day(2026, 11, 30), as: .officer, .recipient)
        #expect(walk.running == ["REF-ANSWER"])
        try walk.go("report_status", on: Day(2026, 12, 10), as: .clerk, .recipient, ["status": .text("đang xác minh")])
        let result: [String: FactValue] = ["result": .text("upheld"), "summary": .text("đã giải quyết")]
        #expect(walk.refusal("answer", on: Day(2026, 12, 18), .recipient, result) == "flag_reason_missing")
        walk.facts.ownCaseSettled = true
        #expect(walk.refusal("answer", on: Day(2026, 12, 18), .sender, result) == "not_permitted")
        try walk.go("answer", on: Day(2026, 12, 18), .recipient, result)
        #expect(walk.state == "answered" && walk.running.isEmpty)
    }

    @Test func deliveryOnPaperCountsFromItsDay() throws {
        var walk = try Walk("referral", CaseFacts(office: .peopleCouncil))
        try walk.go("send", as: .officer, .sender, referral)
        try walk.go("deliver", on: Day(2026, 11, 26), as: .clerk, .recipient, ["delivered_on": .date(Day(2026, 11, 25))])
        #expect(walk.due("REF-DECLINE") == "2026-12-02")
    }

    @Test func lateDeclineIsMarkedAndNotRefused() throws {
        var walk = try delivered()
        let reason: [String: FactValue] = ["reason": .text("không thuộc thẩm quyền")]
        #expect(walk.refusal("decline", on: Day(2026, 11, 27), .recipient, [:]) == "fact_missing")
        #expect(walk.refusal("decline", on: Day(2026, 11, 27), .recipient, reason) == nil)
        #expect(walk.refusal("decline", on: Day(2026, 11, 30), .recipient, reason) == "flag_reason_missing")
        let step = try walk.go("decline", on: Day(2026, 11, 30), .recipient, late(reason))
        #expect(step.breaches.map(\.flag) == [.declinedInTime] && walk.state == "declined" && walk.running.isEmpty)
    }

    @Test func reminderSetsAnotherDateAndForgetsNothing() throws {
        var walk = try delivered()
        let urge = letter.merging(["answer_by": .date(Day(2027, 1, 12))]) { $1 }
        #expect(walk.refusal("urge", on: Day(2026, 12, 1), .sender, urge) == "flag_reason_missing")
        #expect(walk.refusal("urge", on: Day(2026, 12, 22), .recipient, urge) == "not_permitted")
        try walk.go("urge", on: Day(2026, 12, 22), .sender, urge)
        #expect(walk.due("REF-ANSWER") == "2026-12-21" && walk.due("REF-URGED") == "2027-01-12" && walk.state == "delivered")
        try walk.go("urge", on: Day(2027, 1, 13), .sender, urge.merging(["answer_by": .date(Day(2027, 1, 20))]) { $1 })
        #expect(walk.due("REF-URGED") == "2027-01-20")
    }

    @Test(arguments: ["send", "deliver", "acknowledge", "accept"])
    func anAnswerOnPaperEndsItWhereverItStands(_ last: String) throws {
        var walk = try Walk("referral", CaseFacts(office: .peopleCouncil))
        try walk.go("send", as: .officer, .sender, referral)
        if last != "send" { try walk.go("deliver", as: .system, .none) }
        if last == "acknowledge" { try walk.go("acknowledge", as: .clerk, .recipient) }
        if last == "accept" { try walk.go("accept", as: .officer, .recipient) }
        let answer = document(["result": .text("settled")])
        #expect(walk.refusal("answer_on_paper", .sender, answer) == "not_permitted")
        try walk.go("answer_on_paper", on: Day(2026, 12, 1), as: .system, .none, answer)
        #expect(walk.state == "answered" && walk.running.isEmpty && walk.clock("REF-ANSWER") == .met)
        // Late, it is recorded all the same.
        walk = try Walk("referral", CaseFacts(office: .peopleCouncil))
        try walk.go("send", as: .officer, .sender, referral)
        try walk.go("answer_on_paper", on: Day(2026, 12, 22), as: .system, .none, answer)
        #expect(walk.clock("REF-ANSWER") == .breached)
    }

    @Test func recallEndsWithAcceptance() throws {
        var walk = try delivered()
        let reason: [String: FactValue] = ["reason": .text("chuyển nhầm")]
        #expect(walk.refusal("recall", .sender, reason) == nil)
        try walk.go("accept", .recipient)
        #expect(walk.refusal("recall", .sender, reason) == "not_allowed_in_state")
        #expect(walk.refusal("decline", .recipient, reason) == "not_allowed_in_state")
    }
}

@Suite struct FeedbackProcedure {
    private func registered(_ change: (inout CaseFacts) -> Void = { _ in }) throws -> Walk {
        var facts = CaseFacts(office: .communeCommittee, kind: .feedback, receivedOn: thursday)
        change(&facts)
        var walk = try Walk("feedback", facts)
        try walk.go("register", as: .clerk)
        return walk
    }

    @Test func loop() throws {
        var walk = try registered()
        #expect(walk.running == ["TCD-4", "ALARM-45"])
        try walk.go("accept", on: Day(2026, 11, 20), as: .officer)
        #expect(walk.running == ["KNPA-SET"] && walk.due("KNPA-SET") == "2026-12-21")
        try walk.go("need_info", on: Day(2026, 11, 25), as: .officer, .owner, ["request": .text("ảnh hiện trường")])
        try walk.go("supplement_received", on: Day(2026, 11, 30), as: .clerk)
        let answer = document(["result": .text("explained"), "summary": .text("đã sửa đường")])
        #expect(walk.refusal("answer", on: Day(2026, 12, 1), as: .officer, .owner, answer) == "not_permitted")
        try walk.go("answer", on: Day(2026, 12, 1), .owner, answer)
        try walk.go("publish_result", on: Day(2026, 12, 2), as: .officer, .owner, ["means": .text("portal")])
        try walk.go("close", on: Day(2026, 12, 3), as: .officer)
        #expect(walk.state == "closed" && walk.running.isEmpty)
    }

    @Test func settlingTimeIsASetting() throws {
        var walk = try registered()
        let step = try walk.version.decide(
            EventRequest(event: "accept", occurredOn: thursday, today: thursday, roles: [.officer], relations: [.owner]), state: walk.state,
            facts: walk.facts, clocks: walk.clocks, calendar: Calendars.known, settings: ["feedback.settle_days": 15])
        let due = step.clockChanges.compactMap { if case .start(let clock) = $0 { clock.due.iso } else { nil } }
        #expect(due == ["2026-12-04"])
        try walk.go("about_regulation", .owner, ["outside_competence": .flag(true)])
        #expect(walk.due("PAKN-1") == "2026-11-27")
    }

    @Test func elsewhereItIsReferredAndComesBack() throws {
        var walk = try registered { $0.wantsReply = true }
        try walk.go("refer", on: Day(2026, 11, 20), .owner, referral)
        try walk.go("referral_declined", on: Day(2026, 11, 25), as: .system, .none)
        #expect(walk.state == "registered" && walk.running == ["TCD-4R", "ALARM-45"])
        #expect(walk.due("TCD-4R") == "2026-12-09" && walk.due("ALARM-45") == "2027-01-04")
        try walk.go("refer", on: Day(2026, 11, 26), .owner, referral)
        try walk.go("result_received", on: Day(2026, 12, 1), as: .system, .none)
        #expect(walk.due("TCD-6") == "2026-12-08" && walk.refusal("close_unasked", on: Day(2026, 12, 2)) == "flag_reason_missing")
    }

    private let answer: [String: FactValue] = [
        "result": .text("explained"), "document_number": .text("8/SNN"), "document_date": .date(thursday), "summary": .text("đã rõ"),
    ]

    @Test func anAnswerOnPaperEndsTheWaiting() throws {
        var walk = try registered { $0.wantsReply = true }
        try walk.go("refer", .owner, referral)
        #expect(walk.refusal("record_result", on: Day(2026, 12, 1), as: .clerk, .owner, answer) == "not_permitted")
        try walk.go("record_result", on: Day(2026, 12, 1), as: .officer, .owner, answer)
        #expect(walk.state == "result_in" && walk.running == ["TCD-6"])
    }

    /// The term of the council's letter runs until the answer of the other body is known here.
    @Test func votersAnswerFromElsewhereKeepsItsTerm() throws {
        var walk = try registered { $0.kind = .voterPetition }
        try walk.go("refer", .owner, referral)
        #expect(walk.due("KNPA-SET") == "2026-12-29")
        var told = walk
        #expect(walk.refusal("record_result", on: Day(2026, 12, 30), .owner, answer) == "flag_reason_missing")
        try walk.go("record_result", on: Day(2026, 12, 29), .owner, answer)
        #expect(walk.state == "result_in" && walk.running.isEmpty && walk.clock("KNPA-SET") == .met)

        try told.go("result_received", on: Day(2026, 12, 28), as: .system, .none)
        #expect(told.running == ["KNPA-SET"] && told.refusal("close_unasked", on: Day(2026, 12, 30)) == "flag_reason_missing")
        let facts: [String: FactValue] = ["told_on": .date(Day(2026, 12, 29)), "means": .text("letter")]
        #expect(told.refusal("tell_citizen", on: Day(2026, 12, 30), as: .clerk, .owner, facts) == "flag_reason_missing")
        var closed = told
        try told.go("tell_citizen", on: Day(2026, 12, 29), as: .recordsClerk, .owner, facts)
        #expect(told.clock("KNPA-SET") == .met)
        try closed.go("close_unasked", on: Day(2026, 12, 29))
        #expect(closed.state == "closed" && closed.clock("KNPA-SET") == .met)
    }

    @Test func aDenunciationWithNamesEndsAndIsEnteredAnew() throws {
        for accepts in [false, true] {
            var walk = try registered()
            if accepts { try walk.go("accept") }
            #expect(walk.refusal("entered_as_denunciation", as: .officer) == "not_permitted")
            try walk.go("entered_as_denunciation")
            #expect(walk.state == "reclassified" && walk.running.isEmpty)
        }
    }

    @Test func whatIsWithdrawnEnds() throws {
        let paper: [String: FactValue] = ["form": .text("withdrawal_minutes"), "withdrawn_on": .date(Day(2026, 12, 1))]
        var walk = try registered()
        try walk.go("accept")
        try walk.go("need_info", .owner, ["request": .text("ảnh"), "supplement_by": .date(Day(2026, 12, 10))])
        #expect(walk.refusal("withdraw", on: Day(2026, 12, 22), .owner, paper) == "flag_reason_missing")
        try walk.go("withdraw", on: Day(2026, 12, 1), as: .officer, .owner, paper)
        #expect(walk.state == "withdrawn" && walk.running.isEmpty && walk.clock("KNPA-SET") == .met)
    }

    @Test func aLeaderUrgesAndNothingElseChanges() throws {
        var walk = try registered()
        for event in ["register", "accept", "need_info"] {
            if event == "accept" { try walk.go(event) }
            if event == "need_info" { try walk.go(event, .owner, ["request": .text("ảnh")]) }
            let (state, running) = (walk.state, walk.running)
            #expect(walk.refusal("urge", as: .officer, .owner, letter) == "not_permitted" && walk.refusal("urge") == "fact_missing")
            let step = try walk.go("urge", .owner, letter)
            #expect(step.documents == ["urge_letter"] && walk.state == state && walk.running == running)
        }
    }

    @Test func aRegulationOfOnesOwnHasNoShorterDate() throws {
        var walk = try registered()
        try walk.go("about_regulation", .owner, ["outside_competence": .flag(true)])
        try walk.go("about_regulation", .owner, ["outside_competence": .flag(true)])
        #expect(walk.running.contains("PAKN-1") && walk.clocks.filter { $0.rule == "PAKN-1" }.count == 1)
        var kept = walk
        try walk.go("about_regulation", .owner, ["outside_competence": .flag(false)])
        #expect(walk.clock("PAKN-1") == .lapsed && walk.running == ["TCD-4", "ALARM-45"])
        try kept.go("accept", on: Day(2026, 11, 20))
        #expect(kept.clock("PAKN-1") == .met && kept.running == ["KNPA-SET"])
    }

    @Test func whatIsReconsideredIsAnsweredInTenWorkingDays() throws {
        var walk = try registered()
        try walk.go("accept")
        let reply = document(["result": .text("explained"), "summary": .text("đã rõ")])
        try walk.go("answer", on: Day(2026, 11, 30), .owner, reply)
        try walk.go("citizen_dissent", on: Day(2026, 12, 1), .owner, ["reason": .text("tình tiết mới")])
        #expect(walk.running == ["KNPA-SET", "TCD-4B"] && walk.due("TCD-4B") == "2026-12-15")
        #expect(walk.refusal("answer", on: Day(2026, 12, 16), .owner, reply) == "flag_reason_missing")
        try walk.go("answer", on: Day(2026, 12, 15), .owner, reply)
        #expect(walk.running.isEmpty && walk.clock("TCD-4B") == .met)
    }
}
