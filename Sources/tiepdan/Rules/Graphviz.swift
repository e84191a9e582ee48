import Foundation

/// Draws by Debian's `dot`.
enum Graphviz {
    /// - Throws: a `Complaint` when the program is missing or refuses the text.
    static func svg(of dot: String) throws -> [UInt8] {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init) + ["/usr/bin"]
        guard let program = folders.map({ $0 + "/dot" }).first(where: FileManager.default.isExecutableFile) else {
            throw Complaint("the program dot is missing: apt-get install graphviz (or use --format dot or mermaid)")
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-Tsvg"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        // It warns of fonts; what it could not read shows in its exit code.
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { throw Complaint("cannot run \(program): \(error.localizedDescription)") }
        // It reads everything before it draws, so writing first cannot lock.
        try? input.fileHandleForWriting.write(contentsOf: Data(dot.utf8))
        try? input.fileHandleForWriting.close()
        let drawing = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0, !drawing.isEmpty else {
            throw Complaint("\(program) could not draw the procedure (exit code \(process.terminationStatus))")
        }
        return Array(drawing)
    }
}
