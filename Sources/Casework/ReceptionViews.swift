public import Law

public struct SessionView: Codable, Sendable, Equatable {
    public var id: Int64
    public var caseID: Int64
    public var sequence: Int
    public var organisation: Int64
    public var kind: SessionKind
    public var mode: SessionMode
    public var sessionDate: Day
    public var hours: String
    public var place: String
    public var hostName: String
    public var hostTitle: String
    public var substitute: Bool
    public var substituteReason: String?
    public var ground: String?
    public var participants: String
    public var expectedContent: String
    public var publishedOn: Day?
    /// The day it was put off from, the last time.
    public var postponedFrom: Day?
    public var conclusionNumber: String?
    public var conclusionDate: Day?
    public var state: String
    public var stateTitle: String
    public var final: Bool
    public var visits: Int
    public var people: Int

    enum CodingKeys: String, CodingKey {
        case id, caseID = "case", sequence, organisation, kind, mode, sessionDate, hours, place, hostName, hostTitle, substitute
        case substituteReason, ground, participants, expectedContent, publishedOn, postponedFrom, conclusionNumber, conclusionDate
        case state, stateTitle, final, visits, people
    }
}

public struct VisitView: Codable, Sendable, Equatable {
    public var id: Int64
    public var caseID: Int64
    public var sequence: Int
    public var session: Int64
    public var bookYear: Int
    /// STT in the year's reception book (Mẫu 03/TCD).
    public var number: Int
    /// Short name of the office in whose book the number stands, where that is another one's; else absent.
    public var book: String?
    public var visitedOn: Day
    public var filerKind: String
    public var people: Int
    public var representatives: Int
    public var appointmentSigned: Bool
    /// The date of the group's signed appointment.
    public var appointmentOn: Day?
    public var repeated: Bool
    public var wantsReply: Bool
    public var denunciation: Bool
    public var summary: String
    public var request: String
    public var priorBodies: String
    /// Documents of the settlement and of its review, on which a refusal to receive may rest.
    public var settlementPapers: String?
    public var reviewPapers: String?
    public var refusalGround: String?
    public var outcome: String?
    /// The body at the same seat to which the visitor was shown (NĐ 154/2026 Đ.28.2).
    public var shownTo: String?
    public var matter: Int64?
    public var state: String
    public var stateTitle: String
    public var final: Bool
    public var parties: [PersonView]
    /// Petitions this visit yielded.
    public var petitions: [Int64]
    /// When it was typed, apart from the day of the visit.
    public var enteredAt: String
    /// Its number on the sheet that was kept by hand while the program was away.
    public var paperNumber: String?

    enum CodingKeys: String, CodingKey {
        case id, caseID = "case", sequence, session, bookYear, number, book, visitedOn, filerKind, people, representatives,
            appointmentSigned
        case appointmentOn, repeated, wantsReply, denunciation, summary, request, priorBodies, settlementPapers, reviewPapers
        case refusalGround, outcome, shownTo, matter, state, stateTitle, final, parties, petitions, enteredAt, paperNumber
    }
}

public struct ScheduleView: Codable, Sendable, Equatable {
    public var id: Int64
    public var place: String
    public var hours: String
    public var validFrom: Day
    public var publishedOn: Day
    /// Published fewer than five working days before it takes effect (Luật Tiếp công dân Đ.24.4): the recorded reason.
    public var lateReason: String?
}

public struct OpenedSession: Codable, Sendable, Equatable {
    public var session: Int64
    public var caseID: Int64
    public var sequence: Int
    public var state: String

    enum CodingKeys: String, CodingKey { case session, caseID = "case", sequence, state }
}

public struct RegisteredVisit: Codable, Sendable, Equatable {
    public var visit: Int64
    public var caseID: Int64
    public var bookYear: Int
    public var number: Int
    public var sequence: Int
    public var state: String

    enum CodingKeys: String, CodingKey { case visit, caseID = "case", bookYear, number, sequence, state }
}
