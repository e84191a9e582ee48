import ArgumentParser
import Casework
import Identity
import Law
import Postgres
import Records
import Settings

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Fills an empty database with a believable province: offices, officers, sessions, petitions.",
        discussion: "Never for a database that holds real petitions: it refuses one. Loading twice is harmless.")

    enum Province: String, ExpressibleByArgument, CaseIterable {
        case hungYen = "33"
        case canTho = "92"
        case all

        var codes: Set<String> { self == .all ? ["33", "92"] : [rawValue] }
    }

    @OptionGroup var common: WorkplaceOptions
    @Option(help: "33 (Hưng Yên), 92 (Cần Thơ) or all.") var province: Province = .all
    @Option(help: "Loads the petitions so many times, with other people and days.") var scale = 1
    @Option(help: "Password of every demo account.") var password = "tiepdan-demo"

    func validate() throws {
        if !(1...20).contains(scale) { throw ValidationError("--scale is between 1 and 20") }
        if password.unicodeScalars.count < 8 { throw ValidationError("--password needs at least 8 characters") }
    }

    func run() async throws {
        try await Workplace.open(common) { place in
            let material = try DemoMaterial(folder: SharePaths(share: place.settings.share).demo, provinces: province.codes)
            let loaded = try await place.pool.read { db in try DemoMark.read(db) }
            if loaded.provinces.isDisjoint(with: province.codes) {
                if loaded.provinces.isEmpty, loaded.petitions > 0 {
                    throw Complaint(
                        "the database holds \(loaded.petitions) petitions that are not a complete demo; load the demo into an empty database"
                    )
                }
                try await load(place, material)
            } else if !common.json {
                Screen.say("the demo is loaded already (\(loaded.petitions) petitions); nothing was changed")
            }
            try await DemoReport(place, material, password: password).show(json: common.json)
        }
    }

    private func load(_ place: Workplace, _ material: DemoMaterial) async throws {
        let clock = SimulatedClock(end: .now())
        var surroundings = Workplace.surroundings(place.settings)
        surroundings.now = { clock.now }
        surroundings.random = .seeded("demo \(clock.end.microseconds)")
        let living = Workplace(settings: place.settings, pool: place.pool, rulebook: place.rulebook, surroundings: surroundings)
        let loader = DemoLoader(
            casework: living.casework, clock: clock, material: material, scale: scale, password: PasswordHash(of: password))
        let began = ContinuousClock.now
        let deeds = try await loader.load()
        try await place.pool.write(settings: Scope(actor: "operator").settings) { [province] db in
            for code in province.codes { try DemoMark.write(db, province: code, now: clock.end) }
        }
        if !common.json { Screen.say("demo loaded: \(deeds) deeds in \((ContinuousClock.now - began).components.seconds) s") }
    }
}

/// The line of the installation's chain that says a province was loaded to the end.
enum DemoMark {
    static func read(_ db: Connection) throws -> (provinces: Set<String>, petitions: Int) {
        let marks = try db.values("select target from admin_journal where topic = 'catalogue' and event = 'demo_loaded'", as: String.self)
        return (Set(marks), try db.value("select count(*) from registration", as: Int.self))
    }

    static func write(_ db: Connection, province: String, now: Instant) throws {
        try OfficeRecords.note(db, topic: "catalogue", event: "demo_loaded", target: province, payload: JSONB("{}"), now: now)
    }
}
