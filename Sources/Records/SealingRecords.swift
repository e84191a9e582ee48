public import Law
public import Postgres

/// What was entered by name and turned out to denounce is erased (Luật Tố cáo Đ.9, Đ.56); so is a visit that was entered by mistake.
public enum SealingRecords {
    /// An envelope of the office that was erased with its petition, and the number of its last step.
    public struct ErasedEnvelope: RowDecodable, Sendable {
        public var id: Int64
        public var seq: Int
        public init(_ row: Row) throws(DecodeError) {
            id = try row["erased"]
            seq = try row["last_seq"]
        }
    }

    /// Erases a petition of the office's book and what was registered as its copy, in every office that has them: names, words, papers, the
    /// visit at which it was handed in. It stands alone afterwards, kept by reference.
    ///
    /// - Returns: the office's own envelopes that were erased; their histories do not tell it yet.
    public static func seal(_ db: Connection, petition: Int64, on day: Day) throws -> [ErasedEnvelope] {
        try db.all("select erased, last_seq from seal_petition(\(petition), \(day.date)::date) order by erased")
    }

    /// Cases of the visits at which a petition and its copies were handed in, of people who were entered by name.
    public static func visitCases(_ db: Connection, petition: Int64) throws -> [Int64] {
        try db.values(
            """
            select distinct f.id from petition p
              join visit v on v.id = p.visit and not v.denunciation and v.outcome is distinct from 'voided'
              join case_file f on f.visit = v.id
             where p.id = any(with_copies(\(petition))) order by f.id
            """, as: Int64.self)
    }

    /// Erases who came and what he said; number, day and head count stay.
    ///
    /// - Parameter denounces: he came to denounce; otherwise the visit was entered by mistake.
    public static func erase(_ db: Connection, visit: Int64, denounces: Bool) throws {
        try db.run("select seal_visit(\(visit), \(denounces))")
    }

    /// Whether a petition that was sealed since was handed in at a visit: the visit's own history tells which.
    public static func tellsOfSealed(_ db: Connection, visit: Int64) throws -> Bool {
        try db.value(
            """
            select exists (select from case_file f
                             join journal j on j.case_id = f.id and j.payload -> 'created' ? 'petition'
                             join petition p on p.id = (j.payload -> 'created' ->> 'petition')::bigint and p.sealed_on is not null
                            where f.visit = \(visit))
            """, as: Bool.self)
    }

    /// Whether a point of a conclusion speaks of a visit.
    public static func isConcluded(_ db: Connection, visit: Int64) throws -> Bool {
        try db.value("select exists (select from conclusion_point k where k.visit = \(visit))", as: Bool.self)
    }

    /// Takes the erased papers off the list of those whose files still lie on disk; what came in anew meanwhile stays where it lies.
    ///
    /// - Returns: their SHA-256, as hexadecimal digits.
    public static func takeErasedFiles(_ db: Connection) throws -> [String] {
        try db.values(
            """
            with gone as (delete from erased_blob returning sha256)
            select g.sha256 from gone g where not exists (select from blob b where b.sha256 = g.sha256) order by 1
            """, as: String.self)
    }
}
