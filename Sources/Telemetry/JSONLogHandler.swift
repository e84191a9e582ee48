public import Logging

/// Logs one JSON object per line: `time` (ISO 8601, UTC, microseconds), `level`, `label`, `message`, and `metadata` with
/// sorted keys when there is any.
///
/// Bootstrapped once by `main`:
/// ```swift
/// LoggingSystem.bootstrap { JSONLogHandler(label: $0, level: .info) }
/// ```
public struct JSONLogHandler: LogHandler {
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let sink: LogSink
    private let clock: @Sendable () -> Timestamp

    public init(
        label: String, level: Logger.Level = .info, sink: LogSink = .standardError,
        metadataProvider: Logger.MetadataProvider? = LoggingSystem.metadataProvider
    ) {
        self.init(label: label, level: level, sink: sink, metadataProvider: metadataProvider, clock: Timestamp.now)
    }

    /// With a clock of one's own: a test wants to know the time beforehand.
    init(
        label: String, level: Logger.Level, sink: LogSink, metadataProvider: Logger.MetadataProvider?,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.label = label
        self.logLevel = level
        self.sink = sink
        self.metadataProvider = metadataProvider
        self.clock = clock
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var line = JSONText()
        line.append(raw: "{\"time\":\"\(clock().iso8601)\",\"level\":\"\(event.level.rawValue)\",\"label\":")
        line.append(string: label)
        line.append(raw: ",\"message\":")
        line.append(string: event.message.description)
        let metadata = collected(for: event)
        if !metadata.isEmpty {
            line.append(raw: ",\"metadata\":")
            line.append(.dictionary(metadata))
        }
        line.append(raw: "}")
        sink.write(line.text)
    }

    /// The logger's own, then the provider's, then the line's: the nearer wins. An error adds its type and text.
    private func collected(for event: LogEvent) -> Logger.Metadata {
        var collected = metadata
        if let provided = metadataProvider?.get() { collected.merge(provided) { _, nearer in nearer } }
        if let error = event.error {
            collected["error.message"] = "\(error)"
            collected["error.type"] = "\(String(reflecting: type(of: error)))"
        }
        if let given = event.metadata { collected.merge(given) { _, nearer in nearer } }
        return collected
    }
}

extension JSONText {
    /// Whole numbers and booleans stay what they are; everything else that can describe itself becomes a string.
    mutating func append(_ value: Logger.MetadataValue) {
        switch value {
        case .string(let text):
            append(string: text)
        case .stringConvertible(let value):
            switch value {
            case let flag as Bool: append(raw: flag ? "true" : "false")
            case let number as any BinaryInteger: append(raw: "\(number)")
            default: append(string: value.description)
            }
        case .array(let values):
            append(raw: "[")
            for (index, value) in values.enumerated() {
                if index > 0 { append(raw: ",") }
                append(value)
            }
            append(raw: "]")
        case .dictionary(let values):
            append(raw: "{")
            for (index, pair) in values.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { append(raw: ",") }
                append(string: pair.key)
                append(raw: ":")
                append(pair.value)
            }
            append(raw: "}")
        }
    }
}
