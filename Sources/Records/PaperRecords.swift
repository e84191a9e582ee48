public import Law
public import Postgres

/// Papers of one step: each is a document of its own, whatever it was numbered with.
public enum PaperRecords {
    /// Kinds of paper whose number is another's, and events that keep such papers whatever their kind.
    public struct Others: Sendable {
        public var kinds: [String]
        public var events: [String]
        /// Kinds that are another's unless who stands above the office wrote them in the case itself.
        public var fromAbove: [String]
        public init(kinds: [String], events: [String], fromAbove: [String]) {
            self.kinds = kinds
            self.events = events
            self.fromAbove = fromAbove
        }

        /// A condition on a document `k` and its entry `j`: it is a paper of who wrote the entry.
        var own: SQL {
            """
            k.kind <> all(\(kinds)) and j.event <> all(\(events)) and (k.kind <> all(\(fromAbove)) or j.relation = 'superior')
            """
        }
    }

    /// A paper that its step brought along and nobody numbered yet.
    public struct Unnumbered: RowDecodable, Sendable, Equatable {
        public var event: String
        public var kind: String
        public init(_ row: Row) throws(DecodeError) {
            event = try row["event"]
            kind = try row["kind"]
        }
    }

    /// A condition on an entry `j`: the office, or one that it took over from, took the step, and nobody undid it.
    private static let taken: SQL = """
        j.organisation in (select office_family(scope_organisation())) and \(CaseRecords.notUndone("j"))
        """

    /// A condition on an entry `j`: a paper of another kind than `kind` that came with it has its number and stands.
    private static func beside(_ kind: SQL, _ others: Others) -> SQL {
        """
        exists (select from document k where k.case_id = j.case_id and k.seq = j.seq and k.kind <> \(kind) and k.number <> ''
                                         and k.voided_on is null and \(others.own))
        """
    }

    /// Papers of the case's steps that have no number while another one of the same step has, whoever wrote them; in the order of the steps.
    public static func unnumbered(_ db: Connection, case id: Int64, others: Others) throws -> [Unnumbered] {
        try db.all(
            """
            select j.event, u.kind
              from document u join journal j on j.case_id = u.case_id and j.seq = u.seq
             where u.case_id = \(id) and u.number is null and u.voided_on is null and \(taken) and \(beside("u.kind", others))
             order by j.seq, u.id
            """)
    }

    /// Where a paper belongs whose step was taken by another one's issue.
    public struct Sibling: RowDecodable, Sendable {
        public var seq: Int
        /// Its document, not numbered yet; nil when the one that it had was voided.
        public var document: Int64?
        public init(_ row: Row) throws(DecodeError) {
            seq = try row["seq"]
            document = try row["document"]
        }
    }

    /// The latest step of the event that brought a paper of this kind, has another one numbered and none of this kind that stands with a
    /// number; nil when there is none, and the paper is to take its step itself.
    public static func sibling(_ db: Connection, case id: Int64, event: String, kind: String, others: Others) throws -> Sibling? {
        try db.first(
            """
            select j.seq, (select x.id from document x where x.case_id = j.case_id and x.seq = j.seq and x.kind = \(kind) and x.number is null
                                                         and x.voided_on is null order by x.id limit 1) as document
              from journal j
             where j.case_id = \(id) and j.event = \(event) and \(taken) and \(beside("\(kind)", others))
               and exists (select from document x where x.case_id = j.case_id and x.seq = j.seq and x.kind = \(kind))
               and not exists (select from document x where x.case_id = j.case_id and x.seq = j.seq and x.kind = \(kind) and x.number <> ''
                                                        and x.voided_on is null)
             order by j.seq desc limit 1
            """)
    }

    /// Numbers a paper of a step that was taken before; a document of its own where the one that the step brought was voided.
    ///
    /// - Returns: the document's id.
    public static func number(
        _ db: Connection, _ sibling: Sibling, case id: Int64, kind: String, title: String, number: String, on day: Day
    ) throws -> Int64 {
        if let document = sibling.document {
            try db.run("update document set number = \(number), issued_on = \(day.date) where id = \(document)")
            return document
        }
        return try db.value(
            """
            insert into document (case_id, seq, kind, title, number, issued_on)
            values (\(id), \(sibling.seq)::int, \(kind), \(title), \(number), \(day.date)) returning id
            """, as: Int64.self)
    }

    /// By what a denunciation's petition is known instead of a name.
    public struct Reference: RowDecodable, Sendable {
        public var pseudonym: String?
        public var paperFileNumber: String?
        public init(_ row: Row) throws(DecodeError) {
            pseudonym = try row["pseudonym"]
            paperFileNumber = try row["paper_file_number"]
        }
    }
    public static func reference(_ db: Connection, petition id: Int64) throws -> Reference? {
        try db.first("select pseudonym, paper_file_number from petition where id = \(id)")
    }

    /// The address of an office, as the list of offices has it.
    public static func address(_ db: Connection, of organisation: Int64) throws -> String {
        try db.valueIfAny("select address from organisation where id = \(organisation)", as: String.self) ?? ""
    }
}
