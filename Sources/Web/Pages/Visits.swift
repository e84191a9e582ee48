import Casework
import Hummingbird
import Law

/// The form of a visit.
struct VisitFormPage: PageModel {
    static let template = TemplateName.visitForm
    var frame: Frame
    /// Before any identity field: does he come to denounce?
    var asks: Bool
    var yes: String
    var no: String
    var action: String
    var denunciation: Bool
    /// The registration for a leader's session that the visit answers.
    var appointment: String?
    var groups: [PetitionFormPage.Group]
    var trouble: FormTrouble?
}

/// One visit: who came, what about, what came of it.
struct VisitPage: PageModel {
    static let template = TemplateName.visit
    struct Petition: Sendable {
        var href: String
        var title: String
    }
    var frame: Frame
    var heading: String
    var sessionHref: String
    var details: [Detail]
    var people: [PersonLine]
    var hasPeople: Bool
    var petitions: [Petition]
    var hasPetitions: Bool
    /// Adds people to a group's list; nil where there is nothing to add to.
    struct ListForm: Sendable {
        var action: String
        var field: Field
        var open: Bool
    }
    var listForm: ListForm?
    /// Where a petition of this visit is entered; nil when it is over.
    var newPetition: String?
    var panel: CasePanel
}

extension WebRoutes {
    var visitRoutes: [Route] {
        [
            Route.get("/tiep-dan/{id}/luot-moi") { call in
                try call.officerActor.require([.clerk, .officer, .leader])
                let denunciation = call.query["to-cao"] == "co"
                let shown = page(
                    try await visitFormPage(
                        call, VisitForm(form: try await registered(call), session: call.id, denunciation: denunciation), nil))
                return call.query["to-cao"].isEmpty || denunciation ? shown : Answer.kept(shown)
            },
            Route.post("/tiep-dan/{id}/luot-moi") { call in
                let form = VisitForm(form: call.form, session: try call.id, denunciation: call.query["to-cao"] == "co")
                do {
                    try call.checkOffice()
                    var draft = try form.draft()
                    if let text = draft.visitors?.first?.communeCode {
                        draft.visitors?[0].communeCode = try await commune(text, field: "visitors.communeCode", by: call.actor)
                    }
                    let entered = try await casework.visits.register(draft, key: call.key, by: call.actor)
                    return Answer.redirect("/luot/\(entered.visit)\(Notice.visit.query)")
                } catch let problem as Problem where problem.showsInForm {
                    return page(try await visitFormPage(call, form, FormTrouble(problem)), status: Answer.status(problem.kind))
                }
            },
            Route.post("/luot/{id}/danh-sach") { call in
                do {
                    let people = try PersonFields.list(call.form["list"])
                    _ = try await casework.visits.addPeople(people, to: call.id, key: call.key, by: call.actor)
                    return Answer.redirect("/luot/\(try call.id)\(Notice.listed.query)")
                } catch let problem as Problem where problem.showsInForm {
                    return page(
                        try await visitPage(call.id, call, nil, list: FormTrouble(problem)), status: Answer.status(problem.kind))
                }
            },
            Route.get("/luot/{id}") { call in try await show(.visit(call.id), call) },
        ]
    }

    /// What somebody said when he registered for the leader's session stands in the form of his visit.
    private func registered(_ call: Call) async throws -> FormData {
        guard let id = call.query.text("hen").flatMap({ Int64($0) }) else { return FormData() }
        let view = try await casework.leaderSessions.appointment(id, by: call.actor)
        let people = view.people > 1 ? String(view.people) : ""
        // Who denounces on the day is asked again, of what he said by name nothing comes along.
        if call.query["to-cao"] == "co" && !view.denunciation {
            return FormData([("appointment", String(id)), ("people", people)].filter { !$0.1.isEmpty })
        }
        return FormData(
            [
                ("appointment", String(id)), ("visitors.fullName", view.fullName), ("visitors.phone", view.phone ?? ""),
                ("visitors.address", view.address), ("people", people), ("summary", view.content),
                ("matter", view.matter.map { String($0) } ?? ""),
            ].filter { !$0.1.isEmpty })
    }

    private func visitFormPage(_ call: Call, _ form: VisitForm, _ trouble: FormTrouble?) async throws -> VisitFormPage {
        let here = "/tiep-dan/\(form.session)/luot-moi"
        let asked = !call.query["to-cao"].isEmpty
        var groups: [PetitionFormPage.Group] = []
        if asked {
            let ethnicGroups = form.denunciation ? [] : try await casework.catalogues.ethnicGroups(by: call.actor)
            groups = form.groups(FieldMaker(form.form, errors: trouble?.byField ?? [:]), ethnicGroups: ethnicGroups)
            groups[0].fields[0] = groups[0].fields[0].focused
            if try await casework.documents.typedBooks(by: call.actor).contains("visit") {
                let make = FieldMaker(form.form, errors: trouble?.byField ?? [:])
                groups[0].fields.append(make.number("number", "Số lượt lấy từ phần mềm văn bản", width: 4, required: true))
            }
        }
        let key = "&khoa=" + newKey()
        return VisitFormPage(
            frame: frame(call, title: "Ghi lượt tiếp", at: .sessions), asks: !asked, yes: here + "?to-cao=co" + key,
            no: here + "?to-cao=khong" + key,
            action: here + "?to-cao=" + (form.denunciation ? "co" : "khong"), denunciation: form.denunciation,
            appointment: form.form.text("appointment"), groups: groups,
            trouble: trouble)
    }

    func visitPage(_ id: Int64, _ call: Call, _ failed: FailedStep?, list trouble: FormTrouble? = nil) async throws -> VisitPage {
        let view = try await casework.visits.visit(id, by: call.actor)
        let file = try await casework.cases.caseFile(view.caseID, by: call.actor)
        let panel = try await panel(file, .visit(id), call, failed)
        var frame = frame(call, title: "Lượt tiếp \(view.bookNumber)", at: .sessions)
        frame.failed(failed, in: panel)
        var listForm: VisitPage.ListForm?
        if frame.works && !view.final && !view.denunciation {
            let make = FieldMaker(
                trouble == nil ? FormData() : call.form, errors: trouble.map { ["list": $0.message] } ?? [:], prefix: "danh-sach-")
            listForm = .init(
                action: "/luot/\(id)/danh-sach",
                field: make.area(
                    "list", "Danh sách", rows: 5, required: true, help: "Mỗi dòng một người: họ tên; số giấy tờ; địa chỉ.", most: 100_000),
                open: trouble != nil)
        }
        let group =
            view.people > 1
            ? "\(view.people) người, \(view.representatives) đại diện\(view.appointmentSigned ? ", văn bản cử đủ chữ ký" : "")" : nil
        return VisitPage(
            frame: frame, heading: view.denunciation ? "Người đến tố cáo" : view.parties.first?.fullName ?? "Không ghi tên",
            sessionHref: "/tiep-dan/\(view.session)",
            details: [
                Detail("Số trong sổ tiếp công dân", view.bookNumber), Detail("Ngày tiếp", view.visitedOn.vietnamese),
                Detail("Số trên giấy", view.paperNumber),
                Detail("Nhập vào hệ thống lúc", view.paperNumber == nil ? nil : DayText.moment(view.enteredAt)),
                Detail("Số người", group), Detail("Ngày văn bản cử", view.appointmentOn?.vietnamese),
                Detail("Nội dung", view.summary), Detail("Yêu cầu", view.request), Detail("Đã hướng dẫn sang", view.shownTo),
                Detail("Cơ quan đã giải quyết", view.priorBodies),
                Detail("Văn bản giải quyết đã có", view.settlementPapers),
                Detail("Văn bản kiểm tra, rà soát", view.reviewPapers),
                Detail("Tiếp nhiều lần", view.repeated ? "Có" : nil), Detail("Đề nghị báo kết quả", view.wantsReply ? "Có" : nil),
            ].compactMap { $0 },
            people: view.parties.map { view.denunciation ? PersonLine($0) : PersonLine(linking: $0) }, hasPeople: !view.parties.isEmpty,
            petitions: view.petitions.map { .init(href: "/don/\($0)", title: "Đơn mã \($0)") }, hasPetitions: !view.petitions.isEmpty,
            listForm: listForm, newPetition: frame.works && !view.final ? "/don/moi?luot=\(id)" : nil, panel: panel)
    }
}
