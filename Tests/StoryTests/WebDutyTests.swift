import Casework
import Law
import Postgres
import TestSupport
import Testing

@testable import Web

/// The page of reception duties, and the same counting as JSON.
@Suite struct WebDutyTests {
    @Test func `an office reads what it owes this month and leafs through the others`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "phohien.clerk")
            #expect(try await browser.get("/tiep-dan").has("href=\"/tiep-dan/nghia-vu\""))
            let page = try await browser.get("/tiep-dan/nghia-vu")
            #expect(page.status == 200)
            #expect(page.has("Nghĩa vụ tiếp công dân tháng 11/2026") && page.has("Theo quy định áp dụng từ 01/07/2026."))
            #expect(page.has("Chủ tịch Ủy ban nhân dân cấp xã") && page.has("ít nhất 2 ngày/tháng và đột xuất"))
            #expect(page.has("Còn phải tiếp 2 ngày") && page.has("0/2 ngày"))
            #expect(page.has("không ấn định số ngày"), "regular reception at the commune has no number")
            #expect(page.has("href=\"/tiep-dan/nghia-vu?thang=2026-10\"") && page.has("href=\"/tiep-dan/nghia-vu?thang=2026-12\""))
            #expect(!page.has("cap-duoi") && !page.has("tạm tính"))
            let before = try await browser.get("/tiep-dan/nghia-vu?thang=2026-06")
            #expect(before.has("ít nhất 1 ngày/tuần") && before.has("Theo quy định áp dụng từ 01/07/2014.") && before.has("Thiếu 4 ngày"))
            let never = try await browser.get("/tiep-dan/nghia-vu?thang=2014-06")
            #expect(never.has("Chưa có quy định áp dụng cho tháng này.") && never.has("Chưa có nghĩa vụ nào"))
            #expect(try await browser.get("/tiep-dan/nghia-vu?thang=11-2026").status == 422)
            #expect(try await browser.get("/tiep-dan/nghia-vu?cap-duoi=1").status == 403)
        }
    }

    @Test func `an open number and an unannounced holiday are told`() async throws {
        try await TestWorld.lease { world in
            let council = try await Browser.signedIn(world, as: "hdnd.clerk")
            let page = try await council.get("/tiep-dan/nghia-vu")
            #expect(page.has("chưa quy định, theo quy chế của cơ quan") && page.has("Chưa quy định"))
            let board = try await Browser.signedIn(world, as: "btcd.clerk")
            let tet = try await board.get("/tiep-dan/nghia-vu?thang=2027-02")
            #expect(tet.has("mọi ngày làm việc và đột xuất") && tet.has(">tạm tính</span>"))
            #expect(tet.has("Tạm tính: lịch nghỉ chưa được công bố chính thức."))
            let now = try await board.get("/tiep-dan/nghia-vu")
            #expect(now.has("0/14 ngày làm việc đến nay (cả tháng 20)") && now.has("Thiếu 13 ngày, còn phải tiếp 7 ngày"))
        }
    }

    @Test func `what was held is on the page and a substitute beside it`() async throws {
        try await TestWorld.lease { world in
            let office = "phohien"
            for (day, substitute) in [(Day(2026, 11, 20), false), (Day(2026, 11, 23), true)] {
                var draft = SessionDraft(kind: .scheduled, sessionDate: day, place: "Phòng tiếp công dân")
                draft.hostName = "Bà Trần Thị Chủ Tịch"
                draft.substitute = substitute
                draft.substituteReason = substitute ? "Đi công tác" : nil
                let opened = try await world.casework.sessions.open(draft, key: nil, by: world.actor("\(office).clerk"))
                let late: [String: FactInput] = ["flag_reason": .text("Lịch thay đổi")]
                _ = try await world.casework.cases.step(
                    opened.caseID, EventDraft(event: "publish", occurredOn: nil, facts: late, expectedSequence: 1), key: nil,
                    by: world.actor("\(office).officer"))
                world.clock.set(day)
                _ = try await world.casework.cases.step(
                    opened.caseID, EventDraft(event: "start", occurredOn: nil, facts: [:], expectedSequence: 2), key: nil,
                    by: world.actor("\(office).clerk"))
            }
            let page = try await Browser.signedIn(world, as: "phohien.leader").get("/tiep-dan/nghia-vu")
            #expect(page.has("1/2 ngày: 20/11") && page.has("Tiếp thay, không tính: 23/11") && page.has("Còn phải tiếp 1 ngày"))
            #expect(!page.has("Trần Thị Chủ Tịch"), "no names")
        }
    }

    @Test func `a provincial leader looks at the offices below`() async throws {
        try await TestWorld.lease { world in
            let (ubnd, commune) = (world.office("ubnd"), world.office("phohien"))
            try await world.superuser.write { db in
                try db.run("update tiepdan.organisation set parent = \(ubnd) where id = \(commune)")
            }
            let leader = try await Browser.signedIn(world, as: "ubnd.leader")
            let own = try await leader.get("/tiep-dan/nghia-vu")
            #expect(own.has("Cả các cơ quan cấp dưới") && !own.has("phường Phố Hiến"))
            let all = try await leader.get("/tiep-dan/nghia-vu?cap-duoi=1")
            #expect(all.has("Ủy ban nhân dân phường Phố Hiến") && all.has("Chỉ cơ quan này"))
            #expect(all.has("thang=2026-10&amp;cap-duoi=1"), "leafing keeps the reach")
        }
    }

    @Test func `the same as JSON`() async throws {
        try await Story.tell { story in
            let answer = try await story.http.get("/api/v1/reports/reception-duties", as: "hdnd.clerk")
            #expect(answer.status == 200, "\(answer.text)")
            let month = answer.json["months"][0]
            #expect(month["month"].text == "2026-11" && month["lawFrom"].text == "2026-07-01")
            let duties = month["offices"][0]["duties"].list
            #expect(duties.compactMap { $0["duty"].text }.last == "council_chair")
            #expect(duties.last?["verdict"].text == "unset" && duties.last?["setting"].text == "duty.council_chair_days")
            let two = try await story.http.get(
                "/api/v1/reports/reception-duties?from=2026-06-01&to=2026-07-31", as: "phohien.leader")
            #expect(two.json["months"].list.count == 2)
            let below = try await story.http.get("/api/v1/reports/reception-duties?subordinates=true", as: "ubnd.clerk")
            #expect(below.status == 403)
            let leader = try await story.http.get("/api/v1/reports/reception-duties?subordinates=true", as: "ubnd.leader")
            #expect(leader.status == 200 && leader.json["months"][0]["offices"][0]["level"].text == "province")
            let long = try await story.http.get("/api/v1/reports/reception-duties?from=2026-01-01&to=2027-06-30", as: "ubnd.leader")
            #expect(long.status == 422 && long.json["errors"][0]["field"].text == "to")
        }
    }
}
