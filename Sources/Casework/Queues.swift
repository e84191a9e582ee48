import Law
import Postgres
import Records

/// The program's own rounds: the outbox, the deadlines, what has expired.
public struct Queues: Sendable {
    let casework: Casework

    public struct Message: Sendable {
        public var id: Int64
        public var topic: String
        /// JSON: ids only.
        public var payload: String
        public var attempts: Int
    }

    /// Takes waiting messages; whoever does not answer within `lease` seconds gives them back.
    public func claim(most: Int = 50, lease: Int = 60) async throws -> [Message] {
        try await casework.write(by: .system(job: "outbox")) { work in
            let until = Instant(microseconds: work.now.microseconds + Int64(lease) * 1_000_000)
            return try MachineryRecords.claimMessages(work.db, most: most, now: work.now, until: until).map {
                Message(id: $0.id, topic: $0.topic, payload: $0.payload.text, attempts: $0.attempts)
            }
        }
    }

    /// Notes messages as delivered.
    public func complete(_ messages: [Int64]) async throws {
        if messages.isEmpty { return }
        try await casework.write(by: .system(job: "outbox")) { work in
            try MachineryRecords.complete(work.db, messages: messages, now: work.now)
        }
    }

    /// Gives messages back that were taken and not tried.
    public func release(_ messages: [Int64]) async throws {
        if messages.isEmpty { return }
        try await casework.write(by: .system(job: "outbox")) { work in try MachineryRecords.release(work.db, messages: messages) }
    }

    /// Puts a message back with a growing pause: 2, 4, 8 … seconds, at most an hour.
    public func fail(_ message: Message, error: String) async throws {
        let pause = Int64(min(3600, 1 << min(message.attempts, 12)))
        try await casework.write(by: .system(job: "outbox")) { work in
            try MachineryRecords.fail(
                work.db, message: message.id, error: String(error.prefix(300)),
                retryAt: Instant(microseconds: work.now.microseconds + pause * 1_000_000))
        }
    }

    /// Notes each clock that has passed its due date: one entry in the case's journal and one message per firing, never twice.
    /// Clocks that end by themselves are ended.
    /// - Returns: how many clocks were reported now.
    public func sweepDeadlines(most: Int = 100) async throws -> Int {
        try await casework.write(by: .system(job: "deadlines")) { work in
            _ = try CaseRecords.lapseExpired(work.db, today: work.today)
            let due = try CaseRecords.claimOverdue(work.db, today: work.today, most: most)
            var fired = 0
            for clock in due.sorted(by: { ($0.caseID, $0.id) < ($1.caseID, $1.id) }) {
                do {
                    try work.db.savepoint { try work.fire(clock) }
                    fired += 1
                } catch is Problem {
                    // a case that cannot take the entry now stays unfired and is tried again; the others go on
                }
            }
            return fired
        }
    }

    /// Forgets expired browser sessions and idempotency keys older than a week.
    public func forgetExpired() async throws {
        try await casework.write(by: .system(job: "expiry")) { work in
            _ = try OfficeRecords.forgetExpiredSessions(work.db, now: work.now)
            _ = try MachineryRecords.forgetOldKeys(
                work.db, before: Instant(microseconds: work.now.microseconds - 7 * 86_400_000_000))
        }
    }

    /// True when the database answers.
    public func ready() async -> Bool {
        do {
            try await casework.pool.read { db in try MachineryRecords.answer(db) }
            return true
        } catch {
            return false
        }
    }
}

extension Work {
    /// One entry in the case's journal and one message for a clock that has passed its due date.
    func fire(_ clock: CaseRecords.ClockRow) throws {
        try systemStep(ProcedureVersion.deadlinePassed, on: today, case: clock.caseID)
        try informSuperior(after: clock)
        try CaseRecords.markFired(db, clock: clock.id, now: now)
        try db.run(
            MachineryRecords.post(
                topic: "deadline", firingKey: "deadline:\(clock.id):\(clock.due.iso)",
                payload: JSONB("{\"case\": \(clock.caseID), \"clock\": \(clock.id), \"due\": \"\(clock.due.iso)\"}"), now: now))
    }
}
