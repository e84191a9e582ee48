import Casework
import Hummingbird
import Law

/// The sheet that was kept by hand while the program was away, typed in row by row.
struct PaperVisitsPage: PageModel {
    static let template = TemplateName.paperVisits
    struct Row: Sendable {
        var href: String
        var paperNumber: String
        var number: String
        var who: String
        var people: Int
        var summary: String
        var enteredAt: String
    }
    var frame: Frame
    var day: String
    var days: [Field]
    var fields: [Field]
    var rows: [Row]
    var hasRows: Bool
    var trouble: FormTrouble?
}

extension WebRoutes {
    var paperVisitRoutes: [Route] {
        [
            Route.get("/tiep-dan/so-giay") { call in page(try await paperVisitsPage(call, nil)) },
            Route.post("/tiep-dan/so-giay") { call in
                do {
                    try call.checkOffice()
                    let draft = try Self.paperVisit(call.form)
                    _ = try await casework.visits.enterFromPaper(draft, key: call.key, by: call.actor)
                    // Day, session and the number after this one are carried on.
                    let next = Int(draft.number).map { String($0 + 1) } ?? ""
                    return Answer.redirect(
                        "/tiep-dan/so-giay"
                            + PercentText.query([
                                ("ngay", draft.day.iso), ("buoi", draft.session.map { String($0) } ?? ""), ("so", next),
                                ("xong", Notice.visit.rawValue),
                            ]))
                } catch let problem as Problem where problem.showsInForm {
                    return page(try await paperVisitsPage(call, problem), status: Answer.status(problem.kind))
                }
            },
        ]
    }

    private static func paperVisit(_ form: FormData) throws(Problem) -> PaperVisitDraft {
        var read = FormReader(form)
        let day = read.day("day", required: true)
        var draft = PaperVisitDraft(day: day ?? Day(2000, 1, 1), number: form["number"])
        draft.session = read.id("session")
        draft.appointment = read.id("appointment")
        draft.place = read.text("place")
        draft.people = read.number("people")
        draft.bookNumber = read.number("bookNumber")
        draft.denunciation = read.flag("denunciation")
        draft.summary = read.text("summary")
        if let name = read.text("fullName") {
            var person = PersonDraft(fullName: name)
            person.idNumber = read.text("idNumber")
            person.address = read.text("address")
            draft.visitor = person
        }
        try read.finish()
        return draft
    }

    /// Who had registered for a leader's session of the day and is in no visit yet.
    private func registrations(of sessions: [SessionView], _ call: Call) async throws -> [(String, String)] {
        var found: [(String, String)] = []
        for session in sessions where session.kind != .regular {
            for view in try await casework.leaderSessions.appointments(of: session.id, by: call.actor) where view.state != "came" {
                let who = view.denunciation ? "Người đến tố cáo" : view.fullName
                found.append((String(view.id), "\(session.kind.title), số \(view.number): \(who)"))
            }
        }
        return found
    }

    private func paperVisitsPage(_ call: Call, _ problem: Problem?) async throws -> PaperVisitsPage {
        try call.officerActor.require([.clerk, .officer, .leader])
        let day = DayText.parse(problem == nil ? call.query["ngay"] : call.form["day"]) ?? casework.today
        let trouble = problem.map { FormTrouble($0) }
        let sessions = try await casework.sessions.list(from: day, to: day, cursor: nil, limit: 50, by: call.actor).items
        let blank = FormData([
            ("day", day.iso), ("session", call.query["buoi"]), ("number", call.query.text("so") ?? "1"), ("people", "1"),
        ])
        let make = FieldMaker(problem == nil ? blank : call.form, errors: trouble?.byField ?? [:])
        var fields = [
            make.line("number", "Số trên giấy", width: 2, required: true, most: 20),
            make.line("fullName", "Họ và tên", width: 3, most: 200).focused,
            make.line("idNumber", "Số giấy tờ", width: 2, most: 40), make.line("address", "Địa chỉ", width: 3),
            make.number("people", "Số người", width: 2), make.line("summary", "Nội dung", width: 7, most: 5000),
            make.select(
                "session", "Buổi tiếp", sessions.map { (String($0.id), "\($0.kind.title), \($0.place)") }, blank: "Thường xuyên của ngày",
                width: 3),
            make.date("day", "Ngày tiếp", width: 2, required: true),
            make.check("denunciation", "Đến tố cáo (không ghi danh tính)", width: 6),
        ]
        let registered = try await registrations(of: sessions, call)
        if !registered.isEmpty {
            fields.append(
                make.select(
                    "appointment", "Lượt đăng ký", registered, blank: "Không đăng ký trước", width: 6,
                    help: "Chọn cùng buổi tiếp của lãnh đạo."))
        }
        if sessions.isEmpty || trouble?.byField["place"] != nil {
            fields.append(
                make.line("place", "Địa điểm tiếp", width: 6, help: "Chỉ cần khi chưa có buổi tiếp và chưa niêm yết lịch cho ngày này."))
        }
        if try await casework.visits.typesNumbers(by: call.actor) {
            fields.insert(make.number("bookNumber", "Số sổ tiếp công dân", width: 2, required: true), at: 1)
        }
        let lines = try await casework.visits.fromPaper(on: day, by: call.actor)
        return PaperVisitsPage(
            frame: frame(call, title: "Nhập lượt tiếp đã ghi giấy", at: .sessions), day: day.vietnamese,
            days: [FieldMaker(FormData([("ngay", day.iso)]), prefix: "loc-").date("ngay", "Ngày tiếp", width: 3)], fields: fields,
            rows: lines.map {
                PaperVisitsPage.Row(
                    href: "/luot/\($0.visit)", paperNumber: $0.paperNumber, number: $0.bookNumber, who: $0.who,
                    people: $0.people, summary: $0.summary, enteredAt: DayText.moment($0.enteredAt))
            }, hasRows: !lines.isEmpty, trouble: trouble)
    }
}
