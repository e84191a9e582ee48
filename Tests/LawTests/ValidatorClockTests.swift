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

    @Test func whatACaseBringsAlongIsAskedFor() throws {
        func mistakes(_ more: String) throws -> String {
            try Self.mistakes("{rule: A-2, when: kind_denunciation}", "{rule: A-2, when: kind_denunciation, \(more)}")
        }
        #expect(
            try mistakes("paused_from: letter_date").contains(
                "register: clock A-2 stands still from 'letter_date', a day it does not ask for"))
        #expect(try mistakes("paused_from: received_on").contains("register: clock A-2 starts standing still where no row pauses it"))
        #expect(try mistakes("extended_by: urgent").contains("register: clock A-2 is longer by 'urgent', a number it does not take"))
        #expect(try mistakes("extended_by: count").contains("register: clock A-2 starts extended and names no 'extension'"))
        #expect(
            try Self.mistakes("from: [received, sent]\n    to: closed", "from: [received]\n    to: prior").contains(
                "register opens a case in 'received' and does not ask for the state it came from"))
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
