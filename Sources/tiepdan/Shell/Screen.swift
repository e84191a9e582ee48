import Foundation

/// What the operator sees: data on standard output, one line of complaint on standard error.
enum Screen {
    static func say(_ line: String) {
        write(line + "\n", to: .standardOutput)
    }

    static func complain(_ line: String) {
        write("tiepdan: \(line)\n", to: .standardError)
    }

    /// A remark beside the data.
    static func note(_ line: String) {
        write(line + "\n", to: .standardError)
    }

    static func put(_ bytes: [UInt8]) {
        try? FileHandle.standardOutput.write(contentsOf: Data(bytes))
    }

    /// JSON with sorted keys: member names are promised stable.
    static func show(_ value: some Encodable) throws { say(try json(value)) }

    static func json(_ value: some Encodable) throws -> String {
        String(decoding: try encoder([.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]).encode(value), as: UTF8.self)
    }

    /// The same on one line, to store.
    static func line(_ value: some Encodable) throws -> String {
        String(decoding: try encoder([.sortedKeys, .withoutEscapingSlashes]).encode(value), as: UTF8.self)
    }

    private static func encoder(_ formatting: JSONEncoder.OutputFormatting) -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        return encoder
    }

    /// Columns as wide as their widest cell; the last one is not padded.
    static func table(_ titles: [String], _ rows: [[String]]) {
        var widths = titles.map(\.count)
        for row in rows {
            for (column, cell) in row.enumerated() where column < widths.count { widths[column] = max(widths[column], cell.count) }
        }
        for row in [titles] + rows {
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell + String(repeating: " ", count: max(0, widths[column] - cell.count))
            }
            say(cells.joined(separator: "  "))
        }
    }

    /// Errors of writing are dropped: nobody is listening any more.
    private static func write(_ text: String, to handle: FileHandle) {
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
