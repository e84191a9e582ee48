extension CaseFacts {
    /// Names of the dated facts of a case that a clock may start from or end on.
    static let dateNames: [String: any WritableKeyPath<CaseFacts, Day?> & Sendable] = [
        "received_on": \.receivedOn, "delivered_on": \.deliveredOn, "accepted_on": \.acceptedOn, "session_date": \.sessionDate,
        "published_on": \.publishedOn, "answer_by": \.answerBy, "letter_date": \.letterDate,
        "first_decision_on": \.firstDecisionOn, "settlement_due": \.settlementDue,
    ]

    private static let flagNames: [String: any WritableKeyPath<CaseFacts, Bool> & Sendable] = [
        "forwarded_by_body": \.forwardedByBody, "wants_reply": \.wantsReply, "appointment_signed": \.appointmentSigned,
        "remote": \.remote, "complex": \.complex, "guided_before": \.guidedBefore, "transferred_before": \.transferredBefore,
        "settlement_papers": \.settlementPapers, "review_papers": \.reviewPapers, "identified": \.identified,
        "host_named": \.hostNamed, "is_copy_of": \.isCopyOf, "settled_here": \.settledHere, "letter_issued": \.letterIssued,
        "last_step_issued": \.lastStepIssued, "by_referral": \.byReferral, "has_copies": \.hasCopies, "has_petitions": \.hasPetitions,
        "entered_here": \.enteredHere, "open_task": \.openTask, "recipient_on_paper": \.recipientOnPaper,
        "recipient_entered": \.recipientEntered, "built_on_record": \.builtOnRecord,
    ]

    private static let numberNames: [String: any WritableKeyPath<CaseFacts, Int> & Sendable] = [
        "people": \.people, "representatives": \.representatives,
    ]

    /// A dated fact by its name in the procedure files: declared with this event, else known of the case. A petition that came back or was
    /// reopened counts as received on that day, whatever its first receipt was.
    public func date(_ name: String) -> Day? {
        let known: Day? = if case .date(let day)? = declared[name] { day } else { Self.dateNames[name].flatMap { self[keyPath: $0] } }
        if name == "received_on", let anew = receivedAnewOn { return known.map { max($0, anew) } ?? anew }
        return known
    }

    /// These facts as they stand once the declared ones hold: a declared fact whose name is a field of the case (`kind`,
    /// `received_on`, …) goes before the field.
    public func declaring(_ declared: [String: FactValue], on day: Day?) -> CaseFacts {
        var facts = self
        facts.declared = declared
        facts.occurredOn = day
        for (name, value) in declared {
            switch value {
            case .date(let date): if let path = Self.dateNames[name] { facts[keyPath: path] = date }
            case .flag(let flag): if let path = Self.flagNames[name] { facts[keyPath: path] = flag }
            case .integer(let number): if let path = Self.numberNames[name] { facts[keyPath: path] = number }
            case .text(let word): facts.take(word, as: name)
            case .id: break
            }
        }
        return facts
    }

    private mutating func take(_ word: String, as name: String) {
        switch name {
        case "kind": kind = PetitionKind(rawValue: word) ?? kind
        case "eligibility": eligibility = Eligibility(rawValue: word) ?? eligibility
        case "jurisdiction": jurisdiction = Jurisdiction(rawValue: word) ?? jurisdiction
        case "channel": channel = Channel(rawValue: word) ?? channel
        case "session_kind": sessionKind = SessionKind(rawValue: word) ?? sessionKind
        case "session_mode": sessionMode = SessionMode(rawValue: word) ?? sessionMode
        default: break
        }
    }
}
