public import Law
import Records

/// Reception duties: who must receive citizens how often (Luật Tiếp công dân Đ.11–22), counted from the sessions.
public struct DutyDesk: Sendable {
    let casework: Casework

    /// Months that one report may touch.
    static let mostMonths = 12

    /// The duties of the actor's office in every month that the period touches, and of the offices it took over from, each in the
    /// months in which it was there, by its own kind, settings and calendar.
    ///
    /// A session is counted for the office that was there on its day, once. In the month of a change the number is asked of the
    /// successor, and the days that the old office held in that month count for it (`OfficeLife`).
    ///
    /// - Parameters:
    ///   - subordinates: also those of the offices below it, for whom `oversees` says so; others are refused.
    ///   - book: the actor's office alone, or one that it took over from alone; nil for all of them and their sum.
    /// - Throws: `Problem` when the period is turned round or longer than twelve months; `unknown_book` for any other office.
    public func report(
        from: Day, to: Day, subordinates: Bool = false, book: Int64? = nil, by actor: Actor
    ) async throws -> DutyReport {
        let officer = try actor.officer()
        if subordinates && !Self.oversees(officer) { throw Problem.notPermitted }
        if subordinates && book != nil {
            throw Problem.invalid("book", "not_with_subordinates", "Xem riêng một cơ quan thì không xem kèm các cơ quan cấp dưới.")
        }
        if to < from { throw Problem.invalid("to", "before_from", "Ngày cuối kỳ phải sau hoặc bằng ngày đầu kỳ.") }
        var months = [Month(of: from)]
        while let month = months.last, month.last < to {
            guard months.count < Self.mostMonths else { throw Problem.invalid("to", "too_long", "Kỳ dài nhất là mười hai tháng.") }
            months.append(month.next)
        }
        let touched = months
        return try await casework.read(by: actor) { work in
            try work.checkBook(book, of: officer.organisation)
            return DutyReport(
                from: from, to: to,
                months: try work.dutyMonths(
                    touched, of: casework.receptionDuties, asked: book ?? officer.organisation, alone: book != nil,
                    subordinates: subordinates))
        }
    }

    /// Whether the officer looks after the offices below his own: a leader or auditor of a provincial People's Committee or Council.
    public static func oversees(_ officer: OfficerActor) -> Bool {
        (officer.office == .peopleCommittee || officer.office == .peopleCouncil) && !officer.roles.isDisjoint(with: [.leader, .auditor])
    }
}

extension Work {
    /// A session has begun when its case came into an active state.
    private var underway: [String] {
        Set(
            reference.versions.values.filter { $0.procedure == "reception-session" }.flatMap(\.states).filter(\.isActive).map(\.name)
        ).sorted()
    }

    /// - Parameters:
    ///   - asked: the office that is always named, in a month in which it was not there too.
    ///   - alone: nobody but that one.
    func dutyMonths(
        _ months: [Month], of duties: ReceptionDuties, asked: Int64, alone: Bool, subordinates: Bool
    ) throws -> [DutyMonth] {
        guard let first = months.first, let last = months.last else { return [] }
        let offices = try DutyRecords.offices(db, subordinates: subordinates).filter { !alone || $0.organisation == asked }
        // A week of a month may reach six days beyond it.
        let rows = try DutyRecords.sessions(
            db, subordinates: subordinates, from: first.first.adding(days: -6), to: last.last.adding(days: 6), underway: underway)
        let sessions = Dictionary(grouping: rows, by: \.organisation).mapValues { $0.map(\.session) }
        let names = Dictionary(
            grouping: try DutyRecords.formerNames(db, of: offices.map(\.organisation)), by: \.organisation)
        return months.map { month in
            let shown: [OfficeDuties] = offices.map { office in
                officeDuties(
                    office, sessions[office.organisation] ?? [], in: month, of: duties,
                    name: names[office.organisation]?.first(where: { $0.lastDay >= month.last })?.name ?? office.name)
            }
            .filter { office in
                office.organisation == asked || !office.duties.isEmpty
                    || OfficeLife(first: office.since, last: office.closedOn).touches(month.first...month.last)
            }
            let line = shown.filter { $0.succeeded || $0.organisation == asked }
            let isJoint = !alone && line.contains { $0.succeeded && !$0.duties.isEmpty }
            return DutyMonth(
                month: month.iso, lawFrom: duties.edition(of: month)?.from, offices: shown,
                together: isJoint ? DutySum.sums(of: line) : nil)
        }
    }

    private func officeDuties(
        _ office: DutyRecords.OfficeRow, _ sessions: [DutySession], in month: Month, of duties: ReceptionDuties, name: String
    ) -> OfficeDuties {
        let settings = reference.settings(of: office.organisation)
        let calendar = reference.calendar(of: office.organisation)
        let life = OfficeLife(first: office.firstDay, last: office.lastDay, continues: office.continues)
        let owed = duties.duties(of: DutyOffice(kind: office.kind, level: office.level), in: month, settings: settings)
        return OfficeDuties(
            organisation: office.organisation, code: office.code, name: name, kind: office.kind, level: office.level,
            since: office.firstDay, closedOn: office.lastDay, succeeded: office.old,
            duties: owed.filter { life.touches($0.span(of: month)) }.map { duty in
                DutyLine(
                    duty.count(sessions, in: month, calendar: calendar, today: today, settings: settings, life: life), settings: settings)
            })
    }
}
