import Foundation

/// What people type, made fit to store: NFC, no control characters, trimmed, bounded.
enum Text {
    /// - Throws: `Problem` naming the field when the text holds NUL or another control character, or is too long.
    static func clean(_ raw: String, field: String, most: Int, multiline: Bool = false) throws(Problem) -> String {
        let text = raw.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
        for scalar in text.unicodeScalars {
            let control =
                scalar.value < 32 || scalar.value == 127 || (0x80...0x9F).contains(scalar.value) || scalar.value == 0xFFFE
                || scalar.value == 0xFFFF
            if control && !(multiline && (scalar == "\n" || scalar == "\r" || scalar == "\t")) {
                throw Problem.invalid(field, "control_character", "Nội dung có ký tự điều khiển không hợp lệ.")
            }
        }
        if text.unicodeScalars.count > most {
            throw Problem.invalid(field, "too_long", "Nội dung dài quá \(most) ký tự.")
        }
        return text
    }

    static func require(_ raw: String, field: String, most: Int, multiline: Bool = false) throws(Problem) -> String {
        let text = try clean(raw, field: field, most: most, multiline: multiline)
        if text.isEmpty { throw Problem.invalid(field, "required", "Không được để trống.") }
        return text
    }

    /// nil for nothing or blank.
    static func optional(_ raw: String?, field: String, most: Int, multiline: Bool = false) throws(Problem) -> String? {
        guard let raw else { return nil }
        let text = try clean(raw, field: field, most: most, multiline: multiline)
        return text.isEmpty ? nil : text
    }

    static func choice(_ raw: String?, of words: Set<String>, field: String) throws(Problem) -> String? {
        guard let raw, !raw.isEmpty else { return nil }
        if !words.contains(raw) { throw Problem.invalid(field, "unknown_code", "Mã “\(raw.prefix(40))” không có trong danh mục.") }
        return raw
    }
}
