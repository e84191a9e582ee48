import ArgumentParser
import Casework
import Postgres
import Records

struct PetitionJournal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Prints the journals of a petition's cases and verifies their chains; exit code 1 when one is broken.",
        discussion: "Every link is computed anew from what is stored. Without --office the cases of all offices are shown.")

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "Id, or number and year in the office's book: 128/2026.") var petition: PetitionName
    @Option(help: "Code of the office in whose book the number stands.") var office: String?

    func run() async throws {
        try await Workplace.open(common) { place in
            let organisation = try await place.office(office)?.id
            let id = try await petition.find(in: organisation, place.pool)
            let chains = try await place.pool.read(settings: Scope(actor: "operator").settings) { db in
                try Chain.cases(ofPetition: id, db).compactMap { try Chain(db, case: $0) }
            }
            if chains.isEmpty { throw Complaint("no petition \(id)") }
            let whole = chains.allSatisfy(\.isWhole)
            if common.json {
                try Screen.show(Answer(petition: id, whole: whole, cases: chains.map(CaseAnswer.init)))
            } else {
                for chain in chains { show(chain) }
            }
            if !whole { throw ExitCode(1) }
        }
    }

    private struct Answer: Encodable {
        var petition: Int64
        var whole: Bool
        var cases: [CaseAnswer]
    }
    private struct CaseAnswer: Encodable {
        var `case`: Int64
        var procedure: String
        var office: String
        var state: String
        var whole: Bool
        var entries: [Chain.Link]

        init(_ chain: Chain) {
            `case` = chain.caseID
            procedure = chain.procedure
            office = chain.office
            state = chain.state
            whole = chain.isWhole
            entries = chain.links
        }
    }

    private func show(_ chain: Chain) {
        Screen.say("case \(chain.caseID), \(chain.procedure), \(chain.office), state \(chain.state)")
        for link in chain.links {
            let who = link.officer ?? link.actor
            Screen.say(
                "  \(link.sequence). \(link.occurredOn) \(link.event) by \(who): \(link.from) → \(link.to)  \(link.hash.prefix(16))  \(link.whole ? "ok" : "BROKEN")"
            )
        }
        if !chain.headMatches { Screen.say("  the case does not stand where its last entry left it") }
        Screen.say(chain.isWhole ? "  chain whole" : "  chain broken")
    }
}
