import Law
import TestSupport
import Testing

/// Requests that are well-formed and still must not pass: unknown things, forbidden steps, stale sights, reused keys, other offices.
@Suite struct RefusalTests {
    @Test func unknownThingsAre404() async throws {
        try await Story.tell { story in
            for path in ["petitions", "cases", "visits", "sessions", "referrals", "attachments", "registers"] {
                for id in ["999999", "0", "-1", "abc", "99999999999999999999999", "1%00", "01"] {
                    let answer = try await story.http.get("/api/v1/\(path)/\(id)", as: "hdnd.leader")
                    #expect(answer.status == 404 && answer.json["code"].text == "not_found", "\(path)/\(id): \(answer.text)")
                }
            }
            let step: JSONValue = ["event": "classify", "expectedSequence": 1]
            #expect(try await story.http.post("/api/v1/cases/999999/events", step, as: "hdnd.officer").status == 404)
            #expect(try await story.http.post("/api/v1/petitions/999999/events", step, as: "hdnd.officer").status == 404)
            #expect(
                try await story.http.post("/api/v1/petitions/999999/referrals", ["expectedSequence": 1], as: "hdnd.officer").status == 404)
            #expect(try await story.http.post("/api/v1/sessions/999999/visits", [:], as: "hdnd.clerk").status == 422)
            #expect(try await story.http.get("/api/v1/law/nothing", as: "hdnd.clerk").status == 404)
            for code in ["AAAAA-AAAAA-A", "x", "%FF", "0000000000000000000000000"] {
                let answer = try await story.http.get("/api/v1/lookup/\(code)")
                #expect(answer.status == 404 && answer.json["code"].text == "unknown_receipt", "\(code)")
            }
        }
    }

    @Test func lawRefusesWithItsArticle() async throws {
        try await Story.tell { story in
            let own = try #require(try await story.register(Letters.land, as: "hdnd.clerk")["case"].int)
            let facts: JSONValue = ["recipient": .id(story.world.office("snnmt")), "letter_number": "1/CV", "letter_date": "2026-11-19"]
            let early = try await story.attempt(own, "refer", facts, as: "hdnd.leader")
            #expect(early.status == 422 && early.json["code"].text == "not_allowed_in_state")
            let unknown = try await story.attempt(own, "promote", as: "hdnd.leader")
            #expect(unknown.status == 422 && unknown.json["code"].text == "unknown_event")
            let classify: JSONValue = ["kind": "complaint", "eligibility": "ineligible", "jurisdiction": "not_competent"]
            let odd = try await story.attempt(own, "classify", Letters.changed(classify, ["kind": "song"]), as: "hdnd.clerk")
            #expect(odd.status == 422 && odd.json["errors"][0]["field"].text == "kind" && odd.json["code"].text == "fact_invalid")
            let extra = try await story.attempt(own, "classify", Letters.changed(classify, ["mood": "bad"]), as: "hdnd.clerk")
            #expect(extra.status == 422 && extra.json["code"].text == "fact_unknown" && extra.json["errors"][0]["field"].text == "mood")
            try await story.step(own, "classify", classify, as: "hdnd.clerk")
            let barred = try await story.attempt(own, "refer", facts, as: "hdnd.leader")
            #expect(barred.status == 422 && barred.json["code"].text == "guard_failed")
            #expect(barred.json["basis"].text?.contains("Đ.26") == true, "\(barred.text)")
            let clerk = try await story.attempt(own, "file_away", ["ground": "anonymous"], as: "hdnd.clerk")
            #expect(clerk.status == 403 && clerk.json["code"].text == "not_permitted")
            let future = try await story.http.post(
                "/api/v1/cases/\(own)/events",
                ["event": "file_away", "occurredOn": "2026-12-31", "facts": ["ground": "lacks_elements"], "expectedSequence": 2],
                as: "hdnd.officer")
            #expect(future.status == 422 && future.json["code"].text == "date_in_future")
            let past = try await story.http.post(
                "/api/v1/cases/\(own)/events",
                ["event": "file_away", "occurredOn": "2026-11-01", "facts": ["ground": "lacks_elements"], "expectedSequence": 2],
                as: "hdnd.officer")
            #expect(past.status == 422 && past.json["code"].text == "date_before_previous")
            let wild = try await story.attempt(own, "refer", Letters.changed(facts, ["recipient": 999_999]), as: "hdnd.leader")
            #expect(wild.status == 422 && wild.json["errors"][0]["field"].text == "recipient")
            let badDate = try await story.attempt(own, "refer", Letters.changed(facts, ["letter_date": "19/11"]), as: "hdnd.leader")
            #expect(badDate.status == 422 && badDate.json["errors"][0]["code"].text == "invalid_date")
            #expect(try await story.state(own, as: "hdnd.clerk") == "classified")
        }
    }

    @Test func staleSightIs409() async throws {
        try await Story.tell { story in
            let own = try #require(try await story.register(Letters.land, as: "hdnd.clerk")["case"].int)
            try await story.step(
                own, "classify", ["kind": "complaint", "eligibility": "eligible", "jurisdiction": "not_competent"], as: "hdnd.officer")
            let stale = try await story.http.post(
                "/api/v1/cases/\(own)/events",
                [
                    "event": "reclassify", "facts": ["kind": "feedback", "eligibility": "eligible", "jurisdiction": "competent"],
                    "expectedSequence": 1,
                ],
                as: "hdnd.officer")
            #expect(stale.status == 409 && stale.json["code"].text == "stale_sequence" && stale.json["currentSequence"].int == 2)
        }
    }

    @Test func keyRepeatsItsAnswerAndNothingElse() async throws {
        try await Story.tell { story in
            let first = try await story.http.post("/api/v1/petitions", Letters.drain, as: "hdnd.clerk", key: "mot-la-don-0001")
            let again = try await story.http.post("/api/v1/petitions", Letters.drain, as: "hdnd.clerk", key: "mot-la-don-0001")
            #expect(first.status == 201 && again.status == 201 && first.json == again.json)
            let other = try await story.http.post("/api/v1/petitions", Letters.land, as: "hdnd.clerk", key: "mot-la-don-0001")
            #expect(other.status == 409 && other.json["code"].text == "idempotency_key_reused")
            let mine = try await story.http.post("/api/v1/petitions", Letters.land, as: "hdnd.officer", key: "mot-la-don-0001")
            #expect(mine.status == 201 && mine.json["number"].int == 2, "keys are each officer's own")
            let short = try await story.http.post("/api/v1/petitions", Letters.land, as: "hdnd.clerk", key: "x")
            #expect(short.status == 422 && short.json["errors"][0]["field"].text == "Idempotency-Key")
            let list = try await story.http.get("/api/v1/petitions", as: "hdnd.clerk").json["items"].list
            #expect(list.count == 2)
        }
    }

    @Test func anotherOfficeSeesAndMovesNothing() async throws {
        try await Story.tell { story in
            let entered = try await story.register(Letters.land, as: "hdnd.clerk")
            let petition = entered["petition"].int ?? 0
            let own = entered["case"].int ?? 0
            for path in [
                "petitions/\(petition)", "petitions/\(petition)/events", "petitions/\(petition)/referrals", "cases/\(own)",
                "cases/\(own)/events", "cases/\(own)/clocks",
            ] {
                #expect(try await story.http.get("/api/v1/" + path, as: "ubnd.leader").status == 404, "\(path)")
            }
            let step: JSONValue = [
                "event": "classify", "facts": ["kind": "complaint", "eligibility": "eligible", "jurisdiction": "competent"],
                "expectedSequence": 1,
            ]
            #expect(try await story.http.post("/api/v1/cases/\(own)/events", step, as: "ubnd.leader").status == 404)
            #expect(try await story.http.post("/api/v1/petitions/\(petition)/events", step, as: "ubnd.leader").status == 404)
            let note: JSONValue = ["leaderName": "Ông A", "givenOn": "2026-11-19", "text": "Xem xét."]
            #expect(try await story.http.post("/api/v1/cases/\(own)/directions", note, as: "ubnd.leader").status == 404)
            #expect(try await story.http.post("/api/v1/cases/\(own)/directions", note, as: "hdnd.leader").status == 201)
            let list = try await story.http.get("/api/v1/petitions", as: "ubnd.leader").json["items"].list
            let found = try await story.http.get("/api/v1/petitions?q=Ho%E1%BA%B5ng", as: "ubnd.leader").json["items"].list
            let alike = try await story.http.post("/api/v1/petitions/duplicates", ["name": "Nguyễn Thị Hoẵng"], as: "ubnd.leader").json[
                "items"
            ].list
            #expect(list.isEmpty && found.isEmpty && alike.isEmpty)
            let mine = try await story.http.post(
                "/api/v1/petitions/duplicates", ["name": "nguyen thi hoang", "idNumber": "145012345"], as: "hdnd.clerk")
            #expect(mine.json["items"][0]["petition"].int == petition && mine.json["items"][0]["sameID"].flag == true, "\(mine.text)")
        }
    }

    @Test func pagesFollowEachOther() async throws {
        try await Story.tell { story in
            for _ in 0..<5 { _ = try await story.register(Letters.drain, as: "hdnd.clerk") }
            var seen: [Int64] = []
            var path: String? = "/api/v1/petitions?limit=2"
            while let next = path {
                let page = try await story.http.get(next, as: "hdnd.clerk").json
                seen += page["items"].list.compactMap { $0["number"].int }
                path = page["next"].text.map { "/api/v1/petitions?limit=2&cursor=\($0)" }
            }
            #expect(seen == [5, 4, 3, 2, 1])
        }
    }
}
