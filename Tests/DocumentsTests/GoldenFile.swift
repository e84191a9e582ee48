import Foundation
import Testing

/// A paper as it was last agreed on. `RECORD_GOLDEN=1` writes the files anew; a look at the difference is then the review.
enum GoldenFile {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")

    static func expect(_ actual: String, is name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
            try actual.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let agreed = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        guard actual != agreed else { return }
        let lines = zip(agreed.components(separatedBy: "\n"), actual.components(separatedBy: "\n"))
        let first = lines.enumerated().first { $0.element.0 != $0.element.1 }
        Issue.record(
            """
            \(name) differs\(first.map { " in line \($0.offset + 1):\n- \($0.element.0)\n+ \($0.element.1)" } ?? " in length")
            RECORD_GOLDEN=1 records it anew
            """, sourceLocation: sourceLocation)
    }
}
