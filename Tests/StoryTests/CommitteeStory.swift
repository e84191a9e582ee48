import Law
import TestSupport
import Testing

/// The People's Committee side guides complaints outside its competence; it does not transfer them (Luật Tiếp công dân Đ.26.1.b).
@Suite struct CommitteeStory {
    @Test func committeeGuidesWhereTheCouncilMayRefer() async throws {
        try await Story.tell { story in
            let entered = try await story.register(Letters.land, as: "ubnd.clerk")
            let own = try #require(entered["case"].int)
            try await story.step(
                own, "classify", ["kind": "complaint", "eligibility": "eligible", "jurisdiction": "not_competent"], as: "ubnd.officer")
            let view = try await story.http.get("/api/v1/cases/\(own)", as: "ubnd.officer").json
            let refer = view["allowed"].list.first { $0["event"].text == "refer" }
            #expect(refer?["blockedBy"].list.isEmpty == false, "the form says beforehand that it will be refused")
            let refused = try await story.attempt(
                own, "refer", ["recipient": .id(story.world.office("snnmt")), "letter_number": "1/CV", "letter_date": "2026-11-19"],
                as: "ubnd.leader")
            #expect(refused.status == 422)
            #expect(refused.json["code"].text == "guard_failed")
            #expect(refused.json["basis"].text?.contains("Luật Tiếp công dân") == true)
            #expect(refused.header("content-type") == "application/problem+json")

            try await story.step(
                own, "guide", ["competent_body": "Sở Nông nghiệp và Môi trường tỉnh Hưng Yên", "letter_number": "5/HD"], as: "ubnd.officer")
            #expect(try await story.state(own, as: "ubnd.clerk") == "guided")
            #expect(try await story.lookup(entered["receiptCode"]) == ["Ông/bà đã được hướng dẫn gửi đơn đến cơ quan có thẩm quyền."])
            let after = try await story.attempt(own, "guide", ["competent_body": "Sở khác"], as: "ubnd.officer")
            #expect(after.status == 422 && after.json["code"].text == "not_allowed_in_state", "a finished case does not move")
        }
    }

    @Test func competentOfficeSettlesWithoutForwarding() async throws {
        try await Story.tell { story in
            let entered = try await story.register(Letters.changed(Letters.land, ["jurisdiction": "competent"]), as: "phohien.clerk")
            let own = try #require(entered["case"].int)
            let view = try await story.http.get("/api/v1/cases/\(own)", as: "phohien.clerk").json
            #expect(view["procedure"].text == "complaint" && view["state"].text == "registered")
            #expect(view["clocks"].list.contains { $0["rule"].text == "KN-1" })
        }
    }
}
