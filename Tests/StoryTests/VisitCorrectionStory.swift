import Casework
import Law
import TestSupport
import Testing

@testable import Web

/// What the reception clerk wrote down wrongly is set right from the page of the visit and over HTTP.
@Suite struct VisitCorrectionStory {
    private func open(_ story: Story, on day: String = "2026-11-19") async throws -> Int64 {
        let opened = try await story.http.post(
            "/api/v1/sessions", ["kind": "ad_hoc", "sessionDate": .text(day), "place": "Trụ sở Tiếp công dân tỉnh", "ground": "ADHOC-A"],
            as: "btcd.clerk")
        try #require(opened.status == 201, "\(opened.text)")
        return try #require(opened.json["session"].int)
    }

    private func visit(_ story: Story, _ session: Int64, _ draft: JSONValue) async throws -> (visit: Int64, caseID: Int64) {
        let answer = try await story.http.post("/api/v1/sessions/\(session)/visits", draft, as: "btcd.clerk")
        try #require(answer.status == 201, "\(answer.text)")
        return (try #require(answer.json["visit"].int), try #require(answer.json["case"].int))
    }

    @Test func `a visit is set right after it is over, and nobody else sees it`() async throws {
        try await Story.tell { story in
            story.world.clock.set(Day(2026, 11, 18))
            let yesterday = try await open(story, on: "2026-11-18")
            story.world.clock.set(Day(2026, 11, 19))
            let session = try await open(story)
            let came = try await visit(
                story, session,
                ["visitors": [["fullName": "Vũ Đình Ước"], ["fullName": "Lê Thị Nga"]], "people": 2, "summary": "Hỏi về đền bù."])
            try await story.step(came.caseID, "left", as: "btcd.clerk")
            let empty = try await story.attempt(came.caseID, "correct", ["reason": "Ghi nhầm"], as: "btcd.clerk")
            #expect(empty.status == 422 && empty.json["errors"][0]["code"].text == "nothing_to_correct")
            try await story.step(
                came.caseID, "correct",
                [
                    "reason": "Ghi nhầm", "full_name": "Vũ Đình Ướt", "gender": "male", "birth_year": "1961", "people": 3,
                    "visit_summary": "Hỏi về đường ngập.", "review_papers": "TB 45/TB-UBND", "session": .id(yesterday),
                ], as: "btcd.clerk")
            try await story.step(
                came.caseID, "correct", ["reason": "Ghi nhầm", "person_position": 2, "phone": "0912345678"], as: "btcd.officer")

            let read = try await story.http.get("/api/v1/visits/\(came.visit)", as: "btcd.clerk").json
            #expect(read["visitedOn"].text == "2026-11-18" && read["session"].int == yesterday && read["people"].int == 3)
            #expect(read["parties"][0]["fullName"].text == "Vũ Đình Ướt" && read["parties"][1]["phone"].text == "0912345678")
            #expect(read["state"].text == "done" && read["summary"].text == "Hỏi về đường ngập.")
            let second = try await story.http.get("/api/v1/cases/\(came.caseID)/entry?position=2", as: "btcd.clerk").json
            #expect(second["visit"].int == came.visit && second["values"]["full_name"].text == "Lê Thị Nga")
            #expect(second["values"]["phone"].text == "0912345678" && second["receivedOn"].text == "2026-11-18")
            let journal = try await story.http.get("/api/v1/cases/\(came.caseID)/events", as: "btcd.clerk").json["items"].list
            let before = journal.flatMap { $0["facts"].list }.first { $0["name"].text == "before.full_name" }
            #expect(before?["value"].text == "Vũ Đình Ước" && before?["title"].text == "Họ tên người đến (trước đính chính)")

            let crowd = try await story.attempt(
                came.caseID, "correct", ["reason": "Ghi nhầm", "people": 8, "representatives": 3], as: "btcd.clerk")
            #expect(crowd.status == 422 && crowd.json["errors"][0]["field"].text == "representatives")
            let entry = try await story.http.get("/api/v1/cases/\(came.caseID)/entry", as: "hdnd.clerk")
            let foreign = try await story.http.get("/api/v1/cases/\(came.caseID)", as: "hdnd.clerk")
            #expect(entry.status == 404 && foreign.status == 404)
            let waiting = try await story.http.get("/api/v1/national/steps?stage=correction", as: "btcd.clerk").json["items"].list
            #expect(waiting.contains { $0["case"].int == came.caseID && $0["event"].text == "correct" })
        }
    }

    @Test func `who denounces is named by no correction`() async throws {
        try await Story.tell { story in
            let came = try await visit(story, try await open(story), ["denunciation": true, "summary": "Bà Kín tố cáo."])
            let named = try await story.attempt(
                came.caseID, "correct", ["reason": "Ghi nhầm", "full_name": "Phạm Thị Kín"], as: "btcd.clerk")
            #expect(named.status == 422 && named.json["errors"][0]["code"].text == "denouncer_not_stored")
            try await story.step(came.caseID, "correct", ["reason": "Ghi nhầm", "visit_summary": "Tố cáo thu tiền."], as: "btcd.clerk")
            let events = try await story.http.get("/api/v1/cases/\(came.caseID)/events", as: "btcd.clerk").text
            #expect(!events.contains("Bà Kín") && !events.contains("thu tiền") && events.contains("(không lưu)"))
            let browser = try await Browser.signedIn(story.world, as: "btcd.clerk")
            let page = try await browser.get("/ho-so/\(came.caseID)/dinh-chinh?ve=luot:\(came.visit)")
            #expect(page.has("Không ghi danh tính người tố cáo.") && page.has("name=\"visit_summary\""))
            #expect(!page.has("name=\"full_name\"") && !page.has("name=\"id_number\""))
        }
    }

    @Test func `the page of a visit leads to its corrections, filled with what stands`() async throws {
        try await Story.tell { story in
            story.world.clock.set(Day(2026, 11, 18))
            let yesterday = try await open(story, on: "2026-11-18")
            story.world.clock.set(Day(2026, 11, 19))
            let came = try await visit(
                story, try await open(story),
                [
                    "visitors": [["fullName": "Vũ Đình Ước", "phone": "0912"]], "summary": "Hỏi về đền bù.",
                    "authorised": ["person": ["fullName": "Phạm Hồng"], "paperKind": "lawyer_card", "paperNumber": "12/LS"],
                ])
            let browser = try await Browser.signedIn(story.world, as: "btcd.clerk")
            let shown = try await browser.get("/luot/\(came.visit)")
            let link = try #require(shown.text.components(between: "href=\"/ho-so/", and: "\"").first { $0.contains("dinh-chinh") })
            let path = "/ho-so/\(came.caseID)/dinh-chinh"
            let page = try await browser.get("/ho-so/" + link.unescaped)
            #expect(page.status == 200 && page.has("value=\"Vũ Đình Ước\"") && page.has("19/11/2026") && page.has("value=\"0912\""))
            #expect(page.has("<label class=\"form-label\" for=\"dinh-chinh-visit-summary\">") && !page.has("name=\"petition_title\""))
            #expect(page.has("Đính chính người khác trong lượt tiếp – Người được ủy quyền: Phạm Hồng"))
            let (form, fields) = (try page.form(path), Typed(page))
            let same = try await browser.post(path, form.hidden + fields.with(["reason": "Ghi nhầm"]))
            #expect(same.status == 422 && same.has("Hãy ghi ít nhất một điều cần đính chính."))
            let again = try same.form(path)
            let done = try await browser.post(
                path,
                again.hidden + Typed(same).with(["full_name": "Vũ Đình Ướt", "phone": "", "reason": "Ghi nhầm"])
                    + [("session", String(yesterday)), ("gender", "male")])
            #expect(done.status == 303, "\(done.text.components(between: "role=\"alert\"", and: "</div>").joined())")
            #expect(done.location.hasPrefix("/luot/\(came.visit)"))
            let after = try await browser.follow(done)
            #expect(after.has("Vũ Đình Ướt") && after.has("18/11/2026") && after.has("Họ tên người đến (trước đính chính)"))
            #expect(after.has("Điện thoại (trước đính chính)") && !after.has("Số người (trước đính chính)"))

            let lawyer = try await browser.get(path + "?nguoi=2&ve=luot:\(came.visit)")
            #expect(lawyer.has("value=\"Phạm Hồng\"") && lawyer.has("name=\"mandate_kind\"") && lawyer.has("value=\"12/LS\""))
            let his = try lawyer.form(path)
            let carded = try await browser.post(
                path, his.hidden + Typed(lawyer).with(["mandate_number": "13/LS", "reason": "Ghi nhầm"]))
            #expect(carded.status == 303)
            let read = try await story.http.get("/api/v1/visits/\(came.visit)", as: "btcd.clerk").json
            #expect(read["parties"][1]["paperNumber"].text == "13/LS" && read["session"].int == yesterday)
            // Somebody else was faster.
            let fresh = try (try await browser.get(path + "?nguoi=2")).form(path).changing("sequence", his["sequence"])
            let stale = try await browser.post(path, fresh.hidden + Typed(lawyer).with(["mandate_number": "14/LS", "reason": "Ghi nhầm"]))
            #expect(stale.status == 409)
        }
    }
}

/// The lines and areas of a page as they were shown, typed anew with a few changes.
private struct Typed {
    private var pairs: [(String, String)] = []

    init(_ page: Browser.Page) {
        for input in page.text.components(between: "<input class=\"form-control", and: ">") {
            guard let name = input.components(between: "name=\"", and: "\"").first else { continue }
            pairs.append((name, (input.components(between: "value=\"", and: "\"").first ?? "").unescaped))
        }
        for area in page.text.components(between: "<textarea class=\"form-control", and: "</textarea>") {
            guard let name = area.components(between: "name=\"", and: "\"").first, let end = area.firstIndex(of: ">") else { continue }
            pairs.append((name, String(area[area.index(after: end)...]).unescaped))
        }
    }

    func with(_ changes: [String: String]) -> [(String, String)] { pairs.map { ($0.0, changes[$0.0] ?? $0.1) } }
}
