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
            },
            // Reads nothing of anybody and writes nothing, so nobody has to say who he is.
            .get(
                "law/due/{rule}", access: .anyone, query: ["start", "pause", "extend", "complex", "remote", "several", "on"]
            ) { [casework] call in
                let question = try DueQuestion(call)
                let (calendar, name) = await casework.law.calendar()
                var answer: DueAnswer
                do throws(DueRefusal) {
                    answer = try casework.rulebook.due(question, by: calendar)
                } catch {
                    if error.field == .rule { throw Problem(.missing, code: error.code, message: error.message) }
                    throw Problem.invalid(error.field.rawValue, error.code, error.message)
                }
                answer.calendar = name
                return try Answer.json(answer)
            },
        ]
    }
}

extension DueQuestion {
    /// The question as it stands in the address: `pause=2026-12-11..2027-01-05,2027-02-01..`, `extend=30,30`.
    fileprivate init(_ call: Call) throws(Problem) {
        self.init(
            rule: call.path["rule"] ?? "", start: try call.query.requiredDay("start"), complex: try call.query.flag("complex") ?? false,
            remote: try call.query.flag("remote") ?? false, several: try call.query.flag("several") ?? false, on: try call.query.day("on"))
        for text in (call.query.text("pause") ?? "").split(separator: ",", omittingEmptySubsequences: true) {
            pauses.append(try Self.pause(text))
        }
        for text in (call.query.text("extend") ?? "").split(separator: ",", omittingEmptySubsequences: true) {
            guard let days = Int(text) else { throw .invalid("extend", "invalid_number", "Số ngày gia hạn phải là số nguyên.") }
            extensions.append(days)
        }
    }

    private static func pause(_ text: Substring) throws(Problem) -> Pause {
        guard let dots = text.firstRange(of: ".."), let from = Day(iso: text[..<dots.lowerBound]) else { throw notAPause }
        let end = text[dots.upperBound...]
        if end.isEmpty { return Pause(from: from) }
        guard let to = Day(iso: end) else { throw notAPause }
        return Pause(from: from, to: to)
    }

    private static var notAPause: Problem {
        .invalid("pause", "invalid_pause", "Khoảng tạm dừng phải theo dạng 2026-12-11..2027-01-05, hoặc 2026-12-11.. khi chưa kết thúc.")
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
        /// A state, `same`, or `prior` (back to where the case came from).
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
        var pauses: [String]
        var resumes: [String]
        var extends: [String]
        var recounts: [String]
        var tells: [String]
        /// The days on which the event may happen, when the decrees limit them.
        var since: Day?
        var until: Day?
        var basis: String
        var certainty: Certainty?
    }
    /// An amount that holds when all its guards do.
    struct Variant: Codable, Sendable, Equatable {
        var when: [Named]
        var amount: Int
    }
    struct Limits: Codable, Sendable, Equatable {
        /// The most days of one extension.
        var days: Int
        var times: Int
        /// How often when the case is specially complex.
        var speciallyComplex: Int
    }
    struct Rule: Codable, Sendable, Equatable {
        var rule: String
        var title: String
        var amount: Int?
        var complex: Int?
        var remote: Int?
        var remoteComplex: Int?
        var variants: [Variant]
        var `extension`: Limits?
        /// It ends at the latest so many calendar days after its start.
        var capDays: Int?
        /// The setting that may replace the amount.
        var setting: String?
        var unit: String
        var from: String?
        var until: String?
        var pausable: Bool
        /// stop | lapse | alarm
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
        let to =
            switch row.to {
            case .state(let name): name
            case .same: "same"
            case .prior: "prior"
            case .undone: "undone"
            case .declared(let names): names.joined(separator: "|")
            }
        func named(_ guards: [Guard]) -> [LawView.Named] { guards.map { LawView.Named(name: $0.rawValue, title: $0.title) } }
        self.init(
            event: row.event, title: row.title, from: row.from, to: to,
            by: row.permissions.map { LawView.Permit(roles: $0.roles, relations: $0.relations) }, offices: row.offices,
            takes: row.takes.map { LawView.Fact($0, of: version) }, blocks: named(row.blocks), flags: named(row.flags),
            issues: row.issues.map { LawView.Named(name: $0, title: version.documents[$0] ?? $0) }, starts: row.clocks.start.map(\.rule),
            stops: row.clocks.stop, lapses: row.clocks.lapse, pauses: row.clocks.pause, resumes: row.clocks.resume,
            extends: row.clocks.extend, recounts: row.clocks.recount, tells: row.tells, since: row.window.since, until: row.window.until,
            basis: row.ground.text, certainty: row.certainty)
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
            remote: rule.remote?.value(in: [:]), remoteComplex: rule.remoteComplex?.value(in: [:]),
            variants: rule.variants.map { variant in
                LawView.Variant(
                    when: variant.when.map { LawView.Named(name: $0.rawValue, title: $0.title) }, amount: variant.amount.value(in: [:]))
            },
            extension: rule.extension.map {
                LawView.Limits(days: $0.days, times: $0.times, speciallyComplex: $0.speciallyComplex)
            }, capDays: rule.capDays, setting: setting, unit: rule.unit.rawValue, from: rule.from, until: rule.until,
            pausable: rule.pausable, ends: rule.ends.rawValue, basis: rule.ground.text, certainty: rule.certainty)
    }
}
