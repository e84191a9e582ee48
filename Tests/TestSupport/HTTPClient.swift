public import API
import Casework
public import HTTPTypes
import Hummingbird
import Identity
import Law
import Logging
import NIOCore
import Synchronization

/// Speaks HTTP to the interface of a test world without a socket: the router's own responder, with a context made on the spot.
public struct HTTPClient: Sendable {
    /// What came back.
    public struct Answer: Sendable {
        public var status: Int
        public var headers: HTTPFields
        public var body: [UInt8]
        /// The server ended the connection after the answer.
        public var cutOff: Bool
        public var json: JSONValue { (try? JSONValue.read(body)) ?? .null }
        public var text: String { String(decoding: body, as: UTF8.self) }
        public func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
    }

    /// One exchange, for whoever holds it against the interface's description.
    public struct Exchange: Sendable {
        public var method: String
        public var path: String
        public var sent: JSONValue?
        public var answer: Answer
    }

    private let world: TestWorld
    private let responder: any HTTPResponder<TestContext>
    private let purse = TokenPurse()
    private let inspect: @Sendable (Exchange) -> Void
    public let routes: APIRoutes

    public init(
        _ world: TestWorld, options: APIRoutes.Options = .init(lookupsPerMinute: 1000, linger: .zero),
        observer: APIRoutes.Observer = .init(),
        printing: APIRoutes.Printing = HTTPClient.plainPrinting, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        inspect: @escaping @Sendable (Exchange) -> Void = { _ in }
    ) throws {
        self.world = world
        self.inspect = inspect
        let router = Router(context: TestContext.self)
        routes = APIRoutes(
            casework: world.casework, options: options, printing: printing, observer: observer,
            openAPI: try OpenAPIDocument.read(share: TestWorld.root), now: now)
        routes.add(to: router)
        router.get("/") { _, _ in "another room" }
        responder = router.buildResponder()
    }

    /// Paper for tests that are not about paper: the codes of all lines.
    public static let plainPrinting = APIRoutes.Printing(
        html: { register in
            "<!doctype html><title>\(register.organisationName)</title>" + register.received.map { "<p>\($0.code)</p>" }.joined()
        },
        pdf: { register in Array("%PDF-1.7 \(register.from.iso) \(register.number ?? 0)".utf8) })

    public func get(_ path: String, as officer: String? = nil, headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.get, path, as: officer, headers: headers, body: [], sent: nil)
    }

    /// - Parameter key: the `Idempotency-Key`.
    public func post(_ path: String, _ json: JSONValue, as officer: String? = nil, key: String? = nil) async throws -> Answer {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let key { headers[.init("Idempotency-Key")!] = key }
        return try await send(.post, path, as: officer, headers: headers, body: [json.bytes], sent: json)
    }

    /// Any bytes, in the pieces given.
    public func send(
        _ method: HTTPRequest.Method, _ path: String, as officer: String? = nil, headers: HTTPFields = [:], body: [[UInt8]] = [],
        declaringLength: Bool = true
    ) async throws -> Answer {
        try await send(method, path, as: officer, headers: headers, body: body, sent: nil, declaringLength: declaringLength)
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, as officer: String?, headers: HTTPFields, body: [[UInt8]], sent: JSONValue?,
        declaringLength: Bool = true
    ) async throws -> Answer {
        var headers = headers
        if let officer { headers[.authorization] = "Bearer " + (try await purse.token(of: officer, in: world)) }
        if declaringLength, !body.isEmpty { headers[.contentLength] = String(body.map(\.count).reduce(0, +)) }
        let pieces = AsyncStream { continuation in
            for piece in body { continuation.yield(ByteBuffer(bytes: piece)) }
            continuation.finish()
        }
        let request = Request(
            head: HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path, headerFields: headers),
            body: RequestBody(asyncSequence: pieces))
        let response = try await responder.respond(to: request, context: TestContext(source: .init(logger: Logger(label: "test"))))
        let collector = Collector()
        var cutOff = false
        do {
            try await response.body.write(collector)
        } catch is BodyCutOff {
            cutOff = true
        }
        let answer = Answer(status: response.status.code, headers: response.headers, body: collector.bytes, cutOff: cutOff)
        inspect(Exchange(method: method.rawValue, path: path, sent: sent, answer: answer))
        return answer
    }
}

/// A request context without a channel.
struct TestContext: RequestContext {
    struct Source: RequestContextSource {
        let logger: Logger
    }
    var coreContext: CoreRequestContextStorage
    init(source: Source) { coreContext = CoreRequestContextStorage(source: source) }
}

private final class Collector: ResponseBodyWriter, Sendable {
    private let collected = Mutex<[UInt8]>([])
    var bytes: [UInt8] { collected.withLock { $0 } }
    func write(_ buffer: ByteBuffer) async throws { collected.withLock { $0.append(contentsOf: buffer.readableBytesView) } }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// One token per officer, made when first needed.
private actor TokenPurse {
    private var tokens: [String: String] = [:]

    func token(of officer: String, in world: TestWorld) async throws -> String {
        if let known = tokens[officer] { return known }
        let made = try await world.casework.administration.addToken(
            username: officer, organisation: nil, name: "story", days: nil, by: .operator(user: "test"))
        tokens[officer] = made.secret.text
        return made.secret.text
    }
}
