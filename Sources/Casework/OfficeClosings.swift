public import Law
import Records

/// Days on which one office does not work: a storm, a move. Deadlines that still run skip them.
extension AdministrationDesk {
    public struct Closing: Codable, Sendable, Equatable {
        public var office: String
        public var officeName: String
        public var day: Day
        public var reason: String
    }

    /// Closings of all offices, by day.
    public func closings(by actor: Actor) async throws -> [Closing] {
        try requireOperator(actor)
        return try await casework.read(by: actor) { work in
            try CalendarRecords.closingsOfOffices(work.db).map {
                Closing(office: $0.code, officeName: $0.name, day: $0.day, reason: $0.title)
            }
        }
    }
}

extension RedatingDesk {
    /// Notes that an office does not work on a day, and counts its open cases anew. Noted after the day, it still moves what was due on it.
    ///
    /// - Parameter preview: only shows what would move.
    /// - Throws: `Problem`: `already_closed`, `not_working` when the day is free anyway.
    public func close(
        office code: String, on day: Day, reason: String, preview: Bool = false, by actor: Actor
    ) async throws -> ClosingChange {
        try check(actor)
        let reason = try Text.require(reason, field: "reason", most: 200)
        let reference = try await fresh()
        let office = try await office(code, by: actor)
        try reference.checkClosable(office, on: day)
        let closing = AdministrationDesk.Closing(office: office.code, officeName: office.name, day: day, reason: reason)
        if preview {
            var closings = reference.closings
            closings[office.id, default: []].append(CalendarEntry(day: day, kind: .off, title: reason, scope: .office))
            let redating = try await look(
                at: reference.under(closings: closings), organisation: office.id, closed: day, by: actor)
            return ClosingChange(closing: closing, redating: redating)
        }
        try await casework.write(by: actor) { work in
            try RedatingRecords.holdClocks(work.db)
            guard try CalendarRecords.close(work.db, organisation: office.id, day: day, title: reason) else {
                throw Problem.alreadyClosed(office.code, day)
            }
            try work.note("calendar", "office_closed", target: String(office.id), payload: "{\"day\": \"\(day.iso)\"}")
        }
        return ClosingChange(closing: closing, redating: try await redate(organisation: office.id, closed: day, by: actor))
    }

    /// Takes a closing back, and counts the office's open cases anew.
    ///
    /// - Parameter preview: only shows what would move.
    public func reopen(office code: String, on day: Day, preview: Bool = false, by actor: Actor) async throws -> ClosingChange {
        try check(actor)
        let reference = try await fresh()
        let office = try await office(code, by: actor)
        guard let closed = reference.closings[office.id]?.first(where: { $0.day == day }) else {
            throw Problem.missing("ngày nghỉ \(day.vietnamese) của cơ quan \(code)")
        }
        let closing = AdministrationDesk.Closing(office: office.code, officeName: office.name, day: day, reason: closed.title)
        if preview {
            var closings = reference.closings
            closings[office.id] = closings[office.id]?.filter { $0.day != day }
            let redating = try await look(at: reference.under(closings: closings), organisation: office.id, by: actor)
            return ClosingChange(closing: closing, redating: redating)
        }
        try await casework.write(by: actor) { work in
            try RedatingRecords.holdClocks(work.db)
            guard try CalendarRecords.reopen(work.db, organisation: office.id, day: day) else {
                throw Problem.missing("ngày nghỉ \(day.vietnamese) của cơ quan \(code)")
            }
            try work.note("calendar", "office_reopened", target: String(office.id), payload: "{\"day\": \"\(day.iso)\"}")
        }
        return ClosingChange(closing: closing, redating: try await redate(organisation: office.id, by: actor))
    }

    private func office(_ code: String, by actor: Actor) async throws -> OfficeRecords.OrganisationRow {
        try await casework.read(by: actor) { work in
            guard let office = try OfficeRecords.organisation(work.db, code: code) else { throw Problem.missing("cơ quan mã \(code)") }
            return office
        }
    }
}

extension Reference {
    fileprivate func checkClosable(_ office: OfficeRecords.OrganisationRow, on day: Day) throws(Problem) {
        switch calendar(of: office.id).status(of: day).reason {
        case .closing: throw Problem.alreadyClosed(office.code, day)
        case .weekend, .holiday:
            throw Problem.invalid("day", "not_working", "Ngày \(day.vietnamese) vốn không phải ngày làm việc.")
        case .weekday, .makeUp: break
        }
    }
}

extension Problem {
    fileprivate static func alreadyClosed(_ code: String, _ day: Day) -> Problem {
        Problem(.conflict, code: "already_closed", message: "Cơ quan \(code) đã được ghi nghỉ ngày \(day.vietnamese).")
    }
}
