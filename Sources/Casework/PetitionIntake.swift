import Law
import Postgres
import Records

/// A petition draft, checked and made fit to store. Throws the first `Problem` per field group; nothing is written here.
struct PetitionIntake {
    var draft: PetitionDraft
    let office: OfficerActor
    let today: Day
    private(set) var people: [PersonRecords.NewPerson] = []
    private(set) var papers: [PaperDraft] = []
    private(set) var title = ""
    private(set) var body = ""
    private(set) var communes: Set<String> = []

    init(_ draft: PetitionDraft, office: OfficerActor, today: Day) throws {
        self.draft = draft
        self.office = office
        self.today = today
        try check()
    }

    private mutating func check() throws {
        if draft.receivedOn > today {
            throw Problem.invalid("receivedOn", "date_in_future", "Ngày nhận đơn không được sau hôm nay.")
        }
        if draft.receivedOn < today.adding(years: -10) {
            throw Problem.invalid("receivedOn", "date_too_old", "Ngày nhận đơn quá xa trong quá khứ.")
        }
        for (field, day) in [
            ("letterDate", draft.letterDate), ("postmarkOn", draft.postmarkOn), ("sourceLetterDate", draft.sourceLetterDate),
            ("appointmentOn", draft.appointmentOn),
        ] {
            if let day, day > today { throw Problem.invalid(field, "date_in_future", "Ngày không được sau hôm nay.") }
        }
        title = try Text.require(draft.title, field: "title", most: IntakeLimits.title)
        body = try Text.require(draft.body, field: "body", most: IntakeLimits.body, multiline: true)
        try denunciationOrNames()
        papers = try (draft.papers ?? []).enumerated().map { index, paper in
            guard index < 200 else { throw Problem.invalid("papers", "too_many", "Quá nhiều giấy tờ trong một lần nhận.") }
            guard (1...10_000).contains(paper.pages) else {
                throw Problem.invalid("papers.pages", "out_of_range", "Số trang từ 1 đến 10000.")
            }
            _ = try Text.choice(paper.kind, of: ["original", "copy", "photocopy"], field: "papers.kind")
            return PaperDraft(name: try Text.require(paper.name, field: "papers.name", most: 300), pages: paper.pages, kind: paper.kind)
        }
    }

    /// A denunciation is kept by reference only; any other petition may name its people.
    private mutating func denunciationOrNames() throws {
        if draft.kind == .denunciation {
            if !(draft.petitioners ?? []).isEmpty || draft.authorised != nil {
                throw Problem.invalid(
                    "petitioners", "denouncer_not_stored",
                    "Đơn tố cáo chỉ được ghi theo bí danh và số hồ sơ giấy; không nhập danh tính người tố cáo.")
            }
            _ = try Text.require(draft.pseudonym ?? "", field: "pseudonym", most: IntakeLimits.pseudonym)
            _ = try Text.require(draft.paperFileNumber ?? "", field: "paperFileNumber", most: IntakeLimits.paperFileNumber)
            if let name = try Text.optional(draft.personDenounced, field: "personDenounced", most: IntakeLimits.fullName) {
                people.append(PersonRecords.NewPerson(role: "respondent", position: 1, fullName: name))
            }
            let ranks = Set(DenouncedRank.allCases.map(\.rawValue))
            if try Text.choice(draft.denouncedRank, of: ranks, field: "denouncedRank") != nil, draft.denouncedBody == nil {
                throw Problem.invalid("denouncedBody", "required", "Cần ghi cơ quan của người bị tố cáo khi đã ghi chức vụ.")
            }
            return
        }
        if draft.denouncedBody != nil || !(draft.denouncedRank ?? "").isEmpty {
            throw Problem.invalid(
                "denouncedBody", "not_a_denunciation", "Chỉ ghi cơ quan của người bị tố cáo đối với đơn tố cáo.")
        }
        if draft.pseudonym != nil || draft.paperFileNumber != nil {
            throw Problem.invalid("pseudonym", "not_a_denunciation", "Bí danh và số hồ sơ giấy chỉ dùng cho đơn tố cáo.")
        }
        let names = draft.petitioners ?? []
        let anonymous = draft.filerKind.map(IntakeWords.unsigned.contains) ?? false
        if names.isEmpty && !anonymous { try namelessVoters() }
        if names.count > 6 { throw Problem.invalid("petitioners", "too_many", "Chỉ ghi người gửi đơn và tối đa 5 người đại diện.") }
        for (index, person) in names.enumerated() {
            people.append(
                try PersonIntake.check(
                    person, role: index == 0 ? "petitioner" : "representative", position: index + 1, field: "petitioners", today: today,
                    communes: &communes))
        }
        if let authorised = draft.authorised {
            people.append(try PersonIntake.check(authorised, position: people.count + 1, today: today, communes: &communes))
        }
        if let respondent = draft.respondent, !respondent.fullName.isEmpty {
            people.append(
                try PersonIntake.check(
                    respondent, role: "respondent", position: people.count + 1, field: "respondent", today: today, communes: &communes))
        }
    }

    /// Voters speak at a meeting or through their delegate: where it was heard is needed, who of them said it is not.
    private func namelessVoters() throws {
        guard draft.kind == .voterPetition else {
            throw Problem.invalid("petitioners", "required", "Cần ít nhất họ tên người gửi đơn, hoặc ghi rõ là đơn nặc danh.")
        }
        if draft.sourceOrganisation == nil,
            try Text.optional(draft.sourceBody, field: "sourceBody", most: IntakeLimits.sourceBody) == nil
        {
            throw Problem.invalid(
                "sourceBody", "required",
                "Kiến nghị cử tri cần ghi nơi tiếp nhận (hội nghị tiếp xúc cử tri, đại biểu, Ủy ban Mặt trận Tổ quốc) hoặc họ tên cử tri.")
        }
    }

    /// Voters as such, nobody of them named.
    private var votersOnly: Bool {
        draft.kind == .voterPetition && (draft.petitioners ?? []).isEmpty && draft.filerKind.map { $0 == "group" } ?? true
    }

    /// Names, title and the first words of the content: what a search may find. Nothing that could tell who denounced.
    private var searchWords: String {
        var words = people.filter { $0.role != "respondent" || draft.kind != .denunciation }.map(\.fullName)
        words.append(title)
        if let pseudonym = draft.pseudonym { words.append(pseudonym) }
        if let file = draft.paperFileNumber { words.append(file) }
        if draft.kind == .voterPetition, let meeting = draft.sourceBody { words.append(meeting) }
        words.append(String(body.prefix(400)))
        return words.joined(separator: " ")
    }

    /// How many speak for the others: as typed, else as many as are named.
    private var representatives: Int {
        draft.representatives ?? ((draft.people ?? 1) >= 2 ? people.count { $0.role == "representative" } : 0)
    }

    func petition(receiptCode: String, now: Instant) throws -> PetitionRecords.NewPetition {
        var p = PetitionRecords.NewPetition(
            receiptCode: receiptCode, office: office.organisation, channel: draft.channel, receivedOn: draft.receivedOn, enteredAt: now,
            title: title,
            body: body)
        let count = draft.people ?? 1
        try IntakeLimits.check(people: count, field: "people")
        p.matter = draft.matter
        p.visit = draft.visit
        p.postmarkOn = draft.postmarkOn
        p.letterDate = draft.letterDate
        p.request = try Text.optional(draft.request, field: "request", most: IntakeLimits.request, multiline: true) ?? ""
        p.filerKind =
            try Text.choice(draft.filerKind, of: Set(IntakeWords.filerKinds.keys), field: "filerKind")
            ?? (draft.kind == .denunciation ? "individual" : count >= 2 || votersOnly ? "group" : "individual")
        p.signatureKind =
            try Text.choice(draft.signatureKind, of: Set(IntakeWords.signatureKinds.keys), field: "signatureKind")
            ?? (IntakeWords.unsigned.contains(p.filerKind) || votersOnly ? "other" : count >= 2 ? "many" : "one")
        p.people = count
        try IntakeLimits.check(representatives: representatives, field: "representatives")
        p.representatives = representatives
        p.appointmentSigned = draft.appointmentSigned ?? false
        p.appointmentOn = draft.appointmentOn
        p.incidentCommune = try Text.optional(draft.incidentCommune, field: "incidentCommune", most: IntakeLimits.communeCode)
        p.duplicateOf = draft.duplicateOf
        p.partOf = draft.partOf
        p.pseudonym = try Text.optional(draft.pseudonym, field: "pseudonym", most: IntakeLimits.pseudonym)
        p.paperFileNumber = try Text.optional(draft.paperFileNumber, field: "paperFileNumber", most: IntakeLimits.paperFileNumber)
        p.denouncedBody = draft.denouncedBody
        p.denouncedRank = (draft.denouncedRank ?? "").isEmpty ? nil : draft.denouncedRank
        p.searchWords = searchWords
        return p
    }

    func registration(remote: Bool, now: Instant) throws -> PetitionRecords.NewRegistration {
        var r = PetitionRecords.NewRegistration(
            organisation: office.organisation, receivedOn: draft.receivedOn, enteredAt: now, enteredBy: office.id, kind: draft.kind)
        r.fieldCode = try Text.optional(draft.fieldCode, field: "fieldCode", most: 60)
        r.eligibility = draft.eligibility
        r.ineligibleReason = try Text.optional(draft.ineligibleReason, field: "ineligibleReason", most: 1000, multiline: true)
        r.jurisdiction = draft.jurisdiction
        r.priorResolution =
            try Text.choice(
                draft.priorResolution, of: ["none", "first", "second", "judgment", "late_unresolved", "concluded"], field: "priorResolution"
            ) ?? "none"
        r.priorBodies = try Text.optional(draft.priorBodies, field: "priorBodies", most: IntakeLimits.priorBodies, multiline: true) ?? ""
        r.instance = instance
        r.repeated = draft.repeated ?? false
        r.wantsReply = draft.wantsReply ?? false
        r.sourceBody = try Text.optional(draft.sourceBody, field: "sourceBody", most: IntakeLimits.sourceBody) ?? ""
        r.sourceOrganisation = draft.sourceOrganisation
        r.sourceLetterNumber = try Text.optional(draft.sourceLetterNumber, field: "sourceLetterNumber", most: IntakeLimits.letterNumber)
        r.sourceLetterDate = draft.sourceLetterDate
        r.remote = remote
        return r
    }

    /// A complaint that has been settled once, or not in time, and is the office's own to settle, is of the second instance
    /// (Luật Khiếu nại Đ.7.1, Đ.33.1).
    private var instance: Int {
        let before = ["first", "late_unresolved"].contains(draft.priorResolution ?? "none")
        return draft.kind == .complaint && draft.jurisdiction == .competent && before ? 2 : 1
    }

    /// What the law may look at when the case opens; nothing needs to be read back.
    func facts(remote: Bool) -> CaseFacts {
        var facts = CaseFacts(office: office.office)
        facts.kind = draft.kind
        facts.eligibility = draft.eligibility
        facts.jurisdiction = draft.jurisdiction
        facts.channel = draft.channel
        facts.receivedOn = draft.receivedOn
        facts.letterDate = draft.letterDate
        facts.forwardedByBody = draft.sourceOrganisation != nil || !(draft.sourceBody ?? "").isEmpty
        facts.wantsReply = draft.wantsReply ?? false
        facts.people = draft.people ?? 1
        facts.representatives = representatives
        facts.appointmentSigned = draft.appointmentSigned ?? false
        facts.remote = remote
        facts.instance = instance
        facts.isCopyOf = draft.duplicateOf != nil
        facts.referenceOnly = draft.kind == .denunciation
        return facts
    }
}

enum PersonIntake {
    /// A number has the form of its kind of paper; that of an unknown or foreign one is anything.
    static func check(_ number: String, of kind: PersonDraft.IDKind?, field: String) throws(Problem) {
        let digits = number.allSatisfy { $0.isASCII && $0.isNumber }
        switch kind {
        case .citizenID?, .idCertificate?:
            guard digits, number.count == 12 else {
                throw Problem.invalid(field, "invalid_id_number", "Số căn cước gồm 12 chữ số; giấy tờ khác xin chọn đúng loại.")
            }
        case .oldID?:
            guard digits, number.count == 9 || number.count == 12 else {
                throw Problem.invalid(field, "invalid_id_number", "Số chứng minh nhân dân gồm 9 hoặc 12 chữ số.")
            }
        case .some, nil: break
        }
    }

    /// - Throws: a `Problem` naming `field.member`.
    static func check(
        _ person: PersonDraft, role: String, position: Int, field: String, today: Day, communes: inout Set<String>
    ) throws -> PersonRecords.NewPerson {
        func text(_ value: String?, _ name: String, _ most: Int) throws -> String? {
            try Text.optional(value, field: "\(field).\(name)", most: most)
        }
        var new = PersonRecords.NewPerson(
            role: role, position: position,
            fullName: try Text.require(person.fullName, field: "\(field).fullName", most: IntakeLimits.fullName))
        new.kind = try Text.choice(person.kind, of: Set(IntakeWords.personKinds.keys), field: "\(field).kind") ?? "individual"
        new.gender = try Text.choice(person.gender, of: Set(IntakeWords.genders.keys), field: "\(field).gender")
        if let year = person.birthYear {
            try IntakeLimits.check(birthYear: year, today: today, field: "\(field).birthYear")
            new.birthYear = year
        }
        new.idNumber = try text(person.idNumber, "idNumber", IntakeLimits.idNumber)
        new.idKind = person.idKind?.rawValue
        if let number = new.idNumber { try check(number, of: person.idKind, field: "\(field).idNumber") }
        new.idIssuedOn = person.idIssuedOn
        new.idIssuedBy = try text(person.idIssuedBy, "idIssuedBy", IntakeLimits.idIssuedBy)
        new.noIdReason = try text(person.noIdReason, "noIdReason", IntakeLimits.noIDReason)
        new.phone = try text(person.phone, "phone", IntakeLimits.phone)
        new.ethnicCode = try text(person.ethnicCode, "ethnicCode", IntakeLimits.ethnicCode)
        new.nationality = try text(person.nationality, "nationality", IntakeLimits.nationality)
        new.occupation = try text(person.occupation, "occupation", IntakeLimits.occupation)
        new.jobTitle = try text(person.jobTitle, "jobTitle", IntakeLimits.jobTitle)
        new.workplace = try text(person.workplace, "workplace", IntakeLimits.workplace)
        new.communeCode = try text(person.communeCode, "communeCode", IntakeLimits.communeCode)
        new.address = try text(person.address, "address", IntakeLimits.address) ?? ""
        new.oldAddress = try text(person.oldAddress, "oldAddress", IntakeLimits.address) ?? ""
        if let commune = new.communeCode { communes.insert(commune) }
        return new
    }

    static func check(_ authorised: AuthorisedDraft, position: Int, today: Day, communes: inout Set<String>) throws
        -> PersonRecords.NewPerson
    {
        var new = try check(
            authorised.person, role: "authorised", position: position, field: "authorised", today: today, communes: &communes)
        new.paperKind = try Text.choice(
            authorised.paperKind, of: Set(IntakeWords.mandates.keys), field: "authorised.paperKind")
        if new.paperKind == nil { throw Problem.invalid("authorised.paperKind", "required", "Cần ghi loại giấy tờ ủy quyền.") }
        new.paperNumber = try Text.optional(authorised.paperNumber, field: "authorised.paperNumber", most: IntakeLimits.mandateNumber)
        new.paperDate = authorised.paperDate
        return new
    }
}
