// swift-tools-version:6.2
import PackageDescription

/// The rooms of the house and who may enter which: one line per target, arrows point one way only.
/// `Tests/HouseTests` reads the import lines of every file against this table.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")

let package = Package(
    name: "tiepdan",
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq"),
        .target(name: "Postgres", dependencies: ["CPostgres"], swiftSettings: strict),
        .target(name: "Law", dependencies: [yams], exclude: ["Procedures", "Catalogue", "Duties"], swiftSettings: strict),
        .target(name: "Identity", dependencies: [crypto, cryptoExtras], swiftSettings: strict),
        .target(name: "Records", dependencies: ["Postgres", "Law"], swiftSettings: strict),
        .target(name: "Casework", dependencies: ["Records", "Postgres", "Law", "Identity"], swiftSettings: strict),
        .target(name: "Documents", dependencies: ["Casework", "Law", mustache], exclude: ["Forms"], swiftSettings: strict),
        .target(
            name: "API", dependencies: ["Casework", "Documents", "Law", "Identity", hummingbird], exclude: ["openapi.json"],
            swiftSettings: strict),
        .target(
            name: "Web", dependencies: ["Casework", "Documents", "Law", "Identity", hummingbird, mustache],
            exclude: ["Templates", "Assets"], swiftSettings: strict),
        .target(name: "Workers", dependencies: ["Casework", "Documents", lifecycle, logging], swiftSettings: strict),
        .target(name: "Telemetry", dependencies: [logging, metrics], swiftSettings: strict),
        .target(name: "Settings", swiftSettings: strict),
        .executableTarget(
            name: "tiepdand",
            dependencies: [
                "API", "Web", "Workers", "Telemetry", "Settings", "Casework", "Records", "Documents", "Law", "Identity", "Postgres",
                hummingbird, lifecycle, logging, metrics,
            ], swiftSettings: strict),
        .executableTarget(
            name: "tiepdan",
            dependencies: [
                "Casework", "Records", "Documents", "Law", "Identity", "Postgres", "Settings", "Telemetry", arguments, logging,
            ], swiftSettings: strict),
        .executableTarget(
            name: "tiepdan-bench",
            dependencies: ["Casework", "Records", "Law", "Identity", "Postgres", "Settings", arguments, hummingbird, logging],
            swiftSettings: strict),
        .target(name: "TestCluster", path: "Tests/TestCluster", swiftSettings: strict),
        .target(
            name: "TestSupport",
            dependencies: [
                "TestCluster", "API", "Web", "Casework", "Records", "Documents", "Law", "Identity", "Postgres", hummingbird, logging,
            ],
            path: "Tests/TestSupport", swiftSettings: strict),
        .executableTarget(name: "law-histories", dependencies: ["Law"], path: "Tests/LawHistories", swiftSettings: strict),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres", "TestCluster"], swiftSettings: strict),
        .testTarget(name: "LawTests", dependencies: ["Law", yams], exclude: ["Golden"], swiftSettings: strict),
        .testTarget(name: "FoundationTests", dependencies: ["Identity", "Settings", "Telemetry", logging, metrics], swiftSettings: strict),
        .testTarget(name: "RecordsTests", dependencies: ["Records", "Law", "Postgres", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "CaseworkTests", dependencies: ["Casework", "Records", "Law", "Identity", "Postgres", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "DocumentsTests", dependencies: ["Documents", "Workers", "Casework", "Law", "TestSupport", lifecycle, logging],
            exclude: ["Golden"],
            swiftSettings: strict),
        .testTarget(
            name: "StoryTests",
            dependencies: ["API", "Web", "Casework", "Documents", "Law", "Identity", "Postgres", "TestSupport", hummingbird],
            swiftSettings: strict),
        .testTarget(name: "HouseTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
