public import Law

/// A person as a counter clerk types him. Names are kept as typed (NFC); no field but the name is compulsory.
public struct PersonDraft: Codable, Sendable, Equatable {
    public enum IDKind: String, Codable, Sendable, CaseIterable {
        case citizenID = "citizen_id"
        case idCertificate = "id_certificate"
        case oldID = "old_id"
        case passport, other, none
    }
    public var fullName: String
    public var kind: String?
    public var gender: String?
    public var birthYear: Int?
    public var idKind: IDKind?
    public var idNumber: String?
    public var idIssuedOn: Day?
    public var idIssuedBy: String?
    /// Why no paper was shown (NĐ 154/2026 Đ.12: name, address and number are asked; a person without papers is still received).
    public var noIdReason: String?
    public var phone: String?
    public var ethnicCode: String?
    public var nationality: String?
    public var occupation: String?
    public var jobTitle: String?
    public var workplace: String?
    public var communeCode: String?
    public var address: String?
    public var oldAddress: String?

    public init(fullName: String) { self.fullName = fullName }
}

/// Somebody authorised to act: a lawyer, a legal-aid officer, the holder of a power of attorney (NĐ 154/2026 Đ.13).
public struct AuthorisedDraft: Codable, Sendable, Equatable {
    public var person: PersonDraft
    /// lawyer_card | legal_aid_card | power_of_attorney | introduction | other
    public var paperKind: String
    public var paperNumber: String?
    public var paperDate: Day?

    public init(person: PersonDraft, paperKind: String) {
        self.person = person
        self.paperKind = paperKind
    }
}

/// A paper handed in, as the receipt lists it (Mẫu 02/TCD): pages ≥ 1; kind original | copy | photocopy.
public struct PaperDraft: Codable, Sendable, Equatable {
    public var name: String
    public var pages: Int
    public var kind: String

    public init(name: String, pages: Int, kind: String) {
        self.name = name
        self.pages = pages
        self.kind = kind
    }
}

/// A petition to be entered in the book of the actor's office.
public struct PetitionDraft: Codable, Sendable, Equatable {
    public var channel: Channel
    /// The day it reached this office; clocks and the book's year follow it. Not after today.
    public var receivedOn: Day
    public var postmarkOn: Day?
    /// The date written on the petition; many have none.
    public var letterDate: Day?
    public var kind: PetitionKind
    public var title: String
    public var body: String
    public var request: String?
    public var fieldCode: String?
    public var eligibility: Eligibility?
    public var ineligibleReason: String?
    public var jurisdiction: Jurisdiction?
    /// individual | organisation | group | anonymous | impersonated
    public var filerKind: String?
    /// one | many | other
    public var signatureKind: String?
    public var people: Int?
    public var representatives: Int?
    public var appointmentSigned: Bool?
    public var appointmentOn: Day?
    /// The first is the petitioner, the others are representatives.
    public var petitioners: [PersonDraft]?
    public var authorised: AuthorisedDraft?
    public var respondent: PersonDraft?
    public var wantsReply: Bool?
    public var repeated: Bool?
    /// none | first | second | judgment | late_unresolved | concluded
    public var priorResolution: String?
    public var priorBodies: String?
    public var sourceBody: String?
    public var sourceOrganisation: Int64?
    public var sourceLetterNumber: String?
    public var sourceLetterDate: Day?
    public var incidentCommune: String?
    public var matter: Int64?
    public var visit: Int64?
    public var duplicateOf: Int64?
    /// The opened envelope in which it came: received on the day of its arrival, under its arrival number.
    public var envelope: Int64?
    /// The petition of several contents that was split and of which this is a part: received on the same day, in the same matter.
    public var partOf: Int64?
    public var papers: [PaperDraft]?
    /// Denunciations only (reference only until the vault exists): a pseudonym, the number of the paper file, the person denounced.
    public var pseudonym: String?
    public var paperFileNumber: String?
    public var personDenounced: String?
    /// Denunciations only: the organisation of the denounced, and what he is there (head | deputy | body | staff). They decide who may
    /// settle (Luật Tố cáo Đ.12.1, Đ.12.6).
    public var denouncedBody: Int64?
    public var denouncedRank: String?
    /// The number in the office's book of petitions, where the office types its numbers from its own document system; else nil.
    public var number: Int?
    /// Số đến: the number of the letter among everything that came in to the office, beside the petition's own number.
    public var arrivalNumber: Int?

    public init(channel: Channel, receivedOn: Day, kind: PetitionKind, title: String, body: String) {
        self.channel = channel
        self.receivedOn = receivedOn
        self.kind = kind
        self.title = title
        self.body = body
    }
}

/// A visit to be entered in the reception book. A group is registered by head count and representatives first.
public struct VisitDraft: Codable, Sendable, Equatable {
    public var session: Int64
    /// individual | organisation | group
    public var filerKind: String?
    public var people: Int?
    public var representatives: Int?
    public var appointmentSigned: Bool?
    public var appointmentOn: Day?
    /// The visitor first, then representatives; may be empty (a refused visitor needs no identity; a denouncer is not named).
    public var visitors: [PersonDraft]?
    public var authorised: AuthorisedDraft?
    /// The counter asks "tố cáo?" before any identity field: when true no person may be given.
    public var denunciation: Bool?
    public var repeated: Bool?
    public var wantsReply: Bool?
    public var summary: String?
    public var request: String?
    public var priorBodies: String?
    /// Refusal ground R3 rests on these: the settlement document and the review document.
    public var settlementPapers: String?
    public var reviewPapers: String?
    public var matter: Int64?
    /// The number in the reception book, where the office types its numbers; else nil.
    public var number: Int?
    /// The registration for the leader's session that this visit answers.
    public var appointment: Int64?

    public init(session: Int64) { self.session = session }
}

/// A reception session that is planned, or opened ad hoc.
public struct SessionDraft: Codable, Sendable, Equatable {
    public var kind: SessionKind
    public var mode: SessionMode?
    public var sessionDate: Day
    public var hours: String?
    public var place: String
    /// The officer who hosts, or a name typed for a host without an account.
    public var host: Int64?
    public var hostName: String?
    public var hostTitle: String?
    public var substitute: Bool?
    public var substituteReason: String?
    /// ADHOC-A | ADHOC-B | ADHOC-P (Luật Tiếp công dân Đ.18.3; Quy định 11-QĐi/TW)
    public var ground: String?
    public var participants: String?
    public var expectedContent: String?

    public init(kind: SessionKind, sessionDate: Day, place: String) {
        self.kind = kind
        self.sessionDate = sessionDate
        self.place = place
    }
}

/// Standing place and hours of regular reception; to be published five working days before each change.
public struct ScheduleDraft: Codable, Sendable, Equatable {
    public var place: String
    public var hours: String
    public var validFrom: Day
    public var publishedOn: Day
    public var lateReason: String?

    public init(place: String, hours: String, validFrom: Day, publishedOn: Day) {
        self.place = place
        self.hours = hours
        self.validFrom = validFrom
        self.publishedOn = publishedOn
    }
}

/// One step of a case, asked for by somebody.
public struct EventDraft: Codable, Sendable, Equatable {
    public var event: String
    public var occurredOn: Day?
    /// Names and values as the procedure's `takes` lists them; dates as ISO text, ids as numbers.
    public var facts: [String: FactInput]?
    /// The journal's sequence the asker saw; 409 when the case has moved since.
    public var expectedSequence: Int

    public init(event: String, occurredOn: Day? = nil, facts: [String: FactInput]? = nil, expectedSequence: Int) {
        self.event = event
        self.occurredOn = occurredOn
        self.facts = facts
        self.expectedSequence = expectedSequence
    }
}

/// A fact before it is checked against the type that the procedure gives it.
public enum FactInput: Codable, Sendable, Equatable {
    case text(String)
    case number(Int64)
    case flag(Bool)

    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? value.decode(Int64.self) {
            self = .number(number)
        } else {
            self = .text(try value.decode(String.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .text(let text): try value.encode(text)
        case .number(let number): try value.encode(number)
        case .flag(let flag): try value.encode(flag)
        }
    }
}
