import Casework
import HTTPTypes
import Hummingbird
import NIOCore

/// The kinds of answers and the headers each goes out with.
enum Answer {
    static let policyHeader = HTTPField.Name("Content-Security-Policy")!
    static let clearSiteData = HTTPField.Name("Clear-Site-Data")!
    static let requestID = HTTPField.Name("X-Request-ID")!
    static let page =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; frame-src 'self'; object-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    /// For printed documents: their style is inside, they run nothing, only our own pages may frame them.
    static let document =
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; frame-ancestors 'self'"
    /// For scanned papers.
    static let paper = "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"

    static func html(_ text: String, status: HTTPResponse.Status = .ok, policy: String = page) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8", policyHeader: policy],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func json(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func bytes(_ bytes: [UInt8], type: String, headers: HTTPFields = [:]) -> Response {
        var all = headers
        all[.contentType] = type
        return Response(status: .ok, headers: all, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A form that the browser may keep while its user looks elsewhere, with what was typed; it must hold nobody's data when it comes.
    static func kept(_ response: Response) -> Response {
        var response = response
        response.headers[.cacheControl] = "private, no-cache"
        return response
    }

    static func redirect(_ path: String) -> Response { Response(status: .seeOther, headers: [.location: path]) }

    /// The answer to somebody who sends more than he may: he gets a moment to read it, then the connection ends and the rest is not read.
    static func cutOff(_ response: Response) -> Response {
        var response = response
        let body = response.body
        response.headers[.connection] = "close"
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            try await body.write(writer)
            try await Task.sleep(for: .milliseconds(300))
            throw BodyCutOff()
        }
        return response
    }

    /// What every answer carries, whatever it is.
    static func secured(_ response: Response) -> Response {
        var response = response
        response.headers[HTTPField.Name("X-Content-Type-Options")!] = "nosniff"
        response.headers[HTTPField.Name("Referrer-Policy")!] = "same-origin"
        response.headers[HTTPField.Name("Cross-Origin-Opener-Policy")!] = "same-origin"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if response.headers[policyHeader] == nil { response.headers[policyHeader] = "default-src 'none'; frame-ancestors 'none'" }
        return response
    }

    static func status(_ kind: Problem.Kind) -> HTTPResponse.Status {
        switch kind {
        case .malformed: .badRequest
        case .unauthenticated: .unauthorized
        case .forbidden: .forbidden
        case .missing: .notFound
        case .conflict: .conflict
        case .tooLarge: .contentTooLarge
        case .refused: .unprocessableContent
        case .tooMany: .tooManyRequests
        case .unavailable: .serviceUnavailable
        }
    }

    /// A header value of plain ASCII with the real name in UTF-8 beside it (RFC 6266).
    static func disposition(_ name: String, inline: Bool) -> String {
        let plain = name.unicodeScalars.map {
            $0.isASCII && $0.value >= 32 && $0 != "\"" && $0 != "\\" && $0.value < 127 ? String($0) : "_"
        }.joined()
        return "\(inline ? "inline" : "attachment"); filename=\"\(plain)\"; filename*=UTF-8''\(PercentText.encode(name))"
    }
}

/// Ends a connection whose client sends more than it may; the server closes the line when a body ends with an error.
struct BodyCutOff: Error {}
