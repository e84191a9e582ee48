public import Law
public import Postgres

/// What surrounds a leader's session: appointments, invitations, points of the conclusion. Only of sessions of the transaction's office.
public enum LeaderSessionRecords {
    public struct AppointmentRow: RowDecodable, Sendable {
        public var id: Int64
        public var session: Int64
        public var number: Int
        public var denunciation: Bool
        public var fullName: String
        public var phone: String?
        public var address: String
        public var people: Int
        public var content: String
        public var matter: Int64?
        public var slot: String
        public var registeredOn: Day
        /// registered | came | absent | withdrawn
        public var state: String
        public var visit: Int64?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            session = try row["session"]
            number = try row["number"]
            denunciation = try row["denunciation"]
            fullName = try row["full_name"]
            phone = try row["phone"]
            address = try row["address"]
            people = try row["people"]
            content = try row["content"]
            matter = try row["matter"]
            slot = try row["slot"]
            registeredOn = try row.day("registered_on")
            state = try row["state"]
            visit = try row["visit"]
        }
    }

    public struct NewAppointment: Sendable {
        public var denunciation: Bool
        public var fullName: String
        public var phone: String?
        public var address: String
        public var people: Int
        public var content: String
        public var matter: Int64?
        public var slot: String
        public init(
            denunciation: Bool, fullName: String, phone: String?, address: String, people: Int, content: String, matter: Int64?,
            slot: String
        ) {
            self.denunciation = denunciation
            self.fullName = fullName
            self.phone = phone
            self.address = address
            self.people = people
            self.content = content
            self.matter = matter
            self.slot = slot
        }
    }

    private static let own: SQL = "exists (select from session s where s.id = x.session and s.organisation = scope_organisation())"
    private static let appointmentColumns: SQL =
        "x.id, x.session, x.number, x.denunciation, x.full_name, x.phone, x.address, x.people, x.content, x.matter, x.slot, x.registered_on, x.state, x.visit"

    /// Locks the session, so that numbers have no holes and nothing is added beside a notice that is being issued.
    public static func lock(_ db: Connection, session: Int64) throws -> Bool {
        try db.valueIfAny(
            "select id from session where id = \(session) and organisation = scope_organisation() for update", as: Int64.self) != nil
    }

    public static func add(_ db: Connection, session: Int64, _ new: NewAppointment, on day: Day, officer: Int64) throws -> Int64 {
        try db.value(
            """
            insert into session_appointment (session, number, denunciation, full_name, phone, address, people, content, matter, slot,
                                             registered_on, registered_by)
            select \(session), coalesce(max(a.number), 0) + 1, \(new.denunciation), \(new.fullName), \(new.phone), \(new.address),
                   \(new.people)::int, \(new.content), \(new.matter)::bigint, \(new.slot), \(day.date), \(officer)
              from session_appointment a where a.session = \(session)
            returning id
            """, as: Int64.self)
    }

    public static func appointments(_ db: Connection, session: Int64) throws -> [AppointmentRow] {
        try db.all("select \(appointmentColumns) from session_appointment x where x.session = \(session) and \(own) order by x.number")
    }

    public static func appointment(_ db: Connection, _ id: Int64) throws -> AppointmentRow? {
        try db.first("select \(appointmentColumns) from session_appointment x where x.id = \(id) and \(own)")
    }

    /// Who registered is named no more, nor what about: he comes to denounce (Luật Tố cáo Đ.56).
    public static func erase(_ db: Connection, appointment: Int64) throws {
        try db.run(
            """
            update session_appointment x
               set denunciation = true, full_name = '', phone = null, address = '', content = '', matter = null
             where x.id = \(appointment) and \(own)
            """)
    }

    /// - Parameter from: the states in which it may stand.
    /// - Returns: false when it stands in none of them.
    public static func set(_ db: Connection, appointment: Int64, state: String, visit: Int64?, from: [String]) throws -> Bool {
        try db.run(
            """
            update session_appointment x set state = \(state), visit = \(visit)::bigint
             where x.id = \(appointment) and x.state = any(\(from)::text[]) and \(own)
            """) == 1
    }

    public struct InvitationRow: RowDecodable, Sendable {
        public var id: Int64
        public var session: Int64
        public var organisation: Int64?
        public var body: String
        public var matter: Int64?
        public var content: String
        public var letterNumber: String?
        public var letterDate: Day?
        /// Who wrote the number down: whoever numbered it, else whoever entered it with its number; nil without one.
        public var numberedBy: String?
        /// coming | substitute | declined
        public var reply: String?
        public var repliedOn: Day?
        public var attendee: String
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            session = try row["session"]
            organisation = try row["organisation"]
            body = try row["body"]
            matter = try row["matter"]
            content = try row["content"]
            letterNumber = try row["letter_number"]
            letterDate = try row.dayIfAny("letter_date")
            numberedBy = try row["numbered_by_name"]
            reply = try row["reply"]
            repliedOn = try row.dayIfAny("replied_on")
            attendee = try row["attendee"]
        }
    }
    private static let invitationColumns: SQL = """
        x.id, x.session, x.organisation, x.body, x.matter, x.content, x.letter_number, x.letter_date,
        case when x.letter_number is not null
             then (select o.full_name from officer o where o.id = coalesce(x.numbered_by, x.recorded_by)) end as numbered_by_name,
        x.reply, x.replied_on, x.attendee
        """

    public static func invite(
        _ db: Connection, session: Int64, organisation: Int64?, body: String, matter: Int64?, content: String, letterNumber: String?,
        letterDate: Day?, officer: Int64, now: Instant
    ) throws -> Int64 {
        try db.value(
            """
            insert into session_invitation (session, organisation, body, matter, content, letter_number, letter_date, recorded_by, recorded_at)
            values (\(session), \(organisation)::bigint, \(body), \(matter)::bigint, \(content), \(letterNumber), \(letterDate?.date)::date,
                    \(officer), \(now))
            returning id
            """, as: Int64.self)
    }

    public static func invitations(_ db: Connection, session: Int64) throws -> [InvitationRow] {
        try db.all("select \(invitationColumns) from session_invitation x where x.session = \(session) and \(own) order by x.id")
    }

    public static func invitation(_ db: Connection, _ id: Int64) throws -> InvitationRow? {
        try db.first("select \(invitationColumns) from session_invitation x where x.id = \(id) and \(own)")
    }

    /// Gives these invitations, which have none yet, the number and day of their letter.
    public static func setNumber(
        _ db: Connection, invitations: [Int64], _ number: String, on day: Day, by officer: Int64, now: Instant
    ) throws {
        try db.run(
            """
            update session_invitation x
               set letter_number = \(number), letter_date = \(day.date), numbered_by = \(officer), numbered_at = \(now)
             where x.id = any(\(invitations)::bigint[]) and x.letter_number is null and \(own)
            """)
    }

    public static func reply(_ db: Connection, invitation: Int64, _ reply: String, on day: Day, attendee: String) throws {
        try db.run(
            """
            update session_invitation x set reply = \(reply), replied_on = \(day.date), attendee = \(attendee)
             where x.id = \(invitation) and \(own)
            """)
    }

    public struct PointRow: RowDecodable, Sendable {
        public var id: Int64
        public var session: Int64
        public var visit: Int64?
        /// STT of the visit in the reception book.
        public var visitNumber: Int?
        /// The visit was somebody's who came to denounce.
        public var denunciation: Bool
        public var text: String
        public var assignee: Int64?
        public var assigneeName: String?
        /// Which unit and officer of the session's own office; `assignee` is that office then.
        public var unit: Int64?
        public var unitName: String?
        public var handler: Int64?
        public var handlerName: String?
        public var handlerTitle: String?
        public var dueOn: Day?
        public var task: Int64?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            session = try row["session"]
            visit = try row["visit"]
            visitNumber = try row["visit_number"]
            denunciation = try row["denunciation"]
            text = try row["text"]
            assignee = try row["assignee"]
            assigneeName = try row["assignee_name"]
            unit = try row["unit"]
            unitName = try row["unit_name"]
            handler = try row["handler"]
            handlerName = try row["handler_name"]
            handlerTitle = try row["handler_title"]
            dueOn = try row.dayIfAny("due_on")
            task = try row["task"]
        }
    }
    private static let pointColumns: SQL = """
        x.id, x.session, x.visit, (select v.number from visit v where v.id = x.visit) as visit_number,
        coalesce((select v.denunciation from visit v where v.id = x.visit), false) as denunciation, x.text, x.assignee,
        (select o.name from organisation o where o.id = x.assignee) as assignee_name, x.unit,
        (select u.name from unit u where u.id = x.unit) as unit_name, x.handler,
        (select h.full_name from officer h where h.id = x.handler) as handler_name,
        (select h.title from officer h where h.id = x.handler) as handler_title, x.due_on, x.task
        """

    public static func addPoint(
        _ db: Connection, session: Int64, visit: Int64?, text: String, assignee: Int64?, unit: Int64?, handler: Int64?, dueOn: Day?,
        officer: Int64, now: Instant
    ) throws -> Int64 {
        try db.value(
            """
            insert into conclusion_point (session, visit, text, assignee, unit, handler, due_on, recorded_by, recorded_at)
            values (\(session), \(visit)::bigint, \(text), \(assignee)::bigint, \(unit)::bigint, \(handler)::bigint, \(dueOn?.date)::date,
                    \(officer), \(now)) returning id
            """, as: Int64.self)
    }

    /// Points in the order in which the notice numbers them: by visit, then as they were written; behind them those that it does not tell.
    public static func points(_ db: Connection, session: Int64) throws -> [PointRow] {
        try db.all(
            """
            select \(pointColumns) from conclusion_point x where x.session = \(session) and \(own)
             order by denunciation, visit_number nulls last, x.id
            """)
    }

    public static func point(_ db: Connection, _ id: Int64) throws -> PointRow? {
        try db.first("select \(pointColumns) from conclusion_point x where x.id = \(id) and \(own)")
    }

    public static func removePoint(_ db: Connection, _ id: Int64) throws {
        try db.run("delete from conclusion_point x where x.id = \(id) and x.task is null and \(own)")
    }

    public static func setTask(_ db: Connection, point: Int64, task: Int64) throws {
        try db.run("update conclusion_point set task = \(task) where id = \(point)")
    }

    /// Whether the visit belongs to the session, and is somebody's who came to denounce; nil when it does not belong to it.
    public static func denounces(_ db: Connection, session: Int64, visit: Int64) throws -> Bool? {
        try db.valueIfAny(
            "select denunciation from visit where id = \(visit) and session = \(session) and outcome is distinct from 'voided'",
            as: Bool.self)
    }

    /// A draft of the session's conclusion notice that was submitted and is not issued yet: what it says is being approved or is signed.
    public static func noticeInHand(_ db: Connection, session: Int64) throws -> Int64? {
        try db.valueIfAny(
            """
            select d.id from draft d join case_file f on f.id = d.case_id
             where f.session = \(session) and d.event = 'issue_conclusion' and d.state in ('submitted', 'approved', 'signed')
             order by d.id limit 1
            """, as: Int64.self)
    }

    /// The last day of what the points give out; nil when they give nothing out.
    public static func lastDue(_ db: Connection, session: Int64) throws -> Day? {
        try points(db, session: session).compactMap(\.dueOn).max()
    }

    /// The cases of an entry of the transaction's office, the oldest first: it may have gone on in another procedure.
    public static func cases(_ db: Connection, registration: Int64) throws -> [Int64] {
        try db.values(
            """
            select f.id from case_file f join registration r on r.id = f.registration
             where r.id = \(registration) and r.organisation = scope_organisation() and f.organisation = r.organisation order by f.id
            """, as: Int64.self)
    }

    /// Tasks of the office's earlier conclusions that still go on, the oldest due first.
    public static func openTasksOfOthers(_ db: Connection, than session: Int64) throws -> [Int64] {
        try db.values(
            """
            select t.id from task t join case_file f on f.task = t.id
             where t.giver = scope_organisation() and t.session is not null and t.session <> \(session) and not f.final
             order by t.due_on, t.id limit 100
            """, as: Int64.self)
    }
}
