import ArgumentParser
import Casework
import Foundation
import Law
import Settings

struct LawCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "law", abstract: "The procedures and deadlines as data.",
        subcommands: [LawList.self, LawShow.self, LawCheck.self, LawDue.self, LawDiffCommand.self, LawDryRun.self])

    /// The files of the share folder, or the ones named.
    static func texts(_ files: [String], _ common: WorkplaceOptions) throws -> [ProcedureText] {
        var paths = files
        if paths.isEmpty {
            let folder = SharePaths(share: try common.settings().share).procedures
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { throw Complaint("cannot read \(folder)") }
            paths = names.filter { $0.hasSuffix(".yaml") }.sorted().map { folder + "/" + $0 }
        }
        return try paths.map(text)
    }

    static func text(_ path: String) throws -> ProcedureText {
        guard let data = FileManager.default.contents(atPath: path) else { throw Complaint("cannot read \(path)") }
        guard let text = String(validating: data, as: UTF8.self) else { throw Complaint("\(path) is not UTF-8") }
        return ProcedureText(file: URL(fileURLWithPath: path).lastPathComponent, text: text)
    }

    /// The version that somebody names: a YAML file, an id (`complaint@2026-07-01.1`), an id without its revision, or a procedure's name,
    /// which stands for its newest version.
    static func version(_ name: String, in rulebook: Rulebook) throws -> ProcedureVersion {
        if name.hasSuffix(".yaml") || name.contains("/") {
            guard let version = try Rulebook([text(name)]).versions.first else { throw Complaint("\(name) holds no procedure") }
            return version
        }
        let found =
            rulebook.version(id: name) ?? rulebook.versions.last { "\($0.procedure)@\($0.from.iso)" == name }
            ?? rulebook.versions.last { $0.procedure == name }
        guard let version = found else {
            throw Complaint("no version \(name); there are: \(rulebook.versions.map(\.id).joined(separator: ", "))")
        }
        return version
    }
}
