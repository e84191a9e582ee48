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
}
