import Glibc

/// A point on the machine's monotonic clock, in nanoseconds: what deadlines are measured with.
struct Moment: Comparable, Sendable {
    var nanoseconds: Int64

    static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Moment(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }
    static func + (moment: Moment, duration: Duration) -> Moment { Moment(nanoseconds: moment.nanoseconds + duration.nanoseconds) }

    /// For poll(2): milliseconds from `now`, rounded up so that poll never wakes early, 0 when past.
    func milliseconds(after now: Moment) -> Int32 {
        Int32(clamping: max(0, (nanoseconds - now.nanoseconds + 999_999) / 1_000_000))
    }
}

extension Duration {
    /// Saturates after 146 years: `.seconds(Int64.max)` is a way to say "never".
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        guard seconds < 4_611_686_018, seconds > -4_611_686_018 else { return seconds > 0 ? .max / 2 : .min / 2 }
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    var milliseconds: Int64 { nanoseconds / 1_000_000 }
}
