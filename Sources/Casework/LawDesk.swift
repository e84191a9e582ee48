public import Law
import Postgres
import Records

/// The law itself: what it would have made of the stored cases, and the calendar to count by.
public struct LawDesk: Sendable {
    let casework: Casework

    /// Cases that are read and replayed at once.
    private static let page = 200

    /// Replays the stored cases of the version's procedure that have an entry on or after a day, and tells what would have been different.
    /// Writes nothing.
    ///
    /// - Throws: `Problem` `not_permitted` to whoever does not operate the installation.
    public func dryRun(_ version: ProcedureVersion, since: Day, by actor: Actor) async throws -> DryRunReport {
        guard case .operator = actor else { throw Problem.notPermitted }
        var report = DryRunReport(version: version.id, since: since)
        var after: Int64 = 0
        while true {
            let last = after
            let (ids, outcomes) = try await casework.read(by: actor) { work in
                let ids = try HistoryRecords.cases(
                    work.db, procedure: version.procedure, since: since, after: last, limit: Self.page)
                let outcomes = try work.histories(ids).map { history in
                    DryRun.outcome(of: history.history, under: version, calendar: history.calendar, settings: history.settings)
                }
                return (ids, outcomes)
            }
            for outcome in outcomes { report.add(outcome) }
            guard let reached = ids.last else { return report }
            after = reached
        }
    }

    /// The calendar in force without the closings of any office. When the database does not answer, the one that was read last; before
    /// anything was read, the one that is shipped.
    ///
    /// - Returns: the calendar, and which one it is in Vietnamese.
    public func calendar() async -> (calendar: WorkCalendar, name: String) {
        if let reference = try? await casework.currentReference() {
            return (reference.calendar(of: 0), "lịch đang áp dụng của hệ thống (bản \(reference.calendarVersion))")
        }
        if let known = casework.reference.current?.reference {
            return (known.calendar(of: 0), "lịch đã đọc của hệ thống (bản \(known.calendarVersion)), hiện không kết nối được cơ sở dữ liệu")
        }
        return (casework.rulebook.calendar, "lịch kèm theo phần mềm (không đọc được lịch của hệ thống)")
    }
}

extension Casework {
    public var law: LawDesk { LawDesk(casework: self) }
}

/// One case to be replayed, with what its office counts by.
private struct StoredHistory {
    var history: CaseHistory
    var calendar: WorkCalendar
    var settings: [String: Int]
}

private struct StoredFacts: Decodable {
    var facts: [String: FactInput]?
}

extension Work {
    /// The histories of these cases. A case whose version is not loaded is left out.
    fileprivate func histories(_ ids: [Int64]) throws -> [StoredHistory] {
        if ids.isEmpty { return [] }
        let entries = Dictionary(grouping: try HistoryRecords.entries(db, cases: ids), by: \.caseID)
        let words = Dictionary(grouping: try HistoryRecords.words(db, cases: ids), by: \.caseID)
        let clocks = Dictionary(grouping: try HistoryRecords.clocks(db, cases: ids), by: \.caseID)
        var histories: [StoredHistory] = []
        for (id, answer) in zip(ids, try db.answers(ids.map(CaseRecords.contextQuery))) {
            guard let context: CaseRecords.Context = try answer.first(), let version = try? reference.version(id: context.version) else {
                continue
            }
            let said = Dictionary(grouping: words[id] ?? [], by: \.seq)
            let steps = try (entries[id] ?? []).map { row in try entry(row, said[row.seq] ?? [], version) }
            var facts = facts(of: context)
            try name(recipientsOf: steps, &facts, context)
            histories.append(
                StoredHistory(
                    history: CaseHistory(
                        caseID: id, version: version, state: context.state, facts: facts, entries: steps,
                        clocks: (clocks[id] ?? []).map { CaseHistory.Clock(rule: $0.rule, sequence: $0.startedSeq, due: $0.due) }),
                    calendar: reference.calendar(of: context.organisation), settings: reference.settings(of: context.organisation)))
        }
        return histories
    }

    private func entry(_ row: HistoryRecords.EntryRow, _ words: [HistoryRecords.WordRow], _ version: ProcedureVersion) throws
        -> CaseHistory.Entry
    {
        var inputs = try JSON.value(StoredFacts.self, from: row.payload.text).facts ?? [:]
        // A word that was destroyed was there once.
        for word in words { inputs[word.name] = .text(word.value ?? "(đã xóa)") }
        return CaseHistory.Entry(
            sequence: row.seq, event: row.event, occurredOn: row.occurredOn, recordedOn: row.recordedAt.dayInVietnam, role: row.role,
            relation: row.relation, facts: try factValues(inputs, event: row.event, of: version), to: row.to)
    }

    /// The kind of the body that the case was sent to, as `decide` knows it at the moment of sending.
    private func name(recipientsOf entries: [CaseHistory.Entry], _ facts: inout CaseFacts, _ context: CaseRecords.Context) throws {
        let named = entries.compactMap { entry -> Int64? in
            if case .id(let id)? = entry.facts["recipient"] { return id }
            return nil
        }
        guard let last = named.last else { return }
        facts.recipientKind = try HistoryRecords.kinds(db, organisations: [last]).first?.kind
        facts.recipientIsSelf = last == context.organisation
    }
}
