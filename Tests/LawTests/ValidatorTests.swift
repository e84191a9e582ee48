import Testing

@testable import Law

/// Each test breaks one proof of a sound procedure.
@Suite struct ValidatorTests {
    private func mistakes(_ old: String, _ new: String) throws -> String {
        let source = try Small.text(old, new)
        let error = #expect(throws: LawMistakes.self) { try Rulebook([source]) }
        return error?.description ?? ""
    }

    @Test func unreachableState() throws {
        let text = try mistakes("  closed:   {", "  lost: {title: Lạc}\n  closed:   {")
        #expect(text.contains("state 'lost' cannot be reached"))
    }

    @Test func deadEnd() throws {
        let text = try mistakes("from: [received, sent]\n    to: closed", "from: [received]\n    to: closed")
        #expect(text.contains("state 'sent' is a dead end"))
    }

    @Test func noFinalState() throws {
        #expect(try mistakes("final: true, ", "").contains("no final state"))
    }

    @Test func noOpening() throws {
        #expect(try mistakes("from: [new]", "from: [received]").contains("no opening event"))
    }

    @Test func stateWithoutActor() throws {
        let text = try mistakes(
            "by: {roles: [officer], relation: owner}\n    clocks: {start: [A-4], stop: [A-3]}",
            "by: {roles: [system], relation: none}\n    clocks: {start: [A-4], stop: [A-3]}")
        #expect(text.contains("state 'sent' has no actor but the system"))
        #expect(!text.contains("'received' has no actor"))
    }

    @Test func clockThatNeverEnds() throws {
        #expect(try mistakes("stop: [A-1], lapse: [A-2]", "stop: [A-1]").contains("register starts clock A-2, which no row stops"))
        #expect(try mistakes("unit: years, ends: lapse,", "unit: years,").contains("close starts clock A-4"))
    }

    @Test func clockOnUnknownDate() throws {
        #expect(try mistakes("from: received_on,", "from: recieved_on,").contains("clock A-1 counts on 'recieved_on'"))
        #expect(
            try mistakes("amount: 10, unit: working_days, from: received_on", "amount: -10, unit: working_days").contains("counts back"))
        #expect(try mistakes("amount: 10, unit", "amount: 0, unit").contains("has the amount 0"))
    }

    @Test func noDeadlineRow() throws {
        let text = try mistakes("from: [received, sent]\n    to: same", "from: [sent]\n    to: same")
        #expect(text.contains("state 'received' has no row 'deadline_passed'"))
    }

    @Test func missingTitles() throws {
        #expect(try mistakes("  count: Số người\n", "").contains("fact 'count' has no title"))
        #expect(try mistakes("denunciation: Tố cáo, ", "").contains("choice 'denunciation' has no title"))
    }

    @Test func untilBeforeFrom() throws {
        #expect(try mistakes("{from: 2026-07-01}", "{from: 2026-07-01, until: 2026-06-30}").contains("lies before"))
    }

    @Test func overlappingVersions() throws {
        let earlier = try Small.text("{from: 2026-07-01}", "{from: 2026-07-01, until: 2027-01-01}")
        let later = try Small.text("2026-07-01", "2027-01-01", file: "small@2027-01-01.yaml")
        let error = #expect(throws: LawMistakes.self) { try Rulebook([earlier, later]) }
        #expect(error?.description.contains("overlaps small@2026-07-01.yaml: both hold on 2027-01-01") == true)
        let closed = try Small.text("{from: 2026-07-01}", "{from: 2026-07-01, until: 2026-12-31}")
        #expect(throws: Never.self) { try Rulebook([closed, later]) }
        #expect(throws: LawMistakes.self) { try Rulebook([closed, closed]) }
    }

    @Test func twoProceduresForOnePetition() throws {
        let mine = "subject: petition\nsettles: {kinds: [complaint, feedback], offices: [department], basis: x}"
        let first = try Small.text("subject: petition", mine)
        func other(_ settles: String, from: String = "2026-07-01") -> ProcedureText {
            ProcedureText(
                file: "other@\(from).yaml",
                text: Small.yaml.replacing("procedure: small", with: "procedure: other").replacing("2026-07-01", with: from)
                    .replacing("subject: petition", with: "subject: petition\nsettles: \(settles)"))
        }
        let error = #expect(throws: LawMistakes.self) {
            try Rulebook([first, other("{kinds: [feedback], offices: [inspectorate, department], basis: x}")])
        }
        #expect(error?.description.contains("settles feedback by department, which") == true)
        #expect(throws: Never.self) { try Rulebook([first, other("{kinds: [mixed], offices: [department], basis: x}")]) }
        #expect(throws: Never.self) { try Rulebook([first, other("{kinds: [feedback], offices: [inspectorate], basis: x}")]) }
        let ended = try Small.text(
            "effective: {from: 2026-07-01}\n",
            "effective: {from: 2026-07-01, until: 2026-12-31}\nsettles: {kinds: [feedback], offices: [department], basis: x}\n")
        #expect(throws: Never.self) {
            try Rulebook([ended, other("{kinds: [feedback], offices: [department], basis: x}", from: "2027-01-01")])
        }
    }

    // MARK: Guarded rows of one event

    static func secondRow(_ change: String) -> String {
        """
          - event: close
            title: Kết thúc cách khác
            from: [received]
            to: closed
            by: {roles: [officer], relation: owner}
            \(change)
            internal: thử
          - event: deepen
        """
    }

    private func version(first: String, second: String) throws -> ProcedureText {
        var text = Small.yaml.replacing("  - event: deepen", with: Self.secondRow(second))
        text = text.replacing("internal: không cần luật", with: "\(first)\n    internal: không cần luật")
        #expect(text.contains("Kết thúc cách khác") && text.contains(first))
        return ProcedureText(file: Small.file, text: text)
    }

    @Test(arguments: [
        ("blocks: [wants_reply]", "blocks: [eligible]"), ("blocks: [wants_reply]", "tells: [petitioner]"),
        ("tells: [petitioner]", "tells: [petitioner]"), ("blocks: [kind_complaint]", "blocks: [kind_complaint]"),
    ])
    func rowsThatDoNotExclude(_ first: String, _ second: String) throws {
        let source = try version(first: first, second: second)
        let error = #expect(throws: LawMistakes.self) { try Rulebook([source]) }
        #expect(error?.description.contains("close from 'received' by officer/owner has two rows") == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        ("blocks: [competent]", "blocks: [not_competent]"), ("blocks: [kind_complaint, eligible]", "blocks: [kind_feedback]"),
        ("offices: [people_council]", "offices: [party_office]"),
    ])
    func rowsThatExclude(_ first: String, _ second: String) throws {
        let source = try version(first: first, second: second)
        #expect(throws: Never.self) { try Rulebook([source]) }
    }

    /// What the validator believes of two guards must be true of the facts: no facts satisfy both.
    @Test func exclusiveGuardsExclude() {
        var all: [CaseFacts] = []
        for kind in PetitionKind.allCases.map(Optional.some) + [nil] {
            for jurisdiction in Jurisdiction.allCases.map(Optional.some) + [nil] {
                for channel in [Channel.post, .oral] {
                    for bits in 0..<32 {
                        var facts = CaseFacts(
                            office: OfficeKind.allCases[bits % OfficeKind.allCases.count], kind: kind, jurisdiction: jurisdiction,
                            channel: channel)
                        facts.eligibility = bits & 1 == 0 ? .eligible : .ineligible
                        facts.wantsReply = bits & 2 == 0
                        facts.complex = bits & 4 == 0
                        facts.guidedBefore = bits & 8 == 0
                        facts.transferredBefore = bits & 16 == 0
                        facts.sessionKind = SessionKind.allCases[bits % 3]
                        facts.sessionMode = bits & 1 == 0 ? .online : .inPerson
                        facts.openVisits = bits & 2
                        if bits & 4 == 0 { facts.declared["complex"] = .flag(bits & 8 == 0) }
                        all.append(facts)
                    }
                }
            }
        }
        for (index, one) in Guard.allCases.enumerated() {
            for other in Guard.allCases[(index + 1)...] where one.excludes(other) {
                let both = all.first { one.holds($0) && other.holds($0) }
                #expect(both == nil, "\(one.rawValue) and \(other.rawValue) hold together")
            }
        }
    }

    @Test func reportGathersNotes() throws {
        let report = LawReport(checking: [try Small.text()])
        #expect(report.isSound)
        #expect(report.notes.contains { $0.message == "close from received, sent is internal: không cần luật" })
        #expect(report.notes.contains { $0.message == "clock A-4 is the setting small.keep_years, default 1" })
        #expect(report.text.hasSuffix("notes: sound\n"))
        let broken = LawReport(checking: [try Small.text("subject: petition", "subject: planet")])
        #expect(!broken.isSound && broken.rulebook == nil)
        #expect(broken.text.contains("small@2026-07-01.yaml:3: error: subject: unknown word 'planet'"))
        #expect(broken.text.hasSuffix("\n1 mistake\n"))
    }
}
