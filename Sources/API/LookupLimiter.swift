import Synchronization

/// Counts look-ups per client and minute in a table of bounded size. Receipt codes cannot be guessed; this keeps anybody from trying at length.
final class LookupLimiter: Sendable {
    private struct Window {
        var since: ContinuousClock.Instant
        var count: Int
    }
    private let perMinute: Int
    private let capacity: Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private let windows = Mutex<[String: Window]>([:])

    init(perMinute: Int, capacity: Int = 10_000, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.perMinute = perMinute
        self.capacity = capacity
        self.now = now
    }

    /// True when the client may look up once more in its minute. When the table is full, newcomers share one line.
    func admit(_ client: String) -> Bool {
        let now = now()
        return windows.withLock { windows in
            var client = client
            if windows[client] == nil && windows.count >= capacity {
                windows = windows.filter { $0.value.since.duration(to: now) < .seconds(60) }
                if windows.count >= capacity { client = "" }
            }
            var window = windows[client] ?? Window(since: now, count: 0)
            if window.since.duration(to: now) >= .seconds(60) { window = Window(since: now, count: 0) }
            window.count += 1
            windows[client] = window
            return window.count <= perMinute
        }
    }
}
