/// Why one cell could not be read.
public enum DecodeFault: Error, Sendable, Hashable {
    /// The result has no such column.
    case missingColumn
    /// NULL, and the type is not an Optional.
    case unexpectedNull
    /// The column's type (an OID of `pg_type`) is not one the Swift type reads.
    case wrongType(oid: UInt32)
    /// The bytes do not follow the type's binary format.
    case malformed
    /// The value lies outside the Swift type.
    case outOfRange
    /// A word no case of the enum has.
    case unknownValue
}

/// A cell that could not be read: which column, wanted as what, and why. Never the value.
public struct DecodeError: Error, Sendable, Hashable, CustomStringConvertible {
    public let column: String
    public let type: String
    public let fault: DecodeFault

    public init(column: String, type: String, fault: DecodeFault) {
        self.column = column
        self.type = type
        self.fault = fault
    }

    public var description: String {
        switch fault {
        case .missingColumn: "the result has no column \(column)"
        case .unexpectedNull: "column \(column) is NULL, but is read as \(type)"
        case .wrongType(let oid): "column \(column) has the type with OID \(oid), which does not read as \(type)"
        case .malformed: "column \(column) is not well formed for \(type)"
        case .outOfRange: "column \(column) lies outside the range of \(type)"
        case .unknownValue: "column \(column) holds a value that \(type) does not know"
        }
    }
}
