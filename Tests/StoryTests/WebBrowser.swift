import Casework
import Documents
import HTTPTypes
import Hummingbird
import Law
import Logging
import NIOCore
import Synchronization
import TestSupport

@testable import Web

/// A browser for tests of pages: cookies, forms with their hidden fields, no script; it talks to the router without a socket.
final class Browser: Sendable {
    struct Page: Sendable {
        var status: Int
        var headers: HTTPFields
        var bytes: [UInt8]
        var text: String { String(decoding: bytes, as: UTF8.self) }
        var location: String { headers[.location] ?? "" }
        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
        func has(_ words: String) -> Bool { text.contains(words) }
    }

    static let origin = "http://localhost:8080"

    let world: TestWorld
    private let responder: any HTTPResponder<WebContext>
    private let cookies = Mutex<[String: String]>([:])

    init(_ world: TestWorld, formBytes: Int = 262_144, lookupsPerMinute: Int = 1000, bootstrap: String = "/nowhere") throws {
        self.world = world
        let papers = try Documents(forms: SharePaths(share: TestWorld.root).forms)
        let web = try WebRoutes(
            casework: world.casework, share: SharePaths(share: TestWorld.root),
            options: .init(
                allowedOrigins: [Self.origin], secureCookie: false, formBytes: formBytes, lookupsPerMinute: lookupsPerMinute,
                bootstrap: bootstrap),
            printing: .init(
                html: { register in "<!doctype html><title>Sổ</title>" + register.received.map { "<p>\($0.code)</p>" }.joined() },
                pdf: { register in Array("%PDF-1.7 \(register.from.iso) \(register.number ?? 0)".utf8) },
                receiptHTML: { try papers.html($0) }, receiptPDF: { receipt in Array("%PDF-1.7 \(receipt.petition.number)".utf8) }))
        let router = Router(context: WebContext.self)
        router.add(middleware: web.errorPages())
        web.add(to: router)
        responder = router.buildResponder()
    }

    /// A browser in which the officer has signed in.
    static func signedIn(_ world: TestWorld, as officer: String) async throws -> Browser {
        let browser = try Browser(world)
        let form = try await browser.get("/dang-nhap").form("/dang-nhap")
        _ = try await browser.submit(form, ["username": officer, "password": TestWorld.password])
        return browser
    }

    var session: String? { cookies.withLock { $0["tiepdan"] } }

    func cookie(_ name: String, _ value: String?) { cookies.withLock { $0[name] = value } }

    func get(_ path: String) async throws -> Page { try await send(.get, path, headers: [:], body: []) }

    /// Follows one redirect.
    func follow(_ page: Page) async throws -> Page { page.location.isEmpty ? page : try await get(page.location) }

    /// Posts a form found on a page, with what is typed into it.
    func submit(_ form: PageForm, _ typed: KeyValuePairs<String, String> = [:]) async throws -> Page {
        try await post(form.action, form.hidden.map { ($0.0, $0.1) } + typed.map { ($0.key, $0.value) })
    }

    func post(
        _ path: String, _ pairs: [(String, String)], origin: String? = Browser.origin, fetchSite: String? = nil, raw: [UInt8]? = nil,
        type: String = "application/x-www-form-urlencoded", token: String? = nil, key: String? = nil
    ) async throws -> Page {
        var headers: HTTPFields = [.contentType: type]
        if let origin { headers[.origin] = origin }
        if let fetchSite { headers[.init("Sec-Fetch-Site")!] = fetchSite }
        if let token { headers[.init("X-Form-Token")!] = token }
        if let key { headers[.init("Idempotency-Key")!] = key }
        let text = pairs.map { "\(PercentText.encode($0.0))=\(PercentText.encode($0.1))" }.joined(separator: "&")
        return try await send(.post, path, headers: headers, body: raw ?? Array(text.utf8))
    }

    private func send(_ method: HTTPRequest.Method, _ path: String, headers: HTTPFields, body: [UInt8]) async throws -> Page {
        var headers = headers
        let jar = cookies.withLock { $0.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; ") }
        if !jar.isEmpty { headers[.cookie] = jar }
        if method == .post { headers[.contentLength] = String(body.count) }
        let request = Request(
            head: HTTPRequest(method: method, scheme: "http", authority: "localhost:8080", path: path, headerFields: headers),
            body: RequestBody(buffer: ByteBuffer(bytes: body)))
        let response = try await responder.respond(to: request, context: WebContext(source: .init(logger: Logger(label: "test"))))
        let sink = ByteSink()
        do { try await response.body.write(sink) } catch is BodyCutOff {}
        for line in response.headers[values: .setCookie] {
            let parts = line.split(separator: ";").map { $0.trimmingPrefix(" ") }
            let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let gone = parts.contains { $0.lowercased() == "max-age=0" }
            cookies.withLock { $0[String(pair[0])] = gone ? nil : String(pair[1]) }
        }
        return Page(status: response.status.code, headers: response.headers, bytes: sink.bytes)
    }
}

/// A form on a page: where it goes and what it carries unseen.
struct PageForm: Sendable {
    var action: String
    var hidden: [(String, String)]

    subscript(name: String) -> String { hidden.first { $0.0 == name }?.1 ?? "" }

    func changing(_ name: String, _ value: String) -> PageForm {
        PageForm(action: action, hidden: hidden.filter { $0.0 != name } + [(name, value)])
    }
}

extension Browser.Page {
    struct NoForm: Error { var action: String }

    /// The form with this action; among the steps of a case the one with this event.
    func form(_ action: String, event: String? = nil) throws -> PageForm {
        for piece in text.components(between: "<form ", and: "</form>") where piece.contains("action=\"\(HTMLText.escape(action))\"") {
            var hidden: [(String, String)] = []
            for input in piece.components(between: "<input type=\"hidden\" ", and: ">") {
                guard let name = input.components(between: "name=\"", and: "\"").first else { continue }
                hidden.append((name, (input.components(between: "value=\"", and: "\"").first ?? "").unescaped))
            }
            if event == nil || hidden.contains(where: { $0 == ("event", event ?? "") }) { return PageForm(action: action, hidden: hidden) }
        }
        throw NoForm(action: action + (event.map { " " + $0 } ?? ""))
    }

    /// The value of the first thing that starts with these words, up to the next quote.
    func value(after words: String) -> String? { text.components(between: words, and: "\"").first }
}

extension String {
    func components(between start: String, and end: String) -> [String] {
        var found: [String] = []
        var rest = self[...]
        while let open = rest.firstRange(of: start) {
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: end) else { break }
            found.append(String(rest[..<close.lowerBound]))
            rest = rest[close.upperBound...]
        }
        return found
    }

    var unescaped: String {
        var text = self
        for (entity, plain) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            text = text.replacing(entity, with: plain)
        }
        return text
    }
}

struct WebContext: RequestContext {
    struct Source: RequestContextSource {
        let logger: Logger
    }
    var coreContext: CoreRequestContextStorage
    init(source: Source) { coreContext = CoreRequestContextStorage(source: source) }
}

private final class ByteSink: ResponseBodyWriter, Sendable {
    private let collected = Mutex<[UInt8]>([])
    var bytes: [UInt8] { collected.withLock { $0 } }
    func write(_ buffer: ByteBuffer) async throws { collected.withLock { $0.append(contentsOf: buffer.readableBytesView) } }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
