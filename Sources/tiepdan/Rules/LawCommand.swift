import ArgumentParser
import Casework
import Foundation
import Law
import Settings

struct LawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "law", abstract: "The procedures as data.", subcommands: [LawList.self, LawShow.self, LawCheck.self])

    /// The files of the share folder, or the ones named.
    static func texts(_ files: [String], _ common: WorkplaceOptions) throws -> [ProcedureText] {
        var paths = files
        if paths.isEmpty {
            let folder = SharePaths(share: try common.settings().share).procedures
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { throw Complaint("cannot read \(folder)") }
            paths = names.filter { $0.hasSuffix(".yaml") }.sorted().map { folder + "/" + $0 }
        }
        return try paths.map { path in
            guard let data = FileManager.default.contents(atPath: path) else { throw Complaint("cannot read \(path)") }
            guard let text = String(validating: data, as: UTF8.self) else { throw Complaint("\(path) is not UTF-8") }
            return ProcedureText(file: URL(fileURLWithPath: path).lastPathComponent, text: text)
        }
    }
}

struct LawList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the procedures of this program.")

    @OptionGroup var common: WorkplaceOptions

    func run() throws {
        struct Line: Encodable {
            var id: String
            var title: String
            var states: Int
            var transitions: Int
            var clocks: Int
        }
        let lines = try Rulebook(LawCommand.texts([], common)).versions.map {
            Line(id: $0.id, title: $0.title, states: $0.states.count, transitions: $0.transitions.count, clocks: $0.clocks.count)
        }
        if common.json { return try Screen.show(lines) }
        Screen.table(
            ["version", "states", "rows", "clocks", "title"],
            lines.map { [$0.id, String($0.states), String($0.transitions), String($0.clocks), $0.title] })
    }
}

struct LawShow: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case table, markdown, mermaid }

    static let configuration = CommandConfiguration(commandName: "show", abstract: "Prints a procedure for a lawyer to read.")

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "Name, for example complaint.") var procedure: String
    @Option(help: "table, markdown or mermaid.") var format: Format = .table
    @Option(help: "The version in force on this day (default: the newest).") var on: Day?

    func run() throws {
        let rulebook = try Rulebook(LawCommand.texts([], common))
        let found = on.map { rulebook.version(of: procedure, on: $0) } ?? rulebook.versions.last { $0.procedure == procedure }
        guard let version = found else {
            throw Complaint(
                "no procedure \(procedure)\(on.map { " in force on \($0.iso)" } ?? ""); there are: \(rulebook.procedures.joined(separator: ", "))"
            )
        }
        if common.json { return try Screen.show(ProcedureOutline(version)) }
        let rendering = ProcedureRendering(version)
        switch format {
        case .table: Screen.say(rendering.table)
        case .markdown: Screen.say(rendering.markdown)
        case .mermaid: Screen.say(rendering.mermaid)
        }
    }
}

struct LawCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Proves procedure files sound; exit code 1 when they are not.",
        discussion: "Without FILES the program's own are checked.")

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "YAML files.", completion: .file()) var files: [String] = []

    func run() throws {
        let report = LawReport(checking: try LawCommand.texts(files, common))
        struct Answer: Encodable {
            var sound: Bool
            var mistakes: [String]
            var notes: [String]
        }
        if common.json {
            try Screen.show(
                Answer(sound: report.isSound, mistakes: report.mistakes.map(\.description), notes: report.notes.map(\.description)))
        } else {
            Screen.say(report.text)
        }
        if !report.isSound { throw ExitCode(1) }
    }
}

/// A procedure as JSON: what the table says, for other programs.
struct ProcedureOutline: Encodable {
    struct State: Encodable {
        var name: String
        var title: String
        var final: Bool
    }
    struct Row: Encodable {
        var event: String
        var title: String
        var from: [String]
        var to: String
        var roles: [String]
        var basis: String
    }
    var id: String
    var title: String
    var states: [State]
    var transitions: [Row]

    init(_ version: ProcedureVersion) {
        id = version.id
        title = version.title
        states = version.states.map { State(name: $0.name, title: $0.title, final: $0.isFinal) }
        transitions = version.transitions.map { row in
            let to = if case .state(let name) = row.to { name } else { "same" }
            return Row(
                event: row.event, title: row.title, from: row.from, to: to, roles: row.permissions.flatMap(\.roles).map(\.rawValue),
                basis: row.ground.text)
        }
    }
}
