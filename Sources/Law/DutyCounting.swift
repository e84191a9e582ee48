/// One session as far as a duty is concerned: no names, no contents.
public struct DutySession: Sendable, Hashable {
    public enum Standing: String, Sendable, Hashable, CaseIterable {
        /// Planned, not published.
        case draft
        /// Published, not begun.
        case announced
        /// Begun, whether or not it is over.
        case held
        case cancelled
    }
    /// The day on which it began; until then the day for which it is planned.
    public var day: Day
    public var kind: SessionKind
    public var mode: SessionMode
    public var standing: Standing
    /// The host is the holder of the office, not a substitute.
    public var byHolder: Bool
    /// The session is that of an office from which this one took over on the day named; `nil` when it is its own.
    public var inheritedOn: Day?

    public init(
        day: Day, kind: SessionKind, mode: SessionMode = .inPerson, standing: Standing, byHolder: Bool = true, inheritedOn: Day? = nil
    ) {
        self.day = day
        self.kind = kind
        self.mode = mode
        self.standing = standing
        self.byHolder = byHolder
        self.inheritedOn = inheritedOn
    }
}

/// How a duty stands in a month, seen from a day.
public struct DutyCount: Sendable, Hashable {
    public enum Verdict: String, Sendable, Hashable, CaseIterable, Codable {
        /// The law asks for no number.
        case unnumbered
        /// The number is open, and the office has set none.
        case unset
        case met
        /// Nothing is missed, not everything is done.
        case toCome = "to_come"
        case short
        /// The office was there for a part of the month only, and the number is asked of another one, or first in the next month.
        case notOwed = "not_owed"
    }
    public let duty: ReceptionDuty
    public let month: Month
    /// Days asked in the whole month; `nil` where the law asks for no number. 0 where a setting gives none.
    public let required: Int?
    /// Days asked in the periods that have begun.
    public let requiredSoFar: Int
    /// Different days with a session that counts, in order.
    public let held: [Day]
    /// Those of `held` and `inherited` that fill a period: a second day in a week does not make up for another week.
    public let credited: Int
    /// Days that the offices it took over from held in a period which it owes; they fill the period and are not in `held`.
    public let inherited: [Day]
    /// False when the law asks for days in the month and none of them of this office.
    public let owed: Bool
    /// Those of `held` on which people were received online only.
    public let online: [Day]
    /// Days on which only a substitute received; they do not count (NĐ 154/2026 Đ.25).
    public let substituted: [Day]
    /// Days of ad hoc reception; they do not count towards the minimum.
    public let adHoc: [Day]
    /// Days to come with a published session.
    public let announced: [Day]
    /// Days to come with a session that is planned and not published.
    public let drafted: [Day]
    /// Days gone by with a published session that never began.
    public let missed: [Day]
    /// Days missing in the periods that are over.
    public let missing: Int
    /// Days missing in the periods that are not.
    public let toCome: Int
    /// Rests on days off that nobody has announced yet.
    public let provisional: Bool

    public var verdict: Verdict {
        guard let required else { return .unnumbered }
        if !owed { return .notOwed }
        return required == 0 && duty.isOpen ? .unset : missing > 0 ? .short : toCome > 0 ? .toCome : .met
    }
}

extension ReceptionDuty {
    /// The number is a setting.
    var isOpen: Bool { if case .days(.setting, _) = minimum { true } else { false } }

    /// Days in which so many different days are asked.
    struct Stretch {
        let first: Day
        let last: Day
        let need: Int
    }

    /// The stretches of a month. A week belongs to the month of its Thursday and asks for no more days than it works.
    func stretches(of month: Month, calendar: WorkCalendar, settings: [String: Int]) -> [Stretch] {
        guard case .days(let amount, let per) = minimum else { return [] }
        let need = amount.value(in: settings)
        guard need > 0 else { return [] }
        switch per {
        case .month: return [Stretch(first: month.first, last: month.last, need: need)]
        case .workingDay:
            return month.days.filter { calendar.isWorkingDay($0) }.map { Stretch(first: $0, last: $0, need: 1) }
        case .week:
            return month.weeks.compactMap { week in
                let working = (0...6).count { calendar.isWorkingDay(week.first.adding(days: $0)) }
                return working == 0 ? nil : Stretch(first: week.first, last: week.last, need: min(need, working))
            }
        }
    }

    /// The days whose sessions matter for a month: its own, and for a weekly duty those of its weeks.
    public func span(of month: Month) -> ClosedRange<Day> {
        if case .days(_, .week) = minimum, let first = month.weeks.first, let last = month.weeks.last { return first.first...last.last }
        return month.first...month.last
    }

    /// Counts a month.
    ///
    /// - Parameters:
    ///   - sessions: of one office; those outside the span are left out.
    ///   - calendar: the office's.
    ///   - today: periods that end before it are over.
    ///   - settings: the office's own, else the installation's.
    ///   - life: the days on which the office is there.
    public func count(
        _ sessions: [DutySession], in month: Month, calendar: WorkCalendar, today: Day, settings: [String: Int] = [:],
        life: OfficeLife = .always
    ) -> DutyCount {
        let whole = stretches(of: month, calendar: calendar, settings: settings)
        let stretches = whole.filter { life.owes(from: $0.first, to: $0.last) }
        let span = span(of: month)
        let near = measure == .nothing ? [] : sessions.filter { span.contains($0.day) }
        let measured = near.filter { $0.kind == (measure == .regular ? .regular : .scheduled) }
        let own = measured.filter { $0.inheritedOn == nil }
        func days(_ chosen: [DutySession]) -> Set<Day> { Set(chosen.map(\.day)) }
        let begun = own.filter { $0.standing == .held }
        let counting = begun.filter { measure != .head || $0.byHolder }
        let held = days(counting)
        let brought = measured.filter { $0.inheritedOn != nil && $0.standing == .held && (measure != .head || $0.byHolder) }

        var inherited: Set<Day> = []
        var credited = 0
        var missing = 0
        var toCome = 0
        for stretch in stretches {
            func within(_ day: Day) -> Bool { stretch.first <= day && day <= stretch.last }
            // What was taken over only after the stretch counted for who was there at its end.
            let taken = days(brought.filter { within($0.day) && within(max($0.inheritedOn ?? $0.day, $0.day)) })
            inherited.formUnion(taken)
            let got = min(stretch.need, held.union(taken).count(where: within))
            credited += got
            if stretch.last < today { missing += stretch.need - got } else { toCome += stretch.need - got }
        }
        let asked = stretches.reduce(0) { $0 + $1.need }
        var looksAtCalendar = false
        if case .days(_, let per) = minimum { looksAtCalendar = per != .month }
        return DutyCount(
            duty: self, month: month, required: minimum == .unnumbered ? nil : asked,
            requiredSoFar: stretches.reduce(0) { $0 + ($1.first <= today ? $1.need : 0) },
            held: held.sorted(), credited: credited, inherited: inherited.sorted(), owed: whole.isEmpty || !stretches.isEmpty,
            online: held.subtracting(days(counting.filter { $0.mode == .inPerson })).sorted(),
            substituted: days(begun).subtracting(held).sorted(),
            adHoc: days(near.filter { $0.kind == .adHoc && $0.standing == .held && $0.inheritedOn == nil }).sorted(),
            announced: days(own.filter { $0.standing == .announced && $0.day >= today }).sorted(),
            drafted: days(own.filter { $0.standing == .draft && $0.day >= today }).sorted(),
            missed: days(own.filter { $0.standing == .announced && $0.day < today }).sorted(),
            missing: missing, toCome: toCome,
            provisional: looksAtCalendar
                && (0...span.upperBound.days(since: span.lowerBound)).contains {
                    calendar.status(of: span.lowerBound.adding(days: $0)).provisional
                })
    }
}
