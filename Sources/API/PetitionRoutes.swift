import Casework
import Law

extension APIRoutes {
    /// The book of petitions. Duplicates are asked by POST, so that no name ends up in a proxy's log.
    var petitionRoutes: [Route] {
        [
            .get("petitions", query: ["q", "state", "kind", "overdue", "dueSoon", "open", "organisation", "book", "cursor", "limit"]) {
                [casework] call in
                let filter = PetitionFilter(
                    q: call.query.text("q"), state: call.query.text("state"), kind: try call.query.code("kind", as: PetitionKind.self),
                    overdue: try call.query.flag("overdue"), dueSoon: try call.query.flag("dueSoon"), open: try call.query.flag("open"),
                    organisation: try call.query.id("organisation"), book: try call.query.id("book"), cursor: call.query.text("cursor"),
                    limit: try call.query.limit())
                return try Answer.json(try await casework.petitions.list(filter, by: call.actor))
            },
            .post("petitions") { [casework] call in
                let registered = try await casework.petitions.register(
                    try await call.body(PetitionDraft.self), key: call.key, by: call.actor)
                return try Answer.created(registered, at: "/api/v1/petitions/\(registered.petition)")
            },
            .post("petitions/duplicates") { [casework] call in
                let asked = try await call.body(DuplicateQuestion.self)
                return try Answer.list(
                    try await casework.petitions.duplicates(name: asked.name, idNumber: asked.idNumber, words: asked.words, by: call.actor))
            },
            .get("petitions/{id}") { [casework] call in
                try Answer.json(try await casework.petitions.petition(try call.id("đơn"), by: call.actor))
            },
            .get("petitions/{id}/events") { [casework] call in
                let own = try await casework.cases.ownCase(ofPetition: try call.id("đơn"), by: call.actor)
                return try Answer.list(try await casework.cases.journal(own, by: call.actor))
            },
            .post("petitions/{id}/events") { [casework] call in
                let draft = try await call.body(EventDraft.self)
                let own = try await casework.cases.ownCase(ofPetition: try call.id("đơn"), by: call.actor)
                return try Answer.created(
                    try await casework.cases.step(own, draft, key: call.key, by: call.actor), at: "/api/v1/cases/\(own)/events")
            },
            .get("petitions/{id}/referrals") { [casework] call in
                try Answer.list(try await casework.petitions.petition(try call.id("đơn"), by: call.actor).referrals)
            },
            .post("petitions/{id}/referrals") { [casework] call in
                let asked = try await call.body(ReferralRequest.self)
                let draft = EventDraft(
                    event: "refer", occurredOn: asked.occurredOn, facts: asked.facts, expectedSequence: asked.expectedSequence)
                let step = try await casework.referrals.refer(petition: try call.id("đơn"), draft, key: call.key, by: call.actor)
                return try Answer.created(step, at: step.created["referral"].map { "/api/v1/referrals/\($0)" })
            },
        ]
    }
}

private struct DuplicateQuestion: Decodable {
    var name: String?
    var idNumber: String?
    var words: String?
}

/// The event `refer` of the office's own case: its facts, and the sequence that was seen.
private struct ReferralRequest: Decodable {
    var occurredOn: Day?
    var facts: [String: FactInput]?
    var expectedSequence: Int
}
