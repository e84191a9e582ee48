public import Law
public import Postgres

/// Persons and what they are to a petition or a visit.
public enum PersonRecords {
    public struct NewPerson: Sendable {
        public var role: String
        public var position: Int
        public var kind: String = "individual"
        public var fullName: String
        public var gender: String?
        public var birthYear: Int?
        public var idKind: String?
        public var idNumber: String?
        public var idIssuedOn: Day?
        public var idIssuedBy: String?
        public var noIdReason: String?
        public var phone: String?
        public var ethnicCode: String?
        public var nationality: String?
        public var occupation: String?
        public var jobTitle: String?
        public var workplace: String?
        public var communeCode: String?
        public var address: String = ""
        public var oldAddress: String = ""
        public var paperKind: String?
        public var paperNumber: String?
        public var paperDate: Day?
        public init(role: String, position: Int, fullName: String) {
            self.role = role
            self.position = position
            self.fullName = fullName
        }
    }

    /// One statement: the person and his part in the petition or visit. The province follows from the commune.
    public static func insert(_ p: NewPerson, petition: Int64?, visit: Int64?, organisation: Int64) -> SQL {
        """
        with who as (
            insert into person (organisation, kind, full_name, gender, birth_year, id_kind, id_number, id_issued_on, id_issued_by, no_id_reason, phone,
                                ethnic_code, nationality, occupation, job_title, workplace, province_code, commune_code, address, old_address)
            values (\(organisation), \(p.kind), \(p.fullName), \(p.gender), \(p.birthYear)::int, \(p.idKind), \(p.idNumber), \(p.idIssuedOn?.date)::date,
                    \(p.idIssuedBy), \(p.noIdReason), \(p.phone), \(p.ethnicCode), \(p.nationality), \(p.occupation), \(p.jobTitle), \(p.workplace),
                    (select province_code from commune where code = \(p.communeCode) order by valid_to desc nulls first limit 1), \(p.communeCode),
                    \(p.address), \(p.oldAddress))
            returning id)
        insert into party (petition, visit, person, role, position, paper_kind, paper_number, paper_date)
        select \(petition)::bigint, \(visit)::bigint, id, \(p.role), \(p.position)::int, \(p.paperKind), \(p.paperNumber), \(p.paperDate?.date)::date from who
        """
    }

    public struct PartyRow: RowDecodable, Sendable {
        public var id: Int64
        public var role: String
        public var position: Int
        public var fullName: String
        public var gender: String?
        public var birthYear: Int?
        public var idKind: String?
        public var idNumber: String?
        public var idIssuedOn: Day?
        public var idIssuedBy: String?
        public var noIdReason: String?
        public var phone: String?
        public var ethnicCode: String?
        public var nationality: String?
        public var occupation: String?
        public var jobTitle: String?
        public var workplace: String?
        public var communeCode: String?
        public var address: String
        public var oldAddress: String
        public var paperKind: String?
        public var paperNumber: String?
        public var paperDate: Day?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            role = try row["role"]
            position = try row["position"]
            fullName = try row["full_name"]
            gender = try row["gender"]
            birthYear = try row["birth_year"]
            idKind = try row["id_kind"]
            idNumber = try row["id_number"]
            idIssuedOn = try row.dayIfAny("id_issued_on")
            idIssuedBy = try row["id_issued_by"]
            noIdReason = try row["no_id_reason"]
            phone = try row["phone"]
            ethnicCode = try row["ethnic_code"]
            nationality = try row["nationality"]
            occupation = try row["occupation"]
            jobTitle = try row["job_title"]
            workplace = try row["workplace"]
            communeCode = try row["commune_code"]
            address = try row["address_line"]
            oldAddress = try row["old_address"]
            paperKind = try row["paper_kind"]
            paperNumber = try row["paper_number"]
            paperDate = try row.dayIfAny("paper_date")
        }
    }

    /// The name of a unit, by its alias, as it stands within a line: "phường Phố Hiến".
    static func nameInLine(_ unit: SQL) -> SQL { "lower(left(\(unit).name, 1)) || substr(\(unit).name, 2)" }

    /// An address in one line, the names of units as they stand within a line: "số 7, phường Phố Hiến, tỉnh Hưng Yên".
    ///
    /// - Parameters: the aliases of person, commune and province.
    static func addressLine(_ person: SQL, _ commune: SQL, _ province: SQL) -> SQL {
        """
        concat_ws(', ', nullif(\(person).address, ''), \(nameInLine(commune)), \(nameInLine(province)))
        """
    }

    static let columns: SQL = """
        s.id, y.role, y.position, s.full_name, s.gender, s.birth_year, s.id_kind, s.id_number, s.id_issued_on, s.id_issued_by,
        s.no_id_reason, s.phone, s.ethnic_code, s.nationality, s.occupation, s.job_title, s.workplace, s.commune_code,
        \(addressLine("s", "c", "v")) as address_line, s.old_address, y.paper_kind, y.paper_number, y.paper_date
        """
    static let joins: SQL = """
        from party y join person s on s.id = y.person
        left join commune c on c.code = s.commune_code and c.latest
        left join province v on v.code = s.province_code
        """

    /// The highest place given to a person of the visit; 0 when there is none.
    public static func lastPosition(_ db: Connection, visit: Int64) throws -> Int {
        try db.value("select coalesce(max(position), 0)::int from party where visit = \(visit)", as: Int.self)
    }

    public static func ofPetitionQuery(_ petition: Int64) -> SQL {
        "select \(columns) \(joins) where y.petition = \(petition) order by y.position, y.id"
    }
    public static func ofVisit(_ db: Connection, _ visit: Int64) throws -> [PartyRow] {
        try db.all("select \(columns) \(joins) where y.visit = \(visit) order by y.position, y.id")
    }
}
