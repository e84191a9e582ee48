/// The thread a connection lives on.
///
/// An actor whose executor is a thread of its own: closures run there one after the other, straight through, without
/// suspension. A slow closure holds its lane; so closures compute little and do no I/O but SQL, which the missing
/// `async` enforces.
actor Lane {
    private nonisolated let thread: LaneThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
    nonisolated let interrupt = Interrupt()
    private nonisolated let configuration: PoolConfiguration
    private nonisolated let gate: ConnectGate
    private nonisolated let count: @Sendable (PoolEvent) -> Void
    private var connection: Connection?
    private var hasServed = false

    init(name: String, configuration: PoolConfiguration, gate: ConnectGate, count: @escaping @Sendable (PoolEvent) -> Void) {
        thread = LaneThread(name: name)
        self.configuration = configuration
        self.gate = gate
        self.count = count
    }

    deinit { thread.stop() }

    /// Runs the closure within its wrapping. The connection is checked before and after; one that is not idle
    /// afterwards is closed.
    func perform<R: Sendable>(
        _ wrapping: Wrapping, _ settings: [SessionSetting], turn: Int, deadline: Moment?,
        _ body: @Sendable (Connection) throws -> R
    ) throws -> R {
        let connection = try checkedOut(Connection.Lease(turn: turn, deadline: deadline))
        defer { checkIn(connection) }
        do {
            try connection.begin(wrapping, settings)
            let result = try body(connection)
            switch wrapping {
            case .bare: try connection.flush()
            case .read: connection.endRead()
            case .write: try connection.commit()
            }
            return result
        } catch {
            connection.rollback()
            throw error
        }
    }

    /// A connection that is alive. When the old one is dead a new one is made: nothing was sent, so nothing is repeated.
    private func checkedOut(_ lease: Connection.Lease) throws -> Connection {
        if interrupt.isCancelled(lease.turn) { throw CancellationError() }
        if let connection {
            connection.lease = lease
            if connection.isAlive() { return connection }
            self.connection = nil
        }
        do {
            let fresh = try gate.connect(configuration, interrupt, lease)
            fresh.lease = lease
            connection = fresh
            count(hasServed ? .reconnected : .connected)
            hasServed = true
            return fresh
        } catch {
            count(.connectFailed)
            throw error
        }
    }

    private func checkIn(_ connection: Connection) {
        if !connection.isIdle || connection.retiresAt <= .now { self.connection = nil }
    }

    /// Runs a loop that owns the lane until it returns: the listener's.
    func occupy(_ body: @Sendable (PoolConfiguration, Interrupt) -> Void) { body(configuration, interrupt) }

    func close() { connection = nil }
}

extension Connection {
    /// Ends a read-only transaction. It has nothing to lose, so a failure here does not spoil what was read.
    func endRead() {
        do { try commit() } catch { rollback() }
    }
}
