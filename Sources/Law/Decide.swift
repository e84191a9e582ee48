extension ProcedureVersion {
    /// Says what an event does to a case, or why it is not possible. Pure: everything it knows is passed in.
    ///
    /// The order of the questions is the order of the refusals: is there such an event, does this state know it, may this kind of
    /// office do it, may this actor, is the day possible, are the declared facts well formed and complete, do the blocking guards hold, is every
    /// breach explained. `state` is `ProcedureVersion.new` for the opening event; `settings` are amounts an office has chosen.
    public func decide(
        _ request: EventRequest, state: String, facts: CaseFacts, clocks: [RunningClock], calendar: WorkCalendar,
        settings: [String: Int] = [:], previousEntryOn: Day? = nil
    ) throws(Refusal) -> Step {
        guard let named = rowsByEvent[request.event], let any = named.first else {
            throw Refusal(.unknownEvent, field: "event", message: "Không có thao tác “\(request.event)” trong thủ tục “\(title)”.")
        }
        let here = named.filter { $0.from.contains(state) }
        guard let first = here.first else {
            let stateTitle = self.state(state)?.title ?? "chưa mở"
            throw Refusal(
                .notAllowedInState, field: "event", message: "Không thể “\(any.title)” khi hồ sơ ở trạng thái “\(stateTitle)”.",
                basis: any.ground.article)
        }
        let fitting = here.filter { $0.offices.isEmpty || $0.offices.contains(facts.office) }
        guard !fitting.isEmpty else {
            throw Refusal(
                .wrongOffice, message: "“\(first.title)” không thuộc phạm vi của cơ quan loại “\(facts.office.title)”.",
                basis: first.ground.article)
        }
        let inForce = fitting.filter { $0.window.contains(request.occurredOn) }
        guard !inForce.isEmpty else {
            throw Refusal(
                .notInForce, field: "occurred_on",
                message: "“\(first.title)” không áp dụng cho ngày \(request.occurredOn.vietnamese) theo quy định chuyển tiếp.",
                basis: fitting[0].ground.article)
        }
        let candidates = inForce.compactMap { row in row.actor(for: request).map { (row: row, actor: $0) } }
        guard !candidates.isEmpty else {
            throw Refusal(
                .notPermitted, message: "Người thực hiện không có thẩm quyền “\(first.title)” đối với hồ sơ này.",
                basis: first.ground.article)
        }
        // A correction says since when something should have stood so.
        try check(day: request.occurredOn, today: request.today, previous: request.event == Self.correct ? nil : previousEntryOn)
        let check = FactCheck(version: self, occurredOn: request.occurredOn, today: request.today)
        try check.check(request.facts, against: candidates.map(\.row))

        var facts = facts.declaring(request.facts, on: request.occurredOn)
        if request.event == Self.reopen { facts.receivedAnewOn = request.occurredOn }
        // The row that comes nearest tells why: a leader's session is not told that it is no regular one.
        var nearest: (broken: [Guard], row: Transition)?
        for (row, actor) in candidates where row.leads(where: request.facts) {
            let seen = facts.seeing(clocks, of: self, in: row)
            let broken = row.blocks.filter { !$0.holds(seen) }
            if !broken.isEmpty {
                if nearest.map({ broken.count < $0.broken.count }) ?? true { nearest = (broken, row) }
                continue
            }
            return try step(request, row, as: actor, state: state, facts: seen, clocks: clocks, calendar: calendar, settings: settings)
        }
        guard let nearest else {
            throw Refusal(
                .factInvalid, field: Transition.stateFact, message: "Không thể “\(first.title)” vào trạng thái này.",
                basis: first.ground.article)
        }
        let block = nearest.broken[0]
        throw Refusal(.guardFailed, field: block.rawValue, message: block.title, basis: nearest.row.ground.article)
    }

    private func step(
        _ request: EventRequest, _ row: Transition, as actor: (role: Role, relation: Relation), state: String, facts: CaseFacts,
        clocks: [RunningClock], calendar: WorkCalendar, settings: [String: Int]
    ) throws(Refusal) -> Step {
        try FactCheck(version: self, occurredOn: request.occurredOn, today: request.today).complete(request.facts, for: row)
        let breaches = try breaches(of: row, as: actor.role, facts: facts, declared: request.facts)
        let to = row.target(from: state, facts: facts)
        let entersFinal = self.state(to)?.isFinal == true && to != state
        let changes: [ClockChange]
        if row.to == .undone {
            let undoing = ClockUndoing(
                version: self, facts: facts, occurredOn: request.occurredOn, clocks: clocks, entersFinal: entersFinal, calendar: calendar,
                settings: settings)
            changes = undoing.changes()
        } else {
            let ledger = ClockLedger(
                version: self, row: row, facts: facts, occurredOn: request.occurredOn, clocks: clocks, entersFinal: entersFinal,
                calendar: calendar, settings: settings)
            changes = try ledger.changes()
        }
        return Step(
            transition: row, from: state, to: to, role: actor.role, relation: actor.relation, clockChanges: changes,
            documents: row.issues, tells: row.tells, breaches: breaches)
    }

    private func check(day: Day, today: Day, previous: Day?) throws(Refusal) {
        if day > today {
            throw Refusal(
                .dateInFuture, field: "occurred_on",
                message: "Ngày thực hiện \(day.vietnamese) ở sau ngày hôm nay \(today.vietnamese).")
        }
        if let previous, day < previous {
            throw Refusal(
                .dateBeforePrevious, field: "occurred_on",
                message: "Ngày thực hiện \(day.vietnamese) ở trước lần ghi liền trước (\(previous.vietnamese)).")
        }
    }

    private func breaches(of row: Transition, as role: Role, facts: CaseFacts, declared: [String: FactValue]) throws(Refusal)
        -> [FlaggedBreach]
    {
        let broken = row.flags.filter { !$0.holds(facts) }
        guard let first = broken.first else { return [] }
        let reason: String
        if case .text(let text)? = declared[FactCheck.flagReason], !text.isBlank {
            reason = text
        } else if role == .system {
            // The system cannot explain itself and must not be stopped by lateness.
            reason = "Hệ thống ghi nhận."
        } else {
            throw Refusal(
                .flagReasonMissing, field: FactCheck.flagReason, message: "\(first.title) Phải ghi rõ lý do.", basis: row.ground.article)
        }
        return broken.map { FlaggedBreach(flag: $0, title: $0.title, reason: reason) }
    }
}

extension CaseFacts {
    /// These facts with what the clocks say on the day of the event.
    func seeing(_ clocks: [RunningClock], of version: ProcedureVersion, in row: Transition) -> CaseFacts {
        var facts = self
        guard let occurredOn else { return facts }
        // A warning of the house makes nobody late.
        let duties = clocks.filter { $0.ends != .alarm }
        facts.overdueClocks = duties.filter { $0.isOverdue(on: occurredOn) }.map(\.rule)
        // One that has run out since was still pending on an earlier day.
        facts.pendingClocks = duties.filter { $0.due >= occurredOn }.map(\.rule)
        facts.startedClocks = clocks.map(\.rule)
        facts.openClocks = clocks.filter(\.isOpen).map(\.rule)
        facts.lateClocks = facts.overdueClocks.filter { (row.clocks.stop + row.clocks.extend + row.clocks.recount).contains($0) }
        facts.settlementDue = duties.first { $0.isOpen && version.clock($0.rule)?.pausable == true }?.due
        facts.extensionLeft = row.clocks.extend.allSatisfy { rule in
            guard let limits = version.clock(rule)?.extension else { return false }
            let given = clocks.last { $0.rule == rule && $0.isOpen }?.extensions.count ?? 0
            return given < (facts.speciallyComplex ? limits.speciallyComplex : limits.times)
        }
        facts.extensionInRange = row.clocks.extend.allSatisfy { rule in
            guard let limits = version.clock(rule)?.extension else { return false }
            return (1...limits.days).contains(facts.extensionDays(of: version.clock(rule)) ?? 0)
        }
        return facts
    }

    /// The days an extension of this clock gives: those declared, else the most the rule allows.
    func extensionDays(of rule: ClockRule?) -> Int? {
        if case .integer(let days)? = declared["extension_days"] { return days }
        return rule?.extension?.days
    }

    /// At least two of the criteria of complexity are met.
    private var speciallyComplex: Bool {
        if case .integer(let count)? = declared["criteria_count"] { count >= 2 } else { false }
    }
}

extension Transition {
    /// As whom the actor may do it: the first fitting role and relation in the order of the row.
    func actor(for request: EventRequest) -> (role: Role, relation: Relation)? {
        actor(roles: request.roles, relations: request.relations)
    }

    func actor(roles: Set<Role>, relations: Set<Relation>) -> (role: Role, relation: Relation)? {
        for permission in permissions {
            for role in permission.roles where roles.contains(role) {
                for relation in permission.relations where relation == .none || relations.contains(relation) {
                    return (role, relation)
                }
            }
        }
        return nil
    }
}
