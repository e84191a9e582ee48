public import Law
public import Postgres

/// What somebody has to know in the morning: by office and officer as parameters, for the program composes it for everybody.
public enum DigestRecords {
    /// For whom: what is shown beyond his own work.
    public struct Reader: Sendable {
        public var officer: Int64
        public var organisation: Int64
        /// Sees the whole office's work.
        public var wide: Bool
        /// His own unit and those he is the head of.
        public var units: [Int64]
        public var headed: [Int64]
        /// Which part of a group is named: so many after so many.
        public var skip = 0
        public var most = DigestRecords.mostShown
        public init(officer: Int64, organisation: Int64, wide: Bool, units: [Int64], headed: [Int64]) {
            self.officer = officer
            self.organisation = organisation
            self.wide = wide
            self.units = units
            self.headed = headed
        }

        /// A case that is his business: his own, of a unit that he heads, in nobody's hands and of no unit or his own.
        ///
        /// - Parameter file: what the case is called in the question.
        private func business(_ file: SQL) -> SQL {
            if wide { return "true" }
            return """
                (\(file).handler = \(officer) or \(file).unit = any(\(headed))
                 or (\(file).handler is null and (\(file).unit is null or \(file).unit = any(\(units)))))
                """
        }

        fileprivate var concerns: SQL { business("f") }

        /// A task that his office gave, in a case `tc` that is his business, or in a session's; what it gave to its own people comes back
        /// to those who look at the whole office.
        fileprivate var gave: SQL {
            let others: SQL = wide ? "" : "and t.assignee <> t.giver"
            return "(t.giver = \(organisation) \(others) and (tc.id is null or \(business("tc"))))"
        }

        /// A referral `f` to another office that his own sent from a case `sc` that is his business.
        fileprivate var sent: SQL { "(f.organisation = \(organisation) and q.recipient <> \(organisation) and \(business("sc")))" }
    }

    public struct ItemRow: RowDecodable, Sendable {
        public var caseID: Int64
        public var petition: Int64?
        public var referral: Int64?
        public var task: Int64?
        public var draft: Int64?
        public var session: Int64?
        public var visit: Int64?
        /// The day of the session or visit, and what of it is due next: the title of the clock.
        public var heldOn: Day?
        public var duty: String?
        /// The short name of the office that is waited for.
        public var awaits: String?
        public var bookYear: Int?
        /// Whose book the number stands in, where that is another office's.
        public var book: String?
        public var number: Int?
        /// The pseudonym, or nothing, of a sealed one.
        public var title: String
        public var sealed: Bool
        public var due: Day?
        /// How many there are in all.
        public var total: Int
        public init(_ row: Row) throws(DecodeError) {
            caseID = try row["case_id"]
            petition = try row["petition"]
            referral = try row["referral"]
            task = try row["task"]
            draft = try row["draft"]
            session = try row["session"]
            visit = try row["visit"]
            heldOn = try row.dayIfAny("held_on")
            duty = try row["duty"]
            awaits = try row["awaits"]
            bookYear = try row["book_year"]
            book = try row["book"]
            number = try row["number"]
            title = try row["title"]
            sealed = try row["sealed"]
            due = try row.dayIfAny("due")
            total = try row["total"]
        }
    }

    /// Entries of a group that are named beside the others; the rest are only counted.
    public static let mostShown = 20

    /// - Parameters:
    ///   - entry: whose number an item bears: `r` the case's own entry, `sr` the one from which a referral was sent.
    ///   - awaits: the office that is waited for.
    private static func items(
        _ db: Connection, _ reader: Reader, draft: SQL = "null::bigint", joining: SQL = "", _ condition: SQL, entry: SQL = "r",
        awaits: SQL = "null::bigint", due: SQL = DigestRecords.nearest, order: SQL
    ) throws -> [ItemRow] {
        try db.all(
            """
            select f.id as case_id, r.petition, f.referral, f.task, \(draft) as draft, f.session, f.visit,
                   coalesce(e.session_date, v.visited_on) as held_on,
                   case when f.session is not null or f.visit is not null
                        then (select k.title from clock k where k.case_id = f.id and k.state = 'running' and k.ends = 'stop'
                               order by k.due, k.id limit 1) end as duty,
                   (select o.short_name from organisation o where o.id = \(awaits)) as awaits,
                   coalesce(\(entry).book_year, v.book_year) as book_year, coalesce(\(entry).number, v.number) as number,
                   nullif(coalesce(book_of(\(entry).organisation, \(entry).book), book_of(v.organisation, v.book)), '') as book,
                   \(WorkRecords.title) as title,
                   \(WorkRecords.sealed) as sealed, \(due) as due, count(*) over ()::int as total
              from case_file f \(WorkRecords.subjects)
              left join session e on e.id = f.session
              left join visit v on v.id = f.visit \(joining)
             where \(condition)
             order by \(order) limit \(reader.most) offset \(reader.skip)
            """)
    }

    /// A task that is reported lies with its giver: he has his own day to look at it, and what the assignee's office set is not his.
    private static let nearest: SQL = """
        case when f.task is not null and f.state = 'reported'
             then (select min(k.due) from clock k
                    where k.case_id = f.id and k.state in ('running', 'breached') and k.ended_on is null and k.rule <> 'DIRECT')
             else \(WorkRecords.due) end
        """

    private static func since(_ day: Day) -> SQL { "(\(day.date)::timestamp at time zone 'Asia/Ho_Chi_Minh')" }

    /// Entered in the book since a day, not by referral.
    public static func arrived(_ db: Connection, _ reader: Reader, since day: Day) throws -> [ItemRow] {
        try items(
            db, reader,
            """
            f.organisation = \(reader.organisation) and f.subject = 'petition' and r.organisation = \(reader.organisation)
            and r.entered_at >= \(since(day)) and r.via_referral is null
            and not exists (select from case_file e where e.registration = r.id and e.id < f.id) and \(reader.concerns)
            """, order: "f.id desc")
    }

    /// Referred to the office since a day and not yet ended.
    public static func referred(_ db: Connection, _ reader: Reader, since day: Day) throws -> [ItemRow] {
        try items(
            db, reader, "q.recipient = \(reader.organisation) and q.sent_on >= \(day.date) and not f.final and \(reader.concerns)",
            order: "f.id desc")
    }

    /// Given to the officer, or to the unit he is the head of, since a day by somebody else; and where a leader's note since then names him
    /// to help, or he helps since then in another's place.
    public static func assigned(_ db: Connection, _ reader: Reader, since day: Day) throws -> [ItemRow] {
        try items(
            db, reader,
            """
            \(WorkRecords.open(in: reader.organisation))
            and ((w.given_seq > 0 and w.given_on >= \(day.date) and w.given_by is distinct from \(reader.officer) and w.returned_on is null
                  and (f.handler = \(reader.officer) or (f.handler is null and f.unit = any(\(reader.headed)))))
                 or exists (select from direction g join direction_assignee s on s.direction = g.id
                             where g.case_id = f.id and coalesce(s.held_by, s.officer) = \(reader.officer) and not s.leads
                               and (g.recorded_at >= \(since(day)) or s.held_on >= \(day.date))))
            """, order: "\(WorkRecords.due) nulls last, f.id")
    }

    /// Tasks given to the office since a day; what an officer was given within it is his new work.
    public static func tasks(_ db: Connection, _ reader: Reader, since day: Day) throws -> [ItemRow] {
        try items(
            db, reader,
            """
            f.subject = 'task' and f.organisation = \(reader.organisation) and not f.final and f.opened_on >= \(day.date)
            and (t.giver <> t.assignee or f.handler is null) and \(reader.concerns)
            """, order: "f.id desc")
    }

    /// Tasks that the office gave and that wait for it: a report to look at, more time that is asked for.
    public static func taskAnswers(_ db: Connection, _ reader: Reader) throws -> [ItemRow] {
        try items(
            db, reader,
            "f.task is not null and not f.final and (f.state = 'reported' or t.asked_until is not null) and \(reader.gave)",
            order: "\(nearest) nulls last, f.id")
    }

    /// Open, with a due day from `first` to `last`: the office's own work, its sessions and refusals of visitors, what was referred to it.
    public static func due(_ db: Connection, _ reader: Reader, from first: Day, to last: Day) throws -> [ItemRow] {
        try items(db, reader, "\(here(reader)) and \(nearest) between \(first.date) and \(last.date)", order: "\(nearest), f.id")
    }

    /// Open, with a due day before `day`.
    public static func overdue(_ db: Connection, _ reader: Reader, on day: Day) throws -> [ItemRow] {
        try items(db, reader, "\(here(reader)) and \(nearest) < \(day.date)", order: "\(nearest), f.id")
    }

    /// Whose turn it is: a reported task is its giver's to look at. What may be so is gathered by the office first, for the indexes.
    private static func here(_ reader: Reader) -> SQL {
        """
        not f.final
        and f.id = any (array(
            select o.id from case_file o
             where o.organisation = \(reader.organisation) and not o.final and o.subject in ('petition', 'session', 'visit', 'task')
            union all
            select c.id from referral i join case_file c on c.referral = i.id and not c.final where i.recipient = \(reader.organisation)
            union all
            select c.id from task g join case_file c on c.task = g.id and not c.final where g.giver = \(reader.organisation)))
        and ((((f.organisation = \(reader.organisation)
                and (f.subject in ('petition', 'session', 'visit') or (f.subject = 'task' and f.state <> 'reported')))
               or q.recipient = \(reader.organisation)) and \(reader.concerns))
             or (f.subject = 'task' and f.state = 'reported' and \(reader.gave)))
        """
    }

    /// What others owe the office with a due day from `first` to `last`: answers to what it referred, reports on the tasks that it gave.
    public static func awaitedDue(_ db: Connection, _ reader: Reader, from first: Day, to last: Day) throws -> [ItemRow] {
        try awaited(db, reader, "\(answer) between \(first.date) and \(last.date)")
    }

    /// What others owe the office since before `day`.
    public static func awaitedOverdue(_ db: Connection, _ reader: Reader, on day: Day) throws -> [ItemRow] {
        try awaited(db, reader, "\(answer) < \(day.date)")
    }

    private static func awaited(_ db: Connection, _ reader: Reader, _ days: SQL) throws -> [ItemRow] {
        try items(
            db, reader,
            """
            not f.final
            and f.id = any (array(
                select o.id from case_file o where o.organisation = \(reader.organisation) and o.subject = 'referral' and not o.final
                union all
                select c.id from task g join case_file c on c.task = g.id and not c.final where g.giver = \(reader.organisation)))
            and ((f.subject = 'referral' and \(reader.sent))
                 or (f.subject = 'task' and f.organisation <> \(reader.organisation) and f.state <> 'reported' and \(reader.gave)))
            and \(days)
            """, entry: "sr", awaits: "coalesce(q.recipient, t.assignee)", due: answer, order: "\(answer), f.id")
    }

    /// When the answer is due that its sender or giver waits for. What a recipient has to confirm meanwhile is his own affair.
    private static let answer: SQL = """
        case when f.task is not null then f.next_due
             else (select min(k.due) from clock k
                    where k.case_id = f.id and k.state = 'running' and k.rule in ('REF-ANSWER', 'REF-URGED')) end
        """

    /// Petitions that the office referred and that came back: the newest referral was declined, and nothing was done since.
    public static func declined(_ db: Connection, _ reader: Reader) throws -> [ItemRow] {
        try items(
            db, reader,
            """
            f.organisation = \(reader.organisation) and f.subject = 'petition' and not f.final and \(reader.concerns)
            and exists (select from referral d where d.sender_case = f.id)
            and (select df.state from referral d join case_file df on df.referral = d.id where d.sender_case = f.id order by d.id desc limit 1)
                = 'declined'
            """, order: "f.id desc")
    }

    /// Tasks whose report came back for more, at who has to carry them out; at the giver those that were declined since a day.
    public static func returnedTasks(_ db: Connection, _ reader: Reader, since day: Day) throws -> [ItemRow] {
        try items(
            db, reader,
            """
            f.task is not null
            and f.id = any (array(
                select o.id from case_file o
                 where o.organisation = \(reader.organisation) and o.subject = 'task' and o.state = 'returned_for_more'
                union all
                select c.id from task g join case_file c on c.task = g.id where g.giver = \(reader.organisation) and c.state = 'declined'))
            and ((f.organisation = \(reader.organisation) and f.state = 'returned_for_more' and \(reader.concerns))
                 or (f.state = 'declined' and \(reader.gave)
                     and exists (select from journal j where j.case_id = f.id and j.seq = f.seq and j.recorded_at >= \(since(day)))))
            """, order: "f.id desc")
    }

    /// Drafts in the officer's hands that were returned with a remark.
    public static func returnedDrafts(_ db: Connection, _ reader: Reader) throws -> [ItemRow] {
        try items(
            db, reader, draft: "g.id", joining: "join draft g on g.case_id = f.id",
            "g.organisation = \(reader.organisation) and coalesce(g.held_by, g.drafted_by) = \(reader.officer) and g.state = 'returned'",
            order: "g.id desc")
    }

    /// Work that was given back and that nobody has in hand.
    public static func returnedWork(_ db: Connection, _ reader: Reader) throws -> [ItemRow] {
        try items(
            db, reader,
            "\(WorkRecords.open(in: reader.organisation)) and f.handler is null and w.returned_on is not null and \(reader.concerns)",
            order: "w.returned_on, f.id")
    }

    // MARK: everybody's

    public struct Addressee: RowDecodable, Sendable {
        public var officer: Int64
        public var offices: [Int64]
        public init(_ row: Row) throws(DecodeError) {
            officer = try row["officer"]
            offices = try row["offices"]
        }
    }

    /// The outbox's key of an officer's digest of one day: unique for ever.
    public static func key(officer: Int64, on day: Day) -> String { "digest:\(officer):\(day.iso)" }

    /// Active officers without a digest of this day, with the offices in which they hold a role and that work on it.
    public static func without(_ db: Connection, on day: Day, most: Int) throws -> [Addressee] {
        try db.all(
            """
            select p.id as officer, array_agg(distinct r.organisation order by r.organisation) as offices
              from officer p
              join officer_role r on r.officer = p.id
              join organisation o on o.id = r.organisation and o.valid_to is null
             where p.active
               and not exists (select from office_closing c where c.organisation = o.id and c.day = \(day.date))
               and not exists (select from outbox x where x.firing_key = 'digest:' || p.id || ':' || \(day.iso))
             group by p.id order by p.id limit \(most)
            """)
    }
}
