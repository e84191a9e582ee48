import ArgumentParser
import NIOCore

/// What is measured: the requests of a working day, and the bare route that costs HTTP and nothing else.
enum Operation: String, CaseIterable, Codable, Sendable, ExpressibleByArgument {
    case register, read, worklist, search
    case bare

    static let measured: [Operation] = [.register, .read, .worklist, .search]

    var title: String {
        switch self {
        case .register: "register a petition"
        case .read: "read one petition"
        case .worklist: "a worklist page of 50"
        case .search: "search by words"
        case .bare: "bare route (GET /healthz)"
        }
    }

    /// One request, ready to send. `draw` decides what moves: the petition that is read, the idempotency key.
    func request(of client: Client, draw: UInt64) -> Request {
        switch self {
        case .register:
            let key = "bench-\(client.number)-\(draw)"
            return Request(
                "POST", "/api/v1/petitions", client: client, headers: "Content-Type: application/json\r\nIdempotency-Key: \(key)\r\n",
                body: client.draft,
                moving: key)
        case .read:
            let id = String(client.petition(draw))
            return Request("GET", "/api/v1/petitions/\(id)", client: client, moving: id)
        case .worklist: return Request("GET", "/api/v1/petitions?open=true&limit=50", client: client)
        case .search: return Request("GET", "/api/v1/petitions?q=\(Self.escaped(client.words))", client: client)
        case .bare: return Request("GET", "/healthz", client: nil)
        }
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let plain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            return plain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}

/// An HTTP/1.1 request on a connection that stays open.
struct Request: Sendable {
    let bytes: ByteBuffer
    /// The part of it that differs from one request to the next, as it reaches the database.
    let moving: String?

    init(_ method: String, _ target: String, client: Client?, headers: String = "", body: String = "", moving: String? = nil) {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\(headers)"
        if let client { text += "Authorization: Bearer \(client.token)\r\n" }
        if !body.isEmpty { text += "Content-Length: \(body.utf8.count)\r\n" }
        bytes = ByteBuffer(string: text + "\r\n" + body)
        self.moving = moving
    }
}
