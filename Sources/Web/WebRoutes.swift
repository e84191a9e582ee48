public import Casework
import HTTPTypes
public import Hummingbird
import Identity
import Mustache

/// Shows pages to people: the table of all pages, mounted into the daemon's router beside the API.
///
/// ```swift
/// let web = try WebRoutes(casework: casework, share: SharePaths(share: root), options: options, printing: printing)
/// web.add(to: router)
/// ```
public struct WebRoutes: Sendable {
    /// What the operator decided about pages.
    public struct Options: Sendable {
        /// Origins from which forms are taken, as browsers spell them: `https://tiepdan.example.vn`.
        public var allowedOrigins: Set<String>
        /// Cookies only over TLS.
        public var secureCookie: Bool
        /// Hours a sign-in lasts.
        public var sessionHours: Int
        /// Bytes of a posted form; more is cut off. Uploads have the blob store's own limit.
        public var formBytes: Int
        /// Look-ups per minute and client address.
        public var lookupsPerMinute: Int
        /// The folder of Bootstrap 5 (Debian `libjs-bootstrap5`); pages stay usable without it.
        public var bootstrap: String

        public init(
            allowedOrigins: Set<String>, secureCookie: Bool, sessionHours: Int = 12, formBytes: Int = 262_144, lookupsPerMinute: Int = 30,
            bootstrap: String = "/usr/share/javascript/bootstrap5"
        ) {
            self.allowedOrigins = allowedOrigins
            self.secureCookie = secureCookie
            self.sessionHours = sessionHours
            self.formBytes = formBytes
            self.lookupsPerMinute = lookupsPerMinute
            self.bootstrap = bootstrap
        }
    }

    /// Turns facts into papers: whole HTML documents for the browser's print, and PDF.
    public struct Printing: Sendable {
        public var html: @Sendable (WeeklyRegister) async throws -> String
        public var pdf: @Sendable (WeeklyRegister) async throws -> [UInt8]
        public var receiptHTML: @Sendable (Receipt) async throws -> String
        public var receiptPDF: @Sendable (Receipt) async throws -> [UInt8]

        public init(
            html: @escaping @Sendable (WeeklyRegister) async throws -> String,
            pdf: @escaping @Sendable (WeeklyRegister) async throws -> [UInt8],
            receiptHTML: @escaping @Sendable (Receipt) async throws -> String,
            receiptPDF: @escaping @Sendable (Receipt) async throws -> [UInt8]
        ) {
            self.html = html
            self.pdf = pdf
            self.receiptHTML = receiptHTML
            self.receiptPDF = receiptPDF
        }
    }

    /// One answered request, for the access log and the metrics: no query string, no personal data.
    public struct Exchange: Sendable, Equatable {
        public var method: String
        /// The route's pattern.
        public var route: String
        public var status: Int
        public var duration: Duration
        public var requestID: String
    }

    /// Who hears of what happened.
    public struct Observer: Sendable {
        public var answered: @Sendable (Exchange) -> Void
        /// What nobody foresaw: the error, the route's pattern, the request's id.
        public var failed: @Sendable (any Error, String, String) -> Void

        public init(
            answered: @escaping @Sendable (Exchange) -> Void = { _ in },
            failed: @escaping @Sendable (any Error, String, String) -> Void = { _, _, _ in }
        ) {
            self.answered = answered
            self.failed = failed
        }
    }

    let casework: Casework
    let options: Options
    let printing: Printing
    let observer: Observer
    let templates: MustacheLibrary
    let assets: AssetShelf
    let formGuard: FormGuard
    let cookies: SessionCookies
    let lookups: LookupGate

    /// Loads templates and assets once.
    ///
    /// - Throws: when a template or asset is missing or malformed: better at start than at the first visitor.
    public init(casework: Casework, share: SharePaths, options: Options, printing: Printing, observer: Observer = Observer()) throws {
        self.casework = casework
        self.options = options
        self.printing = printing
        self.observer = observer
        templates = try TemplateShelf.load(share.templates)
        assets = try AssetShelf(folder: share.assets, bootstrap: options.bootstrap)
        formGuard = FormGuard(allowedOrigins: options.allowedOrigins)
        cookies = SessionCookies(secure: options.secureCookie)
        lookups = LookupGate(most: options.lookupsPerMinute)
    }

    var routes: [Route] {
        [
            assetRoutes, signInRoutes, homeRoutes, petitionRoutes, registrationRoutes, matterRoutes, caseRoutes,
            correctionRoutes, referralRoutes, taskRoutes, sessionRoutes, dutyRoutes, workRoutes, leaderSessionRoutes,
            nationalRoutes, nationalArrivalRoutes, documentRoutes, documentPaperRoutes, signingRoutes, personRoutes, enquiryRoutes,
            postbagRoutes,
            filingRoutes, paperVisitRoutes, visitRoutes, registerRoutes, lookupRoutes, lawRoutes, deadlineRoutes,
            suggestionRoutes,
        ].flatMap { $0 }
    }

    /// Mounts every page.
    public func add<Context: RequestContext>(to router: some RouterMethods<Context>) {
        let clock = ContinuousClock()
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                let started = clock.now
                let id = Hex.encode(casework.surroundings.random.bytes(8))
                var response = await self.answer(request, context, by: route, requestID: id)
                response.headers[Answer.requestID] = id
                observer.answered(
                    Exchange(
                        method: route.method.rawValue, route: route.path, status: response.status.code,
                        duration: started.duration(to: clock.now),
                        requestID: id))
                return response
            }
        }
    }

    /// A fresh random text that makes posting a form twice harmless.
    func newKey() -> String { Secret(random: casework.surroundings.random).text }
}

/// A file the pages cannot do without.
struct MissingFile: Error, CustomStringConvertible {
    let path: String
    var description: String { "missing file: \(path)" }
}
