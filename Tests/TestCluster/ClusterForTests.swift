import Foundation
import Synchronization

/// A private PostgreSQL cluster: a Unix socket in a directory of its own, no network, no fsync.
///
/// The server is the child of a shell that waits for the end of its standard input. When the test process ends, however
/// it ends, the pipe closes, the shell stops the server and removes the directory: nothing is left behind.
public final class ClusterForTests: Sendable {
    /// Where the socket (port 5432) lies.
    public let directory: String
    private let process: Mutex<Process?>
    private let input: Mutex<Pipe?>

    /// The cluster that ordinary tests share: one that `TIEPDAN_TEST_CLUSTER` names, or a private one.
    public static let shared: ClusterForTests = {
        if let directory = ProcessInfo.processInfo.environment["TIEPDAN_TEST_CLUSTER"] { return ClusterForTests(running: directory) }
        return try! ClusterForTests()
    }()

    private init(running directory: String) {
        self.directory = directory
        process = Mutex(nil)
        input = Mutex(nil)
    }

    /// A fresh cluster, for tests that stop it.
    public init() throws {
        directory = "/tmp/tiepdan-pg-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        process = Mutex(nil)
        input = Mutex(nil)
        try shell(
            "mkdir -m 700 \(directory) && \(tools)/initdb -D \(directory)/data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null"
        )
        try start()
    }

    public func conninfo(user: String = "postgres", database: String = "postgres") -> String {
        "host=\(directory) port=5432 user=\(user) dbname=\(database)"
    }

    public func start() throws {
        let pipe = Pipe()
        let server = command(
            """
            \(tools)/postgres -D \(directory)/data -k \(directory) -c listen_addresses= -c fsync=off -c full_page_writes=off \
            -c synchronous_commit=off -c max_connections=60 -c shared_buffers=32MB -c log_min_messages=fatal -c log_destination=stderr \
            </dev/null 2>\(directory)/log & server=$!
            while read -r word; do [ "$word" = keep ] && kept=1 && break; done
            kill -INT $server 2>/dev/null; wait $server
            [ -n "$kept" ] || rm -rf \(directory)
            """)
        server.standardInput = pipe
        try launch(server)
        process.withLock { $0 = server }
        input.withLock { $0 = pipe }
        try shell("for i in $(seq 200); do \(tools)/pg_isready -q -h \(directory) && exit 0; sleep 0.05; done; exit 1")
    }

    /// Stops the server with SIGINT (fast) and keeps the data.
    public func stop() {
        input.withLock { input in
            try? input?.fileHandleForWriting.write(contentsOf: Data("keep\n".utf8))
            try? input?.fileHandleForWriting.close()
            input = nil
        }
        process.withLock { $0?.waitUntilExit() }
    }

    deinit {
        guard process.withLock({ $0 != nil }) else { return }
        input.withLock { try? $0?.fileHandleForWriting.close() }
        process.withLock { $0?.waitUntilExit() }
    }
}

private let tools = "/usr/lib/postgresql/15/bin"

/// A shell of the user `postgres`: PostgreSQL refuses to run as root.
private func command(_ text: String) -> Process {
    let process = Process()
    let isRoot = getuid() == 0
    process.executableURL = URL(fileURLWithPath: isRoot ? "/usr/sbin/runuser" : "/bin/sh")
    process.arguments = isRoot ? ["-u", "postgres", "--", "/bin/sh", "-c", text] : ["-c", text]
    process.currentDirectoryURL = URL(fileURLWithPath: "/tmp")
    return process
}

/// Threads of libdispatch block most signals and a child inherits that: a shell without SIGCHLD never sees its child end.
private func launch(_ process: Process) throws {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
}

private func shell(_ text: String) throws {
    let process = command(text)
    process.standardInput = FileHandle.nullDevice
    try launch(process)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ShellFailure(command: text, status: process.terminationStatus) }
}

struct ShellFailure: Error {
    let command: String
    let status: Int32
}
