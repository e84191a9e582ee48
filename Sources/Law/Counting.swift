extension WorkCalendar {
    /// The due date of a period by this calendar, with its derivation.
    public func deadline(of period: Period) -> Deadline {
        var counter = DayCounter(calendar: self, period: period)
        let deadline = counter.run()
        guard let days = period.capDays else { return deadline }
        let cap = self.deadline(from: period.start, days, .calendarDays)
        guard cap.due < deadline.due else { return deadline }
        let line = DerivationLine(
            day: nil, label: "", note: "Nhiều nhất \(days) ngày kể từ sự kiện: đến hạn sớm hơn ngày \(deadline.due.vietnamese).")
        // A holiday not yet decided among the days that were counted could let the amount end before the cap.
        let doubtful = (1...max(1, cap.due.days(since: period.start))).contains { status(of: period.start.adding(days: $0)).provisional }
        return Deadline(
            nominal: cap.nominal, due: cap.due, provisional: cap.provisional || doubtful, paused: deadline.paused,
            derivation: cap.derivation + [line])
    }

    /// The due date of a date that somebody set: rolled to the next working day.
    public func deadline(on date: Day) -> Deadline {
        deadline(of: Period(start: date, amount: 0, unit: .date))
    }

    /// Short form for a period without extension and suspension.
    public func deadline(from start: Day, _ amount: Int, _ unit: TimeUnit) -> Deadline {
        deadline(of: Period(start: start, amount: amount, unit: unit))
    }
}

/// Walks the days of one period and writes down what it does.
private struct DayCounter {
    /// No period of the law comes near it; a setting typed wrongly must not count for minutes.
    static let longest = 36_600

    let calendar: WorkCalendar
    let period: Period
    private var lines: [DerivationLine] = []
    private var provisional = false
    /// The latest day looked at that is provisional.
    private var lastDoubted: Day?
    private var paused = false

    init(calendar: WorkCalendar, period: Period) {
        self.calendar = calendar
        self.period = period
    }

    mutating func run() -> Deadline {
        let amount = max(-Self.longest, min(Self.longest, period.amount))
        let nominal: Day
        let due: Day
        switch period.unit {
        case .date:
            nominal = period.start
            say(nominal, "hạn đã ấn định")
            due = roll(nominal, forward: true)
        case .immediate:
            nominal = period.start
            say(nominal, "làm ngay trong ngày")
            due = roll(nominal, forward: true)
        case .hours:
            nominal = hours(amount)
            due = nominal
        case .workingDays:
            nominal = workingDays(amount)
            // Off only when nothing is counted: an amount of 0, or a resumption with no day left.
            due = roll(nominal, forward: amount >= 0)
        case .calendarDays, .months, .years:
            nominal = calendarSpan(amount)
            due = roll(nominal, forward: amount >= 0)
        }
        // What was said of a suspension stands where it falls among the days.
        if !period.pauses.isEmpty { lines = lines.enumerated().sorted { Self.comesBefore($0, $1) }.map(\.element) }
        if provisional { lines.append(DerivationLine(day: nil, label: "", note: doubt)) }
        return Deadline(nominal: nominal, due: due, provisional: provisional, paused: paused, derivation: lines)
    }

    private static func comesBefore(_ a: (offset: Int, element: DerivationLine), _ b: (offset: Int, element: DerivationLine)) -> Bool {
        guard let one = a.element.day, let other = b.element.day, one != other else { return a.offset < b.offset }
        return one < other
    }

    /// Why the count is provisional: days to come that nobody has announced, or days gone by of which no calendar was loaded.
    private var doubt: String {
        if let lastDoubted, let first = calendar.knownYears.min(), lastDoubted.year < first {
            return "Tạm tính: chưa có lịch nghỉ của năm đó trong chương trình."
        }
        return "Tạm tính: lịch nghỉ chưa được công bố chính thức."
    }

    // MARK: Units

    private mutating func hours(_ amount: Int) -> Day {
        let days = amount >= 0 ? (amount + 23) / 24 : -(-amount / 24)
        let day = period.start.adding(days: days)
        say(day, amount >= 0 ? "chậm nhất \(amount) giờ sau sự kiện" : "chậm nhất \(-amount) giờ trước sự kiện")
        return day
    }

    private mutating func workingDays(_ amount: Int) -> Day {
        if amount < 0 { return workingDaysBefore(-amount) }
        let total = max(0, amount + period.extensionDays)
        say(period.start, total > 0 ? "xảy ra sự kiện, không tính" : "xảy ra sự kiện")
        var day = period.start
        var counted = 0
        var pauses = closedPauses(total: total)
        while true {
            // With no day left it lasts to the working day on which it is rolled.
            let last = counted >= total ? calendar.workingDay(onOrAfter: day) : day
            if let pause = pauses.first, pause.from <= last, let to = pause.to {
                pauses.removeFirst()
                stopped(pause.from, to, used: counted, left: total - counted)
                day = max(day, to)
                continue
            }
            if counted >= total { break }
            day = day.next
            let status = look(at: day)
            if status.isWorking {
                counted += 1
                let extra = counted > amount ? ", gia hạn" : ""
                say(day, "ngày \(counted)\(extra)\(status.spokenMakeUp)\(status.spokenDoubt)\(counted == total ? ": hết hạn" : "")")
            } else {
                say(day, "\(spoken(status, day)), không tính")
            }
        }
        let (calendar, start) = (calendar, period.start)
        openPause(used: { calendar.workingDays(after: start, through: $0) }, total: total)
        return day
    }

    private mutating func workingDaysBefore(_ amount: Int) -> Day {
        say(period.start, "ngày diễn ra, không tính")
        var day = period.start
        var counted = 0
        while counted < amount {
            day = day.previous
            let status = look(at: day)
            if status.isWorking {
                counted += 1
                let end = counted == amount ? ": ngày chậm nhất" : ""
                say(day, "trước \(counted) ngày làm việc\(status.spokenMakeUp)\(status.spokenDoubt)\(end)")
            } else {
                say(day, "\(spoken(status, day)), không tính")
            }
        }
        return day
    }

    /// Days, months and years: only the ends are looked at, since every day counts.
    private mutating func calendarSpan(_ amount: Int) -> Day {
        if amount < 0 {
            let day = shifted(period.start, amount)
            say(period.start, "ngày diễn ra, không tính")
            say(day, "trước \(-amount) \(period.unit.title): ngày chậm nhất")
            return day
        }
        say(period.start, "xảy ra sự kiện, không tính")
        let base = shifted(period.start, amount)
        let total = base.days(since: period.start) + period.extensionDays
        let firstPause = period.pauses.map(\.from).min()
        if period.unit == .calendarDays, total > 0, firstPause != period.start { say(period.start.next, "ngày 1") }
        var end = base
        if period.extensionDays != 0 {
            if firstPause.map({ base <= $0 }) ?? true { say(base, "hết \(amount) \(period.unit.title)") }
            end = base.adding(days: period.extensionDays)
            if closedPauses(total: total).isEmpty { say(end, "hết hạn sau khi gia hạn \(period.extensionDays) ngày") }
        }
        var used = 0
        var mark = period.start
        for pause in closedPauses(total: total) {
            // Whoever suspends on the last day, rolled over days off, is in time; after it the breach stands.
            let last = calendar.workingDay(onOrAfter: mark.adding(days: total - used))
            guard let to = pause.to, pause.from <= last else { break }
            used = min(total, used + max(0, pause.from.days(since: mark)))
            stopped(pause.from, to, used: used, left: total - used)
            mark = max(mark, to)
            end = mark.adding(days: total - used)
        }
        if used > 0 || mark > period.start {
            let extra = period.extensionDays > 0 ? ", gồm \(period.extensionDays) ngày gia hạn" : ""
            say(end, "hết \(total - used) ngày còn lại (ngày \(total)\(extra))")
        } else if period.extensionDays == 0 {
            say(end, period.unit == .calendarDays ? "ngày \(total), ngày cuối" : "hết \(amount) \(period.unit.title)")
        }
        let spent = used
        let since = mark
        openPause(used: { spent + max(0, $0.days(since: since)) }, total: total)
        return end
    }

    private func shifted(_ day: Day, _ amount: Int) -> Day {
        switch period.unit {
        case .months: day.adding(months: amount)
        case .years: day.adding(years: amount)
        default: day.adding(days: amount)
        }
    }

    // MARK: Suspension

    private func closedPauses(total: Int) -> [Pause] {
        period.pauses.filter { $0.to != nil && $0.from >= period.start && $0.to! >= $0.from }.sorted { $0.from < $1.from }
    }

    private mutating func stopped(_ from: Day, _ to: Day, used: Int, left: Int) {
        say(from, "tạm dừng: đã dùng \(used) ngày, còn \(left) ngày")
        say(to, "tiếp tục, không tính ngày này")
    }

    private mutating func openPause(used: (Day) -> Int, total: Int) {
        guard let pause = period.pauses.first(where: { $0.to == nil }) else { return }
        paused = true
        let spent = min(total, used(pause.from))
        say(pause.from, "đang tạm dừng: đã dùng \(spent) ngày, còn \(total - spent) ngày")
    }

    // MARK: Rolling and speaking

    private mutating func roll(_ nominal: Day, forward: Bool) -> Day {
        var day = nominal
        for _ in 0..<400 {
            let status = look(at: day)
            if status.isWorking { break }
            say(day, "\(spoken(status, day)), chuyển sang ngày làm việc \(forward ? "tiếp theo" : "liền trước")")
            day = forward ? day.next : day.previous
        }
        if day != nominal { say(day, "ngày làm việc \(forward ? "tiếp theo: hết hạn" : "liền trước: ngày chậm nhất")") }
        return day
    }

    private mutating func look(at day: Day) -> DayStatus {
        let status = calendar.status(of: day)
        if status.provisional {
            provisional = true
            lastDoubted = lastDoubted.map { max($0, day) } ?? day
        }
        return status
    }

    private func spoken(_ status: DayStatus, _ day: Day) -> String {
        switch status.reason {
        case .weekday: "ngày làm việc"
        case .weekend: day.weekday.title
        case .holiday(let title): "nghỉ lễ: \(title)\(status.spokenDoubt)"
        case .closing(let title): "cơ quan nghỉ: \(title)\(status.spokenDoubt)"
        case .makeUp(let title): "làm bù: \(title)\(status.spokenDoubt)"
        }
    }

    private mutating func say(_ day: Day, _ note: String) {
        let label = day.year == period.start.year ? day.vietnameseShort : day.vietnamese
        lines.append(DerivationLine(day: day, label: label, note: note))
    }
}

extension DayStatus {
    fileprivate var spokenDoubt: String { provisional ? " (tạm tính)" : "" }
    fileprivate var spokenMakeUp: String {
        if case .makeUp(let title) = reason { " (làm bù: \(title))" } else { "" }
    }
}
