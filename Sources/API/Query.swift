import Casework
import Law

/// The part of the address after `?`, read as strictly as a body: known names, once each, valid UTF-8, no control characters.
struct Query: Sendable, Equatable {
    private let values: [String: String]

    init(_ raw: String?, known: [String]) throws(Problem) {
        var values: [String: String] = [:]
        for pair in (raw ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decoded(parts[0]), let value = PercentCoding.decoded(parts.count > 1 ? parts[1] : "") else {
                throw Problem(.malformed, code: "malformed_query", message: "Tham số trên địa chỉ không phải UTF-8 hợp lệ.")
            }
            let shown = String(name.prefix(60))
            guard known.contains(name) else {
                throw Problem(
                    .refused, code: "unknown_parameter", message: "Tham số “\(shown)” không được hỗ trợ.",
                    errors: [.init(field: shown, code: "unknown_parameter", message: "Không có tham số này.")])
            }
            if value.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
                throw .invalid(name, "control_character", "Nội dung có ký tự điều khiển không hợp lệ.")
            }
            if values.updateValue(value, forKey: name) != nil { throw .invalid(name, "repeated", "Tham số được gửi hai lần.") }
        }
        self.values = values
    }

    /// nil when absent or empty.
    func text(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    func day(_ name: String) throws(Problem) -> Day? {
        guard let text = text(name) else { return nil }
        guard let day = Day(iso: text), (1900...2200).contains(day.year) else {
            throw .invalid(name, "invalid_date", "Ngày phải theo dạng năm-tháng-ngày, ví dụ 2026-11-21.")
        }
        return day
    }

    func requiredDay(_ name: String) throws(Problem) -> Day {
        guard let day = try day(name) else { throw .invalid(name, "required", "Thiếu tham số bắt buộc.") }
        return day
    }

    func flag(_ name: String) throws(Problem) -> Bool? {
        switch text(name) {
        case nil: return nil
        case "true": return true
        case "false": return false
        default: throw .invalid(name, "invalid_flag", "Chỉ nhận true hoặc false.")
        }
    }

    func id(_ name: String) throws(Problem) -> Int64? {
        guard let text = text(name) else { return nil }
        guard let id = Int64(text), id > 0 else { throw .invalid(name, "invalid_id", "Mã phải là số nguyên dương.") }
        return id
    }

    /// Items per page, 1…`most`.
    func limit(default standard: Int = 50, most: Int = 200) throws(Problem) -> Int {
        guard let text = text("limit") else { return standard }
        guard let number = Int(text), (1...most).contains(number) else {
            throw .invalid("limit", "out_of_range", "Số dòng mỗi trang từ 1 đến \(most).")
        }
        return number
    }

    /// One of the words, or `standard` when absent.
    func choice(_ name: String, of words: [String], default standard: String) throws(Problem) -> String {
        guard let word = text(name) else { return standard }
        guard words.contains(word) else { throw .invalid(name, "unknown_code", "Chỉ nhận: \(words.joined(separator: ", ")).") }
        return word
    }

    func code<Code: RawRepresentable<String>>(_ name: String, as type: Code.Type) throws(Problem) -> Code? {
        guard let word = text(name) else { return nil }
        guard let code = Code(rawValue: word) else { throw .invalid(name, "unknown_code", "Mã không có trong danh mục.") }
        return code
    }
}

enum PercentCoding {
    /// nil when the bytes are not UTF-8 or an escape is broken. `+` is a blank, as in forms.
    static func decoded(_ text: some StringProtocol, plusIsBlank: Bool = true) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsBlank: bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// For `filename*` (RFC 8187): everything but letters, digits and a few marks is escaped.
    static func encoded(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            if byte < 128, Character(scalar).isLetter || Character(scalar).isNumber || "-._~".unicodeScalars.contains(scalar) {
                out.unicodeScalars.append(scalar)
            } else {
                let hex = String(byte, radix: 16, uppercase: true)
                out += "%" + (hex.count == 1 ? "0" + hex : hex)
            }
        }
        return out
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
    }
}
