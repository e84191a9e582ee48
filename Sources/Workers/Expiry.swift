public import Casework
public import ServiceLifecycle

/// Forgets what nobody may use any more: expired browser sessions and old idempotency keys.
public struct Expiry: Service, CustomStringConvertible {
    private let round: Round
    private let forget: @Sendable () async throws -> Void

    public init(_ casework: Casework, round: Round) {
        self.init(round: round) { try await casework.queues.forgetExpired() }
    }

    public init(round: Round, forget: @escaping @Sendable () async throws -> Void) {
        self.round = round
        self.forget = forget
    }

    public func run() async throws {
        await round.repeated {
            try await forget()
            return false
        }
    }

    public var description: String { round.name }
}
