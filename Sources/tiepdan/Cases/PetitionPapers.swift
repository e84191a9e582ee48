import ArgumentParser
import Casework
import Foundation
import Law

struct PetitionAttach: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach", abstract: "Adds a scan to a petition, in an officer's name.",
        discussion: "The same file sent again with the same --key is stored once.")

    @OptionGroup var acting: ActingOptions
    @Argument(help: "Id, or number and year in the office's book: 128/2026.") var petition: PetitionName
    @Argument(help: "PDF, JPEG, PNG, TIFF or WebP; the first bytes decide.", completion: .file()) var file: String
    @Option(help: "scan, evidence, result, appointment or other.") var kind: String = "scan"
    @Option(help: "Idempotency key, 8 to 100 characters.") var key: String?

    func run() async throws {
        let pieces = try FilePieces(path: file)
        try await acting.open { place, officer in
            let id = try await petition.find(in: officer.organisation, place.pool)
            try await place.note(officer, ActedEntry(entered: "attachment", to: id))
            let stored = try await place.casework.attachments.upload(
                pieces, name: file, kind: kind, to: .petition(id), key: key, by: .officer(officer))
            if acting.common.json { return try Screen.show(stored) }
            Screen.say("attachment \(stored.id) of petition \(id): \(stored.name), \(stored.bytes) bytes, \(stored.mediaType)")
        }
    }
}

/// A file as it would come over the wire: piece by piece.
private struct FilePieces: AsyncSequence, Sendable {
    typealias Element = [UInt8]
    typealias Failure = any Error
    private let handle: FileHandle

    init(path: String) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw Complaint("cannot read \(path)") }
        self.handle = handle
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        let handle: FileHandle
        mutating func next() async throws -> [UInt8]? {
            guard let piece = try handle.read(upToCount: 65_536), !piece.isEmpty else { return nil }
            return Array(piece)
        }
    }
    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(handle: handle) }
}

struct PetitionLookup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookup", abstract: "Shows what the citizen reads who looks his receipt code up.")

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "Receipt code, with or without hyphens.") var code: String

    func run() async throws {
        try await Workplace.open(common) { place in
            let found = try await place.casework.petitions.lookup(code)
            if common.json { return try Screen.show(found) }
            Screen.say("receipt \(found.receiptCode)")
            for stage in found.stages {
                Screen.say("  \(stage.since.iso)  \(stage.office): \(stage.words)\(stage.closed ? " (closed)" : "")")
            }
        }
    }
}
