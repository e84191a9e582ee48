import ArgumentParser
import Casework
import Foundation
import Law
import Postgres
import Records
import Settings

struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: "Which days work.",
        subcommands: [
            CalendarShow.self, CalendarImport.self, CalendarRedate.self, CalendarDays.self, CalendarClose.self, CalendarReopen.self,
        ])
}

/// One special day as it is printed.
struct CalendarLine: Encodable {
    var day: String
    var weekday: String
    /// off | work
    var kind: String
    var title: String
    var provisional: Bool

    init(_ entry: CalendarEntry) {
        day = entry.day.iso
        weekday = entry.day.weekday.title
        kind = entry.kind.rawValue
        title = entry.title
        provisional = entry.provisional
    }

    var text: String { "\(day)  \(kind)  \(weekday), \(title)\(provisional ? "  (provisional)" : "")" }
}

extension CalendarRecords {
    /// The newest version's special days.
    static func current(_ db: Connection) throws -> (version: Int, entries: [CalendarEntry]) {
        guard let version = try newest(db) else { throw Complaint("no calendar is loaded: run `tiepdan migrate`") }
        return (
            version,
            try days(db, version: version).map {
                CalendarEntry(
                    day: $0.day, kind: $0.kind == "work" ? .work : .off, title: $0.title, provisional: $0.provisional, source: $0.source)
            }
        )
    }
}

struct CalendarShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows the days off and the swapped working days in force, and the closings of offices.")

    @OptionGroup var common: WorkplaceOptions
    @Option(help: "Only this year.") var year: Int?

    func run() async throws {
        try await Workplace.open(common) { place in
            let current = try await place.pool.read { db in try CalendarRecords.current(db) }
            let lines = current.entries.filter { year == nil || $0.day.year == year }.map(CalendarLine.init)
            let closings = try await place.casework.administration.closings(by: place.actor).filter { year == nil || $0.day.year == year }
            struct Answer: Encodable {
                var version: Int
                var days: [CalendarLine]
                var closings: [AdministrationDesk.Closing]
            }
            if common.json { return try Screen.show(Answer(version: current.version, days: lines, closings: closings)) }
            Screen.say("calendar version \(current.version)")
            for line in lines { Screen.say(line.text) }
            for closing in closings { Screen.say("\(closing.day.iso)  closed  \(closing.office), \(closing.reason)") }
        }
    }
}

struct CalendarImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Loads a calendar file as a new version, prints what it changes and counts open cases anew.",
        discussion: """
            Each case whose due date moves gets an entry in its journal. What was met, missed or ended stays as it was counted, and so \
            does a deadline whose day has passed. Published sessions on days that do not work are listed. With --preview nothing is \
            changed. An interrupted run goes on with `tiepdan calendar redate`. Signs in as the owner to load the file.
            """)

    @OptionGroup var common: WorkplaceOptions
    @OptionGroup var owner: OwnerOption
    @Flag(help: "Show what would change, and change nothing.") var preview = false
    @Argument(help: "CSV: day,kind,title,provisional,source", completion: .file()) var file: String

    func run() async throws {
        guard let data = FileManager.default.contents(atPath: file) else { throw Complaint("cannot read \(file)") }
        let text = String(decoding: data, as: UTF8.self)
        let new = try CalendarFile.entries(in: text)
        try await Workplace.open(common) { place in
            let before = try await place.pool.read { db in try CalendarRecords.current(db) }
            if preview {
                let redating = try await place.casework.redating.preview(calendar: new, by: place.actor)
                return try report(before, new, before.version, redating)
            }
            let version = try await load(text, place.settings)
            let redating = try await place.casework.redating.redate(by: place.actor)
            try report(before, new, version, redating)
        }
    }

    private func load(_ text: String, _ settings: DaemonSettings) async throws -> Int {
        let pool = owner.pool(settings)
        do {
            let version = try await Installation.loadCalendar(
                pool, text: text, source: URL(fileURLWithPath: file).lastPathComponent, now: .now(), replacing: true)
            await pool.close()
            return version
        } catch {
            await pool.close()
            throw error
        }
    }

    private func report(
        _ before: (version: Int, entries: [CalendarEntry]), _ new: [CalendarEntry], _ version: Int, _ redating: RedatingReport
    ) throws {
        let old = Dictionary(before.entries.map { ($0.day, $0) }) { first, _ in first }
        let fresh = Dictionary(new.map { ($0.day, $0) }) { first, _ in first }
        func same(_ a: CalendarEntry, _ b: CalendarEntry) -> Bool {
            a.kind == b.kind && a.title == b.title && a.provisional == b.provisional
        }
        let added = new.filter { old[$0.day] == nil }.map(CalendarLine.init)
        let removed = before.entries.filter { fresh[$0.day] == nil }.map(CalendarLine.init)
        let changed = new.filter { entry in old[entry.day].map { !same($0, entry) } ?? false }.map(CalendarLine.init)
        struct Answer: Encodable {
            var version: Int
            var previous: Int
            var preview: Bool
            var added: [CalendarLine]
            var changed: [CalendarLine]
            var removed: [CalendarLine]
            var checked: Int
            var moved: [RedatingReport.Line]
            var marked: [RedatingReport.Line]
            var unmoved: [RedatingReport.Line]
            var sessions: [RedatingReport.Session]
        }
        if common.json {
            return try Screen.show(
                Answer(
                    version: version, previous: before.version, preview: preview, added: added, changed: changed, removed: removed,
                    checked: redating.checked, moved: redating.moved, marked: redating.marked, unmoved: redating.unmoved,
                    sessions: redating.sessions))
        }
        if preview {
            Screen.say("calendar version \(version) stays in force; the file would change")
        } else if version == before.version {
            Screen.say("calendar version \(version) stands: the file is the same")
        } else {
            Screen.say("calendar version \(version) (was \(before.version))")
        }
        for line in added { Screen.say("+ \(line.text)") }
        for line in changed { Screen.say("~ \(line.text)") }
        for line in removed { Screen.say("- \(line.text)") }
        RedatingScreen.show(redating, preview: preview)
    }
}

struct CalendarDays: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "days", abstract: "Says of each day in a range whether it works, and counts the working days.")

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "First day, 2026-11-21.") var from: Day
    @Argument(help: "Last day.") var to: Day

    func validate() throws {
        if to < from { throw ValidationError("the last day lies before the first") }
        if to.days(since: from) > 1100 { throw ValidationError("at most three years") }
    }

    func run() async throws {
        try await Workplace.open(common) { place in
            let current = try await place.pool.read { db in try CalendarRecords.current(db) }
            let calendar = WorkCalendar(version: current.version, entries: current.entries)
            struct Line: Encodable {
                var day: String
                var weekday: String
                var working: Bool
                var provisional: Bool
                var note: String
            }
            let lines = (0...to.days(since: from)).map { offset in
                let day = from.adding(days: offset)
                let status = calendar.status(of: day)
                let note =
                    switch status.reason {
                    case .weekday: ""
                    case .weekend: "weekend"
                    case .holiday(let title), .closing(let title), .makeUp(let title): title
                    }
                return Line(
                    day: day.iso, weekday: day.weekday.title, working: status.isWorking, provisional: status.provisional, note: note)
            }
            let working = lines.count { $0.working }
            struct Answer: Encodable {
                var version: Int
                var workingDays: Int
                var days: [Line]
            }
            if common.json { return try Screen.show(Answer(version: current.version, workingDays: working, days: lines)) }
            for line in lines {
                Screen.say(
                    "\(line.day)  \(line.working ? "work" : "off ")  \(line.weekday)  \(line.note)\(line.provisional ? "  (provisional)" : "")"
                )
            }
            Screen.say("working days: \(working) of \(lines.count), calendar version \(current.version)")
        }
    }
}
