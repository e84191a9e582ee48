import Casework
import Foundation
import Glibc
import Hummingbird
import Identity
import Logging
import Metrics
import Postgres
import ServiceLifecycle
import Settings
import Telemetry

/// EX_CONFIG: settings or database do not fit; starting again would not help.
let misfit: Int32 = 78

func stop(_ message: String, code: Int32) -> Never {
    FileHandle.standardError.write(Data("tiepdand: \(message)\n".utf8))
    exit(code)
}

// libpq and a vanished reader would end the process by this signal; both are told by the return value.
signal(SIGPIPE, SIG_IGN)

let words = Array(CommandLine.arguments.dropFirst())
if words == ["--version"] {
    print("tiepdand \(Release.version)")
    exit(0)
}
if !words.isEmpty && words != ["--check-settings"] {
    stop("takes no arguments but --version or --check-settings; everything else is a setting (README)", code: 64)
}

let settings: DaemonSettings
do {
    settings = try DaemonSettings.load()
} catch {
    stop("\(error)", code: misfit)
}
if words == ["--check-settings"] {
    print(settings.dump(), terminator: "")
    exit(0)
}

let metrics = PrometheusMetrics(help: PoolFigures.help)
MetricsSystem.bootstrap(metrics)
let level = Logger.Level(rawValue: settings.logLevel.rawValue) ?? .info
LoggingSystem.bootstrap { JSONLogHandler(label: $0, level: level) }
let logger = Logger(label: "tiepdand")

do {
    let house = try House(settings, logger: logger)
    try await house.gate.attempt()
    try await house.run(metrics: metrics)
    logger.notice("stopped")
} catch let error as DatabaseGate.Misfit {
    stop("\(error)", code: misfit)
} catch {
    stop("\(error)", code: 1)
}
