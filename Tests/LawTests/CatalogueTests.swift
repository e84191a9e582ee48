import Foundation
import Testing

@testable import Law

/// The law as it is shipped: procedures, deadline catalogue, calendar.
enum ShippedLaw {
    static let book: Result<Rulebook, any Error> = Result {
        let folder = repository.appending(path: "Sources/Law/Procedures")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }.sorted()
        return try Rulebook(
            files.map { ProcedureText(file: $0, text: try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) },
            catalogue: catalogue(), calendar: calendar())
    }

    static func catalogue() throws -> ProcedureText {
        ProcedureText(
            file: "deadlines.yaml",
            text: try String(contentsOf: repository.appending(path: "Sources/Law/Catalogue/deadlines.yaml"), encoding: .utf8))
    }

    static func calendar() throws -> [CalendarEntry] {
        try CalendarFile.entries(
            in: String(contentsOf: repository.appending(path: "sql/catalogues/calendar.csv"), encoding: .utf8))
    }
}

/// One deadline worked out by hand from the article, by the calendar of `law.md` §6: 24/11/2026 is a holiday (Tuesday), 01/01/2027 too.
struct WorkedDeadline: Sendable, CustomTestStringConvertible {
    let id: String
    let start: Day
    let due: Day
    var pauses: [Pause] = []
    var testDescription: String { id }

    init(_ id: String, _ start: Day, _ due: Day, pauses: [Pause] = []) {
        self.id = id
        self.start = start
        self.due = due
        self.pauses = pauses
    }
}

@Suite struct CatalogueTests {
    static let accepted = Day(2026, 12, 1)
    /// Ten days used by 11/12; twenty left from 05/01.
    static let stay = [Pause(from: Day(2026, 12, 11), to: Day(2027, 1, 5))]

    /// Exactly one for each row of the catalogue. `thursday` is 19/11/2026.
    static let worked: [WorkedDeadline] = [
        // Luật Tiếp công dân
        .init("TCD-1", accepted, Day(2026, 11, 23)),  // 30, 27, 26, 25, 23/11
        .init("TCD-2", accepted, Day(2026, 11, 23)), .init("TCD-2-TEST", accepted, Day(2026, 11, 30)),
        .init("TCD-2-CONNECT", accepted, accepted),
        .init("TCD-3", thursday, Day(2026, 11, 25)),  // 20, 23, 25/11
        .init("TCD-4", thursday, Day(2026, 12, 4)), .init("TCD-5", thursday, Day(2026, 12, 1)),
        .init("TCD-6", thursday, Day(2026, 11, 27)),
        .init("ALARM-45", thursday, Day(2027, 1, 4)),  // 03/01/2027 is a Sunday
        .init("RETAIN", thursday, Day(2027, 11, 19)),
        // Luật Khiếu nại
        .init("KN-0", Day(2026, 8, 26), Day(2026, 11, 25)),  // 24/11 is a holiday
        .init("KN-1", thursday, Day(2026, 12, 1)),
        .init("KN-1-ALARM", thursday, Day(2026, 11, 30)),  // 10 days end on Sunday 29/11, before 01/12
        .init("KN-2", accepted, Day(2026, 12, 31)), .init("KN-3", accepted, Day(2027, 1, 15)),
        .init("KN-4", accepted, Day(2026, 12, 4)), .init("KN-5", accepted, Day(2026, 12, 31)),
        .init("KN-6", accepted, Day(2027, 1, 15)),
        .init("KN-7", accepted, Day(2027, 2, 1)),  // 30/01/2027 is a Saturday
        .init("KN-8", accepted, Day(2026, 12, 8)), .init("KN-9", accepted, Day(2026, 12, 16)),
        .init("KN-9-POST", accepted, Day(2026, 12, 16)), .init("KN-10", accepted, Day(2026, 12, 31)),
        .init("KN-11", Day(2026, 12, 5), Day(2026, 12, 7)),  // a Saturday
        .init("KN-12", Day(2026, 12, 11), Day(2026, 12, 4)),  // 06/12 is a Sunday: the last working day before it
        .init("KN-13", Day(2026, 12, 11), Day(2026, 12, 16)), .init("KN-14", thursday, Day(2026, 11, 26)),
        .init("KN-15", Day(2026, 11, 28), Day(2027, 11, 29)),  // 28/11/2027 is a Sunday
        .init("KN-16", accepted, Day(2026, 12, 31)),
        // Luật Tố cáo
        .init("TC-1", thursday, Day(2026, 12, 1)), .init("TC-2", thursday, Day(2026, 11, 27)),
        .init("TC-3", Day(2026, 11, 24), Day(2026, 11, 25)), .init("TC-4", thursday, Day(2026, 12, 9)),
        .init("TC-5", accepted, Day(2026, 12, 8)), .init("TC-6", accepted, Day(2026, 12, 31)),
        .init("TC-7", accepted, Day(2027, 2, 1)), .init("TC-8", accepted, Day(2027, 3, 1)), .init("TC-9", accepted, accepted),
        .init("TC-10", accepted, Day(2027, 1, 25), pauses: stay), .init("TC-11", accepted, Day(2027, 1, 25), pauses: stay),
        .init("TC-12", accepted, Day(2026, 12, 8)), .init("TC-13", accepted, Day(2026, 12, 8)),
        .init("TC-14", accepted, Day(2026, 12, 10)), .init("TC-15", accepted, Day(2026, 12, 8)),
        .init("TC-16", accepted, Day(2026, 12, 10)), .init("TC-17", accepted, Day(2026, 12, 16)),
        .init("TC-18", accepted, Day(2026, 12, 21)), .init("TC-19", accepted, Day(2026, 12, 8)),
        .init("TC-20", accepted, Day(2026, 12, 8)), .init("TC-21", accepted, accepted),
        .init("TC-22", Day(2026, 12, 5), Day(2026, 12, 5)),  // a limit does not move off a Saturday
        // Kiến nghị, phản ánh; cử tri; giám sát
        .init("PAKN-1", thursday, Day(2026, 11, 27)),
        .init("KNPA-SET", thursday, Day(2026, 12, 21)),  // 19/12 is a Saturday
        .init("CFG-1", thursday, Day(2026, 12, 4)), .init("CFG-2", thursday, Day(2026, 12, 29)),
        .init("CFG-3", thursday, Day(2026, 12, 4)), .init("GS-1", accepted, Day(2026, 12, 16)),
    ]

    @Test(arguments: worked) func dueAsWorkedOutByHand(_ worked: WorkedDeadline) throws {
        let answer = try ShippedLaw.book.get().due(
            DueQuestion(rule: worked.id, start: worked.start, pauses: worked.pauses), by: Calendars.known)
        #expect(answer.due == worked.due, "\(answer.derivation.joined(separator: "\n"))")
        #expect(answer.rule == worked.id && !answer.title.isEmpty && !answer.basis.isEmpty && answer.certainty != nil)
        #expect(answer.derivation.contains { $0.hasPrefix(worked.due.vietnameseShort) || $0.hasPrefix(worked.due.vietnamese) })
    }

    @Test func everyRowIsWorkedOutAndEveryWorkedOneIsARow() throws {
        let rows = try ShippedLaw.book.get().catalogue.rules.map(\.id)
        let examples = Self.worked.map(\.id)
        #expect(Set(rows).subtracting(examples).sorted() == [], "rows without an example")
        #expect(Set(examples).subtracting(rows).sorted() == [], "examples without a row")
        #expect(Set(examples).count == examples.count)
    }

    /// The ids of the deadline tables of the law, so that a row cannot get lost together with its example.
    @Test func everyRuleOfTheLawIsThere() throws {
        var wanted: [String] = ["ALARM-45", "PAKN-1", "KNPA-SET", "CFG-1", "CFG-2", "CFG-3", "GS-1", "RETAIN"]
        wanted += (1...6).map { "TCD-\($0)" } + (0...16).map { "KN-\($0)" } + (1...22).map { "TC-\($0)" }
        let catalogue = try ShippedLaw.book.get().catalogue
        for id in wanted { #expect(catalogue.rule(id) != nil, "\(id)") }
        for row in catalogue.rules { #expect(catalogue.groups.contains { $0.id == row.group } && !row.start.isEmpty, "\(row.id)") }
    }

    @Test func theShippedLawIsSoundWithItsCatalogue() throws {
        let folder = repository.appending(path: "Sources/Law/Procedures")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }.sorted()
        let texts = try files.map { ProcedureText(file: $0, text: try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
        let report = LawReport(checking: texts, catalogue: try ShippedLaw.catalogue())
        #expect(report.mistakes == [])
        #expect(report.text.contains("deadlines, ") && report.notes.contains { $0.file == "deadlines.yaml" } == false)
    }
}

/// What a catalogue is refused for, each in one way.
@Suite struct CatalogueProofTests {
    static let good = """
        groups: {a: Luật A}
        deadlines:
          A-1: {group: a, start: ngày nhận, clock: small/A-1}
          A-2: {group: a, start: ngày nhận, clock: small/A-2}
          A-3: {group: a, start: ngày ấn định, clock: small/A-3}
          A-4: {group: a, start: ngày lưu, clock: small/A-4}
          A-9: {group: a, start: ngày A, rule: {title: Việc khác, amount: 3, unit: working_days, basis: Luật A Đ.9, certainty: found}}
        """

    private func mistakes(_ old: String, _ new: String) throws -> [LawMistake] {
        try #require(Self.good.contains(old))
        let text = ProcedureText(file: "deadlines.yaml", text: Self.good.replacing(old, with: new))
        do {
            _ = try Rulebook([Small.text()], catalogue: text)
            return []
        } catch {
            return (error as? LawMistakes)?.mistakes ?? []
        }
    }

    @Test func theFixtureIsSound() throws { #expect(try mistakes("A-9", "A-9") == []) }

    static let broken: [(old: String, new: String, message: String)] = [
        ("clock: small/A-1", "clock: large/A-1", "A-1: there is no procedure 'large'"),
        ("clock: small/A-1", "clock: small/A-7", "A-1: small@2026-07-01.1 has no clock 'A-7'"),
        ("clock: small/A-1", "clock: A-1", "expected procedure/clock"),
        ("  A-4: {group: a, start: ngày lưu, clock: small/A-4}\n", "", "clock A-4 has no row in the deadline catalogue"),
        ("A-2: {group", "A-1: {group", "duplicate key: A-1"),
        ("{group: a, start: ngày lưu", "{group: b, start: ngày lưu", "unknown group 'b'"),
        ("clock: small/A-1}", "clock: small/A-1, remote: true}", "A-1: the clock has no amount for remote areas in small@2026-07-01.1"),
        ("clock: small/A-1}", "clock: small/A-1, complex: true}", "no amount for complex cases"),
        ("clock: small/A-1}", "clock: small/A-1, several: true}", "no amount for several places"),
        ("clock: small/A-2}", "clock: small/A-2, extensions: 1}", "cannot be extended 1 times"),
        ("clock: small/A-2}", "clock: small/A-2, needs_pause: true}", "cannot be paused"),
        ("clock: small/A-2}", "clock: small/A-2, rolls: false}", "only a declared date"),
        ("clock: small/A-2}", "clock: small/A-2, amount: 5}", "unknown key 'amount'"),
        ("rule: {title: Việc khác", "clock: small/A-1, rule: {title: Việc khác", "has both clock and rule"),
        (", clock: small/A-2", "", "has neither clock nor rule"), ("start: ngày lưu, ", "", "'start' is missing"),
        ("clock: small/A-1}", "clock: small/A-1, since: tomorrow}", "expected a date"),
        (
            "start: ngày nhận, clock: small/A-1",
            "start: ngày nhận, rule: {title: Khác, amount: 9, unit: working_days, basis: x, certainty: found}",
            "clock A-1 counts otherwise than the catalogue on the same days"
        ),
    ]

    @Test(arguments: broken) func isRefused(_ old: String, _ new: String, _ message: String) throws {
        let found = try mistakes(old, new)
        #expect(found.contains { $0.description.contains(message) }, "\(found)")
        #expect(found.allSatisfy { $0.line > 0 && ($0.file == "deadlines.yaml" || $0.file == Small.file) })
    }

    @Test func aClockThatCameLaterIsNotAskedOfOlderVersions() throws {
        let later = try Small.text("2026-07-01", "2027-01-01", file: "small@2027-01-01.yaml")
        let older = try Small.text("effective: {from: 2026-07-01}", "effective: {from: 2026-07-01, until: 2026-12-31}")
        let without = ProcedureText(
            file: older.file,
            text: older.text.replacing("clocks: {start: [A-4], stop: [A-3]}", with: "clocks: {stop: [A-3]}").split(
                separator: "\n", omittingEmptySubsequences: false
            ).filter { !$0.hasPrefix("  A-4:") }.joined(separator: "\n"))
        func load(_ since: String) throws -> Rulebook {
            try Rulebook(
                [without, later],
                catalogue: ProcedureText(
                    file: "deadlines.yaml", text: Self.good.replacing("clock: small/A-4}", with: "clock: small/A-4\(since)}")))
        }
        #expect(throws: LawMistakes.self) { try load("") }
        let book = try load(", since: 2027-01-01")
        #expect(try book.due(DueQuestion(rule: "A-4", start: Day(2027, 3, 1)), by: Calendars.known).version == "small@2027-01-01.1")
        let refusal = #expect(throws: DueRefusal.self) { try book.due(DueQuestion(rule: "A-4", start: thursday), by: Calendars.known) }
        #expect(refusal?.code == "not_in_force" && refusal?.message.contains("01/01/2027") == true)
    }

    @Test func onlyLettersAndANumberMakeACatalogueID() {
        for id in ["KN-1", "TCD-44", "ALARM-45"] { #expect(DeadlineCatalogue.isCatalogueID(id)) }
        for id in ["KN-1-ALARM", "TCD-4B", "RETAIN", "kn-1", "KN-", "-1", "REF-ACK", ""] { #expect(!DeadlineCatalogue.isCatalogueID(id)) }
    }
}
