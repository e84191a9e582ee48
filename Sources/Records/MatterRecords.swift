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

    /// Title and day are those of the office's own first petition of it: what another office was told is not shown here.
    private static let columns: SQL = """
        m.id, x.title, x.opened_on, x.petitions, x.open, x.last_received_on, x.next_due, x.next_provisional,
        coalesce((select k.complex_long from matter_mark k where k.organisation = scope_organisation() and k.matter = m.id
                   order by k.id desc limit 1), false) as complex_long
        """
    /// What the office's book holds of the matter `m`, by the newest case of each entry.
    private static let held: SQL = """
        (select count(*)::int as petitions, count(*) filter (where not c.final)::int as open, max(r.received_on) as last_received_on,
                min(r.received_on) as opened_on,
                (select p.title from registration f join petition p on p.id = f.petition
                  where f.organisation = scope_organisation() and f.matter = m.id and f.outcome is distinct from 'voided'
                  order by f.received_on, f.id limit 1) as title,
                min(c.next_due) filter (where not c.final) as next_due,
                coalesce((array_agg(c.next_provisional order by c.next_due, c.next_provisional)
                            filter (where not c.final and c.next_due is not null))[1], false) as next_provisional
           from registration r
           join lateral (select f.final, f.next_due, f.next_provisional from case_file f
                          where f.registration = r.id order by f.id desc limit 1) c on true
          where r.organisation = scope_organisation() and r.matter = m.id and r.outcome is distinct from 'voided') x
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
                and r.matter in (select e.matter from search_registrations(\($0), \(PetitionRecords.mostFound)::int) h
                                   join registration e on e.id = h.registration)
                """
            } ?? ""
        let marked: SQL =
            complexLong.map {
                """
                and r.matter \($0 ? "" as SQL : "not") in
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
              from (select r.matter, r.received_on, r.id
                      from registration r
                     where r.organisation = scope_organisation() \(found) \(marked) \(cursor)
                       and r.id = (select t.id from registration t where t.organisation = scope_organisation() and t.matter = r.matter
                                      and t.outcome is distinct from 'voided'
                                    order by t.received_on desc, t.id desc limit 1)
                     order by r.received_on desc, r.id desc limit \(limit)) newest
              join matter m on m.id = newest.matter
              join lateral \(held) on true
             order by newest.received_on desc, newest.id desc
            """)
    }

    /// nil unless the office holds a petition of it.
    public static func matter(_ db: Connection, _ id: Int64) throws -> MatterRow? {
        try db.first(
            "select \(columns), null::bigint as newest from matter m join lateral \(held) on true where m.id = \(id) and x.petitions > 0")
    }

    /// Petitions and visits that one reading of a matter shows.
    public static let mostShown = 200

    /// The office's newest petitions of a matter, at most `mostShown`, oldest first.
    public static func petitions(_ db: Connection, matter: Int64) throws -> [PetitionRecords.Line] {
        try db.all(
            """
            select \(PetitionRecords.lineColumns)
              from (select * from registration r where r.organisation = scope_organisation() and r.matter = \(matter)
                     order by r.received_on desc, r.id desc limit \(mostShown)) r
              join petition p on p.id = r.petition
              join lateral (select * from case_file c where c.registration = r.id order by c.id desc limit 1) f on true
             order by r.received_on, r.id
            """)
    }

    public struct VisitLine: RowDecodable, Sendable {
        public var visit: Int64
        public var bookYear: Int
        public var number: Int
        /// Whose book the number stands in, where that is another office's.
        public var book: String?
        public var visitedOn: Day
        public var who: String
        public var denunciation: Bool
        public var people: Int
        public var summary: String
        public var version: Int
        public var state: String
        public init(_ row: Row) throws(DecodeError) {
            visit = try row["visit"]
            bookYear = try row["book_year"]
            number = try row["number"]
            book = try row["book"]
            visitedOn = try row.day("visited_on")
            who = try row["who"]
            denunciation = try row["denunciation"]
            people = try row["people"]
            summary = try row["summary"]
            version = try row["version"]
            state = try row["state"]
        }
    }
    /// The office's newest visits about a matter, named so when they were entered or by a petition they yielded; at most `mostShown`, oldest
    /// first. Nobody is named who came to denounce.
    public static func visits(_ db: Connection, matter: Int64) throws -> [VisitLine] {
        try db.all(
            """
            select v.id as visit, v.book_year, v.number, nullif(book_of(v.organisation, v.book), '') as book, v.visited_on, v.denunciation, v.people, v.summary, f.version, f.state,
                   coalesce((select s.full_name from party y join person s on s.id = y.person
                              where y.visit = v.id and not v.denunciation order by y.position limit 1), '') as who
              from (select * from visit v
                     where v.organisation = scope_organisation() and v.outcome is distinct from 'voided'
                       and v.id in (select w.id from visit w where w.matter = \(matter)
                                    union select p.visit from registration r join petition p on p.id = r.petition
                                           where r.organisation = scope_organisation() and r.matter = \(matter))
                     order by v.visited_on desc, v.id desc limit \(mostShown)) v
              join case_file f on f.visit = v.id
             order by v.visited_on, v.id
            """)
    }

    /// Whether an entry is all that the office holds of its matter.
    public static func holdsOnly(_ db: Connection, registration: Int64) throws -> Bool {
        try db.value(
            """
            select not exists (select from registration r join registration t on t.organisation = r.organisation and t.matter = r.matter
                                where r.id = \(registration) and t.id <> r.id and t.outcome is distinct from 'voided')
            """, as: Bool.self)
    }

    /// A new matter, named after a letter of the office's book.
    public static func open(_ db: Connection, registration: Int64) throws -> Int64 {
        try db.value(
            """
            insert into matter (organisation, title, opened_on)
            select r.organisation, p.title, r.received_on from registration r join petition p on p.id = r.petition where r.id = \(registration)
            returning id
            """, as: Int64.self)
    }

    /// Moves the office's entry; the letter itself too, when the office entered it; the visit at which it was taken down, unless another
    /// letter of that visit stays behind.
    public static func move(_ db: Connection, registration: Int64, to matter: Int64) throws {
        try db.run(
            """
            update visit v set matter = \(matter)
              from registration r join petition p on p.id = r.petition
             where r.id = \(registration) and v.id = p.visit and v.organisation = r.organisation and v.matter = r.matter
               and not exists (select from petition o join registration t on t.petition = o.id and t.organisation = r.organisation
                                where o.visit = v.id and o.id <> p.id and t.matter = r.matter)
            """)
        try db.run("update registration set matter = \(matter) where id = \(registration)")
        try db.run(
            """
            update petition p set matter = \(matter) from registration r
             where r.id = \(registration) and p.id = r.petition and p.entered_by_office in (select office_family(r.organisation))
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

    /// Judgements of one matter wait for each other; petitions may come in meanwhile.
    public static func lock(_ db: Connection, matter: Int64) throws {
        try db.run("select from matter where id = \(matter) for no key update")
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
