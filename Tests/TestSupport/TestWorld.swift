public import Casework
import Foundation
import Identity
public import Law
public import Postgres
import Records
import Synchronization
import TestCluster

/// A whole installation for one test: a database of its own, offices with officers, a clock that stands still.
///
/// Databases are clones of one migrated template on a private cluster, leased one at a time; a returned one is dropped and
/// a fresh clone takes its place. A gate bounds how many tests hold one at once.
public struct TestWorld: Sendable {
    public let casework: Casework
    /// Thursday 19/11/2026, 08:00 in Việt Nam, until the test moves it.
    public let clock: TestClock
    /// Signed in as the daemon is.
    public let app: Pool
    /// Signed in as the owner of every object.
    public let owner: Pool
    /// Signed in as the superuser, who can break what tests need broken.
    public let superuser: Pool
    public let blobFolder: String
    public let conninfo: @Sendable (_ user: String) -> String
    let officers: [String: OfficerActor]

    /// The root of the checkout.
    public static let root: String = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// Standard offices by their short key, as (code, name, kind).
    public static let offices: [(key: String, code: String, name: String, kind: OfficeKind)] = [
        ("hdnd", "HY-TTHDND", "Thường trực Hội đồng nhân dân tỉnh Hưng Yên", .peopleCouncil),
        ("btcd", "HY-BTCD", "Ban Tiếp công dân tỉnh Hưng Yên", .receptionBoard),
        ("ubnd", "HY-UBND", "Ủy ban nhân dân tỉnh Hưng Yên", .peopleCommittee),
        ("snnmt", "HY-SNNMT", "Sở Nông nghiệp và Môi trường tỉnh Hưng Yên", .department),
        ("phohien", "HY-UB-11953", "Ủy ban nhân dân phường Phố Hiến", .communeCommittee),
    ]
    public static let password = "mat-khau-thu"

    /// `hdnd.leader`, `snnmt.clerk` …: an officer with that one role.
    public func actor(_ name: String) -> Actor { .officer(officer(name)) }
    public func officer(_ name: String) -> OfficerActor {
        guard let officer = officers[name] else { preconditionFailure("no officer \(name) in the test world") }
        return officer
    }
    /// The database id of a standard office.
    public func office(_ key: String) -> Int64 { officer("\(key).clerk").organisation }

    /// Runs a test on an installation of its own.
    public static func lease<R: Sendable>(_ body: (TestWorld) async throws -> R) async throws -> R {
        try await Template.gate.enter()
        let template = try await Template.shared()
        let database = "t_\(UUID().uuidString.prefix(8).lowercased())"
        do {
            try await template.clone(database)
            let world = try await TestWorld(database: database, template: template)
            defer { try? FileManager.default.removeItem(atPath: world.blobFolder) }
            let result: Result<R, any Error>
            do { result = .success(try await body(world)) } catch { result = .failure(error) }
            await world.app.close()
            await world.owner.close()
            await world.superuser.close()
            try await template.drop(database)
            await Template.gate.leave()
            return try result.get()
        } catch {
            await Template.gate.leave()
            throw error
        }
    }

    init(database: String, template: Template) async throws {
        let cluster = template.cluster
        conninfo = { user in cluster.conninfo(user: user, database: database) }
        app = Pool(PoolConfiguration(conninfo: cluster.conninfo(user: "tiepdan_app", database: database), lanes: 8))
        owner = Pool(PoolConfiguration(conninfo: cluster.conninfo(user: "tiepdan_owner", database: database), lanes: 2))
        superuser = Pool(PoolConfiguration(conninfo: cluster.conninfo(database: database), lanes: 2))
        clock = TestClock(Instant(microseconds: 0))
        clock.set(Day(2026, 11, 19))
        blobFolder = NSTemporaryDirectory() + "tiepdan-blobs-" + database
        let clock = clock
        casework = Casework(
            pool: app, rulebook: template.rulebook, duties: try Installation.duties(share: TestWorld.root),
            surroundings: Surroundings(
                now: { clock.now }, random: .seeded(database), blobs: BlobStore(folder: blobFolder, limit: 1_048_576)),
            passwords: PasswordVerifier())
        officers = template.officers
    }
}

/// The migrated database that every test world is cloned from, made once per run.
actor Template {
    let cluster: ClusterForTests
    let rulebook: Rulebook
    let officers: [String: OfficerActor]
    private let admin: Pool

    static let gate = Gate(6)
    private static let made = Task { try await Template.make() }
    static func shared() async throws -> Template { try await made.value }

    private init(cluster: ClusterForTests, rulebook: Rulebook, officers: [String: OfficerActor], admin: Pool) {
        self.cluster = cluster
        self.rulebook = rulebook
        self.officers = officers
        self.admin = admin
    }

    private static func make() async throws -> Template {
        let cluster = ClusterForTests.shared
        let admin = Pool(
            PoolConfiguration(conninfo: cluster.conninfo(), lanes: 1, acquireTimeout: .seconds(300), statementTimeout: .seconds(60)))
        let roles = try String(contentsOfFile: TestWorld.root + "/sql/roles.sql", encoding: .utf8)
        try await admin.bare { db in
            try db.script(roles)
            try db.script("create database tiepdan_template owner tiepdan_owner template template0 encoding 'UTF8' locale 'C.UTF-8'")
        }
        let owner = Pool(
            PoolConfiguration(
                conninfo: cluster.conninfo(user: "tiepdan_owner", database: "tiepdan_template"), lanes: 1, statementTimeout: .zero))
        let start = Instant(microseconds: Int64(Day(2026, 11, 1).daysSince1970) * 86_400_000_000)
        _ = try await Installation.prepare(owner: owner, share: TestWorld.root, now: start)
        let rulebook = try Installation.rulebook(share: TestWorld.root)
        let casework = Casework(
            pool: owner, rulebook: rulebook,
            surroundings: Surroundings(now: { start }, random: .seeded("template"), blobs: BlobStore(folder: "/nonexistent", limit: 0)),
            passwords: PasswordVerifier())
        var officers: [String: OfficerActor] = [:]
        let op = Actor.operator(user: "test")
        let password = PasswordHash(
            of: TestWorld.password, cost: .init(logRounds: 4, blockSize: 8, parallelism: 1)!, random: .seeded("password"))
        for office in TestWorld.offices {
            var new = AdministrationDesk.NewOrganisation(
                code: office.code, kind: office.kind, level: office.key == "phohien" ? "commune" : "province", name: office.name,
                shortName: office.name, symbol: office.key.uppercased())
            new.province = "33"
            new.commune = office.key == "phohien" ? "11953" : nil
            _ = try await casework.administration.addOrganisation(new, by: op)
            for role in [Role.clerk, .officer, .leader] {
                let name = "\(office.key).\(role.rawValue)"
                _ = try await casework.administration.addOfficer(
                    username: name, fullName: "\(role.title) \(office.key)", title: role.title, organisation: office.code, roles: [role],
                    password: password, by: op)
                officers[name] = try await casework.signIn.impersonate(username: name)
            }
        }
        await owner.close()
        return Template(cluster: cluster, rulebook: rulebook, officers: officers, admin: admin)
    }

    /// Serialised by the actor: CREATE DATABASE takes its template for itself.
    func clone(_ name: String) async throws {
        try await admin.bare { db in try db.script("create database \(name) owner tiepdan_owner template tiepdan_template") }
    }

    func drop(_ name: String) async throws {
        try await admin.bare { db in try db.script("drop database \(name) with (force)") }
    }
}

/// Lets so many in at once.
actor Gate {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ places: Int) { free = places }

    func enter() async throws {
        if free > 0 {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
