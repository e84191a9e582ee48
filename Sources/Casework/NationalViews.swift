public import Law

/// A step that must be entered in the national database.
public struct NationalStep: Codable, Sendable, Equatable {
    public var caseID: Int64
    public var sequence: Int
    public var event: String
    public var eventTitle: String
    /// reception | processing | settlement | execution | correction
    public var stage: String
    public var stageTitle: String
    /// The articles by which it must be entered.
    public var basis: String
    public var occurredOn: Day
    public var petition: Int64?
    public var visit: Int64?
    /// The office's own number, `12/2026`.
    public var number: String
    public var kind: PetitionKind?
    public var title: String
    /// The day on which it was entered; absent while it is not.
    public var enteredOn: Day?
    public var enteredBy: String?
    /// The code that the national database gave it.
    public var reference: String?

    enum CodingKeys: String, CodingKey {
        case caseID = "case", sequence, event, eventTitle, stage, stageTitle, basis, occurredOn, petition, visit, number, kind, title
        case enteredOn, enteredBy, reference
    }
}

/// Marks steps as entered, or takes marks back.
public struct NationalMark: Codable, Sendable, Equatable {
    public struct Step: Codable, Sendable, Equatable {
        public var caseID: Int64
        public var sequence: Int

        public init(caseID: Int64, sequence: Int) {
            self.caseID = caseID
            self.sequence = sequence
        }

        enum CodingKeys: String, CodingKey { case caseID = "case", sequence }
    }
    public var steps: [Step]
    /// The day on which they were entered; nil takes the marks back.
    public var enteredOn: Day?
    public var reference: String?

    public init(steps: [Step], enteredOn: Day?, reference: String? = nil) {
        self.steps = steps
        self.enteredOn = enteredOn
        self.reference = reference
    }
}

/// How many steps were marked.
public struct NationalMarked: Codable, Sendable, Equatable {
    public var steps: Int
    public var waiting: Int
}

/// What is copied into the national database about one case (the fields of NĐ 55/2022/NĐ-CP Đ.6), on one page. Of a denunciation it holds
/// only number, days and steps: whoever denounced, who is denounced and what is said stay sealed.
public struct NationalSheet: Codable, Sendable, Equatable {
    public struct Item: Codable, Sendable, Equatable {
        /// The field's stable name in the export file.
        public var name: String
        public var title: String
        public var value: String
        /// The stable word or code of the value, by which a program maps it to its own list; absent for what has none.
        public var code: String?
    }
    public struct Group: Codable, Sendable, Equatable {
        public var title: String
        public var items: [Item]
    }
    /// A file of the petition or its case; its content is behind the route of attachments.
    public struct File: Codable, Sendable, Equatable {
        public var id: Int64
        public var name: String
        /// scan | evidence | result | appointment | other
        public var kind: String
        public var kindTitle: String
        /// The letter it is a copy of, or with what it lies.
        public var summary: String
        public var sha256: String
        public var mediaType: String
        public var bytes: Int64
    }
    public var caseID: Int64
    public var office: String
    public var heading: String
    public var sealed: Bool
    public var groups: [Group]
    public var steps: [NationalStep]
    /// None of a sealed case.
    public var files: [File]

    enum CodingKeys: String, CodingKey { case caseID = "case", office, heading, sealed, groups, steps, files }
}

/// The sheets of every case that has a step waiting, and the letters without an entry that wait.
public struct NationalExport: Codable, Sendable, Equatable {
    public var exportedOn: Day
    public var office: String
    /// Some cases were left out: so many fit in one file.
    public var more: Bool
    public var sheets: [NationalSheet]
    /// Letters without an entry that wait.
    public var arrivals: [NationalArrival]
}

extension NationalStep {
    /// Vietnamese titles of the groups of NĐ 55/2022/NĐ-CP Đ.6.
    public static let stages: [(word: String, title: String)] = [
        ("reception", "Tiếp công dân"), ("processing", "Xử lý đơn"), ("settlement", "Giải quyết"), ("execution", "Thi hành"),
        ("correction", "Đính chính"),
    ]

    static func stageTitle(_ word: String) -> String { stages.first { $0.word == word }?.title ?? word }
}
