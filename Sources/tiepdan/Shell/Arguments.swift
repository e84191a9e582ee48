public import ArgumentParser
public import Law

// Days, months, roles and kinds of office as they are typed.

extension Day: ExpressibleByArgument {
    public init?(argument: String) { self.init(iso: argument) }
}

extension Month: ExpressibleByArgument {
    public init?(argument: String) { self.init(iso: argument) }
}

extension Role: ExpressibleByArgument {
    /// Only roles an officer can hold: `system` and the other pseudo roles are nobody's to give.
    public init?(argument: String) {
        guard let role = Role(rawValue: argument), !role.isPseudo else { return nil }
        self = role
    }
    public static var allValueStrings: [String] { allCases.filter { !$0.isPseudo }.map(\.rawValue) }
}

extension OfficeKind: ExpressibleByArgument {}
