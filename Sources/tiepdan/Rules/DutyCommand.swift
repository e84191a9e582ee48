import ArgumentParser
import Casework
import Law
import Postgres
import Records
import Settings

struct SessionDuties: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duties", abstract: "Who must receive citizens how often, and how an office stands in a month.",
        discussion: "Without --office it prints the duties as the law has them, and needs no database.")

    @OptionGroup var common: WorkplaceOptions
    @Option(help: "Code of the office.") var office: String?
    @Option(help: "Code of the office itself or of one that it took over from: that one alone.") var book: String?
    @Option(help: "The month, 2026-11 (default: this one).") var month: Month?

    func validate() throws {
        if book != nil && office == nil { throw ValidationError("--book needs --office") }
    }

    func run() async throws {
        guard let office else { return try showLaw() }
        try await Workplace.open(common) { place in
            let chosen = month ?? Month(of: place.casework.today)
            let reader = try await place.reader(of: office)
            let alone = try await place.office(book)?.id
            let report = try await place.casework.duties.report(
                from: chosen.first, to: chosen.last, book: alone, by: .officer(reader))
            if common.json { return try Screen.show(report) }
            let offices = report.months.flatMap(\.offices)
            for shown in offices { Self.say(shown, chosen) }
            if let together = report.months.first?.together {
                Screen.say("together, \(chosen.iso)")
                Screen.table(
                    ["duty", "offices", "asked", "credited", "held", "missing", "to come"],
                    together.map { sum in
                        [
                            sum.duty, String(sum.offices), sum.required.map { String($0) } ?? "-", String(sum.credited), String(sum.held),
                            String(sum.missing), String(sum.toCome),
                        ]
                    })
            }
            if offices.contains(where: { $0.duties.contains(where: \.provisional) }) {
                Screen.note("rests on days off that are not announced yet")
            }
        }
    }

    private static func say(_ office: OfficeDuties, _ month: Month) {
        let closed = office.closedOn.map { ", closed: its last day was \($0.iso)" } ?? ""
        Screen.say("\(office.name), \(month.iso)\(closed)")
        Screen.table(
            ["duty", "asked", "held", "substituted", "ad hoc", "announced", "stands", "receiver"],
            office.duties.map { line in
                [
                    line.duty, line.required.map { String($0) } ?? "-", String(line.required == 0 ? line.held.count : line.credited),
                    String(line.substituted.count), String(line.adHoc.count), String(line.announced.count), words(line), line.receiver,
                ]
            })
    }

    private static func words(_ line: DutyLine) -> String {
        switch line.verdict {
        case .unnumbered: "no number"
        case .unset: "not set"
        case .met: "met"
        case .toCome: "\(line.toCome) to come"
        case .short: "short by \(line.missing)"
        case .notOwed: "not asked"
        }
    }

    private func showLaw() throws {
        struct Line: Encodable {
            var duty: String
            var receiver: String
            var minimum: String
            var counts: String
            var applies: [String]
            var basis: String
            var certainty: String
        }
        let duties = try Installation.duties(share: common.settings().share)
        let chosen = month ?? Month(of: Instant.now().dayInVietnam)
        guard let edition = duties.edition(of: chosen) else { throw Complaint("no edition of the duties holds in \(chosen.iso)") }
        let lines = edition.duties.filter { $0.window.contains(chosen.first) }.map { duty in
            Line(
                duty: duty.id, receiver: duty.receiver, minimum: Self.words(duty.minimum), counts: duty.measure.rawValue,
                applies: duty.offices.map { "\($0.kind.rawValue)/\($0.level.rawValue)" }, basis: duty.ground.text,
                certainty: duty.certainty.rawValue)
        }
        if common.json { return try Screen.show(lines) }
        Screen.say("\(edition.file), \(chosen.iso)")
        Screen.table(
            ["duty", "minimum", "counts", "certainty", "receiver"],
            lines.map { [$0.duty, $0.minimum, $0.counts, $0.certainty, $0.receiver] })
    }

    private static func words(_ minimum: DutyMinimum) -> String {
        switch minimum {
        case .unnumbered: "none"
        case .days(.fixed(let number), let per): "\(number) per \(per.rawValue)"
        case .days(.setting(let key, let standard), let per): "\(key) (default \(standard)) per \(per.rawValue)"
        }
    }
}
