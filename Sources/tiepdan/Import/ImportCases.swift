import ArgumentParser
import Casework
import Foundation
import Settings

struct ImportCases: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cases", abstract: "Brings open cases along from a workbook or a CSV file, each by one entry in its journal.",
        discussion: """
            The columns are found by their headings; --mapping adds an office's own words, in YAML or JSON: columns and kinds as lists, \
            states, offices and handlers as "its word: a known word, code or username". All lines come along, or none when one is wrong; \
            with --skip-errors the others do, and what is wrong is written beside the file as FILE.errors.csv. A line that came along \
            before is passed over. Deadlines are counted from the days the book names; what had passed before alarms nobody. An old number \
            that is a plain number stays the number in the book; any other is kept beside a new one.
            """)

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "Workbook (.xlsx) or CSV file.", completion: .file(extensions: ["xlsx", "csv"])) var file: String
    @Option(help: "Code of the office whose book it is.") var office: String
    @Option(help: "File with the office's own words.", completion: .file()) var mapping: String?
    @Option(help: "Sheet of the workbook (default: the first that holds anything).") var sheet: String?
    @Option(name: .customLong("as"), help: "The leader in whose name it is done (default: the operator).") var officer: String?
    @Flag(help: "Say what would be done and what is wrong, and write nothing.") var preview = false
    @Flag(help: "Bring the right lines along, leave the wrong ones.") var skipErrors = false

    func validate() throws {
        if preview && skipErrors { throw ValidationError("--preview writes nothing: leave --skip-errors out") }
        guard ["xlsx", "csv"].contains(Self.kind(of: file)) else { throw ValidationError("\(file) is neither .xlsx nor .csv") }
    }

    func run() async throws {
        let settings = try common.settings()
        let words = try Installation.cutOverWords(share: settings.share, mapping: mapping)
        let reader = WorkbookReader(script: SharePaths(share: settings.share).tools + "/read_workbook.py")
        let (cells, hash) = try await reader.read(file, kind: Self.kind(of: file), sheet: sheet)
        let mode: CutOverDesk.Mode = preview ? .preview : skipErrors ? .good : .whole
        let report = try await Workplace.open(common) { place in
            var actor = place.actor
            if let officer {
                let acting = try await place.officer(officer, office: office)
                if mode != .preview { try await place.note(acting, ActedEntry(entered: "old_book")) }
                actor = .officer(acting)
            }
            return try await place.casework.cutOver.carry(cells, office: office, words: words, source: hash, mode: mode, by: actor)
        }
        let kept = mode == .good && report.errors > 0 ? try CutOverScreen.keep(report, beside: file) : nil
        if common.json { try Screen.show(report) } else { CutOverScreen.show(report) }
        if let kept { Screen.note("what is wrong with the lines left out stands in \(kept)") }
        if mode == .whole && report.errors > 0 {
            Screen.complain("\(report.errors) lines are wrong, nothing was written: mend them, or bring the others with --skip-errors")
            throw ExitCode(1)
        }
    }

    private static func kind(of file: String) -> String { URL(fileURLWithPath: file).pathExtension.lowercased() }
}
