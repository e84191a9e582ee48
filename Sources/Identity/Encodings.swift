import FoundationEssentials

/// Bytes as lower-case hexadecimal text: the form in which hashes are stored and shown.
public enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Two digits per byte, lower case.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of `text`; nil when it holds anything but pairs of hexadecimal digits.
    public static func decode(_ text: String) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: characters.count, by: 2) {
            guard let high = value(characters[index]), let low = value(characters[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// Base64 without padding, in the two alphabets we meet: the standard one in password strings, the URL one in tokens.
/// Decoding is strict: exactly one text stands for given bytes, so a token cannot be spelled in two ways.
enum Base64 {
    enum Alphabet { case standard, url }

    static func encode(_ bytes: [UInt8], _ alphabet: Alphabet) -> String {
        let padded = Data(bytes).base64EncodedString()
        let characters = padded.utf8.lazy.filter { $0 != UInt8(ascii: "=") }.map { character -> UInt8 in
            guard alphabet == .url else { return character }
            return switch character {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: character
            }
        }
        return String(decoding: Array(characters), as: UTF8.self)
    }

    static func decode(_ text: String, _ alphabet: Alphabet) -> [UInt8]? {
        var characters = text.utf8.map { character -> UInt8 in
            guard alphabet == .url else { return character }
            return switch character {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: character
            }
        }
        while !characters.count.isMultiple(of: 4) { characters.append(UInt8(ascii: "=")) }
        guard let data = Data(base64Encoded: String(decoding: characters, as: UTF8.self)) else { return nil }
        let bytes = Array(data)
        return encode(bytes, alphabet) == text ? bytes : nil
    }
}

/// Compares without leaving at the first difference, so the time taken tells nothing of where the texts part.
/// Lengths are public: every caller compares values of a fixed size.
func equalInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
}
