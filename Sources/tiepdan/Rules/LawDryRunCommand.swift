import ArgumentParser
import Casework
import Law

struct LawDryRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dry-run", abstract: "Replays the stored cases under another version and says what would have been different.",
        discussion: "Reads only. NEW is a YAML file or a version; the cases are those of its procedure with an entry since DATE.")

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "A YAML file, or a version, for example complaint@2026-07-01.") var new: String
    @Option(help: "Cases with an entry on this day or later.") var since: Day

    func run() async throws {
        try await Workplace.open(common) { place in
            let version = try LawCommand.version(new, in: place.rulebook)
            let report = try await place.casework.law.dryRun(version, since: since, by: place.actor)
            if common.json { return try Screen.show(report) }
            for outcome in report.outcomes { for line in Self.lines(outcome) { Screen.say(line) } }
            Screen.say(Self.sum(report))
        }
    }

    private static func lines(_ outcome: DryRunOutcome) -> [String] {
        func told(_ stop: DryRunOutcome.Stop) -> String {
            "bước \(stop.sequence) \(stop.event) ngày \(stop.occurredOn.vietnamese): \(stop.message) (\(stop.code))"
        }
        var lines = ["hồ sơ \(outcome.caseID) (\(outcome.version))"]
        if let stop = outcome.refused { lines.append("  bị từ chối: \(told(stop))") }
        if let stop = outcome.unjudged { lines.append("  không kết luận được từ \(told(stop))") }
        lines += outcome.flagged.map { "  phải giải trình: \(told($0))" }
        if let stored = outcome.storedState, let new = outcome.newState { lines.append("  trạng thái: \(stored) → \(new)") }
        for clock in outcome.clocks {
            let before = clock.stored?.vietnamese ?? "không có"
            let after = clock.new?.vietnamese ?? "không bắt đầu"
            lines.append("  \(clock.rule): \(before) → \(after)")
        }
        return lines
    }

    private static func sum(_ report: DryRunReport) -> String {
        "\(report.version) từ \(report.since.vietnamese): \(report.cases) hồ sơ, \(report.same) như cũ, \(report.refused) bị từ chối, "
            + "\(report.flagged) phải giải trình, \(report.states) khác trạng thái, \(report.clocks) thời hạn khác, "
            + "\(report.unjudged) không kết luận được"
    }
}
