public import Postgres

/// Units of an office (phòng, bộ phận), their heads and officers.
public enum UnitRecords {
    public struct UnitRow: RowDecodable, Sendable {
        public var id: Int64
        public var organisation: Int64
        public var name: String
        public var head: Int64?
        public var headName: String?
        public var active: Bool
        /// Open cases that lie with it.
        public var open: Int
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            organisation = try row["organisation"]
            name = try row["name"]
            head = try row["head"]
            headName = try row["head_name"]
            active = try row["active"]
            open = try row["open"]
        }
    }

    private static let columns: SQL = """
        select u.id, u.organisation, u.name, u.head, h.full_name as head_name, u.active,
               (select count(*) from case_file f where f.unit = u.id and not f.final)::int as open
          from unit u left join officer h on h.id = u.head
        """

    public static func unit(_ db: Connection, _ id: Int64) throws -> UnitRow? { try db.first("\(columns) where u.id = \(id)") }

    /// The units of an office by name.
    public static func units(_ db: Connection, organisation: Int64, closed: Bool) throws -> [UnitRow] {
        let active: SQL = closed ? "" : "and u.active"
        return try db.all("\(columns) where u.organisation = \(organisation) \(active) order by u.active desc, u.name, u.id")
    }

    public struct ColleagueRow: RowDecodable, Sendable {
        public var id: Int64
        public var fullName: String
        public var title: String
        public var unit: Int64?
        public var unitName: String?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            fullName = try row["full_name"]
            title = try row["title"]
            unit = try row["unit"]
            unitName = try row["unit_name"]
        }
    }

    /// Who works on cases in an office: active accounts that are clerk, officer or leader there.
    public static func colleagues(_ db: Connection, organisation: Int64) throws -> [ColleagueRow] {
        try db.all(
            """
            select p.id, p.full_name, p.title, u.id as unit, u.name as unit_name
              from officer p left join unit u on u.id = p.unit and u.organisation = \(organisation) and u.active
             where p.active and exists (select from officer_role r where r.officer = p.id and r.organisation = \(organisation)
                                                                    and r.role in ('clerk', 'officer', 'leader'))
             order by u.name nulls last, p.full_name, p.id
            """)
    }

    /// The unit of an officer in one office; nil when he belongs to none there.
    public static func home(_ db: Connection, officer: Int64, organisation: Int64) throws -> Int64? {
        try db.valueIfAny(
            """
            select u.id from officer p join unit u on u.id = p.unit where p.id = \(officer) and u.organisation = \(organisation) and u.active
            """, as: Int64.self)
    }

    /// The units that are an officer's in an office: his own and those he is the head of.
    public static func units(_ db: Connection, of officer: Int64, organisation: Int64) throws -> (all: [Int64], headed: [Int64]) {
        struct Own: RowDecodable {
            var id: Int64
            var headed: Bool
            init(_ row: Row) throws(DecodeError) {
                id = try row["id"]
                headed = try row["headed"]
            }
        }
        let rows = try db.all(
            """
            select u.id, coalesce(u.head = \(officer), false) as headed from unit u
             where u.organisation = \(organisation) and u.active
               and (u.head = \(officer) or u.id = (select p.unit from officer p where p.id = \(officer)))
             order by u.id
            """, as: Own.self)
        return (rows.map(\.id), rows.filter(\.headed).map(\.id))
    }

    public static func insert(_ db: Connection, organisation: Int64, name: String, head: Int64?) throws -> Int64 {
        try db.value(
            "insert into unit (organisation, name, head) values (\(organisation), \(name), \(head)) returning id", as: Int64.self)
    }

    /// Changes of one unit wait for each other.
    public static func lock(_ db: Connection, unit id: Int64) throws { try db.run("select from unit where id = \(id) for no key update") }

    public static func rename(_ db: Connection, unit id: Int64, name: String) throws {
        try db.run("update unit set name = \(name) where id = \(id)")
    }

    public static func setHead(_ db: Connection, unit id: Int64, head: Int64?) throws {
        try db.run("update unit set head = \(head) where id = \(id)")
    }

    /// Puts these officers into the unit and everybody else out of it.
    public static func setMembers(_ db: Connection, unit id: Int64, members: [Int64]) throws {
        try db.run("update officer set unit = null where unit = \(id) and not (id = any(\(members)))")
        try db.run("update officer set unit = \(id) where id = any(\(members)) and unit is distinct from \(id)")
    }

    /// Closes a unit: nobody belongs to it any more, its name is free again.
    public static func close(_ db: Connection, unit id: Int64) throws {
        try db.run("update officer set unit = null where unit = \(id)")
        try db.run("update unit set active = false where id = \(id)")
    }
}
