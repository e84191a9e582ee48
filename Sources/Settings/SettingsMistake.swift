/// One thing wrong with the settings, in words an operator can act on.
public struct SettingsMistake: Sendable, Hashable, CustomStringConvertible {
    /// The key, for example `TIEPDAN_LANES`.
    public let key: String
    /// What was written; nil when nothing was, or when it may hold a password.
    public let value: String?
    /// What should have been written.
    public let expected: String
    /// `tiepdan.env:12`, `environment` or `default`.
    public let origin: String

    public var description: String {
        let written = value.map { "=\"\($0)\"" } ?? ""
        return "\(key)\(written) (\(origin)): expected \(expected)"
    }
}

/// Everything wrong with the settings at once: the operator corrects the file one time, not once per mistake.
public struct SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    public let mistakes: [SettingsMistake]

    public var description: String {
        let lines = mistakes.map { "  \($0)" }.joined(separator: "\n")
        return "the settings hold \(mistakes.count) mistake(s):\n\(lines)"
    }
}
