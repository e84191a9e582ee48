import Foundation

/// The checkout this test was compiled from, read as text. Nothing here imports the house: an architecture test must run
/// even when the house does not compile.
enum House {
    /// The directory of `Package.swift`, found from this file's own place.
    static let root: URL = {
        let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        return here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// All Swift files under `Sources`.
    static let sources = swiftFiles(under: "Sources")
    /// All Swift files under `Tests`.
    static let tests = swiftFiles(under: "Tests")

    private static func swiftFiles(under folder: String) -> [SwiftFile] {
        let base = root.appendingPathComponent(folder).path
        let paths = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            let room = path.prefix { $0 != "/" }
            let text = (try? String(contentsOfFile: "\(base)/\(path)", encoding: .utf8)) ?? ""
            return SwiftFile(path: "\(folder)/\(path)", room: String(room), text: text)
        }
    }
}

/// One Swift file: where it lies and what it says.
struct SwiftFile: Sendable {
    /// From the checkout's root: `Sources/Law/Day.swift`.
    let path: String
    /// The target: `Law`.
    let room: String
    let text: String
    /// The text with comments and string literals blanked out, line for line: rules about code must not trip over prose.
    let code: String
    /// Every identifier of the code.
    let words: [Substring]

    init(path: String, room: String, text: String) {
        self.path = path
        self.room = room
        self.text = text
        code = CodeScanner.code(of: text)
        words = code.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    }

    var lineCount: Int { text.utf8.count { $0 == UInt8(ascii: "\n") } + (text.isEmpty || text.hasSuffix("\n") ? 0 : 1) }

    /// The modules this file imports, submodules and single declarations by their module.
    var imports: Set<String> {
        Set(code.split(whereSeparator: \.isNewline).compactMap(Self.importedModule))
    }

    /// The names of all types this file declares.
    var declaredTypes: [Substring] {
        zip(words, words.dropFirst()).compactMap { keyword, name in
            let declares = ["struct", "class", "enum", "actor", "protocol", "typealias"].contains(keyword)
            return declares && name.first?.isUppercase == true ? name : nil
        }
    }

    private static let modifiers: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    private static let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var", "actor"]

    private static func importedModule(_ line: Substring) -> String? {
        var words = line.split(whereSeparator: \.isWhitespace)[...]
        while let word = words.first, word.hasPrefix("@") || modifiers.contains(word) { words.removeFirst() }
        guard words.popFirst() == "import" else { return nil }
        if let word = words.first, kinds.contains(word) { words.removeFirst() }
        return words.first.map { String($0.prefix { $0 != "." && $0 != ";" }) }
    }
}
