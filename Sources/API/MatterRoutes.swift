import Casework

extension APIRoutes {
    /// Matters: the petitions that belong together, and the office's judgement of them.
    var matterRoutes: [Route] {
        [
            .get("matters", query: ["q", "complexLong", "cursor", "limit"]) { [casework] call in
                let filter = MatterFilter(
                    q: call.query.text("q"), complexLong: try call.query.flag("complexLong"), cursor: call.query.text("cursor"),
                    limit: try call.query.limit())
                return try Answer.json(try await casework.matters.list(filter, by: call.actor))
            },
            .get("matters/{id}") { [casework] call in
                try Answer.json(try await casework.matters.matter(try call.id("vụ việc"), by: call.actor))
            },
            .post("matters/{id}/marks") { [casework] call in
                let asked = try await call.body(MarkRequest.self)
                let mark = try await casework.matters.mark(
                    try call.id("vụ việc"), complexLong: asked.complexLong, reason: asked.reason, key: call.key, by: call.actor)
                return try Answer.created(mark, at: nil)
            },
        ]
    }
}

private struct MarkRequest: Decodable {
    var complexLong: Bool
    var reason: String
}
