import ArgumentParser

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Brings along what an office kept elsewhere.", subcommands: [ImportCases.self])
}
