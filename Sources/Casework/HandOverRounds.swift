import Law
import Postgres
import Records

extension Queues {
    /// Begins hand-overs whose day has come, and brings back what was lent until yesterday.
    ///
    /// - Returns: hand-overs that began and that ended now.
    public func sweepHandOvers(most: Int = 20) async throws -> (begun: Int, ended: Int) {
        try await casework.write(by: .system(job: "hand-overs")) { work in
            var begun = 0
            for over in try HandOverRecords.toBegin(work.db, today: work.today, most: most) {
                do {
                    try work.db.savepoint { try work.begin(over) }
                    begun += 1
                } catch is Problem {
                    // whom it goes to is not there any more, or a case cannot take the entry now: it waits, and its page says so
                }
            }
            var ended = 0
            for over in try HandOverRecords.toEnd(work.db, today: work.today, most: most) {
                if try work.bringBack(over) { ended += 1 }
            }
            return (begun, ended)
        }
    }
}

extension Work {
    /// The officer's open work goes to his substitute, by the program itself.
    fileprivate func begin(_ over: HandOverRecords.HandOverRow) throws {
        try HandOverRecords.begin(db, over.id, on: today)
        if let last = over.untilDay, last < today { return try HandOverRecords.end(db, over.id, on: today) }
        try checkWorks(over.to, in: over.organisation, field: "to")
        _ = try pass(over.id, from: over.from, to: over.to, organisation: over.organisation)
        for open in try HandOverRecords.openCases(db, officer: over.from, organisation: over.organisation) {
            let item = try WorkRecords.item(db, case: open.id)
            var declared: [String: FactValue] = ["handler": .id(over.to)]
            if let last = over.untilDay { declared["until_day"] = .date(last) }
            if !over.reason.isEmpty { declared["reason"] = .text(over.reason) }
            let seq = try pass(open.id, declared: declared, of: over.id)
            let home = try UnitRecords.home(db, officer: over.to, organisation: over.organisation)
            try CaseRecords.setHandler(db, case: open.id, officer: over.to, unit: home ?? item.unit)
            try WorkRecords.given(db, case: open.id, by: nil, on: today, seq: seq, due: nil)
            try HandOverRecords.insertLine(
                db, over.id,
                HandOverRecords.Line(
                    caseID: open.id, seq: seq, unitBefore: item.unit, givenBefore: item.givenSeq, takenBefore: item.takenOn))
        }
        if over.untilDay == nil { try HandOverRecords.end(db, over.id, on: today) }
    }

    /// Brings back what was lent: drafts and help, and each case whose last giver was this hand-over and that nobody but the substitute
    /// has, or nobody at all. What was lent on from there waits until it is back there.
    ///
    /// - Returns: false while something is still away.
    @discardableResult
    func bringBack(_ over: HandOverRecords.HandOverRow) throws -> Bool {
        let gone = try OfficeRecords.identity(db, officer: over.from, organisation: over.organisation)?.roles.isEmpty ?? true
        var away = try HandOverRecords.bringPapersBack(db, over, gone: gone, on: today)
        for line in try HandOverRecords.linesAway(db, over.id) {
            do {
                if try !db.savepoint({ try bringBack(line, of: over) }) { away += 1 }
            } catch is Problem {
                away += 1
            }
        }
        if away > 0 { return false }
        try HandOverRecords.end(db, over.id, on: today)
        return true
    }

    private func bringBack(_ line: HandOverRecords.Line, of over: HandOverRecords.HandOverRow) throws -> Bool {
        let held = try lock(line.caseID)
        let item = try WorkRecords.item(db, case: line.caseID)
        let stands = item.givenSeq == line.seq && (item.handler == nil || item.handler == over.to)
        if !held.context.final, !stands, try HandOverRecords.lentOn(db, case: line.caseID, after: line.seq) { return false }
        let roles = try OfficeRecords.identity(db, officer: over.from, organisation: over.organisation)?.roles ?? []
        if held.context.final || !stands || roles.isEmpty || held.context.organisation != over.organisation {
            try HandOverRecords.kept(db, over.id, case: line.caseID, on: today)
            return true
        }
        try pass(line.caseID, declared: ["handler": .id(over.from), "reason": .text("Hết thời gian bàn giao việc.")], of: over.id)
        // A unit that was closed meanwhile gets nothing back.
        let before = try line.unitBefore.flatMap { try UnitRecords.unit(db, $0) }
        let unit = try before?.active == true ? before?.id : UnitRecords.home(db, officer: over.from, organisation: over.organisation)
        try CaseRecords.setHandler(db, case: line.caseID, officer: over.from, unit: unit)
        try WorkRecords.restore(db, case: line.caseID, givenSeq: line.givenBefore, taken: line.takenBefore)
        try HandOverRecords.back(db, over.id, case: line.caseID, on: today)
        return true
    }

    /// The program's own entry `hand_over_work`; its sequence.
    @discardableResult
    private func pass(_ caseID: Int64, declared: [String: FactValue], of handOver: Int64) throws -> Int {
        let held = try lock(caseID)
        let step = try decide("hand_over_work", on: today, held, declared: declared)
        let seq = held.context.seq + 1
        var notes = StepNotes()
        notes.created["handOver"] = handOver
        try record(step, of: held.version, on: caseID, seq: seq, day: today, declared: declared, notes: notes)
        return seq
    }
}
