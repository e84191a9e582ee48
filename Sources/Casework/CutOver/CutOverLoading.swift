import Foundation
public import Law

extension Installation {
    /// How old books are worded, by the share folder and by an office's own words (a YAML or JSON file) where it has some.
    ///
    /// - Throws: `LawMistake` with file and line, `Failure.unreadable`.
    public static func cutOverWords(share: String, mapping: String? = nil) throws -> CutOverWords {
        let file = "cut-over.yaml"
        var words = try CutOverWords(ProcedureText(file: file, text: try text(SharePaths(share: share).catalogue + "/" + file)))
        if let mapping {
            try words.add(ProcedureText(file: URL(fileURLWithPath: mapping).lastPathComponent, text: try text(mapping)))
        }
        return words
    }
}
