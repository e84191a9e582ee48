import ArgumentParser
import Casework

struct SettingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Amounts that the law leaves open.", subcommands: [SettingsList.self, SettingsSet.self])
}

struct SettingsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists every such amount and where it comes from.")

    @OptionGroup var common: WorkplaceOptions
    @Option(help: "As they hold for this office.") var office: String?

    func run() async throws {
        try await Workplace.open(common) { place in
            var actor = place.actor
            if let office { actor = .officer(try await place.reader(of: office)) }
            let lines = try await place.casework.administration.settings(by: actor)
            if common.json { return try Screen.show(lines) }
            Screen.table(["key", "value", "from", "title"], lines.map { [$0.key, String($0.value), $0.from, $0.title] })
        }
    }
}

struct SettingsSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Sets an amount for all offices, or for one. Running deadlines keep theirs.")

    @OptionGroup var common: WorkplaceOptions
    @Argument var key: String
    @Argument(help: "Days.") var value: Int
    @Option(help: "Only for this office.") var office: String?

    func run() async throws {
        try await Workplace.open(common) { place in
            try await place.casework.administration.set(key, to: value, organisation: office, by: place.actor)
            struct Answer: Encodable {
                var key: String
                var value: Int
                var office: String?
            }
            if common.json { return try Screen.show(Answer(key: key, value: value, office: office)) }
            Screen.say("\(key) = \(value)\(office.map { " in \($0)" } ?? "")")
        }
    }
}
