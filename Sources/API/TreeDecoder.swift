/// Decodes a `JSONTree` and remembers which members were asked for, so that those nobody knows can be named.
///
/// A draft type says once, by being `Decodable`, what its members are: no second list can fall behind.
struct TreeDecoder: Decoder {
    let node: JSONTree
    let codingPath: [any CodingKey]
    let ledger: Ledger
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// Members asked for, by the path of their object.
    final class Ledger {
        private var asked: [String: Set<String>] = [:]
        func ask(_ name: String, at path: [any CodingKey]) { asked[path.spelled, default: []].insert(name) }
        func visit(_ path: [any CodingKey]) { asked[path.spelled, default: []].formUnion([]) }

        /// Members that no decoder asked for, below objects that were read as such.
        func unknown(in node: JSONTree, path: String = "") -> [String] {
            switch node {
            case .object(let members):
                guard let known = asked[path] else { return [] }
                return members.sorted { $0.key < $1.key }.flatMap { name, value -> [String] in
                    let place = path.isEmpty ? name : "\(path).\(name)"
                    return known.contains(name) ? unknown(in: value, path: place) : [place]
                }
            case .list(let items):
                return items.enumerated().flatMap { unknown(in: $1, path: path.isEmpty ? "\($0)" : "\(path).\($0)") }
            default: return []
            }
        }
    }

    /// - Returns: the value, and the paths of members nobody asked for.
    static func decode<T: Decodable>(_ type: T.Type, from tree: JSONTree) throws -> (value: T, unknown: [String]) {
        let ledger = Ledger()
        let value = try T(from: TreeDecoder(node: tree, codingPath: [], ledger: ledger))
        return (value, ledger.unknown(in: tree))
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = node else { throw mismatch("đối tượng", node, codingPath) }
        ledger.visit(codingPath)
        return KeyedDecodingContainer(Members(members: members, codingPath: codingPath, ledger: ledger))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .list(let items) = node else { throw mismatch("danh sách", node, codingPath) }
        return Items(items: items, codingPath: codingPath, ledger: ledger)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { Single(decoder: self) }
}

private func mismatch(_ wanted: String, _ node: JSONTree, _ path: [any CodingKey]) -> DecodingError {
    node == .null
        ? .valueNotFound(JSONTree.self, .init(codingPath: path, debugDescription: ""))
        : .typeMismatch(JSONTree.self, .init(codingPath: path, debugDescription: "Cần \(wanted), nhận được \(node.word)."))
}

private struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: [String: JSONTree]
    let codingPath: [any CodingKey]
    let ledger: TreeDecoder.Ledger

    var allKeys: [Key] {
        members.keys.compactMap { name in
            ledger.ask(name, at: codingPath)
            return Key(stringValue: name)
        }
    }

    private func member(_ key: Key) throws -> JSONTree {
        ledger.ask(key.stringValue, at: codingPath)
        guard let node = members[key.stringValue] else {
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: ""))
        }
        return node
    }

    func contains(_ key: Key) -> Bool {
        ledger.ask(key.stringValue, at: codingPath)
        return members[key.stringValue] != nil
    }
    func decodeNil(forKey key: Key) throws -> Bool { try member(key) == .null }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try T(from: TreeDecoder(node: try member(key), codingPath: codingPath + [key], ledger: ledger))
    }
    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
        try TreeDecoder(node: try member(key), codingPath: codingPath + [key], ledger: ledger).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try TreeDecoder(node: try member(key), codingPath: codingPath + [key], ledger: ledger).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { TreeDecoder(node: .object(members), codingPath: codingPath, ledger: ledger) }
    func superDecoder(forKey key: Key) throws -> any Decoder {
        TreeDecoder(node: try member(key), codingPath: codingPath + [key], ledger: ledger)
    }
}

private struct Items: UnkeyedDecodingContainer {
    struct Index: CodingKey {
        let intValue: Int?
        var stringValue: String { "\(intValue ?? 0)" }
        init(intValue: Int) { self.intValue = intValue }
        init?(stringValue: String) { nil }
    }
    let items: [JSONTree]
    let codingPath: [any CodingKey]
    let ledger: TreeDecoder.Ledger
    var currentIndex = 0

    init(items: [JSONTree], codingPath: [any CodingKey], ledger: TreeDecoder.Ledger) {
        self.items = items
        self.codingPath = codingPath
        self.ledger = ledger
    }

    var count: Int? { items.count }
    var isAtEnd: Bool { currentIndex >= items.count }

    private mutating func decoder() throws -> TreeDecoder {
        let path = codingPath + [Index(intValue: currentIndex)]
        guard !isAtEnd else { throw DecodingError.valueNotFound(JSONTree.self, .init(codingPath: path, debugDescription: "")) }
        defer { currentIndex += 1 }
        return TreeDecoder(node: items[currentIndex], codingPath: path, ledger: ledger)
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, items[currentIndex] == .null else { return false }
        currentIndex += 1
        return true
    }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try T(from: try decoder()) }
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
        try decoder().container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try decoder().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { try decoder() }
}

private struct Single: SingleValueDecodingContainer {
    let decoder: TreeDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { decoder.node == .null }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let value: Any
        switch type {
        case is String.Type: value = try text()
        case is Bool.Type: value = try flag()
        case is Double.Type: value = try real()
        case let integer as any FixedWidthInteger.Type: value = try whole(integer)
        default: return try T(from: decoder)
        }
        guard let typed = value as? T else { throw mismatch("\(type)", decoder.node, codingPath) }
        return typed
    }

    private func text() throws -> String {
        guard case .text(let text) = decoder.node else { throw mismatch("chuỗi", decoder.node, codingPath) }
        return text
    }
    private func flag() throws -> Bool {
        guard case .flag(let flag) = decoder.node else { throw mismatch("true hoặc false", decoder.node, codingPath) }
        return flag
    }
    private func real() throws -> Double {
        guard case .number(let digits) = decoder.node, let number = Double(digits) else { throw mismatch("số", decoder.node, codingPath) }
        return number
    }
    private func whole<I: FixedWidthInteger>(_ type: I.Type) throws -> I {
        guard case .number(let digits) = decoder.node else { throw mismatch("số nguyên", decoder.node, codingPath) }
        if let number = I(digits) { return number }
        if let number = Double(digits), let exact = I(exactly: number) { return exact }
        throw mismatch("số nguyên", decoder.node, codingPath)
    }
}

extension [any CodingKey] {
    /// `petitioners.0.fullName`
    var spelled: String { map(\.stringValue).joined(separator: ".") }
}
