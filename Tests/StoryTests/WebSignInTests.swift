import Casework
import HTTPTypes
import Law
import TestSupport
import Testing

@testable import Web

@Suite struct WebSignInTests {
    @Test func `an officer signs in, works and signs out`() async throws {
        try await TestWorld.lease { world in
            let browser = try Browser(world)
            let sent = try await browser.get("/don?q=x")
            #expect(sent.status == 303)
            #expect(sent.location == "/dang-nhap?tiep=%2Fdon%3Fq%3Dx")
            let form = try await browser.follow(sent).form("/dang-nhap")
            let wrong = try await browser.submit(form, ["username": "hdnd.clerk", "password": "sai"])
            #expect(wrong.status == 401)
            #expect(wrong.has("Tên đăng nhập hoặc mật khẩu không đúng."))
            #expect(wrong.has("value=\"hdnd.clerk\""))
            #expect(!wrong.has("sai"))
            let right = try await browser.submit(form, ["username": "hdnd.clerk", "password": TestWorld.password])
            #expect(right.status == 303)
            #expect(right.location == "/don?q=x")
            let cookie = right.headers[values: .setCookie].first { $0.hasPrefix("tiepdan=") } ?? ""
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"))
            #expect(!cookie.contains("Secure"))
            let home = try await browser.get("/")
            #expect(home.status == 200)
            #expect(home.has("Bàn làm việc"))
            #expect(home.header("Cache-Control") == "no-store")
            #expect(home.header("X-Content-Type-Options") == "nosniff")
            let policy = home.header("Content-Security-Policy") ?? ""
            #expect(policy.contains("script-src 'self'") && policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"))
            let old = browser.session
            let out = try await browser.submit(try home.form("/dang-xuat"))
            #expect(out.location == "/dang-nhap")
            browser.cookie("tiepdan", old)
            #expect(try await browser.get("/").status == 303, "the closed session opens nothing")
        }
    }

    @Test func `a form from elsewhere is refused`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "hdnd.leader")
            let form = try await browser.get("/tiep-dan/lich").form("/tiep-dan/lich")
            let typed: [(String, String)] = [
                ("place", "Trụ sở tiếp công dân"), ("hours", "7 giờ 30"), ("validFrom", "2026-12-14"), ("publishedOn", "2026-11-19"),
            ]
            let whole = form.hidden + typed
            for (origin, site) in [("http://evil.vn", nil), (nil, nil), (nil, "cross-site"), (nil, "same-site"), ("null", "same-origin")]
                as [(String?, String?)]
            {
                let page = try await browser.post(form.action, whole, origin: origin, fetchSite: site)
                #expect(page.status == 403)
                #expect(page.has("foreign_origin"))
            }
            let other = try await Browser.signedIn(world, as: "hdnd.officer").get("/tiep-dan/lich").form("/tiep-dan/lich")
            for token in ["", "x", other["token"]] {
                let page = try await browser.post(form.action, form.changing("token", token).hidden + typed)
                #expect(page.status == 403)
                #expect(page.has("form_token_invalid"))
            }
            #expect(try await world.casework.sessions.schedules(by: world.actor("hdnd.leader")).isEmpty)
            #expect(try await browser.post(form.action, whole, origin: nil, fetchSite: "same-origin").status == 303)
            #expect(try await browser.post(form.action, whole).status == 303, "the same form again")
            #expect(try await world.casework.sessions.schedules(by: world.actor("hdnd.leader")).count == 1)
        }
    }

    @Test func `bodies that are too large or no form are turned away`() async throws {
        try await TestWorld.lease { world in
            let small = try Browser(world, formBytes: 2000)
            let form = try await small.get("/dang-nhap").form("/dang-nhap")
            let large = try await small.submit(form, ["username": String(repeating: "a", count: 3000)])
            #expect(large.status == 413)
            #expect(large.header("Connection") == "close")
            let json = try await small.post("/dang-nhap", [], raw: Array("{}".utf8), type: "application/json")
            #expect(json.status == 400)
            let broken = try await small.post("/dang-nhap", [], raw: Array("token=%FF".utf8))
            #expect(broken.status == 400)
            #expect(broken.has("malformed_form"))
        }
    }

    @Test func `the browser keeps an empty form and nobody else's`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "hdnd.clerk")
            #expect(try await browser.get("/don/moi?to-cao=khong").header("Cache-Control") == "private, no-cache")
            for path in ["/don/moi", "/don/moi?to-cao=co", "/don", "/"] {
                #expect(try await browser.get(path).header("Cache-Control") == "no-store", "\(path)")
            }
            let form = try await browser.get("/don/moi?to-cao=khong").form("/don/moi?to-cao=khong")
            #expect(form["organisation"] == String(world.office("hdnd")))
            let moved = try await browser.submit(form.changing("organisation", String(world.office("ubnd"))), WebLoopTests.letter)
            #expect(moved.status == 409 && moved.has("Biểu mẫu này được mở khi làm việc tại cơ quan khác."))
            #expect(moved.has("nhà tôi bị thu hồi 120 m² mà chưa được đền bù."), "what was typed is kept")
            #expect(try await world.casework.petitions.list(PetitionFilter(), by: world.actor("hdnd.clerk")).items.isEmpty)
            let again = try await browser.submit(try moved.form("/don/moi?to-cao=khong"), WebLoopTests.letter)
            #expect(again.status == 303)
            let out = try await browser.submit(try browser.get("/").form("/dang-xuat"))
            #expect(out.header("Clear-Site-Data") == "\"cache\"")
        }
    }

    @Test func `an officer of two offices changes seats`() async throws {
        try await TestWorld.lease { world in
            try await world.casework.administration.grant(.officer, to: "hdnd.clerk", in: "HY-BTCD", by: .operator(user: "test"))
            let browser = try await Browser.signedIn(world, as: "hdnd.clerk")
            let home = try await browser.get("/")
            #expect(home.has("<span class=\"office\">Thường trực Hội đồng nhân dân tỉnh Hưng Yên"))
            let form = try home.form("/doi-co-quan")
            let moved = try await browser.submit(form, ["organisation": String(world.office("btcd"))])
            #expect(try await browser.follow(moved).has("<span class=\"office\">Ban Tiếp công dân tỉnh Hưng Yên"))
            let refused = try await browser.submit(form, ["organisation": String(world.office("ubnd"))])
            #expect(refused.status == 403)
        }
    }
}
