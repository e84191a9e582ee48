import Casework
import Foundation
import Identity

/// Reads a workbook in a process of its own, which confines itself before it looks at the file: what strangers wrote is not parsed here.
///
/// The process gets the file as its standard input and gives the cells as JSON on its standard output, a file without a name; its
/// environment is empty, and it is ended when it takes too long.
struct WorkbookReader {
    /// Debian's, for its openpyxl.
    static let python = "/usr/bin/python3"
    /// Bytes of the file and of its cells.
    static let most = 50 << 20
    static let mostCells = 256 << 20
    static let timeout = Duration.seconds(90)

    let script: String

    /// - Parameter kind: xlsx or csv.
    /// - Returns: the cells, and the SHA-256 of the file.
    func read(_ file: String, kind: String, sheet: String?) async throws -> (sheet: CutOverSheet, hash: String) {
        guard let input = FileHandle(forReadingAtPath: file) else { throw Complaint("cannot read \(file)") }
        let hash = try digest(of: input, file)
        try input.seek(toOffset: 0)
        let output = try nameless()
        let complaints = try nameless()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.python)
        process.arguments = ["-I", "-X", "utf8", script, kind] + (sheet.map { [$0] } ?? [])
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = complaints
        let status = try await Self.run(process)
        guard status == 0 else {
            let said = String(decoding: try contents(of: complaints, most: 4_000), as: UTF8.self).split(whereSeparator: \.isNewline).last
            throw Complaint("cannot read \(file): \(said.map(String.init) ?? "the reader was ended (\(status))")")
        }
        let cells = try contents(of: output, most: Self.mostCells + 1)
        guard cells.count <= Self.mostCells else { throw Complaint("\(file) holds too much") }
        return (try JSONDecoder().decode(CutOverSheet.self, from: cells), hash)
    }

    private func digest(of input: FileHandle, _ file: String) throws -> String {
        var hash = ContentHash()
        var bytes = 0
        while let piece = try input.read(upToCount: 1 << 20), !piece.isEmpty {
            bytes += piece.count
            guard bytes <= Self.most else { throw Complaint("\(file) has more than \(Self.most >> 20) MB") }
            hash.update(Array(piece))
        }
        return hash.hex
    }

    /// - Returns: the exit status; 128 + signal when a signal ended it.
    private static func run(_ process: Process) async throws -> Int32 {
        let (ends, end) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { ended in
            end.yield(ended.terminationReason == .exit ? ended.terminationStatus : 128 + ended.terminationStatus)
            end.finish()
        }
        do { try process.run() } catch { throw Complaint("cannot run \(python): \(error.localizedDescription)") }
        let started = process.processIdentifier
        let watch = Task {
            try await Task.sleep(for: timeout)
            kill(started, SIGKILL)
        }
        var status: Int32 = -1
        for await ended in ends { status = ended }
        watch.cancel()
        return status
    }

    private func nameless() throws -> FileHandle {
        let path = NSTemporaryDirectory() + "tiepdan-cells-" + UUID().uuidString
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forUpdatingAtPath: path)
        else { throw Complaint("cannot make a temporary file") }
        try FileManager.default.removeItem(atPath: path)
        return handle
    }

    private func contents(of handle: FileHandle, most: Int) throws -> Data {
        try handle.seek(toOffset: 0)
        return try handle.read(upToCount: most) ?? Data()
    }
}
