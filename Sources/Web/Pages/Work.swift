import Casework
import Hummingbird
import Law

/// Who has what to do: mine, my unit's, nobody's, what came back; for who oversees, everybody's.
struct WorkPage: PageModel {
    static let template = TemplateName.work
    struct Tab: Sendable {
        var href: String
        var title: String
        var active: Bool
    }
    struct Take: Sendable {
        var action: String
        var sequence: Int
        var key: String
        var label: String
    }
    struct Row: Sendable {
        var href: String
        var number: String
        var title: String
        var state: String
        var who: String
        var due: String
        var workDue: String
        var timing: Timing
        var remark: String
        var take: Take?
    }
    struct Load: Sendable {
        var href: String
        var name: String
        /// Until when he is away, and who has his work.
        var away: String?
        var unit: String
        var open: Int
        var untaken: Int
        var dueSoon: Int
        var overdue: Int
        var late: Bool
    }
    var frame: Frame
    var heading: String
    var list: String
    var tabs: [Tab]
    var rows: [Row]
    var hasRows: Bool
    var next: String?
    var loads: [Load]
    var hasLoads: Bool
}

extension WebRoutes {
    var workRoutes: [Route] { workListRoutes + handOverRoutes + unitRoutes + digestRoutes }

    private var workListRoutes: [Route] {
        [
            Route.get("/viec") { call in page(try await workPage(call, list: call.query["ds"], warning: nil)) },
            Route.post("/viec/{id}/nhan") { call in
                do {
                    try call.checkOffice()
                    var read = FormReader(call.form)
                    let sequence = read.number("sequence") ?? 0
                    try read.finish()
                    _ = try await casework.cases.step(
                        try call.id, EventDraft(event: "take_work", expectedSequence: sequence), key: call.key, by: call.actor)
                    return Answer.redirect("/viec\(Notice.taken.query)")
                } catch let problem as Problem where problem.showsInForm {
                    return page(
                        try await workPage(call, list: call.form["ds"], warning: problem.message), status: Answer.status(problem.kind))
                }
            },
        ]
    }

    private static let workLists: [(WorkList, String)] = [
        (.mine, "Việc của tôi"), (.helping, "Tôi phối hợp"), (.unit, "Phòng, bộ phận của tôi"), (.unassigned, "Chưa phân công"),
        (.returned, "Bị trả lại"), (.office, "Toàn cơ quan"),
    ]

    private func workPage(_ call: Call, list: String, warning: String?) async throws -> WorkPage {
        let officer = try call.officerActor
        let chosen = WorkList(rawValue: list) ?? .mine
        let colleague = Int64(call.query["can-bo"])
        let found = try await casework.work.list(
            chosen, officer: colleague, cursor: call.query.text("cursor"), limit: 50, by: call.actor)
        let oversees = try await casework.work.oversees(by: call.actor)
        let loads = oversees ? try await casework.work.loads(by: call.actor) : []
        let title = Self.workLists.first { $0.0 == chosen }?.1 ?? ""
        let name = loads.first { $0.officer == colleague }?.fullName
        var frame = frame(call, title: "Giao việc", at: .work)
        frame.warning = warning
        return WorkPage(
            frame: frame, heading: name.map { "Việc của \($0)" } ?? title, list: chosen.rawValue,
            tabs: Self.workLists.map {
                .init(href: "/viec?ds=\($0.0.rawValue)", title: $0.1, active: $0.0 == chosen && colleague == nil)
            },
            rows: found.items.map { WorkPage.Row($0, officer: officer, key: newKey) }, hasRows: !found.items.isEmpty,
            next: found.next.map {
                "/viec" + PercentText.query([("ds", chosen.rawValue), ("can-bo", call.query["can-bo"]), ("cursor", $0)])
            },
            loads: loads.map { WorkPage.Load($0, today: casework.today) }, hasLoads: !loads.isEmpty)
    }
}

extension WorkPage.Row {
    init(_ line: WorkLine, officer: OfficerActor, key: () -> String) {
        href = line.task.map { "/nhiem-vu/\($0)" } ?? line.petition.map { "/don/\($0)" } ?? "/ho-so/\(line.caseID)"
        number = line.number ?? (line.task == nil ? "hồ sơ \(line.caseID)" : "nhiệm vụ")
        title = line.title.isEmpty ? (line.sealed ? "(tố cáo)" : line.procedureTitle) : line.title
        state = line.stateTitle
        who = [line.unitName, line.handlerName].compactMap { $0 }.joined(separator: ", ")
        due = DueText.text(line.nextDue, provisional: line.dueProvisional) ?? ""
        workDue = line.workDue?.vietnamese ?? ""
        timing = Timing(line.timing, late: line.daysLate, final: false)
        let returned = line.returnedOn.map { day in
            "trả lại ngày \(day.vietnamese)" + (line.returnedByName.map { " (\($0))" } ?? "") + (line.returnReason.map { ": \($0)" } ?? "")
        }
        let given = line.handler == nil ? nil : line.takenOn.map { "đã nhận ngày \($0.vietnamese)" } ?? "chưa nhận"
        remark = (line.handler == nil ? returned : given) ?? ""
        let open = line.handler == nil || (line.handler == officer.id && line.takenOn == nil)
        if open && officer.works {
            take = WorkPage.Take(
                action: "/viec/\(line.caseID)/nhan", sequence: line.sequence, key: key(),
                label: "Nhận việc \(line.number ?? "hồ sơ \(line.caseID)")")
        }
    }
}

extension WorkPage.Load {
    init(_ load: OfficerLoad, today: Day) {
        href = "/viec?ds=office&can-bo=\(load.officer)"
        name = load.fullName
        away = load.away?.words(on: today)
        unit = load.unitName ?? ""
        open = load.open
        untaken = load.untaken
        dueSoon = load.dueSoon
        overdue = load.overdue
        late = load.overdue > 0
    }
}
