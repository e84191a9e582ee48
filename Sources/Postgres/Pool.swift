/// A fixed number of lanes, lent one closure at a time, first come first served.
///
/// ```swift
/// let id = try await pool.write(settings: scope) { db in
///     try db.value("insert into petition (subject) values (\(subject)) returning id", as: Int64.self)
/// }
/// ```
/// The closure is synchronous: no `await` fits between BEGIN and COMMIT. It may run again after a serialization failure
/// or a deadlock, so it does nothing but SQL and arithmetic. Connections are made when they are first needed.
public final class Pool: Sendable {
    public let configuration: PoolConfiguration
    private let queue: LaneQueue
    private let attempts = 4

    public init(_ configuration: PoolConfiguration) {
        self.configuration = configuration
        queue = LaneQueue(configuration)
    }

    /// A read-only transaction that sees one snapshot (REPEATABLE READ).
    public func read<R: Sendable>(
        settings: [SessionSetting] = [], deadline: Duration? = nil, _ body: @Sendable (Connection) throws -> R
    ) async throws -> R {
        try await attempt(.read, settings, deadline, body)
    }

    /// A read-write transaction (READ COMMITTED). Committed when the closure returns and the server says COMMIT, rolled
    /// back when it throws; run again, at most three times, on 40001 and 40P01.
    ///
    /// - Parameter deadline: for everything from queueing to the last statement. COMMIT, once sent, is waited for.
    @discardableResult
    public func write<R: Sendable>(
        settings: [SessionSetting] = [], deadline: Duration? = nil, _ body: @Sendable (Connection) throws -> R
    ) async throws -> R {
        try await attempt(.write, settings, deadline, body)
    }

    /// No transaction: for migrations, VACUUM and questions about the server itself. Never run again.
    @discardableResult
    public func bare<R: Sendable>(deadline: Duration? = nil, _ body: @Sendable (Connection) throws -> R) async throws -> R {
        try await lend(.bare, [], deadline.map { .now + $0 }, body)
    }

    /// What the pool has done and is doing.
    public var observations: PoolObservations { queue.observations }

    /// Refuses new callers, waits for the closures that run, and closes all connections.
    public func close() async { await queue.close() }

    private func attempt<R: Sendable>(
        _ wrapping: Wrapping, _ settings: [SessionSetting], _ deadline: Duration?, _ body: @Sendable (Connection) throws -> R
    ) async throws -> R {
        let limit = deadline.map { Moment.now + $0 }
        var remaining = attempts
        while true {
            remaining -= 1
            do {
                return try await lend(wrapping, settings, limit, body)
            } catch PostgresError.server(let error) where error.isTransient && remaining > 0 {
                queue.count(.retried)
                // Two that deadlocked must not meet again in step.
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...(10 * (attempts - remaining)))))
            }
        }
    }

    private func lend<R: Sendable>(
        _ wrapping: Wrapping, _ settings: [SessionSetting], _ deadline: Moment?, _ body: @Sendable (Connection) throws -> R
    ) async throws -> R {
        let lane = try await queue.acquire(deadline: deadline)
        defer { queue.release(lane) }
        let turn = lane.interrupt.nextTurn()
        return try await withTaskCancellationHandler {
            try await lane.perform(wrapping, settings, turn: turn, deadline: deadline, body)
        } onCancel: {
            lane.interrupt.cancel(turn)
        }
    }
}

/// Counters of a pool since its birth, and its state now: for metrics.
public struct PoolObservations: Sendable, Equatable {
    /// Lanes lent.
    public var acquired = 0
    /// Lanes lent at this moment.
    public var inUse = 0
    /// Callers waiting at this moment.
    public var waiting = 0
    /// Callers who waited in vain.
    public var timeouts = 0
    /// Connections made.
    public var connects = 0
    /// Connections made to replace one that was lost or had served its time.
    public var reconnects = 0
    /// Attempts to connect that failed, those within a back-off included.
    public var connectFailures = 0
    /// Closures run again after a serialization failure or a deadlock.
    public var retries = 0
    /// Lanes that exist.
    public var lanes = 0
}

/// What happens below the pool and is counted.
enum PoolEvent: Sendable {
    case connected, reconnected, connectFailed, retried
}
