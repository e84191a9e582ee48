import ArgumentParser
import Casework
import Law
import Settings

struct LawCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Proves procedure files sound; exit code 1 when they are not.",
        discussion: "Without FILES the program's own are checked, and the deadline catalogue against them.")

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "YAML files.", completion: .file()) var files: [String] = []

    func run() throws {
        let catalogue = try files.isEmpty ? Installation.catalogue(share: common.settings().share) : nil
        let report = LawReport(checking: try LawCommand.texts(files, common), catalogue: catalogue)
        struct Answer: Encodable {
            var sound: Bool
            var mistakes: [String]
            var notes: [String]
        }
        if common.json {
            try Screen.show(
                Answer(sound: report.isSound, mistakes: report.mistakes.map(\.description), notes: report.notes.map(\.description)))
        } else {
            Screen.say(report.text)
        }
        if !report.isSound { throw ExitCode(1) }
    }
}
