public import Law
public import Postgres

/// The work on cases: in whose hands it is, who gave it, until when, whether it was taken or returned.
public enum WorkRecords {
    /// The work on one case as it stands, seen by the officer of the transaction.
    public struct Item: RowDecodable, Sendable {
        public var unit: Int64?
        public var unitName: String?
        public var unitHead: Int64?
        public var handler: Int64?
        public var handlerName: String?
        public var givenByName: String?
        public var givenOn: Day?
        /// The entry by which it was last given; 0 when no entry did.
        public var givenSeq: Int
        public var dueOn: Day?
        public var takenOn: Day?
        public var returnedOn: Day?
        public var returnedByName: String?
        /// The unit is the officer's own, or he is its head.
        public var ownUnit: Bool
        public init(_ row: Row) throws(DecodeError) {
            unit = try row["unit"]
            unitName = try row["unit_name"]
            unitHead = try row["unit_head"]
            handler = try row["handler"]
            handlerName = try row["handler_name"]
            givenByName = try row["given_by_name"]
            givenOn = try row.dayIfAny("given_on")
            givenSeq = try row["given_seq"]
            dueOn = try row.dayIfAny("due_on")
            takenOn = try row.dayIfAny("taken_on")
            returnedOn = try row.dayIfAny("returned_on")
            returnedByName = try row["returned_by_name"]
            ownUnit = try row["own_unit"]
        }
    }

    public static func item(_ db: Connection, case id: Int64) throws -> Item {
        try db.one(
            """
            select f.unit, u.name as unit_name, u.head as unit_head, f.handler, p.full_name as handler_name, g.full_name as given_by_name,
                   w.given_on, coalesce(w.given_seq, 0) as given_seq, w.due_on, w.taken_on, w.returned_on, b.full_name as returned_by_name,
                   coalesce(u.head = scope_officer() or u.id = (select o.unit from officer o where o.id = scope_officer()), false) as own_unit
              from case_file f
              left join work_item w on w.case_id = f.id
              left join unit u on u.id = f.unit
              left join officer p on p.id = f.handler
              left join officer g on g.id = w.given_by
              left join officer b on b.id = w.returned_by
             where f.id = \(id)
            """)
    }

    /// Notes that the entry `seq` gave the work to whoever has it now. A due day given before stays when none is given.
    public static func given(
        _ db: Connection, case id: Int64, by officer: Int64?, on day: Day, seq: Int, due: Day?, taken: Day? = nil
    ) throws {
        try db.run(
            """
            insert into work_item as w (case_id, given_by, given_on, given_seq, due_on, taken_on)
            values (\(id), \(officer), \(day.date), \(seq)::int, \(due?.date), \(taken?.date))
            on conflict (case_id) do update
               set given_by = excluded.given_by, given_on = excluded.given_on, given_seq = excluded.given_seq,
                   due_on = coalesce(excluded.due_on, w.due_on), taken_on = excluded.taken_on,
                   returned_by = null, returned_on = null, returned_seq = null
            """)
    }

    /// A new due day for the work, whoever has it.
    public static func setDue(_ db: Connection, case id: Int64, due: Day, by officer: Int64?, on day: Day) throws {
        try db.run(
            """
            insert into work_item (case_id, given_by, given_on, given_seq, due_on) values (\(id), \(officer), \(day.date), 0, \(due.date))
            on conflict (case_id) do update set due_on = excluded.due_on
            """)
    }

    public static func taken(_ db: Connection, case id: Int64, by officer: Int64, on day: Day) throws {
        try db.run(
            """
            insert into work_item (case_id, given_by, given_on, given_seq, taken_on) values (\(id), \(officer), \(day.date), 0, \(day.date))
            on conflict (case_id) do update set taken_on = excluded.taken_on
            """)
    }

    public static func returned(_ db: Connection, case id: Int64, by officer: Int64, on day: Day, seq: Int) throws {
        try db.run(
            """
            insert into work_item (case_id, given_by, given_on, given_seq, returned_by, returned_on, returned_seq)
            values (\(id), null, \(day.date), 0, \(officer), \(day.date), \(seq)::int)
            on conflict (case_id) do update
               set taken_on = null, returned_by = excluded.returned_by, returned_on = excluded.returned_on, returned_seq = excluded.returned_seq
            """)
    }

    /// The work stands again as it did before it was lent: given by the entry `givenSeq`, on its day and by its officer.
    public static func restore(_ db: Connection, case id: Int64, givenSeq: Int, taken: Day?) throws {
        try db.run(
            """
            update work_item w
               set given_seq = \(givenSeq)::int, taken_on = \(taken?.date), returned_by = null, returned_on = null, returned_seq = null,
                   (given_by, given_on) = (
                       select coalesce(max(j.officer), w.given_by), coalesce(max(j.occurred_on), w.given_on)
                         from journal j where j.case_id = w.case_id and j.seq = \(givenSeq)::int)
             where w.case_id = \(id)
            """)
    }

    // MARK: lists

    /// An open case `f` whose work is an office's own: a petition in its hands, or a task it was given.
    static func open(in organisation: Int64) -> SQL {
        "not f.final and f.organisation = \(organisation) and f.subject in ('petition', 'task')"
    }

    /// What may not be named in a list: a denunciation, and what was asked about one (Luật Tố cáo Đ.56).
    static let sealed: SQL = """
        (coalesce(p.reference_only, false) or coalesce(r.kind, sr.kind, tr.kind, '') = 'denunciation')
        """

    /// Everything that `sealed` and a line of a list look at, of the case `f`.
    static let subjects: SQL = """
        left join work_item w on w.case_id = f.id
        left join registration r on r.id = f.registration
        left join referral q on q.id = f.referral
        left join case_file sc on sc.id = q.sender_case
        left join registration sr on sr.id = sc.registration
        left join task t on t.id = f.task
        left join case_file tc on tc.id = t.parent_case
        left join registration tr on tr.id = tc.registration
        left join petition p on p.id = coalesce(r.petition, q.petition)
        """

    /// The nearer of the law's due day and the one that was given with the work.
    static let due: SQL = "least(f.next_due, w.due_on)"

    public struct LineRow: RowDecodable, Sendable {
        public var caseID: Int64
        public var seq: Int
        public var version: Int
        public var subject: String
        public var petition: Int64?
        public var task: Int64?
        public var bookYear: Int?
        /// Whose book the number stands in, where that is another office's.
        public var book: String?
        public var number: Int?
        /// The pseudonym of a sealed one.
        public var title: String
        public var sealed: Bool
        public var state: String
        public var nextDue: Day?
        public var dueProvisional: Bool
        public var workDue: Day?
        public var unit: Int64?
        public var unitName: String?
        public var handler: Int64?
        public var handlerName: String?
        public var givenOn: Day?
        public var takenOn: Day?
        public var returnedOn: Day?
        public var returnedByName: String?
        public var returnReason: String?
        public init(_ row: Row) throws(DecodeError) {
            caseID = try row["case_id"]
            seq = try row["seq"]
            version = try row["version"]
            subject = try row["subject"]
            petition = try row["petition"]
            task = try row["task"]
            bookYear = try row["book_year"]
            book = try row["book"]
            number = try row["number"]
            title = try row["title"]
            sealed = try row["sealed"]
            state = try row["state"]
            nextDue = try row.dayIfAny("next_due")
            dueProvisional = try row["next_provisional"]
            workDue = try row.dayIfAny("work_due")
            unit = try row["unit"]
            unitName = try row["unit_name"]
            handler = try row["handler"]
            handlerName = try row["handler_name"]
            givenOn = try row.dayIfAny("given_on")
            takenOn = try row.dayIfAny("taken_on")
            returnedOn = try row.dayIfAny("returned_on")
            returnedByName = try row["returned_by_name"]
            returnReason = try row["return_reason"]
        }
    }

    static let title: SQL = "case when \(sealed) then coalesce(p.pseudonym, '') else coalesce(p.title, t.title, '') end"

    /// Whose work a list shows.
    public enum Whose: Sendable {
        case officer(Int64)
        /// Named in a direction to help, or in the place of who is, and not the one who has it in hand.
        case helper(Int64)
        case units([Int64])
        /// In nobody's hands and never returned.
        case unassigned
        case returned
        case everybody
    }

    /// Open work of an office, the nearest due day first, from behind the case `after`.
    public static func list(_ db: Connection, organisation: Int64, _ whose: Whose, after: Int64?, limit: Int) throws -> [LineRow] {
        let filter: SQL =
            switch whose {
            case .officer(let id): "and f.handler = \(id)"
            case .helper(let id):
                """
                and f.handler is distinct from \(id)
                and f.id in (select g.case_id from direction_assignee s join direction g on g.id = s.direction
                              where coalesce(s.held_by, s.officer) = \(id) and not s.leads)
                """
            case .units(let ids): "and f.unit = any(\(ids))"
            case .unassigned: "and f.handler is null and w.returned_on is null"
            case .returned: "and f.handler is null and w.returned_on is not null"
            case .everybody: ""
            }
        let cursor: SQL =
            after.map {
                """
                and (coalesce(\(due), 'infinity'::date), f.id) >
                    (select coalesce(least(bf.next_due, bw.due_on), 'infinity'::date), bf.id
                       from case_file bf left join work_item bw on bw.case_id = bf.id where bf.id = \($0))
                """
            } ?? ""
        return try db.all(
            """
            select f.id as case_id, f.seq, f.version, f.subject, r.petition, f.task, r.book_year, r.number,
                   nullif(book_of(r.organisation, r.book), '') as book, \(title) as title,
                   \(sealed) as sealed, f.state, f.next_due, f.next_provisional, w.due_on as work_due, f.unit, u.name as unit_name, f.handler,
                   h.full_name as handler_name, w.given_on, w.taken_on, w.returned_on, b.full_name as returned_by_name,
                   case when \(sealed) then null
                        else (select c.value from case_fact c where c.case_id = f.id and c.seq = w.returned_seq and c.name = 'reason')
                    end as return_reason
              from case_file f \(subjects)
              left join unit u on u.id = f.unit
              left join officer h on h.id = f.handler
              left join officer b on b.id = w.returned_by
             where \(open(in: organisation)) \(filter) \(cursor)
             order by coalesce(\(due), 'infinity'::date), f.id limit \(limit)
            """)
    }

    /// How many open cases of an office an officer has in hand.
    public static func count(_ db: Connection, organisation: Int64, officer: Int64) throws -> Int {
        try db.value(
            "select count(*)::int from case_file f where \(open(in: organisation)) and f.handler = \(officer)", as: Int.self)
    }

    public struct LoadRow: RowDecodable, Sendable {
        public var officer: Int64
        public var fullName: String
        public var title: String
        public var unitName: String?
        public var open: Int
        public var untaken: Int
        public var dueSoon: Int
        public var overdue: Int
        public init(_ row: Row) throws(DecodeError) {
            officer = try row["officer"]
            fullName = try row["full_name"]
            title = try row["title"]
            unitName = try row["unit_name"]
            open = try row["open"]
            untaken = try row["untaken"]
            dueSoon = try row["due_soon"]
            overdue = try row["overdue"]
        }
    }

    /// How much open work each officer of an office has in hand.
    ///
    /// - Parameters:
    ///   - units: only officers of these units; nil for the whole office.
    ///   - soon: the last day on which a due day counts as near.
    public static func loads(_ db: Connection, organisation: Int64, units: [Int64]?, today: Day, soon: Day) throws -> [LoadRow] {
        let some: SQL = units.map { "and p.unit = any(\($0))" } ?? ""
        return try db.all(
            """
            select p.id as officer, p.full_name, p.title, u.name as unit_name, count(x.id)::int as open,
                   count(x.id) filter (where x.taken_on is null)::int as untaken,
                   count(x.id) filter (where x.due between \(today.date) and \(soon.date))::int as due_soon,
                   count(x.id) filter (where x.due < \(today.date))::int as overdue
              from officer p
              left join unit u on u.id = p.unit and u.organisation = \(organisation)
              left join (select f.id, f.handler, w.taken_on, \(due) as due
                           from case_file f left join work_item w on w.case_id = f.id
                          where \(open(in: organisation)) and f.handler is not null) x on x.handler = p.id
             where (x.id is not null
                    or (p.active and exists (select from officer_role o where o.officer = p.id and o.organisation = \(organisation)
                                                                        and o.role in ('clerk', 'officer', 'leader')))) \(some)
             group by p.id, u.name
             order by overdue desc, open desc, p.full_name, p.id
            """)
    }
}
