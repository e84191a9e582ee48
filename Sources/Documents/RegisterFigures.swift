import Casework
import Law

/// The block of figures above the register: the week, the week before, the same week of last year, and how they differ.
struct RegisterFigures: Sendable {
    struct Row: Sendable {
        /// Class of the row in the form: `now`, `before`, `change`.
        let kind: String
        let label: String
        let cells: [String]
    }

    static let columns = [
        "Lượt tiếp", "Số người", "Số vụ việc", "Đoàn đông người", "Đơn tiếp nhận", "Đơn đã xử lý", "Đang giải quyết", "Quá hạn",
    ]

    let rows: [Row]

    init(_ register: WeeklyRegister) {
        let length = register.to.days(since: register.from) + 1
        let span = RegisterPeriod(register)
        let week = Self.numbers(register.week)
        let before = Self.numbers(register.weekBefore)
        let lastYear = Self.numbers(register.sameWeekLastYear)
        func change(from earlier: [Int]) -> [String] { zip(earlier, week).map { FormalText.change(from: $0, to: $1) } }
        rows = [
            Row(kind: "now", label: "\(span.this) (\(Self.span(register.from, register.to)))", cells: week.map(FormalText.count)),
            Row(
                kind: "before",
                label: "\(span.previous) (\(Self.span(register.from.adding(days: -length), register.to.adding(days: -length))))",
                cells: before.map(FormalText.count)),
            Row(kind: "change", label: "So với \(span.previous.lowercased())", cells: change(from: before)),
            Row(
                kind: "before",
                label: "\(span.lastYear) (\(Self.span(register.from.adding(years: -1), register.to.adding(years: -1))))",
                cells: lastYear.map(FormalText.count)),
            Row(kind: "change", label: "So với \(span.lastYear.lowercased())", cells: change(from: lastYear)),
        ]
    }

    private static func numbers(_ f: WeeklyRegister.Figures) -> [Int] {
        [f.visits, f.people, f.matters, f.groups, f.received, f.processed, f.open, f.overdue]
    }

    /// `16/11–22/11/2026`
    private static func span(_ from: Day, _ to: Day) -> String {
        let first = from.year == to.year ? String(from.vietnamese.dropLast(5)) : from.vietnamese
        return from == to ? to.vietnamese : "\(first)–\(to.vietnamese)"
    }
}

/// What the period is called: a week is a week, anything longer is a period.
struct RegisterPeriod: Sendable {
    let title: String
    let this: String
    let previous: String
    let lastYear: String

    init(_ register: WeeklyRegister) {
        let week = register.to.days(since: register.from) < 7
        title = week ? "TRONG TUẦN" : "TRONG KỲ"
        this = week ? "Trong tuần" : "Trong kỳ"
        previous = week ? "Tuần trước" : "Kỳ trước"
        lastYear = week ? "Cùng tuần năm trước" : "Cùng kỳ năm trước"
    }
}
