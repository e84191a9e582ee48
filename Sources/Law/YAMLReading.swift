import Yams

/// A mistake in a procedure file, with its place.
public struct LawMistake: Error, Sendable, Hashable, CustomStringConvertible {
    public let file: String
    public let line: Int
    public let message: String

    public init(file: String, line: Int, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    public var description: String { "\(file):\(line): \(message)" }
}

/// Several mistakes at once.
public struct LawMistakes: Error, Sendable, Hashable, CustomStringConvertible {
    /// In the order of files and lines.
    public let mistakes: [LawMistake]
    public var description: String { mistakes.map(\.description).joined(separator: "\n") }
}

/// A YAML value that knows its file and path, and refuses what was not asked for.
struct YAMLValue {
    let file: String
    /// Where it stands, for messages: `transitions[3].by`.
    let path: String
    let node: Node

    var line: Int { node.mark?.line ?? 1 }

    func mistake(_ message: String) -> LawMistake {
        LawMistake(file: file, line: line, message: path.isEmpty ? message : "\(path): \(message)")
    }

    /// Parses a whole file; duplicate keys are an error of the parser.
    static func document(_ source: ProcedureText) throws(LawMistake) -> YAMLValue {
        do {
            guard let node = try Yams.compose(yaml: source.text) else {
                throw LawMistake(file: source.file, line: 1, message: "the file is empty")
            }
            return YAMLValue(file: source.file, path: "", node: node)
        } catch let mistake as LawMistake {
            throw mistake
        } catch let error as YamlError {
            throw LawMistake(file: source.file, line: error.line, message: error.plain)
        } catch {
            throw LawMistake(file: source.file, line: 1, message: "\(error)")
        }
    }

    // MARK: Scalars

    func text() throws(LawMistake) -> String {
        guard let scalar = node.scalar else { throw mistake("expected a text") }
        let text = scalar.string
        guard text.contains(where: { !$0.isWhitespace }) else { throw mistake("is empty") }
        return text
    }

    func integer() throws(LawMistake) -> Int {
        guard let scalar = node.scalar, let number = Int(scalar.string) else { throw mistake("expected a whole number") }
        return number
    }

    func flag() throws(LawMistake) -> Bool {
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default: throw mistake("expected true or false")
        }
    }

    func day() throws(LawMistake) -> Day {
        guard let scalar = node.scalar, let day = Day(iso: scalar.string) else {
            throw mistake("expected a date (yyyy-mm-dd)")
        }
        return day
    }

    func word<Word: RawRepresentable & CaseIterable>(_ type: Word.Type = Word.self) throws(LawMistake) -> Word
    where Word.RawValue == String {
        let text = try text()
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.count > 12 ? "" : " (known: \(Word.allCases.map(\.rawValue).joined(separator: ", ")))"
            throw mistake("unknown word '\(text)'\(known)")
        }
        return word
    }

    // MARK: Collections

    var isScalar: Bool { node.scalar != nil }

    func list() throws(LawMistake) -> [YAMLValue] {
        guard let sequence = node.sequence else { throw mistake("expected a list") }
        return sequence.enumerated().map { YAMLValue(file: file, path: "\(path)[\($0.offset + 1)]", node: $0.element) }
    }

    /// A list, or a single value standing for a list of one.
    func oneOrMore() throws(LawMistake) -> [YAMLValue] {
        node.sequence == nil ? [self] : try list()
    }

    /// The pairs of a mapping in the order of the file.
    func pairs() throws(LawMistake) -> [(key: String, value: YAMLValue)] {
        guard let mapping = node.mapping else { throw mistake("expected a mapping") }
        var pairs: [(key: String, value: YAMLValue)] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string else { throw mistake("a key is not a plain word") }
            pairs.append((name, YAMLValue(file: file, path: path.isEmpty ? name : "\(path).\(name)", node: value)))
        }
        return pairs
    }

    /// A mapping all of whose keys are known.
    func fields(_ known: Set<String>) throws(LawMistake) -> YAMLFields {
        var fields: [String: YAMLValue] = [:]
        for (key, value) in try pairs() {
            guard known.contains(key) else { throw value.mistake("unknown key '\(key)'") }
            fields[key] = value
        }
        return YAMLFields(owner: self, values: fields)
    }
}

/// The known fields of one mapping.
struct YAMLFields {
    let owner: YAMLValue
    let values: [String: YAMLValue]

    subscript(_ name: String) -> YAMLValue? { values[name] }

    func need(_ name: String) throws(LawMistake) -> YAMLValue {
        guard let value = values[name] else { throw owner.mistake("'\(name)' is missing") }
        return value
    }
}

extension YamlError {
    fileprivate var line: Int {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        default: 1
        }
    }

    fileprivate var plain: String {
        switch self {
        case .duplicatedKeysInMapping(let duplicates, _): "duplicate key: \(duplicates.sorted().joined(separator: ", "))"
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): problem
        default: "\(self)"
        }
    }
}
