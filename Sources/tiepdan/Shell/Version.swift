import ArgumentParser
import Settings

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Prints the version.")
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        struct Answer: Encodable { var version: String }
        if json { try Screen.show(Answer(version: Release.version)) } else { Screen.say(Release.version) }
    }
}
