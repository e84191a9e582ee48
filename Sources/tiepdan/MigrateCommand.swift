import ArgumentParser
import Casework
import Postgres
import Settings

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the database up to date: migrations, catalogues, law versions, calendar.",
        discussion: "Signs in as the owner of the tables. May be run at any time; what stands already is left alone.")

    @OptionGroup var common: WorkplaceOptions
    @OptionGroup var owner: OwnerOption

    func run() async throws {
        let settings = try common.settings()
        let pool = owner.pool(settings)
        let report: Installation.Report
        do {
            report = try await Installation.prepare(owner: pool, share: settings.share, now: .now())
        } catch {
            await pool.close()
            throw error
        }
        await pool.close()
        if common.json { return try Screen.show(report) }
        Screen.say(
            report.migrations.isEmpty
                ? "migrations: none missing" : "migrations applied: \(report.migrations.map(String.init).joined(separator: ", "))")
        for (name, count) in report.catalogues.sorted(by: { $0.key < $1.key }) { Screen.say("catalogue loaded: \(name), \(count) rows") }
        for law in report.laws { Screen.say("law loaded: \(law)") }
        Screen.say("calendar in force: version \(report.calendarVersion)")
    }
}
