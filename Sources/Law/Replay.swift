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
    private var priorState: String?

    public init(version: ProcedureVersion) { self.version = version }

    /// Takes one event, or refuses it and stays as it was. `facts` are those of the case; the days and marks that earlier events left are
    /// filled in here.
    public mutating func take(
        _ request: EventRequest, facts: CaseFacts, calendar: WorkCalendar, settings: [String: Int] = [:]
    ) throws(Refusal) -> Step {
        var facts = facts
        if let acceptedOn { facts.acceptedOn = acceptedOn }
        facts.dialogueHeld = facts.dialogueHeld || dialogueHeld
        facts.priorState = priorState
        let step = try version.decide(
            request, state: state, facts: facts, clocks: clocks, calendar: calendar, settings: settings, previousEntryOn: lastOn)
        apply(step)
        // What the program itself writes down keeps nobody from entering what happened before.
        if !ProcedureVersion.systemEvents.contains(request.event) { lastOn = max(request.occurredOn, lastOn ?? request.occurredOn) }
        if request.event == "accept" { acceptedOn = request.occurredOn }
        if request.event == "record_dialogue", let attendance = request.facts["attendance"] {
            dialogueHeld = dialogueHeld || attendance == .text("attended") || attendance == .text("absent_without_reason")
        }
        return step
    }

    private mutating func apply(_ step: Step) {
        if step.to != state { priorState = state }
        state = step.to
        for change in step.clockChanges {
            switch change {
            case .start(let clock):
                clocks.append(
                    RunningClock(
                        id: Int64(clocks.count + 1), rule: clock.rule, startedOn: clock.from, amount: clock.amount, unit: clock.unit,
                        nominal: clock.nominal, due: clock.due, capDays: clock.capDays, ends: clock.ends))
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
            case .recount(let id, _, let amount, let deadline):
                update(id) { clock in (clock.amount, clock.nominal, clock.due) = (amount, deadline.nominal, deadline.due) }
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
        update(id) { clock in (clock.state, clock.endedOn) = (state(clock), day) }
    }

    private mutating func update(_ id: Int64, _ change: (inout RunningClock) -> Void) {
        if let index = clocks.firstIndex(where: { $0.id == id }) { change(&clocks[index]) }
    }
}
