/// Where the daemon listens. TLS ends at the proxy in front of it.
public enum ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// A host name or address without brackets, and a port; port 0 lets the kernel choose.
    case tcp(host: String, port: Int)
    /// An absolute path of a Unix socket.
    case unix(path: String)

    static let expected = "HOST:PORT, [IPV6]:PORT or unix:/absolute/path"

    /// Reads `127.0.0.1:8080`, `[::1]:8080` or `unix:/run/tiepdan/http.sock`.
    public init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            // sun_path holds 108 bytes with the closing NUL.
            guard path.hasPrefix("/"), path.utf8.count <= 107 else { return nil }
            self = .unix(path: path)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = Self.port(text[text.index(after: colon)...]) else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard host.contains(":") else { return nil }
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || $0 == "/" || $0 == "[" || $0 == "]" }) else { return nil }
        self = .tcp(host: String(host), port: port)
    }

    public var description: String {
        switch self {
        case .tcp(let host, let port): "\(Self.bracketed(host)):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }

    static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }

    static func port(_ text: some StringProtocol) -> Int? {
        guard text.allSatisfy(\.isASCII), text.first?.isNumber == true, let port = Int(text), port <= 65535 else { return nil }
        return port
    }
}
