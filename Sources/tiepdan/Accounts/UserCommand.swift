import ArgumentParser
import Casework
import Identity
import Law

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Officers' accounts.",
        subcommands: [
            UserAdd.self, UserList.self, UserPassword.self, UserGrant.self, UserRevoke.self, UserActivate.self, UserDeactivate.self,
        ])
}

struct UserAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Adds an officer. The password is read from standard input, or made with --generate.")

    @OptionGroup var common: WorkplaceOptions
    @OptionGroup var password: PasswordOptions
    @Argument(help: "Name to sign in with: ASCII letters, digits, dot, hyphen, underscore.") var username: String
    @Option(help: "Full name, with diacritics.") var name: String
    @Option(help: "Position, for example \"Chuyên viên\".") var title: String = ""
    @Option(help: "Code of the office.") var office: String
    @Option(name: .customLong("role"), help: "Role in that office; may be given several times.") var roles: [Role]
    @Flag(help: "No password: the account works with tokens only.") var noPassword = false

    func run() async throws {
        try await Workplace.open(common) { place in
            let chosen = noPassword ? nil : try password.choose()
            let id = try await place.casework.administration.addOfficer(
                username: username, fullName: name, title: title, organisation: office, roles: roles,
                password: chosen.map { PasswordHash(of: $0.text) }, by: place.actor)
            struct Answer: Encodable {
                var id: Int64
                var username: String
                var password: String?
            }
            let made = chosen.flatMap { $0.generated ? $0.text : nil }
            if common.json { return try Screen.show(Answer(id: id, username: username.lowercased(), password: made)) }
            Screen.say("added \(username.lowercased()) (\(id))")
            if let made { Screen.say("password: \(made)") }
        }
    }
}

struct UserList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists accounts with their offices and roles.")

    @OptionGroup var common: WorkplaceOptions
    @Option(help: "Only accounts with a role in this office.") var office: String?

    func run() async throws {
        try await Workplace.open(common) { place in
            let accounts = try await place.casework.administration.accounts(organisation: office, by: place.actor)
            if common.json { return try Screen.show(accounts) }
            Screen.table(
                ["username", "name", "active", "office and roles"],
                accounts.map { account in
                    let posts = account.posts.map { "\($0.name): \($0.roles.joined(separator: ", "))" }.joined(separator: "; ")
                    return [account.username, account.fullName, account.active ? "yes" : "no", posts]
                })
        }
    }
}

struct UserPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Sets a password, read from standard input or made with --generate.")

    @OptionGroup var common: WorkplaceOptions
    @OptionGroup var password: PasswordOptions
    @Argument var username: String

    func run() async throws {
        try await Workplace.open(common) { place in
            let chosen = try password.choose()
            try await place.casework.administration.setPassword(username, to: PasswordHash(of: chosen.text), by: place.actor)
            struct Answer: Encodable {
                var username: String
                var password: String?
            }
            let made = chosen.generated ? chosen.text : nil
            if common.json { return try Screen.show(Answer(username: username, password: made)) }
            Screen.say("password of \(username) set")
            if let made { Screen.say("password: \(made)") }
        }
    }
}
