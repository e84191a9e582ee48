public import Law
public import Postgres

extension OfficeLevel: PostgresValue {}
extension DutySession.Standing: PostgresValue {}

/// What the counting of reception duties needs: offices in the asker's sight, and their sessions without names and contents.
public enum DutyRecords {
    public struct OfficeRow: RowDecodable, Sendable {
        public var organisation: Int64
        public var code: String
        public var name: String
        public var kind: OfficeKind
        public var level: OfficeLevel
        public var firstDay: Day
        /// nil while it is open.
        public var lastDay: Day?
        /// It was made to take over from others.
        public var continues: Bool
        /// The office of the scope took over from it.
        public var old: Bool
        public init(_ row: Row) throws(DecodeError) {
            organisation = try row["organisation"]
            code = try row["code"]
            name = try row["name"]
            kind = try row["kind"]
            level = try row["level"]
            firstDay = try row.day("first_on")
            lastDay = try row.dayIfAny("last_on")
            continues = try row["continues"]
            old = try row["old"]
        }
    }

    /// The office of the scope first, then those it took over from. With `subordinates` the offices below it too, closed ones among them,
    /// when the officer of the scope may see them.
    public static func offices(_ db: Connection, subordinates: Bool) throws -> [OfficeRow] {
        try db.all(
            """
            select organisation, code, name, kind, level, first_on, last_on, continues, old from duty_offices(\(subordinates))
             order by (organisation = scope_organisation()) desc, old desc, level desc, name, organisation
            """)
    }

    /// A name that an office no longer has, with its days.
    public struct NameRow: RowDecodable, Sendable {
        public var organisation: Int64
        public var name: String
        public var lastDay: Day
        public init(_ row: Row) throws(DecodeError) {
            organisation = try row["organisation"]
            name = try row["name"]
            lastDay = try row.day("valid_to")
        }
    }

    /// Former names of these offices, the oldest first.
    public static func formerNames(_ db: Connection, of offices: [Int64]) throws -> [NameRow] {
        try db.all(
            """
            select organisation, name, valid_to from organisation_name where organisation = any(\(offices)::bigint[])
             order by valid_to, organisation
            """)
    }

    /// A session as an office has it: its own, or that of an office it took over from.
    public struct SessionRow: RowDecodable, Sendable {
        public var organisation: Int64
        public var session: DutySession
        public init(_ row: Row) throws(DecodeError) {
            organisation = try row["organisation"]
            let substitute: Bool = try row["substitute"]
            session = DutySession(
                day: try row.day("session_day"), kind: try row["kind"], mode: try row["mode"], standing: try row["standing"],
                byHolder: !substitute, inheritedOn: try row.dayIfAny("inherited_on"))
        }
    }

    /// Sessions of those offices on the days `from` to `to`, both included.
    ///
    /// - Parameter underway: the states into which a session's case comes when it begins.
    public static func sessions(_ db: Connection, subordinates: Bool, from: Day, to: Day, underway: [String]) throws -> [SessionRow] {
        try db.all(
            """
            select organisation, inherited_on, session_day, kind, mode, substitute, standing
              from duty_sessions(\(subordinates), \(from.date), \(to.date), \(underway))
            """)
    }
}
