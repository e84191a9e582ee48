public import Law
import Records

/// What the office wrote down of a petition and may set right, as it stands now: what a form of corrections is filled with.
public struct StandingEntry: Codable, Sendable, Equatable {
    public var caseID: Int64
    /// The place of the case's last entry; a correction names it.
    public var sequence: Int
    public var petition: Int64
    public var receivedOn: Day
    /// It came by a referral, which says the day of receipt.
    public var viaReferral: Bool
    public var writtenOn: Day?
    public var title: String
    public var body: String
    public var request: String
    public var people: Int
    /// Kept by reference: nobody who wrote it stands in the program.
    public var referenceOnly: Bool
    /// Somebody is named as its first sender.
    public var named: Bool
    public var fullName: String?
    public var idNumber: String?
    public var address: String?
    public var phone: String?

    private enum CodingKeys: String, CodingKey {
        case caseID = "case"
        case sequence, petition, receivedOn, viaReferral, writtenOn, title, body, request, people, referenceOnly, named, fullName, idNumber,
            address, phone
    }
}

extension CaseDesk {
    /// The entry of the office's book behind a case, for correcting it by the event `correct`.
    ///
    /// - Throws: `Problem`: not found when the case is not one of the office's own petitions; forbidden for who may correct nothing.
    public func standingEntry(_ id: Int64, by actor: Actor) async throws -> StandingEntry {
        try actor.officer().require([.clerk, .officer, .leader])
        return try await casework.read(by: actor) { work in
            guard let context = try CaseRecords.context(work.db, case: id), let registration = context.registration,
                let entry = try CorrectionRecords.entry(work.db, registration: registration)
            else { throw Problem.missing("đơn") }
            return StandingEntry(
                caseID: id, sequence: context.seq, petition: entry.petition, receivedOn: entry.receivedOn, viaReferral: entry.viaReferral,
                writtenOn: entry.writtenOn, title: entry.title, body: entry.body, request: entry.request, people: entry.people,
                referenceOnly: entry.referenceOnly, named: entry.person != nil, fullName: entry.fullName, idNumber: entry.idNumber,
                address: entry.address, phone: entry.phone)
        }
    }
}
