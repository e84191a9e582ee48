import Casework
import Law
import TestSupport
import Testing

@testable import Web

/// A paper of a denunciation on the pages: who gets it is chosen, never typed; the envelope and the print leave lines for the hand.
@Suite struct WebSealedPaperTests {
    @Test func `the form names nobody and the envelope is written by hand`() async throws {
        try await TestWorld.lease { world in
            try await world.addDocumentPeople()
            let clerk = world.actor("hdnd.clerk")
            var letter = PetitionDraft(
                channel: .post, receivedOn: Day(2026, 11, 19), kind: .denunciation, title: "Thu tiền sai quy định",
                body: "Nêu việc thu tiền không có biên lai.")
            letter.pseudonym = "Người tố cáo 07"
            letter.paperFileNumber = "TC-07"
            let own = try await world.casework.petitions.register(letter, key: nil, by: clerk).caseID
            _ = try await world.casework.cases.step(
                own,
                EventDraft(
                    event: "classify",
                    facts: ["kind": .text("denunciation"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")],
                    expectedSequence: 1), key: nil, by: world.actor("hdnd.officer"))
            let officer = try await Browser.signedIn(world, as: "hdnd.officer")
            let blank = try await officer.get("/van-ban/moi?ho-so=\(own)&buoc=refer")
            #expect(blank.has("không ghi họ tên, địa chỉ") && blank.has("bí danh Người tố cáo 07") && !blank.has("name=\"addressee\""))
            let typed: KeyValuePairs<String, String> = [
                "form": "transfer_notice", "title": "Thông báo chuyển đơn", "party": "denouncer",
                "f.recipient": "Ủy ban nhân dân tỉnh Hưng Yên",
            ]
            let smuggled = try await officer.submit(try blank.form("/van-ban/moi").changing("addressee", "Bà Trần Thị X"), typed)
            #expect(smuggled.status == 422 && smuggled.has("không lưu tên người nhận"))
            let drafted = try await officer.submit(try blank.form("/van-ban/moi"), typed)
            try #require(drafted.status == 303, "\(drafted.text)")
            let path = String(drafted.location.split(separator: "?")[0])
            let page = try await officer.get(path)
            #expect(page.has("Người tố cáo (bí danh Người tố cáo 07, hồ sơ giấy số TC-07)") && page.has("không ghi họ tên, địa chỉ"))
            let print = try await officer.get(path + "/in")
            #expect(print.has("Kính gửi: …………") && print.has("class=\"hand\"") && !print.has("Kính gửi: Người tố cáo"))
        }
    }
}
