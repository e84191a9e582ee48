import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Cases keep the version of the law under which they began, and follow the decrees' transition rules.
@Suite struct VersionTests {
    /// A complaint received on Monday 15/06/2026 and entered that day.
    private func old(_ world: TestWorld) async throws -> FollowedPetition {
        world.clock.set(Day(2026, 6, 15))
        return try await FollowedPetition.registered(world, .complaint) { $0.receivedOn = Day(2026, 6, 15) }
    }

    /// What the leader may do today.
    private func offered(_ it: FollowedPetition) async throws -> [String] {
        try await it.world.casework.cases.caseFile(it.entry.caseID, by: it.world.actor("\(it.office).leader")).allowed.map(\.event)
    }

    @Test func aComplaintOfJuneKeepsItsTenDays() async throws {
        try await TestWorld.lease { world in
            let it = try await old(world)
            let opened = try await it.view()
            #expect(opened.version == "2020-12-10.1")
            let clocks = try await world.running(it.entry.caseID)
            #expect(clocks == ["KN-1": Day(2026, 6, 25), "TCD-4": Day(2026, 6, 29)])
            try await it.take("propose_accept", as: "officer", on: Day(2026, 6, 16))
            try await it.take("accept", as: "leader", on: Day(2026, 6, 24))
            let ground: [String: FactInput] = .decision(
                "1/QĐ", "2026-06-30", and: ["ground": .text("waiting_other"), "evidence": .text("Công văn.")])
            let early = try await it.refused("suspend", as: "leader", on: Day(2026, 6, 30), ground)
            #expect(early?.code == "not_in_force")
            let before = try await offered(it)
            #expect(!before.contains("suspend") && before.contains("withdraw_all"), "not offered before the day")

            // From the first of July on the new decree's rows hold for it (NĐ 155/2026 Đ.22.1).
            world.clock.set(Day(2026, 7, 6))
            let later = try await it.view()
            let now = try await offered(it)
            #expect(later.version == "2020-12-10.1" && now.contains("suspend"))
            let bare: [String: FactInput] = .decision("2/QĐ", "2026-07-06", and: ["withdrawn_on": .text("2026-07-06")])
            let formless = try await it.refused("withdraw_all", as: "leader", bare)
            #expect(formless?.code == "fact_missing" && formless?.errors.first?.field == "form")
            let step = try await it.take("withdraw_all", as: "leader", bare.merging(["form": .text("withdrawal_letter")]) { $1 })
            #expect(step.state == "terminated")
            let running = try await world.running(it.entry.caseID)
            #expect(running == ["KN-13": Day(2026, 7, 9)])
            let papers = try await it.papers()
            #expect(papers.suffix(2) == ["withdrawal_paper", "termination_decision 2/QĐ 2026-07-06"], "the first is the citizen's")
            try await it.take("send_termination", as: "clerk", on: Day(2026, 7, 8))
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// The day of the step decides, not the day of the entry.
    @Test func aStepOfJuneEnteredInJulyGoesByTheOldRow() async throws {
        try await TestWorld.lease { world in
            let it = try await old(world)
            try await it.take("propose_accept", as: "officer", on: Day(2026, 6, 16))
            try await it.take("accept", as: "leader", on: Day(2026, 6, 24))
            world.clock.set(Day(2026, 7, 2))
            let facts: [String: FactInput] = .decision("2/QĐ", "2026-06-30", and: ["withdrawn_on": .text("2026-06-30")])
            let step = try await world.step(it.entry.caseID, "withdraw_all", facts, on: Day(2026, 6, 30), by: "snnmt.leader")
            #expect(step.state == "terminated")
            let running = try await world.running(it.entry.caseID)
            #expect(running.isEmpty, "the old law named no days for the sending")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func eachProcedureOpensUnderTheLawOfItsDay() async throws {
        try await TestWorld.lease { world in
            world.clock.set(Day(2026, 7, 2))
            let table: [(day: Day, version: String, alarm: Bool)] = [
                (Day(2026, 6, 30), "2021-11-15.1", false), (Day(2026, 7, 1), "2026-07-01.1", true),
            ]
            for (day, version, alarm) in table {
                // Entered late: the day of receipt decides.
                let own = try await FollowedPetition.registered(world, .feedback) { $0.receivedOn = day }
                let forwarded = try await world.register(world.draft(receivedOn: day))
                for (caseID, reader) in [(own.entry.caseID, "snnmt.officer"), (forwarded.caseID, "hdnd.officer")] {
                    let view = try await world.casework.cases.caseFile(caseID, by: world.actor(reader))
                    let clocks = try await world.running(caseID)
                    #expect(view.version == version && (clocks["ALARM-45"] != nil) == alarm, "\(view.procedure) \(day)")
                }
            }
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }
}
