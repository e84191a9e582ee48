/// A procedure as a drawing in the language of Graphviz, for a lawyer to read on one sheet of A3.
///
/// Boxes are states: blue while the matter is being settled, grey with a double border when they are final. The states that most steps
/// are possible from alike stand in one frame; such a step starts at its dashed oval. An arrow carries the Vietnamese titles of the steps
/// that lead along it and what they do to clocks: ▶ starts, ■ ends, ❚❚ stands still, ▷ goes on, + gets longer, ↻ is counted anew. Dashed
/// arrows lead back to where the case came from. A step that is possible in several states is written once. What the program notes by
/// itself is left out.
public struct ProcedureDiagram: Sendable {
    private let version: ProcedureVersion
    /// The states in the frame; empty: none.
    private let settling: [String]

    private static let fonts = "Liberation Sans,DejaVu Sans,sans-serif"
    /// Stands for every state of the frame.
    private static let anyStep = "any_step"

    public init(_ version: ProcedureVersion) {
        self.version = version
        settling = Self.frame(of: version)
    }

    /// The states of settlement from which the most steps are possible alike: at least three states and two steps.
    private static func frame(of version: ProcedureVersion) -> [String] {
        let active = Set(version.states.filter(\.isActive).map(\.name))
        let rows = version.transitions.filter { $0.to != .same && !ProcedureVersion.bookkeeping.contains($0.event) }
        var best: (states: [String], weight: Int) = ([], 0)
        for row in rows {
            let states = row.from.filter(active.contains)
            let shared = rows.count { states.allSatisfy($0.from.contains) }
            let weight = shared * (states.count - 1)
            if states.count >= 3, shared >= 2, weight > best.weight { best = (states, weight) }
        }
        return best.states
    }

    /// Text for `dot`.
    public var dot: String {
        let title = "\(version.title)\n\(version.id), có hiệu lực \(version.window.text)"
        var lines = [
            "digraph procedure {",
            "  graph [rankdir=TB, fontname=\"\(Self.fonts)\", fontsize=18, labelloc=t, label=\(Self.quoted(title)),"
                + " nodesep=0.3, ranksep=0.5, size=\"16.1,11.3\", margin=0.1];",
            "  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"\(Self.fonts)\", fontsize=12];",
            "  edge [fontname=\"\(Self.fonts)\", fontsize=10, arrowsize=0.7, color=\"#666666\"];",
            "  \(ProcedureVersion.new) [shape=circle, label=\"\", width=0.18, style=filled, fillcolor=black];",
        ]
        let notes = Notes(version, settling: settling)
        if !settling.isEmpty {
            let label = ["Đang giải quyết"] + notes.common.flatMap { Self.lines("• ", $0, width: 80) }
            lines.append(
                "  subgraph cluster_settling { label=\(Self.left(label)); labeljust=l; style=\"rounded,dashed\"; color=\"#5b8db8\";"
                    + " fontname=\"\(Self.fonts)\"; fontsize=10;")
            lines += version.states.filter { settling.contains($0.name) }.map { "  " + node($0, notes.own[$0.name] ?? []) }
            lines.append("    \(Self.anyStep) [shape=oval, style=dashed, fontsize=10, label=\"bước nào\\ncũng được\"];")
            lines.append("  }")
        }
        lines += version.states.filter { !settling.contains($0.name) }.map { node($0, notes.own[$0.name] ?? []) }
        for (index, bundle) in bundles.enumerated() { lines += drawn(bundle, number: index + 1) }
        if !notes.wide.isEmpty {
            let label =
                ["Làm được ở nhiều trạng thái, hồ sơ giữ nguyên trạng thái:"] + notes.wide.flatMap { Self.lines("• ", $0, width: 60) }
            lines.append("  legend [shape=note, style=\"\", fontsize=10, label=\(Self.left(label))];")
        }
        return (lines + ["}"]).joined(separator: "\n") + "\n"
    }

    // MARK: States

    private func node(_ state: StateDefinition, _ notes: [Arrow.Label]) -> String {
        var html = "<b>" + Self.wrapped(state.title, 22).map(Self.escaped).joined(separator: "<br/>") + "</b>"
        for note in notes {
            let text = Self.lines("• ", note, width: 36).map(Self.escaped).joined(separator: "<br/>")
            html += "<br/><font point-size=\"9\">\(text)</font>"
        }
        let color = state.isFinal ? "#e8e8e8" : state.isActive ? "#dcebf9" : "white"
        return "  \(state.name) [label=<\(html)>, fillcolor=\"\(color)\"\(state.isFinal ? ", peripheries=2" : "")];"
    }

    /// Steps that move a clock and leave the case where it is: those of every state of the frame, those of more than three states, and each
    /// state's own.
    private struct Notes {
        var common: [Arrow.Label] = []
        var wide: [Arrow.Label] = []
        var own: [String: [Arrow.Label]] = [:]

        init(_ version: ProcedureVersion, settling: [String]) {
            let open = version.openStates.map(\.name)
            var all: [Arrow.Label] = []
            for state in open {
                own[state] = version.standing(in: state)
                for label in own[state] ?? [] where !all.contains(label) { all.append(label) }
            }
            for label in all {
                let states = open.filter { own[$0]?.contains(label) == true }
                if !settling.isEmpty, settling.allSatisfy(states.contains) {
                    common.append(label)
                    for state in settling { own[state]?.removeAll { $0 == label } }
                }
                let rest = open.filter { own[$0]?.contains(label) == true }
                guard rest.count > 3 else { continue }
                wide.append(label)
                for state in rest { own[state]?.removeAll { $0 == label } }
            }
        }
    }

    // MARK: Arrows

    /// Steps from the same states into the same one; `to` is `nil` for a return, `from` then is the one state that it leaves.
    private struct Bundle {
        let from: [String]
        let to: String?
        let back: [String]
        var labels: [Arrow.Label]
    }

    private var bundles: [Bundle] {
        var bundles: [Bundle] = []
        func add(_ label: Arrow.Label, from: [String], to: String?, back: [String] = []) {
            if let index = bundles.firstIndex(where: { $0.from == from && $0.to == to && $0.back == back }) {
                if !bundles[index].labels.contains(label) { bundles[index].labels.append(label) }
            } else {
                bundles.append(Bundle(from: from, to: to, back: back, labels: [label]))
            }
        }
        for row in version.transitions where !ProcedureVersion.bookkeeping.contains(row.event) {
            let label = Arrow.Label(title: row.title, marks: row.clocks.drawn)
            switch row.to {
            case .same: break
            case .prior: for state in row.from { add(label, from: [state], to: nil, back: version.priorStates(of: state)) }
            case .undone, .declared: break
            case .state(let name):
                let from = row.from.filter { $0 != name }
                add(label, from: from.isEmpty ? row.from : from, to: name)
            }
        }
        return bundles
    }

    /// The ends of an arrow: the frame's oval where every state of it is meant, and single states.
    private func ends(_ states: [String]) -> [String] {
        guard !settling.isEmpty, settling.allSatisfy(states.contains) else { return states }
        return [Self.anyStep] + states.filter { !settling.contains($0) }
    }

    private func drawn(_ bundle: Bundle, number: Int) -> [String] {
        let label = Self.left(bundle.labels.flatMap { Self.lines("", $0, width: 30) })
        guard let to = bundle.to else {
            return ends(bundle.back).enumerated().map { index, end in
                "  \(bundle.from[0]) -> \(end) [style=dashed, constraint=false\(index == 0 ? ", label=\(label)" : "")];"
            }
        }
        let starts = ends(bundle.from)
        if starts.count == 1 { return ["  \(starts[0]) -> \(to) [label=\(label)];"] }
        let knot = "via_\(number)"
        return ["  \(knot) [shape=plaintext, style=\"\", fontsize=10, margin=\"0.02,0.02\", label=\(label)];"]
            + starts.map { "  \($0) -> \(knot) [arrowhead=none];" } + ["  \(knot) -> \(to);"]
    }

    // MARK: Text

    /// Title, then the marks on lines of their own.
    private static func lines(_ lead: String, _ label: Arrow.Label, width: Int) -> [String] {
        let marks = label.marks.joined(separator: " ")
        if !lead.isEmpty { return wrapped(lead + label.title + (marks.isEmpty ? "" : " " + marks), width) }
        return wrapped(label.title, width) + (marks.isEmpty ? [] : wrapped(marks, width + 6))
    }

    static func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            if !line.isEmpty { line += " " }
            line += word
        }
        return line.isEmpty ? lines : lines + [line]
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for character in text {
            switch character {
            case "\"", "\\": out += "\\\(character)"
            case _ where character.isNewline: out += "\\n"
            default: out.append(character)
            }
        }
        return out + "\""
    }

    /// Lines, each set to the left.
    private static func left(_ lines: [String]) -> String {
        "\"" + lines.map { String(quoted($0).dropFirst().dropLast()) + "\\l" }.joined() + "\""
    }

    private static func escaped(_ text: String) -> String {
        var out = ""
        for character in text {
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            default: out.append(character)
            }
        }
        return out
    }
}

extension ClockEffects {
    /// The marks of a drawing: what runs out by itself is left out.
    var drawn: [String] {
        var shown = self
        shown.lapse = []
        return shown.marks
    }
}
