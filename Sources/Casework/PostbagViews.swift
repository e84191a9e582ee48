public import Law
import Records

/// What is written on an envelope for whom alone it is: such an envelope is logged unopened and handed on.
public enum EnvelopeMarking: String, Codable, Sendable, CaseIterable {
    case plain = "none"
    case personal, secret

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .plain: "Không ghi"
        case .personal: "Ghi riêng, đích danh"
        case .secret: "Dấu mật"
        }
    }
}

/// What the letter in the envelope is: the writer's own, a photocopy, or a certified copy.
public enum LetterForm: String, Codable, Sendable, CaseIterable {
    case original, photocopy, copy

    public var title: String {
        switch self {
        case .original: "Bản gốc"
        case .photocopy: "Bản phô tô"
        case .copy: "Bản sao có chứng thực"
        }
    }
}

/// Where an envelope stands.
public enum EnvelopeState: String, Codable, Sendable, CaseIterable {
    case waiting, opened
    case handedOn = "handed_on"
    /// A copy of a petition that is in the book already.
    case tied
    case registered, filed, voided

    public var title: String {
        switch self {
        case .waiting: "Chưa mở"
        case .opened: "Đã mở, chờ xử lý"
        case .handedOn: "Đã bàn giao, chưa mở"
        case .tied: "Bản sao, đã gắn với đơn"
        case .registered: "Đã vào sổ đơn"
        case .filed: "Đã lưu"
        case .voided: "Đã hủy số"
        }
    }
}

/// One row of the postbag. A letter that denounces shows no word of its writer, a marked envelope nothing but that it came and went.
public struct EnvelopeView: Codable, Sendable, Equatable {
    public var id: Int64
    /// Steps of its history; every change names the one it saw.
    public var sequence: Int
    /// Số đến, in the book of its year.
    public var arrivalNumber: Int
    public var arrivalYear: Int
    /// Short name of the office in whose book the number stands, where that is another one's.
    public var book: String?
    public var arrivedOn: Day
    public var postmarkOn: Day?
    /// When the row was typed, apart from when the envelope came.
    public var enteredAt: String
    public var enteredBy: String
    public var channel: String
    public var marking: EnvelopeMarking
    public var senderName: String?
    public var senderAddress: String?
    public var addressees: [String]
    public var form: LetterForm?
    /// What the letter says, as far as it was typed for comparing.
    public var gist: String?
    public var denunciation: Bool
    public var state: EnvelopeState
    public var stateTitle: String
    public var remark: String?
    public var handedTo: String?
    public var handedOn: Day?
    /// `08:30`
    public var handedTime: String?
    /// The petition it became, or of which it is a copy.
    public var petition: Int64?
    public var petitionNumber: String?
    public var isCopy: Bool
    public var tiedOn: Day?
    /// The clerk who compared the texts.
    public var tiedBy: String?
    public var filedOn: Day?
    /// The proposal that filed it, or that waits for a leader.
    public var proposal: Int64?
    /// The proposal that had filed it before it was taken out again, and the day on which it was.
    public var takenOutOf: Int64?
    public var takenOutOn: Day?
}

extension EnvelopeView {
    init(_ row: PostbagRecords.EnvelopeRow) {
        let state = EnvelopeState(rawValue: row.state) ?? .waiting
        var number: String?
        if let own = row.number, let year = row.bookYear { number = BookNumber.text(own, year, of: row.petitionBook) }
        self.init(
            id: row.id, sequence: row.seq, arrivalNumber: row.arrivalNumber, arrivalYear: row.arrivalYear, book: row.book,
            arrivedOn: row.arrivedOn, postmarkOn: row.postmarkOn, enteredAt: row.enteredAt.vietnamISO8601, enteredBy: row.enteredBy,
            channel: row.channel, marking: EnvelopeMarking(rawValue: row.marking) ?? .plain, senderName: row.senderName,
            senderAddress: row.senderAddress,
            addressees: row.addressees, form: row.form.flatMap(LetterForm.init(rawValue:)), gist: row.gist, denunciation: row.denunciation,
            state: state, stateTitle: state.title, remark: row.remark, handedTo: row.handedTo, handedOn: row.handedOn,
            handedTime: row.handedTime, petition: row.petition, petitionNumber: number, isCopy: row.tiedOn != nil, tiedOn: row.tiedOn,
            tiedBy: row.tiedBy, filedOn: row.filedOn, proposal: row.proposal, takenOutOf: row.takenOutOf, takenOutOn: row.takenOutOn)
    }
}

/// A copy of a petition as its page lists it: counted as a petition received, without matter, clock or letter of its own.
public struct PetitionCopy: Codable, Sendable, Equatable {
    public var envelope: Int64
    public var arrivalNumber: Int
    public var arrivalYear: Int
    /// Short name of the office in whose book the number stands, where that is another one's.
    public var book: String?
    public var arrivedOn: Day
    public var postmarkOn: Day?
    public var addressees: [String]
    public var form: LetterForm?
    public var tiedBy: String?
    public var tiedOn: Day?
    public var filedOn: Day?
}

extension PetitionCopy {
    init(_ row: PostbagRecords.EnvelopeRow) {
        self.init(
            envelope: row.id, arrivalNumber: row.arrivalNumber, arrivalYear: row.arrivalYear, book: row.book, arrivedOn: row.arrivedOn,
            postmarkOn: row.postmarkOn, addressees: row.addressees, form: row.form.flatMap(LetterForm.init(rawValue:)), tiedBy: row.tiedBy,
            tiedOn: row.tiedOn, filedOn: row.filedOn)
    }
}

/// A petition of the office that an opened letter may be a copy of; the clerk reads both and decides.
public struct CopyCandidate: Codable, Sendable, Equatable {
    public var petition: Int64
    public var bookYear: Int
    public var number: Int
    /// Short name of the office in whose book the number stands, where that is another one's.
    public var book: String?
    public var receivedOn: Day
    public var who: String
    public var title: String
    public var body: String
    public var request: String
    public var stateTitle: String
    /// 0…100; both 0 for one that was named by hand.
    public var nameLikeness: Int
    public var textLikeness: Int
    /// Named by the clerk, not found.
    public var named: Bool
}

/// The new letter, and what it may be a copy of.
public struct EnvelopeComparison: Codable, Sendable, Equatable {
    public var envelope: EnvelopeView
    public var candidates: [CopyCandidate]
}

/// What may be asked of the postbag.
public struct EnvelopeFilter: Sendable, Equatable {
    public var arrivedOn: Day?
    /// Empty: whatever its state.
    public var states: [EnvelopeState]
    public var cursor: String?
    /// 1…200
    public var limit: Int

    public init(arrivedOn: Day? = nil, states: [EnvelopeState] = [], cursor: String? = nil, limit: Int = 50) {
        self.arrivedOn = arrivedOn
        self.states = states
        self.cursor = cursor
        self.limit = limit
    }
}
