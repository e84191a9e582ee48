import Casework
import Hummingbird
import Law

/// What stands in the book of a petition, ready to be set right: only what was changed is sent on.
struct CorrectionPage: PageModel {
    static let template = TemplateName.correction
    var frame: Frame
    var action: String
    var back: String
    var backHref: String
    var sequence: Int
    var note: String
    /// What stood in the fields when they were shown: who changes nothing there takes nothing back that somebody else has set right since.
    var stood: [Stood]
    var fields: [Field]
    var trouble: FormTrouble?

    struct Stood: Sendable {
        var name: String
        var value: String
    }
}

extension WebRoutes {
    var correctionRoutes: [Route] {
        [
            Route.get("/ho-so/{id}/dinh-chinh") { call in
                let entry = try await casework.cases.standingEntry(try call.id, by: call.actor)
                return page(correctionPage(entry, call, back: Back(text: call.query["ve"])))
            },
            Route.post("/ho-so/{id}/dinh-chinh") { call in
                try call.checkOffice()
                let id = try call.id
                let entry = try await casework.cases.standingEntry(id, by: call.actor)
                let back = Back(text: call.form["ve"])
                do {
                    let draft = try CorrectionForm(call.form, of: entry).draft
                    _ = try await casework.cases.step(id, draft, key: call.key, by: call.actor)
                    return Answer.redirect((back ?? .caseFile(id)).path + Notice.corrected.query)
                } catch let problem as Problem where problem.showsInForm {
                    return page(correctionPage(entry, call, back: back, problem: problem), status: Answer.status(problem.kind))
                }
            },
        ]
    }

    private func correctionPage(_ entry: StandingEntry, _ call: Call, back: Back?, problem: Problem? = nil) -> CorrectionPage {
        let back = back ?? .caseFile(entry.caseID)
        let names = Set(CorrectionForm.names(entry))
        let trouble = problem.map { FormTrouble($0, shown: { names.contains($0) || $0 == "reason" }) }
        let faster = problem?.kind == .conflict
        let typed = problem == nil ? CorrectionForm.standing(entry) : faster ? CorrectionForm.carried(call.form, to: entry) : call.form
        let stood = problem == nil || faster ? CorrectionForm.standing(entry) : CorrectionForm.shown(call.form, of: entry)
        let make = FieldMaker(typed, errors: trouble?.byField ?? [:], prefix: "dinh-chinh-")
        return CorrectionPage(
            frame: frame(call, title: "Đính chính thông tin đã ghi", at: .petitions), action: "/ho-so/\(entry.caseID)/dinh-chinh",
            back: back.text, backHref: back.path,
            // Who was told that somebody was faster goes on from what stands now.
            sequence: problem == nil || faster ? entry.sequence : Int(call.form["sequence"]) ?? entry.sequence,
            note: entry.referenceOnly
                ? "Đơn tố cáo: nội dung trước đính chính không được giữ lại. Không ghi danh tính người tố cáo."
                : "Sửa ngay trong các ô bên dưới; ô để nguyên thì không đổi. Nội dung trước đính chính được giữ lại bên cạnh nhật ký.",
            stood: stood.pairs.filter { names.contains($0.name) }.map {
                CorrectionPage.Stood(name: CorrectionForm.stood + $0.name, value: $0.value)
            },
            fields: CorrectionForm.fields(entry, make), trouble: trouble)
    }
}

/// The typed form beside what stands: the difference is the correction.
struct CorrectionForm {
    let draft: EventDraft

    /// Facts in words; those that may be emptied name the fact that says so.
    private static let words: [(name: String, clear: String?)] = [
        ("petition_title", nil), ("petition_body", nil), ("petition_request", "clear_request"), ("full_name", nil),
        ("id_number", "clear_id_number"), ("address", "clear_address"), ("phone", "clear_phone"),
    ]

    /// - Throws: `Problem`: what cannot be read, or was emptied and may not be.
    init(_ form: FormData, of entry: StandingEntry) throws(Problem) {
        var read = FormReader(form)
        var facts: [String: FactInput] = [:]
        let stands = Self.standing(entry)
        let seen = Self.shown(form, of: entry)
        let shown = Set(Self.names(entry))
        /// Whether who filled the form in changed the field.
        func changed(_ name: String) -> Bool { form[name].trimmed != seen[name].trimmed }
        for (name, clear) in Self.words where shown.contains(name) && changed(name) {
            let typed = form[name].trimmed
            if typed == stands[name].trimmed { continue }
            if !typed.isEmpty {
                facts[name] = .text(typed)
            } else if let clear {
                facts[clear] = .flag(true)
            } else {
                read.refuse(name, "required", "Không được để trống.")
            }
        }
        if shown.contains("received_on"), changed("received_on"), let day = read.day("received_on", required: true),
            day != entry.receivedOn
        {
            facts["received_on"] = .text(day.iso)
        }
        let written = changed("written_on") ? read.day("written_on") : entry.writtenOn
        if written != entry.writtenOn, read.errors.allSatisfy({ $0.field != "written_on" }) {
            if let written { facts["written_on"] = .text(written.iso) } else { facts["clear_written_on"] = .flag(true) }
        }
        if changed("people"), let people = read.number("people"), people != entry.people { facts["people"] = .number(Int64(people)) }
        if let reason = read.text("reason") { facts["reason"] = .text(reason) }
        let sequence = read.number("sequence") ?? 0
        try read.finish()
        draft = EventDraft(event: "correct", occurredOn: nil, facts: facts, expectedSequence: sequence)
    }

    /// Before the name of a field: what stood there when it was shown.
    static let stood = "stood."

    /// The fields as they were shown: as the form says, else as they stand.
    static func shown(_ form: FormData, of entry: StandingEntry) -> FormData {
        FormData(standing(entry).pairs.map { ($0.name, form.all(stood + $0.name).first ?? $0.value) })
    }

    /// What was typed, over what stands by now.
    static func carried(_ form: FormData, to entry: StandingEntry) -> FormData {
        let seen = shown(form, of: entry)
        return FormData(
            standing(entry).pairs.map { ($0.name, form[$0.name].trimmed == seen[$0.name].trimmed ? $0.value : form[$0.name]) }
                + [("reason", form["reason"])])
    }

    /// The fields of the page, by the names of their facts.
    static func names(_ entry: StandingEntry) -> [String] {
        var names = ["petition_title", "petition_body", "petition_request", "written_on", "people"]
        if !entry.viaReferral { names.append("received_on") }
        if entry.named { names += ["full_name", "id_number", "address", "phone"] }
        return names
    }

    static func standing(_ entry: StandingEntry) -> FormData {
        FormData([
            ("received_on", entry.receivedOn.vietnamese), ("written_on", entry.writtenOn?.vietnamese ?? ""),
            ("people", String(entry.people)),
            ("petition_title", entry.title), ("petition_body", entry.body), ("petition_request", entry.request),
            ("full_name", entry.fullName ?? ""), ("id_number", entry.idNumber ?? ""), ("address", entry.address ?? ""),
            ("phone", entry.phone ?? ""),
        ])
    }

    static func fields(_ entry: StandingEntry, _ make: FieldMaker) -> [Field] {
        var fields: [Field] = []
        if !entry.viaReferral { fields.append(make.date("received_on", "Ngày nhận đơn", required: true).focused) }
        fields += [make.date("written_on", "Ngày ghi trên đơn"), make.number("people", "Số người")]
        if entry.named {
            fields += [
                make.line("full_name", "Họ tên người gửi đơn", width: 6, required: true, most: 200),
                make.line("id_number", "Số giấy tờ tùy thân", width: 3, most: 40), make.line("phone", "Điện thoại", width: 3, most: 30),
                make.line("address", "Địa chỉ", most: 300),
            ]
        }
        fields += [
            make.line("petition_title", "Trích yếu", required: true, most: 300),
            make.area("petition_body", "Nội dung đơn", rows: 8, required: true, most: 20_000),
            make.area("petition_request", "Yêu cầu của đơn", rows: 3),
            make.area("reason", "Lý do đính chính", rows: 2, required: true),
        ]
        return fields
    }
}
