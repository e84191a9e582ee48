import Postgres
import Testing

enum Colour: String, PostgresValue { case red, blue }
struct Identifier: RawRepresentable, PostgresValue, Equatable { let rawValue: Int64 }
struct Weekday: PostgresConvertible, Equatable {
    let number: Int
    init?(stored: Int16) {
        guard (1...7).contains(stored) else { return nil }
        number = Int(stored)
    }
    var stored: Int16 { Int16(number) }
}

@Suite struct ValueTests {
    /// Sends a value, casts it to the type of the database, reads it back.
    func roundTrip<V: PostgresValue & Equatable>(_ values: [V], _ cast: SQL, _ location: SourceLocation = #_sourceLocation) async throws {
        try await withPool(lanes: 1) { pool in
            for value in values {
                let back = try await pool.read { try $0.value("select \(value)::\(cast)", as: V.self) }
                #expect(back == value, sourceLocation: location)
            }
            let list = try await pool.read { try $0.value("select \(values)::\(cast)[]", as: [V].self) }
            #expect(list == values, sourceLocation: location)
            let optional = try await pool.read { try $0.value("select \(V?.none)::\(cast)", as: V?.self) }
            #expect(optional == nil, sourceLocation: location)
        }
    }

    @Test func numbers() async throws {
        try await roundTrip([true, false], "boolean")
        try await roundTrip([Int16.min, -1, 0, .max], "int2")
        try await roundTrip([Int32.min, -1, 0, .max], "int4")
        try await roundTrip([Int64.min, -1, 0, .max], "int8")
        try await roundTrip([Int.min, 0, .max], "int8")
        try await roundTrip([0, -0.1, .pi, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude], "float8")
        let nan = try await withPool { pool in try await pool.read { try $0.value("select \(Double.nan)", as: Double.self) } }
        #expect(nan.isNaN)
        let narrow = try await withPool { pool in try await pool.read { try $0.values("values (7::int2), (-7::int2)", as: Int.self) } }
        #expect(narrow == [7, -7])
    }

    @Test func text() async throws {
        let decomposed = "Tie\u{302}\u{301}p Da\u{302}n"
        try await roundTrip(["", " ", "Nguyễn Thị Đào", decomposed, "👩‍👩‍👧‍👦🇻🇳", "a\"b\\c,{}NULL'", "NULL", "a\tb\nc\r"], "text")
        let scalars = try await withPool { pool in try await pool.read { try $0.value("select \(decomposed)::text", as: String.self) } }
        #expect(Array(scalars.unicodeScalars) == Array(decomposed.unicodeScalars))
        let long = String(repeating: "Đơn thư ", count: 130_000)
        let back = try await withPool { pool in try await pool.read { try $0.value("select \(long)::text", as: String.self) } }
        #expect(back == long)
    }

    @Test func bytes() async throws {
        try await roundTrip([[], [0], Array(0...255)] as [[UInt8]], "bytea")
        let large = [UInt8](repeating: 0xA5, count: 1_000_000)
        let back = try await withPool { pool in try await pool.read { try $0.value("select \(large)", as: [UInt8].self) } }
        #expect(back == large)
    }

    @Test func `identifiers and documents`() async throws {
        let uuid = try #require(UUID("01234567-89ab-CDEF-0011-2233445566ff"))
        #expect(uuid.description == "01234567-89ab-cdef-0011-2233445566ff")
        try await roundTrip([uuid, UUID(high: 0, low: 0), UUID(high: .max, low: .max)], "uuid")
        for text in [
            "", "0123", "01234567-89ab-cdef-0011-2233445566fg", "01234567-89ab-cdef-0011-2233445566ff0", "0123456789abcdef00112233445566ff",
        ] {
            #expect(UUID(text) == nil)
        }
        try await roundTrip([JSONB("{\"tên\": \"Đào\"}"), JSONB("[]"), JSONB("null")], "jsonb")
        let json = try await withPool { pool in try await pool.read { try $0.value("select '{ }'::json", as: JSONB.self) } }
        #expect(json.text == "{ }")
    }

    @Test func moments() async throws {
        let last = try #require(Instant(iso8601: "+294246-12-31T23:59:59.999999Z"))
        let first = try #require(Instant(iso8601: "-4712-01-01T00:00:00Z"))
        try await roundTrip(
            [
                Instant(microseconds: 0), Instant(microseconds: -1), Instant(microseconds: 1_795_234_677_123_456), .infinity,
                .negativeInfinity, first, last,
            ],
            "timestamptz")
        let written = try await withPool(lanes: 1, { $0.settings = [SessionSetting("TimeZone", "Asia/Ho_Chi_Minh")] }) { pool in
            try await pool.read { try $0.value("select \(Instant(microseconds: 1_795_234_677_000_000))::text", as: String.self) }
        }
        #expect(Instant(iso8601: written)?.iso8601 == "2026-11-21T04:17:57Z")
        #expect(Instant(iso8601: "2026-11-21T10:57:57.5+07:00")?.microseconds == 1_795_233_477_500_000)
        for text in ["", "2026-11-21", "2026-02-30T00:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T10:57:57", "2026-11-21T10:57:57Zx"] {
            #expect(Instant(iso8601: text) == nil)
        }
        let late = await failure {
            _ = try await withPool { pool in
                try await pool.read { try $0.value("select '294276-12-31 23:59:59Z'::timestamptz", as: Instant.self) }
            }
        }
        #expect((late as? PostgresError)?.description.contains("range") == true)
    }

    @Test func dates() async throws {
        let first = try #require(PGDate(iso8601: "-4712-01-01"))
        let dates = [
            PGDate(daysSince1970: 0), PGDate(daysSince1970: -1), first, PGDate(daysSince1970: 2_000_000), .infinity, .negativeInfinity,
        ]
        try await roundTrip(dates, "date")
        #expect(PGDate(iso8601: "2024-02-29")?.iso8601 == "2024-02-29")
        #expect(PGDate(iso8601: "2023-02-29") == nil)
        #expect(PGDate(daysSince1970: 20_778).iso8601 == "2026-11-21")
        // The server counts the same days: every 97th day of twelve thousand years.
        let texts = try await withPool { pool in
            try await pool.read {
                try $0.values(
                    "select to_char('2000-01-01'::date + n, 'YYYY-MM-DD') from generate_series(0, 2900000, 97) n", as: String.self)
            }
        }
        for (index, text) in texts.enumerated() where index * 97 < 2_900_000 {
            let own = PGDate(daysSince1970: 10_957 + index * 97).iso8601
            #expect((own.hasPrefix("+") ? String(own.dropFirst()) : own) == text)
        }
    }

    @Test func `arrays with NULL and without anything`() async throws {
        try await withPool(lanes: 1) { pool in
            let mixed = try await pool.read { try $0.value("select \([1, nil, 3] as [Int?])", as: [Int?].self) }
            #expect(mixed == [1, nil, 3])
            let words = try await pool.read { try $0.value("select array['NULL', null, 'x']::text[]", as: [String?].self) }
            #expect(words == ["NULL", nil, "x"])
            let none = try await pool.read { try $0.value("select '{}'::int[]", as: [Int32].self) }
            #expect(none.isEmpty)
            let refused = await failure { _ = try await pool.read { try $0.value("select array[1, null]", as: [Int].self) } }
            #expect((refused as? PostgresError)?.description.contains("NULL") == true)
            let square = await failure { _ = try await pool.read { try $0.value("select '{{1,2},{3,4}}'::int[]", as: [Int].self) } }
            #expect((square as? PostgresError)?.description.contains("not well formed") == true)
            let found = try await pool.read {
                try $0.values("select n::bigint from generate_series(1, 9) n where n = any(\([2, 4]))", as: Int.self)
            }
            #expect(found == [2, 4])
        }
    }

    @Test func `enums, typed identifiers and converted types`() async throws {
        try await withPool(lanes: 1) { pool in
            try await pool.bare {
                try $0.script(
                    "drop table if exists paint; drop type if exists colour; create type colour as enum ('red', 'blue', 'green'); create table paint (id bigint, c colour)"
                )
            }
            try await pool.write { db in
                for (id, colour) in [(1, Colour.red), (2, .blue)] as [(Int64, Colour)] {
                    try db.run("insert into paint values (\(Identifier(rawValue: id)), \(colour))")
                }
                try db.run("insert into paint values (3, \("green"))")
            }
            let colours = try await pool.read { try $0.values("select c from paint where id < 3 order by id", as: Colour.self) }
            #expect(colours == [.red, .blue])
            let list = try await pool.read {
                try $0.value("select array_agg(c order by id) from paint where c = any(\([Colour.red, .blue]))", as: [Colour].self)
            }
            #expect(list == [.red, .blue])
            let unknown = await failure { _ = try await pool.read { try $0.value("select c from paint where id = 3", as: Colour.self) } }
            #expect((unknown as? PostgresError)?.description.contains("does not know") == true)
            let id = try await pool.read { try $0.value("select max(id) from paint", as: Identifier.self) }
            #expect(id == Identifier(rawValue: 3))
            let day = try await pool.read { try $0.value("select 7::int2", as: Weekday.self) }
            #expect(day.number == 7)
            let noDay = await failure { _ = try await pool.read { try $0.value("select 8::int2", as: Weekday.self) } }
            #expect(noDay != nil)
        }
    }
}
