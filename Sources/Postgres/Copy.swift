import CPostgres

extension Connection {
    /// `COPY t (a, b) FROM STDIN`: the fastest way in for many rows. Each row is a list of values, as text.
    /// Returns the number of rows; when the sequence or the server fails, no row remains.
    ///
    /// ```swift
    /// try db.copyIn("copy office (id, name) from stdin", rows: offices.lazy.map { [$0.id, $0.name] })
    /// ```
    @discardableResult
    public func copyIn(_ header: SQL, rows: some Sequence<[any PostgresValue]>) throws -> Int {
        try startCopy(header, expecting: PGRES_COPY_IN)
        var buffer: [UInt8] = []
        buffer.reserveCapacity(chunk + 4096)
        do {
            for row in rows {
                for (index, value) in row.enumerated() {
                    if index > 0 { buffer.append(UInt8(ascii: "\t")) }
                    try appendField(value.parameter.text, to: &buffer)
                }
                buffer.append(UInt8(ascii: "\n"))
                if buffer.count >= chunk { try put(&buffer) }
            }
            try put(&buffer)
        } catch {
            try? endCopy(because: "the client gave up")
            if !isBroken { _ = try? collect(header.text) }
            throw error
        }
        try endCopy(because: nil)
        return try collect(header.text).affected
    }

    /// `COPY … TO STDOUT`: hands every line, as the server writes it, to the body. When the body throws, the rest is cancelled.
    public func copyOut(_ header: SQL, _ body: ([UInt8]) throws -> Void) throws {
        try startCopy(header, expecting: PGRES_COPY_OUT)
        while true {
            var line: UnsafeMutablePointer<CChar>?
            let length = PQgetCopyData(session, &line, 1)
            if let line {
                defer { PQfreemem(line) }
                do {
                    try body([UInt8](UnsafeRawBufferPointer(start: line, count: Int(length))))
                } catch {
                    // What the server still wants to send is of no use; a new connection is cheaper than reading it.
                    isBroken = true
                    throw error
                }
            } else if length == 0 {
                try sleep(writing: false)
            } else {
                break
            }
        }
        _ = try collect(header.text)
    }

    private func startCopy(_ header: SQL, expecting status: ExecStatusType) throws {
        guard header.parameters.isEmpty else { throw PostgresError.misuse("COPY takes no parameters") }
        try flush()
        try beginExchange()
        guard PQsendQuery(session, header.text) == 1 else { throw lost() }
        try awaitResult()
        guard let result = PQgetResult(session) else { throw lost() }
        defer { PQclear(result) }
        if PQresultStatus(result) == status { return }
        let failed =
            PQresultStatus(result) == PGRES_FATAL_ERROR
            ? failure(result, statement: header.text) : PostgresError.misuse("not a COPY in this direction: \(header.text)")
        switch PQresultStatus(result) {
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH: isBroken = true
        default: if !isBroken { _ = try? collect(header.text) }
        }
        throw failed
    }

    private func put(_ buffer: inout [UInt8]) throws {
        if interrupt.isCancelled(lease.turn) { throw CancellationError() }
        if buffer.isEmpty { return }
        while true {
            let taken = buffer.withUnsafeBytes { bytes in
                PQputCopyData(session, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
            }
            if taken == 1 { break }
            guard taken == 0 else { throw lost() }
            try sleep(writing: true)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func endCopy(because reason: String?) throws {
        while true {
            let taken = PQputCopyEnd(session, reason)
            if taken == 1 { return }
            guard taken == 0 else { throw lost() }
            try sleep(writing: true)
        }
    }
}

/// Rows are collected up to this many bytes before libpq sees them.
private let chunk = 32768

/// One field of COPY's text format: `\N` is NULL; backslash and the separators are escaped. Lengths are UTF-8 bytes.
private func appendField(_ text: String?, to buffer: inout [UInt8]) throws(PostgresError) {
    guard let text else {
        buffer.append(contentsOf: "\\N".utf8)
        return
    }
    for byte in text.utf8 {
        switch byte {
        case 0: throw .nulInText(parameter: 0)
        case UInt8(ascii: "\\"): buffer.append(contentsOf: "\\\\".utf8)
        case UInt8(ascii: "\n"): buffer.append(contentsOf: "\\n".utf8)
        case UInt8(ascii: "\r"): buffer.append(contentsOf: "\\r".utf8)
        case UInt8(ascii: "\t"): buffer.append(contentsOf: "\\t".utf8)
        default: buffer.append(byte)
        }
    }
}
