import Foundation
import HTTPTypes
import TestSupport
import Testing

/// A scan lies beside the petition: for its office and whoever it is referred to, for nobody else.
@Suite struct AttachmentStory {
    private let scan = Array("%PDF-1.7\n".utf8) + (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    @Test func recipientOfTheReferralSeesTheScan() async throws {
        try await Story.tell { story in
            let entered = try await story.register(Letters.land, as: "hdnd.clerk")
            let petition = try #require(entered["petition"].int)
            let own = try #require(entered["case"].int)
            let pieces = stride(from: 0, to: scan.count, by: 32_768).map { Array(scan[$0..<min($0 + 32_768, scan.count)]) }
            let stored = try await story.http.send(
                .post, "/api/v1/petitions/\(petition)/attachments?name=%C4%90%C6%A1n%20%22khi%E1%BA%BFu%22%20n%E1%BA%A1i.pdf",
                as: "hdnd.clerk",
                headers: [.contentType: "application/octet-stream"], body: pieces)
            try #require(stored.status == 201, "\(stored.text)")
            let id = try #require(stored.json["id"].int)
            #expect(stored.json["mediaType"].text == "application/pdf" && stored.json["bytes"].int == Int64(scan.count))
            #expect(stored.json["name"].text == "Đơn \"khiếu\" nại.pdf")
            #expect(stored.header("location") == "/api/v1/attachments/\(id)")

            let read = try await story.http.get("/api/v1/attachments/\(id)", as: "hdnd.officer")
            #expect(read.status == 200 && read.body == scan)
            #expect(read.header("content-type") == "application/pdf" && read.header("x-content-type-options") == "nosniff")
            #expect(read.header("content-security-policy") == "default-src 'none'; sandbox")
            let disposition = try #require(read.header("content-disposition"))
            #expect(
                disposition
                    == "attachment; filename=\"__n _khi_u_ n_i.pdf\"; filename*=UTF-8''%C4%90%C6%A1n%20%22khi%E1%BA%BFu%22%20n%E1%BA%A1i.pdf"
            )

            #expect(try await story.http.get("/api/v1/attachments/\(id)", as: "snnmt.clerk").status == 404, "not theirs yet")
            try await story.step(
                own, "classify", ["kind": "complaint", "eligibility": "eligible", "jurisdiction": "not_competent"], as: "hdnd.officer")
            try await story.step(
                own, "refer", ["recipient": .id(story.world.office("snnmt")), "letter_number": "15/CV", "letter_date": "2026-11-19"],
                as: "hdnd.leader")
            #expect(try await story.http.get("/api/v1/attachments/\(id)", as: "snnmt.clerk").body == scan)
            let beside = try await story.http.get("/api/v1/petitions/\(petition)", as: "snnmt.clerk").json
            #expect(beside["attachments"][0]["id"].int == id)
            #expect(try await story.http.get("/api/v1/attachments/\(id)", as: "phohien.leader").status == 404, "a stranger sees nothing")
            #expect(try await story.http.get("/api/v1/petitions/\(petition)", as: "phohien.leader").status == 404)
            #expect(try await story.http.get("/api/v1/cases/\(own)", as: "phohien.leader").status == 404)
        }
    }

    @Test func whatIsTooLargeOrNoPaperIsRefused() async throws {
        try await Story.tell { story in
            let petition = try #require(try await story.register(Letters.drain, as: "hdnd.clerk")["petition"].int)
            let place = "/api/v1/petitions/\(petition)/attachments"
            let big = [UInt8](repeating: 7, count: 300_000)
            let declared = try await story.http.send(.post, place + "?name=a.pdf", as: "hdnd.clerk", body: [big, big, big, big])
            #expect(declared.status == 413 && declared.cutOff && declared.json["code"].text == "too_large")
            let running = try await story.http.send(
                .post, place + "?name=a.pdf", as: "hdnd.clerk", body: [Array("%PDF-".utf8), big, big, big, big], declaringLength: false)
            #expect(running.status == 413 && running.cutOff && running.header("connection") == "close")
            let text = try await story.http.send(.post, place + "?name=a.pdf", as: "hdnd.clerk", body: [Array("<script>".utf8)])
            #expect(text.status == 422 && text.json["errors"][0]["code"].text == "unsupported_type")
            let empty = try await story.http.send(.post, place + "?name=a.pdf", as: "hdnd.clerk")
            #expect(empty.status == 422 && empty.json["errors"][0]["code"].text == "empty_file")
            let nameless = try await story.http.send(.post, place, as: "hdnd.clerk", body: [scan])
            #expect(nameless.status == 422 && nameless.json["errors"][0]["field"].text == "name")
            let form = try await story.http.send(
                .post, place + "?name=a.pdf", as: "hdnd.clerk", headers: [.contentType: "multipart/form-data; boundary=x"], body: [scan])
            #expect(form.status == 415)
            let foreign = try await story.http.send(.post, place + "?name=a.pdf", as: "ubnd.clerk", body: [scan])
            #expect(foreign.status == 404)
            let seen = try await story.http.get("/api/v1/petitions/\(petition)", as: "hdnd.clerk").json
            #expect(seen["attachments"].list.isEmpty, "nothing half-written")
        }
    }

    @Test func aRetryWithTheSameKeyAnswersTheFirstPaper() async throws {
        try await Story.tell { story in
            let entered = try await story.register(Letters.drain, as: "hdnd.clerk")
            let petition = try #require(entered["petition"].int)
            let own = try #require(entered["case"].int)
            func send(_ place: String, _ bytes: [UInt8]) async throws -> HTTPClient.Answer {
                try await story.http.send(
                    .post, "/api/v1/\(place)/attachments?name=a.pdf", as: "hdnd.clerk",
                    headers: [.contentType: "application/pdf", .init("Idempotency-Key")!: "tep-gui-lai-1"], body: [bytes])
            }
            let first = try await send("petitions/\(petition)", scan)
            let again = try await send("petitions/\(petition)", scan)
            #expect(first.status == 201 && again.status == 201, "\(again.text)")
            #expect(again.json == first.json && again.header("location") == first.header("location"))
            let other = try await send("petitions/\(petition)", scan + [10])
            #expect(other.status == 409 && other.json["code"].text == "idempotency_key_reused")
            let elsewhere = try await send("cases/\(own)", scan)
            #expect(elsewhere.status == 409, "the key stands for this owner too")
            let seen = try await story.http.get("/api/v1/petitions/\(petition)", as: "hdnd.clerk").json
            #expect(seen["attachments"].list.count == 1)
            for template in ["/api/v1/petitions/{id}/attachments", "/api/v1/cases/{id}/attachments"] {
                let described = Story.contract.operation("POST", template)["parameters"].list.compactMap { $0["$ref"].text }
                #expect(described.contains("#/components/parameters/IdempotencyKey"), "\(template)")
            }
        }
    }

    @Test func aPagesRetryIsOnePaperToo() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "hdnd.leader")
            let id = try await WebLoopTests.register(browser)
            let token = try #require(try await browser.get("/don/\(id)").value(after: "data-token=\""))
            func send(_ key: String) async throws -> Browser.Page {
                try await browser.post(
                    "/don/\(id)/tep?ten=a.pdf", [], raw: scan, type: "application/octet-stream", token: token, key: key)
            }
            let first = try await send("trang-gui-lai-1")
            let again = try await send("trang-gui-lai-1")
            #expect(first.status == 201 && again.status == 201 && again.text == first.text)
            #expect(try await send("trang-gui-lai-2").text != first.text)
        }
    }

    @Test func aStoreThatCannotBeWrittenIs503() async throws {
        try await Story.tell { story in
            let petition = try #require(try await story.register(Letters.drain, as: "hdnd.clerk")["petition"].int)
            #expect(FileManager.default.createFile(atPath: story.world.blobFolder, contents: nil))
            let answer = try await story.http.send(
                .post, "/api/v1/petitions/\(petition)/attachments?name=a.pdf", as: "hdnd.clerk", body: [scan])
            #expect(answer.status == 503 && answer.json["code"].text == "storage_unavailable", "\(answer.text)")
            #expect(answer.header("retry-after") == "5")
            let browser = try await Browser.signedIn(story.world, as: "hdnd.leader")
            let token = try #require(try await browser.get("/don/\(petition)").value(after: "data-token=\""))
            let page = try await browser.post(
                "/don/\(petition)/tep?ten=a.pdf", [], raw: scan, type: "application/octet-stream", token: token)
            #expect(page.status == 503 && page.has("storage_unavailable") && page.header("Retry-After") == "5")
        }
    }
}
