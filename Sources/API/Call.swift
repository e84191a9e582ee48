import Casework
import HTTPTypes
import Hummingbird
import NIOCore

/// One request on its way to a desk: who asks, what for, under which id.
struct Call: Sendable {
    let request: Request
    let requestID: String
    /// Captured parts of the path, decoded.
    let path: [String: String]
    let query: Query
    let actor: Actor
    /// Bytes a JSON body may have.
    let bodyLimit: Int

    /// The number in the path. What is no number names nothing.
    func id(_ what: String) throws(Problem) -> Int64 {
        guard let text = path["id"], let id = Int64(text), id > 0, String(id) == text else { throw .missing(what) }
        return id
    }

    /// The client's `Idempotency-Key`, if it sent one.
    var key: String? { request.headers[.idempotencyKey] }

    /// The body as a draft.
    ///
    /// - Throws: 415 for another media type, 413 as soon as the limit is passed, 400 and 422 as `Strictness` says.
    func body<T: Decodable>(_ type: T.Type) async throws -> T {
        try requireJSON()
        if let declared = request.declaredLength, declared > bodyLimit { throw tooLarge }
        var bytes: [UInt8] = []
        for try await chunk in request.body {
            if bytes.count + chunk.readableBytes > bodyLimit { throw tooLarge }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return try Strictness.decode(type, from: bytes)
    }

    private func requireJSON() throws(Fault) {
        let sent = (request.headers[.contentType] ?? "").lowercased().split(separator: ";").map { $0.filter { !$0.isWhitespace } }
        let charset = sent.dropFirst().first { $0.hasPrefix("charset=") }
        if sent.first != "application/json" || !(charset == nil || charset == "charset=utf-8" || charset == "charset=\"utf-8\"") {
            throw Fault(
                status: .unsupportedMediaType, code: "unsupported_media_type", detail: "Nội dung gửi lên phải là application/json (UTF-8).",
                headers: [.init("Accept-Post")!: "application/json"])
        }
    }

    private var tooLarge: Problem {
        Problem(.tooLarge, code: "too_large", message: "Nội dung gửi lên lớn quá \(bodyLimit / 1024) KB.")
    }
}

extension Request {
    /// `Content-Length`, when the client says how much will come.
    var declaredLength: Int? { headers[.contentLength].flatMap { Int($0) } }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let requestID = HTTPField.Name("X-Request-Id")!
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
    static let nosniff = HTTPField.Name("X-Content-Type-Options")!
    static let framing = HTTPField.Name("X-Frame-Options")!
    static let referrer = HTTPField.Name("Referrer-Policy")!
}
