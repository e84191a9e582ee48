public import Law
public import Postgres

/// Letters without an entry of their own that must be entered in the national database (xếp lưu, NĐ 55/2022/NĐ-CP Đ.6), and which have
/// been: those of the transaction's office.
public enum NationalArrivalRecords {
    public struct ArrivalRow: RowDecodable, Sendable {
        public var envelope: Int64
        public var number: Int
        public var year: Int
        /// Whose book the arrival number stands in, where that is another office's.
        public var book: String?
        public var arrivedOn: Day
        /// tied | filed | removed
        public var event: String
        public var occurredOn: Day
        /// Of the proposal that filed it.
        public var ground: String?
        /// The petition of which it is a copy, as `3/2026`.
        public var copyOf: String?
        public var basis: String
        public var enteredOn: Day?
        public var enteredByName: String?
        public var reference: String?
        public init(_ row: Row) throws(DecodeError) {
            envelope = try row["envelope"]
            number = try row["number"]
            year = try row["year"]
            book = try row["in_book"]
            arrivedOn = try row.day("arrived_on")
            event = try row["event"]
            occurredOn = try row.day("occurred_on")
            ground = try row["ground"]
            copyOf = try row["copy_of"]
            basis = try row["basis"]
            enteredOn = try row.dayIfAny("entered_on")
            enteredByName = try row["entered_by_name"]
            reference = try row["reference"]
        }
    }

    private static let waits: SQL = "a.told is distinct from a.event"

    /// Those not yet entered as they stand, the oldest first; or those entered, the last entered first.
    ///
    /// - Parameters:
    ///   - book: only what stands in the book of this office.
    ///   - after: behind the letter of this day and id.
    public static func list(
        _ db: Connection, entered: Bool, book: Int64?, after: (on: Day, envelope: Int64)?, limit: Int
    ) throws -> [ArrivalRow] {
        let kept: SQL = book.map { "and a.book = \($0)" } ?? ""
        if entered {
            let behind: SQL = after.map { "and (a.entered_on, a.envelope) < (\($0.on.date), \($0.envelope))" } ?? ""
            return try db.all(
                """
                select a.envelope, a.number, a.year, a.in_book, a.arrived_on, a.event, a.occurred_on, a.ground, a.copy_of, a.basis,
                       a.entered_on, (select o.full_name from officer o where o.id = a.entered_by) as entered_by_name, a.reference
                  from national_arrivals() a where a.told = a.event \(kept) \(behind)
                 order by a.entered_on desc, a.envelope desc limit \(limit)
                """)
        }
        let behind: SQL = after.map { "and (a.occurred_on, a.envelope) > (\($0.on.date), \($0.envelope))" } ?? ""
        return try db.all(
            """
            select a.envelope, a.number, a.year, a.in_book, a.arrived_on, a.event, a.occurred_on, a.ground, a.copy_of, a.basis,
                   null::date as entered_on, null::text as entered_by_name, null::text as reference
              from national_arrivals() a where \(waits) \(kept) \(behind)
             order by a.occurred_on, a.envelope limit \(limit)
            """)
    }

    /// How many wait, counted up to `most`.
    public static func waiting(_ db: Connection, most: Int) throws -> Int {
        try db.value(
            "select count(*)::int from (select from national_arrivals() a where \(waits) limit \(most)) w", as: Int.self)
    }

    /// Locks letters of the office, in the order of their ids: how they stand keeps until COMMIT.
    public static func lock(_ db: Connection, envelopes: [Int64]) throws {
        try db.run(
            """
            select e.id from envelope e where e.id = any(\(envelopes)::bigint[]) and e.organisation = scope_organisation()
             order by e.id for update
            """)
    }

    /// Whether one of the letters came to stand so only after the day.
    public static func happened(_ db: Connection, envelopes: [Int64], after day: Day) throws -> Bool {
        try db.value(
            """
            select exists (select from national_arrivals() a
                            where a.envelope = any(\(envelopes)::bigint[]) and a.occurred_on > \(day.date)::date)
            """, as: Bool.self)
    }

    /// Notes that letters were entered as they stand.
    ///
    /// - Parameter events: how each is thought to stand; one that stands otherwise, or is entered so already, is not noted.
    /// - Returns: how many were.
    public static func mark(
        _ db: Connection, envelopes: [Int64], events: [String], enteredOn: Day, reference: String?, officer: Int64, now: Instant
    ) throws -> Int {
        try db.value(
            """
            with noted as (
                insert into national_arrival (envelope, told, entered_on, entered_by, reference, recorded_at)
                select a.envelope, a.event, \(enteredOn.date)::date, \(officer), \(reference)::text, \(now)
                  from national_arrivals() a
                  join unnest(\(envelopes)::bigint[], \(events)::text[]) as w (envelope, event)
                    on w.envelope = a.envelope and w.event = a.event
                 where \(waits)
             returning id)
            select count(*)::int from noted
            """, as: Int.self)
    }

    /// Takes the last marks of letters back: what was noted before holds again.
    ///
    /// - Returns: how many were.
    public static func takeBack(_ db: Connection, envelopes: [Int64], events: [String], officer: Int64, now: Instant) throws -> Int {
        try db.value(
            """
            with moved as (
                update national_arrival n
                   set taken_back_by = \(officer), taken_back_at = \(now)
                  from national_arrivals() a
                  join unnest(\(envelopes)::bigint[], \(events)::text[]) as w (envelope, event)
                    on w.envelope = a.envelope and w.event = a.event
                 where n.id = a.mark and a.told = a.event
             returning n.id)
            select count(*)::int from moved
            """, as: Int.self)
    }
}
