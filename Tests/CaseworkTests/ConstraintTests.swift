import Postgres
import TestSupport
import Testing

@testable import Casework

/// A constraint of the schema that an input could hit is an answer to the person who asked, never a fault of the program.
@Suite struct ConstraintTests {
    private struct Constraint: RowDecodable, Sendable {
        var name: String
        var table: String
        var code: String
        init(_ row: Row) throws(DecodeError) {
            name = try row["name"]
            table = try row["table"]
            code = try row["code"]
        }
    }

    @Test func everyConstraintOfTheSchemaHasAnAnswer() async throws {
        try await TestWorld.lease { world in
            let constraints = try await world.superuser.read { db in
                try db.all(
                    """
                    select c.conname::text as name, t.relname::text as table,
                           case c.contype when 'c' then '23514' when 'f' then '23503' when 'x' then '23P01' else '23505' end as code
                      from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
                     where n.nspname = 'tiepdan'
                       and (has_table_privilege('tiepdan_app', t.oid, 'insert') or has_any_column_privilege('tiepdan_app', t.oid, 'insert, update'))
                    union all
                    select i.relname, t.relname, '23505'
                      from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid join pg_namespace n on n.oid = t.relnamespace
                     where n.nspname = 'tiepdan' and x.indisunique and not exists (select from pg_constraint c where c.conindid = x.indexrelid)
                     order by 1
                    """, as: Constraint.self)
            }
            #expect(constraints.count > 60)
            for constraint in constraints where constraint.name != "idempotency_pkey" {
                let answer = try await answer(world, code: constraint.code, constraint: constraint.name)
                #expect(
                    answer?.kind == (constraint.code == "23505" || constraint.code == "23P01" ? .conflict : .refused),
                    "\(constraint.table).\(constraint.name)")
                #expect(answer?.message.isEmpty == false)
            }
        }
    }

    @Test func everyCodeHasItsFamily() async throws {
        let families: [(String, Problem.Kind)] = [
            ("TD001", .refused), ("TD002", .conflict), ("TD003", .refused), ("TD404", .missing), ("22001", .refused), ("22003", .refused),
            ("22007", .refused), ("22008", .refused), ("22021", .refused), ("22P02", .refused), ("22P05", .refused),
            ("40001", .unavailable),
            ("40P01", .unavailable), ("55P03", .unavailable), ("57014", .unavailable), ("57P01", .unavailable), ("53300", .unavailable),
            ("08006", .unavailable),
        ]
        try await TestWorld.lease { world in
            for (code, kind) in families {
                let answer = try await answer(world, code: code, constraint: "x")
                #expect(answer?.kind == kind, "\(code)")
            }
        }
    }

    @Test func whatNobodyCanCauseByTypingStaysAFault() async throws {
        try await TestWorld.lease { world in
            for code in ["XX000", "42P01", "42501", "23502", "TD009"] {
                await #expect(throws: PostgresError.self) { try await answer(world, code: code, constraint: "x") }
            }
        }
    }

    private func answer(_ world: TestWorld, code: String, constraint: String) async throws -> Problem? {
        try await problem {
            try await world.casework.write(by: .system(job: "probe")) { work in
                try work.db.script("do $$ begin raise exception 'x' using errcode = '\(code)', constraint = '\(constraint)'; end $$")
            }
        }
    }
}
