import Law
import Postgres
import Records

/// Who has what to do: lists of open work, and work that changes hands.
public struct WorkDesk: Sendable {
    let casework: Casework

    /// Open work of the actor's office, the nearest due day first.
    ///
    /// - Parameter officer: with `.office`, only what this officer has in hand.
    public func list(_ which: WorkList, officer: Int64? = nil, cursor: String? = nil, limit: Int = 50, by actor: Actor) async throws
        -> Page<WorkLine>
    {
        let asker = try actor.officer()
        let limit = min(max(limit, 1), 200)
        let after = try Cursor.parse(cursor)
        return try await casework.read(by: actor) { work in
            let whose: WorkRecords.Whose
            switch which {
            case .mine: whose = .officer(asker.id)
            case .helping: whose = .helper(asker.id)
            case .unit: whose = .units(try UnitRecords.units(work.db, of: asker.id, organisation: asker.organisation).all)
            case .unassigned: whose = .unassigned
            case .returned: whose = .returned
            case .office: if let officer { whose = .officer(officer) } else { whose = .everybody }
            }
            let rows = try WorkRecords.list(work.db, organisation: asker.organisation, whose, after: after, limit: limit + 1)
            return Page(
                items: try rows.prefix(limit).map { try work.workLine($0) },
                next: rows.count > limit ? Cursor.text(rows[limit - 1].caseID) : nil)
        }
    }

    /// How much every officer has in hand: for a leader the whole office's, for the head of a unit his officers', the most overdue first.
    public func loads(by actor: Actor) async throws -> [OfficerLoad] {
        let asker = try actor.officer()
        return try await casework.read(by: actor) { work in
            var units: [Int64]?
            if asker.roles.isDisjoint(with: [.leader, .auditor]) {
                let headed = try UnitRecords.units(work.db, of: asker.id, organisation: asker.organisation).headed
                if headed.isEmpty { throw Problem.notPermitted }
                units = headed
            }
            let away = try work.absences(in: asker.organisation)
            return try WorkRecords.loads(
                work.db, organisation: asker.organisation, units: units, today: work.today, soon: work.lastDayDueSoon
            ).map { OfficerLoad($0, away: away[$0.officer]) }
        }
    }

    /// Whether the actor looks after others' work: a leader, an auditor, the head of a unit.
    public func oversees(by actor: Actor) async throws -> Bool {
        let asker = try actor.officer()
        if !asker.roles.isDisjoint(with: [.leader, .auditor]) { return true }
        return try await casework.read(by: actor) { work in
            try !UnitRecords.units(work.db, of: asker.id, organisation: asker.organisation).headed.isEmpty
        }
    }
}

extension Work {
    func workLine(_ row: WorkRecords.LineRow) throws -> WorkLine {
        let version = try reference.version(id: row.version)
        let due = [row.nextDue, row.workDue].compactMap { $0 }.min()
        let timing = timing(due: due, final: false)
        return WorkLine(
            caseID: row.caseID, sequence: row.seq, procedureTitle: version.title, subject: row.subject, petition: row.petition,
            task: row.task, number: Self.bookNumber(row.number, row.bookYear, of: row.book), title: row.title, sealed: row.sealed,
            state: row.state,
            stateTitle: version.state(row.state)?.title ?? row.state, nextDue: row.nextDue, dueProvisional: row.dueProvisional,
            workDue: row.workDue, timing: timing.word, daysLate: timing.late, unit: row.unit, unitName: row.unitName,
            handler: row.handler, handlerName: row.handlerName, givenOn: row.givenOn, takenOn: row.takenOn, returnedOn: row.returnedOn,
            returnedByName: row.returnedByName, returnReason: row.returnReason)
    }

    static func bookNumber(_ number: Int?, _ year: Int?, of book: String?) -> String? {
        guard let number, let year else { return nil }
        return BookNumber.text(number, year, of: book)
    }
}
