import Law
import Postgres
import Records

/// What a step changes beside the case's own state: the office's entry, referrals, cases that open or move with it.
///
/// One place, by procedure and event, so that the law's files can be read against it. Nothing here decides: the step was decided before.
struct Effects {
    let work: Work
    let held: LockedCase
    let step: Step
    let day: Day
    let declared: [String: FactValue]

    var db: Connection { work.db }
    var event: String { step.transition.event }

    func text(_ name: String) -> String? { if case .text(let text)? = declared[name] { text } else { nil } }
    func date(_ name: String) -> Day? { if case .date(let date)? = declared[name] { date } else { nil } }
    func flag(_ name: String) -> Bool? { if case .flag(let flag)? = declared[name] { flag } else { nil } }
    func number(_ name: String) -> Int? { if case .integer(let number)? = declared[name] { number } else { nil } }
    func id(_ name: String) -> Int64? { if case .id(let id)? = declared[name] { id } else { nil } }

    /// Everything that happens before the entry is written; ids it brings into being go into the entry.
    func before(_ notes: inout StepNotes) throws {
        if held.context.registration != nil, !ProcedureVersion.lastingEvents.contains(event) {
            try db.later(UndoRecords.keep(case: held.context.id, seq: held.context.seq + 1))
        }
        try refuseSealed()
        // What an office does with its own entries and its own work means the same in every procedure.
        switch event {
        case "entered_as_denunciation": try enteredAsDenunciation()
        case ProcedureVersion.correct: try correct(&notes)
        case "move_matter": try moveMatter(&notes)
        case ProcedureVersion.void: try voided()
        case ProcedureVersion.reopen: try reopened()
        case ProcedureVersion.revoke: try revoked(&notes)
        case "direct", "take_work", "return_work", "hand_over_work": try workItem(&notes)
        default: break
        }
        // An answer on paper means the same whoever passed the petition on.
        if event == "record_result", ["forwarding", "feedback", "denunciation"].contains(held.version.procedure) {
            try recordResult(&notes)
        }
        switch held.version.procedure {
        case "forwarding": try forwarding(&notes)
        case "complaint": try complaint(&notes)
        case "denunciation": try denunciation(&notes)
        case "feedback": try feedback(&notes)
        case "voter-petition": try voterPetition(&notes)
        case "referral": try referral(&notes)
        case "task": try task(&notes)
        case "visit": try visit(&notes)
        case "reception-session": try session(&notes)
        default: break
        }
    }

    // MARK: petitions

    private func forwarding(_ notes: inout StepNotes) throws {
        let registration = held.context.registration ?? 0
        switch event {
        case "classify", "reclassify": try classify(registration)
        case "guide": try outcome("guided")
        case "return_to_sender": try outcome("returned")
        case "file_away", "withdraw": try outcome("filed")
        // Parts that come back are other contents: what was guided here does not count for them.
        case "split", "guide_split": try outcome("split")
        case "to_police", "party_route": try outcome("referred")
        case "refer": try refer(&notes)
        case "hand_over":
            try outcome("handed_over")
            if step.to == "handed_over" { notes.created["case"] = try openSettlement(kind: held.context.kind ?? .feedback) }
        case "to_voter_track":
            try outcome("handed_over")
            notes.created["case"] = try openSettlement(kind: .voterPetition)
        case "tell_citizen": try PetitionRecords.setTold(db, registration: registration, on: date("told_on") ?? day)
        case "put_to_superior": try putToSuperior(&notes)
        case "competence_decided": try competenceDecided()
        case "name_denounced": try nameDenounced()
        case "assign": try handle()
        default: break
        }
    }

    private func complaint(_ notes: inout StepNotes) throws {
        let registration = held.context.registration ?? 0
        switch event {
        case "mark_ineligible": try ineligible(registration)
        case "mark_duplicate": try outcome("merged")
        case "not_competent":
            try outcome("guided")
            try PetitionRecords.classify(
                db, registration: registration, kind: nil, fieldCode: nil, eligibility: nil, ineligibleReason: nil,
                jurisdiction: .notCompetent)
        case "return_to_sender": try outcome("returned")
        case "refuse_acceptance": try outcome("not_accepted")
        case "accept":
            try outcome("accepted")
            // Not declared, it stays what the commune of the incident made it; declared, it holds as it did for this step's clock.
            if let remote = flag("remote") { try PetitionRecords.setRemote(db, registration: registration, remote: remote) }
        case "mark_complex": try PetitionRecords.setComplex(db, registration: registration)
        case "assign": try handle()
        case "reclassify": notes.created["case"] = try reclassify(registration)
        case "second_complaint": try secondComplaint(&notes)
        case "withdraw_all", "party_gone", "terminate_otherwise": try discontinued()
        case "send": try informSuperior()
        case "sign_decision":
            let late = step.breaches.contains { $0.flag == .decidedInTime }
            try PetitionRecords.settle(
                db, case: held.context.id, result: text("result") ?? "wrong", decisionNumber: text("document_number"),
                decisionDate: date("document_date") ?? day, inTime: !late)
            try noteFigures()
        case "close": try noteFigures()
        default: break
        }
    }

    private func feedback(_ notes: inout StepNotes) throws {
        let registration = held.context.registration ?? 0
        switch event {
        case "mark_ineligible": try ineligible(registration)
        case "mark_duplicate": try outcome("merged")
        case "return_to_sender": try outcome("returned")
        case "refer": try refer(&notes)
        case "accept":
            try outcome("accepted")
            try handle()
        case "assign": try handle()
        case "withdraw": try outcome("filed")
        case "reclassify": notes.created["case"] = try reclassify(registration)
        case "voters_petition":
            try PetitionRecords.classify(
                db, registration: registration, kind: .voterPetition, fieldCode: nil, eligibility: nil, ineligibleReason: nil,
                jurisdiction: nil)
            notes.created["case"] = try openSettlement(kind: .voterPetition)
        case "answer":
            try PetitionRecords.settle(
                db, case: held.context.id, result: Self.answerResults[text("result") ?? ""] ?? "settled",
                decisionNumber: text("document_number"), decisionDate: date("document_date") ?? day,
                inTime: step.clockChanges.allSatisfy { if case .stop(_, _, _, let late) = $0 { !late } else { true } })
        case "tell_citizen": try PetitionRecords.setTold(db, registration: registration, on: date("told_on") ?? day)
        default: break
        }
    }

    /// An answer's result in the words of the settlement, which are those of the reports; any other one is `settled`.
    private static let answerResults = ["upheld": "right", "partly": "partly", "rejected": "wrong", "explained": "explained"]

    private func classify(_ registration: Int64) throws {
        if let field = text("field") { try work.reference.checkField(field, field: "field") }
        try PetitionRecords.classify(
            db, registration: registration, kind: text("kind").flatMap(PetitionKind.init(rawValue:)), fieldCode: text("field"),
            eligibility: text("eligibility").flatMap(Eligibility.init(rawValue:)),
            ineligibleReason: text("eligibility") == "ineligible" ? text("reason") : nil,
            jurisdiction: text("jurisdiction").flatMap(Jurisdiction.init(rawValue:)))
    }

    func ineligible(_ registration: Int64) throws {
        try outcome("filed")
        try PetitionRecords.classify(
            db, registration: registration, kind: nil, fieldCode: nil, eligibility: .ineligible,
            ineligibleReason: text("reason") ?? text("ground").map { held.version.choices[$0] ?? $0 },
            jurisdiction: nil)
    }

    /// The officer named by the step has the case in hand.
    func handle() throws {
        guard let officer = id("handler") else { return }
        if try OfficeRecords.identity(db, officer: officer, organisation: held.context.organisation)?.roles.isEmpty ?? true {
            throw Problem.invalid("handler", "unknown_officer", "Người được giao phải là cán bộ của cơ quan.")
        }
        try give(unit: nil, officer: officer)
    }

    func outcome(_ word: String) throws {
        guard let registration = held.context.registration else { return }
        try PetitionRecords.setOutcome(db, registration: registration, outcome: word, on: day)
    }

    /// The same entry goes on in the procedure that fits its content (TT 05/2021/TT-TTCP Đ.6).
    func reclassify(_ registration: Int64) throws -> Int64 {
        let kind = text("kind").flatMap(PetitionKind.init(rawValue:)) ?? .mixed
        try PetitionRecords.classify(
            db, registration: registration, kind: kind, fieldCode: nil, eligibility: nil, ineligibleReason: nil, jurisdiction: nil)
        return try openSettlement(kind: kind)
    }

    /// Opens the office's own case for an entry it already holds.
    func openSettlement(kind: PetitionKind) throws -> Int64 {
        var facts = held.facts
        facts.kind = kind
        let procedure = work.reference.procedure(for: kind, competent: true, by: held.context.office, on: held.context.receivedOn ?? day)
        return try work.open(
            procedure, event: "register", on: day, facts: facts, organisation: held.context.organisation, subject: .petition,
            registration: held.context.registration, received: held.context.receivedOn
        ).caseID
    }

    // MARK: referrals

    func refer(_ notes: inout StepNotes) throws {
        guard let recipient = id("recipient"), let petition = held.context.petition else { return }
        try work.refuseDenounced(recipient, held.context, field: "recipient")
        try stopCircle(petition, to: recipient)
        let answerBy = try date("answer_by") ?? defaultAnswerDay()
        let referral = try ReferralRecords.insert(
            db, petition: petition, sender: held.context.organisation, recipient: recipient, senderCase: held.context.id,
            letterNumber: text("letter_number") ?? "", letterDate: date("letter_date") ?? day, sentOn: day, answerBy: answerBy)
        var facts = held.facts
        facts.answerBy = answerBy
        facts.deliveredOn = day
        var sent = declared.filter { ["recipient", "letter_number", "letter_date", "reason"].contains($0.key) }
        sent["answer_by"] = .date(answerBy)
        let opened = try work.open(
            "referral", event: "send", on: day, facts: facts, declared: sent, organisation: held.context.organisation, subject: .referral,
            referral: referral, relation: .sender)
        try CaseRecords.grantAccess(db, case: opened.caseID, organisation: recipient, relation: .recipient)
        try work.asSystem { system in
            try system.systemStep("deliver", on: day, case: opened.caseID, declared: ["delivered_on": .date(day)])
        }
        try ReferralRecords.setDelivered(db, referral: referral, on: day)
        try PetitionRecords.setOutcome(db, registration: held.context.registration ?? 0, outcome: "referred", on: day)
        notes.created["referral"] = referral
        notes.created["referralCase"] = opened.caseID
    }

    /// The answer-by day that the office's settings give for this kind, counted from the letter's date and rolled to a working day.
    private func defaultAnswerDay() throws -> Day {
        let kind = held.context.kind ?? .feedback
        let calendar = work.reference.calendar(of: held.context.organisation)
        guard let setting = try work.reference.opening("referral", on: day).version.daySetting("referral.answer_days.\(kind.rawValue)")
        else {
            throw Problem(.unavailable, code: "law_not_loaded", message: "Quy trình chuyển đơn chưa có hạn trả lời mặc định.")
        }
        let days = setting.value(in: work.reference.settings(of: held.context.organisation))
        return calendar.deadline(from: date("letter_date") ?? day, days, .calendarDays).due
    }

    private func referral(_ notes: inout StepNotes) throws {
        guard let referral = held.context.referral else { return }
        switch event {
        case "deliver": try ReferralRecords.setDelivered(db, referral: referral, on: date("delivered_on") ?? day)
        case "accept": try acceptReferral(referral, &notes)
        case "answer", "record_answer":
            try ReferralRecords.setAnswer(
                db, referral: referral, result: text("result") ?? "other", answeredOn: day, number: text("document_number"),
                date: date("document_date"))
        case ProcedureVersion.withdrawRecord: try withdrawRecord(referral, &notes)
        case "urge":
            let number = try ReferralRecords.remind(
                db, referral: referral, letterNumber: text("letter_number") ?? "", letterDate: date("letter_date") ?? day,
                answerBy: date("answer_by"),
                sentOn: day)
            notes.created["reminder"] = Int64(number)
        default: break
        }
    }

    /// The recipient enters the petition in his own book, as received on the day of delivery, and opens his own case.
    private func acceptReferral(_ referral: Int64, _ notes: inout StepNotes) throws {
        guard let petition = held.context.petition, let kind = held.context.kind else { return }
        let officer = try work.officer()
        try work.refuseDenounced(officer.organisation, held.context, field: "recipient")
        let received = held.context.deliveredOn ?? day
        var entry = PetitionRecords.NewRegistration(
            organisation: officer.organisation, receivedOn: received, enteredAt: work.now, enteredBy: officer.id, kind: kind)
        entry.viaReferral = referral
        entry.eligibility = .eligible
        entry.sourceOrganisation = held.context.sender
        entry.wantsReply = held.context.wantsReply
        let procedure = work.reference.procedure(for: kind, competent: true, by: officer.office, on: received)
        if procedure != Reference.forwarding { entry.jurisdiction = .competent }
        entry.remote = held.context.remote
        entry.number = notes.entryNumber
        entry.arrivalNumber = notes.arrivalNumber
        let registration = try enter(entry, petition: petition)
        try ReferralRecords.setRecipientRegistration(db, referral: referral, registration: registration)
        var facts = held.facts
        facts.office = officer.office
        facts.receivedOn = received
        facts.forwardedByBody = true
        facts.eligibility = .eligible
        facts.jurisdiction = entry.jurisdiction
        facts.complex = false
        let opened = try work.open(
            procedure, event: "register", on: received, facts: facts, organisation: officer.organisation, subject: .petition,
            registration: registration, received: received)
        notes.created["case"] = opened.caseID
        notes.created["registration"] = registration
    }

    /// The recipient's entry under the next number of his book; the one he had before where a superior sent the petition back to him: a
    /// petition stands in a book once.
    private func enter(_ entry: PetitionRecords.NewRegistration, petition: Int64) throws -> Int64 {
        guard let before = try ChainRecords.entry(db, petition: petition, organisation: entry.organisation) else {
            return try PetitionRecords.register(db, petition: petition, entry)
        }
        try ChainRecords.reopen(db, registration: before, jurisdiction: entry.jurisdiction)
        return before
    }

    /// The sender's case follows its referral in the same transaction, after the referral's own entry stands.
    func afterReferral(_ notes: inout StepNotes) throws {
        guard let referral = held.context.referral, let follows = Self.senderFollows[event],
            let senderCase = try ReferralRecords.senderCase(db, referral: referral)
        else { return }
        try work.asSystem { system in
            let sender = try system.lock(senderCase)
            // One that ended by another way, on an answer that came on paper, does not move any more.
            if sender.context.final { return }
            let on = max(day, sender.context.lastOn ?? day)
            let step = try system.decide(follows, on: on, sender, declared: [:])
            // What came on paper may have been written down wrongly: it is taken back with what followed from it.
            if sender.context.registration != nil { try db.later(UndoRecords.keep(case: senderCase, seq: sender.context.seq + 1)) }
            let moved = try ReferralRecords.moveSender(
                db, referral: referral, event: follows, on: on, at: work.now, payload: JSONB("{\"referral\": \(referral)}"))
            try system.writeClocks(step, of: sender.version, caseID: moved.caseID, seq: moved.seq)
            if follows != "result_received", let registration = sender.context.registration {
                try PetitionRecords.setOutcome(db, registration: registration, outcome: nil, on: on)
            }
            if follows == "referral_declined" { try system.putToSuperiorIfDisputed(senderCase, on: on) }
        }
        notes.created["senderCase"] = senderCase
    }

    private static let senderFollows = [
        "decline": "referral_declined", "return_accepted": "referral_declined", "answer": "result_received", "recall": "referral_recalled",
        "record_declined": "referral_declined", "record_answer": "result_received",
    ]

    /// A body that accepted a petition and then returns it to its sender ends the referral with it: the sender has it again.
    func afterReturn() throws {
        guard event == "return_to_sender", let registration = held.context.registration else { return }
        try work.asSystem { system in
            guard let referralCase = try ReferralRecords.openCase(system.db, acceptedAs: registration) else { return }
            let referral = try system.lock(referralCase)
            let on = max(day, referral.context.lastOn ?? day)
            let step = try system.decide("return_accepted", on: on, referral, declared: [:])
            try system.record(step, of: referral.version, on: referralCase, seq: referral.context.seq + 1, day: on, declared: [:])
            var notes = StepNotes()
            let effects = Effects(work: system, held: referral, step: step, day: on, declared: [:])
            try effects.afterReferral(&notes)
            try effects.closeToBarred()
        }
    }

    // MARK: reception

    private func visit(_ notes: inout StepNotes) throws {
        guard let visit = held.context.visit else { return }
        switch event {
        case Self.visitDenounces: try SealingRecords.erase(db, visit: visit, denounces: true)
        case ProcedureVersion.void:
            try voidVisit(visit)
            if held.context.kind == .denunciation { notes.unspoken = ["reason"] }
        case "refuse_oral", "refuse_written":
            try ReceptionRecords.setOutcome(db, visit: visit, outcome: "refused", refusalGround: text("ground"), shownTo: nil)
        case "appoint_reps":
            try ReceptionRecords.setRepresentatives(
                db, visit: visit, people: number("people"), representatives: number("representatives") ?? 0,
                signed: flag("appointment_signed") ?? false,
                on: day)
        case "record_petition", "explain_again", "guide_with_papers_back", "answer_status", "give_appointment", "left":
            try ReceptionRecords.setOutcome(db, visit: visit, outcome: event, refusalGround: nil, shownTo: nil)
        case "show_to_other_body":
            try ReceptionRecords.setOutcome(db, visit: visit, outcome: event, refusalGround: nil, shownTo: id("body"))
        case "reject_refusal":
            try ReceptionRecords.clearRefusal(db, visit: visit)
        default: break
        }
    }

    private func session(_ notes: inout StepNotes) throws {
        guard let session = held.context.session else { return }
        switch event {
        case "publish":
            try ReceptionRecords.setPublished(db, session: session, on: day, place: text("place"), content: text("content"))
        case "postpone":
            guard let new = date("session_date") else { return }
            if new <= held.context.sessionDate ?? day {
                throw Problem.invalid("session_date", "date_not_later", "Lùi lịch là chuyển sang một ngày sau ngày đã định.")
            }
            try ReceptionRecords.postpone(db, session: session, to: new)
        case "issue_conclusion":
            try ReceptionRecords.setConclusion(db, session: session, number: text("document_number"), date: date("document_date"))
            try giveConclusionTasks(session, &notes)
        case "close_without_notice": try refuseUntoldPoints(session)
        default: break
        }
    }
}
