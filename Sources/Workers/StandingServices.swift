public import Casework
public import Documents
public import Logging
public import ServiceLifecycle

/// How often each worker looks for work.
public struct WorkerIntervals: Sendable, Equatable {
    public var deadlines: Duration
    public var sessions: Duration
    public var outbox: Duration
    public var expiry: Duration
    public var handOvers: Duration
    public var digests: Duration

    public init(
        deadlines: Duration = .seconds(60), sessions: Duration = .seconds(180), outbox: Duration = .seconds(2),
        expiry: Duration = .seconds(3600), handOvers: Duration = .seconds(300), digests: Duration = .seconds(300)
    ) {
        self.deadlines = deadlines
        self.sessions = sessions
        self.outbox = outbox
        self.expiry = expiry
        self.handOvers = handOvers
        self.digests = digests
    }
}

/// All workers of a daemon, ready for its `ServiceGroup`. Several daemons on one database may run them at once: what one has taken, the
/// others pass over.
public func standingServices(
    casework: Casework, documents: Documents, intervals: WorkerIntervals = WorkerIntervals(),
    clock: any Clock<Duration> = ContinuousClock(),
    logger: Logger
) -> [any Service] {
    func round(_ name: String, _ interval: Duration) -> Round { Round(name, every: interval, clock: clock, logger: logger) }
    let inApp = InAppDelivery(logger: logger)
    return [
        DeadlineSweep(casework, round: round("deadlines", intervals.deadlines)),
        RegularSessions(casework, round: round("regular-sessions", intervals.sessions)),
        HandOvers(casework, round: round("hand-overs", intervals.handOvers)),
        Digests(casework, round: round("digests", intervals.digests)),
        OutboxDelivery(
            casework.queues,
            deliveries: [
                "notice": inApp, "deadline": inApp, "digest": DigestDelivery(logger: logger),
                "register.issued": RegisterRendering(casework, documents: documents, logger: logger),
            ], round: round("outbox", intervals.outbox)),
        Expiry(casework, round: round("expiry", intervals.expiry)),
    ]
}
