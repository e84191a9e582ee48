import Foundation

/// Where the files lie that are read at run time: an installation's `share/tiepdan`, or a checkout.
public struct SharePaths: Sendable, Equatable {
    public var sql: String
    public var procedures: String
    /// The folder of the deadline catalogue.
    public var catalogue: String
    /// The folder of the reception duties.
    public var duties: String
    /// The file of the calendar that is shipped.
    public var calendar: String
    public var templates: String
    public var assets: String
    public var forms: String
    public var demo: String
    /// Programs that are run apart, each confined by itself.
    public var tools: String

    /// - Parameter share: `share/tiepdan` of an installation, or the root of a checkout (told apart by `Package.swift`).
    public init(share: String) {
        let checkout = FileManager.default.fileExists(atPath: share + "/Package.swift")
        sql = share + "/sql"
        procedures = share + (checkout ? "/Sources/Law/Procedures" : "/procedures")
        catalogue = share + (checkout ? "/Sources/Law/Catalogue" : "/catalogue")
        duties = share + (checkout ? "/Sources/Law/Duties" : "/duties")
        calendar = share + "/sql/catalogues/calendar.csv"
        templates = share + (checkout ? "/Sources/Web/Templates" : "/templates")
        assets = share + (checkout ? "/Sources/Web/Assets" : "/assets")
        forms = share + (checkout ? "/Sources/Documents/Forms" : "/forms")
        demo = share + "/demo"
        tools = share + "/tools"
    }
}
