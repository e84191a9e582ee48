import NIOCore
import NIOPosix

/// One client on one connection: sends, waits for the whole answer, sends the next, and notes how long each took.
final class Conversation: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How long to talk. Answers before `from` are not counted.
    struct Plan: Sendable {
        var from: NIODeadline
        var until: NIODeadline
        /// At most so many requests.
        var most = Int.max
    }

    /// What came of it.
    struct Outcome: Sendable {
        /// Microseconds from sending to the last byte, of each counted 2xx answer.
        var microseconds: [UInt32] = []
        var refused = 0
        /// Status line and body of the first answer that was not 2xx.
        var firstRefusal: String?
        var last = ByteBuffer()
    }

    private let plan: Plan
    private let next: @Sendable () -> Request
    private let finished: EventLoopPromise<Outcome>
    private var outcome = Outcome()
    private var sent = 0
    private var sentAt = NIODeadline.now()
    private var received = ByteBuffer()
    private var isDone = false

    init(plan: Plan, finished: EventLoopPromise<Outcome>, next: @escaping @Sendable () -> Request) {
        self.plan = plan
        self.finished = finished
        self.next = next
    }

    func channelActive(context: ChannelHandlerContext) { send(context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        received.writeBuffer(&part)
        guard let answer = Answered(received) else {
            if received.readableBytes > 16 << 20 { end(context, BenchFailure("an answer without Content-Length")) }
            return
        }
        let now = NIODeadline.now()
        if !answer.isSuccess {
            outcome.refused += 1
            if outcome.firstRefusal == nil { outcome.firstRefusal = String(buffer: received) }
        } else if now >= plan.from && (now <= plan.until || plan.most < .max) {
            outcome.microseconds.append(UInt32(clamping: (now - sentAt).nanoseconds / 1000))
        }
        if plan.most < .max { outcome.last = received }
        received.clear()
        if now >= plan.until || sent >= plan.most || outcome.refused > 100 {
            isDone = true
            finished.succeed(outcome)
            context.close(promise: nil)
        } else {
            send(context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !isDone { end(context, BenchFailure("the daemon closed the connection")) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { end(context, error) }

    private func send(_ context: ChannelHandlerContext) {
        let request = next()
        sent += 1
        sentAt = .now()
        context.writeAndFlush(wrapOutboundOut(request.bytes), promise: nil)
    }

    private func end(_ context: ChannelHandlerContext, _ error: any Error) {
        if isDone { return }
        isDone = true
        finished.fail(error)
        context.close(promise: nil)
    }

    /// Holds one conversation and waits for its end.
    static func hold(
        _ plan: Plan, port: Int, on loop: any EventLoop, next: @escaping @Sendable () -> Request
    ) -> EventLoopFuture<Outcome> {
        let finished = loop.makePromise(of: Outcome.self)
        ClientBootstrap(group: loop)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Conversation(plan: plan, finished: finished, next: next))
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .whenFailure { finished.fail($0) }
        return finished.futureResult
    }
}

/// A whole answer at the front of a buffer; nil while bytes are missing.
private struct Answered {
    let isSuccess: Bool

    init?(_ buffer: ByteBuffer) {
        let bytes = buffer.readableBytesView
        guard let end = Self.endOfHead(bytes), bytes.count > 12 else { return nil }
        guard let length = Self.contentLength(bytes[bytes.startIndex..<end]), bytes.endIndex - end >= length else { return nil }
        isSuccess = bytes[bytes.startIndex + 9] == UInt8(ascii: "2")
    }

    private static func endOfHead(_ bytes: ByteBufferView) -> Int? {
        var index = bytes.startIndex + 3
        while index < bytes.endIndex {
            if bytes[index] == 10 && bytes[index - 1] == 13 && bytes[index - 2] == 10 && bytes[index - 3] == 13 { return index + 1 }
            index += 1
        }
        return nil
    }

    private static let name = Array("content-length:".utf8)

    private static func contentLength(_ head: ByteBufferView) -> Int? {
        var start = head.startIndex
        while let newline = head[start...].firstIndex(of: 10) {
            start = newline + 1
            guard head.endIndex - start > name.count else { return nil }
            if zip(head[start...], name).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) {
                var length = 0
                for byte in head[(start + name.count)...] where byte != 32 {
                    guard (0x30...0x39).contains(byte) else { break }
                    length = length * 10 + Int(byte - 0x30)
                }
                return length
            }
        }
        return nil
    }
}
