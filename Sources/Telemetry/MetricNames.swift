/// Makes what code calls a metric into what Prometheus accepts.
enum MetricNames {
    /// `hb.request.duration` → `hb_request_duration`, with `suffix` unless it ends so already.
    static func metric(_ label: String, suffix: String) -> String {
        let name = cleaned(label, extra: ":")
        return suffix.isEmpty || name.hasSuffix(suffix) ? name : name + suffix
    }

    /// Label sets as they stand in the exposition, sorted by name: `method="GET",status="200"`; empty when there are none.
    /// Used as the key of the series too, so equal sets meet whatever their order was.
    static func labels(_ dimensions: [(String, String)]) -> String {
        var pairs: [String: String] = [:]
        for (name, value) in dimensions { pairs[labelName(name)] = value }
        return pairs.sorted { $0.key < $1.key }.map { "\($0)=\"\(escaped(String($1.prefix(longestValue)), quote: true))\"" }
            .joined(separator: ",")
    }

    /// For HELP texts (`\` and newline) and label values (the quote as well).
    static func escaped(_ text: String, quote: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quote: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// A label value is a word, not a text; what a stranger sends must not fill the memory.
    private static let longestValue = 128

    /// `le` belongs to histograms and `__` to Prometheus itself.
    private static func labelName(_ name: String) -> String {
        let cleaned = cleaned(name, extra: "")
        return cleaned == "le" || cleaned.hasPrefix("__") ? "label_" + cleaned : cleaned
    }

    private static func cleaned(_ name: String, extra: String) -> String {
        var cleaned = ""
        for character in name {
            let allowed = character.isASCII && (character.isLetter || character.isNumber) || character == "_" || extra.contains(character)
            cleaned.append(allowed ? character : "_")
        }
        return cleaned.first.map { $0.isNumber } ?? true ? "_" + cleaned : cleaned
    }
}
