public import Law
public import Postgres

/// What may be wrong in an entry: read before it is corrected, written with its new words; what a step found, and putting it back.
public enum CorrectionRecords {
    /// An entry of the office's book as it stands.
    public struct Entry: RowDecodable, Sendable {
        public var petition: Int64
        public var referenceOnly: Bool
        public var receivedOn: Day
        /// It came by a referral, on the day of which that speaks.
        public var viaReferral: Bool
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
        /// The day of the first step that somebody took after the entry itself.
        public var nextStepOn: Day?
        public init(_ row: Row) throws(DecodeError) {
            petition = try row["petition"]
            referenceOnly = try row["reference_only"]
            receivedOn = try row.day("received_on")
            viaReferral = try row["via_referral"]
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

    /// nil when the entry is not one of the office of the transaction.
    public static func entry(_ db: Connection, registration: Int64) throws -> Entry? {
        try db.first(
            """
            select r.petition, p.reference_only, r.received_on, r.via_referral is not null as via_referral, p.letter_date, p.title, p.body, p.request,
                   p.people, w.person, w.full_name, w.id_kind, w.id_number, w.address, w.phone,
                   (select min(j.occurred_on) from case_file f join journal j on j.case_id = f.id
                     where f.registration = r.id and j.actor = 'officer' and not is_desk_work(j.event) and \(CaseRecords.notUndone("j"))
                       and (j.seq > 1 or f.id > (select min(g.id) from case_file g where g.registration = r.id))) as next_step_on
              from registration r
              join petition p on p.id = r.petition
              left join lateral (
                    select s.id as person, s.full_name, s.id_kind, s.id_number, s.address, s.phone from party y join person s on s.id = y.person
                     where y.petition = p.id and y.role = 'petitioner' and not p.reference_only order by y.position limit 1) w on true
             where r.id = \(registration) and r.organisation = scope_organisation()
            """)
    }

    /// One value of a correction: nothing said, another value, or none any more.
    public enum Change<Value: Sendable>: Sendable {
        case keep
        case set(Value)
        case clear
    }

    /// Title and content as given; request and the day of the letter also emptied.
    public static func correct(
        _ db: Connection, petition: Int64, title: String?, body: String?, request: Change<String>, writtenOn: Change<Day>, people: Int?
    ) throws {
        let (asked, askedSaid) = parts(request)
        let (written, writtenSaid) = parts(writtenOn)
        try db.run(
            """
            update petition
               set title = coalesce(\(title), title), body = coalesce(\(body), body),
                   request = case when \(askedSaid) then coalesce(\(asked), '') else request end,
                   letter_date = case when \(writtenSaid) then \(written?.date)::date else letter_date end, people = coalesce(\(people)::int, people)
             where id = \(petition)
            """)
    }

    public static func correct(
        _ db: Connection, person: Int64, fullName: String?, idNumber: Change<String>, address: Change<String>, phone: Change<String>
    ) throws {
        let (number, numberSaid) = parts(idNumber)
        let (place, placeSaid) = parts(address)
        let (call, callSaid) = parts(phone)
        try db.run(
            """
            update person
               set full_name = coalesce(\(fullName), full_name), id_number = case when \(numberSaid) then \(number)::text else id_number end,
                   address = case when \(placeSaid) then coalesce(\(place), '') else address end,
                   phone = case when \(callSaid) then \(call)::text else phone end
             where id = \(person)
            """)
    }

    /// What to write, and whether anything was said.
    private static func parts<Value: Sendable>(_ change: Change<Value>) -> (value: Value?, said: Bool) {
        switch change {
        case .keep: (nil, false)
        case .set(let value): (value, true)
        case .clear: (nil, true)
        }
    }

    /// The day of arrival, of the office's entry and of the letter it entered.
    public static func correct(_ db: Connection, registration: Int64, receivedOn day: Day) throws {
        try db.run("update registration set received_on = \(day.date) where id = \(registration)")
        try db.run(
            "update petition p set received_on = \(day.date) from registration r where r.id = \(registration) and p.id = r.petition")
    }

    /// The words by which the letter is found, from what it says now; of every letter of the person, when one was renamed.
    public static func indexAnew(_ db: Connection, petition: Int64, person: Int64?) throws {
        try db.run(
            """
            update petition p
               set search_text = fold(concat_ws(' ', (
                     select string_agg(s.full_name, ' ' order by y.position) from party y join person s on s.id = y.person
                      where y.petition = p.id and not (p.reference_only and y.role = 'respondent')),
                     p.title, p.pseudonym, p.paper_file_number,
                     (select nullif(r.source_body, '') from registration r
                       where r.petition = p.id and r.organisation = p.entered_by_office and r.kind = 'voter_petition' limit 1),
                     left(p.body, 400)))
             where p.id = \(petition)
                or p.id in (select y.petition from party y where y.person = \(person)::bigint and y.petition is not null)
            """)
    }

    /// Cases of the same petition in other offices, the newest of each.
    public static func casesElsewhere(_ db: Connection, registration: Int64) throws -> [Int64] {
        try db.values("select * from cases_elsewhere(\(registration))", as: Int64.self)
    }

    /// Whether the office holds the petition under a number that still counts.
    public static func counts(_ db: Connection, petition: Int64) throws -> Bool {
        try db.value(
            """
            select exists (select from registration r where r.petition = \(petition) and r.organisation = scope_organisation()
                              and r.outcome is distinct from 'voided')
            """, as: Bool.self)
    }
}
