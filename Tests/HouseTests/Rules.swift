/// The rules of the house as functions from a file to what is wrong with it, so that each can be shown to fail.
enum Rules {
    /// Imports the table does not allow.
    static func foreignImports(_ file: SwiftFile) -> [String] {
        guard let allowed = RoomTable.allowed(in: file.room) else {
            return RoomTable.unbounded.contains(file.room) ? [] : ["\(file.path): \(file.room) is not in the table of rooms"]
        }
        return file.imports.subtracting(allowed).sorted().map { "\(file.path): \(file.room) may not import \($0)" }
    }

    /// Memory handled by hand outside the rooms that wrap a C library. Closures such as `key.withUnsafeBytes` count too,
    /// except where a library offers no other way to its bytes.
    static func unsafeCode(_ file: SwiftFile) -> [String] {
        guard !RoomTable.wrappers.contains(file.room), !bytesOfKeys.contains(file.path) else { return [] }
        let found = file.words.filter { word in
            word.hasPrefix("Unsafe") || word.hasPrefix("withUnsafe") || ["OpaquePointer", "unsafeBitCast", "Unmanaged"].contains(word)
        }
        return Set(found).sorted().map { "\(file.path): \($0) belongs into a room that wraps a C library" }
    }

    /// `SymmetricKey` gives its bytes to a closure only.
    private static let bytesOfKeys: Set<String> = ["Sources/Identity/PasswordHash.swift"]

    /// A look at the clock where the time is a parameter.
    static func clockReading(_ file: SwiftFile) -> [String] {
        guard !RoomTable.clockReaders.contains(file.room) else { return [] }
        let flat = file.code.filter { !$0.isWhitespace }
        return ["Date()", "Date.now", "Date(timeIntervalSinceNow", "clock_gettime(", "gettimeofday("].filter(flat.contains).map {
            "\(file.path): \($0) reads the clock; the time is a parameter here"
        }
    }

    /// What would make the law depend on anything but its arguments.
    static func worldlyLaw(_ file: SwiftFile) -> [String] {
        guard file.room == "Law" else { return [] }
        let worldly: Set<Substring> = [
            "FileManager", "FileHandle", "ProcessInfo", "CommandLine", "ContinuousClock", "SuspendingClock", "UUID", "random",
            "randomElement", "shuffled", "shuffle", "SystemRandomNumberGenerator", "contentsOfFile", "print",
        ]
        return worldly.intersection(file.words).sorted().map { "\(file.path): \($0) is I/O, a clock or chance" }
    }

    /// Type names that say nothing.
    static func emptyNames(_ file: SwiftFile) -> [String] {
        file.declaredTypes.flatMap { name in
            ["Manager", "Helper", "Util", "Common"].filter(name.contains).map { "\(file.path): \(name) says \($0), not what it is" }
        }
    }

    /// Files nobody wants to read to the end.
    static func tooLong(_ file: SwiftFile) -> [String] {
        file.lineCount > 500 ? ["\(file.path): \(file.lineCount) lines, at most 500"] : []
    }

    /// Rooms whose dependencies in the manifest are not those of the table.
    static func disagreements(_ manifest: Manifest) -> [String] {
        RoomTable.rules.sorted { $0.key < $1.key }.flatMap { room, allowed -> [String] in
            guard let declared = manifest.dependencies[room] else { return ["Package.swift has no target \(room)"] }
            let extra = declared.subtracting(allowed).sorted().map { "Package.swift: \(room) depends on \($0), the table does not" }
            let missing = allowed.subtracting(declared).sorted().map { "Package.swift: \(room) does not depend on \($0), the table does" }
            return extra + missing
        }
    }
}
