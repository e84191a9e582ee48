import TestSupport
import Testing

@testable import Web

/// Matters over HTTP and on their pages.
@Suite struct MatterStory {
    @Test func aMatterIsReadMarkedAndListed() async throws {
        try await Story.tell { story in
            let entered = try await story.register(Letters.land, as: "hdnd.clerk")
            let matter = try #require(entered["matter"].int)
            let second = try await story.register(Letters.changed(Letters.land, ["matter": .id(Int64(matter))]), as: "hdnd.clerk")
            let read = try await story.http.get("/api/v1/matters/\(matter)", as: "hdnd.clerk").json
            #expect(read["petitions"].list.compactMap { $0["petition"].int } == [entered["petition"].int, second["petition"].int])
            let path = "/api/v1/matters/\(matter)/marks"
            let marked = try await story.http.post(
                path, ["complexLong": true, "reason": "Kéo dài nhiều năm."], as: "hdnd.leader", key: "mark-matter-01")
            #expect(marked.status == 201 && marked.json["complexLong"] == true)
            let repeated = try await story.http.post(
                path, ["complexLong": true, "reason": "Kéo dài nhiều năm."], as: "hdnd.leader", key: "mark-matter-01")
            #expect(repeated.status == 201 && repeated.json == marked.json)
            let again = try await story.http.post(path, ["complexLong": true, "reason": "Lần nữa"], as: "hdnd.leader")
            #expect(again.status == 409 && again.json["code"].text == "mark_unchanged")
            let listed = try await story.http.get("/api/v1/matters?complexLong=true&limit=5", as: "hdnd.clerk").json["items"]
            #expect(listed.list.map { $0["id"].int } == [matter])
            #expect(try await story.http.get("/api/v1/matters/999999", as: "hdnd.clerk").status == 404)
            #expect(try await story.http.get("/api/v1/matters/\(matter)", as: "ubnd.clerk").status == 404)
        }
    }

    @Test func casesOfEveryKindAreListed() async throws {
        try await Story.tell { story in
            let entered = try await story.register(Letters.land, as: "hdnd.clerk")
            let listed = try await story.http.get("/api/v1/cases?procedure=forwarding&subject=petition&open=true", as: "hdnd.clerk").json
            #expect(listed["items"].list.map { $0["id"].int } == [entered["case"].int])
            let wrong = try await story.http.get("/api/v1/cases?subject=nothing", as: "hdnd.clerk")
            #expect(wrong.status == 422 && wrong.json["errors"][0]["field"].text == "subject")
            let office = try await story.http.get("/api/v1/cases?organisation=x", as: "hdnd.clerk")
            #expect(office.status == 422 && office.json["errors"][0]["code"].text == "invalid_id")
        }
    }

    @Test func `a leader marks a matter on its page`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "hdnd.leader")
            let id = try await WebLoopTests.register(browser)
            let href = try #require(try await browser.get("/don/\(id)").value(after: "href=\"/vu-viec/"))
            let path = "/vu-viec/" + href
            let page = try await browser.get(path)
            #expect(page.has("href=\"/don/\(id)\"") && !page.has("text-bg-danger"))
            let form = try page.form("\(path)/danh-gia")
            let blank = try await browser.submit(form, ["reason": " "])
            #expect(blank.status == 422 && blank.has("<details class=\"event d-print-none\" open>"))
            let marked = try await browser.submit(form, ["reason": "Đông người, gay gắt."])
            #expect(marked.status == 303)
            let after = try await browser.get(path)
            #expect(after.has("Phức tạp, kéo dài") && after.has("Đông người, gay gắt.") && after.has("Thôi ghi là phức tạp, kéo dài"))
            #expect(try await browser.get("/don/\(id)").has("Phức tạp, kéo dài"))
            #expect(try await browser.get("/vu-viec?mark=complex").has("href=\"\(path)\""))
            let clerk = try await Browser.signedIn(world, as: "hdnd.clerk")
            #expect(!(try await clerk.get(path).has("danh-gia")), "a clerk does not judge")
        }
    }
}
