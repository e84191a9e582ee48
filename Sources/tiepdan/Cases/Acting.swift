import ArgumentParser
import Casework
import Foundation

/// In whose name something is done.
struct ActingOptions: ParsableArguments {
    @OptionGroup var common: WorkplaceOptions
    @Option(name: .customLong("as"), help: "The officer in whose name it is done.") var officer: String
    @Option(help: "The office for which the officer acts (default: his own).") var office: String?

    func open(_ body: (Workplace, OfficerActor) async throws -> Void) async throws {
        try await Workplace.open(common) { place in
            let acting = try await place.officer(officer, office: office)
            try await body(place, acting)
        }
    }
}

/// What the installation's chain says of something entered in another's name.
struct ActedEntry: Encodable {
    var entered: String
    /// To what it was added.
    var to: Int64?
    var unixUser = NSUserName()
}
