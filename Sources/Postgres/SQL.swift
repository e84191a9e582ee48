/// A statement, or a piece of one: text that was written in the program, and values that are bound.
///
/// ```swift
/// let open: SQL = "and state = any(\(["received", "classified"]))"
/// try db.all("select id, code from petition where office = \(office) \(open) limit \(50)", as: PetitionRow.self)
/// ```
/// sends `… where office = $1 and state = any($2) limit $3` and the three values beside it.
///
/// The literal type is `StaticString`, therefore a `String` made at run time cannot become SQL: it does not
/// compile. `\(value)` binds, `\(fragment)` splices another `SQL` and renumbers its placeholders. There is no
/// raw door. Lists are arrays (`= any(\(ids))`), a choice of column is an enum whose cases answer with `SQL`.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    public typealias StringLiteralType = StaticString

    /// The text with placeholders `$1 … $n`; never holds a value.
    public private(set) var text: String
    /// The values, in the order of their placeholders.
    private(set) var parameters: [Parameter]
    /// Where each placeholder lies in `text` (UTF-8 offset and length), so that splicing can renumber it.
    private var marks: [Mark]

    private struct Mark {
        var offset: Int
        var length: Int
    }

    public init(stringLiteral literal: StaticString) {
        text = literal.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        parameters = []
        marks = []
    }

    public init(stringInterpolation interpolation: Interpolation) { self = interpolation.sql }

    /// Text that this target wrote itself (names of prepared statements, quoted identifiers). Not public, on purpose.
    init(trusted text: String) {
        self.text = text
        parameters = []
        marks = []
    }

    /// Nothing: the neutral fragment, for filters that do not apply.
    public static let empty: SQL = ""

    public var isEmpty: Bool { text.isEmpty }

    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum += right
        return sum
    }

    public static func += (left: inout SQL, right: SQL) { left.splice(right) }

    private mutating func append(_ literal: StaticString) {
        literal.withUTF8Buffer { text += String(decoding: $0, as: UTF8.self) }
    }

    mutating func bind(_ parameter: Parameter) {
        parameters.append(parameter)
        mark(parameters.count)
    }

    private mutating func mark(_ number: Int) {
        let offset = text.utf8.count
        text += "$"
        text += String(number)
        marks.append(Mark(offset: offset, length: text.utf8.count - offset))
    }

    private mutating func splice(_ fragment: SQL) {
        guard !fragment.marks.isEmpty else {
            text += fragment.text
            return
        }
        let bytes = fragment.text.utf8
        var position = bytes.startIndex
        for (index, mark) in fragment.marks.enumerated() {
            let start = bytes.index(bytes.startIndex, offsetBy: mark.offset)
            text += fragment.text[position..<start]
            parameters.append(fragment.parameters[index])
            self.mark(parameters.count)
            position = bytes.index(start, offsetBy: mark.length)
        }
        text += fragment.text[position...]
    }

    /// Builds a statement out of its literal segments, its values and its fragments.
    public struct Interpolation: StringInterpolationProtocol {
        public typealias StringLiteralType = StaticString
        var sql = SQL(trusted: "")

        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.text.reserveCapacity(literalCapacity + 4 * interpolationCount)
            sql.parameters.reserveCapacity(interpolationCount)
            sql.marks.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: StaticString) { sql.append(literal) }
        /// Binds a value.
        public mutating func appendInterpolation<V: PostgresValue>(_ value: V) { sql.bind(value.parameter) }
        /// Binds a value or NULL.
        public mutating func appendInterpolation<V: PostgresValue>(_ value: V?) { sql.bind(value.parameter) }
        /// Splices a piece of SQL.
        public mutating func appendInterpolation(_ fragment: SQL) { sql.splice(fragment) }
    }
}

extension SQL: CustomStringConvertible {
    /// The text with its placeholders. Values are personal data and are never printed.
    public var description: String { text }
}

extension Sequence<SQL> {
    /// The fragments in order with `separator` between them: `filters.joined(separator: " and ")`.
    public func joined(separator: SQL = ", ") -> SQL {
        var joined = SQL.empty
        var first = true
        for fragment in self {
            if !first { joined += separator }
            joined += fragment
            first = false
        }
        return joined
    }
}
