import Casework
import Identity
import Law
import TestSupport
import Testing

@testable import Web

@Suite struct WebPageTests {
    @Test func `registering shows what is wrong and keeps what was typed`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "hdnd.clerk")
            let question = try await browser.get("/don/moi")
            #expect(question.has("Đây có phải đơn tố cáo không?") && !question.has("petitioners"))
            let form = try await browser.get("/don/moi?to-cao=khong").form("/don/moi?to-cao=khong")
            let page = try await browser.submit(
                form,
                [
                    "kind": "feedback", "channel": "desk", "receivedOn": "2026-11-25", "title": "Đường hỏng",
                    "body": "<script>alert(1)</script>",
                    "petitioners.fullName": "Ông \"\u{301}onfocus=x", "papers.name": "Ảnh chụp", "papers.pages": "2",
                    "papers.kind": "original",
                ])
            #expect(page.status == 422)
            #expect(page.has("Ngày nhận đơn không được sau hôm nay."))
            #expect(page.has("id=\"receivedOn-loi\""))
            #expect(page.has("value=\"Đường hỏng\"") && page.has("value=\"Ảnh chụp\""))
            #expect(page.has("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.has("<script>alert(1)"))
            #expect(page.has("value=\"Ông &quot;\u{301}onfocus=x\""))
            #expect(try await world.casework.petitions.list(PetitionFilter(), by: world.actor("hdnd.clerk")).items.isEmpty)
        }
    }

    @Test func `petition text is shown as text`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "hdnd.leader")
            let id = try await WebLoopTests.register(
                browser,
                [
                    "kind": "feedback", "channel": "desk", "receivedOn": "2026-11-19", "title": "<img src=x onerror=alert(1)>",
                    "body": "</div><script>alert('x')</script>{{frame.token}}", "petitioners.fullName": "Lê <i>Văn</i> A",
                ])
            #expect(try await browser.get("/don/\(id)").has("<option value=\"feedback\" selected>"), "the form knows what the petition is")
            for path in ["/don/\(id)", "/don", "/", "/don/\(id)/bien-nhan/giay"] {
                let page = try await browser.get(path)
                #expect(page.status == 200)
                #expect(!page.has("<img src=x") && !page.has("<script>alert") && !page.has("<i>Văn"), "\(path)")
                #expect(page.has("Lê &lt;i&gt;Văn&lt;/i&gt; A"), "\(path)")
                #expect(path.hasSuffix("giay") || page.has("&lt;img src=x onerror=alert(1)&gt;"), "\(path)")
            }
            #expect(try await browser.get("/don/\(id)").has("{{frame.token}}"), "typed braces are no template")
        }
    }

    @Test func `a denunciation is entered by reference only`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "hdnd.clerk")
            let blank = try await browser.get("/don/moi?to-cao=co")
            #expect(!blank.has("petitioners.") && !blank.has("representative."))
            let typed: KeyValuePairs<String, String> = [
                "channel": "post", "receivedOn": "2026-11-19", "title": "Tố cáo cán bộ thu tiền sai", "body": "Thu tiền không có biên lai.",
                "pseudonym": "Người tố cáo 01", "paperFileNumber": "TC-01/2026", "personDenounced": "Ông X, kế toán",
                "petitioners.fullName": "Tên thật bị gõ nhầm",
            ]
            let entered = try await browser.submit(try blank.form("/don/moi?to-cao=co"), typed)
            #expect(entered.status == 303)
            let id = try #require(Int64(entered.location.split(separator: "/")[1]))
            let page = try await browser.get("/don/\(id)")
            #expect(page.has("Người tố cáo 01") && page.has("TC-01/2026") && !page.has("Tên thật"))
            #expect(!page.has("data-upload"), "no scans of a denunciation")
            #expect(
                try await browser.get("/don/\(id)/bien-nhan/giay").has(
                    "Đã nhận của ông (bà): người cung cấp thông tin, bí danh Người tố cáo 01"))
            let token = try #require(page.value(after: "data-token=\""))
            let upload = try await browser.post(
                "/don/\(id)/tep?ten=a.pdf", [], raw: Array("%PDF-1.7".utf8), type: "application/octet-stream", token: token)
            #expect(upload.status == 422)
            #expect(upload.has("denunciation_not_scanned"))
        }
    }

    @Test func `a scan goes up, is shown beside the form and to the recipient only`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "hdnd.leader")
            let id = try await WebLoopTests.register(browser)
            let page = try await browser.get("/don/\(id)")
            let token = try #require(page.value(after: "data-token=\""))
            let bytes = Array("%PDF-1.7 bản quét".utf8)
            let path = "/don/\(id)/tep?ten=" + PercentText.encode("Đơn gốc.pdf")
            #expect(try await browser.post(path, [], raw: bytes, type: "application/octet-stream", token: "x").status == 403)
            #expect(
                try await browser.post(path, [], origin: "http://evil.vn", raw: bytes, type: "application/octet-stream", token: token)
                    .status == 403)
            #expect(try await browser.post(path, [], raw: bytes, type: "application/octet-stream", token: token).status == 201)
            let html = try await browser.post(path, [], raw: Array("<html>".utf8), type: "application/octet-stream", token: token)
            #expect(html.status == 422)
            let large = try await browser.post(
                path, [], raw: Array(repeating: 65, count: 1_100_000), type: "application/octet-stream", token: token)
            #expect(large.status == 413)
            let shown = try await browser.get("/don/\(id)")
            let scan = try #require(shown.value(after: "<object class=\"scan\" data=\""))
            let file = try await browser.get(scan)
            #expect(file.bytes == bytes)
            #expect(file.header("Content-Type") == "application/pdf")
            #expect(file.header("Content-Disposition")?.contains("filename*=UTF-8''%C4%90%C6%A1n%20g%E1%BB%91c.pdf") == true)
            #expect(file.header("Content-Security-Policy")?.contains("frame-ancestors 'self'") == true)
            let stranger = try await Browser.signedIn(world, as: "ubnd.leader")
            #expect(try await stranger.get(scan).status == 404)
            #expect(try await stranger.get("/don/\(id)").status == 404)
        }
    }

    @Test func `sessions and visits by clicking`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "btcd.leader")
            let form = try await browser.get("/tiep-dan/moi").form("/tiep-dan/moi")
            let missing = try await browser.submit(form, ["kind": "ad_hoc", "sessionDate": "2026-11-19", "place": "Trụ sở"])
            #expect(missing.status == 422)
            #expect(missing.has("id=\"ground-loi\""))
            let opened = try await browser.submit(
                form, ["kind": "ad_hoc", "sessionDate": "2026-11-19", "place": "Trụ sở", "hostName": "Bà Trưởng ban", "ground": "ADHOC-A"])
            #expect(opened.status == 303)
            let session = try await browser.follow(opened)
            #expect(session.has("Đang tiếp"))
            let new = try #require(
                session.value(after: "href=\"/tiep-dan/").map { "/tiep-dan/" + $0 }.flatMap { _ in
                    session.text.components(between: "href=\"", and: "\"").first { $0.hasSuffix("/luot-moi") }
                })
            let question = try await browser.get(new)
            #expect(question.has("Công dân đến để tố cáo?") && !question.has("visitors."))
            let visitForm = try await browser.get(new + "?to-cao=khong").form(new + "?to-cao=khong")
            let crowd = try await browser.submit(visitForm, ["people": "12", "representatives": "9", "visitors.fullName": "Trần Văn Đoàn"])
            #expect(crowd.status == 422)
            #expect(crowd.has("nhiều nhất 5 người đại diện") && crowd.has("value=\"Trần Văn Đoàn\""))
            let entered = try await browser.submit(
                visitForm,
                [
                    "people": "12", "representatives": "1", "visitors.fullName": "Trần Văn Đoàn", "representative.fullName": "Lê Thị Đại",
                    "summary": "Phản ánh ô nhiễm làng nghề", "request": "Kiểm tra",
                ])
            #expect(entered.status == 303, "\(entered.text.components(between: "role=\"alert\"", and: "</form>").first ?? "")")
            let visit = try await browser.follow(entered)
            #expect(visit.has("Trần Văn Đoàn") && visit.has("Lê Thị Đại") && visit.has("12 người"))
            let petition = try #require(visit.text.components(between: "href=\"", and: "\"").first { $0.hasPrefix("/don/moi?luot=") })
            let prefilled = try await browser.get(petition + "&to-cao=khong")
            #expect(prefilled.has("value=\"Trần Văn Đoàn\"") && prefilled.has("Phản ánh ô nhiễm làng nghề</textarea>"))
            #expect(try await browser.get(String(opened.location.prefix { $0 != "?" })).has("Trần Văn Đoàn"))
            #expect(try await browser.get("/tiep-dan").has("1 lượt, 12 người"))
            let denouncer = try await browser.get(new + "?to-cao=co")
            #expect(!denouncer.has("visitors.") && !denouncer.has("authorised."))
        }
    }

    @Test func `the weekly register is shown, issued once and printed again`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "hdnd.leader")
            _ = try await WebLoopTests.register(browser)
            let page = try await browser.get("/so-tuan?from=2026-11-16&to=2026-11-19")
            #expect(page.has("16/11/2026 – 19/11/2026"))
            let view = try #require(page.value(after: "<iframe class=\"register\" src=\"")).unescaped
            let print = try await browser.get(view)
            #expect(print.has("<p>1/2026</p>"))
            #expect(print.header("Content-Security-Policy")?.contains("script-src") == false)
            let form = try page.form("/so-tuan/phat-hanh")
            #expect(try await browser.submit(form).status == 303)
            #expect(try await browser.submit(form).status == 303, "the same form again")
            let issued = try await world.casework.registers.issued(by: world.actor("hdnd.leader")).items
            #expect(issued.count == 1)
            let id = try #require(issued.first?.id)
            let first = try await browser.get("/so-tuan/\(id)/pdf")
            #expect(first.header("Content-Type") == "application/pdf")
            #expect(try await browser.get("/so-tuan/\(id)/pdf").bytes == first.bytes)
            #expect(try await browser.get("/so-tuan/\(id)").has("<p>1/2026</p>"))
            let early = try await browser.submit(form.changing("to", "2026-11-30").changing("key", "another-key-1"))
            #expect(early.status == 422)
            #expect(early.has("Chỉ phát hành sổ của kỳ đã hết."))
            #expect(try await browser.get("/so-tuan?from=2026-11-19&to=khong").has("Ngày không đúng"))
            #expect(try await Browser.signedIn(world, as: "ubnd.leader").get("/so-tuan/\(id)").status == 404)
        }
    }

    @Test(arguments: ["hdnd.clerk", "hdnd.officer", "hdnd.leader", "kiem.tra"])
    func `every page opens for every role`(officer: String) async throws {
        try await TestWorld.lease { world in
            _ = try await world.casework.administration.addOfficer(
                username: "kiem.tra", fullName: "Kiểm Tra Viên", title: "Thanh tra", organisation: "HY-TTHDND", roles: [.auditor],
                password: .init(of: TestWorld.password, cost: .init(logRounds: 4, blockSize: 8, parallelism: 1)!),
                by: .operator(user: "test"))
            let id = try await WebLoopTests.register(try await Browser.signedIn(world, as: "hdnd.clerk"))
            let file = try await world.casework.petitions.petition(id, by: world.actor("hdnd.clerk")).caseID
            let browser = try await Browser.signedIn(world, as: officer)
            let works = officer != "kiem.tra"
            var paths = [
                "/", "/don", "/don?q=boi+thuong", "/don?timing=overdue&kind=complaint", "/don/\(id)", "/don/\(id)/bien-nhan",
                "/ho-so/\(file)",
            ]
            paths += [
                "/chuyen-den", "/chuyen-di?timing=all", "/tiep-dan", "/so-tuan", "/quy-trinh", "/tra-cuu", "/goi-y/xa?q=pho+hien",
                "/goi-y/co-quan?q=so",
            ]
            paths += world.casework.rulebook.procedures.map { "/quy-trinh/\($0)" }
            for path in paths {
                let page = try await browser.get(path)
                #expect(page.status == 200, "\(path): \(page.text.prefix(200))")
                #expect(!page.has("{{"), "\(path)")
                if !works {
                    #expect(!page.has("action=\"/ho-so/") && !page.has("href=\"/don/moi\"") && !page.has("data-upload"), "\(path)")
                }
            }
            #expect(try await browser.get("/don/moi?to-cao=khong").status == (works ? 200 : 403))
            #expect(try await browser.get("/don/999999").status == 404)
            #expect(try await browser.get("/don/abc").status == 404)
            #expect(try await browser.get("/khong-co").has("Không có trang này."))
            #expect(try await browser.get("/don?cursor=x").status == 422)
        }
    }

    @Test func `suggestions know offices, communes old and new, and duplicates`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "hdnd.clerk")
            let id = try await WebLoopTests.register(browser)
            let twice = try await browser.get(
                "/goi-y/trung" + PercentText.query([("ten", "nguyen thi duom"), ("noi-dung", "bồi thường đất")]))
            #expect(twice.has("\"petition\":\(id)"))
            #expect(try await browser.get("/goi-y/co-quan?q=nong+nghiep").has("Sở Nông nghiệp và Môi trường tỉnh Hưng Yên"))
            #expect(try await browser.get("/goi-y/xa" + PercentText.query([("q", "phố hiến")])).has("(11953)"))
            let stranger = try await Browser.signedIn(world, as: "ubnd.clerk")
            #expect(
                !(try await stranger.get("/goi-y/trung?ten=nguyen+thi+duom").has("\"petition\"")), "other offices' petitions stay theirs")
            let nobody = try await Browser(world).get("/goi-y/trung?ten=nguyen+thi+duom")
            #expect(nobody.status == 401)
            #expect(nobody.has("unauthenticated"))
        }
    }

    @Test func `look-ups are counted`() async throws {
        try await TestWorld.lease { world in
            let browser = try Browser(world, lookupsPerMinute: 3)
            for _ in 0..<3 { #expect(try await browser.get("/tra-cuu?ma=AAAAA-AAAAA-A").status == 404) }
            let last = try await browser.get("/tra-cuu?ma=AAAAA-AAAAA-A")
            #expect(last.status == 429)
            #expect(last.has("Tra cứu quá nhiều lần."))
        }
    }
}
