public import Law
import Records

/// A unit of an office (phòng, bộ phận).
public struct UnitView: Codable, Sendable, Equatable {
    public var id: Int64
    public var organisation: Int64
    public var name: String
    /// Who gives its work on to its officers.
    public var head: Int64?
    public var headName: String?
    public var active: Bool
    public var members: [Colleague]
    /// Open cases that lie with it.
    public var open: Int

    init(_ row: UnitRecords.UnitRow, _ people: [UnitRecords.ColleagueRow], away: [Int64: Absence]) {
        id = row.id
        organisation = row.organisation
        name = row.name
        head = row.head
        headName = row.headName
        active = row.active
        open = row.open
        members = people.filter { $0.unit == row.id }.map { Colleague($0, away: away[$0.id]) }
    }
}

/// Somebody to whom work can be given.
public struct Colleague: Codable, Sendable, Equatable {
    public var id: Int64
    public var fullName: String
    public var title: String
    public var unit: Int64?
    public var unitName: String?
    /// His leave that goes on or comes next.
    public var away: Absence?

    init(_ row: UnitRecords.ColleagueRow, away: Absence?) {
        id = row.id
        fullName = row.fullName
        title = row.title
        unit = row.unit
        unitName = row.unitName
        self.away = away
    }
}

public struct UnitDraft: Codable, Sendable, Equatable {
    public var name: String
    public var head: Int64?
    public var members: [Int64]?

    public init(name: String, head: Int64? = nil, members: [Int64]? = nil) {
        self.name = name
        self.head = head
        self.members = members
    }
}

/// In whose hands a case is.
public struct WorkView: Codable, Sendable, Equatable {
    public var unit: Int64?
    public var unitName: String?
    public var handler: Int64?
    public var handlerName: String?
    /// The handler's leave, where it covers today or the day until which the work was given.
    public var handlerAway: Absence?
    public var givenByName: String?
    public var givenOn: Day?
    /// The day that was set with the work; the law's deadlines stand beside it.
    public var dueOn: Day?
    public var takenOn: Day?
    public var returnedOn: Day?
    public var returnedByName: String?

    init(_ item: WorkRecords.Item, handlerAway: Absence?) {
        self.handlerAway = handlerAway
        unit = item.unit
        unitName = item.unitName
        handler = item.handler
        handlerName = item.handlerName
        givenByName = item.givenByName
        givenOn = item.givenOn
        dueOn = item.dueOn
        takenOn = item.takenOn
        returnedOn = item.returnedOn
        returnedByName = item.returnedByName
    }
}

/// One line of a list of work.
public struct WorkLine: Codable, Sendable, Equatable {
    public var caseID: Int64
    public var sequence: Int
    public var procedureTitle: String
    /// petition | task
    public var subject: String
    public var petition: Int64?
    public var task: Int64?
    /// The number in the office's book, as `12/2026`.
    public var number: String?
    /// What it is about; the pseudonym of a denunciation (Luật Tố cáo Đ.56).
    public var title: String
    public var sealed: Bool
    public var state: String
    public var stateTitle: String
    /// The law's next day, and the day set with the work.
    public var nextDue: Day?
    public var dueProvisional: Bool
    public var workDue: Day?
    /// in_time | due_soon | overdue | none, by the nearer of the two
    public var timing: String
    public var daysLate: Int
    public var unit: Int64?
    public var unitName: String?
    public var handler: Int64?
    public var handlerName: String?
    public var givenOn: Day?
    public var takenOn: Day?
    public var returnedOn: Day?
    public var returnedByName: String?
    /// Not shown of a denunciation.
    public var returnReason: String?

    enum CodingKeys: String, CodingKey {
        case caseID = "case", sequence, procedureTitle, subject, petition, task, number, title, sealed, state, stateTitle, nextDue,
            dueProvisional, workDue, timing, daysLate, unit, unitName, handler, handlerName, givenOn, takenOn, returnedOn, returnedByName,
            returnReason
    }
}

/// Which list of open work.
public enum WorkList: String, Codable, Sendable, CaseIterable {
    /// In the officer's own hands.
    case mine
    /// Where a leader's note names him to help whoever has the work.
    case helping
    /// Of his unit and of those he is the head of.
    case unit
    /// In nobody's hands.
    case unassigned
    /// Given back, and in nobody's hands since.
    case returned
    /// The whole office's.
    case office
}

/// How much an officer has in hand.
public struct OfficerLoad: Codable, Sendable, Equatable {
    public var officer: Int64
    public var fullName: String
    public var title: String
    public var unitName: String?
    public var open: Int
    /// Given to him and not taken yet.
    public var untaken: Int
    public var dueSoon: Int
    public var overdue: Int
    /// His leave that goes on or comes next.
    public var away: Absence?

    init(_ row: WorkRecords.LoadRow, away: Absence?) {
        self.away = away
        officer = row.officer
        fullName = row.fullName
        title = row.title
        unitName = row.unitName
        open = row.open
        untaken = row.untaken
        dueSoon = row.dueSoon
        overdue = row.overdue
    }
}
