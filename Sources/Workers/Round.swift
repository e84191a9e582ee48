import Casework
public import Logging
import ServiceLifecycle

/// A job done over and over until the daemon goes down: the loop that every worker shares.
///
/// An error never ends it: it is logged, and the pause grows with each failure in a row. A graceful shutdown ends the pause at once,
/// the job only when it is done; cancellation ends both.
public struct Round: Sendable {
    public let name: String
    /// The pause after a job that found nothing more to do.
    public let interval: Duration
    /// The longest pause after failures.
    public let longestPause: Duration
    /// Measures the pauses.
    public let clock: any Clock<Duration>
    public let logger: Logger

    public init(
        _ name: String, every interval: Duration, longestPause: Duration = .seconds(300), clock: any Clock<Duration> = ContinuousClock(),
        logger: Logger
    ) {
        self.name = name
        self.interval = interval
        self.longestPause = max(longestPause, interval)
        self.clock = clock
        self.logger = logger
    }

    /// - Parameter job: returns true when more is waiting; then there is no pause.
    public func repeated(_ job: @Sendable () async throws -> Bool) async {
        var failures = 0
        while !Task.isCancelled && !Task.isShuttingDownGracefully {
            var pause = interval
            do {
                let more = try await job()
                if failures > 0 { logger.notice("worker recovered", metadata: ["worker": "\(name)", "failures": "\(failures)"]) }
                failures = 0
                if more {
                    await Task.yield()
                    continue
                }
            } catch {
                if Task.isCancelled { return }
                failures += 1
                pause = backoff(after: failures)
                logger.error(
                    "worker failed",
                    metadata: ["worker": "\(name)", "failures": "\(failures)", "pause": "\(pause)", "error": "\(Self.words(error))"])
            }
            await wait(pause)
        }
    }

    /// 1, 2, 4, 8 … seconds, at least the interval when that is shorter than a second, at most `longestPause`.
    func backoff(after failures: Int) -> Duration {
        min(.seconds(1 << min(failures - 1, 20)), longestPause)
    }

    private func wait(_ pause: Duration) async {
        let clock = clock
        _ = try? await cancelWhenGracefulShutdown { try await clock.sleep(for: pause) }
    }

    /// An error for the log and the outbox: codes and statements without values, never what a person wrote.
    static func words(_ error: any Error) -> String {
        if let problem = error as? Problem { return "problem \(problem.code)" }
        return "\(error)"
    }
}
