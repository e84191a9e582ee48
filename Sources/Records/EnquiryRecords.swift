public import Law
public import Postgres

/// Questions on the telephone: which case is meant, what may be said of it, and the log of what was said.
public enum EnquiryRecords {
    /// A case that the question may mean. `enquiry_matches` leaves out what is sealed.
    public struct Match: RowDecodable, Sendable {
        public var caseID: Int64
        /// The same for entries that are known to be of one person.
        public var who: Int64
        public init(_ row: Row) throws(DecodeError) {
            caseID = try row["case_id"]
            who = try row["who"]
        }
    }

    /// Open cases first, the newest first.
    ///
    /// - Parameters:
    ///   - kind: code | number | name | id_number
    ///   - words: the code, the number in the book, the name, or the number of the paper.
    ///   - year: of the book.
    ///   - born, tail, commune: further marks of the person: year of birth, last four characters of a paper's number, code of the commune.
    public static func matches(
        _ db: Connection, by kind: String, words: String, year: Int?, born: Int?, tail: String?, commune: String?
    ) throws -> [Match] {
        try db.all(
            """
            select case_id, who from enquiry_matches(\(kind), \(words), \(year)::int, \(born)::int, \(tail), \(commune))
             order by open desc, registration desc
            """)
    }

    /// What the sentence is made of: nothing of a person.
    public struct Standing: RowDecodable, Sendable {
        public var petition: Int64
        public var number: Int
        public var bookYear: Int
        /// Whose book the number stands in, where that is another office's.
        public var book: String?
        public var receivedOn: Day
        public var office: String
        public var version: Int
        public var state: String
        public var since: Day
        public var final: Bool
        /// The office to which it was sent, while that binds.
        public var recipient: String?
        public init(_ row: Row) throws(DecodeError) {
            petition = try row["petition"]
            number = try row["number"]
            bookYear = try row["book_year"]
            book = try row["book"]
            receivedOn = try row.day("received_on")
            office = try row["office"]
            version = try row["version"]
            state = try row["state"]
            since = try row.day("since")
            final = try row["final"]
            recipient = try row["recipient"]
        }
    }
    public static func standing(_ db: Connection, case id: Int64) throws -> Standing? {
        try db.first(
            """
            select r.petition, r.number, r.book_year, nullif(book_of(r.organisation, r.book), '') as book, r.received_on, o.name as office, f.version, f.state, f.final,
                   coalesce((select max(j.occurred_on) from journal j
                              where j.case_id = f.id and j.to_state = f.state and j.from_state <> f.state and not is_undoing(j.event)
                                and \(CaseRecords.notUndone("j"))), f.opened_on) as since,
                   (select ro.name from referral q join case_file qf on qf.referral = q.id join organisation ro on ro.id = q.recipient
                     where q.sender_case = f.id and qf.state not in ('declined', 'recalled') order by q.id desc limit 1) as recipient
              from case_file f join registration r on r.id = f.registration join organisation o on o.id = f.organisation
             where f.id = \(id)
            """)
    }

    /// - Returns: the enquiry's id.
    public static func log(_ db: Connection, officer: Int64, at now: Instant, by kind: String, outcome: String, caseID: Int64?) throws
        -> Int64
    {
        try db.value(
            """
            insert into enquiry (organisation, officer, asked_at, asked_by, outcome, case_id)
            values (scope_organisation(), \(officer), \(now), \(kind), \(outcome), \(caseID)) returning id
            """, as: Int64.self)
    }

    public struct LogRow: RowDecodable, Sendable {
        public var id: Int64
        public var askedAt: Instant
        public var officerName: String
        public var kind: String
        public var outcome: String
        public var caseID: Int64?
        public var petition: Int64?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            askedAt = try row["asked_at"]
            officerName = try row["full_name"]
            kind = try row["asked_by"]
            outcome = try row["outcome"]
            caseID = try row["case_id"]
            petition = try row["petition"]
        }
    }
    /// What the office was asked, and the offices that became part of it; the last first, from below `before`.
    public static func list(_ db: Connection, before: Int64?, limit: Int) throws -> [LogRow] {
        let cursor: SQL = before.map { "and e.id < \($0)" } ?? ""
        return try db.all(
            """
            select e.id, e.asked_at, w.full_name, e.asked_by, e.outcome, e.case_id, r.petition
              from enquiry e join officer w on w.id = e.officer
              left join case_file f on f.id = e.case_id
              left join registration r on r.id = f.registration
             where e.organisation = any(array(select office_family(scope_organisation()))) \(cursor)
             order by e.id desc limit \(limit)
            """)
    }
}
