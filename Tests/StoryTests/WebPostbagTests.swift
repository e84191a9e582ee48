import Casework
import Law
import TestSupport
import Testing

@testable import Web

/// The postbag by keyboard: rows, opening, comparing, one signature.
@Suite struct WebPostbagTests {
    private func enter(_ browser: Browser, _ typed: KeyValuePairs<String, String>) async throws -> Browser.Page {
        let page = try await browser.get("/bi-thu?ngay=2026-11-19")
        return try await browser.submit(try page.form("/bi-thu"), typed)
    }

    @Test func `the clerk types one row after the other`() async throws {
        try await TestWorld.lease { world in
            let clerk = try await Browser.signedIn(world, as: "hdnd.clerk")
            let first = try await enter(
                clerk,
                [
                    "senderName": "Nguyễn Văn An", "addressees": "Chủ tịch; Ban Pháp chế", "arrivedOn": "18/11/2026",
                    "postmarkOn": "16/11/2026",
                    "channel": "forwarded", "marking": "none", "form": "photocopy",
                ])
            #expect(first.status == 303 && first.location.hasPrefix("/bi-thu?ngay=2026-11-18&kenh=forwarded"))
            let next = try await clerk.follow(first)
            #expect(next.has("Đã ghi bì thư, lấy số đến.") && next.has("value=\"18/11/2026\"") && next.has("value=\"forwarded\" selected"))
            #expect(next.has("Nguyễn Văn An") && next.has("Chủ tịch; Ban Pháp chế") && next.has(">1/2026</a>"))
            #expect(next.has("<caption") && next.has("scope=\"col\""))
            let secret = try await enter(clerk, ["arrivedOn": "19/11/2026", "marking": "secret", "senderName": "Ông B"])
            #expect(secret.status == 422 && secret.has("không ghi gì thêm"))
            let clean = try await enter(clerk, ["arrivedOn": "19/11/2026", "marking": "secret"])
            #expect(clean.status == 303)
            let list = try await clerk.get("/bi-thu?ngay=2026-11-19")
            #expect(list.has("Dấu mật") && list.has(">2/2026</a>"), "a refused row takes no number")
            let id = try #require(list.value(after: "href=\"/bi-thu/2"))
            let page = try await clerk.get("/bi-thu/2" + id)
            #expect(page.has("chỉ vào sổ rồi bàn giao nguyên bì") && !page.has("Mở bì"))
            let gone = try await clerk.submit(
                try page.form("/bi-thu/2\(id)/ban-giao"), ["to": "Chủ tịch", "on": "19/11/2026", "time": "8:15", "signed": "1"])
            #expect(try await clerk.follow(gone).has("Chủ tịch (đã ký nhận)"))
            #expect(try await Browser.signedIn(world, as: "ubnd.clerk").get("/bi-thu/2\(id)").status == 404)
        }
    }

    @Test func `one key ties a copy and one signature files the bundle`() async throws {
        try await TestWorld.lease { world in
            let petition = try await world.casework.petitions.register(
                Self.letter, key: nil, by: world.actor("hdnd.clerk"))
            let clerk = try await Browser.signedIn(world, as: "hdnd.clerk")
            _ = try await enter(clerk, ["senderName": "Nguyễn Văn An", "arrivedOn": "19/11/2026", "marking": "none", "channel": "post"])
            let page = try await clerk.get("/bi-thu/1")
            let readings = page.text.components(between: "<form ", and: "</form>").filter { $0.contains("/bi-thu/1/mo") }
            #expect(readings.count == 2, "whether it denounces is asked before a word is typed")
            let open = try page.form("/bi-thu/1/mo").changing("denunciation", "0")
            let compared = try await clerk.follow(
                try await clerk.submit(open, ["senderName": "Nguyễn Văn An", "gist": "Đường làng ngập nước, xin xem xét."]))
            #expect(compared.has("Thư mới") && compared.has("Đường làng ngập nước, xin xem xét.") && compared.has("Đơn số 1/2026"))
            #expect(compared.has("accesskey=\"t\""))
            #expect(try await clerk.get("/bi-thu/1/so-sanh?don=99%2F2026").has("Không có đơn số này trong sổ"))
            let tied = try await clerk.submit(try compared.form("/bi-thu/1/ban-sao"))
            #expect(try await clerk.follow(tied).has("Đã gắn bản sao với đơn gốc."))
            let letter = try await clerk.get("/don/\(petition.petition)")
            #expect(letter.has("Bản sao đã nhận") && letter.has("/bi-thu/luu/moi?bo=\(petition.petition)"))

            let officer = try await Browser.signedIn(world, as: "hdnd.officer")
            _ = try await WebLoopTests.step(
                officer, "/don/\(petition.petition)", "classify",
                ["f.kind": "feedback", "f.eligibility": "ineligible", "f.jurisdiction": "not_competent", "f.reason": "Thiếu chữ ký"])
            let form = try await officer.get("/bi-thu/luu/moi?bo=\(petition.petition)")
            #expect(form.has("Cả bó của đơn số 1/2026") && form.has("kèm 1 bản sao"))
            let proposed = try await officer.submit(
                try form.form("/bi-thu/luu"), ["number": "09/PĐX", "on": "19/11/2026", "ground": "lacks_elements"])
            let paper = try await officer.follow(proposed)
            #expect(paper.has("2 đơn, bì thư trên phiếu") && !paper.has("Ký, lưu cả bó"))
            let leader = try await Browser.signedIn(world, as: "hdnd.leader")
            let signing = try await leader.get("/bi-thu/luu/1")
            let signed = try await leader.submit(try signing.form("/bi-thu/luu/1/ky"), ["on": "19/11/2026"])
            #expect(try await leader.follow(signed).has("Đã ký, đã lưu cả bó đơn."))
            #expect(try await leader.get("/don/\(petition.petition)").has("Đã lưu đơn"))
            #expect(try await leader.get("/bi-thu/luu").has("Đã ký, đã lưu"))
        }
    }

    @Test func `one letter is taken out of the filed bundle`() async throws {
        try await TestWorld.lease { world in
            let clerk = try await Browser.signedIn(world, as: "hdnd.clerk")
            _ = try await enter(clerk, ["senderName": "Nguyễn Văn An", "arrivedOn": "19/11/2026", "marking": "none", "channel": "post"])
            let open = try await clerk.get("/bi-thu/1").form("/bi-thu/1/mo").changing("denunciation", "0")
            _ = try await clerk.submit(open, ["senderName": "Nguyễn Văn An", "gist": "Chữ mờ."])
            let form = try await clerk.get("/bi-thu/luu/moi?bi=1")
            _ = try await clerk.submit(
                try form.form("/bi-thu/luu"), ["bi": "1", "number": "16/PĐX", "on": "19/11/2026", "ground": "illegible"])
            let leader = try await Browser.signedIn(world, as: "hdnd.leader")
            _ = try await leader.submit(try await leader.get("/bi-thu/luu/1").form("/bi-thu/luu/1/ky"), ["on": "19/11/2026"])
            let reader = try await clerk.get("/bi-thu/1")
            #expect(!reader.has("Lấy ra khỏi bó đã lưu"), "a clerk files nothing and takes nothing out")

            let officer = try await Browser.signedIn(world, as: "hdnd.officer")
            let page = try await officer.get("/bi-thu/1")
            #expect(page.has("Lấy ra khỏi bó đã lưu") && page.has("for=\"lay-ra-reason\""))
            let mute = try await officer.submit(try page.form("/bi-thu/1/lay-ra"), ["reason": " ", "on": "19/11/2026"])
            #expect(mute.status == 422 && mute.has("Không được để trống."))
            let out = try await officer.submit(try page.form("/bi-thu/1/lay-ra"), ["reason": "Lưu nhầm", "on": "19/11/2026"])
            #expect(out.status == 303, "\(out.text)")
            let shown = try await officer.follow(out)
            #expect(shown.has("Đã mở, chờ xử lý") && shown.has("Vào sổ đơn mới") && shown.has("/bi-thu/luu/1"))
            let paper = try await officer.get("/bi-thu/luu/1")
            let name = world.officer("hdnd.officer").fullName
            #expect(paper.has("Đã lấy ra ngày 19/11/2026 (\(name)): Lưu nhầm") && paper.has("Đã ký, đã lưu"))
            #expect(try await officer.get("/bi-thu/luu").has("1 (đã lấy ra 1)"))
        }
    }

    @Test func `a letter that denounces goes to the form without names`() async throws {
        try await TestWorld.lease { world in
            let clerk = try await Browser.signedIn(world, as: "hdnd.clerk")
            _ = try await enter(clerk, ["senderName": "Lê Thị Kín", "arrivedOn": "18/11/2026", "marking": "none", "channel": "post"])
            let page = try await clerk.get("/bi-thu/1")
            let open = try page.form("/bi-thu/1/mo").changing("denunciation", "1")
            let opened = try await clerk.follow(try await clerk.submit(open))
            #expect(!opened.has("Lê Thị Kín") && opened.has("/don/moi?bi-thu=1&amp;to-cao=co"))
            let form = try await clerk.get("/don/moi?bi-thu=1&to-cao=co")
            #expect(form.has("value=\"18/11/2026\"") && form.has("name=\"envelope\" value=\"1\"") && !form.has("Lê Thị Kín"))
            let entered = try await clerk.submit(
                try form.form("/don/moi?to-cao=co"),
                [
                    "channel": "post", "receivedOn": "18/11/2026", "title": "Tố cáo thu tiền sai", "body": "Thu tiền không biên lai.",
                    "pseudonym": "Người tố cáo 01", "paperFileNumber": "TC-01", "arrivalNumber": "1",
                ])
            #expect(entered.status == 303, "\(entered.text)")
            #expect(try await clerk.get("/bi-thu/1").has("Đã vào sổ đơn"))
        }
    }

    @Test func `the sheet of an outage is typed row by row`() async throws {
        try await TestWorld.lease { world in
            world.clock.set(Day(2026, 11, 20))
            let clerk = try await Browser.signedIn(world, as: "btcd.clerk")
            #expect(try await clerk.get("/tiep-dan").has("href=\"/tiep-dan/so-giay\""))
            let page = try await clerk.get("/tiep-dan/so-giay?ngay=19/11/2026")
            let placeless = try await clerk.submit(
                try page.form("/tiep-dan/so-giay"), ["number": "1", "fullName": "Vũ Đình Ước", "day": "19/11/2026"])
            #expect(placeless.status == 422 && placeless.has("Chưa có buổi tiếp của ngày này"))
            let first = try await clerk.submit(
                try placeless.form("/tiep-dan/so-giay"),
                ["number": "1", "fullName": "Vũ Đình Ước", "day": "19/11/2026", "place": "Trụ sở", "summary": "Hỏi đền bù"])
            #expect(first.status == 303 && first.location.hasPrefix("/tiep-dan/so-giay?ngay=2026-11-19&so=2"))
            let next = try await clerk.follow(first)
            #expect(next.has("Vũ Đình Ước") && next.has("value=\"2\"") && next.has("08:00 ngày 20/11/2026"))
            let visit = try #require(next.value(after: "href=\"/luot/"))
            let shown = try await clerk.get("/luot/\(visit)")
            #expect(shown.has("19/11/2026") && shown.has("Nhập vào hệ thống lúc"))
        }
    }

    private static var letter: PetitionDraft {
        var draft = PetitionDraft(
            channel: .post, receivedOn: Day(2026, 11, 19), kind: .feedback, title: "Đường làng ngập nước",
            body: "Kính gửi quý cơ quan. Đường làng ngập nước, xin xem xét.")
        draft.petitioners = [PersonDraft(fullName: "Nguyễn Văn An")]
        return draft
    }
}
