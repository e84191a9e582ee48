import Foundation
import Law
import Postgres
import Records
import TestSupport
import Testing

@Suite struct NumberTests {
    private func findings(_ world: TestWorld) async throws -> Int {
        let text = try String(contentsOfFile: TestWorld.root + "/sql/checks/numbers.sql", encoding: .utf8)
        return try await world.superuser.write { db in
            try db.script("create temp view findings as \(text)")
            let count = try db.value("select count(*) from findings", as: Int.self)
            try db.script("drop view findings")
            return count
        }
    }

    @Test func eightClerksAtOnceLeaveNoGap() async throws {
        try await TestWorld.lease { world in
            let clerk = try await world.seat("hdnd.clerk")
            let other = try await world.seat("ubnd.clerk")
            let numbers = try await withThrowingTaskGroup(of: (Int64, Int).self) { group in
                for index in 0..<48 {
                    let seat = index.isMultiple(of: 4) ? other : clerk
                    group.addTask { (seat.office, try await world.enter(seat).number) }
                }
                var numbers: [Int64: [Int]] = [:]
                for try await (office, number) in group { numbers[office, default: []].append(number) }
                return numbers
            }
            #expect(numbers[clerk.office]?.sorted() == Array(1...36))
            #expect(numbers[other.office]?.sorted() == Array(1...12))
            let found = try await findings(world)
            #expect(found == 0)
        }
    }

    @Test func aRollbackGivesTheNumberBack() async throws {
        try await TestWorld.lease { world in
            struct Undo: Error {}
            let clerk = try await world.seat("hdnd.clerk")
            let now = world.clock.now
            _ = try await world.enter(clerk)
            await #expect(throws: Undo.self) {
                try await world.app.write(settings: clerk.settings) { db in
                    let lost = try Store.enter(
                        db, clerk, receivedOn: Day(2026, 11, 19), now: now, name: "A", title: "B", receipt: Receipts.next())
                    #expect(lost.number == 2)
                    throw Undo()
                }
            }
            let next = try await world.enter(clerk)
            #expect(next.number == 2)
            let found = try await findings(world)
            #expect(found == 0)
        }
    }

    @Test func theBookFollowsTheDayOfArrival() async throws {
        try await TestWorld.lease { world in
            world.clock.set(Day(2027, 1, 4))
            let clerk = try await world.seat("hdnd.clerk")
            let late = try await world.enter(clerk, receivedOn: Day(2026, 12, 31))
            let fresh = try await world.enter(clerk, receivedOn: Day(2027, 1, 4))
            let later = try await world.enter(clerk, receivedOn: Day(2026, 12, 30))
            #expect((late.number, fresh.number, later.number) == (1, 1, 2))
            let years = try await world.app.read { db in
                try db.values("select book_year || '/' || number from tiepdan.registration order by id", as: String.self)
            }
            #expect(years == ["2026/1", "2027/1", "2026/2"])
        }
    }

    @Test func theChecksSeeAMissingAndADoubledNumber() async throws {
        try await TestWorld.lease { world in
            let clerk = try await world.seat("hdnd.clerk")
            _ = try await world.enter(clerk)
            let second = try await world.enter(clerk)
            _ = try await world.enter(clerk)
            try await world.superuser.write { db in
                _ = try db.run("update tiepdan.registration set number = 9 where id = \(second.registration)")
            }
            let found = try await findings(world)
            #expect(found == 1)
            let doubled = try await world.refusal(
                world.superuser, [], "update tiepdan.registration set number = 1 where id = \(second.registration)")
            #expect(doubled == "23505")
        }
    }
}
