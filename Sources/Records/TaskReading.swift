public import Law
public import Postgres

extension TaskRecords {
    public struct TaskRow: RowDecodable, Sendable {
        public var id: Int64
        public var caseID: Int64
        public var seq: Int
        public var version: Int
        public var state: String
        public var final: Bool
        public var nextDue: Day?
        /// verify | report | settle | conclusion_point
        public var kind: String
        public var title: String
        public var content: String
        public var giver: Int64
        public var giverName: String
        public var assignee: Int64
        public var assigneeName: String
        /// Nobody works with the program at the assignee.
        public var assigneeOnPaper: Bool
        /// In whose hands it is; told to the assignee's own office.
        public var unitName: String?
        public var handlerName: String?
        public var givenOn: Day
        public var dueOn: Day
        public var letterNumber: String?
        public var letterDate: Day?
        /// The giver's case and its petition, as long as the reader may see them.
        public var parentCase: Int64?
        public var petition: Int64?
        public var session: Int64?
        public var point: Int?
        public var acknowledgedOn: Day?
        public var askedUntil: Day?
        public var extensions: Int
        public var reminders: Int
        public var returns: Int
        /// done | partly_done | not_done
        public var result: String?
        /// upheld | partly | rejected | explained | settled | other
        public var settledAs: String?
        public var answeredOn: Day?
        public var answerNumber: String?
        public var answerDate: Day?
        public var answerSummary: String?
        public var acceptedOn: Day?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            caseID = try row["case_id"]
            seq = try row["seq"]
            version = try row["version"]
            state = try row["state"]
            final = try row["final"]
            nextDue = try row.dayIfAny("next_due")
            kind = try row["kind"]
            title = try row["title"]
            content = try row["content"]
            giver = try row["giver"]
            giverName = try row["giver_name"]
            assignee = try row["assignee"]
            assigneeName = try row["assignee_name"]
            assigneeOnPaper = try row["assignee_on_paper"]
            unitName = try row["unit_name"]
            handlerName = try row["handler_name"]
            givenOn = try row.day("given_on")
            dueOn = try row.day("due_on")
            letterNumber = try row["letter_number"]
            letterDate = try row.dayIfAny("letter_date")
            parentCase = try row["parent_case"]
            petition = try row["petition"]
            session = try row["session"]
            point = try row["point"]
            acknowledgedOn = try row.dayIfAny("acknowledged_on")
            askedUntil = try row.dayIfAny("asked_until")
            extensions = try row["extensions"]
            reminders = try row["reminders"]
            returns = try row["returns"]
            result = try row["result"]
            settledAs = try row["settled_as"]
            answeredOn = try row.dayIfAny("answered_on")
            answerNumber = try row["answer_number"]
            answerDate = try row.dayIfAny("answer_date")
            answerSummary = try row["answer_summary"]
            acceptedOn = try row.dayIfAny("accepted_on")
        }
    }

    static let columns: SQL = """
        t.id, f.id as case_id, f.seq, f.version, f.state, f.final, f.next_due, t.kind, t.title, t.content, t.giver,
        g.name as giver_name, t.assignee, e.name as assignee_name, office_on_paper(t.assignee) as assignee_on_paper,
        case when t.assignee = scope_organisation() then (select u.name from unit u where u.id = f.unit) end as unit_name,
        case when t.assignee = scope_organisation() then (select h.full_name from officer h where h.id = f.handler) end as handler_name,
        t.given_on, t.due_on,
        t.letter_number, t.letter_date, s.id as parent_case, r.petition, t.session, t.point, t.acknowledged_on, t.asked_until, t.extensions,
        t.reminders, t.returns, t.result, t.settled_as, t.answered_on, t.answer_number, t.answer_date, t.accepted_on,
        (select c.value from case_fact c join journal j on j.case_id = c.case_id and j.seq = c.seq
          where c.case_id = f.id and j.event in ('report', 'record_report') and c.name = 'summary' and \(CaseRecords.notUndone("j"))
          order by c.seq desc limit 1) as answer_summary
        """
    static let joins: SQL = """
        from task t
        join case_file f on f.task = t.id
        join organisation g on g.id = t.giver
        join organisation e on e.id = t.assignee
        left join case_file s on s.id = t.parent_case
              and (scope_actor() = 'operator'
                   or exists (select from case_access a where a.case_id = t.parent_case and a.organisation = scope_organisation()))
        left join registration r on r.id = s.registration
        """
    static let visible: SQL = """
        (scope_actor() = 'operator'
         or exists (select from case_access a where a.case_id = f.id and a.organisation = scope_organisation()))
        """

    public static func task(_ db: Connection, _ id: Int64) throws -> TaskRow? {
        try db.first("select \(columns) \(joins) where t.id = \(id) and \(visible)")
    }

    /// What was given to the transaction's office, or by it, newest first; with `other` only from, or to, that office.
    public static func list(
        _ db: Connection, incoming: Bool, open: Bool?, overdueOn: Day?, kind: String? = nil, state: String? = nil, other: Int64? = nil,
        before: Int64?, limit: Int
    ) throws -> [TaskRow] {
        let side: SQL = incoming ? "t.assignee = scope_organisation()" : "t.giver = scope_organisation()"
        let openFilter: SQL = open.map { $0 ? "and not f.final" : "and f.final" } ?? ""
        let overdueFilter: SQL = overdueOn.map { "and not f.final and f.next_due < \($0.date)" } ?? ""
        let kindFilter: SQL = kind.map { "and t.kind = \($0)" } ?? ""
        let stateFilter: SQL = state.map { "and f.state = \($0)" } ?? ""
        let otherFilter: SQL = other.map { incoming ? "and t.giver = \($0)" : "and t.assignee = \($0)" } ?? ""
        let cursor: SQL = before.map { "and t.id < \($0)" } ?? ""
        return try db.all(
            """
            select \(columns) \(joins)
             where \(side) and \(visible) \(openFilter) \(overdueFilter) \(kindFilter) \(stateFilter) \(otherFilter) \(cursor)
             order by t.id desc limit \(limit)
            """)
    }

    /// Tasks given in a case, as far as the transaction's office may see them: oldest first.
    public static func ofCase(_ db: Connection, case id: Int64) throws -> [TaskRow] {
        try db.all("select \(columns) \(joins) where t.parent_case = \(id) and \(visible) order by t.id limit 200")
    }
    /// Tasks of a session's conclusion, by the points of the notice.
    public static func ofSession(_ db: Connection, session: Int64) throws -> [TaskRow] {
        try db.all("select \(columns) \(joins) where t.session = \(session) and \(visible) order by t.point nulls last, t.id limit 200")
    }
    /// Tasks that go on in the cases of a matter of the transaction's office, or by what was concluded on its visitors.
    public static func openTasks(_ db: Connection, matter: Int64) throws -> [TaskRow] {
        try db.all(
            """
            select \(columns) \(joins)
             where not f.final and \(visible)
               and (t.parent_case in (select c.id from registration m join case_file c on c.registration = m.id
                                       where m.matter = \(matter) and m.organisation = scope_organisation())
                    or t.id in (select o.task from conclusion_point o join visit v on v.id = o.visit
                                 where v.matter = \(matter) and v.organisation = scope_organisation() and not v.denunciation))
             order by t.due_on, t.id limit 200
            """)
    }
    /// Whether a task of the session still goes on.
    public static func goesOn(_ db: Connection, session: Int64) throws -> Bool {
        try db.value(
            "select exists (select from task t join case_file f on f.task = t.id where t.session = \(session) and not f.final)",
            as: Bool.self)
    }
}
