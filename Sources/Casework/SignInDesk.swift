public import Identity
import Law
public import Postgres
import Records

/// Who is asking: passwords, browser sessions, API tokens.
public struct SignInDesk: Sendable {
    let casework: Casework

    /// A signed-in browser: the secret goes into the cookie, only its digest is stored.
    public struct SignedIn: Sendable {
        public var secret: Secret
        public var officer: OfficerActor
        public var expires: Instant
    }

    /// Failures within this time count; after `most` of them the name waits.
    static let window: Int64 = 15 * 60 * 1_000_000
    static let most = 10

    /// - Throws: `Problem` `wrong_credentials` (401), `too_many_attempts` (429) or `busy` (503). Unknown names take as long as known ones.
    public func signIn(username: String, password: String, hours: Int) async throws -> SignedIn {
        let name = try Text.clean(username, field: "username", most: 64).lowercased()
        let now = casework.surroundings.now()
        let system = Actor.system(job: "sign-in")
        let found = try await casework.read(by: system) { work in
            (
                row: try OfficeRecords.officer(work.db, username: name),
                failures: try OfficeRecords.failures(work.db, username: name, since: Instant(microseconds: now.microseconds - Self.window))
            )
        }
        if found.failures >= Self.most {
            throw Problem(.tooMany, code: "too_many_attempts", message: "Đăng nhập sai quá nhiều lần. Hãy thử lại sau 15 phút.")
        }
        let stored = found.row.flatMap { $0.active ? $0.password : nil }.flatMap(PasswordHash.init(phc:))
        let right: Bool
        do {
            right = try await casework.passwords.verify(password, against: stored)
        } catch {
            throw Problem(.unavailable, code: "busy", message: "Hệ thống đang bận, hãy thử lại sau giây lát.")
        }
        guard right, let row = found.row else {
            try await casework.write(by: system) { work in try OfficeRecords.recordFailure(work.db, username: name, now: work.now) }
            throw Problem(.unauthenticated, code: "wrong_credentials", message: "Tên đăng nhập hoặc mật khẩu không đúng.")
        }
        let secret = Secret(random: casework.surroundings.random)
        let expires = Instant(microseconds: now.microseconds + Int64(hours) * 3_600_000_000)
        let officer = try await casework.write(by: system) { work in
            try OfficeRecords.clearFailures(work.db, username: name)
            let post = try OfficeRecords.posts(work.db, officer: row.id).first?.organisation ?? row.home
            try OfficeRecords.openSession(
                work.db, hash: secret.digest, officer: row.id, organisation: post, now: work.now, expires: expires)
            guard let identity = try OfficeRecords.identity(work.db, officer: row.id, organisation: post) else {
                throw Problem.notPermitted
            }
            return OfficerActor(identity)
        }
        return SignedIn(secret: secret, officer: officer, expires: expires)
    }

    /// The officer behind a cookie, or nil when it is unknown or has expired.
    public func officer(session secret: Secret) async throws -> OfficerActor? {
        try await casework.guarded {
            try await casework.pool.bare { db in
                try OfficeRecords.identity(db, sessionHash: secret.digest, now: casework.surroundings.now()).map(OfficerActor.init)
            }
        }
    }

    /// The officer behind a bearer token, or nil when it is unknown, revoked or has expired.
    public func officer(token secret: Secret) async throws -> OfficerActor? {
        try await casework.guarded {
            try await casework.pool.bare { db in
                try OfficeRecords.identity(db, tokenHash: secret.digest, now: casework.surroundings.now()).map(OfficerActor.init)
            }
        }
    }

    public func signOut(_ secret: Secret) async throws {
        try await casework.write(by: .system(job: "sign-in")) { work in try OfficeRecords.closeSession(work.db, hash: secret.digest) }
    }

    public struct Post: Sendable, Codable, Equatable {
        public var organisation: Int64
        public var name: String
        public var roles: [String]
    }

    /// The offices where the officer holds a role.
    public func posts(of officer: OfficerActor) async throws -> [Post] {
        try await casework.read(by: .officer(officer)) { work in
            try OfficeRecords.posts(work.db, officer: officer.id).map {
                Post(organisation: $0.organisation, name: $0.name, roles: $0.roles)
            }
        }
    }

    /// Lets a signed-in officer act for another office where he holds a role.
    public func switchOffice(_ secret: Secret, to organisation: Int64, officer: OfficerActor) async throws {
        try await casework.write(by: .officer(officer)) { work in
            guard try OfficeRecords.posts(work.db, officer: officer.id).contains(where: { $0.organisation == organisation }) else {
                throw Problem.notPermitted
            }
            try OfficeRecords.switchSession(work.db, hash: secret.digest, organisation: organisation)
        }
    }

    /// The officer named, acting for his first office or the one given: for the operator's `--as` and for tests.
    public func impersonate(username: String, organisation: Int64? = nil) async throws -> OfficerActor {
        try await casework.read(by: .operator(user: "operator")) { work in
            guard let row = try OfficeRecords.officer(work.db, username: username.lowercased()), row.active else {
                throw Problem.missing("cán bộ")
            }
            let post = try organisation ?? OfficeRecords.posts(work.db, officer: row.id).first?.organisation ?? row.home
            guard let identity = try OfficeRecords.identity(work.db, officer: row.id, organisation: post) else {
                throw Problem.missing("cán bộ")
            }
            return OfficerActor(identity)
        }
    }
}

extension OfficerActor {
    init(_ row: OfficeRecords.Identity) {
        self.init(
            id: row.id, fullName: row.fullName, title: row.title, organisation: row.organisation, organisationName: row.organisationName,
            organisationShortName: row.organisationShortName, office: row.office, roles: Set(row.roles.compactMap(Role.init(rawValue:))))
    }
}
