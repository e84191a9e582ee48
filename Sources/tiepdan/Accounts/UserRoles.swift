import ArgumentParser
import Casework
import Law

struct UserGrant: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "grant", abstract: "Gives an officer a role in an office.")

    @OptionGroup var common: WorkplaceOptions
    @OptionGroup var post: PostOptions

    func run() async throws { try await post.change(common, revoke: false) }
}

struct UserRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Takes a role in an office away.")

    @OptionGroup var common: WorkplaceOptions
    @OptionGroup var post: PostOptions

    func run() async throws { try await post.change(common, revoke: true) }
}

struct PostOptions: ParsableArguments {
    @Argument var username: String
    @Option(help: "Code of the office.") var office: String
    @Option var role: Role

    func change(_ common: WorkplaceOptions, revoke: Bool) async throws {
        try await Workplace.open(common) { place in
            try await place.casework.administration.grant(role, to: username, in: office, revoke: revoke, by: place.actor)
            struct Answer: Encodable {
                var username: String
                var office: String
                var role: String
                var granted: Bool
            }
            if common.json { return try Screen.show(Answer(username: username, office: office, role: role.rawValue, granted: !revoke)) }
            Screen.say("\(revoke ? "revoked" : "granted") \(role.rawValue) in \(office): \(username)")
        }
    }
}

struct UserActivate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "activate", abstract: "Lets an officer in again.")

    @OptionGroup var common: WorkplaceOptions
    @Argument var username: String

    func run() async throws { try await setActive(username, true, common) }
}

struct UserDeactivate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deactivate", abstract: "Shuts an officer out at once; what he did stays in the journals.")

    @OptionGroup var common: WorkplaceOptions
    @Argument var username: String

    func run() async throws { try await setActive(username, false, common) }
}

private func setActive(_ username: String, _ active: Bool, _ common: WorkplaceOptions) async throws {
    try await Workplace.open(common) { place in
        try await place.casework.administration.setActive(username, active, by: place.actor)
        struct Answer: Encodable {
            var username: String
            var active: Bool
        }
        if common.json { return try Screen.show(Answer(username: username, active: active)) }
        Screen.say("\(username) is \(active ? "active" : "inactive")")
    }
}
