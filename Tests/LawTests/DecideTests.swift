import Testing

@testable import Law

@Suite struct DecideTests {
    let today = Day(2026, 11, 21)

    private func request(
        _ event: String, _ facts: [String: FactValue] = [:], roles: Set<Role> = [.officer], relations: Set<Relation> = [.owner],
        on day: Day = Day(2026, 11, 19)
    ) -> EventRequest {
        EventRequest(event: event, occurredOn: day, today: today, facts: facts, roles: roles, relations: relations)
    }

    private let letter: [String: FactValue] = [
        "recipient": .id(7), "letter_number": .text("12/HĐND"), "letter_date": .date(Day(2026, 11, 19)),
    ]

    private func decide(
        _ request: EventRequest, state: String, facts: CaseFacts = CaseFacts(office: .peopleCouncil), clocks: [RunningClock] = [],
        settings: [String: Int] = [:], previous: Day? = nil, version: ProcedureVersion? = nil
    ) throws -> Step {
        try (version ?? Small.version()).decide(
            request, state: state, facts: facts, clocks: clocks, calendar: Calendars.known, settings: settings, previousEntryOn: previous)
    }

    private func refusal(
        _ request: EventRequest, state: String, facts: CaseFacts = CaseFacts(office: .peopleCouncil), clocks: [RunningClock] = [],
        previous: Day? = nil
    ) -> Refusal? {
        #expect(throws: Refusal.self) { try decide(request, state: state, facts: facts, clocks: clocks, previous: previous) }
    }

    private func clock(_ rule: String, id: Int64 = 1, due: Day, state: ClockState = .running) -> RunningClock {
        RunningClock(id: id, rule: rule, startedOn: Day(2026, 11, 2), amount: 10, unit: .workingDays, nominal: due, due: due, state: state)
    }

    // MARK: Refusals

    @Test func unknownEvent() {
        let refusal = refusal(request("fly"), state: "received")
        #expect(refusal?.code == "unknown_event" && refusal?.field == "event")
        #expect(refusal?.message == "Không có thao tác “fly” trong thủ tục “Thủ tục nhỏ”.")
    }

    @Test func notAllowedInState() {
        let refusal = refusal(request("send", letter), state: "sent")
        #expect(refusal?.code == "not_allowed_in_state" && refusal?.basis == "Luật A Đ.2")
        #expect(refusal?.message == "Không thể “Chuyển đơn” khi hồ sơ ở trạng thái “Đã chuyển”.")
        #expect(self.refusal(request("close"), state: "new")?.code == "not_allowed_in_state")
    }

    @Test func wrongOffice() {
        let refusal = refusal(request("send", letter), state: "received", facts: CaseFacts(office: .department))
        #expect(refusal?.code == "wrong_office")
    }

    @Test(
        arguments: [
            ([.clerk], [.owner]), ([.officer], [.sender]), ([], [.owner]), ([.system], [.owner]), ([.officer], []),
            ([.leader], [.recipient]),
        ] as [(Set<Role>, Set<Relation>)])
    func notPermitted(_ roles: Set<Role>, _ relations: Set<Relation>) {
        let refusal = refusal(request("send", letter, roles: roles, relations: relations), state: "received")
        #expect(refusal?.code == "not_permitted")
    }

    @Test func rolesAndRelationsPairWithinOneLine() {
        // superior belongs to the leader's line only.
        #expect(refusal(request("send", letter, relations: [.superior]), state: "received")?.code == "not_permitted")
        #expect(throws: Never.self) { try decide(request("send", letter, roles: [.leader], relations: [.superior]), state: "received") }
    }

    @Test func days() {
        #expect(refusal(request("send", letter, on: Day(2026, 11, 22)), state: "received")?.code == "date_in_future")
        let early = refusal(request("send", letter, on: Day(2026, 11, 18)), state: "received", previous: Day(2026, 11, 19))
        #expect(early?.code == "date_before_previous" && early?.field == "occurred_on")
        #expect(throws: Never.self) { try decide(request("send", letter), state: "received", previous: Day(2026, 11, 19)) }
        #expect(throws: Never.self) { try decide(request("send", letter, on: today), state: "received") }
    }

    @Test func missingFacts() {
        for name in letter.keys {
            var facts = letter
            facts[name] = nil
            let refusal = refusal(request("send", facts), state: "received")
            #expect(refusal?.code == "fact_missing" && refusal?.field == name)
        }
        var blank = letter
        blank["letter_number"] = .text(" \u{00A0}\t")
        #expect(refusal(request("send", blank), state: "received")?.message == "Thiếu thông tin bắt buộc: Số công văn.")
    }

    @Test(
        arguments: [
            ("letter_number", .integer(3)), ("letter_number", .text(String(repeating: "ệ", count: 201))),
            ("letter_date", .text("2026-11-19")),
            ("recipient", .text("7")), ("recipient", .integer(7)), ("answer_by", .flag(true)), ("flag_reason", .flag(true)),
        ] as [(String, FactValue)])
    func invalidFacts(_ name: String, _ value: FactValue) {
        var facts = letter
        facts[name] = value
        let refusal = refusal(request("send", facts), state: "received")
        #expect(refusal?.code == "fact_invalid" && refusal?.field == name)
    }

    @Test func invalidChoicesAndTypes() {
        let good: [String: FactValue] = ["kind": .text("complaint"), "received_on": .date(Day(2026, 11, 19))]
        for (name, value) in [
            ("kind", FactValue.text("poem")), ("count", .text("3")), ("urgent", .integer(1)),
            ("note", .text(String(repeating: "a", count: 20_001))),
        ] {
            let refusal = refusal(request("register", good.merging([name: value]) { $1 }), state: "new")
            #expect(refusal?.code == "fact_invalid" && refusal?.field == name)
        }
        #expect(throws: Never.self) {
            try decide(
                request(
                    "register",
                    good.merging(["count": .integer(3), "urgent": .flag(true), "note": .text(String(repeating: "ệ", count: 20_000))]) { $1 }
                ),
                state: "new")
        }
    }

    @Test func unknownFact() {
        let refusal = refusal(request("send", letter.merging(["colour": .text("red")]) { $1 }), state: "received")
        #expect(refusal?.code == "fact_unknown" && refusal?.field == "colour")
    }

    @Test func guardFailed() {
        var facts = CaseFacts(office: .peopleCouncil)
        facts.openReferral = true
        let refusal = refusal(request("send", letter), state: "received", facts: facts)
        #expect(refusal?.code == "guard_failed" && refusal?.field == "no_open_referral")
        #expect(refusal?.message == Guard.noOpenReferral.title && refusal?.basis == "Luật A Đ.2")
    }

    @Test func lateNeedsAReasonAndNothingElse() throws {
        let late = [clock("A-1", due: Day(2026, 11, 18))]
        #expect(refusal(request("send", letter), state: "received", clocks: late)?.code == "flag_reason_missing")
        #expect(
            refusal(request("send", letter.merging(["flag_reason": .text(" ")]) { $1 }), state: "received", clocks: late)?.field
                == "flag_reason")
        let step = try decide(
            request("send", letter.merging(["flag_reason": .text("chờ xác minh")]) { $1 }), state: "received", clocks: late)
        #expect(step.breaches == [FlaggedBreach(flag: .inTime, title: Guard.inTime.title, reason: "chờ xác minh")])
        #expect(step.clockChanges.contains(.stop(id: 1, rule: "A-1", on: Day(2026, 11, 19), late: true)))
        // On the due day itself it is in time; another late clock that the row does not stop is no breach of this row.
        #expect(try decide(request("send", letter), state: "received", clocks: [clock("A-1", due: Day(2026, 11, 19))]).breaches.isEmpty)
        #expect(try decide(request("send", letter), state: "received", clocks: [clock("A-4", due: Day(2026, 11, 1))]).breaches.isEmpty)
    }

    // MARK: Steps

    @Test func openingStartsClocks() throws {
        let step = try decide(
            request("register", ["kind": .text("complaint"), "received_on": .date(Day(2026, 11, 12))], roles: [.clerk, .leader]),
            state: "new")
        #expect(step.from == "new" && step.to == "received" && step.role == .clerk && step.relation == .owner)
        let starts = step.clockChanges.compactMap { if case .start(let clock) = $0 { clock } else { nil } }
        #expect(starts.map(\.rule) == ["A-1"])
        // Counted from receipt, not from the day it was written down.
        #expect(starts[0].from == Day(2026, 11, 12) && starts[0].due == Day(2026, 11, 27) && starts[0].amount == 10)
        let denunciation = try decide(
            request("register", ["kind": .text("denunciation"), "received_on": .date(Day(2026, 11, 12))]), state: "new")
        #expect(denunciation.clockChanges.count == 2)
    }

    @Test(arguments: [(false, false, 30), (true, false, 45), (false, true, 45), (true, true, 60)])
    func amountsByCase(_ remote: Bool, _ complex: Bool, _ amount: Int) throws {
        var facts = CaseFacts(office: .peopleCouncil)
        facts.remote = remote
        facts.complex = complex
        let step = try decide(
            request("register", ["kind": .text("denunciation"), "received_on": .date(Day(2026, 11, 12))]), state: "new", facts: facts)
        let starts = step.clockChanges.compactMap { if case .start(let clock) = $0 { clock } else { nil } }
        #expect(starts.last?.rule == "A-2" && starts.last?.amount == amount)
        #expect(starts.last?.nominal == Day(2026, 11, 19).adding(days: amount))
    }

    /// A letter of tomorrow and an answer due yesterday are slips of the pen.
    @Test(arguments: [
        ("letter_date", Day(2026, 11, 22), "không được sau hôm nay (21/11/2026)"),
        ("answer_by", Day(2026, 11, 18), "không được trước ngày thực hiện"),
    ])
    func aDayOnTheWrongSideOfTodayIsRefused(_ field: String, _ day: Day, _ words: String) throws {
        let refusal = refusal(request("send", letter.merging([field: .date(day)]) { $1 }), state: "received")
        #expect(refusal?.code == "fact_invalid" && refusal?.field == field)
        #expect(refusal?.message.contains(words) == true, "\(refusal?.message ?? "")")
    }

    @Test func sendStopsLapsesAndStartsTheDeclaredDate() throws {
        let clocks = [
            clock("A-1", due: Day(2026, 11, 26)), clock("A-2", id: 2, due: Day(2026, 12, 20)),
            clock("A-1", id: 3, due: Day(2026, 1, 1), state: .stopped),
        ]
        let step = try decide(
            request("send", letter.merging(["answer_by": .date(Day(2026, 12, 20))]) { $1 }), state: "received", clocks: clocks)
        #expect(step.documents == ["letter"] && step.tells == ["petitioner"])
        #expect(step.clockChanges.count == 3)
        #expect(step.clockChanges[0] == .stop(id: 1, rule: "A-1", on: Day(2026, 11, 19), late: false))
        #expect(step.clockChanges[1] == .lapse(id: 2, rule: "A-2", on: Day(2026, 11, 19)))
        guard case .start(let answer) = step.clockChanges[2] else {
            Issue.record("no start")
            return
        }
        #expect(answer.unit == .date && answer.nominal == Day(2026, 12, 20) && answer.due == Day(2026, 12, 21))
        // No date declared: no clock.
        #expect(try decide(request("send", letter), state: "received").clockChanges.isEmpty)
    }

    @Test func settingsChooseAmounts() throws {
        func due(_ settings: [String: Int]) throws -> Day? {
            let step = try decide(request("close"), state: "received", settings: settings)
            guard case .start(let clock)? = step.clockChanges.last else { return nil }
            return clock.nominal
        }
        #expect(try due([:]) == Day(2027, 11, 19))
        #expect(try due(["small.keep_years": 5]) == Day(2031, 11, 19))
        #expect(try due(["small.keep_years": -3]) == Day(2027, 11, 19))
    }

    @Test func finalStateEndsWhatStillRuns() throws {
        let step = try decide(
            request("close"), state: "received",
            clocks: [clock("A-1", due: Day(2026, 11, 26)), clock("A-4", id: 9, due: Day(2026, 11, 26))])
        #expect(step.clockChanges.first == .lapse(id: 1, rule: "A-1", on: Day(2026, 11, 19)))
        // A retention that already runs goes on, and is not started twice.
        #expect(step.clockChanges.count == 1)
    }

    @Test func recount() throws {
        var running = clock("A-2", due: Day(2026, 12, 2))
        running.amount = 30
        running.unit = .calendarDays
        let step = try decide(request("deepen", ["complex": .flag(true)], roles: [.leader]), state: "received", clocks: [running])
        guard case .recount(let id, "A-2", _, let amount, let deadline) = try #require(step.clockChanges.first) else {
            Issue.record("no recount")
            return
        }
        #expect(id == 1 && amount == 45 && deadline.nominal == Day(2026, 12, 17) && step.to == "received")
        let same = try decide(request("deepen", ["complex": .flag(false)], roles: [.leader]), state: "received", clocks: [running])
        #expect(same.clockChanges.isEmpty)
    }

    @Test func deadlinePassedLapsesRightsOnly() throws {
        let clocks = [
            clock("A-1", due: Day(2026, 11, 10)), clock("A-4", id: 2, due: Day(2026, 11, 10)), clock("A-4", id: 3, due: Day(2026, 11, 19)),
        ]
        let step = try decide(request("deadline_passed", roles: [.system], relations: []), state: "received", clocks: clocks)
        #expect(step.role == .system && step.relation == .none && step.to == "received")
        #expect(step.clockChanges == [.lapse(id: 2, rule: "A-4", on: Day(2026, 11, 19))])
    }

    @Test func lapsedAndStartedAlikeRunsOn() throws {
        let version = try Small.version("clocks: {recount: [A-2]}", "clocks: {lapse: [A-1], start: [A-1]}")
        var facts = CaseFacts(office: .peopleCouncil)
        facts.receivedOn = Day(2026, 11, 2)
        let running = clock("A-1", due: Day(2026, 11, 16))
        let deepen = request("deepen", ["complex": .flag(true)], roles: [.leader])
        #expect(try decide(deepen, state: "received", facts: facts, clocks: [running], version: version).clockChanges.isEmpty)
        facts.receivedOn = Day(2026, 11, 3)
        #expect(try decide(deepen, state: "received", facts: facts, clocks: [running], version: version).clockChanges.count == 2)
    }

    @Test func countingBackNeedsItsDay() throws {
        let version = try Small.version(
            "amount: 10, unit: working_days, from: received_on", "amount: -5, unit: working_days, from: session_date")
        let register = request("register", ["kind": .text("complaint"), "received_on": .date(Day(2026, 11, 19))])
        let refusal = #expect(throws: Refusal.self) { try decide(register, state: "new", version: version) }
        #expect(refusal?.code == "fact_missing" && refusal?.field == "session_date")
        let step = try decide(
            register, state: "new", facts: CaseFacts(office: .peopleCouncil, sessionDate: Day(2026, 12, 7)), version: version)
        guard case .start(let clock)? = step.clockChanges.first else {
            Issue.record("no start")
            return
        }
        #expect(clock.due == Day(2026, 11, 30))
    }

    @Test func storedClockDerivesAnew() {
        let clock = RunningClock(
            id: 1, rule: "A-2", startedOn: Day(2026, 12, 1), amount: 30, unit: .calendarDays, nominal: Day(2026, 12, 31),
            due: Day(2026, 12, 31),
            pauses: [Pause(from: Day(2026, 12, 11), to: Day(2027, 1, 5))])
        #expect(Calendars.known.deadline(of: clock).due == Day(2027, 1, 25))
        let date = RunningClock(
            id: 1, rule: "A-3", startedOn: Day(2026, 12, 1), amount: 0, unit: .date, nominal: Day(2027, 1, 1), due: Day(2027, 1, 4))
        #expect(Calendars.known.deadline(of: date).due == Day(2027, 1, 4))
    }

    @Test func guardsChooseBetweenRowsOfOneEvent() throws {
        let rows = ValidatorTests.secondRow("blocks: [competent]")
        let yaml = Small.yaml.replacing("  - event: deepen", with: rows)
            .replacing("internal: không cần luật", with: "blocks: [not_competent]\n    internal: không cần luật")
        let version = try #require(try Rulebook([ProcedureText(file: Small.file, text: yaml)]).versions.first)
        func title(_ jurisdiction: Jurisdiction?) throws -> String {
            try decide(request("close"), state: "received", facts: CaseFacts(jurisdiction: jurisdiction), version: version).transition.title
        }
        #expect(try title(.competent) == "Kết thúc cách khác")
        #expect(try title(.notCompetent) == "Kết thúc")
        let refusal = #expect(throws: Refusal.self) { try title(.subordinate) }
        #expect(refusal?.code == "guard_failed" && refusal?.field == "not_competent")
    }

    @Test func aClockThatStandsStillIsNotLate() throws {
        let paused = [clock("A-1", due: Day(2026, 11, 18), state: .paused)]
        let step = try decide(request("send", letter), state: "received", clocks: paused)
        #expect(step.clockChanges == [.stop(id: 1, rule: "A-1", on: Day(2026, 11, 19), late: false)])
    }

    @Test func theSystemIsNotAskedForReasons() throws {
        let version = try Small.version(
            "to: same\n    by: {roles: [system], relation: none}",
            "to: same\n    by: {roles: [system], relation: none}\n    flags: [wants_reply]")
        let step = try decide(request("deadline_passed", roles: [.system], relations: []), state: "received", version: version)
        #expect(step.breaches.map(\.reason) == ["Hệ thống ghi nhận."])
    }

    @Test func declaredFactsGoBeforeThoseOfTheCase() {
        let facts = CaseFacts(kind: .complaint, receivedOn: Day(2026, 11, 1), people: 1)
        let seen = facts.declaring(
            ["kind": .text("feedback"), "received_on": .date(Day(2026, 11, 5)), "people": .integer(7), "wants_reply": .flag(true)],
            on: Day(2026, 11, 6))
        #expect(seen.kind == .feedback && seen.receivedOn == Day(2026, 11, 5) && seen.people == 7 && seen.wantsReply)
        #expect(seen.occurredOn == Day(2026, 11, 6) && seen.date("received_on") == Day(2026, 11, 5))
        #expect(facts.declaring(["kind": .text("poem")], on: nil).kind == .complaint)
    }

    @Test func allowedEventsForForms() throws {
        let version = try Small.version()
        var facts = CaseFacts(office: .peopleCouncil)
        facts.openReferral = true
        let events = version.allowedEvents(state: "received", roles: [.officer], relations: [.owner], facts: facts)
        #expect(events.map(\.transition.event) == ["send", "close"])
        #expect(events[0].blockedBy == [Guard.noOpenReferral.title] && events[1].blockedBy.isEmpty)
        // What the form itself asks for does not block the form.
        let asking = try Small.version("clocks: {recount: [A-2]}", "blocks: [complex_determined]")
        let deepen = asking.allowedEvents(state: "received", roles: [.leader], relations: [.owner], facts: facts).last
        #expect(deepen?.transition.event == "deepen" && deepen?.blockedBy == [])
        facts.office = .department
        #expect(
            version.allowedEvents(state: "received", roles: [.officer], relations: [.owner], facts: facts).map(\.transition.event) == [
                "close"
            ])
        #expect(version.allowedEvents(state: "received", roles: [.auditor], relations: [.owner], facts: facts).isEmpty)
    }
}
