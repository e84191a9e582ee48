public import Law
public import Postgres

/// Tasks that one office gives another in a case of its own, and the reminders that hang on them.
///
/// Read through the task's own case: whose access to it was taken away does not see the task any more.
public enum TaskRecords {
    /// What the giver says of a task; at least one of `parentCase` and `session` is there.
    public struct NewTask: Sendable {
        public var giver: Int64
        public var assignee: Int64
        /// verify | report | settle | conclusion_point
        public var kind: String
        public var title: String
        public var content: String
        public var givenOn: Day
        public var dueOn: Day
        public var letterNumber: String?
        public var letterDate: Day?
        public var parentCase: Int64?
        public var session: Int64?
        public var point: Int?
        public init(
            giver: Int64, assignee: Int64, kind: String, title: String, content: String, givenOn: Day, dueOn: Day, letterNumber: String?,
            letterDate: Day?, parentCase: Int64?, session: Int64?, point: Int?
        ) {
            self.giver = giver
            self.assignee = assignee
            self.kind = kind
            self.title = title
            self.content = content
            self.givenOn = givenOn
            self.dueOn = dueOn
            self.letterNumber = letterNumber
            self.letterDate = letterDate
            self.parentCase = parentCase
            self.session = session
            self.point = point
        }
    }

    public static func insert(_ db: Connection, _ task: NewTask) throws -> Int64 {
        try db.value(
            """
            insert into task (giver, assignee, kind, title, content, given_on, due_on, letter_number, letter_date, parent_case, session,
                              point)
            values (\(task.giver), \(task.assignee), \(task.kind), \(task.title), \(task.content), \(task.givenOn.date), \(task.dueOn.date),
                    \(task.letterNumber), \(task.letterDate?.date)::date, \(task.parentCase), \(task.session), \(task.point)::int)
            returning id
            """, as: Int64.self)
    }

    // MARK: what its steps change

    public static func setAcknowledged(_ db: Connection, task: Int64, on day: Day) throws {
        try db.run("update task set acknowledged_on = coalesce(acknowledged_on, \(day.date)) where id = \(task)")
    }
    /// Số, ký hiệu of the letter with which it was given.
    public static func setLetter(_ db: Connection, task: Int64, number: String?) throws {
        try db.run("update task set letter_number = \(number) where id = \(task)")
    }
    /// The day until which the assignee wants more time; nil when the giver has answered.
    public static func setAsked(_ db: Connection, task: Int64, until day: Day?) throws {
        try db.run("update task set asked_until = \(day?.date)::date where id = \(task)")
    }
    /// The giver grants more time: the new day, one extension more, nothing asked any more.
    public static func extend(_ db: Connection, task: Int64, to day: Day) throws {
        try db.run("update task set due_on = \(day.date), extensions = extensions + 1, asked_until = null where id = \(task)")
    }
    public static func setReport(
        _ db: Connection, task: Int64, result: String, settledAs: String?, on day: Day, number: String?, date: Day?
    ) throws {
        try db.run(
            """
            update task set result = \(result), settled_as = \(settledAs), answered_on = \(day.date), answer_number = \(number),
                   answer_date = \(date?.date)::date, asked_until = null
             where id = \(task)
            """)
    }
    /// The giver wants more in the report, by another day.
    public static func sendBack(_ db: Connection, task: Int64, dueOn day: Day) throws {
        try db.run("update task set due_on = \(day.date), returns = returns + 1 where id = \(task)")
    }
    /// The task as it stood before the entry `seq`, by which its giver wrote down something from the assignee's paper.
    public static func restore(_ db: Connection, task: Int64, case id: Int64, before seq: Int, event: String) throws {
        try db.run(
            """
            update task t
               set acknowledged_on = case when \(event) = 'record_acknowledged' then null else t.acknowledged_on end,
                   asked_until = (
                       select case when j.event in ('request_extension', 'record_extension_request')
                                   then (j.payload -> 'facts' ->> 'asked_until')::date end
                         from journal j
                        where j.case_id = \(id) and j.seq < \(seq)::int and \(CaseRecords.notUndone("j"))
                          and j.event in ('request_extension', 'record_extension_request', 'grant_extension', 'refuse_extension',
                                          'report', 'record_report')
                        order by j.seq desc limit 1),
                   result = r.result, settled_as = r.settled_as, answered_on = r.answered_on, answer_number = r.answer_number,
                   answer_date = r.answer_date
              from (select 1) one
              left join lateral (
                    select j.payload -> 'facts' ->> 'result' as result, j.payload -> 'facts' ->> 'settled_as' as settled_as,
                           j.occurred_on as answered_on, (j.payload -> 'facts' ->> 'document_date')::date as answer_date,
                           (select c.value from case_fact c
                             where c.case_id = j.case_id and c.seq = j.seq and c.name = 'document_number') as answer_number
                      from journal j
                     where j.case_id = \(id) and j.seq < \(seq)::int and j.event in ('report', 'record_report')
                       and \(CaseRecords.notUndone("j"))
                     order by j.seq desc limit 1) r on true
             where t.id = \(task)
            """)
    }
    /// Opens the giver's case again to the office that has not declined the task after all.
    public static func reopenAccess(_ db: Connection, task: Int64) throws {
        try db.run(
            """
            insert into case_access (case_id, organisation, relation)
            select t.parent_case, t.assignee, 'tasked' from task t where t.id = \(task) and t.parent_case is not null
            on conflict do nothing
            """)
    }
    public static func setAccepted(_ db: Connection, task: Int64, on day: Day) throws {
        try db.run("update task set accepted_on = \(day.date) where id = \(task)")
    }
    /// Counts and keeps a reminder (đôn đốc); its number.
    public static func remind(
        _ db: Connection, task: Int64, letterNumber: String, letterDate: Day, answerBy: Day?, sentOn: Day
    ) throws -> Int {
        try db.value(
            """
            with counted as (update task set reminders = reminders + 1 where id = \(task) returning reminders)
            insert into task_reminder (task, number, letter_number, letter_date, answer_by, sent_on)
            select \(task), reminders, \(letterNumber), \(letterDate.date), \(answerBy?.date)::date, \(sentOn.date) from counted
            returning number
            """, as: Int.self)
    }

    // MARK: access

    /// Closes the giver's case to the office whose task was declined or recalled; true when it was open to it by this task alone.
    @discardableResult
    public static func endAccess(_ db: Connection, task: Int64) throws -> Bool {
        try db.value("select end_task_access(\(task))", as: Bool.self)
    }

    /// A task in a denunciation whose assignee is barred from it (Luật Tố cáo Đ.12), by its case.
    public struct Barred: RowDecodable, Sendable {
        public var task: Int64
        public var caseID: Int64
        public var final: Bool
        public init(_ row: Row) throws(DecodeError) {
            task = try row["task"]
            caseID = try row["case_id"]
            final = try row["final"]
        }
    }
    public static func barred(_ db: Connection, petition: Int64) throws -> [Barred] {
        try db.all("select task, case_id, final from barred_tasks(\(petition)) order by task")
    }
    /// Takes a denunciation, and the tasks given in it, from the offices that are barred from it now; how many rows of access these were.
    @discardableResult
    public static func revokeBarred(_ db: Connection, petition: Int64) throws -> Int {
        try db.value("select revoke_barred_tasks(\(petition))", as: Int.self)
    }

    // MARK: single questions

    /// What a step of a task has to know of it.
    public struct Terms: RowDecodable, Sendable {
        public var kind: String
        public var dueOn: Day
        public var session: Int64?
        public init(_ row: Row) throws(DecodeError) {
            kind = try row["kind"]
            dueOn = try row.day("due_on")
            session = try row["session"]
        }
    }
    public static func terms(_ db: Connection, task: Int64) throws -> Terms? {
        try db.first("select kind, due_on, session from task where id = \(task)")
    }
    /// Whether the case in which the task was given is a denunciation's.
    public static func isOfDenunciation(_ db: Connection, task: Int64) throws -> Bool {
        try db.value(
            """
            select exists (select from task t join case_file s on s.id = t.parent_case join registration r on r.id = s.registration
                            where t.id = \(task) and r.kind = 'denunciation')
            """, as: Bool.self)
    }
    /// The case of a session; nil when the session is not the office's.
    public static func caseOfSession(_ db: Connection, session: Int64, organisation: Int64) throws -> Int64? {
        try db.valueIfAny(
            "select f.id from case_file f join session s on s.id = f.session where s.id = \(session) and f.organisation = \(organisation)",
            as: Int64.self)
    }
}
