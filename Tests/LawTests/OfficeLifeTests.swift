import Testing

@testable import Law

/// What an office owes in the month in which it closes or begins.
@Suite struct OfficeLifeTests {
    private let old = OfficeLife(first: Day(2025, 7, 1), last: Day(2026, 11, 18))
    private let successor = OfficeLife(first: Day(2026, 11, 19), continues: true)

    private func held(_ day: Day, _ kind: SessionKind = .scheduled, inheritedOn: Day? = nil, byHolder: Bool = true) -> DutySession {
        DutySession(day: day, kind: kind, standing: .held, byHolder: byHolder, inheritedOn: inheritedOn)
    }

    private func count(
        _ duty: String, _ month: String, _ sessions: [DutySession], _ life: OfficeLife, today: Day = Day(2026, 12, 31)
    ) throws -> DutyCount {
        try ShippedDuties.duty(duty, in: month).count(
            sessions, in: try #require(Month(iso: month)), calendar: Calendars.known, today: today, life: life)
    }

    @Test func `the month before the change is the old office's`() throws {
        let found = try count("commune_chair", "2026-10", [held(Day(2026, 10, 8))], old)
        #expect(found.required == 2 && found.credited == 1 && found.missing == 1 && found.verdict == .short)
        // Who came into its place later does not do it for it, and an office that was there beside it has its own number.
        let beside = OfficeLife(first: Day(2025, 7, 1))
        let own = try count("commune_chair", "2026-10", [held(Day(2026, 10, 8), inheritedOn: Day(2026, 11, 19))], beside)
        #expect(own.required == 2 && own.credited == 0 && own.inherited.isEmpty && own.held.isEmpty && own.missing == 2)
    }

    @Test func `in the month of the change the number is the successor's with the days of before`() throws {
        let closed = try count("commune_chair", "2026-11", [held(Day(2026, 11, 5))], old)
        #expect(closed.verdict == .notOwed && closed.required == 0 && closed.credited == 0 && closed.held == [Day(2026, 11, 5)])
        let taken = Day(2026, 11, 19)
        let sessions = [
            held(Day(2026, 11, 5), inheritedOn: taken), held(Day(2026, 11, 9), inheritedOn: taken, byHolder: false),
            held(Day(2026, 11, 26)), held(Day(2026, 11, 6), .adHoc, inheritedOn: taken),
        ]
        let new = try count("commune_chair", "2026-11", sessions, successor)
        #expect(new.verdict == .met && new.required == 2 && new.credited == 2)
        #expect(new.held == [Day(2026, 11, 26)] && new.inherited == [Day(2026, 11, 5)] && new.adHoc.isEmpty && new.substituted.isEmpty)
        let short = try count("commune_chair", "2026-11", Array(sessions.prefix(2)), successor)
        #expect(short.verdict == .short && short.missing == 1)
    }

    @Test func `each working day is asked of who is there`() throws {
        let whole = try count("provincial_board", "2026-11", [], .always)
        let before = try count("provincial_board", "2026-11", [held(Day(2026, 11, 18), .regular)], old)
        let after = try count("provincial_board", "2026-11", [held(Day(2026, 11, 18), .regular, inheritedOn: Day(2026, 11, 19))], successor)
        #expect(before.required == 13 && before.credited == 1)
        #expect(after.required == 7 && after.credited == 0 && after.inherited.isEmpty, "a day that is over stays where it was")
        #expect(whole.required == 20)
    }

    @Test func `a week is asked of who is there on its Sunday`() throws {
        let closed = OfficeLife(first: Day(2025, 7, 1), last: Day(2026, 6, 10))
        let opened = OfficeLife(first: Day(2026, 6, 11), continues: true)
        let monday = Day(2026, 6, 8)
        let before = try count("commune_chair", "2026-06", [held(monday)], closed)
        let after = try count("commune_chair", "2026-06", [held(monday, inheritedOn: Day(2026, 6, 11))], opened)
        #expect(before.required == 1 && before.credited == 0 && after.required == 3 && after.credited == 1)
        #expect(after.inherited == [monday])
    }

    @Test func `a new office that continues nobody is first asked in the next month`() throws {
        let fresh = OfficeLife(first: Day(2026, 11, 2))
        #expect(try count("commune_chair", "2026-11", [], fresh).verdict == .notOwed)
        #expect(try count("commune_chair", "2026-12", [], fresh, today: Day(2027, 1, 4)).verdict == .short)
        #expect(try count("commune_servant", "2026-11", [], fresh).verdict == .unnumbered)
        let open = try count("council_chair", "2026-11", [], fresh)
        #expect(open.verdict == .unset, "no number is asked of anybody")
    }

    @Test func `days on which an office is there`() {
        let month = Day(2026, 11, 1)...Day(2026, 11, 30)
        #expect(OfficeLife.always.touches(month) && old.touches(month) && successor.touches(month))
        #expect(!OfficeLife(last: Day(2026, 10, 31)).touches(month) && !OfficeLife(first: Day(2026, 12, 1)).touches(month))
        #expect(OfficeLife(first: Day(2026, 11, 30)).touches(month) && OfficeLife(last: Day(2026, 11, 1)).touches(month))
    }
}
