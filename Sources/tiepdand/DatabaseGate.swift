import Casework
import Law
import Logging
import Postgres
import ServiceLifecycle
import Synchronization

/// Opens once the database is known to fit this program, and says whether it has.
///
/// A database that is merely away is waited for: the daemon runs, answers 503 and recovers by itself. A database that does not fit
/// (behind, ahead by a breaking migration, with other law) ends the daemon.
final class DatabaseGate: Service {
    /// Why the daemon must not run on this database, in one line.
    struct Misfit: Error, CustomStringConvertible {
        let description: String
    }

    private let pool: Pool
    private let share: String
    private let rulebook: Rulebook
    private let logger: Logger
    private let open = Atomic<Bool>(false)

    init(pool: Pool, share: String, rulebook: Rulebook, logger: Logger) {
        self.pool = pool
        self.share = share
        self.rulebook = rulebook
        self.logger = logger
    }

    var isOpen: Bool { open.load(ordering: .acquiring) }

    /// One attempt. - Returns: whether the gate is open; false when the database cannot be asked. - Throws: `Misfit`.
    @discardableResult
    func attempt() async throws -> Bool {
        do {
            try await Installation.verify(pool: pool, share: share, rulebook: rulebook)
            open.store(true, ordering: .releasing)
            return true
        } catch let error as PostgresError {
            guard error.mayPass else { throw Misfit(description: "this database cannot be used: \(error)") }
            logger.warning("the database cannot be asked, waiting for it", metadata: ["reason": "\(error)"])
            return false
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Misfit(description: "\(error)")
        }
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown { [self] in
            var pause = Duration.milliseconds(250)
            while !isOpen {
                try await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(4))
                if try await attempt() { logger.notice("the database is there") }
            }
        }
        // A service that returns would end the others.
        try? await gracefulShutdown()
    }
}

/// A worker that begins once the gate is open: nobody writes into a database that may not fit.
struct BehindGate: Service {
    let gate: DatabaseGate
    let service: any Service

    func run() async throws {
        while !gate.isOpen {
            if Task.isShuttingDownGracefully { return }
            try await Task.sleep(for: .milliseconds(200))
        }
        try await service.run()
    }
}

extension PostgresError {
    /// The same question may get an answer later: nobody was there, or the server is starting or stopping.
    fileprivate var mayPass: Bool {
        switch self {
        case .server(let error): ["57", "08", "53", "40"].contains(error.code.rawValue.prefix(2))
        case .unreachable, .connectionLost, .acquireTimeout, .deadlineExceeded, .statementTimeout, .commitUnknown: true
        default: false
        }
    }
}

/// Closes the lanes last: whoever works with them stands behind it in the group and is stopped before.
struct PoolService: Service {
    let pool: Pool

    func run() async throws {
        try? await gracefulShutdown()
        await pool.close()
    }
}
