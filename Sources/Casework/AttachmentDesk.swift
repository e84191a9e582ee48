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

    /// A paper that has come in whole and has no name yet.
    struct Incoming: Sendable {
        let temporary: String
        let sha256: String
        let bytes: Int64
        let type: String
    }

    /// Streams bytes to a temporary file. Whoever gets it keeps or discards it.
    ///
    /// - Throws: `Problem` `too_large` (413) as soon as the limit is passed, `empty_file` or `unsupported_type` (422),
    ///   `storage_unavailable` (503) when the disk is full or cannot be written; nothing stays behind.
    func receive(_ chunks: some AsyncSequence<[UInt8], any Error>) async throws -> Incoming {
        let manager = FileManager.default
        let incoming = folder + "/incoming"
        try Self.onDisk { try manager.createDirectory(atPath: incoming, withIntermediateDirectories: true) }
        adopt(incoming)
        let temporary = incoming + "/" + UUID().uuidString
        guard manager.createFile(atPath: temporary, contents: nil), let handle = FileHandle(forWritingAtPath: temporary) else {
            try? manager.removeItem(atPath: temporary)
            throw Self.unwritable
        }
        adopt(temporary)
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
                try Self.onDisk { try handle.write(contentsOf: Data(chunk)) }
            }
            if count == 0 { throw Problem.invalid("file", "empty_file", "Tệp rỗng.") }
            guard let type = MediaType.of(head: head) else {
                throw Problem.invalid("file", "unsupported_type", "Chỉ nhận tệp PDF, JPEG, PNG, TIFF hoặc WebP.")
            }
            try Self.onDisk {
                try handle.synchronize()
                try handle.close()
            }
            return Incoming(temporary: temporary, sha256: hash.hex, bytes: Int64(count), type: type)
        } catch {
            try? handle.close()
            try? manager.removeItem(atPath: temporary)
            throw error
        }
    }

    /// Moves a paper to its name; does nothing when it lies there already.
    func keep(_ paper: Incoming) throws(Problem) {
        let manager = FileManager.default
        let place = path(of: paper.sha256)
        if manager.fileExists(atPath: place) { return }
        let shelf = (place as NSString).deletingLastPathComponent
        try Self.onDisk {
            try manager.createDirectory(atPath: shelf, withIntermediateDirectories: true)
            adopt(shelf)
            do {
                try manager.moveItem(atPath: paper.temporary, toPath: place)
                // The name must outlast a power cut as surely as the row that is committed after it.
                for directory in [shelf, folder] {
                    guard let handle = FileHandle(forReadingAtPath: directory) else { continue }
                    try handle.synchronize()
                    try handle.close()
                }
            } catch {
                // somebody else brought the same paper meanwhile
                if !manager.fileExists(atPath: place) { throw error }
            }
        }
    }

    /// What root stores from his shell belongs to whom the folder belongs: the daemon must be able to go on writing there.
    private func adopt(_ path: String) {
        let manager = FileManager.default
        guard let house = try? manager.attributesOfItem(atPath: folder), let owner = house[.ownerAccountID],
            let group = house[.groupOwnerAccountID]
        else { return }
        try? manager.setAttributes([.ownerAccountID: owner, .groupOwnerAccountID: group], ofItemAtPath: path)
    }

    /// Removes what was not kept.
    func discard(_ paper: Incoming) { try? FileManager.default.removeItem(atPath: paper.temporary) }

    /// Removes papers by their SHA-256; one that is not there is removed already.
    func remove(_ papers: [String]) { for sha256 in papers { try? FileManager.default.removeItem(atPath: path(of: sha256)) } }

    private static let unwritable = Problem(
        .unavailable, code: "storage_unavailable", message: "Kho tệp tạm thời không ghi được, hãy thử lại.")

    /// Whatever the file system says, the person who asked can only try again.
    private static func onDisk<R>(_ action: () throws -> R) throws(Problem) -> R {
        do { return try action() } catch { throw unwritable }
    }
}

/// Scanned papers: streamed in, shown beside the form and to the referral's recipient.
public struct AttachmentDesk: Sendable {
    let casework: Casework

    /// What an upload belongs to.
    public enum Owner: Sendable, Equatable {
        case petition(Int64)
        case caseFile(Int64)
        /// A document on its way: its working file, or once it is issued the signed and stamped copy.
        case draft(Int64)
    }

    /// An attachment that may be read: where it lies, and what it is.
    public struct Opened: Sendable {
        public var view: AttachmentView
        public var path: String
    }

    /// What a key stands for: this content, under this name, to this owner.
    private struct Asked: Encodable {
        var sha256: String
        var petition: Int64?
        var caseID: Int64?
        var draft: Int64?
        var name: String
        var kind: String
    }

    /// What a leader's note (bút phê) on paper is stored as: no other office sees it.
    static let direction = "direction"
    private static let kinds: Set = ["scan", "evidence", "result", "appointment", direction, "other"]

    /// Stores a scan and ties it to a petition or a case of the actor's office.
    ///
    /// The bytes come in before the key is claimed: only their hash says whether a repetition asks for the same.
    /// A denunciation takes no scan until the vault exists: handwriting identifies (Luật Tố cáo Đ.9, Đ.56).
    public func upload(
        _ chunks: some AsyncSequence<[UInt8], any Error> & Sendable, name: String, kind: String?, to owner: Owner, key: String? = nil,
        by actor: Actor
    ) async throws -> AttachmentView {
        let officer = try actor.officer()
        let uploads: Set<Role> =
            if case .draft = owner { [.clerk, .officer, .leader, .recordsClerk] } else { [.clerk, .officer, .leader] }
        try officer.require(uploads)
        let name = try Text.require((name as NSString).lastPathComponent, field: "name", most: 200)
        let kind = try Text.choice(kind, of: Self.kinds, field: "kind") ?? "scan"
        if let key { try Casework.check(key: key) }
        try await casework.read(by: actor) { work in
            try work.mayAttach(to: owner)
            if kind == Self.direction { try work.mayScanDirection(to: owner) }
        }
        let blobs = casework.surroundings.blobs
        let paper = try await blobs.receive(chunks)
        defer { blobs.discard(paper) }
        let (petition, caseID, draft): (Int64?, Int64?, Int64?) =
            switch owner {
            case .petition(let id): (id, nil, nil)
            case .caseFile(let id): (nil, id, nil)
            case .draft(let id): (nil, nil, id)
            }
        let asked = Asked(sha256: paper.sha256, petition: petition, caseID: caseID, draft: draft, name: name, kind: kind)
        return try await casework.once("attachments.upload", key: key, input: asked, by: actor) { work in
            try work.mayAttach(to: owner)
            if kind == Self.direction { try work.mayScanDirection(to: owner) }
            var new = MachineryRecords.NewAttachment(
                sha256: paper.sha256, bytes: paper.bytes, mediaType: paper.type, petition: petition, caseID: caseID, name: name,
                kind: kind, uploadedBy: officer.id, organisation: officer.organisation)
            if let draft { try work.place(&new, with: draft) }
            let id = try MachineryRecords.attach(work.db, new, now: work.now)
            guard let row = try MachineryRecords.attachment(work.db, id) else { throw Problem.missing("tệp") }
            // last, so that a refusal leaves no file without its row
            try blobs.keep(paper)
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
    /// The scan of a leader's note belongs to a case of his own office, never to the petition, which others may have too.
    func mayScanDirection(to owner: AttachmentDesk.Owner) throws {
        let own = try officer().organisation
        if case .caseFile(let id) = owner, try CaseRecords.head(db, case: id)?.organisation == own { return }
        throw Problem.invalid("kind", "not_own_case", "Bản quét bút phê chỉ đưa vào hồ sơ của chính cơ quan.")
    }

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
        case .draft(let id):
            guard let row = try DraftRecords.draft(db, id) else { throw Problem.missing("văn bản") }
            try require(row, .attach)
            try mayAttach(to: .caseFile(row.caseID))
        case .caseFile(let id):
            guard let head = try CaseRecords.head(db, case: id) else { throw Problem.missing("hồ sơ") }
            try mayAttachTask(head)
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
