import Foundation
import Law
import Testing

@testable import Casework
@testable import Documents

/// The programs a PDF test needs. `scripts/test` installs them; without them the tests are skipped, and that is said aloud.
enum PDFPrograms {
    static let weasyprint = "/usr/bin/weasyprint"

    static let present: Bool = {
        let missing = [weasyprint, "/usr/bin/pdftotext", "/usr/bin/pdfinfo"].filter { !FileManager.default.isExecutableFile(atPath: $0) }
        guard !missing.isEmpty else { return true }
        let text = "\n*** PDF TESTS SKIPPED: \(missing.joined(separator: ", ")) missing; apt-get install weasyprint poppler-utils ***\n\n"
        FileHandle.standardError.write(Data(text.utf8))
        return false
    }()

    static func output(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    /// What pdfinfo says, and the text page by page.
    static func read(_ pdf: [UInt8]) throws -> (info: [String: String], pages: [String]) {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("tiepdan-test-\(UUID().uuidString).pdf")
        try Data(pdf).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var info: [String: String] = [:]
        for line in try output("/usr/bin/pdfinfo", [file.path]).split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { info[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        let text = try output("/usr/bin/pdftotext", ["-layout", file.path, "-"])
        return (info, text.components(separatedBy: "\u{0C}").filter { !$0.allSatisfy(\.isWhitespace) })
    }
}

@Suite("The weekly register as PDF", .enabled(if: PDFPrograms.present), .serialized)
struct PDFTests {
    @Test("landscape A4, no number on page 1, heads repeated, everything printed")
    func longRegister() async throws {
        let pdf = try await Fixtures.documents().pdf(Fixtures.long)
        let (info, pages) = try PDFPrograms.read(pdf)
        #expect(info["Page size"]?.hasPrefix("841.89 x 595.2") == true)
        #expect(info["Pages"] == String(pages.count))
        #expect((8...24).contains(pages.count))
        for (index, page) in pages.enumerated() {
            let first = page.split(separator: "\n").first.map { $0.trimmingCharacters(in: .whitespaces) }
            #expect(index == 0 ? first != "1" : first == String(index + 1), "page \(index + 1) begins with \(first ?? "")")
        }
        let headed = pages.filter { $0.contains("(1)") && $0.contains("(17)") }
        #expect(headed.count >= pages.count - 1)
        let text = pages.joined()
        #expect(text.contains("SỔ THEO DÕI ĐƠN, VỤ VIỆC TRONG TUẦN"))
        for number in [20, 49, 100, 129] { #expect(text.contains("\(number)/2026"), "row \(number)") }
        #expect(text.contains("NGƯỜI LẬP BIỂU") && text.contains("Nguyễn Thị Thuỳ Dương"))
        #expect(text.contains("3f5a9c0e7b1d42688e90aa17c4d6b2f1035e8d7c6b5a49382716050f4e3d2c1b"))
    }

    @Test("the same register gives the same bytes")
    func deterministic() async throws {
        let documents = try Fixtures.documents()
        let first = try await documents.pdf(Fixtures.ordinary)
        let second = try await documents.pdf(Fixtures.ordinary)
        #expect(first == second)
    }

    @Test("an empty week is short, a receipt fits on one page")
    func short() async throws {
        let documents = try Fixtures.documents()
        let empty = try PDFPrograms.read(try await documents.pdf(Fixtures.register()))
        #expect(empty.pages.count <= 2)
        let receipt = try PDFPrograms.read(try await documents.pdf(Fixtures.receipt()))
        #expect(receipt.info["Page size"]?.hasPrefix("595.2") == true)
        #expect(receipt.pages.count == 1)
        #expect(receipt.pages.first?.contains("GIẤY BIÊN NHẬN") == true)
    }

    @Test("what a citizen writes reaches the paper as he wrote it")
    func hostile() async throws {
        let (_, pages) = try PDFPrograms.read(try await Fixtures.documents().pdf(Fixtures.hostile))
        #expect(pages.joined().filter { !$0.isWhitespace }.contains("onclick="))
    }
}

@Suite("The renderer's limits")
struct PDFRendererTests {
    private let day = Day(2026, 2, 2)

    /// A program in place of WeasyPrint.
    private func script(_ body: String) throws -> String {
        let path = NSTemporaryDirectory() + "tiepdan-renderer-\(UUID().uuidString)"
        try "#!/bin/sh\n\(body)\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        return path
    }

    private func render(_ body: String, _ limits: PDFRenderer.Limits = .init(), html: String = "<p>một</p>") async throws -> [UInt8] {
        let path = try script(body)
        defer { try? FileManager.default.removeItem(atPath: path) }
        // A process that another test starts at this moment may hold the script open for writing until its own exec: "text file busy".
        for _ in 0..<20 {
            do {
                return try await PDFRenderer(executable: path, limits: limits).pdf(html: html, dated: day)
            } catch let error as DocumentError where "\(error)".contains("cannot start") {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        return try await PDFRenderer(executable: path, limits: limits).pdf(html: html, dated: day)
    }

    @Test("the document goes in, the PDF comes out, the environment is bare and dated")
    func passing() async throws {
        let bytes = try await render("printf '%%PDF-'; cat; printf \" $SOURCE_DATE_EPOCH $USER $TIEPDAN_DATABASE\"")
        #expect(String(decoding: bytes, as: UTF8.self) == "%PDF-<p>một</p> 1769990400  ")
    }

    @Test("a large document neither blocks nor is cut")
    func large() async throws {
        let html = String(repeating: "đơn thư ", count: 200_000)
        let bytes = try await render("printf '%%PDF-'; cat", html: html)
        #expect(bytes.count == html.utf8.count + 5)
    }

    @Test("a program that is not there")
    func missing() async throws {
        let renderer = PDFRenderer(executable: "/nonexistent/weasyprint")
        let error = await #expect(throws: DocumentError.self) { try await renderer.pdf(html: "", dated: day) }
        guard case .rendererMissing("/nonexistent/weasyprint", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a program that fails says why")
    func failing() async throws {
        await #expect(throws: DocumentError.failed(status: 3, message: "no font")) { try await render("echo no font >&2; exit 3") }
    }

    @Test("a program that hangs is ended")
    func hanging() async throws {
        let limits = PDFRenderer.Limits(timeout: .milliseconds(200))
        await #expect(throws: DocumentError.timedOut(after: .milliseconds(200))) { try await render("exec sleep 60", limits) }
    }

    @Test("a cancelled rendering ends its program and gives its turn back")
    func cancelling() async throws {
        let path = try script("if grep -q slow; then exec sleep 60; fi; printf '%%PDF-'")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let renderer = PDFRenderer(executable: path)
        let slow = Task { try await renderer.pdf(html: "slow", dated: day) }
        let waiting = Task { try await renderer.pdf(html: "slow", dated: day) }
        try await Task.sleep(for: .milliseconds(100))
        waiting.cancel()
        slow.cancel()
        await #expect(throws: CancellationError.self) { try await slow.value }
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(try await renderer.pdf(html: "quick", dated: day).count == 5)
    }

    @Test("limits on what goes in and what comes out, and a PDF must be one")
    func sizes() async throws {
        await #expect(throws: DocumentError.inputTooLarge(bytes: 12, limit: 4)) { try await render("cat", .init(input: 4)) }
        await #expect(throws: DocumentError.outputTooLarge(limit: 8)) { try await render("printf '%%PDF-123456789'", .init(output: 8)) }
        await #expect(throws: DocumentError.notPDF) { try await render("echo hello") }
    }

    @Test(
        "a document that would fetch something is refused",
        arguments: [
            "<p><IMG src=a>", "<style>p { background: url(file:///etc/passwd) }</style>", "<style>@import 'x';</style>", "<link href=x>",
        ])
    func fetching(_ html: String) async throws {
        await #expect(throws: DocumentError.self) { try await PDFRenderer().pdf(html: html, dated: day) }
    }
}
