import ArgumentParser
import Foundation
import NIOCore
import NIOPosix

/// Stands between a client and PostgreSQL, passes everything on, and writes down what the client sends: the statements, their
/// values, and where a round trip ends, one JSON line per round trip.
struct Relay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Passes a daemon's database traffic on and writes down what it sends.")

    @Option(help: "folder for the socket of the relay") var listen: String
    @Option(help: "folder of the server's socket") var server: String
    @Option(help: "file for the round trips") var into: String

    static let socketName = "/.s.PGSQL.5432"

    func run() async throws {
        guard FileManager.default.createFile(atPath: into, contents: nil), let file = FileHandle(forWritingAtPath: into) else {
            throw BenchFailure("cannot write \(into)")
        }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let notebook = Notebook(file: file)
        let server = server + Self.socketName
        let channel = try await ServerBootstrap(group: group)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { near in
                ClientBootstrap(group: near.eventLoop)
                    .channelInitializer { far in
                        far.eventLoop.makeCompletedFuture { try far.pipeline.syncOperations.addHandler(Passage(to: near, overhear: nil)) }
                    }
                    .connect(unixDomainSocketPath: server)
                    .flatMapThrowing { far in
                        try near.pipeline.syncOperations.addHandler(Passage(to: far, overhear: notebook))
                    }
                    .flatMap { near.setOption(.autoRead, value: true) }
            }
            .bind(unixDomainSocketPath: listen + Self.socketName, cleanupExistingSocketFile: true).get()
        try await channel.closeFuture.get()
    }
}

/// Where round trips are written down, before they are passed on. All connections share one event loop.
private final class Notebook: Sendable {
    private let file: FileHandle
    init(file: FileHandle) { self.file = file }

    func note(_ trip: WireTrip) throws {
        var line = try JSONEncoder().encode(trip)
        line.append(10)
        try file.write(contentsOf: line)
    }
}

/// One direction of a connection.
private final class Passage: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let peer: any Channel
    private let notebook: Notebook?
    private var reader = WireReader()
    private let connection: Int

    init(to peer: any Channel, overhear notebook: Notebook?) {
        self.peer = peer
        self.notebook = notebook
        connection = ObjectIdentifier(peer).hashValue
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if let notebook {
            do {
                for trip in reader.take(part) { try notebook.note(WireTrip(connection: connection, statements: trip)) }
            } catch {
                context.close(promise: nil)
                return
            }
        }
        peer.write(part, promise: nil)
    }

    func channelReadComplete(context: ChannelHandlerContext) { peer.flush() }
    func channelInactive(context: ChannelHandlerContext) { peer.close(promise: nil) }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
