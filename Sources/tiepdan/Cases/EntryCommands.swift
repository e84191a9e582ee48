import ArgumentParser
import Casework
import Foundation

/// What the commands share that enter something new: who enters it, and the same JSON that the interface takes.
struct EntryOptions: ParsableArguments {
    @OptionGroup var acting: ActingOptions
    @Argument(help: "File with the JSON that POST takes; - reads standard input.", completion: .file()) var file: String = "-"

    /// - Throws: `Complaint` for what is no JSON, lacks a member or has one that nobody knows.
    func draft<Draft: Decodable>(_ type: Draft.Type) throws -> Draft {
        let data = try file == "-" ? FileHandle.standardInput.readToEnd() ?? Data() : Data(contentsOf: URL(fileURLWithPath: file))
        let draft: Draft
        do { draft = try JSONDecoder().decode(type, from: data) } catch { throw Complaint("\(file): \(error)") }
        let known = Set(Mirror(reflecting: draft).children.compactMap(\.label))
        let given = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        if let unknown = given.keys.sorted().first(where: { !known.contains($0) }) { throw Complaint("\(file): unknown member \(unknown)") }
        return draft
    }

    func enter<Draft: Decodable & Sendable, Entered: Encodable>(
        _ type: Draft.Type, _ deed: String, _ body: (Casework, Draft, Actor) async throws -> Entered, said: (Entered) -> String
    ) async throws {
        let draft = try draft(type)
        try await acting.open { place, officer in
            try await place.note(officer, ActedEntry(entered: deed))
            let entered = try await body(place.casework, draft, .officer(officer))
            if acting.common.json { return try Screen.show(entered) }
            Screen.say(said(entered))
        }
    }
}

struct PetitionRegister: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Enters a petition into the book of an office, in an officer's name.")
    @OptionGroup var entry: EntryOptions

    func run() async throws {
        try await entry.enter(PetitionDraft.self, "petition") { casework, draft, officer in
            try await casework.petitions.register(draft, key: nil, by: officer)
        } said: {
            "petition \($0.petition), case \($0.caseID), number \($0.number)/\($0.bookYear), receipt \($0.receiptCode)"
        }
    }
}

struct SessionOpen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Plans a leader's session, or opens an ad hoc or today's regular one, in an officer's name.")
    @OptionGroup var entry: EntryOptions

    func run() async throws {
        try await entry.enter(SessionDraft.self, "session") { casework, draft, officer in
            try await casework.sessions.open(draft, key: nil, by: officer)
        } said: {
            "session \($0.session), case \($0.caseID): \($0.state)"
        }
    }
}

struct VisitRegister: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Enters a visit into the reception book; the JSON names its session.")
    @OptionGroup var entry: EntryOptions

    func run() async throws {
        try await entry.enter(VisitDraft.self, "visit") { casework, draft, officer in
            try await casework.visits.register(draft, key: nil, by: officer)
        } said: {
            "visit \($0.visit), case \($0.caseID), number \($0.number)/\($0.bookYear): \($0.state)"
        }
    }
}
