public import Law

public struct PersonView: Codable, Sendable, Equatable {
    public var id: Int64
    /// petitioner | representative | authorised | member | respondent
    public var role: String
    public var fullName: String
    public var gender: String?
    public var birthYear: Int?
    public var idKind: String?
    public var idNumber: String?
    public var idIssuedOn: Day?
    public var idIssuedBy: String?
    /// Why no paper was shown.
    public var noIdReason: String?
    public var phone: String?
    public var ethnicCode: String?
    public var nationality: String?
    public var occupation: String?
    public var jobTitle: String?
    public var workplace: String?
    public var communeCode: String?
    /// Detail, commune and province in one line.
    public var address: String
    public var oldAddress: String
    public var paperKind: String?
    public var paperNumber: String?
    public var paperDate: Day?
}

/// A petition as one office holds it: the letter itself, and its entry in that office's book.
public struct PetitionView: Codable, Sendable, Equatable {
    public var id: Int64
    public var receiptCode: String
    public var registration: Int64
    /// The office's own case of it; steps go there.
    public var caseID: Int64
    public var sequence: Int
    public var procedure: String
    public var state: String
    public var stateTitle: String
    public var final: Bool
    public var organisation: Int64
    public var organisationName: String
    public var bookYear: Int
    public var number: Int
    /// Short name of the office in whose book the number stands, where that is another one's; else absent.
    public var book: String?
    public var matter: Int64
    public var matterTitle: String
    /// The office judges the matter complex and long (phức tạp, kéo dài).
    public var complexLong: Bool
    /// Other petitions of the same matter in this office.
    public var siblings: [Int64]
    public var channel: Channel
    public var receivedOn: Day
    public var enteredAt: String
    public var letterDate: Day?
    public var postmarkOn: Day?
    public var kind: PetitionKind
    public var title: String
    public var body: String
    public var request: String
    public var fieldCode: String?
    public var fieldName: String?
    public var eligibility: Eligibility?
    public var ineligibleReason: String?
    public var jurisdiction: Jurisdiction?
    public var filerKind: String
    public var signatureKind: String
    public var people: Int
    public var representatives: Int
    public var appointmentSigned: Bool
    /// The date of the group's signed appointment.
    public var appointmentOn: Day?
    public var wantsReply: Bool
    public var repeated: Bool
    public var priorResolution: String
    public var priorBodies: String
    public var sourceBody: String
    /// The letter by which that body sent it on.
    public var sourceLetterNumber: String?
    public var sourceLetterDate: Day?
    /// Code of the commune where it happened.
    public var incidentCommune: String?
    /// That commune and its province in one line.
    public var incidentCommuneName: String?
    public var duplicateOf: Int64?
    /// The split petition of which this is a part; and the parts, where this one was split.
    public var partOf: Int64?
    public var parts: [Int64]
    public var visit: Int64?
    public var referenceOnly: Bool
    public var pseudonym: String?
    public var paperFileNumber: String?
    /// The organisation of the denounced, and what he is there: head | deputy | body | staff.
    public var denouncedBody: Int64?
    public var denouncedBodyName: String?
    public var denouncedRank: String?
    public var nextDue: Day?
    public var parties: [PersonView]
    public var papers: [PaperDraft]
    public var attachments: [AttachmentView]
    public var referrals: [ReferralView]
    /// Số đến of the letter in the office's book of what came in.
    public var arrivalNumber: Int?
    /// Every referral of it in order, of whichever office; with those of the matter's other petitions that the reader's office knows.
    public var chain: [ReferralChainLink] = []
    /// Copies that came in later and were tied to it, in the order of their arrival; of the office's own entry only.
    public var copies: [PetitionCopy] = []

    enum CodingKeys: String, CodingKey {
        case id, receiptCode, registration, caseID = "case", sequence, procedure, state, stateTitle, final, organisation, organisationName
        case bookYear, number, book, matter, matterTitle, complexLong, siblings, channel, receivedOn, enteredAt, letterDate, postmarkOn,
            kind,
            title, body
        case request, fieldCode, fieldName, eligibility, ineligibleReason, jurisdiction, filerKind, signatureKind, people, representatives
        case appointmentSigned, appointmentOn, wantsReply, repeated, priorResolution, priorBodies, sourceBody, sourceLetterNumber
        case sourceLetterDate, incidentCommune, incidentCommuneName, duplicateOf, partOf, parts, visit, referenceOnly
        case pseudonym, paperFileNumber, denouncedBody, denouncedBodyName, denouncedRank, nextDue, parties, papers, attachments, referrals
        case chain, arrivalNumber, copies
    }
}

/// One line of a worklist.
public struct PetitionLine: Codable, Sendable, Equatable {
    public var petition: Int64
    public var caseID: Int64
    public var registration: Int64
    public var bookYear: Int
    public var number: Int
    /// Short name of the office in whose book the number stands, where that is another one's; else absent.
    public var book: String?
    public var receivedOn: Day
    public var kind: PetitionKind
    public var title: String
    /// First petitioner, or the pseudonym of a denouncer.
    public var who: String
    public var people: Int
    public var procedure: String
    public var state: String
    public var stateTitle: String
    public var final: Bool
    public var nextDue: Day?
    /// `nextDue` rests on a holiday that is not decided yet.
    public var dueProvisional: Bool
    /// in_time | due_soon (three working days) | overdue | done | none (open, without a due date)
    public var timing: String
    public var daysLate: Int

    enum CodingKeys: String, CodingKey {
        case petition, caseID = "case", registration, bookYear, number, book, receivedOn, kind, title, who, people, procedure, state,
            stateTitle
        case final, nextDue, dueProvisional, timing, daysLate
    }
}

/// One page of a list; `next` asks for the one after it and is absent on the last.
public struct Page<Item: Codable & Sendable & Equatable>: Codable, Sendable, Equatable {
    public var items: [Item]
    public var next: String?

    public init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }
}

/// What a worklist may be asked.
public struct PetitionFilter: Sendable, Equatable {
    public var q: String?
    public var state: String?
    public var kind: PetitionKind?
    public var overdue: Bool?
    /// Only open cases whose next date is near.
    public var dueSoon: Bool?
    /// true: only open cases; false: only finished ones; nil: both.
    public var open: Bool?
    /// Only petitions that were referred to this office.
    public var organisation: Int64?
    /// Only what stands in the book of this office: the actor's own or one that it took over from.
    public var book: Int64?
    public var cursor: String?
    /// 1…200
    public var limit: Int

    public init(
        q: String? = nil, state: String? = nil, kind: PetitionKind? = nil, overdue: Bool? = nil, dueSoon: Bool? = nil, open: Bool? = nil,
        organisation: Int64? = nil, book: Int64? = nil, cursor: String? = nil, limit: Int = 50
    ) {
        self.q = q
        self.state = state
        self.kind = kind
        self.overdue = overdue
        self.dueSoon = dueSoon
        self.open = open
        self.organisation = organisation
        self.book = book
        self.cursor = cursor
        self.limit = limit
    }
}

/// A possible duplicate; a clerk confirms, never the machine.
public struct DuplicateView: Codable, Sendable, Equatable {
    public var petition: Int64
    public var registration: Int64
    public var bookYear: Int
    public var number: Int
    /// Short name of the office in whose book the number stands, where that is another one's; else absent.
    public var book: String?
    public var receivedOn: Day
    public var who: String
    public var address: String
    public var title: String
    public var stateTitle: String
    public var sameID: Bool
    /// 0…100
    public var nameLikeness: Int
    public var textLikeness: Int
}

/// What registering a petition gives back.
public struct RegisteredPetition: Codable, Sendable, Equatable {
    public var petition: Int64
    public var caseID: Int64
    public var receiptCode: String
    public var bookYear: Int
    public var number: Int
    public var matter: Int64
    public var sequence: Int
    public var state: String
    public var nextDue: Day?

    enum CodingKeys: String, CodingKey {
        case petition, caseID = "case", receiptCode, bookYear, number, matter, sequence, state, nextDue
    }
}

/// A referral as sender and recipient see it.
public struct ReferralView: Codable, Sendable, Equatable {
    public var id: Int64
    public var caseID: Int64
    public var sequence: Int
    public var petition: Int64
    public var petitionTitle: String
    public var kind: PetitionKind
    public var who: String
    public var sender: Int64
    public var senderName: String
    public var recipient: Int64
    public var recipientName: String
    public var letterNumber: String
    public var letterDate: Day
    public var sentOn: Day
    public var deliveredOn: Day?
    public var answerBy: Day?
    public var state: String
    public var stateTitle: String
    public var final: Bool
    public var reminders: Int
    public var nextDue: Day?
    public var daysLate: Int
    public var result: String?
    public var answeredOn: Day?
    public var answerNumber: String?
    public var answerDate: Day?
    public var answerSummary: String?
    /// The recipient's own case, once accepted.
    public var recipientCase: Int64?
    /// Nobody works with the program at the recipient: its sender writes down what comes from it on paper.
    public var recipientOnPaper: Bool

    enum CodingKeys: String, CodingKey {
        case id, caseID = "case", sequence, petition, petitionTitle, kind, who, sender, senderName, recipient, recipientName, letterNumber
        case letterDate, sentOn, deliveredOn, answerBy, state, stateTitle, final, reminders, nextDue, daysLate, result, answeredOn
        case answerNumber, answerDate, answerSummary, recipientCase, recipientOnPaper
    }
}

/// What the public look-up shows: no word of who wrote or what about.
public struct LookupView: Codable, Sendable, Equatable {
    public struct Stage: Codable, Sendable, Equatable {
        public var office: String
        public var words: String
        public var since: Day
        public var closed: Bool
    }
    public var receiptCode: String
    public var stages: [Stage]
}
