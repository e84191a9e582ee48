/// One value the operator wrote, and where.
struct Entry: Sendable, Hashable {
    var value: String
    /// `tiepdan.env:12` or `environment`, for messages.
    var origin: String
}

/// The settings file: lines `KEY=value`, blank lines, and comments from `#` at the start of a line or after a space.
/// A value may stand in single quotes (taken as it is) or double quotes (`\"`, `\\` and `\n` are understood). systemd's
/// `EnvironmentFile=` reads the same file, provided that comments stand on lines of their own.
struct EnvironmentFile {
    private(set) var entries: [String: Entry] = [:]
    private(set) var mistakes: [SettingsMistake] = []

    /// - Parameter name: what to call the file in messages.
    init(text: String, name: String) {
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            read(line: trimmed(line), origin: "\(name):\(index + 1)")
        }
    }

    private mutating func read(line: Substring, origin: String) {
        if line.isEmpty || line.hasPrefix("#") { return }
        guard let equals = line.firstIndex(of: "=") else {
            // The line is not quoted: it could be a password that slipped onto a line of its own.
            mistakes.append(SettingsMistake(key: "line", value: nil, expected: "KEY=value, a comment or an empty line", origin: origin))
            return
        }
        let key = String(trimmed(line[..<equals]))
        guard let value = Self.value(trimmed(line[line.index(after: equals)...])) else {
            mistakes.append(
                SettingsMistake(key: key, value: nil, expected: "a value whose quotes are closed, with nothing after them", origin: origin))
            return
        }
        if let earlier = entries[key] {
            mistakes.append(SettingsMistake(key: key, value: nil, expected: "each key once (first at \(earlier.origin))", origin: origin))
            return
        }
        entries[key] = Entry(value: value, origin: origin)
    }

    /// The value with quotes and comment removed; nil when a quote is left open or followed by text.
    private static func value(_ text: Substring) -> String? {
        guard let quote = text.first, quote == "\"" || quote == "'" else { return unquoted(text) }
        var value = ""
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            if character == quote {
                let after = trimmed(rest)
                return after.isEmpty || after.hasPrefix("#") ? value : nil
            }
            if character == "\\", quote == "\"" {
                guard let escaped = rest.popFirst() else { return nil }
                value.append(escaped == "n" ? "\n" : escaped)
            } else {
                value.append(character)
            }
        }
        return nil
    }

    private static func unquoted(_ text: Substring) -> String {
        var previous: Character = " "
        for index in text.indices {
            if text[index] == "#", previous.isWhitespace { return String(trimmed(text[..<index])) }
            previous = text[index]
        }
        return String(text)
    }
}

/// `text` without white space at its ends.
func trimmed(_ text: Substring) -> Substring {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
}
