public import Law
public import Postgres

/// The postbag: one row per envelope, and its chained history.
public enum PostbagRecords {
    public struct NewEnvelope: Sendable {
        public var organisation: Int64
        public var arrivalNumber: Int
        public var arrivedOn: Day
        public var postmarkOn: Day?
        public var enteredAt: Instant
        public var enteredBy: Int64
        public var channel: String = "post"
        /// none | personal | secret
        public var marking: String = "none"
        public var senderName: String?
        public var senderAddress: String?
        public var salt: [UInt8]?
        public var addressees: [String] = []
        public var form: String?
        public init(organisation: Int64, arrivalNumber: Int, arrivedOn: Day, enteredAt: Instant, enteredBy: Int64) {
            self.organisation = organisation
            self.arrivalNumber = arrivalNumber
            self.arrivedOn = arrivedOn
            self.enteredAt = enteredAt
            self.enteredBy = enteredBy
        }
    }

    /// - Returns: the envelope's id. Its first step follows in the same transaction.
    public static func insert(_ db: Connection, _ e: NewEnvelope) throws -> Int64 {
        try db.value(
            """
            insert into envelope (organisation, book, arrival_year, arrival_number, arrived_on, postmark_on, entered_at, entered_by, channel, marking,
                                  sender_name, sender_address, salt, addressees, form)
            values (\(e.organisation), \(e.organisation), \(e.arrivedOn.year)::int, \(e.arrivalNumber)::int, \(e.arrivedOn.date),
                    \(e.postmarkOn?.date)::date, \(e.enteredAt), \(e.enteredBy), \(e.channel), \(e.marking), \(e.senderName), \(e.senderAddress),
                    \(e.salt), \(e.addressees)::text[], \(e.form))
            returning id
            """, as: Int64.self)
    }

    public struct EnvelopeRow: RowDecodable, Sendable {
        public var id: Int64
        public var seq: Int
        public var arrivalNumber: Int
        public var arrivalYear: Int
        /// Whose book the arrival number stands in, where that is another office's.
        public var book: String?
        public var arrivedOn: Day
        public var postmarkOn: Day?
        public var enteredAt: Instant
        public var enteredBy: String
        public var channel: String
        public var marking: String
        public var senderName: String?
        public var senderAddress: String?
        public var gist: String?
        public var remark: String?
        public var addressees: [String]
        public var form: String?
        public var denunciation: Bool
        public var state: String
        public var handedTo: String?
        public var handedOn: Day?
        /// `08:30`
        public var handedTime: String?
        public var registration: Int64?
        public var petition: Int64?
        public var bookYear: Int?
        public var number: Int?
        /// Whose book the petition's number stands in, where that is another office's.
        public var petitionBook: String?
        public var tiedOn: Day?
        public var tiedBy: String?
        public var filedOn: Day?
        /// The proposal by which it was filed, or the one that waits for a leader.
        public var proposal: Int64?
        /// The paper out of which it was last taken again, and when.
        public var takenOutOf: Int64?
        public var takenOutOn: Day?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            seq = try row["seq"]
            arrivalNumber = try row["arrival_number"]
            arrivalYear = try row["arrival_year"]
            book = try row["book"]
            arrivedOn = try row.day("arrived_on")
            postmarkOn = try row.dayIfAny("postmark_on")
            enteredAt = try row["entered_at"]
            enteredBy = try row["entered_by"]
            channel = try row["channel"]
            marking = try row["marking"]
            senderName = try row["sender_name"]
            senderAddress = try row["sender_address"]
            gist = try row["gist"]
            remark = try row["remark"]
            addressees = try row["addressees"]
            form = try row["form"]
            denunciation = try row["denunciation"]
            state = try row["state"]
            handedTo = try row["handed_to"]
            handedOn = try row.dayIfAny("handed_on")
            handedTime = try row["handed_time"]
            registration = try row["registration"]
            petition = try row["petition"]
            bookYear = try row["book_year"]
            number = try row["number"]
            petitionBook = try row["petition_book"]
            tiedOn = try row.dayIfAny("tied_on")
            tiedBy = try row["tied_by"]
            filedOn = try row.dayIfAny("filed_on")
            proposal = try row["proposal"]
            takenOutOf = try row["taken_out_of"]
            takenOutOn = try row.dayIfAny("taken_out_on")
        }
    }

    /// Envelopes `e` of the transaction's office with what they became.
    private static let selected: SQL = """
        select e.id, e.seq, e.arrival_number, e.arrival_year, nullif(book_of(e.organisation, e.book), '') as book, e.arrived_on, e.postmark_on, e.entered_at,
               o.full_name as entered_by, e.channel, e.marking, e.sender_name, e.sender_address, e.gist, e.remark, e.addressees, e.form, e.denunciation, e.state, e.handed_to, e.handed_on,
               to_char(e.handed_time, 'HH24:MI') as handed_time, e.registration, r.petition, r.book_year, r.number,
               nullif(book_of(r.organisation, r.book), '') as petition_book, e.tied_on,
               (select t.full_name from officer t where t.id = e.tied_by) as tied_by, e.filed_on,
               coalesce(e.proposal, (select i.proposal from filing_item i join filing_proposal f on f.id = i.proposal
                                      where i.envelope = e.id and f.state = 'proposed'
                                        and f.organisation in (select office_family(scope_organisation()))
                                      order by i.proposal desc limit 1)) as proposal,
               x.proposal as taken_out_of, x.taken_on as taken_out_on
          from envelope e
          join officer o on o.id = e.entered_by
          left join registration r on r.id = e.registration
          left join lateral (select t.proposal, t.taken_on from filing_take_out t
                              where t.envelope = e.id order by t.taken_at desc, t.proposal desc limit 1) x on true
         where e.organisation = scope_organisation()
        """

    public static func envelope(_ db: Connection, _ id: Int64) throws -> EnvelopeRow? { try db.first("\(selected) and e.id = \(id)") }

    /// The same with its row locked until COMMIT.
    public static func lock(_ db: Connection, _ id: Int64) throws -> EnvelopeRow? {
        let answers = try db.answers([
            "select id from envelope where id = \(id) and organisation = scope_organisation() for update", "\(selected) and e.id = \(id)",
        ])
        return try answers[1].first()
    }

    /// The newest first, from below `before`.
    ///
    /// - Parameters:
    ///   - arrivedOn: only of that day.
    ///   - states: only in one of these; empty means any.
    public static func list(_ db: Connection, arrivedOn: Day?, states: [String], before: Int64?, limit: Int) throws -> [EnvelopeRow] {
        let day: SQL = arrivedOn.map { "and e.arrived_on = \($0.date)" } ?? ""
        let state: SQL = states.isEmpty ? "" : "and e.state = any(\(states)::text[])"
        let cursor: SQL = before.map { "and e.id < \($0)" } ?? ""
        return try db.all("\(selected) \(day) \(state) \(cursor) order by e.id desc limit \(limit)")
    }

    /// Copies tied to the entry of a petition in the office's book, filed ones too, in the order of their arrival.
    public static func copiesQuery(petition: Int64) -> SQL {
        """
        \(selected) and e.tied_on is not null
           and e.registration in (select t.id from registration t where t.petition = \(petition) and t.organisation = e.organisation)
         order by e.arrived_on, e.id
        """
    }

    /// One step of the history. It must name the number that follows the last one, or the database refuses it.
    public static func step(envelope: Int64, seq: Int, event: String, payload: JSONB, now: Instant) -> SQL {
        """
        insert into envelope_step (envelope, seq, event, recorded_at, payload) values (\(envelope), \(seq)::int, \(event), \(now), \(payload))
        """
    }

    /// Opened, or read again: what the letter says, whether it denounces.
    public static func open(_ db: Connection, _ e: EnvelopeRow, salt: [UInt8]?) throws {
        try db.run(
            """
            update envelope
               set state = 'opened', denunciation = \(e.denunciation), sender_name = \(e.senderName), sender_address = \(e.senderAddress),
                   gist = \(e.gist), salt = \(salt), addressees = \(e.addressees)::text[], form = \(e.form)
             where id = \(e.id)
            """)
    }
    public static func handOn(_ db: Connection, envelope: Int64, to name: String, on day: Day, time: String?) throws {
        try db.run(
            """
            update envelope set state = 'handed_on', handed_to = \(name), handed_on = \(day.date), handed_time = \(time)::text::time, signed_for = true
             where id = \(envelope)
            """)
    }
    public static func register(_ db: Connection, envelope: Int64, registration: Int64) throws {
        try db.run("update envelope set state = 'registered', registration = \(registration) where id = \(envelope)")
    }
    /// The entry was voided: the letter stands to be entered again, and the number of the void entry is its own no more.
    ///
    /// - Returns: false when the entry stands.
    public static func release(_ db: Connection, _ e: EnvelopeRow) throws -> Bool {
        guard let registration = e.registration, e.state == "registered" else { return false }
        let released = try db.run(
            """
            update envelope set state = 'opened', registration = null
             where id = \(e.id) and exists (select from registration r where r.id = \(registration) and r.outcome = 'voided')
            """)
        if released == 0 { return false }
        try db.run("update registration set arrival_number = null where id = \(registration)")
        return true
    }
    public static func tie(_ db: Connection, envelope: Int64, registration: Int64, on day: Day, by officer: Int64) throws {
        try db.run(
            """
            update envelope set state = 'tied', registration = \(registration), tied_on = \(day.date), tied_by = \(officer) where id = \(envelope)
            """)
    }
    public static func untie(_ db: Connection, envelope: Int64, remark: String?) throws {
        try db.run(
            """
            update envelope set state = 'opened', registration = null, tied_on = null, tied_by = null, remark = \(remark) where id = \(envelope)
            """)
    }
    /// The letter denounces: whoever may have written it is named nowhere any more (Luật Tố cáo Đ.56). The history keeps its seals.
    public static func erase(_ db: Connection, envelope: Int64) throws {
        try db.run(
            """
            update envelope set denunciation = true, sender_name = null, sender_address = null, gist = null, remark = null, salt = null
             where id = \(envelope)
            """)
        try db.run("update filing_take_out set reason = null where envelope = \(envelope) and reason is not null")
    }
    /// What the letter is taken for turned out otherwise: it does not denounce.
    public static func clearDenunciation(_ db: Connection, envelope: Int64) throws {
        try db.run("update envelope set denunciation = false where id = \(envelope)")
    }
    /// The number stays in the book.
    public static func void(_ db: Connection, envelope: Int64, remark: String?) throws {
        try db.run(
            """
            update envelope set state = 'voided', sender_name = null, sender_address = null, gist = null, salt = null, remark = \(remark)
             where id = \(envelope)
            """)
    }
    public static func file(_ db: Connection, envelope: Int64, proposal: Int64, on day: Day) throws {
        try db.run(
            "update envelope set state = 'filed', filed_on = \(day.date), proposal = \(proposal) where id = \(envelope)")
    }
    /// The copies of a petition that a paper filed with it, in the order of their ids, locked.
    ///
    /// - Parameter seq: the entry by which the paper filed the case.
    public static func filedWith(_ db: Connection, case id: Int64, seq: Int) throws -> [EnvelopeRow] {
        let copies = try db.values(
            """
            select e.id from filing_item i
              join filing_proposal f on f.id = i.proposal and f.state = 'signed'
              join case_file c on c.id = i.case_id
              join envelope e on e.proposal = f.id and e.registration = c.registration and e.state = 'filed'
             where i.case_id = \(id) and i.seq = \(seq - 1)::int and e.organisation = scope_organisation()
             order by e.id
            """, as: Int64.self)
        return try copies.compactMap { try lock(db, $0) }
    }
    /// The copy hangs on its petition again, as before it was filed.
    public static func unfile(_ db: Connection, envelope: Int64) throws {
        try db.run("update envelope set state = 'tied', filed_on = null, proposal = null where id = \(envelope)")
    }

    /// Taken out of a filed bundle: a copy hangs on its petition again, any other letter is open again.
    public static func takeOut(_ db: Connection, envelope: Int64, remark: String?) throws {
        try db.run(
            """
            update envelope set state = case when tied_on is null then 'opened' else 'tied' end, filed_on = null, proposal = null,
                                remark = \(remark)
             where id = \(envelope)
            """)
    }

    /// The office's entry of a petition: its id, and whether it is kept by reference only. Nil when the book has none that stands, or it was
    /// sealed.
    public static func entry(_ db: Connection, petition: Int64) throws -> (registration: Int64, referenceOnly: Bool)? {
        struct Entry: RowDecodable {
            var id: Int64
            var referenceOnly: Bool
            init(_ row: Row) throws(DecodeError) {
                id = try row["id"]
                referenceOnly = try row["reference_only"]
            }
        }
        let found: Entry? = try db.first(
            """
            select r.id, p.reference_only from registration r join petition p on p.id = r.petition
             where r.petition = \(petition) and r.organisation = scope_organisation() and p.sealed_on is null
               and not exists (select from case_file f where f.registration = r.id and f.state = 'voided')
             order by r.id limit 1 for share of r
            """)
        return found.map { ($0.id, $0.referenceOnly) }
    }

    /// The petitions that stand under a number in the office's books: one in its own, and one in each that it took over.
    public static func petitions(_ db: Connection, number: Int, year: Int) throws -> [Int64] {
        try db.values(
            """
            select petition from registration
             where organisation = scope_organisation() and book_year = \(year)::int and number = \(number)::int
             order by (book = organisation) desc, id desc
            """, as: Int64.self)
    }
}
