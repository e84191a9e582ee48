import Casework
import Hummingbird
import Law

/// "Tố cáo?" before any identity field; then the form; then the receipt.
extension WebRoutes {
    var registrationRoutes: [Route] {
        [
            Route.get("/don/moi") { call in
                try call.officerActor.require([.clerk, .officer, .leader])
                let visit = try await visit(named: call.query["luot"], by: call.actor)
                switch call.query["to-cao"] {
                case "co", "khong":
                    let denunciation = call.query["to-cao"] == "co"
                    var form = PetitionForm.blank(denunciation: denunciation, today: casework.today, visit: visit)
                    if let whole = call.query.text("tach").flatMap({ Int64($0) }), !denunciation {
                        form.form = form.form.prefilled(from: try await casework.petitions.petition(whole, by: call.actor))
                    }
                    let bag = call.query.text("bi-thu").flatMap { Int64($0) }
                    if let bag {
                        let envelope = try await casework.postbag.envelope(bag, by: call.actor)
                        form.form = form.form.prefilled(from: envelope, denunciation: denunciation)
                    }
                    if let matter = call.query.text("vu") { form.form = form.form.setting("matter", matter) }
                    let shown = page(try await petitionFormPage(call, form, trouble: nil))
                    return visit == nil && bag == nil && !denunciation && call.query.text("tach") == nil ? Answer.kept(shown) : shown
                default:
                    if let visit, visit.denunciation {
                        return Answer.redirect(
                            "/don/moi" + PercentText.query([("to-cao", "co"), ("luot", String(visit.id)), ("khoa", newKey())]))
                    }
                    return page(
                        DenunciationQuestionPage(
                            frame: frame(call, title: "Vào sổ đơn", at: .newPetition), visit: visit, matter: call.query["vu"],
                            part: call.query["tach"], envelope: call.query["bi-thu"],
                            key: newKey()))
                }
            },
            Route.post("/don/moi") { call in
                let form = PetitionForm(form: call.form, denunciation: call.query["to-cao"] == "co")
                do {
                    try call.checkOffice()
                    var draft = try form.draft()
                    try await resolve(&draft, by: call.actor)
                    if form.denunciation, let body = call.form.text("denouncedBody") {
                        draft.denouncedBody = try await organisation(body, field: "denouncedBody", by: call.actor)
                    }
                    let entered = try await casework.petitions.register(draft, key: call.key, by: call.actor)
                    return Answer.redirect("/don/\(entered.petition)/bien-nhan\(Notice.registered.query)")
                } catch let problem as Problem where problem.showsInForm {
                    let model = try await petitionFormPage(call, form, trouble: FormTrouble(problem))
                    return page(model, status: Answer.status(problem.kind))
                }
            },
            Route.get("/don/{id}/bien-nhan") { call in
                let receipt = try await casework.petitions.receipt(call.id, by: call.actor)
                return page(ReceiptPage(frame: frame(call, title: "Giấy biên nhận", at: .petitions), petition: receipt.petition))
            },
            Route.get("/don/{id}/bien-nhan/giay") { call in
                let receipt = try await casework.petitions.receipt(call.id, by: call.actor)
                return Answer.html(try await printing.receiptHTML(receipt), policy: Answer.document)
            },
            Route.get("/don/{id}/bien-nhan/pdf") { call in
                let receipt = try await casework.petitions.receipt(call.id, by: call.actor)
                return pdf(
                    try await printing.receiptPDF(receipt), name: "bien-nhan-\(receipt.petition.bookYear)-\(receipt.petition.number).pdf")
            },
        ]
    }

    private func visit(named text: String, by actor: Actor) async throws -> VisitView? {
        guard let id = Int64(text) else { return nil }
        return try await casework.visits.visit(id, by: actor)
    }

    private func petitionFormPage(_ call: Call, _ form: PetitionForm, trouble: FormTrouble?) async throws -> PetitionFormPage {
        let title = form.denunciation ? "Vào sổ đơn tố cáo" : "Vào sổ đơn"
        var model = PetitionFormPage(
            frame: frame(call, title: title, at: .newPetition), petition: form, trouble: trouble,
            fields: try await casework.catalogues.fields(by: call.actor),
            ethnicGroups: form.denunciation ? [] : try await casework.catalogues.ethnicGroups(by: call.actor))
        if try await casework.documents.typedBooks(by: call.actor).contains("petition") {
            let make = FieldMaker(form.form, errors: trouble?.byField ?? [:])
            model.groups[0].fields.append(make.number("number", "Số đơn lấy từ phần mềm văn bản", width: 4, required: true))
        }
        return model
    }

    /// Names of communes and offices become codes; a forwarding body need not be in the catalogue (a newspaper, a delegate).
    private func resolve(_ draft: inout PetitionDraft, by actor: Actor) async throws {
        if let text = draft.petitioners?.first?.communeCode {
            draft.petitioners?[0].communeCode = try await commune(text, field: "petitioners.communeCode", by: actor)
        }
        if let text = draft.incidentCommune { draft.incidentCommune = try await commune(text, field: "incidentCommune", by: actor) }
        if let text = draft.sourceBody {
            draft.sourceOrganisation = try? await organisation(text, field: "sourceBody", by: actor)
        }
    }
}

extension Call {
    var officerActor: OfficerActor {
        get throws { try actor.officer() }
    }
}

extension Problem {
    /// Worth showing the form again with what was typed.
    var showsInForm: Bool { [.refused, .conflict, .malformed, .unavailable].contains(kind) }
}

/// The first question of the counter.
struct DenunciationQuestionPage: PageModel {
    static let template = TemplateName.denunciationQuestion
    var frame: Frame
    var no: String
    var yes: String

    init(frame: Frame, visit: VisitView?, matter: String, part: String, envelope: String, key: String) {
        self.frame = frame
        let id = visit.map { String($0.id) } ?? ""
        no =
            "/don/moi"
            + PercentText.query([
                ("to-cao", "khong"), ("luot", id), ("vu", matter), ("tach", part), ("bi-thu", envelope), ("khoa", key),
            ])
        // A visit, a matter or a letter that may hold a name is no way to a denunciation.
        yes =
            "/don/moi"
            + PercentText.query([
                ("to-cao", "co"), ("luot", visit?.denunciation == true ? id : ""), ("bi-thu", envelope), ("khoa", key),
            ])
    }
}

/// The receipt on the screen: the paper itself in a frame, code and number readable beside it.
struct ReceiptPage: PageModel {
    static let template = TemplateName.receipt
    var frame: Frame
    var petition: Int64
    var code: String
    var bookNumber: String

    init(frame: Frame, petition view: PetitionView) {
        self.frame = frame
        petition = view.id
        code = view.receiptCode
        bookNumber = view.bookNumber
    }
}

enum PaperWords {
    static func kind(_ word: String) -> String { PetitionForm.paperKinds.first { $0.0 == word }?.1 ?? word }
}
