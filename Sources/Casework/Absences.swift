public import Law
import Records

/// An officer is away: for a period all his work is a substitute's (an open hand-over with a last day). It is a warning for who gives him
/// work, and never a refusal.
public struct Absence: Codable, Sendable, Equatable {
    public var from: Day
    /// The last day of the substitute.
    public var until: Day
    /// Who has his work meanwhile.
    public var toName: String

    init(_ row: HandOverRecords.AwayRow) {
        from = row.from
        until = row.until
        toName = row.toName
    }

    public func covers(_ day: Day) -> Bool { from <= day && day <= until }

    /// As it stands beside the officer's name: `nghỉ đến 20/11/2026, việc bàn giao cho Lê Văn Hai`.
    public func words(on today: Day) -> String {
        let days = from <= today ? "nghỉ đến \(until.vietnamese)" : "nghỉ từ \(from.vietnamese) đến \(until.vietnamese)"
        return "\(days), việc bàn giao cho \(toName)"
    }
}

extension Work {
    /// Officer → his leave that goes on or comes next.
    func absences(in organisation: Int64) throws -> [Int64: Absence] {
        let rows = try HandOverRecords.away(db, organisation: organisation, since: today)
        return Dictionary(rows.map { ($0.officer, Absence($0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// The leave of an officer that covers today or the day on which the work is due; nil when he is there on both.
    func absence(of officer: Int64, in organisation: Int64, due: Day?) throws -> Absence? {
        let leaves = try HandOverRecords.away(db, organisation: organisation, officer: officer, since: today).map(Absence.init)
        return leaves.first { $0.covers(today) } ?? leaves.first { leave in due.map { leave.covers($0) } ?? false }
    }

    /// What whoever gave these officers work is told; nil when all of them are there.
    func warnings(of officers: [Int64], in organisation: Int64, due: Day?) throws -> [String]? {
        var told: [String] = []
        for officer in officers {
            guard let leave = try absence(of: officer, in: organisation, due: due),
                let name = try HandOverRecords.officerName(db, officer, organisation: organisation)
            else { continue }
            told.append("\(name) \(leave.words(on: today)).")
        }
        return told.isEmpty ? nil : told
    }

    /// The same of a step's declared facts: it may give work to a `handler`, until a day `due_on`.
    func warnings(giving facts: [String: FactInput]) throws -> [String]? {
        guard case .officer(let giver) = actor else { return nil }
        let handler: Int64
        switch facts["handler"] {
        case .number(let id)?: handler = id
        case .text(let text)?:
            guard let id = Int64(text) else { return nil }
            handler = id
        default: return nil
        }
        var due: Day?
        if case .text(let text)? = facts["due_on"] { due = Day(iso: text) }
        return try warnings(of: [handler], in: giver.organisation, due: due)
    }
}
