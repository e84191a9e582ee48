import Casework
import Hummingbird
import Law

/// Drafts a document, or writes one anew.
struct DocumentFormPage: PageModel {
    static let template = TemplateName.documentForm
    struct Step: Sendable {
        var href: String
        var title: String
        var blockedBy: String?
    }
    var frame: Frame
    var heading: String
    var note: String?
    /// What may not be written, above the form.
    var warning: String?
    var action: String
    /// Hidden: the case, the step and, for a draft that exists, the revision that was seen.
    var caseID: String
    var event: String
    var revision: String
    /// To choose from, before a step is chosen.
    var steps: [Step]
    var chooses: Bool
    var fields: [Field]
    var trouble: FormTrouble?
    /// What a settlement brought, folded: most have none of it.
    var figures: [Field] = []
    var hasFigures = false
    var figuresOpen = false

    /// The page with what a settlement brought apart.
    func folded() -> Self {
        func isFigure(_ field: Field) -> Bool {
            field.name.hasPrefix("f.") && SettlementFigures.names.contains(String(field.name.dropFirst(2)))
        }
        var page = self
        page.figures = fields.filter { isFigure($0) }
        page.fields = fields.filter { !isFigure($0) }
        page.hasFigures = !page.figures.isEmpty
        page.figuresOpen = page.figures.contains { !$0.value.isEmpty || $0.checked || $0.error != nil }
        return page
    }
}

extension WebRoutes {
    /// The step as it may be drafted now; nil when the case does not know it any more.
    func draftableStep(_ event: String, of caseID: Int64, by actor: Actor) async throws -> DraftableStep? {
        try await casework.documents.forms(case: caseID, by: actor).first { $0.event == event }
    }

    /// Declared facts from the posted form: days in either spelling, offices by name.
    func documentFacts(_ call: Call, _ fields: [AllowedEventView.Field]) async throws -> [String: FactInput] {
        var facts: [String: FactInput] = [:]
        for field in fields {
            let value = call.form["f." + field.name]
            if value.trimmed.isEmpty {
                // A box that must be answered and is not ticked says no.
                if field.type == "bool" && field.required { facts[field.name] = .flag(false) }
                continue
            }
            switch field.type {
            case "date", "date_ahead", "any_date":
                guard let day = DayText.parse(value) else { throw Problem.invalid(field.name, "invalid_date", FormReader.dayForm) }
                facts[field.name] = .text(day.iso)
            case "bool": facts[field.name] = .flag(true)
            case "organisation": facts[field.name] = .number(try await organisation(value, field: field.name, by: call.actor))
            default: facts[field.name] = .text(value)
            }
        }
        if let reason = call.form.text("f.flag_reason") { facts["flag_reason"] = .text(reason) }
        return facts
    }

    /// Whom a paper of a denunciation is for, from the posted form: one who is not named, or an office by its name.
    func sealedRecipient(_ call: Call) async throws -> (SealedParty?, Int64?) {
        var read = FormReader(call.form)
        let party: SealedParty? = read.choice("party")
        try read.finish()
        guard let office = call.form.text("organisation-name") else { return (party, nil) }
        return (party, try await organisation(office, field: "organisation", by: call.actor))
    }

    /// Fields by which the recipient of a sealed paper is chosen instead of being named.
    func sealedFields(_ sealed: [SealedRecipient], _ make: FieldMaker) -> [Field] {
        [
            make.select(
                "party", "Gửi cho", sealed.map { ($0.party.rawValue, $0.words) }, blank: "– cơ quan ghi bên cạnh –", width: 6,
                help: "Họ tên, địa chỉ viết tay trên bản giấy và bì thư."),
            make.line("organisation-name", "Hoặc cơ quan trong danh mục", width: 6, suggest: "/goi-y/co-quan"),
        ]
    }

    func newDocumentPage(_ call: Call, _ problem: Problem?) async throws -> DocumentFormPage {
        let posted = problem != nil
        guard let caseID = Int64(posted ? call.form["case"] : call.query["ho-so"]) else { throw Problem.missing("hồ sơ") }
        let event = posted ? call.form["event"] : call.query["buoc"]
        let steps = try await casework.documents.forms(case: caseID, by: call.actor)
        let heading = "Soạn văn bản cho hồ sơ \(caseID)"
        guard let step = steps.first(where: { $0.event == event }) else {
            return DocumentFormPage(
                frame: frame(call, title: heading, at: .documents), heading: heading,
                note: steps.isEmpty
                    ? "Hồ sơ hiện không có bước nào ban hành văn bản." : "Chọn bước mà văn bản sẽ thực hiện khi được ban hành.",
                action: "", caseID: String(caseID), event: "", revision: "",
                steps: steps.map {
                    .init(
                        href: "/van-ban/moi" + PercentText.query([("ho-so", String(caseID)), ("buoc", $0.event)]),
                        title: "\($0.title): \($0.forms.map(\.title).joined(separator: ", "))",
                        blockedBy: $0.blockedBy.isEmpty ? nil : $0.blockedBy.joined(separator: " "))
                }, chooses: true, fields: [], trouble: problem.map { FormTrouble($0) })
        }
        var given = [("form", step.forms.count == 1 ? step.forms[0].value : "")]
        if !posted, let begun = try await casework.documents.beginning(case: caseID, event: event, by: call.actor) {
            given += [("title", begun.title), ("body", begun.body ?? ""), ("recipients", begun.recipients ?? "")]
        }
        let form = posted ? call.form : FormData(given)
        let trouble = problem.map { FormTrouble($0) }
        let sealed = try await casework.documents.sealedRecipients(case: caseID, by: call.actor)
        var fields = try await contentFields(call, step.fields, form, trouble, sealed: sealed)
        let make = FieldMaker(form, errors: trouble?.byField ?? [:], prefix: "van-ban-")
        fields.insert(make.select("form", "Loại văn bản", step.forms.map { ($0.value, $0.title) }, width: 12, required: true), at: 0)
        return DocumentFormPage(
            frame: frame(call, title: heading, at: .documents), heading: "\(heading): \(step.title)",
            note: "Hồ sơ chưa thay đổi gì cho đến khi văn bản được ban hành; số và ngày ghi khi đó.",
            warning: sealed == nil ? nil : DocumentDesk.sealedWarning, action: "/van-ban/moi",
            caseID: String(caseID), event: event, revision: "", steps: [], chooses: false, fields: fields, trouble: trouble
        ).folded()
    }

    func editDocumentPage(_ call: Call, _ problem: Problem?) async throws -> DocumentFormPage {
        let id = try call.id
        let view = try await casework.documents.draft(id, by: call.actor)
        guard view.may.contains(.edit) else {
            throw Problem(.refused, code: "document_state", message: "Văn bản đang ở trạng thái “\(view.line.stateTitle)”, không sửa được.")
        }
        var form = call.form
        if problem == nil {
            form = FormData([
                ("title", view.line.title), ("addressee", view.addressee), ("body", view.body), ("recipients", view.recipients),
                ("party", view.party?.rawValue ?? ""), ("organisation-name", view.organisationName ?? ""),
            ])
            for (name, value) in view.facts { form = form.setting("f." + name, typed(value, name, view)) }
        }
        let trouble = problem.map { FormTrouble($0) }
        let fields = try await draftableStep(view.event, of: view.line.caseID, by: call.actor)?.fields ?? []
        let sealed = try await casework.documents.sealedRecipients(case: view.line.caseID, by: call.actor)
        let heading = "Sửa dự thảo: \(view.line.formTitle)"
        return DocumentFormPage(
            frame: frame(call, title: heading, at: .documents), heading: heading, note: nil,
            warning: sealed == nil ? nil : DocumentDesk.sealedWarning, action: "/van-ban/\(id)/sua",
            caseID: String(view.line.caseID), event: view.event, revision: String(view.line.revision), steps: [], chooses: false,
            fields: try await contentFields(call, fields, form, trouble, sealed: sealed), trouble: trouble
        ).folded()
    }

    /// A declared fact as it would be typed: an office by its name.
    private func typed(_ value: FactInput, _ name: String, _ view: DraftView) -> String {
        switch value {
        case .text(let text): text
        case .flag(let flag): flag ? "1" : ""
        case .number(let number):
            // an officer is chosen by number, an office typed by name; `declared` has a name where there is one
            view.declared.first { $0.name == name }?.value ?? String(number)
        }
    }

    private func contentFields(
        _ call: Call, _ asked: [AllowedEventView.Field], _ form: FormData, _ trouble: FormTrouble?, sealed: [SealedRecipient]?
    ) async throws -> [Field] {
        let officer = try call.officerActor
        var errors: [String: String] = [:]
        let names = Set(asked.map(\.name))
        for (name, message) in trouble?.byField ?? [:] { errors[names.contains(name) ? "f." + name : name] = message }
        errors["organisation-name"] = errors["organisation"]
        let make = FieldMaker(form, errors: errors, prefix: "van-ban-")
        var choices = CasePanel.Choices()
        if asked.contains(where: { $0.type == "officer" }) {
            let accounts = try await casework.administration.accounts(organisation: nil, by: call.actor)
            choices.officers = accounts.filter { $0.active && $0.posts.contains { $0.organisation == officer.organisation } }.map {
                (String($0.id), "\($0.fullName) – \($0.title)")
            }
        }
        if asked.contains(where: { $0.name == "field" }) {
            choices.fields = try await casework.catalogues.fields(by: call.actor).map {
                ($0.code, $0.parent == nil ? $0.name : "– " + $0.name)
            }
        }
        var fields = [make.line("title", "Trích yếu", required: true, most: 500).focused]
        fields += sealed.map { sealedFields($0, make) } ?? [make.area("addressee", "Kính gửi", rows: 2, most: 1000)]
        fields += [
            make.area("body", "Nội dung", rows: 12, help: "Để trống nếu chỉ dùng tệp đính kèm.", most: 50_000),
            make.area("recipients", "Nơi nhận (mỗi dòng một nơi)", rows: 3, most: 3000),
        ]
        fields += asked.map { CasePanel.EventForm.field($0, make, choices) }
        if errors["flag_reason"] != nil || form.text("f.flag_reason") != nil {
            fields.append(make.area("f.flag_reason", "Lý do (được lưu cùng vi phạm)"))
        }
        return fields
    }
}
