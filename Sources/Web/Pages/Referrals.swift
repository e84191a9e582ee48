import Casework
import Hummingbird
import Law

/// Inbox or outbox.
struct ReferralsPage: PageModel {
    static let template = TemplateName.referrals
    var frame: Frame
    var incoming: Bool
    var other: String
    var filters: [Field]
    var rows: [ReferralRow]
    var hasRows: Bool
    var next: String?
    var tasks: TaskTable
}

/// One referral as both offices see it, with the letter and its scans.
struct ReferralPage: PageModel {
    static let template = TemplateName.referral
    var frame: Frame
    var heading: String
    var details: [Detail]
    /// Nobody works with the program at the recipient.
    var onPaper: String?
    var answer: [Detail]
    var hasAnswer: Bool
    var ownCase: String?
    var petitionHref: String?
    var body: String?
    var people: [PersonLine]
    var hasPeople: Bool
    var panel: CasePanel
    var papers: PapersPanel
    var chain: ChainPanel?

    init(
        frame: Frame, view: ReferralView, petition: PetitionView?, panel: CasePanel, papers: PapersPanel, chain: [ReferralChainLink],
        officer: OfficerActor
    ) {
        self.frame = frame
        self.chain = ChainPanel(chain, officer: officer)
        self.panel = panel
        self.papers = papers
        heading = view.petitionTitle
        onPaper = Self.paperNote(view, officer: officer)
        details = [
            Detail("Loại đơn", view.kind.title), Detail("Người gửi đơn", view.who), Detail("Cơ quan chuyển", view.senderName),
            Detail("Cơ quan nhận", view.recipientName), Detail("Văn bản chuyển", "\(view.letterNumber) ngày \(view.letterDate.vietnamese)"),
            Detail("Ngày gửi", view.sentOn.vietnamese), Detail("Ngày đến", view.deliveredOn?.vietnamese),
            Detail("Hạn trả lời", view.answerBy?.vietnamese),
            Detail("Đôn đốc", view.reminders > 0 ? "\(view.reminders) lần" : nil),
            Detail("Chậm", view.daysLate > 0 ? "quá hạn \(view.daysLate) ngày" : nil),
        ].compactMap { $0 }
        let words = [
            "upheld": "Chấp nhận toàn bộ", "partly": "Chấp nhận một phần", "rejected": "Không chấp nhận",
            "explained": "Đã giải thích, trả lời",
            "settled": "Đã giải quyết trước đó", "not_accepted": "Không thụ lý", "other": "Kết quả khác",
        ]
        let paper = view.answerNumber.map { "\($0)\(view.answerDate.map { day in " ngày \(day.vietnamese)" } ?? "")" }
        answer = [
            Detail("Kết quả", view.result.map { words[$0] ?? $0 }), Detail("Ngày trả lời", view.answeredOn?.vietnamese),
            Detail("Văn bản", paper),
            Detail("Tóm tắt", view.answerSummary),
        ].compactMap { $0 }
        hasAnswer = !answer.isEmpty
        ownCase = officer.organisation == view.recipient ? view.recipientCase.map { "/ho-so/\($0)" } : nil
        petitionHref = petition.map { "/don/\($0.id)" }
        body = petition?.body
        people = petition?.parties.map { PersonLine($0) } ?? []
        hasPeople = !people.isEmpty
    }
}

extension WebRoutes {
    var referralRoutes: [Route] {
        [
            Route.get("/chuyen-den") { call in try await referrals(call, incoming: true) },
            Route.get("/chuyen-di") { call in try await referrals(call, incoming: false) },
            Route.get("/chuyen/{id}") { call in try await show(.referral(call.id), call) },
        ]
    }

    private func referrals(_ call: Call, incoming: Bool) async throws -> Response {
        let timing = call.query["timing"]
        let found = try await casework.referrals.list(
            incoming: incoming, open: timing == "done" ? false : timing == "all" ? nil : true, overdue: timing == "overdue",
            cursor: call.query.text("cursor"), limit: 50, by: call.actor)
        let tasks = try await taskTable(call, incoming: incoming)
        let path = incoming ? "/chuyen-den" : "/chuyen-di"
        let title = incoming ? "Đơn chuyển đến" : "Đơn chuyển đi"
        let filter = FieldMaker(call.query).select(
            "timing", "Đơn chuyển, nhiệm vụ", [("overdue", "Quá hạn"), ("done", "Đã kết thúc"), ("all", "Tất cả")], blank: "Đang theo dõi",
            width: 3)
        return page(
            ReferralsPage(
                frame: frame(call, title: title, at: incoming ? .inbox : .outbox), incoming: incoming,
                other: incoming ? "Cơ quan chuyển" : "Cơ quan nhận",
                filters: [filter.focused], rows: found.items.map { ReferralRow($0, incoming: incoming) }, hasRows: !found.items.isEmpty,
                next: found.next.map { path + PercentText.query([("timing", timing), ("cursor", $0)]) }, tasks: tasks))
    }

    func referralPage(_ id: Int64, _ call: Call, _ failed: FailedStep?) async throws -> ReferralPage {
        let view = try await casework.referrals.referral(id, by: call.actor)
        let officer = try call.officerActor
        let petition = try await visible { try await casework.petitions.petition(view.petition, by: call.actor) }
        let file = try await casework.cases.caseFile(view.caseID, by: call.actor)
        let panel = try await panel(file, .referral(id), call, failed)
        let papers = PapersPanel(
            (petition?.attachments ?? []) + file.attachments.filter { own in !(petition?.attachments ?? []).contains { $0.id == own.id } },
            shown: call.query["tep"], here: "/chuyen/\(id)", upload: ReferralPage.scans(view, officer: officer))
        var frame = frame(call, title: "Chuyển đơn \(view.letterNumber)", at: officer.organisation == view.recipient ? .inbox : .outbox)
        frame.failed(failed, in: panel)
        return ReferralPage(
            frame: frame, view: view, petition: petition, panel: panel, papers: papers, chain: file.chain, officer: officer)
    }
}
