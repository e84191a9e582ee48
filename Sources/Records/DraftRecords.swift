public import Law
public import Postgres

/// Drafts of letters and decisions (văn bản dự thảo), and their history. An office reads its own, of cases that it more than reads.
public enum DraftRecords {
    public struct DraftRow: RowDecodable, Sendable {
        public var id: Int64
        public var organisation: Int64
        public var caseID: Int64
        public var event: String
        public var form: String
        public var formTitle: String
        public var title: String
        public var addressee: String
        public var body: String
        public var recipients: String
        /// A JSON object of the facts that the step will declare.
        public var facts: JSONB
        public var state: String
        public var revision: Int
        public var draftedBy: Int64
        public var draftedByName: String
        public var draftedAt: Instant
        /// Who has it in hand; his name where that is not who drafted it.
        public var heldBy: Int64
        public var heldByName: String?
        public var levels: Int
        public var approvals: Int
        public var signer: Int64?
        public var signerName: String?
        public var signedOn: Day?
        public var authority: Int64?
        public var signatureLines: [String]
        public var number: String?
        public var issuedOn: Day?
        public var issuedByName: String?
        public var document: Int64?
        /// Of a denunciation: denouncer | denounced, who is named nowhere.
        public var party: String?
        /// The office of the list that it is addressed to.
        public var recipient: Int64?
        public var recipientName: String?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            organisation = try row["organisation"]
            caseID = try row["case_id"]
            event = try row["event"]
            form = try row["form"]
            formTitle = try row["form_title"]
            title = try row["title"]
            addressee = try row["addressee"]
            body = try row["body"]
            recipients = try row["recipients"]
            facts = try row["facts"]
            state = try row["state"]
            revision = try row["revision"]
            draftedBy = try row["drafted_by"]
            draftedByName = try row["drafted_by_name"]
            draftedAt = try row["drafted_at"]
            heldBy = try row["held_by"]
            heldByName = try row["held_by_name"]
            levels = try row["levels"]
            approvals = try row["approvals"]
            signer = try row["signer"]
            signerName = try row["signer_name"]
            signedOn = try row.dayIfAny("signed_on")
            authority = try row["authority"]
            signatureLines = try row["signature_lines"]
            number = try row["number"]
            issuedOn = try row.dayIfAny("issued_on")
            issuedByName = try row["issued_by_name"]
            document = try row["document"]
            party = try row["party"]
            recipient = try row["recipient"]
            recipientName = try row["recipient_name"]
        }
    }

    private static let columns: SQL = """
        d.id, d.organisation, d.case_id, d.event, d.form, d.form_title, d.title, d.addressee, d.body, d.recipients, d.facts, d.state, d.revision,
        d.drafted_by, w.full_name as drafted_by_name, d.drafted_at, d.levels, d.approvals, d.signer, s.full_name as signer_name, d.signed_on,
        coalesce(d.held_by, d.drafted_by) as held_by, hh.full_name as held_by_name,
        d.authority, d.signature_lines, d.number, d.issued_on, i.full_name as issued_by_name, d.document,
        d.party, d.recipient, ro.name as recipient_name
        """
    private static let joins: SQL = """
        join officer w on w.id = d.drafted_by left join officer s on s.id = d.signer left join officer i on i.id = d.issued_by
        left join officer hh on hh.id = d.held_by
        left join organisation ro on ro.id = d.recipient
        """
    /// The office's own drafts, as long as it has more to do with the case than to read it.
    private static let seen: SQL = """
        d.organisation = scope_organisation()
        and exists (select from case_access a where a.case_id = d.case_id and a.organisation = d.organisation and a.relation <> 'reader')
        """

    public static func draft(_ db: Connection, _ id: Int64) throws -> DraftRow? {
        try db.first("select \(columns) from draft d \(joins) where d.id = \(id) and \(seen)")
    }

    /// Locks the drafts, in id order, so that two hands on one pile wait for each other; what the office does not see is not locked.
    public static func lock(_ db: Connection, _ ids: [Int64]) throws {
        try db.run("select from (select d.id from draft d where d.id = any(\(ids)) and \(seen) order by d.id for update of d) held")
    }

    /// What a list of drafts is asked for; nil asks for nothing.
    public struct Wanted: Sendable {
        public var states: [String]?
        public var caseID: Int64?
        /// In the hands of this officer: who drafted it, or who has his work.
        public var heldBy: Int64?
        /// Not approved by this officer since it was last submitted.
        public var notYetApprovedBy: Int64?
        /// Of a form that the officer may sign on the day.
        public var signableBy: (officer: Int64, day: Day)?
        public init() {}
    }

    /// Newest first, from below `before`.
    public static func list(_ db: Connection, _ wanted: Wanted, before: Int64?, limit: Int) throws -> [DraftRow] {
        let states: SQL = wanted.states.map { "and d.state = any(\($0))" } ?? ""
        let caseID: SQL = wanted.caseID.map { "and d.case_id = \($0)" } ?? ""
        let writer: SQL = wanted.heldBy.map { "and coalesce(d.held_by, d.drafted_by) = \($0)" } ?? ""
        let signer: SQL =
            wanted.signableBy.map {
                """
                and exists (select from signing_authority g
                             where g.organisation = d.organisation and g.officer = \($0.officer) and (g.form is null or g.form = d.form)
                               and g.valid_from <= \($0.day.date)::date and (g.valid_to is null or \($0.day.date)::date <= g.valid_to))
                """
            } ?? ""
        let approver: SQL = wanted.notYetApprovedBy.map { "and not \(approved(by: $0))" } ?? ""
        let cursor: SQL = before.map { "and d.id < \($0)" } ?? ""
        return try db.all(
            """
            select \(columns) from draft d \(joins)
             where \(seen) \(states) \(caseID) \(writer) \(approver) \(signer) \(cursor)
             order by d.id desc limit \(limit)
            """)
    }

    /// Whether the officer approved the draft `d` since it was last submitted.
    private static func approved(by officer: Int64) -> SQL {
        """
        exists (select from draft_entry e
                 where e.draft = d.id and e.action = 'approve' and e.officer = \(officer)
                   and e.revision > (select max(t.revision) from draft_entry t where t.draft = d.id and t.action = 'submit'))
        """
    }
    public static func isApproved(_ db: Connection, draft id: Int64, by officer: Int64) throws -> Bool {
        try db.value("select \(approved(by: officer)) from draft d where d.id = \(id)", as: Bool.self)
    }

    /// The address of the transaction's office.
    public static func officeAddress(_ db: Connection) throws -> String {
        try db.valueIfAny("select address from organisation where id = scope_organisation()", as: String.self) ?? ""
    }

    public struct NewDraft: Sendable {
        public var caseID: Int64
        public var event: String
        public var form: String
        public var formTitle: String
        public var content: Content
        public init(caseID: Int64, event: String, form: String, formTitle: String, content: Content) {
            self.caseID = caseID
            self.event = event
            self.form = form
            self.formTitle = formTitle
            self.content = content
        }
    }

    /// What may be rewritten until it is submitted.
    public struct Content: Sendable {
        public var title: String
        public var addressee: String
        public var body: String
        public var recipients: String
        public var facts: JSONB
        public var party: String?
        public var recipient: Int64?
        public init(
            title: String, addressee: String, body: String, recipients: String, facts: JSONB, party: String? = nil, recipient: Int64? = nil
        ) {
            self.title = title
            self.addressee = addressee
            self.party = party
            self.recipient = recipient
            self.body = body
            self.recipients = recipients
            self.facts = facts
        }
    }

    public static func insert(_ db: Connection, _ d: NewDraft, officer: Int64, now: Instant) throws -> Int64 {
        try db.value(
            """
            insert into draft (organisation, case_id, event, form, form_title, title, addressee, body, recipients, facts, party, recipient, drafted_by,
                               drafted_at)
            values (scope_organisation(), \(d.caseID), \(d.event), \(d.form), \(d.formTitle), \(d.content.title), \(d.content.addressee),
                    \(d.content.body), \(d.content.recipients), \(d.content.facts), \(d.content.party), \(d.content.recipient)::bigint, \(officer),
                    \(now)) returning id
            """, as: Int64.self)
    }

    public static func rewrite(_ db: Connection, draft id: Int64, _ c: Content) throws {
        try db.run(
            """
            update draft set title = \(c.title), addressee = \(c.addressee), body = \(c.body), recipients = \(c.recipients), facts = \(c.facts),
                             party = \(c.party), recipient = \(c.recipient)::bigint
             where id = \(id)
            """)
    }

    // MARK: the life of a draft

    public struct NewEntry: Sendable {
        public var draft: Int64
        /// The history's last revision before it.
        public var after: Int
        public var action: String
        public var state: String
        public var remark: String?
        public var contentSHA256: String
        public init(draft: Int64, after: Int, action: String, state: String, remark: String?, contentSHA256: String) {
            self.draft = draft
            self.after = after
            self.action = action
            self.state = state
            self.remark = remark
            self.contentSHA256 = contentSHA256
        }
    }

    /// Writes one line of the history and moves the draft with it.
    public static func append(_ db: Connection, _ e: NewEntry, officer: Int64, now: Instant) throws {
        try db.run(
            """
            insert into draft_entry (draft, revision, action, state, officer, remark, content_sha256, recorded_at)
            values (\(e.draft), \(e.after + 1)::int, \(e.action), \(e.state), \(officer), \(e.remark), \(e.contentSHA256), \(now))
            """)
        try db.run("update draft set state = \(e.state), revision = \(e.after + 1)::int where id = \(e.draft)")
    }

    public struct EntryRow: RowDecodable, Sendable {
        public var revision: Int
        public var action: String
        public var state: String
        public var officer: Int64
        public var officerName: String
        public var remark: String?
        public var contentSHA256: String
        public var recordedAt: Instant
        public init(_ row: Row) throws(DecodeError) {
            revision = try row["revision"]
            action = try row["action"]
            state = try row["state"]
            officer = try row["officer"]
            officerName = try row["full_name"]
            remark = try row["remark"]
            contentSHA256 = try row["content_sha256"]
            recordedAt = try row["recorded_at"]
        }
    }
    public static func history(_ db: Connection, draft id: Int64) throws -> [EntryRow] {
        try db.all(
            """
            select e.revision, e.action, e.state, e.officer, o.full_name, e.remark, e.content_sha256, e.recorded_at
              from draft_entry e join officer o on o.id = e.officer where e.draft = \(id) order by e.revision
            """)
    }

    /// - Parameter levels: approvals needed; counted anew at each submission.
    public static func setApprovals(_ db: Connection, draft id: Int64, levels: Int, approvals: Int) throws {
        try db.run("update draft set levels = \(levels)::int, approvals = \(approvals)::int where id = \(id)")
    }

    public static func setSigned(_ db: Connection, draft id: Int64, signer: Int64, on day: Day, authority: Int64, lines: [String]) throws {
        try db.run(
            """
            update draft set signer = \(signer), signed_on = \(day.date), authority = \(authority), signature_lines = \(lines)::text[]
             where id = \(id)
            """)
    }

    /// The signature no longer holds: the document goes back to who drafted it.
    public static func clearSignature(_ db: Connection, draft id: Int64) throws {
        try db.run("update draft set signer = null, signed_on = null, authority = null, signature_lines = '{}' where id = \(id)")
    }

    public static func setIssued(_ db: Connection, draft id: Int64, number: String, on day: Day, by officer: Int64, document: Int64) throws
    {
        try db.run(
            """
            update draft set number = \(number), issued_on = \(day.date), issued_by = \(officer), document = \(document)
             where id = \(id)
            """)
    }

    /// The paper that a step brought into being.
    public static func document(_ db: Connection, case id: Int64, seq: Int, form: String) throws -> Int64? {
        try db.valueIfAny(
            "select id from document where case_id = \(id) and seq = \(seq)::int and kind = \(form) order by id limit 1", as: Int64.self)
    }

    /// The issued document and its number stand as void from the day on. With the last numbered paper of a step go those of the same step
    /// that were never numbered: nobody has them.
    ///
    /// - Parameter others: kinds of paper that are not the office's own; they stay.
    public static func void(_ db: Connection, draft id: Int64, document: Int64, on day: Day, others: [String]) throws {
        try db.run("update outgoing_number set voided_on = \(day.date) where draft = \(id)")
        try db.run("update document set voided_on = \(day.date) where id = \(document)")
        try db.run(
            """
            update document s set voided_on = \(day.date)
              from document v
             where v.id = \(document) and s.case_id = v.case_id and s.seq = v.seq and s.number is null and s.voided_on is null
               and s.kind <> all(\(others))
               and not exists (select from document o where o.case_id = v.case_id and o.seq = v.seq and o.number <> '' and o.voided_on is null
                                                        and o.kind <> all(\(others)))
            """)
    }

    // MARK: dispatch

    public struct NewDispatch: Sendable {
        public var draft: Int64
        public var addressee: String
        public var organisation: Int64?
        public var address: String
        public var means: String
        public var sentOn: Day
        public var tracking: String?
        /// Of a denunciation: denouncer | denounced, who is named nowhere.
        public var party: String?
        public init(
            draft: Int64, addressee: String, organisation: Int64?, address: String, means: String, sentOn: Day, tracking: String?,
            party: String? = nil
        ) {
            self.draft = draft
            self.party = party
            self.addressee = addressee
            self.organisation = organisation
            self.address = address
            self.means = means
            self.sentOn = sentOn
            self.tracking = tracking
        }
    }
    public static func insert(_ db: Connection, _ d: NewDispatch, officer: Int64, now: Instant) throws -> Int64 {
        try db.value(
            """
            insert into dispatch (draft, addressee, organisation, address, means, sent_on, tracking, party, recorded_by, recorded_at)
            values (\(d.draft), \(d.addressee), \(d.organisation), \(d.address), \(d.means), \(d.sentOn.date), \(d.tracking), \(d.party), \(officer),
                    \(now))
            returning id
            """, as: Int64.self)
    }

    public struct DispatchRow: RowDecodable, Sendable {
        public var id: Int64
        public var draft: Int64
        public var addressee: String
        public var organisation: Int64?
        public var address: String
        public var means: String
        public var sentOn: Day
        public var tracking: String?
        public var receivedOn: Day?
        public var returnedOn: Day?
        public var returnReason: String?
        public var party: String?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            draft = try row["draft"]
            addressee = try row["addressee"]
            organisation = try row["organisation"]
            address = try row["address"]
            means = try row["means"]
            sentOn = try row.day("sent_on")
            tracking = try row["tracking"]
            receivedOn = try row.dayIfAny("received_on")
            returnedOn = try row.dayIfAny("returned_on")
            returnReason = try row["return_reason"]
            party = try row["party"]
        }
    }
    private static let dispatchQuery: SQL = """
        select p.id, p.draft, p.addressee, p.organisation, p.address, p.means, p.sent_on, p.tracking, p.received_on, p.returned_on, p.return_reason, p.party
          from dispatch p join draft d on d.id = p.draft
        """
    public static func dispatches(_ db: Connection, draft id: Int64) throws -> [DispatchRow] {
        try db.all("\(dispatchQuery) where p.draft = \(id) and \(seen) order by p.id")
    }
    /// Those of the ids that belong to the office's documents.
    public static func dispatches(_ db: Connection, ids: [Int64]) throws -> [DispatchRow] {
        try db.all("\(dispatchQuery) where p.id = any(\(ids)) and \(seen) order by p.id")
    }
    public static func setOutcome(_ db: Connection, dispatch id: Int64, receivedOn: Day?, returnedOn: Day?, reason: String?) throws {
        try db.run(
            """
            update dispatch set received_on = \(receivedOn?.date)::date, returned_on = \(returnedOn?.date)::date, return_reason = \(reason)
             where id = \(id)
            """)
    }
}
