import Casework
import Law
import Postgres
import TestSupport
import Testing

/// A commune is said to be remote: complaints about what happens there take the longer term from then on.
@Suite struct RemoteCommuneTests {
    private let commune = "11953"
    private let operatorActor = Actor.operator(user: "root")

    /// Registered and accepted, the place of the incident being the commune; the due days of what runs then.
    private func accepted(_ world: TestWorld) async throws -> [String: Day] {
        world.clock.set(Day(2026, 11, 19))
        let it = try await FollowedPetition.registered(world, .complaint) { $0.incidentCommune = commune }
        try await it.take("propose_accept", as: "officer", on: Day(2026, 11, 20))
        try await it.take("accept", as: "leader")
        return try await world.running(it.entry.caseID)
    }

    @Test func theMarkDecidesHowLongAComplaintMayTake() async throws {
        try await TestWorld.lease { world in
            let desk = world.casework.administration
            let before = try await accepted(world)
            #expect(before == ["KN-2": Day(2026, 12, 21)], "30 days end on Sunday 20/12")

            let changed = try await desk.setRemote([commune], true, owner: world.owner, by: operatorActor)
            #expect(changed.map(\.code) == [commune] && changed.first?.remote == true)
            let listed = try await desk.communes(remoteOnly: true, by: operatorActor)
            #expect(listed == changed)
            let after = try await accepted(world)
            #expect(after == ["KN-2": Day(2027, 1, 4)], "45 days")

            let again = try await desk.setRemote([commune], true, owner: world.owner, by: operatorActor)
            #expect(again == [], "it is remote already")
            _ = try await desk.setRemote([commune], false, owner: world.owner, by: operatorActor)
            let back = try await accepted(world)
            #expect(back == before)
            let noted = try await world.superuser.read { db in
                try db.values(
                    "select event || ' ' || target from tiepdan.admin_journal where event like 'commune%' order by seq", as: String.self)
            }
            #expect(noted == ["commune_remote 11953", "commune_not_remote 11953"])
        }
    }

    @Test func onlyTheOperatorAndOnlyCommunesOfToday() async throws {
        try await TestWorld.lease { world in
            let desk = world.casework.administration
            let unknown = try await problem {
                _ = try await desk.setRemote([commune, "99999"], true, owner: world.owner, by: operatorActor)
            }
            #expect(unknown?.errors.first?.code == "unknown_commune")
            let officer = try await problem {
                _ = try await desk.setRemote([commune], true, owner: world.owner, by: world.actor("hdnd.leader"))
            }
            #expect(officer?.kind == .forbidden)
            let listed = try await desk.communes(remoteOnly: true, by: operatorActor)
            #expect(listed == [], "nothing was changed")
        }
    }
}
