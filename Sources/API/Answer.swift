import Casework
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// How answers are made.
enum Answer {
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok, mediaType: String = "application/json") throws -> Response
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return bytes(Array(try encoder.encode(value)), mediaType: mediaType, status: status)
    }

    /// A list that has no further page.
    static func list<Item: Codable & Sendable & Equatable>(_ items: [Item]) throws -> Response { try json(Page(items: items, next: nil)) }

    /// 201, and where the new thing is.
    static func created(_ value: some Encodable, at place: String?) throws -> Response {
        var response = try json(value, status: .created)
        if let place { response.headers[.location] = place }
        return response
    }

    static func bytes(_ bytes: [UInt8], mediaType: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, headers: [.contentType: mediaType], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func problem(_ document: ProblemDocument) -> Response {
        let status = HTTPResponse.Status(code: document.status)
        return (try? json(document, status: status, mediaType: ProblemDocument.mediaType)) ?? Response(status: status)
    }

    /// A file from the store, in pieces. Nothing in it may run: it is always downloaded, never shown in place of a page.
    static func download(_ opened: AttachmentDesk.Opened) throws -> Response {
        guard let handle = FileHandle(forReadingAtPath: opened.path) else {
            throw Problem(.unavailable, code: "storage_unavailable", message: "Kho tệp tạm thời không đọc được, hãy thử lại.")
        }
        let body = ResponseBody(contentLength: Int(opened.view.bytes)) { writer in
            defer { try? handle.close() }
            while let piece = try handle.read(upToCount: 65_536), !piece.isEmpty { try await writer.write(ByteBuffer(bytes: piece)) }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: opened.view.mediaType, .contentDisposition: disposition(opened.view.name),
                .contentSecurityPolicy: "default-src 'none'; sandbox", .eTag: "\"\(opened.view.sha256)\"",
            ], body: body)
    }

    /// A plain name for old readers, the real one in UTF-8 beside it (RFC 6266); neither can leave its quotes.
    static func disposition(_ name: String) -> String {
        let plain = name.unicodeScalars.map { scalar in
            let safe = scalar.isASCII && scalar.value >= 32 && scalar.value != 127 && !"\"\\%;/".unicodeScalars.contains(scalar)
            return safe ? String(scalar) : "_"
        }.joined()
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(PercentCoding.encoded(name))"
    }

    /// What every answer carries; a header the answer has set itself stays.
    static func secured(_ response: Response, requestID: String) -> Response {
        var response = response
        let standing: [(HTTPField.Name, String)] = [
            (.nosniff, "nosniff"), (.framing, "DENY"), (.referrer, "no-referrer"), (.cacheControl, "no-store"),
            (.contentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'"),
        ]
        for (name, value) in standing where response.headers[name] == nil { response.headers[name] = value }
        response.headers[.requestID] = requestID
        return response
    }

    /// An answer after which the connection ends although the client is still sending: it gets a moment to read, then the line is cut.
    static func cutOff(_ response: Response, linger: Duration) -> Response {
        var response = response
        response.headers[.connection] = "close"
        let body = response.body
        let length = body.contentLength
        response.body = ResponseBody(contentLength: length) { writer in
            try await body.write(writer)
            try await Task.sleep(for: linger)
            throw BodyCutOff()
        }
        return response
    }
}

/// Ends a connection whose client sends more than it may; the server closes the line when a body ends with an error.
public struct BodyCutOff: Error {}
