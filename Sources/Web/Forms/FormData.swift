import Casework

/// Names and values of a query or a posted form (`application/x-www-form-urlencoded`), in their order.
struct FormData: Sendable, Equatable {
    struct Pair: Sendable, Equatable {
        var name: String
        var value: String
    }

    private(set) var pairs: [Pair] = []

    init() {}

    init(_ pairs: [(String, String)]) {
        self.pairs = pairs.map { Pair(name: $0.0, value: $0.1) }
    }

    /// - Throws: `Problem` 400 for a broken escape, invalid UTF-8, a NUL or more than 2000 fields.
    init(urlEncoded bytes: some Sequence<UInt8>) throws(Problem) {
        var name: [UInt8] = []
        var value: [UInt8] = []
        var inValue = false
        var pending: [UInt8] = []
        var escaping = false
        for byte in bytes {
            if escaping {
                guard let digit = Self.digit(byte) else { throw Self.broken }
                pending.append(digit)
                if pending.count == 2 {
                    let decoded = pending[0] << 4 | pending[1]
                    if inValue { value.append(decoded) } else { name.append(decoded) }
                    pending = []
                    escaping = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "%"): escaping = true
            case UInt8(ascii: "&"):
                try close(&name, &value)
                inValue = false
            case UInt8(ascii: "=") where !inValue: inValue = true
            default:
                let plain = byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte
                if inValue { value.append(plain) } else { name.append(plain) }
            }
        }
        if escaping { throw Self.broken }
        try close(&name, &value)
    }

    private mutating func close(_ name: inout [UInt8], _ value: inout [UInt8]) throws(Problem) {
        defer {
            name = []
            value = []
        }
        if name.isEmpty && value.isEmpty { return }
        guard pairs.count < 2000, let key = String(validating: name, as: UTF8.self), let text = String(validating: value, as: UTF8.self),
            !text.utf8.contains(0), !key.utf8.contains(0)
        else { throw Self.broken }
        pairs.append(Pair(name: key, value: String(text.map { $0 == "\r\n" ? "\n" : $0 })))
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static let broken = Problem(
        .malformed, code: "malformed_form", message: "Dữ liệu gửi lên không đọc được (sai mã hóa ký tự hoặc quá nhiều mục).")

    /// The first value of a name, or an empty text.
    subscript(name: String) -> String { pairs.first { $0.name == name }?.value ?? "" }

    /// The value trimmed; nil when it is blank or absent.
    func text(_ name: String) -> String? {
        let value = self[name]
        return value.allSatisfy(\.isWhitespace) ? nil : value
    }

    /// All values of a repeated name.
    func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    func flag(_ name: String) -> Bool { !self[name].isEmpty && self[name] != "0" }

    func setting(_ name: String, _ value: String) -> FormData {
        var copy = self
        copy.pairs.removeAll { $0.name == name }
        copy.pairs.append(Pair(name: name, value: value))
        return copy
    }
}

/// Text for the inside of a query or a path.
enum PercentText {
    static func encode(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                result += "%" + (hex.count == 1 ? "0" + hex : hex)
            }
        }
        return result
    }

    /// `?a=b&c=d` of what is not empty; an empty text when nothing is.
    static func query(_ pairs: [(String, String)]) -> String {
        let kept = pairs.filter { !$0.1.isEmpty }.map { "\(encode($0.0))=\(encode($0.1))" }
        return kept.isEmpty ? "" : "?" + kept.joined(separator: "&")
    }
}
