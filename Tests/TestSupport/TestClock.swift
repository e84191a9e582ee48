public import Law
public import Postgres
import Records
import Synchronization

/// The time of a test: it stands still until the test moves it.
public final class TestClock: Sendable {
    private let moment: Mutex<Instant>

    public init(_ start: Instant) { moment = Mutex(start) }

    public var now: Instant { moment.withLock { $0 } }

    /// The given time of day in Việt Nam.
    public func set(_ day: Day, hour: Int = 8, minute: Int = 0) {
        let microseconds = Int64(day.daysSince1970) * 86_400_000_000 + Int64((hour - 7) * 3600 + minute * 60) * 1_000_000
        moment.withLock { $0 = Instant(microseconds: microseconds) }
    }

    public func advance(seconds: Int) {
        moment.withLock { $0 = Instant(microseconds: $0.microseconds + Int64(seconds) * 1_000_000) }
    }

    public var today: Day { now.dayInVietnam }
}
