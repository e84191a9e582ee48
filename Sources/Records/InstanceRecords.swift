public import Law
public import Postgres

/// The two instances of a complaint: the office above, what the second takes over from the first, the mark that ties them.
public enum InstanceRecords {
    /// Whether somebody may sign in for an office: a condition on the table `organisation` under this alias.
    static func worksWithTheProgram(_ office: SQL) -> SQL {
        "not office_on_paper(\(office).id)"
    }

    /// The office that settles a second complaint (Luật Khiếu nại Đ.7): the parent, where somebody works with the program; else nil.
    public static func superior(_ db: Connection, of organisation: Int64) throws -> Int64? {
        try db.valueIfAny(
            """
            select p.id from organisation o join organisation p on p.id = o.parent
             where o.id = \(organisation) and p.valid_to is null
               and \(worksWithTheProgram("p"))
            """, as: Int64.self)
    }

    /// The petition of a first instance, as its second one repeats it.
    public struct First: RowDecodable, Sendable {
        public var matter: Int64
        public var title: String
        public var body: String
        public var request: String
        public var filerKind: String
        public var signatureKind: String
        public var people: Int
        public var representatives: Int
        public var appointmentSigned: Bool
        public var appointmentOn: Day?
        public var incidentCommune: String?
        public var searchWords: String
        public var fieldCode: String?
        public var wantsReply: Bool
        public var remote: Bool
        public var officeName: String
        /// The day of the first decision; nil when there is none.
        public var decidedOn: Day?
        public init(_ row: Row) throws(DecodeError) {
            matter = try row["matter"]
            title = try row["title"]
            body = try row["body"]
            request = try row["request"]
            filerKind = try row["filer_kind"]
            signatureKind = try row["signature_kind"]
            people = try row["people"]
            representatives = try row["representatives"]
            appointmentSigned = try row["appointment_signed"]
            appointmentOn = try row.dayIfAny("appointment_on")
            incidentCommune = try row["incident_commune"]
            searchWords = try row["search_text"]
            fieldCode = try row["field_code"]
            wantsReply = try row["wants_reply"]
            remote = try row["remote"]
            officeName = try row["office_name"]
            decidedOn = try row.dayIfAny("decision_date")
        }
    }

    public static func first(_ db: Connection, case id: Int64) throws -> First? {
        try db.first(
            """
            select p.matter, p.title, p.body, p.request, p.filer_kind, p.signature_kind, p.people, p.representatives, p.appointment_signed,
                   p.appointment_on, p.incident_commune, p.search_text, r.field_code, r.wants_reply, r.remote, o.name as office_name,
                   s.decision_date
              from case_file f
              join registration r on r.id = f.registration
              join petition p on p.id = r.petition
              join organisation o on o.id = f.organisation
              left join settlement s on s.case_id = f.id
             where f.id = \(id)
            """)
    }

    /// The people of a petition with their parts in it, to be entered for another one.
    public static func people(_ db: Connection, petition: Int64) throws -> [PersonRecords.NewPerson] {
        try db.all(
            """
            select y.role, y.position, y.paper_kind, y.paper_number, y.paper_date, s.kind, s.full_name, s.gender, s.birth_year, s.id_kind,
                   s.id_number, s.id_issued_on, s.id_issued_by, s.no_id_reason, s.phone, s.ethnic_code, s.nationality, s.occupation,
                   s.job_title, s.workplace, s.commune_code, s.address, s.old_address
              from party y join person s on s.id = y.person
             where y.petition = \(petition) order by y.position, y.id
            """, as: Copied.self
        ).map(\.person)
    }

    private struct Copied: RowDecodable {
        var person: PersonRecords.NewPerson
        init(_ row: Row) throws(DecodeError) {
            person = PersonRecords.NewPerson(role: try row["role"], position: try row["position"], fullName: try row["full_name"])
            person.kind = try row["kind"]
            person.gender = try row["gender"]
            person.birthYear = try row["birth_year"]
            person.idKind = try row["id_kind"]
            person.idNumber = try row["id_number"]
            person.idIssuedOn = try row.dayIfAny("id_issued_on")
            person.idIssuedBy = try row["id_issued_by"]
            person.noIdReason = try row["no_id_reason"]
            person.phone = try row["phone"]
            person.ethnicCode = try row["ethnic_code"]
            person.nationality = try row["nationality"]
            person.occupation = try row["occupation"]
            person.jobTitle = try row["job_title"]
            person.workplace = try row["workplace"]
            person.communeCode = try row["commune_code"]
            person.address = try row["address"]
            person.oldAddress = try row["old_address"]
            person.paperKind = try row["paper_kind"]
            person.paperNumber = try row["paper_number"]
            person.paperDate = try row.dayIfAny("paper_date")
        }
    }

    /// An entry is of the second instance, and reviews the decision of that case.
    public static func markSecond(_ db: Connection, registration: Int64, of firstCase: Int64, decidedOn: Day?) throws {
        try db.run(
            """
            update registration set instance = 2, first_case = \(firstCase), first_decision_on = \(decidedOn?.date)::date
             where id = \(registration)
            """)
    }
}
