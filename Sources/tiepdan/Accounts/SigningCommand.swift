import ArgumentParser
import Casework
import Law

struct SigningCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signing", abstract: "Who may sign for an office, and what stands above his name (TM., KT., TL., TUQ.).",
        subcommands: [SigningList.self, SigningGrant.self, SigningEnd.self])
}

struct SigningList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists who may sign for an office, those in force first.")

    @OptionGroup var common: WorkplaceOptions
    @Option(help: "Code of the office.") var office: String

    func run() async throws {
        try await Workplace.open(common) { place in
            let authorities = try await place.casework.signing.authorities(office: office, by: place.actor)
            if common.json { return try Screen.show(authorities) }
            Screen.table(
                ["id", "name", "documents", "from", "until", "signs as"],
                authorities.map { each in
                    [
                        String(each.id), each.officerName, each.form ?? "all", each.validFrom.iso, each.validTo?.iso ?? "-",
                        SigningScreen.block(each),
                    ]
                })
        }
    }
}

struct SigningGrant: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Lets an officer sign for an office.",
        discussion: """
            The head in his own right: --authority DIRECT --title "Giám đốc". A deputy of a collective body: --authority KT \
            --for "Chủ tịch" --lead "TM. Ủy ban nhân dân" --title "Phó Chủ tịch".
            """)

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "Who signs: name to sign in with.") var officer: String
    @Option(help: "Code of the office.") var office: String
    @Option(help: "DIRECT (the head himself), TM (for a collective body), KT (a deputy), TL (by order) or TUQ (by delegation).")
    var authority: String
    @Option(name: .customLong("for"), help: "For whom, for example \"Chủ tịch\"; not with DIRECT.") var behalf: String?
    @Option(name: .customLong("lead"), help: "A line above it, for example \"TM. Ủy ban nhân dân\".") var leadLine: String?
    @Option(help: "The signer's title, as it is printed.") var title: String
    @Option(help: "Only documents of this kind, for example transfer_letter (default: all).") var form: String?
    @Option(help: "First day (default: today).") var from: Day?
    @Option(help: "Last day (default: until it is ended).") var until: Day?
    @Option(name: .customLong("basis"), help: "Number of the paper it rests on.") var basisNumber: String?
    @Option(help: "Day of that paper.") var basisDate: Day?

    func run() async throws {
        try await Workplace.open(common) { place in
            let accounts = try await place.casework.administration.accounts(organisation: office, by: place.actor)
            guard let account = accounts.first(where: { $0.username == officer.lowercased() }) else {
                throw Problem.missing("cán bộ \(officer) ở cơ quan mã \(office)")
            }
            var draft = AuthorityDraft(
                officer: account.id, authority: SigningScreen.word(authority), onBehalfOf: behalf, title: title,
                validFrom: from ?? place.casework.today)
            draft.form = form
            draft.leadLine = leadLine
            draft.validTo = until
            draft.basisNumber = basisNumber
            draft.basisDate = basisDate
            let granted = try await place.casework.signing.add(draft, office: office, key: nil, by: place.actor)
            if common.json { return try Screen.show(granted) }
            Screen.say("granted \(granted.id): \(granted.officerName) signs as \(SigningScreen.block(granted))")
        }
    }
}

struct SigningEnd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end", abstract: "Ends an authority to sign; what was signed under it stays signed.")

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "As `signing list` shows it.") var id: Int64
    @Option(name: .customLong("on"), help: "Its last day (default: today).") var last: Day?

    func run() async throws {
        try await Workplace.open(common) { place in
            let ended = try await place.casework.signing.end(id, on: last ?? place.casework.today, key: nil, by: place.actor)
            if common.json { return try Screen.show(ended) }
            Screen.say("ended \(ended.id): \(ended.officerName), last day \(ended.validTo?.iso ?? "-")")
        }
    }
}

private enum SigningScreen {
    /// The block in one line: `TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH`.
    static func block(_ authority: AuthorityView) -> String { authority.lines.joined(separator: " / ") }

    /// People write `tm`, `TM` and `TM.`.
    static func word(_ typed: String) -> String { (typed.hasSuffix(".") ? String(typed.dropLast()) : typed).uppercased() }
}
