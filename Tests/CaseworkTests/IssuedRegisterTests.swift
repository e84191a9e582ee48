import Casework
import Law
import Postgres
import TestSupport
import Testing

@Suite struct IssuedRegisterTests {
    @Test func theListGoesBackPageByPageByYearAndNumber() async throws {
        try await TestWorld.lease { world in
            let leader = world.actor("hdnd.leader")
            world.clock.set(Day(2027, 1, 8))
            // A register of an earlier year is issued after one of the new year.
            for (from, to) in [
                (Day(2026, 12, 28), Day(2027, 1, 3)), (Day(2026, 11, 16), Day(2026, 11, 22)), (Day(2026, 11, 23), Day(2026, 11, 29)),
                (Day(2027, 1, 4), Day(2027, 1, 7)),
            ] {
                _ = try await world.casework.registers.issue(from: from, to: to, leaderName: nil, key: nil, by: leader)
            }
            for limit in [1, 2, 3, 4, 5] {
                var seen: [String] = []
                var cursor: String?
                repeat {
                    let page = try await world.casework.registers.issued(cursor: cursor, limit: limit, by: leader)
                    #expect(page.items.count <= limit)
                    seen += page.items.map { "\($0.number)/\($0.year)" }
                    cursor = page.next
                } while cursor != nil && seen.count < 9
                #expect(seen == ["2/2027", "1/2027", "2/2026", "1/2026"], "\(limit) a page")
            }
            for wrong in ["x", "2026", "2026-", "2026-0", "-1-2", "2026-99999999999", "1-2-3"] {
                let refused = try await problem { try await world.casework.registers.issued(cursor: wrong, by: leader) }
                #expect(refused?.errors.first?.code == "invalid_cursor", "\(wrong)")
            }
            let foreign = try await world.casework.registers.issued(cursor: "2027-2", by: world.actor("ubnd.leader"))
            #expect(foreign.items.isEmpty && foreign.next == nil)
        }
    }
}
