import Casework
import Law
import Postgres
import TestSupport
import Testing

/// A complaint settled by a commune, and settled again by the province above it.
@Suite struct SecondInstanceTests {
    /// Who stands above whom, which the plain test world does not say.
    private func place(_ office: String, under parent: String, in world: TestWorld) async throws {
        let (child, above) = (world.office(office), world.office(parent))
        _ = try await world.superuser.write { db in
            try db.run("update tiepdan.organisation set parent = \(above) where id = \(child)")
        }
    }

    /// Who may do what on a case, as `office relation`.
    private func access(_ world: TestWorld, _ caseID: Int64) async throws -> [String] {
        try await world.superuser.read { db in
            try db.values(
                """
                select o.code || ' ' || a.relation from tiepdan.case_access a join tiepdan.organisation o on o.id = a.organisation
                 where a.case_id = \(caseID) order by 1
                """, as: String.self)
        }
    }

    /// Received on 19/11/2026 and accepted on 23/11 by the commune, under the commune of the province.
    private func accepted(_ world: TestWorld, _ change: (inout PetitionDraft) -> Void = { _ in }) async throws -> FollowedPetition {
        try await place("phohien", under: "ubnd", in: world)
        let it = try await FollowedPetition.registered(world, .complaint, by: "phohien", change)
        try await it.take("propose_accept", as: "officer", on: Day(2026, 11, 20))
        try await it.take("accept", as: "leader", on: Day(2026, 11, 23), ["remote": .flag(true)])
        return it
    }

    /// The first decision of 25/11/2026, sent on 27/11.
    private func notified(_ world: TestWorld) async throws -> FollowedPetition {
        let it = try await accepted(world) { draft in
            draft.petitioners = [PersonDraft(fullName: "Nguyễn Văn An"), PersonDraft(fullName: "Trần Thị Bình")]
            draft.people = 2
            draft.appointmentSigned = true
        }
        try await it.take("find_right", as: "officer", on: Day(2026, 11, 24))
        let decision: [String: FactInput] = .decision("8/QĐ", "2026-11-25", and: ["result": .text("wrong")])
        try await it.take("sign_decision", as: "leader", on: Day(2026, 11, 25), decision)
        try await it.take("send", as: "clerk", on: Day(2026, 11, 27))
        return it
    }

    private let taken: [String: FactInput] = ["received_on": .text("2026-12-04"), "letter_date": .text("2026-12-02")]

    @Test func theComplaintGoesOnAtTheProvince() async throws {
        try await TestWorld.lease { world in
            let it = try await notified(world)
            let first = it.entry.caseID
            let before = try await access(world, first)
            #expect(before == ["HY-UB-11953 owner", "HY-UBND superior"])
            world.clock.set(Day(2026, 12, 4))
            let bare = try await problem { try await world.step(first, "second_complaint", by: "ubnd.clerk") }
            #expect(bare?.code == "fact_missing" && bare?.errors.first?.field == "received_on")
            let own = try await it.refused("second_complaint", as: "leader", taken)
            #expect(own?.kind == .forbidden, "the first settler does not receive it")
            let step = try await world.step(first, "second_complaint", taken, by: "ubnd.clerk")
            #expect(step.state == "second_instance" && step.breaches.isEmpty)
            let petition = try #require(step.created["petition"])
            let second = try #require(step.created["case"])

            let fates = try await it.fates()
            #expect(fates.contains("KN-5 met 2026-12-04") && fates.contains("KN-10 lapsed 2026-12-04"))
            let clocks = try await world.running(second)
            // Ten days end before seven working days; both are counted from the day the province received it.
            #expect(
                clocks == [
                    "KN-1": Day(2026, 12, 15), "KN-1-ALARM": Day(2026, 12, 14), "TCD-4": Day(2026, 12, 18), "ALARM-45": Day(2027, 1, 18),
                ])
            let view = try await world.casework.petitions.petition(petition, by: world.actor("ubnd.officer"))
            #expect(view.caseID == second && view.procedure == "complaint" && view.state == "registered" && view.number == 1)
            #expect(view.kind == .complaint && view.jurisdiction == .competent && view.eligibility == .eligible && view.channel == .post)
            #expect(view.title == "Đường làng ngập nước" && view.receivedOn == Day(2026, 12, 4) && view.letterDate == Day(2026, 12, 2))
            #expect(view.people == 2 && view.representatives == 1 && view.appointmentSigned && view.filerKind == "group")
            #expect(view.priorResolution == "first" && view.priorBodies == "Ủy ban nhân dân phường Phố Hiến")
            #expect(view.id != it.entry.petition && view.receiptCode != it.entry.receiptCode && view.matter == it.entry.matter)
            let names = try await world.superuser.read { db in
                try db.values(
                    """
                    select y.role || ' ' || s.full_name || ' ' || o.code from tiepdan.party y join tiepdan.person s on s.id = y.person
                      join tiepdan.organisation o on o.id = s.organisation where y.petition = \(petition) order by y.position
                    """, as: String.self)
            }
            #expect(names == ["petitioner Nguyễn Văn An HY-UBND", "representative Trần Thị Bình HY-UBND"])
            let marks = try await world.superuser.read { db in
                try db.values(
                    """
                    select concat_ws(' ', instance, first_case, first_decision_on, case when remote then 'remote' end)
                      from tiepdan.registration where petition = \(petition)
                    """, as: String.self)
            }
            #expect(marks == ["2 \(first) 2026-11-25 remote"])

            let shared = try await access(world, second)
            #expect(shared == ["HY-UB-11953 reader", "HY-UBND owner"], "nobody above the second settler is told by the program")
            let seen = try await world.casework.cases.caseFile(second, by: world.actor("phohien.leader"))
            #expect(seen.relations == ["reader"] && seen.allowed.isEmpty)
            let moved = try await problem { try await world.step(second, "propose_accept", by: "phohien.leader") }
            #expect(moved?.kind == .forbidden)
            let twice = try await problem { try await world.step(first, "second_complaint", taken, by: "ubnd.clerk") }
            #expect(twice?.code == "not_allowed_in_state")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func theSecondDecisionOverItsOwnTerms() async throws {
        try await TestWorld.lease { world in
            let it = try await notified(world)
            world.clock.set(Day(2026, 12, 4))
            let opened = try await world.step(it.entry.caseID, "second_complaint", taken, by: "ubnd.officer")
            let second = try #require(opened.created["case"])
            func take(_ event: String, _ role: String, on day: Day, _ facts: [String: FactInput] = [:]) async throws -> StepView {
                world.clock.set(day)
                return try await world.step(second, event, facts, by: "ubnd.\(role)")
            }
            _ = try await take("propose_accept", "officer", on: Day(2026, 12, 7))
            _ = try await take("accept", "leader", on: Day(2026, 12, 10))
            // Sixty days end in Tết.
            let clocks = try await world.running(second)
            #expect(clocks == ["KN-6": Day(2027, 2, 12)])
            _ = try await take("assign_verification", "leader", on: Day(2026, 12, 11), .decision("5/QĐ", "2026-12-11"))
            _ = try await take("report", "officer", on: Day(2026, 12, 21), ["summary": .text("Đúng như quyết định lần đầu.")])
            let early = try await problem { try await take("draft_decision", "officer", on: Day(2026, 12, 22)) }
            #expect(early?.code == "guard_failed" && early?.errors.first?.field == "dialogue_held")
            _ = try await take("invite_dialogue", "officer", on: Day(2026, 12, 22), ["dialogue_on": .text("2026-12-28")])
            _ = try await take("record_dialogue", "officer", on: Day(2026, 12, 28), ["attendance": .text("attended")])
            _ = try await take("draft_decision", "officer", on: Day(2026, 12, 29))
            let decision: [String: FactInput] = .decision("99/QĐ-UBND", "2027-01-07", and: ["result": .text("recognised")])
            let signed = try await take("sign_decision", "leader", on: Day(2027, 1, 7), decision)
            #expect(signed.state == "decided" && signed.breaches.isEmpty)
            let after = try await world.running(second)
            // Forty-five days of a remote area end on a Sunday.
            #expect(after == ["KN-8": Day(2027, 1, 14), "KN-9": Day(2027, 1, 22), "KN-10": Day(2027, 2, 22)])
            let result = try await world.superuser.read { db in
                try db.value("select result from tiepdan.settlement where case_id = \(second)", as: String.self)
            }
            #expect(result == "recognised")
            _ = try await take("send", "clerk", on: Day(2027, 1, 13))
            _ = try await take("publish", "officer", on: Day(2027, 1, 20), ["means": .text("meeting")])
            let left = try await world.running(second)
            #expect(left == ["KN-10": Day(2027, 2, 22), "KN-15": Day(2028, 1, 13)])
            let above = try await access(world, second)
            #expect(above == ["HY-UB-11953 reader", "HY-UBND owner"])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// No decision within the time: the province hears of it when the time is over, not before (Luật Khiếu nại Đ.33.1).
    @Test func anOverdueSettlementOpensTheWay() async throws {
        try await TestWorld.lease { world in
            let it = try await accepted(world)
            let first = it.entry.caseID
            // Forty-five days of a remote area end on 07/01/2027.
            world.clock.set(Day(2027, 1, 7))
            while case let fired = try await world.casework.queues.sweepDeadlines(), fired > 0 {}
            let hidden = try await problem { try await world.step(first, "second_complaint", taken, by: "ubnd.clerk") }
            #expect(hidden?.kind == .missing)
            world.clock.set(Day(2027, 1, 8))
            while case let fired = try await world.casework.queues.sweepDeadlines(), fired > 0 {}
            let known = try await access(world, first)
            #expect(known == ["HY-UB-11953 owner", "HY-UBND superior"])
            let running = try await world.running(first)
            #expect(running == ["KN-2": Day(2027, 1, 7), "KN-5": Day(2027, 2, 22), "KN-15": Day(2028, 1, 7)])
            let urged = try await world.step(
                first, "urge", ["letter_number": .text("5/UBND"), "letter_date": .text("2027-01-08")], by: "ubnd.officer")
            #expect(urged.state == "accepted" && urged.breaches.isEmpty)
            world.clock.set(Day(2027, 1, 12))
            let step = try await world.step(first, "second_complaint", ["received_on": .text("2027-01-12")], by: "ubnd.officer")
            let fates = try await it.fates()
            #expect(fates.contains("KN-2 breached 2027-01-12") && fates.contains("KN-5 met 2027-01-12"))
            let petition = try #require(step.created["petition"])
            let view = try await world.casework.petitions.petition(petition, by: world.actor("ubnd.officer"))
            #expect(view.priorResolution == "late_unresolved")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func whereNobodyAboveUsesTheProgramTheFirstOfficeNotesIt() async throws {
        try await TestWorld.lease { world in
            _ = try await world.superuser.write { db in
                try db.run("update tiepdan.officer set active = false where username like 'ubnd.%'")
            }
            let it = try await notified(world)
            let alone = try await access(world, it.entry.caseID)
            #expect(alone == ["HY-UB-11953 owner"])
            let facts: [String: FactInput] = ["body": .text("Chủ tịch Ủy ban nhân dân tỉnh"), "received_on": .text("2026-12-04")]
            let clerk = try await it.refused("second_complaint_elsewhere", as: "clerk", on: Day(2026, 12, 7), facts)
            #expect(clerk?.kind == .forbidden)
            let noted = try await it.take("second_complaint_elsewhere", as: "officer", facts)
            #expect(noted.state == "second_instance" && noted.created.isEmpty)
            let words = try await it.words()
            #expect(words == ["Khiếu nại lần hai của ông/bà đã được cơ quan có thẩm quyền giải quyết lần hai tiếp nhận."])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }
}
