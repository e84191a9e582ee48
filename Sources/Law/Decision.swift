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

/// Where a clock of a case stands: running or standing still, or ended: in time, too late, as a warning that was heeded, by itself.
public enum ClockState: String, Sendable, Hashable, CaseIterable, Codable {
    case running, paused, met, breached, stopped, lapsed
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
    /// Days that each extension gave, in their order.
    public var extensions: [Int]
    public var pauses: [Pause]
    /// It ends at the latest so many calendar days after its start.
    public var capDays: Int?
    public var ends: ClockRule.Ending
    public var state: ClockState
    public var endedOn: Day?
    /// The entries that started and ended it; `nil` where nobody has to know.
    public var startedSeq: Int?
    public var endedSeq: Int?

    public init(
        id: Int64, rule: String, startedOn: Day, amount: Int, unit: TimeUnit, nominal: Day, due: Day, extensions: [Int] = [],
        pauses: [Pause] = [], capDays: Int? = nil, ends: ClockRule.Ending = .stop, state: ClockState = .running, endedOn: Day? = nil,
        startedSeq: Int? = nil, endedSeq: Int? = nil
    ) {
        self.id = id
        self.rule = rule
        self.startedOn = startedOn
        self.amount = amount
        self.unit = unit
        self.nominal = nominal
        self.due = due
        self.extensions = extensions
        self.pauses = pauses
        self.capDays = capDays
        self.ends = ends
        self.state = state
        self.endedOn = endedOn
        self.startedSeq = startedSeq
        self.endedSeq = endedSeq
    }

    /// The sum of its extensions.
    public var extensionDays: Int { extensions.reduce(0, +) }

    /// Running or standing still.
    public var isOpen: Bool { state == .running || state == .paused }

    /// Past its due day. A clock that stands still is so only when its day had passed before it was made to stand still: a breach is
    /// not healed by suspending afterwards.
    public func isOverdue(on day: Day) -> Bool {
        switch state {
        case .running: due < day
        case .paused: pauses.last { $0.to == nil }.map { due < $0.from } ?? false
        case .met, .breached, .stopped, .lapsed: false
        }
    }
}

extension WorkCalendar {
    /// The due date of a stored clock by this calendar, derived anew.
    public func deadline(of clock: RunningClock) -> Deadline {
        if clock.unit == .date { return deadline(on: clock.nominal) }
        return deadline(
            of: Period(
                start: clock.startedOn, amount: clock.amount, unit: clock.unit, extensionDays: clock.extensionDays, pauses: clock.pauses,
                capDays: clock.capDays))
    }
}

/// A clock that an event starts.
public struct StartedClock: Sendable, Hashable {
    public let rule: String
    public let title: String
    public let from: Day
    public let amount: Int
    public let unit: TimeUnit
    public let capDays: Int?
    /// Days that each extension gave before the case came into the program, in their order.
    public let extensions: [Int]
    /// Not empty where it stands still from its start on: the case came into the program suspended.
    public let pauses: [Pause]
    public let deadline: Deadline
    public let ends: ClockRule.Ending

    public var state: ClockState { pauses.isEmpty ? .running : .paused }
    public var nominal: Day { deadline.nominal }
    public var due: Day { deadline.due }
    public var provisional: Bool { deadline.provisional }
}

/// What becomes of a clock.
public enum ClockChange: Sendable, Hashable {
    case start(StartedClock)
    case stop(id: Int64, rule: String, on: Day, late: Bool)
    case lapse(id: Int64, rule: String, on: Day)
    /// It stands still from this day on.
    case pause(id: Int64, rule: String, pauses: [Pause])
    /// It runs on with the days that were left.
    case resume(id: Int64, rule: String, pauses: [Pause], deadline: Deadline)
    /// It has more days; `extensions` are those of all its extensions.
    case extend(id: Int64, rule: String, extensions: [Int], deadline: Deadline)
    /// Another amount, or another start: the day from which it counts was set right.
    case recount(id: Int64, rule: String, from: Day, amount: Int, deadline: Deadline)
    /// Started by a step that is undone: it ends without having been met or missed.
    case annul(id: Int64, rule: String, on: Day)
    /// As it stood before a step that is undone: running or standing still, with its former days.
    case restore(RunningClock, provisional: Bool)
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
        case notInForce = "not_in_force"
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
