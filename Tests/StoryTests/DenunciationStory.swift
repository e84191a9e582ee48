import HTTPTypes
import Law
import TestSupport
import Testing

/// Until names can be sealed a denunciation is a reference: number, pseudonym, paper file. Nothing that tells who wrote it.
@Suite struct DenunciationStory {
    @Test func denunciationIsKeptByReferenceOnly() async throws {
        try await Story.tell { story in
            let named = Letters.changed(Letters.denunciation, ["petitioners": [["fullName": "Lê Thị Kín"]]])
            let refused = try await story.http.post("/api/v1/petitions", named, as: "hdnd.clerk")
            #expect(refused.status == 422 && refused.json["errors"][0]["code"].text == "denouncer_not_stored")
            let nameless = Letters.changed(Letters.denunciation, ["pseudonym": nil])
            #expect(
                try await story.http.post("/api/v1/petitions", nameless, as: "hdnd.clerk").json["errors"][0]["field"].text == "pseudonym")

            let entered = try await story.register(Letters.denunciation, as: "hdnd.clerk")
            let petition = try #require(entered["petition"].int)
            let own = try #require(entered["case"].int)
            let view = try await story.http.get("/api/v1/petitions/\(petition)", as: "hdnd.clerk").json
            #expect(view["referenceOnly"].flag == true && view["pseudonym"].text == "Người tố cáo 01")
            #expect(view["parties"].list.map { $0["role"].text } == ["respondent"])
            #expect(
                try await story.clock("TC-1", of: own, as: "hdnd.clerk")["due"].text == "2026-11-30",
                "seven working days, 24/11 being a holiday")

            let scan = try await story.http.send(
                .post, "/api/v1/petitions/\(petition)/attachments?name=don.pdf", as: "hdnd.clerk", body: [Array("%PDF-1.7 x".utf8)])
            #expect(scan.status == 422 && scan.json["code"].text == "denunciation_not_scanned")
            #expect(scan.json["basis"].text == "Luật Tố cáo Đ.9, Đ.56")

            try await story.step(
                own, "classify", ["kind": "denunciation", "eligibility": "eligible", "jurisdiction": "not_competent"], as: "hdnd.officer")
            #expect(try await story.clock("TC-2", of: own, as: "hdnd.clerk")["due"].text == "2026-11-26", "five working days")
            try await story.step(
                own, "to_police",
                ["competent_body": "Cơ quan Cảnh sát điều tra Công an tỉnh", "letter_number": "2/CV", "letter_date": "2026-11-19"],
                as: "hdnd.leader")
            let register = try await story.http.get("/api/v1/registers/weekly?from=2026-11-16&to=2026-11-22", as: "hdnd.leader").json
            #expect(register["received"][0]["who"].text == "Người tố cáo 01")
        }
    }
}
