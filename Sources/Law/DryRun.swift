/// A stored case, as `law dry-run` replays it.
public struct CaseHistory: Sendable {
    /// One entry of its journal.
    public struct Entry: Sendable {
        public var sequence: Int
        public var event: String
        public var occurredOn: Day
        /// The day it was written down.
        public var recordedOn: Day
        public var role: Role
        public var relation: Relation
        public var facts: [String: FactValue]
        /// The state it led to.
        public var to: String

        public init(
            sequence: Int, event: String, occurredOn: Day, recordedOn: Day, role: Role, relation: Relation, facts: [String: FactValue],
            to: String
        ) {
            self.sequence = sequence
            self.event = event
            self.occurredOn = occurredOn
            self.recordedOn = recordedOn
            self.role = role
            self.relation = relation
            self.facts = facts
            self.to = to
        }
    }
    /// One of its clocks, as it is stored.
    public struct Clock: Sendable {
        public var rule: String
        /// The entry that started it.
        public var sequence: Int
        public var due: Day

        public init(rule: String, sequence: Int, due: Day) {
            self.rule = rule
            self.sequence = sequence
            self.due = due
        }
    }
    public var caseID: Int64
    /// The version it runs under.
    public var version: ProcedureVersion
    public var state: String
    /// What is known of it today; days and marks that its own events set are taken from its events.
    public var facts: CaseFacts
    public var entries: [Entry]
    public var clocks: [Clock]

    public init(
        caseID: Int64, version: ProcedureVersion, state: String, facts: CaseFacts, entries: [Entry], clocks: [Clock]
    ) {
        self.caseID = caseID
        self.version = version
        self.state = state
        self.facts = facts
        self.entries = entries
        self.clocks = clocks
    }
}

/// What would have happened to one stored case under another version.
public struct DryRunOutcome: Sendable, Hashable, Codable {
    /// An entry that would not have been possible, or that cannot be judged.
    public struct Stop: Sendable, Hashable, Codable {
        public var sequence: Int
        public var event: String
        public var occurredOn: Day
        /// Code of the refusal, the guard's word where a guard refused.
        public var code: String
        public var message: String
    }
    public struct Clock: Sendable, Hashable, Codable {
        public var rule: String
        /// `nil`: it was never started.
        public var stored: Day?
        /// `nil`: it would never have been started.
        public var new: Day?
    }
    public var caseID: Int64
    /// The version it runs under.
    public var version: String
    /// The first entry that would have been refused; the replay ends there.
    public var refused: Stop?
    /// The first entry that the case's own version refuses too by what is known today: nothing can be said from there on.
    public var unjudged: Stop?
    /// Entries that would have had to be explained as a breach and were not.
    public var flagged: [Stop]
    /// State after the last entry, where it differs.
    public var storedState: String?
    public var newState: String?
    /// Clocks whose due day differs, or that only one version starts.
    public var clocks: [Clock]

    /// Nothing would have been different.
    public var isSame: Bool { refused == nil && unjudged == nil && flagged.isEmpty && newState == nil && clocks.isEmpty }
}

/// What would have happened to many cases.
public struct DryRunReport: Sendable, Hashable, Codable {
    /// Id of the version tried.
    public var version: String
    public var since: Day
    public var cases = 0
    public var same = 0
    public var refused = 0
    public var unjudged = 0
    public var flagged = 0
    /// Cases that would stand in another state.
    public var states = 0
    /// Clocks that would be due on another day, be started, or not be started.
    public var clocks = 0
    /// Cases that differ, by id.
    public var outcomes: [DryRunOutcome] = []

    public init(version: String, since: Day) {
        self.version = version
        self.since = since
    }

    /// Counts one case in.
    public mutating func add(_ outcome: DryRunOutcome) {
        cases += 1
        if outcome.isSame {
            same += 1
            return
        }
        if outcome.refused != nil { refused += 1 }
        if outcome.unjudged != nil { unjudged += 1 }
        if !outcome.flagged.isEmpty { flagged += 1 }
        if outcome.newState != nil { states += 1 }
        clocks += outcome.clocks.count
        outcomes.append(outcome)
    }
}

/// Replays a stored case under another version, beside its own.
///
/// The journal proves that each step was possible when it was taken; what is known of the case today need not be what was known then (a
/// referral that is open now was not open before it was sent). So each entry is tried under the case's own version first, with today's
/// facts and with the few that may have been otherwise, and judged under the new version with those under which it was possible.
public struct DryRun: Sendable {
    private let history: CaseHistory
    private let calendar: WorkCalendar
    private let settings: [String: Int]
    private var own: CaseReplay
    private var new: CaseReplay
    private var outcome: DryRunOutcome

    /// What the version would have made of the case.
    public static func outcome(
        of history: CaseHistory, under version: ProcedureVersion, calendar: WorkCalendar, settings: [String: Int] = [:]
    ) -> DryRunOutcome {
        var run = DryRun(history, version, calendar, settings)
        return run.outcomeOfAll()
    }

    private init(_ history: CaseHistory, _ version: ProcedureVersion, _ calendar: WorkCalendar, _ settings: [String: Int]) {
        // What its own events set is taken from them again.
        var history = history
        (history.facts.acceptedOn, history.facts.dialogueHeld, history.facts.priorState) = (nil, false, nil)
        (history.facts.receivedAnewOn, history.facts.lastStepIssued) = (nil, false)
        self.history = history
        self.calendar = calendar
        self.settings = settings
        own = CaseReplay(version: history.version)
        new = CaseReplay(version: version)
        outcome = DryRunOutcome(
            caseID: history.caseID, version: history.version.id, refused: nil, unjudged: nil, flagged: [], storedState: nil, newState: nil,
            clocks: [])
    }

    private mutating func outcomeOfAll() -> DryRunOutcome {
        var reached = 0
        for entry in history.entries where entry.event != ProcedureVersion.redate {
            if entry.event == ProcedureVersion.deadlinePassed {
                // By another version the program would have noticed other days.
                _ = try? own.take(request(entry, of: own.version), facts: history.facts, calendar: calendar, settings: settings)
                _ = try? new.take(request(entry, of: new.version), facts: history.facts, calendar: calendar, settings: settings)
            } else if !replay(entry) {
                break
            }
            reached = entry.sequence
        }
        if outcome.refused == nil, outcome.unjudged == nil, new.state != history.state {
            outcome.storedState = history.state
            outcome.newState = new.state
        }
        outcome.clocks = differences(through: reached)
        return outcome
    }

    /// - Returns: false when the replay ends here.
    private mutating func replay(_ entry: CaseHistory.Entry) -> Bool {
        guard let facts = factsOfTheDay(entry) else { return false }
        var asked = request(entry, of: new.version)
        guard let refusal = attempt(asked, facts) else { return true }
        guard refusal.reason == .flagReasonMissing else {
            outcome.refused = stop(refusal, at: entry)
            return false
        }
        outcome.flagged.append(stop(refusal, at: entry))
        asked.facts[FactCheck.flagReason] = .text("Chạy thử")
        guard let again = attempt(asked, facts) else { return true }
        outcome.refused = stop(again, at: entry)
        return false
    }

    /// Takes the event under the new version; `nil` when it was possible.
    private mutating func attempt(_ asked: EventRequest, _ facts: CaseFacts) -> Refusal? {
        do throws(Refusal) {
            _ = try new.take(asked, facts: facts, calendar: calendar, settings: settings)
            return nil
        } catch {
            return error
        }
    }

    /// Takes the event under the case's own version, with the facts under which it leads where the journal says; `nil` when there are none.
    private mutating func factsOfTheDay(_ entry: CaseHistory.Entry) -> CaseFacts? {
        let asked = request(entry, of: own.version)
        var first: Refusal?
        for candidate in candidates {
            var trial = own
            do throws(Refusal) {
                _ = try trial.take(asked, facts: candidate, calendar: calendar, settings: settings)
            } catch {
                first = first ?? error
                continue
            }
            if trial.state == entry.to {
                own = trial
                return candidate
            }
        }
        let reason = first ?? Refusal(.guardFailed, message: "Theo dữ kiện hiện có, bước này dẫn đến trạng thái khác.")
        outcome.unjudged = stop(reason, at: entry)
        return nil
    }

    /// What the entry declared, as far as the version asks for it.
    private func request(_ entry: CaseHistory.Entry, of version: ProcedureVersion) -> EventRequest {
        let known = Set((version.rowsByEvent[entry.event] ?? []).flatMap(\.takes).map(\.name)).union([FactCheck.flagReason])
        return EventRequest(
            event: entry.event, occurredOn: entry.occurredOn, today: max(entry.recordedOn, entry.occurredOn),
            facts: entry.facts.filter { known.contains($0.key) }, roles: [entry.role],
            relations: entry.relation == .none ? [] : [entry.relation])
    }

    /// Today's facts, then with one that may have been otherwise on the day of the entry.
    private var candidates: [CaseFacts] {
        var all = [history.facts]
        func other(_ change: (inout CaseFacts) -> Void) {
            var facts = history.facts
            change(&facts)
            if facts != history.facts { all.append(facts) }
        }
        other { $0.openReferral.toggle() }
        other { $0.ownCaseSettled.toggle() }
        other { $0.openVisits = 0 }
        other { ($0.guidedBefore, $0.transferredBefore) = (false, false) }
        other { $0.settledHere.toggle() }
        other { ($0.letterIssued, $0.hasCopies, $0.byReferral, $0.openTask) = (false, false, false, false) }
        other { $0.hasPetitions = false }
        other { $0.recipientEntered = false }
        other { $0.complex.toggle() }
        other { ($0.refusals, $0.recipientDenounced, $0.officeDenounced) = (0, false, false) }
        for kind in PetitionKind.allCases { other { $0.kind = kind } }
        for jurisdiction in Jurisdiction.allCases { other { $0.jurisdiction = jurisdiction } }
        for eligibility in Eligibility.allCases { other { $0.eligibility = eligibility } }
        return all
    }

    private func stop(_ refusal: Refusal, at entry: CaseHistory.Entry) -> DryRunOutcome.Stop {
        let code = refusal.reason == .guardFailed ? refusal.field ?? refusal.code : refusal.code
        return DryRunOutcome.Stop(
            sequence: entry.sequence, event: entry.event, occurredOn: entry.occurredOn, code: code, message: refusal.message)
    }

    // MARK: Clocks

    /// The stored clocks beside those of the replay, in the order in which each rule was started. A day that differs only because the
    /// calendar has changed since is no difference of the law.
    private func differences(through sequence: Int) -> [DryRunOutcome.Clock] {
        let stored = history.clocks.filter { $0.sequence <= sequence }
        var rules: [String] = []
        for rule in stored.map(\.rule) + new.clocks.map(\.rule) where !rules.contains(rule) { rules.append(rule) }
        return rules.flatMap { rule -> [DryRunOutcome.Clock] in
            let before = stored.filter { $0.rule == rule }.map(\.due)
            let replayed = own.clocks.filter { $0.rule == rule }.map(\.due)
            let after = new.clocks.filter { $0.rule == rule }.map(\.due)
            return (0..<max(before.count, after.count)).compactMap { index -> DryRunOutcome.Clock? in
                let old = index < before.count ? before[index] : nil
                let now = index < after.count ? after[index] : nil
                let same = index < replayed.count ? replayed[index] : nil
                if old == now || (old != nil && now != nil && now == same) { return nil }
                return DryRunOutcome.Clock(rule: rule, stored: old, new: now)
            }
        }
    }
}
