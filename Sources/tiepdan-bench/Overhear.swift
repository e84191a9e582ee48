import ArgumentParser
import Foundation
import NIOCore
import NIOPosix
import Postgres

/// Lets every client ask each question, overhears what the daemon sends to the database for it, and writes it down as a script
/// for pgbench: the same statements in the same round trips, with the same values where they stay and fresh ones where they move.
struct Overhear: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Turns what the daemon sends for each operation into scripts for pgbench.")

    @Option(help: "the clients that fill wrote down") var clients: String
    @Option(help: "port of the daemon, which talks to the database through the relay") var port: Int
    @Option(help: "the relay's file") var wire: String
    @Option(help: "conninfo of a superuser") var superuser: String
    @Option(help: "folder for the scripts") var into: String

    func run() async throws {
        let clients = try Client.read(clients)
        let database = Pool(PoolConfiguration(conninfo: superuser, lanes: 1))
        let types = try await TypeNames.read(database)
        let ear = try Ear(file: wire, port: port, database: database)
        // Until every lane has been used, and to learn what the daemon does unasked.
        for operation in Operation.measured {
            for _ in 0..<3 { _ = try await ear.ask(operation, of: clients[0]) }
        }
        try await ear.listenToSilence(milliseconds: 3000)
        try FileManager.default.createDirectory(atPath: into, withIntermediateDirectories: true)
        for operation in Operation.measured {
            for client in clients {
                let script = try await overheard(operation, of: client, by: ear, types: types)
                let path = "\(into)/\(operation.rawValue)-\(client.number)"
                try script.text.write(toFile: path + ".sql", atomically: true, encoding: .utf8)
                try Data(script.arguments.joined(separator: "\0").utf8).write(to: URL(fileURLWithPath: path + ".args"))
                if client.number == 0 { print("\(operation.rawValue): \(script.summary)") }
            }
        }
        try await ear.close()
        await database.close()
    }

    /// A sweep in the background may fall between two questions; then they are asked again.
    private func overheard(_ operation: Operation, of client: Client, by ear: Ear, types: TypeNames) async throws -> Script {
        var first = try await ear.ask(operation, of: client)
        for _ in 0..<5 {
            let second = try await ear.ask(operation, of: client)
            if first.asked(besides: ear.background).map(\.signature) == second.asked(besides: ear.background).map(\.signature) {
                return try Script(first, second, client: client, types: types, background: ear.background)
            }
            first = second
        }
        throw BenchFailure("\(operation.rawValue): the daemon does not do the same twice")
    }
}

/// What one request made the daemon send.
struct Heard: Sendable {
    var moving: String?
    /// In the order in which they ended.
    var transactions: [Transaction]
    /// Where each sequence stood afterwards.
    var sequences: [String: Int64]

    func asked(besides background: Set<String>) -> [Transaction] { transactions.filter { !background.contains($0.signature) } }

    struct Transaction: Sendable {
        var trips: [[WireStatement]]
        /// The texts alone: what makes it the same transaction again.
        var signature: String { trips.map { $0.map(\.sql).joined(separator: ";") }.joined(separator: "|") }
    }
}

/// Asks one question at a time and reads the relay's file for what followed.
final class Ear {
    private let file: FileHandle
    private let port: Int
    private let database: Pool
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private var draw = Draw(seed: UInt64(Date().timeIntervalSince1970 * 1000))
    /// What the daemon does while nobody asks: queues, sweeps.
    private(set) var background: Set<String> = []
    /// Transactions that have begun and not ended, by connection.
    private var open: [Int: Heard.Transaction] = [:]

    init(file path: String, port: Int, database: Pool) throws {
        guard let file = FileHandle(forReadingAtPath: path) else { throw BenchFailure("cannot read \(path)") }
        self.file = file
        self.port = port
        self.database = database
    }

    func close() async throws { try await group.shutdownGracefully() }

    func ask(_ operation: Operation, of client: Client) async throws -> Heard {
        try await listenToSilence(milliseconds: 50)
        let request = operation.request(of: client, draw: draw.next() >> 1)
        let plan = Conversation.Plan(from: .now(), until: .distantFuture, most: 1)
        let outcome = try await Conversation.hold(plan, port: port, on: group.next()) { request }.get()
        if let refusal = outcome.firstRefusal { throw BenchFailure("\(operation.rawValue) was refused:\n\(refusal)") }
        let transactions = try heard()
        let sequences = try await database.bare { db in
            try db.all(
                "select schemaname || '.' || sequencename as name, coalesce(last_value, 0) as last from pg_sequences where schemaname = 'tiepdan'",
                as: SequenceRow.self)
        }
        return Heard(
            moving: request.moving, transactions: transactions,
            sequences: Dictionary(uniqueKeysWithValues: sequences.map { ($0.name, $0.last) }))
    }

    func listenToSilence(milliseconds: Int) async throws {
        try await Task.sleep(for: .milliseconds(milliseconds))
        background.formUnion(try heard().map(\.signature))
    }

    /// Reads on in the relay's file: the transactions that have ended, in that order, and the statements outside of one.
    ///
    /// A transaction that began before what was asked is somebody else's: it counts as background.
    private func heard() throws -> [Heard.Transaction] {
        let text = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
        let earlier = Set(open.keys)
        var done: [Heard.Transaction] = []
        for line in text.split(separator: "\n") {
            let trip = try JSONDecoder().decode(WireTrip.self, from: Data(line.utf8))
            let isOpen = open[trip.connection] != nil
            guard isOpen || trip.statements.first?.sql.hasPrefix("begin") == true else {
                done.append(Heard.Transaction(trips: [trip.statements]))
                continue
            }
            open[trip.connection, default: Heard.Transaction(trips: [])].trips.append(trip.statements)
            guard let last = trip.statements.last?.sql, last == "commit" || last == "rollback" else { continue }
            if let ended = open.removeValue(forKey: trip.connection) {
                if isOpen && earlier.contains(trip.connection) { background.insert(ended.signature) } else { done.append(ended) }
            }
        }
        return done
    }

    private struct SequenceRow: RowDecodable, Sendable {
        var name: String
        var last: Int64
        init(_ row: Row) throws(DecodeError) {
            name = try row["name"]
            last = try row["last"]
        }
    }
}

/// Names of the types that the daemon declares.
struct TypeNames: Sendable {
    private let names: [UInt32: String]
    subscript(_ oid: UInt32) -> String? { oid == 0 ? nil : names[oid] }

    private struct TypeRow: RowDecodable, Sendable {
        var oid: Int64
        var name: String
        init(_ row: Row) throws(DecodeError) {
            oid = try row["oid"]
            name = try row["name"]
        }
    }

    static func read(_ pool: Pool) async throws -> TypeNames {
        let rows = try await pool.bare { db in
            try db.all("select oid::bigint as oid, format_type(oid, null) as name from pg_type", as: TypeRow.self)
        }
        return TypeNames(names: Dictionary(uniqueKeysWithValues: rows.map { (UInt32($0.oid), $0.name) }))
    }

    private init(names: [UInt32: String]) { self.names = names }
}
