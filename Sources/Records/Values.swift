public import Law
public import Postgres

// The vocabulary of the law as cells of the database.
extension Role: PostgresValue {}
extension Relation: PostgresValue {}
extension OfficeKind: PostgresValue {}
extension PetitionKind: PostgresValue {}
extension Eligibility: PostgresValue {}
extension Jurisdiction: PostgresValue {}
extension Channel: PostgresValue {}
extension SessionKind: PostgresValue {}
extension SessionMode: PostgresValue {}

extension Day {
    /// The day as PostgreSQL's `date`.
    public var date: PGDate { PGDate(daysSince1970: daysSince1970) }
    public init(_ date: PGDate) { self.init(daysSince1970: date.daysSince1970) }
}

extension Row {
    /// A `date` column as a day of the calendar.
    public func day(_ column: StaticString) throws(DecodeError) -> Day {
        let date: PGDate = try self[column]
        return Day(date)
    }
    public func dayIfAny(_ column: StaticString) throws(DecodeError) -> Day? {
        let date: PGDate? = try self[column]
        return date.map { Day($0) }
    }
}

extension Instant {
    /// Asia/Ho_Chi_Minh has kept UTC+7 without summer time since 1975.
    static let hanoiOffsetMicroseconds: Int64 = 7 * 3600 * 1_000_000

    /// The calendar day in Việt Nam at this instant.
    public var dayInVietnam: Day {
        let microsecondsPerDay: Int64 = 86_400_000_000
        let shifted = microseconds + Self.hanoiOffsetMicroseconds
        let days = shifted >= 0 ? shifted / microsecondsPerDay : (shifted - microsecondsPerDay + 1) / microsecondsPerDay
        return Day(daysSince1970: Int(days))
    }

    /// ISO 8601 to the second with the offset of Việt Nam, for example `2026-11-21T08:05:00+07:00`.
    public var vietnamISO8601: String {
        let shifted = microseconds + Self.hanoiOffsetMicroseconds
        let day = dayInVietnam
        let seconds = Int((shifted - Int64(day.daysSince1970) * 86_400_000_000) / 1_000_000)
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        return "\(day.iso)T\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))+07:00"
    }
}
