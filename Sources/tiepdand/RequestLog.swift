import HTTPTypes
import Hummingbird
import Logging
import Metrics
import NIOCore

/// One line and one measurement per request: method, route, status, time. The route is the pattern (`/api/v1/lookup/{code}`), never the
/// path that was asked for: a receipt code or a search word is nobody's business in a log. The request's id goes back to the client.
struct RequestLog<Context: RequestContext>: RouterMiddleware {
    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        do {
            var response = try await next(request, context)
            let id = response.headers[.requestID] ?? context.id
            response.headers[.requestID] = id
            note(request, context, id: id, status: response.status.code, after: clock.now - start, error: nil)
            return response
        } catch {
            let status = (error as? any HTTPResponseError)?.status.code ?? 500
            note(request, context, id: context.id, status: status, after: clock.now - start, error: status >= 500 ? error : nil)
            throw error
        }
    }

    private func note(_ request: Request, _ context: Context, id: String, status: Int, after time: Duration, error: (any Error)?) {
        let route = context.endpointPath ?? "none"
        Metrics.Timer(
            label: "http.server.request.duration",
            dimensions: [("route", route), ("method", request.method.rawValue), ("status", "\(status)")]
        ).record(duration: time)
        var level: Logger.Level = status >= 500 ? .error : .info
        if status == 503 { level = .warning }
        if Admission<Context>.always.contains(route) { level = .debug }
        logger.log(
            level: level, "request", error: error,
            metadata: [
                "request": "\(id)", "method": "\(request.method.rawValue)", "route": "\(route)", "status": .stringConvertible(status),
                "microseconds": .stringConvertible(time.components.seconds * 1_000_000 + time.components.attoseconds / 1_000_000_000_000),
            ])
    }

    let logger: Logger
}

/// Answers 503 in place of everything but life sign and figures as long as the database is not known to fit.
struct Admission<Context: RequestContext>: RouterMiddleware {
    let gate: DatabaseGate

    static var always: Set<String> { ["/healthz", "/readyz", "/metrics"] }

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        if gate.isOpen || request.uri.path == "/healthz" || request.uri.path == "/metrics" { return try await next(request, context) }
        let page = request.headers[.accept]?.contains("text/html") == true
        return Response(
            status: .serviceUnavailable,
            headers: [
                .contentType: page ? "text/html; charset=utf-8" : "application/problem+json; charset=utf-8", .retryAfter: "5",
                .cacheControl: "no-store",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: page ? Self.page : Self.problem)))
    }

    private static var problem: String {
        """
        {"type":"about:blank","title":"Service Unavailable","status":503,"code":"database_unavailable",\
        "detail":"Cơ sở dữ liệu tạm thời không sẵn sàng, hãy thử lại."}
        """
    }

    private static var page: String {
        """
        <!doctype html><html lang="vi"><meta charset="utf-8"><meta http-equiv="refresh" content="5"><title>Tạm gián đoạn</title>
        <p>Cơ sở dữ liệu tạm thời không sẵn sàng. Trang sẽ tự tải lại sau 5 giây.</p></html>
        """
    }
}

extension HTTPField.Name {
    static let requestID = HTTPField.Name("X-Request-Id")!
}
