import ArgumentParser
import Law

struct LawShow: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case table, markdown, mermaid, svg, dot }

    static let configuration = CommandConfiguration(commandName: "show", abstract: "Prints a procedure for a lawyer to read.")

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "Name or version, for example complaint, complaint@2020-12-10, or a YAML file.") var procedure: String
    @Option(help: "table, markdown, mermaid, svg (drawn by Graphviz) or dot (what Graphviz draws it from).") var format: Format = .table
    @Option(help: "The version in force on this day (default: the newest).") var on: Day?

    func run() throws {
        let rulebook = try Rulebook(LawCommand.texts([], common))
        let version = try found(in: rulebook)
        if common.json { return try Screen.show(ProcedureOutline(version)) }
        let rendering = ProcedureRendering(version)
        switch format {
        case .table: Screen.say(rendering.table)
        case .markdown: Screen.say(rendering.markdown)
        case .mermaid: Screen.say(rendering.mermaid)
        case .dot: Screen.say(ProcedureDiagram(version).dot)
        case .svg: Screen.put(try Graphviz.svg(of: ProcedureDiagram(version).dot))
        }
    }

    private func found(in rulebook: Rulebook) throws -> ProcedureVersion {
        if let on {
            if let version = rulebook.version(of: procedure, on: on) { return version }
        } else if procedure.contains("@") || procedure.contains("/") || procedure.hasSuffix(".yaml") {
            return try LawCommand.version(procedure, in: rulebook)
        } else if let version = rulebook.versions.last(where: { $0.procedure == procedure }) {
            return version
        }
        let day = on.map { " in force on \($0.iso)" } ?? ""
        throw Complaint("no procedure \(procedure)\(day); there are: \(rulebook.procedures.joined(separator: ", "))")
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
        /// A state, `same` or `prior`.
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
            let to =
                switch row.to {
                case .state(let name): name
                case .same: "same"
                case .prior: "prior"
                case .undone: "undone"
                case .declared(let names): names.joined(separator: "|")
                }
            return Row(
                event: row.event, title: row.title, from: row.from, to: to, roles: row.permissions.flatMap(\.roles).map(\.rawValue),
                basis: row.ground.text)
        }
    }
}
