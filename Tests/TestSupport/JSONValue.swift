import Foundation

/// JSON as tests write and read it: `["event": "classify", "expectedSequence": 1]`, `answer.json["items"][0]["case"].int`.
public enum JSONValue: Sendable, Equatable, Codable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    public init(from decoder: any Decoder) throws {
        let one = try decoder.singleValueContainer()
        if one.decodeNil() {
            self = .null
        } else if let flag = try? one.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? one.decode(Double.self) {
            self = .number(number)
        } else if let text = try? one.decode(String.self) {
            self = .text(text)
        } else if let list = try? one.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .object(try one.decode([String: JSONValue].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var one = encoder.singleValueContainer()
        switch self {
        case .null: try one.encodeNil()
        case .flag(let flag): try one.encode(flag)
        case .number(let number): if let whole = Int64(exactly: number) { try one.encode(whole) } else { try one.encode(number) }
        case .text(let text): try one.encode(text)
        case .list(let list): try one.encode(list)
        case .object(let members): try one.encode(members)
        }
    }

    public static func read(_ bytes: [UInt8]) throws -> JSONValue { try JSONDecoder().decode(JSONValue.self, from: Data(bytes)) }
    public var bytes: [UInt8] { (try? JSONEncoder().encode(self)).map(Array.init) ?? [] }

    /// The member, or null.
    public subscript(_ name: String) -> JSONValue {
        get { if case .object(let members) = self { members[name] ?? .null } else { .null } }
        set {
            if case .object(var members) = self {
                members[name] = newValue
                self = .object(members)
            }
        }
    }
    public subscript(_ index: Int) -> JSONValue {
        if case .list(let list) = self, list.indices.contains(index) { list[index] } else { .null }
    }

    public var text: String? { if case .text(let text) = self { text } else { nil } }
    public var int: Int64? { if case .number(let number) = self { Int64(exactly: number) } else { nil } }
    public var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    public var list: [JSONValue] { if case .list(let list) = self { list } else { [] } }
    public var names: [String] { if case .object(let members) = self { members.keys.sorted() } else { [] } }
    public var isNull: Bool { self == .null }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int64) { self = .number(Double(value)) }
    public init(booleanLiteral value: Bool) { self = .flag(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(Dictionary(elements) { _, last in last }) }
    public init(nilLiteral: ()) { self = .null }
    /// A number computed in the test.
    public static func id(_ number: Int64) -> JSONValue { .number(Double(number)) }
}
