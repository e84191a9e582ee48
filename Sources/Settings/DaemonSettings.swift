/// What the operator decided, typed and checked. `DaemonSettings.load` is the only way to make one from outside.
public struct DaemonSettings: Sendable, Hashable {
    /// libpq conninfo of the application's role. `TIEPDAN_DATABASE`
    public var database = "host=/var/run/postgresql dbname=tiepdan user=tiepdan_app"
    /// Connections to the database, each with its thread. `TIEPDAN_LANES`
    public var lanes = 8
    /// `TIEPDAN_LISTEN`; `TIEPDAN_PORT` replaces its port.
    public var listen = ListenAddress.tcp(host: "127.0.0.1", port: 8080)
    /// The directory with `sql/`, procedures, forms, templates and assets. `TIEPDAN_SHARE`
    public var share = ""
    /// Where attachments are kept, by content. `TIEPDAN_ATTACHMENTS`
    public var attachments = "/var/lib/tiepdan/attachments"
    /// The largest attachment, in bytes. `TIEPDAN_ATTACHMENT_BYTES`
    public var attachmentBytes = 50 << 20
    /// The largest JSON or form body, in bytes. `TIEPDAN_BODY_BYTES`
    public var bodyBytes = 1 << 20
    /// `TIEPDAN_LOG_LEVEL`
    public var logLevel = LogLevel.info
    /// Hours after which a sign-in ends, used or not: counted from the sign-in. `TIEPDAN_SESSION_HOURS`
    public var sessionHours = 10
    /// The address people type, scheme and host without a path: what the Origin check compares. `TIEPDAN_PUBLIC_URL`
    public var publicURL = "http://127.0.0.1:8080"
    /// Whether cookies are sent over TLS only; follows the scheme of `publicURL`. `TIEPDAN_SECURE_COOKIE`
    public var secureCookie = false
    /// How long requests in flight may finish after SIGTERM, in seconds. `TIEPDAN_DRAIN_SECONDS`
    public var drainSeconds = 20
    /// The program that renders PDF. `TIEPDAN_WEASYPRINT`
    public var weasyprint = "/usr/bin/weasyprint"
    /// Receipt look-ups one address may make in a minute. `TIEPDAN_LOOKUPS_PER_MINUTE`
    public var lookupsPerMinute = 20
    /// Passwords that may wait to be checked before the next is turned away. `TIEPDAN_PASSWORD_QUEUE`
    public var passwordQueue = 16

    /// How much is logged; the raw values are those of swift-log.
    public enum LogLevel: String, Sendable, Hashable, CaseIterable {
        case trace, debug, info, notice, warning, error, critical
    }

    /// The values of the `Origin` header that count as our own pages. A daemon on loopback is reached by name and by number.
    public var allowedOrigins: [String] {
        guard case .tcp(_, let port) = listen, loopbackNames.contains(where: { publicURL == "http://\($0):\(port)" }) else {
            return [publicURL]
        }
        return [publicURL] + loopbackNames.map { "http://\($0):\(port)" }.filter { $0 != publicURL }
    }
}

private let loopbackNames = ["127.0.0.1", "localhost", "[::1]"]

extension DaemonSettings {
    /// Reads the settings out of a file's text and an environment.
    ///
    /// - Throws: `SettingsError` with all mistakes at once.
    static func read(file: EnvironmentFile?, environment: [String: String], place: ShareDirectory) throws(SettingsError) -> DaemonSettings {
        var reader = SettingsReader(file: file, environment: environment)
        // Names the file itself, so it means something in the environment only.
        _ = reader.entry("TIEPDAN_SETTINGS")
        var settings = DaemonSettings()
        settings.database = reader.value(
            "TIEPDAN_DATABASE", default: settings.database, expected: "a libpq conninfo (host=… dbname=… user=…) or postgresql:// URI",
            secret: true, Conninfo.checked)
        settings.lanes = reader.integer("TIEPDAN_LANES", default: settings.lanes, in: 1...64)
        settings.readListen(&reader)
        settings.share = place.read(&reader)
        settings.attachments = reader.absolutePath("TIEPDAN_ATTACHMENTS", default: settings.attachments)
        settings.attachmentBytes = reader.bytes(
            "TIEPDAN_ATTACHMENT_BYTES", default: ByteCount(bytes: settings.attachmentBytes),
            in: ByteCount(bytes: 1024)...ByteCount(mebibytes: 1024))
        settings.bodyBytes = reader.bytes(
            "TIEPDAN_BODY_BYTES", default: ByteCount(bytes: settings.bodyBytes), in: ByteCount(bytes: 1024)...ByteCount(mebibytes: 64))
        settings.logLevel = reader.value(
            "TIEPDAN_LOG_LEVEL", default: settings.logLevel,
            expected: "one of \(LogLevel.allCases.map(\.rawValue).joined(separator: ", "))", LogLevel.init)
        settings.sessionHours = reader.integer("TIEPDAN_SESSION_HOURS", default: settings.sessionHours, in: 1...168)
        settings.readPublicURL(&reader)
        settings.secureCookie = reader.flag("TIEPDAN_SECURE_COOKIE", default: settings.publicURL.hasPrefix("https:"))
        settings.drainSeconds = reader.integer("TIEPDAN_DRAIN_SECONDS", default: settings.drainSeconds, in: 0...600)
        settings.weasyprint = reader.absolutePath("TIEPDAN_WEASYPRINT", default: settings.weasyprint)
        settings.lookupsPerMinute = reader.integer("TIEPDAN_LOOKUPS_PER_MINUTE", default: settings.lookupsPerMinute, in: 1...10_000)
        settings.passwordQueue = reader.integer("TIEPDAN_PASSWORD_QUEUE", default: settings.passwordQueue, in: 1...1000)
        reader.rejectUnknown()
        guard reader.mistakes.isEmpty else { throw SettingsError(mistakes: reader.mistakes) }
        return settings
    }

    private mutating func readListen(_ reader: inout SettingsReader) {
        listen = reader.value("TIEPDAN_LISTEN", default: listen, expected: ListenAddress.expected, ListenAddress.init)
        guard let entry = reader.entry("TIEPDAN_PORT") else { return }
        guard let port = ListenAddress.port(entry.value) else {
            return reader.reject("TIEPDAN_PORT", entry, expected: "a whole number from 0 to 65535")
        }
        guard case .tcp(let host, _) = listen else {
            return reader.reject("TIEPDAN_PORT", entry, expected: "no port, because TIEPDAN_LISTEN names a Unix socket")
        }
        listen = .tcp(host: host, port: port)
    }

    private mutating func readPublicURL(_ reader: inout SettingsReader) {
        switch listen {
        case .tcp(let host, let port):
            let reached = ["0.0.0.0", "::"].contains(host) ? "localhost" : ListenAddress.bracketed(host)
            publicURL = "http://\(reached):\(port)"
        case .unix:
            publicURL = ""
        }
        publicURL = reader.value(
            "TIEPDAN_PUBLIC_URL", default: publicURL,
            expected: "http:// or https:// and a host, without a path: https://tiepdan.example.vn", Origin.normalised)
        if publicURL.isEmpty, !reader.mistakes.contains(where: { $0.key == "TIEPDAN_PUBLIC_URL" }) {
            reader.reject("TIEPDAN_PUBLIC_URL", nil, expected: "a URL, because TIEPDAN_LISTEN names a Unix socket")
        }
    }
}

/// The address of the house as browsers spell it in `Origin`: lower case, no path, no default port.
enum Origin {
    static func normalised(_ text: String) -> String? {
        var text = text.lowercased()
        if text.hasSuffix("/") { text.removeLast() }
        for (scheme, port) in [("https://", ":443"), ("http://", ":80")] where text.hasPrefix(scheme) {
            if text.hasSuffix(port) { text.removeLast(port.count) }
            let host = text.dropFirst(scheme.count)
            let allowed = host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-:[]_".contains($0)) }
            return host.isEmpty || !allowed ? nil : text
        }
        return nil
    }
}
