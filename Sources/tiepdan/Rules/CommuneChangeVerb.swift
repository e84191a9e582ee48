import ArgumentParser
import Casework
import Law
import Postgres

struct CommuneChangeVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change", abstract: "Closes communes and opens what they become.",
        discussion: """
            CSV with the columns old_code,new_code,new_name,new_kind (xa, phuong or dac_khu); a line from a code to itself renames. \
            Addresses keep the code under which they were written, and the old name finds the new commune. Without --yes nothing is \
            changed. Signs in as the owner of the tables.
            """)

    @OptionGroup var common: WorkplaceOptions
    @OptionGroup var owner: OwnerOption
    @Argument(help: "CSV: old_code,new_code,new_name,new_kind", completion: .file()) var file: String
    @Option(help: "First day of the new communes, 2026-11-21.") var on: Day
    @Flag(help: "Do it.") var yes = false

    func run() async throws {
        let lines = try CommaFile.rows(file, columns: ["old_code", "new_code", "new_name", "new_kind"]).map {
            CommuneChange(oldCode: $0[0], newCode: $0[1], newName: $0[2], newKind: $0[3])
        }
        try await Workplace.open(common) { place in
            let pool = owner.pool(place.settings)
            let report: CommuneChangeReport
            do {
                report = try await place.casework.administration.changeCommunes(
                    lines, on: on, preview: !yes, owner: pool, by: place.actor)
                await pool.close()
            } catch {
                await pool.close()
                throw error
            }
            if common.json { return try Screen.show(report) }
            for line in report.lines { Screen.say("\(line.oldCode) -> \(line.newCode)  \(line.newName)") }
            for use in report.uses where use.offices + use.petitions > 0 {
                Screen.say("\(use.code): \(use.offices) office(s) stand there, \(use.petitions) open petition(s) keep the code")
            }
            let verb = report.preview ? "would close" : "closed"
            Screen.say("\(verb) \(report.closed) commune(s), opened \(report.opened), from \(report.on.iso)")
        }
    }
}
