import Metrics
import Postgres
import Synchronization

/// Carries the pool's observations over to the metrics, each time somebody looks.
final class PoolFigures: Sendable {
    private let pool: Pool
    private let last: Mutex<PoolObservations>

    init(_ pool: Pool) {
        self.pool = pool
        last = Mutex(pool.observations)
    }

    func record() {
        let now = pool.observations
        let before = last.withLock { last in
            let before = last
            last = now
            return before
        }
        Gauge(label: "tiepdan.pool.lanes").record(now.lanes)
        Gauge(label: "tiepdan.pool.in_use").record(now.inUse)
        Gauge(label: "tiepdan.pool.waiting").record(now.waiting)
        Counter(label: "tiepdan.pool.acquired").increment(by: now.acquired - before.acquired)
        Counter(label: "tiepdan.pool.timeouts").increment(by: now.timeouts - before.timeouts)
        Counter(label: "tiepdan.pool.connects").increment(by: now.connects - before.connects)
        Counter(label: "tiepdan.pool.reconnects").increment(by: now.reconnects - before.reconnects)
        Counter(label: "tiepdan.pool.connect_failures").increment(by: now.connectFailures - before.connectFailures)
        Counter(label: "tiepdan.pool.retries").increment(by: now.retries - before.retries)
    }

    static let help = [
        "tiepdan.pool.lanes": "Lanes to the database that exist",
        "tiepdan.pool.in_use": "Lanes lent at this moment",
        "tiepdan.pool.waiting": "Callers waiting for a lane at this moment",
        "tiepdan.pool.acquired": "Lanes lent",
        "tiepdan.pool.timeouts": "Callers who waited for a lane in vain",
        "tiepdan.pool.connects": "Connections made",
        "tiepdan.pool.reconnects": "Connections made to replace one that was lost or old",
        "tiepdan.pool.connect_failures": "Attempts to connect that failed",
        "tiepdan.pool.retries": "Transactions run again after a deadlock or a serialization failure",
        "http.server.request.duration": "Time from a request's head to the end of its answer, by route, method and status",
        "http.server.active_requests": "Requests being answered at this moment",
    ]
}
