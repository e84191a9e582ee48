import Postgres
import Testing

@Suite(.serialized) struct InterruptionTests {
    @Test func `a storm of cancellations hits no innocent`() async throws {
        try await withPool(lanes: 1) { pool in
            var cancelled = 0
            for round in 0..<400 {
                let victim = Task {
                    try await pool.read { try $0.run("select pg_sleep(\(round % 3 == 0 ? 0 : 0.5))") }
                }
                if round % 2 == 0 { await Task.yield() } else { try await Task.sleep(for: .microseconds(round * 37 % 3000)) }
                victim.cancel()
                let innocent = try await pool.read { try $0.value("select count(*) from generate_series(1, 500)", as: Int.self) }
                #expect(innocent == 500)
                do { _ = try await victim.value } catch is CancellationError { cancelled += 1 }
            }
            #expect(cancelled > 100)
            let seen = pool.observations
            #expect(seen.connects == 1, "a cancellation cost a connection")
            #expect(seen.inUse == 0 && seen.waiting == 0)
        }
    }

    @Test func `a cancelled transaction leaves nothing behind`() async throws {
        try await withPool(lanes: 1) { pool in
            try await pool.bare { try $0.script("drop table if exists gone; create table gone (id int)") }
            let task = Task {
                try await pool.write { db in
                    try db.run("insert into gone values (1)")
                    try db.run("select pg_sleep(10)")
                }
            }
            try await Task.sleep(for: .milliseconds(100))
            let start = ContinuousClock.now
            task.cancel()
            let error = await failure { _ = try await task.value }
            #expect(error is CancellationError)
            #expect(ContinuousClock.now - start < .seconds(1))
            let rows = try await pool.read { try $0.value("select count(*) from gone", as: Int.self) }
            #expect(rows == 0)
            #expect(pool.observations.connects == 1)
        }
    }

    @Test func `a deadline ends a slow statement`() async throws {
        for sendsCancel in [true, false] {
            try await withPool(lanes: 1, { $0.sendsCancel = sendsCancel }) { pool in
                try await pool.bare { try $0.run("select 1") }
                let start = ContinuousClock.now
                let error = await failure { _ = try await pool.read(deadline: .milliseconds(200)) { try $0.run("select pg_sleep(10)") } }
                let took = ContinuousClock.now - start
                guard case PostgresError.deadlineExceeded? = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(took > .milliseconds(190) && took < .seconds(1))
                let alive = try await pool.read { try $0.value("select 1", as: Int.self) }
                #expect(alive == 1)
                #expect(pool.observations.reconnects == (sendsCancel ? 0 : 1))
            }
        }
    }

    @Test func `the server's own limit has its own error`() async throws {
        try await withPool(lanes: 1, { $0.statementTimeout = .milliseconds(100) }) { pool in
            let error = await failure { _ = try await pool.read { try $0.run("select pg_sleep(10)") } }
            guard case PostgresError.statementTimeout? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func `serialization failures and deadlocks are run again`() async throws {
        try await withPool(lanes: 2) { pool in
            try await pool.bare {
                try $0.script(
                    "drop table if exists crossed; create table crossed (id int primary key, n int); insert into crossed values (1, 0), (2, 0)"
                )
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (first, second) in [(1, 2), (2, 1)] {
                    group.addTask {
                        for _ in 1...3 {
                            try await pool.write { db in
                                try db.run("set local deadlock_timeout = '20ms'")
                                try db.run("update crossed set n = n + 1 where id = \(first)")
                                try db.run("select pg_sleep(0.05)")
                                try db.run("update crossed set n = n + 1 where id = \(second)")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let counts = try await pool.read { try $0.values("select n from crossed", as: Int.self) }
            #expect(counts == [6, 6])
            #expect(pool.observations.retries > 0)
            let attempts = Counter()
            let error = await failure {
                try await pool.write { db in
                    attempts.add()
                    try db.run("do $$ begin raise sqlstate '40001'; end $$")
                }
            }
            #expect((error as? PostgresError)?.code == .serializationFailure)
            #expect(attempts.count == 4)
        }
    }
}
