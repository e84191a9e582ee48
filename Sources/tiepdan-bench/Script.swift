/// A pgbench script that does what the daemon did, and the variables it needs.
///
/// Two hearings of the same question tell constants from what moves. What moves is, in this order: the part of the request that
/// moved; a value a sequence gave (`currval`: the daemon needs a round trip to learn it, and so the round trips stay as they
/// were); the time (`now()`); a receipt code; a text that holds such values. Constants are bound like the daemon binds them;
/// an absent or empty one is written out, since pgbench cannot bind it.
struct Script {
    private(set) var text = ""
    private(set) var arguments: [String] = []
    private(set) var summary = ""

    private let client: Client
    private let types: TypeNames
    private let before: Heard
    private let after: Heard
    private var usesKey = false
    private var usesPetition = false
    private var usesCode = false

    init(_ first: Heard, _ second: Heard, client: Client, types: TypeNames, background: Set<String>) throws {
        self.client = client
        self.types = types
        before = first
        after = second
        let (one, two) = (first.asked(besides: background), second.asked(besides: background))
        if two.isEmpty { throw BenchFailure("the daemon asked the database nothing") }
        var body = ""
        for (a, b) in zip(one, two) {
            for (tripA, tripB) in zip(a.trips, b.trips) {
                let statements = try zip(tripA, tripB).map { try statement($0, $1) }
                body += statements.count > 1 ? "\\startpipeline\n\(statements.joined())\\endpipeline\n" : statements.joined()
            }
        }
        if usesKey { text += "\\set key random(1000000000000000, 9999999999999999)\n" }
        if usesCode { text += "\\set code random(10000000000, 99999999999)\n" }
        if usesPetition {
            text += "\\set place random(0, :count - 1)\n\\set petition :first + :stride * :place\n"
            for (name, value) in [("count", client.count), ("first", client.first), ("stride", client.stride)] {
                arguments += ["-D", "\(name)=\(value)"]
            }
        }
        text += body
        let trips = two.flatMap(\.trips)
        summary = "\(trips.count) round trips, \(trips.reduce(0) { $0 + $1.count }) statements"
    }

    private mutating func statement(_ a: WireStatement, _ b: WireStatement) throws -> String {
        guard a.values.count == b.values.count else { throw BenchFailure("other values the second time: \(b.sql)") }
        if Self.holdsColonName(b.sql) { throw BenchFailure("pgbench would take a word after a colon for a variable: \(b.sql)") }
        var values: [String] = []
        for (index, pair) in zip(a.values, b.values).enumerated() { values.append(try value(pair.0, pair.1, type: types[b.types[index]])) }
        return Self.fill(b.sql, values) + ";\n"
    }

    private mutating func value(_ a: String?, _ b: String?, type: String?) throws -> String {
        let cast = type.map { "::" + $0 } ?? ""
        guard let a, let b else {
            if a != b { throw BenchFailure("a value was absent only once") }
            return "null" + cast
        }
        if a == b { return constant(b) + cast }
        if let moving = before.moving, a == moving, b == after.moving {
            if Int64(a) != nil {
                usesPetition = true
                return ":petition" + cast
            }
            usesKey = true
            return "('bench-' || :key::text)" + cast
        }
        if let sequence = sequence(a, b) { return "(select currval('\(sequence)'))" + cast }
        if type?.hasPrefix("timestamp") == true { return "now()" }
        if Self.isReceipt(a) && Self.isReceipt(b) {
            usesCode = true
            return ":code" + (type == nil ? "::text" : cast)
        }
        return try mixed(a, b) + cast
    }

    /// A text with ids in it: constants and `currval`s in turn. What else moves stays as it was the second time.
    private mutating func mixed(_ a: String, _ b: String) throws -> String {
        let (left, right) = (Self.pieces(a), Self.pieces(b))
        var parts: [String] = []
        var plain = ""
        for (index, piece) in right.enumerated() {
            if left.count == right.count, let sequence = sequence(left[index], piece) {
                if !plain.isEmpty { parts.append(constant(plain) + "::text") }
                plain = ""
                parts.append("(select currval('\(sequence)'))::text")
            } else {
                plain += piece
            }
        }
        if !plain.isEmpty { parts.append(constant(plain) + "::text") }
        return "(" + parts.joined(separator: " || ") + ")"
    }

    /// The sequence that stood at `a` after the first hearing and at `b` after the second.
    private func sequence(_ a: String, _ b: String) -> String? {
        guard a != b, let one = Int64(a), let two = Int64(b) else { return nil }
        return after.sequences.filter { $0.value == two && before.sequences[$0.key] == one }.keys.sorted().first
    }

    private mutating func constant(_ value: String) -> String {
        // pgbench takes no empty variable.
        if value.isEmpty { return "''" }
        let name = "v\(arguments.count / 2)"
        arguments += ["-D", "\(name)=\(value)"]
        return ":" + name
    }

    /// Runs of digits and what is between them.
    private static func pieces(_ text: String) -> [String] {
        var pieces: [String] = []
        var digits = false
        for scalar in text.unicodeScalars {
            let isDigit = ("0"..."9").contains(scalar)
            if pieces.isEmpty || isDigit != digits { pieces.append("") }
            pieces[pieces.count - 1].unicodeScalars.append(scalar)
            digits = isDigit
        }
        return pieces
    }

    private static func isReceipt(_ text: String) -> Bool {
        text.utf8.count == 11 && text.utf8.allSatisfy { Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8).contains($0) }
    }

    /// `$1` … become the values. A dollar is nothing else in the daemon's statements.
    private static func fill(_ sql: String, _ values: [String]) -> String {
        var text = ""
        var rest = sql[...]
        while let dollar = rest.firstIndex(of: "$") {
            text += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            if let place = Int(digits), values.indices.contains(place - 1) { text += values[place - 1] } else { text += "$" + digits }
            rest = rest[digits.endIndex...]
        }
        return text + rest
    }

    private static func holdsColonName(_ sql: String) -> Bool {
        var previous: Character = " "
        var beforePrevious: Character = " "
        for character in sql {
            if previous == ":" && beforePrevious != ":" && (character.isLetter || character == "_") { return true }
            beforePrevious = previous
            previous = character
        }
        return false
    }
}
