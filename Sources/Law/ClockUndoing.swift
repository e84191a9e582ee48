/// What becomes of the clocks of a case when its last step is undone.
///
/// What the step started ends; what it ended, made to stand still, let run on, lengthened or counted anew stands as before, with its former
/// due day. The step's own row says which of these it did.
struct ClockUndoing {
    let version: ProcedureVersion
    /// Those of the case as they are once the step is taken back.
    let facts: CaseFacts
    let occurredOn: Day
    /// Every clock the case ever had.
    let clocks: [RunningClock]
    /// The case goes back to where it had ended: nobody has to act any more.
    let entersFinal: Bool
    let calendar: WorkCalendar
    let settings: [String: Int]

    func changes() -> [ClockChange] {
        guard let step = facts.lastStep else { return [] }
        let rows = (version.rowsByEvent[step.event] ?? []).filter { $0.from.contains(step.from) }
        let started = clocks.filter { $0.startedSeq == step.sequence && $0.isOpen }
        var changes: [ClockChange] = started.map { .annul(id: $0.id, rule: $0.rule, on: occurredOn) }
        for clock in clocks where clock.startedSeq != step.sequence {
            let ended = clock.endedSeq == step.sequence
            guard ended || clock.isOpen else { continue }
            if entersFinal, !ended, clock.ends != .lapse {
                changes.append(.lapse(id: clock.id, rule: clock.rule, on: occurredOn))
                continue
            }
            let former = former(clock, ended: ended, row: rows.first { $0.clocks.moves(clock.rule) }, step)
            if former.clock != clock { changes.append(.restore(former.clock, provisional: former.provisional)) }
        }
        return changes
    }

    /// The clock as it stood before the step. Where nothing but its end is taken back, it keeps the days it had.
    private func former(_ clock: RunningClock, ended: Bool, row: Transition?, _ step: LastStep) -> (clock: RunningClock, provisional: Bool)
    {
        var former = clock
        if ended {
            (former.endedOn, former.endedSeq) = (nil, nil)
            former.state = clock.pauses.last.map { $0.to == nil } == true ? .paused : .running
            // The day of receipt may have been set right while the clock was ended.
            if version.clock(clock.rule)?.from == "received_on", let from = facts.date("received_on") { former.startedOn = from }
        }
        if let row { undo(row, step, &former) }
        let deadline = calendar.deadline(of: former)
        if former.amount != clock.amount || former.startedOn != clock.startedOn || former.extensions != clock.extensions
            || former.pauses != clock.pauses
        {
            (former.nominal, former.due) = (deadline.nominal, deadline.due)
        }
        return (former, deadline.provisional)
    }

    /// Takes back what the row did to a clock that went on.
    private func undo(_ row: Transition, _ step: LastStep, _ clock: inout RunningClock) {
        if row.clocks.pause.contains(clock.rule), let last = clock.pauses.last, last.to == nil, last.from == step.occurredOn {
            clock.pauses.removeLast()
            clock.state = .running
        }
        if row.clocks.resume.contains(clock.rule), let last = clock.pauses.last, last.to == step.occurredOn {
            clock.pauses[clock.pauses.count - 1].to = nil
            clock.state = .paused
        }
        if row.clocks.extend.contains(clock.rule), !clock.extensions.isEmpty { clock.extensions.removeLast() }
        if row.clocks.recount.contains(clock.rule), let rule = version.clock(clock.rule), rule.until == nil {
            clock.amount = rule.amount(for: facts, settings: settings)
        }
    }
}

extension ClockEffects {
    /// Whether a row with these effects lets the clock go on, otherwise than before.
    fileprivate func moves(_ rule: String) -> Bool { (pause + resume + extend + recount).contains(rule) }
}
