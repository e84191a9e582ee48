import Casework
import Law
import Postgres
import TestSupport
import Testing

@Suite struct QueueTests {
    @Test func aMessageIsHeldUntilAnsweredOrItsLeaseEnds() async throws {
        try await TestWorld.lease { world in
            let queues = world.casework.queues
            let nothing = try await queues.claim()
            #expect(nothing.isEmpty)
            _ = try await world.register(world.draft())
            let first = try await queues.claim(lease: 60)
            #expect(first.count == 1 && first[0].topic == "notice" && first[0].attempts == 1)
            let held = try await queues.claim()
            #expect(held.isEmpty)
            world.clock.advance(seconds: 61)
            let expired = try await queues.claim(lease: 60)
            #expect(expired.map(\.id) == first.map(\.id) && expired[0].attempts == 2)
            try await queues.complete([expired[0].id])
            world.clock.advance(seconds: 86_400)
            let done = try await queues.claim()
            #expect(done.isEmpty)
        }
    }

    @Test func aFailedMessageComesBackWithAGrowingPause() async throws {
        try await TestWorld.lease { world in
            let queues = world.casework.queues
            _ = try await world.register(world.draft())
            for pause in [2, 4, 8, 16] {
                let message = try #require(try await queues.claim().first)
                try await queues.fail(message, error: "không gửi được")
                world.clock.advance(seconds: pause - 1)
                let early = try await queues.claim()
                #expect(early.isEmpty, "\(pause)")
                world.clock.advance(seconds: 1)
            }
            let last = try await queues.claim()
            #expect(last.first?.attempts == 5)
        }
    }

    @Test func claimantsShareTheWorkAndNoneIsDoneTwice() async throws {
        try await TestWorld.lease { world in
            for _ in 0..<20 { _ = try await world.register(world.draft()) }
            let claimed = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for _ in 0..<6 { group.addTask { try await world.casework.queues.claim(most: 5).map(\.id) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            var rest: [Int64] = []
            while case let more = try await world.casework.queues.claim(most: 5), !more.isEmpty { rest += more.map(\.id) }
            #expect((claimed + rest).count == 20)
            #expect(Set(claimed + rest).count == 20)
        }
    }

    @Test func payloadsCarryIdsOnly() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred(world.draft(name: "Bùi Thị Riêng", title: "Chuyện kín"))
            _ = try await world.step(sent.caseID, "decline", ["reason": .text("Lý do kín")], by: "snnmt.officer")
            let messages = try await world.casework.queues.claim()
            #expect(messages.count >= 4)
            for message in messages { for word in ["Bùi", "Riêng", "kín"] { #expect(!message.payload.contains(word)) } }
            let journal = try await world.superuser.read { db in try db.values("select payload::text from tiepdan.journal", as: String.self)
            }
            for payload in journal { for word in ["Bùi", "Riêng", "kín", "HĐND-TT"] { #expect(!payload.contains(word)) } }
        }
    }
}
