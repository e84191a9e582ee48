import Casework
import Law

extension APIRoutes {
    /// The law as it is loaded: what may happen, by whom, by when, on what article.
    var lawRoutes: [Route] {
        [
            .get("law/{procedure}", query: ["on"]) { [casework] call in
                let day = try call.query.day("on") ?? casework.today
                guard let version = casework.rulebook.version(of: call.path["procedure"] ?? "", on: day) else {
                    throw Problem.missing("quy trình")
                }
                return try Answer.json(LawView(version))
            }
        ]
    }
}

/// One version of a procedure in words a program can read.
struct LawView: Codable, Sendable, Equatable {
    struct State: Codable, Sendable, Equatable {
        var name: String
        var title: String
        var citizen: String
        var final: Bool
        var active: Bool
        var tags: [StateTag]
    }
    struct Permit: Codable, Sendable, Equatable {
        var roles: [Role]
        var relations: [Relation]
    }
    struct Named: Codable, Sendable, Equatable {
        var name: String
        var title: String
    }
    struct Fact: Codable, Sendable, Equatable {
        var name: String
        var title: String
        /// text | longtext | date | date_ahead | any_date | integer | bool | organisation | officer | choice
        var type: String
        var required: Bool
        var choices: [Choice]
    }
    struct Choice: Codable, Sendable, Equatable {
        var value: String
        var title: String
    }
    struct Move: Codable, Sendable, Equatable {
        var event: String
        var title: String
        var from: [String]
        /// A state, or `same`.
        var to: String
        var by: [Permit]
        /// Empty: every kind of office.
        var offices: [OfficeKind]
        var takes: [Fact]
        var blocks: [Named]
        var flags: [Named]
        var issues: [Named]
        var starts: [String]
        var stops: [String]
        var lapses: [String]
        var tells: [String]
        var basis: String
        var certainty: Certainty?
    }
    struct Rule: Codable, Sendable, Equatable {
        var rule: String
        var title: String
        var amount: Int?
        var complex: Int?
        var remote: Int?
        var remoteComplex: Int?
        /// The setting that may replace the amount.
        var setting: String?
        var unit: String
        var from: String?
        var until: String?
        var pausable: Bool
        /// stop | lapse
        var ends: String
        var basis: String
        var certainty: Certainty?
    }
    var procedure: String
    var title: String
    var subject: Subject
    var version: String
    var from: Day
    var until: Day?
    var states: [State]
    var transitions: [Move]
    var clocks: [Rule]
}

extension LawView {
    init(_ version: ProcedureVersion) {
        self.init(
            procedure: version.procedure, title: version.title, subject: version.subject,
            version: "\(version.from.iso).\(version.revision)",
            from: version.from, until: version.until,
            states: version.states.map {
                State(
                    name: $0.name, title: $0.title, citizen: $0.citizen, final: $0.isFinal, active: $0.isActive,
                    tags: $0.tags.sorted { $0.rawValue < $1.rawValue })
            },
            transitions: version.transitions.map { Move($0, of: version) }, clocks: version.clocks.map(Rule.init))
    }
}

extension LawView.Move {
    init(_ row: Transition, of version: ProcedureVersion) {
        let to = if case .state(let name) = row.to { name } else { "same" }
        func named(_ guards: [Guard]) -> [LawView.Named] { guards.map { LawView.Named(name: $0.rawValue, title: $0.title) } }
        self.init(
            event: row.event, title: row.title, from: row.from, to: to,
            by: row.permissions.map { LawView.Permit(roles: $0.roles, relations: $0.relations) }, offices: row.offices,
            takes: row.takes.map { LawView.Fact($0, of: version) }, blocks: named(row.blocks), flags: named(row.flags),
            issues: row.issues.map { LawView.Named(name: $0, title: version.documents[$0] ?? $0) }, starts: row.clocks.start.map(\.rule),
            stops: row.clocks.stop, lapses: row.clocks.lapse, tells: row.tells, basis: row.ground.text, certainty: row.certainty)
    }
}

extension LawView.Fact {
    init(_ spec: FactSpec, of version: ProcedureVersion) {
        let words: [String] = if case .choice(let words) = spec.kind { words } else { [] }
        self.init(
            name: spec.name, title: version.factTitles[spec.name] ?? spec.name, type: words.isEmpty ? spec.kind.word : "choice",
            required: spec.required, choices: words.map { LawView.Choice(value: $0, title: version.choices[$0] ?? $0) })
    }
}

extension LawView.Rule {
    init(_ rule: ClockRule) {
        let setting: String? = if case .setting(let key, _) = rule.amount { key } else { nil }
        self.init(
            rule: rule.id, title: rule.title, amount: rule.amount?.value(in: [:]), complex: rule.complex?.value(in: [:]),
            remote: rule.remote?.value(in: [:]), remoteComplex: rule.remoteComplex?.value(in: [:]), setting: setting,
            unit: rule.unit.rawValue,
            from: rule.from, until: rule.until, pausable: rule.pausable, ends: rule.ends.rawValue, basis: rule.ground.text,
            certainty: rule.certainty)
    }
}
