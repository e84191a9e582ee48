import Testing

@testable import Law

/// What a body without the program says by paper, written down by the office that sent it a petition.
@Suite struct PaperPartnerTests {
    private func delivered(onPaper: Bool = true) throws -> Walk {
        var walk = try Walk("referral", CaseFacts(office: .peopleCouncil))
        walk.facts.recipientOnPaper = onPaper
        try walk.go("send", as: .officer, .sender, referral)
        try walk.go("deliver", as: .system, .none)
        walk.facts.deliveredOn = thursday
        return walk
    }

    private static let said: [(event: String, facts: [String: FactValue])] = [
        ("record_acknowledged", [:]), ("record_declined", ["reason": .text("không thuộc thẩm quyền")]), ("record_accepted", [:]),
        ("record_status", ["status": .text("đang xác minh")]),
        ("record_answer", ["result": .text("explained"), "summary": .text("đã trả lời")]),
    ]

    @Test func onlyItsSenderSpeaksForItAndOnlyWhileNobodyThereCan() throws {
        let walk = try delivered()
        let withProgram = try delivered(onPaper: false)
        for (event, facts) in Self.said {
            let facts = document(facts)
            for role in [Role.clerk, .officer, .leader] {
                #expect(walk.refusal(event, as: role, .sender, facts) == nil, "\(event) \(role)")
                #expect(withProgram.refusal(event, as: role, .sender, facts) == "recipient_on_paper", "\(event) \(role)")
            }
            #expect(walk.refusal(event, as: .clerk, .recipient, facts) == "not_permitted", "\(event)")
            #expect(walk.refusal(event, as: .recordsClerk, .sender, facts) == "not_permitted", "\(event)")
            var dateless = facts
            dateless["document_date"] = nil
            #expect(walk.refusal(event, as: .clerk, .sender, dateless) == "fact_missing", "\(event) rests on a paper of a day")
        }
    }

    @Test func receiptAcceptanceStatusAndAnswerKeepTheClocks() throws {
        var walk = try delivered()
        try walk.go("record_acknowledged", on: Day(2026, 11, 23), as: .clerk, .sender, ["document_date": .date(Day(2026, 11, 20))])
        #expect(walk.state == "acknowledged" && walk.clock("REF-ACK") == .met && walk.running == ["REF-DECLINE", "REF-ANSWER"])
        try walk.go("record_accepted", on: Day(2026, 11, 26), as: .clerk, .sender, document())
        #expect(walk.state == "accepted" && walk.running == ["REF-ANSWER"])
        #expect(walk.refusal("record_accepted", on: Day(2026, 11, 26), .sender, document()) == "not_allowed_in_state")
        try walk.go("record_status", on: Day(2026, 12, 10), as: .clerk, .sender, document(["status": .text("đang xác minh")]))
        #expect(walk.state == "accepted" && walk.running == ["REF-ANSWER"])
        // Late, it needs no reason of who only writes it down; the clock shows it.
        let answer = document(["result": .text("upheld"), "summary": .text("đã giải quyết")])
        let step = try walk.go("record_answer", on: Day(2026, 12, 22), as: .clerk, .sender, answer)
        #expect(step.breaches.isEmpty && walk.state == "answered" && walk.running.isEmpty && walk.clock("REF-ANSWER") == .breached)
    }

    /// It gets the program after the acceptance came on paper: it opens its own case, once.
    @Test func whoAcceptedOnPaperOpensItsOwnCaseLater() throws {
        var walk = try delivered()
        try walk.go("record_accepted", .sender, document())
        walk.facts.recipientOnPaper = false
        var entered = walk
        entered.facts.recipientEntered = true
        #expect(entered.refusal("accept", as: .officer, .recipient) == "recipient_not_entered")
        #expect(walk.refusal("accept", as: .officer, .sender) == "not_permitted")
        try walk.go("accept", as: .officer, .recipient)
        #expect(walk.state == "accepted" && walk.running == ["REF-ANSWER"])
    }

    @Test(arguments: ["deliver", "record_acknowledged", "record_accepted"])
    func aRefusalOnPaperEndsItWhereverItStands(_ last: String) throws {
        var walk = try delivered()
        if last != "deliver" { try walk.go(last, .sender, document()) }
        let refusal = document(["reason": .text("không thuộc thẩm quyền")])
        let step = try walk.go("record_declined", on: Day(2026, 11, 30), as: .clerk, .sender, refusal)
        #expect(step.breaches.isEmpty && walk.state == "declined" && walk.running.isEmpty)
        #expect(walk.clock("REF-DECLINE") == (last == "record_accepted" ? .lapsed : .breached))
    }

    @Test func remindersGoOnAsForAnyBody() throws {
        var walk = try delivered()
        try walk.go("record_accepted", .sender, document())
        let urge = letter.merging(["answer_by": .date(Day(2027, 1, 12))]) { $1 }
        try walk.go("urge", on: Day(2026, 12, 22), .sender, urge)
        try walk.go("escalate", on: Day(2027, 1, 13), .sender, letter.merging(["addressee": .text("TAND tối cao")]) { $1 })
        let answer = document(["result": .text("explained"), "summary": .text("đã trả lời")])
        try walk.go("record_answer", on: Day(2027, 1, 14), .sender, answer)
        #expect(walk.state == "answered" && walk.running.isEmpty && walk.clock("REF-URGED") == .breached)
    }

    @Test func aChangeOfOfficesMovesNothing() throws {
        var walk = try delivered()
        let (state, running) = (walk.state, walk.running)
        #expect(walk.refusal("office_changed", as: .leader, .sender) == "not_permitted")
        try walk.go("office_changed", as: .operator, .none)
        #expect(walk.state == state && walk.running == running)
    }

    @Test func whatWasWrittenDownWronglyIsTakenBackByALeaderOfItsSender() throws {
        let reason: [String: FactValue] = ["reason": .text("ghi nhầm đơn khác")]
        for (event, facts) in Self.said {
            var walk = try delivered()
            let (state, clocks) = (walk.state, walk.clocks)
            #expect(walk.refusal("withdraw_record", .sender, reason) == "step_from_paper", "\(event): nothing yet")
            try walk.go(event, on: Day(2026, 11, 23), as: .clerk, .sender, document(facts))
            for (role, relation) in [(Role.clerk, Relation.sender), (.officer, .sender), (.leader, .recipient)] {
                #expect(walk.refusal("withdraw_record", on: Day(2026, 11, 23), as: role, relation, reason) == "not_permitted", "\(event)")
            }
            #expect(walk.refusal("withdraw_record", on: Day(2026, 11, 23), .sender, [:]) == "fact_missing", "\(event)")
            var built = walk
            built.facts.builtOnRecord = true
            #expect(built.refusal("withdraw_record", on: Day(2026, 11, 23), .sender, reason) == "nothing_built_on_record", "\(event)")
            try walk.go("withdraw_record", on: Day(2026, 11, 24), .sender, reason)
            #expect(walk.state == state && walk.clocks == clocks, "\(event): as before")
            #expect(walk.refusal("withdraw_record", on: Day(2026, 11, 24), .sender, reason) == "step_from_paper", "\(event): once")
        }
    }

    @Test func whatFollowedInTheSendersCaseIsTakenBackByTheProgramAlone() throws {
        for event in ["result_received", "referral_declined"] {
            var facts = CaseFacts(office: .peopleCouncil, kind: .feedback, eligibility: .eligible, jurisdiction: .notCompetent)
            facts.receivedOn = thursday
            facts.wantsReply = true
            var walk = try Walk("forwarding", facts)
            try walk.go("register", as: .clerk, .owner)
            try walk.go("classify", as: .officer, .owner, classification("feedback", "not_competent"))
            try walk.go("refer", as: .officer, .owner, referral)
            let clocks = walk.running
            #expect(walk.refusal("record_withdrawn", as: .system, .none) == "not_allowed_in_state", "\(event)")
            try walk.go(event, on: Day(2026, 12, 1), as: .system, .none)
            #expect(walk.refusal("record_withdrawn", on: Day(2026, 12, 1), as: .leader, .owner) == "not_permitted", "\(event)")
            try walk.go("record_withdrawn", on: Day(2026, 12, 2), as: .system, .none)
            #expect(walk.state == "transferred" && walk.running == clocks, "\(event)")
        }
    }
}
