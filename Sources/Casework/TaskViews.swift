public import Law
import Records

/// What one office may give another to do in a case of its own.
public enum TaskKind: String, Codable, Sendable, CaseIterable {
    /// Verify and propose (Luật Khiếu nại Đ.29; Luật Tố cáo Đ.31).
    case verify
    /// Report on something.
    case report
    /// Settle as the subordinate body, and report the result.
    case settle
    /// Carry out a point of a conclusion notice (NĐ 154/2026 Đ.25.2).
    case conclusionPoint = "conclusion_point"

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .verify: "Xác minh, đề xuất"
        case .report: "Báo cáo"
        case .settle: "Giải quyết theo thẩm quyền của cấp dưới"
        case .conclusionPoint: "Thực hiện một việc trong thông báo kết luận"
        }
    }

    /// It is done in a petition that is still being settled.
    var needsOpenCase: Bool { self == .verify || self == .settle }
}

/// A task as its giver writes it: in a case of his own (`parentCase`), as a point of a session's conclusion (`session`), or both.
public struct TaskDraft: Codable, Sendable, Equatable {
    public var kind: TaskKind
    /// At most 200 characters; of a denunciation without the denouncer, like `content`.
    public var title: String
    /// At most 20,000 characters.
    public var content: String
    /// The organisation that has to do it.
    public var assignee: Int64
    /// Not before the day on which it is given.
    public var dueOn: Day
    public var parentCase: Int64?
    public var session: Int64?
    /// Which point of the conclusion notice, from 1.
    public var point: Int?
    /// The giver's letter.
    public var letterNumber: String?
    public var letterDate: Day?

    public init(
        kind: TaskKind, title: String, content: String, assignee: Int64, dueOn: Day, parentCase: Int64? = nil, session: Int64? = nil,
        point: Int? = nil, letterNumber: String? = nil, letterDate: Day? = nil
    ) {
        self.kind = kind
        self.title = title
        self.content = content
        self.assignee = assignee
        self.dueOn = dueOn
        self.parentCase = parentCase
        self.session = session
        self.point = point
        self.letterNumber = letterNumber
        self.letterDate = letterDate
    }
}

/// A task that was given, and its case.
public struct GivenTask: Codable, Sendable, Equatable {
    public var task: Int64
    public var caseID: Int64

    enum CodingKeys: String, CodingKey { case task, caseID = "case" }
}

/// A task as giver and assignee see it.
public struct TaskView: Codable, Sendable, Equatable {
    public var id: Int64
    /// The task's own case, which belongs to the assignee; steps go there.
    public var caseID: Int64
    public var sequence: Int
    public var kind: TaskKind
    public var kindTitle: String
    public var title: String
    public var content: String
    public var giver: Int64
    public var giverName: String
    public var assignee: Int64
    public var assigneeName: String
    /// Nobody works with the program at the assignee: the giver writes down what comes from it on paper.
    public var assigneeOnPaper: Bool
    /// In whose hands it is; told to the assignee's own office.
    public var unitName: String?
    public var handlerName: String?
    public var givenOn: Day
    /// As the giver set it last.
    public var dueOn: Day
    public var letterNumber: String?
    public var letterDate: Day?
    /// The giver's case in which it was given, and its petition, as long as the reader may see them.
    public var parentCase: Int64?
    public var petition: Int64?
    public var session: Int64?
    public var point: Int?
    public var acknowledgedOn: Day?
    /// Until when the assignee wants more time; the giver has not answered yet.
    public var askedUntil: Day?
    public var extensions: Int
    public var reminders: Int
    /// How often the giver wanted more.
    public var returns: Int
    public var state: String
    public var stateTitle: String
    public var final: Bool
    public var nextDue: Day?
    public var daysLate: Int
    /// done | partly_done | not_done
    public var result: String?
    public var resultTitle: String?
    /// upheld | partly | rejected | explained | settled | other
    public var settledAs: String?
    public var settledAsTitle: String?
    public var answeredOn: Day?
    public var answerNumber: String?
    public var answerDate: Day?
    public var answerSummary: String?
    public var acceptedOn: Day?

    enum CodingKeys: String, CodingKey {
        case id, caseID = "case", sequence, kind, kindTitle, title, content, giver, giverName, assignee, assigneeName
        case assigneeOnPaper, unitName, handlerName, givenOn, dueOn, letterNumber, letterDate, parentCase, petition, session, point
        case acknowledgedOn, askedUntil, extensions, reminders, returns
        case state, stateTitle, final, nextDue, daysLate, result, resultTitle, settledAs, settledAsTitle, answeredOn, answerNumber
        case answerDate, answerSummary, acceptedOn
    }
}

extension Work {
    func taskView(_ row: TaskRecords.TaskRow) throws -> TaskView {
        let version = try reference.version(id: row.version)
        let kind = TaskKind(rawValue: row.kind) ?? .report
        let late = if let due = row.nextDue, !row.final, due < today { today.days(since: due) } else { 0 }
        let result = row.result.map { version.choices[$0] ?? $0 }
        let settledAs = row.settledAs.map { version.choices[$0] ?? $0 }
        return TaskView(
            id: row.id, caseID: row.caseID, sequence: row.seq, kind: kind, kindTitle: kind.title, title: row.title, content: row.content,
            giver: row.giver, giverName: row.giverName, assignee: row.assignee, assigneeName: row.assigneeName,
            assigneeOnPaper: row.assigneeOnPaper, unitName: row.unitName, handlerName: row.handlerName, givenOn: row.givenOn,
            dueOn: row.dueOn, letterNumber: row.letterNumber, letterDate: row.letterDate, parentCase: row.parentCase,
            petition: row.petition, session: row.session, point: row.point, acknowledgedOn: row.acknowledgedOn,
            askedUntil: row.askedUntil, extensions: row.extensions, reminders: row.reminders, returns: row.returns, state: row.state,
            stateTitle: version.state(row.state)?.title ?? row.state, final: row.final, nextDue: row.nextDue, daysLate: late,
            result: row.result, resultTitle: result, settledAs: row.settledAs,
            settledAsTitle: settledAs, answeredOn: row.answeredOn, answerNumber: row.answerNumber,
            answerDate: row.answerDate, answerSummary: row.answerSummary, acceptedOn: row.acceptedOn)
    }
}
