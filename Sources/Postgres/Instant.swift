import Glibc

/// A moment on the world's clock (`timestamptz`), in microseconds since 1970-01-01T00:00:00Z.
public struct Instant: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// `infinity` and `-infinity` of PostgreSQL: after and before every moment.
    public static let infinity = Instant(microseconds: .max)
    public static let negativeInfinity = Instant(microseconds: .min)

    /// What the clock of this machine says. For the edge of the program only: below it, time is a parameter.
    public static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

    /// This moment and a number of seconds (fractions count to the microsecond; negative goes back).
    public func adding(seconds: Double) -> Instant { Instant(microseconds: microseconds + Int64((seconds * 1_000_000).rounded())) }

    /// `2026-11-21T03:57:57Z`, with six digits of fraction when there is one; `infinity` for the two ends of time.
    public var iso8601: String {
        if self == .infinity { return "infinity" }
        if self == .negativeInfinity { return "-infinity" }
        let (date, time) = parts
        return "\(signed(date.year))-\(two(date.month))-\(two(date.day))T\(time)Z"
    }

    public var description: String { iso8601 }

    /// Reads `YYYY-MM-DDTHH:MM:SS[.fraction](Z|±HH[:MM])`, as `iso8601` and PostgreSQL write it; nil for anything else.
    public init?(iso8601 text: String) {
        if text == "infinity" {
            self = .infinity
            return
        }
        if text == "-infinity" {
            self = .negativeInfinity
            return
        }
        var scanner = DigitScanner(text)
        guard let days = scanner.date(), scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
            let hour = scanner.number(2), hour < 24, scanner.skip(":"), let minute = scanner.number(2), minute < 60, scanner.skip(":"),
            let second = scanner.number(2), second < 60
        else { return nil }
        var micros = 0
        if scanner.skip(".") {
            guard let fraction = scanner.fraction() else { return nil }
            micros = fraction
        }
        guard let offset = scanner.zone(), scanner.isAtEnd else { return nil }
        let seconds = days * 86400 + hour * 3600 + minute * 60 + second - offset
        microseconds = Int64(seconds) * 1_000_000 + Int64(micros)
    }

    private var parts: (date: CivilDate, time: String) {
        let day: Int64 = 86_400_000_000
        let days = microseconds >= 0 ? microseconds / day : -((-(microseconds + 1)) / day) - 1
        var rest = Int(microseconds - days * day)
        let fraction = rest % 1_000_000
        rest /= 1_000_000
        var time = "\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
        if fraction != 0 { time += "." + String(String(1_000_000 + fraction).dropFirst()) }
        return (CivilDate(daysSince1970: Int(days)), time)
    }
}

extension Instant: PostgresValue {
    /// 2000-01-01T00:00:00Z, from which PostgreSQL counts.
    private static let epoch: Int64 = 946_684_800_000_000

    public static var oid: UInt32 { TypeOID.timestamptz }
    public init(_ cell: Cell) throws(DecodeFault) {
        let raw = try cell.integer(Int64.self)
        if raw == .max || raw == .min {
            microseconds = raw
        } else {
            let (sum, overflow) = raw.addingReportingOverflow(Instant.epoch)
            guard !overflow, sum != .max else { throw .outOfRange }
            microseconds = sum
        }
    }
    public var parameter: Parameter {
        if self == .infinity || self == .negativeInfinity { return Parameter(oid: TypeOID.timestamptz, text: iso8601) }
        let (date, time) = parts
        return Parameter(oid: TypeOID.timestamptz, text: "\(date.postgres(time: "T\(time)Z"))")
    }
}

/// A date without a time or a zone (`date`), in days since 1970-01-01.
public struct PGDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var daysSince1970: Int

    public init(daysSince1970: Int) { self.daysSince1970 = daysSince1970 }

    /// `infinity` and `-infinity` of PostgreSQL.
    public static let infinity = PGDate(daysSince1970: .max)
    public static let negativeInfinity = PGDate(daysSince1970: .min)

    public static func < (left: PGDate, right: PGDate) -> Bool { left.daysSince1970 < right.daysSince1970 }

    /// `2026-11-21`.
    public var iso8601: String {
        if self == .infinity { return "infinity" }
        if self == .negativeInfinity { return "-infinity" }
        let date = CivilDate(daysSince1970: daysSince1970)
        return "\(signed(date.year))-\(two(date.month))-\(two(date.day))"
    }

    public var description: String { iso8601 }

    /// Reads `YYYY-MM-DD`; nil for anything else and for days that no month has.
    public init?(iso8601 text: String) {
        var scanner = DigitScanner(text)
        guard let days = scanner.date(), scanner.isAtEnd else { return nil }
        daysSince1970 = days
    }
}

extension PGDate: PostgresValue {
    public static var oid: UInt32 { TypeOID.date }
    public init(_ cell: Cell) throws(DecodeFault) {
        let raw = try cell.integer(Int32.self)
        switch raw {
        case .max: self = .infinity
        case .min: self = .negativeInfinity
        default: daysSince1970 = Int(raw) + 10957
        }
    }
    public var parameter: Parameter {
        if self == .infinity || self == .negativeInfinity { return Parameter(oid: TypeOID.date, text: iso8601) }
        return Parameter(oid: TypeOID.date, text: CivilDate(daysSince1970: daysSince1970).postgres(time: ""))
    }
}
