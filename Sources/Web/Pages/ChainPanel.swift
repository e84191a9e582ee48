import Casework
import Law

/// The way of a petition from office to office, beside it on every page that shows it.
struct ChainPanel: Sendable {
    struct Link: Sendable {
        /// The referral's own page; nil for an office that is neither its sender nor its recipient.
        var href: String?
        var sender: String
        var recipient: String
        var letter: String
        var sentOn: String
        var state: String
        var tone: String
    }
    struct Group: Sendable {
        /// nil for the petition itself.
        var title: String?
        var links: [Link]
    }

    var groups: [Group]

    /// nil when it was never referred.
    init?(_ chain: [ReferralChainLink], officer: OfficerActor) {
        if chain.isEmpty { return nil }
        groups = []
        let own = chain.filter(\.sameContent)
        if !own.isEmpty { groups.append(Group(title: nil, links: own.map { Link($0, officer: officer) })) }
        let others = chain.filter { !$0.sameContent }
        if !others.isEmpty {
            groups.append(Group(title: "Đơn khác của cùng vụ việc", links: others.map { Link($0, officer: officer) }))
        }
    }
}

extension ChainPanel.Link {
    init(_ link: ReferralChainLink, officer: OfficerActor) {
        let part = officer.organisation == link.sender || officer.organisation == link.recipient
        href = part ? "/chuyen/\(link.referral)" : nil
        sender = link.senderName
        recipient = link.recipientName
        letter = "số \(link.letterNumber) ngày \(link.letterDate.vietnamese)"
        sentOn = link.sentOn.vietnamese
        state = link.stateTitle + (link.since.map { " ngày " + $0.vietnamese } ?? "")
        switch link.state {
        case "declined": tone = "danger"
        case "accepted", "answered": tone = "success"
        case "recalled": tone = "secondary"
        default: tone = "primary"
        }
    }
}
