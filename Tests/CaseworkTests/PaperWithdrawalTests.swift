import Casework
import Law
import Postgres
import TestSupport
import Testing

/// What was written down wrongly from another body's paper is taken back by a leader of who wrote it, with what followed from it.
@Suite struct PaperWithdrawalTests {
    private let answer: [String: FactInput] = .decision(
        "55/TA", "2026-12-01", and: ["result": .text("explained"), "summary": .text("Tòa án đã trả lời công dân.")])
    private let refusal: [String: FactInput] = .decision("8/TA", "2026-11-20", and: ["reason": .text("Không thuộc thẩm quyền")])
    private let reason: [String: FactInput] = ["reason": .text("Ghi nhầm sang đơn khác")]

    private func field(_ world: TestWorld, _ caseID: Int64, by name: String = "hdnd.leader") async throws -> String? {
        try await problem { try await world.step(caseID, "withdraw_record", reason, by: name) }?.errors.first?.field
    }

    /// How often the book of the sender says that the entry of a case was referred.
    private func referred(_ world: TestWorld, _ caseID: Int64) async throws -> Int {
        try await world.count(
            """
            select count(*) from tiepdan.registration r join tiepdan.case_file f on f.registration = r.id
             where f.id = \(caseID) and r.outcome = 'referred'
            """)
    }

    @Test func `an answer of another letter is taken back on both sides`() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.sentToCourt(try await world.court())
            let before = try await (world.running(sent.track), world.running(sent.own))
            world.clock.set(Day(2026, 12, 1))
            _ = try await world.step(sent.track, "record_answer", answer, by: "hdnd.clerk")
            for name in ["hdnd.clerk", "hdnd.officer"] {
                let refused = try await problem { try await world.step(sent.track, "withdraw_record", reason, by: name) }
                #expect(refused?.kind == .forbidden, "\(name)")
            }
            let step = try await world.step(sent.track, "withdraw_record", reason, by: "hdnd.leader")
            #expect(step.state == "delivered" && step.created["senderCase"] == sent.own)
            let own = try await world.stand(of: sent.own)
            #expect(own.state == "transferred")
            let after = try await (world.running(sent.track), world.running(sent.own))
            #expect(after.0 == before.0 && after.1 == before.1)
            let view = try await world.casework.referrals.referral(sent.referral, by: world.actor("hdnd.leader"))
            #expect(view.result == nil && view.answeredOn == nil && view.answerNumber == nil && view.answerSummary == nil && !view.final)
            let journal = try await world.journal(sent.own, by: "hdnd.leader")
            #expect(journal.suffix(2).map(\.event) == ["result_received", "record_withdrawn"], "both stay told")
            let nothing = try await field(world, sent.track)
            #expect(nothing == "step_from_paper")
            #expect(try await world.findings() == [])

            world.clock.set(Day(2026, 12, 2))
            _ = try await world.step(sent.track, "record_answer", answer, by: "hdnd.clerk")
            let again = try await world.stand(of: sent.own)
            let listed = try await referred(world, sent.own)
            #expect(again.state == "result_in" && listed == 1)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `what was built on the answer goes first`() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.sentToCourt(try await world.court())
            world.clock.set(Day(2026, 12, 1))
            _ = try await world.step(sent.track, "record_answer", answer, by: "hdnd.clerk")
            let told: [String: FactInput] = ["told_on": .text("2026-12-01"), "means": .text("phone")]
            _ = try await world.step(sent.own, "tell_citizen", told, by: "hdnd.officer")
            let blocked = try await field(world, sent.track)
            #expect(blocked == "nothing_built_on_record")
            _ = try await world.step(sent.own, "revoke", reason, by: "hdnd.leader")
            _ = try await world.step(sent.track, "withdraw_record", reason, by: "hdnd.leader")
            let own = try await world.stand(of: sent.own)
            #expect(own.state == "transferred")
            #expect(try await world.findings() == [])
        }
    }

    @Test func `a refusal that was none no longer counts, and the entry is referred as before`() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.sentToCourt(try await world.court())
            world.clock.set(Day(2026, 11, 20))
            _ = try await world.step(sent.track, "record_accepted", .decision("7/TA", "2026-11-20", and: [:]), by: "hdnd.clerk")
            _ = try await world.step(sent.track, "record_declined", refusal, by: "hdnd.clerk")
            let (declined, cleared) = (try await world.stand(of: sent.own), try await referred(world, sent.own))
            #expect(declined.state == "classified" && cleared == 0)
            let step = try await world.step(sent.track, "withdraw_record", reason, by: "hdnd.leader")
            let (own, listed) = (try await world.stand(of: sent.own), try await referred(world, sent.own))
            #expect(step.state == "accepted" && own.state == "transferred" && listed == 1)
            // The refusal counts again only when it is written down again.
            _ = try await world.step(sent.track, "record_declined", refusal, by: "hdnd.clerk")
            let counted = try await world.count(
                """
                select tiepdan.competence_refusals(r.petition) from tiepdan.registration r
                  join tiepdan.case_file f on f.registration = r.id where f.id = \(sent.own)
                """)
            #expect(counted == 1)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `receipt and acceptance go one after the other, the sender's case stays where it is`() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.sentToCourt(try await world.court())
            let before = try await world.running(sent.track)
            _ = try await world.step(sent.track, "record_acknowledged", ["document_date": .text("2026-11-19")], by: "hdnd.clerk")
            _ = try await world.step(sent.track, "record_accepted", .decision("7/TA", "2026-11-19", and: [:]), by: "hdnd.clerk")
            let own = try await world.stand(of: sent.own)
            let first = try await world.step(sent.track, "withdraw_record", reason, by: "hdnd.leader")
            let second = try await world.step(sent.track, "withdraw_record", reason, by: "hdnd.leader")
            #expect(first.state == "acknowledged" && second.state == "delivered" && second.created["senderCase"] == nil)
            let (after, stand) = (try await world.running(sent.track), try await world.stand(of: sent.own))
            #expect(after == before && stand == own)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `a result written down in the sender's case is taken back at the referral`() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.sentToCourt(try await world.court())
            world.clock.set(Day(2026, 12, 1))
            _ = try await world.step(sent.own, "record_result", answer, by: "hdnd.officer")
            let alone = try await problem { try await world.step(sent.own, "revoke", reason, by: "hdnd.leader") }
            #expect(alone?.errors.first?.field == "step_revocable", "it moved the referral too")
            let step = try await world.step(sent.track, "withdraw_record", reason, by: "hdnd.leader")
            let own = try await world.stand(of: sent.own)
            #expect(step.state == "delivered" && own.state == "transferred")
            let view = try await world.casework.referrals.referral(sent.referral, by: world.actor("hdnd.leader"))
            #expect(view.result == nil)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `a body that speaks for itself is not taken back`() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            _ = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            let refused = try await field(world, sent.caseID)
            #expect(refused == "step_from_paper")
        }
    }

    @Test func `a task stands again as before what was written down for its assignee`() async throws {
        try await TestWorld.lease { world in
            let court = try await world.court()
            var entry = world.draft(.complaint)
            entry.jurisdiction = .competent
            let entered = try await world.register(entry, by: "ubnd.clerk")
            let draft = TaskDraft(
                kind: .report, title: "Cung cấp bản án", content: "Gửi bản án và quyết định thi hành án.", assignee: court,
                dueOn: Day(2026, 12, 4), letterNumber: "7/UBND-NC", letterDate: Day(2026, 11, 19))
            let given = try await world.casework.tasks.give(draft, in: entered.caseID, key: nil, by: world.actor("ubnd.leader"))
            func task() async throws -> TaskView { try await world.casework.tasks.task(given.task, by: world.actor("ubnd.leader")) }
            func undo() async throws -> StepView { try await world.step(given.caseID, "withdraw_record", reason, by: "ubnd.leader") }
            let paper: [String: FactInput] = .decision("15/TA", "2026-11-19", and: [:])
            let report = paper.merging(["result": .text("done"), "summary": .text("Đã gửi bản án.")]) { $1 }
            let asking = paper.merging(["asked_until": .text("2026-12-18"), "reason": .text("Chờ sao lục")]) { $1 }

            _ = try await world.step(given.caseID, "record_acknowledged", paper, by: "ubnd.clerk")
            _ = try await world.step(given.caseID, "record_extension_request", asking, by: "ubnd.clerk")
            let before = try await (world.running(given.caseID), task())
            _ = try await world.step(given.caseID, "record_report", report, by: "ubnd.clerk")
            let clerk = try await problem { try await world.step(given.caseID, "withdraw_record", reason, by: "ubnd.clerk") }
            #expect(clerk?.kind == .forbidden)
            let reported = try await undo()
            #expect(reported.state == "acknowledged")
            let after = try await (world.running(given.caseID), task())
            #expect(after.0 == before.0 && after.0["TASK-EXT"] != nil)
            #expect(after.1.result == nil && after.1.answerNumber == nil && after.1.answerSummary == nil)
            #expect(after.1.askedUntil == Day(2026, 12, 18) && after.1.acknowledgedOn == Day(2026, 11, 19))
            _ = try await undo()
            let asked = try await task()
            #expect(asked.askedUntil == nil)

            _ = try await world.step(given.caseID, "record_decline", paper.merging(reason) { $1 }, by: "ubnd.clerk")
            let closed = try await world.count(
                "select count(*) from tiepdan.case_access where case_id = \(entered.caseID) and relation = 'tasked'")
            let back = try await undo()
            let open = try await world.count(
                "select count(*) from tiepdan.case_access where case_id = \(entered.caseID) and relation = 'tasked'")
            #expect(closed == 0 && back.state == "acknowledged" && open == 1)
            #expect(try await world.findings() == [])

            // Only the report before it stands after a return; what was reported first is there again.
            _ = try await world.step(given.caseID, "record_report", report, by: "ubnd.clerk")
            _ = try await world.step(
                given.caseID, "return_for_more", ["reason": .text("Thiếu quyết định"), "due_on": .text("2026-12-11")], by: "ubnd.officer")
            let more = report.merging(["document_number": .text("16/TA"), "result": .text("partly_done")]) { $1 }
            _ = try await world.step(given.caseID, "record_report", more, by: "ubnd.clerk")
            _ = try await undo()
            let first = try await task()
            #expect(first.result == "done" && first.answerNumber == "15/TA" && first.state == "returned_for_more")
            #expect(try await world.findings() == [])
        }
    }
}
