public import Law

/// One envelope of the bag. Of a marked one nothing but days, channel and marking may be typed.
public struct EnvelopeDraft: Codable, Sendable, Equatable {
    /// Số đến, where the office takes it from its own document system; nil where the book here gives it.
    public var number: Int?
    /// The day it reached the office. Not after today.
    public var arrivedOn: Day
    public var postmarkOn: Day?
    /// post | desk | forwarded | email | portal; `post` when absent.
    public var channel: Channel?
    public var marking: EnvelopeMarking?
    public var senderName: String?
    public var senderAddress: String?
    /// To whom it is addressed, each by the name on the envelope.
    public var addressees: [String]?
    public var form: LetterForm?

    public init(arrivedOn: Day) { self.arrivedOn = arrivedOn }
}

/// An envelope handed on unopened: to whom, when, and that he signed for it.
public struct HandOnDraft: Codable, Sendable, Equatable {
    public var to: String
    /// Today when absent.
    public var on: Day?
    /// `HH:MM`
    public var time: String?
    public var signed: Bool
    public var expectedSequence: Int

    public init(to: String, signed: Bool, expectedSequence: Int) {
        self.to = to
        self.signed = signed
        self.expectedSequence = expectedSequence
    }
}

/// An envelope opened, or its letter read again. Whether it denounces is said before any word of it is typed.
public struct OpeningDraft: Codable, Sendable, Equatable {
    public var denunciation: Bool
    /// Words of the letter for comparing; never of a denunciation.
    public var gist: String?
    /// Who signed the letter, where the envelope did not say; replaces what was typed.
    public var senderName: String?
    public var senderAddress: String?
    public var addressees: [String]?
    public var form: LetterForm?
    public var expectedSequence: Int

    public init(denunciation: Bool, expectedSequence: Int) {
        self.denunciation = denunciation
        self.expectedSequence = expectedSequence
    }
}

/// The clerk has compared the texts: the letter is a copy of this petition.
public struct TieDraft: Codable, Sendable, Equatable {
    public var petition: Int64
    public var expectedSequence: Int

    public init(petition: Int64, expectedSequence: Int) {
        self.petition = petition
        self.expectedSequence = expectedSequence
    }
}

/// A tie taken back, or a number voided, with the reason.
public struct EnvelopeReason: Codable, Sendable, Equatable {
    public var reason: String
    public var expectedSequence: Int

    public init(reason: String, expectedSequence: Int) {
        self.reason = reason
        self.expectedSequence = expectedSequence
    }
}

/// One paper by which a bundle is filed away (phiếu đề xuất lưu đơn).
public struct FilingDraft: Codable, Sendable, Equatable {
    /// Số, ký hiệu of the paper.
    public var number: String
    /// The day of the paper. Not after today; today when absent.
    public var on: Day?
    /// A word of the law's list: the choices of `file_away`.
    public var ground: String
    public var reason: String?
    /// Why it comes late, for petitions whose time has run out.
    public var lateReason: String?
    /// Opened letters without an entry of their own, and copies.
    public var envelopes: [Int64]?
    /// Petitions of the office's book that stand where they may be filed away.
    public var petitions: [Int64]?
    /// A petition whose whole bundle is filed: itself, what was registered as its duplicate, its copies.
    public var bundle: Int64?

    public init(number: String, ground: String) {
        self.number = number
        self.ground = ground
    }
}

/// A visit that was written on paper while the program was away.
public struct PaperVisitDraft: Codable, Sendable, Equatable {
    /// The day of the visit. Not after today.
    public var day: Day
    /// The session; nil for the regular one of that day, which is opened for the day when there was none.
    public var session: Int64?
    /// Its number on the sheet; unique in the session.
    public var number: String
    /// The number in the reception book, where the office types its numbers; else nil.
    public var bookNumber: Int?
    /// Where the regular session was held; needed only when it has to be opened.
    public var place: String?
    public var visitor: PersonDraft?
    public var people: Int?
    public var denunciation: Bool?
    public var repeated: Bool?
    public var wantsReply: Bool?
    public var summary: String?
    public var request: String?
    /// The registration for a leader's session that the visit answers; the session is then named.
    public var appointment: Int64?

    public init(day: Day, number: String) {
        self.day = day
        self.number = number
    }
}
