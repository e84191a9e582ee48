/// PostgreSQL's five-character error code (appendix A of its manual).
///
/// It is also a pattern for any error: `catch SQLState.uniqueViolation { … }`.
public struct SQLState: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public var description: String { rawValue }
    /// The first two characters, which name the class of the error.
    public var category: Substring { rawValue.prefix(2) }

    public static let notNullViolation = SQLState(rawValue: "23502")
    public static let foreignKeyViolation = SQLState(rawValue: "23503")
    public static let uniqueViolation = SQLState(rawValue: "23505")
    public static let checkViolation = SQLState(rawValue: "23514")
    public static let exclusionViolation = SQLState(rawValue: "23P01")
    public static let invalidTextRepresentation = SQLState(rawValue: "22P02")
    public static let featureNotSupported = SQLState(rawValue: "0A000")
    public static let transactionAborted = SQLState(rawValue: "25P02")
    public static let readOnlyTransaction = SQLState(rawValue: "25006")
    public static let invalidStatementName = SQLState(rawValue: "26000")
    public static let serializationFailure = SQLState(rawValue: "40001")
    public static let deadlockDetected = SQLState(rawValue: "40P01")
    public static let insufficientPrivilege = SQLState(rawValue: "42501")
    public static let syntaxError = SQLState(rawValue: "42601")
    public static let datatypeMismatch = SQLState(rawValue: "42804")
    public static let undefinedTable = SQLState(rawValue: "42P01")
    public static let lockNotAvailable = SQLState(rawValue: "55P03")
    public static let queryCanceled = SQLState(rawValue: "57014")
    public static let adminShutdown = SQLState(rawValue: "57P01")
    public static let raiseException = SQLState(rawValue: "P0001")

    public static func ~= (pattern: SQLState, error: any Error) -> Bool {
        guard let error = error as? PostgresError, case .server(let server) = error else { return false }
        return server.code == pattern
    }
}
