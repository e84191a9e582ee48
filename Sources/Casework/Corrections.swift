import Law
import Postgres
import Records

extension Effects {
    /// Corrects what was written down wrongly. The entry holds which facts; their words, old and new, are sealed beside it. Where the
    /// petition is kept by reference only, nothing but the seals stays: an identity written by mistake is gone.
    ///
    /// - Throws: `Problem`: `nothing_to_correct`, `denouncer_not_stored`, `not_a_denunciation`, `received_by_referral`,
    ///   `book_year_changes`, `after_next_step`, `nobody_named`, `unknown_person`, `unchanged`, `set_and_cleared`,
    ///   `commune_not_in_force`, `own_step`, `duty_from_receipt`, `number_of_envelope`, `newer_case`, `merged_person`, and whatever
    ///   the intake refuses, each naming its field.
    func correct(_ notes: inout StepNotes) throws {
        if let visit = held.context.visit { return try correct(visit: visit, &notes) }
        guard let registration = held.context.registration,
            let entry = try CorrectionRecords.entry(db, registration: registration, position: number("person_position"))
        else { throw Problem.missing("đơn") }
        // The days that run are those of the last case: a correction elsewhere would leave them as they are.
        if entry.newestCase != held.context.id {
            throw Problem.invalid("event", "newer_case", "Đơn đã có hồ sơ mới hơn (số \(entry.newestCase)); hãy đính chính tại hồ sơ đó.")
        }
        let titles = try work.titles(of: entry, declared)
        let correction = try Correction(declared, of: entry, titles: titles, today: work.today)
        notes.before = correction.before
        notes.spoken = correction.spoken
        if entry.referenceOnly { notes.unspoken = CorrectableFacts.words }
        if let day = date("received_on") { try correct(receivedOn: day, of: entry, registration) }
        if let day = date("written_on"), day > date("received_on") ?? entry.receivedOn {
            throw Problem.invalid("written_on", "after_receipt", "Ngày ghi trên đơn không được sau ngày nhận đơn.")
        }
        try check(correction, of: entry)
        var changes = correction.changes
        if flag(ProcedureVersion.remoteFact) == nil, let remote = work.remote(declared, of: entry) {
            changes.append(CorrectionRecords.Change(name: ProcedureVersion.remoteFact, value: remote ? "true" : "false"))
        }
        try CorrectionRecords.correct(db, entry, registration: registration, changes)
        if let name = text("denounced_person") { try nameDenounced(name, of: entry) }
        try CorrectionRecords.indexAnew(db, petition: entry.petition, person: text("full_name") == nil ? nil : entry.person)
        try tellOthers(of: correction, registration)
    }

    private func correct(receivedOn day: Day, of entry: CorrectionRecords.Entry, _ registration: Int64) throws {
        if entry.viaReferral {
            throw Problem.invalid(
                "received_on", "received_by_referral", "Đơn do cơ quan khác chuyển đến: ngày nhận là ngày đơn đến theo phiếu chuyển.")
        }
        if day.year != entry.receivedOn.year {
            throw Problem.invalid(
                "received_on", "book_year_changes", "Ngày nhận sang năm khác thì số sổ cũng khác: hãy hủy số này và vào sổ lại.")
        }
        if let next = entry.nextStepOn, day > next {
            throw Problem.invalid("received_on", "after_next_step", "Đơn đã được xử lý từ ngày \(next.vietnamese).")
        }
        try CorrectionRecords.correct(db, registration: registration, receivedOn: day)
    }

    /// Whoever has the petition too reads in his own case what was set right; his days stay his own.
    private func tellOthers(of correction: Correction, _ registration: Int64) throws {
        let others = try CorrectionRecords.casesElsewhere(db, registration: registration)
        if others.isEmpty { return }
        let told = correction.changed.map { held.version.plainTitle(ofFact: $0) }.joined(separator: "; ")
        try work.asSystem { system in
            for other in others {
                try system.systemStep("correction_noted", on: work.today, case: other, declared: ["corrected": .text(told)])
            }
        }
    }

    /// Puts the office's entry, and the visit at which it was taken down, into the matter to which it belongs; without one named, into a
    /// matter of its own.
    func moveMatter(_ notes: inout StepNotes) throws {
        guard let registration = held.context.registration else { throw Problem.missing("đơn") }
        let named = number("matter").map(Int64.init)
        if let named, named == held.context.matter { throw Problem.invalid("matter", "unchanged", "Đơn đã thuộc vụ việc này.") }
        if named == nil, try MatterRecords.holdsOnly(db, registration: registration) {
            throw Problem.invalid("matter", "unchanged", "Đơn đã là đơn duy nhất của vụ việc này.")
        }
        try work.checkMatter(named, denunciation: held.context.referenceOnly)
        let matter = try named ?? MatterRecords.open(db, registration: registration)
        try MatterRecords.move(db, registration: registration, to: matter)
        notes.created["matter"] = matter
    }

    /// The number stays in the book and stands for nothing.
    func voided() throws { try outcome("voided") }

    /// A case that had ended goes on, as it stood before it was closed.
    func reopened() throws {
        guard let registration = held.context.registration else { return }
        try UndoRecords.reopen(db, registration: registration, case: held.context.id, closedBy: held.context.lastStep?.sequence)
    }

    /// Everything that the last step changed beside state and clocks stands again as before it.
    func revoked(_ notes: inout StepNotes) throws {
        guard let last = held.context.lastStep, let before = try UndoRecords.before(db, case: held.context.id, seq: last.sequence) else {
            throw Problem(.conflict, code: "step_not_kept", message: "Bước này được ghi trước khi chương trình hủy bỏ được bước đã ghi.")
        }
        try UndoRecords.restore(db, case: held.context.id, seq: last.sequence, on: day)
        try giveBack(last, before)
        try unfile(last)
        if last.event == "name_denounced", let petition = held.context.petition {
            try ChainRecords.revokeBarredReferrals(db, petition: petition)
        }
        notes.created["revoked"] = Int64(last.sequence)
    }

    /// The work goes back into the hands in which the step found it, unless a later entry has given it on.
    private func giveBack(_ last: LastStep, _ before: UndoRecords.Before) throws {
        let item = try WorkRecords.item(db, case: held.context.id)
        if item.givenSeq == last.sequence {
            try CaseRecords.setHandler(db, case: held.context.id, officer: before.handler, unit: before.unit)
            try UndoRecords.restoreWork(db, case: held.context.id, seq: last.sequence)
        } else if last.event == "direct" {
            try UndoRecords.restoreWorkDue(db, case: held.context.id, seq: last.sequence)
        }
    }

    /// Copies that one paper filed together with the petition hang on it again.
    private func unfile(_ last: LastStep) throws {
        for copy in try PostbagRecords.filedWith(db, case: held.context.id, seq: last.sequence) {
            try PostbagRecords.unfile(db, envelope: copy.id)
            try work.log(copy.id, at: copy.seq, "unfile", EnvelopeNote(registration: copy.registration, proposal: copy.proposal))
        }
    }
}

extension Work {
    /// The facts of a case as they will be once its last step is undone.
    func undoing(_ facts: inout CaseFacts, of context: CaseRecords.Context) throws {
        guard let last = context.lastStep, let before = try UndoRecords.before(db, case: context.id, seq: last.sequence) else { return }
        facts.kind = before.kind
        facts.eligibility = before.eligibility
        facts.jurisdiction = before.jurisdiction
        facts.remote = before.remote
        facts.complex = before.complex
    }
}

extension ProcedureVersion {
    /// The label of a fact without the advice that a form gives with it.
    fileprivate func plainTitle(ofFact name: String) -> String {
        let title = (factTitles[name] ?? name).prefix { $0 != "(" }
        return String(title.last == " " ? title.dropLast() : title)
    }
}
