import Law

/// How numbers and dates are written in official papers (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II).
enum FormalText {
    /// `ngày 05 tháng 02 năm 2026`: days below 10 and the months 1 and 2 with a leading zero.
    static func date(_ day: Day) -> String {
        let month = day.month <= 2 ? twoDigits(day.month) : String(day.month)
        return "ngày \(twoDigits(day.day)) tháng \(month) năm \(day.year)"
    }

    /// `Hưng Yên, ngày 05 tháng 02 năm 2026`; with blanks to fill in by hand when the paper has no date yet.
    static func placeAndDate(_ place: String, _ day: Day?, year: Int) -> String {
        let date = day.map(Self.date) ?? "ngày …… tháng …… năm \(year)"
        return place.isEmpty ? "…………, \(date)" : "\(place), \(date)"
    }

    /// Numbers below 10 with a leading zero.
    static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    /// `1.234`: groups of three, divided by a point.
    static func count(_ number: Int) -> String {
        var digits = String(number.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        groups.insert(digits, at: 0)
        return (number < 0 ? "−" : "") + groups.joined(separator: ".")
    }

    /// `+3 (+25,0%)`: how a figure moved; no percentage where there was nothing before.
    static func change(from before: Int, to now: Int) -> String {
        let difference = now - before
        if difference == 0 { return "0" }
        let sign = difference > 0 ? "+" : "−"
        let amount = sign + count(abs(difference))
        guard before > 0 else { return amount }
        let thousandths = (abs(difference) * 1000 + before / 2) / before
        return "\(amount) (\(sign)\(count(thousandths / 10)),\(thousandths % 10)%)"
    }

    /// At most so many characters; what is longer ends with an ellipsis at the end of a word.
    static func clipped(_ text: String, to limit: Int) -> String {
        guard text.count > limit else { return text }
        let head = text.prefix(limit)
        let end = head.lastIndex(of: " ") ?? head.endIndex
        return head[..<end] + "…"
    }
}
