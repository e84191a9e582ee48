import Foundation
import Law
import Postgres
import Records
import TestSupport
import Testing

@Suite struct ChainTests {
    private struct EntryText: RowDecodable, Sendable {
        var fields: [String?]
        var hash: [UInt8]
        init(_ row: Row) throws(DecodeError) {
            let (officer, office): (Int64?, Int64?) = (try row["officer"], try row["organisation"])
            let day: PGDate = try row["occurred_on"]
            let at: Instant = try row["recorded_at"]
            fields = [
                String(try row["case_id"] as Int64), String(try row["seq"] as Int), try row["event"], try row["actor"],
                officer.map { String($0) },
                office.map { String($0) }, try row["role"], try row["relation"], Day(day).iso, String(at.microseconds),
                try row["from_state"],
                try row["to_state"], try row["payload"],
            ]
            hash = try row["hash"]
        }
    }

    /// Each field as four bytes of length and its UTF-8; an absent one as FFFFFFFF.
    private func link(_ previous: [UInt8], _ fields: [String?]) -> [UInt8] {
        var bytes = previous
        for field in fields {
            guard let field else {
                bytes += [0xFF, 0xFF, 0xFF, 0xFF]
                continue
            }
            let text = Array(field.utf8)
            bytes += (0..<4).map { UInt8(truncatingIfNeeded: UInt32(text.count) >> UInt32(24 - 8 * $0)) } + text
        }
        return SHA256ForTests.hash(bytes)
    }

    /// A case with three entries by a clerk, an officer and the system, with words in the payload.
    private func moved(_ world: TestWorld) async throws -> Entered {
        let clerk = try await world.seat("hdnd.clerk")
        let entered = try await world.enter(clerk)
        let officer = try await world.seat("hdnd.officer")
        let later = Instant(microseconds: world.clock.now.microseconds + 86_400_123_456)
        try await world.app.write(settings: officer.settings) { db in
            try Store.append(
                db, entered.caseID, 2, "classify", to: "classified", on: Day(2026, 11, 20), now: later,
                payload: #"{"z": [1, 2.50], "kind": "feedback", "câu": "Đồng ý \"nháy\" \\ 😀"}"#)
        }
        try await world.app.write(settings: Scope(actor: "system").settings) { db in
            try Store.append(db, entered.caseID, 3, "deadline_passed", to: "classified", on: Day(2026, 11, 20), now: later)
        }
        return entered
    }

    @Test func sha256KnowsItsVectors() {
        func hex(_ text: String) -> String { SHA256ForTests.hash(Array(text.utf8)).map { String(format: "%02x", $0) }.joined() }
        #expect(hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    }

    @Test func everyHashCanBeComputedByAnotherHand() async throws {
        try await TestWorld.lease { world in
            let entered = try await moved(world)
            let entries = try await world.app.read { db in
                try db.all(
                    """
                    select case_id, seq, event, actor, officer, organisation, role, relation, occurred_on, recorded_at, from_state, to_state,
                           payload::text as payload, hash from tiepdan.journal where case_id = \(entered.caseID) order by seq
                    """, as: EntryText.self)
            }
            #expect(entries.count == 3)
            var previous: [UInt8] = []
            for entry in entries {
                previous = link(previous, entry.fields)
                #expect(entry.hash == previous)
            }
            let head = try await world.app.read { db in
                try db.value("select head from tiepdan.case_file where id = \(entered.caseID)", as: [UInt8].self)
            }
            #expect(head == previous)
            // The trigger wrote who it was, not what the row claimed.
            #expect(entries[1].fields[6] == "officer")
            #expect(entries[2].fields[3] == "system" && entries[2].fields[4] == nil && entries[2].fields[6] == "system")
        }
    }

    @Test(arguments: [
        "update tiepdan.journal set payload = payload || '{\"kind\": \"complaint\"}' where case_id = $1 and seq = 2",
        "update tiepdan.journal set occurred_on = occurred_on - 1 where case_id = $1 and seq = 2",
        "update tiepdan.journal set recorded_at = recorded_at + interval '1 microsecond' where case_id = $1 and seq = 2",
        "update tiepdan.journal set officer = null where case_id = $1 and seq = 2",
        "update tiepdan.journal set role = 'leader' where case_id = $1 and seq = 2",
        "update tiepdan.journal set to_state = 'received' where case_id = $1 and seq = 1; update tiepdan.journal set from_state = 'new' where case_id = $1 and seq = 2",
        "update tiepdan.journal set seq = seq + 10 where case_id = $1 and seq in (2, 3); update tiepdan.journal set seq = 15 - seq where case_id = $1 and seq in (12, 13)",
        "delete from tiepdan.journal where case_id = $1 and seq = 3",
        "delete from tiepdan.journal where case_id = $1 and seq = 2",
        "delete from tiepdan.journal where case_id = $1",
        "update tiepdan.journal set hash = sha256('x') where case_id = $1 and seq = 3",
        "update tiepdan.case_file set state = 'closed' where id = $1",
        "update tiepdan.case_file set head = '' where id = $1",
        "update tiepdan.case_file set seq = 2 where id = $1",
    ])
    func theSuperuserIsFoundOut(tampering: String) async throws {
        try await TestWorld.lease { world in
            let entered = try await moved(world)
            let chains = try String(contentsOfFile: TestWorld.root + "/sql/checks/chains.sql", encoding: .utf8)
            let script = tampering.replacingOccurrences(of: "$1", with: String(entered.caseID))
            let (whole, found, after, named) = try await world.superuser.write { db in
                let whole = try db.value("select tiepdan.chain_is_whole(\(entered.caseID))", as: Bool.self)
                try db.script("create temp view findings as \(chains)")
                let found = try db.value("select count(*) from findings", as: Int.self)
                try db.script("set local session_replication_role = replica; set constraints all deferred; \(script)")
                let after = try db.value("select tiepdan.chain_is_whole(\(entered.caseID))", as: Bool.self)
                let named = try db.values("select case_id from findings", as: Int64.self)
                try db.script("drop view findings")
                return (whole, found, after, named)
            }
            #expect(whole && found == 0)
            #expect(!after)
            #expect(named == [entered.caseID])
        }
    }

    @Test func theInstallationsChainHoldsAndShowsTampering() async throws {
        try await TestWorld.lease { world in
            let clerk = try await world.seat("hdnd.clerk")
            let now = world.clock.now
            for event in ["one", "two"] {
                try await world.app.write(settings: clerk.settings) { db in
                    try OfficeRecords.note(db, topic: "setting", event: event, target: "x", payload: JSONB("{\"value\": 7}"), now: now)
                }
            }
            struct Line: RowDecodable, Sendable {
                var fields: [String?]
                var hash: [UInt8]
                init(_ row: Row) throws(DecodeError) {
                    let officer: Int64? = try row["officer"]
                    let at: Instant = try row["recorded_at"]
                    fields = [
                        String(try row["seq"] as Int64), try row["topic"], try row["event"], try row["actor"], officer.map { String($0) },
                        try row["target"], try row["payload"], String(at.microseconds),
                    ]
                    hash = try row["hash"]
                }
            }
            let lines = try await world.app.read { db in
                try db.all(
                    "select seq, topic, event, actor, officer, target, payload::text as payload, recorded_at, hash from tiepdan.admin_journal order by seq",
                    as: Line.self)
            }
            var previous: [UInt8] = []
            for line in lines {
                previous = link(previous, line.fields)
                #expect(line.hash == previous)
            }
            #expect(lines.map(\.fields[0]) == (1...lines.count).map { String($0) })
            #expect(lines.last?.fields[3] == "officer")
        }
    }
}
