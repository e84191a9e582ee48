public import Law
public import Postgres

/// The way of petitions from office to office, who stands above whom, and who is barred from a denunciation.
///
/// The questions are answered by the functions of `sql/functions/referral_chain.sql`, which apply the scope themselves.
public enum ChainRecords {
    /// One referral of the chain: offices, days and state, nothing of a person.
    public struct Link: RowDecodable, Sendable {
        public var referral: Int64
        public var petition: Int64
        /// Of the petition asked for or one it copies; false for another one of its matter.
        public var inLine: Bool
        public var sender: Int64
        public var senderName: String
        public var senderShort: String
        public var recipient: Int64
        public var recipientName: String
        public var recipientShort: String
        public var letterNumber: String
        public var letterDate: Day
        public var sentOn: Day
        public var deliveredOn: Day?
        public var version: Int
        public var state: String
        /// The day on which it came into this state.
        public var since: Day?
        public var final: Bool
        public init(_ row: Row) throws(DecodeError) {
            referral = try row["referral"]
            petition = try row["petition"]
            inLine = try row["in_line"]
            sender = try row["sender"]
            senderName = try row["sender_name"]
            senderShort = try row["sender_short"]
            recipient = try row["recipient"]
            recipientName = try row["recipient_name"]
            recipientShort = try row["recipient_short"]
            letterNumber = try row["letter_number"]
            letterDate = try row.day("letter_date")
            sentOn = try row.day("sent_on")
            deliveredOn = try row.dayIfAny("delivered_on")
            version = try row["version"]
            state = try row["state"]
            since = try row.dayIfAny("since")
            final = try row["final"]
        }
    }

    /// Every referral of a petition in order; only its own for an office that declined it, none for one without access to a case of it.
    public static func chainQuery(_ petition: Int64) -> SQL {
        """
        select referral, petition, in_line, sender, sender_name, sender_short, recipient, recipient_name, recipient_short,
               letter_number, letter_date, sent_on, delivered_on, version, state, since, final
          from referral_chain(\(petition)) order by referral
        """
    }
    public static func chain(_ db: Connection, petition: Int64) throws -> [Link] { try db.all(chainQuery(petition)) }

    /// An office by id and name.
    public struct Office: RowDecodable, Sendable, Equatable {
        public var id: Int64
        public var name: String
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            name = try row["name"]
        }
    }

    // MARK: pieces of the question for a case's facts (f case_file, r registration, p petition)

    /// Refusals of competence for the matter since it was last decided; only an office's own case of a petition counts them.
    static let refusals: SQL = "case when r.id is not null then competence_refusals(p.id) else 0 end"
    /// Whether the office that holds the case is the denounced's body or below it.
    static let officeDenounced: SQL = """
        case when p.denounced_body is null then false
             else barred_from_denunciation(f.organisation, p.denounced_body, p.denounced_rank) end
        """
    /// Whether an organisation is a body or stands below it.
    public static func isWithin(_ organisation: Int64, of body: Int64) -> SQL { "is_within(\(organisation), \(body))" }

    // MARK: competence

    /// The lowest office above all of these that has not refused itself; nil when none is entered.
    ///
    /// - Parameters:
    ///   - body: of a denunciation, the denounced's body: neither it nor what is below it is answered (Luật Tố cáo Đ.12); else nil.
    ///   - rank: what the denounced is there; nil counts as its head.
    public static func commonSuperior(
        _ db: Connection, of offices: [Int64], refusing: [Int64], body: Int64?, rank: String?
    ) throws -> Office? {
        try db.first(
            """
            select id, name from organisation
             where id = common_superior(\(offices)::bigint[], \(refusing)::bigint[], \(body)::bigint, \(rank)::text)
            """)
    }

    /// The superior to which the case was last put.
    public struct Asked: RowDecodable, Sendable {
        public var id: Int64
        public var name: String
        /// It has access to the case still, and somebody works there with the program.
        public var decidesItself: Bool
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            name = try row["name"]
            decidesItself = try row["decides_itself"]
        }
    }
    /// Nil when the case never was put to one.
    public static func askedSuperior(_ db: Connection, case id: Int64) throws -> Asked? {
        try db.first(
            """
            select o.id, o.name,
                   \(InstanceRecords.worksWithTheProgram("o"))
                   and exists (select from case_access a where a.case_id = \(id) and a.organisation = o.id and a.relation = 'superior')
                   as decides_itself
              from (select (j.payload -> 'created' ->> 'superior')::bigint as superior from journal j
                     where j.case_id = \(id) and j.event = 'put_to_superior' order by j.seq desc limit 1) put
              join organisation o on o.id = put.superior
            """)
    }

    /// The body that the superior last named for the case and to which it has not been sent since; nil when there is none.
    public static func decidedBody(_ db: Connection, case id: Int64) throws -> Int64? {
        try db.valueIfAny(
            """
            select d.body from (
                select j.seq, (j.payload -> 'facts' ->> 'recipient')::bigint as body from journal j
                 where j.case_id = \(id) and j.event = 'competence_decided' order by j.seq desc limit 1) d
             where d.body is not null
               and not exists (select from journal s where s.case_id = \(id) and s.event = 'refer' and s.seq > d.seq
                                  and (s.payload -> 'facts' ->> 'recipient')::bigint = d.body)
            """, as: Int64.self)
    }

    /// A case whose competence the transaction's office has to decide.
    public struct Dispute: RowDecodable, Sendable {
        public var caseID: Int64
        public var petition: Int64
        public var title: String
        public var kind: PetitionKind
        public var organisationName: String
        public var since: Day
        public var refusals: Int
        public init(_ row: Row) throws(DecodeError) {
            caseID = try row["case_id"]
            petition = try row["petition"]
            title = try row["title"]
            kind = try row["kind"]
            organisationName = try row["organisation_name"]
            since = try row.day("since")
            refusals = try row["refusals"]
        }
    }
    /// Longest waiting first.
    public static func disputes(_ db: Connection, limit: Int) throws -> [Dispute] {
        try db.all(
            """
            select case_id, petition, title, kind, organisation_name, since, refusals
              from competence_disputes(\(limit)::int) order by since, case_id
            """)
    }

    // MARK: the denounced

    /// Whether an office may not be given a denunciation against a body and a rank there.
    public static func isBarred(_ db: Connection, organisation: Int64, body: Int64, rank: String?) throws -> Bool {
        try db.value("select barred_from_denunciation(\(organisation), \(body), \(rank))", as: Bool.self)
    }

    /// Who settles a denunciation against a body and a rank there; nil when no superior is entered.
    public static func settler(_ db: Connection, body: Int64, rank: String?) throws -> Office? {
        try db.first("select id, name from organisation where id = settler_of_denunciation(\(body), \(rank))")
    }

    public static func setDenounced(_ db: Connection, petition: Int64, body: Int64, rank: String) throws {
        try db.run("update petition set denounced_body = \(body), denounced_rank = \(rank) where id = \(petition)")
    }

    /// Takes the petition's cases away from offices that had to decide on its competence and are barred from it now; how many these were.
    @discardableResult
    public static func revokeBarredSuperiors(_ db: Connection, petition: Int64) throws -> Int {
        try db.value("select revoke_barred_superiors(\(petition))", as: Int.self)
    }

    /// Takes the petition's referrals that have ended from offices that are barred from it now; how many these were.
    @discardableResult
    public static func revokeBarredReferrals(_ db: Connection, petition: Int64) throws -> Int {
        try db.value("select revoke_barred_referrals(\(petition))", as: Int.self)
    }

    /// Body and rank of the denounced, where they are recorded.
    public struct Denounced: RowDecodable, Sendable {
        public var body: Int64
        public var bodyName: String
        public var rank: String?
        public init(_ row: Row) throws(DecodeError) {
            body = try row["body"]
            bodyName = try row["body_name"]
            rank = try row["rank"]
        }
    }
    public static func denounced(_ db: Connection, petition: Int64) throws -> Denounced? {
        try db.first(
            """
            select o.id as body, o.name as body_name, p.denounced_rank as rank
              from petition p join organisation o on o.id = p.denounced_body where p.id = \(petition)
            """)
    }

    /// The entry that an office has for a petition already, with what it says; nil when it has none.
    public static func entry(_ db: Connection, petition: Int64, organisation: Int64) throws -> Int64? {
        try db.valueIfAny(
            "select id from registration where petition = \(petition) and organisation = \(organisation) order by id desc limit 1",
            as: Int64.self)
    }
    /// Puts an entry that was closed by a return or a transfer back to work.
    public static func reopen(_ db: Connection, registration: Int64, jurisdiction: Jurisdiction?) throws {
        try db.run(
            """
            update registration set outcome = null, outcome_on = null, jurisdiction = coalesce(\(jurisdiction), jurisdiction)
             where id = \(registration)
            """)
    }
}
