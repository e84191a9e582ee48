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

    public init(checking sources: [ProcedureText]) {
        do throws(LawMistakes) {
            let rulebook = try Rulebook(sources)
            self.rulebook = rulebook
            mistakes = []
            notes = rulebook.versions.flatMap(Self.notes)
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
            ? "\(rulebook?.versions.count ?? 0) procedures, \(rows) rows, \(notes.count) notes: sound"
            : "\(mistakes.count) \(mistakes.count == 1 ? "mistake" : "mistakes")"
        return (mistakes.map { "\($0.file):\($0.line): error: \($0.message)" } + notes.map(\.description) + [sum])
            .joined(separator: "\n") + "\n"
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
