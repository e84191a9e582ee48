public import Law
public import Postgres

/// Persons of an office as such: where each appears, who may be the same, and what was merged and parted again.
///
/// Nobody of a denunciation is read here (Luật Tố cáo Đ.56): `person_sealed` keeps him out.
public enum PersonMergeRecords {
    public struct PersonRow: RowDecodable, Sendable {
        public var id: Int64
        public var kind: String
        public var fullName: String
        public var birthYear: Int?
        public var gender: String?
        public var idKind: String?
        public var idNumber: String?
        public var phone: String?
        public var address: String
        public var oldAddress: String
        /// The person into whom he was merged, at last; nil when he was not.
        public var mergedInto: Int64?
        public var mergedIntoName: String?
        /// Petitions and visits that point to him.
        public var appearances: Int
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            kind = try row["kind"]
            fullName = try row["full_name"]
            birthYear = try row["birth_year"]
            gender = try row["gender"]
            idKind = try row["id_kind"]
            idNumber = try row["id_number"]
            phone = try row["phone"]
            address = try row["address_line"]
            oldAddress = try row["old_address"]
            mergedInto = try row["merged_into"]
            mergedIntoName = try row["merged_into_name"]
            appearances = try row["appearances"]
        }
    }

    private static let columns: SQL = """
        s.id, s.kind, s.full_name, s.birth_year, s.gender, s.id_kind, s.id_number, s.phone,
        \(PersonRecords.addressLine("s", "c", "v")) as address_line, s.old_address,
        case when s.merged_into is not null then a.id end as merged_into,
        case when s.merged_into is not null then a.full_name end as merged_into_name,
        (select count(*)::int from party y where y.person = s.id) as appearances
        """
    private static let joins: SQL = """
        join person a on a.id = person_root(s.id)
        left join commune c on c.code = s.commune_code and c.latest
        left join province v on v.code = s.province_code
        """

    /// nil unless the office of the transaction wrote him down, he appears somewhere, and nowhere in a denunciation.
    public static func person(_ db: Connection, _ id: Int64) throws -> PersonRow? {
        try db.first(
            """
            select \(columns) from person s \(joins)
             where s.id = \(id) and s.organisation = scope_organisation() and not person_sealed(a.id)
               and exists (select from party y where y.person = a.id)
            """)
    }

    /// A probable same person, with what speaks for it.
    public struct Probable: RowDecodable, Sendable {
        public var person: PersonRow
        public var sameID: Bool
        /// 0…1
        public var nameLikeness: Double
        public init(_ row: Row) throws(DecodeError) {
            person = try PersonRow(row)
            sameID = try row["same_id"]
            nameLikeness = try row["name_likeness"]
        }
    }
    public static func probable(_ db: Connection, _ id: Int64, most: Int) throws -> [Probable] {
        try db.all(
            """
            select \(columns), h.same_id, h.name_likeness::float8 as name_likeness
              from probable_persons(\(id), \(most)::int) h join person s on s.id = h.person \(joins)
             order by h.same_id desc, h.name_likeness desc, s.id desc
            """)
    }

    /// One petition or visit of the office in which the person appears.
    public struct Appearance: RowDecodable, Sendable {
        public var party: Int64
        public var role: String
        public var petition: Int64?
        public var visit: Int64?
        public var number: Int
        public var bookYear: Int
        /// Whose book the number stands in, where that is another office's.
        public var book: String?
        public var day: Day
        public var title: String
        public var version: Int?
        public var state: String?
        /// The name under which he was entered there, where a merge brought the entry here.
        public var enteredAs: String?
        public init(_ row: Row) throws(DecodeError) {
            party = try row["party"]
            role = try row["role"]
            petition = try row["petition"]
            visit = try row["visit"]
            number = try row["number"]
            bookYear = try row["book_year"]
            book = try row["book"]
            day = try row.day("day")
            title = try row["title"]
            version = try row["version"]
            state = try row["state"]
            enteredAs = try row["entered_as"]
        }
    }
    /// The newest 200, newest first.
    public static func appearances(_ db: Connection, person: Int64) throws -> [Appearance] {
        try db.all(
            """
            select y.id as party, y.role, y.petition, y.visit, coalesce(r.number, v.number) as number,
                   coalesce(r.book_year, v.book_year) as book_year,
                   nullif(coalesce(book_of(r.organisation, r.book), book_of(v.organisation, v.book)), '') as book,
                   coalesce(r.received_on, v.visited_on) as day,
                   coalesce(p.title, v.summary) as title, f.version, f.state,
                   (select o.full_name from person_merge_party mp join person_merge m on m.id = mp.merge and m.kind = 'merge'
                      join person o on o.id = m.other
                     where mp.party = y.id and not exists (select from person_merge u where u.undoes = m.id)
                     order by m.id limit 1) as entered_as
              from party y
              left join registration r on r.petition = y.petition and r.organisation = scope_organisation()
              left join petition p on p.id = r.petition
              left join visit v on v.id = y.visit and v.organisation = scope_organisation()
              left join lateral (select c.version, c.state from case_file c where c.registration = r.id or c.visit = v.id
                                  order by c.id desc limit 1) f on true
             where y.person = \(person) and (r.id is not null or v.id is not null)
             order by coalesce(r.received_on, v.visited_on) desc, y.id desc limit 200
            """)
    }

    public struct MergeRow: RowDecodable, Sendable {
        public var id: Int64
        /// merge | undo | part
        public var kind: String
        public var kept: Int64
        public var keptName: String
        public var other: Int64
        public var otherName: String
        public var reason: String
        public var recordedOn: Day
        public var officerName: String?
        public var parties: Int
        public var undone: Bool
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            kind = try row["kind"]
            kept = try row["kept"]
            keptName = try row["kept_name"]
            other = try row["other"]
            otherName = try row["other_name"]
            reason = try row["reason"]
            recordedOn = try row.day("recorded_on")
            officerName = try row["officer_name"]
            parties = try row["parties"]
            undone = try row["undone"]
        }
    }
    private static let merges: SQL = """
        select m.id, m.kind, m.kept, case when person_sealed(k.id) then '' else k.full_name end as kept_name, m.other,
               case when person_sealed(o.id) then '' else o.full_name end as other_name, m.reason, m.recorded_on,
               w.full_name as officer_name,
               (select count(*)::int from person_merge_party mp where mp.merge = m.id) as parties,
               exists (select from person_merge u where u.undoes = m.id) as undone
          from person_merge m join person k on k.id = m.kept join person o on o.id = m.other left join officer w on w.id = m.officer
        """
    /// What was done with a person, the last first; at most a hundred.
    public static func history(_ db: Connection, person: Int64) throws -> [MergeRow] {
        try db.all("\(merges) where m.kept = \(person) or m.other = \(person) order by m.id desc limit 100")
    }
    public static func merge(_ db: Connection, _ id: Int64) throws -> MergeRow? { try db.first("\(merges) where m.id = \(id)") }
}
