import ArgumentParser
import Casework
import Law

struct CalendarClose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Notes that an office does not work on a day.",
        discussion: "Deadlines counted from then on skip the day; those already counted keep theirs.")

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "Code of the office.") var office: String
    @Argument(help: "The day, 2026-11-21.") var day: Day
    @Option(help: "Why, as it stands in the derivation of deadlines.") var reason: String

    func run() async throws {
        try await Workplace.open(common) { place in
            let closed = try await place.casework.administration.close(office: office, on: day, reason: reason, by: place.actor)
            if common.json { return try Screen.show(closed) }
            Screen.say("\(closed.office) is closed on \(closed.day.iso): \(closed.reason)")
        }
    }
}

struct CalendarReopen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen", abstract: "Takes back that an office does not work on a day.",
        discussion: "Deadlines already counted keep theirs.")

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "Code of the office.") var office: String
    @Argument(help: "The day, 2026-11-21.") var day: Day

    func run() async throws {
        try await Workplace.open(common) { place in
            try await place.casework.administration.reopen(office: office, on: day, by: place.actor)
            struct Answer: Encodable {
                var office: String
                var day: Day
            }
            if common.json { return try Screen.show(Answer(office: office, day: day)) }
            Screen.say("\(office) works on \(day.iso)")
        }
    }
}
