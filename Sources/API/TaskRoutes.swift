import Casework
import Law

extension APIRoutes {
    /// What one office gives another to do.
    var taskRoutes: [Route] {
        [
            .get("tasks", query: ["direction", "kind", "state", "open", "overdue", "organisation", "cursor", "limit"]) {
                [casework] call in
                let incoming = try call.query.choice("direction", of: ["in", "out"], default: "in") == "in"
                return try Answer.json(
                    try await casework.tasks.list(
                        incoming: incoming, open: try call.query.flag("open"), overdue: try call.query.flag("overdue") ?? false,
                        kind: try call.query.code("kind", as: TaskKind.self), state: call.query.text("state"),
                        organisation: try call.query.id("organisation"), cursor: call.query.text("cursor"),
                        limit: try call.query.limit(), by: call.actor))
            },
            .get("tasks/{id}") { [casework] call in
                try Answer.json(try await casework.tasks.task(try call.id("nhiệm vụ"), by: call.actor))
            },
            .get("cases/{id}/tasks") { [casework] call in
                try Answer.list(try await casework.tasks.ofCase(try call.id("hồ sơ"), by: call.actor))
            },
            .post("cases/{id}/tasks") { [casework] call in
                let asked = try await call.body(TaskRequest.self)
                let given = try await casework.tasks.give(
                    asked.draft, in: try call.id("hồ sơ"), on: asked.givenOn, key: call.key, by: call.actor)
                return try Answer.created(given, at: "/api/v1/tasks/\(given.task)")
            },
        ]
    }
}

private struct TaskRequest: Decodable {
    var kind: TaskKind
    var title: String
    var content: String
    var assignee: Int64
    var dueOn: Day
    var givenOn: Day?
    var point: Int?
    var letterNumber: String?
    var letterDate: Day?

    var draft: TaskDraft {
        TaskDraft(
            kind: kind, title: title, content: content, assignee: assignee, dueOn: dueOn, point: point, letterNumber: letterNumber,
            letterDate: letterDate)
    }
}
