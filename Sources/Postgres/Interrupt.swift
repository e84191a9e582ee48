import CPostgres
import Glibc
import Synchronization

/// Wakes a lane's thread out of poll(2). The only part of a lane that other threads touch.
///
/// Every lease has a turn. A cancellation names the turn it means, so one that arrives late finds another turn
/// on the lane and is ignored: it cannot hit a stranger's statement.
final class Interrupt: Sendable {
    let descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    private let lastTurn = Atomic<Int>(0)
    private let cancelled = Atomic<Int>(-1)

    deinit { close(descriptor) }

    func nextTurn() -> Int { lastTurn.add(1, ordering: .relaxed).newValue }

    func cancel(_ turn: Int) {
        cancelled.store(turn, ordering: .sequentiallyConsistent)
        wake()
    }

    func isCancelled(_ turn: Int) -> Bool { cancelled.load(ordering: .sequentiallyConsistent) == turn }

    func wake() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    func drain() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
    }
}
