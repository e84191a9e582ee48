public import Law
public import Postgres

/// What stands in an entry of the office's book and may be set right, and whose details are among it.
public protocol StandingRecord: Sendable {
    /// Who denounces stands nowhere.
    var referenceOnly: Bool { get }
    /// The person whose details are among the values; nil where nobody is named, or nobody stands in the place that was asked for.
    var person: Int64? { get }
    /// The person was entered as another one and taken for him since: his details are those of the one who was kept.
    var merged: Bool { get }
    /// What stands there, by the fact that corrects it: days as ISO text, codes and ids as stored; nothing for what is empty.
    var values: [String: String] { get }
}

extension CorrectionRecords.Entry: StandingRecord {}

extension CorrectionRecords {
    /// A visit of the office as it stands, and one of those who came.
    public struct VisitEntry: RowDecodable, StandingRecord {
        public var visit: Int64
        public var bookYear: Int
        public var referenceOnly: Bool
        public var visitedOn: Day
        public var session: Int64
        /// It was kept on a sheet while the program was away, and bears its number.
        public var fromSheet: Bool
        /// He was shown to another body at the same seat.
        public var shownElsewhere: Bool
        /// Somebody had registered for this session, or its conclusion speaks of the visit.
        public var ofSession: Bool
        public var person: Int64?
        public var merged: Bool
        /// His part in the visit.
        public var party: Int64?
        /// petitioner | representative | authorised | member; nil when nobody is named.
        public var role: String?
        /// His place among those who came, from 1.
        public var position: Int?
        /// Role and name of everybody who came, in order; nobody of a visit of somebody who denounces.
        public var persons: [(role: String, fullName: String)]
        public var values: [String: String]
        /// The day of the first step that somebody took after the visit was entered.
        public var nextStepOn: Day?
        public init(_ row: Row) throws(DecodeError) {
            visit = try row["visit"]
            bookYear = try row["book_year"]
            referenceOnly = try row["reference_only"]
            visitedOn = try row.day("visited_on")
            session = try row["session"]
            fromSheet = try row["from_sheet"]
            shownElsewhere = try row["shown_elsewhere"]
            ofSession = try row["of_session"]
            person = try row["person"]
            merged = try row["merged"]
            party = try row["party"]
            role = try row["role"]
            position = try row["ordinal"]
            let roles: [String] = try row["roles"]
            let names: [String] = try row["names"]
            persons = zip(roles, names).map { (role: $0, fullName: $1) }
            let facts: [String] = try row["facts"]
            let stands: [String] = try row["stands"]
            values = Dictionary(zip(facts, stands)) { first, _ in first }
            nextStepOn = try row.dayIfAny("next_step_on")
        }
    }

    /// nil when the visit is not one of the office of the transaction.
    ///
    /// - Parameter position: whose details are asked for, by his place among those who came; nil for the one whose business it is, else for
    ///   the first.
    public static func visit(_ db: Connection, _ visit: Int64, position: Int? = nil) throws -> VisitEntry? {
        try db.first(
            """
            select v.id as visit, v.book_year, v.denunciation as reference_only, v.visited_on, v.session,
                   v.paper_number is not null as from_sheet, coalesce(v.outcome, '') = 'show_to_other_body' as shown_elsewhere,
                   exists (select from session_appointment t where t.visit = v.id)
                   or exists (select from conclusion_point k where k.visit = v.id) as of_session,
                   w.id as person, coalesce(w.merged, false) as merged, w.party, w.role, w.ordinal, n.roles, n.names, x.facts, x.stands,
                   (select min(j.occurred_on) from case_file f join journal j on j.case_id = f.id
                     where f.visit = v.id and j.seq > 1 and j.actor = 'officer' and not is_desk_work(j.event)) as next_step_on
              from visit v
              left join lateral (
                    select s.*, a.party, a.role, a.ordinal, a.paper_kind, a.paper_number, a.paper_date, \(taken("a")) as merged
                      from (\(whoCame)) a join person s on s.id = a.person
                     where \(position)::int is null or a.ordinal = \(position)::int
                     order by a.role <> 'petitioner', a.ordinal limit 1) w on true
             cross join lateral (
                    select coalesce(array_agg(a.role order by a.ordinal), '{}') as roles,
                           coalesce(array_agg(s.full_name order by a.ordinal), '{}') as names
                      from (\(whoCame)) a join person s on s.id = a.person) n
             cross join lateral (
                    select coalesce(array_agg(e.key order by e.key), '{}') as facts,
                           coalesce(array_agg(e.value order by e.key), '{}') as stands
                      from jsonb_each_text(jsonb_strip_nulls(\(visitStanding))) e where e.value <> '') x
             where v.id = \(visit) and v.organisation = scope_organisation()
            """)
    }

    /// Who came to the visit `v`, by his place.
    private static let whoCame: SQL = """
        select y.id as party, y.person, y.role, y.paper_kind, y.paper_number, y.paper_date,
               row_number() over (order by y.position, y.id)::int as ordinal
          from party y where y.visit = v.id and not v.denunciation
        """

    /// Fact → what stands there, of the visit `v` and the person `w`.
    private static let visitStanding: SQL = """
        jsonb_build_object(
            'received_on', v.visited_on, 'session', v.session, 'visit_summary', v.summary, 'visit_request', v.request, 'people', v.people,
            'representatives', v.representatives, 'filer_kind', v.filer_kind, 'appointment_signed', v.appointment_signed,
            'reps_appointed_on', v.appointment_on, 'repeated', v.repeated, 'wants_reply', v.wants_reply, 'prior_bodies', v.prior_bodies,
            'settlement_papers', v.settlement_papers, 'review_papers', v.review_papers, 'matter', v.matter,
            'sheet_number', v.paper_number, 'body', v.shown_to, 'mandate_kind', w.paper_kind, 'mandate_number', w.paper_number,
            'mandate_date', w.paper_date)
        || \(personStanding)
        """

    /// Writes the changes of the visit and of who came. Day and session are moved together, by `move`.
    public static func correct(_ db: Connection, _ entry: VisitEntry, _ changes: [Change]) throws {
        let visit = changes.map { visitColumn($0.name, $0.value) }.filter { !$0.isEmpty }
        if !visit.isEmpty { try db.run("update visit set \(visit.joined()) where id = \(entry.visit)") }
        let person = changes.map { personColumn($0.name, $0.value) }.filter { !$0.isEmpty }
        if !person.isEmpty, let id = entry.person { try db.run("update person set \(person.joined()) where id = \(id)") }
        let mandate = changes.map { mandateColumn($0.name, $0.value) }.filter { !$0.isEmpty }
        if !mandate.isEmpty, let id = entry.party { try db.run("update party set \(mandate.joined()) where id = \(id)") }
    }

    /// Puts a visit into another session, with the day and the number on the sheet of that.
    public static func move(_ db: Connection, visit: Int64, to session: Int64, on day: Day, sheet: String?) throws {
        try db.run(
            "update visit set session = \(session), visited_on = \(day.date), paper_number = \(sheet) where id = \(visit)")
    }

    /// Whether another visit of a session bears this number of its sheet.
    public static func isOnSheet(_ db: Connection, session: Int64, number: String, besides visit: Int64) throws -> Bool {
        try db.value(
            """
            select exists (select from visit v where v.session = \(session) and v.paper_number = \(number) and v.id <> \(visit))
            """, as: Bool.self)
    }

    private static func visitColumn(_ name: String, _ value: String?) -> SQL {
        switch name {
        case "visit_summary": "summary = coalesce(\(value), '')"
        case "visit_request": "request = coalesce(\(value), '')"
        case "people": "people = \(value)::int"
        case "representatives": "representatives = \(value)::int"
        case "filer_kind": "filer_kind = \(value)"
        case "appointment_signed": "appointment_signed = \(value)::boolean"
        case "reps_appointed_on": "appointment_on = \(value)::date"
        case "repeated": "repeated = \(value)::boolean"
        case "wants_reply": "wants_reply = \(value)::boolean"
        case "prior_bodies": "prior_bodies = coalesce(\(value), '')"
        case "settlement_papers": "settlement_papers = \(value)"
        case "review_papers": "review_papers = \(value)"
        case "matter": "matter = \(value)::bigint"
        case "sheet_number": "paper_number = \(value)"
        case "body": "shown_to = \(value)::bigint"
        default: .empty
        }
    }

    private static func mandateColumn(_ name: String, _ value: String?) -> SQL {
        switch name {
        case "mandate_kind": "paper_kind = \(value)"
        case "mandate_number": "paper_number = \(value)"
        case "mandate_date": "paper_date = \(value)::date"
        default: .empty
        }
    }
}
