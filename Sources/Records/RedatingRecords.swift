public import Law
public import Postgres

/// Open clocks by the thousand: what a corrected calendar counts anew.
public enum RedatingRecords {
    /// An open clock with what is to be known of its case.
    public struct OpenClock: RowDecodable, Sendable {
        public var clock: CaseRecords.ClockRow
        /// Whose case it is: its closings count.
        public var organisation: Int64
        public var organisationCode: String
        public var organisationName: String
        public var state: String
        public var final: Bool
        public var lastOn: Day?
        /// Number and year in the office's book of petitions or visits; of a referral that of its sender's entry.
        public var number: String?
        /// The law of the case knows the step `redate` from where it stands.
        public var redatable: Bool
        public init(_ row: Row) throws(DecodeError) {
            clock = try CaseRecords.ClockRow(row)
            organisation = try row["organisation"]
            organisationCode = try row["organisation_code"]
            organisationName = try row["organisation_name"]
            state = try row["case_state"]
            final = try row["case_final"]
            lastOn = try row.dayIfAny("last_on")
            number = try row["number"]
            redatable = try row["redatable"]
        }
    }

    /// Keeps everybody from writing clocks until the transaction ends, and waits for those who are at it: whoever counts by the calendar
    /// of before has committed, whoever counts later reads the new one.
    ///
    /// - Parameter waiting: how long it waits for them.
    /// - Throws: `ClocksHeld` when they are not done by then.
    public static func holdClocks(_ db: Connection, waiting: Duration = .seconds(20)) throws {
        let milliseconds = waiting.components.seconds * 1000 + waiting.components.attoseconds / 1_000_000_000_000_000
        try db.run("select set_config('lock_timeout', \(String(milliseconds)), true)")
        do {
            try db.run("lock table clock in share row exclusive mode")
        } catch let error as PostgresError where error.code == .lockNotAvailable {
            throw ClocksHeld()
        }
    }

    /// Somebody kept writing deadlines while the calendar wanted to change.
    public struct ClocksHeld: Error, CustomStringConvertible {
        public var description: String {
            "somebody has been writing deadlines all the while, so the calendar could not change; nothing was changed, try again"
        }
    }

    /// Whether a calendar with this checksum was ever loaded.
    public static func isKnown(_ db: Connection, calendar checksum: String) throws -> Bool {
        try db.value("select exists (select from calendar_version where checksum = \(checksum))", as: Bool.self)
    }

    /// Cases with a clock that runs or stands still, of one office or of all, in id order.
    public static func cases(_ db: Connection, organisation: Int64?) throws -> [Int64] {
        let office: SQL = organisation.map { "join case_file f on f.id = k.case_id and f.organisation = \($0)" } ?? ""
        return try db.values(
            "select distinct k.case_id from clock k \(office) where k.state in ('running', 'paused') order by k.case_id", as: Int64.self)
    }

    /// Locks the cases, in id order like every step.
    public static func lock(_ db: Connection, cases: [Int64]) throws {
        try db.run("select f.id from case_file f where f.id = any(\(cases)) order by f.id for update of f")
    }

    /// The clocks of these cases that run or stand still, by case.
    public static func clocks(_ db: Connection, cases: [Int64]) throws -> [OpenClock] {
        try db.all(
            """
            select \(CaseRecords.clockColumns), f.organisation, o.code as organisation_code, o.short_name as organisation_name,
                   f.state as case_state, f.final as case_final, f.last_on,
                   case when f.visit is not null then v.number || '/' || v.book_year else r.number || '/' || r.book_year end as number,
                   exists (select from procedure_transition t
                            where t.version = f.version and t.from_state = f.state and t.event = 'redate' and t.to_state = f.state
                              and t.role = 'operator') as redatable
              from clock k
              join case_file f on f.id = k.case_id
              join organisation o on o.id = f.organisation
              left join referral q on q.id = f.referral
              left join case_file sc on sc.id = q.sender_case
              left join registration r on r.id = coalesce(f.registration, sc.registration)
              left join visit v on v.id = f.visit
             where k.case_id = any(\(cases)) and k.state in ('running', 'paused')
             order by k.case_id, k.id
            """)
    }

    /// The entry `redate` of one case.
    public struct Entry: Sendable {
        public var caseID: Int64
        /// Where the case stands, and stays.
        public var state: String
        /// A JSON object of ids and dates.
        public var payload: String
        public init(caseID: Int64, state: String, payload: String) {
            self.caseID = caseID
            self.state = state
            self.payload = payload
        }
    }

    /// Appends one entry to each case, as the operator, after the last one. Goes before `store`: the history of a due date names the
    /// case's last entry.
    public static func append(_ db: Connection, _ entries: [Entry], on day: Day, at now: Instant) throws {
        try db.run(
            """
            insert into journal (case_id, event, occurred_on, recorded_at, to_state, role, relation, payload)
            select e.case_id, 'redate', \(day.date), \(now), e.state, 'operator', 'none', e.payload::jsonb
              from unnest(\(entries.map(\.caseID))::bigint[], \(entries.map(\.state))::text[], \(entries.map(\.payload))::text[])
                   as e (case_id, state, payload)
             order by e.case_id
            """)
    }

    /// A clock as the calendar in force counts it.
    public struct Counted: Sendable {
        public var clock: Int64
        public var nominal: Day
        public var due: Day
        public var provisional: Bool
        public init(clock: Int64, nominal: Day, due: Day, provisional: Bool) {
            self.clock = clock
            self.nominal = nominal
            self.due = due
            self.provisional = provisional
        }
    }

    /// Writes counted clocks with the calendar's version, moved or not. Fails with SQLSTATE TD010 when calendar, settings or law moved
    /// since `stamp` was read.
    public static func store(_ db: Connection, _ clocks: [Counted], calendar: Int, stamp: Int64, today: Day) throws {
        try db.run(
            """
            update clock c
               set nominal = n.nominal, due = n.due, provisional = n.provisional, calendar_version = \(calendar)::int,
                   fired_at = case when n.due = c.due or n.due < \(today.date) then c.fired_at end
              from unnest(\(clocks.map(\.clock))::bigint[], \(clocks.map(\.nominal.date))::date[], \(clocks.map(\.due.date))::date[],
                          \(clocks.map(\.provisional))::boolean[])
                   as n (clock, nominal, due, provisional)
             where c.id = n.clock and reference_holds(\(stamp))
            """)
    }

    /// A session whose day has been published and has not come yet.
    public struct PublishedSession: RowDecodable, Sendable {
        public var session: Int64
        public var caseID: Int64
        public var organisation: Int64
        public var organisationCode: String
        public var organisationName: String
        public var day: Day
        public init(_ row: Row) throws(DecodeError) {
            session = try row["session"]
            caseID = try row["case_id"]
            organisation = try row["organisation"]
            organisationCode = try row["organisation_code"]
            organisationName = try row["organisation_name"]
            day = try row.day("session_date")
        }
    }

    /// Published sessions from a day on, of one office or of all, by day.
    public static func publishedSessions(_ db: Connection, from day: Day, organisation: Int64?) throws -> [PublishedSession] {
        let office: SQL = organisation.map { "and f.organisation = \($0)" } ?? ""
        return try db.all(
            """
            select s.id as session, f.id as case_id, f.organisation, o.code as organisation_code, o.short_name as organisation_name,
                   s.session_date
              from case_file f
              join session s on s.id = f.session
              join organisation o on o.id = f.organisation
             where f.subject = 'session' and f.state = 'published' and s.session_date >= \(day.date) \(office)
             order by s.session_date, f.id
            """)
    }
}

// MARK: what a due date was before

extension RedatingRecords {
    /// A clock with one of its recounts; a clock that was never counted anew is one row without.
    public struct RecountRow: RowDecodable, Sendable {
        public var clock: Int64
        /// When it was counted first.
        public var startedAt: Instant
        public var recount: Recount?
        public init(_ row: Row) throws(DecodeError) {
            clock = try row["clock"]
            startedAt = try row["started_at"]
            guard let on = try row.dayIfAny("recounted_on") else {
                recount = nil
                return
            }
            recount = Recount(
                on: on, before: try row.day("due_before"), event: try row["event"], recordedAt: try row["recorded_at"])
        }
    }
    /// One time that a due date, or its provisional mark, was counted anew.
    public struct Recount: Sendable {
        public var on: Day
        public var before: Day
        /// The step by which it happened.
        public var event: String
        public var recordedAt: Instant
    }

    /// How the clocks of a case came to their due dates, in order.
    public static func recountsQuery(_ id: Int64) -> SQL {
        """
        select k.id as clock, s.recorded_at as started_at, h.recounted_on, h.due_before, j.event, j.recorded_at
          from clock k
          join journal s on s.case_id = k.case_id and s.seq = k.started_seq
          left join clock_recount h on h.clock = k.id
          left join journal j on j.case_id = k.case_id and j.seq = h.seq
         where k.case_id = \(id) order by k.id, h.id
        """
    }

    /// An office's day was noted as closed, or that was taken back.
    public struct ClosingEvent: RowDecodable, Sendable {
        public var day: Day
        public var closed: Bool
        public var recordedAt: Instant
        public init(_ row: Row) throws(DecodeError) {
            day = try row.day("day")
            closed = try row["closed"]
            recordedAt = try row["recorded_at"]
        }
    }

    /// What was noted of an office's closings, in order.
    public static func closingEvents(_ db: Connection, organisation: Int64) throws -> [ClosingEvent] {
        try db.all(
            """
            select (j.payload ->> 'day')::date as day, j.event = 'office_closed' as closed, j.recorded_at
              from admin_journal j
             where j.topic = 'calendar' and j.event in ('office_closed', 'office_reopened') and j.target = \(String(organisation))
             order by j.seq
            """)
    }
}
