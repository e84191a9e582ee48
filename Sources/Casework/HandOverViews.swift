public import Law
import Records

/// All open work of one officer goes to another: for a leave, or for good.
public struct HandOverDraft: Codable, Sendable, Equatable {
    public var from: Int64
    public var to: Int64
    /// The first day of the substitute; nil: today. A later one waits for its day.
    public var fromDay: Day?
    /// The last day of the substitute, after which the work comes back by itself; nil: for good.
    public var untilDay: Day?
    public var reason: String?
    /// How many cases the asker saw; refused when there are more or fewer by now. Not for a later beginning.
    public var expected: Int?

    public init(from: Int64, to: Int64, fromDay: Day? = nil, untilDay: Day? = nil, reason: String? = nil, expected: Int? = nil) {
        self.from = from
        self.to = to
        self.fromDay = fromDay
        self.untilDay = untilDay
        self.reason = reason
        self.expected = expected
    }
}

/// What would be handed over now: how many cases, and which (the first 200).
public struct HandOverPreview: Codable, Sendable, Equatable {
    public var from: Int64
    public var fromName: String
    public var count: Int
    public var cases: [WorkLine]
    /// What goes with them: drafts that are not finished, and notes by which he helps in other work.
    public var drafts: Int
    public var helping: Int
}

public struct HandOverView: Codable, Sendable, Equatable {
    public var id: Int64
    public var from: Int64
    public var fromName: String
    public var to: Int64
    public var toName: String
    public var fromDay: Day
    public var untilDay: Day?
    public var reason: String
    public var recordedByName: String?
    /// planned | running | ended | for_good | cancelled
    public var state: String
    /// Cases that changed hands, that came back, that stayed away because they were closed or given to somebody else meanwhile.
    public var cases: Int
    public var back: Int
    public var kept: Int
    /// Drafts, and help in other work, that went with them.
    public var drafts: Int
    public var helping: Int
    /// Said once, to who handed over: the receiver is on leave himself.
    public var warnings: [String]?

    init(_ row: HandOverRecords.HandOverRow) {
        id = row.id
        from = row.from
        fromName = row.fromName
        to = row.to
        toName = row.toName
        fromDay = row.fromDay
        untilDay = row.untilDay
        reason = row.reason
        recordedByName = row.recordedByName
        state =
            switch (row.begunOn, row.endedOn) {
            case (nil, nil): "planned"
            case (nil, _): "cancelled"
            case (_, nil): "running"
            default: row.untilDay == nil ? "for_good" : "ended"
            }
        cases = row.cases
        back = row.back
        kept = row.kept
        drafts = row.drafts
        helping = row.helping
    }
}
