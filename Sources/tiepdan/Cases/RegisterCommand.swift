import ArgumentParser
import Casework
import Documents
import Foundation
import Law
import Settings

struct RegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Registers for leaders.", subcommands: [RegisterWeekly.self])
}

struct RegisterWeekly: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case html, pdf, json }

    static let configuration = CommandConfiguration(
        commandName: "weekly", abstract: "The weekly register of an office: received, closed, open or overdue, as of the last day.",
        discussion:
            "Without --issue it is a preview. With --issue it is numbered and stored in an officer's name, and the stored one is printed.")

    @OptionGroup var common: WorkplaceOptions
    @Option(help: "Code of the office.") var office: String
    @Option(help: "Code of an office that this one took over from: only what stands in its book.") var book: String?
    @Option(help: "First day.") var from: Day
    @Option(help: "Last day.") var to: Day
    @Option(help: "Name of the leader the register is for.") var leader: String?
    @Option(help: "html, pdf or json.") var format: Format?
    @Option(help: "File to write (default: standard output).", completion: .file()) var output: String?
    @Flag(help: "Number and store it.") var issue = false
    @Option(name: .customLong("as"), help: "The officer who issues it.") var officer: String?

    private var chosen: Format { format ?? (common.json ? .json : .html) }

    func validate() throws {
        if to < from { throw ValidationError("--to lies before --from") }
        if issue && book != nil { throw ValidationError("an old office's book is closed: --issue without --book") }
        if issue && officer == nil { throw ValidationError("--issue needs --as OFFICER") }
        if common.json, let format, format != .json {
            throw ValidationError("--json and --format \(format.rawValue) contradict each other")
        }
    }

    func run() async throws {
        try await Workplace.open(common) { place in
            var reader = try await place.reader(of: office)
            if let officer { reader = try await place.officer(officer, office: office) }
            let actor = Actor.officer(reader)
            var issued: IssuedRegister?
            let register: WeeklyRegister
            if issue {
                let done = try await place.casework.registers.issue(from: from, to: to, leaderName: leader, key: nil, by: actor)
                register = try await place.casework.registers.reprint(done.id, by: actor)
                issued = done
            } else {
                let old = try await place.office(book)?.id
                register = try await place.casework.registers.weekly(from: from, to: to, leaderName: leader, book: old, by: actor)
            }
            try deliver(try await bytes(register, issued, place, actor))
            if let issued { Screen.note("register \(issued.number)/\(issued.year) issued (id \(issued.id))") }
        }
    }

    private func bytes(_ register: WeeklyRegister, _ issued: IssuedRegister?, _ place: Workplace, _ actor: Actor) async throws -> [UInt8] {
        if chosen == .json { return Array(try Screen.json(register).utf8) + [10] }
        let documents = try Documents(forms: SharePaths(share: place.settings.share).forms, weasyprint: place.settings.weasyprint)
        if chosen == .html { return Array(try documents.html(register).utf8) }
        let made = try await documents.pdf(register)
        guard let issued else { return made }
        return try await place.casework.registers.keep(pdf: made, of: issued.id, by: actor)
    }

    private func deliver(_ bytes: [UInt8]) throws {
        guard let output else { return Screen.put(bytes) }
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: output), options: .atomic)
        } catch {
            throw Complaint("cannot write \(output)")
        }
    }
}
