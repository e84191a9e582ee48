import Casework
import Foundation
import Law

/// What the demo is made of: `demo/*.csv` and `demo/*.json` of the share folder.
struct DemoMaterial {
    struct Organisation {
        var code: String
        var parent: String?
        var kind: OfficeKind
        var level: String
        var name: String
        var shortName: String
        var symbol: String
        var province: String?
        var commune: String?
        var headerStyle: String
        var phone: String
        var address: String
    }

    struct Officer {
        var username: String
        var fullName: String
        var title: String
        var organisation: String
        var roles: [Role]
    }

    struct Person: Decodable {
        var name: String
        var gender: String?
        var birthYear: Int?
        var idKind: String?
        var idNumber: String?
        var phone: String?
        var address: String?
        var oldAddress: String?
        var communeCode: String?
        var ethnic: String?
        var occupation: String?
        var people: Int?
        var representatives: [Person]?
        var authorised: Authorised?
    }

    struct Authorised: Decodable {
        var name: String
        var paperKind: String
        var paperNumber: String?
        var paperDaysAgo: Int?
        var address: String?
    }

    struct Paper: Decodable {
        var name: String
        var pages: Int
        var kind: String
    }

    struct Petition: Decodable {
        var key: String
        var kind: PetitionKind
        var title: String
        var body: String
        var request: String?
        var petitioner: Person
        var petitionerKind: String?
        var respondent: String?
        var field: String?
        var channel: Channel
        var receivedDaysAgo: Int
        var letterDaysAgo: Int?
        var bookOffice: String
        var story: String
        var referTo: String?
        var papers: [Paper]?
        var pseudonym: String?
        var paperFileNumber: String?
        var priorResolution: String?
        var ineligibleReason: String?
        var sourceBody: String?
        var sourceLetterNumber: String?
        var duplicateOf: String?
    }

    struct Visit: Decodable {
        var key: String
        var office: String
        var sessionKind: SessionKind
        var sessionGround: String?
        var people: Int
        var visitor: Person
        var outcome: String
        var refusalGround: String?
        var shownTo: String?
        var summary: String
        var kind: PetitionKind?
        var field: String?
        var denunciation: Bool
        var daysAgo: Int
        var repeated: Bool?
        var appointmentInDays: Int?
        var writtenByOfficer: Bool?
    }

    var organisations: [Organisation] = []
    var officers: [Officer] = []
    var petitions: [Petition] = []
    var visits: [Visit] = []

    /// Codes of the provinces' councils.
    var councils: [String] { organisations.filter { $0.kind == .peopleCouncil }.map(\.code) }

    /// - Parameter provinces: codes of the provinces wanted; what belongs to other offices is left out.
    init(folder: String, provinces: Set<String>) throws {
        organisations = try Self.rows(folder + "/organisations.csv").map(Self.organisation).filter { provinces.contains($0.province ?? "") }
        let known = Set(organisations.map(\.code))
        officers = try Self.rows(folder + "/officers.csv").map(Self.officer).filter { known.contains($0.organisation) }
        petitions = try Self.decoded([Petition].self, folder + "/petitions.json").filter { known.contains($0.bookOffice) }
        visits = try Self.decoded([Visit].self, folder + "/visits.json").filter { known.contains($0.office) }
        if organisations.isEmpty { throw Complaint("\(folder) holds no offices of province \(provinces.sorted().joined(separator: ", "))") }
    }

    private static func organisation(_ row: [String: String]) throws -> Organisation {
        guard let kind = OfficeKind(rawValue: row["kind"] ?? "") else {
            throw Complaint("organisations.csv: unknown kind \(row["kind"] ?? "")")
        }
        func some(_ name: String) -> String? { row[name].flatMap { $0.isEmpty ? nil : $0 } }
        return Organisation(
            code: row["code"] ?? "", parent: some("parent"), kind: kind, level: row["level"] ?? "", name: row["name"] ?? "",
            shortName: row["short_name"] ?? "", symbol: row["symbol"] ?? "", province: some("province_code"), commune: some("commune_code"),
            headerStyle: some("header_style") ?? "state", phone: row["phone"] ?? "", address: row["address"] ?? "")
    }

    private static func officer(_ row: [String: String]) throws -> Officer {
        let roles = try (row["roles"] ?? "").split(separator: "|").map { word in
            guard let role = Role(rawValue: String(word)) else { throw Complaint("officers.csv: unknown role \(word)") }
            return role
        }
        return Officer(
            username: row["username"] ?? "", fullName: row["full_name"] ?? "", title: row["title"] ?? "",
            organisation: row["organisation_code"] ?? "", roles: roles)
    }

    private static func rows(_ path: String) throws -> [[String: String]] {
        let rows = try Installation.rows(path)
        return rows.dropFirst().map { row in Dictionary(zip(rows[0], row)) { first, _ in first } }
    }

    private static func decoded<T: Decodable>(_ type: T.Type, _ path: String) throws -> T {
        guard let data = FileManager.default.contents(atPath: path) else { throw Complaint("cannot read \(path)") }
        do {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(type, from: data)
        } catch {
            throw Complaint("\(path): \(error)")
        }
    }
}
