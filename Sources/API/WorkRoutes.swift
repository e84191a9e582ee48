import Casework
import Law

extension APIRoutes {
    /// Units, who has what to do, work that changes hands, the morning's digest.
    var workRoutes: [Route] { unitRoutes + workListRoutes + handOverRoutes }

    private var workListRoutes: [Route] {
        [
            .get("work", query: ["list", "officer", "cursor", "limit"]) { [casework] call in
                let list = try call.query.code("list", as: WorkList.self) ?? .mine
                return try Answer.json(
                    try await casework.work.list(
                        list, officer: try call.query.id("officer"), cursor: call.query.text("cursor"), limit: try call.query.limit(),
                        by: call.actor))
            },
            .get("work/officers") { [casework] call in try Answer.list(try await casework.work.loads(by: call.actor)) },
            .get("digest", query: ["group", "skip"]) { [casework] call in
                let only = try call.query.code("group", as: DigestGroup.Code.self)
                guard let skip = Int(call.query.text("skip") ?? "0"), only != nil || skip == 0 else {
                    throw Problem.invalid("skip", "out_of_range", "Chỉ bỏ qua số dòng của một nhóm (tham số group).")
                }
                return try Answer.json(try await casework.digest.today(only: only, skip: skip, by: call.actor))
            },
            .post("cases/{id}/directions/{direction}/scan") { [casework] call in
                let asked = try await call.body(ScanRequest.self)
                let id = try call.id("hồ sơ")
                guard let direction = call.path["direction"].flatMap({ Int64($0) }), direction > 0 else {
                    throw Problem.missing("ý kiến chỉ đạo")
                }
                return try Answer.created(
                    try await casework.cases.scanDirection(
                        id, direction: direction, attachment: asked.attachment, key: call.key, by: call.actor), at: nil)
            },
        ]
    }

    private var unitRoutes: [Route] {
        [
            .get("units", query: ["closed"]) { [casework] call in
                try Answer.list(try await casework.units.list(closed: try call.query.flag("closed") ?? false, by: call.actor))
            },
            .post("units") { [casework] call in
                let draft = try await call.body(UnitDraft.self)
                return try Answer.created(try await casework.units.add(draft, key: call.key, by: call.actor), at: "/api/v1/units")
            },
            .post("units/{id}/name") { [casework] call in
                let asked = try await call.body(NameRequest.self)
                return try Answer.json(
                    try await casework.units.rename(try call.id("phòng, bộ phận"), to: asked.name, key: call.key, by: call.actor))
            },
            .post("units/{id}/staff") { [casework] call in
                let asked = try await call.body(StaffRequest.self)
                return try Answer.json(
                    try await casework.units.staff(
                        try call.id("phòng, bộ phận"), head: asked.head, members: asked.members, key: call.key, by: call.actor))
            },
            .post("units/{id}/close") { [casework] call in
                try (try await call.body(Confirmation.self)).check()
                return try Answer.json(try await casework.units.close(try call.id("phòng, bộ phận"), key: call.key, by: call.actor))
            },
        ]
    }

    private var handOverRoutes: [Route] {
        [
            .get("work/hand-overs", query: ["cursor", "limit"]) { [casework] call in
                try Answer.json(
                    try await casework.work.handOvers(
                        cursor: call.query.text("cursor"), limit: try call.query.limit(), by: call.actor))
            },
            .post("work/hand-overs") { [casework] call in
                let draft = try await call.body(HandOverDraft.self)
                return try Answer.created(
                    try await casework.work.handOver(draft, key: call.key, by: call.actor), at: "/api/v1/work/hand-overs")
            },
            .get("work/hand-overs/preview", query: ["from"]) { [casework] call in
                guard let from = try call.query.id("from") else { throw Problem.invalid("from", "required", "Thiếu tham số bắt buộc.") }
                return try Answer.json(try await casework.work.handOverPreview(from: from, by: call.actor))
            },
            .post("work/hand-overs/{id}/end") { [casework] call in
                try (try await call.body(Confirmation.self)).check()
                return try Answer.json(
                    try await casework.work.endHandOver(try call.id("việc bàn giao"), key: call.key, by: call.actor))
            },
        ]
    }
}

private struct ScanRequest: Decodable {
    var attachment: Int64
}
private struct NameRequest: Decodable {
    var name: String
}
private struct StaffRequest: Decodable {
    var head: Int64?
    var members: [Int64]
}
/// For what the path says alone and what is not taken back with a click.
private struct Confirmation: Decodable {
    var confirmed: Bool
    func check() throws(Problem) {
        if !confirmed { throw Problem.invalid("confirmed", "required", "Cần xác nhận trước khi thực hiện.") }
    }
}
