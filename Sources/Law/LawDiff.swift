/// What a new version of a procedure changes, for a lawyer to read: states, steps, deadlines, words.
public struct LawDiff: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable { case added, removed, changed }
    /// The part of a procedure that a change is in.
    public enum Part: String, Sendable, Hashable, CaseIterable, Codable {
        case procedure, state, row, clock, setting, document, choice, fact

        /// Vietnamese heading.
        public var title: String {
            switch self {
            case .procedure: "Quy trình"
            case .state: "Trạng thái"
            case .row: "Thao tác"
            case .clock: "Thời hạn"
            case .setting: "Cài đặt"
            case .document: "Văn bản"
            case .choice: "Mục lựa chọn"
            case .fact: "Thông tin"
            }
        }
    }
    /// One property. Of a list `before` holds only what fell away and `after` only what came; empty: nothing.
    public struct Detail: Sendable, Hashable, Codable {
        public var field: String
        public var before: String
        public var after: String
    }
    public struct Change: Sendable, Hashable, Codable {
        public var kind: Kind
        public var part: Part
        /// Name in the file; of a row its event and states.
        public var name: String
        public var title: String
        /// Empty for what was removed.
        public var details: [Detail]
    }
    /// Ids of the two versions.
    public var old: String
    public var new: String
    /// In the order of `Part`, then of the new file, removed things last.
    public var changes: [Change]

    /// Compares two versions; they need not be of one procedure.
    public init(from old: ProcedureVersion, to new: ProcedureVersion) {
        self.old = old.id
        self.new = new.id
        let comparison = Comparison(old: old, new: new)
        changes = comparison.procedure + comparison.states + comparison.rows + comparison.clocks + comparison.words
    }

    /// Lines for a terminal; one sentence when nothing differs.
    public var text: String {
        var lines = ["\(old) → \(new)"]
        if changes.isEmpty { lines.append("Hai bản như nhau.") }
        for part in Part.allCases {
            let here = changes.filter { $0.part == part }
            if here.isEmpty { continue }
            lines += ["", part.title]
            for change in here {
                lines.append("\(change.sign) \(change.name): \(change.title)")
                lines += change.details.map { "    \($0.text)" }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension LawDiff.Change {
    fileprivate var sign: String {
        switch kind {
        case .added: "+"
        case .removed: "−"
        case .changed: "~"
        }
    }
}

extension LawDiff.Detail {
    var text: String {
        if before.isEmpty { return "\(field): thêm \(after)" }
        if after.isEmpty { return "\(field): bỏ \(before)" }
        return "\(field): \(before) → \(after)"
    }
}

/// A named property of a thing: a value, or a list whose order means nothing.
struct Property {
    let field: String
    let items: [String]

    init(_ field: String, _ value: String) {
        self.field = field
        items = value.isEmpty ? [] : [value]
    }

    init(_ field: String, list items: [String]) {
        self.field = field
        self.items = items
    }

    /// `nil` when nothing differs.
    func detail(after old: Property) -> LawDiff.Detail? {
        let gone = old.items.filter { !items.contains($0) }
        let come = items.filter { !old.items.contains($0) }
        if gone.isEmpty && come.isEmpty { return nil }
        return LawDiff.Detail(field: field, before: gone.joined(separator: "; "), after: come.joined(separator: "; "))
    }

    /// As it is told of something new.
    var detail: LawDiff.Detail? {
        items.isEmpty ? nil : LawDiff.Detail(field: field, before: "", after: items.joined(separator: "; "))
    }
}
