/// All ways from one state into another, for a diagram.
struct Arrow {
    struct Label: Hashable {
        let title: String
        /// What becomes of clocks.
        let marks: [String]
    }
    let from: String
    let to: String
    /// Only back to where the case came from.
    let isReturn: Bool
    /// In the order of the file, each once.
    var labels: [Label]
}

extension ProcedureVersion {
    /// The ways between different states, in the order of the file. What the program writes down by itself is left out.
    var arrows: [Arrow] {
        struct Way: Hashable {
            let from, to: String
            let isReturn: Bool
        }
        var order: [Way] = []
        var labels: [Way: [Arrow.Label]] = [:]
        for row in transitions where !Self.bookkeeping.contains(row.event) {
            let label = Arrow.Label(title: row.title, marks: row.clocks.marks)
            for from in row.from {
                for to in targets(of: row, from: from) where to != from {
                    let way = Way(from: from, to: to, isReturn: row.to.leadsBack)
                    if labels[way] == nil { order.append(way) }
                    if !(labels[way] ?? []).contains(label) { labels[way, default: []].append(label) }
                }
            }
        }
        return order.map { Arrow(from: $0.from, to: $0.to, isReturn: $0.isReturn, labels: labels[$0] ?? []) }
    }

    /// What may happen in a state without leaving it and moves a clock.
    func standing(in state: String) -> [Arrow.Label] {
        var found: [Arrow.Label] = []
        for row in transitions where row.to == .same && !Self.bookkeeping.contains(row.event) && row.from.contains(state) {
            let label = Arrow.Label(title: row.title, marks: row.clocks.drawn)
            if !label.marks.isEmpty, !found.contains(label) { found.append(label) }
        }
        return found
    }
}
