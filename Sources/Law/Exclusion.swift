extension Guard {
    /// Whether no facts can satisfy both lists: one holds a guard whose declared negation (`not_x`) the other holds, or two
    /// different guards of one exclusive group.
    static func exclude(_ first: [Guard], _ second: [Guard]) -> Bool {
        first.contains { one in second.contains { one.excludes($0) } }
    }

    func excludes(_ other: Guard) -> Bool {
        if rawValue == "not_\(other.rawValue)" || other.rawValue == "not_\(rawValue)" { return true }
        return self != other && Guard.exclusiveGroups.contains { $0.contains(self) && $0.contains(other) }
    }
}
