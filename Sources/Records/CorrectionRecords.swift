public import Law
public import Postgres

/// What may be wrong in an entry: read before it is corrected, written with its new words; what a step found, and putting it back.
public enum CorrectionRecords {
    /// An entry of the office's book as it stands, and one of its persons.
    public struct Entry: RowDecodable, Sendable {
        public var petition: Int64
        public var kind: PetitionKind
        public var bookYear: Int
        public var referenceOnly: Bool
        public var receivedOn: Day
        /// It came by a referral, on the day of which that speaks.
        public var viaReferral: Bool
        /// It came in an envelope that stands in the book of incoming letters under a number of its own.
        public var inEnvelope: Bool
        /// It is a part of a letter that was split, and shares its arrival number.
        public var part: Bool
        public var remote: Bool
        /// The person whose details are among the values; nil where nobody is named, or nobody stands in the place that was asked for.
        public var person: Int64?
        /// His place among the persons of the petition, from 1.
        public var position: Int?
        /// Whom a denunciation is about.
        public var denounced: Int64?
        /// Role and name of everybody the petition names, in order; nobody of one that is kept by reference.
        public var persons: [(role: String, fullName: String)]
        /// What stands there, by the fact that corrects it: days as ISO text, codes and ids as stored; nothing for what is empty.
        public var values: [String: String]
        /// The day of the first step that somebody took after the entry itself.
        public var nextStepOn: Day?
        /// The last of its cases: the one whose days run.
        public var newestCase: Int64
        public var merged: Bool
        public init(_ row: Row) throws(DecodeError) {
            petition = try row["petition"]
            kind = try row["kind"]
            bookYear = try row["book_year"]
            referenceOnly = try row["reference_only"]
            receivedOn = try row.day("received_on")
            viaReferral = try row["via_referral"]
            inEnvelope = try row["in_envelope"]
            part = try row["part"]
            remote = try row["remote"]
            person = try row["person"]
            position = try row["ordinal"]
            denounced = try row["denounced"]
            let roles: [String] = try row["roles"]
            let names: [String] = try row["names"]
            persons = zip(roles, names).map { (role: $0, fullName: $1) }
            let facts: [String] = try row["facts"]
            let stands: [String] = try row["stands"]
            values = Dictionary(zip(facts, stands)) { first, _ in first }
            nextStepOn = try row.dayIfAny("next_step_on")
            newestCase = try row["newest_case"]
            merged = try row["merged"]
        }
    }

    /// nil when the entry is not one of the office of the transaction.
    ///
    /// - Parameter position: whose details are asked for, by his place among the persons of the petition; nil for its first petitioner.
    public static func entry(_ db: Connection, registration: Int64, position: Int? = nil) throws -> Entry? {
        try db.first(
            """
            select r.petition, r.kind, r.book_year, p.reference_only, r.received_on, r.via_referral is not null as via_referral, r.remote,
                   p.part_of is not null as part, exists (select from envelope e where e.registration = r.id) as in_envelope,
                   w.id as person, w.ordinal, d.denounced, n.roles, n.names, v.facts, v.stands,
                   (select min(j.occurred_on) from case_file f join journal j on j.case_id = f.id
                     where f.registration = r.id and j.actor = 'officer' and not is_desk_work(j.event) and \(CaseRecords.notUndone("j"))
                       and (j.seq > 1 or f.id > (select min(g.id) from case_file g where g.registration = r.id))) as next_step_on,
                   (select max(g.id) from case_file g where g.registration = r.id) as newest_case, coalesce(w.merged, false) as merged
              from registration r
              join petition p on p.id = r.petition
              left join lateral (
                    select s.*, a.ordinal, \(taken("a")) as merged
                      from (\(ordered)) a join person s on s.id = a.person
                     where case when \(position)::int is null then a.role = 'petitioner' else a.ordinal = \(position)::int end
                     order by a.ordinal limit 1) w on true
              left join lateral (
                    select s.id as denounced, s.full_name as denounced_person
                      from party y join person s on s.id = y.person
                     where y.petition = p.id and y.role = 'respondent' and p.reference_only order by y.position, y.id limit 1) d on true
             cross join lateral (
                    select coalesce(array_agg(a.role order by a.ordinal), '{}') as roles,
                           coalesce(array_agg(s.full_name order by a.ordinal), '{}') as names
                      from (\(ordered)) a join person s on s.id = a.person) n
             cross join lateral (
                    select coalesce(array_agg(e.key order by e.key), '{}') as facts,
                           coalesce(array_agg(e.value order by e.key), '{}') as stands
                      from jsonb_each_text(jsonb_strip_nulls(\(standing))) e where e.value <> '') v
             where r.id = \(registration) and r.organisation = scope_organisation()
            """)
    }

    /// Whether the person of an entry `party`, `person` was another one when he was entered, and was taken for this one since.
    static func taken(_ entry: SQL) -> SQL {
        """
        exists (select from person_merge_party mp
                  join person_merge m on m.id = mp.merge and m.kind = 'merge' and person_root(m.kept) = \(entry).person
                 where mp.party = \(entry).party and not exists (select from person_merge u where u.undoes = m.id))
        """
    }

    /// Who has to do with the petition `p`, by his place.
    private static let ordered: SQL = """
        select y.id as party, y.person, y.role, row_number() over (order by y.position, y.id)::int as ordinal
          from party y where y.petition = p.id and not p.reference_only
        """

    /// Fact → what stands there, of the letter `p`, the entry `r`, the person `w` and the denounced `d`.
    private static let standing: SQL = """
        jsonb_build_object(
            'received_on', r.received_on, 'written_on', p.letter_date, 'postmark_on', p.postmark_on, 'channel', p.channel,
            'petition_title', p.title, 'petition_body', p.body, 'petition_request', p.request, 'people', p.people,
            'representatives', p.representatives, 'filer_kind', p.filer_kind, 'signature_kind', p.signature_kind,
            'appointment_signed', p.appointment_signed, 'appointment_on', p.appointment_on, 'incident_commune', p.incident_commune,
            'remote', r.remote, 'wants_reply', r.wants_reply, 'repeated', r.repeated, 'source_body', r.source_body,
            'source_organisation', r.source_organisation, 'source_letter_number', r.source_letter_number,
            'source_letter_date', r.source_letter_date, 'prior_bodies', r.prior_bodies, 'arrival_number', r.arrival_number)
        || \(personStanding)
        || jsonb_build_object('pseudonym', p.pseudonym, 'paper_file_number', p.paper_file_number, 'denounced_person', d.denounced_person)
        """

    /// Fact → what stands there, of the person `w`.
    static let personStanding: SQL = """
        jsonb_build_object(
            'full_name', w.full_name, 'person_kind', w.kind, 'gender', w.gender, 'birth_year', w.birth_year, 'id_kind', w.id_kind,
            'id_number', w.id_number, 'id_issued_on', w.id_issued_on, 'id_issued_by', w.id_issued_by, 'no_id_reason', w.no_id_reason,
            'phone', w.phone, 'commune', w.commune_code, 'address', w.address, 'old_address', w.old_address,
            'ethnic_code', w.ethnic_code, 'nationality', w.nationality, 'occupation', w.occupation, 'job_title', w.job_title,
            'workplace', w.workplace)
        """

    /// Another value of a fact, as text; nil empties it.
    public struct Change: Sendable {
        public var name: String
        public var value: String?
        public init(name: String, value: String?) {
            self.name = name
            self.value = value
        }
    }

    /// Writes the changes of the letter, the office's entry of it and the person of the entry. What is told otherwise (`received_on`,
    /// `denounced_person`) is left out.
    public static func correct(_ db: Connection, _ entry: Entry, registration: Int64, _ changes: [Change]) throws {
        let letter = changes.map { letterColumn($0.name, $0.value) }.filter { !$0.isEmpty }
        if !letter.isEmpty { try db.run("update petition set \(letter.joined()) where id = \(entry.petition)") }
        let own = changes.map { entryColumn($0.name, $0.value) }.filter { !$0.isEmpty }
        if !own.isEmpty { try db.run("update registration set \(own.joined()) where id = \(registration)") }
        let person = changes.map { personColumn($0.name, $0.value) }.filter { !$0.isEmpty }
        if !person.isEmpty, let id = entry.person { try db.run("update person set \(person.joined()) where id = \(id)") }
    }

    /// The name of a person, nothing else of him.
    public static func rename(_ db: Connection, person: Int64, _ fullName: String) throws {
        try db.run("update person set full_name = \(fullName) where id = \(person)")
    }

    private static func letterColumn(_ name: String, _ value: String?) -> SQL {
        switch name {
        case "petition_title": "title = \(value)"
        case "petition_body": "body = \(value)"
        case "petition_request": "request = coalesce(\(value), '')"
        case "written_on": "letter_date = \(value)::date"
        case "postmark_on": "postmark_on = \(value)::date"
        case "channel": "channel = \(value)"
        case "people": "people = \(value)::int"
        case "representatives": "representatives = \(value)::int"
        case "filer_kind": "filer_kind = \(value)"
        case "signature_kind": "signature_kind = \(value)"
        case "appointment_signed": "appointment_signed = \(value)::boolean"
        case "appointment_on": "appointment_on = \(value)::date"
        case "incident_commune": "incident_commune = \(value)"
        case "pseudonym": "pseudonym = \(value)"
        case "paper_file_number": "paper_file_number = \(value)"
        default: .empty
        }
    }

    private static func entryColumn(_ name: String, _ value: String?) -> SQL {
        switch name {
        case "remote": "remote = \(value)::boolean"
        case "wants_reply": "wants_reply = \(value)::boolean"
        case "repeated": "repeated = \(value)::boolean"
        case "source_body": "source_body = coalesce(\(value), '')"
        case "source_organisation": "source_organisation = \(value)::bigint"
        case "source_letter_number": "source_letter_number = \(value)"
        case "source_letter_date": "source_letter_date = \(value)::date"
        case "prior_bodies": "prior_bodies = coalesce(\(value), '')"
        case "arrival_number": "arrival_number = \(value)::int"
        default: .empty
        }
    }

    static func personColumn(_ name: String, _ value: String?) -> SQL {
        switch name {
        case "full_name": "full_name = \(value)"
        case "person_kind": "kind = \(value)"
        case "gender": "gender = \(value)"
        case "birth_year": "birth_year = \(value)::int"
        case "id_kind": "id_kind = \(value)"
        case "id_number": "id_number = \(value)"
        case "id_issued_on": "id_issued_on = \(value)::date"
        case "id_issued_by": "id_issued_by = \(value)"
        case "no_id_reason": "no_id_reason = \(value)"
        case "phone": "phone = \(value)"
        case "commune": communeColumns(value)
        case "address": "address = coalesce(\(value), '')"
        case "old_address": "old_address = coalesce(\(value), '')"
        case "ethnic_code": "ethnic_code = \(value)"
        case "nationality": "nationality = \(value)"
        case "occupation": "occupation = \(value)"
        case "job_title": "job_title = \(value)"
        case "workplace": "workplace = \(value)"
        default: .empty
        }
    }

    /// The province follows from the commune, as where a person is entered.
    private static func communeColumns(_ code: String?) -> SQL {
        """
        commune_code = \(code), province_code = (select c.province_code from commune c where c.code = \(code)
                                                   order by c.valid_to desc nulls first limit 1)
        """
    }

    /// The day of arrival, of the office's entry and of the letter it entered.
    public static func correct(_ db: Connection, registration: Int64, receivedOn day: Day) throws {
        try db.run("update registration set received_on = \(day.date) where id = \(registration)")
        try db.run(
            "update petition p set received_on = \(day.date) from registration r where r.id = \(registration) and p.id = r.petition")
    }

    /// The words by which the letter is found, from what it says now; of every letter of the person, when one was renamed.
    public static func indexAnew(_ db: Connection, petition: Int64?, person: Int64?) throws {
        try db.run(
            """
            update petition p
               set search_text = fold(concat_ws(' ', (
                     select string_agg(s.full_name, ' ' order by y.position) from party y join person s on s.id = y.person
                      where y.petition = p.id and not (p.reference_only and y.role = 'respondent')),
                     p.title, p.pseudonym, p.paper_file_number,
                     (select nullif(r.source_body, '') from registration r
                       where r.petition = p.id and r.organisation = p.entered_by_office and r.kind = 'voter_petition' limit 1),
                     left(p.body, 400),
                     -- the number of the old book from which it came along
                     (select string_agg(c.old_number || '/' || c.year, ' ') from carried_case c join registration r on r.id = c.registration
                       where r.petition = p.id)))
             where p.id = \(petition)::bigint
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
