public import Law
public import Postgres

/// Sessions, visits and the standing schedule of regular reception.
public enum ReceptionRecords {
    public struct NewSession: Sendable {
        public var organisation: Int64
        public var kind: SessionKind
        public var mode: SessionMode = .inPerson
        public var sessionDate: Day
        public var hours: String = ""
        public var place: String
        public var host: Int64?
        public var hostName: String = ""
        public var hostTitle: String = ""
        public var substitute: Bool = false
        public var substituteReason: String?
        public var ground: String?
        public var participants: String = ""
        public var expectedContent: String = ""
        public var schedule: Int64?
        public init(organisation: Int64, kind: SessionKind, sessionDate: Day, place: String) {
            self.organisation = organisation
            self.kind = kind
            self.sessionDate = sessionDate
            self.place = place
        }
    }

    public static func insert(_ db: Connection, _ s: NewSession) throws -> Int64 {
        try db.value(
            """
            insert into session (organisation, kind, mode, session_date, hours, place, host, host_name, host_title, substitute, substitute_reason, ground,
                                 participants, expected_content, schedule)
            values (\(s.organisation), \(s.kind), \(s.mode), \(s.sessionDate.date), \(s.hours), \(s.place), \(s.host),
                    coalesce(nullif(\(s.hostName), ''), (select full_name from officer where id = \(s.host)), ''),
                    coalesce(nullif(\(s.hostTitle), ''), (select title from officer where id = \(s.host)), ''),
                    \(s.substitute), \(s.substituteReason), \(s.ground), \(s.participants), \(s.expectedContent), \(s.schedule))
            returning id
            """, as: Int64.self)
    }

    public struct SessionRow: RowDecodable, Sendable {
        public var id: Int64
        public var caseID: Int64
        public var seq: Int
        public var version: Int
        public var state: String
        public var final: Bool
        public var organisation: Int64
        public var kind: SessionKind
        public var mode: SessionMode
        public var sessionDate: Day
        public var hours: String
        public var place: String
        public var hostName: String
        public var hostTitle: String
        public var substitute: Bool
        public var substituteReason: String?
        public var ground: String?
        public var participants: String
        public var expectedContent: String
        public var publishedOn: Day?
        public var postponedFrom: Day?
        public var conclusionNumber: String?
        public var conclusionDate: Day?
        public var visits: Int
        public var people: Int
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            caseID = try row["case_id"]
            seq = try row["seq"]
            version = try row["version"]
            state = try row["state"]
            final = try row["final"]
            organisation = try row["organisation"]
            kind = try row["kind"]
            mode = try row["mode"]
            sessionDate = try row.day("session_date")
            hours = try row["hours"]
            place = try row["place"]
            hostName = try row["host_name"]
            hostTitle = try row["host_title"]
            substitute = try row["substitute"]
            substituteReason = try row["substitute_reason"]
            ground = try row["ground"]
            participants = try row["participants"]
            expectedContent = try row["expected_content"]
            publishedOn = try row.dayIfAny("published_on")
            postponedFrom = try row.dayIfAny("postponed_from")
            conclusionNumber = try row["conclusion_number"]
            conclusionDate = try row.dayIfAny("conclusion_date")
            visits = try row["visits"]
            people = try row["people"]
        }
    }
    static let sessionColumns: SQL = """
        s.id, f.id as case_id, f.seq, f.version, f.state, f.final, s.organisation, s.kind, s.mode, s.session_date, s.hours, s.place, s.host_name,
        s.host_title, s.substitute, s.substitute_reason, s.ground, s.participants, s.expected_content, s.published_on, s.postponed_from,
        s.conclusion_number, s.conclusion_date,
        (select count(*) from visit v where v.session = s.id and v.outcome is distinct from 'voided')::int as visits,
        (select coalesce(sum(v.people), 0) from visit v where v.session = s.id and v.outcome is distinct from 'voided')::int as people
        """

    public static func session(_ db: Connection, _ id: Int64) throws -> SessionRow? {
        try db.first(
            """
            select \(sessionColumns) from session s join case_file f on f.session = s.id
             where s.id = \(id) and s.organisation = scope_organisation()
            """)
    }
    public static func sessions(_ db: Connection, from: Day?, to: Day?, before: Int64?, limit: Int) throws -> [SessionRow] {
        let start: SQL = from.map { "and s.session_date >= \($0.date)" } ?? ""
        let end: SQL = to.map { "and s.session_date <= \($0.date)" } ?? ""
        let cursor: SQL = before.map { "and s.id < \($0)" } ?? ""
        return try db.all(
            """
            select \(sessionColumns) from session s join case_file f on f.session = s.id
             where s.organisation = scope_organisation() \(start) \(end) \(cursor)
             order by s.id desc limit \(limit)
            """)
    }
    public static func regularSession(_ db: Connection, organisation: Int64, on day: Day) throws -> Int64? {
        try db.valueIfAny(
            "select id from session where book = \(organisation) and session_date = \(day.date) and kind = 'regular'",
            as: Int64.self)
    }
    /// A place and a content named with the publication take the place of what was planned.
    public static func setPublished(_ db: Connection, session: Int64, on day: Day, place: String?, content: String?) throws {
        try db.run(
            """
            update session set published_on = \(day.date), place = coalesce(\(place), place),
                   expected_content = coalesce(\(content), expected_content)
             where id = \(session)
            """)
    }
    public static func postpone(_ db: Connection, session: Int64, to day: Day) throws {
        try db.run("update session set postponed_from = session_date, session_date = \(day.date) where id = \(session)")
    }
    public static func setConclusion(_ db: Connection, session: Int64, number: String?, date: Day?) throws {
        try db.run("update session set conclusion_number = \(number), conclusion_date = \(date?.date)::date where id = \(session)")
    }

    // MARK: schedule

    public struct ScheduleRow: RowDecodable, Sendable {
        public var id: Int64
        public var organisation: Int64
        public var place: String
        public var hours: String
        public var validFrom: Day
        public var publishedOn: Day
        public var lateReason: String?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            organisation = try row["organisation"]
            place = try row["place"]
            hours = try row["hours"]
            validFrom = try row.day("valid_from")
            publishedOn = try row.day("published_on")
            lateReason = try row["published_late_reason"]
        }
    }
    public static func insertSchedule(
        _ db: Connection, organisation: Int64, place: String, hours: String, validFrom: Day, publishedOn: Day, lateReason: String?,
        officer: Int64?,
        now: Instant
    ) throws -> Int64 {
        try db.value(
            """
            insert into reception_schedule (organisation, place, hours, valid_from, published_on, published_late_reason, recorded_by, recorded_at)
            values (\(organisation), \(place), \(hours), \(validFrom.date), \(publishedOn.date), \(lateReason), \(officer), \(now)) returning id
            """, as: Int64.self)
    }
    public static func schedules(_ db: Connection, organisation: Int64) throws -> [ScheduleRow] {
        try db.all(
            """
            select id, organisation, place, hours, valid_from, published_on, published_late_reason
              from reception_schedule where organisation = \(organisation) order by valid_from desc
            """)
    }
    /// For each office with a schedule in force on the day and no regular session yet: that schedule.
    public static func schedulesWithoutSession(_ db: Connection, on day: Day) throws -> [ScheduleRow] {
        try db.all(
            """
            select distinct on (c.organisation) c.id, c.organisation, c.place, c.hours, c.valid_from, c.published_on, c.published_late_reason
              from reception_schedule c
             where c.valid_from <= \(day.date)
               and exists (select from organisation o where o.id = c.organisation and coalesce(o.valid_to >= \(day.date), true))
               and not exists (select from session s where s.organisation = c.organisation and s.session_date = \(day.date) and s.kind = 'regular')
               and not exists (select from office_closing k where k.organisation = c.organisation and k.day = \(day.date))
             order by c.organisation, c.valid_from desc
            """)
    }
    /// Regular sessions of earlier days that still stand open and have no visit left open.
    public static func forgottenRegularSessions(_ db: Connection, before day: Day) throws -> [SessionRow] {
        try db.all(
            """
            select \(sessionColumns) from session s join case_file f on f.session = s.id
             where s.kind = 'regular' and s.session_date < \(day.date) and not f.final
               and not exists (select from visit v join case_file c on c.visit = v.id where v.session = s.id and not c.final)
             order by s.id limit 200
            """)
    }

    // MARK: visits

    public struct NewVisit: Sendable {
        public var session: Int64
        public var organisation: Int64
        public var visitedOn: Day
        public var enteredAt: Instant
        public var filerKind: String = "individual"
        public var people: Int = 1
        public var representatives: Int = 0
        public var appointmentSigned: Bool = false
        public var appointmentOn: Day?
        public var repeated: Bool = false
        public var wantsReply: Bool = false
        public var denunciation: Bool = false
        public var summary: String = ""
        public var request: String = ""
        public var priorBodies: String = ""
        public var settlementPapers: String?
        public var reviewPapers: String?
        public var receivedBy: Int64?
        public var matter: Int64?
        /// A number already taken for it; nil takes the book's next one in the same statement.
        public var number: Int?
        public init(session: Int64, organisation: Int64, visitedOn: Day, enteredAt: Instant) {
            self.session = session
            self.organisation = organisation
            self.visitedOn = visitedOn
            self.enteredAt = enteredAt
        }
    }
    public static func insert(_ db: Connection, _ v: NewVisit) throws -> Numbered {
        try db.one(
            """
            insert into visit (session, organisation, book_year, number, visited_on, entered_at, filer_kind, people, representatives, appointment_signed,
                               appointment_on, repeated, wants_reply, denunciation, summary, request, prior_bodies, settlement_papers, review_papers,
                               received_by, matter)
            values (\(v.session), \(v.organisation), \(v.visitedOn.year)::int, coalesce(\(v.number)::int, next_number(\(v.organisation), 'visit', \(v.visitedOn.year)::int)),
                    \(v.visitedOn.date), \(v.enteredAt), \(v.filerKind), \(v.people)::int, \(v.representatives)::int, \(v.appointmentSigned),
                    \(v.appointmentOn?.date)::date, \(v.repeated), \(v.wantsReply), \(v.denunciation), \(v.summary), \(v.request), \(v.priorBodies),
                    \(v.settlementPapers), \(v.reviewPapers), \(v.receivedBy), \(v.matter))
            returning id, number
            """)
    }

    public struct Numbered: RowDecodable, Sendable {
        public var id: Int64
        public var number: Int
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            number = try row["number"]
        }
    }

    public struct VisitRow: RowDecodable, Sendable {
        public var id: Int64
        public var caseID: Int64
        public var seq: Int
        public var version: Int
        public var state: String
        public var final: Bool
        public var session: Int64
        public var bookYear: Int
        public var number: Int
        /// Whose book the number stands in, where that is another office's.
        public var book: String?
        public var visitedOn: Day
        public var filerKind: String
        public var people: Int
        public var representatives: Int
        public var appointmentSigned: Bool
        public var appointmentOn: Day?
        public var repeated: Bool
        public var wantsReply: Bool
        public var denunciation: Bool
        public var summary: String
        public var request: String
        public var priorBodies: String
        public var settlementPapers: String?
        public var reviewPapers: String?
        public var refusalGround: String?
        public var outcome: String?
        /// Name of the body at the same seat to which the visitor was shown.
        public var shownTo: String?
        public var matter: Int64?
        public var petitions: [Int64]
        public var enteredAt: Instant
        /// Its number on the sheet that was kept while the program was away.
        public var paperNumber: String?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            caseID = try row["case_id"]
            seq = try row["seq"]
            version = try row["version"]
            state = try row["state"]
            final = try row["final"]
            session = try row["session"]
            bookYear = try row["book_year"]
            number = try row["number"]
            book = try row["book"]
            visitedOn = try row.day("visited_on")
            filerKind = try row["filer_kind"]
            people = try row["people"]
            representatives = try row["representatives"]
            appointmentSigned = try row["appointment_signed"]
            appointmentOn = try row.dayIfAny("appointment_on")
            repeated = try row["repeated"]
            wantsReply = try row["wants_reply"]
            denunciation = try row["denunciation"]
            summary = try row["summary"]
            request = try row["request"]
            priorBodies = try row["prior_bodies"]
            settlementPapers = try row["settlement_papers"]
            reviewPapers = try row["review_papers"]
            refusalGround = try row["refusal_ground"]
            outcome = try row["outcome"]
            shownTo = try row["shown_to"]
            matter = try row["matter"]
            petitions = try row["petitions"]
            enteredAt = try row["entered_at"]
            paperNumber = try row["paper_number"]
        }
    }
    static let visitColumns: SQL = """
        v.id, f.id as case_id, f.seq, f.version, f.state, f.final, v.session, v.book_year, v.number, nullif(book_of(v.organisation, v.book), '') as book, v.visited_on, v.filer_kind, v.people,
        v.representatives, v.appointment_signed, v.appointment_on, v.repeated, v.wants_reply, v.denunciation, v.summary, v.request,
        v.prior_bodies, v.settlement_papers, v.review_papers, v.refusal_ground, v.outcome,
        (select b.name from organisation b where b.id = v.shown_to) as shown_to, v.matter,
        (select coalesce(array_agg(p.id order by p.id), '{}') from petition p where p.visit = v.id) as petitions, v.entered_at, v.paper_number
        """
    public static func visit(_ db: Connection, _ id: Int64) throws -> VisitRow? {
        try db.first(
            "select \(visitColumns) from visit v join case_file f on f.visit = v.id where v.id = \(id) and v.organisation = scope_organisation()"
        )
    }
    public static func visits(_ db: Connection, session: Int64) throws -> [VisitRow] {
        try db.all(
            """
            select \(visitColumns) from visit v join case_file f on f.visit = v.id
             where v.session = \(session) and v.organisation = scope_organisation() order by v.number
            """)
    }
    public static func setOutcome(_ db: Connection, visit: Int64, outcome: String, refusalGround: String?, shownTo: Int64?) throws {
        try db.run(
            """
            update visit set outcome = \(outcome), refusal_ground = coalesce(\(refusalGround), refusal_ground), shown_to = coalesce(\(shownTo), shown_to)
             where id = \(visit)
            """)
    }
    public static func clearRefusal(_ db: Connection, visit: Int64) throws {
        try db.run("update visit set outcome = null, refusal_ground = null where id = \(visit)")
    }
    public static func setRepresentatives(_ db: Connection, visit: Int64, people: Int?, representatives: Int, signed: Bool, on day: Day)
        throws
    {
        try db.run(
            """
            update visit set people = coalesce(\(people)::int, people), representatives = \(representatives)::int, appointment_signed = \(signed),
                   appointment_on = case when \(signed) then \(day.date)::date end
             where id = \(visit)
            """)
    }
}
