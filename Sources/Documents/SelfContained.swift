/// Refuses a document that points outside itself, so that making a PDF can fetch nothing from disk or net.
///
/// Facts are escaped before they reach a document, so a `<` in it is one of a form; style rules are the forms' own.
enum SelfContained {
    private static let fetchingElements = [
        "<img", "<link", "<script", "<object", "<embed", "<iframe", "<svg", "<image", "<video", "<audio", "<source", "<base", "<input",
    ]
    private static let fetchingRules = ["url(", "@import", "src:", "image-set("]

    /// - Throws: `DocumentError.notSelfContained` with the first thing found.
    static func check(_ html: String) throws(DocumentError) {
        let text = html.lowercased()
        for element in fetchingElements where text.contains(element) { throw .notSelfContained(element) }
        var rest = text[...]
        while let start = rest.firstRange(of: "<style") {
            let end = rest[start.upperBound...].firstRange(of: "</style")?.lowerBound ?? rest.endIndex
            let rules = rest[start.upperBound..<end]
            for rule in fetchingRules where rules.contains(rule) { throw .notSelfContained(rule) }
            rest = rest[end...].dropFirst()
        }
    }
}
