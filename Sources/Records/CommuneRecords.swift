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
