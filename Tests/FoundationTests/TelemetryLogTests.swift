import Foundation
import Logging
import Synchronization
import Testing

@testable import Telemetry

/// Keeps the lines a logger wrote.
private final class Page: Sendable {
    private let kept = Mutex<[String]>([])
    var lines: [String] { kept.withLock { $0 } }
    var sink: LogSink { LogSink { line in self.kept.withLock { $0.append(line) } } }
}

@Suite("Telemetry: JSON log lines")
struct TelemetryLogTests {
    private let page = Page()

    private func logger(level: Logger.Level = .info, provider: Logger.MetadataProvider? = nil) -> Logger {
        var logger = Logger(label: "tiepdan.web") { label in
            JSONLogHandler(label: label, level: level, sink: page.sink, metadataProvider: provider) {
                Timestamp(microseconds: 1_782_867_723_000_004)
            }
        }
        logger.logLevel = level
        return logger
    }

    @Test func `a line has time, level, label and message`() {
        logger().notice("Khởi động")
        #expect(
            page.lines == [
                #"{"time":"2026-07-01T01:02:03.000004Z","level":"notice","label":"tiepdan.web","message":"Khởi động"}"#
            ])
    }

    @Test func `metadata is sorted, nested and typed`() {
        var logger = logger()
        logger[metadataKey: "zone"] = "a"
        logger.info(
            "x", metadata: ["b": .stringConvertible(12), "a": ["y", .stringConvertible(true)], "c": ["k2": "2", "k1": "1"], "d": "1"])
        #expect(
            page.lines.first?.hasSuffix(#""metadata":{"a":["y",true],"b":12,"c":{"k1":"1","k2":"2"},"d":"1","zone":"a"}}"#) == true)
    }

    @Test func `the nearer metadata wins`() {
        var logger = logger(provider: Logger.MetadataProvider { ["a": "provider", "b": "provider"] })
        logger[metadataKey: "a"] = "logger"
        logger.info("x", metadata: ["b": "line"])
        #expect(page.lines.first?.hasSuffix(#""metadata":{"a":"provider","b":"line"}}"#) == true)
    }

    @Test func `whatever is in it, a line is one line of JSON that says the same`() throws {
        let nasty = "a\"b\\c\nd\re\tf\u{0}g\u{1F}h\u{7F}i\u{85}j\u{2028}k\u{2029}l/😀 ế e\u{302}\u{301}"
        logger().error("\(nasty)", metadata: [nasty: .string(nasty)])
        let line = try #require(page.lines.first)
        #expect(!line.unicodeScalars.contains { $0.value < 32 || (127...159).contains($0.value) || $0 == "\u{2028}" || $0 == "\u{2029}" })
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect((object["message"] as? String).map { Array($0.unicodeScalars) } == Array(nasty.unicodeScalars))
        #expect((object["metadata"] as? [String: String])?[nasty] == nasty)
    }

    @Test func `an error adds its type and text`() {
        logger().error("failed", error: CancellationError())
        #expect(page.lines.first?.contains(#""error.message":"CancellationError()","error.type":"Swift.CancellationError""#) == true)
    }

    @Test func `what is below the level is not written`() {
        logger(level: .warning).info("x")
        #expect(page.lines.isEmpty)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000Z"), (-1, "1969-12-31T23:59:59.999999Z"), (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
        (951_868_800_000_000, "2000-03-01T00:00:00.000000Z"), (4_107_542_399_999_999, "2100-02-28T23:59:59.999999Z"),
        (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z"), (1_798_761_599_999_999, "2026-12-31T23:59:59.999999Z"),
    ])
    func `a moment is written in ISO 8601`(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).iso8601 == text)
    }
}
