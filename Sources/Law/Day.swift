/// A civil date of the proleptic Gregorian calendar, without time and zone.
///
/// Pure integer arithmetic (days since 1970-01-01), so that a deadline is the same on every machine.
public struct Day: Sendable, Hashable, Comparable {
    public let daysSince1970: Int

    public init(daysSince1970: Int) { self.daysSince1970 = daysSince1970 }

    /// A date written in the program; traps when no such date exists.
    public init(_ year: Int, _ month: Int, _ day: Int) {
        guard let date = Day(year: year, month: month, day: day) else {
            preconditionFailure("no such date: \(year)-\(month)-\(day)")
        }
        self = date
    }

    /// `nil` when no such date exists in the years 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Day.length(ofMonth: month, year: year)
        else { return nil }
        daysSince1970 = Day.count(year, month, day)
    }

    /// Reads `2026-11-21`, exactly ten ASCII characters.
    public init?(iso text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return nil }
        self.init(year: year, month: month, day: day)
    }

    // Days from civil date, counted in eras of 400 years that begin on 1 March.
    private static func count(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Year, month and day of the month.
    public var components: (year: Int, month: Int, day: Int) {
        let z = daysSince1970 + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// Year of the date.
    public var year: Int { components.year }
    /// Month, 1 to 12.
    public var month: Int { components.month }
    /// Day of the month, 1 to 31.
    public var day: Int { components.day }

    /// Whether the year has a 29 February.
    public static func isLeap(_ year: Int) -> Bool {
        (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    }

    /// Number of days of a month (1 to 12).
    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    public static func < (a: Day, b: Day) -> Bool { a.daysSince1970 < b.daysSince1970 }
}

// MARK: Arithmetic

extension Day {
    /// The day so many days later; earlier when negative.
    public func adding(days: Int) -> Day { Day(daysSince1970: daysSince1970 + days) }

    /// The corresponding day of the month; when it is missing, the last day of that month (BLDS Đ.148.3).
    public func adding(months: Int) -> Day {
        let (year, month, day) = components
        let index = year * 12 + (month - 1) + months
        let newYear = index >= 0 ? index / 12 : (index - 11) / 12
        let newMonth = index - newYear * 12 + 1
        let newDay = min(day, Day.length(ofMonth: newMonth, year: newYear))
        return Day(daysSince1970: Day.count(newYear, newMonth, newDay))
    }

    /// The corresponding day of the year; 29/02 becomes 28/02 where there is none (BLDS Đ.148.4).
    public func adding(years: Int) -> Day { adding(months: years * 12) }

    /// Days from `other` to this day; negative when this day is earlier.
    public func days(since other: Day) -> Int { daysSince1970 - other.daysSince1970 }

    /// The following day.
    public var next: Day { adding(days: 1) }
    /// The day before.
    public var previous: Day { adding(days: -1) }
    /// The day of the week.
    public var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let index = (daysSince1970 % 7 + 7 + 3) % 7
        return Weekday(rawValue: index + 1) ?? .monday
    }
}

/// Days of the week, numbered as in ISO 8601 (Monday is 1).
public enum Weekday: Int, Sendable, Hashable, CaseIterable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday

    /// Saturday or Sunday.
    public var isWeekend: Bool { self == .saturday || self == .sunday }

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .monday: "thứ hai"
        case .tuesday: "thứ ba"
        case .wednesday: "thứ tư"
        case .thursday: "thứ năm"
        case .friday: "thứ sáu"
        case .saturday: "thứ bảy"
        case .sunday: "chủ nhật"
        }
    }
}

// MARK: Text

extension Day: CustomStringConvertible, Codable {
    /// `2026-11-21`
    public var iso: String {
        let (year, month, day) = components
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// `21/11/2026`
    public var vietnamese: String { "\(vietnameseShort)/\(year)" }

    /// `21/11`
    public var vietnameseShort: String {
        let (_, month, day) = components
        return "\(padded(day, 2))/\(padded(month, 2))"
    }

    public var description: String { iso }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = Day(iso: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a date (yyyy-mm-dd)")
        }
        self = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso)
    }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}
