public import Law

/// A case as an officer of an office that has access sees it. JSON member names are the API's.
public struct CaseView: Codable, Sendable, Equatable {
    public var id: Int64
    public var procedure: String
    public var procedureTitle: String
    /// Effective date and revision of the law version the case runs under, for example `2026-07-01.1`.
    public var version: String
    public var organisation: Int64
    public var organisationName: String
    public var subject: String
    public var petition: Int64?
    public var referral: Int64?
    public var visit: Int64?
    public var session: Int64?
    public var task: Int64?
    public var state: String
    public var stateTitle: String
    public var final: Bool
    /// The journal's last sequence; a step must name the one it saw.
    public var sequence: Int
    public var openedOn: Day
    public var nextDue: Day?
    /// `nextDue` rests on a holiday that is not decided yet.
    public var dueProvisional: Bool
    /// What the reader's office is to this case.
    public var relations: [String]
    public var clocks: [ClockView]
    public var journal: [EntryView]
    public var allowed: [AllowedEventView]
    /// In whose hands it is; for the office's own petitions and tasks.
    public var work: WorkView?
    public var documents: [DocumentView]
    public var directions: [DirectionView]
    public var attachments: [AttachmentView]
    /// The way of the petition from office to office, for cases of petitions and referrals.
    public var chain: [ReferralChainLink]
    /// What was decided and what came of it, in the order of the copy sheet; empty until something is settled.
    public var settlement: [FactView] = []
}

/// One line of the list of cases: petitions, referrals, visits, sessions and tasks alike.
public struct CaseLine: Codable, Sendable, Equatable {
    public var id: Int64
    public var procedure: String
    public var procedureTitle: String
    public var organisation: Int64
    public var organisationName: String
    /// petition | referral | visit | session | task
    public var subject: String
    public var petition: Int64?
    public var referral: Int64?
    public var visit: Int64?
    public var session: Int64?
    public var task: Int64?
    public var state: String
    public var stateTitle: String
    public var final: Bool
    public var sequence: Int
    public var openedOn: Day
    public var nextDue: Day?
    /// `nextDue` rests on a holiday that is not decided yet.
    public var dueProvisional: Bool
    /// in_time | due_soon | overdue | done | none (open, without a due date)
    public var timing: String
    public var daysLate: Int
    /// What the reader's office is to this case.
    public var relations: [String]
}

/// What the list of cases may be asked.
public struct CaseFilter: Sendable, Equatable {
    public var procedure: String?
    public var subject: String?
    public var state: String?
    /// true: only open cases; false: only finished ones; nil: both.
    public var open: Bool?
    public var overdue: Bool?
    /// The office whose cases they are; nil for every office.
    public var organisation: Int64?
    public var cursor: String?
    /// 1…200
    public var limit: Int

    public init(
        procedure: String? = nil, subject: String? = nil, state: String? = nil, open: Bool? = nil, overdue: Bool? = nil,
        organisation: Int64? = nil, cursor: String? = nil, limit: Int = 50
    ) {
        self.procedure = procedure
        self.subject = subject
        self.state = state
        self.open = open
        self.overdue = overdue
        self.organisation = organisation
        self.cursor = cursor
        self.limit = limit
    }
}

/// One deadline with its proof.
public struct ClockView: Codable, Sendable, Equatable {
    public var id: Int64
    /// Rule id of the deadline catalogue, for example `TCD-4`.
    public var rule: String
    public var title: String
    public var state: String
    /// What its end means: `stop` a duty, `lapse` a time that runs out for somebody else, `alarm` the office's own warning.
    public var ends: String
    public var startOn: Day
    public var amount: Int?
    public var unit: String
    /// Where the plain count ends, and the legal day after rolling over days off.
    public var nominal: Day
    public var due: Day
    public var endedOn: Day?
    /// Days past due as of today or of its end; 0 when in time.
    public var daysLate: Int
    public var provisional: Bool
    public var basis: String
    public var certainty: String
    /// Lines a clerk can read aloud.
    public var derivation: [String]
    /// Each time the due date was counted anew, oldest first: a calendar that changed, an extension, a case found complex.
    public var history: [Recount]

    public struct Recount: Codable, Sendable, Equatable {
        public var on: Day
        public var before: Day
        public var after: Day
        /// The step by which it happened.
        public var event: String
        public var eventTitle: String
    }
}

public struct EntryView: Codable, Sendable, Equatable {
    public var sequence: Int
    public var event: String
    public var eventTitle: String
    public var actor: String
    public var officerName: String?
    public var organisationName: String?
    public var occurredOn: Day
    /// ISO 8601 with offset +07:00.
    public var recordedAt: String
    public var from: String
    public var to: String
    public var toTitle: String
    /// The body in whose name the officer wrote this down from its paper; nil for what an office did itself.
    public var onBehalfOf: String? = nil
    /// What the officer declared, with titles; choices in words.
    public var facts: [FactView]
    /// Hexadecimal SHA-256 of this link of the chain.
    public var hash: String
}

public struct FactView: Codable, Sendable, Equatable {
    /// Before the name of a fact: what stood there before it was corrected.
    static let before = "before."

    public var name: String
    public var title: String
    public var value: String
}

/// A step the actor may take now, with the form it needs.
public struct AllowedEventView: Codable, Sendable, Equatable {
    public struct Field: Codable, Sendable, Equatable {
        public var name: String
        public var title: String
        /// text | longtext | date | date_ahead | any_date | integer | bool | organisation | officer | choice
        public var type: String
        public var required: Bool
        public var choices: [Choice]
    }
    public struct Choice: Codable, Sendable, Equatable {
        public var value: String
        public var title: String
    }
    public var event: String
    public var title: String
    public var basis: String
    public var fields: [Field]
    /// Vietnamese sentences of the conditions that fail now; empty when the step may be taken.
    public var blockedBy: [String]
}

public struct DocumentView: Codable, Sendable, Equatable {
    public var id: Int64
    public var kind: String
    public var title: String
    public var number: String?
    public var issuedOn: Day?
    public var sequence: Int
}

public struct AttachmentView: Codable, Sendable, Equatable {
    public var id: Int64
    public var name: String
    public var mediaType: String
    public var bytes: Int64
    public var sha256: String
    public var kind: String
    public var uploadedAt: String
}

/// What a step did.
public struct StepView: Codable, Sendable, Equatable {
    public var caseID: Int64
    public var sequence: Int
    public var event: String
    public var state: String
    public var stateTitle: String
    /// Ids of things the step brought into being: `referral`, `referralCase`, `case`, `petition`; of the
    /// `superior` that was asked; of the `answeredReferral` that ended.
    public var created: [String: Int64]
    /// Breaches recorded with this step, in words.
    public var breaches: [String]
    /// What who gave the work away should know: whoever got it is on leave. Never a breach.
    public var warnings: [String]?

    enum CodingKeys: String, CodingKey { case caseID = "case", sequence, event, state, stateTitle, created, breaches, warnings }
}
