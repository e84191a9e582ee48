public import Law

/// Who asks: every operation takes one.
public enum Actor: Sendable, Equatable {
    /// A signed-in officer, acting for one organisation with the roles held there.
    case officer(OfficerActor)
    /// A job of the program itself, by name; for the office whose work it does, where it does one office's.
    case system(job: String, organisation: Int64? = nil)
    /// The person at the operator's shell, by Unix user name.
    case `operator`(user: String)
    /// A citizen who holds a receipt code.
    case citizen

    /// The officer, or a refusal: most desks serve officers only.
    public func officer() throws(Problem) -> OfficerActor {
        if case .officer(let officer) = self { return officer }
        throw Problem.notPermitted
    }
}

public struct OfficerActor: Sendable, Equatable {
    public var id: Int64
    public var fullName: String
    public var title: String
    public var organisation: Int64
    public var organisationName: String
    public var organisationShortName: String
    public var office: OfficeKind
    public var roles: Set<Role>

    public init(
        id: Int64, fullName: String, title: String, organisation: Int64, organisationName: String, organisationShortName: String,
        office: OfficeKind, roles: Set<Role>
    ) {
        self.id = id
        self.fullName = fullName
        self.title = title
        self.organisation = organisation
        self.organisationName = organisationName
        self.organisationShortName = organisationShortName
        self.office = office
        self.roles = roles
    }

    /// May register, handle and move cases (an auditor or admin alone may only look).
    public var works: Bool { !roles.isDisjoint(with: [.clerk, .officer, .leader]) }

    public func require(_ wanted: Set<Role>) throws(Problem) {
        if roles.isDisjoint(with: wanted) { throw Problem.notPermitted }
    }
}
