/// A case carried through its events in memory: state and clocks after each step, as the store would hold them.
///
/// What `law dry-run` replays stored cases with, and what the independent oracle is compared to.
public struct CaseReplay: Sendable {
    public let version: ProcedureVersion
    /// `ProcedureVersion.new` before the first event.
    public private(set) var state = ProcedureVersion.new
    /// Every clock the case ever had, ended ones too, in the order of their starts.
    public private(set) var clocks: [RunningClock] = []
    /// The day of the last event that somebody took.
    public private(set) var lastOn: Day?
    private var acceptedOn: Day?
    private var dialogueHeld = false
    private var receivedAnewOn: Day?
    /// Every event that was taken.
    private var taken: [Taken] = []

    private struct Taken {
        var step: LastStep
        var to: String
        /// The state from which the case came, where the program knows it only by word.
        var cameFrom: String
        /// Whether the case was complex before it.
        var complex: Bool
        /// Somebody took it back since.
        var undone = false
    }

    public init(version: ProcedureVersion) { self.version = version }

    /// Takes one event, or refuses it and stays as it was. `facts` are those of the case; the days and marks that earlier events left are
    /// filled in here.
    public mutating func take(
        _ request: EventRequest, facts: CaseFacts, calendar: WorkCalendar, settings: [String: Int] = [:]
    ) throws(Refusal) -> Step {
        var facts = facts
        if let acceptedOn { facts.acceptedOn = acceptedOn }
        facts.dialogueHeld = facts.dialogueHeld || dialogueHeld
        facts.receivedAnewOn = receivedAnewOn ?? facts.receivedAnewOn
        let ways = taken.filter { !$0.undone && !ProcedureVersion.undoingEvents.contains($0.step.event) && $0.step.from != $0.to }
        facts.priorState = ways.last { $0.to == state }?.cameFrom
        let last = taken.lastIndex { !$0.undone && !ProcedureVersion.lastingEvents.contains($0.step.event) }
        facts.lastStep = last.map { taken[$0].step }
        let undoes = ProcedureVersion.undoingEvents.contains(request.event)
        if undoes, let last { facts.complex = taken[last].complex }
        let step = try version.decide(
            request, state: state, facts: facts, clocks: clocks, calendar: calendar, settings: settings, previousEntryOn: lastOn)
        let done = LastStep(
            sequence: taken.count + 1, event: request.event, from: state, occurredOn: request.occurredOn,
            ownOnly: !request.roles.allSatisfy(\.isPseudo))
        var cameFrom = state
        if case .text(let before)? = request.facts[Transition.priorStateFact] { cameFrom = before }
        taken.append(Taken(step: done, to: step.to, cameFrom: cameFrom, complex: facts.complex))
        if undoes, let last { taken[last].undone = true }
        if request.event == ProcedureVersion.reopen { receivedAnewOn = request.occurredOn }
        apply(step)
        // What says nothing of how the case goes on keeps nobody from entering what happened before.
        if !ProcedureVersion.silentEvents.contains(request.event) { lastOn = max(request.occurredOn, lastOn ?? request.occurredOn) }
        if request.event == "accept" { acceptedOn = request.occurredOn }
        if request.event == "record_dialogue", let attendance = request.facts["attendance"] {
            dialogueHeld = dialogueHeld || attendance == .text("attended") || attendance == .text("absent_without_reason")
        }
        return step
    }

    private mutating func apply(_ step: Step) {
        state = step.to
        for change in step.clockChanges {
            switch change {
            case .start(let clock):
                clocks.append(
                    RunningClock(
                        id: Int64(clocks.count + 1), rule: clock.rule, startedOn: clock.from, amount: clock.amount, unit: clock.unit,
                        nominal: clock.nominal, due: clock.due, extensions: clock.extensions, pauses: clock.pauses, capDays: clock.capDays,
                        ends: clock.ends, state: clock.state, startedSeq: taken.count))
            case .stop(let id, _, let day, let late):
                end(id, on: day) { $0.ends == .alarm ? .stopped : late ? .breached : .met }
            case .lapse(let id, _, let day): end(id, on: day) { _ in .lapsed }
            case .pause(let id, _, let pauses): update(id) { clock in (clock.pauses, clock.state) = (pauses, .paused) }
            case .resume(let id, _, let pauses, let deadline):
                update(id) { clock in
                    (clock.pauses, clock.state, clock.nominal, clock.due) = (pauses, .running, deadline.nominal, deadline.due)
                }
            case .extend(let id, _, let extensions, let deadline):
                update(id) { clock in (clock.extensions, clock.nominal, clock.due) = (extensions, deadline.nominal, deadline.due) }
            case .recount(let id, _, let from, let amount, let deadline):
                update(id) { clock in
                    (clock.startedOn, clock.amount, clock.nominal, clock.due) = (from, amount, deadline.nominal, deadline.due)
                }
            case .annul(let id, _, let day): end(id, on: day) { _ in .stopped }
            case .restore(let former, _): update(former.id) { $0 = former }
            }
        }
    }

    /// Counts what may still move by another calendar.
    /// - Returns: the clocks that moved.
    public mutating func redate(by calendar: WorkCalendar, today: Day) -> [Int64] {
        var moved: [Int64] = []
        for clock in clocks {
            guard let deadline = Redating.deadline(of: clock, by: calendar, today: today) else { continue }
            update(clock.id) { clock in (clock.nominal, clock.due) = (deadline.nominal, deadline.due) }
            moved.append(clock.id)
        }
        return moved
    }

    private mutating func end(_ id: Int64, on day: Day, as state: (RunningClock) -> ClockState) {
        let seq = taken.count
        update(id) { clock in (clock.state, clock.endedOn, clock.endedSeq) = (state(clock), day, seq) }
    }

    private mutating func update(_ id: Int64, _ change: (inout RunningClock) -> Void) {
        if let index = clocks.firstIndex(where: { $0.id == id }) { change(&clocks[index]) }
    }
}
