public import Law
import Records

/// What an officer has to know in the morning.
public struct DigestView: Codable, Sendable, Equatable {
    public var day: Day
    /// New is what came in from this day on: his last working day, before a leave the last one before it.
    public var since: Day
    /// Working days within which a due day is near, by the office's setting.
    public var dueDays: Int
    public var groups: [DigestGroup]
}

/// One sort of news.
public struct DigestGroup: Codable, Sendable, Equatable {
    public enum Code: String, Codable, Sendable, CaseIterable {
        case arrived, referred, assigned, tasks
        case taskAnswers = "task_answers"
        case due, overdue
        case awaitedDue = "awaited_due"
        case awaitedOverdue = "awaited_overdue"
        case returnedReferrals = "returned_referrals"
        case returnedTasks = "returned_tasks"
        case returnedDrafts = "returned_drafts"
        case returnedWork = "returned_work"

        /// Vietnamese title.
        public var title: String {
            switch self {
            case .arrived: "Đơn mới vào sổ"
            case .referred: "Đơn mới chuyển đến"
            case .assigned: "Việc mới giao cho tôi"
            case .tasks: "Nhiệm vụ mới"
            case .taskAnswers: "Nhiệm vụ đã giao chờ trả lời"
            case .due: "Sắp đến hạn"
            case .overdue: "Quá hạn"
            case .awaitedDue: "Chờ cơ quan khác, sắp đến hạn"
            case .awaitedOverdue: "Chờ cơ quan khác, quá hạn"
            case .returnedReferrals: "Đơn chuyển đi bị trả lại"
            case .returnedTasks: "Nhiệm vụ bị trả lại, từ chối"
            case .returnedDrafts: "Dự thảo bị trả lại"
            case .returnedWork: "Việc bị trả lại, chưa ai nhận"
            }
        }
    }
    public var code: Code
    public var title: String
    /// All of them; the first twenty are named, or one page when the group was asked for alone.
    public var count: Int
    public var items: [DigestItem]

    init(_ code: Code, _ rows: [DigestRecords.ItemRow]) {
        self.code = code
        title = code.title
        count = rows.first?.total ?? 0
        items = rows.map(DigestItem.init)
    }
}

public struct DigestItem: Codable, Sendable, Equatable {
    public var caseID: Int64
    public var petition: Int64?
    public var referral: Int64?
    public var task: Int64?
    public var draft: Int64?
    public var session: Int64?
    public var visit: Int64?
    /// The number in the office's book, as `12/2026`; of a visit in the book of visits.
    public var number: String?
    /// What it is about; of a denunciation the pseudonym alone (Luật Tố cáo Đ.56), of a session or visit what has to be done and its day.
    public var title: String
    public var sealed: Bool
    public var due: Day?
    /// The short name of the office that owes the answer or report.
    public var awaits: String?

    enum CodingKeys: String, CodingKey {
        case caseID = "case", petition, referral, task, draft, session, visit, number, title, sealed, due, awaits
    }

    init(_ row: DigestRecords.ItemRow) {
        caseID = row.caseID
        petition = row.petition
        referral = row.referral
        task = row.task
        draft = row.draft
        session = row.session
        visit = row.visit
        number = Work.bookNumber(row.number, row.bookYear, of: row.book)
        if let held = row.heldOn {
            title = "\(row.duty.map { "\($0), " } ?? "")\(row.session == nil ? "lượt tiếp" : "buổi tiếp") ngày \(held.vietnamese)"
        } else {
            title = row.title
        }
        sealed = row.sealed
        due = row.due
        awaits = row.awaits
    }
}
