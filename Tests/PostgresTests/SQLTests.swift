import Postgres
import Testing

/// What cannot be tested here because it does not compile: `SQL(stringLiteral: someString)`, `let sql: SQL = someString`,
/// `"…" + someString as SQL`.
@Suite struct SQLTests {
    @Test func `values become placeholders and never text`() {
        let office = 7
        let name = "Nguyễn Văn A'; drop table x; --"
        let sql: SQL = "select 1 from petition where office = \(office) and name = \(name)"
        #expect(sql.text == "select 1 from petition where office = $1 and name = $2")
        #expect("\(sql)" == sql.text)
    }

    @Test func `fragments nest and are renumbered`() {
        let inner: SQL = "and kind = \("complaint") and id > \(10)"
        let filter: SQL = "\(inner) and open = \(true)"
        let sql: SQL = "select * from t where office = \(7) \(filter) limit \(50)"
        #expect(sql.text == "select * from t where office = $1 and kind = $2 and id > $3 and open = $4 limit $5")
    }

    @Test func `a dollar in a literal or in a quoted string is left alone`() {
        let fragment: SQL = "name = '$1 đồng' and id = \(1)"
        let sql: SQL = "select \(2), '$9' where \(fragment)"
        #expect(sql.text == "select $1, '$9' where name = '$1 đồng' and id = $2")
    }

    @Test func `fragments join and add`() {
        let filters: [SQL] = ["a = \(1)", "b is null", "c = any(\([1, 2]))"]
        #expect(filters.joined(separator: " and ").text == "a = $1 and b is null and c = any($2)")
        var sql: SQL = "select 1"
        sql += " where x = \(1)"
        #expect((sql + " or y = \(2)").text == "select 1 where x = $1 or y = $2")
        #expect([SQL]().joined().isEmpty)
        #expect(!sql.isEmpty)
    }

    @Test func `more than nine placeholders survive two splicings`() {
        var list = SQL.empty
        for number in 1...12 { list += number == 1 ? "\(number)" : ", \(number)" }
        let sql: SQL = "values (\(0), \(list))"
        #expect(sql.text == "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
    }

    @Test func `a value written to attack the statement is stored as it is`() async throws {
        let attack = "'); drop table pg_class; -- $1 \\ \" \u{1F600}"
        let back = try await withPool { pool in try await pool.read { try $0.value("select \(attack)::text", as: String.self) } }
        #expect(back == attack)
    }

    @Test func `text with NUL is refused before it is sent`() async throws {
        try await withPool(lanes: 1) { pool in
            let error = await failure {
                try await pool.write { db in
                    _ = try db.batch(["create table nul_refused (a text)", "insert into nul_refused values (\(1), \("a\0b"))"])
                }
            }
            guard case PostgresError.nulInText(parameter: 2)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            let inArray = await failure { _ = try await pool.read { try $0.value("select \(["a\0"])::text[]", as: [String].self) } }
            guard case PostgresError.nulInText? = inArray else {
                Issue.record("\(String(describing: inArray))")
                return
            }
        }
    }
}
