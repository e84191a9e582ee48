public import Law
public import Postgres

/// Proposals to file letters away (phiếu đề xuất lưu đơn), each for a whole bundle: the office's, and those of offices that it took over.
public enum FilingRecords {
    public struct ProposalRow: RowDecodable, Sendable {
        public var id: Int64
        public var number: String
        public var proposedOn: Day
        public var proposedBy: String
        public var ground: String
        public var reason: String?
        public var lateReason: String?
        /// proposed | signed | withdrawn
        public var state: String
        public var decidedBy: String?
        public var decidedOn: Day?
        public var items: Int
        /// Of these, letters that were taken out again.
        public var takenOut: Int
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            number = try row["number"]
            proposedOn = try row.day("proposed_on")
            proposedBy = try row["proposed_by"]
            ground = try row["ground"]
            reason = try row["reason"]
            lateReason = try row["late_reason"]
            state = try row["state"]
            decidedBy = try row["decided_by"]
            decidedOn = try row.dayIfAny("decided_on")
            items = try row["items"]
            takenOut = try row["taken_out"]
        }
    }
    private static let selected: SQL = """
        select f.id, f.number, f.proposed_on, o.full_name as proposed_by, f.ground, f.reason, f.late_reason, f.state,
               (select d.full_name from officer d where d.id = f.decided_by) as decided_by, f.decided_on,
               (select count(*) from filing_item i where i.proposal = f.id)::int as items,
               (select count(*) from filing_take_out t where t.proposal = f.id)::int as taken_out
          from filing_proposal f join officer o on o.id = f.proposed_by
         where f.organisation in (select office_family(scope_organisation()))
        """

    /// - Returns: the proposal's id.
    public static func insert(
        _ db: Connection, organisation: Int64, number: String, on day: Day, by officer: Int64, ground: String, reason: String?,
        lateReason: String?, now: Instant
    ) throws -> Int64 {
        try db.value(
            """
            insert into filing_proposal (organisation, year, number, proposed_on, proposed_by, proposed_at, ground, reason, late_reason)
            values (\(organisation), \(day.year)::int, \(number), \(day.date), \(officer), \(now), \(ground), \(reason), \(lateReason))
            returning id
            """, as: Int64.self)
    }
    public static func insertItem(proposal: Int64, position: Int, envelope: Int64?, caseID: Int64?, seq: Int) -> SQL {
        """
        insert into filing_item (proposal, position, envelope, case_id, seq)
        values (\(proposal), \(position)::int, \(envelope)::bigint, \(caseID)::bigint, \(seq)::int)
        """
    }

    public static func proposal(_ db: Connection, _ id: Int64) throws -> ProposalRow? { try db.first("\(selected) and f.id = \(id)") }
    public static func lock(_ db: Connection, _ id: Int64) throws -> ProposalRow? {
        let answers = try db.answers([
            "select id from filing_proposal where id = \(id) and organisation in (select office_family(scope_organisation())) for update",
            "\(selected) and f.id = \(id)",
        ])
        return try answers[1].first()
    }
    public static func list(_ db: Connection, before: Int64?, limit: Int) throws -> [ProposalRow] {
        let cursor: SQL = before.map { "and f.id < \($0)" } ?? ""
        return try db.all("\(selected) \(cursor) order by f.id desc limit \(limit)")
    }
    public static func decide(_ db: Connection, proposal: Int64, state: String, on day: Day, by officer: Int64, now: Instant) throws {
        try db.run(
            """
            update filing_proposal set state = \(state), decided_by = \(officer), decided_on = \(day.date), decided_at = \(now)
             where id = \(proposal)
            """)
    }

    public struct ItemRow: RowDecodable, Sendable {
        public var position: Int
        public var envelope: Int64?
        public var caseID: Int64?
        public var seq: Int
        public var petition: Int64?
        public var bookYear: Int?
        public var number: Int?
        /// Whose book the number stands in, where that is another office's.
        public var book: String?
        public var arrivalYear: Int?
        public var arrivalNumber: Int?
        public var title: String
        public var version: Int?
        public var state: String
        /// Taken out again after the paper was signed: when, by whom, why.
        public var takenOutOn: Day?
        public var takenOutBy: String?
        public var takenOutReason: String?
        public init(_ row: Row) throws(DecodeError) {
            position = try row["position"]
            envelope = try row["envelope"]
            caseID = try row["case_id"]
            seq = try row["seq"]
            petition = try row["petition"]
            bookYear = try row["book_year"]
            number = try row["number"]
            book = try row["book"]
            arrivalYear = try row["arrival_year"]
            arrivalNumber = try row["arrival_number"]
            title = try row["title"]
            version = try row["version"]
            state = try row["state"]
            takenOutOn = try row.dayIfAny("taken_on")
            takenOutBy = try row["taken_by"]
            takenOutReason = try row["taken_reason"]
        }
    }
    public static func items(_ db: Connection, proposal: Int64) throws -> [ItemRow] {
        try db.all(
            """
            select i.position, i.envelope, i.case_id, i.seq, r.petition, r.book_year, r.number,
                   nullif(book_of(r.organisation, r.book), '') as book, e.arrival_year,
                   coalesce(e.arrival_number, r.arrival_number) as arrival_number, coalesce(p.title, '') as title, c.version,
                   coalesce(c.state, e.state) as state, t.taken_on, o.full_name as taken_by, t.reason as taken_reason
              from filing_item i
              left join filing_take_out t on t.proposal = i.proposal and t.envelope = i.envelope
              left join officer o on o.id = t.taken_by
              left join envelope e on e.id = i.envelope
              left join case_file c on c.id = i.case_id
              left join registration r on r.id = coalesce(c.registration, e.registration)
              left join petition p on p.id = r.petition
             where i.proposal = \(proposal) order by i.position
            """)
    }

    /// Whether an envelope or a case is named by a proposal that waits for its leader.
    public static func isProposed(_ db: Connection, envelope: Int64?, caseID: Int64?) throws -> Bool {
        try db.value(
            """
            select exists (select from filing_item i join filing_proposal f on f.id = i.proposal
                            where f.state = 'proposed' and f.organisation in (select office_family(scope_organisation()))
                              and (i.envelope = \(envelope)::bigint or i.case_id = \(caseID)::bigint))
            """, as: Bool.self)
    }

    /// Whether a paper filed the petition of an entry too, and nothing of that petition goes on.
    public static func restsWithPetition(_ db: Connection, proposal: Int64, registration: Int64) throws -> Bool {
        try db.value(
            """
            select exists (select from filing_item i join case_file c on c.id = i.case_id
                            where i.proposal = \(proposal) and c.registration = \(registration))
                   and not exists (select from case_file c where c.registration = \(registration) and not c.final)
            """, as: Bool.self)
    }

    /// Notes beside a signed paper that a letter was taken out of it.
    public static func takeOut(
        _ db: Connection, proposal: Int64, envelope: Int64, on day: Day, by officer: Int64, reason: String?, now: Instant
    ) throws {
        try db.run(
            """
            insert into filing_take_out (proposal, envelope, taken_on, taken_by, taken_at, reason)
            values (\(proposal), \(envelope), \(day.date), \(officer), \(now), \(reason))
            """)
    }

    public struct Bundle: Sendable {
        /// Newest cases that have not ended, of the petition itself and of what was registered as its duplicate.
        public var cases: [Int64]
        /// Copies tied to them, not filed yet.
        public var envelopes: [Int64]
    }
    /// Everything of one petition in the office that is still to be put away.
    public static func bundle(_ db: Connection, petition: Int64) throws -> Bundle {
        let entries: SQL = """
            select r.id from registration r join petition p on p.id = r.petition
             where r.organisation = scope_organisation() and (r.petition = \(petition) or p.duplicate_of = \(petition))
            """
        return Bundle(
            cases: try db.values(
                """
                select f.id from case_file f
                 where f.registration in (\(entries)) and not f.final
                   and not exists (select from case_file n where n.registration = f.registration and n.id > f.id)
                 order by f.id
                """, as: Int64.self),
            envelopes: try db.values(
                """
                select e.id from envelope e
                 where e.organisation = scope_organisation() and e.state = 'tied' and e.registration in (\(entries)) order by e.id
                """, as: Int64.self))
    }

    /// The office's newest case of a petition, with its state of counting; nil when the office has none.
    public static func newestCase(_ db: Connection, petition: Int64) throws -> Int64? {
        try db.valueIfAny(
            """
            select f.id from registration r join case_file f on f.registration = r.id
             where r.petition = \(petition) and r.organisation = scope_organisation() order by f.id desc limit 1
            """, as: Int64.self)
    }
}
