import FoundationEssentials

/// Finds the directory of everything that is read at run time: the one that holds `sql/migrations`.
struct ShareDirectory {
    /// The absolute path of the running program.
    var executable: String
    var isDirectory: (String) -> Bool

    /// `TIEPDAN_SHARE` when set; else `../share/tiepdan` beside the program (installed); else the nearest directory above the
    /// program that has migrations (a checkout).
    func read(_ reader: inout SettingsReader) -> String {
        let expected = "an absolute path of a directory that holds sql/migrations"
        if let entry = reader.entry("TIEPDAN_SHARE") {
            if entry.value.hasPrefix("/"), holdsMigrations(entry.value) { return entry.value }
            reader.reject("TIEPDAN_SHARE", entry, expected: expected)
            return ""
        }
        if let found = candidates.first(where: holdsMigrations) { return found }
        reader.reject("TIEPDAN_SHARE", nil, expected: "\(expected); none was found beside or above \(executable)")
        return ""
    }

    private var candidates: [String] {
        var above: [String] = []
        var path = parent(executable)
        while path != "/" {
            above.append(path)
            path = parent(path)
        }
        let beside = parent(parent(executable))
        return [beside == "/" ? "/share/tiepdan" : beside + "/share/tiepdan"] + above
    }

    private func holdsMigrations(_ path: String) -> Bool { isDirectory(path + "/sql/migrations") }

    private func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}

extension ShareDirectory {
    /// The real one: this program on this machine.
    static var here: ShareDirectory {
        let manager = FileManager.default
        let executable = (try? manager.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return ShareDirectory(executable: executable) { path in
            var isDirectory = false
            return manager.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory
        }
    }
}
