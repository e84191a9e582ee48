/// A Swift type that can be bound to a placeholder and read from a column.
///
/// Parameters travel as text with the type's OID (except `String`: OID 0, the server infers, so that enum, date and
/// citext columns accept it); results travel in binary, which is exact and independent of DateStyle and TimeZone.
/// Enums and typed identifiers need no code: `enum State: String, PostgresValue`, `struct CaseID: RawRepresentable, PostgresValue`.
public protocol PostgresValue: PostgresElement {
    /// OID of a parameter of this type; 0 lets the server infer it.
    static var oid: UInt32 { get }
    /// Whether a column of this type can be read.
    static func accepts(_ oid: UInt32) -> Bool
    /// Reads a cell that is not NULL and whose type was accepted.
    init(_ cell: Cell) throws(DecodeFault)
    /// What NULL reads as: nothing for every type but `Optional`.
    static var null: Self? { get }
    /// This value, ready to be sent.
    var parameter: Parameter { get }
}

extension PostgresValue {
    @inlinable
    public static func accepts(_ oid: UInt32) -> Bool { oid == Self.oid }
    @inlinable
    public static var null: Self? { nil }

    /// Reads a cell that may be NULL or of a foreign type.
    @inlinable
    public static func read(_ cell: Cell?) throws(DecodeFault) -> Self {
        guard let cell else {
            if let null { return null }
            throw .unexpectedNull
        }
        guard accepts(cell.oid) else { throw .wrongType(oid: cell.oid) }
        return try Self(cell)
    }
}

/// A type that arrays are made of. `UInt8` is the odd one out: `[UInt8]` is `bytea`, not an array.
public protocol PostgresElement: Sendable {
    static var arrayParameterOID: UInt32 { get }
    static func acceptsArray(_ oid: UInt32) -> Bool
    static func array(_ cell: Cell) throws(DecodeFault) -> [Self]
    static func parameter(_ array: [Self]) -> Parameter
}

/// The bytes of one cell, in PostgreSQL's binary format. Valid only while the row is being decoded.
public struct Cell {
    /// Type of the column.
    public let oid: UInt32
    /// The value; its length is that of the wire, text is not terminated by NUL.
    public let bytes: UnsafeRawBufferPointer

    @inlinable
    init(oid: UInt32, bytes: UnsafeRawBufferPointer) {
        self.oid = oid
        self.bytes = bytes
    }

    /// A big-endian integer that fills the whole cell.
    @inlinable
    public func integer<I: FixedWidthInteger>(_: I.Type) throws(DecodeFault) -> I {
        guard bytes.count == MemoryLayout<I>.size else { throw .malformed }
        return I(bigEndian: bytes.loadUnaligned(as: I.self))
    }
}

/// A value on its way to the server.
public struct Parameter: Sendable {
    enum Content: Sendable {
        case null
        case text(String)
        case binary([UInt8])
    }

    let oid: UInt32
    let content: Content

    /// A value in PostgreSQL's text format.
    public init(oid: UInt32, text: String) {
        self.oid = oid
        content = .text(text)
    }
    /// A value in PostgreSQL's binary format.
    public init(oid: UInt32, binary: [UInt8]) {
        self.oid = oid
        content = .binary(binary)
    }
    /// NULL.
    public init(nullOf oid: UInt32) {
        self.oid = oid
        content = .null
    }

    /// The text form, in which arrays and COPY carry the value; nil for NULL.
    var text: String? {
        switch content {
        case .null: nil
        case .text(let text): text
        case .binary(let bytes): hexadecimal(bytes)
        }
    }
}

/// `\x` and two digits per byte: bytea's text format.
private func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits: [UInt8] = Array("0123456789abcdef".utf8)
    return String(unsafeUninitializedCapacity: 2 + 2 * bytes.count) { buffer in
        buffer[0] = UInt8(ascii: "\\")
        buffer[1] = UInt8(ascii: "x")
        for (index, byte) in bytes.enumerated() {
            buffer[2 + 2 * index] = digits[Int(byte >> 4)]
            buffer[3 + 2 * index] = digits[Int(byte & 15)]
        }
        return 2 + 2 * bytes.count
    }
}

/// The built-in types this target knows, by their fixed OIDs (`pg_type.dat`), and their arrays.
@usableFromInline
enum TypeOID {
    @usableFromInline static let bool: UInt32 = 16
    @usableFromInline static let bytea: UInt32 = 17
    @usableFromInline static let name: UInt32 = 19
    @usableFromInline static let int8: UInt32 = 20
    @usableFromInline static let int2: UInt32 = 21
    @usableFromInline static let int4: UInt32 = 23
    @usableFromInline static let text: UInt32 = 25
    @usableFromInline static let json: UInt32 = 114
    @usableFromInline static let float4: UInt32 = 700
    @usableFromInline static let float8: UInt32 = 701
    @usableFromInline static let unknown: UInt32 = 705
    @usableFromInline static let bpchar: UInt32 = 1042
    @usableFromInline static let varchar: UInt32 = 1043
    @usableFromInline static let date: UInt32 = 1082
    @usableFromInline static let timestamptz: UInt32 = 1184
    @usableFromInline static let uuid: UInt32 = 2950
    @usableFromInline static let jsonb: UInt32 = 3802
    /// From here on OIDs belong to types of the database itself: enums, extensions.
    @usableFromInline static let firstOfUsers: UInt32 = 16384

    static let elements: [UInt32: UInt32] = [
        1000: bool, 1001: bytea, 1003: name, 1005: int2, 1007: int4, 1009: text, 1014: bpchar, 1015: varchar, 1016: int8,
        1021: float4, 1022: float8, 1182: date, 1185: timestamptz, 2951: uuid, 3807: jsonb,
    ]

    static func array(of element: UInt32) -> UInt32 {
        switch element {
        case bool: 1000
        case bytea: 1001
        case int2: 1005
        case int4: 1007
        case int8: 1016
        case float8: 1022
        case date: 1182
        case timestamptz: 1185
        case uuid: 2951
        case jsonb: 3807
        default: 0
        }
    }
}
