import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Suspension, continuation, withdrawal and termination of a complaint, as they are stored.
@Suite struct SuspensionTests {
    private let ground: [String: FactInput] = .decision(
        "14/QĐ", "2026-12-11", and: ["ground": .text("force_majeure"), "evidence": .text("Giấy nhập viện.")])

    /// Accepted on 01/12/2026: thirty days, to 31/12.
    private func accepted(_ world: TestWorld) async throws -> FollowedPetition {
        let it = try await FollowedPetition.registered(world, .complaint)
        try await it.take("propose_accept", as: "officer", on: Day(2026, 11, 20))
        try await it.take("accept", as: "leader", on: Day(2026, 12, 1))
        return it
    }

    /// `law.md` §6.3: ten days used, twenty left, from the decision to continue.
    @Test func whatWasLeftRunsOnFromTheDecisionToContinue() async throws {
        try await TestWorld.lease { world in
            let it = try await accepted(world)
            try await it.take("assign_verification", as: "leader", on: Day(2026, 12, 2), .decision("12/QĐ", "2026-12-02"))
            let officer = try await it.refused("suspend", as: "officer", on: Day(2026, 12, 11), ground)
            #expect(officer?.kind == .forbidden)
            let suspended = try await it.take("suspend", as: "leader", ground)
            #expect(suspended.state == "suspended" && suspended.breaches.isEmpty)
            let standing = try await it.fates()
            #expect(standing.contains("KN-2 paused 2026-12-31") && standing.contains("KN-13 running 2026-12-16"))
            let waiting = try await it.view()
            #expect(waiting.nextDue == Day(2026, 12, 16), "what stands still is not due")
            let words = try await it.words()
            #expect(words == ["Việc giải quyết khiếu nại của ông/bà đang tạm đình chỉ và sẽ tiếp tục khi lý do tạm đình chỉ không còn."])
            try await it.take("send_suspension", as: "clerk", on: Day(2026, 12, 15))

            // The old due day passes without anybody being late.
            world.clock.set(Day(2027, 1, 4))
            let fired = try await world.casework.queues.sweepDeadlines()
            #expect(fired == 0)
            let idle = try await it.refused("report", as: "officer", ["summary": .text("Xong.")])
            #expect(idle?.code == "not_allowed_in_state")
            let resumed = try await it.take("resume", as: "leader", on: Day(2027, 1, 5), .decision("1/QĐ", "2027-01-05"))
            #expect(resumed.state == "verifying", "it goes on where it stood")
            let running = try await world.running(it.entry.caseID)
            #expect(running == ["KN-2": Day(2027, 1, 25), "KN-13": Day(2027, 1, 8)])
            try await it.take("send_resumption", as: "clerk", on: Day(2027, 1, 6))

            try await it.take("report", as: "officer", on: Day(2027, 1, 20), ["summary": .text("Xong.")])
            try await it.take("draft_decision", as: "officer")
            let decision: [String: FactInput] = .decision("3/QĐ", "2027-01-25", and: ["result": .text("right")])
            let signed = try await it.take("sign_decision", as: "leader", on: Day(2027, 1, 25), decision)
            #expect(signed.breaches.isEmpty)
            let settled = try await it.settlement()
            #expect(settled == ["right 3/QĐ 2027-01-25 in time"])
            let papers = try await it.papers()
            #expect(papers.contains("suspension_decision 14/QĐ 2026-12-11") && papers.contains("resumption_decision 1/QĐ 2027-01-05"))
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func aWithdrawalEndsOnceItsDecisionIsSent() async throws {
        try await TestWorld.lease { world in
            let it = try await accepted(world)
            let paper: [String: FactInput] = ["form": .text("withdrawal_minutes"), "withdrawn_on": .text("2026-12-10")]
            let part = try await it.take(
                "withdraw_part", as: "officer", on: Day(2026, 12, 10), paper.merging(["content": .text("Phần bồi thường.")]) { $1 })
            #expect(part.state == "accepted")
            let going = try await world.running(it.entry.caseID)
            #expect(going == ["KN-2": Day(2026, 12, 31)])
            let whole: [String: FactInput] = .decision("15/QĐ", "2026-12-11", and: paper)
            let notHis = try await it.refused("withdraw_all", as: "officer", on: Day(2026, 12, 11), whole)
            #expect(notHis?.kind == .forbidden)
            let ended = try await it.take("withdraw_all", as: "leader", whole)
            #expect(ended.state == "terminated")
            let view = try await it.view()
            #expect(!view.final && view.nextDue == Day(2026, 12, 16), "the decision has still to be sent")
            let settled = try await it.settlement()
            #expect(settled == ["withdrawn 15/QĐ 2026-12-11 in time"])
            let late = try await it.refused("send_termination", as: "clerk", on: Day(2026, 12, 17))
            #expect(late?.code == "flag_reason_missing")
            let sent = try await it.take("send_termination", as: "clerk", ["flag_reason": .text("Chờ địa chỉ.")])
            let told = try await it.told(sent)
            #expect(sent.state == "closed" && told == ["petitioner", "respondent", "forwarder"])
            let fates = try await it.fates()
            #expect(fates.contains("KN-13 breached 2026-12-17") && fates.contains("KN-2 met 2026-12-11"))
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func nobodyIsLeftToComplain() async throws {
        try await TestWorld.lease { world in
            let it = try await accepted(world)
            try await it.take("suspend", as: "leader", on: Day(2026, 12, 11), ground)
            try await it.take("send_suspension", as: "clerk", on: Day(2026, 12, 14))
            let gone: [String: FactInput] = .decision(
                "16/QĐ", "2027-01-11",
                and: [
                    "ground": .text("dead_without_heir"), "evidence": .text("Giấy chứng tử."),
                    "last_commune": .text("UBND phường Phố Hiến"),
                ])
            let ended = try await it.take("party_gone", as: "leader", on: Day(2027, 1, 11), gone)
            #expect(ended.state == "terminated")
            let settled = try await it.settlement()
            #expect(settled == ["terminated 16/QĐ 2027-01-11 in time"])
            let running = try await world.running(it.entry.caseID)
            #expect(running == ["KN-13": Day(2027, 1, 14)])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }
}
