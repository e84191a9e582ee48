import Casework
import Law

/// Reads typed values out of a form and collects what cannot be read.
struct FormReader {
    let form: FormData
    private(set) var errors: [Problem.FieldError] = []

    init(_ form: FormData) { self.form = form }

    func text(_ name: String) -> String? { form.text(name) }

    /// nil unless ticked, so that an untouched box stays "not said".
    func flag(_ name: String) -> Bool? { form.flag(name) ? true : nil }

    static let dayForm = "Ngày không đúng; ghi như 21/11/2026."

    mutating func day(_ name: String, required: Bool = false) -> Day? { day(form[name], name, required: required) }

    mutating func day(_ raw: String, _ name: String, required: Bool = false) -> Day? {
        guard !raw.allSatisfy(\.isWhitespace) else {
            if required { refuse(name, "required", "Không được để trống.") }
            return nil
        }
        guard let day = DayText.parse(raw) else {
            refuse(name, "invalid_date", Self.dayForm)
            return nil
        }
        return day
    }

    mutating func number(_ name: String) -> Int? { number(form[name], name) }

    mutating func number(_ raw: String, _ name: String) -> Int? {
        let digits = raw.filter { !$0.isWhitespace }
        if digits.isEmpty { return nil }
        guard let number = Int(digits), abs(number) < 1_000_000_000 else {
            refuse(name, "invalid_number", "Phải là số nguyên.")
            return nil
        }
        return number
    }

    mutating func id(_ name: String) -> Int64? { number(name).map(Int64.init) }

    mutating func choice<Word: RawRepresentable>(_ name: String, as: Word.Type = Word.self, required: Bool = false) -> Word?
    where Word.RawValue == String {
        guard let raw = form.text(name) else {
            if required { refuse(name, "required", "Phải chọn một mục.") }
            return nil
        }
        guard let word = Word(rawValue: raw) else {
            refuse(name, "unknown_code", "Mục đã chọn không có trong danh mục.")
            return nil
        }
        return word
    }

    mutating func refuse(_ field: String, _ code: String, _ message: String) {
        errors.append(Problem.FieldError(field: field, code: code, message: message))
    }

    /// Throws what was collected, all at once.
    func finish() throws(Problem) {
        if !errors.isEmpty { throw Problem.invalid(errors) }
    }
}

enum DayText {
    /// `21/11/2026`, `21-11-2026`, `21.11.2026` or `21112026` as people type it, or ISO `2026-11-21`.
    static func parse(_ raw: String) -> Day? {
        let text = raw.filter { !$0.isWhitespace }
        if let day = Day(iso: text), (1900...2200).contains(day.year) { return day }
        var parts = text.split(omittingEmptySubsequences: false) { "/-.".contains($0) }.map { Int($0) }
        if text.count == 8, let digits = Int(text) { parts = [digits / 1_000_000, digits / 10_000 % 100, digits % 10_000] }
        guard parts.count == 3, let day = parts[0], let month = parts[1], let year = parts[2], (1900...2200).contains(year) else {
            return nil
        }
        return Day(year: year, month: month, day: day)
    }

    /// Day and time of an ISO 8601 text with Vietnam's offset, as people write it.
    static func moment(_ iso: String) -> String {
        guard iso.count >= 16, let day = Day(iso: iso.prefix(10)) else { return iso }
        return "\(iso.dropFirst(11).prefix(5)) ngày \(day.vietnamese)"
    }
}
