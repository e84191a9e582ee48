public import Law
public import Postgres

/// The mark of communes that lie in remote areas (vùng sâu, vùng xa đi lại khó khăn: Luật Khiếu nại Đ.28, Đ.37).
public enum CommuneRecords {
    /// A commune of today.
    public struct CommuneRow: RowDecodable, Sendable {
        public var code: String
        public var name: String
        public var province: String
        public var remote: Bool
        public init(_ row: Row) throws(DecodeError) {
            code = try row["code"]
            name = try row["name"]
            province = try row["province_code"]
            remote = try row["remote"]
        }
    }

    /// By code.
    public static func list(_ db: Connection, remoteOnly: Bool, province: String?) throws -> [CommuneRow] {
        let marked: SQL = remoteOnly ? "and c.remote" : ""
        let there: SQL = province.map { "and c.province_code = \($0)" } ?? ""
        return try db.all(
            """
            select c.code, c.name, c.province_code, c.remote from tiepdan.commune c
             where c.valid_to is null \(marked) \(there) order by c.code
            """)
    }

    /// Whether there was such a commune on a day; on a day before the oldest of the catalogue, whether it is among its oldest.
    public static func inForce(_ db: Connection, code: String, on day: Day) throws -> Bool {
        try db.value(
            """
            select exists (select from commune c cross join (select min(valid_from) as first from commune) o
                            where c.code = \(code) and c.valid_from <= greatest(\(day.date)::date, o.first)
                              and (c.valid_to is null or c.valid_to >= greatest(\(day.date)::date, o.first)))
            """, as: Bool.self)
    }

    /// Code → name of the commune and its province, with the code: what people pick from a list.
    public static func titles(_ db: Connection, codes: [String]) throws -> [String: String] {
        struct Named: RowDecodable {
            var code: String
            var title: String
            init(_ row: Row) throws(DecodeError) {
                code = try row["code"]
                title = try row["title"]
            }
        }
        if codes.isEmpty { return [:] }
        let rows = try db.all(
            """
            select c.code, c.name || ', ' || v.name || ' (' || c.code || ')' as title
              from commune c join province v on v.code = c.province_code where c.code = any(\(codes)) and c.latest
            """, as: Named.self)
        return Dictionary(rows.map { ($0.code, $0.title) }) { first, _ in first }
    }

    /// Sets the mark of communes of today. Only the owner of the tables may; every running program reads the catalogue anew.
    ///
    /// - Returns: the codes whose mark was another one.
    public static func mark(_ db: Connection, codes: [String], remote: Bool) throws -> [String] {
        let changed = try db.values(
            """
            update tiepdan.commune set remote = \(remote)
             where code = any(\(codes)) and valid_to is null and remote is distinct from \(remote) returning code
            """, as: String.self)
        if !changed.isEmpty { try db.run("update tiepdan.reference_stamp set stamp = stamp + 1") }
        return changed.sorted()
    }
}
