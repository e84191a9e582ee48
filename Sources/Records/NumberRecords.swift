public import Law
public import Postgres

/// Numbers of an office's books: the next one of the book here, or one that was typed from the office's own document system.
public enum NumberRecords {
    /// The book's next number; its row stays locked until COMMIT.
    public static func next(_ db: Connection, organisation: Int64, book: String, year: Int) throws -> Int {
        try db.value("select next_number(\(organisation), \(book), \(year)::int)", as: Int.self)
    }

    /// Notes a typed number in its book. - Returns: false when it was used in that year.
    public static func claim(_ db: Connection, organisation: Int64, book: String, year: Int, number: Int) throws -> Bool {
        try db.valueIfAny(
            """
            insert into typed_number (organisation, book, year, number) values (\(organisation), \(book), \(year)::int, \(number)::int)
            on conflict do nothing returning number
            """, as: Int.self) != nil
    }

    /// Whether an entry of that book stands under the number, whoever gave it.
    public static func isUsed(_ db: Connection, organisation: Int64, book: String, year: Int, number: Int) throws -> Bool {
        try db.value(
            """
            select case \(book)::text
                     when 'petition' then exists (select from registration r where r.book = \(organisation)
                                                                               and r.book_year = \(year)::int and r.number = \(number)::int)
                     when 'visit' then exists (select from visit v where v.book = \(organisation) and v.book_year = \(year)::int
                                                                     and v.number = \(number)::int)
                     when 'register' then exists (select from weekly_register w where w.organisation = \(organisation)
                                                                                and w.year = \(year)::int and w.number = \(number)::int)
                     else false end
            """, as: Bool.self)
    }

    /// Số đến of a petition: whether it was given in the book of what came in, and how many petitions of the office bear it already.
    public static func arrival(_ db: Connection, organisation: Int64, year: Int, number: Int) throws -> (given: Bool, bearers: Int) {
        struct Found: RowDecodable {
            var given: Bool
            var bearers: Int
            init(_ row: Row) throws(DecodeError) {
                given = try row["given"]
                bearers = try row["bearers"]
            }
        }
        let found: Found = try db.one(
            """
            select exists (select from typed_number t where t.organisation = \(organisation) and t.book = 'incoming' and t.year = \(year)::int
                                                        and t.number = \(number)::int)
                   or exists (select from book_number b where b.organisation = \(organisation) and b.book = 'incoming' and b.year = \(year)::int
                                                          and b.last >= \(number)::int) as given,
                   (select count(*)::int from registration r where r.book = \(organisation) and r.book_year = \(year)::int
                                                               and r.arrival_number = \(number)::int) as bearers
            """)
        return (found.given, found.bearers)
    }

    /// Whose number it is in the book of what goes out: a document's that was drafted, that of an invitation to a session, or of a letter
    /// that went with a step of a case without a draft.
    public enum Bearer: Sendable, Equatable {
        case draft(Int64)
        case invitation(Int64)
        case step(case: Int64, seq: Int)
    }

    /// Writes số, ký hiệu of a letter into the book of what goes out.
    ///
    /// - Parameter others: papers whose numbers are another's: they are no use of a number of the office.
    /// - Returns: false when it was used in that year, voided or not.
    public static func enter(
        _ db: Connection, organisation: Int64, year: Int, number: String, position: Int?, bearer: Bearer, others: PaperRecords.Others,
        now: Instant
    ) throws -> Bool {
        var draft: Int64?
        var invitation: Int64?
        var step: (case: Int64, seq: Int)?
        switch bearer {
        case .draft(let id): draft = id
        case .invitation(let id): invitation = id
        case .step(let caseID, let seq): step = (case: caseID, seq: seq)
        }
        return try db.valueIfAny(
            """
            insert into outgoing_number (organisation, year, number, position, draft, invitation, case_id, seq, taken_at)
            select \(organisation), \(year)::int, \(number), \(position)::int, \(draft)::bigint, \(invitation)::bigint, \(step?.case)::bigint,
                   \(step?.seq)::int, \(now)
             where not exists (select from session_invitation v join session s on s.id = v.session
                                where v.letter_number = \(number) and v.numbered_by is null and s.organisation = \(organisation)
                                  and extract(year from coalesce(v.letter_date, (v.recorded_at at time zone 'Asia/Ho_Chi_Minh')::date))
                                      = \(year)::int)
               and not exists (select from document k join journal j on j.case_id = k.case_id and j.seq = k.seq
                                where k.number = \(number) and j.organisation = \(organisation) and \(others.own)
                                  and extract(year from coalesce(k.issued_on, j.occurred_on)) = \(year)::int)
            on conflict on constraint outgoing_number_pkey do nothing returning number
            """, as: String.self) != nil
    }

    /// Whether a number of the book was typed at a step: no document was drafted under it, nobody invited.
    public static func typedAtStep(_ db: Connection, organisation: Int64, year: Int, number: String) throws -> Bool {
        try db.value(
            """
            select exists (select from outgoing_number n
                            where n.organisation = \(organisation) and n.year = \(year)::int and n.number = \(number) and n.case_id is not null)
            """, as: Bool.self)
    }

    /// Whether a letter of the office with that number stands that another step may bring along.
    ///
    /// - Parameters:
    ///   - day: its day; nil: any day of the year.
    ///   - kind: only a letter of this kind; nil: whatever letter it is.
    public static func stands(
        _ db: Connection, organisation: Int64, number: String, on day: Day?, year: Int, kind: String?, others: PaperRecords.Others
    ) throws -> Bool {
        let alike: SQL = kind.map { "and k.kind = \($0)" } ?? ""
        let dated: SQL =
            day.map { "k.issued_on = \($0.date)" } ?? "extract(year from coalesce(k.issued_on, j.occurred_on)) = \(year)::int"
        return try db.value(
            """
            select exists (select from document k join journal j on j.case_id = k.case_id and j.seq = k.seq
                            where k.number = \(number) and j.organisation = \(organisation) and \(dated)
                              and k.voided_on is null and \(others.own) \(alike))
            """, as: Bool.self)
    }
}
