import Law
import Postgres
import TestSupport
import Testing

/// A letter that nobody wants goes from office to office, until the one above them all says whose it is.
@Suite struct ChainStory {
    @Test func threeRefusalsAreDecidedByTheCommonSuperior() async throws {
        try await Story.tell { story in
            let entered = try await story.register(Letters.drain, as: "hdnd.clerk")
            let petition = try #require(entered["petition"].int)
            let own = try #require(entered["case"].int)
            try await story.step(
                own, "classify", ["kind": "feedback", "eligibility": "eligible", "jurisdiction": "not_competent"], as: "hdnd.officer")
            for (number, office) in ["snnmt", "btcd", "phohien"].enumerated() {
                let sent = try await story.step(
                    own, "refer",
                    [
                        "recipient": .id(story.world.office(office)), "letter_number": .text("2\(number)/CV"), "letter_date": "2026-11-19",
                    ], as: "hdnd.officer")
                let track = try #require(sent["created"]["referralCase"].int)
                try await story.step(track, "decline", ["reason": "Việc của cơ quan khác, nói riêng."], as: "\(office).officer")
            }
            let stand = try await story.state(own, as: "hdnd.clerk")
            #expect(stand == "competence_dispute")
            let view = try await story.http.get("/api/v1/petitions/\(petition)", as: "hdnd.clerk").json
            let chain = view["chain"].list
            #expect(chain.map { $0["letterNumber"].text } == ["20/CV", "21/CV", "22/CV"])
            #expect(chain.allSatisfy { $0["state"].text == "declined" && $0["since"].text == "2026-11-19" })

            // Who declined first sees its own part, and not where it went.
            let first = try #require(chain.first?["referral"].int)
            let track = try #require(
                try await story.http.get("/api/v1/referrals/\(first)", as: "snnmt.clerk").json["case"].int)
            let seen = try await story.http.get("/api/v1/cases/\(track)", as: "snnmt.clerk").json
            #expect(seen["chain"].list == [chain[0]])
            #expect(chain.allSatisfy { !$0.names.contains("reason") })

            let file = try await story.http.get("/api/v1/cases/\(own)", as: "ubnd.leader").json
            #expect(file["relations"].list.compactMap(\.text) == ["superior"] && file["chain"] == view["chain"])
            let listed = try await story.http.get("/api/v1/cases?state=competence_dispute", as: "ubnd.clerk").json["items"].list
            #expect(listed.compactMap { $0["id"].int } == [own])
            try await story.step(own, "competence_decided", ["recipient": .id(story.world.office("btcd"))], as: "ubnd.leader")
            let sent = try await story.step(
                own, "refer", ["recipient": .id(story.world.office("btcd")), "letter_number": "31/CV", "letter_date": "2026-11-19"],
                as: "hdnd.officer")
            #expect(sent["state"].text == "transferred")
            // Who was named has it in its book now, and cannot send it back as a transfer of its own.
            let named = try #require(sent["created"]["referralCase"].int)
            let accepted = try await story.step(named, "accept", as: "btcd.officer")
            let theirs = try #require(accepted["created"]["case"].int)
            try await story.step(
                theirs, "classify", ["kind": "feedback", "eligibility": "eligible", "jurisdiction": "not_competent"], as: "btcd.officer")
            let circle = try await story.attempt(
                theirs, "refer",
                ["recipient": .id(story.world.office("hdnd")), "letter_number": "32/CV", "letter_date": "2026-11-19"], as: "btcd.officer")
            #expect(circle.status == 422 && circle.json["code"].text == "recipient_already_holds")
            #expect(circle.json["detail"].text?.contains("(từ chối 19/11/2026) → ") == true)
            #expect(circle.json["errors"][1]["organisation"].int == story.world.office("ubnd"))
        }
    }

    @Test func aDenunciationOfAnOfficeDoesNotReachIt() async throws {
        try await Story.tell { story in
            let body = story.world.office("snnmt")
            let entered = try await story.register(
                Letters.changed(Letters.denunciation, ["denouncedBody": .id(body), "denouncedRank": "head"]), as: "hdnd.clerk")
            let own = try #require(entered["case"].int)
            let petition = try #require(entered["petition"].int)
            let view = try await story.http.get("/api/v1/petitions/\(petition)", as: "hdnd.clerk").json
            #expect(view["denouncedBody"].int == body && view["denouncedRank"].text == "head")
            try await story.step(
                own, "classify", ["kind": "denunciation", "eligibility": "eligible", "jurisdiction": "not_competent"], as: "hdnd.officer")
            let refused = try await story.attempt(
                own, "refer", ["recipient": .id(body), "letter_number": "4/CV", "letter_date": "2026-11-19"], as: "hdnd.leader")
            #expect(refused.status == 422 && refused.json["errors"][0]["code"].text == "recipient_not_denounced")
            let proposed = refused.json["errors"].list.first { $0["field"].text == "proposed" }
            #expect(proposed?["organisation"].int == story.world.office("ubnd"))
            #expect(refused.json["basis"].text?.contains("Luật Tố cáo") == true)
        }
    }
}
