public import Law
import Records

/// Days on which one office does not work: a storm, a move. Deadlines counted from then on skip them; those already counted keep theirs.
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

    public func close(office code: String, on day: Day, reason: String, by actor: Actor) async throws -> Closing {
        try requireOperator(actor)
        let reason = try Text.require(reason, field: "reason", most: 200)
        let closed = try await casework.write(by: actor) { work in
            guard let office = try OfficeRecords.organisation(work.db, code: code) else { throw Problem.missing("cơ quan mã \(code)") }
            guard try CalendarRecords.close(work.db, organisation: office.id, day: day, title: reason) else {
                throw Problem(.conflict, code: "already_closed", message: "Cơ quan \(code) đã được ghi nghỉ ngày \(day.vietnamese).")
            }
            switch work.reference.calendar(of: office.id).status(of: day).reason {
            case .weekend, .holiday:
                throw Problem.invalid("day", "not_working", "Ngày \(day.vietnamese) vốn không phải ngày làm việc.")
            case .weekday, .makeUp, .closing: break
            }
            try work.note("calendar", "office_closed", target: String(office.id), payload: "{\"day\": \"\(day.iso)\"}")
            return Closing(office: office.code, officeName: office.name, day: day, reason: reason)
        }
        casework.forgetReference()
        return closed
    }

    public func reopen(office code: String, on day: Day, by actor: Actor) async throws {
        try requireOperator(actor)
        try await casework.write(by: actor) { work in
            guard let office = try OfficeRecords.organisation(work.db, code: code) else { throw Problem.missing("cơ quan mã \(code)") }
            guard try CalendarRecords.reopen(work.db, organisation: office.id, day: day) else {
                throw Problem.missing("ngày nghỉ \(day.vietnamese) của cơ quan \(code)")
            }
            try work.note("calendar", "office_reopened", target: String(office.id), payload: "{\"day\": \"\(day.iso)\"}")
        }
        casework.forgetReference()
    }
}
