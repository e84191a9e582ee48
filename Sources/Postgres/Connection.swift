import CPostgres

/// One connection to PostgreSQL, living on one lane. Not Sendable: it stays inside the closure that received it.
///
/// Its calls are ordinary synchronous calls. While one waits, the lane sleeps in poll(2) on the socket and on the
/// lane's `Interrupt`, so that a deadline or a cancelled task ends the wait. Statements queued with `later`, and the
/// BEGIN of the transaction, travel with the next statement in one round trip.
public final class Connection {
    let session: OpaquePointer
    let interrupt: Interrupt
    let limits: Limits
    let notices: NoticeBuffer
    /// When to replace this connection, however well it works.
    let retiresAt: Moment
    var statements: StatementCache
    var parameters = ParameterBuffer()
    /// Statements that wait for the next round trip.
    var pending: [SQL] = []
    /// How many of `pending` are BEGIN and settings: alone they are not worth a round trip.
    var preamble = 0
    var savepoints = 0
    /// The socket is of no more use; the lane closes the connection when the closure returns.
    var isBroken = false
    /// Which statement of the last failed pipeline failed: tells a failure before COMMIT from one in COMMIT.
    var failedStatement: Int?
    var lease = Lease(turn: 0, deadline: nil)
    var exchange = Exchange(limit: Moment(nanoseconds: .max))

    /// What holds for every statement of this connection.
    struct Limits {
        /// How long the server may take for one statement before the lane gives up on it; nil waits for ever.
        var statement: Duration?
        /// Whether a running statement is cancelled (a second, before libpq 17 unencrypted, connection) or its connection closed.
        var sendsCancel: Bool
    }

    /// Whose turn it is, and until when.
    struct Lease {
        var turn: Int
        var deadline: Moment?
    }

    init(adopting session: OpaquePointer, interrupt: Interrupt, limits: Limits, cache: Int, retiresAt: Moment) {
        self.session = session
        self.interrupt = interrupt
        self.limits = limits
        self.retiresAt = retiresAt
        statements = StatementCache(capacity: cache)
        notices = NoticeBuffer()
        notices.attach(to: session)
        PQsetnonblocking(session, 1)
    }

    deinit { PQfinish(session) }

    // MARK: Questions

    /// Every row of the answer.
    public func all<T: RowDecodable>(_ sql: SQL, as: T.Type = T.self) throws -> [T] { try execute(sql).all() }

    /// The first row, or nil.
    public func first<T: RowDecodable>(_ sql: SQL, as: T.Type = T.self) throws -> T? { try execute(sql).first() }

    /// Exactly one row; none, or more, is `wrongRowCount`.
    public func one<T: RowDecodable>(_ sql: SQL, as: T.Type = T.self) throws -> T { try execute(sql).one() }

    /// The first column of exactly one row.
    public func value<V: PostgresValue>(_ sql: SQL, as: V.Type = V.self) throws -> V { try execute(sql).value() }

    /// The first column of at most one row.
    public func valueIfAny<V: PostgresValue>(_ sql: SQL, as: V.Type = V.self) throws -> V? { try execute(sql).valueIfAny() }

    /// The first column of every row.
    public func values<V: PostgresValue>(_ sql: SQL, as: V.Type = V.self) throws -> [V] { try execute(sql).values() }

    /// Runs a statement and returns the number of affected rows.
    @discardableResult
    public func run(_ sql: SQL) throws -> Int { try execute(sql).affected }

    // MARK: Batches

    /// Runs the statements in one round trip and returns the affected rows of each. The first that fails ends the
    /// batch; outside of a transaction the batch is one transaction of its own.
    @discardableResult
    public func batch(_ statements: [SQL]) throws -> [Int] { try answers(statements).map(\.affected) }

    /// Like `batch`, with the answers to read: `let a = try db.answers([…]); let id: Int64 = try a[0].value()`.
    public func answers(_ statements: [SQL]) throws -> [Answer] {
        guard !statements.isEmpty else { return [] }
        return Array(try pipeline(statements).suffix(statements.count))
    }

    /// Queues a statement whose answer does not matter. It travels with the next statement, or with COMMIT, and costs
    /// no round trip of its own; when it fails, that call throws and nothing is committed.
    public func later(_ sql: SQL) throws {
        try ParameterBuffer.check(sql.parameters)
        pending.append(sql)
    }

    /// Notices and warnings since the last call.
    public func takeNotices() -> [ServerNotice] { notices.take() }
}

/// Collects notices. The default receiver of libpq prints them to standard error.
final class NoticeBuffer {
    private var notices: [ServerNotice] = []
    /// Nobody may ever ask: keep the last few.
    private let capacity = 64

    /// Called on the lane's thread from inside libpq: it only appends.
    func attach(to session: OpaquePointer) {
        PQsetNoticeReceiver(
            session,
            { buffer, result in
                guard let buffer, let result else { return }
                Unmanaged<NoticeBuffer>.fromOpaque(buffer).takeUnretainedValue().append(result)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func append(_ result: OpaquePointer) {
        func field(_ code: UInt8) -> String { PQresultErrorField(result, Int32(code)).map { String(cString: $0) } ?? "" }
        if notices.count == capacity { notices.removeFirst() }
        notices.append(
            ServerNotice(
                code: SQLState(rawValue: field(UInt8(ascii: "C"))), severity: field(UInt8(ascii: "V")),
                message: field(UInt8(ascii: "M"))))
    }

    func take() -> [ServerNotice] {
        defer { notices.removeAll() }
        return notices
    }
}
