public import Casework
import Foundation
public import Logging
public import ServiceLifecycle

/// Composes every officer's digest once each working morning.
public struct Digests: Service, CustomStringConvertible {
    private let round: Round
    private let compose: @Sendable () async throws -> Int

    public init(_ casework: Casework, round: Round) {
        self.init(round: round) { try await casework.queues.composeDigests() }
    }

    /// - Parameter compose: composes some digests and returns how many; called again at once until it returns 0.
    public init(round: Round, compose: @escaping @Sendable () async throws -> Int) {
        self.round = round
        self.compose = compose
    }

    public func run() async throws {
        await round.repeated {
            let composed = try await compose()
            if composed > 0 { round.logger.info("digests composed", metadata: ["count": "\(composed)"]) }
            return composed > 0
        }
    }

    public var description: String { round.name }
}

/// Takes note of a digest by its ids: the page shows it already, and nothing leaves the machine.
public struct DigestDelivery: Delivery {
    private struct Payload: Decodable {
        struct Office: Decodable {
            let organisation: Int64
            let counts: [String: Int]
        }
        let officer: Int64
        let day: String
        let offices: [Office]
    }

    private let logger: Logger

    public init(logger: Logger) { self.logger = logger }

    public func deliver(_ message: Queues.Message) async throws {
        guard let payload = try? JSONDecoder().decode(Payload.self, from: Data(message.payload.utf8)) else {
            throw DeliveryError.unreadablePayload(topic: message.topic)
        }
        let things = payload.offices.flatMap(\.counts.values).reduce(0, +)
        logger.info(
            "digest ready",
            metadata: ["message": "\(message.id)", "officer": "\(payload.officer)", "day": "\(payload.day)", "things": "\(things)"])
    }
}
