public import Identity
public import Law
import Postgres
import Records

/// What the operator does from his shell: offices, accounts, tokens, calendar, settings, law. Every change is a line of the installation's chain.
public struct AdministrationDesk: Sendable {
    let casework: Casework

    public struct NewOrganisation: Sendable {
        public var code: String
        public var parent: String?
        public var kind: OfficeKind
        public var level: String
        public var name: String
        public var shortName: String
        public var symbol: String
        public var headerStyle: String = "state"
        public var province: String?
        public var commune: String?
        public var address: String = ""
        public var phone: String = ""
        /// Its first day, before which it owes no reception; nil for the day from which all offices of today's map are there.
        public var since: Day?
        public init(code: String, kind: OfficeKind, level: String, name: String, shortName: String, symbol: String) {
            self.code = code
            self.kind = kind
            self.level = level
            self.name = name
            self.shortName = shortName
            self.symbol = symbol
        }
    }

    public func addOrganisation(_ new: NewOrganisation, by actor: Actor) async throws -> Int64 {
        try requireOperator(actor)
        return try await casework.write(by: actor) { work in
            let id = try OfficeRecords.insertOrganisation(
                work.db, code: new.code, parent: new.parent, kind: new.kind, level: new.level, name: new.name, shortName: new.shortName,
                symbol: new.symbol, headerStyle: new.headerStyle, province: new.province, commune: new.commune, address: new.address,
                phone: new.phone)
            if let day = new.since { try OfficeChangeRecords.setValidFrom(work.db, office: id, day) }
            try work.note("organisation", "added", target: String(id))
            return id
        }
    }

    public func organisation(code: String, by actor: Actor) async throws -> CatalogueDesk.Organisation {
        try await casework.read(by: actor) { work in
            guard let row = try OfficeRecords.organisation(work.db, code: code) else { throw Problem.missing("cơ quan mã \(code)") }
            return CatalogueDesk.Organisation(row)
        }
    }

    public struct Account: Codable, Sendable, Equatable {
        public var id: Int64
        public var username: String
        public var fullName: String
        public var title: String
        public var active: Bool
        public var posts: [SignInDesk.Post]
    }

    /// - Parameter password: nil makes an account that cannot sign in with a password (tokens only).
    public func addOfficer(
        username: String, fullName: String, title: String, organisation: String, roles: [Role], password: PasswordHash?, by actor: Actor
    ) async throws -> Int64 {
        try requireOperator(actor)
        let name = try Text.require(username, field: "username", most: 64).lowercased()
        guard name.count >= 2, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) }) else {
            throw Problem.invalid("username", "invalid_username", "Tên đăng nhập gồm chữ không dấu, số, dấu chấm, gạch.")
        }
        let full = try Text.require(fullName, field: "fullName", most: 200)
        return try await casework.write(by: actor) { work in
            guard let office = try OfficeRecords.organisation(work.db, code: organisation) else {
                throw Problem.missing("cơ quan mã \(organisation)")
            }
            try Self.refuseClosed(office)
            let id = try OfficeRecords.insertOfficer(
                work.db, username: name, fullName: full, title: title, home: office.id, password: password?.phc, now: work.now)
            for role in roles { try OfficeRecords.grant(work.db, officer: id, organisation: office.id, role: role) }
            try work.note("officer", "added", target: String(id))
            return id
        }
    }

    public func grant(_ role: Role, to username: String, in organisation: String, revoke: Bool = false, by actor: Actor) async throws {
        try requireOperator(actor)
        try await casework.write(by: actor) { work in
            guard let officer = try OfficeRecords.officer(work.db, username: username) else { throw Problem.missing("cán bộ \(username)") }
            guard let office = try OfficeRecords.organisation(work.db, code: organisation) else {
                throw Problem.missing("cơ quan mã \(organisation)")
            }
            if revoke {
                try OfficeRecords.revoke(work.db, officer: officer.id, organisation: office.id, role: role)
            } else {
                try Self.refuseClosed(office)
                try OfficeRecords.grant(work.db, officer: officer.id, organisation: office.id, role: role)
            }
            try work.note("role", revoke ? "revoked" : "granted", target: "\(officer.id)@\(office.id):\(role.rawValue)")
        }
    }

    public func setPassword(_ username: String, to password: PasswordHash, by actor: Actor) async throws {
        try requireOperator(actor)
        try await casework.write(by: actor) { work in
            guard let officer = try OfficeRecords.officer(work.db, username: username) else { throw Problem.missing("cán bộ \(username)") }
            try OfficeRecords.setPassword(work.db, officer: officer.id, password: password.phc)
            try work.note("officer", "password_set", target: String(officer.id))
        }
    }

    public func setActive(_ username: String, _ active: Bool, by actor: Actor) async throws {
        try requireOperator(actor)
        try await casework.write(by: actor) { work in
            guard let officer = try OfficeRecords.officer(work.db, username: username) else { throw Problem.missing("cán bộ \(username)") }
            try OfficeRecords.setActive(work.db, officer: officer.id, active: active)
            try work.note("officer", active ? "activated" : "deactivated", target: String(officer.id))
        }
    }

    /// The accounts of an office, or of all. An officer who does not administer sees his own office's, whatever he asks for.
    public func accounts(organisation: String?, by actor: Actor) async throws -> [Account] {
        var own: Int64?
        if case .officer(let officer) = actor, !officer.roles.contains(.admin) {
            own = officer.organisation
        } else {
            try requireOperator(actor)
        }
        let colleagues = own
        return try await casework.read(by: actor) { work in
            let wanted = try organisation.map { code in
                guard let row = try OfficeRecords.organisation(work.db, code: code) else { throw Problem.missing("cơ quan mã \(code)") }
                return row.id
            }
            let office = colleagues ?? wanted
            return try OfficeRecords.officers(work.db, organisation: office).map { row in
                Account(
                    id: row.id, username: row.username, fullName: row.fullName, title: row.title, active: row.active,
                    posts: try OfficeRecords.posts(work.db, officer: row.id).map {
                        SignInDesk.Post(organisation: $0.organisation, name: $0.name, roles: $0.roles)
                    })
            }
        }
    }

    /// A bearer token for the API; its secret is shown once.
    public func addToken(username: String, organisation: String?, name: String, days: Int?, by actor: Actor) async throws -> (
        id: Int64, secret: Secret
    ) {
        try requireOperator(actor)
        let secret = Secret(random: casework.surroundings.random)
        let officer = try await casework.signIn.impersonate(username: username)
        let id = try await casework.write(by: actor) { work in
            let office = try organisation.map { code in
                guard let row = try OfficeRecords.organisation(work.db, code: code) else { throw Problem.missing("cơ quan mã \(code)") }
                return row.id
            }
            let expires = days.map { Instant(microseconds: work.now.microseconds + Int64($0) * 86_400_000_000) }
            let id = try OfficeRecords.insertToken(
                work.db, hash: secret.digest, officer: officer.id, organisation: office ?? officer.organisation, name: name, now: work.now,
                expires: expires)
            try work.note("token", "added", target: String(id))
            return id
        }
        return (id, secret)
    }

    public func revokeToken(_ id: Int64, by actor: Actor) async throws {
        try requireOperator(actor)
        try await casework.write(by: actor) { work in
            if try OfficeRecords.revokeToken(work.db, id: id, now: work.now) == 0 { throw Problem.missing("mã truy cập") }
            try work.note("token", "revoked", target: String(id))
        }
    }

    public struct TokenLine: Codable, Sendable, Equatable {
        public var id: Int64
        public var name: String
        public var username: String
        public var organisation: String
        public var createdAt: String
        public var expiresAt: String?
        public var revokedAt: String?
    }
    public func tokens(by actor: Actor) async throws -> [TokenLine] {
        try requireOperator(actor)
        return try await casework.read(by: actor) { work in
            try OfficeRecords.tokens(work.db).map {
                TokenLine(
                    id: $0.id, name: $0.name, username: $0.username, organisation: $0.organisationName,
                    createdAt: $0.createdAt.vietnamISO8601,
                    expiresAt: $0.expiresAt?.vietnamISO8601, revokedAt: $0.revokedAt?.vietnamISO8601)
            }
        }
    }

    public struct SettingLine: Codable, Sendable, Equatable {
        public var key: String
        public var title: String
        public var value: Int
        /// default | all | office
        public var from: String
    }
    /// Every amount the law leaves open, with what stands for it now.
    public func settings(by actor: Actor) async throws -> [SettingLine] {
        try await casework.read(by: actor) { work in
            let organisation = (try? work.officer().organisation) ?? 0
            var lines = [DeskSettings.dueSoon] + DeskSettings.papers + casework.receptionDuties.settings
            for version in work.reference.versions.values.sorted(by: { $0.id > $1.id }) {
                let ofClocks = version.clocks.compactMap { clock -> DaySetting? in
                    guard case .setting(let key, let standard) = clock.amount else { return nil }
                    return DaySetting(key: key, title: clock.title, standard: standard)
                }
                for setting in version.daySettings + ofClocks where !lines.contains(where: { $0.key == setting.key }) {
                    lines.append(setting)
                }
            }
            return lines.sorted { $0.key < $1.key }.map { line in
                if let own = work.reference.settings[organisation]?[line.key] {
                    return SettingLine(key: line.key, title: line.title, value: own, from: "office")
                }
                if let all = work.reference.settings[nil]?[line.key] {
                    return SettingLine(key: line.key, title: line.title, value: all, from: "all")
                }
                return SettingLine(key: line.key, title: line.title, value: line.standard, from: "default")
            }
        }
    }
    public func set(_ key: String, to value: Int, organisation: String?, by actor: Actor) async throws {
        try requireOperator(actor)
        guard (0...3660).contains(value) else { throw Problem.invalid("value", "out_of_range", "Số ngày từ 0 đến 3660.") }
        let known = try await settings(by: actor).contains { $0.key == key }
        if !known { throw Problem.invalid("key", "unknown_setting", "Không có thiết lập “\(key)”.") }
        try await casework.write(by: actor) { work in
            let office = try organisation.map { code in
                guard let row = try OfficeRecords.organisation(work.db, code: code) else { throw Problem.missing("cơ quan mã \(code)") }
                return row.id
            }
            try CalendarRecords.set(work.db, organisation: office, key: key, value: value)
            try work.note("setting", "set", target: key, payload: "{\"value\": \(value)}")
        }
        casework.forgetReference()
    }

    /// Nobody works for an office that has closed.
    private static func refuseClosed(_ office: OfficeRecords.OrganisationRow) throws(Problem) {
        if office.validTo != nil {
            throw Problem.invalid("office", "office_closed", "Cơ quan mã \(office.code) đã chấm dứt hoạt động.")
        }
    }

    func requireOperator(_ actor: Actor) throws(Problem) {
        switch actor {
        case .operator: return
        case .officer(let officer) where officer.roles.contains(.admin): return
        default: throw Problem.notPermitted
        }
    }
}

extension Work {
    /// A line of the installation's chain.
    func note(_ topic: String, _ event: String, target: String, payload: String = "{}") throws {
        try OfficeRecords.note(db, topic: topic, event: event, target: target, payload: JSONB(payload), now: now)
    }
}
