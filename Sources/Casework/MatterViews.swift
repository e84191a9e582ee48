public import Law

/// A matter (vụ việc) in a list: several petitions may be one.
public struct MatterLine: Codable, Sendable, Equatable {
    public var id: Int64
    public var title: String
    public var openedOn: Day
    /// The office judges it complex and long (phức tạp, kéo dài).
    public var complexLong: Bool
    /// Petitions of it in the office's book, and how many of them are open.
    public var petitions: Int
    public var open: Int
    public var lastReceivedOn: Day?
    public var nextDue: Day?
    /// `nextDue` rests on a holiday that is not decided yet.
    public var dueProvisional: Bool
    /// in_time | due_soon | overdue | done | none (open, without a due date)
    public var timing: String
    public var daysLate: Int
}

/// What an office judged of a matter, and why.
public struct MatterMark: Codable, Sendable, Equatable {
    public var complexLong: Bool
    public var reason: String
    public var markedOn: Day
    public var officerName: String?
}

/// A visit in the list of a matter's visits.
public struct VisitLine: Codable, Sendable, Equatable {
    public var visit: Int64
    public var bookYear: Int
    public var number: Int
    /// Short name of the office in whose book the number stands, where that is another one's.
    public var book: String?
    public var visitedOn: Day
    /// First visitor; empty for who came to denounce and for who is not known.
    public var who: String
    public var denunciation: Bool
    public var people: Int
    public var summary: String
    public var state: String
    public var stateTitle: String
}

/// A matter with what the office holds of it: the newest 200 petitions and visits, oldest first.
public struct MatterView: Codable, Sendable, Equatable {
    public var matter: MatterLine
    public var petitions: [PetitionLine]
    public var visits: [VisitLine]
    /// The last one first.
    public var marks: [MatterMark]
}

public struct MatterFilter: Sendable, Equatable {
    public var q: String?
    public var complexLong: Bool?
    public var cursor: String?
    /// 1…200
    public var limit: Int

    public init(q: String? = nil, complexLong: Bool? = nil, cursor: String? = nil, limit: Int = 50) {
        self.q = q
        self.complexLong = complexLong
        self.cursor = cursor
        self.limit = limit
    }
}
