public import Law
import Records

/// What the office wrote down of a petition or a visit and may set right, as it stands now: what a form of corrections is filled with.
public struct StandingEntry: Codable, Sendable, Equatable {
    /// Somebody the petition names, or who came.
    public struct Person: Codable, Sendable, Equatable {
        /// His place among them, from 1: the fact `person_position`.
        public var position: Int
        /// petitioner | representative | authorised | member | respondent
        public var role: String
        public var fullName: String
    }

    /// The case that takes a correction: of a petition the newest of the office's, whichever of them was asked for.
    public var caseID: Int64
    /// The place of the case's last entry; a correction names it.
    public var sequence: Int
    /// nil where it is a visit.
    public var petition: Int64?
    public var visit: Int64?
    /// Of a visit the day on which it was.
    public var receivedOn: Day
    /// It came by a referral, which says the day of receipt.
    public var viaReferral: Bool
    /// It came in an envelope, whose arrival number it bears.
    public var inEnvelope: Bool
    public var writtenOn: Day?
    /// Empty for a visit.
    public var title: String
    /// Of a visit what was said.
    public var body: String
    public var request: String
    public var people: Int
    /// Kept by reference: nobody who wrote it, or came to denounce, stands in the program.
    public var referenceOnly: Bool
    /// The person whose details follow is named: the one asked for, else its first sender.
    public var named: Bool
    /// He was entered as another one and taken for this one since: his details are set right where this one was entered.
    public var merged: Bool
    public var fullName: String?
    public var idNumber: String?
    public var address: String?
    public var phone: String?
    /// His place among `persons`.
    public var position: Int?
    public var persons: [Person]
    /// What stands there, by the fact that corrects it: days as ISO text, codes and ids as the event takes them; nothing for what is empty.
    public var values: [String: String]
    /// Among them the codes of catalogues, as people read them.
    public var titles: [String: String]

    private enum CodingKeys: String, CodingKey {
        case caseID = "case"
        case sequence, petition, visit, receivedOn, viaReferral, inEnvelope, writtenOn, title, body, request, people, referenceOnly, named
        case merged, fullName, idNumber, address, phone, position, persons, values, titles
    }
}

extension CaseDesk {
    /// The entry of the office's book, of petitions or of reception, behind a case, for correcting it by the event `correct`.
    ///
    /// - Parameter position: whose details are asked for, by his place among the persons of the petition or visit; nil for its first.
    /// - Throws: `Problem`: not found when the case is not one of the office's own petitions or visits, or names nobody in that place;
    ///   forbidden for who may correct nothing.
    public func standingEntry(_ id: Int64, position: Int? = nil, by actor: Actor) async throws -> StandingEntry {
        try actor.officer().require([.clerk, .officer, .leader])
        return try await casework.read(by: actor) { work in
            let found = try CaseRecords.context(work.db, case: id)
            if let context = found, let visit = context.visit { return try work.standing(visit, context, position: position) }
            guard let context = found, let registration = context.registration,
                let entry = try CorrectionRecords.entry(work.db, registration: registration, position: position)
            else { throw Problem.missing("đơn") }
            if position != nil, entry.person == nil { throw Problem.missing("người có tên trong đơn") }
            let titles = try work.titles(of: entry)
            let newest = try entry.newestCase == id ? context : CaseRecords.context(work.db, case: entry.newestCase) ?? context
            return StandingEntry(
                caseID: newest.id, sequence: newest.seq, petition: entry.petition, receivedOn: entry.receivedOn,
                viaReferral: entry.viaReferral, inEnvelope: entry.inEnvelope,
                writtenOn: entry.values["written_on"].flatMap { Day(iso: $0) },
                title: entry.values["petition_title"] ?? "", body: entry.values["petition_body"] ?? "",
                request: entry.values["petition_request"] ?? "", people: entry.values["people"].flatMap { Int($0) } ?? 1,
                referenceOnly: entry.referenceOnly, named: entry.person != nil, merged: entry.merged,
                fullName: entry.values["full_name"], idNumber: entry.values["id_number"],
                address: entry.values["address"], phone: entry.values["phone"],
                position: entry.position,
                persons: entry.persons.enumerated().map { index, person in
                    StandingEntry.Person(position: index + 1, role: person.role, fullName: person.fullName)
                },
                values: entry.values,
                titles: entry.values.reduce(into: [:]) { words, stands in
                    if let title = titles[stands.key]?[stands.value] { words[stands.key] = title }
                })
        }
    }
}

extension Work {
    fileprivate func standing(_ visit: Int64, _ context: CaseRecords.Context, position: Int?) throws -> StandingEntry {
        guard let entry = try CorrectionRecords.visit(db, visit, position: position) else { throw Problem.missing("lượt tiếp") }
        if position != nil, entry.person == nil { throw Problem.missing("người có tên trong lượt tiếp") }
        let titles = try titles(of: entry)
        return StandingEntry(
            caseID: context.id, sequence: context.seq, visit: visit, receivedOn: entry.visitedOn, viaReferral: false, inEnvelope: false,
            title: "", body: entry.values["visit_summary"] ?? "", request: entry.values["visit_request"] ?? "",
            people: entry.values["people"].flatMap { Int($0) } ?? 1, referenceOnly: entry.referenceOnly, named: entry.person != nil,
            merged: entry.merged, fullName: entry.values["full_name"], idNumber: entry.values["id_number"],
            address: entry.values["address"],
            phone: entry.values["phone"], position: entry.position,
            persons: entry.persons.enumerated().map { index, person in
                StandingEntry.Person(position: index + 1, role: person.role, fullName: person.fullName)
            },
            values: entry.values,
            titles: entry.values.reduce(into: [:]) { words, stands in
                if let title = titles[stands.key]?[stands.value] { words[stands.key] = title }
            })
    }
}
