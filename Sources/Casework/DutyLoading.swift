import Foundation
public import Law

extension Installation {
    /// The reception duties of the share folder as texts, in the order of their names. - Throws: `Failure.unreadable`.
    public static func dutyTexts(share: String) throws -> [ProcedureText] {
        let folder = SharePaths(share: share).duties
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { throw Failure.unreadable(folder) }
        return try names.filter { $0.hasSuffix(".yaml") }.sorted().map { ProcedureText(file: $0, text: try text(folder + "/" + $0)) }
    }

    /// The reception duties of the share folder. - Throws: `LawMistakes` when they are unsound, `Failure.unreadable`.
    public static func duties(share: String) throws -> ReceptionDuties {
        try ReceptionDuties(checking: dutyTexts(share: share))
    }
}
