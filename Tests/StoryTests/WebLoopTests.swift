import Law
import TestSupport
import Testing

@testable import Web

/// The loop as officers of two offices click it: enter, classify, refer, accept, answer, tell, close; and the citizen looks it up.
@Suite struct WebLoopTests {
    static let letter: KeyValuePairs<String, String> = [
        "kind": "complaint", "channel": "post", "receivedOn": "17/11/2026", "title": "Khiếu nại về bồi thường đất ở thôn 3",
        "body": "Kính gửi các bác,\nnhà tôi bị thu hồi 120 m² mà chưa được đền bù.", "petitioners.fullName": "Nguyễn Thị Đượm",
        "petitioners.idKind": "old_id", "petitioners.idNumber": "145 678 901".filter { $0 != " " },
        "petitioners.communeCode": "Phường Phố Hiến",
        "petitioners.oldAddress": "xã Hồng Nam, thành phố Hưng Yên (cũ)", "wantsReply": "1",
        "papers.name": "Giấy chứng nhận quyền sử dụng đất",
        "papers.pages": "4", "papers.kind": "photocopy",
    ]

    /// - Returns: the id of the petition.
    static func register(_ browser: Browser, _ typed: KeyValuePairs<String, String> = letter) async throws -> Int64 {
        let page = try await browser.get("/don/moi?to-cao=khong")
        let entered = try await browser.submit(try page.form("/don/moi?to-cao=khong"), typed)
        try #require(entered.status == 303, "\(entered.text.components(between: "role=\"alert\"", and: "</form>").first ?? entered.text)")
        return try #require(Int64(entered.location.split(separator: "/")[1]))
    }

    /// Takes a step with the form a page offers for it.
    static func step(
        _ browser: Browser, _ path: String, _ event: String, _ typed: KeyValuePairs<String, String> = [:],
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Browser.Page {
        let page = try await browser.get(path)
        let action = try #require(page.components(action: "/buoc"), "no steps on \(path)", sourceLocation: location)
        let done = try await browser.submit(try page.form(action, event: event), typed)
        try #require(
            done.status == 303, "\(event): \(done.text.components(between: "role=\"alert\"", and: "</div>").joined())",
            sourceLocation: location)
        return try await browser.follow(done)
    }

    @Test func `a complaint goes the whole way by clicking`() async throws {
        try await TestWorld.lease { world in
            let clerk = try await Browser.signedIn(world, as: "hdnd.clerk")
            let id = try await Self.register(clerk)
            let receipt = try await clerk.get("/don/\(id)/bien-nhan?xong=da-vao-so")
            #expect(receipt.has("Đã vào sổ.") && receipt.has("src=\"/don/\(id)/bien-nhan/giay\""))
            let paper = try await clerk.get("/don/\(id)/bien-nhan/giay")
            #expect(paper.has("GIẤY BIÊN NHẬN") && paper.has("Nguyễn Thị Đượm") && paper.has("Tôi là: \(Role.clerk.title) hdnd"))
            #expect(paper.has("<td>Giấy chứng nhận quyền sử dụng đất</td><td class=\"mid\">4</td><td>bản phô tô</td>"))
            #expect(try await clerk.get("/don/\(id)/bien-nhan/pdf").text.hasPrefix("%PDF"))
            #expect(try await Browser.signedIn(world, as: "ubnd.clerk").get("/don/\(id)/bien-nhan/giay").status == 404)
            let code = try #require(receipt.text.components(between: "receipt-code\">", and: "<").first)

            let leader = try await Browser.signedIn(world, as: "hdnd.leader")
            #expect(try await leader.get("/").has("Khiếu nại về bồi thường đất ở thôn 3"))
            let classified = try await Self.step(
                leader, "/don/\(id)", "classify", ["f.kind": "complaint", "f.eligibility": "eligible", "f.jurisdiction": "not_competent"])
            #expect(classified.has("Đã phân loại") && classified.has("Đã ghi nhận."))
            let directed = try await leader.submit(
                try classified.form(try #require(classified.components(action: "/chi-dao"))),
                ["leaderName": "Lãnh đạo hdnd", "givenOn": "2026-11-19", "text": "Chuyển Ủy ban nhân dân phường."])
            #expect(try await leader.follow(directed).has("Chuyển Ủy ban nhân dân phường."))
            let referred = try await Self.step(
                leader, "/don/\(id)", "refer",
                [
                    "f.recipient": "ủy ban nhân dân phường phố hiến", "f.letter_number": "15/TTHDND", "f.letter_date": "19/11/2026",
                    "f.answer_by": "21/12/2026",
                ])
            #expect(referred.has("Đã chuyển đơn, chờ kết quả") && referred.has("15/TTHDND ngày 19/11/2026"))
            let referral = try #require(referred.value(after: "href=\"/chuyen/"))
            #expect(try await leader.get("/chuyen-di").has("Ủy ban nhân dân phường Phố Hiến"))

            let ward = try await Browser.signedIn(world, as: "phohien.leader")
            let inbox = try await ward.get("/chuyen-den")
            #expect(inbox.has("/chuyen/\(referral)"))
            let seen = try await ward.get("/chuyen/\(referral)")
            #expect(seen.has("nhà tôi bị thu hồi 120 m² mà chưa được đền bù."))
            if (try? seen.form(try #require(seen.components(action: "/buoc")), event: "deliver")) != nil {
                _ = try await Self.step(ward, "/chuyen/\(referral)", "deliver", ["f.delivered_on": "2026-11-19"])
            }
            _ = try await Self.step(ward, "/chuyen/\(referral)", "acknowledge")
            let own = try await Self.step(ward, "/chuyen/\(referral)", "accept")
            #expect(own.has("Giải quyết khiếu nại"), "the office's own case opens")
            let early = try await ward.get("/chuyen/\(referral)")
            let form = try early.form(try #require(early.components(action: "/buoc")), event: "answer")
            let flagged = try await ward.submit(form, ["f.result": "explained", "f.summary": "Đã giải thích <b>tại chỗ</b>."])
            #expect(flagged.status == 422)
            #expect(flagged.has("name=\"flag_reason\""), "the breach asks for its reason")
            #expect(flagged.has("Đã giải thích &lt;b&gt;tại chỗ&lt;/b&gt;."), "what was typed is kept")
            let answered = try await Self.step(
                ward, "/chuyen/\(referral)", "answer",
                ["f.result": "explained", "f.summary": "Đã giải thích tại chỗ.", "flag_reason": "Công dân đồng ý, không cần quyết định."])
            #expect(answered.has("có vi phạm thời hạn hoặc điều kiện"))

            let result = try await leader.get("/don/\(id)")
            #expect(result.has("Đã có kết quả giải quyết"))
            let told = try await Self.step(leader, "/don/\(id)", "tell_citizen", ["f.told_on": "2026-11-19", "f.means": "letter"])
            #expect(told.has("<span class=\"badge bg-secondary\">Đã kết thúc</span>"))
            #expect(!told.has("Việc có thể làm"), "a finished case offers no steps but to set right what was written down")

            let citizen = try await Browser(world).get("/tra-cuu" + PercentText.query([("ma", code)]))
            #expect(citizen.has("Thường trực Hội đồng nhân dân tỉnh Hưng Yên") && citizen.has("Việc xử lý đơn của ông/bà đã kết thúc."))
            #expect(!citizen.has("Đượm") && !citizen.has("bồi thường"), "the look-up names nobody and no matter")
        }
    }

    @Test func `a step taken on an old page is told so and shows the case as it is`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "hdnd.leader")
            let id = try await Self.register(browser)
            let old = try await browser.get("/don/\(id)")
            let form = try old.form(try #require(old.components(action: "/buoc")), event: "classify")
            _ = try await Self.step(
                browser, "/don/\(id)", "classify", ["f.kind": "complaint", "f.eligibility": "eligible", "f.jurisdiction": "competent"])
            let late = try await browser.submit(form, ["f.kind": "feedback", "f.eligibility": "eligible", "f.jurisdiction": "competent"])
            #expect(late.status == 409)
            #expect(late.has("Hồ sơ đã được người khác cập nhật.") && late.has("Đã phân loại"))
        }
    }

    @Test func `a refused step keeps the form, names the field and the article`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "hdnd.leader")
            let id = try await Self.register(browser)
            let page = try await browser.get("/don/\(id)")
            let form = try page.form(try #require(page.components(action: "/buoc")), event: "classify")
            let empty = try await browser.submit(form, ["f.kind": "complaint", "f.eligibility": "", "f.jurisdiction": "competent"])
            #expect(empty.status == 422)
            #expect(empty.has("is-invalid") && empty.has("id=\"classify-f-eligibility-loi\""))
            #expect(empty.has("<option value=\"complaint\" selected>"))
            let future = try await browser.submit(
                form, ["f.kind": "complaint", "f.eligibility": "eligible", "f.jurisdiction": "competent", "occurred_on": "2026-12-01"])
            #expect(future.has("id=\"classify-occurred-on-loi\""))
            _ = try await Self.step(
                browser, "/don/\(id)", "classify", ["f.kind": "complaint", "f.eligibility": "eligible", "f.jurisdiction": "not_competent"])
            let refer = try await browser.get("/don/\(id)")
            let unknown = try await browser.submit(
                try refer.form(try #require(refer.components(action: "/buoc")), event: "refer"),
                ["f.recipient": "Sở Không Có Thật", "f.letter_number": "1", "f.letter_date": "2026-11-19"])
            #expect(unknown.status == 422)
            #expect(unknown.has("Không có cơ quan “Sở Không Có Thật” trong danh mục."))
            let misread = try await browser.submit(
                try refer.form(try #require(refer.components(action: "/buoc")), event: "refer"),
                ["f.recipient": "Sở Nông nghiệp và Môi trường tỉnh Hưng Yên", "f.letter_number": "1", "f.letter_date": "31/02/2026"])
            #expect(misread.has("id=\"refer-f-letter-date-loi\"") && misread.has("Ngày không đúng; ghi như 21/11/2026."))
            let own = try await browser.submit(
                try refer.form(try #require(refer.components(action: "/buoc")), event: "refer"),
                ["f.recipient": "Thường trực Hội đồng nhân dân tỉnh Hưng Yên", "f.letter_number": "1", "f.letter_date": "2026-11-19"])
            #expect(own.status == 422)
            #expect(own.has("Căn cứ: "), "the article stands beside the refusal")
        }
    }

    @Test func `a box that must be answered says no when it is not ticked`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "ubnd.leader")
            let id = try await Self.register(
                browser,
                [
                    "kind": "feedback", "channel": "post", "receivedOn": "19/11/2026", "title": "Thủ tục đất đai rườm rà",
                    "body": "Kính gửi quý cơ quan.", "jurisdiction": "competent", "petitioners.fullName": "Nguyễn Văn An",
                ])
            let page = try await Self.step(browser, "/don/\(id)", "about_regulation", ["f.reason": "Quy định của tỉnh"])
            #expect(page.has("Đã ghi nhận."))
        }
    }

    @Test func `a part of a split letter opens with its writer and is not kept by the browser`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "hdnd.leader")
            let id = try await Self.register(
                browser,
                [
                    "kind": "mixed", "channel": "post", "receivedOn": "16/11/2026", "title": "Đất đai và điện",
                    "body": "Kính gửi quý cơ quan.",
                    "petitioners.fullName": "Nguyễn Thị Đượm",
                ])
            _ = try await Self.step(
                browser, "/don/\(id)", "classify", ["f.kind": "mixed", "f.eligibility": "eligible", "f.jurisdiction": "competent"])
            let page = try await Self.step(browser, "/don/\(id)", "split", ["f.reason": "Hai nội dung"])
            #expect(page.has("Đơn đã được tách nhưng chưa có phần nào được vào sổ.") && page.has("href=\"/don/moi?tach=\(id)\""))
            let path = "/don/moi?to-cao=khong&tach=\(id)"
            let blank = try await browser.get(path)
            #expect(blank.has("value=\"Nguyễn Thị Đượm\"") && blank.has("value=\"16/11/2026\"") && blank.has("value=\"\(id)\""))
            #expect(blank.header("Cache-Control") == "no-store", "it holds somebody's name")
            let entered = try await browser.submit(
                try blank.form("/don/moi?to-cao=khong"),
                [
                    "kind": "feedback", "channel": "post", "receivedOn": "16/11/2026", "title": "Phần về điện", "body": "Điện yếu.",
                    "petitioners.fullName": "Nguyễn Thị Đượm", "partOf": "\(id)",
                ])
            try #require(entered.status == 303, "\(entered.text)")
            let whole = try await browser.get("/don/\(id)")
            #expect(!whole.has("chưa có phần nào"))
        }
    }
}

extension Browser.Page {
    /// The first form action of a case that ends so.
    func components(action ending: String) -> String? {
        text.components(between: "action=\"", and: "\"").first { $0.hasPrefix("/ho-so/") && $0.hasSuffix(ending) }
    }
}
