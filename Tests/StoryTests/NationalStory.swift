import TestSupport
import Testing

@testable import Web

/// The list of what must be entered in the national database, its marks, copy sheets and export.
@Suite struct NationalStory {
    private func classify(_ story: Story, _ caseID: Int64) async throws {
        try await story.step(
            caseID, "classify", ["kind": "complaint", "eligibility": "eligible", "jurisdiction": "not_competent"], as: "hdnd.officer")
    }

    @Test func `each step waits until it is marked with day and officer`() async throws {
        try await Story.tell { story in
            let entered = try await story.register(Letters.land, as: "hdnd.clerk")
            let caseID = try #require(entered["case"].int)
            try await classify(story, Int64(caseID))
            let path = "/api/v1/national/steps"
            let waiting = try await story.http.get(path, as: "hdnd.clerk").json["items"].list
            #expect(waiting.map { $0["event"].text } == ["register", "classify"])
            #expect(waiting.first?["basis"].text?.contains("NĐ 154/2026/NĐ-CP Đ.35") == true && waiting.first?["enteredOn"].isNull == true)
            #expect(try await story.http.get(path, as: "ubnd.clerk").json["items"].list.isEmpty)

            let mark: JSONValue = [
                "steps": [["case": .id(Int64(caseID)), "sequence": 1]], "enteredOn": "2026-11-19", "reference": "QG-0001",
            ]
            let marked = try await story.http.post("/api/v1/national/marks", mark, as: "hdnd.clerk")
            #expect(marked.status == 201 && marked.json["steps"].int == 1 && marked.json["waiting"].int == 1, "\(marked.text)")
            let again = try await story.http.post("/api/v1/national/marks", mark, as: "hdnd.officer")
            #expect(again.status == 409 && again.json["code"].text == "mark_unchanged")
            let done = try await story.http.get(path + "?entered=true", as: "hdnd.leader").json["items"].list
            #expect(done.count == 1 && done[0]["reference"].text == "QG-0001" && done[0]["enteredBy"].text?.isEmpty == false)

            // Part of it is another office's: nothing of it is marked.
            let mixed: JSONValue = [
                "steps": [["case": .id(Int64(caseID)), "sequence": 2], ["case": 999_999, "sequence": 1]], "enteredOn": "2026-11-19",
            ]
            #expect(try await story.http.post("/api/v1/national/marks", mixed, as: "hdnd.clerk").status == 409)
            #expect(try await story.http.get(path, as: "hdnd.clerk").json["items"].list.map { $0["sequence"].int } == [2])
            let ahead: JSONValue = ["steps": [["case": .id(Int64(caseID)), "sequence": 2]], "enteredOn": "2027-01-01"]
            let refused = try await story.http.post("/api/v1/national/marks", ahead, as: "hdnd.clerk")
            #expect(refused.status == 422 && refused.json["errors"][0]["field"].text == "enteredOn")

            let back: JSONValue = ["steps": [["case": .id(Int64(caseID)), "sequence": 1]]]
            #expect(try await story.http.post("/api/v1/national/marks", back, as: "hdnd.officer").json["waiting"].int == 2)
            #expect(try await story.http.get(path + "?stage=settlement", as: "hdnd.clerk").json["items"].list.isEmpty)
            let first = try await story.http.get(path + "?limit=1", as: "hdnd.clerk").json
            let next = try #require(first["next"].text)
            let second = try await story.http.get(path + "?limit=1&cursor=\(next)", as: "hdnd.clerk").json
            #expect(second["items"].list.map { $0["event"].text } == ["classify"] && second["next"].isNull)
        }
    }

    @Test func `the copy sheet holds the fields and nothing that is sealed`() async throws {
        try await Story.tell { story in
            let open = try await story.register(Letters.land, as: "hdnd.clerk")
            let sealed = try await story.register(Letters.denunciation, as: "hdnd.clerk")
            let path = "/api/v1/national/cases/"
            let sheet = try await story.http.get(path + "\(open["case"].int ?? 0)", as: "hdnd.clerk")
            for word in ["Nguyễn Thị Hoẵng", "145012345", "11953", "soDinhDanh1", "Khiếu nại", "Qua bưu chính"] {
                #expect(sheet.text.contains(word), "\(word)")
            }
            let hidden = try await story.http.get(path + "\(sealed["case"].int ?? 0)", as: "hdnd.clerk")
            #expect(hidden.status == 200 && hidden.json["sealed"] == true)
            for word in ["Trần Văn Mẫu", "thu tiền", "biên lai"] { #expect(!hidden.text.contains(word), "\(word)") }
            #expect(try await story.http.get(path + "\(open["case"].int ?? 0)", as: "ubnd.clerk").status == 404)
            let export = try await story.http.get("/api/v1/national/export", as: "hdnd.officer").json
            #expect(export["sheets"].list.count == 2 && export["more"] == false)
        }
    }

    @Test func `the list says nothing of a denunciation and asks for nothing that was taken back`() async throws {
        try await Story.tell { story in
            let path = "/api/v1/national/steps"
            _ = try await story.register(Letters.denunciation, as: "hdnd.clerk")
            let listed = try await story.http.get(path, as: "hdnd.clerk")
            #expect(listed.json["items"][0]["title"].text == "Người tố cáo 01" && !listed.text.contains("thu tiền"), "\(listed.text)")

            // A number that was voided before anything of it was entered is not entered at all; afterwards its voiding is.
            let never = try await story.register(Letters.land, as: "hdnd.clerk")
            let entered = try await story.register(Letters.land, as: "hdnd.clerk")
            let (quiet, told) = (try #require(never["case"].int), try #require(entered["case"].int))
            let early: JSONValue = ["steps": [["case": .id(told), "sequence": 1]], "enteredOn": "2026-11-10"]
            let refused = try await story.http.post("/api/v1/national/marks", early, as: "hdnd.clerk")
            #expect(refused.status == 422 && refused.json["errors"][0]["code"].text == "before_step", "\(refused.text)")
            let mark: JSONValue = ["steps": [["case": .id(told), "sequence": 1]], "enteredOn": "2026-11-19"]
            #expect(try await story.http.post("/api/v1/national/marks", mark, as: "hdnd.clerk").status == 201)
            for number in [quiet, told] { try await story.step(number, "void", ["reason": "Vào sổ hai lần"], as: "hdnd.leader") }
            var waiting = try await story.http.get(path, as: "hdnd.clerk").json["items"].list
            #expect(!waiting.contains { $0["case"].int == quiet })
            #expect(waiting.filter { $0["case"].int == told }.map { $0["event"].text } == ["void"])

            // A step that was revoked is entered neither, nor is its revocation.
            let third = try await story.register(Letters.land, as: "hdnd.clerk")
            let own = try #require(third["case"].int)
            try await classify(story, own)
            try await story.step(own, "revoke", ["reason": "Nhầm đơn"], as: "hdnd.leader")
            waiting = try await story.http.get(path, as: "hdnd.clerk").json["items"].list
            #expect(waiting.filter { $0["case"].int == own }.map { $0["event"].text } == ["register"])
            let sheet = try await story.http.get("/api/v1/national/cases/\(own)", as: "hdnd.clerk").json
            #expect(sheet["steps"].list.map { $0["event"].text } == ["register"])
        }
    }

    @Test func `the sheet carries who accepted until when and who received at a leader's session`() async throws {
        try await Story.tell { story in
            let letter = try await story.register(Letters.changed(Letters.land, ["jurisdiction": "competent"]), as: "ubnd.clerk")
            let own = try #require(letter["case"].int)
            try await story.step(own, "propose_accept", ["summary": "Đủ điều kiện."], as: "ubnd.officer")
            try await story.step(own, "accept", as: "ubnd.leader")
            let sheet = try await story.http.get("/api/v1/national/cases/\(own)", as: "ubnd.clerk").json
            func value(_ sheet: JSONValue, _ name: String) -> String? {
                sheet["groups"].list.flatMap { $0["items"].list }.first { $0["name"].text == name }?["value"].text
            }
            #expect(value(sheet, "ngayThuLy") == "19/11/2026" && value(sheet, "hanGiaiQuyet") != nil && value(sheet, "canBoDuyet") != nil)
            #expect(value(sheet, "ngayNhap") == "19/11/2026")

            let opened = try await story.http.post(
                "/api/v1/sessions",
                [
                    "kind": "ad_hoc", "sessionDate": "2026-11-19", "place": "Trụ sở Tiếp công dân tỉnh", "hostName": "Bà Phạm Thị Chủ Trì",
                    "hostTitle": "Chủ tịch", "ground": "ADHOC-A",
                ], as: "ubnd.clerk")
            let came = try await story.http.post(
                "/api/v1/sessions/\(opened.json["session"].int ?? 0)/visits",
                ["visitors": [["fullName": "Nguyễn Thị Hoẵng"]], "summary": "Đề nghị xem lại."], as: "ubnd.clerk")
            try #require(came.status == 201, "\(came.text)")
            let visit = try await story.http.get("/api/v1/national/cases/\(came.json["case"].int ?? 0)", as: "ubnd.clerk").json
            #expect(value(visit, "lanhDaoTiep") == "Chủ tịch Bà Phạm Thị Chủ Trì" && value(visit, "tiepDinhKy") == "Không")
        }
    }

    @Test func `the printed sheet is one page however long the petition is`() async throws {
        try await Story.tell { story in
            let body = String(repeating: "Trình bày lại toàn bộ sự việc. ", count: 600)
            let entered = try await story.register(Letters.changed(Letters.land, ["body": .text(body)]), as: "hdnd.clerk")
            let own = try #require(entered["case"].int)
            let browser = try await Browser.signedIn(story.world, as: "hdnd.clerk")
            let paper = try await browser.get("/csdl-quoc-gia/\(own)/phieu")
            #expect(paper.status == 200 && paper.has("class=\"sheet\"") && paper.has("sự việc"))
            #expect(paper.text.count < 10_000, "what one page has no room for is left to the file")
            #expect(try await browser.get("/csdl-quoc-gia/\(own)").has("/csdl-quoc-gia/\(own)/phieu"))
        }
    }

    @Test func `letters filed without an entry are entered, marked and exported with their number and ground`() async throws {
        try await Story.tell { story in
            let bag = "/api/v1/postbag/envelopes"
            let came = try await story.http.post(bag, ["arrivedOn": "2026-11-19", "senderName": "Trần Thị Mới"], as: "hdnd.clerk")
            let id = try #require(came.json["id"].int)
            let opened = try await story.http.post(
                bag + "/\(id)/open", ["denunciation": false, "gist": "Chữ mờ", "expectedSequence": came.json["sequence"]], as: "hdnd.clerk")
            try #require(opened.status == 200, "\(opened.text)")
            let proposal = try await story.http.post(
                "/api/v1/postbag/proposals", ["number": "11/PĐX", "ground": "illegible", "envelopes": [.id(id)]], as: "hdnd.clerk")
            let signed = try await story.http.post(
                "/api/v1/postbag/proposals/\(proposal.json["id"].int ?? 0)/sign", [:], as: "hdnd.leader")
            try #require(signed.status == 200, "\(signed.text)")

            let path = "/api/v1/national/arrivals"
            let waiting = try await story.http.get(path, as: "hdnd.clerk")
            #expect(waiting.json["items"].list.map { $0["number"].text } == ["1/2026"] && waiting.json["next"].isNull)
            #expect(waiting.json["items"][0]["ground"].text == "illegible" && !waiting.text.contains("Trần Thị Mới"))
            #expect(try await story.http.get(path, as: "ubnd.clerk").json["items"].list.isEmpty)
            let export = try await story.http.get("/api/v1/national/export", as: "hdnd.officer").json
            #expect(export["arrivals"].list.map { $0["envelope"].int } == [id] && export["sheets"].list.isEmpty)

            let browser = try await Browser.signedIn(story.world, as: "hdnd.clerk")
            let page = try await browser.get("/csdl-quoc-gia/thu-den")
            #expect(page.status == 200 && page.has("Chưa nhập: <strong>1</strong> thư") && page.has("Xếp lưu"))
            #expect(try await browser.get("/csdl-quoc-gia").has("/csdl-quoc-gia/thu-den"))
            let table = try await browser.get("/csdl-quoc-gia/xuat.csv")
            #expect(table.has("\"Thư số đến 1/2026\"") && table.has("\"illegible\""))
            let form = try page.form("/csdl-quoc-gia/thu-den/danh-dau")
            let none = try await browser.submit(form, ["enteredOn": "19/11/2026"])
            #expect(none.status == 422 && none.has("Hãy chọn ít nhất một thư."))
            let done = try await browser.submit(form, ["letter": "\(id).filed", "enteredOn": "19/11/2026"])
            #expect(done.status == 303)
            #expect(try await browser.get("/csdl-quoc-gia/thu-den").has("Không còn thư nào chưa nhập."))
            #expect(try await browser.get("/csdl-quoc-gia/thu-den?da-nhap=1").has("Bỏ đánh dấu đã nhập"))

            let again: JSONValue = ["letters": [["envelope": .id(id), "event": "filed"]], "enteredOn": "2026-11-19"]
            let twice = try await story.http.post(path + "/marks", again, as: "hdnd.clerk")
            #expect(twice.status == 409 && twice.json["code"].text == "mark_unchanged")
            let back: JSONValue = ["letters": [["envelope": .id(id), "event": "filed"]]]
            let taken = try await story.http.post(path + "/marks", back, as: "hdnd.officer")
            #expect(taken.status == 201 && taken.json["waiting"].int == 1, "\(taken.text)")
        }
    }

    @Test func `what a settlement brought is typed on the page and stands on case and sheet`() async throws {
        try await Story.tell { story in
            let letter = try await story.register(Letters.changed(Letters.land, ["jurisdiction": "competent"]), as: "ubnd.clerk")
            let own = try #require(letter["case"].int)
            try await story.step(own, "propose_accept", ["summary": "Đủ điều kiện."], as: "ubnd.officer")
            try await story.step(own, "accept", as: "ubnd.leader")
            try await story.step(own, "find_right", ["summary": "Sai diện tích."], as: "ubnd.officer")
            let browser = try await Browser.signedIn(story.world, as: "ubnd.leader")
            let page = try await browser.get("/ho-so/\(own)")
            #expect(page.has("Số liệu kết quả (không bắt buộc)") && page.has("name=\"f.return_person_money\""))
            try await story.step(
                own, "sign_decision",
                [
                    "result": "right", "document_number": "8/QĐ", "document_date": "2026-11-19", "return_person_money": 82_000_000,
                    "settlement_form": "amended",
                ], as: "ubnd.leader")
            let after = try await browser.get("/ho-so/\(own)")
            #expect(after.has("Kết quả giải quyết") && after.has("82.000.000") && after.has("Sửa đổi quyết định bị khiếu nại"))
            let sheet = try await story.http.get("/api/v1/national/cases/\(own)", as: "ubnd.clerk").json
            let items = sheet["groups"].list.flatMap { $0["items"].list }
            #expect(items.first { $0["name"].text == "traCaNhanTien" }?["value"].text == "82.000.000")
            #expect(items.first { $0["name"].text == "ketQuaGiaiQuyet" }?["code"].text == "right")
        }
    }

    @Test func `a clerk marks steps on the page`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "hdnd.clerk")
            let id = try await WebLoopTests.register(browser)
            let page = try await browser.get("/csdl-quoc-gia")
            #expect(page.status == 200 && page.has("Chưa nhập: <strong>1</strong> bước") && page.has("Vào sổ"))
            let step = try #require(page.value(after: "name=\"step\" value=\""))
            let form = try page.form("/csdl-quoc-gia/danh-dau")
            let none = try await browser.submit(form, ["enteredOn": "19/11/2026"])
            #expect(none.status == 422 && none.has("Hãy chọn ít nhất một bước."))
            let done = try await browser.submit(form, ["step": step, "enteredOn": "19/11/2026"])
            #expect(done.status == 303)
            #expect(try await browser.get("/csdl-quoc-gia").has("Không còn bước nào chưa nhập."))
            let entered = try await browser.get("/csdl-quoc-gia?da-nhap=1")
            #expect(entered.has("19/11/2026") && entered.has("Bỏ đánh dấu đã nhập"))
            let caseID = step.split(separator: ".")[0]
            let sheet = try await browser.get("/csdl-quoc-gia/\(caseID)")
            #expect(sheet.status == 200 && sheet.has("Phiếu nhập cơ sở dữ liệu quốc gia") && sheet.has("Người đứng đơn"))
            #expect(try await browser.get("/don/\(id)").status == 200)
            _ = try await WebLoopTests.register(browser)
            let table = try await browser.get("/csdl-quoc-gia/xuat.csv")
            #expect(table.header("content-type") == "text/csv; charset=utf-8" && table.has("\"Đơn\",\"soDon\""))
            #expect(NationalTable.cell("=1+1") == "\"'=1+1\"" && NationalTable.cell("a\"b") == "\"a\"\"b\"")
        }
    }
}
