import Law
import Postgres
import Records

extension Effects {
    /// The event `withdraw_record` of a referral: what its sender had written down from the recipient's paper was wrong. What followed
    /// from it in the sender's own case is taken back with it by the program; both journals keep what was written and that it was undone.
    ///
    /// - Throws: `Problem` `step_not_kept` when the sender's step was taken before such steps could be undone; the refusal of an office
    ///   that is barred from the denunciation, which would get it again.
    func withdrawRecord(_ referral: Int64, _ notes: inout StepNotes) throws {
        guard let last = held.context.lastStep else { return }
        if held.context.final, let recipient = held.context.recipient {
            try work.refuseDenounced(recipient, held.context, field: "event")
        }
        if ["record_answer", "answer_on_paper"].contains(last.event) { try ReferralRecords.clearAnswer(db, referral: referral) }
        notes.created["withdrawn"] = Int64(last.sequence)
        // Asked before this entry stands: it speaks of what was written down last.
        guard let followed = try ReferralRecords.followed(db, case: held.context.id) else { return }
        try work.asSystem { system in
            let sender = try system.lock(followed.caseID)
            let on = max(day, sender.context.lastOn ?? day)
            let step = try system.decide(ProcedureVersion.recordWithdrawn, on: on, sender, declared: [:])
            var taken = StepNotes()
            try Effects(work: system, held: sender, step: step, day: on, declared: [:]).revoked(&taken)
            try system.record(
                step, of: sender.version, on: followed.caseID, seq: sender.context.seq + 1, day: on, declared: [:], notes: taken)
        }
        notes.created["senderCase"] = followed.caseID
    }

    /// The event `withdraw_record` of a task: what it had recorded stands as before that was written down. Who had declined it on paper
    /// sees the giver's case again.
    ///
    /// - Throws: the refusal of an office that is barred from the denunciation.
    func withdrawTaskRecord(_ task: Int64, _ notes: inout StepNotes) throws {
        guard let last = held.context.lastStep else { return }
        if held.context.final, let assignee = held.context.recipient {
            try work.refuseDenounced(assignee, held.context, field: "event")
        }
        try TaskRecords.restore(db, task: task, case: held.context.id, before: last.sequence, event: last.event)
        if last.event == "record_decline" { try TaskRecords.reopenAccess(db, task: task) }
        notes.created["withdrawn"] = Int64(last.sequence)
    }

    /// A referral of a denunciation that has ended is read no more by a recipient that is barred from it (Luật Tố cáo Đ.9, Đ.12, Đ.56).
    func closeToBarred() throws {
        guard held.context.referral != nil, held.context.kind == .denunciation, let petition = held.context.petition,
            held.version.state(step.to)?.isFinal == true
        else { return }
        try ChainRecords.revokeBarredReferrals(db, petition: petition)
    }
}
