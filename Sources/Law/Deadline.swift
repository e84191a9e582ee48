/// The unit of an amount of time; part of the rule, never derived (`law.md` §6.2).
public enum TimeUnit: String, Sendable, Hashable, CaseIterable, Codable {
    case workingDays = "working_days"
    case calendarDays = "calendar_days"
    case months, years, hours
    /// "Ngay": on the day itself.
    case immediate
    /// The due date is a date somebody declared.
    case date

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .workingDays: "ngày làm việc"
        case .calendarDays: "ngày"
        case .months: "tháng"
        case .years: "năm"
        case .hours: "giờ"
        case .immediate: "ngay"
        case .date: "theo ngày ấn định"
        }
    }
}

/// A suspension of a clock by decision: from the day of the decision to the day of the decision to continue.
public struct Pause: Sendable, Hashable, Codable {
    public var from: Day
    /// `nil` while the clock still stands.
    public var to: Day?

    public init(from: Day, to: Day? = nil) {
        self.from = from
        self.to = to
    }
}

/// Amount of time from a start, before it meets a calendar.
public struct Period: Sendable, Hashable {
    /// The event day, which is not counted (BLDS Đ.147.3).
    public var start: Day
    /// Negative: the last day that still leaves so much time before `start`.
    public var amount: Int
    public var unit: TimeUnit
    /// Added to the nominal day, then rolled. Working days when the unit is working days, else calendar days.
    public var extensionDays: Int
    public var pauses: [Pause]
    /// It ends at the latest so many calendar days after `start`, whatever the amount says.
    public var capDays: Int?

    public init(start: Day, amount: Int, unit: TimeUnit, extensionDays: Int = 0, pauses: [Pause] = [], capDays: Int? = nil) {
        self.start = start
        self.amount = amount
        self.unit = unit
        self.extensionDays = extensionDays
        self.pauses = pauses
        self.capDays = capDays
    }
}

/// A due date with its proof.
public struct Deadline: Sendable, Hashable {
    /// The day by the amount alone: the internal target.
    public let nominal: Day
    /// The legal day: the nominal one moved off a day that does not work (BLDS Đ.148.5).
    public let due: Day
    /// It rests on a calendar entry that is not official yet, or on a year that is not known.
    public let provisional: Bool
    /// A suspension is open: `nominal` and `due` are those of the clock as if it ran on.
    public let paused: Bool
    public let derivation: [DerivationLine]
}

/// One line that a clerk can read aloud.
public struct DerivationLine: Sendable, Hashable, CustomStringConvertible {
    public let day: Day?
    /// The day as it is read: `20/11`, with the year when it is not the year of the start.
    public let label: String
    public let note: String

    public var description: String { label.isEmpty ? note : "\(label) \(note)" }
}
