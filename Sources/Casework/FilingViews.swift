public import Law

/// A proposal to file a bundle away, signed in one step or withdrawn.
public struct FilingView: Codable, Sendable, Equatable {
    public struct Item: Codable, Sendable, Equatable {
        /// An envelope without an entry of its own; or a petition's case.
        public var envelope: Int64?
        public var caseID: Int64?
        public var petition: Int64?
        /// The petition's number in the book: its own, or that of which the letter is a copy.
        public var petitionNumber: String?
        public var arrivalNumber: Int?
        public var title: String
        /// As it stands today.
        public var stateTitle: String
        /// Taken out of the bundle again after it was filed: when, by whom, why (not told of a letter that denounces).
        public var takenOutOn: Day?
        public var takenOutBy: String?
        public var takenOutReason: String?

        enum CodingKeys: String, CodingKey {
            case envelope, caseID = "case", petition, petitionNumber, arrivalNumber, title, stateTitle, takenOutOn, takenOutBy,
                takenOutReason
        }
    }

    public var id: Int64
    public var number: String
    public var proposedOn: Day
    public var proposedBy: String
    public var ground: String
    public var groundTitle: String
    public var reason: String?
    public var lateReason: String?
    /// proposed | signed | withdrawn
    public var state: String
    public var stateTitle: String
    public var decidedBy: String?
    public var decidedOn: Day?
    public var items: [Item]
}

/// One line of the list of proposals.
public struct FilingLine: Codable, Sendable, Equatable {
    public var id: Int64
    public var number: String
    public var proposedOn: Day
    public var proposedBy: String
    public var groundTitle: String
    public var state: String
    public var stateTitle: String
    public var items: Int
    /// Of these, letters that were taken out again.
    public var takenOut: Int
}

/// A ground on which letters are filed away, as the law lists them.
public struct FilingGround: Sendable, Equatable {
    public var word: String
    public var title: String
}
