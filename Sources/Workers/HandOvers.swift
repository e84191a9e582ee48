public import Casework
import Logging
public import ServiceLifecycle

/// Begins hand-overs of work on their first day and brings back what was lent on the day after the last.
public struct HandOvers: Service, CustomStringConvertible {
    private let round: Round
    private let sweep: @Sendable () async throws -> (begun: Int, ended: Int)

    public init(_ casework: Casework, round: Round) {
        self.init(round: round) { try await casework.queues.sweepHandOvers() }
    }

    public init(round: Round, sweep: @escaping @Sendable () async throws -> (begun: Int, ended: Int)) {
        self.round = round
        self.sweep = sweep
    }

    public func run() async throws {
        await round.repeated {
            let (begun, ended) = try await sweep()
            if begun + ended > 0 { round.logger.info("hand-overs", metadata: ["begun": "\(begun)", "ended": "\(ended)"]) }
            return false
        }
    }

    public var description: String { round.name }
}
