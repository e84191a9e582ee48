import Law
import Records

/// Persons of an office: who is taken for one, and who is not any more.
public struct PersonDesk: Sendable {
    let casework: Casework

    /// How many probable same persons are offered.
    static let mostProbable = 10

    /// A person with his petitions and visits in the actor's office.
    ///
    /// - Throws: `Problem` 404 for another office's person and for anybody of a denunciation (Luật Tố cáo Đ.56).
    public func person(_ id: Int64, by actor: Actor) async throws -> PersonFile {
        try await casework.read(by: actor) { work in try work.personFile(id) }
    }

    /// Merges a person into another: what was `other`'s is `id`'s from now on, `other` keeps his row and points there.
    ///
    /// - Throws: `Problem`: 404 for a person who is not the office's, 409 `already_merged` when one of them was merged meanwhile.
    public func merge(_ other: Int64, into id: Int64, reason: String, key: String?, by actor: Actor) async throws -> PersonMerge {
        struct Input: Encodable {
            var kept: Int64
            var other: Int64
            var reason: String
        }
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        let reason = try Text.require(reason, field: "reason", most: 2000, multiline: true)
        if other == id { throw Problem.invalid("other", "same_person", "Không thể ghép một người với chính người đó.") }
        let input = Input(kept: id, other: other, reason: reason)
        // What a key is answered with is kept for days: the id, and no name, which a seal that comes later would not find there.
        let noted = try await casework.once("persons.merge", key: key, input: input, by: actor) { work -> MergeNoted in
            try PersonMergeRecords.lock(work.db, persons: [id, other])
            let kept = try work.personOfOffice(id)
            guard let joined = try PersonMergeRecords.person(work.db, other) else {
                throw Problem.invalid("other", "unknown_person", "Không có người này trong cơ quan của bạn.")
            }
            for (row, field) in [(kept, "person"), (joined, "other")] where row.mergedInto != nil {
                throw Problem(
                    .conflict, code: "already_merged", message: "“\(row.fullName)” đã được ghép vào người khác. Hãy tải lại trang.",
                    errors: [.init(field: field, code: "already_merged", message: "Đã được ghép.")])
            }
            let merge = try PersonMergeRecords.merge(
                work.db, kept: id, other: other, reason: reason, on: work.today, officer: officer.id, now: work.now)
            return MergeNoted(merge: merge)
        }
        return try await casework.read(by: actor) { work in try work.personMerge(noted.merge) }
    }

    /// Parts what was wrongly put together: takes a merge back, which restores exactly the entries that it moved, or takes one entry of the
    /// person out into a person of its own.
    ///
    /// - Returns: what was noted; `other` is the person who stands by himself now.
    /// - Throws: `Problem`: 404, `already_undone` (409), `not_his_entry`, `only_entry`, `not_a_merge` (422).
    public func part(_ parting: Parting, of id: Int64, reason: String, key: String?, by actor: Actor) async throws -> PersonMerge {
        struct Input: Encodable {
            var person: Int64
            var merge: Int64?
            var party: Int64?
            var reason: String
        }
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        let reason = try Text.require(reason, field: "reason", most: 2000, multiline: true)
        var input = Input(person: id, merge: nil, party: nil, reason: reason)
        switch parting {
        case .merge(let merge): input.merge = merge
        case .party(let party): input.party = party
        }
        let noted = try await casework.once("persons.part", key: key, input: input, by: actor) { work -> MergeNoted in
            switch parting {
            case .merge(let merge): return MergeNoted(merge: try work.undo(merge, of: id, reason: reason, officer: officer))
            case .party(let party): return MergeNoted(merge: try work.takeOut(party, of: id, reason: reason, officer: officer))
            }
        }
        return try await casework.read(by: actor) { work in try work.personMerge(noted.merge) }
    }
}

/// What a key of a merging or a parting is answered with.
private struct MergeNoted: Codable, Sendable {
    var merge: Int64
}

extension Work {
    /// A person of the actor's office whom it may see.
    func personOfOffice(_ id: Int64) throws -> PersonMergeRecords.PersonRow {
        guard let row = try PersonMergeRecords.person(db, id) else { throw Problem.missing("người này") }
        return row
    }

    fileprivate func undo(_ merge: Int64, of id: Int64, reason: String, officer: OfficerActor) throws -> Int64 {
        _ = try personOfOffice(id)
        guard let known = try PersonMergeRecords.merge(db, merge), [known.kept, known.other].contains(id), known.kind == "merge" else {
            throw Problem.invalid("merge", "not_a_merge", "Không có lần ghép này đối với người đang xem.")
        }
        try PersonMergeRecords.lock(db, persons: [known.kept, known.other, try PersonMergeRecords.root(db, of: known.kept)])
        // Another one may have been faster until the lock was had.
        if try PersonMergeRecords.merge(db, merge)?.undone ?? true {
            throw Problem(.conflict, code: "already_undone", message: "Lần ghép này đã được gỡ. Hãy tải lại trang.")
        }
        return try PersonMergeRecords.undo(db, known, reason: reason, on: today, officer: officer.id, now: now)
    }

    fileprivate func takeOut(_ party: Int64, of id: Int64, reason: String, officer: OfficerActor) throws -> Int64 {
        try PersonMergeRecords.lock(db, persons: [id])
        let person = try personOfOffice(id)
        guard try PersonMergeRecords.owns(db, person: id, party: party) else {
            throw Problem.invalid("party", "not_his_entry", "Mục này không thuộc người đang xem. Hãy tải lại trang.")
        }
        if person.appearances < 2 {
            throw Problem.invalid("party", "only_entry", "Người này chỉ có một mục nên không có gì để tách.")
        }
        return try PersonMergeRecords.part(db, id, party: party, reason: reason, on: today, officer: officer.id, now: now).id
    }

    func personMerge(_ id: Int64) throws -> PersonMerge {
        guard let row = try PersonMergeRecords.merge(db, id) else { throw Problem.missing("lần ghép") }
        return PersonMerge(row)
    }

    func personFile(_ id: Int64) throws -> PersonFile {
        let row = try personOfOffice(id)
        var file = PersonFile(
            id: row.id, kind: row.kind, fullName: row.fullName, gender: row.gender, birthYear: row.birthYear, idKind: row.idKind,
            idNumber: row.idNumber, phone: row.phone, address: row.address, oldAddress: row.oldAddress, mergedInto: row.mergedInto,
            mergedIntoName: row.mergedIntoName, appearances: [], probable: [],
            merges: try PersonMergeRecords.history(db, person: id).map { PersonMerge($0) })
        // What he had stands with him into whom he was merged.
        if row.mergedInto != nil { return file }
        file.appearances = try PersonMergeRecords.appearances(db, person: id).map { found in
            var state = ""
            if let version = found.version, let name = found.state {
                state = try reference.version(id: version).state(name)?.title ?? name
            }
            return PersonAppearance(
                party: found.party, role: found.role, petition: found.petition, visit: found.visit, bookYear: found.bookYear,
                number: found.number, book: found.book, day: found.day, title: found.title, stateTitle: state, enteredAs: found.enteredAs)
        }
        file.probable = try PersonMergeRecords.probable(db, id, most: PersonDesk.mostProbable).map { found in
            ProbablePerson(
                person: found.person.id, fullName: found.person.fullName, birthYear: found.person.birthYear,
                idNumber: found.person.idNumber, address: found.person.address, appearances: found.person.appearances,
                sameID: found.sameID, nameLikeness: Int(found.nameLikeness * 100))
        }
        return file
    }
}

extension PersonMerge {
    init(_ row: PersonMergeRecords.MergeRow) {
        self.init(
            id: row.id, kind: row.kind, kept: row.kept, keptName: row.keptName, other: row.other, otherName: row.otherName,
            reason: row.reason, recordedOn: row.recordedOn, officerName: row.officerName, parties: row.parties, undone: row.undone)
    }
}
