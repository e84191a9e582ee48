import Law
import Postgres
import Records

/// What the steps of a voters' petition change beside its case (NQLT 72/2025 ch. 4; Luật Hoạt động giám sát 121/2025/QH15).
extension Effects {
    func voterPetition(_ notes: inout StepNotes) throws {
        let registration = held.context.registration ?? 0
        switch event {
        case "group": try sort(registration)
        case "merge": try outcome("merged")
        case "file_away": try outcome("filed")
        case "reclassify": notes.created["case"] = try reclassify(registration)
        case "assign": try handle()
        case "send": try sendOn(&notes)
        case "dispute": try sendElsewhere(&notes)
        case "urge": try remind(&notes)
        case "reply_own": try replyOwn()
        case "inform_voters": try PetitionRecords.setTold(db, registration: registration, on: date("told_on") ?? day)
        default: break
        }
    }

    /// Field and competence belong to the office's own entry.
    private func sort(_ registration: Int64) throws {
        if let field = text("field") { try work.reference.checkField(field, field: "field") }
        try PetitionRecords.classify(
            db, registration: registration, kind: nil, fieldCode: text("field"), eligibility: nil, ineligibleReason: nil,
            jurisdiction: text("jurisdiction").flatMap(Jurisdiction.init(rawValue:)))
    }

    /// A real referral. It asks for the answer by the day on which the time for it ends, unless the letter names another.
    private func sendOn(_ notes: inout StepNotes) throws {
        var asked = declared
        if date("answer_by") == nil {
            for case .start(let clock) in step.clockChanges where clock.rule == "CFG-2" { asked["answer_by"] = .date(clock.due) }
        }
        try Effects(work: work, held: held, step: step, day: day, declared: asked).refer(&notes)
    }

    /// The body that answered reconsiders by letter; the petition itself goes out again only to another body.
    private func sendElsewhere(_ notes: inout StepNotes) throws {
        guard id("recipient") != nil else { return }
        if held.context.openReferral {
            throw Problem.invalid(
                "recipient", "referral_open",
                "Cơ quan được chuyển trước đó chưa trả lời hoặc trả lại trên hệ thống; chỉ chuyển cho cơ quan khác khi việc đó đã xong.")
        }
        try sendOn(&notes)
    }

    /// The n-th reminder: while the referral is open its recipient gets it there, from the same officer and in the same transaction.
    private func remind(_ notes: inout StepNotes) throws {
        guard let sent = try ReferralRecords.latest(db, ofSenderCase: held.context.id) else { return }
        if sent.final {
            notes.created["reminder"] = Int64(
                try ReferralRecords.remind(
                    db, referral: sent.referral, letterNumber: text("letter_number") ?? "", letterDate: date("letter_date") ?? day,
                    answerBy: date("answer_by"), sentOn: day))
            return
        }
        let track = try work.lock(sent.caseID)
        let on = max(day, track.context.lastOn ?? day)
        let said = declared.filter { ["letter_number", "letter_date", "answer_by", "reason", "flag_reason"].contains($0.key) }
        let urge = try work.decide("urge", on: on, track, declared: said)
        var made = StepNotes(letterNumber: text("letter_number"), letterDate: date("letter_date"))
        try Effects(work: work, held: track, step: urge, day: on, declared: said).before(&made)
        try work.record(
            urge, of: track.version, on: sent.caseID, seq: track.context.seq + 1, day: on, declared: said, notes: made)
        notes.created["reminder"] = made.created["reminder"]
    }

    /// What concerns the council itself is settled here.
    private func replyOwn() throws {
        try outcome("accepted")
        let inTime = step.clockChanges.allSatisfy { if case .stop(_, _, _, let late) = $0 { !late } else { true } }
        try PetitionRecords.settle(
            db, case: held.context.id, result: text("answer") == "explained" ? "explained" : "settled",
            decisionNumber: text("document_number"), decisionDate: date("document_date") ?? day, inTime: inTime)
    }
}
