import CPostgres

/// How a pool connects and how long it waits.
public struct PoolConfiguration: Sendable {
    /// libpq's connection string, or a `postgresql://` address; empty means libpq's environment and defaults.
    public var conninfo: String
    /// Most connections at a time; each is a thread asleep most of its life. 8 to 16 on two cores.
    public var lanes: Int
    /// How long a caller waits for a free lane.
    public var acquireTimeout: Duration
    /// The server's `statement_timeout`; the lane waits two seconds longer. Zero: no limit (migrations).
    public var statementTimeout: Duration
    /// The server's `lock_timeout`. Zero: no limit.
    public var lockTimeout: Duration
    /// The server's `idle_in_transaction_session_timeout`. Zero: no limit.
    public var idleInTransactionTimeout: Duration
    /// Longest time for one attempt to connect.
    public var connectTimeout: Duration
    /// Longest pause between two attempts while the server is down.
    public var longestBackoff: Duration
    /// A connection is replaced after this time, or up to a fifth earlier, so that not all are replaced at once.
    public var lifetime: Duration
    /// Prepared statements kept per connection.
    public var statementCache: Int
    /// Whether a running statement is cancelled by a second connection, which libpq before version 17 does not encrypt.
    /// When false, the connection itself is closed.
    public var sendsCancel: Bool
    /// What `pg_stat_activity` shows.
    public var applicationName: String
    /// Further settings for the whole life of a connection (`TimeZone`, `search_path`).
    public var settings: [SessionSetting]

    public init(
        conninfo: String, lanes: Int = 8, acquireTimeout: Duration = .seconds(5), statementTimeout: Duration = .seconds(10),
        lockTimeout: Duration = .seconds(5), idleInTransactionTimeout: Duration = .seconds(30),
        connectTimeout: Duration = .seconds(5), longestBackoff: Duration = .seconds(2), lifetime: Duration = .seconds(3600),
        statementCache: Int = 256, sendsCancel: Bool = true, applicationName: String = "tiepdan", settings: [SessionSetting] = []
    ) {
        self.conninfo = conninfo
        self.lanes = max(1, lanes)
        self.acquireTimeout = acquireTimeout
        self.statementTimeout = statementTimeout
        self.lockTimeout = lockTimeout
        self.idleInTransactionTimeout = idleInTransactionTimeout
        self.connectTimeout = connectTimeout
        self.longestBackoff = longestBackoff
        self.lifetime = lifetime
        self.statementCache = max(1, statementCache)
        self.sendsCancel = sendsCancel
        self.applicationName = applicationName
        self.settings = settings
    }

    /// What libpq is told: the connection string, overridden by what this client needs.
    func startupParameters() throws(PostgresError) -> [(String, String)] {
        let given = try parsed()
        var options = given["options"].map { [$0] } ?? []
        func option(_ name: String, _ value: String) {
            var escaped = ""
            for character in value {
                if character == " " || character == "\\" { escaped.append("\\") }
                escaped.append(character)
            }
            options.append("-c \(name)=\(escaped)")
        }
        option("statement_timeout", "\(statementTimeout.milliseconds)")
        option("lock_timeout", "\(lockTimeout.milliseconds)")
        option("idle_in_transaction_session_timeout", "\(idleInTransactionTimeout.milliseconds)")
        for setting in settings { option(setting.name.description, setting.value) }
        var parameters = [
            ("dbname", conninfo), ("application_name", applicationName), ("client_encoding", "UTF8"),
            ("options", options.joined(separator: " ")),
        ]
        // A silent death of the server's machine is noticed within a minute.
        for (word, value) in [
            ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"), ("tcp_user_timeout", "30000"),
        ] where given[word] == nil { parameters.append((word, value)) }
        return parameters
    }

    private func parsed() throws(PostgresError) -> [String: String] {
        var message: UnsafeMutablePointer<CChar>?
        guard let list = PQconninfoParse(conninfo, &message) else {
            defer { PQfreemem(message) }
            // libpq's message quotes the string, which may hold a password.
            throw .unreachable("the connection string is not well formed")
        }
        defer { PQconninfoFree(list) }
        var words: [String: String] = [:]
        var option = list
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { words[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return words
    }
}
