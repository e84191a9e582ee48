import Law
import Postgres
import TestSupport
import Testing

/// Words that stand in the trigger's functions and in the law's types alike.
@Suite struct EventWordTests {
    @Test func theDatabaseAndTheLawCallTheSameEventsSilentAndDeskWork() async throws {
        try await TestWorld.lease { world in
            let known: (silent: [String], desk: [String]) = try await world.superuser.read { db in
                let every: SQL = "from (select distinct event from tiepdan.procedure_transition) t where"
                return (
                    try db.values("select event \(every) tiepdan.is_silent(event) order by 1", as: String.self),
                    try db.values("select event \(every) tiepdan.is_desk_work(event) order by 1", as: String.self)
                )
            }
            #expect(Set(known.silent) == ProcedureVersion.silentEvents)
            #expect(Set(known.desk) == ProcedureVersion.deskEvents)
        }
    }
}
