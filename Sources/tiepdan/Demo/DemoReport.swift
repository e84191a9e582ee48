import Casework
import Law
import Postgres

/// What the newcomer needs: who can sign in, and three receipt codes to look up.
struct DemoReport {
    private let place: Workplace
    private let material: DemoMaterial
    private let password: String

    init(_ place: Workplace, _ material: DemoMaterial, password: String) {
        self.place = place
        self.material = material
        self.password = password
    }

    private struct Account: Encodable {
        var username: String
        var name: String
        var office: String
        var roles: [String]
    }
    private struct Receipt: Encodable {
        var code: String
        var title: String
        var state: String
    }
    private struct Answer: Encodable {
        var password: String
        var accounts: [Account]
        var receipts: [Receipt]
        var petitions: Int
    }

    func show(json: Bool) async throws {
        let named = Set(material.officers.map(\.username))
        let accounts = try await place.casework.administration.accounts(organisation: nil, by: place.actor).flatMap { account in
            account.posts.map { Account(username: account.username, name: account.fullName, office: $0.name, roles: $0.roles) }
        }
        let receipts = try await receipts()
        if json {
            let petitions = try await place.pool.read { db in try DemoMark.read(db).petitions }
            return try Screen.show(Answer(password: password, accounts: accounts, receipts: receipts, petitions: petitions))
        }
        let shown = accounts.filter { named.contains($0.username) }
        Screen.table(
            ["username", "name", "office", "roles"], shown.map { [$0.username, $0.name, $0.office, $0.roles.joined(separator: ", ")] })
        if accounts.count > shown.count { Screen.say("… and \(accounts.count - shown.count) more: tiepdan user list") }
        Screen.say("password of all: \(password)")
        for receipt in receipts { Screen.say("receipt \(receipt.code): \(receipt.title) (\(receipt.state))") }
    }

    /// One petition that is finished, one that waits for another office, one that is new.
    private func receipts() async throws -> [Receipt] {
        guard let council = material.organisations.first(where: { $0.kind == .peopleCouncil }) else { return [] }
        let reader = Actor.officer(try await place.reader(of: council.code))
        let lines = try await place.casework.petitions.list(PetitionFilter(limit: 200), by: reader).items
        var receipts: [Receipt] = []
        for state in ["closed", "transferred", "received"] {
            guard let line = lines.first(where: { $0.state == state && $0.kind != .denunciation }) else { continue }
            let petition = try await place.casework.petitions.petition(line.petition, by: reader)
            receipts.append(Receipt(code: petition.receiptCode, title: petition.title, state: petition.stateTitle))
        }
        return receipts
    }
}
