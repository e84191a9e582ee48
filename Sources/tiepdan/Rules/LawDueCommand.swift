import ArgumentParser
import Casework
import Foundation
import Law
import Settings

/// `2026-12-11..2027-01-05`, or `2026-12-11..` while it lasts.
struct PauseArgument: ExpressibleByArgument {
    let pause: Pause

    init?(argument: String) {
        guard let dots = argument.firstRange(of: ".."), let from = Day(iso: argument[..<dots.lowerBound]) else { return nil }
        let end = argument[dots.upperBound...]
        if end.isEmpty {
            pause = Pause(from: from)
        } else {
            guard let to = Day(iso: end) else { return nil }
            pause = Pause(from: from, to: to)
        }
    }
}

struct LawDue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "due", abstract: "Counts a deadline of the law and shows how; needs no database.",
        discussion: """
            RULE is an id of the deadline catalogue: KN-1, TC-6, TCD-4 …; an unknown one prints the list. Deadlines that count back \
            (TCD-1) take the day before which something is due as --start.
            """)

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "Id of the deadline, for example KN-1.") var rule: String
    @Option(help: "Day of the event, 2026-11-19; it is not counted.") var start: Day
    @Option(name: .customLong("pause"), help: "A suspension, FROM..TO, or FROM.. while it lasts; may be repeated.")
    var pauses: [PauseArgument] = []
    @Option(name: .customLong("extend"), parsing: .unconditionalSingleValue, help: "Days of one extension; may be repeated.")
    var extensions: [Int] = []
    @Flag(help: "The case is complex.") var complex = false
    @Flag(help: "In a remote area.") var remote = false
    @Flag(help: "Several places or bodies are involved.") var several = false
    @Option(help: "By the law in force on this day (default: the start).") var on: Day?
    @Option(help: "A calendar file instead of the one that is shipped.", completion: .file()) var calendar: String?

    func run() throws {
        let rulebook = try Installation.rulebook(share: try common.settings().share)
        let days = try calendar.map(Self.read) ?? rulebook.calendar
        let question = DueQuestion(
            rule: rule, start: start, pauses: pauses.map(\.pause), extensions: extensions, complex: complex, remote: remote,
            several: several, on: on)
        var answer: DueAnswer
        do throws(DueRefusal) {
            answer = try rulebook.due(question, by: days)
        } catch {
            if common.json {
                try Screen.show(Refusal(error))
                throw ExitCode.failure
            }
            throw Complaint("\(error.message) [\(error.field.rawValue)] (\(error.code))")
        }
        answer.calendar = calendar.map { URL(fileURLWithPath: $0).lastPathComponent } ?? "lịch kèm theo phần mềm"
        if common.json { return try Screen.show(answer) }
        for line in lines(answer) { Screen.say(line) }
    }

    /// What a program is told when there is no answer.
    private struct Refusal: Encodable {
        var code: String
        var field: String
        var message: String

        init(_ refusal: DueRefusal) {
            code = refusal.code
            field = refusal.field.rawValue
            message = refusal.message
        }
    }

    private static func read(_ path: String) throws -> WorkCalendar {
        guard let data = FileManager.default.contents(atPath: path) else { throw Complaint("cannot read \(path)") }
        return WorkCalendar(entries: try CalendarFile.entries(in: String(decoding: data, as: UTF8.self)))
    }

    private func lines(_ answer: DueAnswer) -> [String] {
        func full(_ day: Day) -> String { "\(day.weekday.title) \(day.vietnamese)" }
        let doubt = answer.provisional ? " (tạm tính)" : ""
        let pause = answer.paused ? " (đang tạm dừng: tính như khi không tạm dừng)" : ""
        var lines = [
            "\(answer.rule) \(answer.title)",
            "Căn cứ:        \(answer.basis)" + (answer.certainty.map { " [\($0.rawValue): \($0.title)]" } ?? ""),
            "Bản:           \(answer.version); \(answer.calendar)", "Thời hạn:      \(answer.amountText)",
            "Tính từ:       \(answer.startEvent), \(full(answer.start))", "Ngày tính ra:  \(full(answer.nominal))",
            "Hạn theo luật: \(full(answer.due))\(doubt)\(pause)", "Cách tính:",
        ]
        lines += answer.derivation.map { "  \($0)" }
        if !answer.notes.isEmpty { lines += ["Lưu ý:"] + answer.notes.map { "  \($0)" } }
        return lines
    }
}
