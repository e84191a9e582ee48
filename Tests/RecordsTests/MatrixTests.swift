import Foundation
import Law
import Postgres
import Records
import TestSupport
import Testing

/// The database refuses exactly what the law does not know, whatever the caller claims: it is asked in plain SQL.
@Suite struct MatrixTests {
    static let rulebook: Rulebook = {
        let folder = TestWorld.root + "/Sources/Law/Procedures"
        let names = try! FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
        return try! Rulebook(names.map { ProcedureText(file: $0, text: try! String(contentsOfFile: folder + "/" + $0, encoding: .utf8)) })
    }()

    /// A usual day for every version; for one whose rows hold for some days only, the first and last of those days too.
    static let asked: [(id: String, day: Day)] = rulebook.versions.flatMap { version in
        let edges = version.transitions.flatMap { [$0.window.since, $0.window.until] }.compactMap { $0 }
        return ([usualDay] + Set(edges).subtracting([usualDay]).sorted()).map { (version.id, $0) }
    }
    static let usualDay = Day(2026, 11, 19)

    @Test(arguments: MatrixTests.asked)
    func theDatabaseAcceptsWhatTheLawSaysAndNothingElse(id: String, day: Day) async throws {
        let version = try #require(Self.rulebook.version(id: id))
        let timed = Set(version.rows.filter { $0.window != Window() }.map { "\($0.from)|\($0.event)" })
        let pairs: Set<String>? = day == Self.usualDay ? nil : timed
        let accepted = try await TestWorld.lease { world in
            let pool = Pool(PoolConfiguration(conninfo: world.conninfo("postgres"), lanes: 1, statementTimeout: .zero))
            defer { Task { await pool.close() } }
            let (procedure, from, revision) = (version.procedure, version.from.date, version.revision)
            return try await pool.write { db in
                let stored = try db.value(
                    "select id from tiepdan.procedure_version where procedure = \(procedure) and effective_from = \(from) and revision = \(revision)::int",
                    as: Int.self)
                try db.script(MatrixScript.attempt)
                try db.script(MatrixScript.text(version: stored, on: day, only: pairs?.sorted()))
                return try db.values("select tuple from probe_accepted order by 1", as: String.self)
            }
        }
        let tried = try #require(accepted.compactMap { $0.hasPrefix("tried|") ? Int($0.dropFirst(6)) : nil }.first)
        #expect(tried > (pairs?.count ?? version.rows.count) * 20)
        let found = Set(accepted.filter { !$0.hasPrefix("tried|") })
        let wanted = Self.expected(version, on: day, only: pairs)
        #expect(found.subtracting(wanted).sorted() == [], "the database accepts what the law does not know")
        #expect(wanted.subtracting(found).sorted() == [], "the database refuses what the law allows")
    }

    /// The law's rows in the probe's spelling; kinds only where the law names some for that state and event.
    ///
    /// A row that leads back stands for the one state from which the probe's case came: the first in the order of the alphabet. It came by
    /// the only step that it ever took, so that this is also the one that can be undone.
    static func expected(_ version: ProcedureVersion, on day: Day, only pairs: Set<String>?) -> Set<String> {
        let named = Set(version.rows.filter { !$0.offices.isEmpty }.map { "\($0.from)|\($0.event)" })
        var tuples: Set<String> = []
        let cameFrom = Dictionary(grouping: version.rows.filter { $0.prior && $0.to != $0.from }, by: \.from).mapValues {
            $0.map(\.to).min()
        }
        for row in version.rows where row.window.contains(day) && (!row.prior || row.to == cameFrom[row.from]) {
            let pair = "\(row.from)|\(row.event)"
            if let pairs, !pairs.contains(pair) { continue }
            let kinds = named.contains(pair) ? (row.offices.isEmpty ? OfficeKind.allCases : row.offices).map(\.rawValue) : ["*"]
            for kind in kinds {
                tuples.insert(
                    "\(pair)|\(row.to)|\(row.role.rawValue)|\(row.relation.rawValue)|\(kind)|\(row.role.rawValue)|\(row.relation.rawValue)")
            }
        }
        return tuples
    }

    @Test func theTablesHoldTheRowsOfTheRulebook() async throws {
        let stored = try await TestWorld.lease { world in
            try await world.app.read { db in
                Set(
                    try db.values(
                        """
                        select concat_ws('|', v.procedure || '@' || v.effective_from || '.' || v.revision, t.from_state, t.event, t.to_state, t.role, t.relation,
                                         coalesce(t.since::text, '-'), coalesce(t.until::text, '-'), t.prior,
                                         array_to_string(t.office_kinds, ','))
                          from tiepdan.procedure_transition t join tiepdan.procedure_version v on v.id = t.version
                        """, as: String.self))
            }
        }
        let wanted = Self.rulebook.versions.flatMap { version in
            version.rows.map { row in
                ([
                    version.id, row.from, row.event, row.to, row.role.rawValue, row.relation.rawValue, row.window.since?.iso ?? "-",
                    row.window.until?.iso ?? "-", row.prior ? "t" : "f",
                ]
                    + (row.offices.isEmpty ? [] : [row.offices.map(\.rawValue).joined(separator: ",")])).joined(separator: "|")
            }
        }
        #expect(stored == Set(wanted))
        #expect(wanted.count == Set(wanted).count)
    }

    @Test func anOfficerWithoutRoleOrOfAnotherOfficeOrInactiveMovesNothing() async throws {
        try await TestWorld.lease { world in
            let clerk = try await world.seat("hdnd.clerk")
            let entered = try await world.enter(clerk)
            let step: SQL = """
                insert into tiepdan.journal (case_id, event, occurred_on, to_state, role, relation)
                values (\(entered.caseID), 'classify', date '2026-11-19', 'classified', 'leader', 'owner')
                """
            let own = try await world.refusal(world.app, clerk.settings, step)
            #expect(own == nil)
            let stranger = try await world.seat("snnmt.leader")
            let other = try await world.refusal(world.app, stranger.settings, step)
            #expect(other == "TD001")
            let mixed = Seat(officer: stranger.officer, office: clerk.office)
            let borrowed = try await world.refusal(world.app, mixed.settings, step)
            #expect(borrowed == "TD001")
            let nobody = try await world.refusal(world.app, [], step)
            #expect(nobody == "TD001")
            try await world.owner.write { db in _ = try db.run("update tiepdan.officer set active = false where id = \(clerk.officer)") }
            let inactive = try await world.refusal(world.app, clerk.settings, step)
            #expect(inactive == "TD001")
        }
    }

    @Test func aStepIsNeverDatedInTheFutureBeforeThePreviousOneOrOutOfTurn() async throws {
        try await TestWorld.lease { world in
            let clerk = try await world.seat("hdnd.clerk")
            let entered = try await world.enter(clerk)
            func classify(on day: Day, seq: Int? = nil, caseID: Int64? = nil) async throws -> String? {
                try await world.refusal(
                    world.app, clerk.settings,
                    """
                    insert into tiepdan.journal (case_id, seq, event, occurred_on, recorded_at, to_state, role, relation)
                    values (\(caseID ?? entered.caseID), \(seq)::int, 'classify', \(day.date), timestamptz '2026-11-20 23:30+07', 'classified', 'clerk', 'owner')
                    """)
            }
            let today = try await classify(on: Day(2026, 11, 20))
            #expect(today == nil)
            let tomorrow = try await classify(on: Day(2026, 11, 21))
            #expect(tomorrow == "TD003")
            let before = try await classify(on: Day(2026, 11, 18))
            #expect(before == "TD003")
            let stale = try await classify(on: Day(2026, 11, 20), seq: 1)
            #expect(stale == "TD002")
            let ahead = try await classify(on: Day(2026, 11, 20), seq: 3)
            #expect(ahead == "TD002")
            let missing = try await classify(on: Day(2026, 11, 20), caseID: 987_654)
            #expect(missing == "TD404")
        }
    }
}
