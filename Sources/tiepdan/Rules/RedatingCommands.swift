import ArgumentParser
import Casework
import Law

struct CalendarRedate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redate", abstract: "Counts open cases anew by the calendar in force.",
        discussion: """
            What `import`, `close` and `reopen` do by themselves; for going on where one of them was interrupted. A second run moves \
            nothing. The daemon may run meanwhile.
            """)

    @OptionGroup var common: WorkplaceOptions
    @Flag(help: "Show what would move, and change nothing.") var preview = false

    func run() async throws {
        try await Workplace.open(common) { place in
            let desk = place.casework.redating
            let redating = try await preview ? desk.preview(by: place.actor) : desk.redate(by: place.actor)
            struct Answer: Encodable {
                var version: Int
                var preview: Bool
                var checked: Int
                var moved: [RedatingReport.Line]
                var marked: [RedatingReport.Line]
                var unmoved: [RedatingReport.Line]
                var sessions: [RedatingReport.Session]
            }
            if common.json {
                return try Screen.show(
                    Answer(
                        version: redating.calendar, preview: preview, checked: redating.checked, moved: redating.moved,
                        marked: redating.marked, unmoved: redating.unmoved, sessions: redating.sessions))
            }
            Screen.say("calendar version \(redating.calendar)")
            RedatingScreen.show(redating, preview: preview)
        }
    }
}

/// What a changed calendar did, or would do, to open cases.
enum RedatingScreen {
    /// Lines of each kind that are shown; the counts stand below them, everything under `--json`.
    static let most = 50

    static func show(_ report: RedatingReport, preview: Bool) {
        if !report.moved.isEmpty {
            Screen.table(
                ["case", "office", "number", "rule", "before", "after"],
                report.moved.prefix(most).map {
                    [
                        String($0.caseID), $0.office, $0.number ?? "", $0.rule, $0.before.iso,
                        $0.after.iso + ($0.provisional ? "  (provisional)" : ""),
                    ]
                })
            more(report.moved.count)
        }
        for line in report.marked.prefix(most) {
            Screen.say("\(head(line)): \(line.after.iso) is \(line.provisional ? "provisional now" : "certain now")")
        }
        more(report.marked.count)
        for line in report.unmoved.prefix(most) {
            Screen.say("\(head(line)): stays \(line.before.iso), not \(line.after.iso): \(reasons[line.stays ?? ""] ?? "")")
        }
        more(report.unmoved.count)
        for session in report.sessions {
            Screen.say(
                "session \(session.session) of \(session.office) on \(session.day.iso) (\(session.reason)): "
                    + "postpone with notice, Luật TCD Đ.24.4")
        }
        let (clocks, cases) = (report.moved.count, report.movedCases)
        Screen.say(
            "\(preview ? "would move" : "moved") \(clocks) deadline(s) of \(cases) case(s), looked at \(report.checked); "
                + "changed only the mark of \(report.marked.count); \(report.unmoved.count) stay; "
                + "\(report.sessions.count) session(s) to postpone")
    }

    private static func more(_ count: Int) {
        if count > most { Screen.say("… and \(count - most) more; --json lists all") }
    }

    private static func head(_ line: RedatingReport.Line) -> String {
        "case \(line.caseID) of \(line.office)\(line.number.map { ", \($0)" } ?? ""), \(line.rule)"
    }

    private static let reasons = [
        "overdue": "its day has passed", "case_final": "the case has ended", "no_step": "the law of the case has no step for it",
        "dated_ahead": "the case's last entry lies in the future",
    ]
}
