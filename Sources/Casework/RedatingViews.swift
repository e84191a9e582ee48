public import Law

/// What a changed calendar does to the clocks of open cases. JSON member names are the tool's.
public struct RedatingReport: Codable, Sendable, Equatable {
    /// One clock.
    public struct Line: Codable, Sendable, Equatable {
        public var caseID: Int64
        /// Code of the office whose case it is.
        public var office: String
        public var officeName: String
        /// Number and year in the office's book of petitions or visits; of a referral that of its sender's entry. Sessions have none.
        public var number: String?
        public var clock: Int64
        /// Rule id of the deadline catalogue, for example `TCD-4`.
        public var rule: String
        public var title: String
        /// The due date as it is stored, and by the changed calendar.
        public var before: Day
        public var after: Day
        /// The new date rests on a holiday that is not decided yet.
        public var provisional: Bool
        /// Why the date stays: `overdue`, `case_final`, `no_step` (the law of the case has no such step from where it stands),
        /// `dated_ahead` (its last entry lies in the future); nil when it moves.
        public var stays: String?

        enum CodingKeys: String, CodingKey {
            case caseID = "case", office, officeName, number, clock, rule, title, before, after, provisional, stays
        }
    }

    /// A published session on a day that does not work: to be postponed with notice (Luật Tiếp công dân Đ.24.4).
    public struct Session: Codable, Sendable, Equatable {
        public var session: Int64
        public var caseID: Int64
        public var office: String
        public var officeName: String
        public var day: Day
        /// Why the day does not work.
        public var reason: String

        enum CodingKeys: String, CodingKey { case session, caseID = "case", office, officeName, day, reason }
    }

    /// The calendar's version in force.
    public var calendar: Int
    /// Open clocks that were looked at.
    public var checked = 0
    /// Whose due date moves.
    public var moved: [Line] = []
    /// Whose due date stays and is provisional no more, or now.
    public var marked: [Line] = []
    /// Whose due date would be another one and stays as it was counted.
    public var unmoved: [Line] = []
    public var sessions: [Session] = []

    public init(calendar: Int) { self.calendar = calendar }

    /// How many cases have a clock that moves.
    public var movedCases: Int { Set(moved.map(\.caseID)).count }

    mutating func add(_ plan: RedatingPlan) {
        checked += plan.checked
        moved += plan.moved
        marked += plan.marked
        unmoved += plan.unmoved
    }
}

/// An office's day closed or opened again, with what it does to the office's deadlines.
public struct ClosingChange: Codable, Sendable, Equatable {
    public var closing: AdministrationDesk.Closing
    public var redating: RedatingReport
}
