import Casework
import Law
import TestSupport
import Testing

@testable import Web

/// The conclusion notice as a document, what it does not tell of a denouncer, and the brief of a matter that is sealed.
@Suite struct LeaderNoticeStory {
    private func open(_ story: Story, as clerk: String) async throws -> (session: Int64, caseID: Int64) {
        let opened = try await story.http.post(
            "/api/v1/sessions",
            [
                "kind": "ad_hoc", "sessionDate": "2026-11-19", "place": "Trụ sở Tiếp công dân tỉnh", "hours": "8 giờ – 11 giờ",
                "hostName": "Bà Phạm Thị Chủ Trì", "hostTitle": "Phó Chủ tịch", "ground": "ADHOC-A",
            ], as: clerk)
        try #require(opened.status == 201, "\(opened.text)")
        return (opened.json["session"].int ?? 0, opened.json["case"].int ?? 0)
    }

    private func point(_ story: Story, _ session: Int64, _ more: [String: JSONValue], as officer: String) async throws
        -> HTTPClient.Answer
    {
        try await story.http.post("/api/v1/sessions/\(session)/points", .object(more), as: officer)
    }

    @Test func `the notice is drafted with the decisions approved signed numbered and then gives the tasks`() async throws {
        try await Story.tell { story in
            try await story.world.addDocumentPeople()
            try await story.world.set("documents.flow", to: 1)
            let papers = Papers(story: story)
            try await papers.authorise()
            let session = try await open(story, as: "hdnd.clerk")
            let department = story.world.office("snnmt")
            let decided = try await point(
                story, session.session,
                ["text": "Rà soát mức bồi thường.", "assignee": .id(department), "dueOn": "2026-12-10"], as: "hdnd.leader")
            try #require(decided.status == 201, "\(decided.text)")
            try await story.step(session.caseID, "conclude", ["summary": "Tiếp 0 lượt."], as: "hdnd.clerk")

            // Numbering it by hand is not this office's way; closing without it would lose what was given out.
            let direct = try await story.attempt(
                session.caseID, "issue_conclusion", ["document_number": "1/TB", "document_date": "2026-11-19"], as: "hdnd.leader")
            #expect(direct.status == 422 && direct.json["code"].text == "draft_required", "\(direct.text)")
            let silent = try await story.attempt(session.caseID, "close_without_notice", ["reason": "Không cần"], as: "hdnd.leader")
            #expect(silent.status == 422 && silent.json["code"].text == "points_not_given", "\(silent.text)")

            let made = try await story.http.post(
                "/api/v1/documents",
                ["case": .id(session.caseID), "event": "issue_conclusion", "form": "conclusion_notice", "title": "Kết luận tiếp công dân"],
                as: "hdnd.officer")
            try #require(made.status == 201, "\(made.text)")
            let id = made.json["id"]
            let draft = try await story.http.get("/api/v1/documents/\(id.int ?? 0)", as: "hdnd.officer").json
            #expect(draft["body"].text?.contains("1. Rà soát mức bồi thường. Giao ") == true, "\(draft)")
            #expect(draft["body"].text?.contains("10/12/2026") == true)
            #expect(draft["recipients"].text?.contains("- Lưu: hồ sơ") == true)
            try await papers.act(id, "submit", as: "hdnd.officer")

            // What the leaders approve does not change under their hands.
            let late = try await point(story, session.session, ["text": "Thêm việc."], as: "hdnd.officer")
            #expect(late.status == 409 && late.json["code"].text == "notice_in_hand", "\(late.text)")
            let gone = try await story.http.post("/api/v1/points/\(decided.json["id"].int ?? 0)/removal", [:], as: "hdnd.officer")
            #expect(gone.status == 409)

            try await papers.act(id, "approve", as: "hdnd.leader")
            try await papers.act(id, "sign", as: "hdnd.leader")
            let none = try await story.http.get("/api/v1/tasks?open=true", as: "snnmt.clerk").json["items"].list
            #expect(none.isEmpty, "nothing is given out before the notice is issued")
            try await papers.act(id, "issue", ["number": "10/TB-HĐND"], as: "hdnd.records")
            let tasks = try await story.http.get("/api/v1/tasks?open=true", as: "snnmt.clerk").json["items"].list
            #expect(tasks.count == 1 && tasks[0]["dueOn"].text == "2026-12-10" && tasks[0]["letterNumber"].text == "10/TB-HĐND")
            let file = try await story.http.get("/api/v1/cases/\(session.caseID)", as: "hdnd.leader").json
            #expect(file["state"].text == "notice_issued")
            let clock = try #require(file["clocks"].list.first { $0["rule"].text == "TASKS" })
            #expect(clock["due"].text == "2026-12-10", "all tasks run until the last of them, though nobody declared a day")
        }
    }

    @Test func `a day that has passed is not moved behind the leader`() async throws {
        try await Story.tell { story in
            let session = try await open(story, as: "ubnd.clerk")
            let decided = try await point(
                story, session.session,
                ["text": "Trả lời công dân.", "assignee": .id(story.world.office("snnmt")), "dueOn": "2026-11-20"], as: "ubnd.leader")
            try #require(decided.status == 201, "\(decided.text)")
            try await story.step(session.caseID, "conclude", as: "ubnd.clerk")
            story.world.clock.set(Day(2026, 11, 23))
            let issued = try await story.attempt(
                session.caseID, "issue_conclusion", ["document_number": "1/TB", "document_date": "2026-11-23", "tasks_by": "2026-11-30"],
                as: "ubnd.leader")
            #expect(issued.status == 422 && issued.json["code"].text == "date_in_past", "\(issued.text)")
        }
    }

    @Test func `what the commune's own officer has to do lies with him until the leader confirms it`() async throws {
        try await Story.tell { story in
            let (world, http) = (story.world, story.http)
            let session = try await open(story, as: "phohien.clerk")
            let place = "/api/v1/sessions/\(session.session)"
            let visit = try await http.post(
                place + "/visits", ["visitors": [["fullName": "Vũ Thị Mơ"]], "summary": "Hỏi ranh giới thửa đất."], as: "phohien.clerk")
            try #require(visit.status == 201, "\(visit.text)")
            let me = try await http.get("/api/v1/me", as: "phohien.officer").json
            let officer = try #require(me["id"].int)
            let alone = try await point(
                story, session.session,
                ["text": "Đo lại.", "assignee": .id(world.office("phohien")), "dueOn": "2026-12-10"], as: "phohien.leader")
            #expect(alone.status == 422 && alone.json["errors"][0]["code"].text == "recipient_is_self", "\(alone.text)")
            let undated = try await point(story, session.session, ["text": "Đo lại.", "handler": .id(officer)], as: "phohien.leader")
            #expect(undated.status == 422 && undated.json["errors"][0]["field"].text == "dueOn")

            // The leader writes it on his page; the notice names the officer.
            let leader = try await Browser.signedIn(world, as: "phohien.leader")
            let page = try await leader.get("/tiep-dan/\(session.session)/lanh-dao")
            #expect(page.has("Hoặc cán bộ của cơ quan"))
            let decided = try await leader.submit(
                try page.form("/tiep-dan/\(session.session)/ket-luan"),
                [
                    "visit": "\(visit.json["visit"].int ?? 0)", "handler": "\(officer)", "dueOn": "10/12/2026",
                    "text": "Đo lại ranh giới thửa đất.",
                ])
            #expect(decided.status == 303, "\(decided.text)")
            let points = try await http.get(place + "/points", as: "phohien.clerk").json["items"]
            #expect(points[0]["handler"] == me["id"] && points[0]["assignee"].int == world.office("phohien"), "\(points)")
            let executor = try #require(points[0]["executor"].text)
            let printed = try await leader.get("/tiep-dan/\(session.session)/thong-bao")
            #expect(printed.has("Giao \(executor) thực hiện, chậm nhất ngày 10/12/2026."))

            let came = try #require(visit.json["case"].int)
            try await story.step(came, "identify", ["capacity": "self", "papers_shown": true], as: "phohien.clerk")
            try await story.step(came, "explain_again", ["summary": "Đã giải thích."], as: "phohien.clerk")
            try await story.step(came, "finish", as: "phohien.clerk")
            try await story.step(session.caseID, "conclude", ["summary": "Tiếp 01 lượt."], as: "phohien.clerk")
            let silent = try await story.attempt(session.caseID, "close_without_notice", ["reason": "Không cần"], as: "phohien.leader")
            #expect(silent.status == 422 && silent.json["code"].text == "points_not_given", "\(silent.text)")
            try await story.step(
                session.caseID, "issue_conclusion", ["document_number": "3/TB-UBND", "document_date": "2026-11-19"], as: "phohien.leader")

            let work = try await http.get("/api/v1/work?list=mine", as: "phohien.officer").json["items"]
            #expect(work.list.count == 1 && work[0]["nextDue"].text == "2026-12-10", "\(work)")
            let task = try #require(work[0]["task"].int)
            let track = try #require(work[0]["case"].int)
            let desk = try await Browser.signedIn(world, as: "phohien.officer")
            #expect(try await desk.get("/viec").has("href=\"/nhiem-vu/\(task)\""))
            let shown = try await desk.get("/nhiem-vu/\(task)")
            #expect(shown.has("Giao trong cơ quan") && shown.has("Đo lại ranh giới thửa đất."))
            _ = try shown.form("/ho-so/\(track)/buoc", event: "report")
            #expect(throws: Browser.Page.NoForm.self) { try shown.form("/ho-so/\(track)/buoc", event: "recall") }

            // At the next session it lies on the table.
            let next = try await open(story, as: "phohien.clerk")
            let table = try await http.get("/api/v1/sessions/\(next.session)/open-tasks", as: "phohien.leader").json["items"]
            #expect(table.list.count == 1 && table[0]["id"].int == task && table[0]["handlerName"] == me["fullName"], "\(table)")
            #expect(try await leader.get("/tiep-dan/\(next.session)/lanh-dao").has("href=\"/nhiem-vu/\(task)\""))

            try await story.step(
                track, "report",
                ["result": "done", "summary": "Đã đo lại, hai bên ký.", "document_number": "12/BC", "document_date": "2026-11-19"],
                as: "phohien.officer")
            let himself = try await story.attempt(track, "accept_report", as: "phohien.officer")
            #expect(himself.status == 403 && himself.json["code"].text == "not_permitted", "\(himself.text)")
            try await story.step(track, "accept_report", as: "phohien.leader")
            let done = try await http.get("/api/v1/tasks/\(task)", as: "phohien.leader").json
            #expect(done["state"].text == "accepted" && done["answerNumber"].text == "12/BC" && done["giver"] == done["assignee"])
            let left = try await http.get("/api/v1/sessions/\(next.session)/open-tasks", as: "phohien.leader").json["items"].list
            #expect(left.isEmpty)
            let mine = try await http.get("/api/v1/work?list=mine", as: "phohien.officer").json["items"].list
            #expect(mine.isEmpty)
        }
    }

    @Test func `of a denouncer the notice and the brief tell that he came and nothing else`() async throws {
        try await Story.tell { story in
            let session = try await open(story, as: "ubnd.clerk")
            let came = try await story.http.post(
                "/api/v1/sessions/\(session.session)/visits", ["denunciation": true, "summary": "Nêu việc thu tiền ở xã Hiến Nam"],
                as: "ubnd.clerk")
            try #require(came.status == 201, "\(came.text)")
            let given = try await point(
                story, session.session,
                [
                    "visit": came.json["visit"], "text": "Xác minh việc thu tiền.", "assignee": .id(story.world.office("snnmt")),
                    "dueOn": "2026-12-10",
                ], as: "ubnd.leader")
            #expect(given.status == 422 && given.json["errors"][0]["code"].text == "denouncer_not_stored", "\(given.text)")
            let noted = try await point(
                story, session.session, ["visit": came.json["visit"], "text": "Thanh tra tỉnh xử lý việc thu tiền."], as: "ubnd.leader")
            #expect(noted.status == 201)
            let general = try await point(story, session.session, ["text": "Văn phòng theo dõi chung."], as: "ubnd.leader")
            #expect(general.json["point"].int == 1, "what is not told is numbered behind what is: \(general.text)")
            let notice = try await story.http.get("/api/v1/sessions/\(session.session)/notice", as: "ubnd.leader")
            #expect(notice.status == 200 && !notice.text.contains("thu tiền") && notice.text.contains("Người đến tố cáo"))
            #expect(notice.json["general"][0]["point"].int == 1)

            let sealed = try await story.register(Letters.denunciation, as: "hdnd.clerk")
            let brief = try await story.http.get("/api/v1/matters/\(sealed["matter"].int ?? 0)/brief", as: "hdnd.leader")
            #expect(brief.status == 200 && brief.json["petitions"][0]["sealed"] == true, "\(brief.text)")
            #expect(brief.json["title"].text == "" && !brief.json["history"].list.isEmpty)
            for word in ["thu tiền", "Mẫu", "biên lai"] { #expect(!brief.text.contains(word), "\(word)") }
        }
    }

    @Test func `a brief follows a petition through its procedures and leaves out a void number`() async throws {
        try await Story.tell { story in
            let letter = try await story.register(Letters.land, as: "hdnd.clerk")
            let matter = try #require(letter["matter"].int)
            let mistaken = try await story.register(Letters.changed(Letters.land, ["matter": .id(matter)]), as: "hdnd.clerk")
            try await story.step(try #require(mistaken["case"].int), "void", ["reason": "Vào sổ hai lần"], as: "hdnd.leader")
            let brief = try await story.http.get("/api/v1/matters/\(matter)/brief", as: "hdnd.leader").json
            #expect(brief["petitions"].list.count == 1 && brief["petitions"][0]["petition"] == letter["petition"])
        }
    }
}
