import Casework
import Identity
import Law
import Postgres
import Records

/// A case's journal, computed anew link by link: the program's own hash against the one that is stored.
struct Chain: Sendable {
    struct Link: Encodable, Sendable {
        var sequence: Int
        var event: String
        var actor: String
        var officer: String?
        var occurredOn: String
        var recordedAt: String
        var from: String
        var to: String
        var hash: String
        var whole: Bool
    }

    var caseID: Int64
    var procedure: String
    var office: String
    var state: String
    var links: [Link]
    /// The case stands where its last entry left it.
    var headMatches: Bool
    var isWhole: Bool { headMatches && links.allSatisfy(\.whole) }

    /// Cases of a petition in every office that handles it, referrals included.
    static func cases(ofPetition petition: Int64, _ db: Connection) throws -> [Int64] {
        try db.values(
            """
            select f.id from case_file f
              left join registration r on r.id = f.registration
              left join referral q on q.id = f.referral
             where coalesce(r.petition, q.petition) = \(petition) order by f.id
            """, as: Int64.self)
    }

    init?(_ db: Connection, case id: Int64) throws {
        guard let head = try db.first(Head.query(id), as: Head.self) else { return nil }
        caseID = id
        procedure = head.procedure
        office = head.office
        state = head.state
        var previous: [UInt8] = []
        var stands = ProcedureVersion.new
        var expected = 1
        var links: [Link] = []
        for entry in try db.all(Entry.query(id), as: Entry.self) {
            let computed = entry.hash(after: previous)
            links.append(entry.link(whole: computed == entry.hash && entry.seq == expected && entry.from == stands))
            previous = entry.hash
            stands = entry.to
            expected = entry.seq + 1
        }
        self.links = links
        headMatches = head.head == previous && head.seq == expected - 1 && head.state == stands
    }

    private struct Head: RowDecodable {
        var procedure: String
        var office: String
        var state: String
        var seq: Int
        var head: [UInt8]
        init(_ row: Row) throws(DecodeError) {
            procedure = try row["procedure"]
            office = try row["office"]
            state = try row["state"]
            seq = try row["seq"]
            head = try row["head"]
        }
        static func query(_ id: Int64) -> SQL {
            """
            select v.procedure, o.short_name as office, f.state, f.seq, f.head
              from case_file f join procedure_version v on v.id = f.version join organisation o on o.id = f.organisation
             where f.id = \(id)
            """
        }
    }

    private struct Entry: RowDecodable {
        var caseID: Int64
        var seq: Int
        var event: String
        var actor: String
        var officer: Int64?
        var officerName: String?
        var organisation: Int64?
        var role: String
        var relation: String
        var occurredOn: Day
        var recordedAt: Instant
        var from: String
        var to: String
        var payload: String
        var hash: [UInt8]
        init(_ row: Row) throws(DecodeError) {
            caseID = try row["case_id"]
            seq = try row["seq"]
            event = try row["event"]
            actor = try row["actor"]
            officer = try row["officer"]
            officerName = try row["officer_name"]
            organisation = try row["organisation"]
            role = try row["role"]
            relation = try row["relation"]
            occurredOn = try row.day("occurred_on")
            recordedAt = try row["recorded_at"]
            from = try row["from_state"]
            to = try row["to_state"]
            payload = try row["payload"]
            hash = try row["hash"]
        }
        static func query(_ id: Int64) -> SQL {
            """
            select j.case_id, j.seq, j.event, j.actor, j.officer, p.username as officer_name, j.organisation, j.role, j.relation, j.occurred_on,
                   j.recorded_at, j.from_state, j.to_state, j.payload::text as payload, j.hash
              from journal j left join officer p on p.id = j.officer where j.case_id = \(id) order by j.seq
            """
        }

        /// SHA-256 over the hash before and the fields, each after its length in four bytes; an absent one is the length FFFFFFFF.
        func hash(after previous: [UInt8]) -> [UInt8] {
            let fields: [String?] = [
                String(caseID), String(seq), event, actor, officer.map { String($0) }, organisation.map { String($0) }, role, relation,
                occurredOn.iso,
                String(recordedAt.microseconds), from, to, payload,
            ]
            var bytes = previous
            for field in fields {
                let text = field.map { Array($0.utf8) } ?? []
                let length = field == nil ? UInt32.max : UInt32(text.count)
                bytes += (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + text
            }
            return Hex.decode(ContentHash.hex(bytes)) ?? []
        }

        func link(whole: Bool) -> Link {
            Link(
                sequence: seq, event: event, actor: actor, officer: officerName, occurredOn: occurredOn.iso,
                recordedAt: recordedAt.vietnamISO8601,
                from: from, to: to, hash: Hex.encode(hash), whole: whole)
        }
    }
}
