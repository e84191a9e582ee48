import Law

/// Which facts of an office's entry, of a petition or of a visit, may be set right by the event `correct`, and what each may hold.
enum CorrectableFacts {
    static let petition = [
        "received_on", "written_on", "postmark_on", "channel", "arrival_number", "petition_title", "petition_body", "petition_request",
        "people", "representatives", "filer_kind", "signature_kind", "appointment_signed", "appointment_on", "incident_commune",
        ProcedureVersion.remoteFact, "source_organisation", "source_body", "source_letter_number", "source_letter_date", "prior_bodies",
        "repeated", "wants_reply",
    ]
    /// Of the person in the place that `person_position` names, else of the first petitioner.
    static let personal = [
        "full_name", "person_kind", "gender", "birth_year", "id_kind", "id_number", "id_issued_on", "id_issued_by", "no_id_reason", "phone",
        "commune", "address", "old_address", "ethnic_code", "nationality", "occupation", "job_title", "workplace",
    ]
    /// Of a denunciation alone; who denounces stands nowhere, so nothing else of him can be set right (Luật Tố cáo Đ.56).
    static let denunciation = ["pseudonym", "paper_file_number", "denounced_person"]
    /// Of a visit alone. The day and the session are one: whoever came on another day came to another session.
    static let visit = [
        "session", "visit_summary", "visit_request", "reps_appointed_on", "settlement_papers", "review_papers", "matter", "sheet_number",
        "body",
    ]
    /// What somebody authorised showed, of the person in the place that `person_position` names.
    static let mandate = ["mandate_kind", "mandate_number", "mandate_date"]
    /// In the order of a form.
    static let order = petition + visit + personal + mandate + denunciation

    /// What may be emptied, by the fact that asks for it.
    static let clearing: [String: String] = {
        let empty = [
            "written_on", "postmark_on", "arrival_number", "appointment_on", "incident_commune", "source_organisation", "source_body",
            "source_letter_number", "source_letter_date", "prior_bodies", "gender", "birth_year", "id_kind", "id_number", "id_issued_on",
            "id_issued_by", "no_id_reason", "phone", "commune", "address", "old_address", "ethnic_code", "nationality", "occupation",
            "job_title", "workplace", "visit_summary", "visit_request", "reps_appointed_on", "settlement_papers", "review_papers", "matter",
            "mandate_number", "mandate_date",
        ]
        return Dictionary(uniqueKeysWithValues: empty.map { ("clear_\($0)", $0) } + [("clear_request", "petition_request")])
    }()

    /// Facts in free words, of which a petition kept by reference, or a visit of somebody who denounces, keeps neither the former nor the
    /// new reading.
    static let words: Set<String> = [
        "petition_title", "petition_body", "petition_request", "source_body", "source_letter_number", "prior_bodies", "pseudonym",
        "paper_file_number", "denounced_person", "visit_summary", "visit_request", "settlement_papers", "review_papers",
    ]

    /// The longest text of each, in characters.
    static let longest = [
        "petition_title": IntakeLimits.title, "petition_body": IntakeLimits.body, "petition_request": IntakeLimits.request,
        "incident_commune": IntakeLimits.communeCode, "source_body": IntakeLimits.sourceBody,
        "source_letter_number": IntakeLimits.letterNumber, "prior_bodies": IntakeLimits.priorBodies, "full_name": IntakeLimits.fullName,
        "id_number": IntakeLimits.idNumber, "id_issued_by": IntakeLimits.idIssuedBy, "no_id_reason": IntakeLimits.noIDReason,
        "phone": IntakeLimits.phone, "commune": IntakeLimits.communeCode, "address": IntakeLimits.address,
        "old_address": IntakeLimits.address, "ethnic_code": IntakeLimits.ethnicCode, "nationality": IntakeLimits.nationality,
        "occupation": IntakeLimits.occupation, "job_title": IntakeLimits.jobTitle, "workplace": IntakeLimits.workplace,
        "pseudonym": IntakeLimits.pseudonym, "paper_file_number": IntakeLimits.paperFileNumber, "denounced_person": IntakeLimits.fullName,
        "visit_summary": IntakeLimits.visitWords, "visit_request": IntakeLimits.visitWords, "settlement_papers": IntakeLimits.visitPapers,
        "review_papers": IntakeLimits.visitPapers, "sheet_number": IntakeLimits.sheetNumber, "mandate_number": IntakeLimits.mandateNumber,
    ]
    private static let flags: Set<String> = ["wants_reply", "repeated", "appointment_signed", ProcedureVersion.remoteFact]
    private static let lines: Set<String> = ["petition_body", "petition_request", "prior_bodies", "visit_summary", "visit_request"]

    /// Codes and their titles.
    static let choices = [
        "channel": IntakeWords.channels, "filer_kind": IntakeWords.filerKinds, "signature_kind": IntakeWords.signatureKinds,
        "person_kind": IntakeWords.personKinds, "gender": IntakeWords.genders, "id_kind": IntakeWords.idKinds,
        "mandate_kind": IntakeWords.mandates,
    ]

    /// - Throws: `Problem` about the fact: as the intake of a petition refuses it.
    static func check(_ name: String, _ value: FactValue, today: Day) throws(Problem) {
        switch (name, value) {
        case ("people", .integer(let count)): try IntakeLimits.check(people: count, field: name)
        case ("representatives", .integer(let count)): try IntakeLimits.check(representatives: count, field: name)
        case ("birth_year", .text(let text)):
            guard let year = Int(text) else { throw Problem.invalid(name, "invalid_number", "Phải là số nguyên.") }
            try IntakeLimits.check(birthYear: year, today: today, field: name)
        case ("id_issued_on", .text(let text)), ("mandate_date", .text(let text)):
            guard let day = Day(iso: text), (1900...2200).contains(day.year) else {
                throw Problem.invalid(name, "invalid_date", "Ngày phải theo dạng năm-tháng-ngày, ví dụ 2026-11-21.")
            }
            if day > today { throw Problem.invalid(name, "date_in_future", "Ngày không được sau hôm nay.") }
        case (_, .text(let text)):
            if let words = choices[name] { _ = try Text.choice(text, of: Set(words.keys), field: name) }
            if let most = longest[name] { _ = try Text.clean(text, field: name, most: most, multiline: lines.contains(name)) }
        default: break
        }
    }

    /// A stored value as people read it.
    ///
    /// - Parameter titles: of what stands in catalogues, by fact and code.
    static func readable(_ name: String, _ value: String, titles: [String: [String: String]]) -> String {
        if let title = titles[name]?[value] ?? choices[name]?[value] { return title }
        if name.hasSuffix("_on") || name.hasSuffix("_date"), let day = Day(iso: value) { return day.vietnamese }
        switch (name, value) {
        case (_, "true") where flags.contains(name): return "Có"
        case (_, "false") where flags.contains(name): return "Không"
        default: return value
        }
    }

    /// A declared value as it is stored: days as ISO text.
    static func stored(_ value: FactValue) -> String {
        switch value {
        case .text(let text): text
        case .date(let day): day.iso
        case .integer(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        case .id(let id): String(id)
        }
    }
}
