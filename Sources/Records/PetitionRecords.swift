public import Law
public import Postgres

/// Petitions, matters and their entries in the offices' books.
public enum PetitionRecords {
    public struct NewPetition: Sendable {
        public var receiptCode: String
        public var office: Int64
        public var matter: Int64?
        public var visit: Int64?
        public var channel: Channel
        public var receivedOn: Day
        public var postmarkOn: Day?
        public var letterDate: Day?
        public var enteredAt: Instant
        public var title: String
        public var body: String
        public var request: String = ""
        public var filerKind: String = "individual"
        public var signatureKind: String = "one"
        public var people: Int = 1
        public var representatives: Int = 0
        public var appointmentSigned: Bool = false
        public var appointmentOn: Day?
        public var incidentCommune: String?
        public var duplicateOf: Int64?
        public var partOf: Int64?
        public var pseudonym: String?
        public var paperFileNumber: String?
        /// Of which body the denounced is, and what he is there (head | deputy | body | staff).
        public var denouncedBody: Int64?
        public var denouncedRank: String?
        /// Folded by the database; names, title and the first words of the content.
        public var searchWords: String = ""
        public init(
            receiptCode: String, office: Int64, channel: Channel, receivedOn: Day, enteredAt: Instant, title: String, body: String
        ) {
            self.receiptCode = receiptCode
            self.office = office
            self.channel = channel
            self.receivedOn = receivedOn
            self.enteredAt = enteredAt
            self.title = title
            self.body = body
        }
    }

    public struct NewRegistration: Sendable {
        public var organisation: Int64
        public var bookYear: Int
        /// A number already taken for it; nil takes the book's next one in the same statement.
        public var number: Int?
        /// Số đến, beside the number in the book of petitions.
        public var arrivalNumber: Int?
        public var receivedOn: Day
        public var enteredAt: Instant
        public var enteredBy: Int64?
        public var viaReferral: Int64?
        public var kind: PetitionKind
        public var fieldCode: String?
        public var eligibility: Eligibility?
        public var ineligibleReason: String?
        public var jurisdiction: Jurisdiction?
        public var priorResolution: String = "none"
        public var priorBodies: String = ""
        public var repeated: Bool = false
        /// 1 or 2 (Luật Khiếu nại Đ.7).
        public var instance = 1
        public var wantsReply: Bool = false
        public var sourceBody: String = ""
        public var sourceOrganisation: Int64?
        public var sourceLetterNumber: String?
        public var sourceLetterDate: Day?
        /// The place concerned lies in a remote area.
        public var remote: Bool = false
        public init(organisation: Int64, receivedOn: Day, enteredAt: Instant, enteredBy: Int64?, kind: PetitionKind) {
            self.organisation = organisation
            self.bookYear = receivedOn.year
            self.receivedOn = receivedOn
            self.enteredAt = enteredAt
            self.enteredBy = enteredBy
            self.kind = kind
        }
    }

    /// What one statement brought into being.
    public struct Entered: RowDecodable, Sendable {
        public var petition: Int64
        public var matter: Int64
        public var registration: Int64
        public var number: Int
        public var caseID: Int64
        public init(_ row: Row) throws(DecodeError) {
            petition = try row["petition"]
            matter = try row["matter"]
            registration = try row["registration"]
            number = try row["number"]
            caseID = try row["case_id"]
        }
    }

    /// Enters a new petition: its matter unless one is given, the petition, the entry under the book's next number, an empty case and the
    /// owner's access to it — one statement, because the number's row stays locked from here to COMMIT.
    public static func enter(
        _ db: Connection, _ p: NewPetition, _ r: NewRegistration, version: Int, openedOn: Day
    ) throws -> Entered {
        try db.one(
            """
            with opened as (
                insert into matter (organisation, title, opened_on)
                select \(p.office), \(p.title), \(p.receivedOn.date) where \(p.matter)::bigint is null
                returning id),
            letter as (
                insert into petition (receipt_code, entered_by_office, matter, visit, channel, received_on, postmark_on, letter_date, entered_at, title,
                                      body, request, filer_kind, signature_kind, people, representatives, appointment_signed, appointment_on,
                                      incident_commune, duplicate_of, part_of, reference_only, pseudonym, paper_file_number, denounced_body,
                                      denounced_rank, search_text)
                values (\(p.receiptCode), \(p.office), coalesce(\(p.matter)::bigint, (select id from opened)), \(p.visit)::bigint, \(p.channel),
                        \(p.receivedOn.date), \(p.postmarkOn?.date)::date, \(p.letterDate?.date)::date, \(p.enteredAt), \(p.title), \(p.body),
                        \(p.request), \(p.filerKind), \(p.signatureKind), \(p.people)::int, \(p.representatives)::int, \(p.appointmentSigned),
                        \(p.appointmentOn?.date)::date, \(p.incidentCommune), \(p.duplicateOf)::bigint, \(p.partOf)::bigint, \(p.pseudonym != nil), \(p.pseudonym),
                        \(p.paperFileNumber), \(p.denouncedBody)::bigint, \(p.denouncedRank), fold(\(p.searchWords)))
                returning id, matter),
            entry as (
                \(insertRegistration(r, from: "letter"))
                returning id, number),
            file as (
                insert into case_file (version, organisation, subject, registration, opened_on)
                select \(version)::int, \(r.organisation), 'petition', id, \(openedOn.date) from entry
                returning id),
            access as (
                insert into case_access (case_id, organisation, relation) select id, \(r.organisation), 'owner' from file)
            select letter.id as petition, letter.matter, entry.id as registration, entry.number, file.id as case_id from letter, entry, file
            """)
    }

    /// Enters a petition that another office holds already, under the next number of this office's book.
    /// - Returns: the registration's id.
    public static func register(_ db: Connection, petition: Int64, _ r: NewRegistration) throws -> Int64 {
        try db.value(
            """
            with letter as (select id, matter from petition where id = \(petition))
            \(insertRegistration(r, from: "letter")) returning id
            """, as: Int64.self)
    }

    private static func insertRegistration(_ r: NewRegistration, from source: SQL) -> SQL {
        """
        insert into registration (petition, matter, organisation, book_year, number, received_on, entered_at, entered_by, via_referral, kind, first_kind, field_code,
                                  eligibility, ineligible_reason, jurisdiction, prior_resolution, prior_bodies, repeated, wants_reply, source_body,
                                  source_organisation, source_letter_number, source_letter_date, remote, instance, arrival_number)
        select id, matter, \(r.organisation), \(r.bookYear)::int, coalesce(\(r.number)::int, next_number(\(r.organisation), 'petition', \(r.bookYear)::int)), \(r.receivedOn.date),
               \(r.enteredAt), \(r.enteredBy)::bigint, \(r.viaReferral)::bigint, \(r.kind), \(r.kind), \(r.fieldCode), \(r.eligibility), \(r.ineligibleReason),
               \(r.jurisdiction), \(r.priorResolution), \(r.priorBodies), \(r.repeated), \(r.wantsReply), \(r.sourceBody),
               \(r.sourceOrganisation)::bigint, \(r.sourceLetterNumber), \(r.sourceLetterDate?.date)::date, \(r.remote), \(r.instance)::int, \(r.arrivalNumber)::int
          from \(source)
        """
    }

    public static func insertPaper(petition: Int64, position: Int, name: String, pages: Int, kind: String) -> SQL {
        """
        insert into paper (petition, position, name, pages, kind)
        values (\(petition), \(position)::int, \(name), \(pages)::int, \(kind))
        """
    }

    /// Classification belongs to the office's own entry.
    public static func classify(
        _ db: Connection, registration: Int64, kind: PetitionKind?, fieldCode: String?, eligibility: Eligibility?,
        ineligibleReason: String?,
        jurisdiction: Jurisdiction?
    ) throws {
        try db.run(
            """
            update registration
               set kind = coalesce(\(kind), kind), field_code = coalesce(\(fieldCode), field_code), eligibility = coalesce(\(eligibility), eligibility),
                   ineligible_reason = coalesce(\(ineligibleReason), ineligible_reason), jurisdiction = coalesce(\(jurisdiction), jurisdiction)
             where id = \(registration)
            """)
    }
    public static func setOutcome(_ db: Connection, registration: Int64, outcome: String?, on day: Day) throws {
        try db.run(
            "update registration set outcome = \(outcome), outcome_on = case when \(outcome)::text is not null then \(day.date)::date end where id = \(registration)"
        )
    }
    public static func setTold(_ db: Connection, registration: Int64, on day: Day) throws {
        try db.run("update registration set told_on = \(day.date) where id = \(registration)")
    }
    public static func setComplex(_ db: Connection, registration: Int64) throws {
        try db.run("update registration set complex = true where id = \(registration)")
    }
    public static func setRemote(_ db: Connection, registration: Int64, remote: Bool) throws {
        try db.run("update registration set remote = \(remote) where id = \(registration)")
    }
    public static func settle(
        _ db: Connection, case id: Int64, result: String, decisionNumber: String?, decisionDate: Day?, inTime: Bool?
    ) throws {
        try db.run(
            """
            insert into settlement (case_id, result, decision_number, decision_date, in_time)
            values (\(id), \(result), \(decisionNumber), \(decisionDate?.date)::date, \(inTime))
            on conflict (case_id) do update
               set result = excluded.result, decision_number = excluded.decision_number, decision_date = excluded.decision_date, in_time = excluded.in_time
            """)
    }

    public static func matterBelongs(_ db: Connection, matter: Int64) throws -> Bool {
        try db.value(
            """
            select exists (select from registration r where r.matter = \(matter) and r.organisation = scope_organisation())
            """, as: Bool.self)
    }

    /// Whether the office holds a denunciation, or something that may name who wrote, in a matter.
    public static func matterHolds(_ db: Connection, matter: Int64) throws -> (denunciation: Bool, named: Bool) {
        struct Held: RowDecodable {
            var denunciation: Bool
            var named: Bool
            init(_ row: Row) throws(DecodeError) {
                denunciation = try row["denunciation"]
                named = try row["named"]
            }
        }
        let held: Held = try db.one(
            """
            select coalesce(bool_or(p.reference_only), false)
                   or exists (select from visit v where v.matter = \(matter) and v.organisation = scope_organisation() and v.denunciation)
                   as denunciation,
                   -- beside what was sealed nothing stands
                   coalesce(bool_or(not p.reference_only or p.sealed_on is not null), false)
                   or exists (select from visit v where v.matter = \(matter) and v.organisation = scope_organisation() and not v.denunciation)
                   as named
              from registration r join petition p on p.id = r.petition
             where r.matter = \(matter) and r.organisation = scope_organisation()
            """)
        return (held.denunciation, held.named)
    }
    /// Whether a petition of the office's book is kept by reference only; nil when the book has no such petition, or it was sealed:
    /// nothing is tied to one of those.
    public static func referenceOnly(_ db: Connection, petition: Int64) throws -> Bool? {
        try db.valueIfAny(
            """
            select p.reference_only from petition p join registration r on r.petition = p.id
             where p.id = \(petition) and r.organisation = scope_organisation() and p.sealed_on is null
            """, as: Bool.self)
    }
}
