public import Law
import Records

/// A corrected calendar counts open cases anew: each case that moves has an entry saying so, and what was met, missed or ended stays.
///
/// It works in batches, each a transaction: a run that is interrupted is simply run again, and goes on where it stopped. The daemon may
/// run beside it.
public struct RedatingDesk: Sendable {
    let casework: Casework

    /// Cases of one transaction.
    public static let batch = 500

    /// A run that ended in the middle: the batches before it stand, and the next run goes on.
    public struct Interrupted: Error {
        /// Clocks looked at, and moved, until then.
        public let checked: Int
        public let moved: Int
        public let cause: any Error
    }

    /// What a run would move now. Changes nothing.
    public func preview(by actor: Actor) async throws -> RedatingReport {
        try check(actor)
        let reference = try await fresh()
        return try await look(at: reference, organisation: nil, by: actor)
    }

    /// What these national days would move in place of those in force. Changes nothing.
    public func preview(calendar entries: [CalendarEntry], by actor: Actor) async throws -> RedatingReport {
        try check(actor)
        let reference = try await fresh().under(entries: entries)
        return try await look(at: reference, organisation: nil, by: actor)
    }

    /// Counts the open clocks that the calendar in force counts otherwise, of one office or of all.
    ///
    /// - Parameters:
    ///   - organisation: whose cases; nil for every office's.
    ///   - batch: cases of one transaction.
    ///   - closed: a day that was closed, perhaps noted late: what was due on it or after it had not passed.
    /// - Returns: what this run moved; a run after it moves nothing.
    /// - Throws: `Interrupted` when a batch fails.
    public func redate(
        organisation: Int64? = nil, batch: Int = RedatingDesk.batch, closed: Day? = nil, by actor: Actor
    ) async throws -> RedatingReport {
        try check(actor)
        let reference = try await fresh()
        var report = RedatingReport(calendar: reference.calendarVersion)
        let counts = DeadlineCounts()
        for cases in try await batches(of: batch, organisation: organisation, by: actor) {
            do {
                report.add(try await redate(cases, counts, closed: closed, by: actor))
            } catch {
                throw Interrupted(checked: report.checked, moved: report.moved.count, cause: error)
            }
        }
        report.sessions = try await sessions(hitBy: reference, organisation: organisation, by: actor)
        if !report.moved.isEmpty || !report.marked.isEmpty {
            let (cases, clocks) = (Set((report.moved + report.marked).map(\.caseID)).count, report.moved.count + report.marked.count)
            try await casework.write(by: actor) { work in
                try work.note(
                    "calendar", "redated", target: String(work.reference.calendarVersion),
                    payload: "{\"cases\": \(cases), \"clocks\": \(clocks)}")
            }
        }
        return report
    }

    /// One batch. Looked at first without a lock, for most of a second run is as it should be; then locked, and read again.
    private func redate(_ cases: [Int64], _ counts: DeadlineCounts, closed: Day?, by actor: Actor) async throws -> RedatingPlan {
        try await casework.write(by: actor) { work in
            let seen = try work.redatingPlan(cases, counts, closed: closed)
            if seen.counted.isEmpty { return seen }
            try RedatingRecords.lock(work.db, cases: cases)
            let plan = try work.redatingPlan(cases, counts, closed: closed)
            if !plan.entries.isEmpty { try RedatingRecords.append(work.db, plan.entries, on: work.today, at: work.now) }
            if !plan.counted.isEmpty {
                try RedatingRecords.store(
                    work.db, plan.counted, calendar: work.reference.calendarVersion, stamp: work.reference.stamp, today: work.today)
            }
            return plan
        }
    }

    /// The same without a trace.
    func look(at reference: Reference, organisation: Int64?, closed: Day? = nil, by actor: Actor) async throws -> RedatingReport {
        var report = RedatingReport(calendar: reference.calendarVersion)
        let counts = DeadlineCounts()
        for cases in try await batches(of: Self.batch, organisation: organisation, by: actor) {
            let plan = try await casework.read(by: actor) { work in
                try work.redatingPlan(cases, counts, by: reference, closed: closed)
            }
            report.add(plan)
        }
        report.sessions = try await sessions(hitBy: reference, organisation: organisation, by: actor)
        return report
    }

    private func batches(of size: Int, organisation: Int64?, by actor: Actor) async throws -> [[Int64]] {
        let cases = try await casework.read(by: actor) { work in try RedatingRecords.cases(work.db, organisation: organisation) }
        return stride(from: 0, to: cases.count, by: max(1, size)).map { Array(cases[$0..<min($0 + max(1, size), cases.count)]) }
    }

    private func sessions(hitBy reference: Reference, organisation: Int64?, by actor: Actor) async throws -> [RedatingReport.Session] {
        try await casework.read(by: actor) { work in
            try RedatingRecords.publishedSessions(work.db, from: work.today, organisation: organisation).compactMap {
                row -> RedatingReport.Session? in
                let status = reference.calendar(of: row.organisation).status(of: row.day)
                if status.isWorking { return nil }
                return RedatingReport.Session(
                    session: row.session, caseID: row.caseID, office: row.organisationCode, officeName: row.organisationName, day: row.day,
                    reason: status.reason.words(on: row.day))
            }
        }
    }

    /// The calendar in force now, not that of some seconds ago.
    func fresh() async throws -> Reference {
        casework.forgetReference()
        return try await casework.currentReference()
    }

    func check(_ actor: Actor) throws(Problem) {
        guard case .operator = actor else { throw Problem.notPermitted }
    }
}

extension Work {
    fileprivate func redatingPlan(
        _ cases: [Int64], _ counts: DeadlineCounts, by other: Reference? = nil, closed: Day?
    ) throws -> RedatingPlan {
        try RedatingPlan(
            try RedatingRecords.clocks(db, cases: cases), by: other ?? reference, today: today, judged: min(today, closed ?? today),
            counts: counts)
    }
}

extension DayStatus.Reason {
    /// Why a day does not work, or why it does.
    fileprivate func words(on day: Day) -> String {
        switch self {
        case .weekday, .weekend: day.weekday.title
        case .holiday(let title), .closing(let title), .makeUp(let title): title
        }
    }
}
