public import Law
public import Postgres

/// What goes with a hand-over beside the cases: drafts that are not finished, and work in which somebody only helps.
extension HandOverRecords {
    /// A draft `d` that somebody still has to do something about: what was submitted or signed may come back to him.
    private static let unfinished: SQL = "d.state not in ('issued', 'dispatched', 'voided')"
    private static let holder: SQL = "coalesce(d.held_by, d.drafted_by)"
    private static let helper: SQL = "coalesce(s.held_by, s.officer)"

    public struct PaperCounts: RowDecodable, Sendable {
        /// Drafts in the officer's hands, and open cases in which he helps by a leader's note.
        public var drafts: Int
        public var helping: Int
        public init(_ row: Row) throws(DecodeError) {
            drafts = try row["drafts"]
            helping = try row["helping"]
        }
    }

    /// How much an officer of an office would hand over beside his cases.
    public static func papers(_ db: Connection, officer: Int64, organisation: Int64) throws -> PaperCounts {
        try db.one(
            """
            select (select count(*)::int from draft d
                     where d.organisation = \(organisation) and \(holder) = \(officer) and \(unfinished)) as drafts,
                   (select count(*)::int
                      from direction_assignee s join direction g on g.id = s.direction join case_file f on f.id = g.case_id
                     where \(WorkRecords.open(in: organisation)) and not s.leads and \(helper) = \(officer)) as helping
            """)
    }

    /// Puts the drafts that an officer has in hand into the hands of another, and notes with which hand-over they went.
    ///
    /// - Parameter case: those of one case alone; nil for all of the office.
    /// - Returns: how many went.
    @discardableResult
    public static func passDrafts(
        _ db: Connection, _ id: Int64, from: Int64, to: Int64, organisation: Int64, case caseID: Int64? = nil
    ) throws -> Int {
        let one: SQL = caseID.map { "and d.case_id = \($0)" } ?? ""
        return try db.run(
            """
            with moved as (
                update draft d set held_by = nullif(\(to)::bigint, d.drafted_by)
                 where d.organisation = \(organisation) and \(holder) = \(from) and \(unfinished) \(one)
                returning d.id)
            insert into hand_over_draft (hand_over, draft) select \(id)::bigint, m.id from moved m
            """)
    }

    /// Lets another help wherever an officer helps in open work of the office, from the day on.
    ///
    /// - Returns: in how many notes.
    @discardableResult
    public static func passHelp(_ db: Connection, _ id: Int64, from: Int64, to: Int64, organisation: Int64, on day: Day) throws -> Int {
        try db.run(
            """
            with moved as (
                update direction_assignee s set held_by = nullif(\(to)::bigint, s.officer), held_on = \(day.date)
                  from direction g join case_file f on f.id = g.case_id
                 where g.id = s.direction and \(WorkRecords.open(in: organisation)) and not s.leads and \(helper) = \(from)
                returning s.direction, s.officer)
            insert into hand_over_help (hand_over, direction, officer) select \(id)::bigint, m.direction, m.officer from moved m
            """)
    }

    /// Brings back the drafts and the help that went with a hand-over and that the substitute still has. What is finished, or with somebody
    /// else by now, stays; what the substitute lent on waits until it is back with him.
    ///
    /// - Parameter gone: whose they were works there no more, so nothing comes back.
    /// - Returns: how much is still away.
    public static func bringPapersBack(_ db: Connection, _ over: HandOverRow, gone: Bool, on day: Day) throws -> Int {
        let open: SQL = "l.hand_over = \(over.id) and l.back_on is null and l.kept_on is null"
        // The substitute lent it on, and that has not ended.
        func lentOn(_ table: SQL, _ same: SQL) -> SQL {
            """
            exists (select from \(table) m join hand_over h on h.id = m.hand_over
                     where \(same) and m.hand_over <> l.hand_over and m.back_on is null and m.kept_on is null
                       and h.from_officer = \(over.to) and h.until_day is not null and h.begun_on is not null and h.ended_on is null)
            """
        }
        try db.run(
            """
            update hand_over_draft l set kept_on = \(day.date)
              from draft d
             where \(open) and d.id = l.draft
               and (\(gone) or not (\(unfinished)) or d.organisation <> \(over.organisation)
                    or (\(holder) <> \(over.to) and not \(lentOn("hand_over_draft", "m.draft = l.draft"))))
            """)
        try db.run(
            """
            with back as (
                update hand_over_draft l set back_on = \(day.date)
                  from draft d where \(open) and d.id = l.draft and \(holder) = \(over.to)
                returning l.draft)
            update draft d set held_by = nullif(\(over.from)::bigint, d.drafted_by) from back b where d.id = b.draft
            """)
        try db.run(
            """
            update hand_over_help l set kept_on = \(day.date)
              from direction_assignee s join direction g on g.id = s.direction join case_file f on f.id = g.case_id
             where \(open) and s.direction = l.direction and s.officer = l.officer
               and (\(gone) or f.final or f.organisation <> \(over.organisation)
                    or (\(helper) <> \(over.to)
                        and not \(lentOn("hand_over_help", "m.direction = l.direction and m.officer = l.officer"))))
            """)
        try db.run(
            """
            with back as (
                update hand_over_help l set back_on = \(day.date)
                  from direction_assignee s
                 where \(open) and s.direction = l.direction and s.officer = l.officer and \(helper) = \(over.to)
                returning l.direction, l.officer)
            update direction_assignee s set held_by = nullif(\(over.from)::bigint, s.officer), held_on = \(day.date)
              from back b where s.direction = b.direction and s.officer = b.officer
            """)
        return try db.value(
            """
            select (select count(*) from hand_over_draft l where \(open))::int + (select count(*) from hand_over_help l where \(open))::int
            """, as: Int.self)
    }
}
