import Law
import Postgres
import Records

extension Work {
    /// Runs a part of the transaction as the program itself; the officer's scope returns afterwards.
    @discardableResult
    func asSystem<R>(_ body: (Work) throws -> R) throws -> R {
        if case .system = actor { return try body(self) }
        let was = Casework.scope(of: actor).actor
        try Scope.act(db, as: "system")
        let result = try body(Work(db: db, reference: reference, now: now, actor: .system(job: "follow"), random: random))
        try Scope.act(db, as: was)
        return result
    }

    /// A step that the program takes by itself on a case.
    @discardableResult
    func systemStep(_ event: String, on day: Day, case id: Int64, declared: [String: FactValue] = [:]) throws -> Step {
        let held = try lock(id)
        let step = try decide(event, on: day, held, declared: declared)
        try record(step, of: held.version, on: id, seq: held.context.seq + 1, day: day, declared: declared)
        return step
    }
}
