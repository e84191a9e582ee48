public import Postgres

extension CatalogueRecords {
    /// Catalogues in the order in which their references allow them to be loaded; each is `sql/catalogues/NAME.csv`.
    public static let loadOrder = ["provinces", "communes", "former_units", "ethnic_groups", "fields"]

    public static func isEmpty(_ db: Connection, _ name: String) throws -> Bool {
        switch name {
        case "provinces": try db.value("select not exists (select from tiepdan.province)", as: Bool.self)
        case "communes": try db.value("select not exists (select from tiepdan.commune)", as: Bool.self)
        case "former_units": try db.value("select not exists (select from tiepdan.former_unit)", as: Bool.self)
        case "ethnic_groups": try db.value("select not exists (select from tiepdan.ethnic_group)", as: Bool.self)
        default: try db.value("select not exists (select from tiepdan.field)", as: Bool.self)
        }
    }

    /// Loads rows whose first row names the columns; an empty cell is NULL where the column allows it.
    /// - Returns: rows loaded.
    public static func load(_ db: Connection, _ name: String, rows: [[String]]) throws -> Int {
        guard let header = rows.first else { return 0 }
        func column(_ name: String) -> [String?] {
            guard let index = header.firstIndex(of: name) else { return rows.dropFirst().map { _ in nil } }
            return rows.dropFirst().map { $0[index].isEmpty ? nil : $0[index] }
        }
        switch name {
        case "provinces":
            return try db.run(
                """
                insert into tiepdan.province (code, name, kind, valid_from, valid_to)
                select * from unnest(\(column("code"))::text[], \(column("name"))::text[], \(column("kind"))::text[],
                                     \(column("valid_from"))::date[], \(column("valid_to"))::date[])
                """)
        case "communes":
            return try db.run(
                """
                insert into tiepdan.commune (code, province_code, name, kind, remote, valid_from, valid_to, latest)
                select code, province_code, name, kind, remote, valid_from, valid_to,
                       row_number() over (partition by code order by valid_from desc) = 1
                  from unnest(\(column("code"))::text[], \(column("province_code"))::text[], \(column("name"))::text[], \(column("kind"))::text[],
                              \(column("remote"))::boolean[], \(column("valid_from"))::date[], \(column("valid_to"))::date[])
                       as t (code, province_code, name, kind, remote, valid_from, valid_to)
                """)
        case "former_units":
            return try db.run(
                """
                insert into tiepdan.former_unit (name, level, old_province, old_district, successor_code, valid_to)
                select * from unnest(\(column("name"))::text[], \(column("level"))::text[], \(column("old_province"))::text[],
                                     \(column("old_district"))::text[], \(column("successor_code"))::text[], \(column("valid_to"))::date[])
                """)
        case "ethnic_groups":
            return try db.run(
                """
                insert into tiepdan.ethnic_group (code, name) select * from unnest(\(column("code"))::text[], \(column("name"))::text[])
                """)
        default:
            return try db.run(
                """
                insert into tiepdan.field (code, parent, name, applies_to, cell_complaint, cell_denunciation, cell_feedback, sort)
                select code, parent, name, string_to_array(applies_to, '|'), c, d, f, sort
                  from unnest(\(column("code"))::text[], \(column("parent"))::text[], \(column("name"))::text[], \(column("applies_to"))::text[],
                              \(column("cell_complaint"))::text[], \(column("cell_denunciation"))::text[], \(column("cell_feedback"))::text[],
                              \(column("sort"))::int[]) as t (code, parent, name, applies_to, c, d, f, sort)
                """)
        }
    }
}
