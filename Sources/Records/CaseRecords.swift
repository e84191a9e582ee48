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
        public var task: Int64?
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
        /// Another office still has a task to do in some case of the entry.
        public var openTask: Bool
        public var letterIssued: Bool
        public var byReferral: Bool
        public var hasCopies: Bool
        /// It was entered by name, turned out to denounce, and was erased.
        public var sealed: Bool
        /// Of a visit: a petition that counts was handed in there.
        public var hasPetitions: Bool
        public var enteredHere: Bool
        /// The day on which it came back or was reopened.
        public var receivedAnewOn: Day?
        /// The last step that was not undone.
        public var lastStep: LastStep?
        public var lastStepIssued: Bool
        public var acceptedOn: Day?
        // referral
        public var sender: Int64?
        public var recipient: Int64?
        public var recipientKind: OfficeKind?
        public var deliveredOn: Day?
        public var answerBy: Day?
        public var ownCaseSettled: Bool
        public var recipientRegistration: Int64?
        /// Nobody works with the program at the recipient.
        public var recipientOnPaper: Bool
        /// The sender's case has gone on since its last step was written down from paper.
        public var builtOnRecord: Bool
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
            task = try row["task"]
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
            openTask = try row["open_task"]
            letterIssued = try row["letter_issued"]
            byReferral = try row["by_referral"]
            hasCopies = try row["has_copies"]
            sealed = try row["sealed"]
            hasPetitions = try row["has_petitions"]
            enteredHere = try row["entered_here"]
            receivedAnewOn = try row.dayIfAny("received_anew_on")
            lastStepIssued = try row["last_step_issued"]
            let stepSeq: Int? = try row["step_seq"]
            if let stepSeq {
                lastStep = LastStep(
                    sequence: stepSeq, event: try row["step_event"], from: try row["step_from"], occurredOn: try row.day("step_on"),
                    ownOnly: try row["step_own"])
            } else {
                lastStep = nil
            }
            acceptedOn = try row.dayIfAny("accepted_on")
            sender = try row["sender"]
            recipient = try row["recipient"]
            recipientKind = try row["recipient_kind"]
            deliveredOn = try row.dayIfAny("delivered_on")
            answerBy = try row.dayIfAny("answer_by")
            ownCaseSettled = try row["own_case_settled"]
            recipientRegistration = try row["recipient_registration"]
            recipientOnPaper = try row["recipient_on_paper"]
            builtOnRecord = try row["built_on_record"]
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

    /// Locks the case — and with it, in id order, the sender's when it is a referral's, the session's when it is that of a task of one — and
    /// reads what the law may look at, with its clocks, in one round trip. Nil when the office of the transaction has no access to it.
    public static func lock(_ db: Connection, case id: Int64) throws -> (context: Context, clocks: [ClockRow])? {
        let answers = try db.answers([
            """
            select c.id from case_file f left join referral q on q.id = f.referral left join task t on t.id = f.task
              join case_file c on c.id = f.id or c.id = q.sender_case or c.session = t.session
             where f.id = \(id) order by c.id for update of c
            """, contextQuery(id), clocksQuery(id),
        ])
        guard let context: Context = try answers[1].first() else { return nil }
        return (context, try answers[2].all())
    }

    /// A condition on an entry of the journal, called by this name: nobody undid it.
    static func notUndone(_ entry: SQL) -> SQL {
        "not exists (select from revoked_step u where u.case_id = \(entry).case_id and u.seq = \(entry).seq)"
    }

    /// The same facts without a lock, for showing what may be done.
    public static func context(_ db: Connection, case id: Int64) throws -> Context? { try db.first(contextQuery(id)) }

    public static func contextQuery(_ id: Int64) -> SQL {
        """
        select f.id, f.version, f.organisation, o.kind as office, f.subject, f.state, f.final, f.seq, f.last_on,
               (select coalesce(array_agg(a.relation), '{}') from case_access a
                 where a.case_id = f.id and a.organisation = scope_organisation()) as relations,
               f.session, f.visit, f.registration, f.referral, f.task, coalesce(r.petition, fr.petition, tr.petition) as petition,
               coalesce(r.kind, sr.kind, tr.kind, case when v.denunciation then 'denunciation' end) as kind, r.eligibility, r.jurisdiction, p.channel,
               -- a petition that came back or was reopened is received anew under its old number
               greatest(coalesce(anew.delivered_on, r.received_on, s.session_date, v.visited_on), anew.reopened_on) as received_on,
               greatest(anew.delivered_on, anew.reopened_on) as received_anew_on, p.letter_date,
               coalesce(r.via_referral is not null or r.source_organisation is not null or r.source_body <> '', false) as forwarded_by_body,
               coalesce(r.wants_reply, v.wants_reply, false) as wants_reply,
               coalesce(p.people, v.people, 1) as people,
               coalesce(p.representatives, v.representatives, 0) as representatives,
               coalesce(p.appointment_signed, v.appointment_signed, false) as appointment_signed,
               coalesce(r.remote, sr.remote, false) as remote, coalesce(r.complex, false) as complex,
               coalesce(p.duplicate_of is not null, false) as copy, coalesce(p.reference_only, false) as reference_only, coalesce(r.matter, sr.matter, tr.matter, v.matter) as matter,
               coalesce(p.filer_kind in ('anonymous', 'impersonated'), false) as anonymous,
               coalesce(r.instance, 1)::int as instance, r.first_decision_on,
               prior_state(f.id, f.state) as prior_state,
               exists (select from journal j where j.case_id = f.id and j.event = 'record_dialogue' and \(notUndone("j"))
                          and j.payload -> 'facts' ->> 'attendance' in ('attended', 'absent_without_reason')) as dialogue_held,
               \(ChainRecords.refusals) as refusals, p.denounced_body, p.denounced_rank, \(ChainRecords.officeDenounced) as office_denounced,
               coalesce(earlier.guided, false) as guided_before, coalesce(earlier.referred, false) as referred_before,
               exists (select from referral q join case_file qc on qc.referral = q.id
                        where q.sender_case = f.id and not qc.final) as open_referral,
               coalesce(has_open_tasks(r.id), false) as open_task,
               coalesce(has_letters(r.id) or visit_has_letters(f.visit), false) as letter_issued, coalesce(has_copies(r.petition), false) as has_copies,
               p.sealed_on is not null as sealed,
               exists (select from petition hp join registration hr on hr.petition = hp.id and hr.outcome is distinct from 'voided'
                        where hp.visit = f.visit) as has_petitions,
               exists (select from referral q join case_file qc on qc.referral = q.id
                        where q.recipient_registration = r.id and qc.state not in ('declined', 'recalled')) as by_referral,
               coalesce(p.entered_by_office in (select office_family(f.organisation)), true) as entered_here,
               ls.seq as step_seq, ls.event as step_event, ls.from_state as step_from, ls.occurred_on as step_on,
               ls.actor = 'officer' and not ls.elsewhere as step_own, coalesce(step_issued(f.id, ls.seq), false) as last_step_issued,
               -- what an old book brought along was accepted on the day it says
               coalesce((select max(j.occurred_on) from journal j where j.case_id = f.id and j.event = 'accept' and \(notUndone("j"))),
                        (select (j.payload -> 'facts' ->> 'accepted_on')::date from journal j
                          where j.case_id = f.id and j.seq = 1 and j.event = 'imported')) as accepted_on,
               coalesce(fr.sender, tk.giver) as sender, coalesce(fr.recipient, tk.assignee) as recipient, ro.kind as recipient_kind,
               fr.delivered_on, fr.answer_by,
               coalesce((select ps.final or 'answered' = any (ps.tags)
                           from case_file rc join procedure_state ps on ps.version = rc.version and ps.state = rc.state
                          where rc.registration = fr.recipient_registration order by rc.id desc limit 1), false) as own_case_settled,
               fr.recipient_registration, case when fr.id is not null then paper_built_on(f.id) else false end as built_on_record,
               coalesce(office_on_paper(coalesce(fr.recipient, tk.assignee)) and num_nonnulls(fr.id, tk.id) > 0, false) as recipient_on_paper,
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
          left join task tk on tk.id = f.task
          left join case_file tc on tc.id = tk.parent_case
          left join registration tr on tr.id = tc.registration
          left join organisation ro on ro.id = coalesce(fr.recipient, tk.assignee)
          left join petition p on p.id = coalesce(r.petition, fr.petition, tr.petition)
          left join visit v on v.id = f.visit
          left join session s on s.id = coalesce(f.session, v.session)
          left join lateral last_step(f.id) ls on f.subject in ('petition', 'referral', 'task')
          left join lateral (
                select (select q.delivered_on from referral q where q.recipient_registration = r.id order by q.id desc limit 1) as delivered_on,
                       (select max(j.occurred_on) from case_file g join journal j on j.case_id = g.id
                         where g.registration = r.id and j.event = 'reopen' and \(notUndone("j"))) as reopened_on) anew on true
          left join lateral (
                select bool_or(e.outcome = 'guided') as guided, bool_or(e.outcome = 'referred') as referred
                  from petition ep join registration e on e.petition = ep.id
                 where e.matter = r.matter and e.organisation = f.organisation and e.id <> r.id
                   and (ep.id = p.duplicate_of
                        -- the parts of a split letter share the matter, not the content
                        or not exists (select from registration se
                                        where se.matter = r.matter and se.organisation = f.organisation and se.outcome = 'split'))
                ) earlier on r.id is not null
         where f.id = \(id)
           and (scope_actor() <> 'officer'
                or exists (select from case_access a where a.case_id = f.id and a.organisation = scope_organisation()))
        """
    }

    /// Opens an empty case: state `new`, no entry yet. The first entry follows in the same transaction.
    public static func open(
        _ db: Connection, version: Int, organisation: Int64, subject: String, session: Int64? = nil, visit: Int64? = nil,
        registration: Int64? = nil, referral: Int64? = nil, task: Int64? = nil, openedOn: Day, relation: Relation = .owner
    ) throws -> Int64 {
        try db.value(
            """
            with opened as (
                insert into case_file (version, organisation, subject, session, visit, registration, referral, task, opened_on)
                values (\(version)::int, \(organisation), \(subject), \(session), \(visit), \(registration), \(referral), \(task), \(openedOn.date))
                returning id, organisation)
            insert into case_access (case_id, organisation, relation) select id, organisation, \(relation.rawValue) from opened
            returning case_id
            """, as: Int64.self)
    }

    /// Puts the case into the hands of an officer and a unit; without a unit named, into his own one of an office of the case. Nobody's when
    /// both are nil.
    public static func setHandler(_ db: Connection, case id: Int64, officer: Int64?, unit: Int64? = nil) throws {
        try db.run(
            """
            update case_file f
               set handler = \(officer),
                   unit = coalesce(\(unit), (select u.id from officer p join unit u on u.id = p.unit and u.active
                                              where p.id = \(officer)
                                                and exists (select from case_access a where a.case_id = f.id and a.organisation = u.organisation)))
             where f.id = \(id)
            """)
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
}
