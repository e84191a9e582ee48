import ArgumentParser
import Casework
import Law
import Postgres

struct PetitionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "petition",
        abstract: "Enters a petition, adds a scan, or looks at one. Looking is not journalled and changes nothing.",
        subcommands: [PetitionRegister.self, PetitionAttach.self, PetitionShow.self, PetitionJournal.self, PetitionLookup.self])
}

/// A petition named by its id, or by its number in an office's book: `128/2026`.
enum PetitionName: ExpressibleByArgument, Equatable {
    case id(Int64)
    case number(Int, year: Int)

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 1, let id = Int64(argument), id > 0 {
            self = .id(id)
        } else if parts.count == 2, let number = Int(parts[0]), let year = Int(parts[1]), number > 0 {
            self = .number(number, year: year)
        } else {
            return nil
        }
    }

    func find(in office: Int64?, _ pool: Pool) async throws -> Int64 {
        switch self {
        case .id(let id): return id
        case .number(let number, let year):
            guard let office else { throw Complaint("a number needs --office: each office has its own book") }
            // Its own book, else that of an office it took over from.
            let found = try await pool.read { db in
                let own = try db.values(
                    "select petition from registration where book = \(office) and book_year = \(year)::int and number = \(number)::int",
                    as: Int64.self)
                if !own.isEmpty { return own }
                return try db.values(
                    "select petition from registration where organisation = \(office) and book_year = \(year)::int and number = \(number)::int",
                    as: Int64.self)
            }
            if found.count > 1 { throw Complaint("several old books have a number \(number)/\(year): name the old office with --office") }
            guard let only = found.first else { throw Complaint("no petition \(number)/\(year) in that book") }
            return only
        }
    }
}

struct PetitionShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a petition as an office holds it: state, deadlines with their derivation, referrals.")

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "Id, or number and year in the office's book: 128/2026.") var petition: PetitionName
    @Option(help: "Code of the office whose view is shown.") var office: String
    @Option(name: .customLong("as"), help: "Look with the eyes of this officer.") var officer: String?

    func run() async throws {
        try await Workplace.open(common) { place in
            var reader = try await place.reader(of: office)
            if let officer { reader = try await place.officer(officer, office: office) }
            let id = try await petition.find(in: try await place.office(office)?.id, place.pool)
            let view = try await place.casework.petitions.petition(id, by: .officer(reader))
            let file = try await place.casework.cases.caseFile(view.caseID, by: .officer(reader))
            struct Answer: Encodable {
                var petition: PetitionView
                var `case`: CaseView
            }
            if common.json { return try Screen.show(Answer(petition: view, case: file)) }
            show(view, file)
        }
    }

    private func show(_ petition: PetitionView, _ file: CaseView) {
        Screen.say(
            "petition \(petition.id), case \(file.id), number \(petition.bookNumber) of \(petition.organisationName)")
        Screen.say("receipt \(petition.receiptCode)")
        Screen.say("\(petition.kind.title): \(petition.title)")
        for person in petition.parties { Screen.say("  \(person.role): \(person.fullName), \(person.address)") }
        if let pseudonym = petition.pseudonym { Screen.say("  pseudonym: \(pseudonym), paper file \(petition.paperFileNumber ?? "")") }
        if let body = petition.denouncedBodyName {
            Screen.say("  body of the denounced: \(body), rank \(petition.denouncedRank ?? "unknown")")
        }
        Screen.say("received \(petition.receivedOn.iso) (\(petition.channel.title)), entered \(petition.enteredAt)")
        Screen.say("procedure \(file.procedure) \(file.version); state \(file.state): \(file.stateTitle); sequence \(file.sequence)")
        for clock in file.clocks {
            var line = "clock \(clock.rule) \(clock.state), due \(clock.due.iso): \(clock.title)"
            if clock.daysLate > 0 { line += ", \(clock.daysLate) days late" }
            if clock.provisional { line += " (provisional)" }
            Screen.say(line)
            for step in clock.derivation { Screen.say("    \(step)") }
            if !clock.basis.isEmpty { Screen.say("    \(clock.basis) (\(clock.certainty))") }
        }
        for referral in petition.referrals {
            Screen.say(
                "referral \(referral.id) to \(referral.recipientName), letter \(referral.letterNumber) of \(referral.letterDate.iso): \(referral.stateTitle)"
            )
        }
        for link in petition.chain {
            let since = link.since.map { " on \($0.iso)" } ?? ""
            Screen.say("chain \(link.referral): \(link.senderName) → \(link.recipientName), sent \(link.sentOn.iso), \(link.state)\(since)")
        }
        for event in file.allowed {
            Screen.say(
                "may \(event.event): \(event.title)\(event.blockedBy.isEmpty ? "" : " — blocked: \(event.blockedBy.joined(separator: " "))")"
            )
        }
    }
}
