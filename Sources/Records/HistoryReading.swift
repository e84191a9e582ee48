public import Law
public import Postgres

/// Whole histories of cases, for replaying them: one query for many cases.
public enum HistoryRecords {
    /// Ids of the cases of a procedure, whichever version, with an entry on or after a day: from above `after`, in order.
    public static func cases(_ db: Connection, procedure: String, since: Day, after: Int64, limit: Int) throws -> [Int64] {
        try db.values(
            """
            select f.id from case_file f
             where f.version in (select v.id from procedure_version v where v.procedure = \(procedure))
               and f.last_on >= \(since.date) and f.id > \(after)
             order by f.id limit \(limit)
            """, as: Int64.self)
    }

    public struct EntryRow: RowDecodable, Sendable {
        public var caseID: Int64
        public var seq: Int
        public var event: String
        public var role: Role
        public var relation: Relation
        public var occurredOn: Day
        public var recordedAt: Instant
        public var to: String
        public var payload: JSONB
        public init(_ row: Row) throws(DecodeError) {
            caseID = try row["case_id"]
            seq = try row["seq"]
            event = try row["event"]
            role = try row["role"]
            relation = try row["relation"]
            occurredOn = try row.day("occurred_on")
            recordedAt = try row["recorded_at"]
            to = try row["to_state"]
            payload = try row["payload"]
        }
    }
    /// The journals of these cases, each in its order.
    public static func entries(_ db: Connection, cases: [Int64]) throws -> [EntryRow] {
        try db.all(
            """
            select case_id, seq, event, role, relation, occurred_on, recorded_at, to_state, payload
              from journal where case_id = any(\(cases)) order by case_id, seq
            """)
    }

    public struct WordRow: RowDecodable, Sendable {
        public var caseID: Int64
        public var seq: Int
        public var name: String
        /// Nil once destroyed.
        public var value: String?
        public init(_ row: Row) throws(DecodeError) {
            caseID = try row["case_id"]
            seq = try row["seq"]
            name = try row["name"]
            value = try row["value"]
        }
    }
    /// The words that stand beside these journals.
    public static func words(_ db: Connection, cases: [Int64]) throws -> [WordRow] {
        try db.all("select case_id, seq, name, value from case_fact where case_id = any(\(cases)) order by case_id, seq, name")
    }

    public struct ClockRow: RowDecodable, Sendable {
        public var caseID: Int64
        public var rule: String
        public var startedSeq: Int
        public var due: Day
        public init(_ row: Row) throws(DecodeError) {
            caseID = try row["case_id"]
            rule = try row["rule"]
            startedSeq = try row["started_seq"]
            due = try row.day("due")
        }
    }
    /// The clocks of these cases in the order in which they were started.
    public static func clocks(_ db: Connection, cases: [Int64]) throws -> [ClockRow] {
        try db.all("select case_id, rule, started_seq, due from clock where case_id = any(\(cases)) order by case_id, id")
    }

    public struct KindRow: RowDecodable, Sendable {
        public var id: Int64
        public var kind: OfficeKind
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            kind = try row["kind"]
        }
    }
    /// The kinds of these organisations.
    public static func kinds(_ db: Connection, organisations ids: [Int64]) throws -> [KindRow] {
        if ids.isEmpty { return [] }
        return try db.all("select id, kind from organisation where id = any(\(ids))")
    }
}
