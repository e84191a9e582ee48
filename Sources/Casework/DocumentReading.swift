import Law
import Postgres
import Records

extension Work {
    func draftLine(_ row: DraftRecords.DraftRow) throws -> DraftLine {
        let state = DraftState(rawValue: row.state) ?? .voided
        return DraftLine(
            id: row.id, caseID: row.caseID, form: row.form, formTitle: row.formTitle, title: row.title, state: state,
            stateTitle: state.title,
            revision: row.revision, levels: row.levels, approvals: row.approvals, draftedByName: row.draftedByName,
            draftedAt: row.draftedAt.vietnamISO8601, heldByName: row.heldByName, signerName: row.signerName, signedOn: row.signedOn,
            number: row.number, issuedOn: row.issuedOn)
    }

    func draftView(_ id: Int64) throws -> DraftView {
        guard let row = try DraftRecords.draft(db, id) else { throw Problem.missing("văn bản") }
        let version = try draftVersion(of: row.caseID)
        let facts = try JSON.value([String: FactInput].self, from: row.facts.text)
        return DraftView(
            line: try draftLine(row), event: row.event, eventTitle: version.transitions.first { $0.event == row.event }?.title ?? row.event,
            addressee: row.addressee, sealed: try seal(of: row.caseID) != nil, party: row.party.flatMap(SealedParty.init(rawValue:)),
            organisation: row.recipient, organisationName: row.recipientName, body: row.body, recipients: row.recipients, facts: facts,
            declared: try inWords(facts, event: row.event, of: version), signatureLines: row.signatureLines, issuedByName: row.issuedByName,
            document: row.document,
            history: try DraftRecords.history(db, draft: id).map {
                DraftEntryView(
                    revision: $0.revision, action: DraftAction(rawValue: $0.action) ?? .edit,
                    actionTitle: DraftAction(rawValue: $0.action)?.title ?? $0.action, state: DraftState(rawValue: $0.state) ?? .voided,
                    officerName: $0.officerName, remark: $0.remark, recordedAt: $0.recordedAt.vietnamISO8601,
                    contentSHA256: $0.contentSHA256)
            },
            dispatches: try DraftRecords.dispatches(db, draft: id).map { DispatchView($0) },
            attachments: try MachineryRecords.attachments(db, ofDraft: id).map(AttachmentView.init), may: try mayDo(row),
            typesNumber: try typesNumbers(.outgoing))
    }

    /// What the asker may do now: where it stands, his roles, and for signing his authority today.
    private func mayDo(_ row: DraftRecords.DraftRow) throws -> [DraftAction] {
        let officer = try officer()
        let state = DraftState(rawValue: row.state) ?? .voided
        let signs =
            try state == .approved
            && (officer.roles.contains(.recordsClerk)
                || !AuthorityRecords.holding(db, officer: officer.id, form: row.form, on: today).isEmpty)
        return DraftAction.allCases.filter {
            Self.fits($0, in: state) && ($0 == .sign ? signs : Self.permits($0, in: state, officer, holder: row.heldBy))
        }
    }

    /// Declared facts as people read them.
    private func inWords(_ facts: [String: FactInput], event: String, of version: ProcedureVersion) throws -> [FactView] {
        let specs = version.transitions.filter { $0.event == event }.flatMap(\.takes)
        let organisations = facts.compactMap { name, value -> Int64? in
            guard specs.contains(where: { $0.name == name && $0.kind == .organisation }), case .number(let id) = value else { return nil }
            return id
        }
        let names = try CaseRecords.organisationNames(db, ids: organisations)
        return facts.map { name, value -> FactView in
            let spec = specs.first { $0.name == name }
            let words =
                switch (value, spec?.kind) {
                case (.text(let word), .choice): version.choices[word] ?? word
                case (.text(let text), _): Day(iso: text)?.vietnamese ?? text
                case (.number(let id), .organisation): names[id] ?? String(id)
                case (.number(let number), _): String(number)
                case (.flag(let flag), _): flag ? "Có" : "Không"
                }
            return FactView(name: name, title: version.factTitles[name] ?? (name == IssuedFacts.reason ? "Lý do" : name), value: words)
        }.sorted { $0.name < $1.name }
    }
}

extension DispatchView {
    init(_ row: DraftRecords.DispatchRow) {
        let means = DispatchMeans(rawValue: row.means) ?? .other
        self.init(
            id: row.id, addressee: row.addressee, party: row.party.flatMap(SealedParty.init(rawValue:)), organisation: row.organisation,
            address: row.address, means: means, meansTitle: means.title,
            sentOn: row.sentOn, tracking: row.tracking, receivedOn: row.receivedOn, returnedOn: row.returnedOn,
            returnReason: row.returnReason)
    }
}
