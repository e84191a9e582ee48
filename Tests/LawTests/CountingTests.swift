import Foundation
import Testing

@testable import Law

@Suite struct CountingTests {
    let calendar = Calendars.known

    @Test func beforeDeadlines() {
        // A session on Monday 07/12: the schedule hangs from Monday 30/11 at the latest.
        let schedule = calendar.deadline(from: Day(2026, 12, 7), -5, .workingDays)
        #expect(schedule.due == Day(2026, 11, 30))
        #expect(schedule.derivation.last?.description == "30/11 trước 5 ngày làm việc: ngày chậm nhất")
        // A holiday in between pushes it further back.
        #expect(calendar.deadline(from: Day(2026, 11, 27), -5, .workingDays).due == Day(2026, 11, 19))
        // Five calendar days before a Friday is a Sunday: the notice goes out on the Friday before, never later.
        let notice = calendar.deadline(from: Day(2026, 12, 11), -5, .calendarDays)
        #expect(notice.nominal == Day(2026, 12, 6))
        #expect(notice.due == Day(2026, 12, 4))
    }

    @Test func hoursAndImmediate() {
        #expect(calendar.deadline(from: Day(2026, 12, 7), -1, .hours).due == Day(2026, 12, 7))
        #expect(calendar.deadline(from: Day(2026, 12, 7), -24, .hours).due == Day(2026, 12, 6))
        #expect(calendar.deadline(from: Day(2026, 12, 7), 24, .hours).due == Day(2026, 12, 8))
        #expect(calendar.deadline(from: Day(2026, 12, 7), 25, .hours).due == Day(2026, 12, 9))
        #expect(calendar.deadline(from: Day(2026, 12, 7), 0, .immediate).due == Day(2026, 12, 7))
        #expect(calendar.deadline(from: Day(2026, 11, 21), 0, .immediate).due == Day(2026, 11, 23))
    }

    @Test func monthsAndYears() {
        #expect(calendar.deadline(from: Day(2026, 10, 31), 1, .months).nominal == Day(2026, 11, 30))
        let year = calendar.deadline(from: Day(2026, 11, 28), 1, .years)
        #expect(year.nominal == Day(2027, 11, 28))
        #expect(year.due == Day(2027, 11, 29))
    }

    @Test func swappedSaturdayCounts() {
        let deadline = calendar.deadline(from: Day(2026, 8, 21), 1, .workingDays)
        #expect(deadline.due == Day(2026, 8, 22))
        #expect(deadline.derivation.last?.description == "22/08 ngày 1 (làm bù: hoán đổi ngày 31/08): hết hạn")
        #expect(calendar.deadline(from: Day(2026, 8, 28), 1, .workingDays).due == Day(2026, 9, 3))
    }

    @Test func declaredDateRolls() {
        let deadline = calendar.deadline(on: Day(2026, 11, 24))
        #expect(deadline.nominal == Day(2026, 11, 24))
        #expect(deadline.due == Day(2026, 11, 25))
    }

    @Test func suspendedWorkingDays() {
        // Used: 20, 23 (two days); three remain from 07/12.
        let deadline = calendar.deadline(
            of: Period(
                start: Day(2026, 11, 19), amount: 5, unit: .workingDays, pauses: [Pause(from: Day(2026, 11, 23), to: Day(2026, 12, 7))]))
        #expect(deadline.due == Day(2026, 12, 10))
        #expect(deadline.derivation.contains { $0.description == "23/11 tạm dừng: đã dùng 2 ngày, còn 3 ngày" })
    }

    @Test func suspendedTwiceAndStandingStill() {
        let twice = calendar.deadline(
            of: Period(
                start: Day(2026, 12, 1), amount: 30, unit: .calendarDays,
                pauses: [Pause(from: Day(2026, 12, 11), to: Day(2026, 12, 15)), Pause(from: Day(2026, 12, 20), to: Day(2026, 12, 21))]))
        #expect(twice.nominal == Day(2027, 1, 5))
        #expect(!twice.paused)
        let still = calendar.deadline(
            of: Period(start: Day(2026, 12, 1), amount: 30, unit: .calendarDays, pauses: [Pause(from: Day(2026, 12, 11))]))
        #expect(still.paused)
        #expect(still.derivation.contains { $0.description == "11/12 đang tạm dừng: đã dùng 10 ngày, còn 20 ngày" })
    }

    /// Taken up again with no day left on a Saturday, it lasts to the Monday; suspended on that Sunday it is suspended in time.
    @Test func suspendedAgainBeforeTheDayItIsRolledTo() {
        let deadline = calendar.deadline(
            of: Period(
                start: Day(2026, 12, 1), amount: 3, unit: .workingDays,
                pauses: [Pause(from: Day(2026, 12, 4), to: Day(2026, 12, 12)), Pause(from: Day(2026, 12, 13), to: Day(2026, 12, 21))]))
        #expect(deadline.due == Day(2026, 12, 21))
    }

    @Test func extensionOfWorkingDays() {
        let deadline = calendar.deadline(of: Period(start: Day(2026, 11, 19), amount: 3, unit: .workingDays, extensionDays: 2))
        #expect(deadline.due == Day(2026, 11, 27))
        #expect(deadline.derivation.last?.description == "27/11 ngày 5, gia hạn: hết hạn")
    }

    @Test func officeClosingCountsForThatOffice() {
        let closed = WorkCalendar(
            entries: [Calendars.off(Day(2026, 11, 24), "Ngày Văn hóa Việt Nam")]
                + [CalendarEntry(day: Day(2026, 11, 25), kind: .off, title: "bão số 12", scope: .office)])
        let deadline = closed.deadline(from: Day(2026, 11, 23), 1, .workingDays)
        #expect(deadline.due == Day(2026, 11, 26))
        #expect(deadline.derivation.contains { $0.description == "25/11 cơ quan nghỉ: bão số 12, không tính" })
    }

    @Test func unknownYearIsProvisionalWithFixedHolidays() {
        let deadline = calendar.deadline(from: Day(2030, 4, 29), 1, .workingDays)
        #expect(deadline.due == Day(2030, 5, 2))
        #expect(deadline.provisional)
        // 30/04/2033 is a Saturday, 01/05 a Sunday: both are compensated.
        #expect(
            !calendar.isWorkingDay(Day(2033, 5, 2)) && !calendar.isWorkingDay(Day(2033, 5, 3)) && calendar.isWorkingDay(Day(2033, 5, 4)))
        // 24/11 became a holiday in 2026.
        #expect(calendar.isWorkingDay(Day(2025, 11, 24)) && !calendar.isWorkingDay(Day(2028, 11, 24)))
        #expect(calendar.deadline(from: Day(2027, 12, 29), 1, .workingDays).provisional == false)
        #expect(calendar.deadline(from: Day(2027, 12, 31), 1, .workingDays).provisional)
    }

    @Test func absurdAmountsStillEnd() {
        #expect(calendar.deadline(from: Day(2026, 1, 1), .max, .calendarDays).due > Day(2100, 1, 1))
    }
}

@Suite struct CalendarFileTests {
    @Test func reads() throws {
        let text =
            "day,kind,title,provisional,source\r\n2026-11-24,off,\"Ngày Văn hóa, \"\"24/11\"\"\",false,NQ 28/2026/QH16\n\n2026-01-10,work,Làm bù,true,\n"
        let entries = try CalendarFile.entries(in: text)
        #expect(entries.count == 2)
        #expect(entries[0].title == "Ngày Văn hóa, \"24/11\"")
        #expect(entries[1].kind == .work && entries[1].provisional && entries[1].day == Day(2026, 1, 10))
    }

    @Test(arguments: [
        ("", 1, "header"), ("day,kind\n", 1, "header"), ("2026-02-30,off,x,false,s", 2, "not a date"),
        ("2026-02-03,holiday,x,false,s", 2, "kind"),
        ("2026-02-03,off,,false,s", 2, "title"), ("2026-02-03,off,x,no,s", 2, "provisional"), ("2026-02-03,off,x,false", 2, "4 columns"),
        ("2026-02-03,off,x,false,s\n2026-02-03,work,x,false,s", 3, "twice"), ("2026-02-03,off,\"x,false,s", 2, "not closed"),
        ("2026-02-03,off,x\"y,false,s", 2, "quote"),
    ])
    func mistakes(_ text: String, _ line: Int, _ message: String) {
        let whole = text.hasPrefix("2026") ? "day,kind,title,provisional,source\n" + text : text
        let error = #expect(throws: CalendarFile.Mistake.self) { try CalendarFile.entries(in: whole) }
        #expect(error?.line == line)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }
}

/// The calendar as it is shipped.
@Suite struct ShippedCalendarTests {
    @Test func knowsTheYearsOfTheFactFile() throws {
        let file = repository.appending(path: "sql/catalogues/calendar.csv")
        let calendar = WorkCalendar(entries: try CalendarFile.entries(in: String(contentsOf: file, encoding: .utf8)))
        #expect(calendar.knownYears == [2024, 2025, 2026, 2027])
        #expect(calendar.deadline(from: Day(2026, 11, 19), 7, .workingDays).due == Day(2026, 12, 1))
        #expect(calendar.deadline(from: Day(2026, 8, 26), 90, .calendarDays).due == Day(2026, 11, 25))
        #expect(calendar.deadline(from: Day(2026, 12, 1), 60, .calendarDays).due == Day(2027, 2, 1))
        #expect(calendar.deadline(from: Day(2026, 12, 1), 70, .calendarDays).provisional)
        #expect(calendar.isWorkingDay(Day(2026, 8, 22)) && !calendar.isWorkingDay(Day(2026, 8, 31)))
    }
}
