import ArgumentParser

enum Version {
    /// Of the whole house; the daemon says the same in `/readyz`.
    static let text = "0.1.0"
}

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Prints the version.")
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        struct Answer: Encodable { var version: String }
        if json { try Screen.show(Answer(version: Version.text)) } else { Screen.say(Version.text) }
    }
}
