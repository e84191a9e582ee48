public import Law
public import Postgres

/// Visits of a sheet that was kept by hand while the program was away.
extension ReceptionRecords {
    /// The place of regular reception by the schedule that was in force on a day; nil when there was none.
    public static func placeInForce(_ db: Connection, organisation: Int64, on day: Day) throws -> String? {
        try db.valueIfAny(
            """
            select place from reception_schedule where organisation = \(organisation) and valid_from <= \(day.date)
             order by valid_from desc limit 1
            """, as: String.self)
    }

    /// Whether a row of the sheet is in the book already.
    public static func isEntered(_ db: Connection, session: Int64, paperNumber: String) throws -> Bool {
        try db.value(
            "select exists (select from visit v where v.session = \(session) and v.paper_number = \(paperNumber))", as: Bool.self)
    }

    public static func setPaperNumber(_ db: Connection, visit: Int64, number: String) throws {
        try db.run("update visit set paper_number = \(number) where id = \(visit)")
    }

    /// One row of the sheet as it is in the book now.
    public struct PaperLine: RowDecodable, Sendable {
        public var visit: Int64
        public var paperNumber: String
        public var bookYear: Int
        public var number: Int
        /// Whose book the number stands in, where that is another office's.
        public var book: String?
        public var who: String
        public var people: Int
        public var summary: String
        public var enteredAt: Instant
        public init(_ row: Row) throws(DecodeError) {
            visit = try row["id"]
            paperNumber = try row["paper_number"]
            bookYear = try row["book_year"]
            number = try row["number"]
            book = try row["book"]
            who = try row["who"]
            people = try row["people"]
            summary = try row["summary"]
            enteredAt = try row["entered_at"]
        }
    }
    /// Rows entered from paper for one day of the office, as they were typed.
    public static func paperLines(_ db: Connection, on day: Day) throws -> [PaperLine] {
        try db.all(
            """
            select v.id, v.paper_number, v.book_year, v.number, nullif(book_of(v.organisation, v.book), '') as book, v.people, v.summary, v.entered_at,
                   coalesce((select s.full_name from party y join person s on s.id = y.person
                              where y.visit = v.id and not v.denunciation order by y.position limit 1), '') as who
              from visit v
             where v.organisation = scope_organisation() and v.visited_on = \(day.date) and v.paper_number is not null
             order by v.id
            """)
    }
}
