import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import Casework
@testable import Workers

/// A clock whose sleeps take no time and are written down.
final class PausesOnly: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (a: Instant, b: Instant) -> Bool { a.offset < b.offset }
    }
    private let state = Mutex<(now: Duration, pauses: [Duration])>((.zero, []))

    var now: Instant { Instant(offset: state.withLock(\.now)) }
    var minimumResolution: Duration { .zero }
    var pauses: [Duration] { state.withLock(\.pauses) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        state.withLock {
            $0.pauses.append(deadline.offset - $0.now)
            $0.now = deadline.offset
        }
        await Task.yield()
    }
}

/// Keeps log lines for a test.
struct LinesKept: LogHandler {
    final class Box: Sendable {
        let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
    }
    let box: Box
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
    func log(event: LogEvent) {
        let facts = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        box.lines.withLock { $0.append("\(event.level) \(event.message) \(facts)") }
    }

    static func logger() -> (Logger, Box) {
        let box = Box()
        return (Logger(label: "test") { _ in LinesKept(box: box) }, box)
    }
}

/// Runs services as the daemon does, until `done` says so or the body triggers the shutdown.
func running(_ services: [any Service], _ body: @Sendable (ServiceGroup) async throws -> Void) async throws {
    let group = ServiceGroup(
        configuration: .init(
            services: services.map { .init(service: $0) }, logger: Logger(label: "group") { _ in SwiftLogNoOpLogHandler() }))
    // The work itself is bounded here: the time limit of a suite also counts the wait for a database.
    let watch = Task {
        try await Task.sleep(for: .seconds(300))
        Issue.record("the services had not done their work after five minutes")
        await group.triggerGracefulShutdown()
    }
    defer { watch.cancel() }
    async let ran: Void = group.run()
    try await body(group)
    await group.triggerGracefulShutdown()
    try await ran
}

/// Lets a test wait for the n-th call without sleeping.
final class Calls: Sendable {
    private let state = Mutex<(count: Int, waiting: [(Int, CheckedContinuation<Void, Never>)])>((0, []))
    var count: Int { state.withLock(\.count) }

    @discardableResult func add() -> Int {
        let (count, ready) = state.withLock { state in
            state.count += 1
            let ready = state.waiting.filter { $0.0 <= state.count }
            state.waiting.removeAll { $0.0 <= state.count }
            return (state.count, ready)
        }
        for (_, continuation) in ready { continuation.resume() }
        return count
    }

    func reach(_ n: Int) async {
        await withCheckedContinuation { continuation in
            let there = state.withLock { state in
                if state.count < n { state.waiting.append((n, continuation)) }
                return state.count >= n
            }
            if there { continuation.resume() }
        }
    }
}

struct Broken: Error, CustomStringConvertible { var description: String { "broken" } }

@Suite("Workers: the loop", .timeLimit(.minutes(1)))
struct RoundTests {
    @Test("pauses for the interval, and not at all while more is waiting")
    func pauses() async throws {
        let clock = PausesOnly()
        let calls = Calls()
        let (logger, _) = LinesKept.logger()
        let sweep = DeadlineSweep(round: Round("deadlines", every: .seconds(60), clock: clock, logger: logger)) {
            let n = calls.add()
            return n <= 3 ? 100 : 0
        }
        try await running([sweep]) { _ in await calls.reach(6) }
        #expect(clock.pauses.count >= 2)
        #expect(clock.pauses.count <= calls.count - 3)
        #expect(clock.pauses.allSatisfy { $0 == .seconds(60) })
    }

    @Test("a failing job is logged, tried again after growing pauses, and never ends the service")
    func backoff() async throws {
        let clock = PausesOnly()
        let calls = Calls()
        let (logger, box) = LinesKept.logger()
        let round = Round("expiry", every: .seconds(30), longestPause: .seconds(40), clock: clock, logger: logger)
        let expiry = Expiry(round: round) {
            if calls.add() <= 8 { throw Broken() }
        }
        try await running([expiry]) { _ in await calls.reach(10) }
        #expect(Array(clock.pauses.prefix(9)) == [1, 2, 4, 8, 16, 32, 40, 40, 30].map(Duration.seconds))
        #expect(box.all.filter { $0.hasPrefix("error worker failed") }.count == 8)
        #expect(box.all.first == "error worker failed error=broken failures=1 pause=1.0 seconds worker=expiry")
        #expect(box.all.contains("notice worker recovered failures=8 worker=expiry"))
    }

    @Test("a graceful shutdown ends a long pause at once")
    func pauseEnds() async throws {
        let calls = Calls()
        let (logger, _) = LinesKept.logger()
        let sessions = RegularSessions(round: Round("sessions", every: .seconds(3600), logger: logger)) {
            calls.add()
            return (opened: 1, concluded: 0)
        }
        let clock = ContinuousClock()
        let start = clock.now
        try await running([sessions]) { _ in await calls.reach(1) }
        #expect(calls.count == 1)
        #expect(clock.now - start < .seconds(20))
    }

    @Test("a graceful shutdown lets the job in hand finish")
    func drains() async throws {
        let begun = Calls()
        let finished = Calls()
        let release = Calls()
        let (logger, _) = LinesKept.logger()
        let expiry = Expiry(round: Round("expiry", every: .seconds(3600), logger: logger)) {
            begun.add()
            await release.reach(1)
            try Task.checkCancellation()
            finished.add()
        }
        try await running([expiry]) { group in
            await begun.reach(1)
            await group.triggerGracefulShutdown()
            release.add()
        }
        #expect(finished.count == 1)
    }

    @Test("cancellation ends the loop")
    func cancelled() async throws {
        let calls = Calls()
        let (logger, box) = LinesKept.logger()
        let expiry = Expiry(round: Round("expiry", every: .seconds(3600), logger: logger)) { calls.add() }
        let task = Task { try await expiry.run() }
        await calls.reach(1)
        task.cancel()
        try await task.value
        #expect(box.all.isEmpty)
    }
}

/// An outbox in memory.
final class OutboxInMemory: Outbox {
    struct State {
        var waiting: [Queues.Message]
        var completed: [Int64] = []
        var failed: [Int64: String] = [:]
    }
    let state: Mutex<State>
    let emptied = Calls()
    init(_ messages: [Queues.Message]) { state = Mutex(State(waiting: messages)) }

    func claim(most: Int, lease: Int) async throws -> [Queues.Message] {
        let taken = state.withLock { state in
            let taken = Array(state.waiting.prefix(most))
            state.waiting.removeFirst(taken.count)
            return taken
        }
        if taken.isEmpty { emptied.add() }
        return taken
    }
    func complete(_ messages: [Int64]) async throws { state.withLock { $0.completed += messages } }
    func fail(_ message: Queues.Message, error: String) async throws { state.withLock { $0.failed[message.id] = error } }
    func release(_ messages: [Int64]) async throws {}
}

@Suite("Workers: the outbox", .timeLimit(.minutes(1)))
struct OutboxTests {
    private struct Refusing: Delivery {
        func deliver(_ message: Queues.Message) async throws { throw Problem.missing("sổ đã phát hành") }
    }

    @Test("delivers, completes, gives back what fails, and goes on")
    func delivers() async throws {
        var messages = (1...24).map {
            Queues.Message(id: $0, topic: "notice", payload: #"{"case":\#($0),"sequence":2,"tells":["petitioner"]}"#, attempts: 0)
        }
        messages[3] = Queues.Message(id: 4, topic: "register.issued", payload: "{}", attempts: 2)
        messages[7] = Queues.Message(id: 8, topic: "pigeon", payload: "{}", attempts: 0)
        messages[9] = Queues.Message(id: 10, topic: "deadline", payload: #"{"case":5,"clock":7,"due":"2026-11-19"}"#, attempts: 0)
        messages[11] = Queues.Message(id: 12, topic: "notice", payload: "not json", attempts: 0)
        let outbox = OutboxInMemory(messages)
        let (logger, box) = LinesKept.logger()
        let inApp = InAppDelivery(logger: logger)
        let service = OutboxDelivery(
            outbox, deliveries: ["notice": inApp, "deadline": inApp, "register.issued": Refusing()],
            round: Round("outbox", every: .seconds(2), clock: PausesOnly(), logger: logger))
        try await running([service]) { _ in await outbox.emptied.reach(1) }
        let state = outbox.state.withLock { $0 }
        #expect(state.completed == (1...24).filter { ![4, 8, 12].contains($0) })
        #expect(state.failed[4] == "problem not_found")
        #expect(state.failed[8] == "nobody delivers the topic pigeon")
        #expect(state.failed[12] == "a message of the topic notice cannot be read")
        #expect(inApp.counts == ["notice": 20, "deadline": 1])
        #expect(box.all.contains("info notice delivered case=1 message=1 sequence=2 tells=petitioner topic=notice"))
    }
}
