import Identity
import Law
import Postgres
import Records

/// The book of petitions.
public struct PetitionDesk: Sendable {
    let casework: Casework

    /// Enters a petition: the number in the office's book, the receipt code, its matter and its first case, in one transaction.
    ///
    /// - Parameter key: idempotency key of the client.
    public func register(_ draft: PetitionDraft, key: String?, by actor: Actor) async throws -> RegisteredPetition {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        let intake = try PetitionIntake(draft, office: officer, today: casework.today)
        return try await casework.once("petitions.register", key: key, input: draft, by: actor) { work in
            try work.register(intake, of: officer)
        }
    }

    /// A petition as the actor's office holds it, or as it was referred to it.
    public func petition(_ id: Int64, by actor: Actor) async throws -> PetitionView {
        try await casework.read(by: actor) { work in try work.petitionView(id) }
    }

    /// What the receipt of a petition says that the actor's own office entered.
    public func receipt(_ id: Int64, by actor: Actor) async throws -> Receipt {
        let officer = try actor.officer()
        return try await casework.read(by: actor) { work in
            let petition = try work.petitionView(id)
            guard petition.organisation == officer.organisation,
                let entry = try PetitionRecords.receiver(work.db, registration: petition.registration)
            else { throw Problem.missing("biên nhận") }
            // as the office was called, and which it was, when the papers were handed in
            let office = try PetitionRecords.book(work.db, registration: petition.registration) ?? officer.organisation
            let letterhead = try work.letterhead(of: office, on: petition.receivedOn)
            return Receipt(
                petition: petition, letterhead: letterhead, receptionPlace: entry.place ?? letterhead.officeName,
                officerName: entry.fullName, officerTitle: entry.title)
        }
    }

    /// - Throws: `Problem` `unknown_book` for a book that the actor's office does not keep.
    public func list(_ filter: PetitionFilter, by actor: Actor) async throws -> Page<PetitionLine> {
        let limit = min(max(filter.limit, 1), 200)
        let before = try Cursor.parse(filter.cursor)
        return try await casework.read(by: actor) { work in
            let due: PetitionRecords.DueFilter? =
                if filter.overdue == true { .before(work.today) } else if filter.dueSoon == true {
                    .within(work.today, work.lastDayDueSoon)
                } else { nil }
            let words = try Text.optional(filter.q, field: "q", most: 200)
            if let book = filter.book { try work.checkBook(book, of: actor.officer().organisation) }
            let rows = try PetitionRecords.list(
                work.db, q: words, open: filter.open, state: filter.state, kind: filter.kind,
                due: due, referredTo: filter.organisation, book: filter.book, before: before, limit: limit + 1)
            return Page(
                items: try rows.prefix(limit).map { try work.line($0) },
                next: rows.count > limit ? Cursor.text(words == nil ? rows[limit - 1].caseID : rows[limit - 1].registration) : nil)
        }
    }

    /// Possible duplicates among the office's own petitions, by name or ID number, as a clerk types.
    public func duplicates(name: String?, idNumber: String?, words: String?, by actor: Actor) async throws -> [DuplicateView] {
        let name = try Text.optional(name, field: "name", most: 200)
        let idNumber = try Text.optional(idNumber, field: "idNumber", most: 40)
        let words = try Text.optional(words, field: "words", most: 500, multiline: true)
        if name == nil && idNumber == nil { return [] }
        return try await casework.read(by: actor) { work in
            try PetitionRecords.duplicates(work.db, name: name, idNumber: idNumber, words: words, most: 10).map { row in
                DuplicateView(
                    petition: row.petition, registration: row.registration, bookYear: row.bookYear, number: row.number,
                    book: row.book, receivedOn: row.receivedOn,
                    who: row.who, address: row.address, title: row.title,
                    stateTitle: try work.reference.version(id: row.version).state(row.state)?.title ?? row.state, sameID: row.sameID,
                    nameLikeness: Int(row.nameLikeness * 100), textLikeness: Int(row.textLikeness * 100))
            }
        }
    }

    /// Where a petition stands, for anybody who holds its receipt.
    public func lookup(_ code: String) async throws -> LookupView {
        guard let receipt = ReceiptCode.parse(code) else {
            throw Problem(.missing, code: "unknown_receipt", message: "Mã biên nhận không đúng. Xin kiểm tra lại từng ký tự.")
        }
        return try await casework.read(by: .citizen) { work in
            let stages = try PetitionRecords.stages(work.db, code: receipt.text)
            if stages.isEmpty { throw Problem(.missing, code: "unknown_receipt", message: "Không tìm thấy đơn có mã biên nhận này.") }
            return LookupView(
                receiptCode: receipt.display,
                stages: stages.map { LookupView.Stage(office: $0.office, words: $0.words, since: $0.since, closed: $0.closed) })
        }
    }
}

enum Cursor {
    static func parse(_ text: String?) throws(Problem) -> Int64? {
        guard let text, !text.isEmpty else { return nil }
        guard let id = Int64(text), id > 0 else { throw Problem.invalid("cursor", "invalid_cursor", "Con trỏ trang không hợp lệ.") }
        return id
    }
    static func text(_ id: Int64) -> String { String(id) }
}

extension Work {
    func register(_ intake: PetitionIntake, of officer: OfficerActor) throws -> RegisteredPetition {
        var intake = intake
        if let whole = intake.draft.partOf { intake.draft.matter = try matter(ofSplit: whole, for: intake.draft, of: officer) }
        var envelope: PostbagRecords.EnvelopeRow?
        if let id = intake.draft.envelope {
            let held = try envelopeHeld(id, for: intake.draft)
            intake.draft.arrivalNumber = held.arrivalNumber
            envelope = held
        }
        let draft = intake.draft
        try checkMatter(draft.matter, denunciation: draft.kind == .denunciation)
        if let copy = draft.duplicateOf {
            guard let original = try PetitionRecords.referenceOnly(db, petition: copy) else {
                throw Problem.invalid("duplicateOf", "unknown_petition", "Không có đơn này trong cơ quan của bạn.")
            }
            if try !CorrectionRecords.counts(db, petition: copy) {
                throw Problem.invalid("duplicateOf", "petition_voided", "Số đơn này đã hủy vì vào sổ nhầm; hãy chọn đơn khác.")
            }
            if original != (draft.kind == .denunciation) {
                throw Problem.invalid(
                    "duplicateOf", "denouncer_not_stored", "Đơn tố cáo không được gắn với đơn có ghi tên, để người tố cáo không bị lộ.")
            }
        }
        if let body = draft.denouncedBody, try OfficeRecords.organisation(db, id: body) == nil {
            throw Problem.invalid("denouncedBody", "unknown_organisation", "Không có cơ quan này trong danh mục.")
        }
        let visit = try draft.visit.map { try visitHeld($0, for: draft.kind) }
        if let field = draft.fieldCode, !field.isEmpty { try reference.checkField(field, field: "fieldCode") }
        for commune in intake.communes { try reference.checkCommune(commune, field: "communeCode") }
        if let commune = draft.incidentCommune, !commune.isEmpty { try reference.checkCommune(commune, field: "incidentCommune") }
        let remote = draft.incidentCommune.flatMap { reference.communes[$0] } ?? false
        let (version, law) = try reference.opening(
            reference.procedure(
                for: draft.kind, competent: draft.jurisdiction == .competent, by: officer.office, on: draft.receivedOn),
            on: draft.receivedOn)
        let step = try opening(
            law, event: "register", on: draft.receivedOn, facts: intake.facts(remote: remote), organisation: officer.organisation)
        let receipt = ReceiptCode(random: random)
        var registration = try intake.registration(remote: remote, now: now)
        registration.number = try registration.number ?? typedNumber(.petition, year: draft.receivedOn.year, typed: draft.number)
        try checkArrival(draft.arrivalNumber, year: draft.receivedOn.year, part: draft.partOf != nil)
        registration.arrivalNumber = draft.arrivalNumber
        let entered = try PetitionRecords.enter(
            db, try intake.petition(receiptCode: receipt.text, now: now), registration,
            version: version,
            openedOn: draft.receivedOn)
        if let envelope { try settle(envelope, as: entered.registration, denunciation: draft.kind == .denunciation) }
        for person in intake.people {
            try db.later(PersonRecords.insert(person, petition: entered.petition, visit: nil, organisation: officer.organisation))
        }
        for (index, paper) in intake.papers.enumerated() {
            try db.later(
                PetitionRecords.insertPaper(
                    petition: entered.petition, position: index + 1, name: paper.name, pages: paper.pages, kind: paper.kind))
        }
        try record(step, of: law, on: entered.caseID, seq: 1, day: draft.receivedOn, declared: [:])
        if let visit { try recordAt(visit.row, visit.held, petition: entered.petition, channel: draft.channel) }
        let due = step.clockChanges.compactMap { if case .start(let clock) = $0, clock.ends == .stop { clock.due } else { nil } }.min()
        return RegisteredPetition(
            petition: entered.petition, caseID: entered.caseID, receiptCode: receipt.display, bookYear: draft.receivedOn.year,
            number: entered.number,
            matter: entered.matter, sequence: 1, state: step.to, nextDue: due)
    }

    /// The matter of a petition that was split, to which its part belongs; the part keeps the day on which the whole was received.
    private func matter(ofSplit petition: Int64, for draft: PetitionDraft, of officer: OfficerActor) throws -> Int64 {
        guard let whole = try PetitionRecords.full(db, petition: petition), whole.organisation == officer.organisation else {
            throw Problem.invalid("partOf", "unknown_petition", "Không có đơn này trong cơ quan của bạn.")
        }
        if whole.state != "split" {
            throw Problem.invalid("partOf", "not_split", "Đơn này chưa được tách; hãy ghi việc tách đơn trước.")
        }
        if draft.kind == .denunciation {
            throw Problem.invalid(
                "partOf", "denouncer_not_stored",
                "Phần tố cáo được vào sổ riêng, không gắn với đơn có ghi tên, để người tố cáo không bị lộ.")
        }
        if draft.receivedOn != whole.receivedOn {
            throw Problem.invalid(
                "receivedOn", "date_of_whole", "Phần tách giữ ngày nhận của đơn gốc: \(whole.receivedOn.vietnamese).")
        }
        return whole.matter
    }

    /// The visit at which a petition is handed in, locked and read as it stands.
    private func visitHeld(_ id: Int64, for kind: PetitionKind) throws -> (row: ReceptionRecords.VisitRow, held: LockedCase) {
        guard let known = try ReceptionRecords.visit(db, id) else {
            throw Problem.invalid("visit", "unknown_visit", "Không có lượt tiếp này trong cơ quan của bạn.")
        }
        let held = try lock(known.caseID)
        guard let row = try ReceptionRecords.visit(db, id) else { throw Problem.missing("lượt tiếp") }
        if row.outcome == "voided" {
            throw Problem.invalid("visit", "visit_voided", "Số lượt tiếp này đã hủy vì ghi nhầm; hãy chọn lượt khác.")
        }
        // Who denounces must not be found through the reception book (Luật Tố cáo Đ.56).
        if (kind == .denunciation) != row.denunciation {
            throw Problem.invalid(
                "visit", "denouncer_not_stored",
                row.denunciation
                    ? "Lượt tiếp của người đến tố cáo không nhận đơn có ghi tên."
                    : "Lượt tiếp này đã ghi danh tính người đến: hãy ghi lại lượt tiếp theo lối người đến tố cáo, rồi vào sổ đơn tố cáo.")
        }
        if kind == .denunciation, try SealingRecords.tellsOfSealed(db, visit: id) {
            throw Problem.invalid(
                "visit", "denouncer_not_stored",
                "Lượt tiếp này đã nhận một đơn nay vào sổ lại; hãy vào sổ đơn tố cáo không gắn lượt tiếp, để hai đơn không dẫn đến nhau.")
        }
        return (row, held)
    }

    /// A petition handed in at a visit is recorded there too, once, when the law lets the visit take it as it stands; where it asks for
    /// more (an unknown visitor, a group without its representatives) the clerk takes the step by hand.
    private func recordAt(_ visit: ReceptionRecords.VisitRow, _ held: LockedCase, petition: Int64, channel: Channel) throws {
        if visit.final || visit.outcome == "record_petition" { return }
        let declared: [String: FactValue] = ["form": .text(channel == .oral ? "oral" : "written")]
        let step: Step
        do { step = try decide("record_petition", on: today, held, declared: declared) } catch let problem as Problem {
            if ["guard_failed", "flag_reason_missing", "not_allowed_in_state", "date_before_previous"].contains(problem.code) { return }
            throw problem
        }
        var notes = StepNotes()
        try Effects(work: self, held: held, step: step, day: today, declared: declared).before(&notes)
        notes.created["petition"] = petition
        try record(step, of: held.version, on: visit.caseID, seq: held.context.seq + 1, day: today, declared: declared, notes: notes)
    }

    func petitionView(_ id: Int64) throws -> PetitionView {
        let answers = try db.answers([
            PetitionRecords.fullQuery(id), PersonRecords.ofPetitionQuery(id), PetitionRecords.papersQuery(id),
            MachineryRecords.ofPetitionQuery(id), ReferralRecords.ofPetitionQuery(id), ChainRecords.chainQuery(id),
            PostbagRecords.copiesQuery(petition: id),
        ])
        guard let row: PetitionRecords.Full = try answers[0].first() else { throw Problem.missing("đơn") }
        let version = try reference.version(id: row.version)
        let own = row.organisation == (try? officer().organisation)
        return PetitionView(
            id: row.id, receiptCode: ReceiptCode.parse(row.receiptCode)?.display ?? row.receiptCode, registration: row.registration,
            caseID: row.caseID,
            sequence: row.seq, procedure: version.procedure, state: row.state, stateTitle: version.state(row.state)?.title ?? row.state,
            final: row.final,
            organisation: row.organisation, organisationName: row.organisationName, bookYear: row.bookYear, number: row.number,
            book: row.book, matter: row.matter,
            matterTitle: own ? row.matterTitle : row.title, complexLong: own && row.complexLong, siblings: own ? row.siblings : [],
            channel: row.channel,
            receivedOn: row.receivedOn,
            enteredAt: row.enteredAt.vietnamISO8601, letterDate: row.letterDate, postmarkOn: row.postmarkOn, kind: row.kind,
            title: row.title,
            body: row.body, request: row.request, fieldCode: row.fieldCode, fieldName: row.fieldName, eligibility: row.eligibility,
            ineligibleReason: row.ineligibleReason, jurisdiction: row.jurisdiction, filerKind: row.filerKind,
            signatureKind: row.signatureKind,
            people: row.people, representatives: row.representatives, appointmentSigned: row.appointmentSigned,
            appointmentOn: row.appointmentOn, wantsReply: row.wantsReply,
            repeated: row.repeated, priorResolution: row.priorResolution, priorBodies: row.priorBodies, sourceBody: row.sourceBody,
            sourceLetterNumber: row.sourceLetterNumber, sourceLetterDate: row.sourceLetterDate, incidentCommune: row.incidentCommune,
            incidentCommuneName: row.incidentCommuneName,
            duplicateOf: own ? row.duplicateOf : nil, partOf: own ? row.partOf : nil, parts: own ? row.parts : [],
            visit: own ? row.visit : nil, referenceOnly: row.referenceOnly,
            pseudonym: row.pseudonym,
            paperFileNumber: row.paperFileNumber, denouncedBody: row.denouncedBody, denouncedBodyName: row.denouncedBodyName,
            denouncedRank: row.denouncedRank, nextDue: row.nextDue,
            parties: try answers[1].all(as: PersonRecords.PartyRow.self).map(PersonView.init),
            papers: try answers[2].all(as: PetitionRecords.PaperRow.self).map { PaperDraft(name: $0.name, pages: $0.pages, kind: $0.kind) },
            attachments: try answers[3].all(as: MachineryRecords.AttachmentRow.self).map(AttachmentView.init),
            referrals: try answers[4].all(as: ReferralRecords.ReferralRow.self).map { try referralView($0) },
            arrivalNumber: own ? row.arrivalNumber : nil,
            chain: try answers[5].all(as: ChainRecords.Link.self).map { try chainLink($0) },
            copies: own ? try answers[6].all(as: PostbagRecords.EnvelopeRow.self).map { PetitionCopy($0) } : [])
    }

    func line(_ row: PetitionRecords.Line) throws -> PetitionLine {
        let version = try reference.version(id: row.version)
        let timing = timing(due: row.nextDue, final: row.final)
        return PetitionLine(
            petition: row.petition, caseID: row.caseID, registration: row.registration, bookYear: row.bookYear, number: row.number,
            book: row.book, receivedOn: row.receivedOn, kind: row.kind, title: row.title, who: row.who, people: row.people,
            procedure: version.procedure,
            state: row.state, stateTitle: version.state(row.state)?.title ?? row.state, final: row.final, nextDue: row.nextDue,
            dueProvisional: row.dueProvisional, timing: timing.word,
            daysLate: timing.late)
    }

    /// The last day on which a due date still counts as near.
    var lastDayDueSoon: Day {
        let organisation = (try? officer().organisation) ?? 0
        return reference.calendar(of: organisation).deadline(from: today, dueSoonDays + 1, .workingDays).due.previous
    }

    /// in_time | due_soon | overdue | done | none (open, without a due date), and the days past due.
    func timing(due: Day?, final: Bool) -> (word: String, late: Int) {
        if final { return ("done", 0) }
        guard let due else { return ("none", 0) }
        if due < today { return ("overdue", today.days(since: due)) }
        let organisation = (try? officer().organisation) ?? 0
        // so many calendar days hold at least half as many working days: no need to count far ones
        if due.days(since: today) > 4 * dueSoonDays + 20 { return ("in_time", 0) }
        return (reference.calendar(of: organisation).workingDays(after: today, through: due) <= dueSoonDays ? "due_soon" : "in_time", 0)
    }
}

extension PersonView {
    init(_ row: PersonRecords.PartyRow) {
        self.init(
            id: row.id, role: row.role, fullName: row.fullName, gender: row.gender, birthYear: row.birthYear, idKind: row.idKind,
            idNumber: row.idNumber, idIssuedOn: row.idIssuedOn, idIssuedBy: row.idIssuedBy, noIdReason: row.noIdReason,
            phone: row.phone, ethnicCode: row.ethnicCode, nationality: row.nationality, occupation: row.occupation,
            jobTitle: row.jobTitle, workplace: row.workplace, communeCode: row.communeCode,
            address: row.address, oldAddress: row.oldAddress, paperKind: row.paperKind, paperNumber: row.paperNumber,
            paperDate: row.paperDate)
    }
}
extension AttachmentView {
    init(_ row: MachineryRecords.AttachmentRow) {
        self.init(
            id: row.id, name: row.name, mediaType: row.mediaType, bytes: row.bytes, sha256: row.sha256, kind: row.kind,
            uploadedAt: row.uploadedAt.vietnamISO8601)
    }
}
