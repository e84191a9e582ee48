/// Year, month and day of the proleptic Gregorian calendar; year 0 is 1 BC.
struct CivilDate: Equatable {
    var year: Int
    var month: Int
    var day: Int

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Years are counted from 1 March, so that the leap day is the last day of a year and every month's start is linear.
    init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let cycle = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfCycle = shifted - cycle * 146_097
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
    }

    var daysSince1970: Int {
        let shifted = month <= 2 ? year - 1 : year
        let cycle = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfCycle = shifted - cycle * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return cycle * 146_097 + yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear - 719_468
    }

    /// As PostgreSQL reads it: years before 1 are written `0044-03-15 BC`, the era after the time.
    func postgres(time: String) -> String {
        let era = year > 0 ? "" : " BC"
        return "\(four(year > 0 ? year : 1 - year))-\(two(month))-\(two(day))\(time)\(era)"
    }
}

func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

func four(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

/// A year in ISO 8601: four digits, with a sign outside 0…9999.
func signed(_ year: Int) -> String {
    if year < 0 { return "-" + four(-year) }
    return year > 9999 ? "+" + four(year) : four(year)
}

/// Reads digits of a date or a time from the front of a text.
struct DigitScanner {
    private var rest: Substring.UTF8View
    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func digit() -> Int? {
        guard let byte = rest.first, (48...57).contains(byte) else { return nil }
        rest.removeFirst()
        return Int(byte - 48)
    }

    /// Exactly `count` digits.
    mutating func number(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// `[±]YYYY-MM-DD` as days since 1970; nil when no such day exists.
    mutating func date() -> Int? {
        let negative = skip("-")
        let long = !negative && skip("+")
        guard var year = number(4) else { return nil }
        while long || negative, year < 1_000_000, let digit = digit() { year = year * 10 + digit }
        guard skip("-"), let month = number(2), skip("-"), let day = number(2) else { return nil }
        let date = CivilDate(year: negative ? -year : year, month: month, day: day)
        let days = date.daysSince1970
        return (1...12).contains(month) && CivilDate(daysSince1970: days) == date ? days : nil
    }

    /// Digits after the point, as microseconds; further digits are cut off.
    mutating func fraction() -> Int? {
        var value = 0
        var count = 0
        while let digit = digit() {
            if count < 6 { value = value * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }

    /// Seconds east of Greenwich.
    mutating func zone() -> Int? {
        if skip("Z") || skip("z") { return 0 }
        let west = skip("-")
        guard west || skip("+"), let hours = number(2) else { return nil }
        _ = skip(":")
        let minutes = isAtEnd ? 0 : number(2)
        guard let minutes, hours < 16, minutes < 60 else { return nil }
        return (hours * 3600 + minutes * 60) * (west ? -1 : 1)
    }
}
