import Postgres
import Testing

private struct Person: RowDecodable, Equatable {
    let id: Int64
    let name: String
    let note: String?
    init(_ row: Row) throws(DecodeError) {
        id = try row["id"]
        name = try row["name"]
        note = try row["note"]
    }
}

@Suite struct DecodeTests {
    /// The error of reading one `Person`.
    func fault(_ sql: SQL) async -> DecodeError? {
        let error = await failure { _ = try await withPool { pool in try await pool.read { try $0.one(sql, as: Person.self).id } } }
        if case PostgresError.decode(let decode, _)? = error { return decode }
        return nil
    }

    @Test func `columns are found by name in any order`() async throws {
        let person = try await withPool { pool in
            try await pool.read { db in
                let person = try db.one("select null::text as note, 'Đào' as name, true as other, 5::bigint as id", as: Person.self)
                return "\(person.id) \(person.name) \(person.note ?? "-")"
            }
        }
        #expect(person == "5 Đào -")
    }

    @Test func `an error names the column and the reason`() async throws {
        #expect(
            await fault("select 1::bigint as id, 'x' as name")
                == DecodeError(column: "note", type: "Optional<String>", fault: .missingColumn))
        #expect(
            await fault("select 1::bigint as id, null::text as name, '' as note")
                == DecodeError(column: "name", type: "String", fault: .unexpectedNull))
        #expect(
            await fault("select '1'::text as id, 'x' as name, '' as note")
                == DecodeError(column: "id", type: "Int64", fault: .wrongType(oid: 25)))
        #expect(await fault("select 1::bigint as id, 5 as name, '' as note")?.fault == .wrongType(oid: 23))
        #expect(await fault("select 1::bigint as identity, 'x' as name, '' as note")?.column == "id")
    }

    @Test func `the number of rows is checked`() async throws {
        try await withPool(lanes: 1) { pool in
            for (sql, count) in [("select 1 where false" as SQL, 0), ("values (1), (2)", 2)] {
                let error = await failure { _ = try await pool.read { try $0.value(sql, as: Int.self) } }
                guard case PostgresError.wrongRowCount(count, _)? = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
            let none = try await pool.read { try $0.valueIfAny("select 1 where false", as: Int.self) }
            #expect(none == nil)
            let first = try await pool.read {
                try $0.first("select 1::bigint as id, 'x' as name, '' as note where false", as: Person.self)?.id
            }
            #expect(first == nil)
        }
    }

    @Test func `a description hides what the server quotes`() async throws {
        try await withPool(lanes: 1) { pool in
            try await pool.bare {
                try $0.script("drop table if exists secret; create table secret (id_number text constraint secret_once unique, age int)")
            }
            let twice =
                await failure {
                    try await pool.write { db in
                        for _ in 1...2 { try db.run("insert into secret values (\("079012345678"), 1)") }
                    }
                } as? PostgresError
            #expect(twice?.constraint == "secret_once" && twice?.code == .uniqueViolation)
            guard case .server(let error)? = twice else { return }
            #expect(error.detail?.contains("079012345678") == true)
            #expect(error.table == "secret" && error.schema == "public")
            for text in [error.description, String(reflecting: error), "\(PostgresError.server(error))"] {
                #expect(!text.contains("079012345678") && text.contains("secret_once") && text.contains("$1"))
            }
            let invalid = await failure {
                try await pool.write { _ = try $0.run("insert into secret (age) select x::int from (values (\("Nguyễn Văn Kín"))) v(x)") }
            }
            #expect("\(invalid!)".contains("22P02") && !"\(invalid!)".contains("Kín"))
            let syntax = await failure { _ = try await pool.read { try $0.run("selec 1") } } as? PostgresError
            guard case .server(let place)? = syntax else { return }
            #expect(place.position == 1 && place.code == .syntaxError && place.statement == "selec 1")
        }
    }
}
