import Law
import Records

/// Matters: what belongs together, and which of them a leader must watch.
public struct MatterDesk: Sendable {
    let casework: Casework

    public func list(_ filter: MatterFilter, by actor: Actor) async throws -> Page<MatterLine> {
        let limit = min(max(filter.limit, 1), 200)
        let before = try Cursor.parse(filter.cursor)
        return try await casework.read(by: actor) { work in
            let rows = try MatterRecords.list(
                work.db, q: try Text.optional(filter.q, field: "q", most: 200), complexLong: filter.complexLong, before: before,
                limit: limit + 1)
            return Page(
                items: rows.prefix(limit).map { work.matterLine($0) },
                next: rows.count > limit ? rows[limit - 1].newest.map(Cursor.text) : nil)
        }
    }

    public func matter(_ id: Int64, by actor: Actor) async throws -> MatterView {
        try await casework.read(by: actor) { work in try work.matterView(id) }
    }

    /// Marks a matter as complex and long (phức tạp, kéo dài), or takes the mark back; registers show it from this day on.
    ///
    /// The mark is the office's own; other offices that hold petitions of the matter judge it for themselves.
    public func mark(_ id: Int64, complexLong: Bool, reason: String, key: String?, by actor: Actor) async throws -> MatterMark {
        struct Input: Encodable {
            var matter: Int64
            var complexLong: Bool
            var reason: String
        }
        let officer = try actor.officer()
        try officer.require([.officer, .leader])
        let reason = try Text.require(reason, field: "reason", most: 2000, multiline: true)
        let input = Input(matter: id, complexLong: complexLong, reason: reason)
        return try await casework.once("matters.mark", key: key, input: input, by: actor) { work in
            guard try MatterRecords.matter(work.db, id) != nil else { throw Problem.missing("vụ việc") }
            try MatterRecords.lock(work.db, matter: id)
            if try MatterRecords.matter(work.db, id)?.complexLong == complexLong {
                throw Problem(
                    .conflict, code: "mark_unchanged",
                    message: complexLong ? "Vụ việc đã được ghi là phức tạp, kéo dài." : "Vụ việc không được ghi là phức tạp, kéo dài.")
            }
            try MatterRecords.mark(
                work.db, matter: id, complexLong: complexLong, reason: reason, on: work.today, officer: officer.id, now: work.now)
            return MatterMark(complexLong: complexLong, reason: reason, markedOn: work.today, officerName: officer.fullName)
        }
    }
}

extension Work {
    /// Who denounces must not be found through what else belongs to the matter (Luật Tố cáo Đ.56): denunciations and entries that may name
    /// their writers stay in matters apart.
    func checkMatter(_ matter: Int64?, denunciation: Bool) throws {
        guard let matter else { return }
        if try !PetitionRecords.matterBelongs(db, matter: matter) {
            throw Problem.invalid("matter", "unknown_matter", "Không có vụ việc này trong cơ quan của bạn.")
        }
        // A matter holds an entry of one sort from the beginning, so that two at once cannot mix it either.
        let held = try PetitionRecords.matterHolds(db, matter: matter)
        if denunciation ? held.named : held.denunciation {
            throw Problem.invalid(
                "matter", "denouncer_not_stored",
                "Tố cáo và đơn, lượt tiếp có ghi tên không được chung một vụ việc, để người tố cáo không bị lộ.")
        }
    }

    func matterView(_ id: Int64) throws -> MatterView {
        guard let row = try MatterRecords.matter(db, id) else { throw Problem.missing("vụ việc") }
        return MatterView(
            matter: matterLine(row), petitions: try MatterRecords.petitions(db, matter: id).map { try line($0) },
            visits: try MatterRecords.visits(db, matter: id).map {
                VisitLine(
                    visit: $0.visit, bookYear: $0.bookYear, number: $0.number, book: $0.book, visitedOn: $0.visitedOn, who: $0.who,
                    denunciation: $0.denunciation, people: $0.people,
                    summary: $0.summary, state: $0.state,
                    stateTitle: try reference.version(id: $0.version).state($0.state)?.title ?? $0.state)
            },
            marks: try MatterRecords.marks(db, matter: id).map {
                MatterMark(complexLong: $0.complexLong, reason: $0.reason, markedOn: $0.markedOn, officerName: $0.officerName)
            })
    }

    func matterLine(_ row: MatterRecords.MatterRow) -> MatterLine {
        let timing = timing(due: row.nextDue, final: row.open == 0)
        return MatterLine(
            id: row.id, title: row.title, openedOn: row.openedOn, complexLong: row.complexLong, petitions: row.petitions, open: row.open,
            lastReceivedOn: row.lastReceivedOn, nextDue: row.nextDue, dueProvisional: row.dueProvisional, timing: timing.word,
            daysLate: timing.late)
    }
}
