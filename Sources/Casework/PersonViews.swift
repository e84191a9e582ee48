public import Law

/// A person whom the office wrote down, with everything of him that it holds. Nobody of a denunciation is shown so.
public struct PersonFile: Codable, Sendable, Equatable {
    public var id: Int64
    /// individual | organisation
    public var kind: String
    public var fullName: String
    public var gender: String?
    public var birthYear: Int?
    public var idKind: String?
    public var idNumber: String?
    public var phone: String?
    /// Detail, commune and province in one line.
    public var address: String
    public var oldAddress: String
    /// The person into whom he was merged; his entries stand there now.
    public var mergedInto: Int64?
    public var mergedIntoName: String?
    /// The newest 200, newest first.
    public var appearances: [PersonAppearance]
    /// Persons of the office who may be the same; an officer decides. Empty for one who was merged.
    public var probable: [ProbablePerson]
    /// The last first.
    public var merges: [PersonMerge]
}

/// A petition or a visit of the office in which a person appears.
public struct PersonAppearance: Codable, Sendable, Equatable {
    /// What is taken out when it was wrongly put under this person.
    public var party: Int64
    /// petitioner | representative | authorised | member | respondent
    public var role: String
    public var petition: Int64?
    public var visit: Int64?
    public var bookYear: Int
    public var number: Int
    /// Short name of the office in whose book the number stands, where that is another one's.
    public var book: String?
    public var day: Day
    public var title: String
    public var stateTitle: String
    /// The name under which he was entered there, where a merge brought the entry here.
    public var enteredAs: String?
}

public struct ProbablePerson: Codable, Sendable, Equatable {
    public var person: Int64
    public var fullName: String
    public var birthYear: Int?
    public var idNumber: String?
    public var address: String
    public var appearances: Int
    public var sameID: Bool
    /// 0…100
    public var nameLikeness: Int
}

/// One merging or parting, as it was noted.
public struct PersonMerge: Codable, Sendable, Equatable {
    public var id: Int64
    /// merge: `other` was merged into `kept`; undo: that was taken back; part: one entry left `kept` for `other`, a person of its own.
    public var kind: String
    public var kept: Int64
    public var keptName: String
    public var other: Int64
    public var otherName: String
    public var reason: String
    public var recordedOn: Day
    public var officerName: String?
    /// Petitions and visits that it moved.
    public var parties: Int
    /// A merge that was taken back.
    public var undone: Bool
}

/// What is parted: a whole merge taken back, or one entry taken out.
public enum Parting: Sendable, Equatable {
    case merge(Int64)
    case party(Int64)
}
