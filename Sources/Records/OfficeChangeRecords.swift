public import Law
public import Postgres

/// Offices that merge, split or take other names, and communes that change. What writes here is run by the owner of the tables alone.
public enum OfficeChangeRecords {
    /// One figure of an office: `what` is accounts, open_cases, ended_cases, running_clocks, referrals_in, referrals_out, tasks or book.
    public struct Figure: RowDecodable, Sendable {
        public var what: String
        /// The procedure, or the book and its year; else empty.
        public var detail: String
        public var amount: Int
        public init(_ row: Row) throws(DecodeError) {
            what = try row["what"]
            detail = try row["detail"]
            amount = try row["amount"]
        }
    }
    public static func figures(_ db: Connection, office: Int64) throws -> [Figure] {
        try db.all("select what, detail, amount from office_figures(\(office)) order by what, detail")
    }

    /// An arrangement of a closing office that nobody takes over, by the name of its table.
    public struct Remainder: RowDecodable, Sendable {
        public var what: String
        public var organisation: Int64
        public var amount: Int
        public init(_ row: Row) throws(DecodeError) {
            what = try row["what"]
            organisation = try row["organisation"]
            amount = try row["amount"]
        }
    }
    public static func remains(_ db: Connection, of offices: [Int64]) throws -> [Remainder] {
        try db.all("select what, organisation, amount from office_remains(\(offices)::bigint[])")
    }

    public struct Moved: RowDecodable, Sendable {
        /// entries, open_cases, ended_cases, referrals_out, referrals_in, accounts, without_handler, clocks
        public var what: String
        public var amount: Int
        public init(_ row: Row) throws(DecodeError) {
            what = try row["what"]
            amount = try row["amount"]
        }
    }
    /// What is said about a change; `cases` and `officers` go elsewhere than to the first successor.
    public struct Change: Sendable {
        /// merge | split
        public var kind: String
        public var olds: [Int64]
        public var successors: [Int64]
        /// The first day of the successor.
        public var on: Day
        public var documentNumber: String?
        public var documentDate: Day?
        public var cases: [(id: Int64, target: Int64)] = []
        public var officers: [(id: Int64, target: Int64)] = []
        public init(kind: String, olds: [Int64], successors: [Int64], on: Day) {
            self.kind = kind
            self.olds = olds
            self.successors = successors
            self.on = on
        }
    }
    /// A change that is only measured waits for nobody and keeps nobody waiting long.
    ///
    /// - Parameters:
    ///   - waiting: how long it waits for who is at a row that it needs.
    ///   - lasting: how long one of its statements may take.
    public static func hasten(_ db: Connection, waiting: Int = 2_000, lasting: Int = 60_000) throws {
        try db.run("select set_config('lock_timeout', \(String(waiting)), true), set_config('statement_timeout', \(String(lasting)), true)")
    }

    /// Moves everything and closes the old offices; SQLSTATE TD013 when one has closed already.
    public static func change(_ db: Connection, _ change: Change, now: Instant) throws -> [Moved] {
        try db.all(
            """
            select what, amount
              from change_offices(\(change.olds)::bigint[], \(change.successors)::bigint[], \(change.kind), \(change.on.date), \(now),
                                  \(change.documentNumber)::text, \(change.documentDate?.date)::date,
                                  \(change.cases.map(\.id))::bigint[], \(change.cases.map(\.target))::bigint[],
                                  \(change.officers.map(\.id))::bigint[], \(change.officers.map(\.target))::bigint[])
            """)
    }

    /// A hand-over that a change ends, for the substitute goes to another successor than the work.
    public struct Parted: RowDecodable, Sendable {
        public var id: Int64
        /// Names to sign in with.
        public var from: String
        public var to: String
        public var fromDay: Day
        public var untilDay: Day?
        public var begun: Bool
        /// Cases that are still with the substitute.
        public var away: Int
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            from = try row["from_name"]
            to = try row["to_name"]
            fromDay = try row.day("from_day")
            untilDay = try row.dayIfAny("until_day")
            begun = try row["begun"]
            away = try row["away"]
        }
    }
    /// Asked before the change is made.
    public static func parted(_ db: Connection, _ change: Change) throws -> [Parted] {
        try db.all(
            """
            select h.id, a.username as from_name, b.username as to_name, h.from_day, h.until_day, h.begun_on is not null as begun,
                   (select count(*)::int from hand_over_line l
                     where l.hand_over = h.id and l.back_on is null and l.kept_on is null) as away
              from changing_hand_overs(\(change.olds)::bigint[], \(change.successors)::bigint[],
                                       \(change.officers.map(\.id))::bigint[], \(change.officers.map(\.target))::bigint[]) v
              join hand_over h on h.id = v.hand_over
              join officer a on a.id = h.from_officer
              join officer b on b.id = h.to_officer
             where v.parted order by h.id
            """)
    }

    /// A case of a splitting office, with the successor that its place points at.
    public struct SplitCase: RowDecodable, Sendable {
        public var caseID: Int64
        public var subject: String
        /// Its number in the book, or the day of the session, or the number of the letter.
        public var number: String
        public var open: Bool
        public var successor: Int64?
        public init(_ row: Row) throws(DecodeError) {
            caseID = try row["case_id"]
            subject = try row["subject"]
            number = try row["number"]
            open = try row["open"]
            successor = try row["successor"]
        }
    }
    public static func splitCases(_ db: Connection, of office: Int64, into successors: [Int64], byCommune: Bool) throws -> [SplitCase] {
        try db.all(
            """
            select case_id, subject, number, open, successor from office_split_cases(\(office), \(successors)::bigint[], \(byCommune))
            """)
    }

    /// Open denunciations that would come to the body of the denounced (Luật Tố cáo Đ.12).
    public static func barred(_ db: Connection, olds: [Int64], successors: [Int64]) throws -> [Int64] {
        try db.values("select barred_by_change(\(olds)::bigint[], \(successors)::bigint[])", as: Int64.self)
    }

    /// SQLSTATE TD013 when the office has closed, or took its name on that very day.
    public static func rename(
        _ db: Connection, office: Int64, name: String, shortName: String, symbol: String, on day: Day, documentNumber: String?,
        documentDate: Day?, now: Instant
    ) throws {
        try db.run(
            """
            select rename_office(\(office), \(name), \(shortName), \(symbol), \(day.date), \(now), \(documentNumber)::text,
                                 \(documentDate?.date)::date)
            """)
    }

    /// The first day of a successor that was made for the change.
    public static func setValidFrom(_ db: Connection, office: Int64, _ day: Day) throws {
        try db.run("update organisation set valid_from = \(day.date) where id = \(office)")
    }

    // MARK: communes

    public struct CommuneLine: Sendable {
        public var old: String
        public var new: String
        public var name: String
        /// xa | phuong | dac_khu
        public var kind: String
        public init(old: String, new: String, name: String, kind: String) {
            self.old = old
            self.new = new
            self.name = name
            self.kind = kind
        }
    }
    /// Closes and opens communes; SQLSTATE TD013 when one that closes is not in force. Every running program reads the catalogue anew.
    public static func changeCommunes(_ db: Connection, _ lines: [CommuneLine], on day: Day) throws -> [Moved] {
        try db.all(
            """
            select what, amount
              from change_communes(\(lines.map(\.old))::text[], \(lines.map(\.new))::text[], \(lines.map(\.name))::text[],
                                   \(lines.map(\.kind))::text[], \(day.date))
            """)
    }

    /// Open offices that stand in these communes; open petitions about what happened there.
    public struct CommuneUse: RowDecodable, Sendable {
        public var code: String
        public var offices: Int
        public var petitions: Int
        public init(_ row: Row) throws(DecodeError) {
            code = try row["code"]
            offices = try row["offices"]
            petitions = try row["petitions"]
        }
    }
    public static func uses(_ db: Connection, of communes: [String]) throws -> [CommuneUse] {
        try db.all(
            """
            select c.code,
                   (select count(*) from organisation o where o.commune_code = c.code and o.valid_to is null)::int as offices,
                   (select count(distinct p.id) from petition p join registration r on r.petition = p.id
                      join case_file f on f.registration = r.id and not f.final where p.incident_commune = c.code)::int as petitions
              from unnest(\(communes)::text[]) with ordinality as c (code, place) order by c.place
            """)
    }

    // MARK: what offices were

    /// Who is in an office's place today, through as many changes as there were.
    public static func today(_ db: Connection, of office: Int64) throws -> [Int64] {
        try db.values("select offices_today(\(office))", as: Int64.self)
    }

    /// A unit an office was before, or took over from, for choosing whose book is read.
    public struct Member: RowDecodable, Sendable {
        public var id: Int64
        public var code: String
        public var name: String
        public var shortName: String
        public var closedOn: Day?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            code = try row["code"]
            name = try row["name"]
            shortName = try row["short_name"]
            closedOn = try row.dayIfAny("valid_to")
        }
    }
    /// The office itself first, then those it took over from, the last closed before.
    public static func family(_ db: Connection, of office: Int64) throws -> [Member] {
        try db.all(
            """
            select o.id, o.code, o.name, o.short_name, o.valid_to
              from office_family(\(office)) m (id) join organisation o on o.id = m.id
             order by (o.id = \(office)) desc, o.valid_to desc, o.name
            """)
    }

    /// What an office was called on a day.
    public struct Name: RowDecodable, Sendable {
        public var name: String
        public var shortName: String
        public var symbol: String
        public init(_ row: Row) throws(DecodeError) {
            name = try row["name"]
            shortName = try row["short_name"]
            symbol = try row["symbol"]
        }
    }
    public static func name(_ db: Connection, of office: Int64, on day: Day) throws -> Name? {
        try db.first("select name, short_name, symbol from office_name_on(\(office), \(day.date))")
    }
}
