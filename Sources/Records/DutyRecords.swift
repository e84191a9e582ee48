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
        public init(_ row: Row) throws(DecodeError) {
            organisation = try row["organisation"]
            code = try row["code"]
            name = try row["name"]
            kind = try row["kind"]
            level = try row["level"]
        }
    }

    /// The office of the scope first. With `subordinates` the offices below it too, when the officer of the scope may see them.
    public static func offices(_ db: Connection, subordinates: Bool) throws -> [OfficeRow] {
        try db.all(
            """
            select organisation, code, name, kind, level from duty_offices(\(subordinates))
             order by (organisation = scope_organisation()) desc, level desc, name, organisation
            """)
    }

    public struct SessionRow: RowDecodable, Sendable {
        public var organisation: Int64
        public var session: DutySession
        public init(_ row: Row) throws(DecodeError) {
            organisation = try row["organisation"]
            let substitute: Bool = try row["substitute"]
            session = DutySession(
                day: try row.day("session_day"), kind: try row["kind"], mode: try row["mode"], standing: try row["standing"],
                byHolder: !substitute)
        }
    }

    /// Sessions of those offices on the days `from` to `to`, both included.
    ///
    /// - Parameter underway: the states into which a session's case comes when it begins.
    public static func sessions(_ db: Connection, subordinates: Bool, from: Day, to: Day, underway: [String]) throws -> [SessionRow] {
        try db.all(
            """
            select organisation, session_day, kind, mode, substitute, standing
              from duty_sessions(\(subordinates), \(from.date), \(to.date), \(underway))
            """)
    }
}
