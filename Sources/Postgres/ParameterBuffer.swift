import Glibc

/// The arrays that libpq wants beside a statement, filled anew for each one and never given back to the allocator.
struct ParameterBuffer {
    private var bytes: [UInt8] = []
    private var offsets: [Int] = []
    private var values: [UnsafePointer<CChar>?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    private(set) var oids: [UInt32] = []

    /// Refuses text with U+0000, which libpq would cut there. Asked before the first byte of a batch is sent.
    static func check(_ parameters: [Parameter]) throws(PostgresError) {
        for (index, parameter) in parameters.enumerated() {
            guard case .text(var text) = parameter.content else { continue }
            let clean = text.withUTF8 { utf8 in utf8.baseAddress.map { memchr($0, 0, utf8.count) == nil } ?? true }
            guard clean else { throw .nulInText(parameter: index + 1) }
        }
    }

    /// Copies the parameters.
    mutating func fill(_ parameters: [Parameter]) {
        bytes.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        oids.removeAll(keepingCapacity: true)
        for parameter in parameters {
            oids.append(parameter.oid)
            let start = bytes.count
            switch parameter.content {
            case .null:
                offsets.append(-1)
                formats.append(0)
            case .text(var text):
                text.withUTF8 { bytes.append(contentsOf: $0) }
                offsets.append(start)
                formats.append(0)
            case .binary(let binary):
                bytes.append(contentsOf: binary)
                offsets.append(start)
                formats.append(1)
            }
            lengths.append(Int32(clamping: bytes.count - start))
            bytes.append(0)
        }
    }

    /// Lends count, values, lengths and formats for the time of one call into libpq, which copies them.
    mutating func lend<R>(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> R
    ) -> R {
        bytes.withUnsafeBytes { raw in
            for offset in offsets {
                values.append(offset < 0 ? nil : raw.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self))
            }
            return values.withUnsafeBufferPointer { values in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(Int32(values.count), values.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}
