import Synchronization

/// Who gets a lane next: idle lanes on a stack (the warmest first), waiting callers in a line.
final class LaneQueue: Sendable {
    private let configuration: PoolConfiguration
    private let gate: ConnectGate
    private let state: Mutex<State>

    private struct Waiter {
        let number: Int
        let deadline: Moment
        /// The caller's own deadline ends the wait, not the pool's patience.
        let isCallersDeadline: Bool
        let continuation: CheckedContinuation<Lane, any Error>
    }

    private struct State {
        var idle: [Lane] = []
        var waiters: [Waiter] = []
        var numbered = 0
        /// When the next look at the waiters' deadlines is due; nil when none is scheduled.
        var nextSweep: Moment?
        var isClosed = false
        var closing: [CheckedContinuation<Void, Never>] = []
        var observations = PoolObservations()
    }

    init(_ configuration: PoolConfiguration) {
        self.configuration = configuration
        gate = ConnectGate(longestBackoff: configuration.longestBackoff)
        state = Mutex(State())
    }

    var observations: PoolObservations {
        state.withLock { state in
            var observations = state.observations
            observations.waiting = state.waiters.count
            return observations
        }
    }

    func count(_ event: PoolEvent) {
        state.withLock { state in
            switch event {
            case .connected: state.observations.connects += 1
            case .reconnected:
                state.observations.connects += 1
                state.observations.reconnects += 1
            case .connectFailed: state.observations.connectFailures += 1
            case .retried: state.observations.retries += 1
            }
        }
    }

    /// A lane, at once or when the callers before this one have been served.
    func acquire(deadline: Moment?) async throws -> Lane {
        if Task.isCancelled { throw CancellationError() }
        if let lane = try state.withLock({ state in try take(&state) }) { return lane }
        let patience = Moment.now + configuration.acquireTimeout
        let limit = min(deadline ?? patience, patience)
        let number = state.withLock { state in
            state.numbered += 1
            return state.numbered
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let waiter = Waiter(
                    number: number, deadline: limit, isCallersDeadline: limit < patience, continuation: continuation)
                enqueue(waiter)
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    func release(_ lane: Lane) {
        let (next, closing): (Waiter?, [CheckedContinuation<Void, Never>]) = state.withLock { state in
            if !state.waiters.isEmpty {
                state.observations.acquired += 1
                return (state.waiters.removeFirst(), [])
            }
            state.idle.append(lane)
            state.observations.inUse -= 1
            guard state.isClosed, state.observations.inUse == 0 else { return (nil, []) }
            defer { state.closing = [] }
            return (nil, state.closing)
        }
        next?.continuation.resume(returning: lane)
        for continuation in closing { continuation.resume() }
    }

    func close() async {
        let waiters = state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(throwing: PostgresError.closed) }
        await withCheckedContinuation { continuation in
            let isQuiet = state.withLock { state in
                if state.observations.inUse > 0 { state.closing.append(continuation) }
                return state.observations.inUse == 0
            }
            if isQuiet { continuation.resume() }
        }
        let lanes = state.withLock { state in
            defer { state.idle = [] }
            return state.idle
        }
        for lane in lanes { await lane.close() }
    }

    /// An idle lane, or a new one while there are fewer than allowed; nil when the caller has to wait.
    private func take(_ state: inout State) throws -> Lane? {
        guard !state.isClosed else { throw PostgresError.closed }
        guard state.waiters.isEmpty else { return nil }
        let lane: Lane
        if let idle = state.idle.popLast() {
            lane = idle
        } else if state.observations.lanes < configuration.lanes {
            state.observations.lanes += 1
            lane = Lane(
                name: "pg-\(state.observations.lanes)", configuration: configuration, gate: gate,
                count: { [weak self] event in self?.count(event) })
        } else {
            return nil
        }
        state.observations.acquired += 1
        state.observations.inUse += 1
        return lane
    }

    private func enqueue(_ waiter: Waiter) {
        let sweep: Moment? = state.withLock { state in
            do {
                // A lane may have come back since the first look, and the task may have been cancelled: its handler
                // found nobody in the line then.
                if let lane = try take(&state) {
                    waiter.continuation.resume(returning: lane)
                    return nil
                }
                if Task.isCancelled { throw CancellationError() }
            } catch {
                waiter.continuation.resume(throwing: error)
                return nil
            }
            state.waiters.append(waiter)
            if let nextSweep = state.nextSweep, nextSweep <= waiter.deadline { return nil }
            state.nextSweep = waiter.deadline
            return waiter.deadline
        }
        if let sweep { scheduleSweep(at: sweep) }
    }

    private func scheduleSweep(at moment: Moment) {
        Task { [weak self] in
            try? await Task.sleep(for: .nanoseconds(max(0, moment.nanoseconds - Moment.now.nanoseconds)))
            self?.sweep(due: moment)
        }
    }

    /// Sends away whose time is up. One sleeping task serves all waiters, because under load every caller waits a little
    /// and hardly one waits in vain.
    private func sweep(due: Moment) {
        let now = Moment.now
        let (expired, next): ([Waiter], Moment?) = state.withLock { state in
            // A sweep for an earlier moment was scheduled meanwhile and has taken over.
            guard state.nextSweep == due else { return ([], nil) }
            let expired = state.waiters.filter { $0.deadline <= now }
            state.waiters.removeAll { $0.deadline <= now }
            state.observations.timeouts += expired.count
            state.nextSweep = state.waiters.map(\.deadline).min()
            return (expired, state.nextSweep)
        }
        for waiter in expired {
            waiter.continuation.resume(throwing: waiter.isCallersDeadline ? PostgresError.deadlineExceeded : .acquireTimeout)
        }
        if let next { scheduleSweep(at: next) }
    }
}
