import Testing

@testable import Law

@Suite struct ReceptionSessionProcedure {
    private func planned(_ date: Day, _ change: (inout CaseFacts) -> Void = { _ in }) throws -> Walk {
        var facts = CaseFacts(office: .peopleCommittee, sessionDate: date, sessionKind: .scheduled, sessionMode: .inPerson, hostNamed: true)
        change(&facts)
        var walk = try Walk("reception-session", facts)
        try walk.go("plan", as: .clerk)
        return walk
    }

    @Test func regularSessionOpensAndClosesByItself() throws {
        var walk = try Walk("reception-session", CaseFacts(office: .receptionBoard, sessionKind: .regular, openVisits: 1))
        try walk.go("open_regular", as: .system, .none)
        #expect(walk.refusal("conclude", as: .system, .none) == "no_open_visits")
        walk.facts.openVisits = 0
        try walk.go("conclude", as: .system, .none)
        #expect(walk.state == "closed")
    }

    @Test func scheduledSession() throws {
        var walk = try planned(Day(2026, 12, 1))
        #expect(walk.due("TCD-1") == "2026-11-23")
        try walk.go("publish", on: Day(2026, 11, 23), as: .officer)
        #expect(walk.refusal("start", on: Day(2026, 11, 30)) == "flag_reason_missing")
        try walk.go("start", on: Day(2026, 12, 1))
        try walk.go("conclude", on: Day(2026, 12, 1))
        #expect(walk.state == "concluded" && walk.refusal("conclude", on: Day(2026, 12, 1)) == "not_allowed_in_state")
        #expect(walk.refusal("issue_conclusion", on: Day(2026, 12, 2), as: .officer, .owner, document()) == "not_permitted")
        try walk.go("issue_conclusion", on: Day(2026, 12, 2), .owner, document())
        try walk.go("close", on: Day(2026, 12, 20))
        #expect(walk.state == "closed")
    }

    /// Of the two rows of the event the one that lacks less says why.
    @Test func anOpenVisitKeepsALeadersSessionOpen() throws {
        var walk = try planned(Day(2026, 12, 1))
        try walk.go("publish", on: Day(2026, 11, 23), as: .officer)
        try walk.go("start", on: Day(2026, 12, 1))
        walk.facts.openVisits = 1
        #expect(walk.refusal("conclude", on: Day(2026, 12, 1)) == "no_open_visits")
    }

    @Test func latePublicationIsMarked() throws {
        var walk = try planned(Day(2026, 12, 1))
        #expect(walk.refusal("publish", on: Day(2026, 11, 25)) == "flag_reason_missing")
        #expect(try walk.go("publish", on: Day(2026, 11, 25), .owner, late([:])).breaches.map(\.flag) == [.publishedInTime])
        #expect(try planned(Day(2026, 12, 1)) { $0.hostNamed = false }.refusal("publish") == "host_named")
    }

    @Test func postponedSessionIsPublishedAgain() throws {
        var walk = try planned(Day(2026, 12, 1))
        try walk.go("publish")
        let facts: [String: FactValue] = ["session_date": .date(Day(2026, 12, 15)), "reason": .text("bão")]
        #expect(walk.refusal("postpone", on: Day(2026, 11, 30), .owner, ["reason": .text("bão")]) == "fact_missing")
        try walk.go("postpone", on: Day(2026, 11, 30), .owner, facts)
        #expect(walk.state == "published" && walk.due("TCD-1") == "2026-12-08")
        try walk.go("publish", on: Day(2026, 12, 1))
        #expect(walk.running.isEmpty)
    }

    @Test func postponedDraftCountsFromItsNewDay() throws {
        let facts: [String: FactValue] = ["session_date": .date(Day(2026, 12, 15)), "reason": .text("bão")]
        var walk = try planned(Day(2026, 12, 1))
        try walk.go("postpone", on: Day(2026, 11, 20), .owner, facts)
        #expect(walk.state == "draft" && walk.due("TCD-1") == "2026-12-08")
        #expect(walk.clocks.filter { $0.rule == "TCD-1" && $0.isOpen }.count == 1)
        try walk.go("publish", on: Day(2026, 12, 8))
        try walk.go("postpone", on: Day(2026, 12, 9), .owner, ["session_date": .date(Day(2026, 12, 29)), "reason": .text("bão")])
        try walk.go("start", on: Day(2026, 12, 29))
        #expect(walk.running.isEmpty)
    }

    @Test func onlineSessionIsAnnounced() throws {
        let ground: [String: FactValue] = ["ground": .text("online_remote")]
        var walk = try planned(Day(2026, 12, 1)) { $0.sessionMode = .online }
        try walk.go("publish")
        #expect(walk.running == ["TCD-2"] && walk.due("TCD-2") == "2026-11-23")
        try walk.go("notify_online", on: Day(2026, 11, 20), .owner, ground)
        #expect(walk.running.isEmpty)
        var inPerson = try planned(Day(2026, 12, 1))
        try inPerson.go("publish")
        #expect(inPerson.refusal("notify_online", .owner, ground) == "session_online")
    }

    @Test func adHocSessionNeedsItsGround() throws {
        var walk = try Walk("reception-session", CaseFacts(office: .partyOffice, sessionKind: .adHoc))
        #expect(walk.refusal("open_adhoc") == "fact_missing")
        try walk.go("open_adhoc", .owner, ["ground": .text("ADHOC-P")])
        try walk.go("conclude", as: .officer)
        #expect(walk.refusal("close_without_notice", as: .officer, .owner, ["reason": .text("đã trả lời ngay")]) == "not_permitted")
        try walk.go("close_without_notice", .owner, ["reason": .text("đã trả lời ngay")])
        #expect(walk.state == "closed")
    }
}
