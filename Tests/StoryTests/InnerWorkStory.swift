import Casework
import Law
import TestSupport
import Testing

@testable import Web

/// Work inside an office over HTTP and on the pages: the scan of a note, a clerk's work, what a leave leaves behind.
@Suite struct InnerWorkStory {
    private func note(_ more: [String: JSONValue] = [:]) -> JSONValue {
        let plain: [String: JSONValue] = ["leaderName": "Chủ tịch", "givenOn": "2026-11-19", "text": "Giao xử lý."]
        return .object(plain.merging(more) { _, new in new })
    }

    @Test func `the scan of a note goes with it from the petition's page, and later to a note that has none`() async throws {
        try await Story.tell { story in
            let entered = try await story.register(Letters.land, as: "hdnd.clerk")
            let (own, petition) = (try #require(entered["case"].int), try #require(entered["petition"].int))
            let browser = try await Browser.signedIn(story.world, as: "hdnd.leader")
            let page = try await browser.get("/don/\(petition)")
            let place = try #require(page.value(after: "data-scan=\""))
            #expect(place == "/ho-so/\(own)/tep?loai=direction")
            let token = try #require(page.value(after: "data-token=\""))
            func scanned(_ name: String) async throws -> String {
                let stored = try await browser.post(
                    "\(place)&ten=\(name)", [], raw: Array("%PDF-1.7 \(name)".utf8), type: "application/octet-stream", token: token)
                try #require(stored.status == 201, "\(stored.text)")
                return String(try #require(stored.value(after: "\"id\":")).prefix { $0.isNumber })
            }
            let first = try await scanned("but-phe-1.pdf")
            let form = try page.form("/ho-so/\(own)/chi-dao")
            let written = try await browser.submit(
                form, ["leaderName": "Chủ tịch", "givenOn": "19/11/2026", "text": "Giao xử lý.", "attachment": first])
            #expect(written.status == 303, "\(written.text)")
            let shown = try await browser.follow(written)
            #expect(shown.has("href=\"/tep/\(first)\"") && !shown.has("/ban-quet\""), "a note that has its scan asks for none")

            let plain = try await browser.submit(
                try shown.form("/ho-so/\(own)/chi-dao"), ["leaderName": "Chủ tịch", "givenOn": "19/11/2026", "text": "Báo cáo lại."])
            #expect(plain.status == 303)
            let file = try await browser.get("/ho-so/\(own)")
            let note = try #require(file.value(after: "action=\"/ho-so/\(own)/chi-dao/"))
            let tie = try file.form("/ho-so/\(own)/chi-dao/\(note)")
            let none = try await browser.submit(tie)
            #expect(none.status == 422 && none.has("Phải chọn hoặc gửi bản quét."))
            let second = try await scanned("but-phe-2.pdf")
            let tied = try await browser.submit(tie, ["attachment": second])
            #expect(tied.status == 303, "\(tied.text)")
            let after = try await browser.follow(tied)
            #expect(after.has("href=\"/tep/\(second)\"") && !after.has("/ban-quet\""))
            // Whoever gets the petition gets none of it.
            try await story.step(
                own, "classify", ["kind": "complaint", "eligibility": "eligible", "jurisdiction": "not_competent"], as: "hdnd.officer")
            try await story.step(
                own, "refer", ["recipient": .id(story.world.office("snnmt")), "letter_number": "15/CV", "letter_date": "2026-11-19"],
                as: "hdnd.leader")
            for scan in [first, second] {
                #expect(try await story.http.get("/api/v1/attachments/\(scan)", as: "snnmt.clerk").status == 404)
                #expect(try await story.http.get("/api/v1/attachments/\(scan)", as: "hdnd.officer").status == 200)
            }

            let sealed = try await story.register(Letters.denunciation, as: "hdnd.clerk")
            let sealedID = try #require(sealed["petition"].int)
            let denunciation = try await browser.get("/don/\(sealedID)")
            #expect(denunciation.status == 200 && !denunciation.has("type=\"file\""), "nothing of a denunciation is scanned")
        }
    }

    @Test func `a clerk finds his work on the page and takes it, and so does a leader`() async throws {
        try await Story.tell { story in
            let clerk = try await story.http.get("/api/v1/me", as: "hdnd.clerk").json["id"].int ?? 0
            let first = try #require(try await story.register(Letters.land, as: "hdnd.clerk")["case"].int)
            let second = try #require(try await story.register(Letters.drain, as: "hdnd.clerk")["case"].int)
            let given = try await story.http.post("/api/v1/cases/\(first)/directions", note(["handler": .id(clerk)]), as: "hdnd.leader")
            #expect(given.status == 201, "\(given.text)")
            for (name, list, id) in [("hdnd.clerk", "mine", first), ("hdnd.leader", "unassigned", second)] {
                let browser = try await Browser.signedIn(story.world, as: name)
                let taken = try await browser.submit(try await browser.get("/viec?ds=\(list)").form("/viec/\(id)/nhan"))
                #expect(taken.status == 303, "\(name): \(taken.text)")
            }
            let mine = try await story.http.get("/api/v1/work?list=mine", as: "hdnd.clerk").json["items"]
            #expect(mine[0]["takenOn"].text == "2026-11-19")
            try await story.step(first, "return_work", ["reason": "Không đúng người."], as: "hdnd.clerk")
        }
    }

    @Test func `a draft that comes back during a leave lies with the substitute`() async throws {
        try await Story.tell { story in
            try await story.world.addDocumentPeople()
            let papers = Papers(story: story)
            let own = try await papers.petition()
            let id = try await papers.draft(own)["id"]
            try await papers.act(id, "submit", as: "hdnd.officer")
            let officer = try await story.http.get("/api/v1/me", as: "hdnd.officer").json["id"]
            let clerk = try await story.http.get("/api/v1/me", as: "hdnd.clerk").json
            let preview = try await story.http.get("/api/v1/work/hand-overs/preview?from=\(officer.int ?? 0)", as: "hdnd.officer").json
            #expect(preview["drafts"].int == 1 && preview["helping"].int == 0)
            let leave: JSONValue = ["from": officer, "to": clerk["id"], "untilDay": "2026-11-20", "reason": "Nghỉ phép"]
            let lent = try await story.http.post("/api/v1/work/hand-overs", leave, as: "hdnd.officer")
            #expect(lent.status == 201 && lent.json["drafts"].int == 1, "\(lent.text)")
            try await papers.act(id, "return", ["remark": "Ghi rõ thửa đất."], as: "hdnd.leader")
            func returned(_ name: String) async throws -> [JSONValue] {
                try await story.http.get("/api/v1/documents?waiting=returned", as: name).json["items"].list
            }
            let here = try await returned("hdnd.clerk")
            #expect(here.map { $0["id"] } == [id] && here.first?["heldByName"] == clerk["fullName"])
            #expect(try await returned("hdnd.officer").isEmpty)
            let page = try await Browser.signedIn(story.world, as: "hdnd.clerk").get("/viec/ban-giao")
            #expect(page.has(", 1 dự thảo"))
            story.world.clock.set(Day(2026, 11, 23))
            _ = try await story.world.casework.queues.sweepHandOvers()
            #expect(try await returned("hdnd.officer").map { $0["id"] } == [id])
            #expect(try await returned("hdnd.clerk").isEmpty)
        }
    }
}
