import ArgumentParser
import Law

struct LawList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the procedures of this program.")

    @OptionGroup var common: WorkplaceOptions

    func run() throws {
        struct Line: Encodable {
            var id: String
            var title: String
            var from: Day
            var until: Day?
            var states: Int
            var transitions: Int
            var clocks: Int
        }
        let lines = try Rulebook(LawCommand.texts([], common)).versions.map {
            Line(
                id: $0.id, title: $0.title, from: $0.from, until: $0.until, states: $0.states.count, transitions: $0.transitions.count,
                clocks: $0.clocks.count)
        }
        if common.json { return try Screen.show(lines) }
        Screen.table(
            ["version", "until", "states", "rows", "clocks", "title"],
            lines.map { [$0.id, $0.until?.iso ?? "", String($0.states), String($0.transitions), String($0.clocks), $0.title] })
    }
}
