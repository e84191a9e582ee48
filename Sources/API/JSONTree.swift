/// A JSON text as it was sent, with every member and every digit: the ground on which a strict reading stands.
enum JSONTree: Sendable, Equatable {
    case null
    case flag(Bool)
    /// The number's characters; what it means is decided by who asks.
    case number(String)
    case text(String)
    case list([JSONTree])
    case object([String: JSONTree])

    /// What the value is, for a message.
    var word: String {
        switch self {
        case .null: "null"
        case .flag: "đúng/sai"
        case .number: "số"
        case .text: "chuỗi"
        case .list: "danh sách"
        case .object: "đối tượng"
        }
    }
}

/// Where and why a text is not JSON (RFC 8259), or JSON that this house does not accept.
struct JSONMistake: Error, Equatable {
    /// Bytes from the beginning.
    var offset: Int
    /// invalid_utf8 | syntax | duplicate_member | too_deep
    var code: String
}

/// Reads a whole text at once: valid UTF-8 only, no member twice, at most 32 levels deep.
struct JSONReader {
    private let bytes: [UInt8]
    private var at = 0
    private var depth = 0
    private static let deepest = 32

    static func read(_ bytes: [UInt8]) throws(JSONMistake) -> JSONTree {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw JSONMistake(offset: 0, code: "invalid_utf8") }
        var reader = JSONReader(bytes: bytes)
        let tree = try reader.value()
        reader.blanks()
        if reader.at != bytes.count { throw reader.mistake() }
        return tree
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func mistake(_ code: String = "syntax") -> JSONMistake { JSONMistake(offset: at, code: code) }
    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func blanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        at += 1
        return true
    }

    private mutating func word(_ word: StaticString, _ tree: JSONTree) throws(JSONMistake) -> JSONTree {
        for byte in "\(word)".utf8 where !take(byte) { throw mistake() }
        return tree
    }

    private mutating func value() throws(JSONMistake) -> JSONTree {
        blanks()
        guard let byte = next else { throw mistake() }
        switch byte {
        case UInt8(ascii: "{"): return try nested { reader throws(JSONMistake) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(JSONMistake) in try reader.list() }
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .flag(true))
        case UInt8(ascii: "f"): return try word("false", .flag(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func nested(_ body: (inout JSONReader) throws(JSONMistake) -> JSONTree) throws(JSONMistake) -> JSONTree {
        depth += 1
        if depth > Self.deepest { throw mistake("too_deep") }
        at += 1
        let tree = try body(&self)
        depth -= 1
        return tree
    }

    private mutating func object() throws(JSONMistake) -> JSONTree {
        var members: [String: JSONTree] = [:]
        blanks()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            blanks()
            guard next == UInt8(ascii: "\"") else { throw mistake() }
            let name = try text()
            blanks()
            guard take(UInt8(ascii: ":")) else { throw mistake() }
            let value = try value()
            if members.updateValue(value, forKey: name) != nil { throw mistake("duplicate_member") }
            blanks()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw mistake() }
        }
    }

    private mutating func list() throws(JSONMistake) -> JSONTree {
        var items: [JSONTree] = []
        blanks()
        if take(UInt8(ascii: "]")) { return .list(items) }
        while true {
            items.append(try value())
            blanks()
            if take(UInt8(ascii: "]")) { return .list(items) }
            guard take(UInt8(ascii: ",")) else { throw mistake() }
        }
    }

    private mutating func digits() throws(JSONMistake) {
        let start = at
        while let byte = next, (0x30...0x39).contains(byte) { at += 1 }
        if at == start { throw mistake() }
    }

    private mutating func number() throws(JSONMistake) -> String {
        let start = at
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func text() throws(JSONMistake) -> String {
        at += 1
        var units: [UInt8] = []
        while let byte = next {
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
            case UInt8(ascii: "\\"): units += String(try escaped()).utf8
            case 0..<0x20:
                at -= 1
                throw mistake()
            default: units.append(byte)
            }
        }
        throw mistake()
    }

    private mutating func escaped() throws(JSONMistake) -> Unicode.Scalar {
        guard let byte = next else { throw mistake() }
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let first = try fourDigits()
            if let scalar = Unicode.Scalar(first) { return scalar }
            guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw mistake() }
            let second = try fourDigits()
            guard (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
            else { throw mistake() }
            return scalar
        default: throw mistake()
        }
    }

    private mutating func fourDigits() throws(JSONMistake) -> UInt32 {
        guard at + 4 <= bytes.count else { throw mistake() }
        var value: UInt32 = 0
        for byte in bytes[at..<at + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw mistake() }
            value = value << 4 | UInt32(digit)
        }
        at += 4
        return value
    }
}
