import Casework
import Hummingbird
import Law

/// What the officer has to know this morning.
struct DigestPage: PageModel {
    static let template = TemplateName.digest
    struct Item: Sendable {
        var href: String
        var number: String
        var title: String
        var due: String
        var tone: String
    }
    struct Group: Sendable {
        var anchor: String
        var title: String
        var count: Int
        var tone: String
        var items: [Item]
        /// The whole list that the count counts.
        var href: String
        var more: String?
        var next: String
    }
    var frame: Frame
    var since: String
    var near: Int
    var tiles: [Group]
    var hasTiles: Bool
    var groups: [Group]
    var quiet: Bool
}

extension WebRoutes {
    var digestRoutes: [Route] {
        [
            Route.get("/hom-nay") { call in
                let only = DigestGroup.Code(rawValue: call.query["nhom"])
                let skip = only == nil ? 0 : min(max(Int(call.query["tu"]) ?? 0, 0), 100_000)
                let digest = try await casework.digest.today(only: only, skip: skip, by: call.actor)
                let groups = digest.groups.map { DigestPage.Group($0, skip: skip, whole: only != nil, today: digest.day) }
                let told = groups.filter { $0.count > 0 }
                return page(
                    DigestPage(
                        frame: frame(call, title: only.map { "Hôm nay: \($0.title)" } ?? "Hôm nay", at: .digest),
                        since: digest.since.vietnamese, near: digest.dueDays, tiles: only == nil ? groups : [], hasTiles: only == nil,
                        groups: told, quiet: told.isEmpty))
            }
        ]
    }
}

extension DigestPage.Group {
    /// - Parameters:
    ///   - skip: entries before these.
    ///   - whole: the group stands alone on its page.
    init(_ group: DigestGroup, skip: Int, whole: Bool, today: Day) {
        anchor = String(group.code.rawValue.map { $0 == "_" ? "-" : $0 })
        title = group.title
        count = group.count
        tone = Self.tone(group.code)
        items = group.items.map { DigestPage.Item($0, today: today) }
        href = "/hom-nay?nhom=\(group.code.rawValue)"
        let shown = skip + group.items.count
        more = group.count > shown ? "Còn \(group.count - shown) việc nữa" : nil
        next = "\(href)&tu=\(whole ? shown : 0)"
    }

    private static func tone(_ code: DigestGroup.Code) -> String {
        switch code {
        case .arrived, .assigned: "primary"
        case .referred, .tasks, .taskAnswers: "info"
        case .due, .awaitedDue: "warning"
        case .overdue, .awaitedOverdue: "danger"
        case .returnedReferrals, .returnedTasks, .returnedDrafts, .returnedWork: "secondary"
        }
    }
}

extension DigestPage.Item {
    init(_ item: DigestItem, today: Day) {
        if let draft = item.draft {
            href = "/van-ban/\(draft)"
        } else if let task = item.task {
            href = "/nhiem-vu/\(task)"
        } else if let referral = item.referral {
            href = "/chuyen/\(referral)"
        } else if let session = item.session {
            href = "/tiep-dan/\(session)"
        } else if let visit = item.visit {
            href = "/luot/\(visit)"
        } else {
            href = item.petition.map { "/don/\($0)" } ?? "/ho-so/\(item.caseID)"
        }
        let named = item.task.map { "nhiệm vụ \($0)" } ?? item.session.map { "buổi tiếp \($0)" } ?? "hồ sơ \(item.caseID)"
        number = item.number.map { item.visit == nil ? $0 : "lượt \($0)" } ?? named
        let about = item.title.isEmpty ? (item.sealed ? "(tố cáo)" : "") : item.title
        title = item.awaits.map { about.isEmpty ? "Chờ \($0)" : "\(about) (chờ \($0))" } ?? about
        due = item.due?.vietnamese ?? ""
        tone = item.due.map { $0 < today ? "danger" : "body" } ?? "body"
    }
}
