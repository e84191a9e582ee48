import CPostgres
import Glibc

/// Makes connections, one at a time, and slower while the server is down.
///
/// After a failure further attempts fail at once until the back-off has passed: a server that comes up again is not
/// met by every lane in the same millisecond.
final class ConnectGate: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t> = .allocate(capacity: 1)
    private var nextAttempt = Moment(nanoseconds: 0)
    private var backoff = Duration.zero
    private var lastReason = ""
    private let longest: Duration

    init(longestBackoff: Duration) {
        longest = longestBackoff
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func connect(_ configuration: PoolConfiguration, _ interrupt: Interrupt, _ lease: Connection.Lease) throws -> Connection {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if Moment.now < nextAttempt { throw PostgresError.unreachable(lastReason) }
        do {
            let connection = try Connection.open(configuration, interrupt, lease)
            backoff = .zero
            return connection
        } catch PostgresError.unreachable(let reason) {
            backoff = min(max(backoff * 2, .milliseconds(50)), longest)
            nextAttempt = Moment.now + backoff * Double.random(in: 0.5...1)
            lastReason = reason
            throw PostgresError.unreachable(reason)
        }
    }
}

extension Connection {
    /// Connects without blocking anywhere but in poll(2) (and in the resolver), within the lease's deadline.
    static func open(_ configuration: PoolConfiguration, _ interrupt: Interrupt, _ lease: Lease) throws -> Connection {
        let parameters = try configuration.startupParameters()
        guard let session = start(parameters) else { throw PostgresError.unreachable("out of memory") }
        var isAdopted = false
        defer { if !isAdopted { PQfinish(session) } }
        let longest = Moment.now + configuration.connectTimeout
        let limit = min(lease.deadline ?? longest, longest)
        var awaited = PGRES_POLLING_WRITING
        guard PQstatus(session) != CONNECTION_BAD else { throw PostgresError.unreachable(oneLine(PQerrorMessage(session))) }
        while awaited != PGRES_POLLING_OK {
            // The socket may be another one after each step (several hosts or addresses): it is asked for every time.
            var watched = (
                pollfd(fd: PQsocket(session), events: Int16(awaited == PGRES_POLLING_READING ? POLLIN : POLLOUT), revents: 0),
                pollfd(fd: interrupt.descriptor, events: Int16(POLLIN), revents: 0)
            )
            let timeout = limit.milliseconds(after: .now)
            let ready = withUnsafeMutablePointer(to: &watched) {
                $0.withMemoryRebound(to: pollfd.self, capacity: 2) { poll($0, 2, timeout) }
            }
            if watched.1.revents != 0 {
                interrupt.drain()
                if interrupt.isCancelled(lease.turn) { throw CancellationError() }
            }
            if ready == 0 || limit <= .now { throw PostgresError.unreachable("no answer within the time to connect") }
            if watched.0.revents == 0 { continue }
            awaited = PQconnectPoll(session)
            if awaited == PGRES_POLLING_FAILED { throw PostgresError.unreachable(oneLine(PQerrorMessage(session))) }
        }
        isAdopted = true
        let limits = Limits(
            statement: configuration.statementTimeout > .zero ? configuration.statementTimeout + .seconds(2) : nil,
            sendsCancel: configuration.sendsCancel)
        return Connection(
            adopting: session, interrupt: interrupt, limits: limits, cache: configuration.statementCache,
            retiresAt: .now + configuration.lifetime * Double.random(in: 0.8...1))
    }

    /// Keywords and values as arrays: nothing has to be quoted into a connection string.
    private static func start(_ parameters: [(String, String)]) -> OpaquePointer? {
        var words = parameters.map { UnsafePointer(strdup($0.0)) } + [nil]
        var values = parameters.map { UnsafePointer(strdup($0.1)) } + [nil]
        defer { for pointer in words + values { free(UnsafeMutableRawPointer(mutating: pointer)) } }
        return PQconnectStartParams(&words, &values, 1)
    }

    /// Whether the server is still there, found out without a round trip: whatever has arrived since the last lease is
    /// read until the socket is quiet. After a server's death the first read still succeeds, only the next one fails.
    func isAlive() -> Bool {
        while true {
            var watched = pollfd(fd: PQsocket(session), events: Int16(POLLIN), revents: 0)
            if poll(&watched, 1, 0) <= 0 { break }
            if PQconsumeInput(session) == 0 { return false }
            _ = PQisBusy(session)
            while let notification = PQnotifies(session) { PQfreemem(notification) }
        }
        return isIdle
    }
}
