/// JSON as the oracle writes it. Read by hand: a million histories go through here.
enum JSON {
    case null
    case flag(Bool)
    case number(Int)
    case text(String)
    case list([JSON])
    case object([(name: String, value: JSON)])

    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    static func read(_ line: String) throws -> JSON {
        var reader = JSONReader(bytes: Array(line.utf8))
        return try reader.whole()
    }

    /// The member of this name; null when there is none.
    subscript(_ name: String) -> JSON {
        guard case .object(let members) = self else { return .null }
        return members.first { $0.name == name }?.value ?? .null
    }

    var isNull: Bool { if case .null = self { true } else { false } }
    var text: String? { if case .text(let text) = self { text } else { nil } }
    var number: Int? { if case .number(let number) = self { number } else { nil } }
    var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    var list: [JSON] { if case .list(let list) = self { list } else { [] } }
    var members: [(name: String, value: JSON)] { if case .object(let members) = self { members } else { [] } }
}

private struct JSONReader {
    let bytes: [UInt8]
    var at = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func whole() throws -> JSON {
        let value = try value()
        skipSpace()
        guard at == bytes.count else { throw mistake("something after the end") }
        return value
    }

    private func mistake(_ what: String) -> JSON.Malformed { JSON.Malformed(description: "JSON, byte \(at): \(what)") }

    private mutating func skipSpace() {
        while at < bytes.count, bytes[at] == UInt8(ascii: " ") { at += 1 }
    }

    /// Passes over the byte if it comes next.
    private mutating func passed(_ scalar: Unicode.Scalar) -> Bool {
        skipSpace()
        guard at < bytes.count, bytes[at] == UInt8(ascii: scalar) else { return false }
        at += 1
        return true
    }

    private mutating func value() throws -> JSON {
        skipSpace()
        guard at < bytes.count else { throw mistake("the end instead of a value") }
        switch bytes[at] {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try list()
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .flag(true))
        case UInt8(ascii: "f"): return try word("false", .flag(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object() throws -> JSON {
        at += 1
        var members: [(name: String, value: JSON)] = []
        if passed("}") { return .object(members) }
        repeat {
            skipSpace()
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw mistake("no name") }
            let name = try text()
            guard passed(":") else { throw mistake("no colon") }
            members.append((name, try value()))
        } while passed(",")
        guard passed("}") else { throw mistake("an object is not closed") }
        return .object(members)
    }

    private mutating func list() throws -> JSON {
        at += 1
        var items: [JSON] = []
        if passed("]") { return .list(items) }
        repeat { items.append(try value()) } while passed(",")
        guard passed("]") else { throw mistake("a list is not closed") }
        return .list(items)
    }

    /// Texts without escapes: the oracle writes none.
    private mutating func text() throws -> String {
        let start = at + 1
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
            guard bytes[end] != UInt8(ascii: "\\") else { throw mistake("an escape") }
            end += 1
        }
        guard end < bytes.count else { throw mistake("a text is not closed") }
        at = end + 1
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private mutating func word(_ word: String, _ value: JSON) throws -> JSON {
        guard bytes[at...].starts(with: word.utf8) else { throw mistake("no value") }
        at += word.utf8.count
        return value
    }

    private mutating func number() throws -> JSON {
        let start = at
        while at < bytes.count, bytes[at] == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]) { at += 1 }
        guard let number = Int(String(decoding: bytes[start..<at], as: UTF8.self)) else { throw mistake("no value") }
        return .number(number)
    }
}
