public import Law
public import Postgres

/// Rows of cases, their journal and their clocks.
public enum CaseRecords {
    /// Everything the law may look at when it decides on a case: read with the case's row locked.
    public struct Context: RowDecodable, Sendable {
        public var id: Int64
        public var version: Int
        public var organisation: Int64
        public var office: OfficeKind
        public var subject: String
        public var state: String
        public var final: Bool
        public var seq: Int
        public var lastOn: Day?
        public var relations: [String]
        public var session: Int64?
        public var visit: Int64?
        public var registration: Int64?
        public var referral: Int64?
        public var petition: Int64?
        // registration and petition
        public var kind: PetitionKind?
        public var eligibility: Eligibility?
        public var jurisdiction: Jurisdiction?
        public var channel: Channel?
        public var receivedOn: Day?
        public var letterDate: Day?
        public var forwardedByBody: Bool
        public var wantsReply: Bool
        public var people: Int
        public var representatives: Int
        public var appointmentSigned: Bool
        public var remote: Bool
        public var complex: Bool
        public var copy: Bool
        public var referenceOnly: Bool
        public var anonymous: Bool
        public var instance: Int
        public var firstDecisionOn: Day?
        public var priorState: String?
        public var dialogueHeld: Bool
        public var refusals: Int
        public var denouncedBody: Int64?
        /// head | deputy | body | staff; nil when it is not known, which counts as head (Luật Tố cáo Đ.12.1).
        public var denouncedRank: String?
        /// The office whose case it is, is the denounced's body or below it.
        public var officeDenounced: Bool
        public var matter: Int64?
        public var guidedBefore: Bool
        public var referredBefore: Bool
        public var openReferral: Bool
        public var acceptedOn: Day?
        // referral
        public var sender: Int64?
        public var recipient: Int64?
        public var recipientKind: OfficeKind?
        public var deliveredOn: Day?
        public var answerBy: Day?
        public var ownCaseSettled: Bool
        public var recipientRegistration: Int64?
        // visit
        public var settlementPapers: Bool
        public var reviewPapers: Bool
        public var identified: Bool
        // session
        public var sessionKind: SessionKind?
        public var sessionMode: SessionMode?
        public var sessionDate: Day?
        public var publishedOn: Day?
        public var hostNamed: Bool
        public var openVisits: Int

        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            version = try row["version"]
            organisation = try row["organisation"]
            office = try row["office"]
            subject = try row["subject"]
            state = try row["state"]
            final = try row["final"]
            seq = try row["seq"]
            lastOn = try row.dayIfAny("last_on")
            relations = try row["relations"]
            session = try row["session"]
            visit = try row["visit"]
            registration = try row["registration"]
            referral = try row["referral"]
            petition = try row["petition"]
            kind = try row["kind"]
            eligibility = try row["eligibility"]
            jurisdiction = try row["jurisdiction"]
            channel = try row["channel"]
            receivedOn = try row.dayIfAny("received_on")
            letterDate = try row.dayIfAny("letter_date")
            forwardedByBody = try row["forwarded_by_body"]
            wantsReply = try row["wants_reply"]
            people = try row["people"]
            representatives = try row["representatives"]
            appointmentSigned = try row["appointment_signed"]
            remote = try row["remote"]
            complex = try row["complex"]
            copy = try row["copy"]
            referenceOnly = try row["reference_only"]
            anonymous = try row["anonymous"]
            instance = try row["instance"]
            firstDecisionOn = try row.dayIfAny("first_decision_on")
            priorState = try row["prior_state"]
            dialogueHeld = try row["dialogue_held"]
            refusals = try row["refusals"]
            denouncedBody = try row["denounced_body"]
            denouncedRank = try row["denounced_rank"]
            officeDenounced = try row["office_denounced"]
            matter = try row["matter"]
            guidedBefore = try row["guided_before"]
            referredBefore = try row["referred_before"]
            openReferral = try row["open_referral"]
            acceptedOn = try row.dayIfAny("accepted_on")
            sender = try row["sender"]
            recipient = try row["recipient"]
            recipientKind = try row["recipient_kind"]
            deliveredOn = try row.dayIfAny("delivered_on")
            answerBy = try row.dayIfAny("answer_by")
            ownCaseSettled = try row["own_case_settled"]
            recipientRegistration = try row["recipient_registration"]
            settlementPapers = try row["settlement_papers"]
            reviewPapers = try row["review_papers"]
            identified = try row["identified"]
            sessionKind = try row["session_kind"]
            sessionMode = try row["session_mode"]
            sessionDate = try row.dayIfAny("session_date")
            publishedOn = try row.dayIfAny("published_on")
            hostNamed = try row["host_named"]
            openVisits = try row["open_visits"]
        }
    }

    /// Locks the case — and, when it is a referral's, the sender's case with it, in id order — and reads what the law may look at, with
    /// its clocks, in one round trip. Nil when the office of the transaction has no access to it.
    public static func lock(_ db: Connection, case id: Int64) throws -> (context: Context, clocks: [ClockRow])? {
        let answers = try db.answers([
            """
            select c.id from case_file f left join referral q on q.id = f.referral
              join case_file c on c.id = f.id or c.id = q.sender_case
             where f.id = \(id) order by c.id for update of c
            """, contextQuery(id), clocksQuery(id),
        ])
        guard let context: Context = try answers[1].first() else { return nil }
        return (context, try answers[2].all())
    }

    /// The same facts without a lock, for showing what may be done.
    public static func context(_ db: Connection, case id: Int64) throws -> Context? { try db.first(contextQuery(id)) }

    public static func contextQuery(_ id: Int64) -> SQL {
        """
        select f.id, f.version, f.organisation, o.kind as office, f.subject, f.state, f.final, f.seq, f.last_on,
               (select coalesce(array_agg(a.relation), '{}') from case_access a
                 where a.case_id = f.id and a.organisation = scope_organisation()) as relations,
               f.session, f.visit, f.registration, f.referral, coalesce(r.petition, fr.petition) as petition,
               coalesce(r.kind, sr.kind, case when v.denunciation then 'denunciation' end) as kind, r.eligibility, r.jurisdiction, p.channel,
               -- a petition that came back is received anew under its old number
               coalesce((select q.delivered_on from referral q where q.recipient_registration = r.id order by q.id desc limit 1),
                        r.received_on, s.session_date, v.visited_on) as received_on, p.letter_date,
               coalesce(r.via_referral is not null or r.source_organisation is not null or r.source_body <> '', false) as forwarded_by_body,
               coalesce(r.wants_reply, v.wants_reply, false) as wants_reply,
               coalesce(p.people, v.people, 1) as people,
               coalesce(p.representatives, v.representatives, 0) as representatives,
               coalesce(p.appointment_signed, v.appointment_signed, false) as appointment_signed,
               coalesce(r.remote, sr.remote, false) as remote, coalesce(r.complex, false) as complex,
               coalesce(p.duplicate_of is not null, false) as copy, coalesce(p.reference_only, false) as reference_only, coalesce(p.matter, v.matter) as matter,
               coalesce(p.filer_kind in ('anonymous', 'impersonated'), false) as anonymous,
               coalesce(r.instance, 1)::int as instance, r.first_decision_on,
               (select j.from_state from journal j where j.case_id = f.id and j.to_state = f.state and j.from_state <> f.state
                 order by j.seq desc limit 1) as prior_state,
               exists (select from journal j where j.case_id = f.id and j.event = 'record_dialogue'
                          and j.payload -> 'facts' ->> 'attendance' in ('attended', 'absent_without_reason')) as dialogue_held,
               \(ChainRecords.refusals) as refusals, p.denounced_body, p.denounced_rank, \(ChainRecords.officeDenounced) as office_denounced,
               coalesce(earlier.guided, false) as guided_before, coalesce(earlier.referred, false) as referred_before,
               exists (select from referral q join case_file qc on qc.referral = q.id
                        where q.sender_case = f.id and not qc.final) as open_referral,
               (select max(j.occurred_on) from journal j where j.case_id = f.id and j.event = 'accept') as accepted_on,
               fr.sender, fr.recipient, ro.kind as recipient_kind, fr.delivered_on, fr.answer_by,
               coalesce((select ps.final or 'answered' = any (ps.tags)
                           from case_file rc join procedure_state ps on ps.version = rc.version and ps.state = rc.state
                          where rc.registration = fr.recipient_registration order by rc.id desc limit 1), false) as own_case_settled,
               fr.recipient_registration,
               coalesce(v.settlement_papers, '') <> '' as settlement_papers, coalesce(v.review_papers, '') <> '' as review_papers,
               exists (select from party y where y.visit = v.id) as identified,
               s.kind as session_kind, s.mode as session_mode, s.session_date, s.published_on,
               coalesce(s.host is not null or s.host_name <> '', false) as host_named,
               (select count(*) from visit w join case_file wc on wc.visit = w.id where w.session = f.session and not wc.final)::int as open_visits
          from case_file f
          join organisation o on o.id = f.organisation
          left join registration r on r.id = f.registration
          left join referral fr on fr.id = f.referral
          left join case_file sc on sc.id = fr.sender_case
          left join registration sr on sr.id = sc.registration
          left join organisation ro on ro.id = fr.recipient
          left join petition p on p.id = coalesce(r.petition, fr.petition)
          left join visit v on v.id = f.visit
          left join session s on s.id = coalesce(f.session, v.session)
          left join lateral (
                select bool_or(e.outcome = 'guided') as guided, bool_or(e.outcome = 'referred') as referred
                  from petition ep join registration e on e.petition = ep.id
                 where ep.matter = p.matter and e.organisation = f.organisation and e.id <> r.id
                   and (ep.id = p.duplicate_of
                        -- the parts of a split letter share the matter, not the content
                        or not exists (select from petition sp join registration se on se.petition = sp.id
                                        where sp.matter = p.matter and se.organisation = f.organisation and se.outcome = 'split'))
                ) earlier on r.id is not null
         where f.id = \(id)
           and (scope_actor() <> 'officer'
                or exists (select from case_access a where a.case_id = f.id and a.organisation = scope_organisation()))
        """
    }

    /// Opens an empty case: state `new`, no entry yet. The first entry follows in the same transaction.
    public static func open(
        _ db: Connection, version: Int, organisation: Int64, subject: String, session: Int64? = nil, visit: Int64? = nil,
        registration: Int64? = nil, referral: Int64? = nil, openedOn: Day, relation: Relation = .owner
    ) throws -> Int64 {
        try db.value(
            """
            with opened as (
                insert into case_file (version, organisation, subject, session, visit, registration, referral, opened_on)
                values (\(version)::int, \(organisation), \(subject), \(session), \(visit), \(registration), \(referral), \(openedOn.date))
                returning id, organisation)
            insert into case_access (case_id, organisation, relation) select id, organisation, \(relation.rawValue) from opened
            returning case_id
            """, as: Int64.self)
    }

    public static func setHandler(_ db: Connection, case id: Int64, officer: Int64) throws {
        try db.run("update case_file set handler = \(officer) where id = \(id)")
    }

    public static func grantAccess(_ db: Connection, case id: Int64, organisation: Int64, relation: Relation) throws {
        try db.run(
            """
            insert into case_access (case_id, organisation, relation) values (\(id), \(organisation), \(relation.rawValue))
            on conflict do nothing
            """)
    }

    public struct Entry: Sendable {
        public var caseID: Int64
        public var seq: Int
        public var event: String
        public var occurredOn: Day
        public var recordedAt: Instant
        public var to: String
        public var role: Role
        public var relation: Relation
        /// A JSON object of ids and seals, never of personal data.
        public var payload: JSONB
        public var request: String?
        public init(
            caseID: Int64, seq: Int, event: String, occurredOn: Day, recordedAt: Instant, to: String, role: Role, relation: Relation,
            payload: JSONB, request: String?
        ) {
            self.caseID = caseID
            self.seq = seq
            self.event = event
            self.occurredOn = occurredOn
            self.recordedAt = recordedAt
            self.to = to
            self.role = role
            self.relation = relation
            self.payload = payload
            self.request = request
        }
    }

    /// The statement that appends one entry. The trigger judges it and moves the case.
    public static func append(_ entry: Entry) -> SQL {
        """
        insert into journal (case_id, seq, event, occurred_on, recorded_at, to_state, role, relation, payload, request)
        values (\(entry.caseID), \(entry.seq)::int, \(entry.event), \(entry.occurredOn.date), \(entry.recordedAt), \(entry.to),
                \(entry.role.rawValue), \(entry.relation.rawValue), \(entry.payload), \(entry.request))
        """
    }

    public static func insertFact(case id: Int64, seq: Int, name: String, value: String, salt: [UInt8]) -> SQL {
        """
        insert into case_fact (case_id, seq, name, value, salt)
        values (\(id), \(seq)::int, \(name), \(value), \(salt))
        """
    }

    public static func insertDocument(case id: Int64, seq: Int, kind: String, title: String, number: String?, issuedOn: Day?) -> SQL {
        """
        insert into document (case_id, seq, kind, title, number, issued_on)
        values (\(id), \(seq)::int, \(kind), \(title), \(number), \(issuedOn?.date))
        """
    }

    // MARK: clocks

    public struct ClockRow: RowDecodable, Sendable {
        public var id: Int64
        public var caseID: Int64
        public var rule: String
        public var title: String
        public var startOn: Day
        public var amount: Int?
        public var unit: String
        public var nominal: Day
        public var due: Day
        public var provisional: Bool
        public var calendarVersion: Int
        public var ends: String
        public var state: String
        public var endedOn: Day?
        public var extensions: [Int]
        public var pauses: [Pause]
        public var capDays: Int?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            caseID = try row["case_id"]
            rule = try row["rule"]
            title = try row["title"]
            startOn = try row.day("start_on")
            amount = try row["amount"]
            unit = try row["unit"]
            nominal = try row.day("nominal")
            due = try row.day("due")
            provisional = try row["provisional"]
            calendarVersion = try row["calendar_version"]
            ends = try row["ends"]
            state = try row["state"]
            endedOn = try row.dayIfAny("ended_on")
            extensions = try row["extensions"]
            let froms: [String] = try row["paused_from"]
            let tos: [String] = try row["paused_to"]
            pauses = zip(froms, tos).compactMap { from, to in Day(iso: from).map { Pause(from: $0, to: Day(iso: to)) } }
            capDays = try row["cap_days"]
        }
    }

    /// The columns of a `ClockRow`, of the table `clock` called `k`.
    static let clockColumns: SQL = """
        k.id, k.case_id, k.rule, k.title, k.start_on, k.amount, k.unit, k.nominal, k.due, k.provisional, k.calendar_version, k.ends, k.state,
        k.ended_on, k.extensions, k.cap_days,
        array(select p ->> 'from' from jsonb_array_elements(k.pauses) with ordinality u (p, i) order by i) as paused_from,
        array(select coalesce(p ->> 'to', '') from jsonb_array_elements(k.pauses) with ordinality u (p, i) order by i) as paused_to
        """

    public static func clocksQuery(_ id: Int64) -> SQL {
        """
        select \(clockColumns) from clock k where k.case_id = \(id) order by k.id
        """
    }

    public struct NewClock: Sendable {
        public var rule: String
        public var title: String
        public var startOn: Day
        public var amount: Int?
        public var unit: String
        public var capDays: Int?
        public var nominal: Day
        public var due: Day
        public var provisional: Bool
        public var ends: String
        public init(
            rule: String, title: String, startOn: Day, amount: Int?, unit: String, capDays: Int?, nominal: Day, due: Day, provisional: Bool,
            ends: String
        ) {
            self.rule = rule
            self.title = title
            self.startOn = startOn
            self.amount = amount
            self.unit = unit
            self.capDays = capDays
            self.nominal = nominal
            self.due = due
            self.provisional = provisional
            self.ends = ends
        }
    }

    /// One statement for all clocks that a step starts. Fails with SQLSTATE TD010 when calendar, settings or law moved since
    /// `stamp` was read.
    public static func startClocks(case id: Int64, seq: Int, calendar: Int, stamp: Int64, _ clocks: [NewClock]) -> SQL {
        """
        insert into clock (case_id, rule, title, started_seq, start_on, amount, unit, cap_days, nominal, due, provisional, calendar_version, ends)
        select \(id), k.rule, k.title, \(seq)::int, k.start_on, k.amount, k.unit, k.cap_days, k.nominal, k.due, k.provisional, \(calendar)::int, k.ends
          from unnest(\(clocks.map(\.rule))::text[], \(clocks.map(\.title))::text[], \(clocks.map(\.startOn.date))::date[], \(clocks.map(\.amount))::int[],
                      \(clocks.map(\.unit))::text[], \(clocks.map(\.capDays))::int[], \(clocks.map(\.nominal.date))::date[], \(clocks.map(\.due.date))::date[],
                      \(clocks.map(\.provisional))::boolean[], \(clocks.map(\.ends))::text[])
               as k (rule, title, start_on, amount, unit, cap_days, nominal, due, provisional, ends)
         where reference_holds(\(stamp))
        """
    }

    /// Ends a clock. `state` is met, breached, stopped or lapsed.
    public static func endClock(id: Int64, seq: Int, on day: Day, state: String) -> SQL {
        "update clock set state = \(state), ended_seq = \(seq)::int, ended_on = \(day.date) where id = \(id)"
    }

    /// Gives a running clock a new amount and due date (a case found complex keeps its start).
    public static func recountClock(id: Int64, amount: Int?, nominal: Day, due: Day, provisional: Bool, calendar: Int, stamp: Int64) -> SQL
    {
        """
        update clock set amount = \(amount)::int, nominal = \(nominal.date), due = \(due.date), provisional = \(provisional),
               calendar_version = \(calendar)::int, fired_at = case when due = \(due.date) then fired_at end
         where id = \(id) and reference_holds(\(stamp))
        """
    }

    /// Stops a clock from running: it keeps the days it said.
    public static func pauseClock(id: Int64, pauses: [Pause]) -> SQL {
        "update clock set state = 'paused', pauses = \(JSONB(json(pauses))) where id = \(id)"
    }

    /// Lets a clock run on, with the days that were left.
    public static func resumeClock(
        id: Int64, pauses: [Pause], nominal: Day, due: Day, provisional: Bool, calendar: Int, stamp: Int64
    ) -> SQL {
        """
        update clock set state = 'running', pauses = \(JSONB(json(pauses))), nominal = \(nominal.date), due = \(due.date),
               provisional = \(provisional), calendar_version = \(calendar)::int, fired_at = case when due = \(due.date) then fired_at end
         where id = \(id) and reference_holds(\(stamp))
        """
    }

    /// Gives a clock more days. `extensions` are the days of each of its extensions.
    public static func extendClock(
        id: Int64, extensions: [Int], nominal: Day, due: Day, provisional: Bool, calendar: Int, stamp: Int64
    ) -> SQL {
        """
        update clock set extensions = \(extensions)::int[], nominal = \(nominal.date), due = \(due.date), provisional = \(provisional),
               calendar_version = \(calendar)::int, fired_at = case when due = \(due.date) then fired_at end
         where id = \(id) and reference_holds(\(stamp))
        """
    }

    private static func json(_ pauses: [Pause]) -> String {
        let items = pauses.map { pause in
            "{\"from\": \"\(pause.from.iso)\"" + (pause.to.map { ", \"to\": \"\($0.iso)\"" } ?? "") + "}"
        }
        return "[\(items.joined(separator: ", "))]"
    }

    /// Clocks past their due date that have not been reported yet: oldest first, nobody else's.
    public static func claimOverdue(_ db: Connection, today: Day, most: Int) throws -> [ClockRow] {
        try db.all(
            """
            select \(clockColumns)
              from clock k
             where k.state in ('running', 'paused') and k.ends <> 'lapse' and k.fired_at is null and k.due < \(today.date)
               and (k.state = 'running' or (k.state = 'paused' and k.due < (k.pauses -> -1 ->> 'from')::date))
             order by k.due, k.id limit \(most) for update skip locked
            """)
    }
    public static func markFired(_ db: Connection, clock id: Int64, now: Instant) throws {
        try db.run("update clock set fired_at = \(now) where id = \(id)")
    }
    /// Clocks that end by themselves (`ends: lapse`) and have run out.
    public static func lapseExpired(_ db: Connection, today: Day) throws -> Int {
        try db.run(
            """
            update clock set state = 'lapsed', ended_on = due
             where state = 'running' and ends = 'lapse' and due < \(today.date)
            """)
    }
}
