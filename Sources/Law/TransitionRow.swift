/// One line of the database's table of what may happen: a transition unfolded over states, roles and relations.
public struct TransitionRow: Sendable, Hashable {
    public let from: String
    public let event: String
    public let to: String
    public let role: Role
    public let relation: Relation
    /// Kinds of office for which the line holds, in declaration order; empty: every kind.
    public let offices: [OfficeKind]
}

extension ProcedureVersion {
    /// All lines, in the order of the file, each (from, event, to, role, relation) once. Guards are the program's and do not show.
    public var rows: [TransitionRow] {
        struct Key: Hashable {
            let from, event, to: String
            let role: Role
            let relation: Relation
        }
        var order: [Key] = []
        // nil stands for every kind of office.
        var offices: [Key: Set<OfficeKind>?] = [:]
        for transition in transitions {
            for from in transition.from {
                for permission in transition.permissions {
                    for role in permission.roles {
                        for relation in permission.relations {
                            let key = Key(
                                from: from, event: transition.event, to: transition.target(from: from), role: role, relation: relation)
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
                offices: kinds.map { set in OfficeKind.allCases.filter(set.contains) } ?? [])
        }
    }
}
