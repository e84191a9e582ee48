import ArgumentParser
import Foundation

/// Sets the figures side by side: what the daemon does, what PostgreSQL alone and HTTP alone would allow.
struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the table of figures; with --thresholds fails when a ratio is too small.")

    @Argument(help: "files with one figure per line") var files: [String]
    @Option(help: "what the table's head says about the run") var about = ""
    @Option(help: "smallest ratios allowed, as JSON: {\"register\": 0.7}") var thresholds: String?

    func run() async throws {
        let figures = try files.flatMap { file in
            try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map {
                try JSONDecoder().decode(Figure.self, from: Data($0.utf8))
            }
        }
        let lines = Operation.measured.compactMap { Line($0, figures) }
        if lines.isEmpty { throw BenchFailure("no operation has all three figures") }
        print("\(about)\n\n\(Line.head)")
        for line in lines { print(line.markdown) }
        let bare = figures.filter { $0.operation == .bare }
        print(
            "\nBare route: p50 \(Line.text(median(bare.compactMap(\.p50)), 2)) ms, p99 \(Line.text(median(bare.compactMap(\.p99)), 2)) ms.")
        guard let thresholds else { return }
        let smallest = try JSONDecoder().decode([String: Double].self, from: Data(contentsOf: URL(fileURLWithPath: thresholds)))
        var failed = false
        for (name, least) in smallest.sorted(by: { $0.key < $1.key }) {
            guard let line = lines.first(where: { $0.operation.rawValue == name }) else {
                throw BenchFailure("no figure for the threshold \(name)")
            }
            let isEnough = line.ratio >= least
            failed = failed || !isEnough
            print("\(isEnough ? "ok" : "TOO SLOW"): \(name) \(Line.text(line.ratio, 2)), at least \(Line.text(least, 2))")
        }
        if failed { throw ExitCode(1) }
    }
}

/// One operation over all repetitions: medians, the ratio being the median of the repetitions' own ratios.
private struct Line {
    let operation: Operation
    let daemon: Double
    let p50: Double
    let p99: Double
    let pgbench: Double
    let bare: Double
    let limit: Double
    let ratio: Double

    init?(_ operation: Operation, _ figures: [Figure]) {
        func of(_ operation: Operation, _ side: Figure.Side) -> [Int: Figure] {
            Dictionary(
                figures.filter { $0.operation == operation && $0.side == side }.map { ($0.repetition, $0) },
                uniquingKeysWith: { _, last in last })
        }
        let (ours, theirs, bares) = (of(operation, .daemon), of(operation, .pgbench), of(.bare, .daemon))
        let rounds = ours.keys.filter { theirs[$0] != nil && bares[$0] != nil }
        guard !rounds.isEmpty else { return nil }
        func limit(_ round: Int) -> Double { 1 / (1 / (bares[round]?.perSecond ?? .nan) + 1 / (theirs[round]?.perSecond ?? .nan)) }
        self.operation = operation
        daemon = median(rounds.compactMap { ours[$0]?.perSecond })
        p50 = median(rounds.compactMap { ours[$0]?.p50 })
        p99 = median(rounds.compactMap { ours[$0]?.p99 })
        pgbench = median(rounds.compactMap { theirs[$0]?.perSecond })
        bare = median(rounds.compactMap { bares[$0]?.perSecond })
        self.limit = median(rounds.map(limit))
        ratio = median(rounds.map { (ours[$0]?.perSecond ?? .nan) / limit($0) })
    }

    static let head = """
        | operation | daemon, ops/s | p50, ms | p99, ms | pgbench, ops/s | bare route, ops/s | combined limit, ops/s | ratio |
        |---|---:|---:|---:|---:|---:|---:|---:|
        """

    var markdown: String {
        "| \(operation.title) | \(Self.text(daemon, 0)) | \(Self.text(p50, 2)) | \(Self.text(p99, 2)) | \(Self.text(pgbench, 0)) "
            + "| \(Self.text(bare, 0)) | \(Self.text(limit, 0)) | **\(Self.text(ratio, 2))** |"
    }

    static func text(_ number: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", number) }
}

/// The middle of the numbers; of an even count the mean of the two in the middle.
private func median(_ numbers: [Double]) -> Double {
    let sorted = numbers.sorted()
    guard !sorted.isEmpty else { return .nan }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}
