import ArgumentParser
import Casework
import Foundation
import Identity
import Law
import Postgres
import Records
import Settings

/// What every verb takes.
struct WorkplaceOptions: ParsableArguments {
    @Option(name: .customLong("settings"), help: "Settings file (default /etc/tiepdan/tiepdan.env when present).") var settingsFile: String?
    @Flag(help: "Print JSON.") var json = false

    func settings() throws -> DaemonSettings { try DaemonSettings.load(file: settingsFile) }
}

/// Where the owner of the tables signs in: for migrations and checks.
struct OwnerOption: ParsableArguments {
    @Option(help: "libpq conninfo of the owner (default: TIEPDAN_DATABASE with user=tiepdan_owner).") var database: String?

    func pool(_ settings: DaemonSettings) -> Pool {
        Pool(
            PoolConfiguration(
                conninfo: database ?? Self.asOwner(settings.database), lanes: 1, statementTimeout: .zero, lockTimeout: .seconds(60),
                connectTimeout: .seconds(5), applicationName: "tiepdan-cli"))
    }

    /// libpq takes the last of several values for one keyword.
    static func asOwner(_ conninfo: String) -> String {
        if conninfo.hasPrefix("postgresql://") || conninfo.hasPrefix("postgres://") {
            return conninfo + (conninfo.contains("?") ? "&" : "?") + "user=tiepdan_owner"
        }
        return conninfo + " user=tiepdan_owner"
    }
}

/// The rooms of the house as the operator's shell opens them: settings, pool, law, desks.
struct Workplace: Sendable {
    let settings: DaemonSettings
    let pool: Pool
    let casework: Casework
    let rulebook: Rulebook

    /// Who works here: the Unix user.
    static var actor: Actor { .operator(user: NSUserName()) }
    var actor: Actor { Self.actor }

    /// Opens, works, closes. The database must be fit for this program.
    static func open<R>(_ options: WorkplaceOptions, _ body: (Workplace) async throws -> R) async throws -> R {
        let settings = try options.settings()
        let rulebook = try Installation.rulebook(share: settings.share)
        let pool = Pool(
            PoolConfiguration(conninfo: settings.database, lanes: 2, statementTimeout: .seconds(120), applicationName: "tiepdan-cli"))
        do {
            try await Installation.verify(pool: pool, share: settings.share, rulebook: rulebook)
            let place = Workplace(
                settings: settings, pool: pool, rulebook: rulebook, duties: try Installation.duties(share: settings.share),
                surroundings: surroundings(settings))
            let result = try await body(place)
            await pool.close()
            return result
        } catch {
            await pool.close()
            throw error
        }
    }

    init(
        settings: DaemonSettings, pool: Pool, rulebook: Rulebook, duties: ReceptionDuties = .empty, surroundings: Surroundings
    ) {
        self.settings = settings
        self.pool = pool
        self.rulebook = rulebook
        casework = Casework(
            pool: pool, rulebook: rulebook, duties: duties, surroundings: surroundings, passwords: PasswordVerifier(capacity: 1))
    }

    static func surroundings(_ settings: DaemonSettings) -> Surroundings {
        Surroundings(now: { .now() }, random: .system, blobs: BlobStore(folder: settings.attachments, limit: settings.attachmentBytes))
    }

    /// An officer for `--as`.
    func officer(_ username: String, office code: String? = nil) async throws -> OfficerActor {
        let organisation = try await office(code)?.id
        return try await casework.signIn.impersonate(username: username, organisation: organisation)
    }

    /// Notes in the installation's chain that the Unix user acts in an officer's name. Before the deed, so that none is done unnoted; the
    /// case's own journal names the officer.
    func note(_ acting: OfficerActor, _ deed: some Encodable) async throws {
        let payload = try Screen.line(deed)
        try await pool.write(settings: Scope(actor: "operator").settings) { db in
            try OfficeRecords.note(
                db, topic: "officer", event: "impersonated", target: String(acting.id), payload: JSONB(payload), now: .now())
        }
    }

    func office(_ code: String?) async throws -> CatalogueDesk.Organisation? {
        guard let code else { return nil }
        return try await casework.administration.organisation(code: code, by: actor)
    }

    /// Somebody who sees what an office sees and may do nothing: for looking without naming an officer. For an office that has closed, who
    /// sees what its successor sees.
    func reader(of code: String) async throws -> OfficerActor {
        let office = try await casework.offices.today(code, by: actor)
        return OfficerActor(
            id: 0, fullName: "", title: "", organisation: office.id, organisationName: office.name, organisationShortName: office.shortName,
            office: office.kind, roles: [])
    }
}
