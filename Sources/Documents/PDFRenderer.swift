import Foundation
public import Law

/// Makes a PDF of a self-contained HTML document by WeasyPrint in a process of its own.
///
/// The process gets the document on its standard input and gives the PDF on its standard output; both are files without a name, so
/// nothing is left on disk and no full pipe can hold anybody up. It sees an empty environment but for what makes its output the
/// same every time, cannot reach a network through the usual proxies, and is ended when it takes too long.
public struct PDFRenderer: Sendable {
    public struct Limits: Sendable, Equatable {
        /// How long one document may take.
        public var timeout: Duration
        /// Bytes of HTML and of PDF.
        public var input: Int
        public var output: Int
        /// Documents rendered at once; further ones wait.
        public var atOnce: Int

        public init(timeout: Duration = .seconds(120), input: Int = 16 << 20, output: Int = 64 << 20, atOnce: Int = 1) {
            self.timeout = timeout
            self.input = input
            self.output = output
            self.atOnce = atOnce
        }
    }

    public let executable: String
    public let limits: Limits
    private let turns: RenderingTurns

    public init(executable: String = "/usr/bin/weasyprint", limits: Limits = Limits()) {
        self.executable = executable
        self.limits = limits
        turns = RenderingTurns(limits.atOnce)
    }

    /// - Parameters:
    ///   - html: a complete document that refers to nothing outside itself.
    ///   - day: the document's date; stands for the time of rendering, so that a reprint has the same bytes.
    /// - Throws: `DocumentError`, or `CancellationError` when the task was cancelled (the process is ended then).
    public func pdf(html: String, dated day: Day) async throws -> [UInt8] {
        try SelfContained.check(html)
        let input = Array(html.utf8)
        guard input.count <= limits.input else { throw DocumentError.inputTooLarge(bytes: input.count, limit: limits.input) }
        try await turns.take()
        let result: Result<[UInt8], any Error>
        do { result = .success(try await render(input, day)) } catch { result = .failure(error) }
        await turns.giveBack()
        return try result.get()
    }

    private func render(_ input: [UInt8], _ day: Day) async throws -> [UInt8] {
        let source = try NamelessFile()
        let target = try NamelessFile()
        let complaints = try NamelessFile()
        try source.handle.write(contentsOf: Data(input))
        try source.handle.seek(toOffset: 0)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = ["--quiet", "--encoding", "utf-8", "--base-url", "about:blank", "--optimize-size", "fonts", "--", "-", "-"]
        process.environment = Self.environment(day)
        process.standardInput = source.handle
        process.standardOutput = target.handle
        process.standardError = complaints.handle
        let status = try await RenderingProcess(process).run(path: executable, timeout: limits.timeout)
        guard status == 0 else { throw DocumentError.failed(status: status, message: try complaints.tail(500)) }
        let bytes = try target.contents(most: limits.output + 1)
        guard bytes.count <= limits.output else { throw DocumentError.outputTooLarge(limit: limits.output) }
        guard bytes.starts(with: Array("%PDF-".utf8)) else { throw DocumentError.notPDF }
        return bytes
    }

    /// Nothing of the daemon's own environment goes along: it may hold secrets.
    private static func environment(_ day: Day) -> [String: String] {
        let nowhere = "http://127.0.0.1:9"
        return [
            "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1", "SOURCE_DATE_EPOCH": String(day.daysSince1970 * 86_400), "http_proxy": nowhere,
            "https_proxy": nowhere,
            "ftp_proxy": nowhere, "no_proxy": "",
        ]
    }
}

/// A file that exists as an open descriptor only, readable by nobody else; gone when closed, whatever happens.
private struct NamelessFile {
    let handle: FileHandle

    init() throws {
        let path = NSTemporaryDirectory() + "tiepdan-render-" + UUID().uuidString
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forUpdatingAtPath: path)
        else { throw DocumentError.failed(status: -1, message: "cannot make a temporary file") }
        try FileManager.default.removeItem(atPath: path)
        self.handle = handle
    }

    func contents(most: Int) throws -> [UInt8] {
        try handle.seek(toOffset: 0)
        return Array(try handle.read(upToCount: most) ?? Data())
    }

    /// The last bytes as text.
    func tail(_ most: Int) throws -> String {
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: size > UInt64(most) ? size - UInt64(most) : 0)
        return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
