import Testing

@testable import Law

@Suite struct DryRunTests {
    /// A denunciation received on 19/11, sent on 25/11, closed on 01/12.
    private func history(_ version: ProcedureVersion, facts: CaseFacts = CaseFacts(office: .peopleCouncil)) -> CaseHistory {
        func entry(_ sequence: Int, _ event: String, _ day: Day, _ to: String, _ facts: [String: FactValue]) -> CaseHistory.Entry {
            CaseHistory.Entry(
                sequence: sequence, event: event, occurredOn: day, recordedOn: day, role: .officer, relation: .owner, facts: facts, to: to)
        }
        return CaseHistory(
            caseID: 7, version: version, state: "closed", facts: facts,
            entries: [
                entry(1, "register", thursday, "received", ["kind": .text("denunciation"), "received_on": .date(thursday)]),
                entry(
                    2, "send", Day(2026, 11, 25), "sent",
                    [
                        "recipient": .id(3), "letter_number": .text("1/CV"), "letter_date": .date(Day(2026, 11, 25)),
                        "answer_by": .date(Day(2026, 12, 21)),
                    ]),
                entry(3, "close", Day(2026, 12, 1), "closed", [:]),
            ],
            clocks: [
                CaseHistory.Clock(rule: "A-1", sequence: 1, due: Day(2026, 12, 4)),
                CaseHistory.Clock(rule: "A-2", sequence: 1, due: Day(2026, 12, 21)),
                CaseHistory.Clock(rule: "A-3", sequence: 2, due: Day(2026, 12, 21)),
                CaseHistory.Clock(rule: "A-4", sequence: 3, due: Day(2027, 12, 1)),
            ])
    }

    private func outcome(
        _ old: String? = nil, _ new: String = "", facts: CaseFacts = CaseFacts(office: .peopleCouncil)
    ) throws -> DryRunOutcome {
        DryRun.outcome(of: history(try Small.version(), facts: facts), under: try Small.version(old, new), calendar: Calendars.known)
    }

    @Test func theSameLawChangesNothing() throws {
        let outcome = try outcome()
        #expect(outcome.isSame, "\(outcome)")
    }

    @Test func anotherAmountMovesTheDueDay() throws {
        let outcome = try outcome("amount: 10, unit: working_days", "amount: 7, unit: working_days")
        #expect(outcome.clocks == [DryRunOutcome.Clock(rule: "A-1", stored: Day(2026, 12, 4), new: Day(2026, 12, 1))])
        #expect(outcome.refused == nil && outcome.newState == nil)
    }

    @Test func clocksThatStartOrDoNot() throws {
        let fewer = try outcome("{rule: A-2, when: kind_denunciation}", "{rule: A-2, when: kind_complaint}")
        #expect(fewer.clocks == [DryRunOutcome.Clock(rule: "A-2", stored: Day(2026, 12, 21), new: nil)])
        let more = try outcome("clocks: {start: [A-3], stop: [A-1]", "clocks: {start: [A-3, A-4], stop: [A-1]")
        #expect(more.clocks.map(\.rule) == ["A-4"] && more.clocks.first?.new == Day(2027, 11, 25))
    }

    @Test func aGuardThatWouldHaveRefused() throws {
        let outcome = try outcome("internal: không cần luật", "blocks: [kind_feedback]\n    internal: không cần luật")
        let stop = try #require(outcome.refused)
        #expect(stop.sequence == 3 && stop.event == "close" && stop.code == "kind_feedback" && stop.occurredOn == Day(2026, 12, 1))
        #expect(outcome.clocks == [], "what was started after it is not compared")
        #expect(outcome.newState == nil)
    }

    @Test func factsThatAreAskedForNewlyOrNoLonger() throws {
        let missing = try outcome("takes: {recipient: organisation!, letter_number: text!", "takes: {note: text!, recipient: organisation!")
        #expect(missing.refused?.event == "send" && missing.refused?.code == "fact_missing")
    }

    @Test func aBreachThatWouldHaveHadToBeExplained() throws {
        // Under the new amount the answer of 25/11 comes after its day.
        let version = try Small.version("amount: 10, unit: working_days", "amount: 1, unit: working_days")
        let outcome = DryRun.outcome(of: history(try Small.version()), under: version, calendar: Calendars.known)
        #expect(outcome.flagged.map(\.event) == ["send"] && outcome.flagged.first?.code == "flag_reason_missing")
        #expect(outcome.refused == nil && outcome.newState == nil, "it goes on as if it had been explained")
    }

    @Test func anotherState() throws {
        let text = Small.yaml.replacing("to: closed", with: "to: archived")
            .replacing("  closed:   {", with: "  archived: {title: Đã lưu, final: true}\n  closed:   {")
            .replacing("to: same\n    by: {roles: [leader]", with: "to: closed\n    by: {roles: [leader]")
        let version = try #require(try Rulebook([ProcedureText(file: Small.file, text: text)]).versions.first)
        let outcome = DryRun.outcome(of: history(try Small.version()), under: version, calendar: Calendars.known)
        #expect(outcome.storedState == "closed" && outcome.newState == "archived" && outcome.refused == nil)
    }

    /// Today an open referral is known; the journal proves that there was none when it was sent.
    @Test func factsOfTodayAreNotThoseOfTheDay() throws {
        var facts = CaseFacts(office: .peopleCouncil)
        facts.openReferral = true
        #expect(try outcome(facts: facts).isSame)
    }

    @Test func whatTheOwnLawRefusesCannotBeJudged() throws {
        let outcome = try outcome(facts: CaseFacts(office: .department))
        #expect(outcome.unjudged?.event == "send" && outcome.unjudged?.code == "wrong_office" && outcome.refused == nil)
    }

    @Test func aCalendarThatChangedSinceIsNoDifferenceOfTheLaw() throws {
        var history = history(try Small.version())
        history.clocks[0].due = Day(2026, 12, 3)
        #expect(DryRun.outcome(of: history, under: try Small.version(), calendar: Calendars.known).isSame)
    }

    @Test func totals() throws {
        var report = DryRunReport(version: "x", since: thursday)
        report.add(try outcome())
        report.add(try outcome("amount: 10, unit: working_days", "amount: 7, unit: working_days"))
        report.add(try outcome("internal: không cần luật", "blocks: [kind_feedback]\n    internal: không cần luật"))
        #expect(report.cases == 3 && report.same == 1 && report.refused == 1 && report.clocks == 1 && report.outcomes.count == 2)
    }
}
