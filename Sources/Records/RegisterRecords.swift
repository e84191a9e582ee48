public import Law
public import Postgres

/// The weekly register's facts, all as of a day, and the registers that were issued.
public enum RegisterRecords {
    /// One case as it stood at the end of a day: state and letters from entries with `occurred_on` up to that day.
    public struct LineRow: RowDecodable, Sendable {
        public var caseID: Int64
        public var petition: Int64
        public var receiptCode: String
        public var bookYear: Int
        public var number: Int
        public var receivedOn: Day
        public var enteredOn: Day
        public var who: String
        public var address: String
        public var people: Int
        public var groupFiler: Bool
        public var title: String
        public var kind: PetitionKind
        public var fieldName: String?
        public var channel: Channel
        public var sourceBody: String
        public var directions: String?
        public var procedure: String
        public var version: Int
        public var state: String
        public var stateTitle: String
        public var final: Bool
        public var tags: [String]
        public var closedOn: Day?
        public var letter: String?
        public var settler: String?
        public var due: Day?
        public var dueProvisional: Bool
        public var reminders: Int
        public var reply: String?
        public var duplicateOf: String?
        public var complexLong: Bool
        public init(_ row: Row) throws(DecodeError) {
            caseID = try row["case_id"]
            petition = try row["petition"]
            receiptCode = try row["receipt_code"]
            bookYear = try row["book_year"]
            number = try row["number"]
            receivedOn = try row.day("received_on")
            enteredOn = try row.day("entered_on")
            who = try row["who"]
            address = try row["address"]
            people = try row["people"]
            groupFiler = try row["group_filer"]
            title = try row["title"]
            kind = try row["kind"]
            fieldName = try row["field_name"]
            channel = try row["channel"]
            sourceBody = try row["source_body"]
            directions = try row["directions"]
            procedure = try row["procedure"]
            version = try row["version"]
            state = try row["state"]
            stateTitle = try row["state_title"]
            final = try row["final"]
            tags = try row["tags"]
            closedOn = try row.dayIfAny("closed_on")
            letter = try row["letter"]
            settler = try row["settler"]
            due = try row.dayIfAny("due")
            dueProvisional = try row["due_provisional"]
            reminders = try row["reminders"]
            reply = try row["reply"]
            duplicateOf = try row["duplicate_of"]
            complexLong = try row["complex_long"]
        }
    }

    /// Petition cases of the office that were received in the period, closed in it, or open at its end. One line per registration:
    /// its newest case as of the day.
    ///
    /// - Parameter late: cases that are listed whatever their days are.
    public static func lines(_ db: Connection, from: Day, to: Day, issuedAt: Instant, late: [Int64] = []) throws -> [LineRow] {
        try db.all(
            """
            with standing as (
                select distinct on (f.registration) f.id, f.registration, f.version, j.to_state, j.seq, ps.final, ps.tags, ps.title as state_title,
                       (select max(e.occurred_on) from journal e
                         where e.case_id = f.id and e.occurred_on <= \(to.date) and e.from_state <> e.to_state) as moved_on
                  from case_file f
                  join lateral (select e.to_state, e.seq from journal e
                                 where e.case_id = f.id and e.occurred_on <= \(to.date) and e.recorded_at <= \(issuedAt)
                                 order by e.seq desc limit 1) j on true
                  join procedure_state ps on ps.version = f.version and ps.state = j.to_state
                 where f.organisation = scope_organisation() and f.subject = 'petition' and f.opened_on <= \(to.date)
                 order by f.registration, f.id desc)
            select s.id as case_id, p.id as petition, p.receipt_code, r.book_year, r.number, r.received_on,
                   (r.entered_at at time zone 'Asia/Ho_Chi_Minh')::date as entered_on,
                   coalesce(p.pseudonym, case when r.kind <> 'denunciation' then w.full_name end, case p.filer_kind when 'anonymous' then 'Nặc danh' when 'impersonated' then 'Mạo danh' else '' end) as who,
                   coalesce(w.address_line, '') as address, p.people, p.people >= 5 as group_filer, p.title,
                   coalesce((select e.payload -> 'facts' ->> 'kind' from journal e join case_file ef on ef.id = e.case_id
                              where ef.registration = s.registration and e.event in ('classify', 'reclassify') and e.occurred_on <= \(to.date)
                                and e.payload -> 'facts' ? 'kind'
                              order by e.case_id desc, e.seq desc limit 1), r.first_kind) as kind,
                   -- As it was classified by then; what only a later classification found is not known yet.
                   coalesce(classified.field_name, case when not classified.later then d.name end) as field_name,
                   \(PetitionRecords.channel) as channel, coalesce(nullif(r.source_body, ''), so.name, '') as source_body,
                   (select string_agg(g.leader_name || ' (' || to_char(g.given_on, 'DD/MM/YYYY') || '): ' || g.text, '; ' order by g.given_on, g.id)
                      from direction g join case_file gf on gf.id = g.case_id
                     where gf.registration = s.registration and g.given_on <= \(to.date)) as directions,
                   v.procedure, s.version, s.to_state as state, s.state_title, s.final, s.tags,
                   case when s.final or s.tags && '{closed,answered}' then s.moved_on end as closed_on,
                   (select string_agg(words, '; ' order by first_id) from (
                      select concat_ws(', ', nullif(k.number, ''), to_char(k.issued_on, 'DD/MM/YYYY')) as words, min(k.id) as first_id
                      from document k join journal e on e.case_id = k.case_id and e.seq = k.seq
                     where k.case_id = s.id and k.number is not null and e.occurred_on <= \(to.date)
                     group by 1) issued) as letter,
                   coalesce(q.recipient_name, concat_ws(', ', o.short_name, (
                      select h.full_name from journal e join officer h on h.id = e.officer
                       where e.case_id = s.id and e.event in ('accept', 'assign') and e.occurred_on <= \(to.date)
                       order by e.seq desc limit 1))) as settler,
                   n.due, coalesce(n.provisional, false) as due_provisional,
                   coalesce(q.reminders, 0)::int as reminders, q.reply,
                   (select t.number || '/' || t.book_year from registration t where t.petition = p.duplicate_of and t.organisation = r.organisation) as duplicate_of,
                   coalesce((select k.complex_long from matter_mark k
                              where k.organisation = r.organisation and k.matter = p.matter and k.marked_on <= \(to.date)
                              order by k.id desc limit 1), false) as complex_long
              from standing s
              join registration r on r.id = s.registration
              join petition p on p.id = r.petition
              join organisation o on o.id = r.organisation
              join procedure_version v on v.id = s.version
              left join field d on d.code = r.field_code
              left join organisation so on so.id = r.source_organisation
              left join lateral (
                    select (array_agg(fd.name order by e.case_id desc, e.seq desc) filter (where e.occurred_on <= \(to.date)))[1] as field_name,
                           coalesce(bool_or(e.occurred_on > \(to.date)), false) as later
                      from case_file ef join journal e on e.case_id = ef.id and e.event in ('classify', 'reclassify')
                      join case_fact cf on cf.case_id = e.case_id and cf.seq = e.seq and cf.name = 'field'
                      join field fd on fd.code = cf.value
                     where ef.registration = s.registration) classified on true
              left join lateral (
                    select n.full_name, \(PersonRecords.addressLine("n", "c", "pr")) as address_line
                      from party y join person n on n.id = y.person
                      left join commune c on c.code = n.commune_code and c.valid_to is null
                      left join province pr on pr.code = n.province_code
                     where y.petition = p.id and y.role = 'petitioner' order by y.position limit 1) w on true
              left join lateral (
                    select ro.name as recipient_name, qf.id as case_id,
                           (select count(*) from reminder n where n.referral = q.id and n.sent_on <= \(to.date)) as reminders,
                           case when q.answered_on <= \(to.date)
                                then concat_ws(', ', nullif(q.answer_number, ''), to_char(coalesce(q.answer_date, q.answered_on), 'DD/MM/YYYY'),
                                       (select left(cf.value, 300) from case_fact cf join journal je on je.case_id = cf.case_id and je.seq = cf.seq
                                         where cf.case_id = qf.id and je.event = 'answer' and cf.name = 'summary' limit 1)) end as reply
                      from referral q join organisation ro on ro.id = q.recipient join case_file qf on qf.referral = q.id
                     where q.sender_case in (select c.id from case_file c where c.registration = s.registration) and q.sent_on <= \(to.date)
                     order by q.id desc limit 1) q on true
              left join lateral (
                    select c.due, c.provisional from clock c join journal e on e.case_id = c.case_id and e.seq = c.started_seq
                     where (c.case_id = s.id or (c.case_id = q.case_id and c.unit = 'date')) and c.ends = 'stop' and e.occurred_on <= \(to.date)
                       and (c.ended_on is null or c.ended_on > \(to.date))
                     order by c.due, c.provisional limit 1) n on true
             where r.received_on between \(from.date) and \(to.date)
                or not s.final
                or s.moved_on between \(from.date) and \(to.date)
                or (r.entered_at at time zone 'Asia/Ho_Chi_Minh')::date between \(from.date) and \(to.date)
                or s.id = any(\(late))
             order by r.book_year, r.number
            """)
    }

    public struct Figures: RowDecodable, Sendable {
        public var visits: Int
        public var people: Int
        public var matters: Int
        public var groups: Int
        public var received: Int
        /// Registrations whose office did its part in the period.
        public var processed: Int
        /// Registrations that stood open at its end, and those of them past a due date.
        public var open: Int
        public var overdue: Int
        public init(_ row: Row) throws(DecodeError) {
            visits = try row["visits"]
            people = try row["people"]
            matters = try row["matters"]
            groups = try row["groups"]
            received = try row["received"]
            processed = try row["processed"]
            open = try row["open"]
            overdue = try row["overdue"]
        }
    }
    /// Each registration of the office as its newest case stood at the end of a day, with its earliest due date then.
    private static func standing(on day: Day) -> SQL {
        """
        select distinct on (f.registration) s.final or s.tags && '{closed,answered}' as final,
               (select min(c.due) from clock c join journal e on e.case_id = c.case_id and e.seq = c.started_seq
                 where c.case_id = f.id and c.ends = 'stop' and e.occurred_on <= \(day.date) and (c.ended_on is null or c.ended_on > \(day.date))) as due
          from case_file f
          join lateral (select e.to_state from journal e where e.case_id = f.id and e.occurred_on <= \(day.date) order by e.seq desc limit 1) j on true
          join procedure_state s on s.version = f.version and s.state = j.to_state
         where f.organisation = scope_organisation() and f.subject = 'petition' and f.opened_on <= \(day.date)
         order by f.registration, f.id desc
        """
    }

    /// Reception figures of a period: visits (lượt), people (người) and matters (vụ việc) are counted apart.
    public static func figures(_ db: Connection, from: Day, to: Day) throws -> Figures {
        try db.one(
            """
            select count(*)::int as visits, coalesce(sum(v.people), 0)::int as people,
                   count(distinct coalesce('m' || coalesce(v.matter, p.matter), 'v' || v.id))::int as matters,
                   count(*) filter (where v.people >= 5)::int as groups,
                   (select count(*) from registration r
                     where r.organisation = scope_organisation() and r.received_on between \(from.date) and \(to.date))::int as received,
                   (select count(distinct f.registration) from case_file f
                     where f.organisation = scope_organisation() and f.subject = 'petition'
                       and exists (select from journal j join procedure_state s on s.version = f.version and s.state = j.to_state
                                    where j.case_id = f.id and j.from_state <> j.to_state and 'processed' = any (s.tags)
                                      and j.occurred_on between \(from.date) and \(to.date)))::int as processed,
                   (select count(*) from (\(standing(on: to))) t where not t.final)::int as open,
                   (select count(*) from (\(standing(on: to))) t where not t.final and t.due < \(to.date))::int as overdue
              from visit v
              left join lateral (select q.matter from petition q where q.visit = v.id order by q.id limit 1) p on true
             where v.organisation = scope_organisation() and v.visited_on between \(from.date) and \(to.date)
            """)
    }

    /// Cases that no issued register of this office has shown as received, although they arrived in a period already issued.
    public static func lateEntries(_ db: Connection, before from: Day) throws -> [Int64] {
        try db.all(
            """
            select f.id from registration r
              join lateral (select c.id from case_file c where c.registration = r.id order by c.id desc limit 1) f on true
             where r.organisation = scope_organisation() and r.received_on < \(from.date)
               and exists (select from weekly_register w where w.organisation = r.organisation and r.received_on between w.from_day and w.to_day
                              and r.entered_at > w.issued_at)
               and not exists (select from weekly_register_line l join weekly_register w on w.id = l.register join case_file c on c.id = l.case_id
                                where c.registration = r.id and w.organisation = r.organisation and l.part in ('received', 'late_entry'))
            """, as: IDRow.self
        ).map(\.id)
    }

    /// Cases that ended or were answered within a period already issued, entered after its issue, and shown as closed by no register yet.
    public static func lateClosings(_ db: Connection, before from: Day) throws -> [Int64] {
        try db.values(
            """
            select f.id from case_file f
              join procedure_state ps on ps.version = f.version and ps.state = f.state and (ps.final or ps.tags && '{closed,answered}')
              join lateral (select e.occurred_on, e.recorded_at from journal e
                             where e.case_id = f.id and e.from_state <> e.to_state order by e.seq desc limit 1) j on true
             where f.organisation = scope_organisation() and f.subject = 'petition' and j.occurred_on < \(from.date)
               and exists (select from weekly_register w where w.organisation = f.organisation
                              and j.occurred_on between w.from_day and w.to_day and j.recorded_at > w.issued_at)
               and not exists (select from weekly_register_line l join weekly_register w on w.id = l.register
                                where l.case_id = f.id and w.organisation = f.organisation and l.part = 'closed')
            """, as: Int64.self)
    }

    public struct Issued: RowDecodable, Sendable {
        public var id: Int64
        public var number: Int
        public var year: Int
        public var from: Day
        public var to: Day
        public var leaderName: String
        public var issuedAt: Instant
        public var content: String
        public var contentSHA256: String
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            number = try row["number"]
            year = try row["year"]
            from = try row.day("from_day")
            to = try row.day("to_day")
            leaderName = try row["leader_name"]
            issuedAt = try row["issued_at"]
            content = try row["content"]
            contentSHA256 = try row["content_sha256"]
        }
    }
    static let issuedColumns: SQL = "id, number, year, from_day, to_day, leader_name, issued_at, content, content_sha256"

    public static func nextNumber(_ db: Connection, organisation: Int64, year: Int) throws -> Int {
        try db.value("select next_number(\(organisation), 'register', \(year)::int)", as: Int.self)
    }
    public static func insert(
        _ db: Connection, organisation: Int64, year: Int, number: Int, from: Day, to: Day, leaderName: String, issuedBy: Int64?,
        issuedAt: Instant,
        templateVersion: Int, content: String, sha256: String
    ) throws -> Int64 {
        try db.value(
            """
            insert into weekly_register (organisation, year, number, from_day, to_day, leader_name, issued_by, issued_at, template_version, content, content_sha256)
            values (\(organisation), \(year)::int, \(number)::int, \(from.date), \(to.date), \(leaderName), \(issuedBy), \(issuedAt), \(templateVersion)::int,
                    \(content), \(sha256)) returning id
            """, as: Int64.self)
    }
    public static func insertLines(_ db: Connection, register: Int64, part: String, cases: [Int64]) throws {
        try db.run(
            """
            insert into weekly_register_line (register, case_id, part) select \(register), c, \(part) from unnest(\(cases)::bigint[]) c
            """)
    }
    public static func issued(_ db: Connection, id: Int64) throws -> Issued? {
        try db.first("select \(issuedColumns) from weekly_register where id = \(id) and organisation = scope_organisation()")
    }
    public static func issuedList(_ db: Connection, limit: Int) throws -> [Issued] {
        try db.all(
            "select \(issuedColumns) from weekly_register where organisation = scope_organisation() order by year desc, number desc limit \(limit)"
        )
    }
    public static func pdf(_ db: Connection, register: Int64) throws -> [UInt8]? {
        try db.valueIfAny(
            """
            select f.pdf from weekly_register_pdf f join weekly_register w on w.id = f.register
             where w.id = \(register) and w.organisation = scope_organisation()
            """, as: [UInt8].self)
    }
    public static func storePDF(_ db: Connection, register: Int64, sha256: String, pdf: [UInt8], now: Instant) throws {
        try db.run(
            """
            insert into weekly_register_pdf (register, sha256, pdf, rendered_at) values (\(register), \(sha256), \(pdf), \(now)) on conflict do nothing
            """)
    }
}
