public import Metrics
import Synchronization

/// The house's figures, kept in memory and shown at `/metrics` in Prometheus' text format 0.0.4.
///
/// Counters end in `_total`; timers are histograms in seconds and end in `_seconds`; meters and recorders that do not
/// aggregate are gauges; aggregating recorders are summaries (sum and count). A series lives as long as the process.
///
/// Each metric has at most `seriesLimit` label sets: what comes after is counted together under `overflow="true"`, so a
/// label that follows a stranger's input cannot grow without end.
public final class PrometheusMetrics: MetricsFactory {
    /// The `Content-Type` of `render()`.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"
    /// Upper bounds of the timers' buckets, in seconds.
    public static let defaultBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private let buckets: [Double]
    private let seriesLimit: Int
    private let help: [String: String]
    private let families = Mutex<[String: MetricFamily]>([:])
    private let refused = NumberSeries()

    /// - Parameters:
    ///   - help: one sentence per metric, by the label the code uses; without one the label itself is shown.
    public init(buckets: [Double] = defaultBuckets, seriesLimit: Int = 200, help: [String: String] = [:]) {
        self.buckets = buckets.sorted()
        self.seriesLimit = seriesLimit
        self.help = help
    }

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        number(label, .counter, dimensions)
    }

    public func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        number(label, .counter, dimensions)
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        number(label, .gauge, dimensions)
    }

    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        aggregate ? distribution(label, .summary, dimensions) : number(label, .gauge, dimensions)
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        distribution(label, .histogram, dimensions)
    }

    // Two places in the code may share a series, so neither may take it away from the other.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    /// All metrics as text, sorted by name and by labels.
    public func render() -> String {
        var all = families.withLock { $0 }
        let conflicts = MetricFamily(
            kind: .counter, help: "Metrics refused because their name is in use for another kind", series: ["": .number(refused)])
        all["tiepdan_metrics_refused_total"] = conflicts
        return all.sorted { $0.key < $1.key }.map { $1.text(name: $0, buckets: buckets) }.joined()
    }

    private func number(_ label: String, _ kind: MetricFamily.Kind, _ dimensions: [(String, String)]) -> NumberSeries {
        let series = series(label, kind, dimensions) { .number(NumberSeries()) }
        guard case .number(let number)? = series else { return NumberSeries() }
        return number
    }

    private func distribution(_ label: String, _ kind: MetricFamily.Kind, _ dimensions: [(String, String)]) -> DistributionSeries {
        let bounds = kind == .histogram ? buckets : []
        let series = series(label, kind, dimensions) { .distribution(DistributionSeries(bounds: bounds)) }
        guard case .distribution(let distribution)? = series else { return DistributionSeries(bounds: bounds) }
        return distribution
    }

    /// The series of these labels, made when it is new; nil when the name already belongs to another kind. The caller then
    /// hands out a series that nobody shows: a wrong name must not stop the house.
    private func series(
        _ label: String, _ kind: MetricFamily.Kind, _ dimensions: [(String, String)], make: () -> MetricFamily.Series
    ) -> MetricFamily.Series? {
        let name = MetricNames.metric(label, suffix: kind.suffix)
        let labels = MetricNames.labels(dimensions)
        let found: MetricFamily.Series? = families.withLock { families in
            var family = families[name] ?? MetricFamily(kind: kind, help: help[label] ?? label, series: [:])
            guard family.kind == kind else { return nil }
            let key = family.series[labels] == nil && family.series.count >= seriesLimit ? MetricFamily.overflow : labels
            if let series = family.series[key] { return series }
            let series = make()
            family.series[key] = series
            families[name] = family
            return series
        }
        if found == nil { refused.increment(by: Int64(1)) }
        return found
    }
}
