/// By what a caller names his petition.
public enum EnquiryMark: String, Codable, Sendable, CaseIterable {
    case code, number, name
    case idNumber = "id_number"

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .code: "Mã biên nhận"
        case .number: "Số trong sổ của cơ quan"
        case .name: "Họ và tên"
        case .idNumber: "Số giấy tờ tùy thân"
        }
    }
}

/// A question on the telephone.
public struct EnquiryDraft: Codable, Sendable, Equatable {
    public var by: EnquiryMark
    /// The code, `12/2026` or `12` of this year, the full name, or the number of the paper.
    public var words: String
    /// Further marks of the person, asked for when several have the name.
    public var birthYear: Int?
    /// The last four characters of the number of a paper.
    public var idTail: String?
    public var communeCode: String?

    public init(by: EnquiryMark, words: String) {
        self.by = by
        self.words = words
    }
}

public enum EnquiryOutcome: String, Codable, Sendable, CaseIterable {
    /// A sentence about one case.
    case told
    /// Several persons fit: another mark is needed.
    case more
    /// Nothing that may be spoken of.
    case nothing

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .told: "Đã trả lời"
        case .more: "Đã hỏi thêm"
        case .nothing: "Không có thông tin"
        }
    }
}

/// What may be read aloud.
public struct EnquiryAnswer: Codable, Sendable, Equatable {
    /// The row of the log.
    public var id: Int64
    public var outcome: EnquiryOutcome
    /// One sentence for the caller. The same for what does not exist and for what is sealed.
    public var sentence: String
    public var caseID: Int64?
    public var petition: Int64?
    /// How many more petitions of the same person are in the book: for the officer, not to be read aloud.
    public var others: Int

    enum CodingKeys: String, CodingKey { case id, outcome, sentence, caseID = "case", petition, others }
}

/// One line of the log of calls.
public struct EnquiryLine: Codable, Sendable, Equatable {
    public var id: Int64
    /// ISO 8601 with offset +07:00.
    public var askedAt: String
    public var officerName: String
    /// By what it was asked; the words are kept nowhere.
    public var by: EnquiryMark
    public var outcome: EnquiryOutcome
    public var caseID: Int64?
    public var petition: Int64?

    enum CodingKeys: String, CodingKey { case id, askedAt, officerName, by, outcome, caseID = "case", petition }
}
