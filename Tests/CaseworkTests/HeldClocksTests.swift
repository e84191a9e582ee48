import Casework
import Postgres
import Records
import TestSupport
import Testing

/// A calendar that wants to change while somebody keeps writing deadlines.
@Suite struct HeldClocksTests {
    @Test func itGivesUpAndSaysWhy() async throws {
        try await TestWorld.lease { world in
            async let writing: Void = world.superuser.write { db in
                try db.run("lock table tiepdan.clock in row exclusive mode")
                try db.run("select pg_sleep(3)")
            }
            try await Task.sleep(for: .seconds(1))
            let refused = await #expect(throws: RedatingRecords.ClocksHeld.self) {
                try await world.app.write(settings: Scope(actor: "operator").settings) { db in
                    try RedatingRecords.holdClocks(db, waiting: .milliseconds(200))
                }
            }
            #expect(refused?.description.contains("try again") == true)
            try await writing
            try await world.app.write(settings: Scope(actor: "operator").settings) { db in try RedatingRecords.holdClocks(db) }
        }
    }
}
