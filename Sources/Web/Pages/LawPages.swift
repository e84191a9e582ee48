import Casework
import HTTPTypes
import Hummingbird
import Law

/// The procedures in force, for whoever wants to know why a step is or is not possible.
struct LawPage: PageModel {
    static let template = TemplateName.law
    struct Line: Sendable {
        var href: String
        var title: String
        var version: String
        var window: String
        var states: Int
        var steps: Int
        var clocks: Int
    }
    var frame: Frame
    var lines: [Line]
}

/// One procedure as tables, in the version of a day; its other versions stand beside it.
struct ProcedurePage: PageModel {
    static let template = TemplateName.procedure
    struct Version: Sendable {
        var href: String
        var id: String
        var window: String
        var current: Bool
    }
    struct State: Sendable {
        var title: String
        var citizen: String
        var notes: String
    }
    struct Step: Sendable {
        var title: String
        var from: String
        var to: String
        var who: String
        var offices: String
        /// The days on which it may be done, when the decrees limit them.
        var window: String?
        var blocks: [String]
        var flags: [String]
        var clocks: [String]
        var papers: String
        var basis: String
        /// How sure the project is of it.
        var certainty: String?
    }
    struct Clock: Sendable {
        var rule: String
        /// Where it is counted for everyone; only deadlines of the catalogue.
        var href: String?
        var title: String
        var amount: String
        var longer: String
        var manner: String
        var basis: String
        var certainty: String?
    }
    var frame: Frame
    var heading: String
    var version: String
    /// Where the drawing is fetched as text.
    var drawing: String
    var window: String
    var versions: [Version]
    var severalVersions: Bool
    var states: [State]
    var steps: [Step]
    var clocks: [Clock]
    var hasClocks: Bool

    init(frame: Frame, version: ProcedureVersion, rulebook: Rulebook) {
        self.frame = frame
        heading = version.title
        self.version = version.id
        drawing = "/quy-trinh/\(version.procedure)/so-do.mmd?tu=\(version.from.iso)"
        window = version.window.text
        versions = rulebook.versions.filter { $0.procedure == version.procedure }.reversed().map {
            Version(
                href: "/quy-trinh/\($0.procedure)?tu=\($0.from.iso)", id: $0.id, window: $0.window.text, current: $0.id == version.id)
        }
        severalVersions = versions.count > 1
        states = version.states.map { state in
            let notes = (state.isFinal ? ["kết thúc"] : []) + StateTag.allCases.filter(state.tags.contains).map { $0.title.lowercased() }
            return State(title: state.title, citizen: state.citizen, notes: notes.joined(separator: "; "))
        }
        let noted: Set<String> = [ProcedureVersion.deadlinePassed, ProcedureVersion.redate]
        steps = version.transitions.filter { !noted.contains($0.event) }.map { Step($0, of: version) }
        clocks = version.clocks.map { clock in
            Clock(
                rule: clock.id, href: rulebook.catalogue.rule(clock.id).map { "/tinh-han?han=\($0.id)" }, title: clock.title,
                amount: clock.amountText, longer: clock.extensionText, manner: clock.manner.joined(separator: ", "),
                basis: clock.ground.text, certainty: clock.certainty?.title)
        }
        hasClocks = !clocks.isEmpty
    }
}

extension ProcedurePage.Step {
    init(_ row: Transition, of version: ProcedureVersion) {
        func state(_ name: String) -> String { name == ProcedureVersion.new ? "(mở hồ sơ)" : version.state(name)?.title ?? name }
        let to =
            switch row.to {
            case .same: "giữ nguyên"
            case .prior: "trạng thái trước đó"
            case .undone: "trạng thái trước bước vừa ghi"
            case .declared(let names): names.map(state).joined(separator: "; ")
            case .state(let name): state(name)
            }
        let who = row.permissions.map { permission in
            permission.roles.map(\.title).joined(separator: ", ")
                + (permission.relations == [.none]
                    ? "" : " – " + permission.relations.map { $0.title.lowercased() }.joined(separator: ", "))
        }
        self.init(
            title: row.title, from: row.from.map(state).joined(separator: ", "), to: to, who: who.joined(separator: "; "),
            offices: row.offices.map(\.title).joined(separator: ", "), window: row.window.text.isEmpty ? nil : row.window.text,
            blocks: row.blocks.map(\.title), flags: row.flags.map(\.title), clocks: row.clocks.words,
            papers: row.issues.map { version.documents[$0] ?? $0 }.joined(separator: ", "), basis: row.ground.text,
            certainty: row.certainty?.title)
    }
}

extension WebRoutes {
    var lawRoutes: [Route] {
        [
            Route.get("/quy-trinh") { call in
                let lines = casework.rulebook.versions.map { version in
                    LawPage.Line(
                        href: "/quy-trinh/\(version.procedure)?tu=\(version.from.iso)", title: version.title, version: version.id,
                        window: version.window.text, states: version.states.count, steps: version.transitions.count,
                        clocks: version.clocks.count)
                }
                return page(LawPage(frame: frame(call, title: "Quy trình", at: .law), lines: lines))
            },
            Route.get("/quy-trinh/{name}") { call in
                let version = try procedure(call)
                return page(
                    ProcedurePage(frame: frame(call, title: version.title, at: .law), version: version, rulebook: casework.rulebook))
            },
            Route.get("/quy-trinh/{name}/so-do.mmd") { call in
                let version = try procedure(call)
                return Answer.bytes(
                    Array(ProcedureRendering(version).mermaid.utf8), type: "text/plain; charset=utf-8",
                    headers: [.contentDisposition: Answer.disposition("\(version.id).mmd", inline: false)])
            },
        ]
    }

    /// The procedure of the address, as it held on the day `tu`; today's without it.
    private func procedure(_ call: Call) throws -> ProcedureVersion {
        let day = Day(iso: call.query["tu"]) ?? casework.today
        guard let version = casework.rulebook.version(of: call.parameters.get("name") ?? "", on: day) else {
            throw Problem.missing("quy trình")
        }
        return version
    }
}
