/// What a case of a procedure is about.
public enum Subject: String, Sendable, Hashable, CaseIterable, Codable {
    case session, visit, petition, referral, task
}

/// How sure the project is of an amount or a basis (`law.md` §0).
public enum Certainty: String, Sendable, Hashable, CaseIterable, Codable {
    case found
    case foundOld = "found-old"
    case secondary, inferred
    case memory = "mem"
    case unknown
}

/// Marks of a state that registers and worklists read.
public enum StateTag: String, Sendable, Hashable, CaseIterable, Codable {
    /// The office has done its part.
    case processed
    case answered, closed
    case waitingOther = "waiting_other"

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .processed: "Đã xử lý xong phần của mình"
        case .answered: "Đã trả lời"
        case .closed: "Đã kết thúc"
        case .waitingOther: "Đang chờ cơ quan khác"
        }
    }
}

/// Why a row exists: an article, or a reason of the house.
public enum Ground: Sendable, Hashable {
    /// Article of law.
    case basis(String)
    /// An internal step without an article, with its reason.
    case `internal`(String)

    /// The article; `nil` for an internal step.
    public var article: String? { if case .basis(let text) = self { text } else { nil } }
    /// Article or reason, as printed.
    public var text: String {
        switch self {
        case .basis(let text): text
        case .internal(let reason): "Nội bộ: \(reason)"
        }
    }
}

/// One state of a procedure.
public struct StateDefinition: Sendable, Hashable {
    public let name: String
    public let title: String
    /// The words a citizen sees when he looks up his case.
    public let citizen: String
    public let isFinal: Bool
    public let isActive: Bool
    public let tags: Set<StateTag>
    public let line: Int
}

/// Who may record an event: any of the roles, in an office of any of the relations.
public struct Permission: Sendable, Hashable {
    public let roles: [Role]
    public let relations: [Relation]
}

/// One fact that an officer declares with an event.
public struct FactSpec: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// At most 200 characters.
        case text
        /// At most 20,000 characters.
        case longtext
        /// A day that has come: not after today.
        case date
        /// A day to come, or the event's own: not before it.
        case dateAhead
        /// Any day: what follows from other days, which may have passed before somebody wrote it down.
        case anyDate
        case integer, bool, organisation, officer
        /// One of these words; their Vietnamese titles stand in `ProcedureVersion.choices`.
        case choice([String])

        /// The word of the file.
        public var word: String {
            switch self {
            case .text: "text"
            case .longtext: "longtext"
            case .date: "date"
            case .dateAhead: "date_ahead"
            case .anyDate: "any_date"
            case .integer: "integer"
            case .bool: "bool"
            case .organisation: "organisation"
            case .officer: "officer"
            case .choice(let words): "choice(\(words.joined(separator: "|")))"
            }
        }
    }
    public let name: String
    public let kind: Kind
    public let required: Bool
}

/// A clock to start, and the guards under which it starts.
public struct ClockStart: Sendable, Hashable {
    public let rule: String
    public let when: [Guard]
    /// The dated fact it counts from here, before the one the rule names: what happened before the case came into the program.
    public let from: String?
    /// The dated fact from which it stands still already, where the case comes into the program suspended.
    public let pausedFrom: String?
    /// The fact that gives the days by which it was extended before the case came into the program.
    public let extendedBy: String?
}

/// What an event does to the clocks of its case.
public struct ClockEffects: Sendable, Hashable {
    public var start: [ClockStart] = []
    public var stop: [String] = []
    /// Ends without having been met or missed.
    public var lapse: [String] = []
    /// Stands still from the day of the event on (a decision to suspend).
    public var pause: [String] = []
    /// Runs on with the days that were left (a decision to continue).
    public var resume: [String] = []
    /// Gets more days (a decision to extend).
    public var extend: [String] = []
    /// Same start, amount chosen anew (a case found complex).
    public var recount: [String] = []
}

/// One row of a procedure: an event from some states.
public struct Transition: Sendable, Hashable {
    public enum Target: Sendable, Hashable {
        case state(String)
        case same
        /// Back to the state from which the case came into the present one.
        case prior
        /// Back to the state in which the case stood before its last step, whatever that step changed.
        case undone
        /// The one of these states that the event declares as its fact `state`.
        case declared([String])
    }
    public let event: String
    public let title: String
    public let from: [String]
    public let to: Target
    public let permissions: [Permission]
    /// Empty: every kind of office.
    public let offices: [OfficeKind]
    public let takes: [FactSpec]
    public let blocks: [Guard]
    public let flags: [Guard]
    /// Kinds of document; titles in `ProcedureVersion.documents`.
    public let issues: [String]
    public let clocks: ClockEffects
    public let tells: [String]
    /// The days on which the event may happen: how decrees carry running cases over.
    public let window: Window
    public let ground: Ground
    public let certainty: Certainty?
    public let line: Int

    /// The declared fact by which a row with several targets says which one it means.
    public static let stateFact = "state"
    /// The declared fact that says from which state a case came that the program sees in its present state first: where `to: prior` leads.
    public static let priorStateFact = "prior_state"

    /// The state after the event, seen from `state` with the facts of the case and of the event; where it goes back, only they know.
    public func target(from state: String, facts: CaseFacts) -> String {
        switch to {
        case .state(let name): return name
        case .same: return state
        case .prior: return facts.priorState ?? state
        case .undone: return facts.lastStep?.from ?? state
        case .declared:
            if case .text(let name)? = facts.declared[Self.stateFact] { return name }
            return state
        }
    }

    /// Whether the row leads where the event says: always, unless it has several targets and the declared one is none of them.
    func leads(where declared: [String: FactValue]) -> Bool {
        guard case .declared(let states) = to else { return true }
        guard case .text(let name)? = declared[Self.stateFact] else { return false }
        return states.contains(name)
    }
}

/// Days from `since` to `until`, both included; open where `nil`.
public struct Window: Sendable, Hashable {
    public let since: Day?
    public let until: Day?

    public init(since: Day? = nil, until: Day? = nil) {
        self.since = since
        self.until = until
    }

    /// Whether the day lies in it.
    public func contains(_ day: Day) -> Bool { (since.map { $0 <= day } ?? true) && (until.map { day <= $0 } ?? true) }

    /// Whether some day lies in both.
    func meets(_ other: Window) -> Bool {
        let begins = [since, other.since].compactMap { $0 }.max()
        let ends = [until, other.until].compactMap { $0 }.min()
        guard let begins, let ends else { return true }
        return begins <= ends
    }
}

/// The amount of a clock: a number of the law, or one the office sets.
public enum Amount: Sendable, Hashable {
    case fixed(Int)
    case setting(String, default: Int)

    /// The number that holds under these settings; a setting outside 0…3660 is not believed.
    public func value(in settings: [String: Int]) -> Int {
        switch self {
        case .fixed(let number): number
        case .setting(let name, let standard):
            if let chosen = settings[name], (0...3660).contains(chosen) { chosen } else { standard }
        }
    }
}

/// How a clock of a procedure counts.
public struct ClockRule: Sendable, Hashable {
    public enum Ending: String, Sendable, Hashable, CaseIterable {
        /// Somebody has to act; later is a breach.
        case stop
        /// It runs out by itself: a citizen's right, a posting, a retention.
        case lapse
        /// A warning of the house, no duty of the law: nobody is late by it.
        case alarm
    }
    /// An amount that holds when all its guards do.
    public struct Variant: Sendable, Hashable {
        public let when: [Guard]
        public let amount: Amount
    }
    /// How far a clock may be extended.
    public struct Extension: Sendable, Hashable {
        /// The most days of one extension, and what one gets when nothing is declared.
        public let days: Int
        public let times: Int
        /// How often when the case is specially complex (two criteria or more); as `times` when not named.
        public let speciallyComplex: Int
    }
    public let id: String
    public let title: String
    /// `nil` when the due date is a declared date (`until`).
    public let amount: Amount?
    public let complex: Amount?
    public let remote: Amount?
    public let remoteComplex: Amount?
    public let variants: [Variant]
    public let `extension`: Extension?
    /// It ends at the latest so many calendar days after its start.
    public let capDays: Int?
    public let unit: TimeUnit
    /// The dated fact it starts from; else the event's day.
    public let from: String?
    /// The dated fact that is the due date.
    public let until: String?
    public let pausable: Bool
    public let ends: Ending
    public let ground: Ground
    public let certainty: Certainty?
    public let line: Int

    /// The amount for this case: that of the first variant whose guards hold, else ordinary, complex, remote or both.
    public func amount(for facts: CaseFacts, settings: [String: Int]) -> Int {
        if let variant = variants.first(where: { $0.when.allSatisfy { $0.holds(facts) } }) { return variant.amount.value(in: settings) }
        let chosen: Amount? =
            switch (facts.remote, facts.complex) {
            case (true, true): remoteComplex ?? complex ?? remote ?? amount
            case (true, false): remote ?? amount
            case (false, true): complex ?? amount
            case (false, false): amount
            }
        return chosen?.value(in: settings) ?? 0
    }
}

/// Which petitions which kinds of office settle by a procedure. Other offices only receive, refer and follow up.
public struct Settlement: Sendable, Hashable {
    public let kinds: [PetitionKind]
    public let offices: [OfficeKind]
    public let ground: Ground
    public let line: Int

    /// Whether an office of this kind settles a petition of this kind itself.
    public func covers(_ kind: PetitionKind, by office: OfficeKind) -> Bool { kinds.contains(kind) && offices.contains(office) }
}

/// A number of days that the law leaves open: the office's own choice, else the installation's, else the standard of the file.
public struct DaySetting: Sendable, Hashable {
    public let key: String
    public let title: String
    public let standard: Int

    public init(key: String, title: String, standard: Int) {
        self.key = key
        self.title = title
        self.standard = standard
    }

    /// The days that hold under what was chosen.
    public func value(in chosen: [String: Int]) -> Int { Amount.setting(key, default: standard).value(in: chosen) }
}

/// One procedure as it holds from a day on. Immutable once a case uses it.
public struct ProcedureVersion: Sendable {
    /// The pseudo state before the first entry.
    public static let new = "new"
    /// The event by which the system notes that a due day has passed.
    public static let deadlinePassed = "deadline_passed"
    /// The event by which a case's clocks are counted by a corrected calendar.
    public static let redate = "redate"
    /// The event by which what was written down wrongly is set right; it may be dated before the previous entry.
    public static let correct = "correct"
    /// The fact by which a correction of the place says whether it is remote, which is more time (Luật Khiếu nại Đ.28, Đ.37).
    public static let remoteFact = "remote"
    /// The event by which a leader undoes the last step.
    public static let revoke = "revoke"
    /// The event by which a leader takes back what was written down from another body's paper.
    public static let withdrawRecord = "withdraw_record"
    /// The event by which what followed from that in the case of who wrote it down is taken back with it.
    public static let recordWithdrawn = "record_withdrawn"
    /// What takes the last step of a case back; it is no step itself.
    public static let undoingEvents: Set<String> = [revoke, withdrawRecord, recordWithdrawn]
    /// The event by which a number taken by mistake is struck out of the book.
    public static let void = "void"
    /// The event by which a case that has ended goes on; the days of the law run from it.
    public static let reopen = "reopen"
    /// The event by which a case comes in from an older book.
    public static let imported = "imported"
    /// What the program writes down by itself, on the day it notices: earlier events may still be entered after it.
    public static let systemEvents: Set<String> = [deadlinePassed, redate]
    /// What says nothing of how the case goes on: earlier events may still be entered after it, and a case that has ended does not move.
    public static let silentEvents: Set<String> = systemEvents.union([correct, "correction_noted", "move_matter", "office_changed"])
    /// What an office does with its own work and its own entries, in every procedure: no step of the settlement.
    public static let deskEvents: Set<String> = silentEvents.union(undoingEvents).union([
        "direct", "take_work", "return_work", "hand_over_work",
    ])
    /// Of these, what no undoing reaches: a direction is given wrongly like any other step.
    public static let lastingEvents: Set<String> = deskEvents.subtracting(["direct"])
    /// What is written down from another body's paper, and what follows from it in the case of who had sent it something: taken back by
    /// `withdrawRecord` and `recordWithdrawn`.
    public static let paperEvents: Set<String> = [
        "record_acknowledged", "record_declined", "record_decline", "record_accepted", "record_status", "record_extension_request",
        "record_report", "record_answer", "answer_on_paper", "record_result", "result_received", "referral_declined",
    ]
    /// Steps that move other cases as well, or speak to other offices; they are taken back by events of their own or not at all. What
    /// a step erased does not come back either.
    public static let farEvents: Set<String> = [
        "return_to_sender", "put_to_superior", "competence_decided", "urge", "dispute", "send", "refer",
        "entered_as_denunciation",
    ]

    public let source: ProcedureText
    public let procedure: String
    public let title: String
    public let subject: Subject
    /// First day on which a new case opens under this version.
    public let from: Day
    /// Last day, when the file names one.
    public let until: Day?
    public let revision: Int
    /// `nil` when the procedure settles nothing.
    public let settles: Settlement?
    /// Days the law leaves open and no clock of this procedure names.
    public let daySettings: [DaySetting]
    public let states: [StateDefinition]
    public let transitions: [Transition]
    /// The same rows by event, each in the order of the file.
    let rowsByEvent: [String: [Transition]]
    public let clocks: [ClockRule]
    /// Titles of document kinds.
    public let documents: [String: String]
    /// Titles of choice words.
    public let choices: [String: String]
    /// Labels of declared facts.
    public let factTitles: [String: String]

    /// `forwarding@2026-07-01.1`
    public var id: String { "\(procedure)@\(from.iso).\(revision)" }

    /// The state of this name.
    public func state(_ name: String) -> StateDefinition? { states.first { $0.name == name } }
    /// The clock rule of this id.
    public func clock(_ id: String) -> ClockRule? { clocks.first { $0.id == id } }
    /// The setting of this key.
    public func daySetting(_ key: String) -> DaySetting? { daySettings.first { $0.key == key } }
    /// States that are not final, in the order of the file.
    public var openStates: [StateDefinition] { states.filter { !$0.isFinal } }
}

/// One procedure file as text; the caller reads it and takes its SHA-256.
public struct ProcedureText: Sendable, Hashable {
    /// File name without folder, `forwarding@2026-07-01.yaml`; error messages name it.
    public let file: String
    public let text: String

    public init(file: String, text: String) {
        self.file = file
        self.text = text
    }
}
