import Law
import TestSupport
import Testing

/// A body that was wrongly sent a petition gives it back; the sender was in time and is given the time to send it on.
@Suite struct DeclineStory {
    @Test func declinedPetitionIsClassifiedAgainWithClocksFromItsReturn() async throws {
        try await Story.tell { story in
            let entered = try await story.register(Letters.land, as: "hdnd.clerk")
            let own = try #require(entered["case"].int)
            try await story.step(
                own, "classify", ["kind": "complaint", "eligibility": "eligible", "jurisdiction": "not_competent"], as: "hdnd.officer")
            let sent = try await story.step(
                own, "refer",
                ["recipient": .id(story.world.office("phohien")), "letter_number": "17/CV", "letter_date": "2026-11-19"], as: "hdnd.leader")
            #expect(try await story.clock("TCD-4", of: own, as: "hdnd.clerk")["state"].text == "met")
            let track = try #require(sent["created"]["referralCase"].int)
            story.world.clock.set(Day(2026, 11, 24))
            let wordless = try await story.attempt(track, "decline", as: "phohien.officer")
            #expect(wordless.status == 422 && wordless.json["errors"][0]["field"].text == "reason")
            try await story.step(track, "decline", ["reason": "Quyết định do UBND tỉnh ban hành."], as: "phohien.officer")

            #expect(try await story.state(own, as: "hdnd.clerk") == "classified")
            #expect(try await story.clock("TCD-4", of: own, as: "hdnd.clerk")["state"].text == "met")
            let clock = try await story.clock("TCD-4R", of: own, as: "hdnd.clerk")
            #expect(clock["state"].text == "running" && clock["startOn"].text == "2026-11-24" && clock["due"].text == "2026-12-08")
            #expect(clock["derivation"].list.count > 2)
            let journal = try await story.http.get("/api/v1/cases/\(own)/events", as: "hdnd.clerk").json["items"].list
            #expect(journal.compactMap { $0["event"].text } == ["register", "classify", "refer", "referral_declined"])

            // It goes on to somebody else, now late: that is recorded with its reason.
            story.world.clock.set(Day(2026, 12, 9))
            let facts: JSONValue = ["recipient": .id(story.world.office("snnmt")), "letter_number": "18/CV", "letter_date": "2026-12-09"]
            let late = try await story.attempt(own, "refer", facts, as: "hdnd.leader")
            #expect(late.status == 422 && late.json["code"].text == "flag_reason_missing")
            let again = try await story.step(
                own, "refer", Letters.changed(facts, ["flag_reason": "Đơn bị trả lại ngày 24/11."]), as: "hdnd.leader")
            #expect(again["breaches"].list.count == 1 && again["state"].text == "transferred")
        }
    }

    @Test func recalledReferralReturnsToItsSender() async throws {
        try await Story.tell { story in
            let own = try #require(try await story.register(Letters.drain, as: "hdnd.clerk")["case"].int)
            try await story.step(
                own, "classify", ["kind": "feedback", "eligibility": "eligible", "jurisdiction": "not_competent"], as: "hdnd.officer")
            let sent = try await story.step(
                own, "refer", ["recipient": .id(story.world.office("ubnd")), "letter_number": "19/CV", "letter_date": "2026-11-19"],
                as: "hdnd.officer")
            let track = try #require(sent["created"]["referralCase"].int)
            #expect(
                try await story.attempt(track, "recall", ["reason": "Gửi nhầm."], as: "ubnd.leader").status == 403,
                "only the sender recalls")
            try await story.step(track, "recall", ["reason": "Gửi nhầm."], as: "hdnd.leader")
            #expect(try await story.state(own, as: "hdnd.clerk") == "classified")
        }
    }
}
