public import Law
public import Postgres

/// Who may sign for an office, and how many must approve before.
public enum AuthorityRecords {
    public struct AuthorityRow: RowDecodable, Sendable {
        public var id: Int64
        public var organisation: Int64
        public var officer: Int64
        public var officerName: String
        public var form: String?
        public var authority: String
        public var onBehalfOf: String
        public var leadLine: String?
        public var title: String
        public var validFrom: Day
        public var validTo: Day?
        public var basisNumber: String?
        public var basisDate: Day?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            organisation = try row["organisation"]
            officer = try row["officer"]
            officerName = try row["full_name"]
            form = try row["form"]
            authority = try row["authority"]
            onBehalfOf = try row["on_behalf_of"]
            leadLine = try row["lead_line"]
            title = try row["title"]
            validFrom = try row.day("valid_from")
            validTo = try row.dayIfAny("valid_to")
            basisNumber = try row["basis_number"]
            basisDate = try row.dayIfAny("basis_date")
        }
    }
    private static let query: SQL = """
        select g.id, g.organisation, g.officer, o.full_name, g.form, g.authority, g.on_behalf_of, g.lead_line, g.title, g.valid_from,
               g.valid_to, g.basis_number, g.basis_date
          from signing_authority g join officer o on o.id = g.officer
        """

    /// Every authority of an office, those in force first.
    public static func all(_ db: Connection, organisation: Int64, on day: Day) throws -> [AuthorityRow] {
        try db.all(
            """
            \(query) where g.organisation = \(organisation)
             order by (g.valid_to is null or g.valid_to >= \(day.date)::date) desc, o.full_name, g.id
            """)
    }

    /// An authority of any office.
    public static func authority(_ db: Connection, _ id: Int64) throws -> AuthorityRow? { try db.first("\(query) where g.id = \(id)") }

    /// By which the officer may sign the form on the day for the transaction's office; one for just this form before one for all, the later
    /// before the earlier.
    public static func holding(_ db: Connection, officer: Int64, form: String, on day: Day) throws -> [AuthorityRow] {
        try db.all(
            """
            \(query) where g.organisation = scope_organisation() and g.officer = \(officer) and o.active
               and (g.form is null or g.form = \(form))
               and g.valid_from <= \(day.date)::date and (g.valid_to is null or \(day.date)::date <= g.valid_to)
             order by (g.form is null), g.valid_from desc, g.id desc
            """)
    }

    public struct NewAuthority: Sendable {
        public var organisation: Int64
        public var officer: Int64
        public var form: String?
        public var authority: String
        public var onBehalfOf: String
        public var leadLine: String?
        public var title: String
        public var validFrom: Day
        public var validTo: Day?
        public var basisNumber: String?
        public var basisDate: Day?
        public init(organisation: Int64, officer: Int64, authority: String, onBehalfOf: String, title: String, validFrom: Day) {
            self.organisation = organisation
            self.officer = officer
            self.authority = authority
            self.onBehalfOf = onBehalfOf
            self.title = title
            self.validFrom = validFrom
        }
    }
    public static func insert(_ db: Connection, _ a: NewAuthority, by officer: Int64?, now: Instant) throws -> Int64 {
        try db.value(
            """
            insert into signing_authority (organisation, officer, form, authority, on_behalf_of, lead_line, title, valid_from, valid_to,
                                           basis_number, basis_date, recorded_by, recorded_at)
            values (\(a.organisation), \(a.officer), \(a.form), \(a.authority), \(a.onBehalfOf), \(a.leadLine), \(a.title),
                    \(a.validFrom.date), \(a.validTo?.date)::date, \(a.basisNumber), \(a.basisDate?.date)::date, \(officer), \(now))
            returning id
            """, as: Int64.self)
    }
    public static func end(_ db: Connection, authority id: Int64, on day: Day) throws {
        try db.run("update signing_authority set valid_to = \(day.date) where id = \(id)")
    }

    public struct LevelRow: RowDecodable, Sendable {
        public var form: String
        public var levels: Int
        public init(_ row: Row) throws(DecodeError) {
            form = try row["form"]
            levels = try row["levels"]
        }
    }
    /// Forms for which the office wants another number of approvals than usual.
    public static func levels(_ db: Connection) throws -> [LevelRow] {
        try db.all("select form, levels from approval_level where organisation = scope_organisation() order by form")
    }
    /// - Parameter levels: nil forgets it, so that the office's usual number holds.
    public static func setLevels(_ db: Connection, form: String, levels: Int?) throws {
        guard let levels else {
            try db.run("delete from approval_level where organisation = scope_organisation() and form = \(form)")
            return
        }
        try db.run(
            """
            insert into approval_level (organisation, form, levels) values (scope_organisation(), \(form), \(levels)::int)
            on conflict (organisation, form) do update set levels = excluded.levels
            """)
    }
}
