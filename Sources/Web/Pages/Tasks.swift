import Casework
import Hummingbird
import Law

/// One line of a list of tasks.
struct TaskRow: Sendable {
    var href: String
    var title: String
    var kind: String
    /// The office at the other end.
    var office: String
    var givenOn: String
    var dueOn: String
    var state: String
    var timing: String
    var tone: String
    var remarks: [String]
    /// What the assignee does not do with the program.
    var paper: String?

    /// - Parameter incoming: whether the reader's office has to do it.
    init(_ view: TaskView, incoming: Bool) {
        href = "/nhiem-vu/\(view.id)"
        title = view.title
        kind = view.kindTitle
        office = view.isWithin ? "Trong cơ quan: \(view.doer)" : incoming ? view.giverName : view.assigneeName
        givenOn = view.givenOn.vietnamese
        dueOn = view.dueOn.vietnamese
        state = view.stateTitle
        timing = view.daysLate > 0 ? "quá hạn \(view.daysLate) ngày" : ""
        tone = view.daysLate > 0 ? "danger" : "secondary"
        remarks = [
            view.askedUntil.map { "đề nghị gia hạn đến \($0.vietnamese)" }, view.reminders > 0 ? "đôn đốc \(view.reminders) lần" : nil,
        ].compactMap { $0 }
        paper = !incoming && view.assigneeOnPaper ? "chưa dùng hệ thống, ghi thay theo văn bản giấy" : nil
    }
}

/// Tasks beside the referrals of the inbox or the outbox, or in a case.
struct TaskTable: Sendable {
    var heading: String
    var other: String
    var rows: [TaskRow]
    var hasRows: Bool
    /// Where older ones stand.
    var more: String?

    init(heading: String, other: String, rows: [TaskRow], more: String? = nil) {
        self.heading = heading
        self.other = other
        self.rows = rows
        hasRows = !rows.isEmpty
        self.more = more
    }
}

/// One task as giver and assignee see it.
struct TaskPage: PageModel {
    static let template = TemplateName.task
    struct Link: Sendable {
        var href: String
        var title: String
    }
    var frame: Frame
    var kind: String
    var heading: String
    var content: String
    var links: [Link]
    /// Nobody works with the program at the assignee.
    var onPaper: String?
    /// The assignee waits for an answer about more time.
    var asked: String?
    var details: [Detail]
    var report: [Detail]
    var hasReport: Bool
    var panel: CasePanel
    var papers: PapersPanel

    init(frame: Frame, view: TaskView, panel: CasePanel, papers: PapersPanel, officer: OfficerActor) {
        self.frame = frame
        self.panel = panel
        self.papers = papers
        kind = view.kindTitle
        heading = view.title
        content = view.content
        let gave = officer.organisation == view.giver
        links = [
            view.petition.map { Link(href: "/don/\($0)", title: "Xem đơn") },
            view.parentCase.map { Link(href: "/ho-so/\($0)", title: gave ? "Hồ sơ của nhiệm vụ" : "Hồ sơ của cơ quan giao") },
            gave ? view.session.map { Link(href: "/tiep-dan/\($0)", title: "Xem buổi tiếp") } : nil,
        ].compactMap { $0 }
        onPaper =
            gave && view.assigneeOnPaper && !view.final
            ? "Cơ quan được giao chưa dùng hệ thống. Việc nhận, tiến độ và kết quả do cơ quan giao ghi thay theo văn bản giấy." : nil
        let doer = view.isWithin ? "Người thực hiện" : "Cơ quan được giao"
        asked = view.askedUntil.map { "\(doer) đề nghị gia hạn đến \($0.vietnamese), chưa được trả lời." }
        let letter = view.letterNumber.map { number in number + (view.letterDate.map { " ngày \($0.vietnamese)" } ?? "") }
        let carrier = Detail(view.isWithin ? "Giao trong cơ quan" : "Cơ quan được giao", view.doer)
        details = [
            Detail("Cơ quan giao", view.giverName), carrier,
            Detail("Văn bản giao", letter), Detail("Việc thứ", view.point.map { String($0) }),
            Detail("Ngày giao", view.givenOn.vietnamese), Detail("Ngày nhận", view.acknowledgedOn?.vietnamese),
            Detail("Thời hạn", view.dueOn.vietnamese), Detail("Đã gia hạn", view.extensions > 0 ? "\(view.extensions) lần" : nil),
            Detail("Đôn đốc", view.reminders > 0 ? "\(view.reminders) lần" : nil),
            Detail("Yêu cầu bổ sung", view.returns > 0 ? "\(view.returns) lần" : nil),
            Detail("Chậm", view.daysLate > 0 ? "quá hạn \(view.daysLate) ngày" : nil),
            Detail("Ngày hoàn thành", view.acceptedOn?.vietnamese),
        ].compactMap { $0 }
        let paper = view.answerNumber.map { number in number + (view.answerDate.map { " ngày \($0.vietnamese)" } ?? "") }
        report = [
            Detail("Kết quả", view.resultTitle), Detail("Kết quả giải quyết", view.settledAsTitle),
            Detail("Ngày báo cáo", view.answeredOn?.vietnamese), Detail("Văn bản", paper), Detail("Tóm tắt", view.answerSummary),
        ].compactMap { $0 }
        hasReport = !report.isEmpty
    }
}

extension WebRoutes {
    var taskRoutes: [Route] {
        [
            Route.get("/nhiem-vu/{id}") { call in try await show(.task(call.id), call) },
            Route.post("/ho-so/{id}/nhiem-vu") { call in
                let id = try call.id
                do {
                    try call.checkOffice()
                    let (draft, day) = try await taskDraft(call)
                    let given = try await casework.tasks.give(draft, in: id, on: day, key: call.key, by: call.actor)
                    return Answer.redirect("/nhiem-vu/\(given.task)" + Notice.recorded.query)
                } catch let problem as Problem where problem.showsInForm {
                    let back = Back(text: call.form["ve"]) ?? .caseFile(id)
                    return try await show(back, call, failed: FailedStep(event: TaskPanel.event, form: call.form, problem: problem))
                }
            },
        ]
    }

    /// The posted task, and the day on which it is given.
    private func taskDraft(_ call: Call) async throws -> (TaskDraft, Day?) {
        var read = FormReader(call.form)
        let kind = read.choice("kind", as: TaskKind.self, required: true)
        let due = read.day("dueOn", required: true)
        let day = read.day("givenOn")
        let written = read.day("letterDate")
        let point = read.number("point")
        let office = read.text("assignee")
        if office == nil { read.refuse("assignee", "required", "Không được để trống.") }
        try read.finish()
        let assignee = try await organisation(office ?? "", field: "assignee", by: call.actor)
        let draft = TaskDraft(
            kind: kind ?? .report, title: call.form["title"], content: call.form["content"], assignee: assignee,
            dueOn: due ?? casework.today, point: point, letterNumber: read.text("letterNumber"), letterDate: written)
        return (draft, day)
    }

    func taskPage(_ id: Int64, _ call: Call, _ failed: FailedStep?) async throws -> TaskPage {
        let view = try await casework.tasks.task(id, by: call.actor)
        let officer = try call.officerActor
        let file = try await casework.cases.caseFile(view.caseID, by: call.actor)
        let panel = try await panel(file, .task(id), call, failed)
        var petition: PetitionView?
        if let number = view.petition { petition = try await visible { try await casework.petitions.petition(number, by: call.actor) } }
        let sealed = petition.map { $0.referenceOnly || $0.kind == .denunciation } ?? false
        let papers = PapersPanel(
            file.attachments, shown: call.query["tep"], here: "/nhiem-vu/\(id)",
            upload: officer.works && !view.final && !sealed ? "/ho-so/\(view.caseID)/tep" : nil,
            note: sealed ? "Nhiệm vụ thuộc hồ sơ tố cáo: không quét tài liệu lên hệ thống, chỉ ghi số hồ sơ giấy." : nil)
        var frame = frame(call, title: "Nhiệm vụ: \(view.title)", at: officer.organisation == view.assignee ? .inbox : .outbox)
        frame.failed(failed, in: panel)
        return TaskPage(frame: frame, view: view, panel: panel, papers: papers, officer: officer)
    }

    /// What stands under the referrals of the inbox or the outbox, by the same filter.
    func taskTable(_ call: Call, incoming: Bool) async throws -> TaskTable {
        let timing = call.query["timing"]
        let found = try await casework.tasks.list(
            incoming: incoming, open: timing == "done" ? false : timing == "all" ? nil : true, overdue: timing == "overdue",
            cursor: call.query.text("nv"), limit: 50, by: call.actor)
        let path = incoming ? "/chuyen-den" : "/chuyen-di"
        return TaskTable(
            heading: incoming ? "Nhiệm vụ được giao" : "Nhiệm vụ đã giao", other: incoming ? "Cơ quan giao" : "Cơ quan được giao",
            rows: found.items.map { TaskRow($0, incoming: incoming) },
            more: found.next.map { path + PercentText.query([("timing", timing), ("nv", $0)]) + "#nhiem-vu" })
    }
}
