import Casework
import Law

extension APIRoutes {
    /// The duty towards the national database.
    var nationalRoutes: [Route] {
        [
            .get("national/steps", query: ["entered", "stage", "book", "cursor", "limit"]) { [casework] call in
                try Answer.json(
                    try await casework.national.list(
                        entered: try call.query.flag("entered") ?? false, stage: call.query.text("stage"),
                        cursor: call.query.text("cursor"),
                        limit: try call.query.limit(), book: try call.query.id("book"), by: call.actor))
            },
            .post("national/marks") { [casework] call in
                let mark = try await call.body(NationalMark.self)
                return try Answer.created(try await casework.national.mark(mark, key: call.key, by: call.actor), at: nil)
            },
            .get("national/arrivals", query: ["entered", "book", "cursor", "limit"]) { [casework] call in
                try Answer.json(
                    try await casework.national.arrivals(
                        entered: try call.query.flag("entered") ?? false, cursor: call.query.text("cursor"),
                        limit: try call.query.limit(), book: try call.query.id("book"), by: call.actor))
            },
            .post("national/arrivals/marks") { [casework] call in
                let mark = try await call.body(NationalArrivalMark.self)
                return try Answer.created(try await casework.national.mark(mark, key: call.key, by: call.actor), at: nil)
            },
            .get("national/export", query: ["book"]) { [casework] call in
                try Answer.json(try await casework.national.export(book: try call.query.id("book"), by: call.actor))
            },
            .get("national/cases/{id}") { [casework] call in
                try Answer.json(try await casework.national.sheet(of: try call.id("hồ sơ"), by: call.actor))
            },
        ]
    }
}
