import Foundation
import Testing

@testable import Law

@Suite struct DayTests {
    @Test func epochAndText() {
        #expect(Day(1970, 1, 1).daysSince1970 == 0)
        #expect(Day(2026, 11, 21).iso == "2026-11-21")
        #expect(Day(2026, 2, 5).vietnamese == "05/02/2026")
        #expect(Day(iso: "2026-11-21") == Day(2026, 11, 21))
        #expect(Day(1, 1, 1).iso == "0001-01-01")
    }

    @Test func weekdays() {
        #expect(Day(1970, 1, 1).weekday == .thursday)
        #expect(Day(2026, 11, 21).weekday == .saturday)
        #expect(Day(2026, 11, 24).weekday == .tuesday)
        #expect(Day(1969, 12, 31).weekday == .wednesday)
        #expect(Day(1600, 2, 29).weekday == .tuesday)
    }

    @Test(arguments: [
        "", "2026-11-1", "2026-13-01", "2026-02-29", "2026-00-10", "2026-10-00", "0000-01-01", "2026/11/21", "+026-11-21",
        "2026-11-21 ", "２０２６-11-21", "2026-11-3a", "99999-01-1",
    ])
    func malformed(_ text: String) { #expect(Day(iso: text) == nil) }

    @Test func everyDayOfFourCenturiesIsItsOwnSuccessor() {
        var day = Day(1899, 12, 31)
        var weekday = day.weekday.rawValue
        while day.year < 2301 {
            let next = day.next
            let (year, month, dayOfMonth) = next.components
            guard Day(year: year, month: month, day: dayOfMonth) == next, next.daysSince1970 == day.daysSince1970 + 1, next > day else {
                Issue.record("\(day) is followed by \(next)")
                return
            }
            weekday = weekday % 7 + 1
            if next.weekday.rawValue != weekday {
                Issue.record("\(next) has the wrong weekday")
                return
            }
            day = next
        }
        #expect(Day(2100, 2, 28).next == Day(2100, 3, 1))
        #expect(Day(2000, 2, 28).next == Day(2000, 2, 29))
    }

    @Test func monthsAndYears() {
        #expect(Day(2026, 1, 31).adding(months: 1) == Day(2026, 2, 28))
        #expect(Day(2027, 12, 31).adding(months: 2) == Day(2028, 2, 29))
        #expect(Day(2028, 2, 29).adding(years: 1) == Day(2029, 2, 28))
        #expect(Day(2026, 3, 31).adding(months: -1) == Day(2026, 2, 28))
        #expect(Day(2026, 1, 15).adding(months: -13) == Day(2024, 12, 15))
        #expect(Day(2026, 11, 21).adding(months: 2) == Day(2027, 1, 21))
    }

    @Test func codable() throws {
        let day = Day(2026, 11, 21)
        let data = try JSONEncoder().encode([day])
        #expect(String(decoding: data, as: UTF8.self) == #"["2026-11-21"]"#)
        #expect(try JSONDecoder().decode([Day].self, from: data) == [day])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Day].self, from: Data(#"["21/11/2026"]"#.utf8)) }
    }
}
