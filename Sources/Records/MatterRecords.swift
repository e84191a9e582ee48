public import Law
public import Postgres

/// Matters (vụ việc) as one office sees them: several petitions and visits may belong to one, and each office judges it for itself.
public enum MatterRecords {
    public struct MatterRow: RowDecodable, Sendable {
        public var id: Int64
        public var title: String
        public var openedOn: Day
        public var complexLong: Bool
        /// Entries of the office's book that belong to it, and how many of them are still open.
        public var petitions: Int
        public var open: Int
        public var lastReceivedOn: Day?
        public var nextDue: Day?
        public var dueProvisional: Bool
        /// In a list, its newest entry: where the next page goes on.
        public var newest: Int64?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            title = try row["title"]
            openedOn = try row.day("opened_on")
            complexLong = try row["complex_long"]
            petitions = try row["petitions"]
            open = try row["open"]
            lastReceivedOn = try row.dayIfAny("last_received_on")
            nextDue = try row.dayIfAny("next_due")
            dueProvisional = try row["next_provisional"]
            newest = try row["newest"]
        }
    }

    private static let columns: SQL = """
        m.id, m.title, m.opened_on, x.petitions, x.open, x.last_received_on, x.next_due, x.next_provisional,
        coalesce((select k.complex_long from matter_mark k where k.organisation = scope_organisation() and k.matter = m.id
                   order by k.id desc limit 1), false) as complex_long
        """
    /// What the office's book holds of the matter `m`, by the newest case of each entry.
    private static let held: SQL = """
        (select count(*)::int as petitions, count(*) filter (where not c.final)::int as open, max(r.received_on) as last_received_on,
                min(c.next_due) filter (where not c.final) as next_due,
                coalesce((array_agg(c.next_provisional order by c.next_due) filter (where not c.final and c.next_due is not null))[1], false)
                    as next_provisional
           from petition p
           join registration r on r.petition = p.id and r.organisation = scope_organisation()
           join lateral (select f.final, f.next_due, f.next_provisional from case_file f where f.registration = r.id order by f.id desc limit 1) c on true
          where p.matter = m.id) x
        """

    /// The office's matters by their newest entry, the last one first, from below the entry `before`.
    ///
    /// - Parameters:
    ///   - q: words of one of its letters.
    ///   - complexLong: only those that the office judges, or does not judge, complex and long.
    public static func list(_ db: Connection, q: String?, complexLong: Bool?, before: Int64?, limit: Int) throws -> [MatterRow] {
        let found: SQL =
            q.map {
                """
                and p.matter in (select w.matter from search_registrations(\($0), \(PetitionRecords.mostFound)::int) h
                                   join registration e on e.id = h.registration join petition w on w.id = e.petition)
                """
            } ?? ""
        let marked: SQL =
            complexLong.map {
                """
                and p.matter \($0 ? "" as SQL : "not") in
                    (select k.matter from (select distinct on (k.matter) k.matter, k.complex_long from matter_mark k
                                            where k.organisation = scope_organisation() order by k.matter, k.id desc) k where k.complex_long)
                """
            } ?? ""
        let cursor: SQL =
            before.map {
                """
                and (r.received_on, r.id) < (select b.received_on, b.id from registration b
                                              where b.id = \($0) and b.organisation = scope_organisation())
                """
            } ?? ""
        return try db.all(
            """
            select \(columns), newest.id as newest
              from (select p.matter, r.received_on, r.id
                      from registration r
                      join petition p on p.id = r.petition
                     where r.organisation = scope_organisation() \(found) \(marked) \(cursor)
                       and not exists (select from petition s join registration t on t.petition = s.id and t.organisation = r.organisation
                                        where s.matter = p.matter and (t.received_on, t.id) > (r.received_on, r.id))
                     order by r.received_on desc, r.id desc limit \(limit)) newest
              join matter m on m.id = newest.matter
              join lateral \(held) on true
             order by newest.received_on desc, newest.id desc
            """)
    }

    /// nil unless the office holds a petition of it or opened it.
    public static func matter(_ db: Connection, _ id: Int64) throws -> MatterRow? {
        try db.first(
            """
            select \(columns), null::bigint as newest from matter m join lateral \(held) on true
             where m.id = \(id) and (x.petitions > 0 or m.organisation = scope_organisation())
            """)
    }

    /// The office's petitions of a matter, oldest first.
    public static func petitions(_ db: Connection, matter: Int64) throws -> [PetitionRecords.Line] {
        try db.all(
            """
            select \(PetitionRecords.lineColumns)
              from petition p
              join registration r on r.petition = p.id and r.organisation = scope_organisation()
              join lateral (select * from case_file c where c.registration = r.id order by c.id desc limit 1) f on true
             where p.matter = \(matter)
             order by r.received_on, r.id
            """)
    }

    public struct MarkRow: RowDecodable, Sendable {
        public var id: Int64
        public var complexLong: Bool
        public var reason: String
        public var markedOn: Day
        public var officerName: String?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            complexLong = try row["complex_long"]
            reason = try row["reason"]
            markedOn = try row.day("marked_on")
            officerName = try row["full_name"]
        }
    }
    /// The office's judgements of a matter, the last one first.
    public static func marks(_ db: Connection, matter: Int64) throws -> [MarkRow] {
        try db.all(
            """
            select k.id, k.complex_long, k.reason, k.marked_on, o.full_name
              from matter_mark k left join officer o on o.id = k.officer
             where k.matter = \(matter) and k.organisation = scope_organisation() order by k.id desc
            """)
    }

    /// Judgements of one matter wait for each other.
    public static func lock(_ db: Connection, matter: Int64) throws {
        try db.run("select from matter where id = \(matter) for update")
    }

    public static func mark(
        _ db: Connection, matter: Int64, complexLong: Bool, reason: String, on day: Day, officer: Int64, now: Instant
    ) throws {
        try db.run(
            """
            insert into matter_mark (matter, organisation, complex_long, reason, marked_on, recorded_at, officer)
            values (\(matter), scope_organisation(), \(complexLong), \(reason), \(day.date), \(now), \(officer))
            """)
    }
}
