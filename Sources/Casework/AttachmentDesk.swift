import Foundation
import Identity
import Law
import Postgres
import Records

/// Where papers lie on disk: content-addressed by SHA-256, written once.
public struct BlobStore: Sendable {
    public let folder: String
    /// Bytes; an upload is cut off beyond it.
    public let limit: Int

    public init(folder: String, limit: Int) {
        self.folder = folder
        self.limit = limit
    }

    func path(of sha256: String) -> String { "\(folder)/\(sha256.prefix(2))/\(sha256)" }

    /// Streams bytes to a temporary file and, once complete, moves it to its name.
    ///
    /// - Throws: `Problem` `too_large` (413) as soon as the limit is passed, `empty_file` or `unsupported_type` (422); nothing stays behind.
    func store(_ chunks: some AsyncSequence<[UInt8], any Error>) async throws -> (sha256: String, bytes: Int64, type: String) {
        let manager = FileManager.default
        let incoming = folder + "/incoming"
        try manager.createDirectory(atPath: incoming, withIntermediateDirectories: true)
        let temporary = incoming + "/" + UUID().uuidString
        guard manager.createFile(atPath: temporary, contents: nil), let handle = FileHandle(forWritingAtPath: temporary) else {
            throw Problem(.unavailable, code: "storage_unavailable", message: "Kho tệp tạm thời không ghi được, hãy thử lại.")
        }
        var hash = ContentHash()
        var count = 0
        var head: [UInt8] = []
        do {
            for try await chunk in chunks {
                count += chunk.count
                if count > limit {
                    throw Problem(
                        .tooLarge, code: "too_large", message: "Tệp lớn quá \(limit / 1_048_576) MB.",
                        errors: [.init(field: "file", code: "too_large", message: "Tệp quá lớn.")])
                }
                if head.count < 16 { head += chunk.prefix(16 - head.count) }
                hash.update(chunk)
                try handle.write(contentsOf: Data(chunk))
            }
            if count == 0 { throw Problem.invalid("file", "empty_file", "Tệp rỗng.") }
            guard let type = MediaType.of(head: head) else {
                throw Problem.invalid("file", "unsupported_type", "Chỉ nhận tệp PDF, JPEG, PNG, TIFF hoặc WebP.")
            }
            try handle.synchronize()
            try handle.close()
            let digest = hash.hex
            let place = path(of: digest)
            try manager.createDirectory(atPath: (place as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            if manager.fileExists(atPath: place) {
                try manager.removeItem(atPath: temporary)
            } else {
                try manager.moveItem(atPath: temporary, toPath: place)
            }
            return (digest, Int64(count), type)
        } catch {
            try? handle.close()
            try? manager.removeItem(atPath: temporary)
            throw error
        }
    }
}

/// Scanned papers: streamed in, shown beside the form and to the referral's recipient.
public struct AttachmentDesk: Sendable {
    let casework: Casework

    /// What an upload belongs to.
    public enum Owner: Sendable, Equatable {
        case petition(Int64)
        case caseFile(Int64)
    }

    /// An attachment that may be read: where it lies, and what it is.
    public struct Opened: Sendable {
        public var view: AttachmentView
        public var path: String
    }

    /// Stores a scan and ties it to a petition or a case of the actor's office.
    ///
    /// A denunciation takes no scan until the vault exists: handwriting identifies (Luật Tố cáo Đ.9, Đ.56).
    public func upload(
        _ chunks: some AsyncSequence<[UInt8], any Error> & Sendable, name: String, kind: String?, to owner: Owner, by actor: Actor
    ) async throws -> AttachmentView {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        let name = try Text.require((name as NSString).lastPathComponent, field: "name", most: 200)
        let kind = try Text.choice(kind, of: ["scan", "evidence", "result", "appointment", "other"], field: "kind") ?? "scan"
        try await casework.read(by: actor) { work in try work.mayAttach(to: owner) }
        let stored = try await casework.surroundings.blobs.store(chunks)
        return try await casework.write(by: actor) { work in
            try work.mayAttach(to: owner)
            let (petition, caseID): (Int64?, Int64?) =
                switch owner {
                case .petition(let id): (id, nil)
                case .caseFile(let id): (nil, id)
                }
            let id = try MachineryRecords.attach(
                work.db,
                MachineryRecords.NewAttachment(
                    sha256: stored.sha256, bytes: stored.bytes, mediaType: stored.type, petition: petition, caseID: caseID, name: name,
                    kind: kind,
                    uploadedBy: officer.id, organisation: officer.organisation), now: work.now)
            guard let row = try MachineryRecords.attachment(work.db, id) else { throw Problem.missing("tệp") }
            return AttachmentView(row)
        }
    }

    public func open(_ id: Int64, by actor: Actor) async throws -> Opened {
        let view = try await casework.read(by: actor) { work in
            guard let row = try MachineryRecords.attachment(work.db, id) else { throw Problem.missing("tệp") }
            return AttachmentView(row)
        }
        return Opened(view: view, path: casework.surroundings.blobs.path(of: view.sha256))
    }
}

extension Work {
    func mayAttach(to owner: AttachmentDesk.Owner) throws {
        switch owner {
        case .petition(let id):
            guard let row = try PetitionRecords.full(db, petition: id), row.organisation == (try officer().organisation) else {
                throw Problem.missing("đơn")
            }
            if row.referenceOnly || row.kind == .denunciation {
                throw Problem(
                    .refused, code: "denunciation_not_scanned",
                    message: "Không lưu bản quét đơn tố cáo trên hệ thống; chỉ ghi số hồ sơ giấy.", basis: "Luật Tố cáo Đ.9, Đ.56")
            }
        case .caseFile(let id):
            guard let head = try CaseRecords.head(db, case: id) else { throw Problem.missing("hồ sơ") }
            if let petition = head.petition, let row = try PetitionRecords.full(db, petition: petition),
                row.referenceOnly || row.kind == .denunciation
            {
                throw Problem(
                    .refused, code: "denunciation_not_scanned",
                    message: "Không lưu bản quét trong hồ sơ tố cáo; chỉ ghi số hồ sơ giấy.", basis: "Luật Tố cáo Đ.9, Đ.56")
            }
        }
    }
}

/// The type of a paper by its first bytes; the name and what the client says are not believed.
enum MediaType {
    static func of(head: [UInt8]) -> String? {
        func starts(_ bytes: [UInt8]) -> Bool { head.starts(with: bytes) }
        if starts(Array("%PDF-".utf8)) { return "application/pdf" }
        if starts([0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
        if starts([0x49, 0x49, 0x2A, 0x00]) || starts([0x4D, 0x4D, 0x00, 0x2A]) { return "image/tiff" }
        if starts(Array("RIFF".utf8)), head.count >= 12, Array(head[8..<12]) == Array("WEBP".utf8) { return "image/webp" }
        return nil
    }
}
