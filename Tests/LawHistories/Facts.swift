import Law

extension JSON {
    /// A date as text.
    func day() throws -> Day {
        guard let day = text.flatMap({ Day(iso: $0) }) else { throw Malformed(description: "no date: \(self)") }
        return day
    }

    /// The member of this name, a date.
    func day(_ name: String) throws -> Day { try self[name].day() }

    /// A declared fact as its row takes it; what does not fit goes as it is and is the engine's to refuse.
    func fact(_ kind: FactSpec.Kind?) throws -> FactValue {
        switch (self, kind) {
        case (.text(let text), .date?), (.text(let text), .dateAhead?), (.text(let text), .anyDate?):
            if let day = Day(iso: text) { .date(day) } else { .text(text) }
        case (.text(let text), _): .text(text)
        case (.number(let number), .organisation?), (.number(let number), .officer?): .id(Int64(number))
        case (.number(let number), _): .integer(number)
        case (.flag(let flag), _): .flag(flag)
        default: throw Malformed(description: "no fact: \(self)")
        }
    }

    fileprivate func word<Word: RawRepresentable>() throws -> Word where Word.RawValue == String {
        guard let word = text.flatMap(Word.init(rawValue:)) else { throw Malformed(description: "no such word: \(self)") }
        return word
    }
}

extension CaseFacts {
    private static let flags: [String: any WritableKeyPath<CaseFacts, Bool> & Sendable] = [
        "reference_only": \.referenceOnly, "forwarded_by_body": \.forwardedByBody, "wants_reply": \.wantsReply,
        "appointment_signed": \.appointmentSigned, "remote": \.remote, "guided_before": \.guidedBefore,
        "transferred_before": \.transferredBefore, "settlement_papers": \.settlementPapers, "review_papers": \.reviewPapers,
        "is_copy_of": \.isCopyOf, "settled_here": \.settledHere, "open_referral": \.openReferral, "recipient_is_self": \.recipientIsSelf,
        "anonymous": \.anonymous, "office_denounced": \.officeDenounced, "recipient_denounced": \.recipientDenounced,
        "identified": \.identified,
    ]
    private static let numbers: [String: any WritableKeyPath<CaseFacts, Int> & Sendable] = [
        "people": \.people, "representatives": \.representatives, "instance": \.instance, "refusals": \.refusals,
    ]

    /// The facts of a case before its first event.
    static func read(_ members: JSON) throws -> CaseFacts {
        var facts = CaseFacts()
        for (name, value) in members.members {
            switch name {
            case "office": facts.office = try value.word()
            case "kind": facts.kind = try value.word() as PetitionKind
            case "eligibility": facts.eligibility = try value.word() as Eligibility
            case "jurisdiction": facts.jurisdiction = try value.word() as Jurisdiction
            case "channel": facts.channel = try value.word() as Channel
            case "received_on": facts.receivedOn = try value.day()
            case "first_decision_on": facts.firstDecisionOn = try value.day()
            default:
                if let path = flags[name], let flag = value.flag {
                    facts[keyPath: path] = flag
                } else if let path = numbers[name], let number = value.number {
                    facts[keyPath: path] = number
                } else {
                    throw JSON.Malformed(description: "no such fact of a case: \(name)")
                }
            }
        }
        return facts
    }
}
