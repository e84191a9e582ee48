import Law
import Postgres
import Records

/// Units of an office (phòng, bộ phận): who belongs to one, and who gives its work on. Changes are an administrator's, each a line of the
/// installation's chain.
public struct UnitDesk: Sendable {
    let casework: Casework

    /// The units of the actor's office; for the operator of the office with the code.
    public func list(office: String? = nil, closed: Bool = false, by actor: Actor) async throws -> [UnitView] {
        try await casework.read(by: actor) { work in
            let organisation = try work.unitOffice(office)
            let people = try UnitRecords.colleagues(work.db, organisation: organisation)
            let away = try work.absences(in: organisation)
            return try UnitRecords.units(work.db, organisation: organisation, closed: closed).map { UnitView($0, people, away: away) }
        }
    }

    /// Who works on cases in the actor's office: to whom work can be given.
    public func colleagues(by actor: Actor) async throws -> [Colleague] {
        let officer = try actor.officer()
        return try await casework.read(by: actor) { work in
            let away = try work.absences(in: officer.organisation)
            return try UnitRecords.colleagues(work.db, organisation: officer.organisation).map { Colleague($0, away: away[$0.id]) }
        }
    }

    /// The open units of the actor's office and who works on cases there, in one reading.
    public func roster(by actor: Actor) async throws -> (units: [UnitView], colleagues: [Colleague]) {
        let officer = try actor.officer()
        return try await casework.read(by: actor) { work in
            let people = try UnitRecords.colleagues(work.db, organisation: officer.organisation)
            let units = try UnitRecords.units(work.db, organisation: officer.organisation, closed: false)
            let away = try work.absences(in: officer.organisation)
            return (
                units: units.map { UnitView($0, people, away: away) }, colleagues: people.map { Colleague($0, away: away[$0.id]) }
            )
        }
    }

    public func add(_ draft: UnitDraft, office: String? = nil, key: String?, by actor: Actor) async throws -> UnitView {
        try check(actor)
        let name = try Text.require(draft.name, field: "name", most: 200)
        return try await casework.once("units.add", key: key, input: draft, by: actor) { work in
            let organisation = try work.unitOffice(office)
            try work.refuseTwin(name, in: organisation, of: nil)
            let id = try UnitRecords.insert(work.db, organisation: organisation, name: name, head: nil)
            try work.note("organisation", "unit_added", target: String(organisation), payload: "{\"unit\": \(id)}")
            try work.staff(id, organisation: organisation, head: draft.head, members: draft.members ?? [])
            return try work.unitView(id)
        }
    }

    public func rename(_ id: Int64, to name: String, key: String?, by actor: Actor) async throws -> UnitView {
        struct Input: Encodable {
            var unit: Int64
            var name: String
        }
        try check(actor)
        let name = try Text.require(name, field: "name", most: 200)
        return try await casework.once("units.rename", key: key, input: Input(unit: id, name: name), by: actor) { work in
            let unit = try work.ownUnit(id)
            try work.refuseTwin(name, in: unit.organisation, of: id)
            try UnitRecords.rename(work.db, unit: id, name: name)
            try work.note("organisation", "unit_renamed", target: String(unit.organisation), payload: "{\"unit\": \(id)}")
            return try work.unitView(id)
        }
    }

    /// Says who is the head of a unit and who belongs to it; everybody else leaves it.
    public func staff(_ id: Int64, head: Int64?, members: [Int64], key: String?, by actor: Actor) async throws -> UnitView {
        struct Input: Encodable {
            var unit: Int64
            var head: Int64?
            var members: [Int64]
        }
        try check(actor)
        let input = Input(unit: id, head: head, members: members.sorted())
        return try await casework.once("units.staff", key: key, input: input, by: actor) { work in
            let unit = try work.ownUnit(id)
            try work.staff(id, organisation: unit.organisation, head: head, members: members)
            return try work.unitView(id)
        }
    }

    /// Closes a unit in whose hands no open work is.
    public func close(_ id: Int64, key: String?, by actor: Actor) async throws -> UnitView {
        try check(actor)
        return try await casework.once("units.close", key: key, input: [id], by: actor) { work in
            let unit = try work.ownUnit(id)
            if unit.open > 0 {
                throw Problem(
                    .conflict, code: "unit_has_work", message: "Phòng, bộ phận còn \(unit.open) việc đang mở; hãy giao lại trước khi đóng.")
            }
            try UnitRecords.close(work.db, unit: id)
            try work.note("organisation", "unit_closed", target: String(unit.organisation), payload: "{\"unit\": \(id)}")
            return try work.unitView(id)
        }
    }

    private func check(_ actor: Actor) throws(Problem) {
        switch actor {
        case .operator: return
        case .officer(let officer) where officer.roles.contains(.admin): return
        default: throw Problem.notPermitted
        }
    }
}

extension Work {
    /// The office whose units are meant: an officer's own, else the one with the code.
    fileprivate func unitOffice(_ code: String?) throws -> Int64 {
        if case .officer(let officer) = actor { return officer.organisation }
        guard case .operator = actor else { throw Problem.notPermitted }
        guard let code, let row = try OfficeRecords.organisation(db, code: code) else {
            throw Problem.missing("cơ quan mã \(code ?? "")")
        }
        return row.id
    }

    /// An open unit, locked, of the actor's own office unless he is the operator.
    fileprivate func ownUnit(_ id: Int64) throws -> UnitRecords.UnitRow {
        try UnitRecords.lock(db, unit: id)
        guard let unit = try UnitRecords.unit(db, id), unit.active else { throw Problem.missing("phòng, bộ phận") }
        if case .officer(let officer) = actor, officer.organisation != unit.organisation { throw Problem.missing("phòng, bộ phận") }
        return unit
    }

    fileprivate func refuseTwin(_ name: String, in organisation: Int64, of id: Int64?) throws {
        let taken = try UnitRecords.units(db, organisation: organisation, closed: false).contains {
            $0.id != id && $0.name.lowercased() == name.lowercased()
        }
        if taken { throw Problem.invalid("name", "name_taken", "Cơ quan đã có phòng, bộ phận tên này.") }
    }

    fileprivate func staff(_ id: Int64, organisation: Int64, head: Int64?, members: [Int64]) throws {
        let people = Set(try UnitRecords.colleagues(db, organisation: organisation).map(\.id))
        if let head, !people.contains(head) {
            throw Problem.invalid("head", "unknown_officer", "Người phụ trách phải là cán bộ của cơ quan.")
        }
        if !people.isSuperset(of: members) {
            throw Problem.invalid("members", "unknown_officer", "Người được xếp vào phòng, bộ phận phải là cán bộ của cơ quan.")
        }
        try UnitRecords.setHead(db, unit: id, head: head)
        try UnitRecords.setMembers(db, unit: id, members: Array(Set(members + [head].compactMap { $0 })))
        let ids = members.sorted().map { String($0) }.joined(separator: ", ")
        try note(
            "officer", "unit_staffed", target: String(id),
            payload: "{\"unit\": \(id), \"head\": \(head.map { String($0) } ?? "null"), \"members\": [\(ids)]}")
    }

    fileprivate func unitView(_ id: Int64) throws -> UnitView {
        guard let row = try UnitRecords.unit(db, id) else { throw Problem.missing("phòng, bộ phận") }
        return UnitView(
            row, try UnitRecords.colleagues(db, organisation: row.organisation), away: try absences(in: row.organisation))
    }
}
