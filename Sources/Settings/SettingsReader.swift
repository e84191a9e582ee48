/// Takes typed values out of what the operator wrote, and remembers every mistake instead of stopping at the first.
struct SettingsReader {
    private let entries: [String: Entry]
    private(set) var mistakes: [SettingsMistake]
    private var known: Set<String> = []

    /// The environment wins over the file, key by key. Of the environment only `TIEPDAN_*` counts; a variable set to
    /// nothing counts as not set.
    init(file: EnvironmentFile?, environment: [String: String]) {
        var entries = (file?.entries ?? [:]).filter { !$0.value.value.isEmpty }
        for (key, value) in environment where key.hasPrefix("TIEPDAN_") && !value.isEmpty {
            entries[key] = Entry(value: value, origin: "environment")
        }
        self.entries = entries
        mistakes = file?.mistakes ?? []
    }

    /// The entry of `key`, which from now on is a known key.
    mutating func entry(_ key: String) -> Entry? {
        known.insert(key)
        return entries[key]
    }

    /// The value of `key` read by `parse`; the default when it is not set or not readable (then with a mistake).
    mutating func value<V>(_ key: String, default standard: V, expected: String, secret: Bool = false, _ parse: (String) -> V?) -> V {
        guard let entry = entry(key) else { return standard }
        if let value = parse(entry.value) { return value }
        reject(key, entry, expected: expected, secret: secret)
        return standard
    }

    mutating func integer(_ key: String, default standard: Int, in range: ClosedRange<Int>) -> Int {
        value(key, default: standard, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    mutating func flag(_ key: String, default standard: Bool) -> Bool {
        value(key, default: standard, expected: "true or false") { text in
            ["true": true, "false": false][text]
        }
    }

    mutating func bytes(_ key: String, default standard: ByteCount, in range: ClosedRange<ByteCount>) -> Int {
        let expected = "a size from \(range.lowerBound) to \(range.upperBound), such as 1048576, 512KiB or 50MiB"
        return value(key, default: standard, expected: expected) { text in
            ByteCount(text).flatMap { range.contains($0) ? $0 : nil }
        }.bytes
    }

    mutating func absolutePath(_ key: String, default standard: String) -> String {
        value(key, default: standard, expected: "an absolute path") { text in
            text.hasPrefix("/") && !text.contains("\0") ? text : nil
        }
    }

    mutating func reject(_ key: String, _ entry: Entry?, expected: String, secret: Bool = false) {
        mistakes.append(
            SettingsMistake(key: key, value: secret ? nil : entry?.value, expected: expected, origin: entry?.origin ?? "default"))
    }

    /// Called last: every key that nobody asked for is a mistake, most likely of spelling. The value is not shown, because
    /// a misspelt name may hide a password.
    mutating func rejectUnknown() {
        for (key, entry) in entries.sorted(by: { $0.key < $1.key }) where !known.contains(key) {
            let near = known.min { distance(key, $0) < distance(key, $1) }
            let hint = near.flatMap { distance(key, $0) <= 3 ? " (did you mean \($0)?)" : nil } ?? ""
            mistakes.append(SettingsMistake(key: key, value: nil, expected: "a key this program knows\(hint)", origin: entry.origin))
        }
    }
}

/// A number of bytes, written plainly or with KiB, MiB or GiB.
struct ByteCount: Hashable, Comparable, CustomStringConvertible {
    var bytes: Int

    init(mebibytes: Int) { bytes = mebibytes << 20 }
    init(bytes: Int) { self.bytes = bytes }

    init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let shift: Int? =
            switch text.dropFirst(digits.count) {
            case "": 0
            case "KiB": 10
            case "MiB": 20
            case "GiB": 30
            default: nil
            }
        guard let number = Int(digits), let shift, number <= Int.max >> shift else { return nil }
        bytes = number << shift
    }

    /// The largest unit that leaves a whole number.
    var description: String {
        for (shift, unit) in [(30, "GiB"), (20, "MiB"), (10, "KiB")] where bytes > 0 && bytes.isMultiple(of: 1 << shift) {
            return "\(bytes >> shift)\(unit)"
        }
        return "\(bytes)"
    }

    static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }
}

/// How many characters must be added, dropped or changed to make one text the other.
func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right.utf8)
    var row = Array(0...right.count)
    for (i, a) in left.utf8.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, b) in right.enumerated() {
            let replaced = diagonal + (a == b ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[right.count]
}
