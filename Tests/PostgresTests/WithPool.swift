import Foundation
import Postgres
import Synchronization
import TestCluster
import Testing

/// A pool on the shared cluster, closed at the end of the body.
@discardableResult
func withPool<R: Sendable>(
    lanes: Int = 2, _ change: (inout PoolConfiguration) -> Void = { _ in }, _ body: (Pool) async throws -> R
) async throws -> R {
    var configuration = PoolConfiguration(conninfo: ClusterForTests.shared.conninfo(), lanes: lanes)
    change(&configuration)
    let pool = Pool(configuration)
    do {
        let result = try await body(pool)
        await pool.close()
        return result
    } catch {
        await pool.close()
        throw error
    }
}

/// The error that a body throws, or nil.
func failure<R>(_ body: () async throws -> R) async -> (any Error)? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}

/// Counts from any thread.
final class Counter: Sendable {
    private let number = Atomic(0)
    func add() { number.add(1, ordering: .relaxed) }
    var count: Int { number.load(ordering: .relaxed) }
}

/// Numbers noted from any thread, in order.
final class Journal: Sendable {
    private let numbers = Mutex<[Int]>([])
    func add(_ number: Int) { numbers.withLock { $0.append(number) } }
    var list: [Int] { numbers.withLock { $0 } }
    var keys: Set<Int> { Set(list) }
}

/// Waits until something is true, at most five seconds.
func eventually(_ location: SourceLocation = #_sourceLocation, _ holds: () async throws -> Bool) async throws {
    for _ in 0..<1000 {
        if try await holds() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record("it did not happen within five seconds", sourceLocation: location)
}
