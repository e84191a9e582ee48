/// One line of the calendar: a day that differs from its weekday.
public struct CalendarEntry: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// Not a working day: a public holiday, a swapped weekday, an office closing.
        case off
        /// A working day that falls on a weekend (ngày làm bù, hoán đổi).
        case work
    }
    public enum Scope: String, Sendable, Hashable, CaseIterable, Codable {
        case national
        /// Holds for one office only and goes before the national entry of the same day.
        case office
    }

    public var day: Day
    public var kind: Kind
    public var title: String
    /// Not officially announced yet; whatever rests on it says so.
    public var provisional: Bool
    public var source: String
    public var scope: Scope

    public init(
        day: Day, kind: Kind, title: String, provisional: Bool = false, source: String = "", scope: Scope = .national
    ) {
        self.day = day
        self.kind = kind
        self.title = title
        self.provisional = provisional
        self.source = source
        self.scope = scope
    }
}

/// Which days an office works: Monday to Friday, except for the entries of one calendar version.
///
/// A year without a national entry is unknown: Monday to Friday and the holidays with a fixed date hold, and every
/// statement about it is provisional (Tết, Giỗ Tổ and swapped days are announced year by year, BLLĐ Đ.112.3).
public struct WorkCalendar: Sendable, Hashable {
    /// The version that a write reads together with its facts; 0 for a calendar made in memory.
    public let version: Int
    /// Years with at least one national entry.
    public let knownYears: Set<Int>
    private let national: [Day: CalendarEntry]
    private let office: [Day: CalendarEntry]

    /// Where a day and scope occur twice, the later entry holds.
    public init(version: Int = 0, entries: [CalendarEntry]) {
        self.version = version
        var national: [Day: CalendarEntry] = [:]
        var office: [Day: CalendarEntry] = [:]
        for entry in entries {
            switch entry.scope {
            case .national: national[entry.day] = entry
            case .office: office[entry.day] = entry
            }
        }
        self.national = national
        self.office = office
        knownYears = Set(national.keys.map(\.year))
    }

    /// Whether the office works on this day.
    public func isWorkingDay(_ day: Day) -> Bool { status(of: day).isWorking }

    /// What a day is and why.
    public func status(of day: Day) -> DayStatus {
        let known = knownYears.contains(day.year)
        if let entry = office[day] ?? national[day] {
            let reason: DayStatus.Reason =
                switch (entry.kind, entry.scope) {
                case (.off, .national): .holiday(entry.title)
                case (.off, .office): .closing(entry.title)
                case (.work, _): day.weekday.isWeekend ? .makeUp(entry.title) : .weekday
                }
            // An entry speaks for its day, also an office's own in a year of which nothing else is known.
            return DayStatus(isWorking: entry.kind == .work, reason: reason, provisional: entry.provisional)
        }
        if day.weekday.isWeekend { return DayStatus(isWorking: false, reason: .weekend, provisional: !known) }
        if !known, let title = FixedHolidays.title(of: day) {
            return DayStatus(isWorking: false, reason: .holiday(title), provisional: true)
        }
        return DayStatus(isWorking: true, reason: .weekday, provisional: !known)
    }

    /// The day itself when it works, else the next one that does.
    public func workingDay(onOrAfter day: Day) -> Day { nearest(day, step: 1) }

    /// The day itself when it works, else the last one before it that does.
    public func workingDay(onOrBefore day: Day) -> Day { nearest(day, step: -1) }

    /// Working days in (start, end]: the event day is not counted, the last day is (BLDS Đ.147.3).
    public func workingDays(after start: Day, through end: Day) -> Int {
        var count = 0
        var day = start
        while day < end {
            day = day.next
            if isWorkingDay(day) { count += 1 }
        }
        return count
    }

    private func nearest(_ day: Day, step: Int) -> Day {
        var candidate = day
        // Bounded, so that a calendar closed by mistake for a whole year cannot hang the program.
        for _ in 0..<400 where !isWorkingDay(candidate) { candidate = candidate.adding(days: step) }
        return candidate
    }
}

/// What a calendar says of one day.
public struct DayStatus: Sendable, Hashable {
    public enum Reason: Sendable, Hashable {
        case weekday, weekend
        case holiday(String)
        case closing(String)
        case makeUp(String)
    }
    public let isWorking: Bool
    public let reason: Reason
    public let provisional: Bool
}

/// The holidays whose date does not depend on the moon or on a decision (BLLĐ Đ.112), with the compensation of those that
/// fall on a weekend (Đ.111.3).
enum FixedHolidays {
    static func title(of day: Day) -> String? { daysOff(in: day.year)[day] }

    static func daysOff(in year: Int) -> [Day: String] {
        var holidays = [
            (Day(year, 1, 1), "Tết Dương lịch"), (Day(year, 4, 30), "Ngày Chiến thắng"),
            (Day(year, 5, 1), "Ngày Quốc tế lao động"), (Day(year, 9, 2), "Quốc khánh"),
        ]
        if year >= 2026 { holidays.append((Day(year, 11, 24), "Ngày Văn hóa Việt Nam")) }
        var off = Dictionary(uniqueKeysWithValues: holidays)
        for (holiday, title) in holidays where holiday.weekday.isWeekend {
            var substitute = holiday.next
            while substitute.weekday.isWeekend || off[substitute] != nil { substitute = substitute.next }
            off[substitute] = "\(title) (nghỉ bù)"
        }
        return off
    }
}
