import Law
import Postgres
import Records

/// Documents from the first draft to the addressee. Nothing happens to a case, its state or its clocks before its document is issued.
public struct DocumentDesk: Sendable {
    let casework: Casework

    /// Papers that may be drafted for a case as it stands, whoever will sign them.
    public func forms(case id: Int64, by actor: Actor) async throws -> [DraftableStep] {
        let officer = try actor.officer()
        try officer.require(Self.writers)
        return try await casework.read(by: actor) { work in try work.draftableSteps(id) }
    }

    /// What a new document of a step begins with, where the case says it: title, text and recipients; nil where that is left to its writer.
    public func beginning(case id: Int64, event: String, by actor: Actor) async throws -> DocumentContent? {
        let officer = try actor.officer()
        try officer.require(Self.writers)
        return try await casework.read(by: actor) { work in
            let version = try work.draftVersion(of: id)
            let issues = version.transitions.contains { $0.event == event && $0.issues.contains(ConclusionNotice.form) }
            guard issues else { return nil }
            let content = try work.beginning(DocumentContent(title: ""), form: ConclusionNotice.form, case: id)
            return content.body == nil ? nil : content
        }
    }

    public func list(_ filter: DraftFilter, by actor: Actor) async throws -> Page<DraftLine> {
        let officer = try actor.officer()
        let limit = min(max(filter.limit, 1), 200)
        let before = try Cursor.parse(filter.cursor)
        return try await casework.read(by: actor) { work in
            guard let wanted = Self.wanted(filter, officer, on: work.today) else { return Page(items: [], next: nil) }
            let rows = try DraftRecords.list(work.db, wanted, before: before, limit: limit + 1)
            return Page(
                items: try rows.prefix(limit).map { try work.draftLine($0) },
                next: rows.count > limit ? Cursor.text(rows[limit - 1].id) : nil)
        }
    }

    public func draft(_ id: Int64, by actor: Actor) async throws -> DraftView {
        _ = try actor.officer()
        return try await casework.read(by: actor) { work in try work.draftView(id) }
    }

    /// What a plain print shows, and what the envelopes of its dispatches do.
    public func printed(_ id: Int64, by actor: Actor) async throws -> PrintedDocument {
        let officer = try actor.officer()
        return try await casework.read(by: actor) { work in
            let view = try work.draftView(id)
            // A document goes on showing the name that the office had when it was issued.
            return PrintedDocument(
                view: view, letterhead: try work.letterhead(of: officer.organisation, on: view.line.issuedOn ?? work.today),
                officeSymbol: try OfficeRecords.organisation(work.db, id: officer.organisation)?.symbol ?? "",
                officeAddress: try DraftRecords.officeAddress(work.db))
        }
    }

    /// Dispatches of any of the office's documents, for printing their envelopes at once; at most 200.
    public func envelopes(_ ids: [Int64], by actor: Actor) async throws -> EnvelopePile {
        let officer = try actor.officer()
        guard ids.count <= 200 else { throw Problem.invalid("dispatch", "too_many", "Mỗi lần in tối đa 200 bì thư.") }
        return try await casework.read(by: actor) { work in
            let rows = try DraftRecords.dispatches(work.db, ids: ids)
            if rows.isEmpty { throw Problem.missing("lần gửi văn bản") }
            return EnvelopePile(
                sender: try work.letterhead(of: officer.organisation, on: work.today), address: try DraftRecords.officeAddress(work.db),
                dispatches: rows.map { DispatchView($0) })
        }
    }

    /// Whether the books of the actor's office take typed numbers: `petition`, `visit`, `register`, `outgoing`, `incoming`.
    public func typedBooks(by actor: Actor) async throws -> Set<String> {
        _ = try actor.officer()
        return try await casework.read(by: actor) { work in
            Set(try Book.allCases.filter { try work.typesNumbers($0) }.map(\.rawValue))
        }
    }

    /// Begins a document for a case of the actor's office.
    ///
    /// - Throws: `Problem` about `case`, `event`, `form` or a fact that the step does not know or cannot read.
    public func write(_ draft: NewDocument, key: String?, by actor: Actor) async throws -> DraftMoved {
        let officer = try actor.officer()
        try officer.require(Self.writers)
        return try await casework.once("documents.write", key: key, input: draft, by: actor) { work in try work.beginDraft(draft) }
    }

    /// Writes a draft anew that is not submitted, or was returned.
    public func rewrite(_ id: Int64, _ content: DocumentContent, key: String?, by actor: Actor) async throws -> DraftMoved {
        struct Input: Encodable {
            var id: Int64
            var content: DocumentContent
        }
        let officer = try actor.officer()
        try officer.require(Self.writers)
        return try await casework.once("documents.rewrite", key: key, input: Input(id: id, content: content), by: actor) { work in
            let row = try work.heldDraft(id, expected: content.expectedRevision)
            try work.require(row, .edit)
            let version = try work.draftVersion(of: row.caseID)
            try DraftRecords.rewrite(work.db, draft: id, try work.stored(content, event: row.event, of: version, case: row.caseID))
            return try work.moveDraft(id, .edit, to: .drafted, remark: nil)
        }
    }

    static let writers: Set<Role> = [.clerk, .officer, .leader]

    /// nil when the officer's roles leave nothing to wait for.
    private static func wanted(_ filter: DraftFilter, _ officer: OfficerActor, on day: Day) -> DraftRecords.Wanted? {
        var wanted = DraftRecords.Wanted()
        wanted.caseID = filter.caseID
        wanted.states = filter.state.map { [$0.rawValue] }
        guard let queue = filter.waiting else { return wanted }
        switch queue {
        case .approve:
            guard officer.roles.contains(.leader) else { return nil }
            wanted.states = [DraftState.submitted.rawValue]
            wanted.notYetApprovedBy = officer.id
        case .sign:
            wanted.states = [DraftState.approved.rawValue]
            wanted.signableBy = (officer.id, day)
        case .number:
            guard officer.roles.contains(.recordsClerk) else { return nil }
            wanted.states = [DraftState.signed.rawValue]
        case .dispatch:
            guard !officer.roles.isDisjoint(with: [.recordsClerk, .clerk]) else { return nil }
            wanted.states = [DraftState.issued.rawValue]
        case .returned:
            wanted.states = [DraftState.returned.rawValue]
            wanted.heldBy = officer.id
        case .drafts:
            wanted.states = [DraftState.drafted.rawValue]
            wanted.heldBy = officer.id
        }
        return wanted
    }
}

/// What a draft may say, until it is submitted.
public struct DocumentContent: Codable, Sendable, Equatable {
    /// Trích yếu.
    public var title: String
    /// Kính gửi; never of a denunciation.
    public var addressee: String?
    /// Of a denunciation: who is not named.
    public var party: SealedParty?
    /// An office of the list to which it goes.
    public var organisation: Int64?
    public var body: String?
    /// Nơi nhận, one a line.
    public var recipients: String?
    /// What the step will declare, by the names of the procedure; its number and day come when it is issued.
    public var facts: [String: FactInput]?
    /// The revision that was seen; 0 for a new one.
    public var expectedRevision: Int

    public init(title: String, expectedRevision: Int = 0) {
        self.title = title
        self.expectedRevision = expectedRevision
    }
}

/// A document to be drafted: the case, the step that it will carry out, its form.
public struct NewDocument: Codable, Sendable, Equatable {
    public var caseID: Int64
    public var event: String
    /// One of the papers that the step issues; may be left out where it issues one.
    public var form: String?
    public var title: String
    public var addressee: String?
    public var party: SealedParty?
    public var organisation: Int64?
    public var body: String?
    public var recipients: String?
    public var facts: [String: FactInput]?

    public init(caseID: Int64, event: String, form: String? = nil, title: String) {
        self.caseID = caseID
        self.event = event
        self.form = form
        self.title = title
    }

    enum CodingKeys: String, CodingKey {
        case caseID = "case"
        case event, form, title, addressee, party, organisation, body, recipients, facts
    }

    var content: DocumentContent {
        var content = DocumentContent(title: title)
        content.addressee = addressee
        content.party = party
        content.organisation = organisation
        content.body = body
        content.recipients = recipients
        content.facts = facts
        return content
    }
}
