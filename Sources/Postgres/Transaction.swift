import CPostgres

/// A setting for the length of one transaction: `set_config(name, value, true)`.
///
/// It travels in one round trip with BEGIN and the first statement. Row-level policies and triggers read it.
public struct SessionSetting: Sendable {
    let name: StaticString
    let value: String
    public init(_ name: StaticString, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// What wraps the closure of a lease.
enum Wrapping: Sendable {
    case bare, read, write

    var begin: SQL {
        switch self {
        case .bare: .empty
        case .read: "begin isolation level repeatable read read only"
        case .write: "begin isolation level read committed"
        }
    }
}

extension Connection {
    /// Queues BEGIN and the settings. They are sent with the first statement of the closure; a closure without a
    /// statement costs no round trip at all.
    func begin(_ wrapping: Wrapping, _ settings: [SessionSetting]) throws {
        guard wrapping != .bare else { return }
        pending.append(wrapping.begin)
        if !settings.isEmpty {
            var sql: SQL = "select "
            for (index, setting) in settings.enumerated() {
                if index > 0 { sql += ", " }
                sql += "set_config(\(setting.name.description), \(setting.value), true)"
            }
            try ParameterBuffer.check(sql.parameters)
            pending.append(sql)
        }
        preamble = pending.count
    }

    /// Sends what is pending and COMMIT in one round trip. Success is the tag COMMIT: the COMMIT of an aborted
    /// transaction is answered with ROLLBACK and without an error.
    func commit() throws {
        if pending.count == preamble && PQtransactionStatus(session) == PQTRANS_IDLE {
            pending.removeAll(keepingCapacity: true)
            return
        }
        try checkInterrupted()
        let place = pending.count
        failedStatement = nil
        let tag: String
        do {
            tag = try execute("commit", shielded: true).tag
        } catch PostgresError.connectionLost(let reason) {
            // An error of a statement before COMMIT is a proof that COMMIT was skipped.
            if let failedStatement, failedStatement < place { throw PostgresError.connectionLost(reason) }
            throw PostgresError.commitUnknown(reason)
        } catch PostgresError.deadlineExceeded {
            throw PostgresError.commitUnknown("no answer in time")
        }
        guard tag == "COMMIT" else { throw PostgresError.rolledBack }
    }

    /// Forgets what is pending and ends the transaction, in spite of any cancellation.
    func rollback() {
        pending.removeAll(keepingCapacity: true)
        preamble = 0
        savepoints = 0
        guard !isBroken, PQtransactionStatus(session) != PQTRANS_IDLE else { return }
        do { _ = try execute("rollback", shielded: true) } catch { isBroken = true }
    }

    /// Whether the connection may serve the next lease.
    var isIdle: Bool { !isBroken && PQstatus(session) == CONNECTION_OK && PQtransactionStatus(session) == PQTRANS_IDLE }

    /// Runs the body within a savepoint: when it throws, its statements are undone, the transaction lives on, and the
    /// error is thrown on. A lost connection, a cancellation or a deadline end the transaction all the same.
    public func savepoint<R>(_ body: () throws -> R) throws -> R {
        savepoints += 1
        let name = "sp\(savepoints)"
        defer { savepoints -= 1 }
        _ = try execute(SQL(trusted: "savepoint \(name)"))
        do {
            let result = try body()
            _ = try execute(SQL(trusted: "release savepoint \(name)"))
            return result
        } catch {
            pending.removeAll(keepingCapacity: true)
            if !isBroken {
                _ = try? execute(SQL(trusted: "rollback to savepoint \(name)"), shielded: true)
                _ = try? execute(SQL(trusted: "release savepoint \(name)"), shielded: true)
            }
            throw error
        }
    }

    /// Runs a text of many statements by the simple protocol, without parameters. For migration files and roles only:
    /// the text is trusted like the program itself.
    public func script(_ text: String) throws {
        guard !text.utf8.contains(0) else { throw PostgresError.nulInText(parameter: 0) }
        try flush()
        try beginExchange()
        guard PQsendQuery(session, text) == 1 else { throw lost() }
        _ = try collect("script")
    }

    /// Sends what is pending, when the next words cannot travel in a pipeline.
    func flush() throws {
        if !pending.isEmpty { _ = try pipeline([]) }
    }
}
