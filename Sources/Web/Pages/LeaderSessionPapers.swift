import Casework
import Hummingbird
import Law

/// Slips and invitations, one a page.
struct SessionPapersPage: PageModel {
    static let template = TemplateName.sessionPapers
    struct Paper: Sendable {
        var parentName: String
        var hasParent: Bool
        var officeName: String
        var party: Bool
        var heading: String
        var number: String?
        var lines: [String]
        var signature: String
    }
    var title: String
    var papers: [Paper]
}

/// The brief of a matter, to be printed for the leader.
struct MatterBriefPage: PageModel {
    static let template = TemplateName.matterBrief
    struct Petition: Sendable {
        var number: String
        var receivedOn: String
        var kind: String
        var who: String
        var title: String
        var request: String
        var hasRequest: Bool
        var state: String
        var clocks: [String]
    }
    struct Line: Sendable {
        var day: String
        var office: String
        var what: String
        var remark: String
    }
    struct Part: Sendable {
        var heading: String
        var dayTitle: String
        var officeTitle: String
        var lines: [Line]
    }
    var frame: Frame
    var matter: Int64
    var heading: String
    var complexLong: Bool
    var preparedOn: String
    var petitions: [Petition]
    var parts: [Part]
}

extension DocumentPrintPage {
    /// The draft of the conclusion notice: participants, each visit with what was decided on it, what was decided in general.
    init(_ notice: ConclusionNotice) {
        let session = notice.session
        title = "Thông báo kết luận việc tiếp công dân"
        draft = session.conclusionNumber == nil
        voided = false
        party = notice.letterhead.headerStyle == "party"
        parentName = notice.letterhead.parentName
        hasParent = !parentName.isEmpty
        officeName = notice.letterhead.officeName
        number = (party ? "Số " : "Số: ") + (session.conclusionNumber ?? "……")
        let place = notice.letterhead.place.isEmpty ? "…………" : notice.letterhead.place
        placeAndDate = session.conclusionDate.map { "\(place), ngày \($0.vietnamese)" } ?? "\(place), ngày …… tháng …… năm ………"
        formTitle = "Thông báo"
        abstract = "Kết luận việc tiếp công dân ngày \(session.sessionDate.vietnamese)"
        addressee = ""
        hasAddressee = false
        paragraphs = notice.paragraphs
        recipients = notice.recipients
        signatureLines = session.hostTitle.isEmpty ? [] : [session.hostTitle.uppercased()]
        signer = session.hostName
    }
}

extension WebRoutes {
    var leaderSessionPaperRoutes: [Route] {
        [
            Route.get("/tiep-dan/{id}/phieu-hen") { call in
                let notice = try await casework.leaderSessions.notice(of: call.id, by: call.actor)
                let only = call.query.text("so").flatMap { Int($0) }
                let wanted = try await casework.leaderSessions.appointments(of: call.id, by: call.actor)
                    .filter { $0.state != "withdrawn" && (only == nil || $0.number == only) }
                return paper(
                    SessionPapersPage(
                        title: "Phiếu hẹn", papers: wanted.map { Self.slip($0, of: notice.session, notice.letterhead) }))
            },
            Route.get("/tiep-dan/{id}/giay-moi") { call in
                let notice = try await casework.leaderSessions.notice(of: call.id, by: call.actor)
                let invited = try await casework.leaderSessions.invitations(of: call.id, by: call.actor)
                return paper(
                    SessionPapersPage(
                        title: "Giấy mời", papers: invited.map { Self.invitation($0, to: notice.session, notice.letterhead) }))
            },
            Route.get("/tiep-dan/{id}/thong-bao") { call in
                paper(DocumentPrintPage(try await casework.leaderSessions.notice(of: call.id, by: call.actor)))
            },
            Route.get("/vu-viec/{id}/tom-tat") { call in
                let brief = try await casework.leaderSessions.brief(of: call.id, by: call.actor)
                return page(Self.briefPage(brief, frame(call, title: "Tóm tắt vụ việc", at: .matters)))
            },
        ]
    }

    private static func slip(_ view: AppointmentView, of session: SessionView, _ head: Letterhead) -> SessionPapersPage.Paper {
        var lines = [
            "Họ tên: \(view.denunciation ? "(không ghi)" : view.fullName)",
            "Thời gian: \(view.slot.isEmpty ? session.hours : view.slot), \(session.sessionDate.weekday.title.lowercased()) ngày \(session.sessionDate.vietnamese)",
            "Địa điểm: \(session.place)",
        ]
        let host = [session.hostTitle, session.hostName].filter { !$0.isEmpty }.joined(separator: " ")
        if !host.isEmpty { lines.append("Người tiếp: \(host)") }
        if view.people > 1 { lines.append("Số người: \(view.people)") }
        lines.append("Xin mang theo phiếu này, giấy tờ tùy thân và tài liệu liên quan.")
        return paper(head, "Phiếu hẹn tiếp công dân", number: "Số \(view.number)", lines, signature: "Người lập phiếu")
    }

    private static func invitation(_ view: InvitationView, to session: SessionView, _ head: Letterhead) -> SessionPapersPage.Paper {
        var lines = [
            "Kính mời: \(view.body)",
            "Dự buổi tiếp công dân \(session.kind.title.lowercased()) hồi \(session.hours.isEmpty ? "……" : session.hours), ngày \(session.sessionDate.vietnamese), tại \(session.place).",
        ]
        let host = [session.hostTitle, session.hostName].filter { !$0.isEmpty }.joined(separator: " ")
        if !host.isEmpty { lines.append("Chủ trì: \(host).") }
        if !view.content.isEmpty { lines.append("Nội dung đề nghị chuẩn bị: \(view.content)") }
        let number = [view.letterNumber.map { "Số: \($0)" }, view.letterDate.map { "ngày \($0.vietnamese)" }].compactMap { $0 }
        if !number.isEmpty { lines.insert(number.joined(separator: ", "), at: 0) }
        return paper(head, "Giấy mời", number: nil, lines, signature: session.hostTitle.isEmpty ? "Thủ trưởng cơ quan" : session.hostTitle)
    }

    private static func paper(_ head: Letterhead, _ heading: String, number: String?, _ lines: [String], signature: String)
        -> SessionPapersPage.Paper
    {
        SessionPapersPage.Paper(
            parentName: head.parentName, hasParent: !head.parentName.isEmpty, officeName: head.officeName,
            party: head.headerStyle == "party", heading: heading, number: number, lines: lines, signature: signature)
    }

    private static func briefPage(_ brief: MatterBrief, _ frame: Frame) -> MatterBriefPage {
        func part(_ heading: String, _ lines: [MatterBrief.Line], day: String = "Ngày", office: String = "Cơ quan") -> MatterBriefPage.Part?
        {
            lines.isEmpty
                ? nil
                : MatterBriefPage.Part(
                    heading: heading, dayTitle: day, officeTitle: office,
                    lines: lines.map { .init(day: $0.on.vietnamese, office: $0.office, what: $0.what, remark: $0.remark) })
        }
        return MatterBriefPage(
            frame: frame, matter: brief.matter,
            heading: brief.title.isEmpty ? "Vụ việc \(brief.matter) (tố cáo, không nêu nội dung)" : brief.title,
            complexLong: brief.complexLong, preparedOn: brief.preparedOn.vietnamese,
            petitions: brief.petitions.map { petition in
                .init(
                    number: petition.number, receivedOn: petition.receivedOn.vietnamese, kind: petition.kind.title, who: petition.who,
                    title: petition.title, request: petition.request, hasRequest: !petition.request.isEmpty, state: petition.stateTitle,
                    clocks: petition.clocks.map {
                        "\($0.title): \($0.due.vietnamese)\($0.daysLate > 0 ? " (quá hạn \($0.daysLate) ngày)" : "")"
                    })
            },
            parts: [
                part("Diễn biến", brief.history), part("Văn bản đã ban hành", brief.letters),
                part("Trả lời của các cơ quan", brief.replies),
                part("Ý kiến chỉ đạo", brief.directions, office: "Lãnh đạo"),
                part("Nhiệm vụ còn mở", brief.tasks, day: "Hạn", office: "Cơ quan được giao"),
            ].compactMap { $0 })
    }
}
