public import Law
import Postgres
import Records

/// How the records clerk numbers and issues a signed document.
public struct IssueDraft: Codable, Sendable, Equatable {
    public var expectedRevision: Int
    /// Số, ký hiệu from the office's document system; nil where the book here gives it.
    public var number: String?
    /// Ký hiệu after the number that the book here gives; nil for the office's symbol.
    public var notation: String?
    /// The day on the document, on which the step happens; nil: today.
    public var issuedOn: Day?
    /// Why the step is late, where the law asks for it.
    public var flagReason: String?

    public init(expectedRevision: Int, number: String? = nil) {
        self.expectedRevision = expectedRevision
        self.number = number
    }
}

/// One copy that goes out; where the rule says that a clock stops at sending, the case's own step of sending may be taken with it.
public struct DispatchDraft: Codable, Sendable, Equatable {
    public var expectedRevision: Int
    /// Compulsory, but never of a denunciation: there it is a `party` or an `organisation`.
    public var addressee: String?
    /// Of a denunciation: who is not named; name and address are written on the envelope by hand.
    public var party: SealedParty?
    public var organisation: Int64?
    /// Address lines as on the envelope; never of a denunciation.
    public var address: String?
    public var means: DispatchMeans
    /// nil: today.
    public var sentOn: Day?
    public var tracking: String?
    /// A step of the document's case that this sending carries out, for example `send`; on the day of sending, by who records it.
    public var event: String?
    public var facts: [String: FactInput]?

    public init(expectedRevision: Int, addressee: String? = nil, means: DispatchMeans) {
        self.expectedRevision = expectedRevision
        self.addressee = addressee
        self.means = means
    }
}

/// What became of a copy: exactly one of the days.
public struct DispatchOutcome: Codable, Sendable, Equatable {
    public var receivedOn: Day?
    public var returnedOn: Day?
    /// Why it came back.
    public var reason: String?

    public init(receivedOn: Day? = nil, returnedOn: Day? = nil, reason: String? = nil) {
        self.receivedOn = receivedOn
        self.returnedOn = returnedOn
        self.reason = reason
    }
}

extension DocumentDesk {
    /// Takes the number and, in the same transaction, the step of the case in the name of who signed: here, and not before, the law moves.
    ///
    /// - Throws: `Problem` about `number` (missing, given against the office's rule, used in that year), `issuedOn`;
    ///   `second_person_required` (422) when nobody but the asker has had a hand in it; the law's own refusal.
    public func issue(_ id: Int64, _ draft: IssueDraft, key: String?, by actor: Actor) async throws -> DraftMoved {
        struct Input: Encodable {
            var id: Int64
            var draft: IssueDraft
        }
        _ = try actor.officer()
        return try await casework.once("documents.issue", key: key, input: Input(id: id, draft: draft), by: actor) { work in
            try work.issueDraft(id, draft)
        }
    }

    public func dispatch(_ id: Int64, _ draft: DispatchDraft, key: String?, by actor: Actor) async throws -> DraftMoved {
        struct Input: Encodable {
            var id: Int64
            var draft: DispatchDraft
        }
        _ = try actor.officer()
        return try await casework.once("documents.dispatch", key: key, input: Input(id: id, draft: draft), by: actor) { work in
            try work.dispatchDraft(id, draft)
        }
    }

    /// Records that a copy arrived, or came back and why.
    public func settle(dispatch id: Int64, _ outcome: DispatchOutcome, key: String?, by actor: Actor) async throws -> DraftMoved {
        struct Input: Encodable {
            var id: Int64
            var outcome: DispatchOutcome
        }
        _ = try actor.officer()
        return try await casework.once("documents.receipt", key: key, input: Input(id: id, outcome: outcome), by: actor) { work in
            try work.settleDispatch(id, outcome)
        }
    }
}

/// A step that is taken because its document was issued.
struct Issuing {
    var draft: Int64
    /// The paper that bears the number; the others of the step are issued for themselves.
    var form: String
    var clerk: Int64
    var number: String
    var day: Day
}

extension Work {
    func issueDraft(_ id: Int64, _ draft: IssueDraft) throws -> DraftMoved {
        let clerk = try officer()
        let row = try heldDraft(id, expected: draft.expectedRevision)
        try require(row, .issue)
        try requireHands(row, issuedBy: clerk)
        guard let signer = row.signer, let signedOn = row.signedOn else { throw Problem.missing("chữ ký") }
        let day = draft.issuedOn ?? today
        if day > today { throw Problem.invalid("issuedOn", "date_in_future", "Ngày ban hành không được sau hôm nay.") }
        if day < signedOn {
            throw Problem.invalid("issuedOn", "before_signature", "Ngày ban hành không được trước ngày ký \(signedOn.vietnamese).")
        }
        let leader = try self.signer(signer)
        let held = try lock(row.caseID)
        let number = try takeLetterNumber(.draft(id), year: day.year, typed: draft.number, notation: draft.notation)
        // Another paper of the same step took it already: this one is issued beside it.
        let sibling = try PaperRecords.sibling(db, case: row.caseID, event: row.event, kind: row.form, others: OwnPapers.others)
        if let sibling {
            let document = try PaperRecords.number(
                db, sibling, case: row.caseID, kind: row.form, title: row.formTitle, number: number, on: day)
            try DraftRecords.setIssued(db, draft: id, number: number, on: day, by: clerk.id, document: document)
            return try moveDraft(id, .issue, to: .issued, remark: nil)
        }
        var facts = try JSON.value([String: FactInput].self, from: row.facts.text)
        let taken = Set(
            held.version.transitions.filter { $0.event == row.event && $0.issues.contains(row.form) }.flatMap(\.takes).map(\.name))
        for name in IssuedFacts.numbers where taken.contains(name) { facts[name] = .text(number) }
        for name in IssuedFacts.days where taken.contains(name) { facts[name] = .text(day.iso) }
        if let reason = try Text.optional(draft.flagReason, field: "flagReason", most: 2000, multiline: true) {
            facts[IssuedFacts.reason] = .text(reason)
        }
        let event = EventDraft(event: row.event, occurredOn: day, facts: facts, expectedSequence: held.context.seq)
        let issuing = Issuing(draft: id, form: row.form, clerk: clerk.id, number: number, day: day)
        let step = try acting(as: leader) { work in try work.step(row.caseID, event, issuing: issuing) }
        guard let document = try DraftRecords.document(db, case: row.caseID, seq: step.sequence, form: row.form) else {
            throw Problem(
                .refused, code: "form_not_issued",
                message: "Ở trạng thái hiện nay của hồ sơ, bước này không ban hành “\(row.formTitle)”; hãy trả lại để soạn theo mẫu đúng.")
        }
        try DraftRecords.setIssued(db, draft: id, number: number, on: day, by: clerk.id, document: document)
        var moved = try moveDraft(id, .issue, to: .issued, remark: nil)
        moved.step = step
        return moved
    }

    /// Nobody takes a document from its draft to its number alone: the history names as many people as the office's setting says. A file
    /// added is no hand in it, and a signature recorded from paper is its recorder's line, not the signer's.
    private func requireHands(_ row: DraftRecords.DraftRow, issuedBy clerk: OfficerActor) throws {
        let wanted = min(DeskSettings.documentHands.value(in: reference.settings(of: clerk.organisation)), 4)
        let lines = try DraftRecords.history(db, draft: row.id).filter { $0.action != DraftAction.attach.rawValue }
        guard Set(lines.map(\.officer)).union([clerk.id]).count < wanted else { return }
        throw Problem(
            .refused, code: "second_person_required",
            message: "Văn bản “\(row.title)” mới qua tay quá ít người: ít nhất \(wanted) người phải có tên trong quá trình soạn, duyệt, "
                + "ký, ban hành. Hãy để người khác duyệt, ký trên hệ thống hoặc lấy số (thiết lập \(DeskSettings.documentHands.key)).")
    }

    /// Runs a part of the transaction in the name of another officer of the same office: the database reads his roles, and the entry bears
    /// his name. The actor's own name returns afterwards, also when the part throws: whoever goes on in the transaction is himself again.
    /// With the transaction the name ends in any case.
    func acting<R>(as signer: OfficerActor, _ body: (Work) throws -> R) throws -> R {
        let own = try officer()
        if signer.id == own.id { return try body(self) }
        try Scope.act(db, inNameOf: signer.id)
        let result: R
        do {
            result = try body(Work(db: db, reference: reference, now: now, actor: .officer(signer), random: random))
        } catch {
            // a transaction that the database has given up takes nothing more, and keeps nothing
            try? Scope.act(db, inNameOf: own.id)
            throw error
        }
        try Scope.act(db, inNameOf: own.id)
        return result
    }

    /// An office that issues its papers through drafts does not number them at the step.
    ///
    /// Who tells somebody by telephone or face to face sends no letter, whatever the row could issue.
    func refuseWithoutDraft(_ step: Step, declared: [String: FactValue]) throws(Problem) {
        guard case .officer(let officer) = actor, !OwnPapers.own(step.transition).isEmpty, step.role != .recordsClerk,
            step.transition.takes.contains(where: { IssuedFacts.numbers.contains($0.name) }),
            DeskSettings.documentFlow.value(in: reference.settings(of: officer.organisation)) == 1
        else { return }
        if case .text(let means)? = declared["means"], means != "letter", !IssuedFacts.numbers.contains(where: { declared[$0] != nil }) {
            return
        }
        throw Problem(
            .refused, code: "draft_required",
            message: "Cơ quan ban hành văn bản qua dự thảo: hãy soạn văn bản “\(step.transition.title)” ở mục Văn bản, trình ký; "
                + "bước này được ghi khi văn thư lấy số.")
    }

    // MARK: dispatch

    func dispatchDraft(_ id: Int64, _ draft: DispatchDraft) throws -> DraftMoved {
        let row = try heldDraft(id, expected: draft.expectedRevision)
        try require(row, .dispatch)
        let sentOn = draft.sentOn ?? today
        if sentOn > today { throw Problem.invalid("sentOn", "date_in_future", "Ngày gửi không được sau hôm nay.") }
        if let issuedOn = row.issuedOn, sentOn < issuedOn {
            throw Problem.invalid("sentOn", "before_issue", "Ngày gửi không được trước ngày ban hành \(issuedOn.vietnamese).")
        }
        let (recipient, address) = try dispatchRecipient(draft, of: row.caseID)
        let dispatch = try DraftRecords.insert(
            db,
            DraftRecords.NewDispatch(
                draft: id, addressee: recipient.words, organisation: recipient.organisation, address: address, means: draft.means.rawValue,
                sentOn: sentOn, tracking: try Text.optional(draft.tracking, field: "tracking", most: 100),
                party: recipient.party?.rawValue),
            officer: try officer().id, now: now)
        var step: StepView?
        if let event = try Text.optional(draft.event, field: "event", most: 100) {
            let held = try lock(row.caseID)
            step = try self.step(
                row.caseID, EventDraft(event: event, occurredOn: sentOn, facts: draft.facts, expectedSequence: held.context.seq))
        }
        var moved = try moveDraft(id, .dispatch, to: .dispatched, remark: nil)
        moved.dispatch = dispatch
        moved.step = step
        return moved
    }

    func settleDispatch(_ id: Int64, _ outcome: DispatchOutcome) throws -> DraftMoved {
        guard let seen = try DraftRecords.dispatches(db, ids: [id]).first else { throw Problem.missing("lần gửi văn bản") }
        try DraftRecords.lock(db, [seen.draft])
        guard let sent = try DraftRecords.dispatches(db, ids: [id]).first, let row = try DraftRecords.draft(db, sent.draft) else {
            throw Problem.missing("lần gửi văn bản")
        }
        try require(row, .receipt)
        guard (outcome.receivedOn == nil) != (outcome.returnedOn == nil), let day = outcome.receivedOn ?? outcome.returnedOn else {
            throw Problem.invalid("receivedOn", "one_of_two", "Ghi ngày nhận, hoặc ngày bị trả lại.")
        }
        let field = outcome.receivedOn == nil ? "returnedOn" : "receivedOn"
        if day > today { throw Problem.invalid(field, "date_in_future", "Ngày không được sau hôm nay.") }
        if day < sent.sentOn {
            throw Problem.invalid(field, "before_dispatch", "Ngày không được trước ngày gửi \(sent.sentOn.vietnamese).")
        }
        let reason = try Text.optional(outcome.reason, field: "reason", most: 1000, multiline: true)
        if outcome.returnedOn != nil && reason == nil {
            throw Problem.invalid("reason", "required", "Cần ghi lý do bị trả lại.")
        }
        try DraftRecords.setOutcome(
            db, dispatch: id, receivedOn: outcome.receivedOn, returnedOn: outcome.returnedOn,
            reason: outcome.returnedOn == nil ? nil : reason)
        var moved = try moveDraft(
            sent.draft, .receipt, to: .dispatched,
            remark: outcome.returnedOn == nil ? "Đã nhận ngày \(day.vietnamese)" : "Bị trả lại ngày \(day.vietnamese)")
        moved.dispatch = id
        return moved
    }
}
