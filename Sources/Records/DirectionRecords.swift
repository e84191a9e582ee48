public import Law
public import Postgres

extension CaseRecords {
    /// Ý kiến chỉ đạo (bút phê) on a case.
    public struct DirectionRow: RowDecodable, Sendable {
        public var id: Int64
        public var leaderName: String
        public var givenOn: Day
        public var text: String
        public var unitName: String?
        /// Who has the work in hand by it, and who helps him.
        public var handlerName: String?
        public var othersNames: [String]
        public var dueOn: Day?
        public var onPaper: Bool
        public var attachment: Int64?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            leaderName = try row["leader_name"]
            givenOn = try row.day("given_on")
            text = try row["text"]
            unitName = try row["unit_name"]
            handlerName = try row["handler_name"]
            othersNames = try row["others_names"]
            dueOn = try row.dayIfAny("due_on")
            onPaper = try row["on_paper"]
            attachment = try row["attachment"]
        }
    }

    private static let directionColumns: SQL = """
        select g.id, g.leader_name, g.given_on, g.text, u.name as unit_name, g.due_on, g.on_paper, g.attachment,
               (select p.full_name from direction_assignee s join officer p on p.id = s.officer where s.direction = g.id and s.leads) as handler_name,
               array(select p.full_name from direction_assignee s join officer p on p.id = s.officer
                      where s.direction = g.id and not s.leads order by p.full_name) as others_names
          from direction g left join unit u on u.id = g.unit
        """

    /// Those that stand: one that was undone is told by the journal alone.
    public static func directionsQuery(_ id: Int64) -> SQL {
        "\(directionColumns) where g.case_id = \(id) and \(notUndone("g")) order by g.given_on, g.id"
    }

    public static func direction(_ db: Connection, _ id: Int64) throws -> DirectionRow? {
        try db.first("\(directionColumns) where g.id = \(id)")
    }

    public struct NewDirection: Sendable {
        public var caseID: Int64
        /// The entry by which it stands in the journal; nil in a procedure that has no such entry.
        public var seq: Int?
        public var leaderName: String
        public var givenOn: Day
        public var text: String
        public var unit: Int64?
        public var handler: Int64?
        public var dueOn: Day?
        public var onPaper: Bool
        public var officer: Int64?
        public init(
            caseID: Int64, seq: Int?, leaderName: String, givenOn: Day, text: String, unit: Int64?, handler: Int64?, dueOn: Day?,
            onPaper: Bool, officer: Int64?
        ) {
            self.caseID = caseID
            self.seq = seq
            self.leaderName = leaderName
            self.givenOn = givenOn
            self.text = text
            self.unit = unit
            self.handler = handler
            self.dueOn = dueOn
            self.onPaper = onPaper
            self.officer = officer
        }
    }

    public static func insert(_ db: Connection, _ new: NewDirection, now: Instant) throws -> Int64 {
        let id = try db.value(
            """
            insert into direction (case_id, seq, leader_name, given_on, text, unit, due_on, on_paper, recorded_by, recorded_at)
            values (\(new.caseID), \(new.seq)::int, \(new.leaderName), \(new.givenOn.date), \(new.text), \(new.unit), \(new.dueOn?.date),
                    \(new.onPaper), \(new.officer), \(now)) returning id
            """, as: Int64.self)
        if let handler = new.handler { try assign(db, direction: id, officers: [handler], leads: true) }
        return id
    }

    /// Names officers in a direction: the one who has the work in hand, or those who help.
    public static func assign(_ db: Connection, direction id: Int64, officers: [Int64], leads: Bool) throws {
        try db.run(
            """
            insert into direction_assignee (direction, officer, leads)
            select \(id), o, \(leads) from unnest(\(officers)) o on conflict do nothing
            """)
    }

    /// Ties the scan of the paper to the direction.
    public static func setScan(_ db: Connection, direction id: Int64, attachment: Int64) throws {
        try db.run("update direction set attachment = \(attachment) where id = \(id)")
    }

    public static func isDirection(_ db: Connection, _ id: Int64, of caseID: Int64) throws -> Bool {
        try db.value("select exists (select from direction where id = \(id) and case_id = \(caseID))", as: Bool.self)
    }

    /// True when the paper belongs to this case.
    public static func isPaper(_ db: Connection, attachment id: Int64, of caseID: Int64) throws -> Bool {
        try db.value("select exists (select from attachment where id = \(id) and case_id = \(caseID))", as: Bool.self)
    }
}
