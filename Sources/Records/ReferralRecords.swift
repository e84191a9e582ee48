public import Law
public import Postgres

/// Referrals between offices, and the reminders that hang on them.
public enum ReferralRecords {
    public static func insert(
        _ db: Connection, petition: Int64, sender: Int64, recipient: Int64, senderCase: Int64, letterNumber: String, letterDate: Day,
        sentOn: Day,
        answerBy: Day?
    ) throws -> Int64 {
        try db.value(
            """
            insert into referral (petition, sender, recipient, sender_case, letter_number, letter_date, sent_on, answer_by)
            values (\(petition), \(sender), \(recipient), \(senderCase), \(letterNumber), \(letterDate.date), \(sentOn.date), \(answerBy?.date)::date)
            returning id
            """, as: Int64.self)
    }
    public static func setDelivered(_ db: Connection, referral: Int64, on day: Day) throws {
        try db.run("update referral set delivered_on = \(day.date) where id = \(referral)")
    }
    public static func setRecipientRegistration(_ db: Connection, referral: Int64, registration: Int64) throws {
        try db.run("update referral set recipient_registration = \(registration) where id = \(referral)")
    }
    public static func setAnswer(
        _ db: Connection, referral: Int64, result: String, answeredOn: Day, number: String?, date: Day?
    ) throws {
        try db.run(
            """
            update referral set result = \(result), answered_on = \(answeredOn.date), answer_number = \(number), answer_date = \(date?.date)::date
             where id = \(referral)
            """)
    }
    /// The answer that was written down from paper was none.
    public static func clearAnswer(_ db: Connection, referral: Int64) throws {
        try db.run(
            """
            update referral set result = null, answered_on = null, answer_number = null, answer_date = null where id = \(referral)
            """)
    }
    /// An entry of a case, by its place.
    public struct Followed: RowDecodable, Sendable {
        public var caseID: Int64
        public var seq: Int
        public init(_ row: Row) throws(DecodeError) {
            caseID = try row["case_id"]
            seq = try row["seq"]
        }
    }
    /// The entry of the sender's case that was written down with the last step of a referral's case; nil when that moved nothing.
    public static func followed(_ db: Connection, case id: Int64) throws -> Followed? {
        try db.first("select case_id, seq from paper_followed(\(id))")
    }
    /// Counts and links a reminder (đôn đốc); a new answer-by date replaces the old one when given.
    public static func remind(
        _ db: Connection, referral: Int64, letterNumber: String, letterDate: Day, answerBy: Day?, sentOn: Day
    ) throws -> Int {
        try db.value(
            """
            with counted as (
                update referral set reminders = reminders + 1, answer_by = coalesce(\(answerBy?.date)::date, answer_by)
                 where id = \(referral) returning reminders)
            insert into reminder (referral, number, letter_number, letter_date, answer_by, sent_on)
            select \(referral), reminders, \(letterNumber), \(letterDate.date), \(answerBy?.date)::date, \(sentOn.date) from counted
            returning number
            """, as: Int.self)
    }

    public struct ReferralRow: RowDecodable, Sendable {
        public var id: Int64
        public var caseID: Int64
        public var seq: Int
        public var version: Int
        public var state: String
        public var final: Bool
        public var nextDue: Day?
        public var petition: Int64
        public var petitionTitle: String
        public var kind: PetitionKind
        public var who: String
        public var sender: Int64
        public var senderName: String
        public var senderCase: Int64
        public var recipient: Int64
        public var recipientName: String
        public var letterNumber: String
        public var letterDate: Day
        public var sentOn: Day
        public var deliveredOn: Day?
        public var answerBy: Day?
        public var reminders: Int
        public var result: String?
        public var answeredOn: Day?
        public var answerNumber: String?
        public var answerDate: Day?
        public var answerSummary: String?
        public var recipientCase: Int64?
        /// Nobody works with the program at the recipient: what it says comes on paper.
        public var recipientOnPaper: Bool
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            caseID = try row["case_id"]
            seq = try row["seq"]
            version = try row["version"]
            state = try row["state"]
            final = try row["final"]
            nextDue = try row.dayIfAny("next_due")
            petition = try row["petition"]
            petitionTitle = try row["petition_title"]
            kind = try row["kind"]
            who = try row["who"]
            sender = try row["sender"]
            senderName = try row["sender_name"]
            senderCase = try row["sender_case"]
            recipient = try row["recipient"]
            recipientName = try row["recipient_name"]
            letterNumber = try row["letter_number"]
            letterDate = try row.day("letter_date")
            sentOn = try row.day("sent_on")
            deliveredOn = try row.dayIfAny("delivered_on")
            answerBy = try row.dayIfAny("answer_by")
            reminders = try row["reminders"]
            result = try row["result"]
            answeredOn = try row.dayIfAny("answered_on")
            answerNumber = try row["answer_number"]
            answerDate = try row.dayIfAny("answer_date")
            answerSummary = try row["answer_summary"]
            recipientCase = try row["recipient_case"]
            recipientOnPaper = try row["recipient_on_paper"]
        }
    }
    static let columns: SQL = """
        q.id, f.id as case_id, f.seq, f.version, f.state, f.final, f.next_due, q.petition, p.title as petition_title, r.kind,
        coalesce(p.pseudonym, (select s.full_name from party y join person s on s.id = y.person
                                where y.petition = p.id and y.role = 'petitioner' order by y.position limit 1),
                 case when r.kind = 'voter_petition' then 'Cử tri' else '' end) as who,
        q.sender, so.name as sender_name, q.sender_case, q.recipient, ro.name as recipient_name, q.letter_number, q.letter_date, q.sent_on,
        q.delivered_on, q.answer_by, q.reminders, q.result, q.answered_on, q.answer_number, q.answer_date,
        (select c.value from case_fact c join journal j on j.case_id = c.case_id and j.seq = c.seq
          where c.case_id = f.id and j.event in ('answer', 'record_answer') and c.name = 'summary' and \(CaseRecords.notUndone("j"))
          order by c.seq desc limit 1) as answer_summary, office_on_paper(q.recipient) as recipient_on_paper,
        (select c.id from case_file c where c.registration = q.recipient_registration order by c.id desc limit 1) as recipient_case
        """
    static let joins: SQL = """
        from referral q
        join case_file f on f.referral = q.id
        join petition p on p.id = q.petition
        join organisation so on so.id = q.sender
        join organisation ro on ro.id = q.recipient
        join case_file sc on sc.id = q.sender_case
        join registration r on r.id = sc.registration
        """
    /// To both sides; not to a recipient from whom one of a denunciation was taken when it ended (Luật Tố cáo Đ.12).
    static let visible: SQL = """
        (scope_actor() = 'operator' or q.sender = scope_organisation()
         or (q.recipient = scope_organisation()
             and exists (select from case_access a where a.case_id = f.id and a.organisation = scope_organisation())))
        """

    /// The open case of the referral by which a petition came into this entry; nil when it came otherwise or the referral has ended.
    public static func openCase(_ db: Connection, acceptedAs registration: Int64) throws -> Int64? {
        try db.valueIfAny(
            """
            select f.id from referral q join case_file f on f.referral = q.id
             where q.recipient_registration = \(registration) and not f.final
            """, as: Int64.self)
    }

    public static func referral(_ db: Connection, _ id: Int64) throws -> ReferralRow? {
        try db.first("select \(columns) \(joins) where q.id = \(id) and \(visible)")
    }
    public static func ofPetitionQuery(_ petition: Int64) -> SQL {
        "select \(columns) \(joins) where q.petition = \(petition) and \(visible) order by q.id"
    }
    /// What came in or went out, newest first; with `other` only what came from, or went to, that office.
    public static func list(
        _ db: Connection, incoming: Bool, open: Bool?, overdueOn: Day?, state: String? = nil, other: Int64? = nil, before: Int64?,
        limit: Int
    ) throws -> [ReferralRow] {
        let side: SQL = incoming ? "q.recipient = scope_organisation()" : "q.sender = scope_organisation()"
        let openFilter: SQL = open.map { $0 ? "and not f.final" : "and f.final" } ?? ""
        let overdueFilter: SQL = overdueOn.map { "and not f.final and f.next_due < \($0.date)" } ?? ""
        let stateFilter: SQL = state.map { "and f.state = \($0)" } ?? ""
        let otherFilter: SQL = other.map { incoming ? "and q.sender = \($0)" : "and q.recipient = \($0)" } ?? ""
        let cursor: SQL = before.map { "and q.id < \($0)" } ?? ""
        return try db.all(
            """
            select \(columns) \(joins)
             where \(side) and \(visible) \(openFilter) \(overdueFilter) \(stateFilter) \(otherFilter) \(cursor)
             order by q.id desc limit \(limit)
            """)
    }

    public static func senderCase(_ db: Connection, referral: Int64) throws -> Int64? {
        try db.valueIfAny("select sender_case from referral where id = \(referral)", as: Int64.self)
    }
    /// What the office to which a referral went is called.
    public static func recipientName(_ db: Connection, referral: Int64) throws -> String? {
        try db.valueIfAny(
            "select o.name from referral q join organisation o on o.id = q.recipient where q.id = \(referral)", as: String.self)
    }
    /// A referral with its own case, as far as a reminder needs it.
    public struct Sent: RowDecodable, Sendable {
        public var referral: Int64
        public var caseID: Int64
        public var final: Bool
        public init(_ row: Row) throws(DecodeError) {
            referral = try row["referral"]
            caseID = try row["case_id"]
            final = try row["final"]
        }
    }
    /// The last referral by which a case sent its petition on; nil when it never did.
    public static func latest(_ db: Connection, ofSenderCase senderCase: Int64) throws -> Sent? {
        try db.first(
            """
            select q.id as referral, f.id as case_id, f.final from referral q join case_file f on f.referral = q.id
             where q.sender_case = \(senderCase) order by q.id desc limit 1
            """)
    }
    /// True when the organisation has, or had, this very petition in its book.
    public static func holds(_ db: Connection, petition: Int64, organisation: Int64) throws -> Bool {
        try db.value(
            "select exists (select from registration where petition = \(petition) and organisation = \(organisation))", as: Bool.self)
    }

    public struct Moved: RowDecodable, Sendable {
        public var caseID: Int64
        public var seq: Int
        public init(_ row: Row) throws(DecodeError) {
            caseID = try row["case_id"]
            seq = try row["seq"]
        }
    }
    /// Moves the sender's case by what its referral did (actor `system`).
    public static func moveSender(_ db: Connection, referral: Int64, event: String, on day: Day, at now: Instant, payload: JSONB) throws
        -> Moved
    {
        try db.one("select case_id, seq from move_sender_case(\(referral), \(event), \(day.date), \(now), \(payload))")
    }
}

struct IDRow: RowDecodable {
    var id: Int64
    init(_ row: Row) throws(DecodeError) { id = try row["id"] }
}
