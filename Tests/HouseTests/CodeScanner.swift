/// Blanks comments and string literals out of Swift text, keeping every line break, so that what remains is code only.
/// Code inside an interpolation stays: `"\(Date())"` is a call.
struct CodeScanner {
    private let text: [UInt8]
    private var place = 0
    private var output: [UInt8] = []

    static func code(of text: String) -> String {
        var scanner = CodeScanner(text: Array(text.utf8))
        scanner.scanCode(untilClosing: false)
        return String(decoding: scanner.output, as: UTF8.self)
    }

    private init(text: [UInt8]) {
        self.text = text
        output.reserveCapacity(text.count)
    }

    private static let lineBreak = UInt8(ascii: "\n")

    private var atLineBreak: Bool { text[place] == Self.lineBreak }

    private func sees(_ word: String) -> Bool {
        var index = place
        for byte in word.utf8 {
            guard index < text.count, text[index] == byte else { return false }
            index += 1
        }
        return true
    }

    private mutating func keep() {
        output.append(text[place])
        place += 1
    }

    /// Skips `count` characters, keeping line breaks.
    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count where place < text.count {
            output.append(atLineBreak ? Self.lineBreak : UInt8(ascii: " "))
            place += 1
        }
    }

    /// - Parameter closing: stop behind the parenthesis that closes an interpolation.
    private mutating func scanCode(untilClosing closing: Bool) {
        var depth = 0
        while place < text.count {
            if !Self.opensSomething(text[place]) {
                keep()
            } else if sees("//") {
                while place < text.count, !atLineBreak { blank() }
            } else if sees("/*") {
                skipBlockComment()
            } else if let hashes = openingHashes() {
                skipString(hashes: hashes)
            } else {
                if text[place] == UInt8(ascii: "(") { depth += 1 }
                if text[place] == UInt8(ascii: ")") {
                    depth -= 1
                    if closing, depth < 0 { return blank() }
                }
                keep()
            }
        }
    }

    private static func opensSomething(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: "#"), UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: ")"): true
        default: false
        }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if sees("/*") {
                depth += 1
                blank(2)
            } else if sees("*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && place < text.count
    }

    /// How many `#` stand before the quote that opens here; nil when no string opens here.
    private func openingHashes() -> Int? {
        var index = place
        while index < text.count, text[index] == UInt8(ascii: "#") { index += 1 }
        return index < text.count && text[index] == UInt8(ascii: "\"") ? index - place : nil
    }

    private mutating func skipString(hashes: Int) {
        blank(hashes)
        let quote = sees("\"\"\"") ? "\"\"\"" : "\""
        blank(quote.count)
        let fence = String(repeating: "#", count: hashes)
        while place < text.count {
            if sees(quote + fence) { return blank(quote.count + hashes) }
            if sees("\\" + fence + "(") {
                blank(hashes + 2)
                scanCode(untilClosing: true)
            } else if sees("\\" + fence) {
                blank(hashes + 2)
            } else if quote.count == 1, atLineBreak {
                // An unclosed literal cannot be; better to resume than to swallow the file.
                return
            } else {
                blank()
            }
        }
    }
}
