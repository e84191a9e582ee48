public import Law
public import Postgres

/// Letters that count as petitions (đơn) and have no entry, matter, clock or case of their own: a copy tied to its petition, and a letter
/// filed away unregistered by a signed proposal. The weekly register counts and lists them beside the entries.
public enum ArrivalRecords {
    static let counted: SQL = "e.organisation = scope_organisation() and e.state in ('tied', 'filed')"
    /// Only what stands in the book of that office, one that the office took over from.
    private static func of(_ book: Int64?) -> SQL { book.map { "and e.book = \($0)" } ?? "" }

    /// How many arrived in the period.
    static func received(from: Day, to: Day, book: Int64? = nil) -> SQL {
        "(select count(*) from envelope e where \(counted) \(of(book)) and e.arrived_on between \(from.date) and \(to.date))"
    }

    /// How many were dealt with in the period: a copy with its petition, at the earliest on the day it was tied; one filed by a proposal on
    /// that day at the latest.
    static func processed(from: Day, to: Day, book: Int64? = nil) -> SQL {
        """
        (select count(*) from envelope e
           left join lateral (select min(j.occurred_on) as day
                                from case_file g join journal j on j.case_id = g.id
                                join procedure_state s on s.version = g.version and s.state = j.to_state
                               where g.registration = e.registration and 'processed' = any (s.tags)) d on e.tied_on is not null
          where \(counted) \(of(book))
            and least(e.filed_on, case when d.day is not null then greatest(d.day, e.tied_on) end) between \(from.date) and \(to.date))
        """
    }

    public struct ArrivalRow: RowDecodable, Sendable {
        public var envelope: Int64
        public var number: Int
        public var year: Int
        public var arrivedOn: Day
        /// The petition of which it is a copy, as `3/2026`.
        public var copyOf: String?
        /// Of the proposal that filed it.
        public var ground: String?
        public init(_ row: Row) throws(DecodeError) {
            envelope = try row["id"]
            number = try row["arrival_number"]
            year = try row["arrival_year"]
            arrivedOn = try row.day("arrived_on")
            copyOf = try row["copy_of"]
            ground = try row["ground"]
        }
    }

    /// Those that arrived in the period, and those of earlier periods, already issued, that no register has shown.
    public static func list(_ db: Connection, from: Day, to: Day, book: Int64? = nil) throws -> [ArrivalRow] {
        try db.all(
            """
            select e.id, e.arrival_number, e.arrival_year, e.arrived_on,
                   r.number || '/' || r.book_year || coalesce(' (' || nullif(book_of(r.organisation, r.book), '') || ')', '') as copy_of, f.ground
              from envelope e
              left join registration r on r.id = e.registration
              left join filing_proposal f on f.id = e.proposal
             where \(counted) \(of(book))
               and (e.arrived_on between \(from.date) and \(to.date)
                    or (e.arrived_on < \(from.date)
                        and exists (select from weekly_register w where w.organisation in (select office_family(e.organisation))
                                       and e.arrived_on between w.from_day and w.to_day)
                        and not exists (select from weekly_register_arrival a join weekly_register w on w.id = a.register
                                         where a.envelope = e.id and w.organisation in (select office_family(e.organisation)))))
             order by e.arrived_on, e.arrival_number
            """)
    }

    public struct CopyCount: RowDecodable, Sendable {
        public var petition: Int64
        public var copies: Int
        public init(_ row: Row) throws(DecodeError) {
            petition = try row["petition"]
            copies = try row["copies"]
        }
    }
    /// How many copies of each of these petitions the office had received by the end of a day.
    public static func copies(_ db: Connection, of petitions: [Int64], by day: Day) throws -> [CopyCount] {
        if petitions.isEmpty { return [] }
        return try db.all(
            """
            select r.petition, count(*)::int as copies
              from registration r join envelope e on e.registration = r.id
             where r.petition = any(\(petitions)::bigint[]) and \(counted) and e.tied_on is not null and e.arrived_on <= \(day.date)
             group by r.petition
            """)
    }

    /// Notes what an issued register has shown.
    public static func shown(_ db: Connection, register: Int64, envelopes: [Int64], late: Bool) throws {
        if envelopes.isEmpty { return }
        try db.run(
            """
            insert into weekly_register_arrival (register, envelope, late)
            select \(register), e, \(late) from unnest(\(envelopes)::bigint[]) e
            """)
    }
}
