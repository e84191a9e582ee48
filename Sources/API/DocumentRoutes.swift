import Casework
import Law

extension APIRoutes {
    /// Documents from the first draft to the addressee.
    var documentRoutes: [Route] {
        [
            .get("documents", query: ["waiting", "state", "case", "cursor", "limit"]) { [casework] call in
                let filter = DraftFilter(
                    waiting: try call.query.code("waiting", as: DraftQueue.self), caseID: try call.query.id("case"),
                    state: try call.query.code("state", as: DraftState.self), cursor: call.query.text("cursor"),
                    limit: try call.query.limit())
                return try Answer.json(try await casework.documents.list(filter, by: call.actor))
            },
            .get("cases/{id}/forms") { [casework] call in
                try Answer.list(try await casework.documents.forms(case: try call.id("hồ sơ"), by: call.actor))
            },
            .post("documents") { [casework] call in
                let made = try await casework.documents.write(try await call.body(NewDocument.self), key: call.key, by: call.actor)
                return try Answer.created(made, at: "/api/v1/documents/\(made.id)")
            },
            .post("documents/decisions") { [casework] call in
                try Answer.list(
                    try await casework.documents.decide(pile: try await call.body(PileDecision.self), key: call.key, by: call.actor))
            },
            .get("documents/{id}") { [casework] call in
                try Answer.json(try await casework.documents.draft(try call.id("văn bản"), by: call.actor))
            },
            .post("documents/{id}/content") { [casework] call in
                let content = try await call.body(DocumentContent.self)
                return try Answer.created(
                    try await casework.documents.rewrite(try call.id("văn bản"), content, key: call.key, by: call.actor), at: nil)
            },
            decision("submit") { desk, id, decision, call in try await desk.submit(id, decision, key: call.key, by: call.actor) },
            decision("approve") { desk, id, decision, call in try await desk.approve(id, decision, key: call.key, by: call.actor) },
            decision("return") { desk, id, decision, call in try await desk.sendBack(id, decision, key: call.key, by: call.actor) },
            decision("void") { desk, id, decision, call in try await desk.void(id, decision, key: call.key, by: call.actor) },
            .post("documents/{id}/sign") { [casework] call in
                let draft = try await call.body(SignatureDraft.self)
                return try Answer.created(
                    try await casework.documents.sign(try call.id("văn bản"), draft, key: call.key, by: call.actor), at: nil)
            },
            .post("documents/{id}/issue") { [casework] call in
                let draft = try await call.body(IssueDraft.self)
                return try Answer.created(
                    try await casework.documents.issue(try call.id("văn bản"), draft, key: call.key, by: call.actor), at: nil)
            },
            .post("documents/{id}/dispatches") { [casework] call in
                let draft = try await call.body(DispatchDraft.self)
                return try Answer.created(
                    try await casework.documents.dispatch(try call.id("văn bản"), draft, key: call.key, by: call.actor), at: nil)
            },
            .post("dispatches/{id}/outcome") { [casework] call in
                let outcome = try await call.body(DispatchOutcome.self)
                return try Answer.created(
                    try await casework.documents.settle(dispatch: try call.id("lần gửi văn bản"), outcome, key: call.key, by: call.actor),
                    at: nil)
            },
            .post("documents/{id}/attachments", query: ["name", "kind"]) { [casework] call in
                try await Self.upload(call, to: .draft(try call.id("văn bản")), casework)
            },
        ]
    }

    private func decision(
        _ word: String, _ decide: @escaping @Sendable (DocumentDesk, Int64, DocumentDecision, Call) async throws -> DraftMoved
    ) -> Route {
        .post("documents/{id}/" + word) { [casework] call in
            let decision = try await call.body(DocumentDecision.self)
            return try Answer.created(try await decide(casework.documents, try call.id("văn bản"), decision, call), at: nil)
        }
    }

    /// Who may sign, and how many approve before.
    var signingRoutes: [Route] {
        [
            .get("signing-authorities") { [casework] call in
                try Answer.list(try await casework.signing.authorities(by: call.actor))
            },
            .post("signing-authorities") { [casework] call in
                let draft = try await call.body(AuthorityDraft.self)
                return try Answer.created(try await casework.signing.add(draft, key: call.key, by: call.actor), at: nil)
            },
            .post("signing-authorities/{id}/end") { [casework] call in
                let asked = try await call.body(EndRequest.self)
                return try Answer.created(
                    try await casework.signing.end(try call.id("thẩm quyền ký"), on: asked.validTo, key: call.key, by: call.actor), at: nil)
            },
            .get("approval-levels") { [casework] call in
                try Answer.json(try await casework.signing.levels(by: call.actor))
            },
            .post("approval-levels") { [casework] call in
                let asked = try await call.body(LevelsRequest.self)
                return try Answer.list(
                    try await casework.signing.setLevels(form: asked.form, levels: asked.levels, key: call.key, by: call.actor))
            },
        ]
    }
}

private struct EndRequest: Decodable {
    var validTo: Day
}

private struct LevelsRequest: Decodable {
    var form: String
    /// null: the office's usual number.
    var levels: Int?
}
