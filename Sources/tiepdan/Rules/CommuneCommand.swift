import ArgumentParser
import Casework
import Postgres

struct CommuneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commune", abstract: "Communes, and which of them are remote.",
        subcommands: [CommuneRemote.self, CommuneList.self, CommuneChangeVerb.self])
}

struct CommuneRemote: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remote", abstract: "Marks communes as remote: complaints about what happened there may take longer.",
        discussion: """
            Luật Khiếu nại Đ.28, Đ.37. Petitions registered from now on take the mark of the commune of the incident; those registered \
            before keep theirs. Signs in as the owner of the tables.
            """)

    @OptionGroup var common: WorkplaceOptions
    @OptionGroup var owner: OwnerOption
    @Flag(help: "Take the mark back.") var off = false
    @Argument(help: "Codes of communes, five digits.") var codes: [String]

    func run() async throws {
        try await Workplace.open(common) { place in
            let pool = owner.pool(place.settings)
            let changed: [AdministrationDesk.Commune]
            do {
                changed = try await place.casework.administration.setRemote(codes, !off, owner: pool, by: place.actor)
                await pool.close()
            } catch {
                await pool.close()
                throw error
            }
            if common.json { return try Screen.show(changed) }
            for commune in changed { Screen.say("\(commune.code)  \(commune.name)  \(commune.remote ? "remote" : "not remote")") }
            Screen.say("changed \(changed.count) of \(codes.count) commune(s)")
        }
    }
}

struct CommuneList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the communes of today.")

    @OptionGroup var common: WorkplaceOptions
    @Flag(help: "Only remote ones.") var remote = false
    @Option(help: "Only of this province, two digits.") var province: String?

    func run() async throws {
        try await Workplace.open(common) { place in
            let communes = try await place.casework.administration.communes(remoteOnly: remote, province: province, by: place.actor)
            if common.json { return try Screen.show(communes) }
            Screen.table(
                ["code", "province", "remote", "name"], communes.map { [$0.code, $0.province, $0.remote ? "remote" : "", $0.name] })
        }
    }
}
