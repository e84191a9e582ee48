/// Proves of one procedure version what must hold of every procedure.
struct Validator {
    private let version: ProcedureVersion

    init(_ version: ProcedureVersion) { self.version = version }

    func mistakes() -> [LawMistake] {
        effective() + reachability() + endings() + actors() + priors() + targets() + corrections() + clockEndings() + clockMoves()
            + clockDates() + systemRows() + certainties() + titles() + exclusiveness()
    }

    private func mistake(_ line: Int, _ message: String) -> LawMistake {
        LawMistake(file: version.source.file, line: line, message: message)
    }

    // MARK: States

    private func effective() -> [LawMistake] {
        guard let until = version.until, until < version.from else { return [] }
        return [mistake(1, "effective.until lies before effective.from")]
    }

    /// State to states that some row leads to; rows of the named events left out.
    private func arrows(without events: Set<String>) -> [String: Set<String>] {
        var arrows: [String: Set<String>] = [:]
        for row in version.transitions where !events.contains(row.event) {
            for from in row.from { arrows[from, default: []].formUnion(version.targets(of: row, from: from)) }
        }
        return arrows
    }

    private func closure(of start: Set<String>, along arrows: [String: Set<String>]) -> Set<String> {
        var seen = start
        var waiting = Array(start)
        while let state = waiting.popLast() {
            for next in arrows[state] ?? [] where seen.insert(next).inserted { waiting.append(next) }
        }
        return seen
    }

    /// What comes in from an older book, or goes back, proves of no state that the law leads to it.
    private func reachability() -> [LawMistake] {
        let arrows = arrows(without: [ProcedureVersion.imported, ProcedureVersion.reopen, ProcedureVersion.revoke])
        guard arrows[ProcedureVersion.new] != nil else { return [mistake(1, "no opening event: no row comes from 'new'")] }
        let reached = closure(of: [ProcedureVersion.new], along: arrows)
        return version.states.filter { !reached.contains($0.name) }
            .map { mistake($0.line, "state '\($0.name)' cannot be reached") }
    }

    /// A number that is voided ends no settlement.
    private func endings() -> [LawMistake] {
        let arrows = arrows(without: [ProcedureVersion.void, ProcedureVersion.reopen, ProcedureVersion.revoke])
        let finals = Set(version.states.filter(\.isFinal).map(\.name))
        guard !finals.isEmpty else { return [mistake(1, "no final state")] }
        var backwards: [String: Set<String>] = [:]
        for (from, targets) in arrows { for to in targets { backwards[to, default: []].insert(from) } }
        let ending = closure(of: finals, along: backwards)
        return version.states.filter { !ending.contains($0.name) }
            .map { mistake($0.line, "state '\($0.name)' is a dead end: no final state can be reached from it") }
    }

    private func actors() -> [LawMistake] {
        let own = ProcedureVersion.deskEvents.union([ProcedureVersion.void])
        return version.openStates.filter { state in
            !version.transitions.contains { row in
                !own.contains(row.event) && row.from.contains(state.name)
                    && row.permissions.contains { $0.roles.contains { $0 != .system && $0 != .operator } }
            }
        }.map { mistake($0.line, "state '\($0.name)' has no actor but the program itself") }
    }

    /// Where a case may go back, it is known whence it came: a row that opens one there asks for it.
    private func priors() -> [LawMistake] {
        let goingBack = version.transitions.filter { $0.to == .prior }
        let lost = goingBack.flatMap { row in
            row.from.filter { version.priorStates(of: $0).isEmpty }
                .map { mistake(row.line, "\(row.event) from '\($0)' goes back to a prior state, but none leads to '\($0)'") }
        }
        let places = Set(goingBack.flatMap(\.from))
        let opening = version.transitions.filter { $0.from.contains(ProcedureVersion.new) }.flatMap { row in
            ends(of: row).filter { places.contains($0) && !asksForPrior(row, of: $0) }
                .map { mistake(row.line, "\(row.event) opens a case in '\($0)' and does not ask for the state it came from") }
        }
        return lost + opening
    }

    private func asksForPrior(_ row: Transition, of state: String) -> Bool {
        guard let asked = row.takes.first(where: { $0.name == Transition.priorStateFact }), asked.required,
            case .choice(let words) = asked.kind
        else { return false }
        return Set(words).isSubset(of: version.priorStates(of: state))
    }

    /// A row with several targets asks for one of them, and for no other.
    private func targets() -> [LawMistake] {
        version.transitions.compactMap { row in
            guard case .declared(let states) = row.to else { return nil }
            if let asked = row.takes.first(where: { $0.name == Transition.stateFact }), asked.required,
                case .choice(let words) = asked.kind, Set(words) == Set(states)
            {
                return nil
            }
            return mistake(
                row.line, "\(row.event) leads to one of \(states.joined(separator: ", ")), and does not take 'state' as just that choice")
        }
    }

    // MARK: Clocks

    /// What an office may set right is counted anew: every clock from a day that `correct` takes.
    private func corrections() -> [LawMistake] {
        (version.rowsByEvent[ProcedureVersion.correct] ?? []).flatMap { row in
            version.clocks.filter { rule in
                guard let name = rule.from, !row.clocks.recount.contains(rule.id) else { return false }
                return row.takes.contains { $0.name == name }
            }.map { mistake(row.line, "\(row.event) corrects '\($0.from ?? "")' and does not recount clock \($0.id)") }
                + remoteCorrections(row)
        }
    }

    /// Where a place set right may turn out to be remote, every clock with an amount for remote areas is counted anew.
    private func remoteCorrections(_ row: Transition) -> [LawMistake] {
        let remote = version.clocks.filter { $0.remote != nil || $0.remoteComplex != nil }
        func takes(_ name: String) -> Bool { row.takes.contains { $0.name == name } }
        guard takes(ProcedureVersion.remoteFact) else {
            guard takes("incident_commune"), !remote.isEmpty else { return [] }
            return [mistake(row.line, "\(row.event) corrects 'incident_commune' and does not take '\(ProcedureVersion.remoteFact)'")]
        }
        return remote.filter { !row.clocks.recount.contains($0.id) }
            .map { mistake(row.line, "\(row.event) corrects '\(ProcedureVersion.remoteFact)' and does not recount clock \($0.id)") }
    }

    private func clockEndings() -> [LawMistake] {
        let ended = Set(version.transitions.flatMap { $0.clocks.stop + $0.clocks.lapse })
        let finals = Set(version.states.filter(\.isFinal).map(\.name))
        return version.transitions.flatMap { row in
            row.clocks.start.compactMap { start in
                if let rule = version.clock(start.rule), rule.ends != .lapse, !finals.isDisjoint(with: ends(of: row)) {
                    return mistake(row.line, "\(row.event) starts clock \(rule.id) and ends the case: nobody could stop it")
                }
                guard let rule = version.clock(start.rule), rule.ends != .lapse, !ended.contains(rule.id) else { return nil }
                return mistake(row.line, "\(row.event) starts clock \(rule.id), which no row stops and which does not lapse")
            }
        }
    }

    /// The states in which a row that names its targets may end.
    private func ends(of row: Transition) -> [String] {
        switch row.to {
        case .state(let name): [name]
        case .declared(let names): names
        case .same, .prior, .undone: []
        }
    }

    /// What stands still must be able to run on or to end; what is extended must have a limit.
    private func clockMoves() -> [LawMistake] {
        let goesOn = Set(version.transitions.flatMap { $0.clocks.resume + $0.clocks.stop + $0.clocks.lapse })
        var found: [LawMistake] = []
        for row in version.transitions {
            for rule in (row.clocks.pause + row.clocks.resume).compactMap(version.clock) where !rule.pausable {
                found.append(mistake(row.line, "\(row.event): clock \(rule.id) is paused but not pausable"))
            }
            found += earlier(row, goesOn)
            for id in row.clocks.pause where !goesOn.contains(id) {
                found.append(mistake(row.line, "\(row.event): clock \(id) is paused, and no row resumes or ends it"))
            }
            for rule in row.clocks.extend.compactMap(version.clock) where rule.extension == nil {
                found.append(mistake(row.line, "\(row.event) extends clock \(rule.id), which names no 'extension'"))
            }
        }
        return found
    }

    /// A clock that a row starts standing still, or longer than its rule: what such a clock needs, and where the row takes it from.
    private func earlier(_ row: Transition, _ goesOn: Set<String>) -> [LawMistake] {
        row.clocks.start.flatMap { start -> [LawMistake] in
            guard let rule = version.clock(start.rule) else { return [] }
            var found: [LawMistake] = []
            if let name = start.pausedFrom {
                if !row.takes.contains(where: { $0.name == name && $0.kind == .date && $0.required }) {
                    found.append(mistake(row.line, "\(row.event): clock \(rule.id) stands still from '\(name)', a day it does not ask for"))
                }
                if !goesOn.contains(rule.id) || ends(of: row).contains(where: { version.pausing(rule.id, into: $0).isEmpty }) {
                    found.append(mistake(row.line, "\(row.event): clock \(rule.id) starts standing still where no row pauses it"))
                }
            }
            if let name = start.extendedBy {
                if !row.takes.contains(where: { $0.name == name && $0.kind == .integer }) {
                    found.append(mistake(row.line, "\(row.event): clock \(rule.id) is longer by '\(name)', a number it does not take"))
                }
                if rule.extension == nil {
                    found.append(mistake(row.line, "\(row.event): clock \(rule.id) starts extended and names no 'extension'"))
                }
            }
            return found
        }
    }

    private func clockDates() -> [LawMistake] {
        var declared: Set<String> = Set(CaseFacts.dateNames.keys)
        for row in version.transitions {
            for fact in row.takes where [.date, .dateAhead, .anyDate].contains(fact.kind) { declared.insert(fact.name) }
        }
        let origins = version.transitions.flatMap { row in
            row.clocks.start.compactMap { start -> LawMistake? in
                guard let name = start.from, !declared.contains(name) else { return nil }
                return mistake(row.line, "\(row.event) starts clock \(start.rule) from '\(name)', a date that no row declares")
            }
        }
        return origins
            + version.clocks.flatMap { rule -> [LawMistake] in
                var found: [LawMistake] = []
                for name in [rule.from, rule.until].compactMap({ $0 }) where !declared.contains(name) {
                    found.append(mistake(rule.line, "clock \(rule.id) counts on '\(name)', a date that no row declares"))
                }
                if case .fixed(let amount)? = rule.amount {
                    if amount < 0, rule.from == nil { found.append(mistake(rule.line, "clock \(rule.id) counts back and names no 'from'")) }
                    if amount == 0, rule.unit != .immediate { found.append(mistake(rule.line, "clock \(rule.id) has the amount 0")) }
                }
                return found
            }
    }

    /// Every open state can take what the program itself writes down.
    private func systemRows() -> [LawMistake] {
        guard !version.clocks.isEmpty else { return [] }
        return [(ProcedureVersion.deadlinePassed, Role.system), (ProcedureVersion.redate, .operator)].flatMap { event, role in
            let covered = Set(
                version.transitions.filter { row in
                    row.event == event && row.to == .same && row.permissions.contains { $0.roles.contains(role) }
                }.flatMap(\.from))
            return version.openStates.filter { !covered.contains($0.name) }
                .map { mistake($0.line, "state '\($0.name)' has no row '\(event)' by the \(role.rawValue), to: same") }
        }
    }

    /// What rests on an article says how sure the project is of it.
    private func certainties() -> [LawMistake] {
        func missing(_ ground: Ground, _ certainty: Certainty?, _ what: String, _ line: Int) -> LawMistake? {
            guard case .basis = ground, certainty == nil else { return nil }
            return mistake(line, "\(what) names its basis without 'certainty'")
        }
        return version.transitions.compactMap { missing($0.ground, $0.certainty, $0.event, $0.line) }
            + version.clocks.compactMap { missing($0.ground, $0.certainty, "clock \($0.id)", $0.line) }
    }

    // MARK: Words

    private func titles() -> [LawMistake] {
        var found: [LawMistake] = []
        var asked: Set<String> = []
        for row in version.transitions {
            for fact in row.takes {
                if version.factTitles[fact.name] == nil, asked.insert("fact \(fact.name)").inserted {
                    found.append(mistake(row.line, "\(row.event): fact '\(fact.name)' has no title in 'facts'"))
                }
                guard case .choice(let words) = fact.kind else { continue }
                for word in words where version.choices[word] == nil && asked.insert("choice \(word)").inserted {
                    found.append(mistake(row.line, "\(row.event): choice '\(word)' has no title in 'choices'"))
                }
            }
        }
        return found
    }

    // MARK: Exclusive rows

    /// Two rows that one actor could mean by one event from one state must exclude each other by their guards.
    private func exclusiveness() -> [LawMistake] {
        var found: [LawMistake] = []
        let rows = version.transitions
        for (index, first) in rows.enumerated() {
            for second in rows[(index + 1)...] where second.event == first.event {
                let states = first.from.filter(second.from.contains)
                guard !states.isEmpty, share(first.offices, second.offices), first.window.meets(second.window),
                    let actor = sharedActor(first, second)
                else { continue }
                if !Guard.exclude(first.blocks, second.blocks), !apart(first.to, second.to) {
                    found.append(
                        mistake(
                            second.line,
                            "\(first.event) from '\(states[0])' by \(actor) has two rows (lines \(first.line) and \(second.line)) "
                                + "whose guards and days do not exclude each other"))
                }
            }
        }
        return found
    }

    /// Two rows between whose targets the event itself chooses.
    private func apart(_ a: Transition.Target, _ b: Transition.Target) -> Bool {
        guard case .declared(let first) = a, case .declared(let second) = b else { return false }
        return Set(first).isDisjoint(with: second)
    }

    private func share(_ a: [OfficeKind], _ b: [OfficeKind]) -> Bool {
        a.isEmpty || b.isEmpty || a.contains(where: b.contains)
    }

    private func sharedActor(_ a: Transition, _ b: Transition) -> String? {
        for first in a.permissions {
            for second in b.permissions {
                if let role = first.roles.first(where: second.roles.contains),
                    let relation = first.relations.first(where: second.relations.contains)
                {
                    return "\(role.rawValue)/\(relation.rawValue)"
                }
            }
        }
        return nil
    }

    // MARK: Between versions

    /// Versions of one procedure must follow each other; `versions` is sorted.
    static func overlaps(_ versions: [ProcedureVersion]) -> [LawMistake] {
        zip(versions, versions.dropFirst()).compactMap { earlier, later in
            guard earlier.procedure == later.procedure else { return nil }
            if earlier.from == later.from || (earlier.until.map { $0 >= later.from } ?? false) {
                return LawMistake(
                    file: later.source.file, line: 1, message: "overlaps \(earlier.source.file): both hold on \(later.from.iso)")
            }
            return nil
        }
    }

    /// No two procedures that hold on the same day settle the same kind of petition in the same kind of office.
    static func contested(_ versions: [ProcedureVersion]) -> [LawMistake] {
        var found: [LawMistake] = []
        for (index, first) in versions.enumerated() {
            for second in versions[(index + 1)...] where second.procedure != first.procedure {
                guard let a = first.settles, let b = second.settles, let kind = a.kinds.first(where: b.kinds.contains),
                    let office = a.offices.first(where: b.offices.contains),
                    first.until.map({ $0 >= second.from }) ?? true, second.until.map({ $0 >= first.from }) ?? true
                else { continue }
                found.append(
                    LawMistake(
                        file: second.source.file, line: b.line,
                        message: "settles \(kind.rawValue) by \(office.rawValue), which \(first.source.file) does on the same days"))
            }
        }
        return found
    }
}
