extension Bool: PostgresValue {
    public static var oid: UInt32 { TypeOID.bool }
    @inlinable
    public init(_ cell: Cell) throws(DecodeFault) { self = try cell.integer(UInt8.self) != 0 }
    public var parameter: Parameter { Parameter(oid: TypeOID.bool, text: self ? "t" : "f") }
}

extension Int16: PostgresValue {
    public static var oid: UInt32 { TypeOID.int2 }
    @inlinable
    public init(_ cell: Cell) throws(DecodeFault) { self = try cell.integer(Int16.self) }
    public var parameter: Parameter { Parameter(oid: TypeOID.int2, text: String(self)) }
}

extension Int32: PostgresValue {
    public static var oid: UInt32 { TypeOID.int4 }
    @inlinable
    public static func accepts(_ oid: UInt32) -> Bool { oid == TypeOID.int4 || oid == TypeOID.int2 }
    @inlinable
    public init(_ cell: Cell) throws(DecodeFault) {
        self = cell.bytes.count == 2 ? Int32(try cell.integer(Int16.self)) : try cell.integer(Int32.self)
    }
    public var parameter: Parameter { Parameter(oid: TypeOID.int4, text: String(self)) }
}

extension Int64: PostgresValue {
    public static var oid: UInt32 { TypeOID.int8 }
    /// Every narrower integer fits.
    @inlinable
    public static func accepts(_ oid: UInt32) -> Bool { oid == TypeOID.int8 || oid == TypeOID.int4 || oid == TypeOID.int2 }
    @inlinable
    public init(_ cell: Cell) throws(DecodeFault) {
        switch cell.bytes.count {
        case 8: self = try cell.integer(Int64.self)
        case 4: self = Int64(try cell.integer(Int32.self))
        default: self = Int64(try cell.integer(Int16.self))
        }
    }
    public var parameter: Parameter { Parameter(oid: TypeOID.int8, text: String(self)) }
}

extension Int: PostgresValue {
    public static var oid: UInt32 { TypeOID.int8 }
    @inlinable
    public static func accepts(_ oid: UInt32) -> Bool { Int64.accepts(oid) }
    @inlinable
    public init(_ cell: Cell) throws(DecodeFault) { self = Int(try Int64(cell)) }
    public var parameter: Parameter { Parameter(oid: TypeOID.int8, text: String(self)) }
}

extension Double: PostgresValue {
    public static var oid: UInt32 { TypeOID.float8 }
    @inlinable
    public static func accepts(_ oid: UInt32) -> Bool { oid == TypeOID.float8 || oid == TypeOID.float4 }
    @inlinable
    public init(_ cell: Cell) throws(DecodeFault) {
        if cell.bytes.count == 4 {
            self = Double(Float(bitPattern: try cell.integer(UInt32.self)))
        } else {
            self = Double(bitPattern: try cell.integer(UInt64.self))
        }
    }
    /// The shortest text that reads back as the same number; `Infinity` and `NaN` in the server's words.
    public var parameter: Parameter {
        let text = isNaN ? "NaN" : isInfinite ? (self < 0 ? "-Infinity" : "Infinity") : String(self)
        return Parameter(oid: TypeOID.float8, text: text)
    }
}

extension String: PostgresValue {
    /// 0: the server infers the type, so that a String can also be written to an enum column.
    public static var oid: UInt32 { 0 }
    /// The text family. Other types are cast in SQL (`kind::text`); numbers are not read as text by accident.
    @inlinable
    public static func accepts(_ oid: UInt32) -> Bool {
        switch oid {
        case TypeOID.text, TypeOID.varchar, TypeOID.bpchar, TypeOID.name, TypeOID.unknown, TypeOID.json: true
        default: false
        }
    }
    @inlinable
    public init(_ cell: Cell) throws(DecodeFault) { self = String(decoding: cell.bytes, as: UTF8.self) }
    public var parameter: Parameter { Parameter(oid: 0, text: self) }
}

/// A 16-byte identifier (`uuid`), made by the caller: nothing below `main` calls for chance.
public struct UUID: Sendable, Hashable, PostgresValue, CustomStringConvertible {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads `8-4-4-4-12` hexadecimal digits, in either case; nil for anything else.
    public init?(_ text: String) {
        var words: (UInt64, UInt64) = (0, 0)
        var digits = 0
        for (position, byte) in text.utf8.enumerated() {
            if position == 8 || position == 13 || position == 18 || position == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, digits < 32 else { return nil }
            if digits < 16 { words.0 = words.0 << 4 | UInt64(digit) } else { words.1 = words.1 << 4 | UInt64(digit) }
            digits += 1
        }
        guard digits == 32 else { return nil }
        (high, low) = words
    }

    public static var oid: UInt32 { TypeOID.uuid }
    public init(_ cell: Cell) throws(DecodeFault) {
        guard cell.bytes.count == 16 else { throw .malformed }
        high = UInt64(bigEndian: cell.bytes.loadUnaligned(as: UInt64.self))
        low = UInt64(bigEndian: cell.bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }
    public var parameter: Parameter { Parameter(oid: TypeOID.uuid, text: description) }

    /// Lower case, with hyphens.
    public var description: String {
        var digits: [UInt8] = []
        digits.reserveCapacity(36)
        let alphabet = Array("0123456789abcdef".utf8)
        for nibble in 0..<32 {
            if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 { digits.append(UInt8(ascii: "-")) }
            let word = nibble < 16 ? high : low
            digits.append(alphabet[Int(word >> UInt64(60 - 4 * (nibble % 16)) & 15)])
        }
        return String(decoding: digits, as: UTF8.self)
    }
}

/// A document of type `jsonb`, as its text. The server normalises it: read back, key order and spaces may differ.
public struct JSONB: Sendable, Hashable, PostgresValue {
    public var text: String
    public init(_ text: String) { self.text = text }

    public static var oid: UInt32 { TypeOID.jsonb }
    public static func accepts(_ oid: UInt32) -> Bool { oid == TypeOID.jsonb || oid == TypeOID.json }
    /// jsonb is one version byte, 1, and the text; json is the text alone.
    public init(_ cell: Cell) throws(DecodeFault) {
        guard cell.oid == TypeOID.jsonb else {
            text = String(decoding: cell.bytes, as: UTF8.self)
            return
        }
        guard cell.bytes.first == 1 else { throw .malformed }
        text = String(decoding: cell.bytes.dropFirst(), as: UTF8.self)
    }
    public var parameter: Parameter { Parameter(oid: TypeOID.jsonb, text: text) }
}
