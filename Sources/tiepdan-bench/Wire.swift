import NIOCore

/// One statement as it went over the wire: text, declared types (0: inferred by the server), values as text.
struct WireStatement: Codable, Sendable, Equatable {
    var sql: String
    var types: [UInt32]
    var values: [String?]
}

/// What one connection sent in one go: the statements up to a Sync, so one round trip.
struct WireTrip: Codable, Sendable, Equatable {
    var connection: Int
    var statements: [WireStatement]
}

/// Reads what a client sends to PostgreSQL (protocol 3.0) and tells the round trips.
struct WireReader {
    private var bytes = ByteBuffer()
    private var isStarted = false
    private var prepared: [String: (sql: String, types: [UInt32])] = [:]
    private var bound: WireStatement?
    private var trip: [WireStatement] = []

    /// Takes more bytes; returns the round trips they complete.
    mutating func take(_ more: ByteBuffer) -> [[WireStatement]] {
        var more = more
        bytes.writeBuffer(&more)
        var trips: [[WireStatement]] = []
        while let done = message() {
            if !done.isEmpty { trips.append(done) }
        }
        bytes.discardReadBytes()
        return trips
    }

    /// Consumes one message; the trip that it ends, empty for none, nil when bytes are missing.
    private mutating func message() -> [WireStatement]? {
        guard isStarted else {
            guard let length: Int32 = bytes.getInteger(at: bytes.readerIndex), bytes.readableBytes >= Int(length),
                let code: Int32 = bytes.getInteger(at: bytes.readerIndex + 4)
            else { return nil }
            bytes.moveReaderIndex(forwardBy: Int(length))
            // Requests for encryption and cancellation have their own codes; the start itself is 3.0.
            isStarted = code == 196_608
            return []
        }
        guard let kind: UInt8 = bytes.getInteger(at: bytes.readerIndex), let length: Int32 = bytes.getInteger(at: bytes.readerIndex + 1),
            bytes.readableBytes > Int(length), bytes.moveReaderIndexAndSlice(5, Int(length) - 4) != nil
        else { return nil }
        var body = bytes.readSlice(length: Int(length) - 4) ?? ByteBuffer()
        switch UnicodeScalar(kind) {
        case "P": parse(&body)
        case "B": bind(&body)
        case "E": if let bound { trip.append(bound) }
        case "Q": trip.append(WireStatement(sql: body.readNullTerminatedString() ?? "", types: [], values: []))
        default: break
        }
        guard kind == UInt8(ascii: "S") || kind == UInt8(ascii: "Q") else { return [] }
        defer { trip = [] }
        return trip
    }

    private mutating func parse(_ body: inout ByteBuffer) {
        guard let name = body.readNullTerminatedString(), let sql = body.readNullTerminatedString(), let count: Int16 = body.readInteger()
        else { return }
        prepared[name] = (sql, (0..<count).map { _ in body.readInteger() ?? 0 })
    }

    private mutating func bind(_ body: inout ByteBuffer) {
        bound = nil
        guard body.readNullTerminatedString() != nil, let name = body.readNullTerminatedString(), let statement = prepared[name] else {
            return
        }
        let formatCount: Int16 = body.readInteger() ?? 0
        let formats: [Int16] = (0..<formatCount).map { _ in body.readInteger() ?? 0 }
        let valueCount: Int16 = body.readInteger() ?? 0
        var values: [String?] = []
        for index in 0..<Int(valueCount) {
            let length: Int32 = body.readInteger() ?? -1
            guard length >= 0, let value = body.readSlice(length: Int(length)) else {
                values.append(nil)
                continue
            }
            let format = formats.count == 1 ? formats[0] : index < formats.count ? formats[index] : 0
            values.append(
                format == 0
                    ? String(buffer: value) : "\\x" + value.readableBytesView.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        }
        let types = statement.types + Array(repeating: 0, count: max(0, values.count - statement.types.count))
        bound = WireStatement(sql: statement.sql, types: types, values: values)
    }
}

extension ByteBuffer {
    /// Skips a message's head when its whole body is there.
    fileprivate mutating func moveReaderIndexAndSlice(_ head: Int, _ body: Int) -> Bool? {
        guard readableBytes >= head + body else { return nil }
        moveReaderIndex(forwardBy: head)
        return true
    }
}
