public import Casework
import Logging
public import ServiceLifecycle

/// Opens the regular reception session of every office when its working day begins, and concludes forgotten ones.
public struct RegularSessions: Service, CustomStringConvertible {
    private let round: Round
    private let open: @Sendable () async throws -> (opened: Int, concluded: Int)

    public init(_ casework: Casework, round: Round) {
        self.init(round: round) { try await casework.sessions.openRegularSessions() }
    }

    public init(round: Round, open: @escaping @Sendable () async throws -> (opened: Int, concluded: Int)) {
        self.round = round
        self.open = open
    }

    public func run() async throws {
        await round.repeated {
            let (opened, concluded) = try await open()
            if opened + concluded > 0 {
                round.logger.info("regular sessions", metadata: ["opened": "\(opened)", "concluded": "\(concluded)"])
            }
            return false
        }
    }

    public var description: String { round.name }
}
