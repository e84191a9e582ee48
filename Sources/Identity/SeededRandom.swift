import Crypto
import Synchronization

extension RandomSource {
    /// A repeatable source: SHA-256 over the seed and a counter. For tests and for benchmark data only, because whoever
    /// knows the seed knows every secret drawn from it.
    public static func seeded(_ seed: String) -> RandomSource {
        let stream = SeededStream(seed: Array(seed.utf8))
        return RandomSource { stream.next($0) }
    }
}

/// The state of one seeded source: the block number and the bytes of the last block not yet handed out.
private final class SeededStream: Sendable {
    private struct State {
        var block: UInt64 = 0
        var rest: [UInt8] = []
    }

    private let seed: [UInt8]
    private let state = Mutex(State())

    init(seed: [UInt8]) {
        self.seed = seed
    }

    func next(_ count: Int) -> [UInt8] {
        state.withLock { state in
            while state.rest.count < count {
                let number = (0..<8).map { UInt8(truncatingIfNeeded: state.block >> ($0 * 8)) }
                state.rest += Array(SHA256.hash(data: seed + number))
                state.block += 1
            }
            defer { state.rest.removeFirst(count) }
            return Array(state.rest.prefix(count))
        }
    }
}
