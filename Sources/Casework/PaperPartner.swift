import Law
import Postgres
import Records

/// What a body that does not use the program says by paper: who sent it a petition writes that down in its name, as an entry of the
/// referral.
enum PaperPartner {
    /// The events of `referral` by which an officer of the sender speaks for the recipient.
    static let events: Set<String> = ["record_acknowledged", "record_declined", "record_accepted", "record_status", "record_answer"]
}

extension Work {
    /// Names the body for which an entry speaks, beside the officer who wrote it down.
    func nameWhoSpoke(in journal: inout [EntryView], referral: Int64?) throws {
        guard let referral, journal.contains(where: { PaperPartner.events.contains($0.event) }),
            let recipient = try ReferralRecords.recipientName(db, referral: referral)
        else { return }
        for index in journal.indices where PaperPartner.events.contains(journal[index].event) {
            journal[index].onBehalfOf = recipient
        }
    }
}
