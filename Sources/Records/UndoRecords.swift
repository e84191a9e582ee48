public import Law
public import Postgres

/// What a step of a petition's case found before it, and putting that back.
public enum UndoRecords {
    /// The office's entry, who had the case in hand and what was settled, before a step.
    public struct Before: RowDecodable, Sendable {
        public var kind: PetitionKind
        public var eligibility: Eligibility?
        public var jurisdiction: Jurisdiction?
        public var remote: Bool
        public var complex: Bool
        public var handler: Int64?
        public var unit: Int64?
        public init(_ row: Row) throws(DecodeError) {
            kind = try row["kind"]
            eligibility = try row["eligibility"]
            jurisdiction = try row["jurisdiction"]
            remote = try row["remote"]
            complex = try row["complex"]
            handler = try row["handler"]
            unit = try row["unit"]
        }
    }

    /// Keeps what stands before the entry `seq` of the case is written.
    public static func keep(case id: Int64, seq: Int) -> SQL {
        """
        insert into entry_before (case_id, seq, kind, field_code, eligibility, ineligible_reason, jurisdiction, outcome, outcome_on, told_on, remote,
                                  complex, handler, unit, filer_kind, denounced_body, denounced_rank, result, decision_number, decision_date, in_time,
                                  figures, work)
        select f.id, \(seq)::int, r.kind, r.field_code, r.eligibility, r.ineligible_reason, r.jurisdiction, r.outcome, r.outcome_on, r.told_on,
               r.remote, r.complex, f.handler, f.unit, p.filer_kind, p.denounced_body, p.denounced_rank, s.result, s.decision_number,
               s.decision_date, s.in_time, settlement_figures(f.id), to_jsonb(w) - 'case_id'
          from case_file f
          join registration r on r.id = f.registration
          join petition p on p.id = r.petition
          left join settlement s on s.case_id = f.id
          left join work_item w on w.case_id = f.id
         where f.id = \(id)
        """
    }

    /// nil when the step was not kept: it was taken before such things were.
    public static func before(_ db: Connection, case id: Int64, seq: Int) throws -> Before? {
        try db.first(
            """
            select b.kind, b.eligibility, b.jurisdiction, \(remoteBefore) as remote,
                   b.complex,
                   -- offices change meanwhile: only who works in the case's office gets it back
                   (select o.officer from officer_role o where o.officer = b.handler and o.organisation = f.organisation limit 1) as handler,
                   (select u.id from unit u join case_access a on a.case_id = f.id and a.organisation = u.organisation
                     where u.id = b.unit limit 1) as unit
              from entry_before b join case_file f on f.id = b.case_id join registration r on r.id = f.registration
             where b.case_id = \(id) and b.seq = \(seq)::int
            """)
    }

    /// Whether what stood before a step `b` was set right since: then no undoing brings it back.
    ///
    /// - Parameters:
    ///   - part: of an entry's payload, `facts` or `sealed`.
    ///   - fact: its name there.
    private static func corrected(_ part: String, _ fact: String) -> SQL {
        """
        exists (select from journal j where j.case_id = b.case_id and j.seq > b.seq and j.event = 'correct'
                                        and j.payload -> \(part)::text ? \(fact)::text)
        """
    }

    /// Whether the place is remote, as it was before a step `b` that said so itself; another step leaves what a correction of the commune made.
    private static let remoteBefore: SQL = """
        case when \(corrected("facts", "remote"))
                  or not exists (select from journal s where s.case_id = b.case_id and s.seq = b.seq and s.payload -> 'facts' ? 'remote')
             then r.remote else b.remote end
        """

    /// Puts everything back as the step found it; its papers that nobody has are void.
    public static func restore(_ db: Connection, case id: Int64, seq: Int, on day: Day) throws {
        try db.run(
            """
            update registration r
               set kind = b.kind, field_code = b.field_code, eligibility = b.eligibility, ineligible_reason = b.ineligible_reason,
                   jurisdiction = b.jurisdiction, outcome = b.outcome, outcome_on = b.outcome_on, told_on = b.told_on,
                   remote = \(remoteBefore), complex = b.complex
              from entry_before b join case_file f on f.id = b.case_id
             where b.case_id = \(id) and b.seq = \(seq)::int and r.id = f.registration
            """)
        try db.run(
            """
            update petition p
               set filer_kind = case when \(corrected("sealed", "filer_kind")) then p.filer_kind else b.filer_kind end,
                   denounced_body = b.denounced_body, denounced_rank = b.denounced_rank
              from entry_before b join case_file f on f.id = b.case_id join registration r on r.id = f.registration
             where b.case_id = \(id) and b.seq = \(seq)::int and p.id = r.petition
               and (p.filer_kind, p.denounced_body, p.denounced_rank) is distinct from (b.filer_kind, b.denounced_body, b.denounced_rank)
            """)
        try db.run(
            """
            update settlement s
               set result = b.result, decision_number = b.decision_number, decision_date = b.decision_date, in_time = b.in_time
              from entry_before b where b.case_id = \(id) and b.seq = \(seq)::int and s.case_id = b.case_id
            """)
        try SettlementRecords.restore(db, case: id, seq: seq)
        try db.run(
            "update document set voided_on = \(day.date) where case_id = \(id) and seq = \(seq)::int and voided_on is null")
        try db.run(
            "update outgoing_number set voided_on = \(day.date) where case_id = \(id) and seq = \(seq)::int and voided_on is null")
    }

    /// The work stands as the step found it: by whom it was given and until when, whether it was taken or returned.
    public static func restoreWork(_ db: Connection, case id: Int64, seq: Int) throws {
        try db.run(
            """
            update work_item w
               set given_by = o.given_by, given_on = coalesce(o.given_on, w.given_on), given_seq = coalesce(o.given_seq, 0), due_on = o.due_on,
                   taken_on = o.taken_on, returned_by = o.returned_by, returned_on = o.returned_on, returned_seq = o.returned_seq
              from entry_before b
              left join lateral jsonb_to_record(b.work) as o (given_by bigint, given_on date, given_seq int, due_on date, taken_on date,
                                                              returned_by bigint, returned_on date, returned_seq int) on true
             where b.case_id = \(id) and b.seq = \(seq)::int and w.case_id = b.case_id
            """)
    }

    /// The work, whoever has it, is due when it was before the direction, unless another day was set since.
    public static func restoreWorkDue(_ db: Connection, case id: Int64, seq: Int) throws {
        try db.run(
            """
            update work_item w set due_on = (b.work ->> 'due_on')::date
              from entry_before b join direction g on g.case_id = b.case_id and g.seq = b.seq
             where b.case_id = \(id) and b.seq = \(seq)::int and w.case_id = b.case_id and w.due_on = g.due_on
            """)
    }

    /// An entry that was closed goes on: nothing has come of it yet, and eligible it is as it was before it was closed.
    public static func reopen(_ db: Connection, registration: Int64, case id: Int64, closedBy seq: Int?) throws {
        try db.run(
            """
            update registration r
               set outcome = null, outcome_on = null, eligibility = case when b.seq is null then nullif(r.eligibility, 'ineligible') else b.eligibility end,
                   ineligible_reason = b.ineligible_reason, jurisdiction = case when b.seq is null then r.jurisdiction else b.jurisdiction end
              from (select 1) one left join entry_before b on b.case_id = \(id) and b.seq = \(seq)::int
             where r.id = \(registration)
            """)
    }
}
