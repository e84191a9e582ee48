import Foundation
import Testing

@testable import Law

/// Every procedure × state × event × role × relation × kind of office, asked of `decide` cell by cell.
///
/// The golden file has a line for each state and event, with the actors that `decide` lets through; an actor that is not named is
/// refused. Record with `TIEPDAN_RECORD_GOLDEN=1` after a change of the law, and read the difference.
@Suite struct MatrixTests {
    static let golden = repository.appending(path: "Tests/LawTests/Golden/matrix.txt")
    /// The officers' roles with each relation, and the pseudo roles, whose relation is none.
    static let actors: [(role: Role, relation: Relation)] = Role.allCases.flatMap { role in
        Relation.allCases.filter { ($0 == .none) == role.isPseudo }.map { (role, $0) }
    }

    static func shipped() throws -> Rulebook {
        let folder = repository.appending(path: "Sources/Law/Procedures")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }.sorted()
        return try Rulebook(
            files.map { ProcedureText(file: $0, text: try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) })
    }

    /// Asked once for both tests.
    static let answers: [String: [[OfficeKind]]] = {
        var answers: [String: [[OfficeKind]]] = [:]
        for version in (try? shipped().versions) ?? [] {
            for day in days(version) {
                for (state, event) in lines(version, on: day) {
                    // A state that does not know the event refuses before it asks who.
                    let known = isOpen(version, state, event, .clerk, .owner, .other, on: day) != .notAllowedInState
                    answers["\(version.id) \(day) \(state) \(event)"] = actors.map { actor in
                        known
                            ? OfficeKind.allCases.filter { isOpen(version, state, event, actor.role, actor.relation, $0, on: day) == nil }
                            : []
                    }
                }
            }
        }
        return answers
    }()

    @Test func matchesGoldenFile() throws {
        let rulebook = try Self.shipped()
        #expect(!rulebook.versions.isEmpty)
        let text = Self.legend + rulebook.versions.map(Self.matrix).joined()
        if ProcessInfo.processInfo.environment["TIEPDAN_RECORD_GOLDEN"] == "1" {
            try text.write(to: Self.golden, atomically: true, encoding: .utf8)
            return
        }
        let recorded = try String(contentsOf: Self.golden, encoding: .utf8)
        let (now, then) = (text.split(separator: "\n"), recorded.split(separator: "\n"))
        let added = Set(now).subtracting(then).sorted().prefix(20)
        let removed = Set(then).subtracting(now).sorted().prefix(20)
        #expect(text == recorded, "only now:\n\(added.joined(separator: "\n"))\nonly recorded:\n\(removed.joined(separator: "\n"))")
    }

    /// The rows for the database must let through exactly the cells that `decide` lets through.
    @Test func databaseRowsAgreeWithDecisions() throws {
        for version in try Self.shipped().versions {
            let rows = Dictionary(grouping: version.rows) { "\($0.from) \($0.event) \($0.role) \($0.relation)" }
            var different: [String] = []
            for day in Self.days(version) {
                for (state, event) in Self.lines(version, on: day) {
                    let answers = try #require(Self.answers["\(version.id) \(day) \(state) \(event)"])
                    for ((role, relation), asked) in zip(Self.actors, answers) {
                        let lines = (rows["\(state) \(event) \(role) \(relation)"] ?? []).filter { $0.window.contains(day) }
                        let stored = OfficeKind.allCases.filter { office in
                            lines.contains { $0.offices.isEmpty || $0.offices.contains(office) }
                        }
                        if stored != asked { different.append("\(day) \(state) \(event) \(role) \(relation): \(asked)") }
                    }
                }
            }
            #expect(different.isEmpty, "\(version.id)")
        }
    }

    // MARK: Cells

    static let usualDay = Day(2026, 11, 19)

    /// A usual day, and the first and last days of every window that a row of the version has.
    static func days(_ version: ProcedureVersion) -> [Day] {
        let edges = version.transitions.flatMap { [$0.window.since, $0.window.until] }.compactMap { $0 }
        return [usualDay] + Set(edges).subtracting([usualDay]).sorted()
    }

    /// Every state and event on the usual day; on the edges of windows those that have one.
    static func lines(_ version: ProcedureVersion, on day: Day) -> [(state: String, event: String)] {
        if day != usualDay {
            let timed = version.transitions.filter { $0.window != Window() }
            return lines(version, on: usualDay).filter { line in
                timed.contains { $0.event == line.event && $0.from.contains(line.state) }
            }
        }
        var events: [String] = []
        for row in version.transitions where !events.contains(row.event) { events.append(row.event) }
        return ([ProcedureVersion.new] + version.states.map(\.name)).flatMap { state in events.map { (state, $0) } }
    }

    /// Asks without declaring anything: what is refused only for want of facts, or by a guard, is open to this actor; else why not.
    static func isOpen(
        _ version: ProcedureVersion, _ state: String, _ event: String, _ role: Role, _ relation: Relation, _ office: OfficeKind,
        on day: Day
    ) -> Refusal.Code? {
        do throws(Refusal) {
            _ = try version.decide(
                EventRequest(event: event, occurredOn: day, today: day, roles: [role], relations: [relation]), state: state,
                facts: CaseFacts(office: office), clocks: [], calendar: Calendars.known)
        } catch {
            switch error.reason {
            case .unknownEvent, .notAllowedInState, .wrongOffice, .notInForce, .notPermitted: return error.reason
            default: break
            }
        }
        return nil
    }

    // MARK: Text

    static let legend = """
        # state | event | allowed, guarded (by what) or refused | target | actors (kinds of office when not every kind)
        # Asked for each role (\(Role.allCases.map(\.rawValue).joined(separator: ", "))),
        # relation (\(Relation.allCases.map(\.rawValue).joined(separator: ", "))) and kind of office; whoever is not named is refused.

        """

    static func matrix(_ version: ProcedureVersion) -> String {
        var text = "\n== \(version.id) \(version.title)\n"
        for day in days(version) {
            if day != usualDay { text += "-- on \(day.iso)\n" }
            text += matrix(version, on: day)
        }
        return text
    }

    private static func matrix(_ version: ProcedureVersion, on day: Day) -> String {
        var text = ""
        for (state, event) in lines(version, on: day) {
            // Actors by the kinds of office in which they are let through.
            var actors: [[OfficeKind]: [String]] = [:]
            for ((role, relation), offices) in zip(Self.actors, answers["\(version.id) \(day) \(state) \(event)"] ?? [])
            where !offices.isEmpty {
                actors[offices, default: []].append("\(role.rawValue)@\(relation.rawValue)")
            }
            if actors.isEmpty {
                text += "\(state) | \(event) | refused\n"
                continue
            }
            let rows = version.transitions.filter { $0.event == event && $0.from.contains(state) && $0.window.contains(day) }
            let guards = rows.map { $0.blocks.map(\.rawValue).joined(separator: "&") }
            let answer = guards.allSatisfy(\.isEmpty) ? "allowed" : "guarded (\(guards.joined(separator: " / ")))"
            let targets = Set(rows.flatMap { version.targets(of: $0, from: state) }).sorted().joined(separator: "/")
            let who = actors.sorted { ($1.key.count, $0.value.joined()) < ($0.key.count, $1.value.joined()) }.map { offices, names in
                names.joined(separator: " ")
                    + (offices.count == OfficeKind.allCases.count ? "" : " [\(offices.map(\.rawValue).joined(separator: ", "))]")
            }
            text += "\(state) | \(event) | \(answer) | \(targets) | \(who.joined(separator: "; "))\n"
        }
        return text
    }
}
