import CPostgres
import Glibc

/// One wait for the server: from sending to the last result.
struct Exchange {
    /// When the lane stops waiting for an ordinary answer.
    var limit: Moment
    /// COMMIT and ROLLBACK are not disturbed by cancellation.
    var isShielded = false
    /// Why a cancel was sent, if one was.
    var cancelled: Reason?

    enum Reason {
        case task, deadline
    }
}

/// How long the server has to answer a cancel before the connection is given up.
private let grace = Duration.seconds(2)

extension Connection {
    /// Checks that this lease may send, and sets the limit of the wait.
    func beginExchange(shielded: Bool = false) throws {
        guard !isBroken else { throw PostgresError.connectionLost("closed after an earlier failure") }
        if shielded {
            exchange = Exchange(limit: Moment.now + (limits.statement ?? .seconds(30)), isShielded: true)
            return
        }
        try checkInterrupted()
        let limit = lease.deadline ?? limits.statement.map { Moment.now + $0 } ?? Moment(nanoseconds: .max)
        exchange = Exchange(limit: limit)
    }

    /// Throws when the caller is gone or its time is up.
    func checkInterrupted() throws {
        if interrupt.isCancelled(lease.turn) { throw CancellationError() }
        if let deadline = lease.deadline, deadline <= .now { throw PostgresError.deadlineExceeded }
    }

    /// Waits until everything is sent and `PQgetResult` will not block.
    func awaitResult() throws {
        while true {
            let unsent = PQflush(session)
            guard unsent >= 0 else { throw lost() }
            if unsent == 0 && PQisBusy(session) == 0 { return }
            try sleep(writing: unsent == 1)
        }
    }

    /// Sleeps until the socket is ready, obeying the interrupt and the limit; reads what has arrived.
    func sleep(writing: Bool) throws {
        let now = Moment.now
        var watched = (
            pollfd(fd: PQsocket(session), events: Int16(POLLIN) | (writing ? Int16(POLLOUT) : 0), revents: 0),
            pollfd(fd: interrupt.descriptor, events: Int16(POLLIN), revents: 0)
        )
        let timeout = exchange.limit.nanoseconds == .max ? -1 : exchange.limit.milliseconds(after: now)
        let ready = withUnsafeMutablePointer(to: &watched) {
            $0.withMemoryRebound(to: pollfd.self, capacity: 2) { poll($0, 2, timeout) }
        }
        guard ready >= 0 else {
            if errno == EINTR { return }
            throw lost()
        }
        if watched.1.revents != 0 {
            interrupt.drain()
            if interrupt.isCancelled(lease.turn) { try stopServer(.task) }
        }
        if watched.0.revents != 0 {
            guard PQconsumeInput(session) == 1 else { throw lost() }
        } else if exchange.limit <= .now {
            try stopServer(.deadline)
        }
    }

    /// Cancels the running statement, from the lane's own thread and before anything else is sent: PQcancel returns
    /// after the server took note, so the cancel cannot hit a later statement.
    private func stopServer(_ reason: Exchange.Reason) throws {
        if exchange.isShielded && reason == .task { return }
        if exchange.cancelled != nil && reason == .task { return }
        if exchange.isShielded || exchange.cancelled != nil || !limits.sendsCancel {
            isBroken = true
            throw interruption(exchange.cancelled ?? reason)
        }
        exchange.cancelled = reason
        exchange.limit = Moment.now + grace
        guard let handle = PQgetCancel(session) else { return }
        var message = [CChar](repeating: 0, count: 256)
        PQcancel(handle, &message, 256)
        PQfreeCancel(handle)
    }

    private func interruption(_ reason: Exchange.Reason) -> any Error {
        switch reason {
        case .task: CancellationError()
        case .deadline: PostgresError.deadlineExceeded
        }
    }

    /// The connection is gone: remembers it and says why.
    func lost(_ server: ServerError? = nil) -> any Error {
        isBroken = true
        if let server { return PostgresError.connectionLost("\(server.code) \(server.message)") }
        return PostgresError.connectionLost(oneLine(PQerrorMessage(session)))
    }

    /// What a failed result means for the caller.
    func failure(_ result: OpaquePointer, statement: String) -> any Error {
        let error = ServerError(result, statement: statement)
        if PQstatus(session) == CONNECTION_BAD {
            return lost(PQresultErrorField(result, Int32(UInt8(ascii: "C"))) == nil ? nil : error)
        }
        if error.code == .queryCanceled {
            return exchange.cancelled.map(interruption) ?? PostgresError.statementTimeout(statement: statement)
        }
        if error.code == .invalidStatementName {
            statements.forgetAll()
        } else if error.isStaleStatement {
            statements.drop(statement)
        }
        return PostgresError.server(error)
    }
}

/// libpq's message without its line ends.
func oneLine(_ message: UnsafePointer<CChar>?) -> String {
    guard let message else { return "no reason given" }
    return String(cString: message).split(separator: "\n").joined(separator: "; ")
}
