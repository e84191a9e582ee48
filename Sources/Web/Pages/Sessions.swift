import Casework
import HTTPTypes
import Hummingbird
import Law

struct SessionRow: Sendable {
    var href: String
    var day: String
    var weekday: String
    var kind: String
    var place: String
    var hours: String
    var host: String
    var state: String
    var count: String

    init(_ view: SessionView) {
        href = "/tiep-dan/\(view.id)"
        day = view.sessionDate.vietnamese
        weekday = view.sessionDate.weekday.title
        kind = view.kind.title + (view.mode == .online ? ", trực tuyến" : "")
        place = view.place
        hours = view.hours
        host = [view.hostName, view.hostTitle].filter { !$0.isEmpty }.joined(separator: ", ")
        state = view.stateTitle
        count = "\(view.visits) lượt, \(view.people) người"
    }
}

/// The office's sessions and its standing schedule.
struct SessionsPage: PageModel {
    static let template = TemplateName.sessions
    struct Schedule: Sendable {
        var place: String
        var hours: String
        var validFrom: String
        var publishedOn: String
        var lateReason: String?
    }
    var frame: Frame
    var rows: [SessionRow]
    var hasRows: Bool
    var schedules: [Schedule]
    var hasSchedules: Bool
    var publishes: Bool
    var next: String?
}

/// One session: its visits and its own steps.
struct SessionPage: PageModel {
    static let template = TemplateName.session
    struct Visit: Sendable {
        var href: String
        var number: String
        var who: String
        var people: Int
        var summary: String
        var state: String
    }
    var frame: Frame
    var heading: String
    var details: [Detail]
    var visits: [Visit]
    var hasVisits: Bool
    /// Where a new visit is entered; nil unless the session is going on.
    var newVisit: String?
    /// Where a leader's session is prepared and concluded; nil for a regular one.
    var preparation: String?
    var panel: CasePanel
}

/// A form of a few fields and nothing around it.
struct PlainFormPage: PageModel {
    static let template = TemplateName.plainForm
    var frame: Frame
    var heading: String
    var note: String?
    var action: String
    var submit: String
    var fields: [Field]
    var trouble: FormTrouble?
}

extension WebRoutes {
    var sessionRoutes: [Route] {
        [
            Route.get("/tiep-dan") { call in
                let found = try await casework.sessions.list(
                    from: nil, to: nil, cursor: call.query.text("cursor"), limit: 50, by: call.actor)
                let schedules = try await casework.sessions.schedules(by: call.actor)
                return page(
                    SessionsPage(
                        frame: frame(call, title: "Tiếp công dân", at: .sessions), rows: found.items.map(SessionRow.init),
                        hasRows: !found.items.isEmpty,
                        schedules: schedules.map {
                            .init(
                                place: $0.place, hours: $0.hours, validFrom: $0.validFrom.vietnamese,
                                publishedOn: $0.publishedOn.vietnamese,
                                lateReason: $0.lateReason)
                        }, hasSchedules: !schedules.isEmpty, publishes: try !call.officerActor.roles.isDisjoint(with: [.officer, .leader]),
                        next: found.next.map { "/tiep-dan?cursor=\($0)" }))
            },
            Route.get("/tiep-dan/lich") { call in scheduleForm(call, nil, .ok) },
            Route.post("/tiep-dan/lich") { call in
                do {
                    var read = FormReader(call.form)
                    let from = read.day("validFrom", required: true)
                    let published = read.day("publishedOn", required: true)
                    try read.finish()
                    var draft = ScheduleDraft(
                        place: call.form["place"], hours: call.form["hours"], validFrom: from ?? casework.today,
                        publishedOn: published ?? casework.today)
                    draft.lateReason = read.text("lateReason")
                    _ = try await casework.sessions.publishSchedule(draft, key: call.key, by: call.actor)
                    return Answer.redirect("/tiep-dan" + Notice.scheduled.query)
                } catch let problem as Problem where problem.showsInForm {
                    return scheduleForm(call, problem, Answer.status(problem.kind))
                }
            },
            Route.get("/tiep-dan/moi") { call in sessionForm(call, nil, .ok) },
            Route.post("/tiep-dan/moi") { call in
                do {
                    let opened = try await casework.sessions.open(try SessionForm(form: call.form).draft(), key: call.key, by: call.actor)
                    return Answer.redirect("/tiep-dan/\(opened.session)\(Notice.opened.query)")
                } catch let problem as Problem where problem.showsInForm {
                    return sessionForm(call, problem, Answer.status(problem.kind))
                }
            },
            Route.get("/tiep-dan/{id}") { call in try await show(.session(call.id), call) },
        ]
    }

    private func scheduleForm(_ call: Call, _ problem: Problem?, _ status: HTTPResponse.Status) -> Response {
        let trouble = problem.map { FormTrouble($0) }
        let blank = FormData([("publishedOn", casework.today.iso)])
        let make = FieldMaker(problem == nil ? blank : call.form, errors: trouble?.byField ?? [:])
        return page(
            PlainFormPage(
                frame: frame(call, title: "Niêm yết lịch tiếp thường xuyên", at: .sessions),
                heading: "Niêm yết lịch tiếp công dân thường xuyên",
                note:
                    "Niêm yết trước ít nhất 05 ngày làm việc (Luật Tiếp công dân Đ.24). Từ ngày áp dụng, buổi tiếp tự mở mỗi ngày làm việc.",
                action: "/tiep-dan/lich", submit: "Ghi lịch",
                fields: [
                    make.line("place", "Địa điểm", required: true).focused,
                    make.line(
                        "hours", "Giờ tiếp", width: 6, required: true, help: "Ví dụ: 7 giờ 30 – 11 giờ 30, 13 giờ 30 – 17 giờ.", most: 200),
                    make.date("validFrom", "Áp dụng từ ngày", width: 3, required: true),
                    make.date("publishedOn", "Ngày niêm yết", width: 3, required: true),
                    make.area("lateReason", "Lý do niêm yết muộn (nếu muộn)", rows: 2, most: 1000),
                ], trouble: trouble), status: status)
    }

    private func sessionForm(_ call: Call, _ problem: Problem?, _ status: HTTPResponse.Status) -> Response {
        let trouble = problem.map { FormTrouble($0) }
        let blank = FormData([("sessionDate", casework.today.iso), ("kind", "scheduled"), ("mode", "in_person")])
        let form = SessionForm(form: problem == nil ? blank : call.form)
        return page(
            PlainFormPage(
                frame: frame(call, title: "Lập buổi tiếp", at: .sessions), heading: "Lập lịch tiếp định kỳ, mở buổi tiếp đột xuất",
                note: "Buổi tiếp thường xuyên tự mở theo lịch đã niêm yết; chỉ mở bằng tay khi cần.", action: "/tiep-dan/moi",
                submit: "Lập buổi tiếp",
                fields: form.fields(FieldMaker(form.form, errors: trouble?.byField ?? [:])), trouble: trouble), status: status)
    }

    func sessionPage(_ id: Int64, _ call: Call, _ failed: FailedStep?) async throws -> SessionPage {
        let view = try await casework.sessions.session(id, by: call.actor)
        let visits = try await casework.visits.visits(session: id, by: call.actor)
        let file = try await casework.cases.caseFile(view.caseID, by: call.actor)
        let panel = try await panel(file, .session(id), call, failed)
        var frame = frame(call, title: "Buổi tiếp \(view.sessionDate.vietnamese)", at: .sessions)
        frame.failed(failed, in: panel)
        let own = try call.officerActor.organisation == view.organisation
        let grounds = casework.rulebook.version(of: "reception-session", on: casework.today)?.choices ?? [:]
        return SessionPage(
            frame: frame,
            heading:
                "Tiếp công dân \(view.kind.title.lowercased()), \(view.sessionDate.weekday.title.lowercased()) \(view.sessionDate.vietnamese)",
            details: [
                Detail("Trạng thái", view.stateTitle), Detail("Địa điểm", view.place), Detail("Giờ", view.hours),
                Detail("Hình thức", view.mode.title),
                Detail(
                    "Chủ trì",
                    [view.hostName, view.hostTitle].filter { !$0.isEmpty }.joined(separator: ", ") + (view.substitute ? " (tiếp thay)" : "")
                ),
                Detail("Lý do tiếp thay", view.substituteReason),
                Detail("Căn cứ", view.ground.map { grounds[$0] ?? $0 }), Detail("Thành phần", view.participants),
                Detail("Nội dung dự kiến", view.expectedContent),
                Detail("Ngày công bố", view.publishedOn?.vietnamese), Detail("Lùi từ ngày", view.postponedFrom?.vietnamese),
                Detail("Đã tiếp", "\(view.visits) lượt, \(view.people) người"),
                Detail("Số thông báo kết luận", view.conclusionNumber),
                Detail("Ngày thông báo kết luận", view.conclusionDate?.vietnamese),
            ].compactMap { $0 },
            visits: visits.map { visit in
                .init(
                    href: "/luot/\(visit.id)", number: visit.bookNumber, who: visit.who, people: visit.people,
                    summary: visit.summary, state: visit.stateTitle)
            }, hasVisits: !visits.isEmpty,
            newVisit: view.state == "in_session" && frame.works && own ? "/tiep-dan/\(id)/luot-moi" : nil,
            preparation: view.kind != .regular && own ? "/tiep-dan/\(id)/lanh-dao" : nil,
            panel: panel)
    }
}
