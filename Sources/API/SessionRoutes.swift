import Casework
import Law

extension APIRoutes {
    /// Reception sessions, their visits, and the standing schedule.
    var sessionRoutes: [Route] {
        [
            .get("sessions", query: ["from", "to", "cursor", "limit"]) { [casework] call in
                try Answer.json(
                    try await casework.sessions.list(
                        from: try call.query.day("from"), to: try call.query.day("to"), cursor: call.query.text("cursor"),
                        limit: try call.query.limit(), by: call.actor))
            },
            .post("sessions") { [casework] call in
                let opened = try await casework.sessions.open(try await call.body(SessionDraft.self), key: call.key, by: call.actor)
                return try Answer.created(opened, at: "/api/v1/sessions/\(opened.session)")
            },
            .get("sessions/{id}") { [casework] call in
                try Answer.json(try await casework.sessions.session(try call.id("buổi tiếp"), by: call.actor))
            },
            .get("sessions/{id}/visits") { [casework] call in
                try Answer.list(try await casework.visits.visits(session: try call.id("buổi tiếp"), by: call.actor))
            },
            .post("sessions/{id}/visits") { [casework] call in
                let draft = try await call.body(VisitRequest.self).draft(session: try call.id("buổi tiếp"))
                let registered = try await casework.visits.register(draft, key: call.key, by: call.actor)
                return try Answer.created(registered, at: "/api/v1/visits/\(registered.visit)")
            },
            .get("visits/{id}") { [casework] call in
                try Answer.json(try await casework.visits.visit(try call.id("lượt tiếp"), by: call.actor))
            },
            .post("visits/{id}/people") { [casework] call in
                let people = try await call.body(PeopleRequest.self).people
                return try Answer.json(
                    try await casework.visits.addPeople(people, to: try call.id("lượt tiếp"), key: call.key, by: call.actor))
            },
            .get("schedule") { [casework] call in try Answer.list(try await casework.sessions.schedules(by: call.actor)) },
            .post("schedule") { [casework] call in
                try Answer.created(
                    try await casework.sessions.publishSchedule(try await call.body(ScheduleDraft.self), key: call.key, by: call.actor),
                    at: nil)
            },
        ]
    }
}

/// The list of a group.
struct PeopleRequest: Decodable {
    var people: [PersonDraft]
}

/// A `VisitDraft` whose session is in the address.
private struct VisitRequest: Decodable {
    var filerKind: String?
    var people: Int?
    var representatives: Int?
    var appointmentSigned: Bool?
    var appointmentOn: Day?
    var visitors: [PersonDraft]?
    var authorised: AuthorisedDraft?
    var denunciation: Bool?
    var repeated: Bool?
    var wantsReply: Bool?
    var summary: String?
    var request: String?
    var priorBodies: String?
    var settlementPapers: String?
    var reviewPapers: String?
    var matter: Int64?
    var appointment: Int64?

    func draft(session: Int64) -> VisitDraft {
        var draft = VisitDraft(session: session)
        draft.filerKind = filerKind
        draft.people = people
        draft.representatives = representatives
        draft.appointmentSigned = appointmentSigned
        draft.appointmentOn = appointmentOn
        draft.visitors = visitors
        draft.authorised = authorised
        draft.denunciation = denunciation
        draft.repeated = repeated
        draft.wantsReply = wantsReply
        draft.summary = summary
        draft.request = request
        draft.priorBodies = priorBodies
        draft.settlementPapers = settlementPapers
        draft.reviewPapers = reviewPapers
        draft.matter = matter
        draft.appointment = appointment
        return draft
    }
}
