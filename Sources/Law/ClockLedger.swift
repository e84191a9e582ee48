/// What one row does to the open clocks of a case.
struct ClockLedger {
    let version: ProcedureVersion
    let row: Transition
    let facts: CaseFacts
    let occurredOn: Day
    /// Every clock the case ever had.
    let clocks: [RunningClock]
    let entersFinal: Bool
    let calendar: WorkCalendar
    let settings: [String: Int]

    /// Stops and lapses first, then suspensions, extensions and recounts, then starts. A rule that still runs does not start a second
    /// time; a clock that a row lapses only to start it anew with the same start and due day (a petition classified as before) simply
    /// runs on.
    func changes() throws(Refusal) -> [ClockChange] {
        var starts: [StartedClock] = []
        for start in row.clocks.start where start.when.allSatisfy({ $0.holds(facts) }) {
            guard let rule = version.clock(start.rule), !starts.contains(where: { $0.rule == rule.id }) else { continue }
            if let started = try begin(rule, start), !isOver(started) { starts.append(started) }
        }
        var changes: [ClockChange] = []
        var running: Set<String> = []
        for clock in clocks where clock.isOpen {
            if row.clocks.stop.contains(clock.rule) {
                changes.append(
                    .stop(id: clock.id, rule: clock.rule, on: occurredOn, late: clock.ends == .stop && clock.isOverdue(on: occurredOn)))
            } else if runsOut(clock) || (row.clocks.lapse.contains(clock.rule) && !starts.contains { $0.continues(clock) }) {
                changes.append(.lapse(id: clock.id, rule: clock.rule, on: occurredOn))
            } else {
                running.insert(clock.rule)
                changes += moved(clock)
            }
        }
        return changes + starts.filter { !running.contains($0.rule) }.map(ClockChange.start)
    }

    /// A right that has run out does not begin a second time from the same day.
    private func isOver(_ start: StartedClock) -> Bool {
        start.ends == .lapse && start.due < occurredOn && clocks.contains(where: start.continues)
    }

    /// A right or a posting whose last day has passed; or a duty left over when the case ends.
    private func runsOut(_ clock: RunningClock) -> Bool {
        let ends = version.clock(clock.rule)?.ends ?? .stop
        return switch ends {
        case .lapse: row.event == ProcedureVersion.deadlinePassed && clock.isOverdue(on: occurredOn)
        case .stop, .alarm: entersFinal
        }
    }

    /// What the row does to a clock that goes on.
    private func moved(_ clock: RunningClock) -> [ClockChange] {
        var (clock, changes) = (clock, [ClockChange]())
        if row.clocks.pause.contains(clock.rule), clock.state == .running {
            clock.pauses.append(Pause(from: occurredOn))
            clock.state = .paused
            changes.append(.pause(id: clock.id, rule: clock.rule, pauses: clock.pauses))
        }
        if row.clocks.resume.contains(clock.rule), clock.state == .paused, let open = clock.pauses.lastIndex(where: { $0.to == nil }) {
            clock.pauses[open].to = occurredOn
            clock.state = .running
            changes.append(.resume(id: clock.id, rule: clock.rule, pauses: clock.pauses, deadline: calendar.deadline(of: clock)))
        }
        if row.clocks.extend.contains(clock.rule), let days = facts.extensionDays(of: version.clock(clock.rule)) {
            clock.extensions.append(days)
            changes.append(.extend(id: clock.id, rule: clock.rule, extensions: clock.extensions, deadline: calendar.deadline(of: clock)))
        }
        if row.clocks.recount.contains(clock.rule), let change = recount(clock) { changes.append(change) }
        return changes
    }

    private func begin(_ rule: ClockRule, _ start: ClockStart) throws(Refusal) -> StartedClock? {
        if let until = rule.until {
            guard let date = facts.date(until) else { return nil }
            return StartedClock(
                rule: rule.id, title: rule.title, from: occurredOn, amount: 0, unit: .date, capDays: nil, extensions: [], pauses: [],
                deadline: calendar.deadline(on: date), ends: rule.ends)
        }
        let amount = rule.amount(for: facts, settings: settings)
        // Where the row names a dated fact, it goes before the one of the rule.
        let origin = start.from ?? rule.from
        let known = origin.flatMap(facts.date)
        // Counting back from a day nobody knows would give a due date in the past.
        if amount < 0, known == nil {
            let name = origin ?? "occurred_on"
            throw Refusal(
                .factMissing, field: name, message: "Chưa có ngày để tính thời hạn “\(rule.title)”: \(version.factTitles[name] ?? name).",
                basis: rule.ground.article)
        }
        let from = known ?? occurredOn
        let extensions = try given(rule, start)
        let pauses = try stands(rule, start, since: from)
        let period = Period(
            start: from, amount: amount, unit: rule.unit, extensionDays: extensions.reduce(0, +), pauses: pauses, capDays: rule.capDays)
        return StartedClock(
            rule: rule.id, title: rule.title, from: from, amount: amount, unit: rule.unit, capDays: rule.capDays, extensions: extensions,
            pauses: pauses, deadline: calendar.deadline(of: period), ends: rule.ends)
    }

    /// The extensions that a clock had before the case came into the program: as many full ones as the days hold, and the rest.
    private func given(_ rule: ClockRule, _ start: ClockStart) throws(Refusal) -> [Int] {
        guard let name = start.extendedBy, case .integer(let days)? = facts.declared[name], days != 0 else { return [] }
        let most = rule.extension.map { $0.days * $0.speciallyComplex } ?? 0
        guard let limits = rule.extension, (1...most).contains(days) else {
            throw Refusal(
                .factInvalid, field: name, message: "Thời hạn “\(rule.title)” chỉ gia hạn được đến \(most) ngày.",
                basis: rule.ground.article)
        }
        return stride(from: 0, to: days, by: limits.days).map { min(limits.days, days - $0) }
    }

    /// Since when a clock stands still that the program did not see running: only from a day on which a row of this law would have made it
    /// stand still in the same state.
    private func stands(_ rule: ClockRule, _ start: ClockStart, since from: Day) throws(Refusal) -> [Pause] {
        guard let name = start.pausedFrom, let day = facts.date(name) else { return [] }
        guard day >= from else {
            throw Refusal(
                .factInvalid, field: name,
                message: "Ngày \(day.vietnamese) ở trước ngày bắt đầu tính thời hạn “\(rule.title)” (\(from.vietnamese)).",
                basis: rule.ground.article)
        }
        let state = row.target(from: ProcedureVersion.new, facts: facts)
        guard version.pausing(rule.id, into: state).contains(where: { $0.window.contains(day) }) else {
            throw Refusal(
                .notInForce, field: name, message: "Ngày \(day.vietnamese) chưa có quy định tạm dừng thời hạn “\(rule.title)”.",
                basis: rule.ground.article)
        }
        return [Pause(from: day)]
    }

    private func recount(_ clock: RunningClock) -> ClockChange? {
        guard let rule = version.clock(clock.rule), rule.until == nil else { return nil }
        var changed = clock
        if let name = rule.from, row.takes.contains(where: { $0.name == name }) {
            // The day it counts from is set right; what was found of the case stays, so its amount does.
            guard facts.declared[name] != nil, let from = facts.date(name) else { return nil }
            changed.startedOn = from
        } else if row.event != ProcedureVersion.correct || facts.declared[ProcedureVersion.remoteFact] != nil {
            // A correction of anything else than the place gives nobody another amount.
            changed.amount = rule.amount(for: facts, settings: settings)
        }
        guard changed.amount != clock.amount || changed.startedOn != clock.startedOn else { return nil }
        return .recount(
            id: clock.id, rule: clock.rule, from: changed.startedOn, amount: changed.amount, deadline: calendar.deadline(of: changed))
    }
}

extension StartedClock {
    fileprivate func continues(_ clock: RunningClock) -> Bool {
        rule == clock.rule && unit == clock.unit && amount == clock.amount && nominal == clock.nominal
            && (unit == .date || from == clock.startedOn)
    }
}
