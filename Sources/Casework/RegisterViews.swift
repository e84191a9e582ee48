public import Law

/// The weekly register of an office: facts only, ready for a template. Everything is as of the last day of the period.
public struct WeeklyRegister: Codable, Sendable, Equatable {
    public struct Figures: Codable, Sendable, Equatable {
        public var visits: Int
        public var people: Int
        public var matters: Int
        public var groups: Int
        public var received: Int
        public var processed: Int
        public var open: Int
        public var overdue: Int

        public init(visits: Int, people: Int, matters: Int, groups: Int, received: Int, processed: Int, open: Int, overdue: Int) {
            self.visits = visits
            self.people = people
            self.matters = matters
            self.groups = groups
            self.received = received
            self.processed = processed
            self.open = open
            self.overdue = overdue
        }
    }

    public struct Line: Codable, Sendable, Equatable {
        public var caseID: Int64
        public var code: String
        public var receivedOn: Day
        /// Name and address; for a group the head count; for a denunciation the pseudonym only.
        public var who: String
        public var summary: String
        public var kind: String
        public var field: String
        public var source: String
        public var directions: String
        public var handling: String
        public var letter: String
        public var settler: String
        public var due: Day?
        /// trong hạn | sắp đến hạn | quá hạn n ngày; đã xong only for what has ended
        public var timing: String
        public var overdueDays: Int
        public var reminders: Int
        public var reply: String
        public var note: String
        /// Entered after the period's register had been issued: "bổ sung kỳ trước".
        public var lateEntry: Bool

        enum CodingKeys: String, CodingKey {
            case caseID = "case", code, receivedOn, who, summary, kind, field, source, directions, handling, letter, settler, due, timing
            case overdueDays, reminders, reply, note, lateEntry
        }
    }

    /// Version of the register's form, frozen with the facts at issue; goes up whenever the form prints equal facts differently.
    public static let formVersion = 1

    public var organisation: Int64
    public var organisationName: String
    public var parentName: String
    public var symbol: String
    public var headerStyle: String
    public var place: String
    public var leaderName: String
    public var from: Day
    public var to: Day
    /// Set once issued.
    public var number: Int?
    public var issuedOn: Day?
    public var week: Figures
    public var weekBefore: Figures
    public var sameWeekLastYear: Figures
    public var received: [Line]
    /// First answered or closed in the period.
    public var closed: [Line]
    /// Not ended at its end, answered or not.
    public var open: [Line]
    /// SHA-256 of the stored content, on what comes from the store; never part of that content itself.
    public var seal: String?
    /// Letters that count as received and have no entry of their own, in the order of their arrival; nil when there are none.
    public var arrivals: [Arrival]?

    /// A copy tied to its petition, or a letter filed away unregistered; nobody's name.
    public struct Arrival: Codable, Sendable, Equatable {
        public var envelope: Int64
        /// Số đến, as `15/2026`.
        public var number: String
        public var arrivedOn: Day
        /// The petition of which it is a copy, as `3/2026`.
        public var copyOf: String?
        /// Vietnamese, for the register.
        public var handling: String
        /// It arrived in a period whose register had been issued: "bổ sung kỳ trước".
        public var lateEntry: Bool
    }
}

/// An issued register: numbered, stored, and reprinted byte for byte.
public struct IssuedRegister: Codable, Sendable, Equatable {
    public var id: Int64
    public var number: Int
    public var year: Int
    public var from: Day
    public var to: Day
    public var leaderName: String
    public var issuedAt: String
    /// SHA-256 of the stored content.
    public var contentSHA256: String
}
