import Identity
import Law
import Postgres
import Records

/// One transaction's worth of hands: connection, reference data, the moment, the actor. Lives inside a closure on a lane.
struct Work {
    let db: Connection
    let reference: Reference
    let now: Instant
    let actor: Actor
    let random: RandomSource
    /// Days before a due date that count as "due soon", by the settings of the actor's office.
    let dueSoonDays: Int

    init(db: Connection, reference: Reference, now: Instant, actor: Actor, random: RandomSource) {
        self.db = db
        self.reference = reference
        self.now = now
        self.actor = actor
        self.random = random
        let organisation: Int64 = if case .officer(let officer) = actor { officer.organisation } else { 0 }
        dueSoonDays = DeskSettings.dueSoon.value(in: reference.settings(of: organisation))
    }

    var today: Day { now.dayInVietnam }
    var officerID: Int64? { if case .officer(let officer) = actor { officer.id } else { nil } }
    func officer() throws(Problem) -> OfficerActor { try actor.officer() }

    /// As whom the law sees the actor.
    var roles: Set<Role> {
        switch actor {
        case .officer(let officer): officer.roles
        case .system: [.system]
        case .operator: [.operator]
        case .citizen: [.citizen]
        }
    }
}

/// What the desk adds to a step: words for the fact sheet, ids for the journal's payload.
struct StepNotes {
    /// Ids of what the step brought into being; they go into the payload.
    var created: [String: Int64] = [:]
    /// Number and day of the document that the step issues, when typed.
    var letterNumber: String?
    var letterDate: Day?
    /// The kind of document that bears them; nil: the first of the step's own.
    var numbered: String?
    /// The number under which the step enters the petition in the office's book, when the office types its numbers.
    var entryNumber: Int?
    /// Số đến of that petition.
    var arrivalNumber: Int?
    /// What stood before a correction, by the name of the fact that replaces it; sealed beside the journal like the new words.
    var before: [String: String] = [:]
    /// Codes among the facts as people read them, by the fact's name: these words are sealed and stand beside the journal.
    var spoken: [String: String] = [:]
    /// Facts that are told by their seal alone: their words stand nowhere, not even beside the journal.
    var unspoken: Set<String> = []
}

/// The journal's payload: codes, ids, seals. Never personal data.
private struct Payload: Encodable {
    var facts: [String: FactInput]?
    /// Fact name → hexadecimal SHA-256(salt ‖ value) of the words that stand beside the journal.
    var sealed: [String: String]?
    var created: [String: Int64]?
    var breaches: [String]?
}

extension Work {
    /// Opens a case and records its first entry.
    ///
    /// - Returns: the case's id and the step by which it was opened.
    func open(
        _ procedure: String, event: String, on day: Day, facts: CaseFacts, declared: [String: FactValue] = [:], organisation: Int64,
        subject: Subject, session: Int64? = nil, visit: Int64? = nil, registration: Int64? = nil, referral: Int64? = nil,
        relation: Relation = .owner, notes: StepNotes = StepNotes(), received: Day? = nil
    ) throws -> (caseID: Int64, step: Step) {
        let (id, version) = try reference.opening(procedure, on: received ?? day)
        let step = try opening(
            version, event: event, on: day, facts: facts, declared: declared, organisation: organisation, relation: relation)
        let caseID = try CaseRecords.open(
            db, version: id, organisation: organisation, subject: subject.rawValue, session: session, visit: visit,
            registration: registration,
            referral: referral, openedOn: day, relation: relation)
        try record(step, of: version, on: caseID, seq: 1, day: day, declared: declared, notes: notes)
        return (caseID, step)
    }

    /// Decides the event by which a case of the version opens.
    func opening(
        _ version: ProcedureVersion, event: String, on day: Day, facts: CaseFacts, declared: [String: FactValue] = [:], organisation: Int64,
        relation: Relation = .owner
    ) throws(Problem) -> Step {
        let request = EventRequest(event: event, occurredOn: day, today: today, facts: declared, roles: roles, relations: [relation])
        return try decided {
            () throws(Refusal) in
            try version.decide(
                request, state: ProcedureVersion.new, facts: facts, clocks: [], calendar: reference.calendar(of: organisation),
                settings: reference.settings(of: organisation))
        }
    }

    /// Writes down a decided step: the entry, the words beside it, documents, clocks, notices. They travel with the next
    /// statement or with COMMIT.
    func record(
        _ step: Step, of version: ProcedureVersion, on caseID: Int64, seq: Int, day: Day, declared: [String: FactValue],
        notes: StepNotes = StepNotes()
    ) throws {
        var payload = Payload()
        var words: [(name: String, value: String, salt: [UInt8])] = []
        for (name, value) in declared.sorted(by: { $0.key < $1.key }) {
            let spec = step.transition.takes.first { $0.name == name }
            switch value {
            case .text(let text):
                if case .choice = spec?.kind {
                    payload.facts[default: [:]][name] = .text(text)
                } else {
                    let text = notes.spoken[name] ?? text
                    let sealed = SaltedFact(text, random: random)
                    payload.sealed[default: [:]][name] = sealed.hex
                    if !notes.unspoken.contains(name) { words.append((name, text, sealed.salt)) }
                }
            case .date(let date): payload.facts[default: [:]][name] = .text(date.iso)
            case .integer(let number): payload.facts[default: [:]][name] = .number(Int64(number))
            case .flag(let flag): payload.facts[default: [:]][name] = .flag(flag)
            case .id(let id): payload.facts[default: [:]][name] = .number(id)
            }
        }
        for (name, value) in notes.before.sorted(by: { $0.key < $1.key }) {
            let sealed = SaltedFact(value, random: random)
            payload.sealed[default: [:]][FactView.before + name] = sealed.hex
            if !notes.unspoken.contains(name) { words.append((FactView.before + name, value, sealed.salt)) }
        }
        if !notes.created.isEmpty { payload.created = notes.created }
        if !step.breaches.isEmpty { payload.breaches = step.breaches.map(\.flag.rawValue) }

        var statements: [SQL] = [
            CaseRecords.append(
                CaseRecords.Entry(
                    caseID: caseID, seq: seq, event: step.transition.event, occurredOn: day, recordedAt: now, to: step.to, role: step.role,
                    relation: step.relation, payload: JSONB(try JSON.text(payload)), request: nil))
        ]
        for word in words {
            statements.append(CaseRecords.insertFact(case: caseID, seq: seq, name: word.name, value: word.value, salt: word.salt))
        }
        let numbered = notes.numbered ?? OwnPapers.numbered(step)
        for kind in step.documents {
            statements.append(
                CaseRecords.insertDocument(
                    case: caseID, seq: seq, kind: kind, title: version.documents[kind] ?? kind,
                    number: kind == numbered ? notes.letterNumber : nil, issuedOn: kind == numbered ? notes.letterDate : nil))
        }
        clockStatements(step, of: version, caseID: caseID, seq: seq, into: &statements)
        if !step.tells.isEmpty {
            statements.append(
                MachineryRecords.post(
                    topic: "notice", firingKey: "notice:\(caseID):\(seq)",
                    payload: JSONB(try JSON.text(Notice(case: caseID, sequence: seq, tells: step.tells))),
                    now: now))
        }
        for statement in statements { try db.later(statement) }
    }

    /// Clocks of a step whose entry the database wrote itself.
    func writeClocks(_ step: Step, of version: ProcedureVersion, caseID: Int64, seq: Int) throws {
        var statements: [SQL] = []
        clockStatements(step, of: version, caseID: caseID, seq: seq, into: &statements)
        for statement in statements { try db.later(statement) }
    }

    private struct Notice: Encodable {
        var `case`: Int64
        var sequence: Int
        var tells: [String]
    }

    /// Appends what the step does to clocks.
    private func clockStatements(_ step: Step, of version: ProcedureVersion, caseID: Int64, seq: Int, into statements: inout [SQL]) {
        var started: [CaseRecords.NewClock] = []
        for change in step.clockChanges {
            switch change {
            case .stop(let id, let rule, let day, let late):
                let state: ClockState = version.clock(rule)?.ends == .alarm ? .stopped : late ? .breached : .met
                statements.append(CaseRecords.endClock(id: id, seq: seq, on: day, state: state.rawValue))
            case .lapse(let id, _, let day):
                statements.append(CaseRecords.endClock(id: id, seq: seq, on: day, state: "lapsed"))
            case .pause(let id, _, let pauses): statements.append(CaseRecords.pauseClock(id: id, pauses: pauses))
            case .resume(let id, _, let pauses, let deadline):
                statements.append(
                    CaseRecords.resumeClock(
                        id: id, pauses: pauses, nominal: deadline.nominal, due: deadline.due, provisional: deadline.provisional,
                        calendar: reference.calendarVersion, stamp: reference.stamp))
            case .extend(let id, _, let extensions, let deadline):
                statements.append(
                    CaseRecords.extendClock(
                        id: id, extensions: extensions, nominal: deadline.nominal, due: deadline.due, provisional: deadline.provisional,
                        calendar: reference.calendarVersion, stamp: reference.stamp))
            case .recount(let id, _, let from, let amount, let deadline):
                statements.append(
                    CaseRecords.recountClock(
                        id: id, startOn: from, amount: amount, nominal: deadline.nominal, due: deadline.due,
                        provisional: deadline.provisional,
                        calendar: reference.calendarVersion, stamp: reference.stamp))
            case .annul(let id, _, let day):
                statements.append(CaseRecords.endClock(id: id, seq: seq, on: day, state: ClockState.stopped.rawValue))
            case .restore(let clock, let provisional):
                statements.append(
                    CaseRecords.restoreClock(
                        clock, provisional: provisional, calendar: reference.calendarVersion, stamp: reference.stamp))
            case .start(let clock):
                started.append(
                    CaseRecords.NewClock(
                        rule: clock.rule, title: clock.title, startOn: clock.from, amount: clock.unit == .date ? nil : clock.amount,
                        unit: clock.unit.rawValue, capDays: clock.capDays, extensions: clock.extensions, pauses: clock.pauses,
                        state: clock.state.rawValue, nominal: clock.nominal, due: clock.due, provisional: clock.provisional,
                        ends: clock.ends.rawValue))
            }
        }
        if started.isEmpty { return }
        statements.append(
            CaseRecords.startClocks(case: caseID, seq: seq, calendar: reference.calendarVersion, stamp: reference.stamp, started))
    }

    /// Runs a decision and turns the law's refusal into a problem.
    func decided(_ body: () throws(Refusal) -> Step) throws(Problem) -> Step {
        do {
            return try body()
        } catch {
            throw Problem(error)
        }
    }
}

extension [String: FactInput]? {
    fileprivate subscript(default empty: [String: FactInput]) -> [String: FactInput] {
        get { self ?? empty }
        set { self = newValue }
    }
}
extension [String: String]? {
    fileprivate subscript(default empty: [String: String]) -> [String: String] {
        get { self ?? empty }
        set { self = newValue }
    }
}
