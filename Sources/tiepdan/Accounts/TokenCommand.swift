import ArgumentParser
import Casework
import Identity

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Bearer tokens for the API.", subcommands: [TokenAdd.self, TokenList.self, TokenRevoke.self])
}

struct TokenAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Makes a token; its secret is printed once and not stored.")

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "The officer in whose name the token acts.") var username: String
    @Option(help: "Code of the office (default: the officer's own).") var office: String?
    @Option(help: "What the token is for.") var name: String
    @Option(help: "Days until it expires (default: never).") var days: Int?

    func validate() throws {
        if let days, !(1...3660).contains(days) { throw ValidationError("--days is between 1 and 3660") }
    }

    func run() async throws {
        try await Workplace.open(common) { place in
            let made = try await place.casework.administration.addToken(
                username: username, organisation: office, name: name, days: days, by: place.actor)
            struct Answer: Encodable {
                var id: Int64
                var token: String
            }
            if common.json { return try Screen.show(Answer(id: made.id, token: made.secret.text)) }
            Screen.say("token \(made.id): \(made.secret.text)")
        }
    }
}

struct TokenList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists tokens, never their secrets.")

    @OptionGroup var common: WorkplaceOptions

    func run() async throws {
        try await Workplace.open(common) { place in
            let tokens = try await place.casework.administration.tokens(by: place.actor)
            if common.json { return try Screen.show(tokens) }
            Screen.table(
                ["id", "officer", "office", "created", "expires", "revoked", "name"],
                tokens.map {
                    [String($0.id), $0.username, $0.organisation, $0.createdAt, $0.expiresAt ?? "never", $0.revokedAt ?? "", $0.name]
                })
        }
    }
}

struct TokenRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Ends a token at once.")

    @OptionGroup var common: WorkplaceOptions
    @Argument var id: Int64

    func run() async throws {
        try await Workplace.open(common) { place in
            try await place.casework.administration.revokeToken(id, by: place.actor)
            struct Answer: Encodable {
                var id: Int64
                var revoked: Bool
            }
            if common.json { return try Screen.show(Answer(id: id, revoked: true)) }
            Screen.say("token \(id) revoked")
        }
    }
}
