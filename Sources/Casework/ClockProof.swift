import Law
import Postgres
import Records

extension Work {
    /// The deadlines of a case, each with its own proof and with what it was before.
    ///
    /// - Parameter recounts: as `RedatingRecords.recountsQuery` gives them.
    func clockViews(
        _ rows: [CaseRecords.ClockRow], recounts: [RedatingRecords.RecountRow], organisation: Int64, version: ProcedureVersion
    ) throws -> [ClockView] {
        var proof = ClockProof(work: self, organisation: organisation)
        let recounts = Dictionary(grouping: recounts, by: \.clock)
        return try rows.map { row in
            let own = recounts[row.id] ?? []
            let history = own.compactMap(\.recount)
            let rule = version.clock(row.rule)
            // One that was missed before it was made to stand still is late by the days until then.
            let standing = row.running.isOverdue(on: today) ? row.pauses.last { $0.to == nil }?.from : nil
            let counts = row.ends == "stop" && (["running", "breached", "met"].contains(row.state) || standing != nil)
            let end = row.endedOn ?? standing ?? today
            return ClockView(
                id: row.id, rule: row.rule, title: row.title, state: row.state, ends: row.ends, startOn: row.startOn, amount: row.amount,
                unit: row.unit,
                nominal: row.nominal, due: row.due, endedOn: row.endedOn, daysLate: counts && end > row.due ? end.days(since: row.due) : 0,
                provisional: row.provisional, basis: rule?.ground.text ?? "", certainty: rule?.certainty?.rawValue ?? "unknown",
                derivation: try proof.lines(of: row, countedAt: history.last?.recordedAt ?? own.first?.startedAt),
                history: recountViews(history, due: row.due, version: version))
        }
    }

    /// Each time the date moved; a recount that only settled whether it is provisional is none.
    private func recountViews(_ history: [RedatingRecords.Recount], due: Day, version: ProcedureVersion) -> [ClockView.Recount] {
        let afters = history.dropFirst().map(\.before) + [due]
        return zip(history, afters).filter { $0.before != $1 }.map { recount, after in
            ClockView.Recount(
                on: recount.on, before: recount.before, after: after, event: recount.event,
                eventTitle: version.transitions.first { $0.event == recount.event }?.title ?? recount.event)
        }
    }
}

/// Derives stored due dates by the calendar that counted them, so that each shows its own proof whatever the calendar says now.
private struct ClockProof {
    let work: Work
    let organisation: Int64
    private var days: [Int: [CalendarEntry]] = [:]
    private var closingEvents: [RedatingRecords.ClosingEvent]?

    init(work: Work, organisation: Int64) {
        self.work = work
        self.organisation = organisation
    }

    /// - Parameter countedAt: when the date was counted last.
    mutating func lines(of row: CaseRecords.ClockRow, countedAt: Instant?) throws -> [String] {
        let clock = row.running
        let national = try entries(of: row.calendarVersion)
        let current =
            row.calendarVersion == work.reference.calendarVersion
            ? work.reference.calendar(of: organisation)
            : WorkCalendar(version: row.calendarVersion, entries: national + (work.reference.closings[organisation] ?? []))
        let deadline = current.deadline(of: clock)
        if deadline.due == row.due { return deadline.derivation.map(\.description) }
        // The office's closings have no version: they are those that were noted by then.
        if let countedAt {
            for strictly in [false, true] {
                let closings = try closings(at: countedAt, strictly: strictly)
                let then = WorkCalendar(version: row.calendarVersion, entries: national + closings).deadline(of: clock)
                if then.due == row.due { return then.derivation.map(\.description) }
            }
        }
        return deadline.derivation.map(\.description)
            + ["Lịch làm việc đã thay đổi sau khi tính; hạn đã ghi là \(row.due.vietnamese)."]
    }

    private mutating func entries(of version: Int) throws -> [CalendarEntry] {
        if version == work.reference.calendarVersion { return work.reference.entries }
        if let known = days[version] { return known }
        let entries = try CalendarRecords.days(work.db, version: version).map { row in
            CalendarEntry(
                day: row.day, kind: row.kind == "work" ? .work : .off, title: row.title, provisional: row.provisional, source: row.source)
        }
        days[version] = entries
        return entries
    }

    /// The office's closings as they were noted at a moment. One that was never noted has always been.
    ///
    /// - Parameter strictly: without what was noted in that very moment.
    private mutating func closings(at moment: Instant, strictly: Bool) throws -> [CalendarEntry] {
        let events = try closingEvents ?? RedatingRecords.closingEvents(work.db, organisation: organisation)
        closingEvents = events
        var closings = Dictionary(
            (work.reference.closings[organisation] ?? []).map { ($0.day, $0) }, uniquingKeysWith: { first, _ in first })
        for (day, noted) in Dictionary(grouping: events, by: \.day) {
            let last = noted.last { strictly ? $0.recordedAt < moment : $0.recordedAt <= moment }
            let closed = last?.closed ?? (noted.first?.closed == false)
            if !closed {
                closings[day] = nil
            } else if closings[day] == nil {
                closings[day] = CalendarEntry(day: day, kind: .off, title: "đã ghi nghỉ, sau đó thôi", scope: .office)
            }
        }
        return closings.values.sorted { $0.day < $1.day }
    }
}
