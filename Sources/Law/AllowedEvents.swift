/// An event that an actor may record in a state, for the buttons and forms of a page.
public struct AllowedEvent: Sendable {
    public let transition: Transition
    public let takes: [FactSpec]
    /// Titles of the blocking guards that do not hold now and that no answer to the form's own questions could satisfy.
    public let blockedBy: [String]
}

extension ProcedureVersion {
    /// The rows open to this actor in this state, in the order of the file. `day` is the day he would name, as a rule today;
    /// `clocks` are those of the case.
    public func allowedEvents(
        state: String, roles: Set<Role>, relations: Set<Relation>, facts: CaseFacts, on day: Day? = nil, clocks: [RunningClock] = []
    ) -> [AllowedEvent] {
        let rows = transitions.compactMap { row -> AllowedEvent? in
            let day = day ?? facts.occurredOn
            guard row.from.contains(state), row.offices.isEmpty || row.offices.contains(facts.office),
                day.map(row.window.contains) ?? true, row.actor(roles: roles, relations: relations) != nil
            else { return nil }
            let possible = row.samples.map { facts.declaring($0, on: day).seeing(clocks, of: self, in: row) }
            let failing = row.blocks.filter { block in !possible.contains(where: block.holds) }
            return AllowedEvent(transition: row, takes: row.takes, blockedBy: failing.map(\.title))
        }
        return AllowedEvent.once(rows)
    }
}

extension AllowedEvent {
    /// One line for each event: what the officer answers chooses among its rows, so the form asks what any open row takes.
    fileprivate static func once(_ rows: [AllowedEvent]) -> [AllowedEvent] {
        var order: [String] = []
        var byEvent: [String: [AllowedEvent]] = [:]
        for row in rows {
            if byEvent[row.transition.event] == nil { order.append(row.transition.event) }
            byEvent[row.transition.event, default: []].append(row)
        }
        return order.compactMap { event in
            let all = byEvent[event] ?? []
            let open = all.filter(\.blockedBy.isEmpty)
            // The row that lacks least tells why none is open.
            guard let first = open.first else { return all.min { $0.blockedBy.count < $1.blockedBy.count } }
            var takes = first.takes
            for spec in open.dropFirst().flatMap(\.takes) where !takes.contains(where: { $0.name == spec.name }) { takes.append(spec) }
            return AllowedEvent(transition: first.transition, takes: takes, blockedBy: [])
        }
    }
}

extension Transition {
    /// Nothing declared, then each answer of each yes-or-no and choice question alone, with every text filled in.
    fileprivate var samples: [[String: FactValue]] {
        var texts: [String: FactValue] = [:]
        for spec in takes where spec.kind == .text || spec.kind == .longtext { texts[spec.name] = .text("…") }
        var samples: [[String: FactValue]] = [[:], texts]
        for spec in takes {
            let answers: [FactValue] =
                switch spec.kind {
                case .bool: [.flag(true), .flag(false)]
                case .choice(let words): words.map(FactValue.text)
                case .integer: [.integer(1), .integer(2)]
                default: []
                }
            samples += answers.map { answer in texts.merging([spec.name: answer]) { $1 } }
        }
        return samples
    }
}
