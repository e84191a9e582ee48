import Law
import Postgres
import Records

extension Effects {
    /// A body that does not use the program answered on paper: the referral that waited for it ends as answered, in the same transaction
    /// and by the program itself. Without an open referral there is nothing to end.
    ///
    /// The words of the answer stay in the sender's case; the referral keeps its result, number and day (Luật Tiếp công dân Đ.27.2).
    func recordResult(_ notes: inout StepNotes) throws {
        guard let sent = try ReferralRecords.latest(db, ofSenderCase: held.context.id), !sent.final else { return }
        let said = declared.filter { ["result", "document_number", "document_date"].contains($0.key) }
        try work.asSystem { system in
            let track = try system.lock(sent.caseID)
            let on = max(day, track.context.lastOn ?? day)
            let step = try system.decide("answer_on_paper", on: on, track, declared: said)
            try system.record(step, of: track.version, on: sent.caseID, seq: track.context.seq + 1, day: on, declared: said)
            try ReferralRecords.setAnswer(
                system.db, referral: sent.referral, result: text("result") ?? "other", answeredOn: on, number: text("document_number"),
                date: date("document_date"))
            try Effects(work: system, held: track, step: step, day: on, declared: said).closeToBarred()
        }
        notes.created["answeredReferral"] = sent.referral
    }
}
