extension DaemonSettings {
    /// The whole configuration as it will be used, defaults included, in the syntax of the settings file and in a fixed
    /// order; passwords are replaced by `***`.
    public func dump() -> String {
        let lines: [(String, String)] = [
            ("TIEPDAN_DATABASE", Conninfo.masked(database)),
            ("TIEPDAN_LANES", "\(lanes)"),
            ("TIEPDAN_LISTEN", "\(listen)"),
            ("TIEPDAN_PUBLIC_URL", publicURL),
            ("TIEPDAN_SECURE_COOKIE", "\(secureCookie)"),
            ("TIEPDAN_SESSION_HOURS", "\(sessionHours)"),
            ("TIEPDAN_PASSWORD_QUEUE", "\(passwordQueue)"),
            ("TIEPDAN_SHARE", share),
            ("TIEPDAN_ATTACHMENTS", attachments),
            ("TIEPDAN_ATTACHMENT_BYTES", "\(ByteCount(bytes: attachmentBytes))"),
            ("TIEPDAN_BODY_BYTES", "\(ByteCount(bytes: bodyBytes))"),
            ("TIEPDAN_LOOKUPS_PER_MINUTE", "\(lookupsPerMinute)"),
            ("TIEPDAN_WEASYPRINT", weasyprint),
            ("TIEPDAN_DRAIN_SECONDS", "\(drainSeconds)"),
            ("TIEPDAN_LOG_LEVEL", logLevel.rawValue),
        ]
        return lines.map { "\($0)=\(Self.quoted($1))\n" }.joined()
    }

    /// Quotes what the file's reader would otherwise cut or take for a comment.
    private static func quoted(_ value: String) -> String {
        guard value.isEmpty || value.contains(where: { $0.isWhitespace || "\"'#\\".contains($0) }) else { return value }
        let escaped = value.map { character in
            switch character {
            case "\"", "\\": "\\\(character)"
            case "\n": "\\n"
            default: String(character)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
