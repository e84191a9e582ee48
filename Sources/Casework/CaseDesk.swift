import Identity
import Law
import Postgres
import Records

/// Cases: what they are, what may be done, the steps themselves.
public struct CaseDesk: Sendable {
    let casework: Casework

    /// Takes one step of a case.
    ///
    /// - Throws: `Problem`: `stale_sequence` (409) when the case moved since the asker looked; the law's refusal with its article (422/403).
    public func step(_ id: Int64, _ draft: EventDraft, key: String?, by actor: Actor) async throws -> StepView {
        if case .citizen = actor { throw Problem.notPermitted }
        struct Input: Encodable {
            var `case`: Int64
            var draft: EventDraft
        }
        let taken = try await casework.once("cases.step", key: key, input: Input(case: id, draft: draft), by: actor) { work in
            var step = try work.step(id, draft)
            step.warnings = try work.warnings(giving: draft.facts ?? [:])
            return step
        }
        if Effects.erasing.contains(draft.event) { try? await casework.shredErased(by: actor) }
        return taken
    }

    public func caseFile(_ id: Int64, by actor: Actor) async throws -> CaseView {
        try await casework.read(by: actor) { work in try work.caseView(id) }
    }

    /// Every case that the actor's office may see, newest first.
    public func list(_ filter: CaseFilter, by actor: Actor) async throws -> Page<CaseLine> {
        let limit = min(max(filter.limit, 1), 200)
        let before = try Cursor.parse(filter.cursor)
        return try await casework.read(by: actor) { work in
            let wanted = CaseRecords.Wanted(
                procedure: filter.procedure, subject: filter.subject, state: filter.state, open: filter.open,
                overdueOn: filter.overdue == true ? work.today : nil, organisation: filter.organisation)
            let rows = try CaseRecords.list(work.db, wanted, before: before, limit: limit + 1)
            return Page(
                items: try rows.prefix(limit).map { try work.caseLine($0) },
                next: rows.count > limit ? Cursor.text(rows[limit - 1].id) : nil)
        }
    }

    /// The office's own newest case of a petition: where `petitions/{id}/events` goes.
    public func ownCase(ofPetition petition: Int64, by actor: Actor) async throws -> Int64 {
        let officer = try actor.officer()
        return try await casework.read(by: actor) { work in
            guard let row = try PetitionRecords.full(work.db, petition: petition), row.organisation == officer.organisation else {
                throw Problem.missing("đơn")
            }
            return row.caseID
        }
    }

    public func journal(_ id: Int64, by actor: Actor) async throws -> [EntryView] {
        try await casework.read(by: actor) { work in try work.caseView(id).journal }
    }

    public func clocks(_ id: Int64, by actor: Actor) async throws -> [ClockView] {
        try await casework.read(by: actor) { work in try work.caseView(id).clocks }
    }
}

extension Work {
    func caseLine(_ head: CaseRecords.Head) throws -> CaseLine {
        let version = try reference.version(id: head.version)
        let timing = timing(due: head.nextDue, final: head.final)
        return CaseLine(
            id: head.id, procedure: version.procedure, procedureTitle: version.title, organisation: head.organisation,
            organisationName: head.organisationName, subject: head.subject, petition: head.petition, referral: head.referral,
            visit: head.visit, session: head.session, task: head.task, state: head.state,
            stateTitle: version.state(head.state)?.title ?? head.state, final: head.final, sequence: head.seq, openedOn: head.openedOn,
            nextDue: head.nextDue, dueProvisional: head.dueProvisional, timing: timing.word,
            daysLate: timing.late, relations: head.relations)
    }

    func caseView(_ id: Int64) throws -> CaseView {
        let answers = try db.answers([
            CaseRecords.headQuery(id), CaseRecords.clocksQuery(id), CaseRecords.journalQuery(id), CaseRecords.factsQuery(id),
            CaseRecords.documentsQuery(id), CaseRecords.directionsQuery(id), MachineryRecords.ofCaseQuery(id),
            RedatingRecords.recountsQuery(id), SettlementRecords.ofCaseQuery(id),
        ])
        guard let head: CaseRecords.Head = try answers[0].first() else { throw Problem.missing("hồ sơ") }
        let version = try reference.version(id: head.version)
        let own = (try? officer().organisation) == head.organisation
        var work: WorkRecords.Item?
        if own && ["petition", "task"].contains(head.subject) { work = try WorkRecords.item(db, case: id) }
        var handlerAway: Absence?
        if let item = work, let handler = item.handler, !head.final {
            handlerAway = try absence(of: handler, in: head.organisation, due: item.dueOn)
        }
        // Who may only read follows where the case stands and what was decided, not what is said and brought forward in it.
        let onlyReads = head.relations == [Relation.reader.rawValue]
        var journal = try entryViews(try answers[2].all(), words: onlyReads ? [] : answers[3].all(), version: version)
        try nameWhoSpoke(in: &journal, referral: head.referral)
        try nameWhoSpoke(in: &journal, task: head.task)
        if !own { hideWork(in: &journal) }
        if onlyReads {
            for index in journal.indices {
                journal[index].facts = []
                journal[index].officerName = nil
            }
        }
        var documents: [CaseRecords.DocumentRow] = try answers[4].all()
        var attachments: [MachineryRecords.AttachmentRow] = try answers[6].all()
        if onlyReads {
            documents.removeAll { !$0.kind.hasSuffix("_decision") }
            attachments = []
        }
        return CaseView(
            id: head.id, procedure: version.procedure, procedureTitle: version.title, version: "\(version.from.iso).\(version.revision)",
            organisation: head.organisation, organisationName: head.organisationName, subject: head.subject, petition: head.petition,
            referral: head.referral, visit: head.visit, session: head.session, task: head.task, state: head.state,
            stateTitle: version.state(head.state)?.title ?? head.state, final: head.final, sequence: head.seq, openedOn: head.openedOn,
            nextDue: head.nextDue, dueProvisional: head.dueProvisional, relations: head.relations,
            clocks: try clockViews(
                try answers[1].all(as: CaseRecords.ClockRow.self).filter { own || !Self.ownClocks.contains($0.rule) },
                recounts: try answers[7].all(), organisation: head.organisation, version: version),
            journal: journal,
            allowed: try allowedViews(id, head: head, version: version, clocks: try answers[1].all())
                .filter { allowed in work.map { offers(allowed.event, $0) } ?? true },
            work: onlyReads ? nil : work.map { WorkView($0, handlerAway: handlerAway) },
            documents: documents.map {
                DocumentView(id: $0.id, kind: $0.kind, title: $0.title, number: $0.number, issuedOn: $0.issuedOn, sequence: $0.seq)
            },
            directions: own
                ? try answers[5].all(as: CaseRecords.DirectionRow.self).map(DirectionView.init) : [],
            attachments: attachments.map(AttachmentView.init),
            chain: try chainView(ofPetition: head.petition),
            settlement: onlyReads ? [] : try settlementFacts(try answers[8].first()))
    }

    private func entryViews(_ entries: [CaseRecords.EntryRow], words: [CaseRecords.FactRow], version: ProcedureVersion) throws
        -> [EntryView]
    {
        let words = Dictionary(grouping: words, by: \.seq)
        let payloads = try entries.map { try JSON.value(StoredPayload.self, from: $0.payload.text) }
        let specs = version.transitions.flatMap(\.takes)
        let ids = payloads.flatMap { payload in
            (payload.facts ?? [:]).compactMap { name, value -> Int64? in
                guard specs.contains(where: { $0.name == name && $0.kind == .organisation }), case .number(let id) = value else {
                    return nil
                }
                return id
            }
        }
        let names = try CaseRecords.organisationNames(db, ids: ids + payloads.flatMap { $0.offices?.ids ?? [] })
        return zip(entries, payloads).map { entry, payload in
            let rows = version.transitions.filter { $0.event == entry.event }
            var facts = (payload.facts ?? [:]).map { name, value in
                FactView(
                    name: name, title: version.factTitles[name] ?? name,
                    value: shown(value, spec: rows.flatMap(\.takes).first { $0.name == name }, version, names))
            }
            if let offices = payload.offices {
                let words = offices.ids.map { names[$0] ?? String($0) }.joined(separator: " → ")
                facts.append(FactView(name: "offices", title: "Cơ quan giải quyết", value: words))
            }
            facts += (payload.clocks ?? []).map {
                FactView(name: $0.rule, title: version.clock($0.rule)?.title ?? $0.rule, value: $0.words)
            }
            facts += (words[entry.seq] ?? []).map {
                let value = $0.name == "field" ? $0.value.flatMap { reference.fields[$0] } ?? $0.value : $0.value
                return FactView(name: $0.name, title: version.title(ofFact: $0.name), value: value ?? "(đã xóa)")
            }
            // What a correction replaced where nobody's identity may be kept: that it stood there, and nothing of it.
            if entry.event == ProcedureVersion.correct, let spoken = words[entry.seq]?.map(\.name) {
                facts += (payload.sealed ?? [:]).keys.filter { !spoken.contains($0) }.map {
                    FactView(name: $0, title: version.title(ofFact: $0), value: "(không lưu)")
                }
            }
            return EntryView(
                sequence: entry.seq, event: entry.event, eventTitle: rows.first?.title ?? entry.event, actor: entry.actor,
                officerName: entry.officerName, organisationName: entry.organisationName, occurredOn: entry.occurredOn,
                recordedAt: entry.recordedAt.vietnamISO8601, from: entry.from, to: entry.to,
                toTitle: version.state(entry.to)?.title ?? entry.to,
                facts: facts.sorted { $0.name < $1.name }, hash: Hex.encode(entry.hash))
        }
    }

    private func shown(_ value: FactInput, spec: FactSpec?, _ version: ProcedureVersion, _ names: [Int64: String]) -> String {
        switch (value, spec?.kind) {
        case (.text(let word), .choice): version.choices[word] ?? word
        case (.text(let iso), .date), (.text(let iso), .dateAhead), (.text(let iso), .anyDate): Day(iso: iso)?.vietnamese ?? iso
        case (.text(let text), _): text
        case (.number(let id), .organisation): names[id] ?? String(id)
        case (.number(let number), _): String(number)
        case (.flag(let flag), _): flag ? "Có" : "Không"
        }
    }

    private func allowedViews(
        _ id: Int64, head: CaseRecords.Head, version: ProcedureVersion, clocks: [CaseRecords.ClockRow]
    ) throws -> [AllowedEventView] {
        guard case .officer = actor, let context = try CaseRecords.context(db, case: id) else { return [] }
        let relations = Set(head.relations.compactMap(Relation.init(rawValue:)))
        let within = context.staysWithin
        return try version.allowedEvents(
            state: head.state, roles: roles, relations: relations, facts: facts(of: context), on: today, clocks: clocks.map(\.running)
        ).filter { !within || refusalWithin($0.transition.event) == nil }
            .filter { !context.sealed || !Effects.shutWhenSealed.contains($0.transition.event) }.map { allowed in
                var view = AllowedEventView(
                    event: allowed.transition.event, title: allowed.transition.title, basis: allowed.transition.ground.text,
                    fields: allowed.takes.map { spec in
                        let choices: [String] = if case .choice(let words) = spec.kind { words } else { [] }
                        let type = if case .choice = spec.kind { "choice" } else { spec.kind.word }
                        return AllowedEventView.Field(
                            name: spec.name, title: version.factTitles[spec.name] ?? spec.name, type: type, required: spec.required,
                            choices: choices.map { AllowedEventView.Choice(value: $0, title: version.choices[$0] ?? $0) })
                    }, blockedBy: allowed.blockedBy)
                view.fields = try withoutNumber(view.fields, of: allowed.transition)
                view.fields += entryFields(view.event, procedure: version.procedure)
                return view
            }
    }
}

extension ProcedureVersion {
    /// The label of a fact in the journal; what stood before a correction says so.
    fileprivate func title(ofFact name: String) -> String {
        guard name.hasPrefix(FactView.before) else { return factTitles[name] ?? name }
        let corrected = String(name.dropFirst(FactView.before.count))
        return "\(factTitles[corrected] ?? corrected) (trước đính chính)"
    }
}

private struct StoredPayload: Decodable {
    var facts: [String: FactInput]?
    /// Fact name → seal of its words.
    var sealed: [String: String]?
    /// What a changed calendar moved.
    var clocks: [Moved]?
    /// From which office to which the case went.
    var offices: Offices?

    struct Offices: Decodable {
        var from: Int64
        var to: Int64
        var ids: [Int64] { [from, to] }
    }

    struct Moved: Decodable {
        var rule: String
        var before: Day
        var after: Day
        var provisional: Bool?

        var words: String {
            if before != after { return "\(before.vietnamese) → \(after.vietnamese)" }
            return "\(after.vietnamese), \(provisional == true ? "nay tạm tính" : "không còn tạm tính")"
        }
    }
}
