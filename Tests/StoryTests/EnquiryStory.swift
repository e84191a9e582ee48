import Casework
import TestSupport
import Testing

@testable import Web

/// A citizen telephones: one sentence, or one more question; of sealed cases the same words as of none.
@Suite struct EnquiryStory {
    private func ask(_ story: Story, _ by: JSONValue, _ words: String, _ more: [String: JSONValue] = [:], as officer: String = "hdnd.clerk")
        async throws -> JSONValue
    {
        let question = Letters.changed(["by": by, "words": .text(words)], more)
        let answer = try await story.http.post("/api/v1/enquiries", question, as: officer)
        try #require(answer.status == 201, "\(answer.text)")
        return answer.json
    }

    @Test func callersAreAnsweredAndLogged() async throws {
        try await Story.tell { story in
            let letter = try await story.register(Letters.drain, as: "hdnd.clerk")
            let told = try await ask(story, "name", "Đỗ Văn Quyết")
            let sentence = try #require(told["sentence"].text)
            #expect(told["outcome"].text == "told" && told["petition"].int == letter["petition"].int)
            #expect(sentence.contains("đơn của ông/bà đã được tiếp nhận") && sentence.contains("chậm nhất ngày"))
            #expect(!sentence.contains("Quyết") && !sentence.contains("mương"))
            #expect(try await ask(story, "code", letter["receiptCode"].text ?? "")["petition"].int == letter["petition"].int)
            #expect(try await ask(story, "number", "1/2026")["petition"].int == letter["petition"].int)

            let namesake = Letters.changed(
                Letters.drain, ["petitioners": [["fullName": "Đỗ Văn Quyết", "birthYear": 1990, "idNumber": "033090000222"]]])
            let second = try await story.register(namesake, as: "hdnd.clerk")
            let more = try await ask(story, "name", "Đỗ Văn Quyết")
            #expect(more["outcome"].text == "more" && more["petition"].isNull && more["sentence"].text?.contains("năm sinh") == true)
            #expect(try await ask(story, "name", "Đỗ Văn Quyết", ["birthYear": 1990])["petition"].int == second["petition"].int)
            #expect(try await ask(story, "name", "Đỗ Văn Quyết", ["idTail": "0222"])["petition"].int == second["petition"].int)
            #expect(try await ask(story, "id_number", "033090000222")["petition"].int == second["petition"].int)

            let log = try await story.http.get("/api/v1/enquiries?limit=3", as: "hdnd.leader").json
            #expect(log["items"].list.compactMap { $0["by"].text } == ["id_number", "name", "name"])
            #expect(try await story.http.get("/api/v1/enquiries", as: "hdnd.clerk").status == 403)
        }
    }

    @Test func sealedCasesDoNotExistOnTheTelephone() async throws {
        try await Story.tell { story in
            let sealed = try await story.register(Letters.denunciation, as: "hdnd.clerk")
            let nothing = try await ask(story, "name", "Không Có Ai")
            let code = try #require(sealed["receiptCode"].text)
            for (by, words) in [("code", code), ("number", "1/2026"), ("name", "Ông Trần Văn Mẫu"), ("name", "Người tố cáo 01")] {
                let answer = try await ask(story, .text(by), words)
                #expect(answer["outcome"].text == "nothing" && answer["sentence"] == nothing["sentence"], "\(by)")
                #expect(answer.names == nothing.names, "\(by): nothing beside the sentence tells them apart")
            }
        }
    }

    @Test func `the page is read aloud and keeps no words`() async throws {
        try await TestWorld.lease { world in
            let clerk = try await Browser.signedIn(world, as: "hdnd.clerk")
            let id = try await WebLoopTests.register(clerk)
            let page = try await clerk.get("/tra-loi")
            #expect(page.status == 200 && !page.has("/tra-loi/so"))
            let told = try await clerk.submit(try page.form("/tra-loi"), ["by": "name", "words": "Nguyễn Thị Đượm"])
            #expect(told.status == 200 && told.has("đơn của ông/bà đã được tiếp nhận") && told.has("href=\"/don/\(id)\""))
            #expect(!told.has("Đượm"), "the form is empty again")
            let wrong = try await clerk.submit(try told.form("/tra-loi"), ["by": "number", "words": "mười"])
            #expect(wrong.status == 422 && wrong.has("id=\"hoi-words-loi\""))
            let nobody = try await clerk.submit(try wrong.form("/tra-loi"), ["by": "name", "words": "Không Có Ai"])
            #expect(nobody.has("không có thông tin để trả lời qua điện thoại"))
            #expect(try await clerk.get("/tra-loi/so").status == 403)
            let leader = try await Browser.signedIn(world, as: "hdnd.leader")
            #expect(try await leader.get("/tra-loi").has("href=\"/tra-loi/so\""))
            let log = try await leader.get("/tra-loi/so")
            #expect(log.has("Đã trả lời") && log.has("Không có thông tin") && log.has("href=\"/don/\(id)\"") && !log.has("Đượm"))
        }
    }
}
