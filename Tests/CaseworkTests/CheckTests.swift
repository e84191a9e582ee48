import Casework
import Law
import Postgres
import TestSupport
import Testing

/// A check that finds nothing proves nothing until it has been seen to find something.
@Suite struct CheckTests {
    private func spoil(_ world: TestWorld, _ statement: SQL) async throws {
        try await world.superuser.write(settings: [SessionSetting("session_replication_role", "replica")]) { db in try db.run(statement) }
    }

    @Test func aDenunciationThatIsTiedToANameIsFound() async throws {
        try await TestWorld.lease { world in
            let secret = try await world.register(world.draft(.denunciation))
            let named = try await world.register(world.draft())
            #expect(try await world.findings() == [])
            try await spoil(world, "update tiepdan.petition set duplicate_of = \(named.petition) where id = \(secret.petition)")
            #expect(try await world.findings().contains { $0.hasPrefix("denouncers.sql") && $0.contains("tied to a visit or a letter") })
            try await spoil(world, "update tiepdan.petition set duplicate_of = null where id = \(secret.petition)")
            #expect(try await world.findings() == [])
            try await spoil(world, "update tiepdan.registration set matter = \(named.matter) where petition = \(secret.petition)")
            #expect(try await world.findings().contains { $0.hasPrefix("denouncers.sql") && $0.contains("in a matter with an entry") })
        }
    }

    @Test func aWrongMarkOfAProvisionalDateIsFound() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft())
            try await spoil(world, "update tiepdan.case_file set next_provisional = true where id = \(registered.caseID)")
            #expect(try await world.findings().contains { $0.contains("next_provisional differs") })
        }
    }
}
