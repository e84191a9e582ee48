import Casework
import Law

extension APIRoutes {
    /// The postbag, copies, filing of bundles; visits that were written on paper during an outage.
    var postbagRoutes: [Route] {
        [
            .get("postbag/envelopes", query: ["arrivedOn", "state", "cursor", "limit"]) { [casework] call in
                let state = try call.query.code("state", as: EnvelopeState.self)
                let filter = EnvelopeFilter(
                    arrivedOn: try call.query.day("arrivedOn"), states: state.map { [$0] } ?? [], cursor: call.query.text("cursor"),
                    limit: try call.query.limit())
                return try Answer.json(try await casework.postbag.list(filter, by: call.actor))
            },
            .post("postbag/envelopes") { [casework] call in
                let entered = try await casework.postbag.enter(try await call.body(EnvelopeDraft.self), key: call.key, by: call.actor)
                return try Answer.created(entered, at: "/api/v1/postbag/envelopes/\(entered.id)")
            },
            .get("postbag/envelopes/{id}") { [casework] call in
                try Answer.json(try await casework.postbag.envelope(try call.id("bì thư"), by: call.actor))
            },
            .post("postbag/envelopes/{id}/open") { [casework] call in
                let draft = try await call.body(OpeningDraft.self)
                return try Answer.json(try await casework.postbag.open(try call.id("bì thư"), draft, key: call.key, by: call.actor))
            },
            .post("postbag/envelopes/{id}/hand-on") { [casework] call in
                let draft = try await call.body(HandOnDraft.self)
                return try Answer.json(try await casework.postbag.handOn(try call.id("bì thư"), draft, key: call.key, by: call.actor))
            },
            .get("postbag/envelopes/{id}/candidates", query: ["number"]) { [casework] call in
                try Answer.json(
                    try await casework.postbag.comparison(try call.id("bì thư"), named: call.query.text("number"), by: call.actor))
            },
            .post("postbag/envelopes/{id}/tie") { [casework] call in
                let draft = try await call.body(TieDraft.self)
                return try Answer.json(try await casework.postbag.tie(try call.id("bì thư"), draft, key: call.key, by: call.actor))
            },
            .post("postbag/envelopes/{id}/untie") { [casework] call in
                let draft = try await call.body(EnvelopeReason.self)
                return try Answer.json(try await casework.postbag.untie(try call.id("bì thư"), draft, key: call.key, by: call.actor))
            },
            .post("postbag/envelopes/{id}/take-out") { [casework] call in
                let draft = try await call.body(TakeOutDraft.self)
                return try Answer.json(try await casework.filing.takeOut(try call.id("bì thư"), draft, key: call.key, by: call.actor))
            },
            .post("postbag/envelopes/{id}/void") { [casework] call in
                let draft = try await call.body(EnvelopeReason.self)
                return try Answer.json(try await casework.postbag.void(try call.id("bì thư"), draft, key: call.key, by: call.actor))
            },
            .get("postbag/proposals", query: ["cursor", "limit"]) { [casework] call in
                try Answer.json(
                    try await casework.filing.list(cursor: call.query.text("cursor"), limit: try call.query.limit(), by: call.actor))
            },
            .post("postbag/proposals") { [casework] call in
                let made = try await casework.filing.propose(try await call.body(FilingDraft.self), key: call.key, by: call.actor)
                return try Answer.created(made, at: "/api/v1/postbag/proposals/\(made.id)")
            },
            .get("postbag/proposals/{id}") { [casework] call in
                try Answer.json(try await casework.filing.proposal(try call.id("phiếu đề xuất lưu đơn"), by: call.actor))
            },
            .post("postbag/proposals/{id}/sign") { [casework] call in
                let asked = try await call.body(SigningRequest.self)
                return try Answer.json(
                    try await casework.filing.sign(try call.id("phiếu đề xuất lưu đơn"), on: asked.on, key: call.key, by: call.actor))
            },
            .post("postbag/proposals/{id}/withdraw") { [casework] call in
                _ = try await call.body(WithdrawalRequest.self)
                return try Answer.json(
                    try await casework.filing.withdraw(try call.id("phiếu đề xuất lưu đơn"), key: call.key, by: call.actor))
            },
            .post("paper-visits") { [casework] call in
                let entered = try await casework.visits.enterFromPaper(
                    try await call.body(PaperVisitDraft.self), key: call.key, by: call.actor)
                return try Answer.created(entered, at: "/api/v1/visits/\(entered.visit)")
            },
        ]
    }
}

/// The day on which a leader signs; today when absent.
private struct SigningRequest: Decodable {
    var on: Day?
}

/// Nothing is said with it: `{}`.
private struct WithdrawalRequest: Decodable {}
