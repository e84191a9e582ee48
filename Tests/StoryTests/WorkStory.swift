import Casework
import Law
import Postgres
import TestSupport
import Testing

@testable import Web

/// Work from hand to hand and the morning's digest, over HTTP and on the pages, with the people's roles.
@Suite struct WorkStory {
    private func note(_ more: [String: JSONValue]) -> JSONValue {
        let plain: [String: JSONValue] = [
            "leaderName": "Chủ tịch", "givenOn": "2026-11-19", "text": "Giao xử lý, báo cáo trước hạn.",
        ]
        return .object(plain.merging(more) { _, new in new })
    }

    @Test func `the leader gives work to a unit, its head to an officer; it is taken, returned, listed`() async throws {
        try await Story.tell { story in
            let (world, http) = (story.world, story.http)
            let op = Actor.operator(user: "test")
            try await world.casework.administration.grant(.admin, to: "hdnd.clerk", in: "HY-TTHDND", by: op)
            _ = try await world.casework.administration.addOfficer(
                username: "truong.phong", fullName: "Trần Thị Trưởng", title: "Trưởng phòng", organisation: "HY-TTHDND", roles: [.officer],
                password: nil, by: op)
            let head = try await http.get("/api/v1/me", as: "truong.phong").json["id"].int ?? 0
            let officer = try await http.get("/api/v1/me", as: "hdnd.officer").json["id"].int ?? 0
            let unit = try await http.post(
                "/api/v1/units", ["name": "Phòng Dân nguyện", "head": .id(head), "members": [.id(officer)]], as: "hdnd.clerk",
                key: "phong-moi-01")
            #expect(unit.status == 201, "\(unit.text)")
            let unitID = try #require(unit.json["id"].int)
            #expect(try await http.post("/api/v1/units", ["name": "Phòng lậu"], as: "hdnd.leader").status == 403)
            let renamed = try await http.post("/api/v1/units/\(unitID)/name", ["name": "Phòng Dân nguyện 1"], as: "hdnd.clerk")
            #expect(renamed.status == 200 && renamed.json["name"].text == "Phòng Dân nguyện 1")
            #expect(try await http.post("/api/v1/units/\(unitID)/name", ["name": "X"], as: "ubnd.leader").status == 403)

            let entered = try await story.register(Letters.land, as: "hdnd.clerk")
            let caseID = try #require(entered["case"].int)
            let directions = "/api/v1/cases/\(caseID)/directions"
            let given = try await http.post(directions, note(["unit": .id(unitID), "dueOn": "2026-11-25"]), as: "hdnd.leader")
            #expect(given.status == 201 && given.json["unitName"].text == "Phòng Dân nguyện 1" && given.json["onPaper"] == false)
            let refused = try await http.post(directions, note(["handler": .id(officer), "onPaper": false]), as: "hdnd.officer")
            #expect(refused.status == 403 && refused.json["code"].text == "not_head")
            let passed = try await http.post(directions, note(["handler": .id(officer)]), as: "truong.phong")
            #expect(passed.status == 201 && passed.json["handlerName"].text?.isEmpty == false, "\(passed.text)")
            #expect(try await http.post(directions, note(["handler": .id(999_999)]), as: "hdnd.leader").status == 422)

            try await story.step(caseID, "take_work", as: "hdnd.officer")
            let mine = try await http.get("/api/v1/work?list=mine", as: "hdnd.officer").json["items"]
            #expect(mine.list.map { $0["case"].int } == [caseID] && mine[0]["workDue"].text == "2026-11-25")
            let view = try await http.get("/api/v1/cases/\(caseID)", as: "hdnd.officer").json
            #expect(view["work"]["takenOn"].text == "2026-11-19" && view["directions"].list.count == 2)
            try await story.step(caseID, "return_work", ["reason": "Không đúng lĩnh vực."], as: "hdnd.officer")
            let returned = try await http.get("/api/v1/work?list=returned", as: "hdnd.leader").json["items"]
            #expect(returned[0]["returnReason"].text == "Không đúng lĩnh vực.")
            #expect(try await http.get("/api/v1/work/officers", as: "hdnd.officer").status == 403)
            let loads = try await http.get("/api/v1/work/officers", as: "hdnd.leader").json["items"].list
            #expect(loads.contains { $0["officer"].int == officer && $0["open"].int == 0 })
            #expect(try await http.get("/api/v1/work?list=nothing", as: "hdnd.leader").status == 422)
            let busy = try await http.post("/api/v1/units/\(unitID)/close", ["confirmed": true], as: "hdnd.clerk")
            #expect(busy.status == 409 && busy.json["code"].text == "unit_has_work")
        }
    }

    @Test func `an officer on leave hands everything over and has it back`() async throws {
        try await Story.tell { story in
            let (world, http) = (story.world, story.http)
            let officer = try await http.get("/api/v1/me", as: "hdnd.officer").json["id"].int ?? 0
            let clerk = try await http.get("/api/v1/me", as: "hdnd.clerk").json["id"].int ?? 0
            var cases: [Int64] = []
            for letter in [Letters.land, Letters.drain] {
                let caseID = try #require(try await story.register(letter, as: "hdnd.clerk")["case"].int)
                let given = try await http.post("/api/v1/cases/\(caseID)/directions", note(["handler": .id(officer)]), as: "hdnd.leader")
                #expect(given.status == 201)
                cases.append(caseID)
            }
            let preview = try await http.get("/api/v1/work/hand-overs/preview?from=\(officer)", as: "hdnd.officer")
            #expect(preview.status == 200 && preview.json["count"].int == 2)
            #expect(try await http.get("/api/v1/work/hand-overs/preview?from=\(officer)", as: "hdnd.clerk").status == 403)
            let draft: JSONValue = [
                "from": .id(officer), "to": .id(clerk), "untilDay": "2026-11-20", "reason": "Nghỉ phép", "expected": 2,
            ]
            let lent = try await http.post("/api/v1/work/hand-overs", draft, as: "hdnd.officer", key: "ban-giao-001")
            #expect(lent.status == 201 && lent.json["cases"].int == 2 && lent.json["state"].text == "running", "\(lent.text)")
            let events = try await http.get("/api/v1/cases/\(cases[0])/events", as: "hdnd.leader").json["items"].list
            #expect(events.last?["event"].text == "hand_over_work")
            #expect(try await http.get("/api/v1/work", as: "hdnd.clerk").json["items"].list.count == 2)
            world.clock.set(Day(2026, 11, 23))
            _ = try await world.casework.queues.sweepHandOvers()
            #expect(try await http.get("/api/v1/work?list=mine", as: "hdnd.officer").json["items"].list.count == 2)
            let done = try await http.get("/api/v1/work/hand-overs", as: "hdnd.leader").json["items"][0]
            #expect(done["state"].text == "ended" && done["back"].int == 2)
            let id = try #require(done["id"].int)
            #expect(try await http.post("/api/v1/work/hand-overs/\(id)/end", ["confirmed": true], as: "hdnd.leader").status == 409)
        }
    }

    @Test func `who gives work to somebody on leave is told, and not refused`() async throws {
        try await Story.tell { story in
            let http = story.http
            let officer = try await http.get("/api/v1/me", as: "hdnd.officer").json["id"].int ?? 0
            let clerk = try await http.get("/api/v1/me", as: "hdnd.clerk").json
            let first = try #require(try await story.register(Letters.land, as: "hdnd.clerk")["case"].int)
            let plain = try await http.post("/api/v1/cases/\(first)/directions", note(["handler": .id(officer)]), as: "hdnd.leader")
            #expect(plain.status == 201 && plain.json["warnings"].isNull)
            let leave: JSONValue = ["from": .id(officer), "to": clerk["id"], "untilDay": "2026-11-20", "reason": "Nghỉ phép"]
            #expect(try await http.post("/api/v1/work/hand-overs", leave, as: "hdnd.officer").status == 201)
            let loads = try await http.get("/api/v1/work/officers", as: "hdnd.leader").json["items"].list
            let load = try #require(loads.first { $0["officer"].int == officer })
            #expect(load["away"]["until"].text == "2026-11-20" && load["away"]["toName"] == clerk["fullName"])

            let second = try #require(try await story.register(Letters.drain, as: "hdnd.clerk")["case"].int)
            let given = try await http.post("/api/v1/cases/\(second)/directions", note(["handler": .id(officer)]), as: "hdnd.leader")
            #expect(given.status == 201, "\(given.text)")
            #expect(given.json["warnings"][0].text?.contains("nghỉ đến 20/11/2026, việc bàn giao cho") == true)
            let view = try await http.get("/api/v1/cases/\(second)", as: "hdnd.leader").json
            #expect(view["work"]["handler"].int == officer && view["work"]["handlerAway"]["until"].text == "2026-11-20")
            let back = try await story.step(first, "hand_over_work", ["handler": .id(officer)], as: "hdnd.leader")
            #expect(back["warnings"].list.count == 1)
        }
    }

    @Test func `the digest of the morning`() async throws {
        try await Story.tell { story in
            let (world, http) = (story.world, story.http)
            let entered = try await story.register(Letters.land, as: "hdnd.clerk")
            _ = try await story.register(Letters.denunciation, as: "hdnd.clerk")
            world.clock.set(Day(2026, 11, 20))
            let digest = try await http.get("/api/v1/digest", as: "hdnd.clerk")
            #expect(digest.status == 200 && digest.json["since"].text == "2026-11-19")
            let arrived = try #require(digest.json["groups"].list.first { $0["code"].text == "arrived" })
            #expect(arrived["count"].int == 2 && arrived["items"].list.contains { $0["case"].int == entered["case"].int })
            #expect(!digest.text.contains("thu tiền"), "of a denunciation the number and the pseudonym alone")
            let page = try await Browser.signedIn(world, as: "hdnd.clerk").get("/hom-nay")
            #expect(page.status == 200 && page.has("Đơn mới vào sổ") && page.has("Mới từ ngày 19/11/2026"))
            #expect(page.has("Người tố cáo 01") && !page.has("thu tiền"))
            // Each tile leads to the list that it counts.
            #expect(page.has("href=\"/hom-nay?nhom=arrived\"") && page.has("href=\"/hom-nay?nhom=overdue\""))
            let alone = try await Browser.signedIn(world, as: "hdnd.clerk").get("/hom-nay?nhom=arrived")
            #expect(alone.status == 200 && alone.has("Người tố cáo 01") && alone.has("Tất cả việc hôm nay") && !alone.has("nhom=overdue"))
            let group = try await http.get("/api/v1/digest?group=arrived&skip=1", as: "hdnd.clerk")
            #expect(group.status == 200 && group.json["groups"].list.count == 1 && group.json["groups"][0]["items"].list.count == 1)
            #expect(try await http.get("/api/v1/digest?group=nothing", as: "hdnd.clerk").status == 422)
            #expect(try await http.get("/api/v1/digest?skip=5", as: "hdnd.clerk").status == 422)
        }
    }

    @Test func `the digest tells what a session needs and what others owe`() async throws {
        try await Story.tell { story in
            let (world, http) = (story.world, story.http)
            let opened = try await http.post(
                "/api/v1/sessions",
                ["kind": "scheduled", "sessionDate": "2026-12-01", "place": "Phòng tiếp công dân", "hostName": "Đồng chí Chủ tịch"],
                as: "hdnd.clerk")
            let session = try #require(opened.json["session"].int, "\(opened.text)")
            let own = try #require(try await story.register(Letters.land, as: "hdnd.clerk")["case"].int)
            try await story.step(
                own, "classify", ["kind": "complaint", "eligibility": "eligible", "jurisdiction": "not_competent"], as: "hdnd.officer")
            let sent = try await story.step(
                own, "refer",
                [
                    "recipient": .id(world.office("phohien")), "letter_number": "17/CV", "letter_date": "2026-11-19",
                    "answer_by": "2026-11-25",
                ], as: "hdnd.leader")
            let referral = try #require(sent["created"]["referral"].int)
            let near = try await http.get("/api/v1/digest?group=awaited_due", as: "hdnd.officer").json["groups"][0]
            #expect(near["count"].int == 1 && near["items"][0]["referral"].int == referral && near["items"][0]["due"].text == "2026-11-25")
            #expect(near["items"][0]["awaits"].text?.isEmpty == false)
            let due = try await http.get("/api/v1/digest?group=due", as: "hdnd.officer").json["groups"][0]["items"].list
            #expect(due.contains { $0["session"].int == session && $0["due"].text == "2026-11-23" })

            world.clock.set(Day(2026, 11, 26))
            let leader = try await Browser.signedIn(world, as: "hdnd.leader")
            let page = try await leader.get("/hom-nay")
            #expect(page.has("Chờ cơ quan khác, quá hạn") && page.has("href=\"/chuyen/\(referral)\""))
            #expect(page.has("href=\"/tiep-dan/\(session)\"") && page.has("Công bố lịch tiếp công dân, buổi tiếp ngày 01/12/2026"))
            let alone = try await leader.get("/hom-nay?nhom=awaited_overdue")
            #expect(alone.status == 200 && alone.has("(chờ ") && alone.has("25/11/2026"))
            let recipient = try await Browser.signedIn(world, as: "phohien.leader").get("/hom-nay?nhom=awaited_overdue")
            #expect(!recipient.has("/chuyen/\(referral)"), "who owes the answer waits for nobody")
        }
    }

    @Test func `on the pages a note gives work, which is taken and handed over`() async throws {
        try await TestWorld.lease { world in
            let clerk = try await Browser.signedIn(world, as: "hdnd.clerk")
            let petition = try await WebLoopTests.register(clerk)
            let view = try await world.casework.petitions.petition(petition, by: world.actor("hdnd.leader"))
            let leader = try await Browser.signedIn(world, as: "hdnd.leader")
            let form = try await leader.get("/don/\(petition)").form("/ho-so/\(view.caseID)/chi-dao")
            let (officer, deputy) = (world.officer("hdnd.officer"), world.officer("hdnd.clerk"))
            let wrong = try await leader.submit(
                form, ["leaderName": "Chủ tịch", "givenOn": "19/11/2026", "text": "Giao", "dueOn": "1/1/2026"])
            #expect(wrong.status == 422 && wrong.has("Hạn giao không được trước ngày cho ý kiến."))
            let given = try await leader.submit(
                form,
                [
                    "leaderName": "Chủ tịch", "givenOn": "19/11/2026", "text": "Giao xử lý.", "handler": "\(officer.id)",
                    "dueOn": "25/11/2026",
                ])
            #expect(given.status == 303, "\(given.text)")
            let shown = try await leader.follow(given)
            #expect(shown.has("Đang giao: \(officer.fullName), hạn 25/11/2026") && shown.has("chưa nhận"))
            #expect(!shown.has("value=\"direct\""), "a note has a form of its own")

            let desk = try await Browser.signedIn(world, as: "hdnd.officer")
            #expect(try await desk.get("/viec?ds=helping").has("Không có việc nào trong danh sách này."))
            let list = try await desk.get("/viec")
            #expect(list.has("href=\"/don/\(petition)\"") && list.has("25/11/2026") && list.has("<th scope=\"col\">"))
            #expect(!list.has("theo-can-bo"), "others' work is no officer's business")
            let taken = try await desk.submit(try list.form("/viec/\(view.caseID)/nhan"))
            #expect(taken.status == 303, "\(taken.text)")
            #expect(try await desk.follow(taken).has("đã nhận ngày 19/11/2026"))

            #expect(try await leader.get("/viec?ds=office").has("theo-can-bo"))
            let start = try await leader.get("/viec/ban-giao").form("/viec/ban-giao/xem")
            let preview = try await leader.submit(start, ["from": "\(officer.id)", "to": "\(deputy.id)", "untilDay": "20/11/2026"])
            #expect(preview.status == 200 && preview.has("\(officer.fullName) đang giữ 1 việc") && preview.has("Xác nhận bàn giao 1 việc"))
            let done = try await leader.submit(try preview.form("/viec/ban-giao"))
            #expect(done.status == 303, "\(done.text)")
            let after = try await leader.follow(done)
            #expect(after.has("19/11/2026 – 20/11/2026") && after.has("Kết thúc ngay"))
            #expect(try await desk.get("/viec").has("Không có việc nào trong danh sách này."))

            // He is on leave: the leader reads it beside his name, and again when the work is given all the same.
            let leave = "(nghỉ đến 20/11/2026, việc bàn giao cho \(deputy.fullName))"
            #expect(after.has(leave), "the receivers of the next hand-over")
            let offered = try await leader.get("/don/\(petition)")
            #expect(offered.has(leave) && !offered.has("Đang giao: \(officer.fullName)"))
            let again = try await leader.submit(
                try offered.form("/ho-so/\(view.caseID)/chi-dao"),
                ["leaderName": "Chủ tịch", "givenOn": "19/11/2026", "text": "Vẫn giao.", "handler": "\(officer.id)"])
            #expect(try await leader.follow(again).has("Đang giao: \(officer.fullName) \(leave)"))
            #expect(try await leader.get("/viec?ds=office").has(leave))
        }
    }

    @Test func `an administrator arranges units on their page`() async throws {
        try await TestWorld.lease { world in
            try await world.casework.administration.grant(.admin, to: "hdnd.clerk", in: "HY-TTHDND", by: .operator(user: "test"))
            let admin = try await Browser.signedIn(world, as: "hdnd.clerk")
            let officer = world.officer("hdnd.officer")
            let page = try await admin.get("/viec/phong")
            #expect(page.has("Cơ quan chưa chia phòng, bộ phận"))
            let blank = try await admin.submit(try page.form("/viec/phong"), ["name": " "])
            #expect(blank.status == 422 && blank.has("Không được để trống."))
            let added = try await admin.submit(try page.form("/viec/phong"), ["name": "Phòng Dân nguyện", "head": "\(officer.id)"])
            #expect(added.status == 303, "\(added.text)")
            let unit = try #require(try await world.casework.units.list(by: world.actor("hdnd.leader")).first)
            #expect(unit.name == "Phòng Dân nguyện" && unit.members.map(\.id) == [officer.id])
            let shown = try await admin.get("/viec/phong")
            let staffed = try await admin.submit(
                try shown.form("/viec/phong/\(unit.id)/nguoi"), ["head": "", "nguoi-\(world.officer("hdnd.leader").id)": "1"])
            #expect(staffed.status == 303)
            let closed = try await admin.submit(try shown.form("/viec/phong/\(unit.id)/dong"))
            #expect(closed.status == 303)
            let reader = try await Browser.signedIn(world, as: "hdnd.officer").get("/viec/phong")
            #expect(reader.status == 200 && !reader.has("<form method=\"post\" action=\"/viec/phong"))
        }
    }
}
