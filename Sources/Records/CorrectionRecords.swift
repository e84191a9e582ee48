public import Law
public import Postgres

/// What may be wrong in an entry: read before it is corrected, written with its new words.
public enum CorrectionRecords {
    public struct Entry: RowDecodable, Sendable {
        /// The office that entered the letter; another one corrects nothing in it.
        public var enteredBy: Int64
        public var referenceOnly: Bool
        public var receivedOn: Day
        public var writtenOn: Day?
        public var title: String
        public var body: String
        public var request: String
        public var people: Int
        /// The first petitioner; nil where nobody is named.
        public var person: Int64?
        public var fullName: String?
        public var idKind: String?
        public var idNumber: String?
        public var address: String?
        public var phone: String?
        /// The day of the first step after the entry itself.
        public var nextStepOn: Day?
        public init(_ row: Row) throws(DecodeError) {
            enteredBy = try row["entered_by_office"]
            referenceOnly = try row["reference_only"]
            receivedOn = try row.day("received_on")
            writtenOn = try row.dayIfAny("letter_date")
            title = try row["title"]
            body = try row["body"]
            request = try row["request"]
            people = try row["people"]
            person = try row["person"]
            fullName = try row["full_name"]
            idKind = try row["id_kind"]
            idNumber = try row["id_number"]
            address = try row["address"]
            phone = try row["phone"]
            nextStepOn = try row.dayIfAny("next_step_on")
        }
    }

    public static func entry(_ db: Connection, registration: Int64) throws -> Entry? {
        try db.first(
            """
            select p.entered_by_office, p.reference_only, r.received_on, p.letter_date, p.title, p.body, p.request, p.people, w.person, w.full_name,
                   w.id_kind, w.id_number, w.address, w.phone,
                   (select min(j.occurred_on) from case_file f join journal j on j.case_id = f.id
                     where f.registration = r.id and j.event <> 'correct' and (j.seq > 1 or f.id > (
                           select min(g.id) from case_file g where g.registration = r.id))) as next_step_on
              from registration r
              join petition p on p.id = r.petition
              left join lateral (
                    select s.id as person, s.full_name, s.id_kind, s.id_number, s.address, s.phone from party y join person s on s.id = y.person
                     where y.petition = p.id and y.role = 'petitioner' and not p.reference_only order by y.position limit 1) w on true
             where r.id = \(registration) and r.organisation = scope_organisation()
            """)
    }

    public static func correct(
        _ db: Connection, registration: Int64, title: String?, body: String?, request: String?, writtenOn: Day?, people: Int?
    ) throws {
        try db.run(
            """
            update petition p
               set title = coalesce(\(title), p.title), body = coalesce(\(body), p.body), request = coalesce(\(request), p.request),
                   letter_date = coalesce(\(writtenOn?.date)::date, p.letter_date), people = coalesce(\(people)::int, p.people)
              from registration r where r.id = \(registration) and p.id = r.petition
            """)
    }

    public static func correct(_ db: Connection, person: Int64, fullName: String?, idNumber: String?, address: String?, phone: String?)
        throws
    {
        try db.run(
            """
            update person set full_name = coalesce(\(fullName), full_name), id_number = coalesce(\(idNumber), id_number),
                   address = coalesce(\(address), address), phone = coalesce(\(phone), phone)
             where id = \(person)
            """)
    }

    /// The day of arrival, of the office's entry and of the letter it entered.
    public static func correct(_ db: Connection, registration: Int64, receivedOn day: Day) throws {
        try db.run("update registration set received_on = \(day.date) where id = \(registration)")
        try db.run(
            "update petition p set received_on = \(day.date) from registration r where r.id = \(registration) and p.id = r.petition")
    }

    /// The words by which the letter is found, from what it says now.
    public static func indexAnew(_ db: Connection, registration: Int64) throws {
        try db.run(
            """
            update petition p
               set search_text = fold(concat_ws(' ', (
                     select string_agg(s.full_name, ' ' order by y.position) from party y join person s on s.id = y.person
                      where y.petition = p.id and not (p.reference_only and y.role = 'respondent')),
                     p.title, p.pseudonym, p.paper_file_number, left(p.body, 400)))
              from registration r where r.id = \(registration) and p.id = r.petition
            """)
    }
}
