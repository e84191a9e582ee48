import Casework
import HTTPTypes
import Hummingbird

extension APIRoutes {
    /// For the operator's machinery; the reverse proxy keeps these from the public.
    var operationRoutes: [Route] {
        [
            .get("openapi.json", access: .anyone) { [openAPI] _ in Answer.bytes(openAPI, mediaType: "application/json") },
            Route(.get, "/healthz", access: .anyone) { _ in try Answer.json(Health(status: "ok")) },
            Route(.get, "/readyz", access: .anyone) { [casework] _ in
                guard await casework.queues.ready() else {
                    throw Problem(
                        .unavailable, code: "database_unavailable", message: "Cơ sở dữ liệu tạm thời không sẵn sàng, hãy thử lại.")
                }
                return try Answer.json(Health(status: "ready"))
            },
            Route(.get, "/metrics", access: .anyone) { [observer] _ in
                Answer.bytes(Array(observer.metrics().utf8), mediaType: "text/plain; version=0.0.4; charset=utf-8")
            },
        ]
    }
}

private struct Health: Codable {
    var status: String
}
