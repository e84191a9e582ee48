import CPostgres

extension Connection {
    /// Runs one statement, taking the pending ones along.
    func execute(_ sql: SQL, shielded: Bool = false) throws -> Answer {
        let repeatable = PQtransactionStatus(session) == PQTRANS_IDLE && pending.isEmpty
        do {
            return try attempt(sql, shielded: shielded)
        } catch PostgresError.server(let error) where error.isStaleStatement && repeatable {
            // Outside of a transaction nothing happened: prepare anew and run it once more.
            return try attempt(sql, shielded: shielded)
        }
    }

    private func attempt(_ sql: SQL, shielded: Bool) throws -> Answer {
        guard pending.isEmpty else { return try last(pipeline([sql], shielded: shielded)) }
        try ParameterBuffer.check(sql.parameters)
        parameters.fill(sql.parameters)
        guard let entry = statements.find(sql.text, parameters.oids) else {
            return try last(pipeline([sql], shielded: shielded))
        }
        try beginExchange(shielded: shielded)
        try send(entry)
        return try collect(sql.text)
    }

    private func last(_ answers: [Answer]) throws -> Answer {
        guard let answer = answers.last else { throw PostgresError.misuse("no statement, no answer") }
        return answer
    }

    /// Sends Bind and Execute of a prepared statement with the parameters in the buffer.
    private func send(_ entry: StatementCache.Entry) throws {
        let sent = parameters.lend { count, values, lengths, formats in
            PQsendQueryPrepared(session, entry.name, count, values, lengths, formats, 1)
        }
        guard sent == 1 else { throw lost() }
    }

    /// Takes all results of the statement outside of a pipeline; answers with the last.
    func collect(_ statement: String) throws -> Answer {
        var answer: Answer?
        var failed: (any Error)?
        while true {
            try awaitResult()
            guard let result = PQgetResult(session) else { break }
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                answer = Answer(owning: result, statement: statement)
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                PQclear(result)
                isBroken = true
                throw PostgresError.misuse("COPY goes through copyIn and copyOut")
            default:
                if failed == nil { failed = failure(result, statement: statement) }
                PQclear(result)
            }
        }
        if let failed { throw failed }
        guard let answer else { throw lost() }
        return answer
    }

    /// Sends the pending statements and these in pipeline mode with one Sync: one round trip. Answers for all of them.
    ///
    /// Statements not prepared yet are parsed in the same pipeline, and recorded when the server answered their Parse.
    func pipeline(_ new: [SQL], shielded: Bool = false) throws -> [Answer] {
        for sql in new { try ParameterBuffer.check(sql.parameters) }
        let batch = pending + new
        pending.removeAll(keepingCapacity: true)
        preamble = 0
        failedStatement = nil
        try beginExchange(shielded: shielded)
        guard PQenterPipelineMode(session) == 1 else { throw lost() }
        var steps: [Step] = []
        steps.reserveCapacity(batch.count + 4)
        for name in statements.doomed {
            guard PQsendQueryParams(session, "deallocate \(name)", 0, nil, nil, nil, nil, 0) == 1 else { throw lost() }
            steps.append(.deallocate(name))
        }
        var parsing: [String: StatementCache.Entry] = [:]
        for (index, sql) in batch.enumerated() {
            parameters.fill(sql.parameters)
            let entry: StatementCache.Entry
            if let known = statements.find(sql.text, parameters.oids) {
                entry = known
            } else if let sent = parsing[sql.text], sent.oids == parameters.oids {
                entry = sent
            } else {
                entry = statements.makeEntry(parameters.oids)
                parsing[sql.text] = entry
                let sent = entry.oids.withUnsafeBufferPointer {
                    PQsendPrepare(session, entry.name, sql.text, Int32($0.count), $0.baseAddress)
                }
                guard sent == 1 else { throw lost() }
                steps.append(.parse(entry, index))
            }
            try send(entry)
            steps.append(.execute(index))
        }
        guard PQpipelineSync(session) == 1 else { throw lost() }
        return try read(steps, of: batch)
    }

    private enum Step {
        case deallocate(String)
        case parse(StatementCache.Entry, Int)
        case execute(Int)
    }

    private func read(_ steps: [Step], of batch: [SQL]) throws -> [Answer] {
        var answers: [Answer] = []
        answers.reserveCapacity(batch.count)
        var failed: (any Error)?
        for step in steps {
            try awaitResult()
            guard let result = PQgetResult(session) else { throw lost() }
            let (text, index) = label(step, of: batch)
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                switch step {
                case .execute: answers.append(Answer(owning: result, statement: text))
                case .parse(let entry, _):
                    statements.record(entry, for: text)
                    PQclear(result)
                case .deallocate(let name):
                    statements.deallocated(name)
                    PQclear(result)
                }
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                PQclear(result)
                isBroken = true
                throw PostgresError.misuse("COPY goes through copyIn and copyOut")
            default:
                if failed == nil && PQresultStatus(result) != PGRES_PIPELINE_ABORTED {
                    failedStatement = index
                    failed = failure(result, statement: text)
                }
                PQclear(result)
                if isBroken, let failed { throw failed }
            }
            try awaitResult()
            if let surplus = PQgetResult(session) {
                PQclear(surplus)
                throw lost()
            }
        }
        try awaitResult()
        let sync = PQgetResult(session)
        defer { PQclear(sync) }
        guard PQresultStatus(sync) == PGRES_PIPELINE_SYNC, PQexitPipelineMode(session) == 1 else { throw failed ?? lost() }
        if let failed { throw failed }
        return answers
    }

    private func label(_ step: Step, of batch: [SQL]) -> (String, Int) {
        switch step {
        case .deallocate: ("deallocate", -1)
        case .parse(_, let index), .execute(let index): (batch[index].text, index)
        }
    }
}
