import ArgumentParser
import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// Measures one operation: every client asks without pause on its own connection, and only answers with 2xx count.
struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Asks the daemon without pause and prints one figure as JSON.")

    @Option(help: "the clients that fill wrote down") var clients: String
    @Option(help: "port of the daemon on 127.0.0.1") var port: Int
    @Option(help: "what to ask for") var operation: Operation
    @Option(help: "seconds that count") var seconds = 15
    @Option(help: "seconds before, that do not") var warmUp = 1
    @Option(help: "number of this repetition, written into the figure") var repetition = 1

    func run() async throws {
        let clients = try Client.read(clients)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let start = NIODeadline.now() + .seconds(Int64(warmUp))
        let plan = Conversation.Plan(from: start, until: start + .seconds(Int64(seconds)))
        let operation = operation
        let talks = clients.map { client in
            let draws = Draws(seed: UInt64.random(in: 0...UInt64.max))
            return Conversation.hold(plan, port: port, on: group.next()) { operation.request(of: client, draw: draws.next()) }
        }
        let outcomes = try await EventLoopFuture.whenAllSucceed(talks, on: group.next()).get()
        try await group.shutdownGracefully()
        let refused = outcomes.reduce(0) { $0 + $1.refused }
        if refused > 0 {
            throw BenchFailure(
                "\(operation.rawValue): \(refused) answers were not 2xx; the first:\n\(outcomes.compactMap(\.firstRefusal).first ?? "")")
        }
        let times = outcomes.flatMap(\.microseconds).sorted()
        guard !times.isEmpty else { throw BenchFailure("\(operation.rawValue): no answer at all") }
        let figure = Figure(
            repetition: repetition, operation: operation, side: .daemon, perSecond: Double(times.count) / Double(seconds),
            p50: Double(times[times.count / 2]) / 1000, p99: Double(times[min(times.count - 1, times.count * 99 / 100)]) / 1000)
        print(try figure.line)
    }
}

/// Chance that a client's event loop draws from.
private final class Draws: Sendable {
    private let draw: Mutex<Draw>
    init(seed: UInt64) { draw = Mutex(Draw(seed: seed)) }
    func next() -> UInt64 { draw.withLock { $0.next() >> 1 } }
}

/// One measured number.
struct Figure: Codable, Sendable {
    enum Side: String, Codable, Sendable { case daemon, pgbench }
    var repetition: Int
    var operation: Operation
    var side: Side
    var perSecond: Double
    /// Milliseconds; pgbench's are not asked for.
    var p50: Double?
    var p99: Double?

    var line: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
