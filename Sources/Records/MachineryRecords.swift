import Law
public import Postgres

/// Idempotency keys, the outbox, attachments.
public enum MachineryRecords {
    /// Asks the database for nothing; throws when it does not answer.
    public static func answer(_ db: Connection) throws { try db.run("select 1") }

    // MARK: idempotency

    public struct Answered: RowDecodable, Sendable {
        public var fingerprint: String
        public var operation: String
        public var response: String?
        public init(_ row: Row) throws(DecodeError) {
            fingerprint = try row["fingerprint"]
            operation = try row["operation"]
            response = try row["response"]
        }
    }
    /// The constraint that a key used twice runs into.
    public static let keyConstraint = "idempotency_pkey"

    /// Claims a key; fails on `keyConstraint` when it was used before. A transaction that still holds it is waited for.
    public static func claim(officer: Int64, key: String, fingerprint: String, operation: String, now: Instant) -> SQL {
        """
        insert into idempotency (officer, key, fingerprint, operation, created_at)
        values (\(officer), \(key), \(fingerprint), \(operation), \(now))
        """
    }
    public static func answered(_ db: Connection, officer: Int64, key: String) throws -> Answered? {
        try db.first("select fingerprint, operation, response from idempotency where officer = \(officer) and key = \(key)")
    }
    public static func remember(officer: Int64, key: String, response: String) -> SQL {
        "update idempotency set response = \(response) where officer = \(officer) and key = \(key)"
    }
    public static func forgetOldKeys(_ db: Connection, before: Instant) throws -> Int {
        try db.run("delete from idempotency where created_at < \(before)")
    }

    // MARK: outbox

    public struct Message: RowDecodable, Sendable {
        public var id: Int64
        public var topic: String
        public var payload: JSONB
        public var attempts: Int
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            topic = try row["topic"]
            payload = try row["payload"]
            attempts = try row["attempts"]
        }
    }
    /// A message leaves with the transaction that writes it. A firing key makes it unique for ever.
    public static func post(topic: String, firingKey: String?, payload: JSONB, now: Instant) -> SQL {
        """
        insert into outbox (topic, firing_key, payload, created_at, due_at)
        values (\(topic), \(firingKey), \(payload), \(now), \(now)) on conflict (firing_key) do nothing
        """
    }
    /// Takes the oldest waiting messages that nobody else holds; they come back when `until` passes without an answer.
    ///
    /// The CTE fences the LIMIT: without it the planner may loop and update too many.
    public static func claimMessages(_ db: Connection, most: Int, now: Instant, until: Instant) throws -> [Message] {
        try db.all(
            """
            with next as materialized (
                select id from outbox
                 where done_at is null and due_at <= \(now) and (claimed_until is null or claimed_until < \(now))
                 order by due_at, id limit \(most) for update skip locked)
            update outbox o set claimed_until = \(until), attempts = attempts + 1
              from next where o.id = next.id
            returning o.id, o.topic, o.payload, o.attempts
            """)
    }
    public static func complete(_ db: Connection, messages ids: [Int64], now: Instant) throws {
        try db.run("update outbox set done_at = \(now), claimed_until = null, last_error = null where id = any(\(ids))")
    }
    public static func release(_ db: Connection, messages ids: [Int64]) throws {
        try db.run(
            "update outbox set claimed_until = null, attempts = greatest(attempts - 1, 0) where id = any(\(ids)) and done_at is null")
    }
    public static func fail(_ db: Connection, message id: Int64, error: String, retryAt: Instant) throws {
        try db.run("update outbox set claimed_until = null, due_at = \(retryAt), last_error = \(error) where id = \(id)")
    }
    public static func waitingMessages(_ db: Connection) throws -> Int {
        try db.value("select count(*) from outbox where done_at is null", as: Int.self)
    }

    // MARK: attachments

    public struct NewAttachment: Sendable {
        public var sha256: String
        public var bytes: Int64
        public var mediaType: String
        public var petition: Int64?
        public var caseID: Int64?
        /// The draft that it belongs to, and the issued document that the draft has become.
        public var draft: Int64?
        public var document: Int64?
        public var name: String
        public var kind: String
        public var uploadedBy: Int64?
        public var organisation: Int64
        public init(
            sha256: String, bytes: Int64, mediaType: String, petition: Int64?, caseID: Int64?, name: String, kind: String,
            uploadedBy: Int64?,
            organisation: Int64
        ) {
            self.sha256 = sha256
            self.bytes = bytes
            self.mediaType = mediaType
            self.petition = petition
            self.caseID = caseID
            self.name = name
            self.kind = kind
            self.uploadedBy = uploadedBy
            self.organisation = organisation
        }
    }
    public struct AttachmentRow: RowDecodable, Sendable {
        public var id: Int64
        public var sha256: String
        public var bytes: Int64
        public var mediaType: String
        public var name: String
        public var kind: String
        public var uploadedAt: Instant
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            sha256 = try row["sha256"]
            bytes = try row["bytes"]
            mediaType = try row["media_type"]
            name = try row["name"]
            kind = try row["kind"]
            uploadedAt = try row["uploaded_at"]
        }
    }
    public static func attach(_ db: Connection, _ a: NewAttachment, now: Instant) throws -> Int64 {
        try db.run(
            """
            insert into blob (sha256, bytes, media_type, stored_at) values (\(a.sha256), \(a.bytes), \(a.mediaType), \(now)) on conflict do nothing
            """)
        return try db.value(
            """
            insert into attachment (sha256, petition, case_id, draft, document, name, kind, uploaded_by, organisation, uploaded_at)
            values (\(a.sha256), \(a.petition), \(a.caseID), \(a.draft), \(a.document), \(a.name), \(a.kind), \(a.uploadedBy), \(a.organisation),
                    \(now)) returning id
            """, as: Int64.self)
    }
    static let attachmentColumns: SQL = "t.id, t.sha256, b.bytes, b.media_type, t.name, t.kind, t.uploaded_at"
    public static func ofPetitionQuery(_ petition: Int64) -> SQL {
        "select \(attachmentColumns) from attachment t join blob b using (sha256) where t.petition = \(petition) order by t.id"
    }
    public static func ofCaseQuery(_ id: Int64) -> SQL {
        "select \(attachmentColumns) from attachment t join blob b using (sha256) where t.case_id = \(id) and \(shownWithCase) order by t.id"
    }
    /// A file of a document that is not issued yet is its office's business, and so is the scan of a leader's note (bút phê).
    private static let shownWithCase: SQL = """
        (t.organisation in (select office_family(scope_organisation()))
         or ((t.draft is null or t.document is not null) and t.kind <> 'direction'
             and not exists (select from direction g where g.case_id = t.case_id and g.attachment = t.id)))
        """
    public static func attachments(_ db: Connection, ofDraft id: Int64) throws -> [AttachmentRow] {
        try db.all("select \(attachmentColumns) from attachment t join blob b using (sha256) where t.draft = \(id) order by t.id")
    }
    /// An attachment that the transaction's office may open: its own petition's, a case's it has access to as more than a reader, a referred
    /// petition's, or one of a petition on which it has to decide as the superior or in which it has a task.
    public static func attachment(_ db: Connection, _ id: Int64) throws -> AttachmentRow? {
        try db.first(
            """
            select \(attachmentColumns) from attachment t join blob b using (sha256)
             where t.id = \(id)
               and (exists (select from registration r where r.petition = t.petition and r.organisation = scope_organisation())
                    or referred_here(t.petition)
                    or exists (select from registration r join case_file f on f.registration = r.id join case_access a on a.case_id = f.id
                                where r.petition = t.petition and a.organisation = scope_organisation()
                                  and a.relation in ('superior', 'tasked'))
                    or exists (select from case_access a where a.case_id = t.case_id and a.organisation = scope_organisation()
                                                           and a.relation <> 'reader' and \(shownWithCase)))
            """)
    }
}

/// Lists that do not change while an office works.
public enum CatalogueRecords {
    public struct Commune: RowDecodable, Sendable {
        public var code: String
        public var name: String
        public var province: String
        /// The old unit that led here, or empty.
        public var note: String
        public init(_ row: Row) throws(DecodeError) {
            code = try row["code"]
            name = try row["name"]
            province = try row["province"]
            note = try row["note"]
        }
    }
    public static func communes(_ db: Connection, q: String, most: Int) throws -> [Commune] {
        try db.all("select code, name, province, note from find_communes(\(q), \(most)::int)")
    }
    public struct Field: RowDecodable, Sendable {
        public var code: String
        public var parent: String?
        public var name: String
        public var appliesTo: [String]
        public init(_ row: Row) throws(DecodeError) {
            code = try row["code"]
            parent = try row["parent"]
            name = try row["name"]
            appliesTo = try row["applies_to"]
        }
    }
    public static func fields(_ db: Connection) throws -> [Field] {
        try db.all("select code, parent, name, applies_to from field order by sort, code")
    }
    public struct EthnicGroup: RowDecodable, Sendable {
        public var code: String
        public var name: String
        public init(_ row: Row) throws(DecodeError) {
            code = try row["code"]
            name = try row["name"]
        }
    }
    public struct CommuneCode: RowDecodable, Sendable {
        public var code: String
        public var remote: Bool
        public init(_ row: Row) throws(DecodeError) {
            code = try row["code"]
            remote = try row["remote"]
        }
    }
    /// Every commune code, those of former units included, with the remote-area flag.
    public static func communeCodes(_ db: Connection) throws -> [CommuneCode] {
        try db.all("select code, bool_or(remote and valid_to is null) as remote from commune group by code")
    }
    public static func ethnicGroups(_ db: Connection) throws -> [EthnicGroup] {
        try db.all("select code, name from ethnic_group order by code::int")
    }
}
