import Foundation
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
        #expect(text.contains("state 'sent' has no actor but the program itself"))
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
        let text = try mistakes(
            "from: [received, sent]\n    to: same\n    by: {roles: [system], relation: none}",
            "from: [sent]\n    to: same\n    by: {roles: [system], relation: none}")
        #expect(text.contains("state 'received' has no row 'deadline_passed'") && !text.contains("state 'sent' has no row"), "\(text)")
    }

    @Test func noRedatingRow() throws {
        let text = try mistakes(
            "from: [received, sent]\n    to: same\n    by: {roles: [operator], relation: none}",
            "from: [sent]\n    to: same\n    by: {roles: [operator], relation: none}")
        #expect(text.contains("state 'received' has no row 'redate'") && !text.contains("state 'sent' has no row"), "\(text)")
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
        ("until: 2027-01-01", "since: 2027-01-01"), ("since: 2026-10-01", "tells: [petitioner]"),
    ])
    func rowsThatDoNotExclude(_ first: String, _ second: String) throws {
        let source = try version(first: first, second: second)
        let error = #expect(throws: LawMistakes.self) { try Rulebook([source]) }
        let text = error?.description ?? ""
        #expect(text.contains("close from 'received' by officer/owner has two rows"), "\(text)")
        #expect(text.contains("whose guards and days do not exclude each other"), "\(text)")
    }

    @Test(arguments: [
        ("blocks: [competent]", "blocks: [not_competent]"), ("blocks: [kind_complaint, eligible]", "blocks: [kind_feedback]"),
        ("offices: [people_council]", "offices: [party_office]"), ("until: 2026-12-31", "since: 2027-01-01"),
        ("since: 2026-07-01\n    until: 2026-09-30", "since: 2026-10-01\n    until: 2026-12-31"),
    ])
    func rowsThatExclude(_ first: String, _ second: String) throws {
        let source = try version(first: first, second: second)
        #expect(throws: Never.self) { try Rulebook([source]) }
    }

    /// What the validator believes of two guards must be true of the facts: no facts satisfy both, and some satisfy each.
    @Test func exclusiveGuardsExclude() {
        var dice = Dice(state: 20_260_701)
        let all = (0..<4_000).map { _ in Self.anyFacts(&dice) }
        var tested: Set<Guard> = []
        for (index, one) in Guard.allCases.enumerated() {
            for other in Guard.allCases[(index + 1)...] where one.excludes(other) {
                tested.formUnion([one, other])
                let both = all.contains { one.holds($0) && other.holds($0) }
                #expect(!both, "\(one.rawValue) and \(other.rawValue) hold together")
            }
        }
        #expect(tested.isSuperset(of: [.conclusionOverdue, .checkOverdue, .secondInstance, .anonymousFiler, .withdrawalEnds]))
        for word in tested {
            let some = all.contains { word.holds($0) }
            #expect(some, "\(word.rawValue) holds for none of the facts")
        }
    }

    /// The same throws in every run.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static func pick<Value>(_ values: [Value], _ dice: inout Dice) -> Value {
        values[Int.random(in: 0..<values.count, using: &dice)]
    }

    private static func anyFacts(_ dice: inout Dice) -> CaseFacts {
        var facts = CaseFacts(office: pick(OfficeKind.allCases, &dice))
        facts.kind = pick(PetitionKind.allCases.map(Optional.some) + [nil], &dice)
        facts.jurisdiction = pick(Jurisdiction.allCases.map(Optional.some) + [nil], &dice)
        facts.channel = pick([Channel.post, .oral], &dice)
        facts.eligibility = pick([Eligibility.eligible, .ineligible], &dice)
        facts.wantsReply = pick([true, false], &dice)
        facts.complex = pick([true, false], &dice)
        facts.guidedBefore = pick([true, false], &dice)
        facts.transferredBefore = pick([true, false], &dice)
        facts.settledHere = pick([true, false], &dice)
        facts.anonymous = pick([true, false], &dice)
        facts.instance = pick([1, 2], &dice)
        facts.refusals = pick([0, 2, 3, 5], &dice)
        facts.sessionKind = pick(SessionKind.allCases.map(Optional.some) + [nil], &dice)
        facts.sessionMode = pick([SessionMode.online, .inPerson], &dice)
        facts.openVisits = pick([0, 2], &dice)
        for rule in ["KN-2", "KN-6", "TC-1", "TC-6"] where pick([true, false], &dice) { facts.overdueClocks.append(rule) }
        for name in ["complex", "evidence_clear", "circle"] {
            if let flag = pick([true, false, nil], &dice) { facts.declared[name] = .flag(flag) }
        }
        if pick([true, false], &dice) { facts.declared["due_on"] = .date(Day(2026, 12, 1)) }
        if let ground = pick(["none", "violation_signs", "coerced", "", nil], &dice) { facts.declared["continue_ground"] = .text(ground) }
        return facts
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

/// A copy of a shipped procedure with one change in it.
enum Copy {
    static let session = "reception-session@2026-07-01.yaml"
    static let complaint = "complaint@2026-07-01.yaml"
    static let feedback = "feedback@2026-07-01.yaml"

    static func shipped(_ file: String) throws -> ProcedureText {
        let place = repository.appending(path: "Sources/Law/Procedures").appending(path: file)
        return ProcedureText(file: file, text: try String(contentsOf: place, encoding: .utf8))
    }

    /// Fails when the file no longer has the words: a copy that is not broken proves nothing.
    static func changed(_ file: String, _ old: String, _ new: String) throws -> ProcedureText {
        let source = try shipped(file)
        try #require(source.text.contains(old), "\(file) has no '\(old)'")
        return ProcedureText(file: file, text: source.text.replacing(old, with: new))
    }

    static func findings(_ sources: [ProcedureText]) -> String {
        do throws(LawMistakes) {
            _ = try Rulebook(sources)
            return ""
        } catch {
            return error.description
        }
    }
}

/// Each proof finds its own fault in a copy of the shipped law that is broken in just that way.
@Suite struct BrokenCopyTests {
    struct Break: Sendable, CustomTestStringConvertible {
        var file: String
        var old: String
        var new: String
        var message: String
        var testDescription: String { message }

        init(_ file: String, _ old: String, _ new: String, says message: String) {
            self.file = file
            self.old = old
            self.new = new
            self.message = message
        }
    }

    static let reasonOfCancel = "    internal: luật chỉ quy định lùi lịch; buổi tiếp lập nhầm hoặc không còn cần phải có kết thúc\n"

    static let states: [Break] = [
        Break(
            Copy.session, "  draft: {title:", "  lost: {title: Lạc, citizen: Lạc.}\n  draft: {title:",
            says: "state 'lost' cannot be reached"),
        Break(
            Copy.session, "    from: [notice_issued]\n    to: closed", "    from: [notice_issued]\n    to: same",
            says: "state 'notice_issued' is a dead end: no final state can be reached from it"),
        Break(Copy.session, "final: true, ", "", says: "no final state"),
        Break(Copy.session, "from: [new]", "from: [draft]", says: "no opening event: no row comes from 'new'"),
        Break(
            Copy.session, "by: {roles: [leader], relation: owner}", "by: {roles: [system], relation: none}",
            says: "state 'concluded' has no actor but the program itself"),
        Break(
            Copy.session, "from: [draft, published]\n    to: cancelled", "from: [draft, published]\n    to: prior",
            says: "cancel from 'draft' goes back to a prior state, but none leads to 'draft'"),
        Break(
            Copy.session, "effective: {from: 2026-07-01}", "effective: {from: 2026-07-01, until: 2026-06-30}",
            says: "effective.until lies before effective.from"),
        Break(Copy.session, "- event: deadline_passed", "- event: deadline_gone", says: "state 'draft' has no row 'deadline_passed'"),
        Break(Copy.session, "- event: redate", "- event: redated", says: "state 'draft' has no row 'redate'"),
    ]

    static let words: [Break] = [
        Break(Copy.session, reasonOfCancel, "", says: "cancel: has neither basis nor internal"),
        Break(Copy.session, reasonOfCancel, reasonOfCancel + "    basis: Luật X\n", says: "cancel: has both basis and internal"),
        Break(Copy.session, "blocks: [host_named]", "blocks: [host_nmaed]", says: "publish.blocks[1]: unknown word 'host_nmaed'"),
        Break(
            Copy.session, "title: Niêm yết, công bố lịch", "title: Niêm yết, công bố lịch\n    title: Niêm yết",
            says: "duplicate key: title"),
        Break(Copy.session, "flags: [published_in_time]", "flag: [published_in_time]", says: "unknown key 'flag'"),
        Break(Copy.session, "from: [concluded]", "from: [conclded]", says: "unknown state 'conclded'"),
        Break(Copy.session, "clocks: {stop: [TCD-2]}", "clocks: {stop: [TCD-9]}", says: "unknown clock 'TCD-9'"),
        Break(Copy.session, "  place: Địa điểm\n", "", says: "publish: fact 'place' has no title in 'facts'"),
        Break(
            Copy.session, "  ADHOC-P: Người đứng đầu", "  ADHOC-Q: Người đứng đầu",
            says: "open_adhoc: choice 'ADHOC-P' has no title in 'choices'"),
        Break(Copy.session, "  minutes: Biên bản tiếp công dân\n", "", says: "unknown document 'minutes': no title in 'documents'"),
    ]

    static let clocks: [Break] = [
        Break(
            Copy.complaint, "unit: years, ends: lapse, basis: TT 07/2014/TT-TTCP Đ.28", "unit: years, basis: TT 07/2014/TT-TTCP Đ.28",
            says: "starts clock RETAIN and ends the case: nobody could stop it"),
        Break(
            Copy.session, "from: session_date, basis: Luật Tiếp công dân", "from: session_day, basis: Luật Tiếp công dân",
            says: "clock TCD-1 counts on 'session_day', a date that no row declares"),
        Break(
            Copy.session, "unit: working_days, from: session_date, basis: Luật Tiếp công dân",
            "unit: working_days, basis: Luật Tiếp công dân",
            says: "clock TCD-1 counts back and names no 'from'"),
        Break(
            Copy.session, "title: Công bố lịch tiếp công dân, amount: -5", "title: Công bố lịch tiếp công dân, amount: 0",
            says: "clock TCD-1 has the amount 0"),
        Break(Copy.complaint, "pausable: true", "pausable: false", says: "clock KN-2 is paused but not pausable"),
        Break(
            Copy.session, "clocks: {stop: [TCD-2]}", "clocks: {stop: [TCD-2], pause: [TCD-1]}",
            says: "notify_online: clock TCD-1 is paused but not pausable"),
        Break(
            Copy.session, "clocks: {stop: [TCD-2]}", "clocks: {stop: [TCD-2], extend: [TCD-1]}", says: "notify_online extends clock TCD-1"),
    ]

    static let rows: [Break] = [
        Break(
            Copy.session, "blocks: [session_regular, no_open_visits]", "blocks: [no_open_visits]",
            says: "conclude from 'in_session' by clerk/owner has two rows"),
        Break(
            Copy.session, "blocks: [session_regular, no_open_visits]", "blocks: [no_open_visits]",
            says: "whose guards and days do not exclude each other"),
        Break(
            Copy.complaint, "    since: 2027-01-01\n", "    since: 2026-12-31\n",
            says: "accept from 'awaiting_decision' by leader/owner has two rows"),
        Break(Copy.complaint, "    since: 2027-01-01\n", "", says: "whose guards and days do not exclude each other"),
    ]

    @Test(arguments: states + words + clocks + rows)
    func theFaultIsFound(_ fault: Break) throws {
        let whole = try Copy.shipped(fault.file)
        let before = Copy.findings([whole])
        #expect(before == "", "the shipped file itself")
        let found = Copy.findings([try Copy.changed(fault.file, fault.old, fault.new)])
        #expect(found.contains(fault.message), "\(found)")
        #expect(found.hasPrefix(fault.file + ":"), "the message names the file")
    }

    @Test func aClockThatIsPausedForEver() throws {
        let pausing = try Copy.changed(Copy.complaint, "pause: [KN-2, KN-6]", "pause: [KN-2, KN-6, RETAIN]")
        let pausable = ProcedureText(
            file: pausing.file,
            text: pausing.text.replacing("unit: years, ends: lapse,", with: "unit: years, ends: lapse, pausable: true,")
                // Nothing else ends it either: no number that is voided, no case that is reopened.
                .replacing("        - RETAIN\n", with: "").replacing("{lapse: [RETAIN], start:", with: "{start:"))
        #expect(Copy.findings([pausable]).contains("clock RETAIN is paused, and no row resumes or ends it"))
        let resuming = ProcedureText(
            file: pausing.file, text: pausable.text.replacing("resume: [KN-2, KN-6]", with: "resume: [KN-2, KN-6, RETAIN]"))
        #expect(resuming.text != pausable.text)
        let found = Copy.findings([resuming])
        #expect(found == "", "resumed, it is no fault")
    }

    @Test func versionsThatOverlap() throws {
        let now = try Copy.shipped(Copy.session)
        let old = "reception-session@2014-07-01.yaml"
        let sound = Copy.findings([try Copy.shipped(old), now])
        #expect(sound == "")
        let found = Copy.findings([try Copy.changed(old, "until: 2026-06-30", "until: 2026-07-01"), now])
        #expect(found.contains("\(Copy.session):1: overlaps \(old): both hold on 2026-07-01"), "\(found)")
    }

    @Test func twoProceduresThatSettleOneThing() throws {
        let feedback = try Copy.shipped(Copy.feedback)
        let sound = Copy.findings([try Copy.shipped(Copy.complaint), feedback])
        #expect(sound == "")
        let greedy = try Copy.changed(Copy.complaint, "  kinds: [complaint]\n", "  kinds: [complaint, feedback]\n")
        let found = Copy.findings([greedy, feedback])
        #expect(found.contains("settles feedback by people_committee, which \(Copy.complaint) does on the same days"), "\(found)")
    }
}
