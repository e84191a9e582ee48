public import Law
public import Postgres

/// What a settlement brought beside its result: amounts, people, how it was settled, when it was carried out.
public enum SettlementRecords {
    /// Notes what a step says of it; what it does not say stays. The case may have no result yet.
    ///
    /// - Parameter figures: an object of columns of `settlement` that `set_settlement_figures` knows.
    public static func note(_ db: Connection, case id: Int64, figures: JSONB) throws {
        try db.run("insert into settlement (case_id) values (\(id)) on conflict (case_id) do nothing")
        try db.run("select set_settlement_figures(\(id), settlement_figures(\(id)) || \(figures))")
    }

    /// Puts back what stood before a step of the case; nothing where there was no settlement.
    static func restore(_ db: Connection, case id: Int64, seq: Int) throws {
        try db.run(
            """
            select set_settlement_figures(b.case_id, b.figures) from entry_before b where b.case_id = \(id) and b.seq = \(seq)::int
            """)
    }

    public struct Settled: RowDecodable, Sendable {
        public var result: String?
        public var decisionNumber: String?
        public var decisionDate: Day?
        public var inTime: Bool?
        /// Columns that say something, by name.
        public var figures: JSONB
        public init(_ row: Row) throws(DecodeError) {
            result = try row["result"]
            decisionNumber = try row["decision_number"]
            decisionDate = try row.dayIfAny("decision_date")
            inTime = try row["in_time"]
            figures = try row["figures"]
        }
    }

    /// nil when nothing is settled.
    public static func ofCaseQuery(_ id: Int64) -> SQL {
        """
        select s.result, s.decision_number, s.decision_date, s.in_time, jsonb_strip_nulls(settlement_figures(s.case_id)) as figures
          from settlement s where s.case_id = \(id)
        """
    }
    public static func ofCase(_ db: Connection, case id: Int64) throws -> Settled? { try db.first(ofCaseQuery(id)) }
}
