public import Law
public import Postgres

/// Offices, officers, roles, sign-ins.
public enum OfficeRecords {
    public struct OrganisationRow: RowDecodable, Sendable {
        public var id: Int64
        public var code: String
        public var parent: Int64?
        public var parentName: String?
        public var kind: OfficeKind
        public var level: String
        public var name: String
        public var shortName: String
        public var symbol: String
        public var headerStyle: String
        public var provinceCode: String?
        public var communeCode: String?
        public var provinceName: String?
        public var communeName: String?
        /// The last day of an office that has closed.
        public var validTo: Day?
        /// Names by which a search found it that it has no longer, its own or of offices it took over from; else empty.
        public var formerly: String
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            code = try row["code"]
            parent = try row["parent"]
            parentName = try row["parent_name"]
            kind = try row["kind"]
            level = try row["level"]
            name = try row["name"]
            shortName = try row["short_name"]
            symbol = try row["symbol"]
            headerStyle = try row["header_style"]
            provinceCode = try row["province_code"]
            communeCode = try row["commune_code"]
            provinceName = try row["province_name"]
            communeName = try row["commune_name"]
            validTo = try row.dayIfAny("valid_to")
            formerly = try row["formerly"]
        }
    }
    private static func query(formerly: SQL = "''") -> SQL {
        """
        select o.id, o.code, o.parent, u.name as parent_name, o.kind, o.level, o.name, o.short_name, o.symbol, o.header_style, o.province_code,
               o.commune_code, p.name as province_name, c.name as commune_name, o.valid_to, \(formerly) as formerly
          from organisation o
          left join organisation u on u.id = o.parent
          left join province p on p.code = o.province_code
          left join commune c on c.code = o.commune_code and c.latest
        """
    }
    static let organisationQuery: SQL = query()
    public static func organisation(_ db: Connection, id: Int64) throws -> OrganisationRow? {
        try db.first("\(organisationQuery) where o.id = \(id)")
    }
    public static func organisation(_ db: Connection, code: String) throws -> OrganisationRow? {
        try db.first("\(organisationQuery) where o.code = \(code)")
    }
    /// Offices of today whose name holds the words, with or without diacritics; for a name of before, who is in its place.
    public static func organisations(_ db: Connection, q: String?, most: Int) throws -> [OrganisationRow] {
        if let q, !q.isEmpty {
            let pattern: SQL = "'%' || replace(replace(fold(\(q)), '%', ''), '_', '') || '%'"
            let before: SQL = """
                select x.id, x.name from organisation x where x.valid_to is not null and x.folded like \(pattern)
                union all
                select h.organisation, h.name from organisation_name h where h.folded like \(pattern)
                """
            let formerly: SQL = """
                case when o.folded like \(pattern) then ''
                     else (select string_agg(distinct x.name, '; ') from (\(before)) x where x.id in (select office_family(o.id))) end
                """
            return try db.all(
                """
                \(query(formerly: formerly))
                 where o.valid_to is null
                   and (o.folded like \(pattern) or o.id in (select t.id from (\(before)) x cross join lateral offices_today(x.id) t (id)))
                 order by o.level desc, o.name limit \(most)
                """)
        }
        return try db.all("\(organisationQuery) where o.valid_to is null order by o.level desc, o.province_code, o.name limit \(most)")
    }
    public static func insertOrganisation(
        _ db: Connection, code: String, parent: String?, kind: OfficeKind, level: String, name: String, shortName: String, symbol: String,
        headerStyle: String, province: String?, commune: String?, address: String, phone: String
    ) throws -> Int64 {
        try db.value(
            """
            insert into organisation (code, parent, kind, level, name, short_name, symbol, header_style, province_code, commune_code, address, phone)
            values (\(code), (select id from organisation where code = \(parent)), \(kind), \(level), \(name), \(shortName), \(symbol), \(headerStyle),
                    \(province), \(commune), \(address), \(phone)) returning id
            """, as: Int64.self)
    }

    public struct OfficerRow: RowDecodable, Sendable {
        public var id: Int64
        public var username: String
        public var fullName: String
        public var title: String
        public var active: Bool
        public var password: String?
        public var home: Int64
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            username = try row["username"]
            fullName = try row["full_name"]
            title = try row["title"]
            active = try row["active"]
            password = try row["password"]
            home = try row["home"]
        }
    }
    public static func officer(_ db: Connection, username: String) throws -> OfficerRow? {
        try db.first("select id, username, full_name, title, active, password, home from officer where username = \(username)")
    }
    public static func officers(_ db: Connection, organisation: Int64?) throws -> [OfficerRow] {
        let filter: SQL =
            organisation.map { "where exists (select from officer_role r where r.officer = p.id and r.organisation = \($0))" } ?? ""
        return try db.all(
            "select p.id, p.username, p.full_name, p.title, p.active, p.password, p.home from officer p \(filter) order by p.username")
    }
    public static func insertOfficer(
        _ db: Connection, username: String, fullName: String, title: String, home: Int64, password: String?, now: Instant
    ) throws -> Int64 {
        try db.value(
            """
            insert into officer (username, full_name, title, home, password, created_at)
            values (\(username), \(fullName), \(title), \(home), \(password), \(now)) returning id
            """, as: Int64.self)
    }
    public static func setPassword(_ db: Connection, officer: Int64, password: String) throws {
        try db.run("update officer set password = \(password) where id = \(officer)")
    }
    public static func setActive(_ db: Connection, officer: Int64, active: Bool) throws {
        try db.run("update officer set active = \(active) where id = \(officer)")
    }
    public static func grant(_ db: Connection, officer: Int64, organisation: Int64, role: Role) throws {
        try db.run(
            """
            insert into officer_role (officer, organisation, role) values (\(officer), \(organisation), \(role)) on conflict do nothing
            """)
    }
    public static func revoke(_ db: Connection, officer: Int64, organisation: Int64, role: Role) throws {
        try db.run("delete from officer_role where officer = \(officer) and organisation = \(organisation) and role = \(role)")
    }

    /// An active officer acting for one office, with the roles held there.
    public struct Identity: RowDecodable, Sendable {
        public var id: Int64
        public var fullName: String
        public var title: String
        public var organisation: Int64
        public var organisationName: String
        public var organisationShortName: String
        public var office: OfficeKind
        public var roles: [String]
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            fullName = try row["full_name"]
            title = try row["title"]
            organisation = try row["organisation"]
            organisationName = try row["organisation_name"]
            organisationShortName = try row["organisation_short_name"]
            office = try row["office"]
            roles = try row["roles"]
        }
    }
    static let identityColumns: SQL = """
        p.id, p.full_name, p.title, o.id as organisation, o.name as organisation_name, o.short_name as organisation_short_name, o.kind as office,
        (select coalesce(array_agg(r.role order by r.role), '{}') from officer_role r where r.officer = p.id and r.organisation = o.id) as roles
        """
    public static func identity(_ db: Connection, officer: Int64, organisation: Int64) throws -> Identity? {
        try db.first(
            """
            select \(identityColumns) from officer p, organisation o where p.id = \(officer) and p.active and o.id = \(organisation)
            """)
    }
    public static func identity(_ db: Connection, sessionHash: String, now: Instant) throws -> Identity? {
        try db.first(
            """
            select \(identityColumns) from web_session w join officer p on p.id = w.officer and p.active join organisation o on o.id = w.organisation
             where w.secret_hash = \(sessionHash) and w.expires_at > \(now)
            """)
    }
    public static func identity(_ db: Connection, tokenHash: String, now: Instant) throws -> Identity? {
        try db.first(
            """
            select \(identityColumns) from api_token w join officer p on p.id = w.officer and p.active join organisation o on o.id = w.organisation
             where w.secret_hash = \(tokenHash) and w.revoked_at is null and (w.expires_at is null or w.expires_at > \(now))
            """)
    }

    public struct Post: RowDecodable, Sendable {
        public var organisation: Int64
        public var name: String
        public var roles: [String]
        public init(_ row: Row) throws(DecodeError) {
            organisation = try row["organisation"]
            name = try row["name"]
            roles = try row["roles"]
        }
    }
    /// The offices where the officer holds a role; his home office first.
    public static func posts(_ db: Connection, officer: Int64) throws -> [Post] {
        try db.all(
            """
            select o.id as organisation, o.name, array_agg(r.role order by r.role) as roles
              from officer_role r join organisation o on o.id = r.organisation join officer p on p.id = r.officer
             where r.officer = \(officer) group by o.id, o.name, p.home order by (o.id = p.home) desc, o.name
            """)
    }

    public static func openSession(_ db: Connection, hash: String, officer: Int64, organisation: Int64, now: Instant, expires: Instant)
        throws
    {
        try db.run(
            """
            insert into web_session (secret_hash, officer, organisation, created_at, expires_at)
            values (\(hash), \(officer), \(organisation), \(now), \(expires))
            """)
    }
    public static func switchSession(_ db: Connection, hash: String, organisation: Int64) throws {
        try db.run("update web_session set organisation = \(organisation) where secret_hash = \(hash)")
    }
    public static func closeSession(_ db: Connection, hash: String) throws {
        try db.run("delete from web_session where secret_hash = \(hash)")
    }
    public static func forgetExpiredSessions(_ db: Connection, now: Instant) throws -> Int {
        try db.run("delete from web_session where expires_at <= \(now)")
    }
    public static func insertToken(
        _ db: Connection, hash: String, officer: Int64, organisation: Int64, name: String, now: Instant, expires: Instant?
    ) throws -> Int64 {
        try db.value(
            """
            insert into api_token (secret_hash, officer, organisation, name, created_at, expires_at)
            values (\(hash), \(officer), \(organisation), \(name), \(now), \(expires)) returning id
            """, as: Int64.self)
    }
    public static func revokeToken(_ db: Connection, id: Int64, now: Instant) throws -> Int {
        try db.run("update api_token set revoked_at = \(now) where id = \(id) and revoked_at is null")
    }
    public struct TokenRow: RowDecodable, Sendable {
        public var id: Int64
        public var name: String
        public var username: String
        public var organisationName: String
        public var createdAt: Instant
        public var expiresAt: Instant?
        public var revokedAt: Instant?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            name = try row["name"]
            username = try row["username"]
            organisationName = try row["organisation_name"]
            createdAt = try row["created_at"]
            expiresAt = try row["expires_at"]
            revokedAt = try row["revoked_at"]
        }
    }
    public static func tokens(_ db: Connection) throws -> [TokenRow] {
        try db.all(
            """
            select t.id, t.name, p.username, o.short_name as organisation_name, t.created_at, t.expires_at, t.revoked_at
              from api_token t join officer p on p.id = t.officer join organisation o on o.id = t.organisation order by t.id
            """)
    }

    public static func recordFailure(_ db: Connection, username: String, now: Instant) throws {
        try db.run("insert into login_failure (username, at) values (\(username), \(now))")
    }
    public static func failures(_ db: Connection, username: String, since: Instant) throws -> Int {
        try db.value("select count(*) from login_failure where username = \(username) and at > \(since)", as: Int.self)
    }
    public static func clearFailures(_ db: Connection, username: String) throws {
        try db.run("delete from login_failure where username = \(username)")
    }

    /// A line in the installation's own chain: offices, accounts, settings, calendar. Ids only.
    public static func note(_ db: Connection, topic: String, event: String, target: String, payload: JSONB, now: Instant) throws {
        try db.run(
            """
            insert into admin_journal (seq, topic, event, actor, target, payload, recorded_at, hash)
            values (0, \(topic), \(event), '', \(target), \(payload), \(now), '')
            """)
    }
}
