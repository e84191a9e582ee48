import Testing

@Suite("Each rule of the house notices its breach")
struct RulesTests {
    private func file(_ room: String, _ text: String) -> SwiftFile {
        SwiftFile(path: "Sources/\(room)/Probe.swift", room: room, text: text)
    }

    @Test(arguments: [
        "import Postgres", "public import Postgres", "@testable import Postgres", "@preconcurrency package import struct Postgres.Row",
        "import Postgres.Inner", "    import Postgres // because", "#if os(Linux)\nimport Postgres\n#endif",
    ])
    func `an import is read in every spelling`(text: String) {
        #expect(file("Law", text).imports == ["Postgres"])
        #expect(Rules.foreignImports(file("Law", text)).count == 1)
        #expect(Rules.foreignImports(file("Records", text)) == [])
    }

    @Test(arguments: [
        "// import Postgres", "/* outer /* inner */\nimport Postgres */", "let text = \"\"\"\nimport Postgres\n\"\"\"",
        "let imported = Postgres",
    ])
    func `prose about imports is not an import`(text: String) {
        #expect(file("Law", text).imports == [])
    }

    @Test func `the law may not have Foundation, others may`() {
        #expect(Rules.foreignImports(file("Law", "import Foundation")).count == 1)
        #expect(Rules.foreignImports(file("Law", "import Glibc")).count == 1)
        #expect(Rules.foreignImports(file("Law", "import FoundationEssentials")) == [])
        #expect(Rules.foreignImports(file("Casework", "import Foundation")) == [])
    }

    @Test func `a room outside the table is a breach, a wiring room sees all`() {
        #expect(Rules.foreignImports(file("Attic", "")).count == 1)
        #expect(Rules.foreignImports(file("tiepdand", "import Anything")) == [])
        #expect(Rules.foreignImports(file("tiepdan", "import Web")).count == 1)
    }

    @Test(arguments: ["UnsafeRawPointer", "withUnsafeBytes", "OpaquePointer", "unsafeBitCast", "Unmanaged"])
    func `unsafe words are noticed in code only`(word: String) {
        #expect(Rules.unsafeCode(file("Records", "let x: \(word)")).count == 1)
        #expect(Rules.unsafeCode(file("Records", "// \(word)\nlet s = \"\(word)\"")) == [])
        #expect(Rules.unsafeCode(file("Postgres", "let x: \(word)")) == [])
    }

    @Test func `the clock is noticed, inside an interpolation too`() {
        #expect(Rules.clockReading(file("Casework", "let now = Date ()")).count == 1)
        #expect(Rules.clockReading(file("Casework", #"log("at \(Date()) it (") "#)).count == 1)
        #expect(Rules.clockReading(file("Casework", #"log("Date() is forbidden \"Date()\"")"#)) == [])
        #expect(Rules.clockReading(file("tiepdand", "let now = Date()")) == [])
    }

    @Test func `chance and files are noticed in the law`() {
        #expect(Rules.worldlyLaw(file("Law", "let x = Int.random(in: 1...6)")).count == 1)
        #expect(Rules.worldlyLaw(file("Law", "FileManager.default")).count == 1)
        #expect(Rules.worldlyLaw(file("Web", "let x = Int.random(in: 1...6)")) == [])
    }

    @Test func `empty names and long files are noticed`() {
        #expect(Rules.emptyNames(file("Web", "struct PageManager {}\nfinal class StringUtils {}\nenum Commune {}")).count == 2)
        #expect(Rules.tooLong(file("Web", String(repeating: "\n", count: 501))).count == 1)
        #expect(Rules.tooLong(file("Web", String(repeating: "\n", count: 500))) == [])
    }

    @Test func `strings and comments are blanked without losing a line`() {
        let text = "let a = #\"raw \" \\(b) \\#(c)\"# // end\nlet d = \"\"\"\n  x \"quoted\" \\(e)\n  \"\"\"\nlet f = \"//\" + g"
        let code = CodeScanner.code(of: text)
        #expect(code.split(separator: "\n", omittingEmptySubsequences: false).count == 5)
        #expect(file("Web", text).words == ["let", "a", "c", "let", "d", "e", "let", "f", "g"])
    }

    @Test func `a manifest that says otherwise is noticed`() {
        let text = """
            targets: [
                .target(name: "Law", dependencies: [yams, "Postgres"], exclude: ["Procedures"], swiftSettings: strict),
                .target(
                    name: "Identity", dependencies: [crypto],
                    path: "x"),
            ]
            """
        let manifest = Manifest(text: text)
        #expect(manifest.dependencies == ["Law": ["Yams", "Postgres"], "Identity": ["Crypto"]])
        let found = Rules.disagreements(manifest)
        #expect(found.contains("Package.swift: Law depends on Postgres, the table does not"))
        #expect(found.contains("Package.swift: Identity does not depend on CryptoExtras, the table does"))
        #expect(found.contains("Package.swift has no target Web"))
    }
}
