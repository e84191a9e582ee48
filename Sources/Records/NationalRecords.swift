public import Law
public import Postgres

/// Steps that must be entered in the national database of reception and petitions (NĐ 154/2026/NĐ-CP Đ.27, 35; NĐ 124/2020/NĐ-CP Đ.30a;
/// NĐ 31/2019/NĐ-CP Đ.19a), and which have been: those of the transaction's office.
public enum NationalRecords {
    public struct DueRow: RowDecodable, Sendable {
        public var caseID: Int64
        public var seq: Int
        public var event: String
        public var version: Int
        public var subject: String
        public var petition: Int64?
        public var visit: Int64?
        public var number: Int
        public var bookYear: Int
        /// Whose book the number stands in, where that is another office's.
        public var book: String?
        public var kind: PetitionKind?
        public var title: String
        /// reception | processing | settlement | execution | correction
        public var stage: String
        public var basis: String
        public var occurredOn: Day
        public var enteredOn: Day?
        public var enteredByName: String?
        public var reference: String?
        public init(_ row: Row) throws(DecodeError) {
            caseID = try row["case_id"]
            seq = try row["seq"]
            event = try row["event"]
            version = try row["version"]
            subject = try row["subject"]
            petition = try row["petition"]
            visit = try row["visit"]
            number = try row["number"]
            bookYear = try row["book_year"]
            book = try row["book"]
            kind = try row["kind"]
            title = try row["title"]
            stage = try row["stage"]
            basis = try row["basis"]
            occurredOn = try row.day("occurred_on")
            enteredOn = try row.dayIfAny("entered_on")
            enteredByName = try row["entered_by_name"]
            reference = try row["reference"]
        }
    }

    /// Of a denunciation no word leaves its own file (Luật Tố cáo Đ.56).
    private static let sealed: SQL = "(coalesce(p.reference_only, false) or coalesce(r.kind, '') = 'denunciation')"
    /// What would be entered only to be taken back: a step that was revoked, with its revocation, and everything of a number that was voided,
    /// as long as nothing of it has been entered.
    private static let idle: SQL = """
        (exists (select from revoked_step v
                  where v.case_id = d.case_id and d.seq in (v.seq, v.revoked_seq)
                    and not exists (select from national_due e
                                     where e.case_id = v.case_id and e.seq = v.seq and e.entered_on is not null))
         or (coalesce(r.outcome, '') = 'voided'
             and (j.event <> 'void'
                  or not exists (select from national_due e join case_file x on x.id = e.case_id
                                  where x.registration = r.id and e.entered_on is not null)))
         -- what was erased is told only where something of it was entered
         or (p.sealed_on is not null
             and (j.event <> 'entered_as_denunciation'
                  or not exists (select from national_due e join case_file x on x.id = e.case_id
                                  where x.registration = r.id and e.entered_on is not null)))
         or (coalesce(w.outcome, '') = 'voided' and j.event <> 'void')
         or (w.id is not null and j.event in ('void', 'enter_as_denunciation')
             and not exists (select from national_due e where e.case_id = d.case_id and e.entered_on is not null)))
        """
    private static let columns: SQL = """
        d.case_id, d.seq, j.event, f.version, f.subject, r.petition, f.visit, coalesce(r.number, w.number, 0) as number,
        coalesce(r.book_year, w.book_year, extract(year from d.occurred_on)::int) as book_year,
        nullif(coalesce(book_of(r.organisation, r.book), book_of(w.organisation, w.book)), '') as book, r.kind,
        case when \(sealed) then coalesce(p.pseudonym, 'Đơn tố cáo')
             else coalesce(p.title, case when w.denunciation then 'Người đến tố cáo' else left(w.summary, 200) end, '') end as title,
        d.stage,
        coalesce((select s.basis from procedure_version v join national_step s on s.procedure = v.procedure and s.event = j.event
                   where v.id = f.version), '') as basis,
        d.occurred_on, d.entered_on, (select o.full_name from officer o where o.id = d.entered_by) as entered_by_name, d.reference
        """
    private static let source: SQL = """
        from national_due d
        join journal j on j.case_id = d.case_id and j.seq = d.seq
        join case_file f on f.id = d.case_id
        left join registration r on r.id = f.registration
        left join petition p on p.id = r.petition
        left join visit w on w.id = f.visit
        """

    /// Where a page of the list begins: behind this step.
    public struct Place: Sendable, Equatable {
        public var on: Day
        public var caseID: Int64
        public var seq: Int

        public init(on: Day, caseID: Int64, seq: Int) {
            self.on = on
            self.caseID = caseID
            self.seq = seq
        }
    }

    /// Steps not yet entered, the oldest first; or those entered, the last entered first.
    ///
    /// - Parameter book: only what stands in the book of this office.
    public static func list(
        _ db: Connection, entered: Bool, stage: String?, book: Int64? = nil, after: Place?, limit: Int
    ) throws -> [DueRow] {
        let staged: SQL = stage.map { "and d.stage = \($0)" } ?? ""
        let kept: SQL = book.map { "and coalesce(r.book, w.book) = \($0)" } ?? ""
        if entered {
            let behind: SQL =
                after.map { "and (d.entered_on, d.case_id, d.seq) < (\($0.on.date), \($0.caseID), \($0.seq))" } ?? ""
            return try db.all(
                """
                select \(columns) \(source)
                 where d.organisation = scope_organisation() and d.entered_on is not null \(staged) \(kept) \(behind)
                 order by d.entered_on desc, d.case_id desc, d.seq desc limit \(limit)
                """)
        }
        let behind: SQL = after.map { "and (d.occurred_on, d.case_id, d.seq) > (\($0.on.date), \($0.caseID), \($0.seq))" } ?? ""
        return try db.all(
            """
            select \(columns) \(source)
             where d.organisation = scope_organisation() and d.entered_on is null and not \(idle) \(staged) \(kept) \(behind)
             order by d.occurred_on, d.case_id, d.seq limit \(limit)
            """)
    }

    /// How many steps wait, counted up to `most`.
    public static func waiting(_ db: Connection, most: Int) throws -> Int {
        try db.value(
            """
            select count(*)::int from (select \(source) where d.organisation = scope_organisation() and d.entered_on is null and not \(idle)
                                        limit \(most)) w
            """, as: Int.self)
    }

    /// Every step of one case that must be or was entered, in order.
    public static func ofCase(_ db: Connection, case caseID: Int64) throws -> [DueRow] {
        try db.all(
            """
            select \(columns) \(source)
             where d.organisation = scope_organisation() and d.case_id = \(caseID) and (d.entered_on is not null or not \(idle))
             order by d.seq
            """)
    }

    /// Whether one of the steps happened only after the day.
    public static func happened(_ db: Connection, cases: [Int64], sequences: [Int], after day: Day) throws -> Bool {
        try db.value(
            """
            select exists (select from national_due d
                             join unnest(\(cases)::bigint[], \(sequences)::int[]) as w (case_id, seq) on d.case_id = w.case_id and d.seq = w.seq
                            where d.organisation = scope_organisation() and d.occurred_on > \(day.date)::date)
            """, as: Bool.self)
    }

    /// Notes that steps were entered on a day, or (`nil`) that they were not after all.
    ///
    /// - Returns: how many steps of the office were moved; one that already stands so is not.
    public static func mark(
        _ db: Connection, cases: [Int64], sequences: [Int], enteredOn: Day?, reference: String?, officer: Int64, now: Instant
    ) throws -> Int {
        let standing: SQL = enteredOn == nil ? "d.entered_on is not null" : "d.entered_on is null"
        let marker: Int64? = enteredOn == nil ? nil : officer
        return try db.value(
            """
            with moved as (
                update national_due d
                   set entered_on = \(enteredOn?.date)::date, entered_by = \(marker)::bigint, reference = \(reference)::text
                  from unnest(\(cases)::bigint[], \(sequences)::int[]) as w (case_id, seq)
                 where d.case_id = w.case_id and d.seq = w.seq and d.organisation = scope_organisation() and \(standing)
             returning d.case_id, d.seq),
            noted as (
                insert into national_mark (case_id, seq, entered_on, reference, officer, recorded_at)
                select m.case_id, m.seq, \(enteredOn?.date)::date, \(reference)::text, \(officer), \(now) from moved m returning id)
            select count(*)::int from noted
            """, as: Int.self)
    }
}
