import Casework
import Hummingbird
import Law

/// Preparing and concluding a leader's session: who comes, who is invited, what is still open, what was decided.
struct LeaderSessionPage: PageModel {
    static let template = TemplateName.leaderSession
    struct Appointment: Sendable {
        var number: Int
        var slot: String
        var who: String
        var people: Int
        var content: String
        var outcome: String
        var brief: String?
        var visit: String?
        /// Where his visit is entered, and where it is noted that he does not come; nil when it is over.
        var receive: String?
        /// The same where he gave his name and comes to denounce on the day; nil where he said so before.
        var denounces: String?
        var close: String?
        /// Where it is noted that he is expected after all.
        var again: String?
    }
    struct Invitation: Sendable {
        var number: Int
        var body: String
        var content: String
        var letter: String
        var reply: String
        var answer: String?
    }
    /// The letter of invitations that have no number yet.
    struct Numbering: Sendable {
        struct Choice: Sendable {
            var id: Int64
            var body: String
        }
        var choices: [Choice]
        var fields: [Field]
        var key: String
    }
    struct Task: Sendable {
        var href: String
        var title: String
        var assignee: String
        var due: String
        var state: String
    }
    struct Point: Sendable {
        var number: Int
        var visit: String
        var text: String
        var assignee: String
        var due: String
        var task: String?
        var remove: String?
    }
    struct Form: Sendable {
        var fields: [Field]
        var key: String
    }
    var frame: Frame
    var id: Int64
    var heading: String
    var appointments: [Appointment]
    var hasAppointments: Bool
    var registers: Form?
    var invitations: [Invitation]
    var hasInvitations: Bool
    var invites: Form?
    var numbers: Numbering?
    var tasks: [Task]
    var hasTasks: Bool
    var points: [Point]
    var hasPoints: Bool
    var decides: Form?
    /// Where the notice is drafted as a document, to be approved, signed and numbered.
    var drafts: String?
    var trouble: FormTrouble?
}

/// Which of the page's forms was refused, so that what was typed stands there again.
enum LeaderSessionForm: String {
    case registration = "dang-ky"
    case invitation = "moi"
    case numbering = "so-giay-moi"
    case conclusion = "ket-luan"
}

extension WebRoutes {
    var leaderSessionRoutes: [Route] {
        [
            Route.get("/tiep-dan/{id}/lanh-dao") { call in page(try await leaderSessionPage(call.id, call, nil, nil)) },
            Route.post("/tiep-dan/{id}/dang-ky") { call in
                try await prepared(call, .registration) {
                    _ = try await casework.leaderSessions.register(
                        try Self.appointment(call.form), in: call.id, key: call.key, by: call.actor)
                }
            },
            Route.post("/tiep-dan/{id}/moi") { call in
                try await prepared(call, .invitation) {
                    var draft = InvitationDraft()
                    if let named = call.form.text("body") {
                        draft.organisation = try? await organisation(named, field: "body", by: call.actor)
                        if draft.organisation == nil { draft.body = named }
                    }
                    var read = FormReader(call.form)
                    draft.matter = read.id("matter")
                    draft.content = read.text("content")
                    draft.letterNumber = read.text("letterNumber")
                    draft.letterDate = read.day("letterDate")
                    try read.finish()
                    _ = try await casework.leaderSessions.invite(draft, to: call.id, key: call.key, by: call.actor)
                }
            },
            Route.post("/tiep-dan/{id}/so-giay-moi") { call in
                try await prepared(call, .numbering) {
                    var read = FormReader(call.form)
                    let day = read.day("issuedOn")
                    try read.finish()
                    let draft = InvitationNumbering(
                        invitations: call.form.all("invitation").compactMap { Int64($0) }, number: call.form.text("number"),
                        notation: call.form.text("notation"), issuedOn: day)
                    _ = try await casework.leaderSessions.number(draft, in: call.id, key: call.key, by: call.actor)
                }
            },
            Route.post("/tiep-dan/{id}/ket-luan") { call in
                try await prepared(call, .conclusion) {
                    var read = FormReader(call.form)
                    var draft = ConclusionPointDraft(text: call.form["text"], visit: read.id("visit"), dueOn: read.day("dueOn"))
                    draft.unit = read.id("unit")
                    draft.handler = read.id("handler")
                    try read.finish()
                    if let named = call.form.text("assignee") {
                        draft.assignee = try await organisation(named, field: "assignee", by: call.actor)
                    }
                    _ = try await casework.leaderSessions.decide(draft, in: call.id, key: call.key, by: call.actor)
                }
            },
            Route.post("/dang-ky/{id}/ket-qua") { call in
                try call.checkOffice()
                let closed = try await casework.leaderSessions.close(call.id, as: call.form["state"], key: call.key, by: call.actor)
                return Answer.redirect("/tiep-dan/\(closed.session)/lanh-dao\(Notice.recorded.query)#dang-ky")
            },
            Route.post("/giay-moi/{id}/tra-loi") { call in
                try call.checkOffice()
                let answered = try await casework.leaderSessions.reply(
                    InvitationReply(reply: call.form["reply"], attendee: call.form.text("attendee")), to: call.id, key: call.key,
                    by: call.actor)
                return Answer.redirect("/tiep-dan/\(answered.session)/lanh-dao\(Notice.recorded.query)#giay-moi")
            },
            Route.post("/tiep-dan/{id}/bo-diem") { call in
                try call.checkOffice()
                guard let point = Int64(call.query["point"]) else { throw Problem.missing("điểm kết luận") }
                _ = try await casework.leaderSessions.remove(point: point, key: call.key, by: call.actor)
                return Answer.redirect("/tiep-dan/\(try call.id)/lanh-dao\(Notice.recorded.query)#ket-luan")
            },
        ] + leaderSessionPaperRoutes
    }

    private func prepared(_ call: Call, _ form: LeaderSessionForm, _ write: () async throws -> Void) async throws -> Response {
        do {
            try call.checkOffice()
            try await write()
            return Answer.redirect("/tiep-dan/\(try call.id)/lanh-dao\(Notice.recorded.query)#\(form.rawValue)")
        } catch let problem as Problem where problem.showsInForm {
            return page(try await leaderSessionPage(call.id, call, form, problem), status: Answer.status(problem.kind))
        }
    }

    private static func appointment(_ form: FormData) throws(Problem) -> AppointmentDraft {
        var read = FormReader(form)
        var draft = AppointmentDraft()
        draft.denunciation = read.flag("denunciation")
        draft.fullName = read.text("fullName")
        draft.phone = read.text("phone")
        draft.address = read.text("address")
        draft.people = read.number("people")
        draft.content = read.text("content")
        draft.matter = read.id("matter")
        draft.slot = read.text("slot")
        try read.finish()
        return draft
    }

    private func leaderSessionPage(_ id: Int64, _ call: Call, _ failed: LeaderSessionForm?, _ problem: Problem?) async throws
        -> LeaderSessionPage
    {
        let desk = casework.leaderSessions
        let notice = try await desk.notice(of: id, by: call.actor)
        let session = notice.session
        let appointments = try await desk.appointments(of: id, by: call.actor)
        let invitations = try await desk.invitations(of: id, by: call.actor)
        let tasks = try await desk.openTasks(besides: id, by: call.actor)
        let points = try await desk.points(of: id, by: call.actor)
        let visits = try await casework.visits.visits(session: id, by: call.actor).filter { $0.outcome != "voided" }
        let trouble = problem.map { FormTrouble($0) }
        var frame = frame(call, title: "Chuẩn bị, kết luận buổi tiếp", at: .sessions)
        if let problem, failed == nil { frame.warning = problem.message }
        let works = frame.works && session.kind != .regular
        let prepares = works && ["draft", "published", "in_session"].contains(session.state)
        let concludes = works && ["in_session", "concluded"].contains(session.state)
        func make(_ form: LeaderSessionForm) -> FieldMaker {
            FieldMaker(
                failed == form ? call.form : FormData(), errors: failed == form ? trouble?.byField ?? [:] : [:],
                prefix: form.rawValue + "-")
        }
        var decides: LeaderSessionPage.Form?
        if concludes {
            let people = try await ownPeople(call)
            decides = .init(fields: Self.conclusion(make(.conclusion), visits: visits, people: people), key: newKey())
        }
        let unnumbered = invitations.filter { $0.letterNumber == nil }
        var numbers: LeaderSessionPage.Numbering?
        if try call.officerActor.roles.contains(.recordsClerk), !unnumbered.isEmpty {
            numbers = .init(
                choices: unnumbered.map { .init(id: $0.id, body: $0.body) },
                fields: Self.numbering(make(.numbering), typed: try await desk.typesNumbers(by: call.actor)), key: newKey())
        }
        return LeaderSessionPage(
            frame: frame, id: id,
            heading: "Tiếp công dân \(session.kind.title.lowercased()) ngày \(session.sessionDate.vietnamese): chuẩn bị, kết luận",
            appointments: appointments.map {
                Self.row($0, receives: works && session.state == "in_session", closes: works, reopens: prepares)
            },
            hasAppointments: !appointments.isEmpty,
            registers: prepares ? .init(fields: Self.registration(make(.registration)), key: newKey()) : nil,
            invitations: invitations.enumerated().map { Self.row($1, number: $0 + 1, answers: works) },
            hasInvitations: !invitations.isEmpty,
            invites: prepares ? .init(fields: Self.invitation(make(.invitation)), key: newKey()) : nil,
            numbers: numbers,
            tasks: tasks.map {
                .init(
                    href: "/nhiem-vu/\($0.id)", title: $0.title, assignee: $0.doer, due: $0.dueOn.vietnamese, state: $0.stateTitle)
            }, hasTasks: !tasks.isEmpty,
            points: points.map { point in
                .init(
                    number: point.point, visit: point.visitNumber.map { "Lượt \($0)" } ?? "Chung", text: point.text,
                    assignee: point.executor ?? "", due: point.dueOn?.vietnamese ?? "", task: point.task.map { "/nhiem-vu/\($0)" },
                    remove: concludes && point.task == nil ? "/tiep-dan/\(id)/bo-diem?point=\(point.id)" : nil)
            }, hasPoints: !points.isEmpty,
            decides: decides,
            drafts: works && session.state == "concluded"
                ? "/van-ban/moi" + PercentText.query([("ho-so", String(session.caseID)), ("buoc", "issue_conclusion")]) : nil,
            trouble: trouble)
    }

    private static func row(_ view: AppointmentView, receives: Bool, closes: Bool, reopens: Bool) -> LeaderSessionPage.Appointment {
        let open = view.state == "registered"
        let away = ["absent", "withdrawn"].contains(view.state)
        let outcome = ["registered": "", "came": "Đã đến.", "absent": "Không đến.", "withdrawn": "Rút đăng ký."][view.state] ?? view.state
        return LeaderSessionPage.Appointment(
            number: view.number, slot: view.slot, who: view.denunciation ? "Người đến tố cáo" : view.fullName, people: view.people,
            content: view.content, outcome: outcome, brief: view.matter.map { "/vu-viec/\($0)/tom-tat" },
            visit: view.visit.map { "/luot/\($0)" },
            receive: (open || away) && receives
                ? "/tiep-dan/\(view.session)/luot-moi?to-cao=\(view.denunciation ? "co" : "khong")&hen=\(view.id)" : nil,
            denounces: (open || away) && receives && !view.denunciation
                ? "/tiep-dan/\(view.session)/luot-moi?to-cao=co&hen=\(view.id)" : nil,
            close: open && closes ? "/dang-ky/\(view.id)/ket-qua" : nil,
            again: away && reopens ? "/dang-ky/\(view.id)/ket-qua" : nil)
    }

    private static func row(_ view: InvitationView, number: Int, answers: Bool) -> LeaderSessionPage.Invitation {
        let reply = ["coming": "Dự", "substitute": "Cử người khác", "declined": "Không dự"][view.reply ?? ""]
        let letter = [
            view.letterNumber.map { "số \($0)" }, view.letterDate.map { "ngày \($0.vietnamese)" }, view.numberedBy.map { "(\($0) ghi)" },
        ].compactMap { $0 }
        return LeaderSessionPage.Invitation(
            number: number, body: view.body, content: view.content, letter: letter.joined(separator: " "),
            reply: [reply, view.attendee.isEmpty ? nil : view.attendee, view.repliedOn?.vietnamese].compactMap { $0 }
                .joined(separator: ", "), answer: answers ? "/giay-moi/\(view.id)/tra-loi" : nil)
    }

    private static func registration(_ make: FieldMaker) -> [Field] {
        [
            make.line("fullName", "Họ tên", width: 4, help: "Người đến tố cáo: để trống tên, điện thoại, địa chỉ.", most: 200),
            make.line("phone", "Điện thoại", width: 2, most: 40), make.line("address", "Địa chỉ", width: 6, most: 500),
            make.line("slot", "Giờ hẹn", width: 2, most: 50), make.number("people", "Số người", width: 2),
            make.number("matter", "Mã vụ việc", width: 2), make.check("denunciation", "Đến tố cáo", width: 3),
            make.area("content", "Nội dung đăng ký", rows: 2),
        ]
    }

    private static func invitation(_ make: FieldMaker) -> [Field] {
        [
            make.line(
                "body", "Cơ quan được mời", width: 6, required: true, help: "Gõ vài chữ rồi chọn, hoặc ghi tên.", suggest: "/goi-y/co-quan"),
            make.line("letterNumber", "Số giấy mời", width: 2, most: 100), make.date("letterDate", "Ngày giấy mời", width: 2),
            make.number("matter", "Mã vụ việc", width: 2), make.area("content", "Nội dung đề nghị chuẩn bị", rows: 2),
        ]
    }

    private static func numbering(_ make: FieldMaker, typed: Bool) -> [Field] {
        let number =
            typed
            ? make.line("number", "Số, ký hiệu (từ phần mềm văn bản)", width: 6, required: true, most: 100)
            : make.line("notation", "Ký hiệu sau số (để trống: ký hiệu cơ quan)", width: 6, most: 60)
        return [number, make.date("issuedOn", "Ngày giấy mời (để trống: hôm nay)", width: 6)]
    }

    /// The units and officers of the own office, to whom a point may go.
    private func ownPeople(_ call: Call) async throws -> CasePanel.Assignees {
        let roster = try await casework.units.roster(by: call.actor)
        return CasePanel.Assignees(
            units: roster.units.map { (String($0.id), $0.name) },
            colleagues: roster.colleagues.map { (String($0.id), $0.offered(on: casework.today)) })
    }

    private static func conclusion(_ make: FieldMaker, visits: [VisitView], people: CasePanel.Assignees) -> [Field] {
        var fields = [
            make.select(
                "visit", "Lượt tiếp", visits.map { ("\($0.id)", "Lượt \($0.number): \($0.who)") }, blank: "Kết luận chung", width: 4),
            make.line(
                "assignee", "Cơ quan khác thực hiện", width: 5,
                help: "Để trống nếu đã trả lời tại chỗ hoặc giao trong cơ quan mình.", suggest: "/goi-y/co-quan"),
            make.date("dueOn", "Thời hạn", width: 3),
        ]
        if !people.units.isEmpty {
            fields.append(make.select("unit", "Hoặc phòng, bộ phận của cơ quan", people.units, blank: "– không giao –", width: 6))
        }
        fields.append(make.select("handler", "Hoặc cán bộ của cơ quan", people.colleagues, blank: "– không giao –", width: 6))
        fields.append(make.area("text", "Kết luận, việc phải làm", rows: 3, required: true))
        return fields
    }
}
