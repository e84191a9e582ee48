public import Law
import Records

/// One referral in the way of a petition, as every office with access to a case of it sees it: offices, days, letter, state. An office that
/// only declined a referral, or from which it was recalled, sees that one alone. Why a body refused is between the two offices of that
/// referral and does not stand here.
public struct ReferralChainLink: Codable, Sendable, Equatable {
    public var referral: Int64
    public var petition: Int64
    /// False for a referral of another petition of the same matter.
    public var sameContent: Bool
    public var sender: Int64
    public var senderName: String
    public var recipient: Int64
    public var recipientName: String
    public var letterNumber: String
    public var letterDate: Day
    public var sentOn: Day
    public var deliveredOn: Day?
    /// delivered | acknowledged | accepted | declined | answered | recalled
    public var state: String
    public var stateTitle: String
    /// The day on which it came into this state.
    public var since: Day?
    public var final: Bool
}

extension Work {
    func chainLink(_ row: ChainRecords.Link) throws -> ReferralChainLink {
        ReferralChainLink(
            referral: row.referral, petition: row.petition, sameContent: row.inLine, sender: row.sender, senderName: row.senderName,
            recipient: row.recipient, recipientName: row.recipientName, letterNumber: row.letterNumber, letterDate: row.letterDate,
            sentOn: row.sentOn, deliveredOn: row.deliveredOn, state: row.state,
            stateTitle: try reference.version(id: row.version).state(row.state)?.title ?? row.state, since: row.since, final: row.final)
    }

    /// The chain of a petition as far as the actor's office may know it; empty for another office, and where there is no petition.
    func chainView(ofPetition petition: Int64?) throws -> [ReferralChainLink] {
        guard let petition else { return [] }
        return try ChainRecords.chain(db, petition: petition).map { try chainLink($0) }
    }
}

/// The chain in one line, as a message says it: “UBND A → Sở B (từ chối 12/11/2026) → Sở C (đã tiếp nhận)”.
enum ChainWords {
    static func text(_ links: [ChainRecords.Link]) -> String {
        var words = ""
        var last: ChainRecords.Link?
        for link in links where link.state != "recalled" {
            let step = link.recipientShort + state(link)
            switch last {
            // It went on from where it was, or went on from the sender to whom it had come back.
            case let last? where last.recipient == link.sender && last.state != "declined": words += " → " + step
            case let last? where last.sender == link.sender && last.state == "declined": words += " → " + step
            case .some: words += "; \(link.senderShort) → \(step)"
            case nil: words = "\(link.senderShort) → \(step)"
            }
            last = link
        }
        return words
    }

    private static func state(_ link: ChainRecords.Link) -> String {
        let day = link.since.map { " " + $0.vietnamese } ?? ""
        switch link.state {
        case "declined": return " (từ chối\(day))"
        case "accepted": return " (tiếp nhận\(day))"
        case "answered": return " (trả lời\(day))"
        default: return ""
        }
    }
}
