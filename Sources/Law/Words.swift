// How rows and clocks are put into words, for tables, pages, diagrams and comparisons alike.

extension Window {
    /// `từ 01/07/2026 đến 31/12/2026`; empty when it is open at both ends.
    public var text: String {
        [since.map { "từ \($0.vietnamese)" }, until.map { "đến \($0.vietnamese)" }].compactMap { $0 }.joined(separator: " ")
    }
}

extension ClockEffects {
    /// Sign, Vietnamese words and clocks of each kind of effect, in the order in which they are told.
    var kinds: [(sign: String, words: String, rules: [String])] {
        [
            ("▶", "bắt đầu", start.map(\.rule)), ("■", "kết thúc", stop), ("×", "tự hết", lapse), ("❚❚", "tạm dừng", pause),
            ("▷", "tiếp tục", resume), ("+", "gia hạn", extend), ("↻", "tính lại", recount),
        ]
    }

    /// Short marks for a diagram: `▶ KN-2, KN-13`, `■ KN-1`.
    public var marks: [String] {
        kinds.filter { !$0.rules.isEmpty }.map { "\($0.sign) \(Self.once($0.rules).joined(separator: ", "))" }
    }

    /// The same in words: `bắt đầu KN-2, KN-13`.
    public var words: [String] {
        kinds.filter { !$0.rules.isEmpty }.map { "\($0.words) \(Self.once($0.rules).joined(separator: ", "))" }
    }

    /// A clock that starts under several conditions is named once.
    private static func once(_ rules: [String]) -> [String] {
        var seen: Set<String> = []
        return rules.filter { seen.insert($0).inserted }
    }
}

extension Amount {
    /// `30`, `trước 5`, `30 (mức mặc định, cơ quan ấn định được)`.
    var text: String {
        switch self {
        case .fixed(let number): number < 0 ? "trước \(-number)" : "\(number)"
        case .setting(_, let standard): "\(standard) (mức mặc định, cơ quan ấn định được)"
        }
    }
}

extension ClockRule {
    /// `30; phức tạp 45; vùng sâu, vùng xa 45 ngày`.
    public var amountText: String {
        guard let amount, unit != .immediate else { return unit.title }
        var parts = [amount.text]
        for variant in variants {
            let words = variant.when.map(\.rawValue)
            let condition = words.allSatisfy(Self.severalWords.contains) ? "nhiều nơi, nhiều cơ quan" : words.joined(separator: ", ")
            parts.append("\(condition) \(variant.amount.text)")
        }
        if let complex { parts.append("phức tạp \(complex.text)") }
        if let remote { parts.append("vùng sâu, vùng xa \(remote.text)") }
        if let remoteComplex { parts.append("vùng sâu, vùng xa và phức tạp \(remoteComplex.text)") }
        let cap = capDays.map { ", không quá \($0) ngày" } ?? ""
        return "\(parts.joined(separator: "; ")) \(unit.title)\(cap)"
    }

    /// `1 lần, mỗi lần đến 30 ngày; 2 lần khi đặc biệt phức tạp`; empty when the clock is never extended.
    public var extensionText: String {
        guard let limits = self.extension else { return "" }
        let special = limits.speciallyComplex > limits.times ? "; \(limits.speciallyComplex) lần khi đặc biệt phức tạp" : ""
        return "\(limits.times) lần, mỗi lần đến \(limits.days) ngày\(special)"
    }

    /// How it stands still and ends: `tạm dừng được`, `tự hết`, `cảnh báo nội bộ`.
    public var manner: [String] {
        var manner: [String] = []
        if pausable { manner.append("tạm dừng được") }
        switch ends {
        case .stop: break
        case .lapse: manner.append("tự hết")
        case .alarm: manner.append("cảnh báo nội bộ")
        }
        return manner
    }

    /// What is counted from: a dated fact, or the day of the event.
    var startText: String { until ?? from ?? "ngày của thao tác" }
}

extension ProcedureVersion {
    /// The days on which it holds.
    public var window: Window { Window(since: from, until: until) }

    /// The target of a row as it is written: a state's name, `=` for the same, `trước` for the prior one, `trước bước cuối` for the one
    /// before the last step, or the names among which the event chooses.
    func targetText(_ row: Transition) -> String {
        switch row.to {
        case .state(let name): name
        case .same: "="
        case .prior: "trước"
        case .undone: "trước bước cuối"
        case .declared(let names): names.joined(separator: " | ")
        }
    }

    /// What a drawing leaves out: it says nothing of how a case goes.
    static let bookkeeping: Set<String> = deskEvents.union([imported, void])
}
