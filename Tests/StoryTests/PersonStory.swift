import Casework
import TestSupport
import Testing

@testable import Web

/// Two entries of one person are merged, and parted again when it was a mistake.
@Suite struct PersonStory {
    private static let other = Letters.changed(
        Letters.drain, ["petitioners": [["fullName": "Đỗ Văn Quyến", "communeCode": "11953"]], "title": "Xin sửa đường thôn Đông"])

    private func person(_ story: Story, _ letter: JSONValue) async throws -> Int64 {
        let petition = try #require(letter["petition"].int)
        return try #require(try await story.http.get("/api/v1/petitions/\(petition)", as: "hdnd.clerk").json["parties"][0]["id"].int)
    }

    @Test func mergedAndPartedOverTheInterface() async throws {
        try await Story.tell { story in
            let first = try await story.register(Letters.drain, as: "hdnd.clerk")
            let second = try await story.register(Self.other, as: "hdnd.clerk")
            let (kept, merged) = (try await person(story, first), try await person(story, second))
            let file = try await story.http.get("/api/v1/persons/\(kept)", as: "hdnd.clerk")
            #expect(file.status == 200 && file.json["probable"].list.map { $0["person"].int } == [merged])
            let path = "/api/v1/persons/\(kept)/merges"
            let body: JSONValue = ["other": .id(merged), "reason": "Viết sai tên."]
            let answer = try await story.http.post(path, body, as: "hdnd.clerk", key: "ghep-nguoi-01")
            #expect(answer.status == 201 && answer.json["parties"].int == 1, "\(answer.text)")
            let repeated = try await story.http.post(path, body, as: "hdnd.clerk", key: "ghep-nguoi-01")
            #expect(repeated.status == 201 && repeated.json == answer.json)
            #expect(try await story.http.post(path, body, as: "hdnd.clerk").status == 409)
            for name in ["Đỗ Văn Quyết", "Đỗ Văn Quyến"] {
                let found = try await story.http.get("/api/v1/petitions?q=\(PercentText.encode(name))", as: "hdnd.clerk").json["items"].list
                #expect(found.count == 2, "\(name)")
            }
            let back: JSONValue = ["merge": answer.json["id"], "reason": "Hai anh em."]
            let parted = try await story.http.post("/api/v1/persons/\(kept)/partings", back, as: "hdnd.leader")
            #expect(parted.status == 201 && parted.json["kind"].text == "undo" && parted.json["other"].int == merged)
            let alone = try await story.http.get("/api/v1/persons/\(merged)", as: "hdnd.clerk").json
            #expect(alone["appearances"].list.map { $0["petition"].int } == [second["petition"].int] && alone["mergedInto"].isNull)
            let neither = try await story.http.post("/api/v1/persons/\(kept)/partings", ["reason": "x"], as: "hdnd.clerk")
            #expect(neither.status == 422 && neither.json["errors"][0]["code"].text == "one_of_two")
            #expect(try await story.http.get("/api/v1/persons/\(kept)", as: "ubnd.clerk").status == 404)
        }
    }

    @Test func `merged and parted by clicking`() async throws {
        try await TestWorld.lease { world in
            let clerk = try await Browser.signedIn(world, as: "hdnd.clerk")
            let first = try await WebLoopTests.register(clerk)
            let second = try await WebLoopTests.register(
                clerk,
                [
                    "kind": "feedback", "channel": "desk", "receivedOn": "19/11/2026", "title": "Đèn đường hỏng", "body": "Xin sửa đèn.",
                    "petitioners.fullName": "Nguyễn Thị Đượn",
                ])
            let href = try #require(try await clerk.get("/don/\(first)").value(after: "href=\"/nguoi/"))
            let page = try await clerk.get("/nguoi/\(href)")
            #expect(page.has("Nguyễn Thị Đượm") && page.has("Nguyễn Thị Đượn") && page.has("Có thể là cùng một người"))
            let other = try #require(try await clerk.get("/don/\(second)").value(after: "href=\"/nguoi/"))
            let form = try page.form("/nguoi/\(href)/ghep")
            let blank = try await clerk.submit(form, ["reason": "Một người"])
            #expect(blank.status == 422 && blank.has("Chọn một người hoặc ghi mã số"))
            let done = try await clerk.submit(form, ["other": other, "reason": "Một người"])
            #expect(done.status == 303)
            let after = try await clerk.follow(done)
            #expect(after.has("Đã ghép hai người làm một.") && after.has("ghi là Nguyễn Thị Đượn"))
            #expect(after.has("href=\"/don/\(first)\"") && after.has("href=\"/don/\(second)\""))
            #expect(try await clerk.get("/don/\(second)").has("Nguyễn Thị Đượm"))
            #expect(try await clerk.get("/nguoi/\(other)").has("Người này đã được ghép vào"))
            let undo = try #require(after.value(after: "value=\"merge:"))
            let back = try await clerk.submit(
                try after.form("/nguoi/\(href)/tach"), ["what": "merge:\(undo)", "reason": "Hai người khác nhau"])
            #expect(back.status == 303 && back.location.hasPrefix("/nguoi/\(other)"))
            let alone = try await clerk.follow(back)
            #expect(alone.has("Đã tách.") && alone.has("href=\"/don/\(second)\"") && !alone.has("href=\"/don/\(first)\""))
        }
    }

    @Test func `nobody of a denunciation has a page`() async throws {
        try await TestWorld.lease { world in
            let clerk = try await Browser.signedIn(world, as: "hdnd.clerk")
            let form = try await clerk.get("/don/moi?to-cao=co").form("/don/moi?to-cao=co")
            let entered = try await clerk.submit(
                form,
                [
                    "channel": "post", "receivedOn": "2026-11-19", "title": "Tố cáo cán bộ", "body": "Thu tiền không có biên lai.",
                    "pseudonym": "Người tố cáo 01", "paperFileNumber": "TC-01/2026", "personDenounced": "Ông Trần Văn Mẫu",
                ])
            let id = try #require(Int64(entered.location.split(separator: "/")[1]))
            let page = try await clerk.get("/don/\(id)")
            #expect(page.has("Ông Trần Văn Mẫu") && !page.has("href=\"/nguoi/"))
            let view = try await world.casework.petitions.petition(id, by: world.actor("hdnd.clerk"))
            let denounced = try #require(view.parties.first?.id)
            #expect(try await clerk.get("/nguoi/\(denounced)").status == 404)
        }
    }
}
