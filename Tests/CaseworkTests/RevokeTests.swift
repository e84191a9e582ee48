import Casework
import Law
import Postgres
import TestSupport
import Testing

/// A leader takes back a wrong step until its letter is issued; the entry, the work and the clocks stand as before it.
@Suite struct RevokeTests {
    private let reason: [String: FactInput] = ["reason": .text("Ghi nhầm bước")]

    /// The office's entry and who has the case in hand, as one text.
    private func entry(_ world: TestWorld, _ caseID: Int64) async throws -> String {
        try await world.superuser.read { db in
            try db.value(
                """
                select concat_ws('|', r.kind, r.field_code, coalesce(r.eligibility, '-'), coalesce(r.jurisdiction, '-'), coalesce(r.outcome, '-'),
                                 r.outcome_on, r.remote, r.complex, f.handler, f.state,
                                 (select string_agg(k.rule || ' ' || k.state || ' ' || k.due, ', ' order by k.rule) from tiepdan.clock k
                                   where k.case_id = f.id and k.state <> 'stopped'))
                  from tiepdan.case_file f join tiepdan.registration r on r.id = f.registration where f.id = \(caseID)
                """, as: String.self)
        }
    }

    private func revoke(_ world: TestWorld, _ caseID: Int64, by name: String) async throws -> StepView {
        try await world.step(caseID, "revoke", reason, by: name)
    }

    @Test func everythingStandsAsBefore() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft())
            let fresh = try await entry(world, registered.caseID)
            let opening = try await problem { try await revoke(world, registered.caseID, by: "hdnd.leader") }
            #expect(opening?.errors.first?.field == "step_revocable")
            let facts: [String: FactInput] = [
                "kind": .text("complaint"), "eligibility": .text("ineligible"), "jurisdiction": .text("not_competent"),
                "reason": .text("Thiếu chữ ký"),
            ]
            _ = try await world.step(registered.caseID, "classify", facts, by: "hdnd.officer")
            let classified = try await entry(world, registered.caseID)
            let handler = world.officer("hdnd.officer").id
            _ = try await world.step(registered.caseID, "assign", ["handler": .number(handler)], by: "hdnd.leader")
            let assigned = try await entry(world, registered.caseID)
            #expect(assigned != classified)
            world.clock.set(Day(2026, 11, 20))
            _ = try await world.step(registered.caseID, "file_away", ["ground": .text("lacks_elements")], by: "hdnd.officer")

            let officer = try await problem { try await revoke(world, registered.caseID, by: "hdnd.officer") }
            #expect(officer?.kind == .forbidden)
            let stands = [assigned, classified, fresh]
            for before in stands {
                _ = try await revoke(world, registered.caseID, by: "hdnd.leader")
                let now = try await entry(world, registered.caseID)
                #expect(now == before)
            }
            let over = try await problem { try await revoke(world, registered.caseID, by: "hdnd.leader") }
            #expect(over?.errors.first?.field == "step_revocable")
            _ = try await world.step(registered.caseID, "classify", facts, by: "hdnd.officer")
            let again = try await entry(world, registered.caseID)
            #expect(again == classified)
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// In whose hands the work is, by which entry, until when; taken or returned.
    private func work(_ world: TestWorld, _ caseID: Int64) async throws -> String {
        try await world.superuser.read { db in
            try db.value(
                """
                select concat_ws('|', coalesce(f.handler::text, '-'), coalesce(f.unit::text, '-'), coalesce(w.given_by::text, '-'), w.given_on,
                                 w.given_seq, coalesce(w.due_on::text, '-'), coalesce(w.taken_on::text, '-'), coalesce(w.returned_on::text, '-'))
                  from tiepdan.case_file f join tiepdan.work_item w on w.case_id = f.id where f.id = \(caseID)
                """, as: String.self)
        }
    }

    /// A direction is a step like any other: undone, it gives no work, sets no day and stands on no list.
    @Test func aWrongDirectionGivesTheWorkBack() async throws {
        try await TestWorld.lease { world in
            let first = world.officer("hdnd.officer")
            let second = try await world.hire("chuyen.vien", "Lê Văn Viên")
            let leader = world.actor("hdnd.leader")
            let id = try await world.given(to: first, title: "Ngập úng", due: Day(2026, 11, 30))
            try await world.act(id, "take_work", by: first)
            let before = try await work(world, id)

            var wrong = DirectionDraft(leaderName: "Chủ tịch", givenOn: Day(2026, 11, 19), text: "Giao nhầm.")
            wrong.handler = second.id
            wrong.dueOn = Day(2026, 11, 25)
            _ = try await world.casework.cases.addDirection(id, wrong, key: nil, by: leader)
            let given = try await world.handler(of: id)
            #expect(given == second.id)
            _ = try await revoke(world, id, by: "hdnd.leader")
            let after = try await work(world, id)
            #expect(after == before)
            let due = try await world.running(id)["DIRECT"]
            #expect(due == Day(2026, 11, 30))
            let file = try await world.casework.cases.caseFile(id, by: leader)
            #expect(file.directions.map(\.text) == ["Giao xử lý."])
            let register = try await world.casework.registers.weekly(
                from: Day(2026, 11, 16), to: Day(2026, 11, 22), leaderName: nil, by: leader)
            #expect(register.open.first?.directions.contains("Giao nhầm") == false)

            // Only another day was set; and what has been handed on since stays where it is.
            wrong.handler = nil
            _ = try await world.casework.cases.addDirection(id, wrong, key: nil, by: leader)
            _ = try await revoke(world, id, by: "hdnd.leader")
            let dated = try await work(world, id)
            #expect(dated == before)
            wrong.handler = second.id
            _ = try await world.casework.cases.addDirection(id, wrong, key: nil, by: leader)
            try await world.act(id, "hand_over_work", ["handler": .number(first.id), "reason": .text("Đổi người")], by: second)
            let handed = try await work(world, id)
            _ = try await revoke(world, id, by: "hdnd.leader")
            let kept = try await work(world, id)
            #expect(kept.hasPrefix("\(first.id)|") && kept == handed.replacing("|2026-11-25|", with: "|2026-11-30|"))
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// An assignment undone leaves the work given by nobody: free to be taken.
    @Test func aWrongAssignmentLeavesNoTraceOnTheWork() async throws {
        try await TestWorld.lease { world in
            let entered = try await world.classified(world.draft())
            let handler = world.officer("hdnd.officer").id
            _ = try await world.step(entered.caseID, "assign", ["handler": .number(handler)], by: "hdnd.leader")
            _ = try await revoke(world, entered.caseID, by: "hdnd.leader")
            let left = try await work(world, entered.caseID)
            #expect(left == "-|-|-|2026-11-19|0|-|-|-")
        }
    }

    @Test func anIssuedLetterBinds() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft(.complaint))
            let before = try await entry(world, registered.caseID)
            let guide: [String: FactInput] = ["competent_body": .text("Tòa án")]
            func guided(_ facts: [String: FactInput]) async throws {
                _ = try await world.step(registered.caseID, "guide", facts, by: "hdnd.officer")
            }
            // Written and not numbered: nobody has it yet.
            try await guided(guide)
            _ = try await revoke(world, registered.caseID, by: "hdnd.leader")
            let back = try await entry(world, registered.caseID)
            #expect(back == before)
            let caseID = registered.caseID
            let void = try await world.count(
                "select count(*)::int from tiepdan.document where case_id = \(caseID) and kind = 'guidance' and voided_on is not null")
            #expect(void == 1)
            try await guided(guide.merging(["letter_number": .text("7/HD"), "letter_date": .text("2026-11-19")]) { $1 })
            let issued = try await problem { try await revoke(world, registered.caseID, by: "hdnd.leader") }
            #expect(issued?.code == "guard_failed" && issued?.errors.first?.field == "nothing_issued_by_last_step")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func aStepThatReachedOthersIsNotUndoneHere() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            let far = try await problem { try await revoke(world, sent.petition.caseID, by: "hdnd.leader") }
            #expect(far?.errors.first?.field == "step_revocable", "it is recalled")
            _ = try await world.step(sent.caseID, "decline", ["reason": .text("Không thuộc thẩm quyền")], by: "snnmt.officer")
            let system = try await problem { try await revoke(world, sent.petition.caseID, by: "hdnd.leader") }
            #expect(system?.errors.first?.field == "step_revocable", "the program wrote the last step")
        }
    }

    @Test func anAcceptanceAndWhatWasFoundOfTheCaseGoBack() async throws {
        try await TestWorld.lease { world in
            let it = try await FollowedPetition.registered(world, .complaint)
            try await it.take("propose_accept", as: "officer")
            let proposed = try await entry(world, it.entry.caseID)
            try await it.take("accept", as: "leader", on: Day(2026, 11, 20), ["remote": .flag(true)])
            let accepted = try await entry(world, it.entry.caseID)
            #expect(accepted.contains("accepted") && accepted != proposed)
            try await it.take(
                "mark_complex", as: "leader", on: Day(2026, 11, 23),
                .decision("20/SNN", "2026-11-23", and: ["complex": .flag(true), "criterion": .text("complex_a")]))
            let issued = try await it.refused("revoke", as: "leader", reason)
            #expect(issued?.errors.first?.field == "nothing_issued_by_last_step")
            // The paper was withdrawn: the finding can be taken back with it.
            let caseID = it.entry.caseID
            try await world.superuser.write { db in
                _ = try db.run(
                    "update tiepdan.document set voided_on = date '2026-11-23' where case_id = \(caseID) and kind = 'complexity_record'")
            }
            try await it.take("revoke", as: "leader", reason)
            let ordinary = try await entry(world, it.entry.caseID)
            #expect(ordinary == accepted)
            try await it.take("revoke", as: "leader", reason)
            let undecided = try await entry(world, it.entry.caseID)
            #expect(undecided == proposed)
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }
}
