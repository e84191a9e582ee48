/// The little we need to know of a libpq connection string: whether it can be one, and where its password stands.
enum Conninfo {
    /// The text itself when it can be a conninfo; nil otherwise. libpq judges the rest when it connects.
    static func checked(_ text: String) -> String? {
        guard !text.contains("\0") else { return nil }
        return isURI(text) || text.contains("=") ? text : nil
    }

    /// The text with passwords replaced by `***`, fit for a screen.
    static func masked(_ text: String) -> String {
        isURI(text) ? maskedURI(text) : maskedPairs(text)
    }

    private static let secrets: Set<String> = ["password", "sslpassword"]

    private static func isURI(_ text: String) -> Bool {
        text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
    }

    /// `postgresql://user:password@host/db?sslpassword=…`
    private static func maskedURI(_ text: String) -> String {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var address = String(parts[0])
        if let at = address.lastIndex(of: "@"), let scheme = address.range(of: "//"),
            let colon = address[scheme.upperBound..<at].firstIndex(of: ":")
        {
            address.replaceSubrange(address.index(after: colon)..<at, with: "***")
        }
        guard parts.count == 2 else { return address }
        let options = parts[1].split(separator: "&", omittingEmptySubsequences: false).map { option in
            let name = option.prefix { $0 != "=" }
            return secrets.contains(String(name)) ? "\(name)=***" : String(option)
        }
        return address + "?" + options.joined(separator: "&")
    }

    /// `key = value` pairs, where a value may stand in single quotes and a backslash takes the next character as it is.
    private static func maskedPairs(_ text: String) -> String {
        var output = ""
        var rest = Substring(text)
        while !rest.isEmpty {
            let key = rest.prefix { $0 != "=" }
            rest = rest.dropFirst(key.count)
            output += key
            guard rest.popFirst() != nil else { break }
            let gap = rest.prefix(while: \.isWhitespace)
            rest = rest.dropFirst(gap.count)
            let value = takeValue(&rest)
            output += "=\(gap)\(secrets.contains(String(trimmed(key))) ? "***" : value)"
        }
        return output
    }

    private static func takeValue(_ rest: inout Substring) -> String {
        var value = ""
        let quoted = rest.first == "'"
        if quoted { value.append(rest.removeFirst()) }
        while let character = rest.first, quoted || !character.isWhitespace {
            value.append(rest.removeFirst())
            if quoted, character == "'" { break }
            if character == "\\", let escaped = rest.popFirst() { value.append(escaped) }
        }
        return value
    }
}

extension String {
    /// The first place where `part` occurs, without Foundation.
    fileprivate func range(of part: String) -> Range<Index>? {
        for start in indices where self[start...].hasPrefix(part) {
            return start..<index(start, offsetBy: part.count)
        }
        return nil
    }
}
