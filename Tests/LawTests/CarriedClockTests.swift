import Testing

@testable import Law

/// Clocks of cases that come along from an old book: extended before, found complex before, standing still.
@Suite struct CarriedClockTests {
    private static let brought: [String: FactValue] = [
        "old_number": .text("12"), "received_on": .date(Day(2026, 8, 20)), "accepted_on": .date(Day(2026, 9, 1)),
    ]

    private func facts(_ kind: PetitionKind) -> CaseFacts {
        CaseFacts(office: .department, kind: kind, eligibility: .eligible, referenceOnly: kind == .denunciation)
    }

    private func carried(_ procedure: String, _ state: String, _ more: [String: FactValue] = [:], by law: Day = thursday) throws -> Walk {
        var walk = try Walk(procedure, facts(procedure == "complaint" ? .complaint : .denunciation), inForceOn: law)
        try walk.go("imported", as: .operator, .none, declared(state, more))
        return walk
    }

    private func declared(_ state: String, _ more: [String: FactValue]) -> [String: FactValue] {
        Self.brought.merging(["state": .text(state)]) { $1 }.merging(more) { $1 }
    }

    private let suspended: [String: FactValue] = ["paused_on": .date(Day(2026, 9, 11)), "prior_state": .text("dialogue")]

    @Test func whatIsSuspendedStandsStillFromItsDayAndGoesOnWithTheDaysLeft() throws {
        var walk = try carried("complaint", "suspended", suspended)
        let clock = try #require(walk.clocks.first)
        #expect(walk.clocks.count == 1 && clock.rule == "KN-2" && clock.state == .paused && clock.pauses == [Pause(from: Day(2026, 9, 11))])
        #expect(!clock.isOverdue(on: Day(2026, 12, 1)), "it stood still before its last day")
        try walk.go("resume", on: Day(2026, 12, 1), .owner, document())
        #expect(walk.state == "dialogue", "where it came from, as the book says")
        #expect(walk.due("KN-2") == "2026-12-21", "ten of thirty days were gone")
        try walk.go("revoke", on: Day(2026, 12, 1), .owner, ["reason": .text("Ghi nhầm")])
        #expect(walk.state == "suspended" && walk.clock("KN-2") == .paused)
    }

    @Test func aBreachOfBeforeIsNotHealedByStandingStill() throws {
        let walk = try carried(
            "complaint", "suspended", ["paused_on": .date(Day(2026, 10, 20)), "prior_state": .text("accepted")])
        #expect(walk.clocks.first?.isOverdue(on: thursday) == true)
    }

    @Test func aDayThatCannotBeIsRefused() throws {
        let walk = try Walk("complaint", facts(.complaint))
        func refusal(_ more: [String: FactValue], _ walk: Walk) -> String? {
            walk.refusal("imported", as: .operator, .none, declared("suspended", more))
        }
        #expect(refusal(suspended.merging(["paused_on": .date(Day(2026, 8, 25))]) { $1 }, walk) == "fact_invalid", "before the acceptance")
        #expect(refusal(["paused_on": .date(Day(2026, 9, 11))], walk) == "fact_missing")
        #expect(refusal(["prior_state": .text("accepted")], walk) == "fact_missing")
        #expect(refusal(suspended.merging(["prior_state": .text("decided")]) { $1 }, walk) == "fact_invalid")
        #expect(refusal(suspended, walk) == nil)

        // Before 01/07/2026 no complaint could be suspended.
        let old = try Walk("complaint", facts(.complaint), inForceOn: Day(2026, 5, 4))
        let early: [String: FactValue] = ["received_on": .date(Day(2026, 5, 4)), "accepted_on": .date(Day(2026, 6, 15))]
        let june = suspended.merging(early) { $1 }.merging(["paused_on": .date(Day(2026, 6, 30))]) { $1 }
        #expect(refusal(june, old) == "not_in_force")
        #expect(refusal(june.merging(["paused_on": .date(Day(2026, 7, 1))]) { $1 }, old) == nil)
    }

    @Test func aCaseInCourtGoesBackToWhereItStood() throws {
        var walk = try carried("complaint", "in_court", ["prior_state": .text("executing")])
        try walk.go("court_upheld", .owner, document(["court": .text("Tòa án nhân dân tỉnh")]))
        #expect(walk.state == "executing")
        var unsettled = try carried("complaint", "in_court_unsettled")
        #expect(unsettled.due("KN-2") == "2026-10-01" && unsettled.clock("KN-2") == .running)
        try unsettled.go("court_upheld", .owner, document(["court": .text("Tòa án nhân dân tỉnh")]))
        #expect(unsettled.state == "accepted")
    }

    @Test func whatWasFoundComplexOrExtendedHasItsDays() throws {
        #expect(try carried("complaint", "verifying").due("KN-2") == "2026-10-01")
        #expect(try carried("complaint", "verifying", ["complex": .flag(true)]).due("KN-2") == "2026-10-16")

        #expect(try carried("denunciation", "verifying").due("TC-6") == "2026-10-01")
        let extended = try carried("denunciation", "verifying", ["extension_days": .integer(45)])
        #expect(extended.clocks.first?.extensions == [30, 15] && extended.due("TC-6") == "2026-11-16", "the fifteenth is a Sunday")
        var waiting = try carried(
            "denunciation", "waiting_expert", ["extension_days": .integer(30), "paused_on": .date(Day(2026, 9, 11))])
        #expect(waiting.clock("TC-6") == .paused)
        try waiting.go("expert_result", on: Day(2026, 12, 1), as: .officer, .owner)
        #expect(waiting.state == "verifying" && waiting.due("TC-6") == "2027-01-20", "ten of sixty days were gone")

        let walk = try Walk("denunciation", facts(.denunciation))
        for days in [61, -1] {
            let more: [String: FactValue] = ["extension_days": .integer(days)]
            #expect(walk.refusal("imported", as: .operator, .none, declared("verifying", more)) == "fact_invalid", "\(days)")
        }
        var suspended = try carried("denunciation", "suspended", ["paused_on": .date(Day(2026, 9, 11)), "prior_state": .text("verified")])
        try suspended.go("resume", on: Day(2026, 12, 1), .owner, document())
        #expect(suspended.state == "verified" && suspended.due("TC-6") == "2026-12-21")
    }
}
