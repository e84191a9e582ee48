public import Law

/// Where a document stands on its way from a desk to its addressee.
public enum DraftState: String, Codable, Sendable, CaseIterable {
    case drafted, submitted, returned, approved, signed, issued, dispatched, voided

    /// Vietnamese.
    public var title: String {
        switch self {
        case .drafted: "Đang dự thảo"
        case .submitted: "Trình duyệt"
        case .returned: "Trả lại"
        case .approved: "Đã duyệt, chờ ký"
        case .signed: "Đã ký, chờ lấy số"
        case .issued: "Đã ban hành"
        case .dispatched: "Đã gửi"
        case .voided: "Đã hủy"
        }
    }
}

/// What is done to a document; each is a line of its history.
public enum DraftAction: String, Codable, Sendable, CaseIterable {
    case draft, edit, attach, submit, approve
    case back = "return"
    case sign, issue, dispatch, receipt, void

    /// Vietnamese.
    public var title: String {
        switch self {
        case .draft: "Soạn dự thảo"
        case .edit: "Sửa dự thảo"
        case .attach: "Gắn tệp"
        case .submit: "Trình duyệt"
        case .approve: "Duyệt"
        case .back: "Trả lại"
        case .sign: "Ký"
        case .issue: "Lấy số, ban hành"
        case .dispatch: "Gửi"
        case .receipt: "Ghi kết quả gửi"
        case .void: "Hủy"
        }
    }
}

/// How a document goes out.
public enum DispatchMeans: String, Codable, Sendable, CaseIterable {
    case post
    case registeredPost = "registered_post"
    case courier, hand, electronic, fax, other

    /// Vietnamese.
    public var title: String {
        switch self {
        case .post: "Thư thường"
        case .registeredPost: "Thư bảo đảm"
        case .courier: "Chuyển phát"
        case .hand: "Giao tận tay"
        case .electronic: "Trục liên thông, thư điện tử"
        case .fax: "Fax"
        case .other: "Cách khác"
        }
    }
}

/// For whose hand a document waits.
public enum DraftQueue: String, Codable, Sendable, CaseIterable {
    case approve, sign, number, dispatch, returned, drafts

    /// Vietnamese.
    public var title: String {
        switch self {
        case .approve: "Chờ tôi duyệt"
        case .sign: "Chờ tôi ký"
        case .number: "Chờ lấy số"
        case .dispatch: "Chờ gửi"
        case .returned: "Bị trả lại"
        case .drafts: "Tôi đang soạn"
        }
    }
}

/// What a list of documents may be asked.
public struct DraftFilter: Sendable, Equatable {
    /// Only what waits for the asker's own hand in this way.
    public var waiting: DraftQueue?
    public var caseID: Int64?
    public var state: DraftState?
    public var cursor: String?
    /// 1…200
    public var limit: Int

    public init(waiting: DraftQueue? = nil, caseID: Int64? = nil, state: DraftState? = nil, cursor: String? = nil, limit: Int = 50) {
        self.waiting = waiting
        self.caseID = caseID
        self.state = state
        self.cursor = cursor
        self.limit = limit
    }
}

/// One line of a list of documents.
public struct DraftLine: Codable, Sendable, Equatable {
    public var id: Int64
    public var caseID: Int64
    public var form: String
    public var formTitle: String
    public var title: String
    public var state: DraftState
    public var stateTitle: String
    /// The history's last line; whoever acts names the one he saw.
    public var revision: Int
    public var levels: Int
    public var approvals: Int
    public var draftedByName: String
    public var draftedAt: String
    /// Who has it in hand since its writer handed it over; nil: he has it himself.
    public var heldByName: String?
    public var signerName: String?
    public var signedOn: Day?
    public var number: String?
    public var issuedOn: Day?

    enum CodingKeys: String, CodingKey {
        case caseID = "case"
        case id, form, formTitle, title, state, stateTitle, revision, levels, approvals, draftedByName, draftedAt, heldByName, signerName
        case signedOn, number
        case issuedOn
    }
}

/// A document with everything about it, for the office that wrote it.
public struct DraftView: Codable, Sendable, Equatable {
    public var line: DraftLine
    /// The step that it carries out when it is issued, and not before.
    public var event: String
    public var eventTitle: String
    public var addressee: String
    /// Nothing in it may name the denouncer: it is of a denunciation.
    public var sealed: Bool
    /// Of a denunciation: whom it is for, who is not named.
    public var party: SealedParty?
    /// The office of the list to which it goes, and its name.
    public var organisation: Int64?
    public var organisationName: String?
    public var body: String
    /// One addressee a line (Nơi nhận).
    public var recipients: String
    /// What the step will declare, as it was entered and in words.
    public var facts: [String: FactInput]
    public var declared: [FactView]
    /// The lines above the signer's name, for example `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`.
    public var signatureLines: [String]
    public var issuedByName: String?
    /// The paper of the case that it became.
    public var document: Int64?
    public var history: [DraftEntryView]
    public var dispatches: [DispatchView]
    public var attachments: [AttachmentView]
    /// What the asker may do to it now.
    public var may: [DraftAction]
    /// Whether số, ký hiệu is typed from the office's document system, or given by the book here.
    public var typesNumber: Bool
}

/// One line of a document's history.
public struct DraftEntryView: Codable, Sendable, Equatable {
    public var revision: Int
    public var action: DraftAction
    public var actionTitle: String
    public var state: DraftState
    public var officerName: String
    public var remark: String?
    /// ISO 8601 with offset +07:00.
    public var recordedAt: String
    /// Hexadecimal SHA-256 of what stood in it then.
    public var contentSHA256: String

    enum CodingKeys: String, CodingKey {
        case revision, action, actionTitle, state, officerName, remark, recordedAt
        case contentSHA256 = "contentSha256"
    }
}

/// One copy on its way.
public struct DispatchView: Codable, Sendable, Equatable {
    public var id: Int64
    public var addressee: String
    /// Who is not named: name and address are written on the envelope by hand.
    public var party: SealedParty?
    public var organisation: Int64?
    public var address: String
    public var means: DispatchMeans
    public var meansTitle: String
    public var sentOn: Day
    public var tracking: String?
    public var receivedOn: Day?
    public var returnedOn: Day?
    public var returnReason: String?
}

/// What became of a document by what was done.
public struct DraftMoved: Codable, Sendable, Equatable {
    public var id: Int64
    public var caseID: Int64
    public var state: DraftState
    public var revision: Int
    public var number: String?
    /// The paper of the case, once issued.
    public var document: Int64?
    public var dispatch: Int64?
    /// The step that was taken with it.
    public var step: StepView?

    enum CodingKeys: String, CodingKey {
        case caseID = "case"
        case id, state, revision, number, document, dispatch, step
    }
}

/// A step of a case that issues papers, for who drafts one.
public struct DraftableStep: Codable, Sendable, Equatable {
    public struct Form: Codable, Sendable, Equatable {
        public var value: String
        public var title: String
    }
    public var event: String
    public var title: String
    public var forms: [Form]
    /// What the step asks, without the number and the day that it gets when it is issued.
    public var fields: [AllowedEventView.Field]
    /// Why the step could not be taken now; a draft may be written all the same.
    public var blockedBy: [String]
}

/// Everything that a print of a document shows.
public struct PrintedDocument: Codable, Sendable, Equatable {
    public var view: DraftView
    public var letterhead: Letterhead
    public var officeSymbol: String
    public var officeAddress: String
}

/// Envelopes to print: the office on each, and whom each is for.
public struct EnvelopePile: Codable, Sendable, Equatable {
    public var sender: Letterhead
    public var address: String
    public var dispatches: [DispatchView]
}
