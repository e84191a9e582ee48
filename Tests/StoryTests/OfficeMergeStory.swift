import Casework
import Identity
import Law
import Postgres
import TestSupport
import Testing

@testable import Web

/// A commune's clerk after her commune became part of another one: over HTTP, and on her pages.
@Suite struct OfficeMergeStory {
    private static let `operator` = Actor.operator(user: "test")

    /// The neighbour commune with a clerk and an officer, and the office that will follow both.
    private func neighbours(_ world: TestWorld) async throws {
        let desk = world.casework.administration
        for (code, name, commune) in [
            ("HY-UB-QC", "xã Quảng Châu", "11977"), ("HY-UB-SN", "phường Sơn Nam", "11977"),
        ] {
            var new = AdministrationDesk.NewOrganisation(
                code: code, kind: .communeCommittee, level: "commune", name: "Ủy ban nhân dân \(name)", shortName: "UBND \(name)",
                symbol: code)
            new.province = "33"
            new.commune = commune
            if code == "HY-UB-SN" { new.since = Day(2026, 11, 19) }
            _ = try await desk.addOrganisation(new, by: Self.operator)
        }
        let password = PasswordHash(
            of: TestWorld.password, cost: .init(logRounds: 4, blockSize: 8, parallelism: 1)!, random: .seeded("story"))
        for role in [Role.clerk, .officer] {
            _ = try await desk.addOfficer(
                username: "qc.\(role.rawValue)", fullName: "\(role.title) Quảng Châu", title: role.title, organisation: "HY-UB-QC",
                roles: [role], password: password, by: Self.operator)
        }
    }

    private func merge(_ world: TestWorld) async throws {
        let merge = OfficeMerge(olds: ["HY-UB-11953", "HY-UB-QC"], into: "HY-UB-SN", on: Day(2026, 11, 19))
        _ = try await world.casework.offices.merge(merge, preview: false, owner: world.owner, by: Self.operator)
    }

    @Test func `the clerk finds her petition by its old number and the referral is answered`() async throws {
        try await Story.tell { story in
            try await neighbours(story.world)
            let ours = try await story.register(Letters.drain, as: "phohien.clerk")
            let theirs = try await story.register(
                Letters.changed(Letters.drain, ["title": "Đề nghị dọn chợ tạm Quảng Châu"]), as: "qc.clerk")
            #expect(ours["number"].int == 1 && theirs["number"].int == 1)
            let sent = try await story.register(Letters.changed(Letters.drain, ["title": "Đề nghị sửa cống"]), as: "hdnd.clerk")
            let own = try #require(sent["case"].int)
            try await story.step(
                own, "classify", ["kind": "feedback", "eligibility": "eligible", "jurisdiction": "not_competent"], as: "hdnd.officer")
            let referred = try await story.step(
                own, "refer", ["recipient": .id(story.world.office("phohien")), "letter_number": "9/CV", "letter_date": "2026-11-19"],
                as: "hdnd.officer")
            let referral = try #require(referred["created"]["referral"].int)
            let referralCase = try #require(referred["created"]["referralCase"].int)
            let before = try await story.http.get("/api/v1/cases/\(referralCase)/clocks", as: "hdnd.clerk").json
            let old = story.world.office("phohien")

            try await merge(story.world)

            let me = try await story.http.get("/api/v1/me", as: "phohien.clerk").json
            #expect(me["organisationName"].text == "Ủy ban nhân dân phường Sơn Nam")
            let found = try await story.http.get("/api/v1/petitions?q=1/2026", as: "phohien.clerk").json["items"].list
            #expect(Set(found.compactMap { $0["book"].text }) == ["Ủy ban nhân dân phường Phố Hiến", "UBND xã Quảng Châu"])
            let named = try await story.http.get("/api/v1/petitions?q=ch%E1%BB%A3+t%E1%BA%A1m", as: "phohien.clerk").json["items"].list
            #expect(named.compactMap { $0["petition"].int } == [theirs["petition"].int])
            let offices = try await story.http.get("/api/v1/organisations?q=quang+chau", as: "hdnd.clerk").json["items"].list
            #expect(offices.compactMap { $0["note"].text } == ["Ủy ban nhân dân xã Quảng Châu (cũ)"])

            try await story.step(referralCase, "accept", as: "qc.officer")
            try await story.step(
                referralCase, "answer", ["result": "settled", "summary": "Đã sửa cống.", "flag_reason": "Đã xử lý xong."],
                as: "phohien.officer")
            #expect(try await story.state(own, as: "hdnd.clerk") == "result_in")
            let shown = try await story.http.get("/api/v1/referrals/\(referral)", as: "phohien.clerk").json
            #expect(shown["state"].text == "answered")
            let after = try await story.http.get("/api/v1/cases/\(referralCase)/clocks", as: "hdnd.clerk").json
            #expect(after["items"].list.compactMap { $0["due"].text } == before["items"].list.compactMap { $0["due"].text })

            // The register by the new office, and by the old one.
            let books = try await story.http.get("/api/v1/registers/books", as: "phohien.clerk").json["items"].list
            #expect(books.count == 3 && books[0]["code"].text == "HY-UB-SN" && books[1]["closedOn"].text == "2026-11-18")
            let week = "/api/v1/registers/weekly?from=2026-11-16&to=2026-11-22"
            let whole = try await story.http.get(week, as: "phohien.clerk").json
            let part = try await story.http.get(week + "&book=\(old)", as: "qc.clerk").json
            #expect(whole["received"].list.count == 3 && part["received"].list.count == 1)
            #expect(part["organisationName"].text == "Ủy ban nhân dân phường Phố Hiến" && part["received"][0]["code"].text == "1/2026")
            let stranger = try await story.http.get(week + "&book=\(old)", as: "hdnd.clerk")
            #expect(stranger.status == 422 && stranger.json["errors"][0]["code"].text == "unknown_book")
        }
    }

    @Test func `her browser stays signed in and her pages show both books`() async throws {
        try await TestWorld.lease { world in
            try await neighbours(world)
            var draft = PetitionDraft(
                channel: .post, receivedOn: Day(2026, 11, 19), kind: .feedback, title: "Đường làng ngập nước",
                body: "Kính gửi quý cơ quan.")
            draft.petitioners = [PersonDraft(fullName: "Nguyễn Văn An")]
            let entered = try await world.casework.petitions.register(draft, key: nil, by: world.actor("phohien.clerk"))
            let browser = try await Browser.signedIn(world, as: "phohien.clerk")
            let old = world.office("phohien")
            try await merge(world)
            let list = try await browser.get("/don?q=1/2026")
            #expect(list.status == 200 && list.has("1/2026 (Ủy ban nhân dân phường Phố Hiến)"))
            let page = try await browser.get("/don/\(entered.petition)")
            #expect(page.status == 200 && page.has("Đơn số 1/2026 (Ủy ban nhân dân phường Phố Hiến)"))
            #expect(page.has("Chuyển cơ quan do sắp xếp tổ chức"))
            let week = try await browser.get("/so-tuan?from=2026-11-16&to=2026-11-22&book=\(old)")
            #expect(week.has("Sổ của") && week.has("sổ của Ủy ban nhân dân phường Phố Hiến (cũ)"))
            #expect(!week.has("Phát hành, đánh số"), "an old book is closed")
            let register = try await browser.get("/so-tuan/xem?from=2026-11-16&to=2026-11-22&book=\(old)")
            #expect(register.has("<p>1/2026</p>"))
        }
    }

    @Test func `what was owed entered and kept before is told by the old offices and by the new one`() async throws {
        try await Story.tell { story in
            try await neighbours(story.world)
            let ours = try await story.register(Letters.drain, as: "phohien.clerk")
            let theirs = try await story.register(
                Letters.changed(Letters.drain, ["title": "Đề nghị dọn chợ tạm Quảng Châu"]), as: "qc.clerk")
            let old = story.world.office("phohien")
            try await merge(story.world)
            let fresh = try await story.register(Letters.changed(Letters.drain, ["title": "Đề nghị sửa cầu"]), as: "qc.clerk")
            let books = try await story.http.get("/api/v1/registers/books", as: "qc.clerk").json["items"].list
            let new = try #require(books.first?["id"].int)

            // Who owed reception in October, and how the month of the change stands.
            let duties = "/api/v1/reports/reception-duties?from=2026-10-01&to=2026-11-30"
            let whole = try await story.http.get(duties, as: "phohien.clerk").json["months"]
            #expect(whole[0]["offices"].list.compactMap { $0["code"].text }.first == "HY-UB-SN")
            #expect(whole[0]["offices"][0]["duties"].list.isEmpty && whole[0]["offices"][0]["since"].text == "2026-11-19")
            let olds = whole[0]["offices"].list.dropFirst()
            #expect(Set(olds.compactMap { $0["code"].text }) == ["HY-UB-11953", "HY-UB-QC"])
            #expect(olds.allSatisfy { $0["succeeded"].flag == true && $0["closedOn"].text == "2026-11-18" })
            let october = try #require(whole[0]["together"].list.first { $0["duty"].text == "commune_chair" })
            #expect(october["offices"].int == 2 && october["required"].int == 4 && october["missing"].int == 4)
            let chairs = whole[1]["offices"].list.compactMap { office in
                office["duties"].list.first { $0["duty"].text == "commune_chair" }
            }
            #expect(chairs.compactMap { $0["verdict"].text } == ["to_come", "not_owed", "not_owed"])
            let part = try await story.http.get(duties + "&book=\(old)", as: "qc.clerk").json["months"]
            #expect(part[0]["offices"].list.compactMap { $0["code"].text } == ["HY-UB-11953"])
            #expect(part[0]["offices"][0]["duties"].list.last?["verdict"].text == "short" && part[0]["together"].list.isEmpty)

            // The lists by the book in which a number stands.
            func listed(_ book: Int64) async throws -> [Int64] {
                let page = try await story.http.get("/api/v1/petitions?book=\(book)", as: "phohien.clerk").json
                return page["items"].list.compactMap { $0["petition"].int }
            }
            let before = try await listed(old)
            let since = try await listed(new)
            #expect(before == [ours["petition"].int] && since == [fresh["petition"].int])
            let found = try await story.http.get("/api/v1/petitions?q=1/2026&book=\(old)", as: "qc.clerk").json["items"].list
            #expect(found.compactMap { $0["petition"].int } == [ours["petition"].int])
            let steps = try await story.http.get("/api/v1/national/steps?book=\(old)", as: "qc.clerk").json["items"].list
            #expect(!steps.isEmpty && steps.allSatisfy { $0["case"].int == ours["case"].int })
            let export = try await story.http.get("/api/v1/national/export?book=\(old)", as: "qc.clerk").json
            #expect(export["office"].text == "Ủy ban nhân dân phường Phố Hiến" && export["sheets"].list.count == 1)
            let everything = try await story.http.get("/api/v1/national/export", as: "qc.clerk").json
            #expect(everything["office"].text == "Ủy ban nhân dân phường Sơn Nam" && everything["sheets"].list.count == 3)
            for path in [duties + "&book=\(old)", "/api/v1/petitions?book=\(old)", "/api/v1/national/steps?book=\(old)"] {
                let stranger = try await story.http.get(path, as: "hdnd.clerk")
                #expect(stranger.status == 422 && stranger.json["errors"][0]["code"].text == "unknown_book", "\(path)")
            }
            #expect(theirs["number"].int == 1)
        }
    }

    @Test func `her pages are filtered by the old book`() async throws {
        try await TestWorld.lease { world in
            try await neighbours(world)
            func entered(_ title: String, by clerk: Actor) async throws {
                var draft = PetitionDraft(
                    channel: .post, receivedOn: Day(2026, 11, 19), kind: .feedback, title: title, body: "Kính gửi quý cơ quan.")
                draft.petitioners = [PersonDraft(fullName: "Nguyễn Văn An")]
                _ = try await world.casework.petitions.register(draft, key: nil, by: clerk)
            }
            try await entered("Đường làng ngập nước", by: world.actor("phohien.clerk"))
            try await entered("Chợ tạm lấn đường", by: .officer(try await world.casework.signIn.impersonate(username: "qc.clerk")))
            let browser = try await Browser.signedIn(world, as: "phohien.clerk")
            let old = world.office("phohien")
            let alone = try await browser.get("/don")
            #expect(!alone.has("name=\"book\""), "an office that took over from nobody has one book")
            try await merge(world)

            let both = try await browser.get("/don")
            #expect(both.has("name=\"book\"") && both.has("Đường làng ngập nước") && both.has("Chợ tạm lấn đường"))
            let list = try await browser.get("/don?book=\(old)")
            #expect(list.has("Đường làng ngập nước") && !list.has("Chợ tạm lấn đường"))
            let national = try await browser.get("/csdl-quoc-gia?book=\(old)")
            #expect(national.has("Đường làng ngập nước") && !national.has("Chợ tạm lấn đường"))
            #expect(national.has("/csdl-quoc-gia/xuat.csv?book=\(old)") && national.has("name=\"book\" value=\"\(old)\""))
            let table = try await browser.get("/csdl-quoc-gia/xuat.csv?book=\(old)")
            #expect(table.has("Đường làng ngập nước") && !table.has("Chợ tạm lấn đường"))

            let october = try await browser.get("/tiep-dan/nghia-vu?thang=2026-10")
            #expect(october.has("<h2>Ủy ban nhân dân phường Phố Hiến</h2>") && october.has("<h2>Ủy ban nhân dân xã Quảng Châu</h2>"))
            #expect(october.has("Chưa có nghĩa vụ nào trong tháng này.") && october.has("Cơ quan hoạt động từ ngày 19/11/2026."))
            #expect(october.has("Tính chung các đơn vị") && october.has("Thiếu 4 ngày") && october.has("Đơn vị mới và các đơn vị cũ"))
            let now = try await browser.get("/tiep-dan/nghia-vu?thang=2026-11")
            #expect(now.has("Cơ quan hoạt động đến hết ngày 18/11/2026.") && now.has("Không tính riêng tháng này"))
            let part = try await browser.get("/tiep-dan/nghia-vu?thang=2026-10&book=\(old)")
            #expect(part.has("Thiếu 2 ngày") && !part.has("<h2>Ủy ban nhân dân xã Quảng Châu</h2>") && !part.has("Tính chung các đơn vị"))
            #expect(part.has("thang=2026-09&amp;book=\(old)"), "leafing keeps the unit")
            #expect(try await browser.get("/tiep-dan/nghia-vu?book=\(world.office("hdnd"))").status == 422)
        }
    }
}
