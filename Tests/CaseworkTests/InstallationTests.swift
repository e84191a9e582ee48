import Casework
import Foundation
import Law
import Postgres
import Records
import TestSupport
import Testing

@Suite struct InstallationTests {
    /// A share folder of its own with the checkout's SQL and procedures, and one migration more.
    private func withShare(_ world: TestWorld, _ body: (_ share: String, _ next: Int) async throws -> Void) async throws {
        let share = NSTemporaryDirectory() + "tiepdan-share-\(UUID().uuidString)"
        let manager = FileManager.default
        try manager.createDirectory(atPath: share, withIntermediateDirectories: true)
        defer { try? manager.removeItem(atPath: share) }
        let own = SharePaths(share: share)
        let checkout = SharePaths(share: TestWorld.root)
        try manager.copyItem(atPath: checkout.sql, toPath: own.sql)
        try manager.copyItem(atPath: checkout.procedures, toPath: own.procedures)
        try manager.copyItem(atPath: checkout.catalogue, toPath: own.catalogue)
        let next = try await migrations(world).count + 1
        let digits = String(next)
        let name = String(repeating: "0", count: 4 - digits.count) + digits + "_probe.sql"
        try "create table tiepdan.probe (n int);".write(
            toFile: own.sql + "/migrations/" + name, atomically: true, encoding: .utf8)
        try await body(share, next)
    }

    private func migrations(_ world: TestWorld) async throws -> [Int] {
        try await world.superuser.read { db in
            try db.values("select version from tiepdan.schema_migration order by 1", as: Int.self)
        }
    }

    private func prepare(_ world: TestWorld, _ share: String) async throws -> Installation.Report {
        try await Installation.prepare(owner: world.owner, share: share, now: world.clock.now)
    }

    @Test func changedLawUnderCasesIsRefusedBeforeTheFirstMigration() async throws {
        try await TestWorld.lease { world in
            _ = try await world.register(world.draft())
            try await withShare(world) { share, next in
                let before = try await world.everything()
                let path = SharePaths(share: share).procedures + "/forwarding@2026-07-01.yaml"
                let text = try String(contentsOfFile: path, encoding: .utf8)
                try (text + "# changed\n").write(toFile: path, atomically: true, encoding: .utf8)
                let used = try #require(world.casework.rulebook.version(of: "forwarding", on: Day(2026, 11, 19))).id
                await #expect(throws: Installation.Failure.lawChanged(used)) { try await prepare(world, share) }
                let changed = try await world.everything()
                #expect(changed == before, "a refused law leaves the database as it was")
                try "procedure: [".write(toFile: path, atomically: true, encoding: .utf8)
                await #expect(throws: LawMistakes.self) { try await prepare(world, share) }
                let unreadable = try await world.everything()
                #expect(unreadable == before)
                try text.write(toFile: path, atomically: true, encoding: .utf8)
                let report = try await prepare(world, share)
                #expect(report.migrations == [next] && report.laws == [])
            }
        }
    }

    @Test func changedLawThatNobodyUsesIsLoaded() async throws {
        try await TestWorld.lease { world in
            try await withShare(world) { share, next in
                let path = SharePaths(share: share).procedures + "/complaint@2026-07-01.yaml"
                let text = try String(contentsOfFile: path, encoding: .utf8)
                try (text + "# changed\n").write(toFile: path, atomically: true, encoding: .utf8)
                let unused = try #require(world.casework.rulebook.version(of: "complaint", on: Day(2026, 11, 19))).id
                let report = try await prepare(world, share)
                #expect(report.migrations == [next] && report.laws == [unused])
            }
        }
    }

    @Test func anEditedMigrationIsNamedBeforeTheLaw() async throws {
        try await TestWorld.lease { world in
            try await withShare(world) { share, _ in
                try await world.superuser.write { db in
                    try db.script("update tiepdan.schema_migration set checksum = 'x' where version = 1")
                }
                try "procedure: [".write(
                    toFile: SharePaths(share: share).procedures + "/visit@2026-07-01.yaml", atomically: true, encoding: .utf8)
                await #expect(throws: Migrator.Failure.edited(version: 1, name: "foundation")) { try await prepare(world, share) }
            }
        }
    }
}
