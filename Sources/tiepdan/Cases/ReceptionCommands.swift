import ArgumentParser
import Casework
import Foundation
import Law

struct SessionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session", abstract: "Reception sessions.", subcommands: [SessionOpen.self, SessionSchedule.self, SessionDuties.self])
}

struct SessionSchedule: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Publishes place and hours of regular reception from a day on, in an officer's name.",
        discussion: "On every working day from then on the daemon opens the session by itself.")

    @OptionGroup var acting: ActingOptions
    @Option(help: "Where people are received.") var place: String
    @Option(help: "Hours, in words: \"7 giờ 30 – 11 giờ 30\".") var hours: String
    @Option(help: "First day, 2026-12-01.") var from: Day
    @Option(help: "When it was posted up (default: today).") var publishedOn: Day?
    @Option(help: "Why it was posted up later than the law asks.") var lateReason: String?

    func run() async throws {
        try await acting.open { workplace, officer in
            try await workplace.note(officer, ActedEntry(entered: "schedule"))
            var draft = ScheduleDraft(
                place: place, hours: hours, validFrom: from, publishedOn: publishedOn ?? workplace.casework.today)
            draft.lateReason = lateReason
            let made = try await workplace.casework.sessions.publishSchedule(draft, key: nil, by: .officer(officer))
            if acting.common.json { return try Screen.show(made) }
            Screen.say("regular reception from \(made.validFrom.iso): \(made.place), \(made.hours)")
        }
    }
}

struct VisitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "visit", abstract: "Visits.", subcommands: [VisitRegister.self, VisitPeople.self])
}

struct VisitPeople: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "people", abstract: "Adds the list of a group to a visit, in an officer's name.")

    @OptionGroup var acting: ActingOptions
    @Argument(help: "Id of the visit.") var visit: Int64
    @Option(help: "Text in UTF-8, one name per line; - reads standard input.", completion: .file()) var file: String

    func run() async throws {
        let people = try names().map { PersonDraft(fullName: $0) }
        try await acting.open { place, officer in
            try await place.note(officer, ActedEntry(entered: "people", to: visit))
            let view = try await place.casework.visits.addPeople(people, to: visit, key: nil, by: .officer(officer))
            if acting.common.json { return try Screen.show(view) }
            Screen.say("visit \(view.id): \(people.count) people added, \(view.parties.count) listed")
        }
    }

    private func names() throws -> [String] {
        let read = try file == "-" ? FileHandle.standardInput.readToEnd() ?? Data() : FileManager.default.contents(atPath: file)
        guard let data = read else { throw Complaint("cannot read \(file)") }
        guard let text = String(validating: data, as: UTF8.self) else { throw Complaint("\(file) is not UTF-8") }
        let names = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces.union(["\u{FEFF}"])) }
            .filter { !$0.isEmpty }
        if names.isEmpty { throw Complaint("\(file): no names") }
        return names
    }
}
