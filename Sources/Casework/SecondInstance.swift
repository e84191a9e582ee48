import Identity
import Law
import Postgres
import Records

/// A complaint that goes on at the office above, and one that ends without a decision on its content.
extension Effects {
    /// The event `second_complaint`, taken by the superior on the first case: the complaint is entered in the superior's book as a new
    /// petition of the same people and opens a case of the second instance there; the first office may read it
    /// (Luật Khiếu nại Đ.7, Đ.33).
    func secondComplaint(_ notes: inout StepNotes) throws {
        guard let petition = held.context.petition, let received = date("received_on"),
            let first = try InstanceRecords.first(db, case: held.context.id)
        else { return }
        let officer = try work.officer()
        let (version, law) = try work.reference.opening(held.version.procedure, on: received)
        let opening = try work.opening(
            law, event: "register", on: received, facts: secondFacts(first, of: officer, received: received),
            organisation: officer.organisation)
        let entered = try PetitionRecords.enter(
            db, secondLetter(first, of: officer, received: received), secondEntry(first, of: officer, received: received),
            version: version, openedOn: received)
        for person in try InstanceRecords.people(db, petition: petition) {
            try db.later(PersonRecords.insert(person, petition: entered.petition, visit: nil, organisation: officer.organisation))
        }
        try InstanceRecords.markSecond(db, registration: entered.registration, of: held.context.id, decidedOn: first.decidedOn)
        try work.record(opening, of: law, on: entered.caseID, seq: 1, day: received, declared: [:])
        try CaseRecords.grantAccess(db, case: entered.caseID, organisation: held.context.organisation, relation: .reader)
        notes.created["petition"] = entered.petition
        notes.created["registration"] = entered.registration
        notes.created["case"] = entered.caseID
    }

    private func secondLetter(_ first: InstanceRecords.First, of officer: OfficerActor, received: Day) -> PetitionRecords.NewPetition {
        var letter = PetitionRecords.NewPetition(
            receiptCode: ReceiptCode(random: work.random).text, office: officer.organisation, channel: .post, receivedOn: received,
            enteredAt: work.now, title: first.title, body: first.body)
        letter.matter = first.matter
        letter.letterDate = date("letter_date")
        letter.request = first.request
        letter.filerKind = first.filerKind
        letter.signatureKind = first.signatureKind
        letter.people = first.people
        letter.representatives = first.representatives
        letter.appointmentSigned = first.appointmentSigned
        letter.appointmentOn = first.appointmentOn
        letter.incidentCommune = first.incidentCommune
        letter.searchWords = first.searchWords
        return letter
    }

    private func secondEntry(
        _ first: InstanceRecords.First, of officer: OfficerActor, received: Day
    ) -> PetitionRecords.NewRegistration {
        var entry = PetitionRecords.NewRegistration(
            organisation: officer.organisation, receivedOn: received, enteredAt: work.now, enteredBy: officer.id, kind: .complaint)
        entry.fieldCode = first.fieldCode
        entry.eligibility = .eligible
        entry.jurisdiction = .competent
        entry.priorResolution = first.decidedOn == nil ? "late_unresolved" : "first"
        entry.priorBodies = first.officeName
        entry.wantsReply = first.wantsReply
        entry.remote = first.remote
        return entry
    }

    private func secondFacts(_ first: InstanceRecords.First, of officer: OfficerActor, received: Day) -> CaseFacts {
        CaseFacts(
            office: officer.office, kind: .complaint, eligibility: .eligible, jurisdiction: .competent, channel: .post,
            receivedOn: received, letterDate: date("letter_date"), wantsReply: first.wantsReply, people: first.people,
            representatives: first.representatives, appointmentSigned: first.appointmentSigned, remote: first.remote, instance: 2,
            firstDecisionOn: first.decidedOn)
    }

    /// The first decision has gone out: the superior, to whom a copy is sent (Luật Khiếu nại Đ.32), may take in a second complaint.
    func informSuperior() throws { try work.informSuperior(of: held.context, under: held.version) }

    /// The events `withdraw_all`, `party_gone`, `terminate_otherwise`: settlement ended without a decision on the content
    /// (Luật Khiếu nại Đ.10, Đ.11a.2). Nothing is noted of a complaint withdrawn before it was accepted.
    func discontinued() throws {
        guard step.to == "terminated" else { return }
        let late = step.clockChanges.contains { if case .stop(_, _, _, let missed) = $0 { missed } else { false } }
        try PetitionRecords.settle(
            db, case: held.context.id, result: event == "withdraw_all" ? "withdrawn" : "terminated",
            decisionNumber: text("document_number"), decisionDate: date("document_date") ?? day, inTime: !late)
        try noteFigures()
    }
}

extension Work {
    /// Gives the office above its part in a complaint of the first instance, where it uses the program; nothing for any other case.
    func informSuperior(of context: CaseRecords.Context, under version: ProcedureVersion) throws {
        guard version.procedure == "complaint", context.instance == 1,
            let superior = try InstanceRecords.superior(db, of: context.organisation)
        else { return }
        try CaseRecords.grantAccess(db, case: context.id, organisation: superior, relation: .superior)
    }

    /// The same when the time for the first settlement has run out: from then on the complainant may go to the superior
    /// (Luật Khiếu nại Đ.33.1).
    func informSuperior(after clock: CaseRecords.ClockRow) throws {
        guard clock.rule == "KN-2", let context = try CaseRecords.context(db, case: clock.caseID) else { return }
        let version = try reference.version(id: context.version)
        try informSuperior(of: context, under: version)
    }
}
