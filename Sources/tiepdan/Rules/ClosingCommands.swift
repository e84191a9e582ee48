import ArgumentParser
import Casework
import Law

struct CalendarClose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Notes that an office does not work on a day, and counts its open cases anew.",
        discussion: "Only the office's own cases move, the referrals it sent among them. With --preview nothing is changed.")

    @OptionGroup var common: WorkplaceOptions
    @Flag(help: "Show what would move, and change nothing.") var preview = false
    @Argument(help: "Code of the office.") var office: String
    @Argument(help: "The day, 2026-11-21.") var day: Day
    @Option(help: "Why, as it stands in the derivation of deadlines.") var reason: String

    func run() async throws {
        try await Workplace.open(common) { place in
            let change = try await place.casework.redating.close(office: office, on: day, reason: reason, preview: preview, by: place.actor)
            if common.json { return try Screen.show(ClosingAnswer(change, preview: preview)) }
            Screen.say("\(office) \(preview ? "would be" : "is") closed on \(day.iso): \(change.closing.reason)")
            RedatingScreen.show(change.redating, preview: preview)
        }
    }
}

struct CalendarReopen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen", abstract: "Takes back that an office does not work on a day, and counts its open cases anew.")

    @OptionGroup var common: WorkplaceOptions
    @Flag(help: "Show what would move, and change nothing.") var preview = false
    @Argument(help: "Code of the office.") var office: String
    @Argument(help: "The day, 2026-11-21.") var day: Day

    func run() async throws {
        try await Workplace.open(common) { place in
            let change = try await place.casework.redating.reopen(office: office, on: day, preview: preview, by: place.actor)
            if common.json { return try Screen.show(ClosingAnswer(change, preview: preview)) }
            Screen.say("\(office) \(preview ? "would work" : "works") on \(day.iso)")
            RedatingScreen.show(change.redating, preview: preview)
        }
    }
}

/// A closing, or one that was taken back, with what it does to the office's deadlines.
private struct ClosingAnswer: Encodable {
    var office: String
    var officeName: String
    var day: Day
    var reason: String
    var preview: Bool
    var checked: Int
    var moved: [RedatingReport.Line]
    var marked: [RedatingReport.Line]
    var unmoved: [RedatingReport.Line]
    var sessions: [RedatingReport.Session]

    init(_ change: ClosingChange, preview: Bool) {
        office = change.closing.office
        officeName = change.closing.officeName
        day = change.closing.day
        reason = change.closing.reason
        self.preview = preview
        checked = change.redating.checked
        moved = change.redating.moved
        marked = change.redating.marked
        unmoved = change.redating.unmoved
        sessions = change.redating.sessions
    }
}
