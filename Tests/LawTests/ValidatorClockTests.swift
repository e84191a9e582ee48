import Testing

@testable import Law

/// Proofs that need a clock of their own: nobody can stop one that begins with the end, what stands still has no cap, what rests on an
/// article says how sure it is.
@Suite struct ValidatorClockTests {
    static func mistakes(_ old: String, _ new: String) throws -> String {
        let text = try Small.text(old, new)
        do throws(LawMistakes) {
            _ = try Rulebook([text])
            return ""
        } catch { return error.description }
    }

    @Test func aDutyThatBeginsWithTheEndIsRefused() throws {
        let found = try Self.mistakes("clocks: {start: [A-4], stop: [A-3]}", "clocks: {start: [A-4, A-1], stop: [A-3]}")
        #expect(found.contains("close starts clock A-1 and ends the case: nobody could stop it"))
    }

    @Test func aCapOnWhatMayStandStillIsRefused() throws {
        let found = try Self.mistakes(
            "unit: working_days, from: received_on,", "unit: working_days, cap_days: 20, pausable: true, from: received_on,")
        #expect(found.contains("a clock that may stand still has no cap"))
    }

    @Test func anArticleWithoutCertaintyIsRefused() throws {
        #expect(
            try Self.mistakes("basis: Luật A Đ.3\n    certainty: found", "basis: Luật A Đ.3").contains(
                "deepen names its basis without 'certainty'"))
        #expect(
            try Self.mistakes("basis: Luật A Đ.4, certainty: found}", "basis: Luật A Đ.4}").contains(
                "clock A-1 names its basis without 'certainty'"))
    }
}
