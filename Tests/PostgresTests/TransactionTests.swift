import Postgres
import Testing

private struct Pair: RowDecodable, Equatable {
    let id: Int
    let name: String?
    init(_ row: Row) throws(DecodeError) {
        id = try row["id"]
        name = try row["name"]
    }
}

@Suite struct TransactionTests {
    @Test func `a write is seen by a later read`() async throws {
        try await withPool { pool in
            try await pool.bare { try $0.script("drop table if exists tx_seen; create table tx_seen (id int primary key, name text)") }
            let changed = try await pool.write { db in
                try db.run("insert into tx_seen values (\(1), \("một")), (\(2), \(nil as String?))")
            }
            #expect(changed == 2)
            let pairs = try await pool.read {
                try $0.all("select id, name from tx_seen order by id", as: Pair.self).map { "\($0.id) \($0.name ?? "-")" }
            }
            #expect(pairs == ["1 một", "2 -"])
        }
    }

    @Test func `settings hold for the transaction and no longer`() async throws {
        try await withPool(lanes: 1) { pool in
            let scope = [SessionSetting("tiepdan.officer", "7"), SessionSetting("tiepdan.organisation", "Ban Tiếp công dân")]
            let inside = try await pool.write(settings: scope) { db in
                try db.value("select current_setting('tiepdan.officer') || ' ' || current_setting('tiepdan.organisation')", as: String.self)
            }
            #expect(inside == "7 Ban Tiếp công dân")
            let after = try await pool.read {
                try $0.value("select coalesce(current_setting('tiepdan.officer', true), '')", as: String.self)
            }
            #expect(after == "")
        }
    }

    @Test func `reads cannot write`() async throws {
        try await withPool { pool in
            let error = await failure { _ = try await pool.read { try $0.run("create table never (id int)") } }
            #expect((error as? PostgresError)?.code == .readOnlyTransaction)
        }
    }

    @Test func `the commit of an aborted transaction throws`() async throws {
        try await withPool(lanes: 1) { pool in
            let error = await failure {
                try await pool.write { db in
                    _ = try? db.run("select 1 / 0")
                }
            }
            guard case PostgresError.rolledBack? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            let found = try await pool.read { try $0.value("select 1", as: Int.self) }
            #expect(found == 1)
        }
    }

    @Test func `a savepoint undoes its own statements only`() async throws {
        try await withPool(lanes: 1) { pool in
            try await pool.bare { try $0.script("drop table if exists tx_save; create table tx_save (id int primary key)") }
            try await pool.write { db in
                try db.run("insert into tx_save values (1)")
                do {
                    try db.savepoint {
                        try db.run("insert into tx_save values (2)")
                        try db.later("insert into tx_save values (1)")
                    }
                    Issue.record("the duplicate was accepted")
                } catch SQLState.uniqueViolation {}
                try db.savepoint { _ = try db.run("insert into tx_save values (3)") }
            }
            let found = try await pool.read { try $0.values("select id from tx_save order by id", as: Int.self) }
            #expect(found == [1, 3])
        }
    }

    @Test func `a statement sent later fails the commit and nothing remains`() async throws {
        try await withPool(lanes: 1) { pool in
            try await pool.bare { try $0.script("drop table if exists tx_later; create table tx_later (id int primary key)") }
            try await pool.write { try $0.later("insert into tx_later values (1)") }
            let error = await failure {
                try await pool.write { db in
                    try db.run("insert into tx_later values (2)")
                    try db.later("insert into tx_later values (1)")
                    try db.later("insert into tx_later values (3)")
                }
            }
            #expect((error as? PostgresError)?.constraint == "tx_later_pkey")
            let found = try await pool.read { try $0.values("select id from tx_later", as: Int.self) }
            #expect(found == [1])
        }
    }
}
