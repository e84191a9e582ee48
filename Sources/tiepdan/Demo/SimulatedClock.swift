import Law
import Postgres
import Records
import Synchronization

/// The clock by which the demo lives: it jumps from deed to deed and never passes the real now.
final class SimulatedClock: Sendable {
    private let moment: Mutex<Instant>
    let end: Instant

    init(end: Instant) {
        self.end = end
        moment = Mutex(end)
    }

    var now: Instant { moment.withLock { $0 } }
    var lastDay: Day { end.dayInVietnam }

    func set(_ instant: Instant) { moment.withLock { $0 = min(instant, end) } }

    /// A minute of a day in Việt Nam, counted from midnight.
    static func instant(_ day: Day, minute: Int) -> Instant {
        Instant(microseconds: (Int64(day.daysSince1970) * 1440 + Int64(minute) - 7 * 60) * 60_000_000)
    }
}

/// Everything that is going to happen, in the order of time. A deed may put further deeds behind itself.
final class Timeline {
    typealias Deed = (Day) async throws -> Void

    private var waiting: [(at: Instant, order: Int, label: String, deed: Deed)] = []
    private var order = 0
    private(set) var done = 0

    func add(_ day: Day, minute: Int, _ label: String, _ deed: @escaping Deed) {
        order += 1
        let entry = (at: SimulatedClock.instant(day, minute: minute), order: order, label: label, deed: deed)
        // Newest last to be done stands first, so that the next one is taken from the end.
        var low = 0
        var high = waiting.count
        while low < high {
            let middle = (low + high) / 2
            if (waiting[middle].at, waiting[middle].order) > (entry.at, entry.order) { low = middle + 1 } else { high = middle }
        }
        waiting.insert(entry, at: low)
    }

    /// Does it all. Deeds planned for later today or beyond happen now at the latest.
    func run(_ clock: SimulatedClock) async throws {
        while let next = waiting.popLast() {
            clock.set(next.at)
            do {
                try await next.deed(clock.now.dayInVietnam)
            } catch {
                throw Complaint("demo, \(clock.now.dayInVietnam.iso), \(next.label): \(Complaint.text(error))")
            }
            done += 1
        }
    }
}

/// Repeatable chance.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    /// SplitMix64, seeded by a text.
    init(_ seed: String) {
        state = seed.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func pick<T>(_ items: [T]) -> T { items[Int.random(in: 0..<items.count, using: &self)] }
    mutating func among(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}
