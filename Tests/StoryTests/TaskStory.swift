import Casework
import Law
import TestSupport
import Testing

@testable import Web

/// A task beside referrals, over HTTP with the people's roles.
@Suite struct TaskStory {
    private static let verification: [String: JSONValue] = [
        "kind": "verify", "title": "Xác minh nguồn gốc thửa 214",
        "content": "Xác minh nguồn gốc đất và mức bồi thường, đề xuất hướng giải quyết.",
        "dueOn": "2026-11-27", "letterNumber": "7/UBND-NC", "letterDate": "2026-11-19",
    ]

    /// Rule, due day and state of every clock.
    private func clocks(_ story: Story, _ caseID: Int64) async throws -> [String] {
        try await story.http.get("/api/v1/cases/\(caseID)/clocks", as: "ubnd.clerk").json["items"].list.map {
            [$0["rule"].text, $0["due"].text, $0["state"].text].compactMap { $0 }.joined(separator: " ")
        }
    }

    @Test func `a department verifies for the committee, whose own time runs on`() async throws {
        try await Story.tell { story in
            let entered = try await story.register(Letters.changed(Letters.land, ["jurisdiction": "competent"]), as: "ubnd.clerk")
            let (own, petition) = (try #require(entered["case"].int), try #require(entered["petition"].int))
            let before = try await clocks(story, own)
            #expect(!before.isEmpty)
            let path = "/api/v1/cases/\(own)/tasks"
            let department = story.world.office("snnmt")
            let asked = JSONValue.object(Self.verification.merging(["assignee": .id(department)]) { $1 })
            #expect(try await story.http.post(path, asked, as: "ubnd.clerk").status == 403, "a clerk gives no tasks")
            let late = try await story.http.post(path, Letters.changed(asked, ["dueOn": "2026-11-01"]), as: "ubnd.leader")
            #expect(late.status == 422 && late.json["errors"][0]["field"].text == "dueOn")
            let given = try await story.http.post(path, asked, as: "ubnd.leader", key: "giao-viec-001")
            #expect(given.status == 201, "\(given.text)")
            let (task, track) = (try #require(given.json["task"].int), try #require(given.json["case"].int))
            #expect(given.header("location") == "/api/v1/tasks/\(task)")
            let again = try await story.http.post(path, asked, as: "ubnd.leader", key: "giao-viec-001")
            #expect(again.json == given.json)

            // In the department's inbox, with the case to read and nothing to do in it.
            let inbox = try await story.http.get("/api/v1/tasks?open=true&kind=verify", as: "snnmt.clerk").json["items"]
            #expect(inbox.list.map { $0["id"].int } == [task] && inbox[0]["petition"].int == petition)
            #expect(try await story.http.get("/api/v1/petitions/\(petition)", as: "snnmt.officer").status == 200)
            let file = try await story.http.get("/api/v1/cases/\(own)", as: "snnmt.officer").json
            #expect(file["relations"].list == ["tasked"] && file["allowed"].list.isEmpty)
            #expect(try await story.attempt(own, "propose_accept", as: "snnmt.leader").status == 403)

            story.world.clock.set(Day(2026, 11, 20))
            try await story.step(track, "acknowledge", as: "snnmt.clerk")
            try await story.step(
                track, "request_extension", ["asked_until": "2026-12-04", "reason": "Chờ trích lục bản đồ."], as: "snnmt.officer")
            let waiting = try await story.http.get("/api/v1/tasks/\(task)", as: "ubnd.officer").json
            #expect(waiting["askedUntil"].text == "2026-12-04" && waiting["acknowledgedOn"].text == "2026-11-20")
            #expect(try await story.attempt(track, "grant_extension", ["due_on": "2026-12-02"], as: "snnmt.leader").status == 403)
            try await story.step(track, "grant_extension", ["due_on": "2026-12-02"], as: "ubnd.officer")
            #expect(try await story.clock("TASK-DUE", of: track, as: "snnmt.clerk")["due"].text == "2026-12-02")

            story.world.clock.set(Day(2026, 11, 23))
            let result: JSONValue = [
                "result": "done", "summary": "Đất có nguồn gốc hợp pháp.", "document_number": "31/BC", "document_date": "2026-11-23",
            ]
            try await story.step(track, "report", result, as: "snnmt.officer")
            try await story.step(
                track, "return_for_more", ["reason": "Chưa rõ mức bồi thường.", "due_on": "2026-12-04"], as: "ubnd.leader")
            try await story.step(track, "report", Letters.changed(result, ["document_number": "32/BC"]), as: "snnmt.officer")
            try await story.step(track, "accept_report", as: "ubnd.leader")
            let done = try await story.http.get("/api/v1/tasks/\(task)", as: "snnmt.clerk").json
            #expect(done["state"].text == "accepted" && done["answerNumber"].text == "32/BC" && done["returns"].int == 1)
            let listed = try await story.http.get("/api/v1/cases/\(own)/tasks", as: "ubnd.clerk").json["items"]
            #expect(listed.list.map { $0["id"].int } == [task])
            #expect(try await clocks(story, own) == before, "the complaint's own time ran on")
            #expect(try await story.state(own, as: "ubnd.clerk") == "registered")

            for stranger in ["btcd.leader", "hdnd.leader", "phohien.officer"] {
                for hidden in ["/api/v1/tasks/\(task)", "/api/v1/cases/\(track)", "/api/v1/cases/\(own)", "/api/v1/petitions/\(petition)"] {
                    #expect(try await story.http.get(hidden, as: stranger).status == 404, "\(stranger) \(hidden)")
                }
                #expect(try await story.http.get("/api/v1/tasks?direction=out", as: stranger).json["items"].list.isEmpty)
            }
            #expect(try await story.http.get("/api/v1/tasks?kind=poem", as: "ubnd.clerk").status == 422)
        }
    }

    @Test func `the form on the case gives it, the assignee finds it in the inbox and answers there`() async throws {
        try await TestWorld.lease { world in
            var draft = PetitionDraft(
                channel: .post, receivedOn: Day(2026, 11, 19), kind: .complaint, title: "Khiếu nại thu hồi thửa 214",
                body: "Kính gửi quý cơ quan, xin xem xét lại mức bồi thường.")
            draft.petitioners = [PersonDraft(fullName: "Nguyễn Văn An")]
            draft.jurisdiction = .competent
            let entered = try await world.casework.petitions.register(draft, key: nil, by: world.actor("ubnd.clerk"))
            let leader = try await Browser.signedIn(world, as: "ubnd.leader")
            let page = try await leader.get("/ho-so/\(entered.caseID)")
            let form = try page.form("/ho-so/\(entered.caseID)/nhiem-vu")
            let blank = try await leader.submit(
                form, ["kind": "verify", "title": "Xác minh thửa 214", "content": "Xác minh.", "dueOn": "04/13/2026"])
            #expect(blank.status == 422 && blank.has("Ngày không đúng") && blank.has("value=\"Xác minh thửa 214\""))
            let typed: KeyValuePairs<String, String> = [
                "kind": "verify", "title": "Xác minh thửa 214", "content": "Xác minh nguồn gốc.", "dueOn": "04/12/2026",
                "assignee": "Sở Nông nghiệp và Môi trường tỉnh Hưng Yên",
            ]
            let given = try await leader.submit(form, typed)
            #expect(given.status == 303 && given.location.hasPrefix("/nhiem-vu/"), "\(given.text)")
            let shown = try await leader.follow(given)
            #expect(shown.has("Xác minh thửa 214") && shown.has("Đã ghi nhận.") && shown.has("Cơ quan được giao"))
            #expect(try await leader.get("/chuyen-di").has("Xác minh thửa 214"))
            #expect(try await leader.get("/don/\(entered.petition)").has("Xác minh thửa 214"))
            let clerk = try await Browser.signedIn(world, as: "ubnd.clerk")
            #expect(!(try await clerk.get("/ho-so/\(entered.caseID)").has("action=\"/ho-so/\(entered.caseID)/nhiem-vu\"")))

            let officer = try await Browser.signedIn(world, as: "snnmt.officer")
            #expect(try await officer.get("/").has("Nhiệm vụ được giao"))
            let inbox = try await officer.get("/chuyen-den")
            let href = "/nhiem-vu/" + (try #require(inbox.value(after: "href=\"/nhiem-vu/")))
            let task = try await officer.get(href)
            let track = try #require(task.value(after: "action=\"/ho-so/")?.split(separator: "/").first)
            let noted = try await officer.submit(try task.form("/ho-so/\(track)/buoc", event: "acknowledge"), ["occurred_on": "19/11/2026"])
            #expect(noted.status == 303 && noted.location.hasPrefix(href))
            #expect(try await officer.follow(noted).has("Đã nhận nhiệm vụ"))
            #expect(try await officer.get("/ho-so/\(entered.caseID)").has("Nhiệm vụ được giao"))
            let other = try await Browser.signedIn(world, as: "btcd.officer")
            #expect(try await other.get(href).status == 404)
            #expect(!(try await other.get("/chuyen-den").has("Xác minh thửa 214")))
        }
    }
}
