public import Casework
import Logging
public import ServiceLifecycle

/// Notes every clock that has passed its due date, in the journal of its case, once.
public struct DeadlineSweep: Service, CustomStringConvertible {
    private let round: Round
    private let sweep: @Sendable () async throws -> Int

    public init(_ casework: Casework, round: Round) {
        self.init(round: round) { try await casework.queues.sweepDeadlines() }
    }

    /// - Parameter sweep: reports some overdue clocks and returns how many; called again at once until it returns 0.
    public init(round: Round, sweep: @escaping @Sendable () async throws -> Int) {
        self.round = round
        self.sweep = sweep
    }

    public func run() async throws {
        await round.repeated {
            let reported = try await sweep()
            if reported > 0 { round.logger.info("deadlines passed", metadata: ["count": "\(reported)"]) }
            return reported > 0
        }
    }

    public var description: String { round.name }
}
