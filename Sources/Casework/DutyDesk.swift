public import Law
import Records

/// Reception duties: who must receive citizens how often (Luật Tiếp công dân Đ.11–22), counted from the sessions.
public struct DutyDesk: Sendable {
    let casework: Casework

    /// Months that one report may touch.
    static let mostMonths = 12

    /// The duties of the actor's office in every month that the period touches.
    ///
    /// - Parameter subordinates: also those of the offices below it, for whom `oversees` says so; others are refused.
    /// - Throws: `Problem` when the period is turned round or longer than twelve months.
    public func report(from: Day, to: Day, subordinates: Bool = false, by actor: Actor) async throws -> DutyReport {
        let officer = try actor.officer()
        if subordinates && !Self.oversees(officer) { throw Problem.notPermitted }
        if to < from { throw Problem.invalid("to", "before_from", "Ngày cuối kỳ phải sau hoặc bằng ngày đầu kỳ.") }
        var months = [Month(of: from)]
        while let month = months.last, month.last < to {
            guard months.count < Self.mostMonths else { throw Problem.invalid("to", "too_long", "Kỳ dài nhất là mười hai tháng.") }
            months.append(month.next)
        }
        let touched = months
        return try await casework.read(by: actor) { work in
            DutyReport(
                from: from, to: to, months: try work.dutyMonths(touched, of: casework.receptionDuties, subordinates: subordinates))
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

    func dutyMonths(_ months: [Month], of duties: ReceptionDuties, subordinates: Bool) throws -> [DutyMonth] {
        guard let first = months.first, let last = months.last else { return [] }
        let offices = try DutyRecords.offices(db, subordinates: subordinates)
        // A week of a month may reach six days beyond it.
        let rows = try DutyRecords.sessions(
            db, subordinates: subordinates, from: first.first.adding(days: -6), to: last.last.adding(days: 6), underway: underway)
        let sessions = Dictionary(grouping: rows, by: \.organisation).mapValues { $0.map(\.session) }
        return months.map { month in
            DutyMonth(
                month: month.iso, lawFrom: duties.edition(of: month)?.from,
                offices: offices.map { office in
                    let settings = reference.settings(of: office.organisation)
                    let calendar = reference.calendar(of: office.organisation)
                    let owed = duties.duties(of: DutyOffice(kind: office.kind, level: office.level), in: month, settings: settings)
                    return OfficeDuties(
                        organisation: office.organisation, code: office.code, name: office.name, kind: office.kind, level: office.level,
                        duties: owed.map { duty in
                            DutyLine(
                                duty.count(
                                    sessions[office.organisation] ?? [], in: month, calendar: calendar, today: today, settings: settings),
                                settings: settings)
                        })
                })
        }
    }
}
