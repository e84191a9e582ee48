import Law
import Postgres
import Records

/// A case, locked, with everything the law may look at.
struct LockedCase {
    let context: CaseRecords.Context
    let version: ProcedureVersion
    let clocks: [CaseRecords.ClockRow]

    var facts: CaseFacts { context.caseFacts }
    var relations: Set<Relation> { Set(context.relations.compactMap(Relation.init(rawValue:))) }
}

extension CaseRecords.Context {
    /// The row as the law reads it.
    var caseFacts: CaseFacts {
        var facts = CaseFacts(office: office)
        facts.kind = kind
        facts.eligibility = eligibility
        facts.jurisdiction = jurisdiction
        facts.channel = channel
        facts.receivedOn = receivedOn
        facts.deliveredOn = deliveredOn
        facts.acceptedOn = acceptedOn
        facts.sessionDate = sessionDate
        facts.publishedOn = publishedOn
        facts.answerBy = answerBy
        facts.letterDate = letterDate
        facts.forwardedByBody = forwardedByBody
        facts.wantsReply = wantsReply
        facts.people = people
        facts.representatives = representatives
        facts.appointmentSigned = appointmentSigned
        facts.remote = remote
        facts.complex = complex
        facts.guidedBefore = guidedBefore
        facts.transferredBefore = referredBefore
        facts.settlementPapers = settlementPapers
        facts.reviewPapers = reviewPapers
        facts.identified = identified
        facts.recipientKind = recipientKind
        facts.recipientIsSelf = recipient != nil && recipient == sender
        facts.openReferral = openReferral
        facts.openTask = openTask
        facts.letterIssued = letterIssued
        facts.byReferral = byReferral
        facts.hasCopies = hasCopies
        facts.hasPetitions = hasPetitions
        facts.enteredHere = enteredHere
        facts.receivedAnewOn = receivedAnewOn
        facts.lastStep = lastStep
        facts.lastStepIssued = lastStepIssued
        facts.ownCaseSettled = ownCaseSettled
        facts.recipientOnPaper = recipientOnPaper
        facts.builtOnRecord = builtOnRecord
        facts.recipientEntered = recipientRegistration != nil
        facts.sessionKind = sessionKind
        facts.sessionMode = sessionMode
        facts.hostNamed = hostNamed
        facts.openVisits = openVisits
        facts.isCopyOf = copy
        facts.referenceOnly = referenceOnly
        facts.anonymous = anonymous
        facts.instance = instance
        facts.firstDecisionOn = firstDecisionOn
        facts.priorState = priorState
        facts.dialogueHeld = dialogueHeld
        facts.refusals = refusals
        return facts
    }
}

extension CaseRecords.ClockRow {
    var running: RunningClock {
        RunningClock(
            id: id, rule: rule, startedOn: startOn, amount: amount ?? 0, unit: TimeUnit(rawValue: unit) ?? .date, nominal: nominal,
            due: due, extensions: extensions, pauses: pauses, capDays: capDays, ends: ClockRule.Ending(rawValue: ends) ?? .stop,
            state: ClockState(rawValue: state) ?? .stopped, endedOn: endedOn, startedSeq: startedSeq, endedSeq: endedSeq)
    }
}

extension Work {
    /// Locks a case the actor's office has access to.
    func lock(_ id: Int64) throws -> LockedCase {
        guard let (context, clocks) = try CaseRecords.lock(db, case: id) else { throw Problem.missing("hồ sơ") }
        return LockedCase(context: context, version: try reference.version(id: context.version), clocks: clocks)
    }

    /// The facts of a case with what the law in force says of its office.
    func facts(of context: CaseRecords.Context) -> CaseFacts {
        var facts = context.caseFacts
        if let kind = context.kind {
            facts.settledHere = reference.settlement(of: kind, by: context.office, on: context.receivedOn ?? today) != nil
        }
        facts.officeDenounced = context.kind == .denunciation && context.officeDenounced
        return facts
    }

    /// Decides one event on a locked case.
    func decide(_ event: String, on day: Day, _ held: LockedCase, declared: [String: FactValue]) throws -> Step {
        let request = EventRequest(event: event, occurredOn: day, today: today, facts: declared, roles: roles, relations: held.relations)
        var facts = facts(of: held.context)
        if ProcedureVersion.undoingEvents.contains(event) { try undoing(&facts, of: held.context) }
        var barred: (name: String, organisation: Int64)?
        for spec in held.version.transitions.filter({ $0.event == event }).flatMap(\.takes) where spec.kind == .organisation {
            guard case .id(let named)? = declared[spec.name] else { continue }
            guard let body = try OfficeRecords.organisation(db, id: named) else {
                throw Problem.invalid(spec.name, "unknown_organisation", "Không có cơ quan này trong danh mục.")
            }
            // One that has closed receives nothing any more; it may still be whom a denunciation is about, or from whom a petition came.
            let receives = !["denounced_body", "source_organisation"].contains(spec.name)
            if body.validTo != nil, receives {
                throw Problem.invalid(
                    spec.name, "office_closed",
                    "Cơ quan này đã chấm dứt hoạt động do sắp xếp tổ chức; hãy chọn cơ quan kế tiếp.")
            }
            // Whatever an office is named for, except as the denounced's own or as where it came from.
            if receives, try isBarred(named, from: held.context) {
                facts.recipientDenounced = true
                barred = (spec.name, named)
            }
            guard spec.name == "recipient" else { continue }
            facts.recipientKind = body.kind
            facts.recipientIsSelf = named == held.context.organisation
        }
        let step: Step
        do throws(Problem) {
            step = try decided {
                () throws(Refusal) in
                try held.version.decide(
                    request, state: held.context.state, facts: facts, clocks: held.clocks.map(\.running),
                    calendar: reference.calendar(of: held.context.organisation),
                    settings: reference.settings(of: held.context.organisation), previousEntryOn: held.context.lastOn)
            }
        } catch {
            throw try proposing(error, for: held.context, declared: declared)
        }
        // A row that does not ask it itself may not do it either.
        if let barred { try refuseDenounced(barred.organisation, held.context, field: barred.name) }
        return step
    }

    /// One step of a case: lock, decide, what follows from it, the entry.
    ///
    /// - Parameter issuing: the document by whose issue it happens; nil for a step that is taken by hand.
    func step(_ id: Int64, _ draft: EventDraft, issuing: Issuing? = nil) throws -> StepView {
        let held = try lock(id)
        if held.context.seq != draft.expectedSequence { throw Problem.stale(current: held.context.seq) }
        var inputs = draft.facts ?? [:]
        let entryNumber = try entryNumber(takenFrom: &inputs, event: draft.event, of: held)
        let arrivalNumber = try arrivalNumber(takenFrom: &inputs, event: draft.event, of: held)
        let named = try factValues(inputs, event: draft.event, of: held.version)
        var declared = try relocating(concluding(named, event: draft.event, of: held), event: draft.event, of: held)
        if issuing == nil { declared = try awaitingNumber(declared, event: draft.event, of: held) }
        let day = draft.occurredOn ?? today
        let step = try decide(draft.event, on: day, held, declared: declared)
        let seq = held.context.seq + 1
        var notes = StepNotes()
        notes.entryNumber = entryNumber
        notes.arrivalNumber = arrivalNumber
        if let issuing {
            notes.created["draft"] = issuing.draft
            notes.created["issuedBy"] = issuing.clerk
            notes.letterNumber = issuing.number
            notes.letterDate = issuing.day
            notes.numbered = issuing.form
        } else if !held.context.staysWithin || declared.keys.contains(where: { IssuedFacts.numbers.contains($0) }) {
            try refuseWithoutDraft(step, declared: declared)
            declared = try enteringLetter(step, on: day, of: id, seq: seq, declared: declared)
        }
        if case .text(let number)? = declared["letter_number"] ?? declared["document_number"] ?? declared["notice_number"] {
            notes.letterNumber = number
        }
        if case .date(let date)? = declared["letter_date"] ?? declared["document_date"] ?? declared["notice_date"] {
            notes.letterDate = date
        }
        let effects = Effects(work: self, held: held, step: step, day: day, declared: declared)
        try effects.before(&notes)
        try record(step, of: held.version, on: id, seq: seq, day: day, declared: declared, notes: notes)
        try effects.afterReferral(&notes)
        try effects.closeToBarred()
        try effects.afterReturn()
        try effects.afterTask(&notes)
        return StepView(
            caseID: id, sequence: seq, event: draft.event, state: step.to, stateTitle: held.version.state(step.to)?.title ?? step.to,
            created: notes.created, breaches: step.breaches.map(\.title))
    }

    /// The declared facts in the types that the procedure gives them. What it does not know stays text, for the law to refuse by name.
    func factValues(_ inputs: [String: FactInput], event: String, of version: ProcedureVersion) throws(Problem) -> [String: FactValue] {
        let specs = version.transitions.filter { $0.event == event }.flatMap(\.takes)
        var values: [String: FactValue] = [:]
        var errors: [Problem.FieldError] = []
        for (name, input) in inputs {
            let kind = specs.first { $0.name == name }?.kind
            switch (kind, input) {
            case (.date?, .text(let text)), (.dateAhead?, .text(let text)), (.anyDate?, .text(let text)):
                if text.isEmpty { continue }
                guard let day = Day(iso: text), (1900...2200).contains(day.year) else {
                    errors.append(
                        .init(field: name, code: "invalid_date", message: "Ngày phải theo dạng năm-tháng-ngày, ví dụ 2026-11-21."))
                    continue
                }
                values[name] = .date(day)
            case (.integer?, .number(let number)):
                guard let small = Int(exactly: number), SettlementFigures.bounds(of: name).contains(small) else {
                    errors.append(.init(field: name, code: "invalid_number", message: SettlementFigures.complaint(about: name)))
                    continue
                }
                values[name] = .integer(small)
            case (.integer?, .text(let text)):
                if text.isEmpty { continue }
                guard let number = Int(text), SettlementFigures.bounds(of: name).contains(number) else {
                    errors.append(.init(field: name, code: "invalid_number", message: SettlementFigures.complaint(about: name)))
                    continue
                }
                values[name] = .integer(number)
            case (.organisation?, .number(let id)), (.officer?, .number(let id)): values[name] = .id(id)
            case (.organisation?, .text(let text)), (.officer?, .text(let text)):
                if text.isEmpty { continue }
                guard let id = Int64(text) else {
                    errors.append(.init(field: name, code: "invalid_id", message: "Phải là mã số của cơ quan hoặc cán bộ."))
                    continue
                }
                values[name] = .id(id)
            case (.bool?, .flag(let flag)): values[name] = .flag(flag)
            case (.bool?, .text(let text)):
                if text.isEmpty { continue }
                guard let flag = ["true": true, "on": true, "1": true, "false": false, "0": false][text] else {
                    errors.append(.init(field: name, code: "invalid_flag", message: "Phải là có hoặc không."))
                    continue
                }
                values[name] = .flag(flag)
            case (_, .text(let text)):
                let cleaned = try Text.clean(text, field: name, most: 20_000, multiline: true)
                if !cleaned.isEmpty { values[name] = .text(cleaned) }
            case (_, .number), (_, .flag):
                errors.append(.init(field: name, code: "fact_invalid", message: "Giá trị không đúng kiểu."))
            }
        }
        if !errors.isEmpty { throw Problem.invalid(errors.sorted { $0.field < $1.field }) }
        return values
    }
}
