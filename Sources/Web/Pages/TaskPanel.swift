import Casework
import Law

/// Tasks on the page of a case: those that were given in it, and the form that gives one.
struct TaskPanel: Sendable {
    /// Stands for the form among the steps of a case.
    static let event = "task"

    struct Form: Sendable {
        var action: String
        var title: String
        var basis: String
        var fields: [Field]
        var open: Bool
        var key: String
        var trouble: FormTrouble?
    }
    var table: TaskTable?
    var form: Form?
}

extension WebRoutes {
    /// The tasks of a petition's or a session's case; nil for any other case.
    func taskPanel(_ view: CaseView, _ call: Call, _ failed: FailedStep?) async throws -> TaskPanel? {
        let officer = try call.officerActor
        let own = officer.organisation == view.organisation
        let given: [TaskView]
        switch (view.subject, view.session) {
        case (Subject.petition.rawValue, _): given = try await casework.tasks.ofCase(view.id, by: call.actor)
        case (Subject.session.rawValue, let session?): given = try await casework.tasks.ofSession(session, by: call.actor)
        default: return nil
        }
        let rows = given.map { TaskRow($0, incoming: !own) }
        let table = TaskTable(
            heading: own ? "Nhiệm vụ đã giao" : "Nhiệm vụ được giao", other: own ? "Cơ quan được giao" : "Cơ quan giao", rows: rows)
        let gives = own && !officer.roles.isDisjoint(with: [.officer, .leader])
        let form = gives ? taskForm(view, failed?.event == TaskPanel.event ? failed : nil) : nil
        if rows.isEmpty && form == nil { return nil }
        return TaskPanel(table: rows.isEmpty ? nil : table, form: form)
    }

    private func taskForm(_ view: CaseView, _ failed: FailedStep?) -> TaskPanel.Form {
        let ofSession = view.subject == Subject.session.rawValue
        let kinds: [TaskKind] = ofSession ? [.conclusionPoint, .report] : view.final ? [.report] : [.verify, .report, .settle]
        let trouble = failed.map { FormTrouble($0.problem) }
        let blank = FormData([("givenOn", casework.today.iso), ("kind", kinds[0].rawValue)])
        let make = FieldMaker(failed?.form ?? blank, errors: trouble?.byField ?? [:], prefix: "nhiem-vu-")
        var fields = [
            make.select("kind", "Loại nhiệm vụ", kinds.map { ($0.rawValue, $0.title) }, width: 6, required: true),
            make.line(
                "assignee", "Cơ quan được giao", required: true, help: "Gõ vài chữ rồi chọn trong danh sách.", suggest: "/goi-y/co-quan"),
            make.line("title", "Tên nhiệm vụ", required: true, most: 200),
            make.area(
                "content", "Nội dung nhiệm vụ", rows: 5, required: true, help: "Đối với tố cáo: không ghi danh tính người tố cáo.",
                most: 20_000),
            make.date("dueOn", "Thời hạn", required: true), make.date("givenOn", "Ngày giao"),
        ]
        if ofSession { fields.append(make.number("point", "Việc thứ mấy trong thông báo kết luận", width: 4)) }
        fields += [
            make.line("letterNumber", "Số văn bản giao", width: 4, most: 200), make.date("letterDate", "Ngày văn bản giao"),
        ]
        return TaskPanel.Form(
            action: "/ho-so/\(view.id)/nhiem-vu", title: "Giao nhiệm vụ",
            basis: ofSession
                ? "NĐ 154/2026 Đ.25.2, Đ.32"
                : "Luật Khiếu nại Đ.29; Luật Tố cáo Đ.31. Thẩm quyền và thời hạn giải quyết vẫn của cơ quan giao.",
            fields: fields, open: failed != nil, key: newKey(), trouble: trouble)
    }
}
