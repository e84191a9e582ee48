import Casework
import Law
import TestSupport
import Testing

@testable import Web

/// Whoever turns out to denounce after he was entered by name is found nowhere any more.
@Suite struct SealedStory {
    private static let words = ["Hoẵng", "145012345", "thửa 214", "Sổ đỏ"]

    private func open(_ story: Story) async throws -> (session: Int64, caseID: Int64) {
        let opened = try await story.http.post(
            "/api/v1/sessions",
            [
                "kind": "ad_hoc", "sessionDate": "2026-11-19", "place": "Trụ sở Tiếp công dân tỉnh", "hostName": "Bà Phạm Thị Chủ Trì",
                "ground": "ADHOC-A",
            ], as: "ubnd.clerk")
        try #require(opened.status == 201, "\(opened.text)")
        return (opened.json["session"].int ?? 0, opened.json["case"].int ?? 0)
    }

    @Test(arguments: ["hdnd", "ubnd"]) func `a letter that turns out to denounce is named nowhere`(_ office: String) async throws {
        try await Story.tell { story in
            let (clerk, leader) = (office + ".clerk", office + ".leader")
            // The council passes complaints on, the committee settles them: two procedures.
            let land = office == "ubnd" ? Letters.changed(Letters.land, ["jurisdiction": "competent"]) : Letters.land
            let letter = try await story.register(land, as: clerk)
            let (petition, caseID) = (try #require(letter["petition"].int), try #require(letter["case"].int))
            let looked = try await story.lookup(letter["receiptCode"])
            if office == "ubnd" {
                let mark: JSONValue = ["steps": [["case": .id(caseID), "sequence": 1]], "enteredOn": "2026-11-19"]
                #expect(try await story.http.post("/api/v1/national/marks", mark, as: clerk).status == 201)
            }
            let pages = [
                "petitions/\(petition)", "petitions?q=Ho%E1%BA%B5ng", "petitions?q=145012345", "cases/\(caseID)",
                "matters/\(letter["matter"].int ?? 0)", "matters/\(letter["matter"].int ?? 0)/brief", "national/cases/\(caseID)",
                "national/export", "registers/weekly?from=2026-11-16&to=2026-11-19", "digest",
            ]
            func said() async throws -> [String] {
                var found: [String] = []
                for page in pages {
                    let answer = try await story.http.get("/api/v1/" + page, as: leader)
                    #expect(answer.status == 200, "\(page) \(answer.text)")
                    found += Self.words.filter { answer.text.contains($0) }.map { "\(page): \($0)" }
                }
                let question: JSONValue = ["name": "Nguyễn Thị Hoẵng", "idNumber": "145012345"]
                let same = try await story.http.post("/api/v1/petitions/duplicates", question, as: clerk)
                if !same.json["items"].list.isEmpty { found.append("duplicates") }
                let marks: [(String, JSONValue)] = [
                    ("name", "Nguyễn Thị Hoẵng"), ("id_number", "145012345"), ("code", letter["receiptCode"]), ("number", "1/2026"),
                ]
                for (by, words) in marks {
                    let told = try await story.http.post("/api/v1/enquiries", ["by": .text(by), "words": words], as: clerk)
                    if told.json["outcome"].text != "nothing" { found.append("telephone: \(by)") }
                }
                return found
            }
            let before = try await said()
            #expect(before.contains("national/cases/\(caseID): 145012345"))
            #expect(before.contains("telephone: name") && before.contains("duplicates"))
            // What was entered stands on the list no more.
            #expect(before.contains("national/export: 145012345") == (office == "hdnd"))

            let refused = try await story.attempt(caseID, "entered_as_denunciation", as: clerk)
            #expect(refused.status == 403)
            try await story.step(caseID, "entered_as_denunciation", as: leader)
            #expect(try await said() == [])
            let view = try await story.http.get("/api/v1/petitions/\(petition)", as: clerk).json
            #expect(view["referenceOnly"] == true && view["parties"].list.isEmpty && view["papers"].list.isEmpty)
            #expect(try await story.lookup(letter["receiptCode"]).count == looked.count, "the receipt still answers")
            let steps = try await story.http.get("/api/v1/national/steps", as: clerk).json["items"].list.map { $0["event"].text }
            #expect(steps == (office == "ubnd" ? ["entered_as_denunciation"] : []), "only what was entered is struck out there")
            let corrected = try await story.attempt(caseID, "correct", ["reason": "x", "petition_title": "Khác"], as: clerk)
            #expect(corrected.status == 422 && corrected.json["code"].text == "entry_sealed", "\(corrected.text)")
            #expect(try await story.attempt(caseID, "revoke", ["reason": "x"], as: leader).status == 422)
            let tied = try await story.http.post(
                "/api/v1/petitions", Letters.changed(Letters.denunciation, ["duplicateOf": .id(petition)]), as: clerk)
            #expect(tied.status == 422 && tied.json["errors"][0]["field"].text == "duplicateOf")
            _ = try await story.register(Letters.denunciation, as: clerk)
        }
    }

    @Test func `a visitor who denounces is forgotten, a visit entered by mistake is void`() async throws {
        try await Story.tell { story in
            let session = try await open(story)
            let path = "/api/v1/sessions/\(session.session)"
            let visitor: JSONValue = [
                "visitors": [["fullName": "Nguyễn Thị Hoẵng", "idKind": "old_id", "idNumber": "145012345"]],
                "summary": "Tố ông trưởng phòng ở thửa 214.", "priorBodies": "UBND phường, thửa 214",
            ]
            let visit = try await story.http.post(path + "/visits", visitor, as: "ubnd.clerk")
            let (id, caseID) = (try #require(visit.json["visit"].int, "\(visit.text)"), try #require(visit.json["case"].int))
            let letter = Letters.changed(Letters.denunciation, ["visit": .id(id), "receivedOn": "2026-11-19"])
            let refused = try await story.http.post("/api/v1/petitions", letter, as: "ubnd.clerk")
            #expect(refused.status == 422 && refused.json["errors"][0]["code"].text == "denouncer_not_stored")
            try await story.step(caseID, "enter_as_denunciation", as: "ubnd.clerk")
            let pages = [
                "visits/\(id)", "cases/\(caseID)", "national/cases/\(caseID)", "national/export", "sessions/\(session.session)/notice",
            ]
            for page in pages {
                let answer = try await story.http.get("/api/v1/" + page, as: "ubnd.leader")
                #expect(answer.status == 200 && !Self.words.contains { answer.text.contains($0) }, "\(page) \(answer.text)")
            }
            let found = try await story.http.post("/api/v1/petitions", letter, as: "ubnd.clerk")
            #expect(found.status == 201, "\(found.text)")
            let view = try await story.http.get("/api/v1/visits/\(id)", as: "ubnd.clerk").json
            #expect(view["denunciation"] == true && view["state"].text == "recorded" && view["petitions"].list.count == 1)

            let mistaken = try await story.http.post(path + "/visits", visitor, as: "ubnd.clerk")
            let wrong = try #require(mistaken.json["case"].int)
            #expect(try await story.attempt(wrong, "void", ["reason": "Ghi nhầm"], as: "ubnd.clerk").status == 403)
            try await story.step(wrong, "void", ["reason": "Ghi nhầm"], as: "ubnd.leader")
            #expect(try await story.http.get(path, as: "ubnd.clerk").json["visits"].int == 1)
            let waiting = try await story.http.get("/api/v1/national/steps", as: "ubnd.clerk").json["items"].list
            #expect(!waiting.contains { $0["case"].int == wrong }, "what was never entered there is not struck out there")
            #expect(!waiting.contains { $0["event"].text == "enter_as_denunciation" })
            let blocked = try await story.attempt(caseID, "void", ["reason": "Ghi nhầm"], as: "ubnd.leader")
            #expect(blocked.status == 422 && blocked.json["errors"][0]["field"].text == "no_petitions", "\(blocked.text)")
        }
    }

    @Test func `a registration follows the day as it went`() async throws {
        try await Story.tell { story in
            let session = try await open(story)
            let path = "/api/v1/sessions/\(session.session)"
            var registered: [Int64] = []
            for name in ["Nguyễn Thị Hoẵng", "Đỗ Văn Quyết", "Vũ Thị Mơ", "Lê Văn Giấy"] as [JSONValue] {
                let made = try await story.http.post(
                    path + "/appointments", ["fullName": name, "phone": "0912000111", "content": "Thu hồi thửa 214"], as: "ubnd.clerk")
                registered.append(try #require(made.json["id"].int, "\(made.text)"))
            }
            // He gave his name, and denounces on the day.
            let denouncer = try await story.http.post(
                path + "/visits", ["denunciation": true, "appointment": .id(registered[0])], as: "ubnd.clerk")
            #expect(denouncer.status == 201, "\(denouncer.text)")
            // Two were said not to come: one is expected again, one simply comes.
            func outcome(_ index: Int, _ state: JSONValue) async throws -> HTTPClient.Answer {
                try await story.http.post("/api/v1/appointments/\(registered[index])/outcome", ["state": state], as: "ubnd.clerk")
            }
            #expect(try await outcome(1, "absent").status == 201)
            #expect(try await outcome(2, "withdrawn").status == 201)
            #expect(try await outcome(1, "registered").json["state"].text == "registered")
            #expect(try await outcome(1, "registered").status == 409)
            #expect(try await outcome(0, "registered").status == 409, "he came")
            let late = try await story.http.post(
                path + "/visits", ["visitors": [["fullName": "Vũ Thị Mơ"]], "appointment": .id(registered[2])], as: "ubnd.clerk")
            #expect(late.status == 201, "\(late.text)")
            // The program was away: the last one stands on the sheet.
            let paper = try await story.http.post(
                "/api/v1/paper-visits",
                [
                    "day": "2026-11-19", "session": .id(session.session), "number": "4", "visitor": ["fullName": "Lê Văn Giấy"],
                    "appointment": .id(registered[3]),
                ], as: "ubnd.clerk")
            #expect(paper.status == 201, "\(paper.text)")
            let list = try await story.http.get(path + "/appointments", as: "ubnd.leader")
            #expect(list.json["items"].list.map { $0["state"].text } == ["came", "registered", "came", "came"])
            let first = list.json["items"][0]
            #expect(first["denunciation"] == true && first["fullName"].text == "" && first["phone"].isNull && first["content"].text == "")
            #expect(!list.text.contains("Hoẵng") && list.json["items"][3]["visit"] == paper.json["visit"])

            // A visit entered by mistake gives its registration back.
            let wrong = try #require(late.json["case"].int)
            try await story.step(wrong, "void", ["reason": "Nhầm người"], as: "ubnd.leader")
            let again = try await story.http.get(path + "/appointments", as: "ubnd.clerk").json["items"][2]
            #expect(again["state"].text == "registered" && again["visit"].isNull && again["fullName"].text == "Vũ Thị Mơ")

            // Once the session is over nobody is expected any more.
            #expect(try await outcome(1, "absent").status == 201)
            for visit in [denouncer, paper] { try await story.step(visit.json["case"].int ?? 0, "left", as: "ubnd.clerk") }
            try await story.step(session.caseID, "conclude", ["summary": "Tiếp 02 lượt."], as: "ubnd.clerk")
            let over = try await outcome(1, "registered")
            #expect(over.status == 409 && over.json["code"].text == "session_over", "\(over.text)")
        }
    }

    @Test func `the pages take what the day brought`() async throws {
        try await TestWorld.lease { world in
            var draft = SessionDraft(kind: .adHoc, sessionDate: Day(2026, 11, 19), place: "Phòng tiếp công dân")
            draft.hostName = "Bà Phạm Thị Chủ Trì"
            draft.ground = "ADHOC-A"
            let clerk = world.actor("ubnd.clerk")
            let opened = try await world.casework.sessions.open(draft, key: nil, by: clerk)
            let browser = try await Browser.signedIn(world, as: "ubnd.clerk")
            let path = "/tiep-dan/\(opened.session)"
            for name in ["Vũ Thị Mơ", "Lê Văn Giấy"] {
                let page = try await browser.get("\(path)/lanh-dao")
                let kept = try await browser.submit(
                    try page.form("\(path)/dang-ky"), ["fullName": name, "phone": "0912000111", "content": "Thu hồi đất"])
                #expect(kept.status == 303)
            }
            let people = try await world.casework.leaderSessions.appointments(of: opened.session, by: clerk)
            let page = try await browser.get("\(path)/lanh-dao")
            let away = try await browser.submit(try page.form("/dang-ky/\(people[0].id)/ket-qua"), ["state": "absent"])
            #expect(away.status == 303)
            let after = try await browser.get("\(path)/lanh-dao")
            #expect(after.has("Không đến.") && after.has("Mở lại") && after.has("luot-moi?to-cao=co&amp;hen=\(people[0].id)"))
            let form = try await browser.get("\(path)/luot-moi?to-cao=co&hen=\(people[0].id)")
            #expect(form.has("name=\"appointment\"") && !form.has("Vũ Thị Mơ") && !form.has("0912000111") && !form.has("Thu hồi đất"))
            let back = try await browser.submit(try after.form("/dang-ky/\(people[0].id)/ket-qua"), ["state": "registered"])
            #expect(back.status == 303)
            let sheet = try await browser.get("/tiep-dan/so-giay?ngay=2026-11-19")
            let typed = try await browser.submit(
                try sheet.form("/tiep-dan/so-giay"),
                [
                    "number": "1", "fullName": "Lê Văn Giấy", "day": "19/11/2026", "session": "\(opened.session)",
                    "appointment": "\(people[1].id)",
                ])
            #expect(typed.status == 303, "\(typed.text)")
            let came = try await world.casework.leaderSessions.appointments(of: opened.session, by: clerk)
            #expect(came.map(\.state) == ["registered", "came"])
            let visit = try #require(came[1].visit)
            let shown = try await browser.get("/luot/\(visit)")
            #expect(shown.has("Lê Văn Giấy") && shown.has("Ghi lại theo lối người đến tố cáo"))
        }
    }
}
