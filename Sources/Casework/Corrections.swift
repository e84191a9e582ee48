import Law
import Records

extension Effects {
    /// Corrects what was written down wrongly. The entry holds which facts; their words, old and new, are sealed beside it.
    ///
    /// - Throws: `Problem`: `nothing_to_correct`, `letter_of_other_office`, `denouncer_not_stored`, `book_year_changes`, `after_next_step`,
    ///   `nobody_named`, `unchanged`, each naming its field.
    func correct(_ notes: inout StepNotes) throws {
        guard let registration = held.context.registration,
            let entry = try CorrectionRecords.entry(work.db, registration: registration)
        else { throw Problem.missing("đơn") }
        let personal = ["full_name", "id_number", "address", "phone"].filter { text($0) != nil }
        let changed = declared.keys.filter { $0 != "reason" && $0 != "flag_reason" }.sorted()
        guard let first = changed.first else {
            throw Problem.invalid("reason", "nothing_to_correct", "Hãy ghi ít nhất một điều cần đính chính.")
        }
        if entry.enteredBy != held.context.organisation {
            throw Problem.invalid(first, "letter_of_other_office", "Đơn do cơ quan khác vào sổ; hãy đề nghị cơ quan đó đính chính.")
        }
        if entry.referenceOnly, let field = personal.first {
            throw Problem.invalid(field, "denouncer_not_stored", "Không ghi danh tính người tố cáo.")
        }
        if text("petition_request")?.count ?? 0 > 5000 {
            throw Problem.invalid("petition_request", "too_long", "Nội dung dài quá 5000 ký tự.")
        }
        if let people = number("people"), !(1...10_000).contains(people) {
            throw Problem.invalid("people", "out_of_range", "Số người từ 1 đến 10000.")
        }
        let before: [String: String?] = [
            "received_on": entry.receivedOn.vietnamese, "written_on": entry.writtenOn?.vietnamese, "petition_title": entry.title,
            "petition_body": entry.body, "petition_request": entry.request, "full_name": entry.fullName, "id_number": entry.idNumber,
            "address": entry.address, "phone": entry.phone, "people": String(entry.people),
        ]
        for name in changed {
            guard let old = before[name] ?? nil, !old.isEmpty else { continue }
            if text(name) == old || date(name)?.vietnamese == old || number(name).map(String.init) == old {
                throw Problem.invalid(name, "unchanged", "Thông tin này đã đúng như vậy.")
            }
            notes.before[name] = old
        }
        if let day = date("received_on") { try correct(receivedOn: day, of: entry, registration) }
        if !personal.isEmpty {
            guard let person = entry.person else {
                throw Problem.invalid(personal[0], "nobody_named", "Đơn này không ghi tên người gửi.")
            }
            if let number = text("id_number") {
                try PersonIntake.check(number, of: entry.idKind.flatMap(PersonDraft.IDKind.init(rawValue:)), field: "id_number")
            }
            for (name, most) in [("phone", 30), ("id_number", 40)] where text(name)?.count ?? 0 > most {
                throw Problem.invalid(name, "too_long", "Nội dung dài quá \(most) ký tự.")
            }
            try CorrectionRecords.correct(
                work.db, person: person, fullName: text("full_name"), idNumber: text("id_number"), address: text("address"),
                phone: text("phone"))
        }
        try CorrectionRecords.correct(
            work.db, registration: registration, title: text("petition_title"), body: text("petition_body"),
            request: text("petition_request"), writtenOn: date("written_on"), people: number("people"))
        try CorrectionRecords.indexAnew(work.db, registration: registration)
    }

    /// Puts the office's entry into the matter to which it belongs; without one named, into a matter of its own.
    func moveMatter(_ notes: inout StepNotes) throws {
        guard let registration = held.context.registration else { throw Problem.missing("đơn") }
        let named = number("matter").map(Int64.init)
        if let named, named == held.context.matter {
            throw Problem.invalid("matter", "unchanged", "Đơn đã thuộc vụ việc này.")
        }
        try work.checkMatter(named, denunciation: held.context.referenceOnly)
        let matter = try named ?? MatterRecords.open(work.db, registration: registration)
        try MatterRecords.move(work.db, registration: registration, to: matter)
        notes.created["matter"] = matter
    }

    private func correct(receivedOn day: Day, of entry: CorrectionRecords.Entry, _ registration: Int64) throws {
        if day.year != entry.receivedOn.year {
            throw Problem.invalid(
                "received_on", "book_year_changes", "Ngày nhận sang năm khác thì số sổ cũng khác: hãy hủy số này và vào sổ lại.")
        }
        if let next = entry.nextStepOn, day > next {
            throw Problem.invalid("received_on", "after_next_step", "Đơn đã được xử lý từ ngày \(next.vietnamese).")
        }
        try CorrectionRecords.correct(work.db, registration: registration, receivedOn: day)
    }
}
