/// Who may enter which room: the table of the design, and what `Package.swift` must agree with.
enum RoomTable {
    /// What a room may import besides the system's modules; nil in `rules` means anything.
    static let rules: [String: Set<String>] = [
        "CPostgres": [],
        "Postgres": ["CPostgres"],
        "Law": ["Yams"],
        "Identity": ["Crypto", "CryptoExtras"],
        "Records": ["Postgres", "Law"],
        "Casework": ["Records", "Postgres", "Law", "Identity"],
        "Documents": ["Casework", "Law", "Mustache"],
        "API": ["Casework", "Documents", "Law", "Identity", "Hummingbird"],
        "Web": ["Casework", "Documents", "Law", "Identity", "Hummingbird", "Mustache"],
        "Workers": ["Casework", "Documents", "ServiceLifecycle", "Logging"],
        "Telemetry": ["Logging", "Metrics"],
        "Settings": [],
        "tiepdan": [
            "Casework", "Records", "Documents", "Law", "Identity", "Postgres", "Settings", "Telemetry", "ArgumentParser", "Logging",
        ],
    ]

    /// Wire the parts together, so they may see all of them.
    static let unbounded: Set<String> = ["tiepdand", "tiepdan-bench"]

    /// Hummingbird's requests and responses are spelled in these modules' types.
    static let spokenWith: [String: Set<String>] = ["Hummingbird": ["HTTPTypes", "NIOCore"]]

    /// The system's modules, open to every room but `Law`, which has no I/O, no clock and no chance.
    static let system: Set<String> = ["Swift", "Foundation", "FoundationEssentials", "Synchronization", "Glibc", "Dispatch"]
    static let systemOfLaw: Set<String> = ["Swift", "FoundationEssentials", "Synchronization"]

    /// Rooms that wrap a C library, the only ones where memory may be handled by hand.
    static let wrappers: Set<String> = ["Postgres"]

    /// Rooms that may look at the clock; everybody else is told the time.
    static let clockReaders: Set<String> = ["tiepdand", "tiepdan", "tiepdan-bench", "Telemetry", "Postgres"]

    /// All modules a room may import; nil when anything goes.
    static func allowed(in room: String) -> Set<String>? {
        guard let rule = rules[room] else { return nil }
        let spoken = rule.compactMap { spokenWith[$0] }.reduce(into: Set<String>()) { $0.formUnion($1) }
        return rule.union(spoken).union(room == "Law" ? systemOfLaw : system)
    }
}
