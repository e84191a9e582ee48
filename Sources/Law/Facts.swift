/// One declared value of an event.
public enum FactValue: Sendable, Hashable {
    case text(String)
    case date(Day)
    case integer(Int)
    case flag(Bool)
    /// The key of a row: an organisation or an officer.
    case id(Int64)
}

/// The last step of a case that could be undone.
public struct LastStep: Sendable, Hashable {
    /// Its place in the journal.
    public var sequence: Int
    public var event: String
    /// The state in which the case stood before it.
    public var from: String
    public var occurredOn: Day
    /// An officer of the office took it in this case alone: it opened no other case and moved none.
    public var ownOnly: Bool

    public init(sequence: Int, event: String, from: String, occurredOn: Day, ownOnly: Bool) {
        self.sequence = sequence
        self.event = event
        self.from = from
        self.occurredOn = occurredOn
        self.ownOnly = ownOnly
    }

    /// The opening of a case is not undone: a number taken by mistake is voided.
    public var isRevocable: Bool { ownOnly && from != ProcedureVersion.new && !ProcedureVersion.farEvents.contains(event) }
}

/// Everything guards and clocks may look at. `nil` means not known or not applicable.
public struct CaseFacts: Sendable, Hashable {
    public var office: OfficeKind
    public var kind: PetitionKind?
    public var eligibility: Eligibility?
    public var jurisdiction: Jurisdiction?
    public var channel: Channel?

    public var receivedOn: Day?
    public var deliveredOn: Day?
    public var acceptedOn: Day?
    public var sessionDate: Day?
    public var publishedOn: Day?
    public var answerBy: Day?
    public var letterDate: Day?

    /// It reached us through a body or delegate that expects an answer or may get the petition back.
    public var forwardedByBody: Bool
    /// The citizen asked to be told the result (Luật Tiếp công dân Đ.28.2).
    public var wantsReply: Bool
    public var people: Int
    public var representatives: Int
    public var appointmentSigned: Bool
    /// Remote, hard-to-reach area (vùng sâu, vùng xa đi lại khó khăn): longer amounts.
    public var remote: Bool
    /// Complex case, its criteria documented in the file: longer amounts.
    public var complex: Bool
    /// The same matter was guided earlier by this office.
    public var guidedBefore: Bool
    /// The same matter was transferred earlier by this office.
    public var transferredBefore: Bool
    /// The papers that end settlement exist.
    public var settlementPapers: Bool
    /// The papers of a review that found no ground to reopen exist.
    public var reviewPapers: Bool
    public var identified: Bool

    public var recipientKind: OfficeKind?
    public var recipientIsSelf: Bool
    public var openReferral: Bool
    public var ownCaseSettled: Bool

    public var sessionKind: SessionKind?
    public var sessionMode: SessionMode?
    public var hostNamed: Bool
    public var openVisits: Int

    /// Nobody who wrote it stands in the system: pseudonym and paper file number only (denunciations).
    public var referenceOnly: Bool
    /// The petition is a copy of one already held.
    public var isCopyOf: Bool
    /// The office has a procedure that settles this kind of petition.
    public var settledHere: Bool
    /// Which instance of a complaint this is: 1 or 2 (Luật Khiếu nại Đ.7).
    public var instance: Int
    /// The day of the first decision, for a complaint of the second instance.
    public var firstDecisionOn: Day?
    /// The state from which the case came into the present one.
    public var priorState: String?
    /// A dialogue took place, or the complainant stayed away without good reason (Luật Khiếu nại Đ.30.6).
    public var dialogueHeld: Bool
    /// Nobody signed, or somebody in another's name.
    public var anonymous: Bool
    /// The office that holds the denunciation is the denounced, his body or below it.
    public var officeDenounced: Bool
    /// The body that the event names is the denounced's own or below it.
    public var recipientDenounced: Bool
    /// How often a body has said that the matter is not its business, since its competence was last decided.
    public var refusals: Int
    /// Something went out, or lies ready to go out, in some case of the entry.
    public var letterIssued: Bool = false
    /// The document of the last step has its number.
    public var lastStepIssued: Bool = false
    /// What the case did last; `nil` when there is nothing, or everything was undone.
    public var lastStep: LastStep?
    /// Another office still has a task to do in some case of the entry.
    public var openTask: Bool = false
    /// The entry came by a referral that still binds.
    public var byReferral: Bool = false
    /// A copy or a part of a split petition hangs on this one and counts.
    public var hasCopies: Bool = false
    /// A petition that counts was handed in at this visit.
    public var hasPetitions: Bool = false
    /// The office itself entered the petition.
    public var enteredHere: Bool = true
    /// The body to which it went does not use the program: what it does is entered from paper.
    public var recipientOnPaper: Bool = false
    /// The case of who wrote something down from paper has gone on since.
    public var builtOnRecord: Bool = false
    /// The body to which it went has it in its own book.
    public var recipientEntered: Bool = false
    /// The day on which a petition came back or was reopened: no day of the law counts from an earlier receipt.
    public var receivedAnewOn: Day?
    /// The facts declared with this event.
    public var declared: [String: FactValue]
    /// The day of this event; set by `decide`.
    public var occurredOn: Day?
    /// Rules of the clocks that this event stops after their due day; set by `decide`.
    public var lateClocks: [String]
    /// Rules of all open clocks of the case past their due day on the day of this event; set by `decide`.
    public var overdueClocks: [String]
    /// Rules of the case's clocks, ended ones too, whose due day is still to come or is the day of this event; set by `decide`.
    public var pendingClocks: [String]
    /// Rules of all clocks the case ever had; set by `decide`.
    public var startedClocks: [String]
    /// Rules of the clocks that are open, alarms too; set by `decide`.
    public var openClocks: [String] = []
    /// The due day of the settlement clock that is open; set by `decide`.
    public var settlementDue: Day?
    /// The clocks that the event extends may be extended once more, and by so many days; set by `decide`.
    public var extensionLeft: Bool
    public var extensionInRange: Bool

    public init(
        office: OfficeKind = .other, kind: PetitionKind? = nil, eligibility: Eligibility? = nil,
        jurisdiction: Jurisdiction? = nil, channel: Channel? = nil, receivedOn: Day? = nil,
        deliveredOn: Day? = nil, acceptedOn: Day? = nil, sessionDate: Day? = nil, publishedOn: Day? = nil,
        answerBy: Day? = nil, letterDate: Day? = nil, forwardedByBody: Bool = false, wantsReply: Bool = false,
        people: Int = 1, representatives: Int = 0, appointmentSigned: Bool = false, remote: Bool = false,
        complex: Bool = false, guidedBefore: Bool = false, transferredBefore: Bool = false,
        settlementPapers: Bool = false, reviewPapers: Bool = false, identified: Bool = true,
        recipientKind: OfficeKind? = nil, recipientIsSelf: Bool = false, openReferral: Bool = false,
        ownCaseSettled: Bool = false, sessionKind: SessionKind? = nil, sessionMode: SessionMode? = nil,
        hostNamed: Bool = false, openVisits: Int = 0, isCopyOf: Bool = false, settledHere: Bool = false, referenceOnly: Bool = false,
        instance: Int = 1, firstDecisionOn: Day? = nil, priorState: String? = nil, dialogueHeld: Bool = false, anonymous: Bool = false,
        officeDenounced: Bool = false, recipientDenounced: Bool = false, refusals: Int = 0,
        declared: [String: FactValue] = [:], occurredOn: Day? = nil, lateClocks: [String] = [], overdueClocks: [String] = [],
        pendingClocks: [String] = [], startedClocks: [String] = [], settlementDue: Day? = nil, extensionLeft: Bool = false,
        extensionInRange: Bool = false
    ) {
        self.office = office
        self.kind = kind
        self.eligibility = eligibility
        self.jurisdiction = jurisdiction
        self.channel = channel
        self.receivedOn = receivedOn
        self.deliveredOn = deliveredOn
        self.acceptedOn = acceptedOn
        self.sessionDate = sessionDate
        self.publishedOn = publishedOn
        self.answerBy = answerBy
        self.letterDate = letterDate
        self.forwardedByBody = forwardedByBody
        self.wantsReply = wantsReply
        self.people = people
        self.representatives = representatives
        self.appointmentSigned = appointmentSigned
        self.remote = remote
        self.complex = complex
        self.guidedBefore = guidedBefore
        self.transferredBefore = transferredBefore
        self.settlementPapers = settlementPapers
        self.reviewPapers = reviewPapers
        self.identified = identified
        self.recipientKind = recipientKind
        self.recipientIsSelf = recipientIsSelf
        self.openReferral = openReferral
        self.ownCaseSettled = ownCaseSettled
        self.sessionKind = sessionKind
        self.sessionMode = sessionMode
        self.hostNamed = hostNamed
        self.openVisits = openVisits
        self.isCopyOf = isCopyOf
        self.settledHere = settledHere
        self.referenceOnly = referenceOnly
        self.declared = declared
        self.occurredOn = occurredOn
        self.lateClocks = lateClocks
        self.overdueClocks = overdueClocks
        self.pendingClocks = pendingClocks
        self.instance = instance
        self.firstDecisionOn = firstDecisionOn
        self.priorState = priorState
        self.dialogueHeld = dialogueHeld
        self.anonymous = anonymous
        self.officeDenounced = officeDenounced
        self.recipientDenounced = recipientDenounced
        self.refusals = refusals
        self.startedClocks = startedClocks
        self.settlementDue = settlementDue
        self.extensionLeft = extensionLeft
        self.extensionInRange = extensionInRange
    }
}
