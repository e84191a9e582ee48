import Casework
import Law
import Postgres
import TestSupport
import Testing

/// A body that does not use the program answers by letter: the sender writes it down, and the referral ends with it.
@Suite struct PaperResultTests {
    private let answer: [String: FactInput] = .decision(
        "8/SNN", "2026-12-01", and: ["result": .text("explained"), "summary": .text("Đã giải thích cho công dân.")])

    /// Result, day, number and day of the letter as the referral keeps them.
    private func kept(_ world: TestWorld, _ referral: Int64) async throws -> String {
        try await world.superuser.read { db in
            try db.value(
                """
                select concat_ws(' ', result, answered_on::text, answer_number, answer_date::text) from tiepdan.referral
                 where id = \(referral)
                """, as: String.self)
        }
    }

    @Test func theSendersWordEndsTheReferral() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft()
            draft.wantsReply = true
            let sent = try await world.referred(draft)
            world.clock.set(Day(2026, 12, 1))
            let own = sent.petition.caseID
            for name in ["hdnd.clerk", "snnmt.leader"] {
                let refused = try await problem { try await world.step(own, "record_result", answer, by: name) }
                #expect(refused != nil, "\(name)")
            }
            let bare = try await problem {
                try await world.step(own, "record_result", ["result": .text("explained"), "summary": .text("x")], by: "hdnd.officer")
            }
            #expect(bare?.code == "fact_missing")
            let waiting = try await world.stand(of: sent.caseID)
            #expect(waiting.state == "delivered", "a refused step ends nothing")

            let step = try await world.step(own, "record_result", answer, by: "hdnd.officer")
            #expect(step.state == "result_in" && step.breaches.isEmpty && step.created["answeredReferral"] == sent.referral)
            let clocks = try await world.running(own)
            #expect(clocks == ["TCD-6": Day(2026, 12, 8)])
            let track = try await world.stand(of: sent.caseID)
            let left = try await world.running(sent.caseID)
            #expect(track.state == "answered" && left.isEmpty)
            let result = try await kept(world, sent.referral)
            #expect(result == "explained 2026-12-01 8/SNN 2026-12-01")
            let view = try await world.casework.cases.caseFile(sent.caseID, by: world.actor("hdnd.officer"))
            #expect(view.journal.last?.event == "answer_on_paper" && view.journal.last?.actor == "system")
            #expect(view.journal.last?.facts.contains { $0.name == "summary" } == false, "the words stay with the sender")

            // Nothing can be answered twice, and the citizen is told.
            let again = try await problem { try await world.step(sent.caseID, "accept", by: "snnmt.officer") }
            #expect(again?.code == "not_allowed_in_state")
            let telling: [String: FactInput] = ["told_on": .text("2026-12-01"), "means": .text("letter")]
            let told = try await world.step(own, "tell_citizen", telling, by: "hdnd.clerk")
            #expect(told.state == "closed")
            #expect(try await world.findings() == [])
        }
    }

    /// The body had accepted it in the program and answered by letter all the same: its own case goes on undisturbed.
    @Test func anAcceptedReferralEndsToo() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            let accepted = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            let theirs = try #require(accepted.created["case"])
            world.clock.set(Day(2026, 12, 1))
            _ = try await world.step(sent.petition.caseID, "record_result", answer, by: "hdnd.leader")
            let track = try await world.stand(of: sent.caseID)
            #expect(track.state == "answered")
            let working = try await world.stand(of: theirs)
            #expect(working.state == "registered")
            _ = try await world.step(theirs, "accept", by: "snnmt.officer")
            let closed = try await world.step(sent.petition.caseID, "close", by: "hdnd.officer")
            #expect(closed.state == "closed")
            #expect(try await world.findings() == [])
        }
    }

    @Test func feedbackSentOnByItsSettlerEndsTheSameWay() async throws {
        try await TestWorld.lease { world in
            let it = try await FollowedPetition.registered(world, .feedback)
            world.clock.set(Day(2026, 11, 27))
            let sent = try await it.take("refer", as: "officer", world.referFacts(to: "btcd"))
            let referral = try #require(sent.created["referral"])
            let track = try #require(sent.created["referralCase"])
            let early = try await it.refused("record_result", as: "officer", answer)
            #expect(early != nil, "a letter of tomorrow is not in hand")
            let step = try await it.take("record_result", as: "officer", on: Day(2026, 12, 2), answer)
            #expect(step.state == "result_in")
            let stand = try await world.stand(of: track)
            #expect(stand.state == "answered")
            let result = try await kept(world, referral)
            #expect(result == "explained 2026-12-02 8/SNN 2026-12-01")
            let closed = try await it.take("close_unasked", as: "officer")
            #expect(closed.state == "closed" && closed.breaches.isEmpty)
            #expect(try await world.findings() == [])
        }
    }
}
