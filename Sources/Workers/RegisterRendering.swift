public import Casework
public import Documents
import Foundation
public import Logging

/// Renders an issued register once and keeps page and PDF, so that every reprint has the same bytes.
///
/// The number was taken when the register was issued; a failed rendering is repeated, never renumbered.
public struct RegisterRendering: Delivery {
    private struct Payload: Decodable {
        let register: Int64
        let organisation: Int64
    }

    private let casework: Casework
    private let documents: Documents
    private let logger: Logger

    public init(_ casework: Casework, documents: Documents, logger: Logger) {
        self.casework = casework
        self.documents = documents
        self.logger = logger
    }

    public func deliver(_ message: Queues.Message) async throws {
        guard let payload = try? JSONDecoder().decode(Payload.self, from: Data(message.payload.utf8)) else {
            throw DeliveryError.unreadablePayload(topic: message.topic)
        }
        let actor = Actor.system(job: "rendering", organisation: payload.organisation)
        let register = try await casework.registers.reprint(payload.register, by: actor)
        _ = try await casework.registers.keep(html: try documents.html(register), of: payload.register, by: actor)
        if try await casework.registers.pdf(payload.register, by: actor) != nil { return }
        let kept = try await casework.registers.keep(pdf: try await documents.pdf(register), of: payload.register, by: actor)
        logger.info("register rendered", metadata: ["register": "\(payload.register)", "bytes": "\(kept.count)"])
    }
}
