import Identity
import Law
import Postgres
import Records

extension Work {
    /// Brings one line of an old book along: petition, entry, case opened by `imported`, the referral under way, the clocks that run.
    ///
    /// - Parameter source: SHA-256 of the file it stands in.
    func carry(_ plan: CutOverPlan, of office: CutOverOffice, source: String) throws -> CutOverReport.Case {
        guard let intake = plan.intake, let version = plan.version, let step = plan.step, let received = plan.line.receivedOn else {
            throw Problem(.refused, code: "line_not_ready", message: "Dòng này chưa chuyển sang được.")
        }
        let old = plan.line.oldNumber
        let number = try takeNumber(of: plan, office)
        let receipt = ReceiptCode(random: random)
        var petition = try intake.petition(receiptCode: receipt.text, now: now)
        petition.searchWords += " " + old.written
        var entry = try intake.registration(remote: false, now: now)
        entry.enteredBy = officerID
        entry.bookYear = old.year
        entry.number = number
        let entered = try PetitionRecords.enter(db, petition, entry, version: plan.versionID, openedOn: received)
        for person in intake.people {
            try db.later(PersonRecords.insert(person, petition: entered.petition, visit: nil, organisation: office.id))
        }
        var notes = StepNotes()
        if let referral = try carryReferral(plan, of: office, petition: entered.petition, senderCase: entered.caseID) {
            notes.created["referral"] = referral.id
            notes.created["referralCase"] = referral.caseID
        }
        try record(step, of: version, on: entered.caseID, seq: 1, day: today, declared: plan.declared, notes: notes)
        if plan.line.letterNumber != nil || plan.line.letterDate != nil {
            try db.later(
                CaseRecords.insertDocument(
                    case: entered.caseID, seq: 1, kind: "old_book_letter", title: "Văn bản gần nhất theo sổ cũ",
                    number: plan.line.letterNumber, issuedOn: plan.line.letterDate))
        }
        if let outcome = plan.line.state?.outcome {
            let on = plan.sentOn ?? plan.line.acceptedOn ?? plan.line.letterDate ?? received
            try PetitionRecords.setOutcome(db, registration: entered.registration, outcome: outcome, on: on)
        }
        if plan.line.complex { try PetitionRecords.setComplex(db, registration: entered.registration) }
        if let handler = plan.handler { try CaseRecords.setHandler(db, case: entered.caseID, officer: handler) }
        try db.later(
            CutOverRecords.note(
                office: office.id, year: old.year, oldNumber: old.key, registration: entered.registration, source: source,
                row: plan.line.row, officer: officerID, now: now))
        try db.later(CutOverRecords.quietPassed(case: entered.caseID, today: today, now: now))
        let due = step.clockChanges.compactMap {
            if case .start(let clock) = $0, clock.ends == .stop, clock.state == .running { clock.due } else { nil }
        }.min()
        return CutOverReport.Case(
            row: plan.line.row, oldNumber: old.written, year: old.year, number: entered.number, petition: entered.petition,
            caseID: entered.caseID, procedure: version.procedure, version: "\(version.from.iso).\(version.revision)", state: step.to,
            stateTitle: version.state(step.to)?.title ?? step.to, nextDue: due, overdue: due.map { $0 < today } ?? false)
    }

    /// The number in the book here: the old one where it is free, else the next of that year; where numbers are typed, the old one.
    private func takeNumber(of plan: CutOverPlan, _ office: CutOverOffice) throws -> Int {
        let year = plan.line.oldNumber.year
        if try typesNumbers(.petition, of: office.id) {
            return try takeNumber(.petition, year: year, typed: plan.number, of: office.id)
        }
        return try CutOverRecords.number(db, office: office.id, year: year, wanted: plan.number)
    }

    /// The referral of a petition that went to another office before, where it stands there by now. Its recipient sees it as any other.
    private func carryReferral(
        _ plan: CutOverPlan, of office: CutOverOffice, petition: Int64, senderCase: Int64
    ) throws -> (id: Int64, caseID: Int64)? {
        guard let stands = plan.line.state?.referral, let recipient = plan.recipient, let received = plan.line.receivedOn else {
            return nil
        }
        let line = plan.line
        let sent = plan.sentOn ?? line.letterDate ?? received
        let answered = stands == "answered"
        let answerBy = answered ? nil : line.answerBy
        let referral = try ReferralRecords.insert(
            db, petition: petition, sender: office.id, recipient: recipient, senderCase: senderCase, letterNumber: line.letterNumber ?? "",
            letterDate: line.letterDate ?? sent, sentOn: sent, answerBy: answerBy)
        var declared: [String: FactValue] = ["state": .text(stands), "recipient": .id(recipient), "delivered_on": .date(sent)]
        if let number = line.letterNumber { declared["letter_number"] = .text(number) }
        if let day = line.letterDate { declared["letter_date"] = .date(day) }
        if let answerBy { declared["answer_by"] = .date(answerBy) }
        if line.reminders > 0 { declared["reminders"] = .integer(line.reminders) }
        var facts = plan.facts
        facts.answerBy = answerBy
        facts.deliveredOn = sent
        let opened = try open(
            "referral", event: ProcedureVersion.imported, on: today, facts: facts, declared: declared, organisation: office.id,
            subject: .referral, referral: referral, relation: .sender, received: sent)
        try CaseRecords.grantAccess(db, case: opened.caseID, organisation: recipient, relation: .recipient)
        try ReferralRecords.setDelivered(db, referral: referral, on: sent)
        if line.reminders > 0 { try db.later(CutOverRecords.setReminders(referral: referral, count: line.reminders)) }
        if answered {
            try ReferralRecords.setAnswer(
                db, referral: referral, result: "other", answeredOn: line.decidedOn ?? line.letterDate ?? sent, number: nil, date: nil)
        }
        try db.later(CutOverRecords.quietPassed(case: opened.caseID, today: today, now: now))
        return (referral, opened.caseID)
    }
}
