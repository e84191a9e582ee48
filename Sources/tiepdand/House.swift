import API
import Casework
import Documents
import Foundation
import Hummingbird
import Identity
import Law
import Logging
import NIOCore
import Postgres
import ServiceLifecycle
import Settings
import Telemetry
import UnixSignals
import Web
import Workers

/// The parts of the daemon in the order in which they stand on each other: pool, casework, papers, routes.
struct House {
    let gate: DatabaseGate
    private let settings: DaemonSettings
    private let pool: Pool
    private let casework: Casework
    private let documents: Documents
    private let logger: Logger

    init(_ settings: DaemonSettings, logger: Logger) throws {
        self.settings = settings
        self.logger = logger
        let rulebook = try Installation.rulebook(share: settings.share)
        pool = Pool(PoolConfiguration(conninfo: settings.database, lanes: settings.lanes, applicationName: "tiepdand"))
        casework = Casework(
            pool: pool, rulebook: rulebook, duties: try Installation.duties(share: settings.share),
            surroundings: Surroundings(
                now: { Instant.now() }, random: .system,
                blobs: BlobStore(folder: settings.attachments, limit: settings.attachmentBytes)),
            passwords: PasswordVerifier(capacity: settings.passwordQueue))
        documents = try Documents(forms: SharePaths(share: settings.share).forms, weasyprint: settings.weasyprint)
        gate = DatabaseGate(pool: pool, share: settings.share, rulebook: rulebook, logger: logger)
    }

    /// Serves until SIGTERM or SIGINT. The group stops what stands last first: HTTP drains, the workers finish their batch, the lanes close.
    func run(metrics: PrometheusMetrics) async throws {
        let http = Application(
            router: try await router(metrics: metrics),
            server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: ApplicationConfiguration(address: address), logger: logger)
        var group = ServiceGroupConfiguration(
            services: [PoolService(pool: pool), gate] + workers + [http],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(settings.drainSeconds)
        logger.notice("starting", metadata: ["listen": "\(settings.listen)", "share": "\(settings.share)"])
        try await ServiceGroup(configuration: group).run()
    }

    private var workers: [any Service] {
        standingServices(casework: casework, documents: documents, logger: logger).map { BehindGate(gate: gate, service: $0) }
    }

    private func router(metrics: PrometheusMetrics) async throws -> Router<BasicRequestContext> {
        let figures = PoolFigures(pool)
        let papers = documents
        let log = logger
        let failed: @Sendable (any Error, String, String) -> Void = { error, route, id in
            log.error("a request failed", error: error, metadata: ["request": "\(id)", "route": "\(route)"])
        }
        let web = try WebRoutes(
            casework: casework, share: SharePaths(share: settings.share),
            options: .init(
                allowedOrigins: Set(settings.allowedOrigins), secureCookie: settings.secureCookie, sessionHours: settings.sessionHours,
                formBytes: settings.bodyBytes, lookupsPerMinute: settings.lookupsPerMinute),
            printing: .init(
                html: { try papers.html($0) }, pdf: { try await papers.pdf($0) }, receiptHTML: { try papers.html($0) },
                receiptPDF: { try await papers.pdf($0) }), observer: .init(failed: failed))
        let api = APIRoutes(
            casework: casework, options: .init(bodyBytes: settings.bodyBytes, lookupsPerMinute: settings.lookupsPerMinute),
            printing: .init(html: { try papers.html($0) }, pdf: { try await papers.pdf($0) }),
            observer: .init(
                failed: failed,
                metrics: {
                    figures.record()
                    return metrics.render()
                }),
            openAPI: try OpenAPIDocument.read(share: settings.share))
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: RequestLog(logger: logger))
        router.add(middleware: Admission(gate: gate))
        router.add(middleware: web.errorPages())
        api.add(to: router)
        web.add(to: router)
        return router
    }

    private var address: BindAddress {
        switch settings.listen {
        case .tcp(let host, let port): .hostname(host, port: port)
        case .unix(let path): .unixDomainSocket(path: path)
        }
    }
}
