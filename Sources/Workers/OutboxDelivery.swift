public import Casework
import Logging
public import ServiceLifecycle

/// Where the messages wait: `Queues` of Casework, or a list in a test.
public protocol Outbox: Sendable {
    /// Takes up to `most` waiting messages; what is not answered within `lease` seconds waits again.
    func claim(most: Int, lease: Int) async throws -> [Queues.Message]
    func complete(_ messages: [Int64]) async throws
    func fail(_ message: Queues.Message, error: String) async throws
    /// Gives back what was taken and not tried.
    func release(_ messages: [Int64]) async throws
}

extension Queues: Outbox {}

/// Empties the outbox: each message goes to the delivery of its topic, at least once.
///
/// A message whose delivery fails goes back and waits longer each time; the others go on. A message of a topic that nobody delivers goes
/// back too, so that a newer daemon finds it. What a batch delivered is answered in one transaction at its end; a crash before that delivers
/// again after the lease: deliveries bear it.
public struct OutboxDelivery: Service, CustomStringConvertible {
    /// Messages taken at once.
    static let batch = 20
    /// Seconds; longer than a batch of renderings takes in practice.
    static let lease = 300

    private let round: Round
    private let outbox: any Outbox
    private let deliveries: [String: any Delivery]

    /// - Parameter deliveries: by topic: `notice`, `deadline`, `register.issued`.
    public init(_ outbox: any Outbox, deliveries: [String: any Delivery], round: Round) {
        self.outbox = outbox
        self.deliveries = deliveries
        self.round = round
    }

    public func run() async throws {
        await round.repeated {
            let messages = try await outbox.claim(most: Self.batch, lease: Self.lease)
            var delivered: [Int64] = []
            do {
                for (position, message) in messages.enumerated() {
                    if Task.isShuttingDownGracefully {
                        try await outbox.release(messages[position...].map(\.id))
                        break
                    }
                    if try await handle(message) { delivered.append(message.id) }
                }
            } catch {
                try await outbox.complete(delivered)
                throw error
            }
            try await outbox.complete(delivered)
            return messages.count == Self.batch
        }
    }

    /// - Returns: false when the message went back.
    private func handle(_ message: Queues.Message) async throws -> Bool {
        do {
            guard let delivery = deliveries[message.topic] else { throw DeliveryError.unknownTopic(message.topic) }
            try await delivery.deliver(message)
        } catch {
            if Task.isCancelled { throw error }
            let words = Round.words(error)
            round.logger.error(
                "delivery failed",
                metadata: ["message": "\(message.id)", "topic": "\(message.topic)", "attempts": "\(message.attempts)", "error": "\(words)"])
            try await outbox.fail(message, error: words)
            return false
        }
        return true
    }

    public var description: String { round.name }
}
