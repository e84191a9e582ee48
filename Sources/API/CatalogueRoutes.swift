import Casework
import Law

extension APIRoutes {
    /// Lists to choose from, settings, and who the caller is.
    var catalogueRoutes: [Route] {
        [
            .get("communes", query: ["q"]) { [casework] call in
                try Answer.list(try await casework.catalogues.communes(call.query.text("q") ?? "", by: call.actor))
            },
            .get("fields") { [casework] call in try Answer.list(try await casework.catalogues.fields(by: call.actor)) },
            .get("ethnic-groups") { [casework] call in try Answer.list(try await casework.catalogues.ethnicGroups(by: call.actor)) },
            .get("organisations", query: ["q", "limit"]) { [casework] call in
                try Answer.list(
                    try await casework.catalogues.organisations(
                        call.query.text("q"), limit: try call.query.limit(default: 50, most: 500), by: call.actor))
            },
            .get("settings") { [casework] call in try Answer.list(try await casework.administration.settings(by: call.actor)) },
            .get("me") { [casework] call in
                let officer = try call.actor.officer()
                return try Answer.json(MeView(officer, posts: try await casework.signIn.posts(of: officer)))
            },
        ]
    }
}

/// The officer behind the token.
struct MeView: Codable, Sendable, Equatable {
    var id: Int64
    var fullName: String
    var title: String
    var organisation: Int64
    var organisationName: String
    var office: OfficeKind
    var roles: [Role]
    var posts: [SignInDesk.Post]

    init(_ officer: OfficerActor, posts: [SignInDesk.Post]) {
        id = officer.id
        fullName = officer.fullName
        title = officer.title
        organisation = officer.organisation
        organisationName = officer.organisationName
        office = officer.office
        roles = officer.roles.sorted { $0.rawValue < $1.rawValue }
        self.posts = posts
    }
}
