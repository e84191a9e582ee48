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
            if let started = try begin(rule, from: start.from), !isOver(started) { starts.append(started) }
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

    /// `origin` names the dated fact to count from, before the one of the rule.
    private func begin(_ rule: ClockRule, from origin: String?) throws(Refusal) -> StartedClock? {
        if let until = rule.until {
            guard let date = facts.date(until) else { return nil }
            return StartedClock(
                rule: rule.id, title: rule.title, from: occurredOn, amount: 0, unit: .date, capDays: nil,
                deadline: calendar.deadline(on: date), ends: rule.ends)
        }
        let amount = rule.amount(for: facts, settings: settings)
        let known = (origin ?? rule.from).flatMap(facts.date)
        // Counting back from a day nobody knows would give a due date in the past.
        if amount < 0, known == nil {
            let name = origin ?? rule.from ?? "occurred_on"
            throw Refusal(
                .factMissing, field: name, message: "Chưa có ngày để tính thời hạn “\(rule.title)”: \(version.factTitles[name] ?? name).",
                basis: rule.ground.article)
        }
        let from = known ?? occurredOn
        return StartedClock(
            rule: rule.id, title: rule.title, from: from, amount: amount, unit: rule.unit, capDays: rule.capDays,
            deadline: calendar.deadline(of: Period(start: from, amount: amount, unit: rule.unit, capDays: rule.capDays)), ends: rule.ends)
    }

    private func recount(_ clock: RunningClock) -> ClockChange? {
        guard let rule = version.clock(clock.rule), rule.until == nil else { return nil }
        var changed = clock
        if let name = rule.from, row.takes.contains(where: { $0.name == name }) {
            // The day it counts from is set right; what was found of the case stays, so its amount does.
            guard facts.declared[name] != nil, let from = facts.date(name) else { return nil }
            changed.startedOn = from
        } else {
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
