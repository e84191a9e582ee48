import ArgumentParser
import Law

struct LawDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Says what one version of a procedure changes against another.",
        discussion: "Each is a version (complaint@2020-12-10.1, complaint@2020-12-10, complaint for the newest) or a YAML file.")

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "The old version.") var old: String
    @Argument(help: "The new version.") var new: String

    func run() throws {
        let rulebook = try Rulebook(LawCommand.texts([], common))
        let diff = LawDiff(from: try LawCommand.version(old, in: rulebook), to: try LawCommand.version(new, in: rulebook))
        if common.json { return try Screen.show(diff) }
        Screen.say(diff.text)
    }
}
