import Casework
import Hummingbird
import Law

/// The procedures in force, for whoever wants to know why a step is or is not possible.
struct LawPage: PageModel {
    static let template = TemplateName.law
    struct Line: Sendable {
        var href: String
        var title: String
        var version: String
        var from: String
        var states: Int
        var steps: Int
        var clocks: Int
    }
    var frame: Frame
    var lines: [Line]
}

/// One procedure as tables.
struct ProcedurePage: PageModel {
    static let template = TemplateName.procedure
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
        var blocks: [String]
        var flags: [String]
        var clocks: String
        var papers: String
        var basis: String
    }
    struct Clock: Sendable {
        var rule: String
        var title: String
        var amount: String
        var basis: String
    }
    var frame: Frame
    var heading: String
    var version: String
    var from: String
    var states: [State]
    var steps: [Step]
    var clocks: [Clock]
    var hasClocks: Bool

    init(frame: Frame, version: ProcedureVersion) {
        self.frame = frame
        heading = version.title
        self.version = version.id
        from = version.from.vietnamese
        func title(_ state: String) -> String { state == ProcedureVersion.new ? "(mở hồ sơ)" : version.state(state)?.title ?? state }
        states = version.states.map { state in
            let notes = (state.isFinal ? ["kết thúc"] : []) + StateTag.allCases.filter(state.tags.contains).map { $0.title.lowercased() }
            return State(title: state.title, citizen: state.citizen, notes: notes.joined(separator: "; "))
        }
        steps = version.transitions.filter { $0.event != ProcedureVersion.deadlinePassed }.map { row in
            let to: String = if case .same = row.to { "giữ nguyên" } else { title(row.target(from: row.from.first ?? "")) }
            let who = row.permissions.map { permission in
                permission.roles.map(\.title).joined(separator: ", ")
                    + (permission.relations == [.none]
                        ? "" : " – " + permission.relations.map { $0.title.lowercased() }.joined(separator: ", "))
            }
            let starts = row.clocks.start.map { "bắt đầu \($0.rule)" } + row.clocks.stop.map { "kết thúc \($0)" }
            return Step(
                title: row.title, from: row.from.map(title).joined(separator: ", "), to: to, who: who.joined(separator: "; "),
                offices: row.offices.map(\.title).joined(separator: ", "), blocks: row.blocks.map(\.title), flags: row.flags.map(\.title),
                clocks: starts.joined(separator: ", "), papers: row.issues.map { version.documents[$0] ?? $0 }.joined(separator: ", "),
                basis: row.ground.text)
        }
        clocks = version.clocks.map { clock in
            Clock(rule: clock.id, title: clock.title, amount: Self.amount(clock), basis: clock.ground.text)
        }
        hasClocks = !clocks.isEmpty
    }

    private static func amount(_ clock: ClockRule) -> String {
        guard let amount = clock.amount else { return clock.unit.title }
        let number = amount.value(in: [:])
        if number < 0 { return "trước \(-number) \(clock.unit.title)" }
        if clock.unit == .immediate { return clock.unit.title }
        let longer = [("phức tạp", clock.complex), ("vùng sâu, vùng xa", clock.remote), ("cả hai", clock.remoteComplex)]
            .compactMap { words, amount in amount.map { "\(words): \($0.value(in: [:]))" } }
        return "\(number) \(clock.unit.title)" + (longer.isEmpty ? "" : " (\(longer.joined(separator: "; ")))")
    }
}

extension WebRoutes {
    var lawRoutes: [Route] {
        [
            Route.get("/quy-trinh") { call in
                let lines = casework.rulebook.versions.map { version in
                    LawPage.Line(
                        href: "/quy-trinh/\(version.procedure)?tu=\(version.from.iso)", title: version.title, version: version.id,
                        from: version.from.vietnamese, states: version.states.count, steps: version.transitions.count,
                        clocks: version.clocks.count)
                }
                return page(LawPage(frame: frame(call, title: "Quy trình", at: .law), lines: lines))
            },
            Route.get("/quy-trinh/{name}") { call in
                let day = Day(iso: call.query["tu"]) ?? casework.today
                guard let version = casework.rulebook.version(of: call.parameters.get("name") ?? "", on: day) else {
                    throw Problem.missing("quy trình")
                }
                return page(ProcedurePage(frame: frame(call, title: version.title, at: .law), version: version))
            },
        ]
    }
}
