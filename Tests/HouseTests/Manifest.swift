/// The targets of `Package.swift` and what each depends on, read from its text.
struct Manifest {
    /// Target name → the modules it depends on.
    private(set) var dependencies: [String: Set<String>] = [:]

    /// The names the manifest gives to products, by the module they are imported as.
    private static let products = [
        "hummingbird": "Hummingbird", "mustache": "Mustache", "logging": "Logging", "metrics": "Metrics",
        "lifecycle": "ServiceLifecycle", "yams": "Yams", "arguments": "ArgumentParser", "crypto": "Crypto", "cryptoExtras": "CryptoExtras",
    ]

    init(text: String) {
        let text = text[(text.place(of: "targets: [")?.upperBound ?? text.startIndex)...]
        for call in [".target(", ".executableTarget(", ".systemLibrary(", ".testTarget("] {
            for piece in text.pieces(after: call) {
                let body = piece.upToClosing("(", ")")
                guard let name = body.pieces(after: "name: \"").first?.prefix(while: { $0 != "\"" }) else { continue }
                let list = body.pieces(after: "dependencies: [").first?.upToClosing("[", "]") ?? ""
                let words = list.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
                dependencies[String(name)] = Set(words.map { Self.products[String($0)] ?? String($0) })
            }
        }
    }
}

extension StringProtocol where SubSequence == Substring {
    /// What follows each occurrence of `mark`, to the end of the text.
    func pieces(after mark: String) -> [Substring] {
        var found: [Substring] = []
        var rest = self[...]
        while let range = rest.place(of: mark) {
            rest = rest[range.upperBound...]
            found.append(rest)
        }
        return found
    }

    /// The text up to the bracket that closes the one just passed.
    func upToClosing(_ open: Character, _ close: Character) -> Substring {
        var depth = 1
        for index in indices {
            if self[index] == open { depth += 1 }
            if self[index] == close { depth -= 1 }
            if depth == 0 { return self[startIndex..<index] }
        }
        return self[...]
    }

    fileprivate func place(of mark: String) -> Range<Index>? {
        for start in indices where self[start] == mark.first && self[start...].hasPrefix(mark) {
            return start..<index(start, offsetBy: mark.count)
        }
        return nil
    }
}
