import Metrics
import Testing

@testable import Telemetry

@Suite("Telemetry: Prometheus text")
struct TelemetryMetricsTests {
    /// What is rendered besides the refusals, which are always there.
    private func text(_ metrics: PrometheusMetrics) -> String {
        metrics.render().replacing(
            """
            # HELP tiepdan_metrics_refused_total Metrics refused because their name is in use for another kind
            # TYPE tiepdan_metrics_refused_total counter
            tiepdan_metrics_refused_total 0

            """, with: "")
    }

    @Test func `every kind is written as format 0.0.4 wants it`() {
        let metrics = PrometheusMetrics(
            buckets: [0.1, 1], help: ["hb.requests": "Requests\nanswered \\ all", "pool.in_use": "Busy lanes"])
        metrics.makeCounter(label: "hb.requests", dimensions: [("status", "200"), ("method", "GET")]).increment(by: 2)
        metrics.makeCounter(label: "hb.requests", dimensions: [("method", "GET"), ("status", "200")]).increment(by: 1)
        metrics.makeCounter(label: "hb.requests", dimensions: [("method", "POST"), ("status", "409")]).increment(by: 1)
        metrics.makeMeter(label: "pool.in_use", dimensions: []).set(2.5)
        let timer = metrics.makeTimer(label: "hb.request.duration", dimensions: [("route", "/a")])
        for nanoseconds: Int64 in [50_000_000, 100_000_000, 500_000_000, 2_000_000_000] { timer.recordNanoseconds(nanoseconds) }
        metrics.makeRecorder(label: "batch.rows", dimensions: [], aggregate: true).record(Int64(7))
        metrics.makeRecorder(label: "batch.rows", dimensions: [], aggregate: true).record(Int64(5))
        metrics.makeRecorder(label: "queue.depth", dimensions: [], aggregate: false).record(Int64(3))
        #expect(
            text(metrics) == """
                # HELP batch_rows batch.rows
                # TYPE batch_rows summary
                batch_rows_sum 12
                batch_rows_count 2
                # HELP hb_request_duration_seconds hb.request.duration
                # TYPE hb_request_duration_seconds histogram
                hb_request_duration_seconds_bucket{route="/a",le="0.1"} 2
                hb_request_duration_seconds_bucket{route="/a",le="1"} 3
                hb_request_duration_seconds_bucket{route="/a",le="+Inf"} 4
                hb_request_duration_seconds_sum{route="/a"} 2.65
                hb_request_duration_seconds_count{route="/a"} 4
                # HELP hb_requests_total Requests\\nanswered \\\\ all
                # TYPE hb_requests_total counter
                hb_requests_total{method="GET",status="200"} 3
                hb_requests_total{method="POST",status="409"} 1
                # HELP pool_in_use Busy lanes
                # TYPE pool_in_use gauge
                pool_in_use 2.5
                # HELP queue_depth queue.depth
                # TYPE queue_depth gauge
                queue_depth 3

                """)
    }

    @Test func `names and label values are made safe`() {
        let metrics = PrometheusMetrics()
        metrics.makeMeter(
            label: "9 lives-đ", dimensions: [("le", "a\"b\\c\nd"), ("__x", "1"), ("a-b", String(repeating: "x", count: 500))]
        ).set(Int64(1))
        let long = String(repeating: "x", count: 128)
        #expect(text(metrics).hasSuffix("_9_lives__{a_b=\"\(long)\",label___x=\"1\",label_le=\"a\\\"b\\\\c\\nd\"} 1\n"))
    }

    @Test func `label sets beyond the limit are counted together`() {
        let metrics = PrometheusMetrics(seriesLimit: 2)
        for path in ["a", "b", "c", "d", "a"] {
            metrics.makeCounter(label: "hits", dimensions: [("path", path)]).increment(by: 1)
        }
        #expect(
            text(metrics) == """
                # HELP hits_total hits
                # TYPE hits_total counter
                hits_total{overflow="true"} 2
                hits_total{path="a"} 2
                hits_total{path="b"} 1

                """)
    }

    @Test func `a name used for two kinds is refused and counted`() {
        let metrics = PrometheusMetrics()
        metrics.makeMeter(label: "x", dimensions: []).set(Int64(1))
        metrics.makeRecorder(label: "x", dimensions: [], aggregate: true).record(Int64(99))
        let rendered = metrics.render()
        #expect(rendered.contains("tiepdan_metrics_refused_total 1\n"))
        #expect(rendered.contains("\nx 1\n"))
        #expect(!rendered.contains("99"))
    }

    @Test func `a counter only goes up, a gauge both ways`() {
        let metrics = PrometheusMetrics()
        let counter = metrics.makeCounter(label: "c", dimensions: [])
        counter.increment(by: 5)
        counter.increment(by: -3)
        let meter = metrics.makeMeter(label: "g", dimensions: [])
        meter.increment(by: 5)
        meter.decrement(by: 7)
        let rendered = metrics.render()
        #expect(rendered.contains("\nc_total 5\n"))
        #expect(rendered.contains("\ng -2\n"))
    }

    @Test func `nothing is lost when many count at once`() async {
        let metrics = PrometheusMetrics()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        metrics.makeCounter(label: "c", dimensions: [("k", "v")]).increment(by: 1)
                        metrics.makeTimer(label: "t", dimensions: []).recordNanoseconds(1000)
                    }
                }
            }
        }
        let rendered = metrics.render()
        #expect(rendered.contains("c_total{k=\"v\"} 8000\n"))
        #expect(rendered.contains("t_seconds_count 8000\n"))
    }

    @Test(arguments: [(1.0, "1"), (-0.5, "-0.5"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (1e300, "1e+300")])
    func `numbers are spelled as Prometheus reads them`(value: Double, text: String) {
        #expect(MetricFamily.spell(value) == text)
    }
}
