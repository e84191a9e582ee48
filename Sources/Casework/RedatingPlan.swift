import Law
import Records
import Synchronization

/// What a calendar makes of some open clocks, and what is to be written of it.
struct RedatingPlan: Sendable {
    var checked = 0
    var moved: [RedatingReport.Line] = []
    var marked: [RedatingReport.Line] = []
    var unmoved: [RedatingReport.Line] = []
    /// One for each case with a clock whose date or mark changes.
    var entries: [RedatingRecords.Entry] = []
    /// Every clock that has to be written: these, and those that only take on the calendar's version.
    var counted: [RedatingRecords.Counted] = []

    /// - Parameters:
    ///   - clocks: by case.
    ///   - today: the day of the change.
    ///   - judged: the day by which a deadline has passed or not; `today`, or an earlier day that was closed and is noted only now.
    init(
        _ clocks: [RedatingRecords.OpenClock], by reference: Reference, today: Day, judged: Day, counts: DeadlineCounts
    ) throws {
        checked = clocks.count
        var changes: [Change] = []
        for (index, open) in clocks.enumerated() {
            if let change = judge(open, reference, today, judged, counts) { changes.append(change) }
            let ends = index + 1 == clocks.count || clocks[index + 1].clock.caseID != open.clock.caseID
            guard ends, !changes.isEmpty else { continue }
            let payload = try JSON.text(Payload(calendar: reference.calendarVersion, clocks: changes))
            entries.append(RedatingRecords.Entry(caseID: open.clock.caseID, state: open.state, payload: payload))
            changes = []
        }
    }

    /// Notes what becomes of one clock; the change to journal when its date or mark is another one.
    private mutating func judge(
        _ open: RedatingRecords.OpenClock, _ reference: Reference, _ today: Day, _ judged: Day, _ counts: DeadlineCounts
    ) -> Change? {
        let clock = open.clock
        let count = counts.count(clock.running, of: open.organisation, by: reference)
        let (moves, marks) = (count.due != clock.due, count.provisional != clock.provisional)
        func line(_ stays: String?) -> RedatingReport.Line {
            RedatingReport.Line(
                caseID: clock.caseID, office: open.organisationCode, officeName: open.organisationName, number: open.number,
                clock: clock.id, rule: clock.rule, title: clock.title, before: clock.due, after: count.due,
                provisional: count.provisional, stays: stays)
        }
        let obstacle = Redating.mayMove(clock.running, today: judged) ? open.obstacle(today) : "overdue"
        if let obstacle, moves || marks || obstacle == "overdue" {
            // It keeps the calendar that counted it, for its proof.
            if moves { unmoved.append(line(obstacle)) }
            return nil
        }
        guard moves || marks || count.nominal != clock.nominal || clock.calendarVersion != reference.calendarVersion else { return nil }
        counted.append(
            RedatingRecords.Counted(clock: clock.id, nominal: count.nominal, due: count.due, provisional: count.provisional))
        if moves { moved.append(line(nil)) } else if marks { marked.append(line(nil)) }
        guard moves || marks else { return nil }
        return Change(
            clock: clock.id, rule: clock.rule, before: clock.due, after: count.due, provisional: marks ? count.provisional : nil)
    }

    /// The journal's payload: ids and dates only.
    private struct Payload: Encodable {
        var calendar: Int
        var clocks: [Change]
    }
    private struct Change: Encodable {
        var clock: Int64
        var rule: String
        var before: Day
        var after: Day
        /// When the mark changes: whether the date is provisional now.
        var provisional: Bool?
    }
}

extension RedatingRecords.OpenClock {
    /// What keeps the case from taking the entry.
    fileprivate func obstacle(_ today: Day) -> String? {
        if final { return "case_final" }
        if !redatable { return "no_step" }
        if let lastOn, lastOn > today { return "dated_ahead" }
        return nil
    }
}

/// Counts of one run: many clocks have the same start and length, and a derivation is long.
final class DeadlineCounts: Sendable {
    struct Count: Sendable {
        var nominal: Day
        var due: Day
        var provisional: Bool
    }
    private struct Key: Hashable, Sendable {
        var stamp: Int64
        /// 0 for the offices without closings of their own.
        var organisation: Int64
        var clock: RunningClock
    }
    private let known = Mutex<[Key: Count]>([:])

    func count(_ clock: RunningClock, of organisation: Int64, by reference: Reference) -> Count {
        var bare = clock
        (bare.id, bare.rule, bare.ends, bare.state, bare.endedOn) = (0, "", .stop, .running, nil)
        if bare.unit == .date { bare.startedOn = bare.nominal } else { bare.nominal = bare.startedOn }
        bare.due = bare.nominal
        let key = Key(
            stamp: reference.stamp, organisation: reference.closings[organisation] == nil ? 0 : organisation, clock: bare)
        if let count = known.withLock({ $0[key] }) { return count }
        let deadline = reference.calendar(of: organisation).deadline(of: bare)
        let count = Count(nominal: deadline.nominal, due: deadline.due, provisional: deadline.provisional)
        known.withLock { $0[key] = count }
        return count
    }
}
