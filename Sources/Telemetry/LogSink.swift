import Glibc
import Synchronization

/// Where finished log lines go, one call per line, the newline not included.
public struct LogSink: Sendable {
    let write: @Sendable (String) -> Void

    public init(_ write: @escaping @Sendable (String) -> Void) {
        self.write = write
    }

    /// Standard error, written through without a buffer: a line that was logged before a crash is there after it.
    public static let standardError = LogSink { line in
        let bytes = Array(line.utf8) + [UInt8(ascii: "\n")]
        standardErrorLock.withLock { _ in
            var rest = bytes
            while !rest.isEmpty {
                let written = Glibc.write(STDERR_FILENO, rest, rest.count)
                if written > 0 {
                    rest.removeFirst(written)
                } else if errno != EINTR {
                    // Nobody is left to tell.
                    return
                }
            }
        }
    }
}

/// Keeps a long line from being interleaved with another when the pipe takes it in pieces.
private let standardErrorLock = Mutex(())
