import Foundation
import Postgres
import Records
import TestSupport
import Testing

@Suite struct MigratorTests {
    /// An empty database beside the leased one, and a folder of migration files.
    private func withEmptyDatabase(_ body: (Pool, _ folder: String, _ write: (String, String) throws -> Void) async throws -> Void)
        async throws
    {
        try await TestWorld.lease { world in
            let name = "m_\(UUID().uuidString.prefix(8).lowercased())"
            try await world.superuser.bare { db in
                try db.script("create database \(name) owner tiepdan_owner template template0 encoding 'UTF8' locale 'C.UTF-8'")
            }
            let base = world.conninfo("tiepdan_owner")
            let conninfo = base[..<base.range(of: "dbname=")!.lowerBound] + "dbname=\(name)"
            let pool = Pool(PoolConfiguration(conninfo: String(conninfo), lanes: 3, statementTimeout: .zero))
            let folder = NSTemporaryDirectory() + "tiepdan-" + name
            for part in ["migrations", "functions"] {
                try FileManager.default.createDirectory(atPath: "\(folder)/\(part)", withIntermediateDirectories: true)
            }
            let write: (String, String) throws -> Void = { file, text in
                try text.write(toFile: "\(folder)/\(file)", atomically: true, encoding: .utf8)
            }
            let result: Result<Void, any Error>
            do { result = .success(try await body(pool, folder, write)) } catch { result = .failure(error) }
            await pool.close()
            try await world.superuser.bare { db in try db.script("drop database \(name) with (force)") }
            try FileManager.default.removeItem(atPath: folder)
            try result.get()
        }
    }

    private func migrator(_ folder: String) throws -> Migrator {
        try Migrator(folder: folder) { SHA256ForTests.hash(Array($0.utf8)).map { String($0, radix: 16) }.joined() }
    }

    private func failure(_ body: () async throws -> Void) async -> Migrator.Failure? {
        do {
            try await body()
            return nil
        } catch let error as Migrator.Failure { return error } catch { return .unreadable("\(error)") }
    }

    private let now = Instant(microseconds: 1_795_000_000_000_000)

    @Test func eachFileIsAppliedOnceAndFunctionsEveryTime() async throws {
        try await withEmptyDatabase { pool, folder, write in
            try write("migrations/0001_first.sql", "create table tiepdan.a (n int); insert into tiepdan.a values (1);")
            try write("functions/f.sql", "create or replace function tiepdan.f() returns int language sql as 'select 1';")
            let fresh = await failure { try await migrator(folder).verify(pool) }
            #expect(fresh == .behind(database: 0, program: 1))
            let first = try await migrator(folder).migrate(pool, now: now)
            #expect(first == [1])
            let second = try await migrator(folder).migrate(pool, now: now)
            #expect(second == [])
            try write("migrations/0002_second.sql", "insert into tiepdan.a values (2);")
            try write("functions/f.sql", "create or replace function tiepdan.f() returns int language sql as 'select 2';")
            let behind = await failure { try await migrator(folder).verify(pool) }
            #expect(behind == .behind(database: 1, program: 2))
            let third = try await migrator(folder).migrate(pool, now: now)
            #expect(third == [2])
            let (rows, function) = try await pool.read { db in
                (try db.values("select n from tiepdan.a order by n", as: Int.self), try db.value("select tiepdan.f()", as: Int.self))
            }
            #expect(rows == [1, 2])
            #expect(function == 2)
            try await migrator(folder).verify(pool)
        }
    }

    @Test func anEditedFileIsRefusedAndNothingRuns() async throws {
        try await withEmptyDatabase { pool, folder, write in
            try write("migrations/0001_first.sql", "create table tiepdan.a (n int);")
            _ = try await migrator(folder).migrate(pool, now: now)
            try write("migrations/0001_first.sql", "create table tiepdan.a (n int); -- harmless?")
            try write("migrations/0002_second.sql", "create table tiepdan.b (n int);")
            let migrating = await failure { _ = try await migrator(folder).migrate(pool, now: now) }
            #expect(migrating == .edited(version: 1, name: "first"))
            let verifying = await failure { try await migrator(folder).verify(pool) }
            #expect(verifying == .edited(version: 1, name: "first"))
            let exists = try await pool.read { db in try db.value("select to_regclass('tiepdan.b') is not null", as: Bool.self) }
            #expect(!exists)
        }
    }

    @Test func aGapOrAStrangeNameIsRefused() async throws {
        try await withEmptyDatabase { _, folder, write in
            try write("migrations/0001_first.sql", "select 1;")
            try write("migrations/0003_third.sql", "select 1;")
            #expect(throws: Migrator.Failure.gap(expected: 2, found: 3)) { try migrator(folder) }
            try write("migrations/first.sql", "select 1;")
            #expect(throws: Migrator.Failure.self) { try migrator(folder) }
            #expect(throws: Migrator.Failure.unreadable("/nonexistent/migrations")) { try migrator("/nonexistent") }
        }
    }

    @Test func aDatabaseAheadIsRefusedOnlyWhenTheNewMigrationIsBreaking() async throws {
        try await withEmptyDatabase { pool, folder, write in
            try write("migrations/0001_first.sql", "create table tiepdan.a (n int);")
            let old = try migrator(folder)
            try write("migrations/0002_gentle.sql", "alter table tiepdan.a add m int;")
            _ = try await migrator(folder).migrate(pool, now: now)
            try await old.verify(pool)
            let nothing = try await old.migrate(pool, now: now)
            #expect(nothing == [])
            try write("migrations/0003_rude.sql", "-- breaking\nalter table tiepdan.a drop n;")
            _ = try await migrator(folder).migrate(pool, now: now)
            let verifying = await failure { try await old.verify(pool) }
            #expect(verifying == .aheadBreaking(version: 3, name: "rude"))
            let migrating = await failure { _ = try await old.migrate(pool, now: now) }
            #expect(migrating == .aheadBreaking(version: 3, name: "rude"))
        }
    }

    @Test func aFailingMigrationLeavesNothing() async throws {
        try await withEmptyDatabase { pool, folder, write in
            try write("migrations/0001_first.sql", "create table tiepdan.a (n int);")
            try write("migrations/0002_wrong.sql", "create table tiepdan.b (n int); insert into tiepdan.nowhere values (1);")
            await #expect(throws: PostgresError.self) { try await migrator(folder).migrate(pool, now: now) }
            let (b, ledger) = try await pool.read { db in
                (
                    try db.value("select to_regclass('tiepdan.b') is not null", as: Bool.self),
                    try db.values("select version from tiepdan.schema_migration order by 1", as: Int.self)
                )
            }
            #expect(!b)
            #expect(ledger == [1])
            try write("migrations/0002_wrong.sql", "create table tiepdan.b (n int);")
            let mended = try await migrator(folder).migrate(pool, now: now)
            #expect(mended == [2])
        }
    }

    @Test func twoAtOnceApplyEachFileOnce() async throws {
        try await withEmptyDatabase { pool, folder, write in
            try write("migrations/0001_first.sql", "create table tiepdan.a (n int); select pg_sleep(0.3);")
            try write("migrations/0002_second.sql", "insert into tiepdan.a values (2);")
            try write("functions/f.sql", "create or replace function tiepdan.f() returns int language sql as 'select 1';")
            let migrator = try migrator(folder)
            let now = now
            async let one = migrator.migrate(pool, now: now)
            async let two = migrator.migrate(pool, now: now)
            let done = try await [one, two]
            #expect(done.map(\.count).sorted() == [0, 2])
            let rows = try await pool.read { db in try db.values("select n from tiepdan.a", as: Int.self) }
            #expect(rows == [2])
        }
    }
}
