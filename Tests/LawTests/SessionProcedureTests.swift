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
        #expect(walk.refusal("start", on: Day(2026, 12, 29)) == "flag_reason_missing", "the new day was never published")
        try walk.go("start", on: Day(2026, 12, 29), .owner, late([:]))
        #expect(walk.running.isEmpty && walk.clock("TCD-1") == .breached)
    }

    @Test func onlineSessionIsAnnounced() throws {
        let ground: [String: FactValue] = ["ground": .text("online_remote")]
        var walk = try planned(Day(2026, 12, 1)) { $0.sessionMode = .online }
        try walk.go("publish")
        #expect(walk.running == ["TCD-2", "TCD-2-TEST"] && walk.due("TCD-2") == "2026-11-23" && walk.due("TCD-2-TEST") == "2026-11-30")
        var silent = walk
        try walk.go("notify_online", on: Day(2026, 11, 20), .owner, ground)
        try walk.go("publish", on: Day(2026, 11, 20))
        #expect(walk.running == ["TCD-2-TEST"], "published again, nobody is told a second time")
        try walk.go("test_connection", on: Day(2026, 11, 30), as: .officer)
        try walk.go("start", on: Day(2026, 12, 1), .owner, ["connected_in_time": .flag(true)])
        try walk.go("conclude", on: Day(2026, 12, 1), .owner, ["recording_stored": .flag(true)])
        #expect(walk.running.isEmpty && walk.clock("TCD-2") == .met && walk.clock("TCD-2-TEST") == .met)
        #expect(silent.refusal("start", on: Day(2026, 12, 1)) == "flag_reason_missing", "nobody was told")
        try silent.go("start", on: Day(2026, 12, 1), .owner, late([:]))
        #expect(silent.clock("TCD-2") == .breached && silent.clock("TCD-2-TEST") == .breached)
        var inPerson = try planned(Day(2026, 12, 1))
        try inPerson.go("publish")
        #expect(inPerson.refusal("notify_online", .owner, ground) == "session_online" && inPerson.running.isEmpty)
        #expect(inPerson.refusal("test_connection") == "session_online")
    }

    @Test func theTasksOfTheNoticeHaveTheirDay() throws {
        var walk = try planned(Day(2026, 12, 1))
        try walk.go("publish", on: Day(2026, 11, 23), as: .officer)
        try walk.go("start", on: Day(2026, 12, 1))
        try walk.go("conclude", on: Day(2026, 12, 1))
        let tasks: [String: FactValue] = ["tasks": .text("trả lời bằng văn bản"), "tasks_by": .date(Day(2026, 12, 18))]
        try walk.go("issue_conclusion", on: Day(2026, 12, 2), .owner, document(tasks))
        #expect(walk.due("TASKS") == "2026-12-18")
        let done: [String: FactValue] = ["summary": .text("đã trả lời công dân")]
        var punctual = walk
        try punctual.go("task_done", on: Day(2026, 12, 18), as: .officer, .owner, done)
        try punctual.go("close", on: Day(2026, 12, 21))
        #expect(punctual.state == "closed" && punctual.clock("TASKS") == .met)
        #expect(walk.refusal("task_late", on: Day(2026, 12, 21)) == "fact_missing")
        let urged = try walk.go("task_late", on: Day(2026, 12, 21), as: .officer, .owner, letter)
        #expect(urged.documents == ["urge_letter"])
        #expect(walk.refusal("task_done", on: Day(2026, 12, 22), .owner, done) == "flag_reason_missing")
        #expect(walk.refusal("check_responsibility", on: Day(2026, 12, 28), as: .officer, .owner, document()) == "not_permitted")
        try walk.go("check_responsibility", on: Day(2026, 12, 28), .owner, document())
        #expect(walk.refusal("close", on: Day(2026, 12, 29)) == "flag_reason_missing")
        try walk.go("close", on: Day(2026, 12, 29), .owner, late([:]))
        #expect(walk.state == "closed" && walk.clock("TASKS") == .breached)
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
