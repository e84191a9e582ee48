import Casework
import Identity
import Law
import Postgres
import TestSupport

/// Two communes of the province, each with a clerk, an officer and a leader, and what they have on their desks.
struct TwoCommunes {
    let world: TestWorld
    static let hongNam = "HY-UB-HN"
    static let quangChau = "HY-UB-QC"
    static let successor = "HY-UB-SN"

    init(_ world: TestWorld) async throws {
        self.world = world
        for (key, code, name, commune) in [
            ("hn", Self.hongNam, "xã Hồng Nam", "11953"), ("qc", Self.quangChau, "xã Quảng Châu", "11977"),
        ] {
            var new = AdministrationDesk.NewOrganisation(
                code: code, kind: .communeCommittee, level: "commune", name: "Ủy ban nhân dân \(name)", shortName: "UBND \(name)",
                symbol: key.uppercased())
            new.province = "33"
            new.commune = commune
            new.parent = "HY-UBND"
            try await add(new, key: key)
        }
    }

    /// An office with people of its own.
    func add(_ new: AdministrationDesk.NewOrganisation, key: String) async throws {
        _ = try await world.casework.administration.addOrganisation(new, by: Self.operator)
        let password = PasswordHash(
            of: TestWorld.password, cost: .init(logRounds: 4, blockSize: 8, parallelism: 1)!, random: .seeded(key))
        for role in [Role.clerk, .officer, .leader] {
            _ = try await world.casework.administration.addOfficer(
                username: "\(key).\(role.rawValue)", fullName: "\(role.title) \(key)", title: role.title, organisation: new.code,
                roles: [role], password: password, by: Self.operator)
        }
    }

    static let `operator` = Actor.operator(user: "test")

    func actor(_ name: String) async throws -> Actor { .officer(try await world.casework.signIn.impersonate(username: name)) }
    func office(_ code: String) async throws -> Int64 {
        try await world.casework.administration.organisation(code: code, by: Self.operator).id
    }

    func register(
        _ title: String, name: String = "Nguyễn Văn An", commune: String? = nil, by clerk: String
    ) async throws -> RegisteredPetition {
        var draft = world.draft(.feedback, name: name, title: title)
        draft.incidentCommune = commune
        return try await world.casework.petitions.register(draft, key: nil, by: actor(clerk))
    }

    @discardableResult
    func step(_ caseID: Int64, _ event: String, _ facts: [String: FactInput] = [:], by name: String) async throws -> StepView {
        let seen = try await world.stand(of: caseID).seq
        return try await world.casework.cases.step(
            caseID, EventDraft(event: event, occurredOn: nil, facts: facts, expectedSequence: seen), key: nil, by: actor(name))
    }

    /// Classified as another's business and sent there; the referral and its case.
    func refer(_ petition: RegisteredPetition, to office: Int64, by officer: String) async throws -> (referral: Int64, caseID: Int64) {
        try await step(
            petition.caseID, "classify",
            ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")], by: officer)
        let sent = try await step(
            petition.caseID, "refer",
            ["recipient": .number(office), "letter_number": .text("7/CV"), "letter_date": .text(world.clock.today.iso)], by: officer)
        return (sent.created["referral"]!, sent.created["referralCase"]!)
    }

    /// Both become one office, made for it.
    func merge(preview: Bool = false, on day: Day = Day(2026, 11, 19)) async throws -> OfficeChangeReport {
        var merge = OfficeMerge(olds: [Self.hongNam, Self.quangChau], into: Self.successor, on: day)
        var new = AdministrationDesk.NewOrganisation(
            code: Self.successor, kind: .communeCommittee, level: "commune", name: "Ủy ban nhân dân phường Sơn Nam",
            shortName: "UBND phường Sơn Nam", symbol: "SN")
        new.province = "33"
        new.commune = "11977"
        new.parent = "HY-UBND"
        merge.new = new
        merge.documentNumber = "123/NQ-HĐND"
        merge.documentDate = Day(2026, 11, 10)
        return try await world.casework.offices.merge(merge, preview: preview, owner: world.owner, by: Self.operator)
    }

    /// Every clock of these cases, as it stands.
    func clocks(_ cases: [Int64]) async throws -> [String] {
        try await world.superuser.read { db in
            try db.values("select k::text from tiepdan.clock k where k.case_id = any(\(cases)) order by k.id", as: String.self)
        }
    }
}
