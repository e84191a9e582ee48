public import Law
public import Postgres

/// What bringing cases along from an old book asks, and what it leaves behind (`carried_case`).
public enum CutOverRecords {
    /// A commune of today that an address may mean.
    public struct Commune: RowDecodable, Sendable {
        /// Which of the addresses asked, from 1.
        public var place: Int
        public var code: String
        public var name: String
        public var province: String
        /// The former unit that the address names; nil where it names the commune of today.
        public var former: String?
        public init(_ row: Row) throws(DecodeError) {
            place = try row["place"]
            code = try row["code"]
            name = try row["name"]
            province = try row["province"]
            former = try row["former"]
        }
    }

    /// The communes of today that units of addresses may mean; several at one place where the name does not say which.
    ///
    /// - Parameters:
    ///   - units: names, with their kind or without.
    ///   - above: for each the names of the units above it, parted by `|`.
    ///   - days: for each the day on which it was written.
    ///   - home: code of the province of the reader.
    public static func communes(_ db: Connection, units: [String], above: [String], days: [Day], home: String?) throws -> [Commune] {
        try db.all(
            """
            select place, code, name, province, former
              from communes_meant(\(units)::text[], \(above)::text[], \(days.map(\.date))::date[], \(home))
            """)
    }

    /// An office that a name may mean.
    public struct Office: RowDecodable, Sendable {
        /// Which of the names asked, from 1.
        public var place: Int
        public var id: Int64
        public var code: String
        public var name: String
        /// It is called so; else it only sounds alike.
        public var exact: Bool
        public init(_ row: Row) throws(DecodeError) {
            place = try row["place"]
            id = try row["office"]
            code = try row["code"]
            name = try row["name"]
            exact = try row["exact"]
        }
    }

    public static func offices(_ db: Connection, names: [String], home: String?) throws -> [Office] {
        try db.all("select place, office, code, name, exact from offices_meant(\(names)::text[], \(home))")
    }

    /// A number of a year.
    public struct Numbered: RowDecodable, Sendable, Hashable {
        public var year: Int
        public var number: String
        public init(year: Int, number: String) {
            self.year = year
            self.number = number
        }
        public init(_ row: Row) throws(DecodeError) {
            year = try row["year"]
            number = try row["number"]
        }
    }

    /// Which lines of the office's old book were brought along before.
    public static func carried(_ db: Connection, office: Int64) throws -> [Numbered] {
        try db.all("select year, old_number as number from carried_case where organisation = \(office)")
    }

    /// Numbers in use in the office's book of some years.
    public static func taken(_ db: Connection, office: Int64, years: [Int]) throws -> [Numbered] {
        try db.all(
            """
            select r.book_year as year, r.number::text as number from registration r
             where r.book = \(office) and r.book_year = any(\(years)::int[])
            union
            select t.year, t.number::text from typed_number t
             where t.organisation = \(office) and t.book = 'petition' and t.year = any(\(years)::int[])
            """)
    }

    /// The last number that the office's book of each year has given or kept.
    public static func counters(_ db: Connection, office: Int64) throws -> [Numbered] {
        try db.all("select year, last::text as number from book_number where organisation = \(office) and book = 'petition'")
    }

    /// The number under which a line stands in the book here: the wanted one where it is free, else the next. Locks the book until COMMIT.
    public static func number(_ db: Connection, office: Int64, year: Int, wanted: Int?) throws -> Int {
        try db.value("select carry_number(\(office), \(year)::int, \(wanted)::int)", as: Int.self)
    }

    /// Notes that a line of the old book stands here now. Fails on the primary key when it does so already.
    public static func note(
        office: Int64, year: Int, oldNumber: String, registration: Int64, source: String, row: Int, officer: Int64?, now: Instant
    ) -> SQL {
        """
        insert into carried_case (organisation, year, old_number, registration, source_sha256, source_row, carried_by, carried_at)
        values (\(office), \(year)::int, \(oldNumber), \(registration), \(source), \(row)::int, \(officer), \(now))
        """
    }

    /// What had passed before the case came along alarms nobody: its clocks count as reported.
    public static func quietPassed(case id: Int64, today: Day, now: Instant) -> SQL {
        """
        update clock set fired_at = \(now)
         where case_id = \(id) and ends <> 'lapse' and due < \(today.date) and fired_at is null
           and (state = 'running' or (state = 'paused' and due < (pauses -> -1 ->> 'from')::date))
        """
    }

    /// Reminders that went out before; the next one has the number after them.
    public static func setReminders(referral: Int64, count: Int) -> SQL {
        "update referral set reminders = \(count)::int, carried_reminders = \(count)::int where id = \(referral)"
    }
}
