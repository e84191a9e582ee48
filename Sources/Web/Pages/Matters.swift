import Casework
import Hummingbird
import Law

/// The office's matters.
struct MattersPage: PageModel {
    static let template = TemplateName.matters
    struct Row: Sendable {
        var href: String
        var title: String
        var complexLong: Bool
        var petitions: String
        var lastReceivedOn: String
        var due: String
        var timing: Timing
    }
    var frame: Frame
    var filters: [Field]
    var rows: [Row]
    var hasRows: Bool
    var next: String?
}

/// One matter: every petition and visit of it, and how the office judges it.
struct MatterPage: PageModel {
    static let template = TemplateName.matter
    struct Visit: Sendable {
        var href: String
        var number: String
        var day: String
        var who: String
        var summary: String
        var state: String
    }
    struct Mark: Sendable {
        var words: String
        var reason: String
        var by: String
    }
    /// Marks the matter, or takes the mark back; nil for who may not.
    struct MarkForm: Sendable {
        var action: String
        var title: String
        var complexLong: Bool
        var fields: [Field]
        var trouble: FormTrouble?
    }
    var frame: Frame
    var id: Int64
    var heading: String
    var complexLong: Bool
    var details: [Detail]
    var rows: [PetitionRow]
    var visits: [Visit]
    var hasVisits: Bool
    var marks: [Mark]
    var hasMarks: Bool
    var markForm: MarkForm?
    var newPetition: String?
}

extension WebRoutes {
    var matterRoutes: [Route] {
        [
            Route.get("/vu-viec") { call in
                let query = call.query
                let found = try await casework.matters.list(
                    MatterFilter(
                        q: query.text("q"), complexLong: query["mark"] == "complex" ? true : nil, cursor: query.text("cursor"), limit: 50),
                    by: call.actor)
                let make = FieldMaker(query, prefix: "loc-")
                var search = make.line("q", "Tìm (tên, trích yếu, số giấy tờ, số đơn/năm)", width: 4, most: 200).focused
                search.inputType = "search"
                return page(
                    MattersPage(
                        frame: frame(call, title: "Vụ việc", at: .matters),
                        filters: [
                            search,
                            make.select("mark", "Đánh giá", [("complex", "Phức tạp, kéo dài")], blank: "Mọi vụ việc", width: 3),
                        ], rows: found.items.map(MattersPage.Row.init), hasRows: !found.items.isEmpty,
                        next: found.next.map {
                            "/vu-viec" + PercentText.query([("q", query["q"]), ("mark", query["mark"]), ("cursor", $0)])
                        }
                    ))
            },
            Route.get("/vu-viec/{id}") { call in page(try await matterPage(call, nil)) },
            Route.post("/vu-viec/{id}/danh-gia") { call in
                do {
                    let id = try call.id
                    try call.checkOffice()
                    _ = try await casework.matters.mark(
                        id, complexLong: call.form["complexLong"] == "1", reason: call.form["reason"], key: call.key, by: call.actor)
                    return Answer.redirect("/vu-viec/\(id)\(Notice.marked.query)")
                } catch let problem as Problem where problem.showsInForm {
                    return page(try await matterPage(call, problem), status: Answer.status(problem.kind))
                }
            },
        ]
    }

    private func matterPage(_ call: Call, _ problem: Problem?) async throws -> MatterPage {
        let id = try call.id
        let view = try await casework.matters.matter(id, by: call.actor)
        let matter = view.matter
        let officer = try call.officerActor
        // Somebody else was faster: the form now offers the opposite, and what was typed was no reason for that.
        let overtaken = problem?.code == "mark_unchanged"
        let trouble = overtaken ? nil : problem.map { FormTrouble($0) }
        var frame = frame(call, title: "Vụ việc \(id)", at: .matters)
        if overtaken { frame.warning = problem?.message }
        var markForm: MatterPage.MarkForm?
        if !officer.roles.isDisjoint(with: [.officer, .leader]) {
            let make = FieldMaker(trouble == nil ? FormData() : call.form, errors: trouble?.byField ?? [:], prefix: "danh-gia-")
            markForm = .init(
                action: "/vu-viec/\(id)/danh-gia",
                title: matter.complexLong ? "Thôi ghi là phức tạp, kéo dài" : "Ghi là vụ việc phức tạp, kéo dài",
                complexLong: !matter.complexLong, fields: [make.area("reason", "Lý do", rows: 2, required: true, most: 2000)],
                trouble: trouble)
        }
        return MatterPage(
            frame: frame, id: id, heading: matter.title, complexLong: matter.complexLong,
            details: [
                Detail("Mở ngày", matter.openedOn.vietnamese), Detail("Số đơn", "\(matter.petitions), đang xử lý \(matter.open)"),
                Detail("Đơn mới nhất", matter.lastReceivedOn?.vietnamese),
                Detail("Số lượt tiếp", view.visits.count < 200 ? "\(view.visits.count)" : "từ 200"),
                Detail("Hạn gần nhất", DueText.text(matter.nextDue, provisional: matter.dueProvisional)),
            ].compactMap { $0 },
            rows: view.petitions.map(PetitionRow.init),
            visits: view.visits.map { visit in
                MatterPage.Visit(
                    href: "/luot/\(visit.visit)", number: visit.bookNumber, day: visit.visitedOn.vietnamese,
                    who: visit.denunciation ? "Người đến tố cáo" : visit.who.isEmpty ? "(không ghi tên)" : visit.who,
                    summary: visit.summary.count > 200 ? visit.summary.prefix(199) + "…" : visit.summary,
                    state: visit.stateTitle)
            }, hasVisits: !view.visits.isEmpty,
            marks: view.marks.map {
                MatterPage.Mark(
                    words: $0.complexLong ? "Phức tạp, kéo dài" : "Thôi ghi là phức tạp, kéo dài", reason: $0.reason,
                    by: [$0.markedOn.vietnamese, $0.officerName ?? ""].filter { !$0.isEmpty }.joined(separator: ", "))
            }, hasMarks: !view.marks.isEmpty, markForm: markForm, newPetition: officer.works ? "/don/moi?vu=\(id)" : nil)
    }
}

extension MattersPage.Row {
    init(_ line: MatterLine) {
        href = "/vu-viec/\(line.id)"
        title = line.title
        complexLong = line.complexLong
        petitions = "\(line.petitions)" + (line.open > 0 ? " (đang xử lý \(line.open))" : "")
        lastReceivedOn = line.lastReceivedOn?.vietnamese ?? ""
        due = DueText.text(line.nextDue, provisional: line.dueProvisional) ?? ""
        timing = Timing(line.timing, late: line.daysLate, final: line.open == 0)
    }
}
