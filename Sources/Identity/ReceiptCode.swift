/// The code on a citizen's receipt, with which the state of a petition is looked up: ten random characters and one check
/// character, shown as `ABCDE-FGHJK-X`. Drawn by chance and never derived from the petition's number, so codes cannot be
/// counted through: 50 bits, and the look-up is limited per address besides.
///
/// The alphabet is Crockford's base32: digits and capital letters without I, L, O and U. All eleven characters are of
/// this alphabet, so the code can be read over a telephone and typed on any keyboard.
///
/// **The check.** Each character stands for an element of the field GF(32) (polynomial x⁵ + x² + 1), and a code is right
/// when `c₁·α¹ + c₂·α² + … + c₁₀·α¹⁰ + c₁₁·α⁰ = 0`, α being a generator. One wrong character changes one term, and no
/// non-zero term is 0, so it is always noticed. Two exchanged characters a ≠ b at places with weights v ≠ w change the sum by
/// `(a + b)(v + w)`, a product of two non-zero elements, so any exchange is noticed, neighbours or not. Of all other
/// mistakes one in 32 passes.
public struct ReceiptCode: Sendable, Hashable, CustomStringConvertible {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let randomCount = 10

    /// The eleven characters without hyphens: the form that is stored.
    public let text: String

    /// Draws a new code.
    public init(random: RandomSource = .system) {
        // 256 is a multiple of 32, so the low five bits of a byte are even chance.
        let values = random.bytes(Self.randomCount).map { $0 & 31 }
        text = Self.spell(values + [Self.check(values)])
    }

    /// Reads what a person typed: small letters, spaces and hyphens are welcome, O is read as 0, I and L as 1.
    /// nil when the length, a character or the check is wrong.
    public static func parse(_ typed: String) -> ReceiptCode? {
        guard typed.utf8.count <= 64 else { return nil }
        var values: [UInt8] = []
        for scalar in typed.unicodeScalars where !isGap(scalar) {
            guard let value = value(scalar) else { return nil }
            values.append(value)
        }
        guard values.count == randomCount + 1, check(Array(values.prefix(randomCount))) == values[randomCount] else { return nil }
        return ReceiptCode(checked: spell(values))
    }

    /// The form people see: `ABCDE-FGHJK-X`.
    public var display: String {
        let first = text.prefix(5)
        let second = text.dropFirst(5).prefix(5)
        return "\(first)-\(second)-\(text.suffix(1))"
    }

    public var description: String { display }

    private init(checked text: String) {
        self.text = text
    }

    private static func spell(_ values: [UInt8]) -> String {
        String(decoding: values.map { alphabet[Int($0)] }, as: UTF8.self)
    }

    /// Spaces, and the hyphens and dashes that keyboards and word processors put in place of a hyphen.
    private static func isGap(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.properties.isDash
    }

    private static func value(_ scalar: Unicode.Scalar) -> UInt8? {
        guard scalar.isASCII else { return nil }
        let byte = UInt8(ascii: scalar)
        let capital = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte
        switch capital {
        case UInt8(ascii: "O"): return 0
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
        default: return alphabet.firstIndex(of: capital).map { UInt8($0) }
        }
    }

    /// `c₁·α + … + c₁₀·α¹⁰` by Horner's rule from the last character; addition in the field is exclusive or, so the sum
    /// itself is the character that brings the total to zero.
    private static func check(_ values: [UInt8]) -> UInt8 {
        values.reversed().reduce(0) { sum, value in timesAlpha(sum ^ value) }
    }

    private static func timesAlpha(_ value: UInt8) -> UInt8 {
        let shifted = value << 1
        return shifted & 32 == 0 ? shifted : (shifted ^ 0b100101)
    }
}
