public import Law
public import Postgres

/// Loaded law versions: what the journal's trigger judges by.
public enum LawRecords {
    public struct StoredVersion: RowDecodable, Sendable {
        public var id: Int
        public var procedure: String
        public var effectiveFrom: Day
        public var revision: Int
        public var sha256: String
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            procedure = try row["procedure"]
            effectiveFrom = try row.day("effective_from")
            revision = try row["revision"]
            sha256 = try row["sha256"]
        }
    }

    /// False before the migrations that make the tables of law and cases.
    public static func haveTables(_ db: Connection) throws -> Bool {
        try db.value("select to_regclass('tiepdan.case_file') is not null", as: Bool.self)
    }

    public static func versions(_ db: Connection) throws -> [StoredVersion] {
        try db.all("select id, procedure, effective_from, revision, sha256 from procedure_version order by id")
    }

    /// True when a case already runs under this version, which makes it immutable.
    public static func isUsed(_ db: Connection, version: Int) throws -> Bool {
        try db.value("select exists (select from case_file where version = \(version)::int)", as: Bool.self)
    }

    /// Removes an unused version so that its corrected text can be loaded.
    public static func remove(_ db: Connection, version: Int) throws {
        try db.run("delete from procedure_transition where version = \(version)::int")
        try db.run("delete from procedure_state where version = \(version)::int")
        try db.run("delete from procedure_version where id = \(version)::int")
    }

    public static func insert(_ db: Connection, _ version: ProcedureVersion, sha256: String, source: String, now: Instant) throws -> Int {
        let id = try db.value(
            """
            insert into procedure_version (procedure, effective_from, effective_to, revision, title, subject, sha256, source, loaded_at)
            values (\(version.procedure), \(version.from.date), \(version.until?.date)::date, \(version.revision)::int, \(version.title),
                    \(version.subject.rawValue), \(sha256), \(source), \(now)) returning id
            """, as: Int.self)
        for state in version.states {
            try db.run(
                """
                insert into procedure_state (version, state, title, citizen, final, tags)
                values (\(id)::int, \(state.name), \(state.title), \(state.citizen), \(state.isFinal), \(state.tags.map(\.rawValue).sorted())::text[])
                """)
        }
        for row in version.rows {
            try db.run(
                """
                insert into procedure_transition (version, from_state, event, to_state, role, relation, office_kinds, since, until, prior)
                values (\(id)::int, \(row.from), \(row.event), \(row.to), \(row.role.rawValue), \(row.relation.rawValue), \(row.offices.isEmpty ? nil : row.offices.map(\.rawValue))::text[],
                        \(row.window.since?.date)::date, \(row.window.until?.date)::date, \(row.prior))
                """)
        }
        return id
    }
}

/// The working-day calendar as stored.
public enum CalendarRecords {
    public struct DayRow: RowDecodable, Sendable {
        public var day: Day
        public var kind: String
        public var title: String
        public var provisional: Bool
        public var source: String
        public init(_ row: Row) throws(DecodeError) {
            day = try row.day("day")
            kind = try row["kind"]
            title = try row["title"]
            provisional = try row["provisional"]
            source = try row["source"]
        }
    }

    /// Moves with every change to calendar, closings, settings and law.
    public static func stamp(_ db: Connection) throws -> Int64 {
        try db.value("select stamp from reference_stamp", as: Int64.self)
    }
    /// The newest version's number, or nil when none is loaded.
    public static func newest(_ db: Connection) throws -> Int? {
        try db.valueIfAny("select max(version) from calendar_version", as: Int.self)
    }
    public static func checksumOfNewest(_ db: Connection) throws -> String? {
        try db.valueIfAny("select checksum from calendar_version order by version desc limit 1", as: String.self)
    }
    public static func days(_ db: Connection, version: Int) throws -> [DayRow] {
        try db.all("select day, kind, title, provisional, source from calendar_day where version = \(version)::int order by day")
    }
    public static func insert(
        _ db: Connection, source: String, checksum: String,
        days: [(day: Day, kind: String, title: String, provisional: Bool, source: String)], now: Instant
    ) throws -> Int {
        let version = try db.value(
            "insert into calendar_version (source, checksum, loaded_at) values (\(source), \(checksum), \(now)) returning version",
            as: Int.self)
        for entry in days {
            try db.run(
                """
                insert into calendar_day (version, day, kind, title, provisional, source)
                values (\(version)::int, \(entry.day.date), \(entry.kind), \(entry.title), \(entry.provisional), \(entry.source))
                """)
        }
        return version
    }
    public struct Closing: RowDecodable, Sendable {
        public var organisation: Int64
        public var day: Day
        public var title: String
        public init(_ row: Row) throws(DecodeError) {
            organisation = try row["organisation"]
            day = try row.day("day")
            title = try row["title"]
        }
    }
    public static func closings(_ db: Connection) throws -> [Closing] {
        try db.all("select organisation, day, title from office_closing")
    }
    public struct OfficeClosing: RowDecodable, Sendable {
        public var code: String
        public var name: String
        public var day: Day
        public var title: String
        public init(_ row: Row) throws(DecodeError) {
            code = try row["code"]
            name = try row["name"]
            day = try row.day("day")
            title = try row["title"]
        }
    }
    public static func closingsOfOffices(_ db: Connection) throws -> [OfficeClosing] {
        try db.all(
            """
            select o.code, o.name, c.day, c.title from office_closing c join organisation o on o.id = c.organisation
             order by c.day, o.code
            """)
    }
    /// - Returns: false when the office was closed on that day already.
    public static func close(_ db: Connection, organisation: Int64, day: Day, title: String) throws -> Bool {
        try db.run(
            """
            insert into office_closing (organisation, day, title) values (\(organisation), \(day.date), \(title))
            on conflict (organisation, day) do nothing
            """) == 1
    }
    /// - Returns: false when the office was not closed on that day.
    public static func reopen(_ db: Connection, organisation: Int64, day: Day) throws -> Bool {
        try db.run("delete from office_closing where organisation = \(organisation) and day = \(day.date)") == 1
    }

    public struct SettingRow: RowDecodable, Sendable {
        public var organisation: Int64?
        public var key: String
        public var value: Int
        public init(_ row: Row) throws(DecodeError) {
            organisation = try row["organisation"]
            key = try row["key"]
            value = try row["value"]
        }
    }
    public static func settings(_ db: Connection) throws -> [SettingRow] {
        try db.all("select organisation, key, value from setting")
    }
    public static func set(_ db: Connection, organisation: Int64?, key: String, value: Int) throws {
        try db.run(
            """
            insert into setting (organisation, key, value) values (\(organisation), \(key), \(value)::int)
            on conflict (organisation, key) do update set value = excluded.value
            """)
    }
}
