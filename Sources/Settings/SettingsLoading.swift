import FoundationEssentials

extension DaemonSettings {
    /// The file that is read when nobody names another.
    public static let defaultFile = "/etc/tiepdan/tiepdan.env"

    /// Reads the settings as a program starts: the file, then the environment, then the defaults.
    ///
    /// - Parameters:
    ///   - file: the settings file; nil means `TIEPDAN_SETTINGS`, else `/etc/tiepdan/tiepdan.env` if there is one. A file that
    ///     was named must be readable.
    ///   - environment: nil means the process's own.
    /// - Throws: `SettingsError` with all mistakes at once.
    public static func load(file: String? = nil, environment: [String: String]? = nil) throws(SettingsError) -> DaemonSettings {
        let environment = environment ?? ProcessInfo.processInfo.environment
        let named = file ?? environment["TIEPDAN_SETTINGS"].flatMap { $0.isEmpty ? nil : $0 }
        var text: String?
        if let path = named ?? (FileManager.default.fileExists(atPath: defaultFile) ? defaultFile : nil) {
            text = try? String(contentsOfFile: path, encoding: .utf8)
            if text == nil {
                let mistake = SettingsMistake(
                    key: "TIEPDAN_SETTINGS", value: path, expected: "a readable UTF-8 file",
                    origin: file != nil ? "argument" : named != nil ? "environment" : "default")
                throw SettingsError(mistakes: [mistake])
            }
        }
        let name = named ?? defaultFile
        return try read(file: text.map { EnvironmentFile(text: $0, name: name) }, environment: environment, place: .here)
    }
}
