import Casework
import Foundation
import Postgres
import TestSupport
import Testing

enum Scan {
    static func stream(_ text: String) -> AsyncThrowingStream<[UInt8], any Error> { stream([Array(text.utf8)]) }
    static func stream(_ chunks: [[UInt8]]) -> AsyncThrowingStream<[UInt8], any Error> {
        AsyncThrowingStream {
            for chunk in chunks { $0.yield(chunk) }
            $0.finish()
        }
    }
}

@Suite struct AttachmentTests {
    private func files(_ world: TestWorld) -> [String] {
        let all = FileManager.default.enumerator(atPath: world.blobFolder)?.compactMap { $0 as? String } ?? []
        return all.filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: world.blobFolder + "/" + path, isDirectory: &isFolder) && !isFolder.boolValue
        }
    }

    @Test func aScanIsKeptOnceUnderItsHashAndShownToTheRecipientOnly() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            let petition = sent.petition.petition
            let one = try await world.casework.attachments.upload(
                Scan.stream([Array("%PD".utf8), Array("F-1.7 nội dung".utf8)]), name: "../../etc/đơn.pdf", kind: "scan",
                to: .petition(petition),
                by: world.actor("hdnd.clerk"))
            #expect(one.name == "đơn.pdf" && one.mediaType == "application/pdf" && one.bytes == 19)
            let two = try await world.casework.attachments.upload(
                Scan.stream("%PDF-1.7 nội dung"), name: "bản hai.pdf", kind: nil, to: .petition(petition), by: world.actor("hdnd.clerk"))
            #expect(two.sha256 == one.sha256 && two.id != one.id)
            #expect(files(world).count == 1)
            let opened = try await world.casework.attachments.open(one.id, by: world.actor("snnmt.clerk"))
            #expect(try String(contentsOfFile: opened.path, encoding: .utf8) == "%PDF-1.7 nội dung")
            let stranger = try await problem { try await world.casework.attachments.open(one.id, by: world.actor("ubnd.leader")) }
            #expect(stranger?.kind == .missing)
            let view = try await world.casework.petitions.petition(petition, by: world.actor("snnmt.clerk"))
            #expect(view.attachments.map(\.id) == [one.id, two.id])
            let adding = try await problem {
                try await world.casework.attachments.upload(
                    Scan.stream("%PDF-1.7"), name: "a.pdf", kind: nil, to: .petition(petition), by: world.actor("snnmt.clerk"))
            }
            #expect(adding?.kind == .missing)
        }
    }

    @Test func whatIsRefusedLeavesNoFileAndNoRow() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft())
            let owner = AttachmentDesk.Owner.petition(registered.petition)
            func refused(_ chunks: [[UInt8]], name: String = "a.pdf", kind: String? = nil) async throws -> Problem? {
                try await problem {
                    try await world.casework.attachments.upload(
                        Scan.stream(chunks), name: name, kind: kind, to: owner, by: world.actor("hdnd.clerk"))
                }
            }
            let big = try await refused(Array(repeating: Array(repeating: 65, count: 100_000), count: 11))
            #expect(big?.kind == .tooLarge)
            let empty = try await refused([])
            #expect(empty?.errors.first?.code == "empty_file")
            let script = try await refused([Array("#!/bin/sh".utf8)])
            #expect(script?.errors.first?.code == "unsupported_type")
            let nameless = try await refused([Array("%PDF-1".utf8)], name: " ")
            #expect(nameless?.errors.first?.field == "name")
            let kindless = try await refused([Array("%PDF-1".utf8)], kind: "virus")
            #expect(kindless?.errors.first?.field == "kind")
            #expect(files(world).isEmpty)
            let rows = try await world.count("select count(*) from tiepdan.attachment")
            #expect(rows == 0)
        }
    }

    @Test func aRepeatedUploadIsStoredOnce() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft())
            let other = try await world.register(world.draft(title: "Việc khác"))
            func send(
                _ text: String, name: String = "đơn.pdf", to petition: Int64? = nil, key: String? = "ban-quet-01", by: String = "hdnd.clerk"
            ) async throws -> AttachmentView {
                try await world.casework.attachments.upload(
                    Scan.stream(text), name: name, kind: nil, to: .petition(petition ?? registered.petition), key: key,
                    by: world.actor(by))
            }
            let first = try await send("%PDF-1.7 trang một")
            world.clock.advance(seconds: 60)
            let again = try await send("%PDF-1.7 trang một")
            #expect(again == first)
            let rows = try await world.count("select count(*) from tiepdan.attachment")
            #expect(rows == 1 && files(world).count == 1)
            let content = try await problem { try await send("%PDF-1.7 trang hai") }
            #expect(content?.kind == .conflict && content?.code == "idempotency_key_reused")
            let owner = try await problem { try await send("%PDF-1.7 trang một", to: other.petition) }
            #expect(owner?.code == "idempotency_key_reused")
            let name = try await problem { try await send("%PDF-1.7 trang một", name: "khác.pdf") }
            #expect(name?.code == "idempotency_key_reused")
            #expect(files(world).count == 1, "what was refused leaves no file")
            let short = try await problem { try await send("%PDF-1.7 trang một", key: "ngắn") }
            #expect(short?.errors.first?.code == "invalid_key")
            let colleague = try await send("%PDF-1.7 trang một", by: "hdnd.officer")
            let fresh = try await send("%PDF-1.7 trang một", key: "ban-quet-02")
            #expect(Set([first.id, colleague.id, fresh.id]).count == 3)
            #expect(files(world).count == 1)
        }
    }

    @Test func fourAtOnceWithOneKeyAreOnePaper() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft())
            let answers = try await withThrowingTaskGroup(of: AttachmentView.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await world.casework.attachments.upload(
                            Scan.stream("%PDF-1.7 cùng lúc"), name: "a.pdf", kind: nil, to: .petition(registered.petition),
                            key: "cung-luc-tep", by: world.actor("hdnd.clerk"))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count == 4 && Set(answers.map(\.id)).count == 1)
            #expect(files(world).count == 1)
        }
    }

    /// Root may write anywhere, so a regular file stands where a folder is wanted.
    @Test func aStoreThatCannotBeWrittenIsUnavailableAndKeepsNothing() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft())
            func send() async throws -> AttachmentView {
                try await world.casework.attachments.upload(
                    Scan.stream("%PDF-1.7 đầy đĩa"), name: "a.pdf", kind: nil, to: .petition(registered.petition), key: "day-dia-001",
                    by: world.actor("hdnd.clerk"))
            }
            let manager = FileManager.default
            #expect(manager.createFile(atPath: world.blobFolder, contents: nil))
            let closed = try await problem { try await send() }
            #expect(closed?.kind == .unavailable && closed?.code == "storage_unavailable")
            try manager.removeItem(atPath: world.blobFolder)
            // Comes in, but cannot be given its name.
            let shelves = (0..<256).map { String($0, radix: 16) }.map { $0.count == 1 ? "0" + $0 : $0 }
            try manager.createDirectory(atPath: world.blobFolder, withIntermediateDirectories: true)
            for shelf in shelves { #expect(manager.createFile(atPath: world.blobFolder + "/" + shelf, contents: nil)) }
            let full = try await problem { try await send() }
            #expect(full?.kind == .unavailable && full?.code == "storage_unavailable")
            #expect(files(world).count == shelves.count, "nothing half-written")
            let rows = try await world.count("select (select count(*) from tiepdan.attachment) + (select count(*) from tiepdan.blob)")
            #expect(rows == 0)
            for shelf in shelves { try manager.removeItem(atPath: world.blobFolder + "/" + shelf) }
            let stored = try await send()
            #expect(stored.name == "a.pdf" && files(world).count == 1)
        }
    }
}
