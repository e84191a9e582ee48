public import Law
public import Postgres

extension PetitionRecords {
    public struct Full: RowDecodable, Sendable {
        public var id: Int64
        public var receiptCode: String
        public var registration: Int64
        public var caseID: Int64
        public var seq: Int
        public var version: Int
        public var state: String
        public var final: Bool
        public var organisation: Int64
        public var organisationName: String
        public var bookYear: Int
        public var number: Int
        /// Whose book the number stands in, where that is another office's.
        public var book: String?
        public var matter: Int64
        public var matterTitle: String
        public var complexLong: Bool
        public var siblings: [Int64]
        public var channel: Channel
        public var receivedOn: Day
        public var enteredAt: Instant
        public var letterDate: Day?
        public var postmarkOn: Day?
        public var kind: PetitionKind
        public var title: String
        public var body: String
        public var request: String
        public var fieldCode: String?
        public var fieldName: String?
        public var eligibility: Eligibility?
        public var ineligibleReason: String?
        public var jurisdiction: Jurisdiction?
        public var filerKind: String
        public var signatureKind: String
        public var people: Int
        public var representatives: Int
        public var appointmentSigned: Bool
        public var appointmentOn: Day?
        public var wantsReply: Bool
        public var repeated: Bool
        public var priorResolution: String
        public var priorBodies: String
        public var sourceBody: String
        public var arrivalNumber: Int?
        public var sourceLetterNumber: String?
        public var sourceLetterDate: Day?
        public var incidentCommune: String?
        /// The commune with its province, as it stands within a line.
        public var incidentCommuneName: String?
        public var duplicateOf: Int64?
        public var partOf: Int64?
        /// Petitions that are parts of this one, in the office's book.
        public var parts: [Int64]
        public var visit: Int64?
        public var referenceOnly: Bool
        public var pseudonym: String?
        public var paperFileNumber: String?
        public var denouncedBody: Int64?
        public var denouncedBodyName: String?
        public var denouncedRank: String?
        public var nextDue: Day?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            receiptCode = try row["receipt_code"]
            registration = try row["registration"]
            caseID = try row["case_id"]
            seq = try row["seq"]
            version = try row["version"]
            state = try row["state"]
            final = try row["final"]
            organisation = try row["organisation"]
            organisationName = try row["organisation_name"]
            bookYear = try row["book_year"]
            number = try row["number"]
            book = try row["book"]
            matter = try row["matter"]
            matterTitle = try row["matter_title"]
            complexLong = try row["complex_long"]
            siblings = try row["siblings"]
            channel = try row["channel"]
            receivedOn = try row.day("received_on")
            enteredAt = try row["entered_at"]
            letterDate = try row.dayIfAny("letter_date")
            postmarkOn = try row.dayIfAny("postmark_on")
            kind = try row["kind"]
            title = try row["title"]
            body = try row["body"]
            request = try row["request"]
            fieldCode = try row["field_code"]
            fieldName = try row["field_name"]
            eligibility = try row["eligibility"]
            ineligibleReason = try row["ineligible_reason"]
            jurisdiction = try row["jurisdiction"]
            filerKind = try row["filer_kind"]
            signatureKind = try row["signature_kind"]
            people = try row["people"]
            representatives = try row["representatives"]
            appointmentSigned = try row["appointment_signed"]
            appointmentOn = try row.dayIfAny("appointment_on")
            wantsReply = try row["wants_reply"]
            repeated = try row["repeated"]
            priorResolution = try row["prior_resolution"]
            priorBodies = try row["prior_bodies"]
            sourceBody = try row["source_body"]
            arrivalNumber = try row["arrival_number"]
            sourceLetterNumber = try row["source_letter_number"]
            sourceLetterDate = try row.dayIfAny("source_letter_date")
            incidentCommune = try row["incident_commune"]
            incidentCommuneName = try row["incident_commune_name"]
            duplicateOf = try row["duplicate_of"]
            partOf = try row["part_of"]
            parts = try row["parts"]
            visit = try row["visit"]
            referenceOnly = try row["reference_only"]
            pseudonym = try row["pseudonym"]
            paperFileNumber = try row["paper_file_number"]
            denouncedBody = try row["denounced_body"]
            denouncedBodyName = try row["denounced_body_name"]
            denouncedRank = try row["denounced_rank"]
            nextDue = try row.dayIfAny("next_due")
        }
    }

    /// How the petition `p` came to the office of the entry `r`: by referral, whatever way it had come to the sender.
    static let channel: SQL = "case when r.via_referral is null then p.channel else 'forwarded' end"

    /// The petition as the transaction's office holds it; for the recipient of a referral that has not accepted it yet, as the sender holds it.
    public static func fullQuery(_ petition: Int64) -> SQL {
        """
        select p.id, p.receipt_code, r.id as registration, f.id as case_id, f.seq, f.version, f.state, f.final, o.id as organisation,
               o.name as organisation_name, r.book_year, r.number, nullif(book_of(r.organisation, r.book), '') as book, r.matter,
               (select q.title from registration t join petition q on q.id = t.petition
                 where t.organisation = r.organisation and t.matter = r.matter order by t.received_on, t.id limit 1) as matter_title,
               coalesce((select k.complex_long from matter_mark k where k.organisation = r.organisation and k.matter = r.matter
                          order by k.id desc limit 1), false) as complex_long,
               (select coalesce(array_agg(t.petition order by t.petition), '{}') from registration t
                 where t.organisation = r.organisation and t.matter = r.matter and t.petition <> p.id) as siblings,
               \(channel) as channel, r.received_on, p.entered_at, p.letter_date, p.postmark_on, r.kind, p.title, p.body, p.request, r.field_code,
               d.name as field_name, r.eligibility, r.ineligible_reason, r.jurisdiction, p.filer_kind, p.signature_kind, p.people, p.representatives,
               p.appointment_signed, p.appointment_on, r.wants_reply, r.repeated, r.prior_resolution, r.prior_bodies,
               coalesce(nullif(r.source_body, ''), (select so.name from organisation so where so.id = r.source_organisation), '') as source_body,
               r.arrival_number, r.source_letter_number, r.source_letter_date, p.incident_commune,
               (select \(PersonRecords.nameInLine("ic")) || ', ' || \(PersonRecords.nameInLine("iv"))
                  from commune ic join province iv on iv.code = ic.province_code
                 where ic.code = p.incident_commune order by ic.valid_to desc nulls first limit 1) as incident_commune_name,
               (select max(t.petition) from registration t where t.petition = p.duplicate_of and t.organisation = r.organisation) as duplicate_of,
               (select max(t.petition) from registration t where t.petition = p.part_of and t.organisation = r.organisation) as part_of,
               (select coalesce(array_agg(t.petition order by t.petition), '{}') from petition q
                  join registration t on t.petition = q.id and t.organisation = r.organisation where q.part_of = p.id) as parts, p.visit,
               p.reference_only, p.pseudonym, p.paper_file_number, p.denounced_body,
               (select db.name from organisation db where db.id = p.denounced_body) as denounced_body_name, p.denounced_rank, f.next_due
          from petition p
          join registration r on r.petition = p.id
          join case_file f on f.registration = r.id
          join organisation o on o.id = r.organisation
          left join field d on d.code = r.field_code
         where p.id = \(petition)
           and (scope_actor() = 'operator'
                or exists (select from case_access a where a.case_id = f.id and a.organisation = scope_organisation()
                                                       and a.relation <> 'reader')
                or referred_here(p.id))
         order by (r.organisation = scope_organisation()) desc nulls last, f.id desc limit 1
        """
    }

    public static func full(_ db: Connection, petition: Int64) throws -> Full? { try db.first(fullQuery(petition)) }

    public struct Receiver: RowDecodable, Sendable {
        public var fullName: String
        public var title: String
        /// Place of the session in which it was handed over.
        public var place: String?
        public init(_ row: Row) throws(DecodeError) {
            fullName = try row["full_name"]
            title = try row["title"]
            place = try row["place"]
        }
    }

    /// Who entered a petition into the book, and where it was handed over; nil for one that came by referral, handed over elsewhere.
    public static func receiver(_ db: Connection, registration: Int64) throws -> Receiver? {
        try db.first(
            """
            select o.full_name, o.title, s.place
              from registration r
              join officer o on o.id = r.entered_by
              join petition p on p.id = r.petition
              left join visit v on v.id = p.visit
              left join session s on s.id = v.session
             where r.id = \(registration) and r.via_referral is null
            """)
    }

    public struct PaperRow: RowDecodable, Sendable {
        public var name: String
        public var pages: Int
        public var kind: String
        public init(_ row: Row) throws(DecodeError) {
            name = try row["name"]
            pages = try row["pages"]
            kind = try row["kind"]
        }
    }
    /// The office in whose book an entry stands.
    public static func book(_ db: Connection, registration: Int64) throws -> Int64? {
        try db.valueIfAny("select book from registration where id = \(registration)", as: Int64.self)
    }
    public static func papersQuery(_ petition: Int64) -> SQL {
        "select name, pages, kind from paper where petition = \(petition) order by position"
    }

    public struct Line: RowDecodable, Sendable {
        public var petition: Int64
        public var caseID: Int64
        public var registration: Int64
        public var bookYear: Int
        public var number: Int
        public var book: String?
        public var receivedOn: Day
        public var kind: PetitionKind
        public var title: String
        public var who: String
        public var people: Int
        public var version: Int
        public var state: String
        public var final: Bool
        public var nextDue: Day?
        public var dueProvisional: Bool
        public init(_ row: Row) throws(DecodeError) {
            petition = try row["petition"]
            caseID = try row["case_id"]
            registration = try row["registration"]
            bookYear = try row["book_year"]
            number = try row["number"]
            book = try row["book"]
            receivedOn = try row.day("received_on")
            kind = try row["kind"]
            title = try row["title"]
            who = try row["who"]
            people = try row["people"]
            version = try row["version"]
            state = try row["state"]
            final = try row["final"]
            nextDue = try row.dayIfAny("next_due")
            dueProvisional = try row["next_provisional"]
        }
    }

    static let lineColumns: SQL = """
        p.id as petition, f.id as case_id, r.id as registration, r.book_year, r.number, nullif(book_of(r.organisation, r.book), '') as book, r.received_on, r.kind, p.title,
        coalesce(p.pseudonym, (select s.full_name from party y join person s on s.id = y.person
                                where y.petition = p.id and y.role = 'petitioner' and r.kind <> 'denunciation' order by y.position limit 1),
                 case when r.kind = 'voter_petition' then 'Cử tri' else '' end) as who,
        p.people, f.version, f.state, f.final, f.next_due, f.next_provisional
        """

    /// Which open cases by their next due day.
    public enum DueFilter: Sendable {
        case before(Day)
        /// First and last day.
        case within(Day, Day)
    }

    /// Matches of a search that can be reached by turning pages.
    public static let mostFound = 10_000

    /// The office's own petition cases, newest first, from below `before`; with `book` those that stand in one book. With `q`: those whose
    /// letter has these words, of each entry the newest case only, and `before` is an entry.
    public static func list(
        _ db: Connection, q: String?, open: Bool?, state: String?, kind: PetitionKind?, due: DueFilter?, referredTo: Int64? = nil,
        book: Int64? = nil, before: Int64?, limit: Int
    ) throws -> [Line] {
        let openFilter: SQL = open.map { $0 ? "and not f.final" : "and f.final" } ?? ""
        let stateFilter: SQL = state.map { "and f.state = \($0)" } ?? ""
        let kindFilter: SQL = kind.map { "and r.kind = \($0)" } ?? ""
        let dueFilter: SQL =
            switch due {
            case .before(let day)?: "and not f.final and f.next_due < \(day.date)"
            case .within(let first, let last)?: "and not f.final and f.next_due between \(first.date) and \(last.date)"
            case nil: ""
            }
        let sentFilter: SQL =
            referredTo.map {
                "and f.id in (select q.sender_case from referral q where q.sender = scope_organisation() and q.recipient = \($0))"
            } ?? ""
        let bookFilter: SQL = book.map { "and r.book = \($0)" } ?? ""
        // A search goes by entries: their newest cases are in another order.
        let key: SQL = q == nil ? "f.id" : "r.id"
        let cursor: SQL = before.map { "and \(key) < \($0)" } ?? ""
        var found: SQL = ""
        if let q {
            let isPlain = open == nil && state == nil && kind == nil && due == nil && referredTo == nil && book == nil && before == nil
            found = """
                and r.id in (select h.registration from search_registrations(\(q), \(isPlain ? limit : mostFound)::int) h)
                and not exists (select from case_file c where c.registration = r.id and c.id > f.id)
                """
        }
        return try db.all(
            """
            select \(lineColumns)
              from case_file f
              join registration r on r.id = f.registration
              join petition p on p.id = r.petition
             where f.organisation = scope_organisation() and f.subject = 'petition'
                   \(openFilter) \(stateFilter) \(kindFilter) \(dueFilter) \(sentFilter) \(bookFilter) \(found) \(cursor)
             order by \(key) desc limit \(limit)
            """)
    }

    public struct Duplicate: RowDecodable, Sendable {
        public var petition: Int64
        public var registration: Int64
        public var bookYear: Int
        public var number: Int
        public var book: String?
        public var receivedOn: Day
        public var who: String
        public var address: String
        public var title: String
        public var version: Int
        public var state: String
        public var sameID: Bool
        public var nameLikeness: Double
        public var textLikeness: Double
        public init(_ row: Row) throws(DecodeError) {
            petition = try row["petition"]
            registration = try row["registration"]
            bookYear = try row["book_year"]
            number = try row["number"]
            book = try row["book"]
            receivedOn = try row.day("received_on")
            who = try row["who"]
            address = try row["address"]
            title = try row["title"]
            version = try row["version"]
            state = try row["state"]
            sameID = try row["same_id"]
            nameLikeness = try row["name_likeness"]
            textLikeness = try row["text_likeness"]
        }
    }
    public static func duplicates(_ db: Connection, name: String?, idNumber: String?, words: String?, most: Int) throws -> [Duplicate] {
        try db.all(
            """
            select p.id as petition, r.id as registration, r.book_year, r.number, nullif(book_of(r.organisation, r.book), '') as book, r.received_on,
                   coalesce(w.full_name, '') as who,
                   concat_ws(', ', nullif(w.address, ''), lower(left(c.name, 1)) || substr(c.name, 2)) as address, p.title, f.version, f.state, h.same_id,
                   h.name_likeness::float8 as name_likeness, h.text_likeness::float8 as text_likeness
              from duplicate_candidates(\(name), \(idNumber), null, \(words), \(most)::int) h
              join registration r on r.id = h.registration
              join petition p on p.id = r.petition
              join lateral (select * from case_file c where c.registration = r.id order by c.id desc limit 1) f on true
              left join lateral (select s.full_name, s.address, s.commune_code from party y join person s on s.id = y.person
                                  where y.petition = p.id and y.role = 'petitioner' order by y.position limit 1) w on true
              left join commune c on c.code = w.commune_code and c.latest
             order by h.same_id desc, h.name_likeness desc, r.id desc
            """)
    }

    public struct Stage: RowDecodable, Sendable {
        public var office: String
        public var words: String
        public var since: Day
        public var closed: Bool
        public init(_ row: Row) throws(DecodeError) {
            office = try row["office"]
            words = try row["words"]
            since = try row.day("since")
            closed = try row["closed"]
        }
    }
    public static func stages(_ db: Connection, code: String) throws -> [Stage] {
        try db.all("select office, words, since, closed from lookup_stage(\(code))")
    }
}
