import Casework
import Law
import TestSupport
import Testing

@testable import Web

/// A leader's session over HTTP: registrations, invitations, the brief, decisions that become the notice, and its tasks.
@Suite struct LeaderSessionStory {
    private func open(_ story: Story) async throws -> (session: Int64, caseID: Int64) {
        let opened = try await story.http.post(
            "/api/v1/sessions",
            [
                "kind": "ad_hoc", "sessionDate": "2026-11-19", "place": "Trụ sở Tiếp công dân tỉnh", "hours": "8 giờ – 11 giờ",
                "hostName": "Bà Phạm Thị Chủ Trì", "hostTitle": "Chủ tịch", "ground": "ADHOC-A",
            ], as: "ubnd.clerk")
        try #require(opened.status == 201, "\(opened.text)")
        return (opened.json["session"].int ?? 0, opened.json["case"].int ?? 0)
    }

    @Test func `registered, received, decided, and the points become tasks`() async throws {
        try await Story.tell { story in
            let letter = try await story.register(Letters.changed(Letters.land, ["jurisdiction": "competent"]), as: "ubnd.clerk")
            let matter = try #require(letter["matter"].int)
            let session = try await open(story)
            let path = "/api/v1/sessions/\(session.session)"

            let first = try await story.http.post(
                path + "/appointments",
                [
                    "fullName": "Nguyễn Thị Hoẵng", "phone": "0912000111", "slot": "8 giờ 30", "matter": .id(matter),
                    "content": "Thu hồi đất",
                ],
                as: "ubnd.clerk", key: "dang-ky-0001")
            #expect(first.status == 201 && first.json["number"].int == 1, "\(first.text)")
            let named = try await story.http.post(
                path + "/appointments", ["denunciation": true, "fullName": "Người Tố Cáo"], as: "ubnd.clerk")
            #expect(named.status == 422 && named.json["errors"][0]["code"].text == "denouncer_not_stored")
            let second = try await story.http.post(path + "/appointments", ["fullName": "Đỗ Văn Quyết"], as: "ubnd.clerk")
            #expect(second.json["number"].int == 2)
            #expect(try await story.http.get(path + "/appointments", as: "hdnd.clerk").status == 404)

            let department = story.world.office("snnmt")
            let invited = try await story.http.post(
                path + "/invitations",
                ["organisation": .id(department), "content": "Chuẩn bị hồ sơ thửa 214", "letterNumber": "5/GM-UBND"],
                as: "ubnd.clerk")
            #expect(invited.status == 201, "\(invited.text)")
            let reply = try await story.http.post(
                "/api/v1/invitations/\(invited.json["id"].int ?? 0)/reply", ["reply": "substitute", "attendee": "Phó Giám đốc"],
                as: "ubnd.clerk")
            #expect(reply.json["reply"].text == "substitute")

            let brief = try await story.http.get("/api/v1/matters/\(matter)/brief", as: "ubnd.leader")
            #expect(brief.status == 200 && brief.json["petitions"].list.count == 1, "\(brief.text)")
            #expect(!brief.json["petitions"][0]["clocks"].list.isEmpty && !brief.json["history"].list.isEmpty)

            // The one who came is received under his registration; the other one did not come.
            let visit = try await story.http.post(
                path + "/visits",
                [
                    "visitors": [["fullName": "Nguyễn Thị Hoẵng"]], "summary": "Đề nghị xem lại mức bồi thường.",
                    "appointment": first.json["id"], "matter": .id(matter),
                ], as: "ubnd.clerk")
            try #require(visit.status == 201, "\(visit.text)")
            let absent = try await story.http.post(
                "/api/v1/appointments/\(second.json["id"].int ?? 0)/outcome", ["state": "absent"], as: "ubnd.clerk")
            #expect(absent.json["state"].text == "absent")
            let twice = try await story.http.post(
                "/api/v1/appointments/\(first.json["id"].int ?? 0)/outcome", ["state": "absent"], as: "ubnd.clerk")
            #expect(twice.status == 409 && twice.json["code"].text == "appointment_over")
            let people = try await story.http.get(path + "/appointments", as: "ubnd.clerk").json["items"].list
            #expect(people.map { $0["state"].text } == ["came", "absent"] && people[0]["visit"] == visit.json["visit"])

            let undated = try await story.http.post(
                path + "/points", ["text": "Xác minh mức bồi thường.", "assignee": .id(department)], as: "ubnd.leader")
            #expect(undated.status == 422 && undated.json["errors"][0]["field"].text == "dueOn")
            let point = try await story.http.post(
                path + "/points",
                [
                    "visit": visit.json["visit"], "text": "Xác minh mức bồi thường thửa 214.", "assignee": .id(department),
                    "dueOn": "2026-12-10",
                ], as: "ubnd.leader")
            #expect(point.status == 201 && point.json["point"].int == 1, "\(point.text)")
            let wrong = try await story.http.post(path + "/points", ["text": "Ghi nhầm."], as: "ubnd.clerk")
            let left = try await story.http.post("/api/v1/points/\(wrong.json["id"].int ?? 0)/removal", [:], as: "ubnd.clerk")
            #expect(left.status == 201 && left.json["items"].list.count == 1)
            let notice = try await story.http.get(path + "/notice", as: "ubnd.leader").json
            #expect(notice["visits"][0]["points"][0]["assigneeName"].text?.isEmpty == false && notice["tasksBy"].text == "2026-12-10")

            // Nothing is given out before the notice is issued.
            #expect(try await story.http.get("/api/v1/tasks?open=true", as: "snnmt.clerk").json["items"].list.isEmpty)
            let came = try #require(visit.json["case"].int)
            try await story.step(came, "identify", ["capacity": "self", "papers_shown": true], as: "ubnd.clerk")
            try await story.step(came, "explain_again", ["summary": "Đã giải thích."], as: "ubnd.clerk")
            try await story.step(came, "finish", as: "ubnd.clerk")
            try await story.step(session.caseID, "conclude", ["summary": "Tiếp 01 lượt."], as: "ubnd.clerk")
            try await story.step(
                session.caseID, "issue_conclusion",
                ["document_number": "10/TB-UBND", "document_date": "2026-11-19", "tasks_by": "2026-12-10"], as: "ubnd.leader")
            let tasks = try await story.http.get("/api/v1/tasks?open=true", as: "snnmt.clerk").json["items"].list
            #expect(tasks.count == 1 && tasks[0]["dueOn"].text == "2026-12-10" && tasks[0]["kind"].text == "conclusion_point")
            let points = try await story.http.get(path + "/points", as: "ubnd.clerk").json["items"]
            #expect(points[0]["task"] == tasks[0]["id"])
            let closed = try await story.http.post(path + "/points", ["text": "Muộn."], as: "ubnd.leader")
            #expect(closed.status == 409 && closed.json["code"].text == "session_over")

            // At the next session what is still open lies on the table.
            let next = try await open(story)
            let open = try await story.http.get("/api/v1/sessions/\(next.session)/open-tasks", as: "ubnd.leader").json["items"].list
            #expect(open.map { $0["id"].int } == [tasks[0]["id"].int])
        }
    }

    @Test func `the records clerk numbers the signed invitations once`() async throws {
        try await Story.tell { story in
            try await story.world.addDocumentPeople()
            let opened = try await story.http.post(
                "/api/v1/sessions",
                [
                    "kind": "ad_hoc", "sessionDate": "2026-11-19", "place": "Phòng tiếp công dân", "hostName": "Bà Phạm Thị Chủ Trì",
                    "ground": "ADHOC-A",
                ], as: "hdnd.clerk")
            let session = try #require(opened.json["session"].int, "\(opened.text)")
            let path = "/api/v1/sessions/\(session)"
            var invited: [JSONValue] = []
            for body in ["Công ty Thủy lợi Bắc", "Công ty Thủy lợi Nam"] as [JSONValue] {
                let made = try await story.http.post(path + "/invitations", ["body": body], as: "hdnd.clerk")
                #expect(made.status == 201 && made.json["letterNumber"].isNull && made.json["numberedBy"].isNull, "\(made.text)")
                invited.append(made.json["id"])
            }
            let letter: JSONValue = ["invitations": .list(invited), "number": "5/GM-HĐND", "issuedOn": "2026-11-18"]
            #expect(try await story.http.post(path + "/invitation-letter", letter, as: "hdnd.clerk").status == 403)
            let blank = try await story.http.post(path + "/invitation-letter", ["invitations": .list(invited)], as: "hdnd.records")
            #expect(blank.status == 422 && blank.json["errors"][0]["field"].text == "number")
            let done = try await story.http.post(path + "/invitation-letter", letter, as: "hdnd.records", key: "so-giay-moi-1")
            try #require(done.status == 201, "\(done.text)")
            #expect(done.json["items"].list.map { $0["letterNumber"].text } == ["5/GM-HĐND", "5/GM-HĐND"])
            let repeated = try await story.http.post(path + "/invitation-letter", letter, as: "hdnd.records", key: "so-giay-moi-1")
            #expect(repeated.status == 201 && repeated.text == done.text)
            let again = try await story.http.post(path + "/invitation-letter", letter, as: "hdnd.records")
            #expect(again.status == 409 && again.json["code"].text == "already_numbered")
            #expect(again.text.contains("Văn thư records"), "it says by whom")
            let listed = try await story.http.get(path + "/invitations", as: "hdnd.clerk").json["items"].list
            #expect(listed.allSatisfy { $0["letterDate"].text == "2026-11-18" && $0["numberedBy"].text == "Văn thư records" })

            // On the page: the form stands there for the records clerk, as long as something has no number.
            let place = "/tiep-dan/\(session)"
            let clerk = try await Browser.signedIn(story.world, as: "hdnd.clerk")
            let records = try await Browser.signedIn(story.world, as: "hdnd.records")
            let numbered = try await records.get("\(place)/lanh-dao")
            #expect(numbered.has("số 5/GM-HĐND ngày 18/11/2026 (Văn thư records ghi)") && !numbered.has("Ghi số giấy mời đã ký"))
            let late = try await clerk.submit(
                try await clerk.get("\(place)/lanh-dao").form("\(place)/moi"), ["body": "Hội Nông dân Phố Nối"])
            #expect(late.status == 303)
            let other = try await clerk.get("\(place)/lanh-dao")
            #expect(!other.has("Ghi số giấy mời đã ký"))
            let waiting = try await records.get("\(place)/lanh-dao")
            #expect(waiting.has("Ghi số giấy mời đã ký") && waiting.has("Hội Nông dân Phố Nối</label>"))
            let id = try #require(waiting.value(after: "name=\"invitation\" value=\""))
            let form = try waiting.form("\(place)/so-giay-moi")
            let mute = try await records.submit(form, ["invitation": id, "number": "", "issuedOn": "19/11/2026"])
            #expect(mute.status == 422 && mute.has("Cần nhập số, ký hiệu văn bản"))
            let typed = try await records.submit(form, ["invitation": id, "number": "6/GM-HĐND", "issuedOn": "19/11/2026"])
            #expect(typed.status == 303, "\(typed.text)")
            let prints = try await clerk.get("\(place)/giay-moi")
            #expect(prints.has("Số: 6/GM-HĐND, ngày 19/11/2026") && prints.has("Số: 5/GM-HĐND, ngày 18/11/2026"))
        }
    }

    @Test func `the pages register, invite, decide and print`() async throws {
        try await TestWorld.lease { world in
            var draft = SessionDraft(kind: .adHoc, sessionDate: world.clock.today, place: "Phòng tiếp công dân")
            draft.hostName = "Phạm Thị Chủ Trì"
            draft.hostTitle = "Chủ tịch"
            draft.ground = "ADHOC-A"
            let opened = try await world.casework.sessions.open(draft, key: nil, by: world.actor("ubnd.clerk"))
            let browser = try await Browser.signedIn(world, as: "ubnd.clerk")
            let path = "/tiep-dan/\(opened.session)"
            #expect(try await browser.get(path).has("href=\"\(path)/lanh-dao\""))
            let page = try await browser.get("\(path)/lanh-dao")
            let blank = try await browser.submit(try page.form("\(path)/dang-ky"), ["slot": "9 giờ"])
            #expect(blank.status == 422 && blank.has("Ghi họ tên người đăng ký."))
            #expect(try await browser.submit(try page.form("\(path)/dang-ky"), ["fullName": "Vũ Thị Mơ", "slot": "9 giờ"]).status == 303)
            #expect(try await browser.submit(try page.form("\(path)/moi"), ["body": "Công ty Thủy lợi Bắc"]).status == 303)
            let slips = try await browser.get("\(path)/phieu-hen")
            #expect(slips.status == 200 && slips.has("Vũ Thị Mơ") && slips.has("9 giờ") && slips.has("Số 1"))
            #expect(try await browser.get("\(path)/giay-moi").has("Công ty Thủy lợi Bắc"))
            let after = try await browser.get("\(path)/lanh-dao")
            let href = try #require(after.value(after: "btn-primary\" href=\"/tiep-dan/"))
            let form = try await browser.get("/tiep-dan/" + href.replacing("&amp;", with: "&"))
            #expect(form.has("value=\"Vũ Thị Mơ\"") && form.has("name=\"appointment\""))
            let point = try await browser.submit(try after.form("\(path)/ket-luan"), ["text": "Giao văn phòng theo dõi."])
            #expect(point.status == 303)
            let notice = try await browser.get("\(path)/thong-bao")
            #expect(notice.has("DỰ THẢO") && notice.has("1. Giao văn phòng theo dõi."))
        }
    }
}
