public import Law
public import Postgres

extension CaseRecords {
    public struct Head: RowDecodable, Sendable {
        public var id: Int64
        public var version: Int
        public var organisation: Int64
        public var organisationName: String
        public var office: OfficeKind
        public var subject: String
        public var session: Int64?
        public var visit: Int64?
        public var registration: Int64?
        public var petition: Int64?
        public var referral: Int64?
        public var task: Int64?
        public var state: String
        public var final: Bool
        public var seq: Int
        public var openedOn: Day
        public var nextDue: Day?
        public var dueProvisional: Bool
        public var relations: [String]
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            version = try row["version"]
            organisation = try row["organisation"]
            organisationName = try row["organisation_name"]
            office = try row["office"]
            subject = try row["subject"]
            session = try row["session"]
            visit = try row["visit"]
            registration = try row["registration"]
            petition = try row["petition"]
            referral = try row["referral"]
            task = try row["task"]
            state = try row["state"]
            final = try row["final"]
            seq = try row["seq"]
            openedOn = try row.day("opened_on")
            nextDue = try row.dayIfAny("next_due")
            dueProvisional = try row["next_provisional"]
            relations = try row["relations"]
        }
    }

    /// A case with what the transaction's office is to it; nil when it is nothing to it.
    public static func headQuery(_ id: Int64) -> SQL {
        """
        select \(headColumns)
          from case_file f \(headJoins)
         where f.id = \(id)
           and (scope_actor() in ('operator', 'system')
                or exists (select from case_access a where a.case_id = f.id and a.organisation = scope_organisation()))
        """
    }

    private static let headColumns: SQL = """
        f.id, f.version, f.organisation, o.name as organisation_name, o.kind as office, f.subject, f.session, f.visit, f.registration,
        coalesce(r.petition, q.petition) as petition, f.referral, f.task, f.state, f.final, f.seq, f.opened_on, f.next_due, f.next_provisional,
        coalesce((select array_agg(a.relation order by a.relation) from case_access a
                   where a.case_id = f.id and a.organisation = scope_organisation()), '{}') as relations
        """
    private static let headJoins: SQL = """
        join organisation o on o.id = f.organisation
        left join registration r on r.id = f.registration
        left join referral q on q.id = f.referral
        """

    /// Which cases a list shows; nil asks for nothing.
    public struct Wanted: Sendable {
        public var procedure: String?
        public var subject: String?
        public var state: String?
        public var open: Bool?
        /// Open and past a due date on this day.
        public var overdueOn: Day?
        /// The office whose case it is.
        public var organisation: Int64?
        public init(
            procedure: String? = nil, subject: String? = nil, state: String? = nil, open: Bool? = nil, overdueOn: Day? = nil,
            organisation: Int64? = nil
        ) {
            self.procedure = procedure
            self.subject = subject
            self.state = state
            self.open = open
            self.overdueOn = overdueOn
            self.organisation = organisation
        }
    }

    /// Every case to which the transaction's office has access, of whichever office and subject: newest first, from below `before`.
    public static func list(_ db: Connection, _ wanted: Wanted, before: Int64?, limit: Int) throws -> [Head] {
        let procedure: SQL =
            wanted.procedure.map { "and f.version in (select v.id from procedure_version v where v.procedure = \($0))" } ?? ""
        let subject: SQL = wanted.subject.map { "and f.subject = \($0)" } ?? ""
        let state: SQL = wanted.state.map { "and f.state = \($0)" } ?? ""
        let open: SQL = wanted.open.map { $0 ? "and not f.final" : "and f.final" } ?? ""
        let overdue: SQL = wanted.overdueOn.map { "and not f.final and f.next_due < \($0.date)" } ?? ""
        let organisation: SQL = wanted.organisation.map { "and f.organisation = \($0)" } ?? ""
        let cursor: SQL = before.map { "and seen.case_id < \($0)" } ?? ""
        return try db.all(
            """
            select \(headColumns)
              from case_access seen join case_file f on f.id = seen.case_id \(headJoins)
             where seen.organisation = scope_organisation() \(cursor)
                   -- once, however many relations the office has to it
                   and not exists (select from case_access more where more.case_id = seen.case_id and more.organisation = seen.organisation
                                                                  and more.relation < seen.relation)
                   \(procedure) \(subject) \(state) \(open) \(overdue) \(organisation)
             order by seen.case_id desc limit \(limit)
            """)
    }

    public static func head(_ db: Connection, case id: Int64) throws -> Head? { try db.first(headQuery(id)) }

    public struct EntryRow: RowDecodable, Sendable {
        public var seq: Int
        public var event: String
        public var actor: String
        public var officerName: String?
        public var organisationName: String?
        public var occurredOn: Day
        public var recordedAt: Instant
        public var from: String
        public var to: String
        public var payload: JSONB
        public var hash: [UInt8]
        public init(_ row: Row) throws(DecodeError) {
            seq = try row["seq"]
            event = try row["event"]
            actor = try row["actor"]
            officerName = try row["officer_name"]
            organisationName = try row["organisation_name"]
            occurredOn = try row.day("occurred_on")
            recordedAt = try row["recorded_at"]
            from = try row["from_state"]
            to = try row["to_state"]
            payload = try row["payload"]
            hash = try row["hash"]
        }
    }
    public static func journalQuery(_ id: Int64) -> SQL {
        """
        select j.seq, j.event, j.actor, p.full_name as officer_name, o.short_name as organisation_name, j.occurred_on, j.recorded_at,
               j.from_state, j.to_state, j.payload, j.hash
          from journal j
          left join officer p on p.id = j.officer
          left join organisation o on o.id = j.organisation
         where j.case_id = \(id) order by j.seq
        """
    }

    public struct FactRow: RowDecodable, Sendable {
        public var seq: Int
        public var name: String
        public var value: String?
        public init(_ row: Row) throws(DecodeError) {
            seq = try row["seq"]
            name = try row["name"]
            value = try row["value"]
        }
    }
    public static func factsQuery(_ id: Int64) -> SQL {
        "select seq, name, value from case_fact where case_id = \(id) order by seq, name"
    }

    public struct DocumentRow: RowDecodable, Sendable {
        public var id: Int64
        public var kind: String
        public var title: String
        public var number: String?
        public var issuedOn: Day?
        public var seq: Int
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            kind = try row["kind"]
            title = try row["title"]
            number = try row["number"]
            issuedOn = try row.dayIfAny("issued_on")
            seq = try row["seq"]
        }
    }
    public static func documentsQuery(_ id: Int64) -> SQL {
        """
        select id, kind, title || case when voided_on is null then '' else ' (đã hủy)' end as title, number, issued_on, seq
          from document where case_id = \(id) order by id
        """
    }

    /// Names for ids that stand in facts.
    public static func organisationNames(_ db: Connection, ids: [Int64]) throws -> [Int64: String] {
        struct Named: RowDecodable {
            var id: Int64
            var name: String
            init(_ row: Row) throws(DecodeError) {
                id = try row["id"]
                name = try row["name"]
            }
        }
        if ids.isEmpty { return [:] }
        let rows = try db.all("select id, name from organisation where id = any(\(ids))", as: Named.self)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0.name) })
    }
}
