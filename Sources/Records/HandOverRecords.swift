public import Law
public import Postgres

/// Work that changes hands as a whole: an officer's leave, or his going.
public enum HandOverRecords {
    public struct HandOverRow: RowDecodable, Sendable {
        public var id: Int64
        public var organisation: Int64
        public var from: Int64
        public var fromName: String
        public var to: Int64
        public var toName: String
        public var fromDay: Day
        public var untilDay: Day?
        public var reason: String
        public var recordedByName: String?
        public var begunOn: Day?
        public var endedOn: Day?
        /// Cases that changed hands, came back, stayed away.
        public var cases: Int
        public var back: Int
        public var kept: Int
        /// Drafts and help in other work that went with them.
        public var drafts: Int
        public var helping: Int
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            organisation = try row["organisation"]
            from = try row["from_officer"]
            fromName = try row["from_name"]
            to = try row["to_officer"]
            toName = try row["to_name"]
            fromDay = try row.day("from_day")
            untilDay = try row.dayIfAny("until_day")
            reason = try row["reason"]
            recordedByName = try row["recorded_by_name"]
            begunOn = try row.dayIfAny("begun_on")
            endedOn = try row.dayIfAny("ended_on")
            cases = try row["cases"]
            back = try row["back"]
            kept = try row["kept"]
            drafts = try row["drafts"]
            helping = try row["helping"]
        }
    }

    private static let columns: SQL = """
        select h.id, h.organisation, h.from_officer, a.full_name as from_name, h.to_officer, b.full_name as to_name, h.from_day, h.until_day,
               h.reason, c.full_name as recorded_by_name, h.begun_on, h.ended_on, coalesce(l.cases, 0) as cases, coalesce(l.back, 0) as back,
               coalesce(l.kept, 0) as kept, (select count(*)::int from hand_over_draft x where x.hand_over = h.id) as drafts,
               (select count(*)::int from hand_over_help x where x.hand_over = h.id) as helping
          from hand_over h
          join officer a on a.id = h.from_officer
          join officer b on b.id = h.to_officer
          left join officer c on c.id = h.recorded_by
          left join lateral (select count(*)::int as cases, count(l.back_on)::int as back, count(l.kept_on)::int as kept
                               from hand_over_line l where l.hand_over = h.id) l on true
        """

    public static func handOver(_ db: Connection, _ id: Int64) throws -> HandOverRow? { try db.first("\(columns) where h.id = \(id)") }

    /// Locks one; false when there is none.
    public static func lock(_ db: Connection, _ id: Int64) throws -> Bool {
        try db.valueIfAny("select id from hand_over where id = \(id) for no key update", as: Int64.self) != nil
    }

    /// An office's newest first, from below `before`; `officer` for those from or to one officer alone.
    public static func list(_ db: Connection, organisation: Int64, officer: Int64?, before: Int64?, limit: Int) throws -> [HandOverRow] {
        let some: SQL = officer.map { "and \($0) in (h.from_officer, h.to_officer)" } ?? ""
        let cursor: SQL = before.map { "and h.id < \($0)" } ?? ""
        return try db.all("\(columns) where h.organisation = \(organisation) \(some) \(cursor) order by h.id desc limit \(limit)")
    }

    /// Those to begin on or before this day that have not begun.
    public static func toBegin(_ db: Connection, today: Day, most: Int) throws -> [HandOverRow] {
        try db.all(
            """
            \(columns) where h.begun_on is null and h.ended_on is null and h.from_day <= \(today.date)
             order by h.id limit \(most) for no key update of h skip locked
            """)
    }

    /// Those whose last day is over and from which something is still away.
    public static func toEnd(_ db: Connection, today: Day, most: Int) throws -> [HandOverRow] {
        try db.all(
            """
            \(columns) where h.begun_on is not null and h.ended_on is null and h.until_day < \(today.date)
             order by h.id limit \(most) for no key update of h skip locked
            """)
    }

    /// One that this moment's transaction of the same office has recorded and begun: the one to which a case's entry belongs.
    public static func current(_ db: Connection, organisation: Int64, from: Int64, to: Int64, until: Day?, now: Instant) throws -> Int64? {
        try db.valueIfAny(
            """
            select id from hand_over
             where organisation = \(organisation) and from_officer = \(from) and to_officer = \(to) and recorded_at = \(now)
               and begun_on is not null and until_day is not distinct from \(until?.date)
               and recorded_by is not distinct from scope_officer()
             order by id desc limit 1
            """, as: Int64.self)
    }

    public struct NewHandOver: Sendable {
        public var organisation: Int64
        public var from: Int64
        public var to: Int64
        public var fromDay: Day
        public var untilDay: Day?
        public var reason: String
        public var begunOn: Day?
        public var endedOn: Day?
        /// All his work; false: one case alone.
        public var whole: Bool
        public init(
            organisation: Int64, from: Int64, to: Int64, fromDay: Day, untilDay: Day?, reason: String, begunOn: Day?, endedOn: Day?,
            whole: Bool = true
        ) {
            self.organisation = organisation
            self.from = from
            self.to = to
            self.fromDay = fromDay
            self.untilDay = untilDay
            self.reason = reason
            self.begunOn = begunOn
            self.endedOn = endedOn
            self.whole = whole
        }
    }

    public static func insert(_ db: Connection, _ new: NewHandOver, now: Instant) throws -> Int64 {
        try db.value(
            """
            insert into hand_over (organisation, from_officer, to_officer, from_day, until_day, reason, recorded_by, recorded_at, begun_on, ended_on,
                                   whole)
            values (\(new.organisation), \(new.from), \(new.to), \(new.fromDay.date), \(new.untilDay?.date), \(new.reason), scope_officer(),
                    \(now), \(new.begunOn?.date), \(new.endedOn?.date), \(new.whole)) returning id
            """, as: Int64.self)
    }
    public static func begin(_ db: Connection, _ id: Int64, on day: Day) throws {
        try db.run("update hand_over set begun_on = \(day.date) where id = \(id)")
    }
    public static func end(_ db: Connection, _ id: Int64, on day: Day) throws {
        try db.run("update hand_over set ended_on = \(day.date) where id = \(id)")
    }

    public struct OpenCase: RowDecodable, Sendable {
        public var id: Int64
        public var seq: Int
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            seq = try row["seq"]
        }
    }
    /// Every open case that an officer has in hand in an office, locked in the order of their ids.
    public static func openCases(_ db: Connection, officer: Int64, organisation: Int64) throws -> [OpenCase] {
        try db.all(
            """
            select f.id, f.seq from case_file f where \(WorkRecords.open(in: organisation)) and f.handler = \(officer)
             order by f.id for update of f
            """)
    }

    public struct Line: RowDecodable, Sendable {
        public var caseID: Int64
        public var seq: Int
        public var unitBefore: Int64?
        public var givenBefore: Int
        public var takenBefore: Day?
        public init(caseID: Int64, seq: Int, unitBefore: Int64?, givenBefore: Int, takenBefore: Day?) {
            self.caseID = caseID
            self.seq = seq
            self.unitBefore = unitBefore
            self.givenBefore = givenBefore
            self.takenBefore = takenBefore
        }
        public init(_ row: Row) throws(DecodeError) {
            caseID = try row["case_id"]
            seq = try row["seq"]
            unitBefore = try row["unit_before"]
            givenBefore = try row["given_before"]
            takenBefore = try row.dayIfAny("taken_before")
        }
    }
    /// What is still away of one hand-over, in the order of the cases' ids.
    public static func linesAway(_ db: Connection, _ id: Int64) throws -> [Line] {
        try db.all(
            """
            select case_id, seq, unit_before, given_before, taken_before from hand_over_line
             where hand_over = \(id) and back_on is null and kept_on is null order by case_id
            """)
    }
    /// Somebody to whom the case was lent lent it on, and it has not come back from there.
    public static func lentOn(_ db: Connection, case id: Int64, after seq: Int) throws -> Bool {
        try db.value(
            """
            select exists (select from hand_over_line l join hand_over h on h.id = l.hand_over
                            where l.case_id = \(id) and l.seq > \(seq)::int and h.until_day is not null and h.ended_on is null
                              and l.back_on is null and l.kept_on is null)
            """, as: Bool.self)
    }
    public static func insertLine(_ db: Connection, _ id: Int64, _ line: Line) throws {
        try db.run(
            """
            insert into hand_over_line (hand_over, case_id, seq, unit_before, given_before, taken_before)
            values (\(id), \(line.caseID), \(line.seq)::int, \(line.unitBefore), \(line.givenBefore)::int, \(line.takenBefore?.date))
            """)
    }
    public static func back(_ db: Connection, _ id: Int64, case caseID: Int64, on day: Day) throws {
        try db.run("update hand_over_line set back_on = \(day.date) where hand_over = \(id) and case_id = \(caseID)")
    }
    public static func kept(_ db: Connection, _ id: Int64, case caseID: Int64, on day: Day) throws {
        try db.run("update hand_over_line set kept_on = \(day.date) where hand_over = \(id) and case_id = \(caseID)")
    }

    public struct Leave: RowDecodable, Sendable {
        public var from: Day
        public var until: Day
        public init(_ row: Row) throws(DecodeError) {
            from = try row.day("from_day")
            until = try row.day("until_day")
        }
    }
    /// The days on which an officer's work lay with a substitute.
    public static func leaves(_ db: Connection, officer: Int64, organisation: Int64, since: Day) throws -> [Leave] {
        try db.all(
            """
            select from_day, least(until_day, coalesce(ended_on - 1, until_day)) as until_day from hand_over
             where from_officer = \(officer) and organisation = \(organisation) and whole and begun_on is not null
               and until_day >= \(since.date)
             order by from_day
            """)
    }

    public struct AwayRow: RowDecodable, Sendable {
        public var officer: Int64
        public var from: Day
        public var until: Day
        public var toName: String
        public init(_ row: Row) throws(DecodeError) {
            officer = try row["officer"]
            from = try row.day("from_day")
            until = try row.day("until_day")
            toName = try row["to_name"]
        }
    }
    /// Who of an office is away on that day or will be after it: whose whole work is or will be a substitute's for a period. The earliest
    /// first.
    ///
    /// - Parameter officer: this one alone; nil for everybody.
    public static func away(_ db: Connection, organisation: Int64, officer: Int64? = nil, since day: Day) throws -> [AwayRow] {
        let one: SQL = officer.map { "and h.from_officer = \($0)" } ?? ""
        return try db.all(
            """
            select h.from_officer as officer, h.from_day, h.until_day, b.full_name as to_name
              from hand_over h join officer b on b.id = h.to_officer
             where h.organisation = \(organisation) and h.whole and h.ended_on is null and h.until_day >= \(day.date) \(one)
             order by h.from_day, h.id
            """)
    }

    /// The name of an account of the office, or of one that left work there, whatever its state.
    public static func officerName(_ db: Connection, _ id: Int64, organisation: Int64) throws -> String? {
        try db.valueIfAny(
            """
            select p.full_name from officer p
             where p.id = \(id)
               and (p.home = \(organisation)
                    or exists (select from officer_role r where r.officer = p.id and r.organisation = \(organisation))
                    or exists (select from case_file f where f.handler = p.id and f.organisation = \(organisation)))
            """, as: String.self)
    }
}
