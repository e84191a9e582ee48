/// All series of one name, and how they are written.
struct MetricFamily: Sendable {
    enum Kind: String, Sendable {
        case counter, gauge, histogram, summary

        var suffix: String {
            switch self {
            case .counter: "_total"
            case .histogram: "_seconds"
            case .gauge, .summary: ""
            }
        }
    }

    enum Series: Sendable {
        case number(NumberSeries)
        case distribution(DistributionSeries)
    }

    /// Where everything beyond the limit is counted.
    static let overflow = "overflow=\"true\""

    let kind: Kind
    let help: String
    /// By label text, see `MetricNames.labels`.
    var series: [String: Series]

    func text(name: String, buckets: [Double]) -> String {
        var text = "# HELP \(name) \(MetricNames.escaped(help, quote: false))\n# TYPE \(name) \(kind.rawValue)\n"
        for (labels, series) in series.sorted(by: { $0.key < $1.key }) {
            switch series {
            case .number(let number):
                text += Self.line(name, labels, number.value)
            case .distribution(let distribution):
                let observed = distribution.snapshot
                if kind == .histogram {
                    let comma = labels.isEmpty ? "" : ","
                    var below: UInt64 = 0
                    for (bound, count) in zip(buckets + [.infinity], observed.buckets) {
                        below += count
                        text += Self.line("\(name)_bucket", "\(labels)\(comma)le=\"\(Self.spell(bound))\"", Double(below))
                    }
                }
                text += Self.line("\(name)_sum", labels, observed.sum)
                text += Self.line("\(name)_count", labels, Double(observed.count))
            }
        }
        return text
    }

    private static func line(_ name: String, _ labels: String, _ value: Double) -> String {
        "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(spell(value))\n"
    }

    /// Whole numbers without a fraction; the words Prometheus has for what is not a number.
    static func spell(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value == value.rounded() && abs(value) < 9e15 ? "\(Int64(value))" : "\(value)"
    }
}
