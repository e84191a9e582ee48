import Testing

@testable import Law

/// What an event may do to a clock that goes on: stand still, run on, get more days, another amount, end early, only warn; on rows that
/// hold for some days and rows that lead back.
@Suite struct ClockMovesTests {
    static let yaml = """
        procedure: moves
        title: Thủ tục có tạm dừng
        subject: petition
        effective: {from: 2026-07-01}
        states:
          begun: {title: Đang xử lý}
          deep: {title: Xác minh}
          still: {title: Tạm dừng}
          over: {title: Xong, final: true}
        transitions:
          - {event: register, title: Vào sổ, from: new, to: begun, by: &who {roles: [officer], relation: owner}, takes: {several_places: bool, received_on: date}, clocks: {start: [S-1, S-2, S-3]}, internal: x}
          - {event: dig, title: Xác minh, from: begun, to: deep, by: *who, internal: x}
          - {event: stand, title: Tạm dừng, from: [begun, deep], to: still, by: *who, since: 2026-12-01, clocks: {pause: [S-1]}, internal: x}
          - {event: go_on, title: Tiếp tục, from: still, to: prior, by: *who, clocks: {resume: [S-1]}, internal: x}
          - {event: give_up, title: Bỏ, from: still, to: over, by: *who, clocks: {stop: [S-1], lapse: [S-2, S-3]}, internal: x}
          - {event: extend, title: Gia hạn, from: [begun, deep, still], to: same, by: *who, takes: {extension_days: integer, criteria_count: integer}, blocks: [extension_left, extension_in_range], flags: [extended_in_time], clocks: {extend: [S-1]}, internal: x}
          - {event: many, title: Nhiều nơi, from: [begun, deep], to: same, by: *who, takes: {several_places: bool!}, clocks: {recount: [S-2]}, internal: x}
          - {event: finish, title: Xong, from: [begun, deep], to: over, by: *who, until: 2027-12-31, flags: [in_time], clocks: {stop: [S-1, S-2, S-3]}, internal: x}
          - {event: finish, title: Xong theo quy định mới, from: [begun, deep], to: over, by: *who, since: 2028-01-01, clocks: {stop: [S-1], lapse: [S-2, S-3]}, internal: x}
          - {event: deadline_passed, title: Quá hạn, from: open, to: same, by: {roles: [system], relation: none}, clocks: {start: [S-4]}, internal: x}
          - {event: redate, title: Tính lại, from: open, to: same, by: {roles: [operator], relation: none}, internal: x}
        clocks:
          S-1: {title: Giải quyết, amount: 30, unit: calendar_days, pausable: true, extension: {days: 30, times: 1, specially_complex: 2}, internal: x}
          S-2: {title: Kiểm tra, amount: 7, unit: working_days, variants: [{when: [several_places], amount: 10}], from: received_on, internal: x}
          S-4: {title: Quyền đi tiếp, amount: 10, unit: calendar_days, ends: lapse, from: settlement_due, internal: x}
          S-3: {title: Cảnh báo, amount: 7, unit: working_days, cap_days: 10, ends: alarm, from: received_on, internal: x}
        facts: {several_places: Nhiều nơi, received_on: Ngày nhận, extension_days: Số ngày, criteria_count: Số tiêu chí}
        """

    static func walk(registeredOn day: Day = Day(2026, 12, 1), _ declared: [String: FactValue] = [:]) throws -> Walk {
        let book = try Rulebook([ProcedureText(file: "moves@2026-07-01.yaml", text: yaml)])
        var walk = Walk(try #require(book.versions.first), CaseFacts(receivedOn: day))
        try walk.go("register", on: day, as: .officer, .owner, declared)
        return walk
    }

    @Test func standsStillAndRunsOnWithWhatWasLeft() throws {
        var walk = try Self.walk()
        #expect(walk.due("S-1") == "2026-12-31")
        try walk.go("dig", on: Day(2026, 12, 5), as: .officer)
        try walk.go("stand", on: Day(2026, 12, 11), as: .officer)
        #expect(walk.clock("S-1") == .paused)
        try walk.go("go_on", on: Day(2027, 1, 5), as: .officer)
        #expect(walk.state == "deep", "back to where it came from, not to where it began")
        #expect(walk.clock("S-1") == .running)
        #expect(walk.due("S-1") == "2027-01-25")
        try walk.go("stand", on: Day(2027, 1, 15), as: .officer)
        try walk.go("go_on", on: Day(2027, 1, 18), as: .officer)
        #expect(walk.due("S-1") == "2027-01-28", "10 and 10 days are used, 10 are left")
    }

    @Test func suspendedOnItsLastDayItEndsOnTheDayItIsTakenUp() throws {
        var walk = try Self.walk(registeredOn: Day(2026, 12, 3))
        // 02/01/2027 is a Saturday: the last legal day is Monday 04/01.
        #expect(walk.due("S-1") == "2027-01-04")
        var late = walk
        try walk.go("stand", on: Day(2027, 1, 4), as: .officer)
        try walk.go("go_on", on: Day(2027, 1, 20), as: .officer)
        #expect(walk.due("S-1") == "2027-01-20")
        try late.go("stand", on: Day(2027, 1, 5), as: .officer)
        try late.go("go_on", on: Day(2027, 1, 20), as: .officer)
        #expect(late.due("S-1") == "2027-01-04", "a breach is not healed by suspending afterwards")
    }

    @Test func doesNotBecomeOverdueWhileItStandsStill() throws {
        var walk = try Self.walk()
        try walk.go("stand", on: Day(2026, 12, 11), as: .officer)
        let still = try #require(walk.clocks.first { $0.rule == "S-1" })
        #expect(!still.isOverdue(on: Day(2028, 1, 1)))
    }

    @Test func aMissedClockStaysMissedWhileItStandsStill() throws {
        var walk = try Self.walk()
        try walk.go("stand", on: Day(2027, 1, 4), as: .officer)
        let still = try #require(walk.clocks.first { $0.rule == "S-1" })
        #expect(still.isOverdue(on: Day(2027, 1, 4)))
        #expect(walk.redate(by: WorkCalendar(entries: [Calendars.off(Day(2026, 12, 31), "nghỉ bão")]), on: Day(2027, 1, 5)) == [])
        try walk.go("give_up", on: Day(2027, 1, 6), as: .officer)
        #expect(walk.clock("S-1") == .breached)
    }

    @Test func whatTheProgramNotesKeepsNobodyFromEnteringWhatHappenedBefore() throws {
        var walk = try Self.walk()
        try walk.go("deadline_passed", on: Day(2027, 1, 4), as: .system, .none)
        try walk.go("redate", on: Day(2027, 1, 5), as: .operator, .none)
        #expect(walk.last == Day(2026, 12, 1))
        #expect(walk.refusal("dig", on: Day(2026, 12, 30), as: .officer) == nil)
        #expect(walk.refusal("dig", on: Day(2026, 11, 30), as: .officer) == "date_before_previous")
    }

    @Test func aRightThatHasRunOutDoesNotBeginAgainFromTheSameDay() throws {
        var walk = try Self.walk()
        for day in [Day(2027, 1, 4), Day(2027, 1, 14), Day(2027, 2, 1), Day(2027, 3, 1)] {
            try walk.go("deadline_passed", on: day, as: .system, .none)
        }
        let rights = walk.clocks.filter { $0.rule == "S-4" }
        #expect(rights.map(\.state) == [.lapsed] && rights.first?.due == Day(2027, 1, 11))
    }

    /// What is read aloud goes forward in time, whatever was suspended and extended.
    @Test(arguments: [
        [Pause(from: Day(2026, 12, 1), to: Day(2026, 12, 10))], [Pause(from: Day(2026, 12, 11), to: Day(2027, 1, 5))],
        [Pause(from: Day(2026, 12, 11))], [Pause(from: Day(2026, 12, 11), to: Day(2026, 12, 15)), Pause(from: Day(2026, 12, 20))],
    ])
    func theDerivationNeverGoesBack(pauses: [Pause]) {
        for (unit, days) in [(TimeUnit.calendarDays, 0), (.calendarDays, 30), (.workingDays, 0), (.workingDays, 5)] {
            let deadline = Calendars.known.deadline(
                of: Period(start: Day(2026, 12, 1), amount: 30, unit: unit, extensionDays: days, pauses: pauses))
            let told = deadline.derivation.compactMap(\.day)
            #expect(told == told.sorted(), "\(deadline.derivation.map(\.description))")
            #expect(deadline.derivation.contains { $0.note.contains("tạm dừng") })
            let first = deadline.derivation.first { $0.note.hasPrefix("ngày 1") }?.day
            #expect(pauses[0].from > Day(2026, 12, 1) || first != Day(2026, 12, 2))
        }
    }

    @Test func isExtendedOnceOrTwiceNeverBeyond() throws {
        var walk = try Self.walk()
        #expect(
            walk.refusal("extend", on: Day(2026, 12, 20), as: .officer, .owner, ["extension_days": .integer(31)]) == "extension_in_range")
        #expect(
            walk.refusal("extend", on: Day(2026, 12, 20), as: .officer, .owner, ["extension_days": .integer(0)]) == "extension_in_range")
        try walk.go("extend", on: Day(2026, 12, 20), as: .officer)
        #expect(walk.due("S-1") == "2027-02-01")
        #expect(walk.refusal("extend", on: Day(2027, 1, 20), as: .officer, .owner, ["criteria_count": .integer(1)]) == "extension_left")
        try walk.go("extend", on: Day(2027, 1, 20), as: .officer, .owner, ["criteria_count": .integer(2), "extension_days": .integer(10)])
        #expect(walk.clocks.first?.extensions == [30, 10])
        #expect(walk.refusal("extend", on: Day(2027, 1, 21), as: .officer, .owner, ["criteria_count": .integer(3)]) == "extension_left")
    }

    @Test func anExtensionAfterTheLastDayIsABreachNotARefusal() throws {
        let walk = try Self.walk()
        #expect(walk.refusal("extend", on: Day(2027, 1, 4), as: .officer) == "flag_reason_missing")
        var late = walk
        let step = try late.go("extend", on: Day(2027, 1, 4), as: .officer, .owner, ["flag_reason": .text("chờ hồ sơ")])
        #expect(step.breaches.map(\.flag) == [.extendedInTime])
    }

    @Test func aVariantHoldsFromTheStartOrByRecount() throws {
        let several: [String: FactValue] = ["several_places": .flag(true)]
        let atOnce = try Self.walk(registeredOn: thursday, several)
        #expect(atOnce.due("S-2") == "2026-12-04")
        var later = try Self.walk(registeredOn: thursday)
        #expect(later.due("S-2") == "2026-12-01")
        try later.go("many", on: Day(2026, 11, 20), as: .officer, .owner, several)
        #expect(later.due("S-2") == "2026-12-04")
    }

    @Test func aCapEndsItEarlyAndItOnlyWarns() throws {
        // Seven working days over Tết take longer than ten days.
        let day = Day(2026, 2, 12)
        var walk = try Self.walk(registeredOn: day)
        #expect(walk.due("S-2") == "2026-03-02")
        #expect(walk.due("S-3") == "2026-02-23", "ten days end on Sunday 22/02")
        let step = try walk.go("finish", on: Day(2026, 2, 26), as: .officer)
        #expect(step.breaches.isEmpty, "nobody is late by a warning")
        #expect(walk.clock("S-3") == .stopped)
        #expect(walk.clock("S-2") == .lapsed || walk.clock("S-2") == .stopped || walk.clock("S-2") == .met)
    }

    @Test func rowsHoldOnTheirDaysOnly() throws {
        let walk = try Self.walk(registeredOn: thursday)
        #expect(walk.refusal("stand", on: Day(2026, 11, 30), as: .officer) == "not_in_force")
        #expect(walk.refusal("stand", on: Day(2026, 12, 1), as: .officer) == nil)
        var (old, new) = (walk, walk)
        try old.go("finish", on: Day(2027, 12, 31), as: .officer, .owner, ["flag_reason": .text("chậm")])
        #expect(old.clock("S-2") == .breached)
        try new.go("finish", on: Day(2028, 1, 1), as: .officer)
        #expect(new.clock("S-2") == .lapsed)
    }

    @Test func aNewCalendarMovesWhatRunsAndNothingElse() throws {
        var walk = try Self.walk(registeredOn: thursday)
        let closed = WorkCalendar(
            entries: [Calendars.off(Day(2026, 11, 24), "Ngày Văn hóa Việt Nam"), Calendars.off(Day(2026, 12, 1), "nghỉ bão")])
        #expect(walk.redate(by: closed, on: Day(2026, 11, 20)) == [2])
        #expect(walk.due("S-2") == "2026-12-02")
        #expect(walk.due("S-3") == "2026-11-30", "the cap counts calendar days; 29/11 is a Sunday")
        var missed = try Self.walk(registeredOn: thursday)
        #expect(missed.redate(by: closed, on: Day(2026, 12, 2)).isEmpty, "its day has passed: the breach stands")
        var met = try Self.walk(registeredOn: thursday)
        try met.go("finish", on: Day(2026, 11, 23), as: .officer)
        #expect(met.redate(by: closed, on: Day(2026, 11, 24)).isEmpty)
    }
}
