/// A procedure as a person reads it: text table, Markdown, Mermaid.
public struct ProcedureRendering: Sendable {
    private let version: ProcedureVersion

    public init(_ version: ProcedureVersion) { self.version = version }

    // MARK: Tables

    /// Aligned columns for a terminal.
    public var table: String {
        var lines = [heading, ""]
        lines += aligned(["Trạng thái", "Tên", "Công dân thấy", "Ghi chú"], stateRows)
        lines.append("")
        lines += aligned(transitionHeader, transitionRows)
        if !version.clocks.isEmpty {
            lines.append("")
            lines += aligned(clockHeader, clockRows)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The same as Markdown.
    public var markdown: String {
        var lines = ["# \(version.title)", "", "`\(version.id)`, có hiệu lực \(version.window.text).", "", "## Trạng thái", ""]
        lines += piped(["Trạng thái", "Tên", "Công dân thấy", "Ghi chú"], stateRows)
        lines += ["", "## Thao tác", ""]
        lines += piped(transitionHeader, transitionRows)
        if !version.clocks.isEmpty {
            lines += ["", "## Thời hạn", ""]
            lines += piped(clockHeader, clockRows)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A state chart; `same` rows and the program's own are left out, rows between the same two states share one arrow. The marks say what
    /// becomes of clocks: ▶ starts, ■ ends, × runs out, ❚❚ stands still, ▷ goes on, + gets longer, ↻ is counted anew.
    public var mermaid: String {
        var lines = ["stateDiagram-v2"]
        for state in version.states { lines.append("  \(state.name): \(plain(state.title))") }
        for arrow in version.arrows {
            let from = arrow.from == ProcedureVersion.new ? "[*]" : arrow.from
            let labels = arrow.labels.map { plain(([$0.title] + $0.marks).joined(separator: " ")) }
            lines.append("  \(from) --> \(arrow.to): \(labels.joined(separator: " / "))")
        }
        for state in version.states where state.isFinal { lines.append("  \(state.name) --> [*]") }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: Cells

    private var heading: String { "\(version.title) (\(version.id)), có hiệu lực \(version.window.text)" }

    private var stateRows: [[String]] {
        version.states.map { state in
            var notes: [String] = []
            if state.isFinal { notes.append("kết thúc") }
            if state.isActive { notes.append("đang giải quyết") }
            notes += StateTag.allCases.filter(state.tags.contains).map { $0.title.lowercased() }
            return [state.name, state.title, state.citizen, notes.joined(separator: ", ")]
        }
    }

    private let transitionHeader = [
        "Thao tác", "Tên", "Từ", "Đến", "Ai", "Loại cơ quan", "Áp dụng", "Điều kiện", "Cảnh báo", "Thời hạn", "Văn bản", "Căn cứ",
    ]

    private var transitionRows: [[String]] {
        version.transitions.map { row in
            [
                row.event, row.title, row.from.joined(separator: ", "), version.targetText(row),
                row.permissions.map(actor).joined(separator: "; "), row.offices.map(\.rawValue).joined(separator: ", "), row.window.text,
                row.blocks.map(\.rawValue).joined(separator: ", "), row.flags.map(\.rawValue).joined(separator: ", "), effects(row.clocks),
                row.issues.map { version.documents[$0] ?? $0 }.joined(separator: ", "), ground(row.ground, row.certainty),
            ]
        }
    }

    private let clockHeader = ["Thời hạn", "Tên", "Số lượng", "Tính từ", "Gia hạn", "Ghi chú", "Căn cứ"]

    private var clockRows: [[String]] {
        version.clocks.map { rule in
            [
                rule.id, rule.title, rule.amountText, rule.startText, rule.extensionText, rule.manner.joined(separator: ", "),
                ground(rule.ground, rule.certainty),
            ]
        }
    }

    private func actor(_ permission: Permission) -> String {
        "\(permission.roles.map(\.rawValue).joined(separator: "|"))@\(permission.relations.map(\.rawValue).joined(separator: "|"))"
    }

    /// Every effect with its sign, starts with their conditions.
    private func effects(_ clocks: ClockEffects) -> String {
        let starts = clocks.start.map { start in
            "▶ \(start.rule)" + (start.from.map { " từ \($0)" } ?? "") + (start.extendedBy.map { " thêm \($0)" } ?? "")
                + (start.pausedFrom.map { " dừng từ \($0)" } ?? "")
                + (start.when.isEmpty ? "" : " nếu \(start.when.map(\.rawValue).joined(separator: ", "))")
        }
        return (starts + clocks.kinds.dropFirst().flatMap { kind in kind.rules.map { "\(kind.sign) \($0)" } }).joined(separator: "; ")
    }

    private func ground(_ ground: Ground, _ certainty: Certainty?) -> String {
        certainty.map { "\(ground.text) [\($0.rawValue)]" } ?? ground.text
    }

    // MARK: Layout

    private func aligned(_ header: [String], _ rows: [[String]]) -> [String] {
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
            var text = padded.joined(separator: "  ")
            while text.last == " " { text.removeLast() }
            return text
        }
        return [line(header), widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")] + rows.map(line)
    }

    private func piped(_ header: [String], _ rows: [[String]]) -> [String] {
        func line(_ cells: [String]) -> String {
            "| "
                + cells.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }.joined(separator: " | ")
                + " |"
        }
        return [line(header), "|" + String(repeating: "---|", count: header.count)] + rows.map(line)
    }

    /// Mermaid reads colons and semicolons as its own.
    private func plain(_ title: String) -> String {
        String(title.map { $0 == ":" || $0 == ";" || $0.isNewline ? "," : $0 })
    }
}
