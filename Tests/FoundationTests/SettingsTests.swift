import Foundation
import Testing

@testable import Settings

/// Reads settings on a machine where the given directories are all there are.
func readSettings(
    file: String? = nil, _ environment: [String: String] = [:], executable: String = "/opt/tiepdan/bin/tiepdand",
    directories: Set<String> = ["/opt/tiepdan/share/tiepdan/sql/migrations"]
) throws(SettingsError) -> DaemonSettings {
    try DaemonSettings.read(
        file: file.map { EnvironmentFile(text: $0, name: "tiepdan.env") }, environment: environment,
        place: ShareDirectory(executable: executable) { directories.contains($0) })
}

@Suite("Settings: values")
struct SettingsTests {
    @Test func `without a word from the operator the defaults hold`() throws {
        let settings = try readSettings()
        #expect(settings.database == "host=/var/run/postgresql dbname=tiepdan user=tiepdan_app")
        #expect(settings.listen == .tcp(host: "127.0.0.1", port: 8080))
        #expect(settings.publicURL == "http://127.0.0.1:8080")
        #expect(settings.attachmentBytes == 52_428_800)
        #expect(settings.bodyBytes == 1_048_576)
        #expect(!settings.secureCookie)
    }

    @Test func `the environment wins over the file`() throws {
        let settings = try readSettings(file: "TIEPDAN_LANES=3\nTIEPDAN_DRAIN_SECONDS=7\n", ["TIEPDAN_LANES": "5", "HOME": "/root"])
        #expect(settings.lanes == 5)
        #expect(settings.drainSeconds == 7)
    }

    @Test func `a variable set to nothing counts as not set`() throws {
        #expect(try readSettings(["TIEPDAN_LANES": ""]).lanes == 8)
    }

    @Test func `the port shorthand replaces the port only`() throws {
        let settings = try readSettings(file: "TIEPDAN_LISTEN=[::1]:80", ["TIEPDAN_PORT": "9090"])
        #expect(settings.listen == .tcp(host: "::1", port: 9090))
        #expect(settings.publicURL == "http://[::1]:9090")
    }

    @Test func `the public address sets origin and cookie`() throws {
        let settings = try readSettings(["TIEPDAN_PUBLIC_URL": "HTTPS://TiepDan.Example.vn:443/"])
        #expect(settings.publicURL == "https://tiepdan.example.vn")
        #expect(settings.secureCookie)
        #expect(settings.allowedOrigins == ["https://tiepdan.example.vn"])
        #expect(try !readSettings(["TIEPDAN_PUBLIC_URL": "https://x.vn", "TIEPDAN_SECURE_COOKIE": "false"]).secureCookie)
    }

    @Test func `a daemon on loopback is reached by name and by number`() throws {
        let settings = try readSettings(["TIEPDAN_PORT": "8081"])
        #expect(settings.allowedOrigins == ["http://127.0.0.1:8081", "http://localhost:8081", "http://[::1]:8081"])
    }

    @Test(arguments: [
        ("127.0.0.1:8080", ListenAddress.tcp(host: "127.0.0.1", port: 8080)), ("localhost:0", .tcp(host: "localhost", port: 0)),
        ("[::1]:443", .tcp(host: "::1", port: 443)), ("unix:/run/tiepdan/http.sock", .unix(path: "/run/tiepdan/http.sock")),
    ])
    func `an address is read and written back`(text: String, address: ListenAddress) {
        #expect(ListenAddress(text) == address)
        #expect(address.description == text)
    }

    @Test(arguments: [
        "8080", ":8080", "host", "host:", "host:65536", "host:-1", "host:+1", "::1:80", "[::1]", "[host]:1", "unix:run", "a b:1",
        "http://a:1",
    ])
    func `a wrong address is refused`(text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test(arguments: [("0", 0), ("1024", 1024), ("512KiB", 524_288), ("50MiB", 52_428_800), ("1GiB", 1_073_741_824)])
    func `a size is read`(text: String, bytes: Int) {
        #expect(ByteCount(text)?.bytes == bytes)
    }

    @Test(arguments: ["", "MiB", "5MB", "-1", "1.5MiB", "5 MiB", "99999999999999999999", "9999999999GiB"])
    func `a wrong size is refused`(text: String) {
        #expect(ByteCount(text) == nil)
    }

    @Test func `the share directory is found beside, above, or where it was named`() throws {
        #expect(try readSettings().share == "/opt/tiepdan/share/tiepdan")
        let checkout = "/home/an/tiepdan"
        #expect(
            try readSettings(executable: "\(checkout)/.build/debug/tiepdand", directories: ["\(checkout)/sql/migrations"]).share == checkout
        )
        #expect(try readSettings(["TIEPDAN_SHARE": "/srv/s"], directories: ["/srv/s/sql/migrations"]).share == "/srv/s")
    }

    @Test func `a file that was named must be readable`() {
        let error = #expect(throws: SettingsError.self) {
            try DaemonSettings.load(file: "/nowhere/tiepdan.env", environment: [:])
        }
        #expect(error?.mistakes.map(\.value) == ["/nowhere/tiepdan.env"])
    }

    @Test func `a program loads its settings from a real file and a real directory`() throws {
        let files = FileManager.default
        let place = files.temporaryDirectory.appending(path: "tiepdan-settings-\(UUID().uuidString)")
        try files.createDirectory(at: place.appending(path: "sql/migrations"), withIntermediateDirectories: true)
        defer { try? files.removeItem(at: place) }
        let file = place.appending(path: "tiepdan.env").path
        try "TIEPDAN_SHARE=\(place.path)\nTIEPDAN_LANES=2\n".write(toFile: file, atomically: true, encoding: .utf8)
        let settings = try DaemonSettings.load(environment: ["TIEPDAN_SETTINGS": file, "TIEPDAN_PORT": "8123"])
        #expect(settings.share == place.path)
        #expect(settings.lanes == 2)
        #expect(settings.listen == .tcp(host: "127.0.0.1", port: 8123))
    }
}

@Suite("Settings: the file's syntax")
struct EnvironmentFileTests {
    private func value(_ line: String) -> String? { EnvironmentFile(text: line, name: "f").entries["K"]?.value }

    @Test(arguments: [
        ("K=v", "v"), ("  K = v  ", "v"), ("K=a b", "a b"), ("K=a#b", "a#b"), ("K=a # note", "a"), ("K=", ""), ("K= # note", ""),
        ("K=\"a # b\"", "a # b"), ("K=\"say \\\"a\\\" \\\\ \\n.\" # note", "say \"a\" \\ \n."), ("K='a\\n\"b'", "a\\n\"b"),
        ("K=a=b", "a=b"), ("K=v\r", "v"),
    ])
    func `a line is read`(line: String, expected: String) {
        #expect(value(line) == expected)
    }

    @Test(arguments: ["K", "K=\"a", "K='a", "K=\"a\"b", "K=\"a\\"])
    func `a broken line is a mistake that names its place`(line: String) {
        let file = EnvironmentFile(text: "# head\n\n\(line)", name: "f")
        #expect(file.entries.isEmpty)
        #expect(file.mistakes.map(\.origin) == ["f:3"])
    }

    @Test func `a key stands once`() {
        let file = EnvironmentFile(text: "K=1\nK=2", name: "f")
        #expect(file.mistakes.map(\.expected) == ["each key once (first at f:1)"])
    }
}
