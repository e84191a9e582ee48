import ArgumentParser
import Casework
import Law

struct OfficeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "office", abstract: "Agencies and offices.",
        subcommands: [
            OfficeAdd.self, OfficeList.self, OfficeShow.self, OfficeMergeVerb.self, OfficeSplitVerb.self, OfficeRenameVerb.self,
        ])
}

struct OfficeAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Adds an office.")

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "Code, unique, for example HY-SNNMT.") var code: String
    @Option(help: "Kind of office; it decides which procedures apply.") var kind: OfficeKind
    @Option(help: "central, province or commune.") var level: String
    @Option(help: "Full name, as on letters.") var name: String
    @Option(help: "Short name, as in lists (default: the full name).") var shortName: String?
    @Option(help: "Letters of the office in document numbers, for example SNNMT.") var symbol: String
    @Option(help: "Code of the superior office.") var parent: String?
    @Option(help: "Province code, two digits.") var province: String?
    @Option(help: "Commune code, five digits.") var commune: String?
    @Option(help: "Head of letters: state or party.") var headerStyle: String = "state"
    @Option var address: String = ""
    @Option var phone: String = ""
    @Option(help: "Its first day, before which it owes no reception (default: 2025-07-01).") var since: Day?

    func validate() throws {
        if !["central", "province", "commune"].contains(level) { throw ValidationError("--level is central, province or commune") }
        if !["state", "party"].contains(headerStyle) { throw ValidationError("--header-style is state or party") }
    }

    func run() async throws {
        try await Workplace.open(common) { place in
            if let parent { _ = try await place.casework.administration.organisation(code: parent, by: place.actor) }
            var new = AdministrationDesk.NewOrganisation(
                code: code, kind: kind, level: level, name: name, shortName: shortName ?? name, symbol: symbol)
            new.parent = parent
            new.headerStyle = headerStyle
            new.province = province
            new.commune = commune
            new.address = address
            new.phone = phone
            new.since = since
            let id = try await place.casework.administration.addOrganisation(new, by: place.actor)
            struct Answer: Encodable {
                var id: Int64
                var code: String
            }
            if common.json { return try Screen.show(Answer(id: id, code: code)) }
            Screen.say("added \(code) (\(id))")
        }
    }
}

struct OfficeList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists offices, at most 500.")

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "Words of the name, with or without diacritics.") var words: String?

    func run() async throws {
        try await Workplace.open(common) { place in
            let offices = try await place.casework.catalogues.organisations(words, limit: 500, by: place.actor)
            if common.json { return try Screen.show(offices) }
            Screen.table(
                ["code", "kind", "level", "name"],
                offices.map { [$0.code, $0.kind.rawValue, $0.level, $0.name + ($0.note.isEmpty ? "" : "  [\($0.note)]")] })
        }
    }
}

struct OfficeShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Shows an office and who works there.")

    @OptionGroup var common: WorkplaceOptions
    @Argument var code: String

    func run() async throws {
        try await Workplace.open(common) { place in
            let office = try await place.casework.administration.organisation(code: code, by: place.actor)
            let accounts = try await place.casework.administration.accounts(organisation: code, by: place.actor)
            struct Answer: Encodable {
                var office: CatalogueDesk.Organisation
                var accounts: [AdministrationDesk.Account]
            }
            if common.json { return try Screen.show(Answer(office: office, accounts: accounts)) }
            Screen.say("\(office.code)  \(office.name)")
            if let closed = office.closedOn { Screen.say("closed: its last day was \(closed.iso)") }
            Screen.say("kind: \(office.kind.rawValue) (\(office.kind.title)), level: \(office.level), id: \(office.id)")
            for account in accounts {
                let roles = account.posts.first { $0.organisation == office.id }?.roles.joined(separator: ", ") ?? ""
                Screen.say("  \(account.username)  \(account.fullName), \(account.title): \(roles)\(account.active ? "" : " (inactive)")")
            }
        }
    }
}
