public import Law
import Postgres
import Records

/// What somebody decides on a document as he saw it.
public struct DocumentDecision: Codable, Sendable, Equatable {
    public var expectedRevision: Int
    /// Why it goes back or is voided; otherwise a note for the history.
    public var remark: String?

    public init(expectedRevision: Int, remark: String? = nil) {
        self.expectedRevision = expectedRevision
        self.remark = remark
    }
}

/// A pile decided in one go: all of it or nothing.
public struct PileDecision: Codable, Sendable, Equatable {
    public struct Item: Codable, Sendable, Equatable {
        public var id: Int64
        public var expectedRevision: Int

        public init(id: Int64, expectedRevision: Int) {
            self.id = id
            self.expectedRevision = expectedRevision
        }
    }
    /// approve | return
    public var decision: String
    public var remark: String?
    /// 1…200, each once.
    public var items: [Item]

    public init(decision: String, remark: String? = nil, items: [Item]) {
        self.decision = decision
        self.remark = remark
        self.items = items
    }
}

/// Whose signature it is, when the asker only records one given on paper.
public struct SignatureDraft: Codable, Sendable, Equatable {
    public var expectedRevision: Int
    /// nil: the asker himself. Another one's is recorded from paper by the records clerk.
    public var signer: Int64?
    /// nil: today.
    public var signedOn: Day?
    /// Which of the signer's authorities; nil for the nearest to the form.
    public var authority: Int64?
    public var remark: String?

    public init(expectedRevision: Int) { self.expectedRevision = expectedRevision }
}

extension DocumentDesk {
    private struct Input<Draft: Encodable>: Encodable {
        var id: Int64
        var draft: Draft
    }

    /// Hands a draft to the leaders; where none has to approve it, it waits for its signature at once.
    public func submit(_ id: Int64, _ decision: DocumentDecision, key: String?, by actor: Actor) async throws -> DraftMoved {
        try await decide(.submit, id, decision, key: key, by: actor)
    }

    /// One leader's approval; the last one of those needed lets it be signed. Nobody approves twice.
    public func approve(_ id: Int64, _ decision: DocumentDecision, key: String?, by actor: Actor) async throws -> DraftMoved {
        try await decide(.approve, id, decision, key: key, by: actor)
    }

    /// Sends a document back to who drafted it, with a remark; a signature on it no longer holds.
    public func sendBack(_ id: Int64, _ decision: DocumentDecision, key: String?, by actor: Actor) async throws -> DraftMoved {
        try await decide(.back, id, decision, key: key, by: actor)
    }

    /// Gives a document up, with the reason. Its number, if it has one, stays in the book as void; what its step did to the case stays too
    /// and is taken back there, by the case's own steps.
    public func void(_ id: Int64, _ decision: DocumentDecision, key: String?, by actor: Actor) async throws -> DraftMoved {
        try await decide(.void, id, decision, key: key, by: actor)
    }

    private func decide(_ action: DraftAction, _ id: Int64, _ decision: DocumentDecision, key: String?, by actor: Actor) async throws
        -> DraftMoved
    {
        _ = try actor.officer()
        let operation = "documents.\(action.rawValue)"
        return try await casework.once(operation, key: key, input: Input(id: id, draft: decision), by: actor) { work in
            try work.decideDraft(action, id, decision)
        }
    }

    /// Approves or returns a pile in one transaction.
    ///
    /// - Throws: `Problem` `invalid_fields` naming `items.N` for each document of the pile that does not allow it; then nothing is decided.
    public func decide(pile: PileDecision, key: String?, by actor: Actor) async throws -> [DraftMoved] {
        _ = try actor.officer()
        guard let action = [DraftAction.approve, .back].first(where: { $0.rawValue == pile.decision }) else {
            throw Problem.invalid("decision", "unknown_code", "Chỉ nhận approve (duyệt) hoặc return (trả lại).")
        }
        guard (1...200).contains(pile.items.count) else {
            throw Problem.invalid("items", pile.items.isEmpty ? "required" : "too_many", "Hãy chọn từ 1 đến 200 văn bản.")
        }
        guard Set(pile.items.map(\.id)).count == pile.items.count else {
            throw Problem.invalid("items", "repeated", "Một văn bản được chọn hai lần.")
        }
        return try await casework.once("documents.pile", key: key, input: pile, by: actor) { work in
            try DraftRecords.lock(work.db, pile.items.map(\.id))
            var moved: [DraftMoved] = []
            var errors: [Problem.FieldError] = []
            for (index, item) in pile.items.enumerated() {
                do {
                    moved.append(
                        try work.decideDraft(
                            action, item.id, DocumentDecision(expectedRevision: item.expectedRevision, remark: pile.remark)))
                } catch let problem as Problem {
                    // a remark that is wrong is wrong once, not for each paper
                    if problem.errors.contains(where: { $0.field == "remark" }) { throw problem }
                    errors.append(Problem.FieldError(field: "items.\(index)", code: problem.code, message: problem.message))
                }
            }
            if !errors.isEmpty { throw Problem.invalid(errors) }
            return moved
        }
    }

    /// Signs, or records a signature given on paper; only who has authority for this form on that day.
    ///
    /// - Throws: `Problem` `no_signing_authority` (403), `signer_not_permitted` (422) when the law gives the step to another role.
    public func sign(_ id: Int64, _ draft: SignatureDraft, key: String?, by actor: Actor) async throws -> DraftMoved {
        _ = try actor.officer()
        return try await casework.once("documents.sign", key: key, input: Input(id: id, draft: draft), by: actor) { work in
            try work.signDraft(id, draft)
        }
    }
}

extension Work {
    func decideDraft(_ action: DraftAction, _ id: Int64, _ decision: DocumentDecision) throws -> DraftMoved {
        let officer = try officer()
        let row = try heldDraft(id, expected: decision.expectedRevision)
        try require(row, action)
        let remark = try Text.optional(decision.remark, field: "remark", most: 2000, multiline: true)
        switch action {
        case .submit:
            let levels = try approvalLevels(form: row.form)
            try DraftRecords.setApprovals(db, draft: id, levels: levels, approvals: 0)
            return try moveDraft(id, action, to: levels == 0 ? .approved : .submitted, remark: remark)
        case .approve:
            if try DraftRecords.isApproved(db, draft: id, by: officer.id) {
                throw Problem(
                    .refused, code: "already_approved", message: "Bạn đã duyệt văn bản “\(row.title)”; cấp duyệt tiếp theo là người khác.")
            }
            try DraftRecords.setApprovals(db, draft: id, levels: row.levels, approvals: row.approvals + 1)
            return try moveDraft(id, action, to: row.approvals + 1 >= row.levels ? .approved : .submitted, remark: remark)
        case .back:
            guard let remark else { throw Problem.invalid("remark", "required", "Cần ghi ý kiến khi trả lại văn bản.") }
            try DraftRecords.clearSignature(db, draft: id)
            try DraftRecords.setApprovals(db, draft: id, levels: row.levels, approvals: 0)
            return try moveDraft(id, action, to: .returned, remark: remark)
        case .void:
            guard let remark else { throw Problem.invalid("remark", "required", "Cần ghi lý do hủy văn bản.") }
            if let document = row.document {
                try DraftRecords.void(db, draft: id, document: document, on: today, others: OwnPapers.others.kinds)
            }
            return try moveDraft(id, action, to: .voided, remark: remark)
        case .draft, .edit, .attach, .sign, .issue, .dispatch, .receipt:
            throw Problem.notPermitted
        }
    }

    /// Approvals that a form needs: the office's for this form, else its usual number.
    private func approvalLevels(form: String) throws -> Int {
        if let own = try AuthorityRecords.levels(db).first(where: { $0.form == form }) { return own.levels }
        return min(DeskSettings.approvalLevels.value(in: reference.settings(of: try officer().organisation)), 4)
    }

    func signDraft(_ id: Int64, _ draft: SignatureDraft) throws -> DraftMoved {
        let officer = try officer()
        let row = try heldDraft(id, expected: draft.expectedRevision)
        try require(row, .sign)
        let signer = draft.signer ?? officer.id
        if signer != officer.id { try officer.require([.recordsClerk]) }
        let day = draft.signedOn ?? today
        if day > today { throw Problem.invalid("signedOn", "date_in_future", "Ngày ký không được sau hôm nay.") }
        if day < row.draftedAt.dayInVietnam {
            throw Problem.invalid("signedOn", "before_draft", "Ngày ký không được trước ngày soạn dự thảo.")
        }
        let held = try AuthorityRecords.holding(db, officer: signer, form: row.form, on: day)
        guard let authority = draft.authority.map({ wanted in held.first { $0.id == wanted } }) ?? held.first else {
            throw Problem(
                .forbidden, code: "no_signing_authority",
                message: "Người ký không có thẩm quyền ký “\(row.formTitle)” ngày \(day.vietnamese).",
                basis: "Nghị định 30/2020/NĐ-CP Đ.13",
                errors: [.init(field: "signer", code: "no_signing_authority", message: "Không có thẩm quyền ký văn bản này.")])
        }
        try checkSigner(signer, row)
        try DraftRecords.setSigned(
            db, draft: id, signer: signer, on: day, authority: authority.id, lines: SignatureBlock.lines(authority))
        let remark = try Text.optional(draft.remark, field: "remark", most: 2000, multiline: true)
        return try moveDraft(id, .sign, to: .signed, remark: remark ?? (signer == officer.id ? nil : "Ghi chữ ký trên bản giấy"))
    }

    /// The step is taken in the signer's name: the law must know his role for it. Better told at the signature than at the number.
    private func checkSigner(_ signer: Int64, _ row: DraftRecords.DraftRow) throws {
        let roles = try self.signer(signer).roles
        let version = try draftVersion(of: row.caseID)
        let allowed = version.transitions.contains { transition in
            transition.event == row.event && transition.issues.contains(row.form)
                && transition.permissions.contains { !roles.isDisjoint(with: $0.roles) }
        }
        if !allowed {
            throw Problem(
                .refused, code: "signer_not_permitted",
                message: "Người ký không giữ vai trò mà quy trình đòi hỏi ở bước của văn bản “\(row.formTitle)”.")
        }
    }

    /// Who signs, as an officer of the actor's office.
    func signer(_ id: Int64) throws -> OfficerActor {
        guard let identity = try OfficeRecords.identity(db, officer: id, organisation: try officer().organisation), !identity.roles.isEmpty
        else {
            throw Problem.invalid("signer", "unknown_officer", "Người ký phải là cán bộ đang làm việc của cơ quan.")
        }
        return OfficerActor(identity)
    }
}

/// What stands above a signer's name (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II, mục I.7).
enum SignatureBlock {
    static func lines(_ row: AuthorityRecords.AuthorityRow) -> [String] {
        lines(authority: row.authority, onBehalfOf: row.onBehalfOf, leadLine: row.leadLine, title: row.title)
    }

    /// `TM. ỦY BAN NHÂN DÂN` / `CHỦ TỊCH`; `KT. CHỦ TỊCH` / `PHÓ CHỦ TỊCH`; the head in his own right has his title alone.
    static func lines(authority: String, onBehalfOf: String, leadLine: String?, title: String) -> [String] {
        let by = authority == "DIRECT" ? nil : "\(authority). \(onBehalfOf.uppercased())"
        return [leadLine?.uppercased(), by, title.uppercased()].compactMap { $0 }
    }
}
