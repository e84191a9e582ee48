public import Casework
import HTTPTypes
public import Hummingbird
import Identity

/// The JSON interface under `/api/v1`, and `/healthz`, `/readyz`, `/metrics` beside it.
///
/// Identity is no request context of its own: a route gets a `Call` that holds the actor, so one router of any `RequestContext` carries
/// this room and the pages, and neither knows the other's context. The daemon wires
/// `let router = Router(context: BasicRequestContext.self); APIRoutes(…).add(to: router)` first, then the pages. Callers are known by bearer
/// token alone; the cookie of a signed-in browser counts for nothing here, so no page elsewhere can act through it.
public struct APIRoutes: Sendable {
    let casework: Casework
    let options: Options
    let printing: Printing
    let observer: Observer
    let openAPI: [UInt8]
    private let lookups: LookupLimiter

    /// What the operator decides.
    public struct Options: Sendable {
        /// Bytes of a JSON body; more is cut off with 413.
        public var bodyBytes: Int
        /// Look-ups by receipt code that one client may make in a minute.
        public var lookupsPerMinute: Int
        /// How long a client whose body is cut off may read its answer.
        public var linger: Duration

        public init(bodyBytes: Int = 1_048_576, lookupsPerMinute: Int = 30, linger: Duration = .milliseconds(300)) {
            self.bodyBytes = bodyBytes
            self.lookupsPerMinute = lookupsPerMinute
            self.linger = linger
        }
    }

    /// Turns a register's facts into paper.
    public struct Printing: Sendable {
        public var html: @Sendable (WeeklyRegister) async throws -> String
        public var pdf: @Sendable (WeeklyRegister) async throws -> [UInt8]

        public init(
            html: @escaping @Sendable (WeeklyRegister) async throws -> String,
            pdf: @escaping @Sendable (WeeklyRegister) async throws -> [UInt8]
        ) {
            self.html = html
            self.pdf = pdf
        }
    }

    /// One answered request, for the access log and the metrics: no query string, no personal data.
    public struct Exchange: Sendable, Equatable {
        public var method: String
        /// The route's template, `unknown` when none fits.
        public var route: String
        public var status: Int
        public var duration: Duration
        public var requestID: String
    }

    /// Who hears of what happened.
    public struct Observer: Sendable {
        public var answered: @Sendable (Exchange) -> Void
        /// An error nobody expected; the client got a 500 with nothing but the request id.
        public var failed: @Sendable (_ error: any Error, _ route: String, _ requestID: String) -> Void
        /// Prometheus text for `/metrics`.
        public var metrics: @Sendable () -> String

        public init(
            answered: @escaping @Sendable (Exchange) -> Void = { _ in },
            failed: @escaping @Sendable (any Error, String, String) -> Void = { _, _, _ in },
            metrics: @escaping @Sendable () -> String = { "" }
        ) {
            self.answered = answered
            self.failed = failed
            self.metrics = metrics
        }
    }

    let now: @Sendable () -> ContinuousClock.Instant

    /// - Parameters:
    ///   - openAPI: the bytes of `openapi.json`; `OpenAPIDocument.read(share:)` finds them.
    ///   - now: measures durations and the minute of the look-up limit; never a date.
    public init(
        casework: Casework, options: Options = Options(), printing: Printing, observer: Observer = Observer(), openAPI: [UInt8],
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.casework = casework
        self.options = options
        self.printing = printing
        self.observer = observer
        self.openAPI = openAPI
        self.now = now
        lookups = LookupLimiter(perMinute: options.lookupsPerMinute, now: now)
    }

    /// Every operation, in the order of the document.
    public var all: [Route] {
        [
            sessionRoutes, petitionRoutes, matterRoutes, caseRoutes, referralRoutes, attachmentRoutes, registerRoutes,
            catalogueRoutes, taskRoutes, dutyRoutes, workRoutes, leaderSessionRoutes, nationalRoutes, lawRoutes, documentRoutes,
            signingRoutes, personRoutes, enquiryRoutes, postbagRoutes, publicRoutes, operationRoutes,
        ].flatMap { $0 }
    }

    /// Adds the boundary (refusals, headers, request id, log) and the routes. Call it before other rooms add middleware of their own.
    public func add<Context: RequestContext>(to router: Router<Context>) {
        let routes = all
        router.add(
            middleware: Boundary(routes: routes, observer: observer, random: casework.surroundings.random, linger: options.linger, now: now)
        )
        for route in routes {
            router.on(RouterPath(route.template), method: route.method) { request, context -> Response in
                var path: [String: String] = [:]
                for name in route.captures {
                    path[name] = context.parameters.get(name).flatMap { PercentCoding.decoded($0, plusIsBlank: false) }
                }
                return try await respond(to: request, route: route, path: path)
            }
        }
    }

    private func respond(to request: Request, route: Route, path: [String: String]) async throws -> Response {
        let actor = route.access == .officer ? try await officer(of: request) : .citizen
        let call = Call(
            request: request, requestID: request.headers[.requestID] ?? "", path: path,
            query: try Query(request.uri.query, known: route.query), actor: actor, bodyLimit: options.bodyBytes)
        return try await route.answer(call)
    }

    /// The officer behind the bearer token (RFC 6750).
    private func officer(of request: Request) async throws -> Actor {
        let header = request.headers[.authorization] ?? ""
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw Problem(.unauthenticated, code: "token_required", message: "Cần mã truy cập (Authorization: Bearer …).")
        }
        guard let secret = Secret(text: String(parts[1])), let officer = try await casework.signIn.officer(token: secret) else {
            throw Problem(.unauthenticated, code: "invalid_token", message: "Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi.")
        }
        return .officer(officer)
    }

    /// The public look-up: counted per client.
    var publicRoutes: [Route] {
        [
            .get("lookup/{code}", access: .anyone) { [casework, lookups] call in
                let client = call.request.headers[.forwardedFor]?.split(separator: ",").last.map {
                    String($0.filter { !$0.isWhitespace }.prefix(64))
                }
                guard lookups.admit(client ?? "direct") else {
                    throw Problem(.tooMany, code: "too_many_lookups", message: "Ông/bà tra cứu quá nhiều lần. Xin thử lại sau một phút.")
                }
                return try Answer.json(try await casework.petitions.lookup(call.path["code"] ?? ""))
            }
        ]
    }
}
