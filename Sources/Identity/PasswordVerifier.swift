import Dispatch
import Synchronization

/// Computes scrypt on a thread of its own, one password at a time, with a bounded queue.
///
/// One computation takes tens of milliseconds of a core and 32 MiB. Run on the threads that serve requests, a burst of
/// sign-ins would stop the house; run side by side, it would eat the memory. So they wait here, and when too many wait
/// the next one is turned away at once.
public final class PasswordVerifier: Sendable {
    /// The queue is full; over HTTP this is 503 with a short `Retry-After`.
    public struct Busy: Error, Hashable, CustomStringConvertible {
        public init() {}
        public var description: String { "too many passwords are waiting to be checked" }
    }

    private let capacity: Int
    private let cost: PasswordHash.Cost
    private let random: RandomSource
    private let queue = DispatchQueue(label: "tiepdan.password")
    private let admitted = Mutex(0)

    /// - Parameter capacity: how many may be in the house at once, the one being computed included.
    public init(capacity: Int = 16, cost: PasswordHash.Cost = .current, random: RandomSource = .system) {
        precondition(capacity > 0, "a queue needs room for one")
        self.capacity = capacity
        self.cost = cost
        self.random = random
    }

    /// Whether `password` opens `hash`. With no hash (no such name) it computes all the same and answers no, so that the
    /// time taken does not tell which names exist.
    public func verify(_ password: String, against hash: PasswordHash?) async throws(Busy) -> Bool {
        try await compute {
            guard let hash else {
                _ = PasswordHash.decoy.matches(password)
                return false
            }
            return hash.matches(password)
        }
    }

    /// The hash to store for a new password.
    public func hash(_ password: String) async throws(Busy) -> PasswordHash {
        let (cost, random) = (cost, random)
        return try await compute { PasswordHash(of: password, cost: cost, random: random) }
    }

    /// How many are waiting or being computed: a gauge for `/metrics`.
    public var load: Int { admitted.withLock { $0 } }

    private func compute<R: Sendable>(_ work: @escaping @Sendable () -> R) async throws(Busy) -> R {
        let entered = admitted.withLock { count -> Bool in
            guard count < capacity else { return false }
            count += 1
            return true
        }
        guard entered else { throw Busy() }
        defer { admitted.withLock { $0 -= 1 } }
        return await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}
