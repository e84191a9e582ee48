public import Law
public import Postgres

/// What the copy sheet of the national database needs beside the case itself: codes, who accepted and approved, the files.
extension NationalRecords {
    public struct Around: RowDecodable, Sendable {
        public var officeCode: String
        /// Of the body that sent the petition on, where it is in the catalogue.
        public var sourceCode: String?
        /// 1, or 2 for a complaint against a first decision.
        public var instance: Int?
        public var firstDecisionOn: Day?
        /// The first instance, where its case is known here.
        public var firstCode: String?
        public var firstResult: String?
        public var firstNumber: String?
        public init(_ row: Row) throws(DecodeError) {
            officeCode = try row["office_code"]
            sourceCode = try row["source_code"]
            instance = try row["instance"]
            firstDecisionOn = try row.dayIfAny("first_decision_on")
            firstCode = try row["first_code"]
            firstResult = try row["first_result"]
            firstNumber = try row["first_number"]
        }
    }
    public static func around(_ db: Connection, case id: Int64) throws -> Around? {
        try db.first(
            """
            select o.code as office_code, so.code as source_code, r.instance::int as instance, r.first_decision_on, fo.code as first_code,
                   fs.result as first_result, fs.decision_number as first_number
              from case_file f
              join organisation o on o.id = f.organisation
              left join registration r on r.id = f.registration
              left join organisation so on so.id = r.source_organisation
              left join case_file fc on fc.id = r.first_case
              left join organisation fo on fo.id = fc.organisation
              left join settlement fs on fs.case_id = fc.id
             where f.id = \(id)
            """)
    }

    /// Entries of a case that were undone, and those that undid them.
    public static func undone(_ db: Connection, case id: Int64) throws -> [Int] {
        try db.values(
            "select unnest(array[v.seq, v.revoked_seq]) from revoked_step v where v.case_id = \(id)", as: Int.self)
    }

    public struct Acceptance: RowDecodable, Sendable {
        /// The entry that says so.
        public var seq: Int
        /// accept | take_over | imported
        public var event: String
        public var on: Day
        public init(_ row: Row) throws(DecodeError) {
            seq = try row["seq"]
            event = try row["event"]
            on = try row.day("accepted_on")
        }
    }
    /// The acceptance that stands: the last one not undone; what an old book brought along was accepted on the day it says, as it was set
    /// right since.
    public static func acceptance(_ db: Connection, case id: Int64) throws -> Acceptance? {
        try db.first(
            """
            select a.seq, a.event, a.accepted_on
              from (select j.seq, j.event, j.occurred_on as accepted_on from journal j
                     where j.case_id = \(id) and j.event in ('accept', 'take_over') and \(CaseRecords.notUndone("j"))
                    union all
                    select j.seq, j.event,
                           (coalesce((select c.payload from journal c
                                       where c.case_id = j.case_id and c.event = 'correct' and c.payload -> 'facts' ? 'accepted_on'
                                       order by c.seq desc limit 1), j.payload) -> 'facts' ->> 'accepted_on')::date
                      from journal j where j.case_id = \(id) and j.seq = 1 and j.event = 'imported') a
             where a.accepted_on is not null
             order by a.seq desc limit 1
            """)
    }

    /// The leader of a step: who signed the letter by which it happened, else who took it as a leader.
    public static func approver(_ db: Connection, case id: Int64, seq: Int) throws -> String? {
        try db.valueIfAny(
            """
            select o.full_name
              from (select 1 as place, d.signer as officer from draft d join document k on k.id = d.document
                     where k.case_id = \(id) and k.seq = \(seq)::int and k.voided_on is null and d.signer is not null
                    union all
                    select 2, j.officer from journal j where j.case_id = \(id) and j.seq = \(seq)::int and j.role = 'leader') x
              join officer o on o.id = x.officer
             order by x.place limit 1
            """, as: String.self)
    }

    public struct FileRow: RowDecodable, Sendable {
        public var id: Int64
        public var name: String
        public var kind: String
        public var sha256: String
        public var bytes: Int64
        public var mediaType: String
        public var withPetition: Bool
        /// It lies with a referral by which the petition went on.
        public var withReferral: Bool
        public var documentTitle: String?
        public var documentNumber: String?
        public var documentDate: Day?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            name = try row["name"]
            kind = try row["kind"]
            sha256 = try row["sha256"]
            bytes = try row["bytes"]
            mediaType = try row["media_type"]
            withPetition = try row["with_petition"]
            withReferral = try row["with_referral"]
            documentTitle = try row["document_title"]
            documentNumber = try row["document_number"]
            documentDate = try row.dayIfAny("document_date")
        }
    }
    /// The files of a petition and of its case: what came with it, signed copies of decisions and transfers. Neither drafts nor letters
    /// that were voided, nor scans of leaders' notes.
    public static func files(_ db: Connection, case id: Int64, petition: Int64) throws -> [FileRow] {
        try db.all(
            """
            select t.id, t.name, t.kind, t.sha256, b.bytes, b.media_type, t.petition is not null as with_petition,
                   t.case_id is not null and t.case_id <> \(id) as with_referral,
                   k.title as document_title, k.number as document_number, k.issued_on as document_date
              from attachment t
              join blob b using (sha256)
              left join document k on k.id = t.document and k.voided_on is null
             where (t.petition = \(petition)
                    or t.case_id = \(id)
                    or t.case_id in (select g.id from case_file g join referral q on q.id = g.referral where q.sender_case = \(id)))
               and (t.draft is null or k.id is not null) and t.kind <> 'direction'
               and not exists (select from direction g where g.case_id = t.case_id and g.attachment = t.id)
             order by t.id
            """)
    }
}
