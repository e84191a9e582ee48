import Casework
import Hummingbird
import Law

/// The desk in the morning: what is new, what is due, what has come in.
struct HomePage: PageModel {
    static let template = TemplateName.home
    struct Tile: Sendable {
        var href: String
        var title: String
        var count: String
        var tone: String
    }
    struct Part: Sendable {
        var title: String
        var href: String
        var rows: [PetitionRow]
    }
    var frame: Frame
    var tiles: [Tile]
    var parts: [Part]
    struct Table: Sendable { var rows: [ReferralRow] }
    var inboxTable: Table
    var hasInbox: Bool
    struct Dispute: Sendable {
        var href: String
        var since: String
        var kind: String
        var title: String
        var holder: String
        var refusals: String
    }
    /// Cases whose competence this office, above all that disagree, has to decide.
    var disputes: [Dispute]
    var hasDisputes: Bool
    var sessions: [SessionRow]
    var hasSessions: Bool
    var idle: Bool
}

extension WebRoutes {
    var homeRoutes: [Route] {
        [
            Route.get("/") { call in
                let actor = try call.actor
                let fresh = try await casework.petitions.list(PetitionFilter(state: "received", open: true, limit: 200), by: actor)
                let answered = try await casework.petitions.list(PetitionFilter(state: "result_in", open: true, limit: 200), by: actor)
                let late = try await casework.petitions.list(PetitionFilter(overdue: true, open: true, limit: 200), by: actor)
                let soon = try await casework.petitions.list(PetitionFilter(dueSoon: true, open: true, limit: 200), by: actor)
                let inbox = try await casework.referrals.list(
                    incoming: true, open: true, overdue: false, cursor: nil, limit: 200, by: actor)
                let tasks = try await casework.tasks.list(incoming: true, open: true, overdue: false, cursor: nil, limit: 50, by: actor)
                let slow = try await casework.referrals.list(incoming: false, open: true, overdue: true, cursor: nil, limit: 200, by: actor)
                let disputes = try await casework.cases.competenceDisputes(by: actor)
                let sessions = try await casework.sessions.list(from: casework.today, to: casework.today, cursor: nil, limit: 20, by: actor)
                func count<Item>(_ page: Page<Item>) -> String { page.next == nil ? "\(page.items.count)" : "\(page.items.count)+" }
                let parts: [HomePage.Part] = [
                    ("Quá hạn", "/don?timing=overdue", late.items),
                    ("Đã có kết quả, chờ báo công dân", "/don?state=result_in", answered.items),
                    (
                        "Sắp đến hạn", "/don?timing=soon",
                        soon.items.sorted { ($0.nextDue ?? $0.receivedOn) < ($1.nextDue ?? $1.receivedOn) }
                    ),
                    ("Mới tiếp nhận", "/don?state=received", fresh.items),
                ]
                .filter { !$0.2.isEmpty }.map { HomePage.Part(title: $0.0, href: $0.1, rows: $0.2.prefix(8).map(PetitionRow.init)) }
                return page(
                    HomePage(
                        frame: frame(call, title: "Bàn làm việc", at: .home),
                        tiles: [
                            .init(href: "/don?state=received", title: "Mới tiếp nhận", count: count(fresh), tone: "primary"),
                            .init(href: "/don?timing=soon", title: "Sắp đến hạn", count: count(soon), tone: "warning"),
                            .init(href: "/don?timing=overdue", title: "Quá hạn", count: count(late), tone: "danger"),
                            .init(href: "/don?state=result_in", title: "Chờ báo kết quả", count: count(answered), tone: "success"),
                            .init(href: "/chuyen-den", title: "Đơn chuyển đến", count: count(inbox), tone: "info"),
                            .init(href: "/chuyen-den#nhiem-vu", title: "Nhiệm vụ được giao", count: count(tasks), tone: "info"),
                            .init(
                                href: "/chuyen-di?timing=overdue", title: "Cơ quan nhận chậm trả lời", count: count(slow), tone: "secondary"
                            ),
                        ], parts: parts, inboxTable: .init(rows: inbox.items.prefix(8).map { ReferralRow($0, incoming: true) }),
                        hasInbox: !inbox.items.isEmpty,
                        disputes: disputes.map(HomePage.Dispute.init), hasDisputes: !disputes.isEmpty,
                        sessions: sessions.items.map(SessionRow.init), hasSessions: !sessions.items.isEmpty,
                        idle: parts.isEmpty && inbox.items.isEmpty && tasks.items.isEmpty && disputes.isEmpty))
            }
        ]
    }
}

extension HomePage.Dispute {
    init(_ line: CompetenceDisputeLine) {
        href = "/ho-so/\(line.caseID)"
        since = line.since.vietnamese
        kind = line.kind.title
        title = line.title
        holder = line.organisationName
        refusals = line.refusals > 0 ? "\(line.refusals) lần" : "chuyển vòng"
    }
}
