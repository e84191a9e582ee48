/// One line of the database's table of what may happen: a transition unfolded over states, roles and relations.
public struct TransitionRow: Sendable, Hashable {
    public let from: String
    public let event: String
    public let to: String
    public let role: Role
    public let relation: Relation
    /// Kinds of office for which the line holds, in declaration order; empty: every kind.
    public let offices: [OfficeKind]
    /// The days on which the event may happen.
    public let window: Window
    /// It leads back only to the state from which the case came, or in which it stood before its last step.
    public let prior: Bool
}

extension Transition.Target {
    /// The way back depends on the way the case came.
    public var leadsBack: Bool { self == .prior || self == .undone }
}

extension ProcedureVersion {
    /// The states from which a row leads into `state`: where `to: prior` may lead back.
    public func priorStates(of state: String) -> [String] {
        var found: [String] = []
        for row in transitions {
            guard case .state(state) = row.to else { continue }
            for from in row.from where from != state && from != Self.new && !found.contains(from) { found.append(from) }
        }
        return found
    }

    /// The rows that make a clock stand still on the way into `state`.
    func pausing(_ rule: String, into state: String) -> [Transition] {
        transitions.filter { $0.to == .state(state) && $0.clocks.pause.contains(rule) }
    }

    /// Where a row may lead from a state.
    public func targets(of row: Transition, from state: String) -> [String] {
        switch row.to {
        case .state(let name): [name]
        case .same: [state]
        case .prior: priorStates(of: state)
        case .undone: [state] + priorStates(of: state)
        case .declared(let states): states
        }
    }

    /// All lines, in the order of the file, each (from, event, to, role, relation, window) once. Guards are the program's and do not show.
    public var rows: [TransitionRow] {
        struct Key: Hashable {
            let from, event, to: String
            let role: Role
            let relation: Relation
            let window: Window
            let prior: Bool
        }
        var order: [Key] = []
        // nil stands for every kind of office.
        var offices: [Key: Set<OfficeKind>?] = [:]
        for transition in transitions {
            for from in transition.from {
                for (to, permission) in targets(of: transition, from: from).flatMap({ to in transition.permissions.map { (to, $0) } }) {
                    for role in permission.roles {
                        for relation in permission.relations {
                            let key = Key(
                                from: from, event: transition.event, to: to, role: role, relation: relation, window: transition.window,
                                prior: transition.to.leadsBack)
                            let kinds: Set<OfficeKind>? = transition.offices.isEmpty ? nil : Set(transition.offices)
                            if let known = offices[key] {
                                if let known, let kinds { offices[key] = .some(known.union(kinds)) } else { offices[key] = .some(nil) }
                            } else {
                                order.append(key)
                                offices[key] = .some(kinds)
                            }
                        }
                    }
                }
            }
        }
        return order.map { key in
            let kinds = offices[key] ?? nil
            return TransitionRow(
                from: key.from, event: key.event, to: key.to, role: key.role, relation: key.relation,
                offices: kinds.map { set in OfficeKind.allCases.filter(set.contains) } ?? [], window: key.window, prior: key.prior)
        }
    }
}
