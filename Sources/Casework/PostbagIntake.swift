import Law
import Postgres
import Records

/// From the bag into the book: an opened letter becomes a petition, or is tied to the one of which it is a copy.
extension PostbagDesk {
    /// Most candidates that one comparing page shows.
    static let mostCandidates = 5

    /// The opened letter beside the petitions of the office that it may be a copy of; the machine proposes, a clerk decides.
    ///
    /// - Parameter named: a petition's number in the book (`12/2026`) that the clerk wants to compare with.
    public func comparison(_ id: Int64, named: String?, by actor: Actor) async throws -> EnvelopeComparison {
        _ = try actor.officer()
        let named = try Text.optional(named, field: "number", most: 20)
        return try await casework.read(by: actor) { work in
            let row = try work.envelope(id)
            try Self.require(row, [.opened], "Chỉ so sánh thư đã mở, chưa xử lý.")
            var candidates: [CopyCandidate] = []
            if let named { candidates = try work.candidates(named: named) }
            if let name = row.senderName {
                let found = try PetitionRecords.duplicates(
                    work.db, name: name, idNumber: nil, words: row.gist.map { String($0.prefix(400)) }, most: Self.mostCandidates)
                for each in found where !candidates.contains(where: { $0.petition == each.petition }) {
                    guard let full = try PetitionRecords.full(work.db, petition: each.petition) else { continue }
                    candidates.append(
                        try work.candidate(
                            full, who: each.who, name: Int(each.nameLikeness * 100), text: Int(each.textLikeness * 100), named: false))
                }
            }
            return EnvelopeComparison(envelope: EnvelopeView(row), candidates: candidates)
        }
    }

    /// Ties a letter to the petition of which it is a copy. Nothing happens to the petition's case: no matter, no clock, no letter.
    public func tie(_ id: Int64, _ draft: TieDraft, key: String?, by actor: Actor) async throws -> EnvelopeView {
        try actor.officer().require([.clerk, .officer, .leader])
        return try await change(id, "postbag.tie", draft, seen: draft.expectedSequence, key: key, by: actor) { work, row, officer in
            try Self.require(row, [.opened], "Chỉ gắn bản sao khi thư đã mở, chưa xử lý.")
            guard let entry = try PostbagRecords.entry(work.db, petition: draft.petition) else {
                throw Problem.invalid("petition", "unknown_petition", "Không có đơn này trong cơ quan của bạn.")
            }
            if row.denunciation && !entry.referenceOnly {
                throw Problem.invalid(
                    "petition", "denouncer_not_stored", "Thư tố cáo không được gắn với đơn có ghi tên, để người tố cáo không bị lộ.")
            }
            var seq = row.seq
            if entry.referenceOnly && !row.denunciation {
                // A copy of a denunciation denounces.
                try PostbagRecords.erase(work.db, envelope: id)
                try work.log(id, at: seq, "erase")
                seq += 1
            }
            try PostbagRecords.tie(work.db, envelope: id, registration: entry.registration, on: work.today, by: officer.id)
            try work.log(id, at: seq, "tie", EnvelopeNote(registration: entry.registration))
        }
    }
}

extension Work {
    /// What stands under a number in the office's books; after a merger several may.
    func candidates(named number: String) throws -> [CopyCandidate] {
        let parts = number.split(separator: "/", omittingEmptySubsequences: false).map { Int($0.filter { !$0.isWhitespace }) }
        let unknown = Problem.invalid("number", "unknown_petition", "Không có đơn số này trong sổ; ghi như 12/2026.")
        guard parts.count == 2, let own = parts[0], let year = parts[1], (1...99_999_999).contains(own), (1900...2200).contains(year)
        else { throw unknown }
        var found: [CopyCandidate] = []
        for petition in try PostbagRecords.petitions(db, number: own, year: year) {
            guard let full = try PetitionRecords.full(db, petition: petition) else { continue }
            let parties = try db.all(PersonRecords.ofPetitionQuery(petition), as: PersonRecords.PartyRow.self)
            let who = full.referenceOnly ? full.pseudonym : parties.first { $0.role == "petitioner" }?.fullName
            found.append(try candidate(full, who: who ?? "", name: 0, text: 0, named: true))
        }
        if found.isEmpty { throw unknown }
        return found
    }

    func candidate(_ full: PetitionRecords.Full, who: String, name: Int, text: Int, named: Bool) throws -> CopyCandidate {
        CopyCandidate(
            petition: full.id, bookYear: full.bookYear, number: full.number, book: full.book, receivedOn: full.receivedOn, who: who,
            title: full.title, body: full.body, request: full.request,
            stateTitle: try reference.version(id: full.version).state(full.state)?.title ?? full.state, nameLikeness: name,
            textLikeness: text, named: named)
    }

    /// The envelope from which a petition is registered, locked: opened, and of the petition's day.
    func envelopeHeld(_ id: Int64, for draft: PetitionDraft) throws -> PostbagRecords.EnvelopeRow {
        guard var row = try PostbagRecords.lock(db, id) else {
            throw Problem.invalid("envelope", "unknown_envelope", "Không có bì thư này trong cơ quan của bạn.")
        }
        if try PostbagRecords.release(db, row) {
            try log(id, at: row.seq, "release", EnvelopeNote(registration: row.registration))
            row = try envelope(id)
        }
        guard row.state == EnvelopeState.opened.rawValue else {
            throw Problem.invalid("envelope", "envelope_state", "Bì thư này chưa mở hoặc đã được xử lý.")
        }
        try checkNotProposed(envelope: id)
        if draft.receivedOn != row.arrivedOn {
            throw Problem.invalid(
                "receivedOn", "date_of_envelope", "Đơn đến trong bì thư thì ngày nhận là ngày bì thư đến: \(row.arrivedOn.vietnamese).")
        }
        if let number = draft.arrivalNumber, number != row.arrivalNumber {
            throw Problem.invalid("arrivalNumber", "number_of_envelope", "Số đến của đơn là số đến của bì thư: \(row.arrivalNumber).")
        }
        return row
    }

    /// The petition has come out of the envelope: they share the arrival number. Of a denunciation the envelope forgets its sender.
    func settle(_ envelope: PostbagRecords.EnvelopeRow, as registration: Int64, denunciation: Bool) throws {
        var seq = envelope.seq
        if denunciation && !envelope.denunciation {
            try PostbagRecords.erase(db, envelope: envelope.id)
            try log(envelope.id, at: seq, "erase")
            seq += 1
        } else if !denunciation && envelope.denunciation {
            try PostbagRecords.clearDenunciation(db, envelope: envelope.id)
        }
        try PostbagRecords.register(db, envelope: envelope.id, registration: registration)
        try log(envelope.id, at: seq, "register", EnvelopeNote(registration: registration))
    }
}
