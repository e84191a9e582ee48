import Metrics
import Synchronization

/// One number under one set of labels: a counter or a gauge.
///
/// A lock around one `Double` is as cheap here as an atomic, and exact for whole numbers up to 2⁵³.
final class NumberSeries: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler {
    private let number = Mutex(0.0)

    var value: Double { number.withLock { $0 } }

    /// As a counter: it only goes up, so a negative step is ignored.
    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        increment(by: Double(amount))
    }

    func reset() { number.withLock { $0 = 0 } }

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { number.withLock { $0 = value } }
    func increment(by amount: Double) { number.withLock { $0 += amount } }
    func decrement(by amount: Double) { number.withLock { $0 -= amount } }

    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
}

/// Many observations under one set of labels: how many, their sum, and how many fell below each bound.
final class DistributionSeries: TimerHandler, RecorderHandler {
    struct Observations {
        var count: UInt64 = 0
        var sum = 0.0
        /// One more than there are bounds: the last is everything above the highest.
        var buckets: [UInt64]
    }

    private let bounds: [Double]
    private let observations: Mutex<Observations>

    /// - Parameter bounds: upper bounds in ascending order, in seconds for timers; none for a plain summary.
    init(bounds: [Double]) {
        self.bounds = bounds
        observations = Mutex(Observations(buckets: Array(repeating: 0, count: bounds.count + 1)))
    }

    var snapshot: Observations { observations.withLock { $0 } }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        observations.withLock { observations in
            observations.count += 1
            observations.sum += value
            observations.buckets[bucket] += 1
        }
    }
}
