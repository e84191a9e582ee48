import ArgumentParser

/// What `scripts/bench` is made of: data, a relay that overhears, load, and the table.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tiepdan-bench",
        abstract: "Data, load and figures for scripts/bench.",
        subcommands: [Fill.self, Relay.self, Overhear.self, Load.self, Report.self])
}

/// A mistake of the operator or a measurement that cannot be trusted.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
