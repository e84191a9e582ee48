import Casework
import Law
import TestSupport
import Testing

@Suite struct SmokeTests {
    @Test func aPetitionByPostIsReferredAnsweredAndClosed() async throws {
        try await TestWorld.lease { world in
            var draft = PetitionDraft(
                channel: .post, receivedOn: Day(2026, 11, 19), kind: .feedback, title: "Đường hỏng", body: "Đường xã tôi hỏng đã lâu.")
            draft.petitioners = [PersonDraft(fullName: "Nguyễn Văn An")]
            let registered = try await world.casework.petitions.register(draft, key: "key-0001", by: world.actor("hdnd.clerk"))
            #expect(registered.number == 1)
            #expect(registered.nextDue == Day(2026, 12, 4))
            let again = try await world.casework.petitions.register(draft, key: "key-0001", by: world.actor("hdnd.clerk"))
            #expect(again == registered)
            var step = try await world.casework.cases.step(
                registered.caseID,
                EventDraft(
                    event: "classify",
                    facts: ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")],
                    expectedSequence: 1), key: nil, by: world.actor("hdnd.officer"))
            #expect(step.state == "classified")
            step = try await world.casework.cases.step(
                registered.caseID,
                EventDraft(
                    event: "refer",
                    facts: [
                        "recipient": .number(world.office("snnmt")), "letter_number": .text("12/HĐND-TT"),
                        "letter_date": .text("2026-11-19"),
                    ],
                    expectedSequence: 2), key: nil, by: world.actor("hdnd.officer"))
            #expect(step.state == "transferred")
            let referral = try await world.casework.referrals.list(
                incoming: true, open: true, overdue: false, cursor: nil, limit: 10, by: world.actor("snnmt.clerk")
            ).items[0]
            #expect(referral.state == "delivered")
            step = try await world.casework.cases.step(
                referral.caseID, EventDraft(event: "acknowledge", expectedSequence: referral.sequence), key: nil,
                by: world.actor("snnmt.clerk"))
            step = try await world.casework.cases.step(
                referral.caseID, EventDraft(event: "accept", expectedSequence: step.sequence), key: nil, by: world.actor("snnmt.officer"))
            let own = try #require(step.created["case"])
            let view = try await world.casework.cases.caseFile(own, by: world.actor("snnmt.officer"))
            #expect(view.procedure == "feedback")
            #expect(!view.clocks.isEmpty)
            step = try await world.casework.cases.step(
                referral.caseID,
                EventDraft(
                    event: "answer",
                    facts: [
                        "result": .text("explained"), "summary": .text("Đã đưa vào kế hoạch sửa."), "document_number": .text("5/SNN"),
                        "document_date": .text("2026-11-19"), "flag_reason": .text("Trả lời ngay."),
                    ], expectedSequence: step.sequence), key: nil, by: world.actor("snnmt.officer"))
            #expect(step.state == "answered")
            let petition = try await world.casework.petitions.petition(registered.petition, by: world.actor("hdnd.clerk"))
            #expect(petition.state == "result_in")
            #expect(petition.referrals[0].answerSummary == "Đã đưa vào kế hoạch sửa.")
            let stages = try await world.casework.petitions.lookup(registered.receiptCode)
            #expect(stages.stages.count == 2)
            let register = try await world.casework.registers.weekly(
                from: Day(2026, 11, 16), to: Day(2026, 11, 22), leaderName: nil, by: world.actor("hdnd.leader"))
            #expect(register.received.count == 1)
        }
    }
}
