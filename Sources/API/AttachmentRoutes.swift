import Casework
import HTTPTypes
import Hummingbird
import NIOCore

extension APIRoutes {
    /// Scans: the raw body is the file; its name and kind stand in the query.
    var attachmentRoutes: [Route] {
        [
            .post("petitions/{id}/attachments", query: ["name", "kind"]) { [casework] call in
                try await Self.upload(call, to: .petition(try call.id("đơn")), casework)
            },
            .post("cases/{id}/attachments", query: ["name", "kind"]) { [casework] call in
                try await Self.upload(call, to: .caseFile(try call.id("hồ sơ")), casework)
            },
            .get("attachments/{id}") { [casework] call in
                try Answer.download(try await casework.attachments.open(try call.id("tệp"), by: call.actor))
            },
        ]
    }

    static func upload(_ call: Call, to owner: AttachmentDesk.Owner, _ casework: Casework) async throws -> Response {
        let type = (call.request.headers[.contentType] ?? "").lowercased()
        if type.hasPrefix("multipart/") || type.hasPrefix("application/x-www-form-urlencoded") {
            throw Fault(
                status: .unsupportedMediaType, code: "unsupported_media_type",
                detail: "Gửi thẳng nội dung tệp trong thân yêu cầu, không dùng biểu mẫu.")
        }
        let limit = casework.surroundings.blobs.limit
        if let declared = call.request.declaredLength, declared > limit {
            throw Problem(.tooLarge, code: "too_large", message: "Tệp lớn quá \(limit / 1_048_576) MB.")
        }
        guard let name = call.query.text("name") else { throw Problem.invalid("name", "required", "Thiếu tên tệp.") }
        let attached = try await casework.attachments.upload(
            Chunks(body: call.request.body), name: name, kind: call.query.text("kind"), to: owner, key: call.key,
            by: call.actor)
        return try Answer.created(attached, at: "/api/v1/attachments/\(attached.id)")
    }

    /// The body as it arrives.
    private struct Chunks: AsyncSequence, Sendable {
        typealias Element = [UInt8]
        typealias Failure = any Error
        let body: RequestBody

        struct AsyncIterator: AsyncIteratorProtocol {
            var buffers: RequestBody.AsyncIterator
            mutating func next() async throws -> [UInt8]? { try await buffers.next().map { Array($0.readableBytesView) } }
        }
        func makeAsyncIterator() -> AsyncIterator { AsyncIterator(buffers: body.makeAsyncIterator()) }
    }
}
