import Identity
import Law
import Postgres
import Records

/// Names by which the rows of the law take a document's number and its day: both come when it is issued.
enum IssuedFacts {
    static let numbers = ["letter_number", "document_number", "notice_number"]
    static let days = ["letter_date", "document_date", "notice_date"]
    static let all = Set(numbers + days)
    /// Why something is late, which no row lists among what it takes.
    static let reason = "flag_reason"
}

extension Work {
    /// The procedure of a case that the office may write a document for: it has more to do with it than to read it.
    func draftVersion(of id: Int64) throws -> ProcedureVersion {
        guard let head = try CaseRecords.head(db, case: id), head.relations.contains(where: { $0 != Relation.reader.rawValue }) else {
            throw Problem.missing("hồ sơ")
        }
        return try reference.version(id: head.version)
    }

    func draftableSteps(_ id: Int64) throws -> [DraftableStep] {
        let version = try draftVersion(of: id)
        guard let context = try CaseRecords.context(db, case: id) else { return [] }
        let beside = try unnumberedPapers(id, of: version)
        if context.final { return beside }
        let clocks: [CaseRecords.ClockRow] = try db.all(CaseRecords.clocksQuery(id))
        let relations = Set(context.relations.compactMap(Relation.init(rawValue:)))
        let steps = version.allowedEvents(
            state: context.state, roles: [.clerk, .officer, .leader, .recordsClerk], relations: relations, facts: facts(of: context),
            on: today, clocks: clocks.map(\.running)
        ).compactMap { allowed -> DraftableStep? in
            let issues = OwnPapers.own(allowed.transition)
            guard !issues.isEmpty else { return nil }
            return DraftableStep(
                event: allowed.transition.event, title: allowed.transition.title,
                forms: issues.map { DraftableStep.Form(value: $0, title: version.documents[$0] ?? $0) },
                fields: allowed.takes.filter { !IssuedFacts.all.contains($0.name) }.map { spec -> AllowedEventView.Field in
                    let choices: [String] = if case .choice(let words) = spec.kind { words } else { [] }
                    let type = if case .choice = spec.kind { "choice" } else { spec.kind.word }
                    return AllowedEventView.Field(
                        name: spec.name, title: version.factTitles[spec.name] ?? spec.name, type: type, required: spec.required,
                        choices: choices.map { AllowedEventView.Choice(value: $0, title: version.choices[$0] ?? $0) })
                }, blockedBy: allowed.blockedBy)
        }
        return steps + beside.filter { paper in !steps.contains { $0.event == paper.event } }
    }

    /// Papers of steps that were taken when another paper of theirs was issued: they are drafted for themselves and take no step any more.
    private func unnumberedPapers(_ id: Int64, of version: ProcedureVersion) throws -> [DraftableStep] {
        var steps: [DraftableStep] = []
        for paper in try PaperRecords.unnumbered(db, case: id, others: OwnPapers.others) {
            let rows = version.transitions.filter { $0.event == paper.event && OwnPapers.own($0).contains(paper.kind) }
            guard let row = rows.first else { continue }
            let form = DraftableStep.Form(value: paper.kind, title: version.documents[paper.kind] ?? paper.kind)
            if let index = steps.firstIndex(where: { $0.event == paper.event }) {
                if !steps[index].forms.contains(form) { steps[index].forms.append(form) }
            } else {
                steps.append(DraftableStep(event: paper.event, title: row.title, forms: [form], fields: [], blockedBy: []))
            }
        }
        return steps
    }

    func beginDraft(_ draft: NewDocument) throws -> DraftMoved {
        let officer = try officer()
        let version = try draftVersion(of: draft.caseID)
        let rows = version.transitions.filter { $0.event == draft.event && !OwnPapers.own($0).isEmpty }
        if rows.isEmpty {
            throw Problem.invalid("event", "no_document", "Bước này không ban hành văn bản nào trong thủ tục “\(version.title)”.")
        }
        var forms: [String] = []
        for form in rows.flatMap({ OwnPapers.own($0) }) where !forms.contains(form) { forms.append(form) }
        guard let form = draft.form ?? (forms.count == 1 ? forms[0] : nil) else {
            throw Problem.invalid("form", "required", "Bước này ban hành nhiều loại văn bản; hãy chọn một loại.")
        }
        guard forms.contains(form) else {
            throw Problem.invalid("form", "unknown_form", "Bước này không ban hành loại văn bản đã chọn.")
        }
        let content = try stored(
            try beginning(draft.content, form: form, case: draft.caseID), event: draft.event, of: version, case: draft.caseID)
        let id = try DraftRecords.insert(
            db,
            DraftRecords.NewDraft(
                caseID: draft.caseID, event: draft.event, form: form, formTitle: version.documents[form] ?? form, content: content),
            officer: officer.id, now: now)
        return try moveDraft(id, .draft, to: .drafted, remark: nil)
    }

    /// The content as it is kept; facts that the step cannot read are refused here and not at the signature.
    func stored(
        _ content: DocumentContent, event: String, of version: ProcedureVersion, case caseID: Int64
    ) throws -> DraftRecords.Content {
        let facts = content.facts ?? [:]
        let specs = version.transitions.filter { $0.event == event }.flatMap(\.takes)
        for name in facts.keys.sorted() {
            if IssuedFacts.all.contains(name) {
                throw Problem.invalid(name, "given_at_issue", "Số và ngày của văn bản được ghi khi ban hành, không ghi ở dự thảo.")
            }
            if name != IssuedFacts.reason && !specs.contains(where: { $0.name == name }) {
                throw Problem.invalid(name, "unknown_fact", "Bước này không có thông tin “\(name.prefix(60))”.")
            }
        }
        for (name, value) in try factValues(facts, event: event, of: version) {
            guard case .id(let organisation) = value, specs.first(where: { $0.name == name })?.kind == .organisation else { continue }
            if try OfficeRecords.organisation(db, id: organisation) == nil {
                throw Problem.invalid(name, "unknown_organisation", "Không có cơ quan này trong danh mục.")
            }
        }
        let recipient = try paperRecipient(
            content.addressee, party: content.party, organisation: content.organisation, most: 1000, of: caseID)
        return DraftRecords.Content(
            title: try Text.require(content.title, field: "title", most: 500), addressee: recipient.words,
            body: try Text.optional(content.body, field: "body", most: 50_000, multiline: true) ?? "",
            recipients: try Text.optional(content.recipients, field: "recipients", most: 3000, multiline: true) ?? "",
            facts: JSONB(try JSON.text(facts)), party: recipient.party?.rawValue, recipient: recipient.organisation)
    }

    // MARK: the draft in hand

    /// The draft, locked, as the asker saw it.
    func heldDraft(_ id: Int64, expected: Int) throws -> DraftRecords.DraftRow {
        try DraftRecords.lock(db, [id])
        guard let row = try DraftRecords.draft(db, id) else { throw Problem.missing("văn bản") }
        if row.revision != expected {
            throw Problem(
                .conflict, code: "stale_revision",
                message: "Văn bản “\(row.title)” đã được người khác xử lý. Hãy tải lại trang rồi thực hiện lại.",
                currentSequence: row.revision)
        }
        return row
    }

    /// One line of its history, and the draft moves with it.
    func moveDraft(_ id: Int64, _ action: DraftAction, to state: DraftState, remark: String?) throws -> DraftMoved {
        guard let row = try DraftRecords.draft(db, id) else { throw Problem.missing("văn bản") }
        let content = try JSON.text([row.form, row.title, row.addressee, row.body, row.recipients, row.facts.text])
        try DraftRecords.append(
            db,
            DraftRecords.NewEntry(
                draft: id, after: row.revision, action: action.rawValue, state: state.rawValue, remark: remark,
                contentSHA256: ContentHash.hex(Array(content.utf8))), officer: try officer().id, now: now)
        return DraftMoved(
            id: id, caseID: row.caseID, state: state, revision: row.revision + 1, number: row.number, document: row.document)
    }

    /// - Throws: `Problem` `document_state` (422) when it does not stand where this is done, `not_permitted` when it is another's to do.
    func require(_ row: DraftRecords.DraftRow, _ action: DraftAction) throws {
        let officer = try officer()
        let state = DraftState(rawValue: row.state) ?? .voided
        guard Self.fits(action, in: state) else {
            throw Problem(
                .refused, code: "document_state",
                message: "Văn bản “\(row.title)” đang ở trạng thái “\(state.title)”, không thể: \(action.title).")
        }
        if !Self.permits(action, in: state, officer, holder: row.heldBy) { throw Problem.notPermitted }
    }

    /// Where each thing is done.
    static func fits(_ action: DraftAction, in state: DraftState) -> Bool {
        switch action {
        case .draft: false
        case .edit, .submit: [.drafted, .returned].contains(state)
        case .attach: state != .voided
        case .approve: state == .submitted
        case .back: [.submitted, .approved, .signed].contains(state)
        case .sign: state == .approved
        case .issue: state == .signed
        case .dispatch, .receipt: [.issued, .dispatched].contains(state)
        // What has gone out is answered by another document.
        case .void: ![.dispatched, .voided].contains(state)
        }
    }

    /// Who does it; who may sign is asked apart, by form and day.
    static func permits(_ action: DraftAction, in state: DraftState, _ officer: OfficerActor, holder: Int64) -> Bool {
        switch action {
        case .draft, .edit, .submit: !officer.roles.isDisjoint(with: DocumentDesk.writers)
        case .attach, .dispatch, .receipt: !officer.roles.isDisjoint(with: DocumentDesk.writers.union([.recordsClerk]))
        case .approve: officer.roles.contains(.leader)
        case .back: officer.roles.contains(.leader) || (state == .signed && officer.roles.contains(.recordsClerk))
        case .sign: true
        case .issue: officer.roles.contains(.recordsClerk)
        case .void:
            officer.roles.contains(.leader)
                || (holder == officer.id && [.drafted, .returned, .submitted].contains(state))
        }
    }
}

extension Work {
    /// A file goes with its draft; once that is issued the file is the document's own, the signed and stamped copy.
    func place(_ new: inout MachineryRecords.NewAttachment, with draft: Int64) throws {
        try DraftRecords.lock(db, [draft])
        guard let row = try DraftRecords.draft(db, draft) else { throw Problem.missing("văn bản") }
        try require(row, .attach)
        new.caseID = row.caseID
        new.draft = draft
        new.document = row.document
        _ = try moveDraft(draft, .attach, to: DraftState(rawValue: row.state) ?? .drafted, remark: new.name)
    }
}
