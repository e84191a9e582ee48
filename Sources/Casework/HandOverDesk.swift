import Law
import Postgres
import Records

extension WorkDesk {
    /// Cases that one preview names.
    static let mostPreviewed = 200

    /// What an officer has in hand and would hand over now.
    ///
    /// - Throws: `Problem.notPermitted` unless the actor is a leader of the office, the officer himself or the head of his unit.
    public func handOverPreview(from: Int64, by actor: Actor) async throws -> HandOverPreview {
        let officer = try actor.officer()
        return try await casework.read(by: actor) { work in
            try work.mayHandOver(from, by: officer)
            guard let name = try HandOverRecords.officerName(work.db, from, organisation: officer.organisation) else {
                throw Problem.missing("cán bộ")
            }
            let rows = try WorkRecords.list(
                work.db, organisation: officer.organisation, .officer(from), after: nil, limit: Self.mostPreviewed)
            let papers = try HandOverRecords.papers(work.db, officer: from, organisation: officer.organisation)
            return HandOverPreview(
                from: from, fromName: name,
                count: try WorkRecords.count(work.db, organisation: officer.organisation, officer: from),
                cases: try rows.map { try work.workLine($0) }, drafts: papers.drafts, helping: papers.helping)
        }
    }

    /// Hands all open work of an officer over in one step: one entry in each case, with them his drafts and what he helps in, all of it
    /// or none. A beginning that lies ahead is noted and carried out on its day; with a last day the work comes back by itself on the day
    /// after.
    public func handOver(_ draft: HandOverDraft, key: String?, by actor: Actor) async throws -> HandOverView {
        let officer = try actor.officer()
        let reason = try Text.optional(draft.reason, field: "reason", most: 2000, multiline: true)
        return try await casework.once("work.hand_over", key: key, input: draft, by: actor) { work in
            try work.handOver(draft, reason: reason, by: officer)
        }
    }

    /// The office's hand-overs, newest first; who is no leader sees his own.
    public func handOvers(cursor: String? = nil, limit: Int = 50, by actor: Actor) async throws -> Page<HandOverView> {
        let officer = try actor.officer()
        let limit = min(max(limit, 1), 200)
        let before = try Cursor.parse(cursor)
        return try await casework.read(by: actor) { work in
            let wide = !officer.roles.isDisjoint(with: [.leader, .auditor])
            let rows = try HandOverRecords.list(
                work.db, organisation: officer.organisation, officer: wide ? nil : officer.id, before: before, limit: limit + 1)
            return Page(
                items: rows.prefix(limit).map { HandOverView($0) }, next: rows.count > limit ? Cursor.text(rows[limit - 1].id) : nil)
        }
    }

    /// Ends a hand-over before its last day: one that has not begun does not begin, what was lent comes back at once.
    public func endHandOver(_ id: Int64, key: String?, by actor: Actor) async throws -> HandOverView {
        let officer = try actor.officer()
        return try await casework.once("work.end_hand_over", key: key, input: [id], by: actor) { work in
            guard try HandOverRecords.lock(work.db, id), let over = try HandOverRecords.handOver(work.db, id),
                over.organisation == officer.organisation
            else { throw Problem.missing("việc bàn giao") }
            try work.mayHandOver(over.from, by: officer)
            if over.endedOn != nil {
                throw Problem(.conflict, code: "hand_over_ended", message: "Việc bàn giao này đã kết thúc.")
            }
            if over.begunOn == nil {
                try HandOverRecords.end(work.db, id, on: work.today)
            } else {
                try work.asSystem { system in try system.bringBack(over) }
            }
            guard let after = try HandOverRecords.handOver(work.db, id) else { throw Problem.missing("việc bàn giao") }
            return HandOverView(after)
        }
    }
}

extension Work {
    /// Drafts and help in other work go with a hand-over that begins; how many.
    func pass(_ handOver: Int64, from: Int64, to: Int64, organisation: Int64) throws -> Int {
        try HandOverRecords.passDrafts(db, handOver, from: from, to: to, organisation: organisation)
            + HandOverRecords.passHelp(db, handOver, from: from, to: to, organisation: organisation, on: today)
    }

    /// A leader for anybody, a clerk or an officer for himself, the head of a unit for its officers.
    func mayHandOver(_ from: Int64, by officer: OfficerActor) throws {
        let works = !officer.roles.isDisjoint(with: [.clerk, .officer])
        if officer.roles.contains(.leader) || (from == officer.id && works) { return }
        let headed = try UnitRecords.units(db, of: officer.id, organisation: officer.organisation).headed
        let home = try UnitRecords.home(db, officer: from, organisation: officer.organisation)
        if works, let home, headed.contains(home) { return }
        throw Problem.notPermitted
    }

    fileprivate func handOver(_ draft: HandOverDraft, reason: String?, by officer: OfficerActor) throws -> HandOverView {
        try mayHandOver(draft.from, by: officer)
        if draft.from == draft.to { throw Problem.invalid("to", "same_officer", "Người nhận phải là người khác.") }
        if try HandOverRecords.officerName(db, draft.from, organisation: officer.organisation) == nil {
            throw Problem.invalid("from", "unknown_officer", "Không có cán bộ này.")
        }
        try checkWorks(draft.to, in: officer.organisation, field: "to")
        let first = draft.fromDay ?? today
        if first < today { throw Problem.invalid("fromDay", "date_in_past", "Ngày bắt đầu không được trước hôm nay.") }
        if let last = draft.untilDay, last < first {
            throw Problem.invalid("untilDay", "before_from", "Ngày cuối không được trước ngày bắt đầu.")
        }
        let begins = first == today
        let id = try HandOverRecords.insert(
            db,
            HandOverRecords.NewHandOver(
                organisation: officer.organisation, from: draft.from, to: draft.to, fromDay: first, untilDay: draft.untilDay,
                reason: reason ?? "", begunOn: begins ? today : nil, endedOn: begins && draft.untilDay == nil ? today : nil), now: now)
        if begins {
            let papers = try pass(id, from: draft.from, to: draft.to, organisation: officer.organisation)
            let cases = try HandOverRecords.openCases(db, officer: draft.from, organisation: officer.organisation)
            if cases.isEmpty && papers == 0 {
                throw Problem.invalid("from", "no_open_work", "Cán bộ này không còn việc đang mở.")
            }
            if let expected = draft.expected, expected != cases.count {
                throw Problem(
                    .conflict, code: "work_changed",
                    message: "Số việc đã thay đổi: nay là \(cases.count). Hãy xem lại danh sách rồi xác nhận.")
            }
            var facts: [String: FactInput] = ["handler": .number(draft.to)]
            if let last = draft.untilDay { facts["until_day"] = .text(last.iso) }
            if let reason { facts["reason"] = .text(reason) }
            for open in cases {
                _ = try step(open.id, EventDraft(event: "hand_over_work", facts: facts, expectedSequence: open.seq))
            }
        }
        guard let made = try HandOverRecords.handOver(db, id) else { throw Problem.missing("việc bàn giao") }
        var view = HandOverView(made)
        view.warnings = try warnings(of: [draft.to], in: officer.organisation, due: first)
        return view
    }
}
