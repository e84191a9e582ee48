/// The level of an office; raw values are the database's text.
public enum OfficeLevel: String, Sendable, Hashable, CaseIterable, Codable {
    case central, province, commune
}

/// Which sessions of an office a duty looks at.
public enum DutyMeasure: String, Sendable, Hashable, CaseIterable, Codable {
    /// Days with a regular session, whoever receives.
    case regular
    /// Days on which the head of the office held a scheduled session himself (NĐ 154/2026 Đ.25).
    case head
    /// Days with a scheduled session, whoever of the office hosted.
    case office
    /// Cannot be told from the office's own sessions.
    case nothing
}

/// In what stretch of time the days of a duty are asked.
public enum DutyPeriod: String, Sendable, Hashable, CaseIterable, Codable {
    case month, week
    case workingDay = "working_day"

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .month: "tháng"
        case .week: "tuần"
        case .workingDay: "ngày làm việc"
        }
    }
}

/// How often a duty asks for reception.
public enum DutyMinimum: Sendable, Hashable {
    /// At least so many days in each period. A setting that stands at 0 means: the law gives no number, and the office none either.
    case days(Amount, per: DutyPeriod)
    /// No number in the law: by assignment, by the published schedule, beside another body.
    case unnumbered
}

/// A kind of office at a level.
public struct DutyOffice: Sendable, Hashable {
    public let kind: OfficeKind
    public let level: OfficeLevel

    public init(kind: OfficeKind, level: OfficeLevel) {
        self.kind = kind
        self.level = level
    }
}

/// Somebody who must receive citizens: how often, where, on what article (Luật Tiếp công dân Đ.11–22; NĐ 154/2026 Đ.10, 28, 29).
public struct ReceptionDuty: Sendable, Hashable {
    public let id: String
    /// Who receives, in Vietnamese.
    public let receiver: String
    public let measure: DutyMeasure
    public let minimum: DutyMinimum
    /// Owes reception ad hoc as well, when its grounds are there (Luật Tiếp công dân Đ.18.3).
    public let adHoc: Bool
    public let place: String?
    /// What the number does not say.
    public let note: String?
    public let offices: [DutyOffice]
    /// By which an office says that the duty is kept there (not 0) or elsewhere (0); `nil` when the kind of office decides it.
    public let here: DaySetting?
    /// The days on which the row holds within its edition.
    public let window: Window
    public let ground: Ground
    public let certainty: Certainty
    public let line: Int

    /// What an installation or an office may set for this duty.
    public var settings: [DaySetting] {
        var settings = here.map { [$0] } ?? []
        if case .days(.setting(let key, let standard), let per) = minimum {
            settings.append(
                DaySetting(key: key, title: "Số ngày tiếp công dân tối thiểu mỗi \(per.title): \(receiver)", standard: standard))
        }
        return settings
    }
}

/// The duties as they hold from a day on.
public struct DutyEdition: Sendable, Hashable {
    public let file: String
    public let title: String
    /// The first day of a month.
    public let from: Day
    /// The last day of a month, when the file names one.
    public let until: Day?
    public let duties: [ReceptionDuty]
}

/// All editions of the duties: loaded and proven, or not made at all.
///
/// A month is counted by what holds on its first day: an edition begins on the first of a month, and a row that begins in the middle of
/// one is first asked in the next, because a number per month cannot be owed for a part of it.
public struct ReceptionDuties: Sendable, Hashable {
    /// By effective date.
    public let editions: [DutyEdition]

    /// No duties at all, for programs that ask for none.
    public static let empty = ReceptionDuties(editions: [])

    /// The edition by which a month is counted; `nil` when none holds.
    public func edition(of month: Month) -> DutyEdition? {
        editions.last { $0.from <= month.first && ($0.until.map { month.first <= $0 } ?? true) }
    }

    /// The duties of an office in a month, in the order of the file.
    ///
    /// - Parameter settings: the office's own, else the installation's.
    public func duties(of office: DutyOffice, in month: Month, settings: [String: Int] = [:]) -> [ReceptionDuty] {
        (edition(of: month)?.duties ?? []).filter { duty in
            duty.offices.contains(office) && duty.window.contains(month.first) && (duty.here.map { $0.value(in: settings) != 0 } ?? true)
        }
    }

    /// Everything that may be set, by key, each key once.
    public var settings: [DaySetting] {
        var found: [DaySetting] = []
        for setting in editions.reversed().flatMap(\.duties).flatMap(\.settings) where !found.contains(where: { $0.key == setting.key }) {
            found.append(setting)
        }
        return found.sorted { $0.key < $1.key }
    }
}
