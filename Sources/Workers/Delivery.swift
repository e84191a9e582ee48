public import Casework
import Foundation
public import Logging
import Synchronization

/// Brings one message of the outbox to where it belongs. The same message may come twice.
public protocol Delivery: Sendable {
    func deliver(_ message: Queues.Message) async throws
}

/// Why a message cannot be delivered.
public enum DeliveryError: Error, Sendable, Equatable, CustomStringConvertible {
    case unknownTopic(String)
    /// The payload is not what the topic promises.
    case unreadablePayload(topic: String)

    public var description: String {
        switch self {
        case .unknownTopic(let topic): "nobody delivers the topic \(topic)"
        case .unreadablePayload(let topic): "a message of the topic \(topic) cannot be read"
        }
    }
}

/// Delivers within the program: worklists and look-ups already show what happened, so the message is counted and logged by its ids.
/// Nothing leaves the machine.
public final class InAppDelivery: Delivery {
    private struct Payload: Decodable {
        let `case`: Int64
        let sequence: Int?
        let clock: Int64?
        let tells: [String]?
    }

    private let logger: Logger
    private let delivered = Mutex<[String: Int]>([:])

    public init(logger: Logger) { self.logger = logger }

    /// Messages delivered since the start, by topic.
    public var counts: [String: Int] { delivered.withLock { $0 } }

    public func deliver(_ message: Queues.Message) async throws {
        guard let payload = try? JSONDecoder().decode(Payload.self, from: Data(message.payload.utf8)) else {
            throw DeliveryError.unreadablePayload(topic: message.topic)
        }
        delivered.withLock { $0[message.topic, default: 0] += 1 }
        var metadata: Logger.Metadata = ["message": "\(message.id)", "topic": "\(message.topic)", "case": "\(payload.case)"]
        if let sequence = payload.sequence { metadata["sequence"] = "\(sequence)" }
        if let clock = payload.clock { metadata["clock"] = "\(clock)" }
        if let tells = payload.tells { metadata["tells"] = "\(tells.joined(separator: ","))" }
        logger.info("notice delivered", metadata: metadata)
    }
}
