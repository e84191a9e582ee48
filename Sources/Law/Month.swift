/// A month of the calendar, from its first day to its last.
public struct Month: Sendable, Hashable, Comparable {
    public let first: Day

    /// The month in which the day lies.
    public init(of day: Day) { first = day.adding(days: 1 - day.day) }

    /// Reads `2026-11`, in the years 1900 to 2200.
    public init?(iso text: some StringProtocol) {
        guard text.utf8.count == 7, let day = Day(iso: "\(text)-01"), (1900...2200).contains(day.year) else { return nil }
        first = day
    }

    public var last: Day { first.adding(months: 1).previous }
    public var next: Month { Month(of: first.adding(months: 1)) }
    public var previous: Month { Month(of: first.previous) }
    /// All days, in order.
    public var days: [Day] { (0...last.days(since: first)).map { first.adding(days: $0) } }

    /// The weeks, Monday to Sunday, whose Thursday lies in the month: a week belongs to one month, the one that holds most of it.
    public var weeks: [(first: Day, last: Day)] {
        var thursday = first.adding(days: (4 - first.weekday.rawValue + 7) % 7)
        var weeks: [(first: Day, last: Day)] = []
        while thursday <= last {
            weeks.append((first: thursday.adding(days: -3), last: thursday.adding(days: 3)))
            thursday = thursday.adding(days: 7)
        }
        return weeks
    }

    /// `2026-11`
    public var iso: String { String(first.iso.prefix(7)) }

    /// `11/2026`
    public var vietnamese: String { String(first.vietnamese.dropFirst(3)) }

    public static func < (a: Month, b: Month) -> Bool { a.first < b.first }
}
