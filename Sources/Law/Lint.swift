/// What `law check` says of a set of procedure files: mistakes, which forbid loading, and notes for a legal officer.
public struct LawReport: Sendable {
    public struct Note: Sendable, Hashable, CustomStringConvertible {
        public let file: String
        public let line: Int
        public let message: String
        public var description: String { "\(file):\(line): note: \(message)" }
    }
    /// In the order of files and lines.
    public let mistakes: [LawMistake]
    public let notes: [Note]
    /// `nil` when there are mistakes.
    public let rulebook: Rulebook?

    public var isSound: Bool { mistakes.isEmpty }

    /// - Parameter catalogue: the deadline catalogue, to be proven against these procedures; `nil` when they are only some of them.
    public init(checking sources: [ProcedureText], catalogue: ProcedureText? = nil) {
        do throws(LawMistakes) {
            let rulebook = try Rulebook(sources, catalogue: catalogue)
            self.rulebook = rulebook
            mistakes = []
            let own = catalogue.map { Self.catalogueNotes(rulebook.catalogue, file: $0.file) } ?? []
            notes = rulebook.versions.flatMap(Self.notes) + own
        } catch {
            rulebook = nil
            mistakes = error.mistakes
            notes = []
        }
    }

    /// Text for a terminal; the last line is the sum.
    public var text: String {
        let rows = rulebook?.versions.reduce(0) { $0 + $1.rows.count } ?? 0
        let sum =
            isSound
            ? "\(rulebook?.versions.count ?? 0) procedures, \(rows) rows, \(rulebook?.catalogue.rules.count ?? 0) deadlines, "
                + "\(notes.count) notes: sound"
            : "\(mistakes.count) \(mistakes.count == 1 ? "mistake" : "mistakes")"
        return (mistakes.map { "\($0.file):\($0.line): error: \($0.message)" } + notes.map(\.description) + [sum])
            .joined(separator: "\n") + "\n"
    }

    /// Rows of the catalogue whose own amount a legal officer has still to confirm.
    private static func catalogueNotes(_ catalogue: DeadlineCatalogue, file: String) -> [Note] {
        catalogue.rules.flatMap { row -> [Note] in
            guard case .own(let rule) = row.source else { return [] }
            var notes: [Note] = []
            if case .setting(let name, let standard)? = rule.amount {
                notes.append(Note(file: file, line: row.line, message: "deadline \(row.id) is the setting \(name), default \(standard)"))
            }
            switch (rule.ground, rule.certainty) {
            case (.internal(let reason), _):
                notes.append(Note(file: file, line: row.line, message: "deadline \(row.id) is internal: \(reason)"))
            case (.basis, .memory?), (.basis, .unknown?), (.basis, nil):
                notes.append(Note(file: file, line: row.line, message: "deadline \(row.id) needs confirmation of its basis"))
            case (.basis, _): break
            }
            return notes
        }
    }

    private static func notes(_ version: ProcedureVersion) -> [Note] {
        var notes: [Note] = []
        func note(_ line: Int, _ message: String) { notes.append(Note(file: version.source.file, line: line, message: message)) }
        let started = Set(version.transitions.flatMap { $0.clocks.start.map(\.rule) })
        for rule in version.clocks {
            if !started.contains(rule.id) { note(rule.line, "clock \(rule.id) is never started") }
            if case .setting(let name, let standard)? = rule.amount {
                note(rule.line, "clock \(rule.id) is the setting \(name), default \(standard)")
            }
            note(rule.ground, rule.certainty, "clock \(rule.id)", rule.line)
        }
        for row in version.transitions {
            note(row.ground, row.certainty, "\(row.event) from \(row.from.joined(separator: ", "))", row.line)
        }
        let issued = Set(version.transitions.flatMap(\.issues))
        for kind in version.documents.keys.sorted() where !issued.contains(kind) { note(1, "document \(kind) is never issued") }
        return notes

        func note(_ ground: Ground, _ certainty: Certainty?, _ what: String, _ line: Int) {
            switch (ground, certainty) {
            case (.internal(let reason), _): note(line, "\(what) is internal: \(reason)")
            case (.basis, .memory?), (.basis, .unknown?), (.basis, nil): note(line, "\(what) needs confirmation of its basis")
            case (.basis, _): break
            }
        }
    }
}
