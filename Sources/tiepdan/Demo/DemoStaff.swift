import Casework
import Identity
import Law

/// The offices of the demo and the people who work in them. An office nobody was named for gets a clerk, an officer and a leader.
final class DemoStaff {
    struct Office {
        var id: Int64
        var code: String
        var kind: OfficeKind
        var name: String
        var shortName: String
        var symbol: String
        var address: String
    }

    private let casework: Casework
    private let password: PasswordHash
    private(set) var offices: [String: Office] = [:]
    private var members: [String: [OfficerActor]] = [:]
    /// Chiefs of an office (Chánh Văn phòng), who stand aside of the stories: they approve and sign by order.
    private var chiefs: [String: OfficerActor] = [:]
    private var letters: [String: Int] = [:]
    private var drafted: [String: Int] = [:]
    private var dice = Dice("staff")

    init(casework: Casework, password: PasswordHash) {
        self.casework = casework
        self.password = password
    }

    private var desk: AdministrationDesk { casework.administration }

    /// Adds what is missing; an office or account that stands already is taken as it is.
    func load(_ material: DemoMaterial) async throws {
        for new in material.organisations {
            var known = try await existing(new.code)
            if known == nil { known = try await add(new) }
            guard let id = known else { continue }
            offices[new.code] = Office(
                id: id, code: new.code, kind: new.kind, name: new.name, shortName: new.shortName, symbol: new.symbol, address: new.address)
        }
        var taken = Set(try await desk.accounts(organisation: nil, by: Workplace.actor).map(\.username))
        for officer in material.officers { try await add(officer, unless: &taken) }
        named = members.keys.sorted()
        // Anybody who sends, settles or receives needs hands.
        let acting = Set(material.petitions.flatMap { [$0.bookOffice, $0.referTo ?? $0.bookOffice] } + material.visits.map(\.office))
        for code in acting.sorted() {
            guard let office = offices[code] else { continue }
            let present = members[code] ?? []
            for role in [Role.clerk, .officer, .leader] where !present.contains(where: { $0.roles.contains(role) }) {
                try await add(DemoNames.officer(role, of: office, &dice), unless: &taken)
            }
        }
    }

    private func existing(_ code: String) async throws -> Int64? {
        do {
            return try await desk.organisation(code: code, by: Workplace.actor).id
        } catch let problem as Problem where problem.kind == .missing {
            return nil
        }
    }

    private func add(_ office: DemoMaterial.Organisation) async throws -> Int64 {
        var new = AdministrationDesk.NewOrganisation(
            code: office.code, kind: office.kind, level: office.level, name: office.name, shortName: office.shortName, symbol: office.symbol
        )
        new.parent = office.parent
        new.headerStyle = office.headerStyle
        new.province = office.province
        new.commune = office.commune
        new.address = office.address
        new.phone = office.phone
        return try await desk.addOrganisation(new, by: Workplace.actor)
    }

    private func add(_ officer: DemoMaterial.Officer, unless taken: inout Set<String>) async throws {
        if taken.insert(officer.username).inserted {
            _ = try await desk.addOfficer(
                username: officer.username, fullName: officer.fullName, title: officer.title, organisation: officer.organisation,
                roles: officer.roles, password: password, by: Workplace.actor)
        }
        guard let office = offices[officer.organisation] else { return }
        let actor = try await casework.signIn.impersonate(username: officer.username, organisation: office.id)
        if officer.title == Self.chief {
            chiefs[officer.organisation] = actor
        } else {
            members[officer.organisation, default: []].append(actor)
        }
    }

    func office(_ code: String) throws -> Office {
        guard let office = offices[code] else { throw Complaint("the demo knows no office \(code)") }
        return office
    }

    func has(_ code: String) -> Bool { offices[code] != nil }

    /// Somebody of the office who holds the role.
    func somebody(_ role: Role, of code: String) throws -> OfficerActor {
        let fitting = (members[code] ?? []).filter { $0.roles.contains(role) && $0.works }
        guard !fitting.isEmpty else { throw Complaint("the demo has no \(role.rawValue) in \(code)") }
        return dice.pick(fitting)
    }

    /// Who holds the role in an office, in the order of the demo's files; leaves nothing to chance.
    func everybody(_ role: Role, of code: String) -> [OfficerActor] {
        (members[code] ?? []).filter { $0.roles.contains(role) && $0.works }
    }

    private static let chief = "Chánh Văn phòng"

    /// Who approves and signs by order in the office, where it has such a one.
    func chief(of code: String) -> OfficerActor? { chiefs[code] }

    /// Who administers the office, where the demo names one.
    func administrator(of code: String) -> OfficerActor? { (members[code] ?? []).first { $0.roles.contains(.admin) } }

    /// Offices in which anybody works, by code.
    var acting: [String] { members.keys.sorted() }

    /// Offices whose people the demo names: the newcomer signs in there, so there is something to see.
    private(set) var named: [String] = []

    /// The next number of a paper that was drafted here, for example `401/TTHĐND`; nothing of it is chance.
    func outgoing(_ code: String) throws -> String {
        let office = try office(code)
        let number = drafted[code, default: 400] + 1
        drafted[code] = number
        return "\(number)/\(office.symbol)"
    }

    /// The next number of an office's outgoing papers, for example `87/PC-TTHĐND`.
    func letter(_ code: String, _ kind: String) throws -> String {
        let office = try office(code)
        let number = letters[code, default: dice.among(12...60)] + dice.among(1...5)
        letters[code] = number
        return "\(number)/\(kind)-\(office.symbol)"
    }
}
