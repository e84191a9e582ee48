import CPostgres

/// Everything that can go wrong between a closure and the database.
///
/// A cancelled task gets `CancellationError`, not one of these. Descriptions hold no values: neither parameters nor
/// what the server quotes from rows. They may be logged.
public enum PostgresError: Error, Sendable {
    /// The server refused a statement.
    case server(ServerError)
    /// No connection could be made. Nothing was sent.
    case unreachable(String)
    /// The connection broke. Outside of COMMIT nothing of the transaction remains.
    case connectionLost(String)
    /// All lanes were busy for `acquireTimeout`.
    case acquireTimeout
    /// The caller's deadline passed, or the server did not answer within the limit of a statement. Rolled back.
    case deadlineExceeded
    /// The server's `statement_timeout` ended a statement. Rolled back.
    case statementTimeout(statement: String)
    /// The connection broke during COMMIT: the transaction may or may not have happened. Look up the idempotency key.
    case commitUnknown(String)
    /// COMMIT answered ROLLBACK: the closure swallowed the error of a statement. Nothing was written.
    case rolledBack
    /// The statement answered another number of rows than the call asks for.
    case wrongRowCount(Int, statement: String)
    /// A text parameter holds U+0000, which PostgreSQL cannot store and which would cut the text silently. Not sent.
    case nulInText(parameter: Int)
    case decode(DecodeError, statement: String)
    /// The pool was closed.
    case closed
    /// The call does not fit the statement (COPY through `run`, binds in a COPY header).
    case misuse(String)

    /// The server's code, when the server spoke.
    public var code: SQLState? {
        if case .server(let error) = self { error.code } else { nil }
    }

    /// The violated constraint, when there is one.
    public var constraint: String? {
        if case .server(let error) = self { error.constraint } else { nil }
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String {
        switch self {
        case .server(let error): error.description
        case .unreachable(let reason): "the database cannot be reached: \(reason)"
        case .connectionLost(let reason): "the connection to the database was lost: \(reason)"
        case .acquireTimeout: "no connection became free in time"
        case .deadlineExceeded: "the deadline passed"
        case .statementTimeout(let statement): "statement_timeout ended: \(statement)"
        case .commitUnknown(let reason): "the connection was lost during COMMIT, its outcome is unknown: \(reason)"
        case .rolledBack: "COMMIT answered ROLLBACK: a statement had failed and its error was swallowed"
        case .wrongRowCount(let count, let statement): "\(count) rows from: \(statement)"
        case .nulInText(let parameter): "parameter \(parameter) is a text with the character U+0000"
        case .decode(let error, let statement): "\(error), in: \(statement)"
        case .closed: "the pool is closed"
        case .misuse(let reason): reason
        }
    }

    public var debugDescription: String { description }
}

/// What the server says about a refused statement.
public struct ServerError: Error, Sendable {
    public let code: SQLState
    /// One line. In class 22 it quotes the offending value: see `description`.
    public let message: String
    /// May quote whole rows ("Key (id_number)=(…) already exists"): keep it out of logs.
    public let detail: String?
    public let hint: String?
    public let constraint: String?
    public let schema: String?
    public let table: String?
    public let column: String?
    /// Character in the statement where the error was noticed, from 1.
    public let position: Int?
    /// The statement with placeholders, without values.
    public let statement: String
    /// The server's function that raised the error; tells a stale plan from other uses of 0A000.
    let routine: String?

    init(_ result: OpaquePointer, statement: String) {
        func field(_ code: UInt8) -> String? { PQresultErrorField(result, Int32(code)).map { String(cString: $0) } }
        self.code = SQLState(rawValue: field(UInt8(ascii: "C")) ?? "XX000")
        message = field(UInt8(ascii: "M")) ?? "unknown error"
        detail = field(UInt8(ascii: "D"))
        hint = field(UInt8(ascii: "H"))
        constraint = field(UInt8(ascii: "n"))
        schema = field(UInt8(ascii: "s"))
        table = field(UInt8(ascii: "t"))
        column = field(UInt8(ascii: "c"))
        position = field(UInt8(ascii: "P")).flatMap { Int($0) }
        routine = field(UInt8(ascii: "R"))
        self.statement = statement
    }

    /// The prepared statement is gone, or a migration changed the type of its result: prepare it anew.
    var isStaleStatement: Bool {
        code == .invalidStatementName || (code == .featureNotSupported && routine == "RevalidateCachedQuery")
    }

    /// Another attempt may succeed: the closure is run again.
    var isTransient: Bool { code == .serializationFailure || code == .deadlockDetected || isStaleStatement }
}

extension ServerError: CustomStringConvertible, CustomDebugStringConvertible {
    /// Code, message, place and statement. `detail` is left out, and in class 22 (data exceptions) what the message quotes.
    public var description: String {
        var text = "\(code) \(code.category == "22" ? masked(message) : message)"
        if let constraint { text += ", constraint \(constraint)" }
        if let table { text += ", table \(table)" }
        if let column { text += ", column \(column)" }
        return statement.isEmpty ? text : text + ", in: \(statement)"
    }

    public var debugDescription: String { description }
}

/// The message up to the first quotation mark and from the last one on: what lies between may be personal data.
private func masked(_ message: String) -> String {
    guard let first = message.firstIndex(of: "\""), let last = message.lastIndex(of: "\""), first < last else { return message }
    return message[...first] + "…" + message[last...]
}

/// A notice or warning that is not an error (`RAISE NOTICE`, "there is no transaction in progress").
public struct ServerNotice: Sendable, Hashable {
    public let code: SQLState
    public let severity: String
    public let message: String
}
