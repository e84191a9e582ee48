import Casework
import HTTPTypes
import Hummingbird
import Identity

/// Stands before every route of this room: gives the request its id, turns each refusal into a problem document, and reports the exchange.
///
/// It also answers for what no route answers: an unknown path (404) or a known path with another method (405). Paths of other rooms pass.
struct Boundary<Context: RequestContext>: RouterMiddleware {
    let routes: [Route]
    /// Paths outside of `/api` that are this room's.
    private let plainPaths: Set<String>
    private let templates: Set<String>
    let observer: APIRoutes.Observer
    let random: RandomSource
    let linger: Duration
    let now: @Sendable () -> ContinuousClock.Instant

    init(
        routes: [Route], observer: APIRoutes.Observer, random: RandomSource, linger: Duration,
        now: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        self.routes = routes
        self.observer = observer
        self.random = random
        self.linger = linger
        self.now = now
        templates = Set(routes.map(\.template))
        plainPaths = templates.filter { !$0.contains("{") }
    }

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        let path = request.uri.path
        guard path == "/api" || path.hasPrefix("/api/") || plainPaths.contains(path) else {
            return try await next(request, context)
        }
        let started = now()
        let id = request.headers[.requestID].flatMap { Self.isSane($0) ? $0 : nil } ?? Hex.encode(random.bytes(8))
        var head = request.head
        head.headerFields[.requestID] = id
        var response: Response
        do {
            response = try await next(Request(head: head, body: request.body), context)
        } catch {
            response = refusal(error, path: path, method: request.method, route: template(context, path), id: id)
        }
        response = Answer.secured(response, requestID: id)
        let route = template(context, path)
        observer.answered(
            APIRoutes.Exchange(
                method: request.method.rawValue, route: route, status: response.status.code, duration: started.duration(to: now()),
                requestID: id))
        return response
    }

    /// The pattern that the router found, or would have found for another method.
    private func template(_ context: Context, _ path: String) -> String {
        if let found = context.endpointPath, templates.contains(found) { return found }
        return routes.first { $0.covers(path) }?.template ?? "unknown"
    }

    /// Taken over when it looks like an id and nothing else: 8…64 letters, digits, `-`, `_`, `.`
    static func isSane(_ id: String) -> Bool {
        (8...64).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    private func refusal(_ error: any Error, path: String, method: HTTPRequest.Method, route: String, id: String) -> Response {
        switch error {
        case let problem as Problem: return answer(problem, id: id)
        case let fault as Fault: return answer(fault, id: id)
        case let refused as any HTTPResponseError:
            if refused.status == .notFound { return answer(unrouted(path, method), id: id) }
            return answer(Fault(status: refused.status, code: "malformed_request", detail: "Yêu cầu không hợp lệ."), id: id)
        default:
            observer.failed(error, route, id)
            return answer(
                Fault(
                    status: .internalServerError, code: "internal_error",
                    detail: "Hệ thống gặp lỗi ngoài dự kiến. Hãy báo cho người vận hành mã yêu cầu \(id)."), id: id)
        }
    }

    private func unrouted(_ path: String, _ method: HTTPRequest.Method) -> Fault {
        let allowed = routes.filter { $0.covers(path) }.map(\.method.rawValue)
        if allowed.isEmpty { return Fault(status: .notFound, code: "unknown_route", detail: "Không có địa chỉ này.") }
        return Fault(
            status: .methodNotAllowed, code: "method_not_allowed", detail: "Địa chỉ này chỉ nhận: \(allowed.joined(separator: ", ")).",
            headers: [.allow: allowed.joined(separator: ", ")])
    }

    private func answer(_ fault: Fault, id: String) -> Response {
        var response = Answer.problem(ProblemDocument(fault, requestId: id))
        for field in fault.headers { response.headers[field.name] = field.value }
        return response
    }

    private func answer(_ problem: Problem, id: String) -> Response {
        var response = Answer.problem(ProblemDocument(problem, requestId: id))
        switch problem.kind {
        case .unauthenticated: response.headers[.wwwAuthenticate] = "Bearer realm=\"tiepdan\""
        case .unavailable: response.headers[.retryAfter] = "5"
        case .tooMany: response.headers[.retryAfter] = "60"
        case .tooLarge: return Answer.cutOff(response, linger: linger)
        default: break
        }
        return response
    }
}
