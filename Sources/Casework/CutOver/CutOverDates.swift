import Foundation
import Law

/// Words as old books are compared: small letters without diacritics, what is neither letter nor digit as one space.
enum Folded {
    static func text(_ raw: String) -> String { words(raw).joined(separator: " ") }

    static func words(_ raw: String) -> [String] {
        letters(raw).split { !($0.properties.isAlphabetic || $0.properties.numericType != nil) }
            .map { String(String.UnicodeScalarView($0)) }
    }

    /// Small letters without diacritics; everything else as it is.
    static func letters(_ raw: String) -> String.UnicodeScalarView {
        var folded = String.UnicodeScalarView()
        for scalar in raw.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
            if scalar == "đ" {
                folded.append("d")
            } else if scalar.properties.canonicalCombiningClass == .notReordered {
                folded.append(scalar)
            }
        }
        return folded
    }
}

/// A day as an old book writes it.
enum CutOverDate {
    /// Why a text is no day: a code and Vietnamese words.
    struct Unclear: Error, Equatable {
        var code: String
        var message: String

        static let unreadable = Unclear(
            code: "date_unreadable", message: "Không đọc được ngày; xin ghi theo dạng ngày/tháng/năm, ví dụ 05/11/2026.")
        static let impossible = Unclear(code: "date_impossible", message: "Ngày này không có trong lịch.")
        static let monthFirst = Unclear(
            code: "date_impossible", message: "Ngày này không có trong lịch; có phải tháng ghi trước ngày? Xin ghi ngày/tháng/năm.")
        static let partial = Unclear(code: "date_ambiguous", message: "Ngày ghi thiếu; xin ghi đủ ngày, tháng, năm.")
        static let several = Unclear(code: "date_ambiguous", message: "Ô này ghi nhiều ngày; xin chỉ ghi một ngày.")
    }

    /// Days as numbers count from here in a workbook; its first two months are not asked for.
    private static let epoch = Day(1899, 12, 30)

    /// Reads `05/11/2026`, `5-11-26`, `05.11.2026`, `2026-11-05`, `ngày 05 tháng 11 năm 2026`, each with a time of day behind it or
    /// without, a real date, and the number that a workbook holds for one. A year of two digits lies between 1950 and 2049.
    static func day(_ cell: CutOverSheet.Cell) throws(Unclear) -> Day {
        switch cell.kind {
        case .date:
            guard let day = Day(iso: cell.text) else { throw Unclear.unreadable }
            return day
        case .number:
            guard let number = Double(cell.text) else { throw Unclear.unreadable }
            // 1954 … 2173: smaller numbers are a year or a day
            guard (20_000...100_000).contains(number) else { throw (1900...2200).contains(number) ? Unclear.partial : Unclear.unreadable }
            return epoch.adding(days: Int(number))
        case .text: return try day(cell.text)
        case .flag, .error, .uncomputed: throw Unclear.unreadable
        }
    }

    static func day(_ raw: String) throws(Unclear) -> Day {
        let numbers = try parts(of: raw)
        switch numbers.count {
        case 3: break
        case 0: throw Unclear.unreadable
        case 1, 2: throw Unclear.partial
        default: throw Unclear.several
        }
        if numbers[0].digits == 4 { return try day(numbers[0].value, numbers[1].value, numbers[2].value) }
        guard numbers[0].digits <= 2, numbers[1].digits <= 2, [2, 4].contains(numbers[2].digits) else { throw Unclear.unreadable }
        let year = numbers[2].digits == 4 ? numbers[2].value : numbers[2].value + (numbers[2].value < 50 ? 2000 : 1900)
        return try day(year, numbers[1].value, numbers[0].value)
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) throws(Unclear) -> Day {
        if let found = Day(year: year, month: month, day: day) { return found }
        throw month > 12 && (1...12).contains(day) && month <= 31 ? Unclear.monthFirst : Unclear.impossible
    }

    /// The numbers of the text in their order; a time of day is left out, the words of a written date are what parts them.
    private static func parts(of raw: String) throws(Unclear) -> [(value: Int, digits: Int)] {
        var text = String(Folded.letters(raw))
        for word in ["ngay", "thang", "nam"] { text = text.replacingOccurrences(of: word, with: " / ") }
        var numbers: [(value: Int, digits: Int)] = []
        for piece in text.split(whereSeparator: \.isWhitespace) where !piece.contains(":") {
            for part in piece.split(whereSeparator: { "/-.,;–".contains($0) }) {
                guard part.count <= 4, let value = Int(part), value >= 0 else { throw Unclear.unreadable }
                numbers.append((value, part.count))
            }
        }
        return numbers
    }
}
