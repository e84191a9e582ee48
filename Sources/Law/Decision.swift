/// What an actor asks for: one event, on one day, with the facts he declares.
public struct EventRequest: Sendable, Hashable {
    public var event: String
    /// The day it happened.
    public var occurredOn: Day
    /// The day it is written down; nothing happened later than this.
    public var today: Day
    public var facts: [String: FactValue]
    public var roles: Set<Role>
    /// What the actor's office is to the case; empty for the pseudo roles.
    public var relations: Set<Relation>

    public init(
        event: String, occurredOn: Day, today: Day, facts: [String: FactValue] = [:], roles: Set<Role>, relations: Set<Relation>
    ) {
        self.event = event
        self.occurredOn = occurredOn
        self.today = today
        self.facts = facts
        self.roles = roles
        self.relations = relations
    }
}

/// Where a clock of a case stands.
public enum ClockState: String, Sendable, Hashable, CaseIterable, Codable {
    case running, paused, stopped, lapsed
}

/// A clock of a case as it was stored.
public struct RunningClock: Sendable, Hashable {
    public var id: Int64
    public var rule: String
    public var startedOn: Day
    public var amount: Int
    public var unit: TimeUnit
    public var nominal: Day
    public var due: Day
    public var extensionDays: Int
    public var pauses: [Pause]
    public var state: ClockState

    public init(
        id: Int64, rule: String, startedOn: Day, amount: Int, unit: TimeUnit, nominal: Day, due: Day, extensionDays: Int = 0,
        pauses: [Pause] = [], state: ClockState = .running
    ) {
        self.id = id
        self.rule = rule
        self.startedOn = startedOn
        self.amount = amount
        self.unit = unit
        self.nominal = nominal
        self.due = due
        self.extensionDays = extensionDays
        self.pauses = pauses
        self.state = state
    }

    /// Neither stopped nor lapsed.
    public var isOpen: Bool { state == .running || state == .paused }

    /// Past its due day; a clock that stands still is not.
    public func isOverdue(on day: Day) -> Bool { state == .running && due < day }
}

extension WorkCalendar {
    /// The due date of a stored clock by this calendar, derived anew.
    public func deadline(of clock: RunningClock) -> Deadline {
        if clock.unit == .date { return deadline(on: clock.nominal) }
        return deadline(
            of: Period(
                start: clock.startedOn, amount: clock.amount, unit: clock.unit, extensionDays: clock.extensionDays, pauses: clock.pauses))
    }
}

/// A clock that an event starts.
public struct StartedClock: Sendable, Hashable {
    public let rule: String
    public let title: String
    public let from: Day
    public let amount: Int
    public let unit: TimeUnit
    public let deadline: Deadline
    public let ends: ClockRule.Ending

    public var nominal: Day { deadline.nominal }
    public var due: Day { deadline.due }
    public var provisional: Bool { deadline.provisional }
}

/// What becomes of a clock.
public enum ClockChange: Sendable, Hashable {
    case start(StartedClock)
    case stop(id: Int64, rule: String, on: Day, late: Bool)
    case lapse(id: Int64, rule: String, on: Day)
    /// Same start, another amount.
    case recount(id: Int64, rule: String, amount: Int, deadline: Deadline)
}

/// A guard that was not met and that only marks the entry.
public struct FlaggedBreach: Sendable, Hashable {
    public let flag: Guard
    public let title: String
    public let reason: String
}

/// What is to be done: the outcome of a decision.
public struct Step: Sendable {
    public let transition: Transition
    public let from: String
    public let to: String
    /// As which the actor acts.
    public let role: Role
    public let relation: Relation
    public let clockChanges: [ClockChange]
    public let documents: [String]
    public let tells: [String]
    public let breaches: [FlaggedBreach]
}

/// Why an event is not possible, for a citizen's office to read.
public struct Refusal: Error, Sendable, Hashable {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        case unknownEvent = "unknown_event"
        case notAllowedInState = "not_allowed_in_state"
        case wrongOffice = "wrong_office"
        case notPermitted = "not_permitted"
        case dateInFuture = "date_in_future"
        case dateBeforePrevious = "date_before_previous"
        case factUnknown = "fact_unknown"
        case factMissing = "fact_missing"
        case factInvalid = "fact_invalid"
        case guardFailed = "guard_failed"
        case flagReasonMissing = "flag_reason_missing"
    }
    public let reason: Code
    /// The declared fact or field it is about (`occurred_on`, `flag_reason`, a name of `takes`).
    public let field: String?
    /// Vietnamese sentence.
    public let message: String
    /// Article of law of the row, where the law refused.
    public let basis: String?

    /// Stable code of the interface.
    public var code: String { reason.rawValue }

    public init(_ reason: Code, field: String? = nil, message: String, basis: String? = nil) {
        self.reason = reason
        self.field = field
        self.message = message
        self.basis = basis
    }
}
