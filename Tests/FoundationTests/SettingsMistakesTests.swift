import Testing

@testable import Settings

@Suite("Settings: mistakes and the dump")
struct SettingsMistakesTests {
    @Test func `all mistakes are told at once`() throws {
        let file = """
            TIEPDAN_LANES=many
            TIEPDAN_LANE=8
            TIEPDAN_LOG_LEVEL=loud
            no equals sign
            """
        let environment = [
            "TIEPDAN_PORT": "70000", "TIEPDAN_ATTACHMENTS": "relative", "TIEPDAN_BODY_BYTES": "1MB", "TIEPDAN_SECURE_COOKIE": "maybe",
            "TIEPDAN_PUBLIC_URL": "https://example.vn/path", "TIEPDAN_DATABASE": "hunter2", "PATH": "/bin",
        ]
        let error = try #require(throws: SettingsError.self) { try readSettings(file: file, environment, directories: []) }
        #expect(
            error.description == """
                the settings hold 11 mistake(s):
                  line (tiepdan.env:4): expected KEY=value, a comment or an empty line
                  TIEPDAN_DATABASE (environment): expected a libpq conninfo (host=… dbname=… user=…) or postgresql:// URI
                  TIEPDAN_LANES="many" (tiepdan.env:1): expected a whole number from 1 to 64
                  TIEPDAN_PORT="70000" (environment): expected a whole number from 0 to 65535
                  TIEPDAN_SHARE (default): expected an absolute path of a directory that holds sql/migrations; none was found beside \
                or above /opt/tiepdan/bin/tiepdand
                  TIEPDAN_ATTACHMENTS="relative" (environment): expected an absolute path
                  TIEPDAN_BODY_BYTES="1MB" (environment): expected a size from 1KiB to 64MiB, such as 1048576, 512KiB or 50MiB
                  TIEPDAN_LOG_LEVEL="loud" (tiepdan.env:3): expected one of trace, debug, info, notice, warning, error, critical
                  TIEPDAN_PUBLIC_URL="https://example.vn/path" (environment): expected http:// or https:// and a host, without a path: \
                https://tiepdan.example.vn
                  TIEPDAN_SECURE_COOKIE="maybe" (environment): expected true or false
                  TIEPDAN_LANE (tiepdan.env:2): expected a key this program knows (did you mean TIEPDAN_LANES?)
                """)
    }

    @Test func `an unknown variable is a mistake and its value is not shown`() throws {
        let error = try #require(throws: SettingsError.self) { try readSettings(["TIEPDAN_DATABSE": "password=hunter2"]) }
        #expect(error.mistakes.map(\.key) == ["TIEPDAN_DATABSE"])
        #expect(!error.description.contains("hunter2"))
        #expect(error.description.contains("did you mean TIEPDAN_DATABASE?"))
    }

    @Test func `a Unix socket wants a public address and no port`() throws {
        let error = try #require(throws: SettingsError.self) {
            try readSettings(["TIEPDAN_LISTEN": "unix:/run/t.sock", "TIEPDAN_PORT": "80"])
        }
        #expect(error.mistakes.map(\.key) == ["TIEPDAN_PORT", "TIEPDAN_PUBLIC_URL"])
        let settings = try readSettings(["TIEPDAN_LISTEN": "unix:/run/t.sock", "TIEPDAN_PUBLIC_URL": "https://t.vn"])
        #expect(settings.listen == .unix(path: "/run/t.sock"))
    }

    @Test func `a named share directory without migrations is a mistake`() throws {
        let error = try #require(throws: SettingsError.self) { try readSettings(["TIEPDAN_SHARE": "/srv"]) }
        #expect(error.mistakes.map(\.key) == ["TIEPDAN_SHARE"])
    }

    @Test func `the dump shows everything but the password`() throws {
        let settings = try readSettings(
            file: """
                # Tỉnh mẫu
                TIEPDAN_DATABASE="host=db.example.vn user=tiepdan_app password='a \\\\'b' dbname=tiepdan"
                TIEPDAN_LISTEN=0.0.0.0:8443
                TIEPDAN_PUBLIC_URL=https://tiepdan.example.vn/
                TIEPDAN_ATTACHMENTS="/srv/hồ sơ"
                TIEPDAN_ATTACHMENT_BYTES=1500000
                """, ["TIEPDAN_LOG_LEVEL": "debug"])
        #expect(
            settings.dump() == """
                TIEPDAN_DATABASE="host=db.example.vn user=tiepdan_app password=*** dbname=tiepdan"
                TIEPDAN_LANES=8
                TIEPDAN_LISTEN=0.0.0.0:8443
                TIEPDAN_PUBLIC_URL=https://tiepdan.example.vn
                TIEPDAN_SECURE_COOKIE=true
                TIEPDAN_SESSION_HOURS=10
                TIEPDAN_PASSWORD_QUEUE=16
                TIEPDAN_SHARE=/opt/tiepdan/share/tiepdan
                TIEPDAN_ATTACHMENTS="/srv/hồ sơ"
                TIEPDAN_ATTACHMENT_BYTES=1500000
                TIEPDAN_BODY_BYTES=1MiB
                TIEPDAN_LOOKUPS_PER_MINUTE=20
                TIEPDAN_WEASYPRINT=/usr/bin/weasyprint
                TIEPDAN_DRAIN_SECONDS=20
                TIEPDAN_LOG_LEVEL=debug

                """)
    }

    @Test func `the dump can be read back`() throws {
        var settings = try readSettings(["TIEPDAN_PORT": "8099"])
        settings.attachments = "/srv/a \"b\" # c\\d"
        #expect(try readSettings(file: settings.dump()) == settings)
    }

    @Test(arguments: [
        ("postgresql://u:secret@h/db?sslpassword=secret&sslmode=require", "postgresql://u:***@h/db?sslpassword=***&sslmode=require"),
        ("postgres://u@h/db", "postgres://u@h/db"), ("postgresql://u:se@cret@h/db", "postgresql://u:***@h/db"),
        ("password = secret host=h", "password = *** host=h"), ("host=h password=se\\ cret", "host=h password=***"),
        ("host=h password='se cret' user=u", "host=h password=*** user=u"), ("passfile=/x user=u", "passfile=/x user=u"),
    ])
    func `passwords are masked wherever libpq takes them`(conninfo: String, masked: String) {
        #expect(Conninfo.masked(conninfo) == masked)
    }
}
