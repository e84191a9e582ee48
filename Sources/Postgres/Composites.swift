extension Optional: PostgresElement where Wrapped: PostgresValue {}

extension Optional: PostgresValue where Wrapped: PostgresValue {
    public static var oid: UInt32 { Wrapped.oid }
    @inlinable
    public static func accepts(_ oid: UInt32) -> Bool { Wrapped.accepts(oid) }
    @inlinable
    public static var null: Self? { .some(.none) }
    @inlinable
    public init(_ cell: Cell) throws(DecodeFault) { self = .some(try Wrapped(cell)) }
    public var parameter: Parameter { self?.parameter ?? Parameter(nullOf: Wrapped.oid) }
}

/// Enums with text values and identifiers with a type of their own.
extension PostgresValue where Self: RawRepresentable, RawValue: PostgresValue {
    public static var oid: UInt32 { RawValue.oid }
    /// An enum type has an OID of the database's own: any such type is read by its text, an unknown word does not decode.
    public static func accepts(_ oid: UInt32) -> Bool {
        RawValue.accepts(oid) || (RawValue.self == String.self && oid >= TypeOID.firstOfUsers)
    }
    public init(_ cell: Cell) throws(DecodeFault) {
        guard let value = Self(rawValue: try RawValue(cell)) else { throw .unknownValue }
        self = value
    }
    public var parameter: Parameter { rawValue.parameter }
}

/// A type of another room that is stored as one of the types known here (`Day` as `PGDate`).
public protocol PostgresConvertible: PostgresValue {
    associatedtype Stored: PostgresValue
    /// nil when the stored value has no meaning in this type.
    init?(stored: Stored)
    var stored: Stored { get }
}

extension PostgresConvertible {
    public static var oid: UInt32 { Stored.oid }
    public static func accepts(_ oid: UInt32) -> Bool { Stored.accepts(oid) }
    public init(_ cell: Cell) throws(DecodeFault) {
        guard let value = Self(stored: try Stored(cell)) else { throw .unknownValue }
        self = value
    }
    public var parameter: Parameter { stored.parameter }
}

extension Array: PostgresElement where Element: PostgresElement {}

/// Arrays of one dimension, and `[UInt8]` as bytea.
extension Array: PostgresValue where Element: PostgresElement {
    public static var oid: UInt32 { Element.arrayParameterOID }
    public static func accepts(_ oid: UInt32) -> Bool { Element.acceptsArray(oid) }
    public init(_ cell: Cell) throws(DecodeFault) { self = try Element.array(cell) }
    public var parameter: Parameter { Element.parameter(self) }
}

extension UInt8: PostgresElement {
    public static var arrayParameterOID: UInt32 { TypeOID.bytea }
    public static func acceptsArray(_ oid: UInt32) -> Bool { oid == TypeOID.bytea }
    public static func array(_ cell: Cell) throws(DecodeFault) -> [UInt8] { [UInt8](cell.bytes) }
    public static func parameter(_ array: [UInt8]) -> Parameter { Parameter(oid: TypeOID.bytea, binary: array) }
}

extension PostgresValue {
    public static var arrayParameterOID: UInt32 { TypeOID.array(of: oid) }

    public static func acceptsArray(_ oid: UInt32) -> Bool {
        if let element = TypeOID.elements[oid] { return accepts(element) }
        return oid >= TypeOID.firstOfUsers && accepts(oid)
    }

    /// Binary array: dimensions, null flag, element OID, then (length, lower bound) of the dimension, then (length, bytes) of each element.
    public static func array(_ cell: Cell) throws(DecodeFault) -> [Self] {
        var reader = WordReader(cell.bytes)
        let dimensions = try reader.word()
        _ = try reader.word()
        let element = UInt32(bitPattern: try reader.word())
        if dimensions == 0 { return [] }
        guard dimensions == 1 else { throw .malformed }
        let count = Int(try reader.word())
        _ = try reader.word()
        guard count >= 0, count <= cell.bytes.count else { throw .malformed }
        var values: [Self] = []
        values.reserveCapacity(count)
        for _ in 0..<count {
            let length = Int(try reader.word())
            values.append(try read(length < 0 ? nil : Cell(oid: element, bytes: try reader.take(length))))
        }
        return values
    }

    /// `{"a","b",NULL}` with every element quoted, so that no element is mistaken for syntax.
    public static func parameter(_ array: [Self]) -> Parameter {
        var text = "{"
        for (index, value) in array.enumerated() {
            if index > 0 { text += "," }
            guard let element = value.parameter.text else {
                text += "NULL"
                continue
            }
            text += "\""
            for scalar in element.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { text.unicodeScalars.append("\\") }
                text.unicodeScalars.append(scalar)
            }
            text += "\""
        }
        text += "}"
        return Parameter(oid: arrayParameterOID, text: text)
    }
}

/// Walks over big-endian 32-bit words and runs of bytes, never past the end.
private struct WordReader {
    private var rest: UnsafeRawBufferPointer
    init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

    mutating func word() throws(DecodeFault) -> Int32 { Int32(bigEndian: try take(4).loadUnaligned(as: Int32.self)) }

    mutating func take(_ count: Int) throws(DecodeFault) -> UnsafeRawBufferPointer {
        guard count <= rest.count else { throw .malformed }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest[count...]) }
        return UnsafeRawBufferPointer(rebasing: rest[..<count])
    }
}
