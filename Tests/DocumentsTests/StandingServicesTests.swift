import Casework
import Law
import Logging
import Postgres
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing
import Workers

/// A clock whose pauses are counted and last until the shutdown: once every worker pauses, each has worked exactly once.
final class Resting: Clock {
    typealias Instant = PausesOnly.Instant
    let pauses = Calls()

    var now: PausesOnly.Instant { PausesOnly.Instant(offset: .zero) }
    var minimumResolution: Swift.Duration { .zero }

    func sleep(until deadline: PausesOnly.Instant, tolerance: Swift.Duration?) async throws {
        pauses.add()
        try await Task.sleep(for: .seconds(3600))
    }
}

@Suite("Workers: the standing services", .timeLimit(.minutes(20)))
struct StandingServicesTests {
    /// Runs what the daemon runs until each of them has worked once; the lines they logged.
    @discardableResult
    private func workOnce(_ world: TestWorld) async throws -> [String] {
        let clock = Resting()
        let (logger, box) = LinesKept.logger()
        let services = standingServices(casework: world.casework, documents: try Fixtures.documents(), clock: clock, logger: logger)
        let all = services.count
        try await running(services) { _ in await clock.pauses.reach(all) }
        #expect(box.all.filter { $0.hasPrefix("error") } == [])
        return box.all
    }

    @Test("open the regular session of the office whose schedule is in force, once a working day, and conclude the one before")
    func sessions() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let schedule = ScheduleDraft(
                place: "Số 8 Chùa Chuông", hours: "7h30–11h30", validFrom: Day(2026, 11, 27), publishedOn: Day(2026, 11, 19))
            _ = try await world.casework.sessions.publishSchedule(schedule, key: nil, by: world.actor("hdnd.leader"))
            try await workOnce(world)
            let before = try await world.casework.sessions.list(from: nil, to: nil, cursor: nil, limit: 10, by: clerk)
            #expect(before.items.isEmpty, "the schedule is not in force yet")

            world.clock.set(Day(2026, 11, 27))
            for _ in 0..<2 { try await workOnce(world) }
            let first = try await world.casework.sessions.list(from: nil, to: nil, cursor: nil, limit: 10, by: clerk)
            let session = try #require(first.items.first)
            #expect(first.items.count == 1)
            #expect(session.kind == .regular && session.sessionDate == Day(2026, 11, 27) && session.state == "in_session")
            #expect(session.place == "Số 8 Chùa Chuông" && session.hours == "7h30–11h30")
            let elsewhere = try await world.casework.sessions.list(
                from: nil, to: nil, cursor: nil, limit: 10, by: world.actor("ubnd.clerk"))
            #expect(elsewhere.items.isEmpty, "an office without a schedule")

            world.clock.set(Day(2026, 11, 28))
            try await workOnce(world)
            world.clock.set(Day(2026, 11, 30))
            try await workOnce(world)
            let next = try await world.casework.sessions.list(from: nil, to: nil, cursor: nil, limit: 10, by: clerk)
            #expect(next.items.map(\.sessionDate) == [Day(2026, 11, 30), Day(2026, 11, 27)], "none on Saturday")
            #expect(next.items.map(\.final) == [false, true])
        }
    }

    @Test("note what is overdue, deliver what waits, and forget old keys")
    func others() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let key = "khoa-lap-lai-1"
            var draft = PetitionDraft(
                channel: .post, receivedOn: Day(2026, 11, 19), kind: .feedback, title: "Đường làng ngập nước",
                body: "Kính gửi quý cơ quan. Đường làng ngập nước.")
            draft.petitioners = [PersonDraft(fullName: "Nguyễn Văn An")]
            let entered = try await world.casework.petitions.register(draft, key: key, by: clerk)
            let repeated = try await world.casework.petitions.register(draft, key: key, by: clerk)
            #expect(repeated == entered)

            world.clock.set(Day(2026, 12, 7))
            let lines = try await workOnce(world)
            let journal = try await world.casework.cases.journal(entered.caseID, by: clerk)
            #expect(journal.map(\.event) == ["register", "deadline_passed"], "due on 04/12")
            #expect(lines.contains { $0.hasPrefix("info notice delivered case=\(entered.caseID) ") && $0.contains("topic=notice") })
            let anew = try await world.casework.petitions.register(draft, key: key, by: clerk)
            #expect(anew.petition != entered.petition, "a key older than a week is forgotten")
        }
    }
}

@Suite("Workers: the outbox when the daemon stops", .timeLimit(.minutes(20)))
struct OutboxStopTests {
    /// Delivers; the message that comes as the given one is in hand until the daemon is told to stop.
    private final class Slow: Delivery {
        let begun = Calls()
        private let held: Int?
        private let ids = Mutex<[Int64]>([])

        init(held: Int? = nil) { self.held = held }

        var delivered: [Int64] { ids.withLock { $0 } }

        func deliver(_ message: Queues.Message) async throws {
            let number = begun.add()
            if number == held { try await gracefulShutdown() }
            ids.withLock { $0.append(message.id) }
        }
    }

    @Test("what is left of a batch waits, and the next run delivers it: every message once")
    func stopped() async throws {
        try await TestWorld.lease { world in
            for number in 1...5 {
                var draft = PetitionDraft(
                    channel: .post, receivedOn: Day(2026, 11, 19), kind: .feedback, title: "Việc \(number)", body: "Kính gửi quý cơ quan.")
                draft.petitioners = [PersonDraft(fullName: "Nguyễn Văn An")]
                _ = try await world.casework.petitions.register(draft, key: nil, by: world.actor("hdnd.clerk"))
            }
            let queues = world.casework.queues
            let (logger, box) = LinesKept.logger()
            let round = Round("outbox", every: .seconds(2), clock: Resting(), logger: logger)

            let first = Slow(held: 3)
            try await running([OutboxDelivery(queues, deliveries: ["notice": first], round: round)]) { _ in await first.begun.reach(3) }
            #expect(first.delivered.count == 3, "the one in hand is finished, the next is not begun")

            let left = try await world.superuser.read { db in
                try db.values("select attempts from tiepdan.outbox where done_at is null", as: Int.self)
            }
            #expect(left == [0, 0], "given back untried, at once")
            let resting = Resting()
            let second = Slow()
            let later = Round("outbox", every: .seconds(2), clock: resting, logger: logger)
            try await running([OutboxDelivery(queues, deliveries: ["notice": second], round: later)]) { _ in
                await resting.pauses.reach(1)
            }
            #expect(second.delivered.count == 2, "neither lost nor answered: what was left")
            #expect(Set(first.delivered + second.delivered).count == 5)

            world.clock.advance(seconds: 3600)
            let rest = try await queues.claim()
            #expect(rest.map(\.id) == [])
            #expect(box.all.filter { $0.hasPrefix("error") } == [])
        }
    }
}
