import CPostgres
import Glibc
import Synchronization

/// A word that something happened (`NOTIFY`). A hint, not the truth: on every wake the consumer asks the table.
public struct Wake: Sendable, Hashable {
    public let topic: String
    public let payload: String
    /// Made by the listener after it (re)connected: something may have been missed, look.
    public let isCatchUp: Bool
}

/// Listens on a connection of its own and never loses a wake for good.
///
/// After every connect it first sends LISTEN and then wakes every topic once: what was notified while nobody listened is
/// found by the look that follows. A silent connection is asked `SELECT 1` every half minute.
///
/// ```swift
/// let listener = Listener(configuration, topics: ["journal", "outbox"])
/// async let loop: Void = listener.run()
/// for await wake in listener.wakes { await feed.look(wake.topic) }
/// ```
public final class Listener: Sendable {
    /// One consumer. Ends when `run` returns.
    public let wakes: AsyncStream<Wake>
    private let sink: AsyncStream<Wake>.Continuation
    private let topics: [StaticString]
    private let configuration: PoolConfiguration
    private let healthCheck: Duration
    private let isStopped = Atomic(false)
    private let connected = Atomic(false)

    public init(_ configuration: PoolConfiguration, topics: [StaticString], healthCheck: Duration = .seconds(30)) {
        (wakes, sink) = AsyncStream.makeStream(of: Wake.self)
        self.topics = topics
        self.configuration = configuration
        self.healthCheck = healthCheck
    }

    /// Whether LISTEN is in force at this moment.
    public var isConnected: Bool { connected.load(ordering: .relaxed) }

    /// Listens until the task is cancelled. Lost connections are made anew, with back-off; nothing is thrown.
    public func run() async {
        let gate = ConnectGate(longestBackoff: configuration.longestBackoff)
        let lane = Lane(name: "pg-listen", configuration: configuration, gate: gate, count: { _ in })
        await withTaskCancellationHandler {
            await lane.occupy { configuration, interrupt in
                while !isStopped.load(ordering: .sequentiallyConsistent) {
                    do {
                        try listen(gate.connect(configuration, interrupt, .init(turn: 0, deadline: nil)), interrupt)
                    } catch {
                        connected.store(false, ordering: .relaxed)
                        pause(interrupt)
                    }
                }
            }
        } onCancel: {
            isStopped.store(true, ordering: .sequentiallyConsistent)
            lane.interrupt.wake()
        }
        connected.store(false, ordering: .relaxed)
        sink.finish()
    }

    /// Returns when stopped, throws when the connection is lost.
    private func listen(_ connection: Connection, _ interrupt: Interrupt) throws {
        for topic in topics { _ = try connection.execute(SQL(trusted: "listen \(quoted(topic.description))")) }
        connected.store(true, ordering: .relaxed)
        for topic in topics { sink.yield(Wake(topic: topic.description, payload: "", isCatchUp: true)) }
        while !isStopped.load(ordering: .sequentiallyConsistent) {
            // Notifications also arrive together with the answer of a statement: take them before sleeping.
            forward(connection.session)
            switch wait(on: connection.session, interrupt, for: healthCheck) {
            case .readable: if PQconsumeInput(connection.session) == 0 { throw connection.lost() }
            case .quiet: _ = try connection.execute("select 1")
            case .woken: interrupt.drain()
            }
        }
    }

    private func forward(_ session: OpaquePointer) {
        while let notification = PQnotifies(session) {
            let wake = Wake(
                topic: String(cString: notification.pointee.relname), payload: String(cString: notification.pointee.extra),
                isCatchUp: false)
            PQfreemem(notification)
            sink.yield(wake)
        }
    }

    private enum Event {
        case readable, quiet, woken
    }

    private func wait(on session: OpaquePointer?, _ interrupt: Interrupt, for duration: Duration) -> Event {
        var watched = (
            pollfd(fd: session.map { PQsocket($0) } ?? -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: interrupt.descriptor, events: Int16(POLLIN), revents: 0)
        )
        let timeout = Int32(clamping: duration.milliseconds)
        _ = withUnsafeMutablePointer(to: &watched) { $0.withMemoryRebound(to: pollfd.self, capacity: 2) { poll($0, 2, timeout) } }
        if watched.1.revents != 0 { return .woken }
        return watched.0.revents != 0 ? .readable : .quiet
    }

    /// The gate refuses attempts within its back-off: sleep a little between two questions.
    private func pause(_ interrupt: Interrupt) {
        if wait(on: nil, interrupt, for: .milliseconds(25)) == .woken { interrupt.drain() }
    }

    private func quoted(_ identifier: String) -> String {
        "\"" + identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
