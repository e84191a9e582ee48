import Law
import Postgres
import Records

/// What came in from other offices, and what went out to them.
public struct ReferralDesk: Sendable {
    let casework: Casework

    /// - Parameters:
    ///   - incoming: true for the inbox, false for what this office sent.
    ///   - open: only referrals that are still going, or only finished ones.
    ///   - organisation: only those from, or to, this office.
    public func list(
        incoming: Bool, open: Bool?, overdue: Bool, state: String? = nil, organisation: Int64? = nil, cursor: String?, limit: Int,
        by actor: Actor
    ) async throws -> Page<ReferralView> {
        let limit = min(max(limit, 1), 200)
        let before = try Cursor.parse(cursor)
        return try await casework.read(by: actor) { work in
            let rows = try ReferralRecords.list(
                work.db, incoming: incoming, open: open, overdueOn: overdue ? work.today : nil, state: state,
                other: organisation, before: before, limit: limit + 1)
            return Page(
                items: try rows.prefix(limit).map { try work.referralView($0) },
                next: rows.count > limit ? Cursor.text(rows[limit - 1].id) : nil)
        }
    }

    public func referral(_ id: Int64, by actor: Actor) async throws -> ReferralView {
        try await casework.read(by: actor) { work in
            guard let row = try ReferralRecords.referral(work.db, id) else { throw Problem.missing("đơn chuyển") }
            return try work.referralView(row)
        }
    }

    /// Refers a petition of the actor's office: the event `refer` on its own case.
    public func refer(petition: Int64, _ draft: EventDraft, key: String?, by actor: Actor) async throws -> StepView {
        let own = try await casework.cases.ownCase(ofPetition: petition, by: actor)
        var draft = draft
        draft.event = "refer"
        return try await casework.cases.step(own, draft, key: key, by: actor)
    }
}

extension Work {
    func referralView(_ row: ReferralRecords.ReferralRow) throws -> ReferralView {
        let version = try reference.version(id: row.version)
        let late = if let due = row.nextDue, !row.final, due < today { today.days(since: due) } else { 0 }
        return ReferralView(
            id: row.id, caseID: row.caseID, sequence: row.seq, petition: row.petition, petitionTitle: row.petitionTitle, kind: row.kind,
            who: row.who,
            sender: row.sender, senderName: row.senderName, recipient: row.recipient, recipientName: row.recipientName,
            letterNumber: row.letterNumber, letterDate: row.letterDate, sentOn: row.sentOn, deliveredOn: row.deliveredOn,
            answerBy: row.answerBy,
            state: row.state, stateTitle: version.state(row.state)?.title ?? row.state, final: row.final, reminders: row.reminders,
            nextDue: row.nextDue, daysLate: late, result: row.result, answeredOn: row.answeredOn, answerNumber: row.answerNumber,
            answerDate: row.answerDate, answerSummary: row.answerSummary, recipientCase: row.recipientCase,
            recipientOnPaper: row.recipientOnPaper)
    }
}
