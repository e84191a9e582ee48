/// The days on which an office is there, and what that means for a number that is asked in a stretch of days.
///
/// A number is asked of who is there at the end of the stretch: an office that closes within it does not owe it any more, and the one that
/// takes over owes it, with the days that the closed one held in it. A new office that continues nobody is first asked in the next stretch,
/// because a number cannot be owed for a part of it.
public struct OfficeLife: Sendable, Hashable {
    /// The first day; `nil` when it was always there.
    public let first: Day?
    /// The last day; `nil` while the office is open.
    public let last: Day?
    /// It was made to take over from others.
    public let continues: Bool

    /// An office of which nothing is known but that it is there.
    public static let always = OfficeLife()

    public init(first: Day? = nil, last: Day? = nil, continues: Bool = false) {
        self.first = first
        self.last = last
        self.continues = continues
    }

    /// Whether it is there on one of the days.
    public func touches(_ days: ClosedRange<Day>) -> Bool {
        (first.map { $0 <= days.upperBound } ?? true) && (last.map { days.lowerBound <= $0 } ?? true)
    }

    /// Whether what is asked from `start` to `end` is asked of this office.
    func owes(from start: Day, to end: Day) -> Bool {
        if let last, last < end { return false }
        guard let first else { return true }
        return first <= start || continues && first <= end
    }
}
