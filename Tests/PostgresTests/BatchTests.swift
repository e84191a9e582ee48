import Postgres
import Testing

@Suite struct BatchTests {
    @Test func `a batch answers for every statement`() async throws {
        try await withPool(lanes: 1) { pool in
            let (counts, total) = try await pool.write { db in
                try db.run("create temp table batched (id int primary key, name text) on commit drop")
                let counts = try db.batch([
                    "insert into batched values (\(1), \("a")), (\(2), \("b"))", "update batched set name = \("c")",
                    "delete from batched where id = \(1)",
                ])
                let answers = try db.answers([
                    "insert into batched values (\(9), \("z")) returning id", "select name from batched order by id",
                ])
                return (counts, "\(try answers[0].value(as: Int.self)) \(try answers[1].values(as: String.self))")
            }
            #expect(counts == [2, 2, 1])
            #expect(total == "9 [\"c\", \"z\"]")
        }
    }

    /// An aborted pipeline never parses the later statements: a cache that believed what was sent would answer 26000 for ever.
    @Test func `a failed Parse inside a batch leaves no lie in the cache`() async throws {
        try await withPool(lanes: 1) { pool in
            try await pool.bare { db in
                for _ in 1...2 {
                    do {
                        try db.batch(["select 1 as before_failure", "select * from no_such_table", "select 2 as after_failure"])
                        Issue.record("the batch passed")
                    } catch SQLState.undefinedTable {}
                }
                #expect(try db.value("select 2 as after_failure", as: Int.self) == 2)
                #expect(try db.value("select 1 as before_failure", as: Int.self) == 1)
                let names = try db.values("select statement from pg_prepared_statements", as: String.self)
                #expect(Set(names).count == names.count)
            }
        }
    }

    @Test func `outside of a transaction a batch is all or nothing`() async throws {
        try await withPool(lanes: 1) { pool in
            try await pool.bare { db in
                try db.script("drop table if exists whole; create table whole (id int primary key)")
                do {
                    try db.batch(["insert into whole values (1)", "insert into whole values (1)"])
                } catch SQLState.uniqueViolation {}
                #expect(try db.value("select count(*) from whole", as: Int.self) == 0)
            }
        }
    }

    @Test func `a large batch does not lock up`() async throws {
        let text = String(repeating: "x", count: 1000)
        let total = try await withPool(lanes: 1) { pool in
            try await pool.read { db in
                try db.answers((1...5000).map { "select \(text)::text || \($0)::text" }).reduce(0) {
                    $0 + (try $1.value(as: String.self)).utf8.count
                }
            }
        }
        #expect(total > 5_000_000)
    }

    @Test func `the cache forgets the oldest statement and the server too`() async throws {
        try await withPool(lanes: 1, { $0.statementCache = 3 }) { pool in
            try await pool.bare { db in
                for _ in 1...3 {
                    for sql in ["select 1", "select 2", "select 3", "select 4", "select 5"] as [SQL] { try db.run(sql) }
                }
                let known = try db.value("select count(*) from pg_prepared_statements", as: Int.self)
                #expect((3...5).contains(known))
            }
        }
    }

    @Test func `statements that went stale are prepared anew`() async throws {
        try await withPool(lanes: 1) { pool in
            try await pool.bare { try $0.script("drop table if exists stale; create table stale (a int); insert into stale values (1)") }
            let before = try await pool.read { try $0.value("select * from stale", as: Int.self) }
            #expect(before == 1)
            // 0A000: the result changed its type.
            try await pool.bare { try $0.script("alter table stale alter a type text using 'x'") }
            let bare = try await pool.bare { try $0.value("select * from stale", as: String.self) }
            #expect(bare == "x")
            try await pool.bare { try $0.script("alter table stale alter a type int using 5") }
            let inTransaction = try await pool.write { try $0.value("select * from stale", as: Int.self) }
            #expect(inTransaction == 5)
            // 26000: the server forgot.
            try await pool.bare { try $0.script("deallocate all") }
            let again = try await pool.write { db in
                try db.run("update stale set a = 6")
                return try db.value("select * from stale", as: Int.self)
            }
            #expect(again == 6)
            try await pool.bare { try $0.script("deallocate all") }
            let bareAgain = try await pool.bare { try $0.value("select * from stale", as: Int.self) }
            #expect(bareAgain == 6)
        }
    }

    @Test func `copy in and out`() async throws {
        let names = ["Đào", "tab\there", "line\nbreak", "back\\slash", "\\N", ""]
        try await withPool(lanes: 1) { pool in
            try await pool.bare {
                try $0.script("drop table if exists copied; create table copied (id int, name text, born date, raw bytea)")
            }
            let count = try await pool.write { db in
                try db.copyIn(
                    "copy copied (id, name, born, raw) from stdin",
                    rows: (0..<20_000).lazy.map { number -> [any PostgresValue] in
                        [
                            number, names[number % names.count], number % 2 == 0 ? PGDate?.none : PGDate(daysSince1970: number),
                            [UInt8(0), 255],
                        ]
                    })
            }
            #expect(count == 20_000)
            let read = try await pool.read { db in
                try db.values("select name from copied order by id limit \(names.count)", as: String.self)
            }
            #expect(read == names)
            let odd = try await pool.read {
                try $0.value("select count(*) from copied where born = '1970-01-01'::date + id and raw = '\\x00ff'", as: Int.self)
            }
            #expect(odd == 10_000)
            let lines = try await pool.read { db in
                var lines: [String] = []
                try db.copyOut("copy (select id, name from copied order by id limit 3) to stdout (format csv)") {
                    lines.append(String(decoding: $0, as: UTF8.self))
                }
                return lines
            }
            #expect(lines == ["0,Đào\n", "1,tab\there\n", "2,\"line\nbreak\"\n"])
            struct Stop: Error {}
            let stopped = await failure {
                _ = try await pool.write { db in
                    try db.copyIn("copy copied (id) from stdin", rows: (0..<5).lazy.map { [$0] as [any PostgresValue] })
                    throw Stop()
                }
            }
            #expect(stopped is Stop)
            let wrong = await failure {
                _ = try await pool.write { db in try db.copyIn("copy copied (id) from stdin", rows: [["nicht"] as [any PostgresValue]]) }
            }
            #expect((wrong as? PostgresError)?.code == .invalidTextRepresentation)
            let misused = await failure { _ = try await pool.write { try $0.run("copy copied (id) from stdin") } }
            guard case PostgresError.misuse? = misused else {
                Issue.record("\(String(describing: misused))")
                return
            }
            let still = try await pool.read { try $0.value("select count(*) from copied", as: Int.self) }
            #expect(still == 20_000)
        }
    }

    @Test func `notices are collected`() async throws {
        let notices = try await withPool { pool in
            try await pool.bare { db in
                try db.script("do $$ begin raise notice 'xin chào'; end $$")
                return db.takeNotices() + db.takeNotices()
            }
        }
        #expect(notices.map(\.message) == ["xin chào"])
    }
}
