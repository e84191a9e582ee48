public import Postgres

/// Who asks and for which office: set in every transaction, read by triggers, search functions and, later, row-level policies.
public struct Scope: Sendable {
    /// officer | system | operator | citizen
    public var actor: String
    public var officer: Int64?
    public var organisation: Int64?

    public init(actor: String, officer: Int64? = nil, organisation: Int64? = nil) {
        self.actor = actor
        self.officer = officer
        self.organisation = organisation
    }

    /// Transaction-local settings; they travel with BEGIN.
    public var settings: [SessionSetting] {
        var settings = [SessionSetting("tiepdan.actor", actor)]
        if let officer { settings.append(SessionSetting("tiepdan.officer", String(officer))) }
        if let organisation { settings.append(SessionSetting("tiepdan.organisation", String(organisation))) }
        return settings
    }

    /// Lets the rest of the transaction act as another kind of actor; officer and organisation stay.
    public static func act(_ db: Connection, as actor: String) throws { try db.run("select set_config('tiepdan.actor', \(actor), true)") }

    /// Lets the rest of the transaction act in the name of another officer, whose roles then count; the office stays.
    public static func act(_ db: Connection, inNameOf officer: Int64) throws {
        try db.run("select set_config('tiepdan.officer', \(String(officer)), true)")
    }
}
