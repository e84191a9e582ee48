import Testing

@testable import Law

/// Counts with the production calculation against a counter written another way: by listing days, one by one, from a civil
/// calendar of its own.
@Suite struct CountingPropertyTests {
    struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    /// Year, month, day stepped by hand, weekday carried along: shares nothing with `Day` but the final comparison.
    struct Naive {
        var year = 2024, month = 1, day = 1
        var weekday = 1  // 2024-01-01 was a Monday

        var text: String {
            func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
            return "\(year)-\(two(month))-\(two(day))"
        }

        mutating func step() {
            let lengths = [31, year % 4 == 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            weekday = weekday == 7 ? 1 : weekday + 1
            day += 1
            if day > lengths[month - 1] { (day, month) = (1, month + 1) }
            if month > 12 { (month, year) = (1, year + 1) }
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8])
    func agreesWithNaiveCounter(_ seed: UInt64) throws {
        var random = Seeded(state: seed)
        // All days of 2024 to 2033 as text, and which of them work under random entries.
        var days: [(text: String, weekend: Bool)] = []
        var naive = Naive()
        while naive.year < 2034 {
            days.append((naive.text, naive.weekday >= 6))
            naive.step()
        }
        var off: Set<String> = []
        var work: Set<String> = []
        var entries: [CalendarEntry] = []
        for (text, weekend) in days {
            let isFirstOfYear = text.hasSuffix("-01-01")
            guard isFirstOfYear || Int.random(in: 0..<12, using: &random) == 0 else { continue }
            let day = try #require(Day(iso: text))
            if weekend && !isFirstOfYear {
                work.insert(text)
                entries.append(CalendarEntry(day: day, kind: .work, title: "làm bù"))
            } else {
                off.insert(text)
                entries.append(CalendarEntry(day: day, kind: .off, title: "nghỉ"))
            }
        }
        let calendar = WorkCalendar(entries: entries)
        let working = days.map { work.contains($0.text) || (!$0.weekend && !off.contains($0.text)) }
        // Windows of 300 days hold more than 90 working ones.
        func after(_ index: Int) -> [Int] { (index + 1..<index + 300).filter { working[$0] } }

        for _ in 0..<100 {
            let start = Int.random(in: 400..<2500, using: &random)
            let startDay = try #require(Day(iso: days[start].text))
            let amount = Int.random(in: 1...90, using: &random)

            let workingDays = calendar.deadline(from: startDay, amount, .workingDays)
            #expect(workingDays.due.iso == days[after(start)[amount - 1]].text)
            #expect(workingDays.derivation.filter { $0.note.hasPrefix("ngày ") }.count == amount)
            #expect(calendar.workingDays(after: startDay, through: workingDays.due) == amount)

            let calendarDays = calendar.deadline(from: startDay, amount, .calendarDays)
            #expect(calendarDays.nominal.iso == days[start + amount].text)
            #expect(calendarDays.due.iso == days[after(start + amount - 1)[0]].text)

            let before = calendar.deadline(from: startDay, -amount, .workingDays)
            #expect(before.due.iso == days[(start - 300..<start).reversed().filter { working[$0] }[amount - 1]].text)

            // A suspension moves the nominal day by exactly its length.
            let length = Int.random(in: 1...60, using: &random)
            let offset = Int.random(in: 0..<amount, using: &random)
            let pause = Pause(from: startDay.adding(days: offset), to: startDay.adding(days: offset + length))
            let suspended = calendar.deadline(of: Period(start: startDay, amount: amount, unit: .calendarDays, pauses: [pause]))
            #expect(suspended.nominal == calendarDays.nominal.adding(days: length))

            // A working day within it does not count; one that ends the period before it is not touched.
            let used = after(start).prefix { $0 <= start + offset }.count
            guard used < amount else { continue }
            let left = after(start + offset + length)
            let suspendedWorking = calendar.deadline(of: Period(start: startDay, amount: amount, unit: .workingDays, pauses: [pause]))
            #expect(suspendedWorking.due.iso == days[left[amount - used - 1]].text)
        }
    }
}
