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
        /// Whose book the number stands in, where that is another office's; else empty.
        public var book: String
        public var receivedOn: Day
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
        /// The day of its first answered or closed state.
        public var doneOn: Day?
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
            book = try row["book"]
            receivedOn = try row.day("received_on")
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
            doneOn = try row.dayIfAny("done_on")
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

    /// The office and those it took over from: what these issued, is issued.
    private static let family: SQL = "array(select office_family(scope_organisation()))"

    /// A state in which the petition is answered or over: what part II lists, once.
    private static let done: SQL = "(ds.final or ds.tags && '{closed,answered}')"
    /// An entry `e` that led there and was not undone by the end of a day, as it was known at a moment; a case that was reopened has not been
    /// answered or ended before.
    private static func led(asOf day: Day, knownAt: Instant? = nil) -> SQL {
        let known: SQL = knownAt.map { "and k.recorded_at <= \($0)" } ?? ""
        return """
            e.from_state <> e.to_state and not is_undoing(e.event)
            and not exists (select from revoked_step u join journal k on k.case_id = u.case_id and k.seq = u.revoked_seq
                             where u.case_id = e.case_id and u.seq = e.seq and k.occurred_on <= \(day.date) \(known))
            and not exists (select from journal k where k.case_id = e.case_id and k.seq > e.seq and k.event = 'reopen' and k.occurred_on <= \(day.date)
                               and \(CaseRecords.notUndone("k")) \(known))
            """
    }
    /// An entry whose number was struck out of the book by the end of a day counts nowhere.
    private static func counted(asOf day: Day) -> SQL {
        "not (r.outcome is not distinct from 'voided' and r.outcome_on <= \(day.date))"
    }
    /// The day of an entry `e` that answered or ended; what came along from an old book was done when that book says.
    private static let doneOn: SQL = """
        case when e.event = 'imported'
             then coalesce((e.payload -> 'facts' ->> 'sent_on')::date, (e.payload -> 'facts' ->> 'decided_on')::date,
                           (e.payload -> 'facts' ->> 'last_letter_date')::date, (e.payload -> 'facts' ->> 'received_on')::date, e.occurred_on)
             else e.occurred_on end
        """

    /// The newest case of each registration of the office as it stood at the end of a day.
    ///
    /// - Parameters:
    ///   - since: a case that ended before this day is left out; how it ended cannot matter.
    ///   - late: cases that stay in whenever they ended.
    ///   - book: only what stands in the book of that office, one that the office took over from.
    private static func standing(on day: Day, knownAt: Instant? = nil, since: Day, late: [Int64] = [], book: Int64? = nil) -> SQL {
        let kept: SQL = book.map { "and exists (select from registration k where k.id = f.registration and k.book = \($0))" } ?? ""
        let known: SQL = knownAt.map { "and e.recorded_at <= \($0)" } ?? ""
        return """
            select f.id, f.registration, f.version, j.to_state, ps.final, ps.title as state_title
              from case_file f
              join lateral (select e.to_state from journal e
                             where e.case_id = f.id and e.occurred_on <= \(day.date) and not is_silent(e.event) \(known)
                             order by e.seq desc limit 1) j on true
              join procedure_state ps on ps.version = f.version and ps.state = j.to_state
             where f.organisation = scope_organisation() and f.subject = 'petition' and f.opened_on <= \(day.date) and j.to_state <> 'voided'
               and (not f.final or f.last_on >= \(since.date) or f.id = any(\(late))) \(kept)
               and not exists (select from case_file n where n.registration = f.registration and n.id > f.id and n.opened_on <= \(day.date))
            """
    }

    /// The last referral of a line (`r`) that bound its recipient at the end of a day: what was declined or recalled by then does not.
    private static func referral(on day: Day) -> SQL {
        """
        from referral q join case_file qf on qf.referral = q.id
         where q.petition = r.petition and q.sender = r.organisation and q.sent_on <= \(day.date)
           and not exists (select from journal e
                            where e.case_id = qf.id and e.to_state in ('declined', 'recalled') and e.occurred_on <= \(day.date))
         order by q.id desc limit 1
        """
    }

    /// The earliest due date of a line (`s`) at the end of a day, as it was counted then: its own, or the answer's it waits for (`q`).
    private static func due(on day: Day) -> SQL {
        """
        select coalesce(h.due_before, c.due) as due, coalesce(h.provisional_before, c.provisional) as provisional
          from clock c
          join journal e on e.case_id = c.case_id and e.seq = c.started_seq
          left join lateral (select h.due_before, h.provisional_before from clock_recount h
                              where h.clock = c.id and h.recounted_on > \(day.date) order by h.id limit 1) h on true
         where c.case_id in (s.id, q.case_id) and (c.case_id = s.id or c.unit = 'date') and c.ends = 'stop' and e.occurred_on <= \(day.date)
           and (c.ended_on is null or c.ended_on > \(day.date))
           -- a clock that stood still at the end of the day says no day, unless it was missed before
           and not exists (select from jsonb_array_elements(c.pauses) p
                            where (p ->> 'from')::date <= \(day.date) and (p ->> 'from')::date <= coalesce(h.due_before, c.due) and coalesce((p ->> 'to')::date > \(day.date), true))
         order by 1, 2 limit 1
        """
    }

    /// Petition cases of the office that were received in the period, first answered or closed in it, or not ended at its end. One line
    /// per registration: its newest case as of the day.
    ///
    /// - Parameter late: cases that are listed whatever their days are.
    /// - Parameter book: only of that office's book, one that the office took over from.
    public static func lines(
        _ db: Connection, from: Day, to: Day, issuedAt: Instant, late: [Int64] = [], book: Int64? = nil
    ) throws -> [LineRow] {
        try db.all(
            """
            with standing as (\(standing(on: to, knownAt: issuedAt, since: from, late: late, book: book)))
            select s.id as case_id, p.id as petition, p.receipt_code, r.book_year, r.number, book_of(r.organisation, r.book) as book, r.received_on,
                   coalesce(p.pseudonym, case when r.kind <> 'denunciation' then w.full_name end, case p.filer_kind when 'anonymous' then 'Nặc danh' when 'impersonated' then 'Mạo danh' end,
                            case when r.kind = 'voter_petition' then 'Cử tri' else '' end) as who,
                   coalesce(w.address_line, '') as address, p.people, p.people >= 5 as group_filer, p.title,
                   coalesce((select case e.event when 'voters_petition' then 'voter_petition' else e.payload -> 'facts' ->> 'kind' end
                               from journal e join case_file ef on ef.id = e.case_id
                              where ef.registration = s.registration and e.occurred_on <= \(to.date) and \(CaseRecords.notUndone("e"))
                                and (e.event = 'voters_petition' or (e.event in ('classify', 'reclassify') and e.payload -> 'facts' ? 'kind'))
                              order by e.case_id desc, e.seq desc limit 1), r.first_kind) as kind,
                   -- As it was classified by then; what only a later classification found is not known yet.
                   coalesce(classified.field_name, case when not classified.later then d.name end) as field_name,
                   \(PetitionRecords.channel) as channel, coalesce(nullif(r.source_body, ''), so.name, '') as source_body,
                   (select string_agg(g.leader_name || ' (' || to_char(g.given_on, 'DD/MM/YYYY') || '): ' || g.text, '; ' order by g.given_on, g.id)
                      from direction g join case_file gf on gf.id = g.case_id
                     where gf.registration = s.registration and g.given_on <= \(to.date) and \(CaseRecords.notUndone("g"))) as directions,
                   v.procedure, s.version, s.to_state as state, s.state_title, s.final, done.on_day as done_on,
                   (select string_agg(words, '; ' order by first_id) from (
                      select concat_ws(', ', nullif(k.number, ''), to_char(k.issued_on, 'DD/MM/YYYY')) as words, min(k.id) as first_id
                      from document k join journal e on e.case_id = k.case_id and e.seq = k.seq
                     where k.case_id = s.id and k.number is not null and e.occurred_on <= \(to.date)
                     group by 1) issued) as letter,
                   coalesce(q.recipient_name, concat_ws(', ', (
                      -- as the office was called then, and which it was then
                      select n.short_name from office_name_on(coalesce((select b.id from organisation b where b.id = r.book and b.valid_to >= \(to.date)),
                                                                       r.organisation), \(to.date)) n), (

                      select h.full_name from journal e join officer h on h.id = e.officer
                       where e.case_id = s.id and e.event in ('accept', 'assign') and e.occurred_on <= \(to.date)
                         and \(CaseRecords.notUndone("e"))
                       order by e.seq desc limit 1))) as settler,
                   n.due, coalesce(n.provisional, false) as due_provisional,
                   coalesce(q.reminders, 0)::int as reminders,
                   -- an answer that came on paper, or the office's own, where no referral brought one
                   coalesce(q.reply, (
                      select concat_ws(', ', (select cf.value from case_fact cf where cf.case_id = e.case_id and cf.seq = e.seq and cf.name = 'document_number'),
                                       to_char((e.payload -> 'facts' ->> 'document_date')::date, 'DD/MM/YYYY'),
                                       (select left(cf.value, 300) from case_fact cf where cf.case_id = e.case_id and cf.seq = e.seq and cf.name = 'summary'))
                        from journal e
                       where e.case_id = s.id and e.event in ('record_reply', 'reply_own') and e.occurred_on <= \(to.date) and e.recorded_at <= \(issuedAt)
                         and \(CaseRecords.notUndone("e"))
                       order by e.seq desc limit 1)) as reply,
                   (select t.number || '/' || t.book_year from registration t where t.petition = p.duplicate_of and t.organisation = r.organisation
                     order by t.id limit 1) as duplicate_of,
                   coalesce((select k.complex_long from matter_mark k
                              where k.organisation = r.organisation and k.matter = r.matter and k.marked_on <= \(to.date)
                              order by k.id desc limit 1), false) as complex_long
              from standing s
              join registration r on r.id = s.registration
              join petition p on p.id = r.petition
              join procedure_version v on v.id = s.version
              left join field d on d.code = r.field_code
              left join organisation so on so.id = r.source_organisation
              left join lateral (
                    select (array_agg(fd.name order by e.case_id desc, e.seq desc) filter (where e.occurred_on <= \(to.date)))[1] as field_name,
                           coalesce(bool_or(e.occurred_on > \(to.date)), false) as later
                      from case_file ef join journal e on e.case_id = ef.id and e.event in ('classify', 'reclassify', 'group')
                      join case_fact cf on cf.case_id = e.case_id and cf.seq = e.seq and cf.name = 'field'
                      join field fd on fd.code = cf.value
                     where ef.registration = s.registration and \(CaseRecords.notUndone("e"))) classified on true
              left join lateral (
                    select n.full_name, \(PersonRecords.addressLine("n", "c", "pr")) as address_line
                      from party y join person n on n.id = y.person
                      left join commune c on c.code = n.commune_code and c.latest
                      left join province pr on pr.code = n.province_code
                     where y.petition = p.id and y.role = 'petitioner' order by y.position limit 1) w on true
              left join lateral (
                    select \(doneOn) as on_day
                      from journal e join procedure_state ds on ds.version = s.version and ds.state = e.to_state and \(done)
                     where e.case_id = s.id and e.occurred_on <= \(to.date) and e.recorded_at <= \(issuedAt)
                       and \(led(asOf: to, knownAt: issuedAt))
                     order by e.seq limit 1) done on true
              left join lateral (
                    select (select n.name from office_name_on(coalesce((select b.id from organisation b where b.id = q.recipient_then and b.valid_to >= \(to.date)),
                                                                q.recipient), \(to.date)) n) as recipient_name, qf.id as case_id,
                           q.carried_reminders + (select count(*) from reminder n where n.referral = q.id and n.sent_on <= \(to.date)) as reminders,
                           case when q.answered_on <= \(to.date)
                                then concat_ws(', ', nullif(q.answer_number, ''), to_char(coalesce(q.answer_date, q.answered_on), 'DD/MM/YYYY'),
                                       (select left(cf.value, 300) from case_fact cf join journal je on je.case_id = cf.case_id and je.seq = cf.seq
                                         where cf.case_id = qf.id and je.event in ('answer', 'record_answer') and cf.name = 'summary'
                                           and \(CaseRecords.notUndone("je")) limit 1)) end as reply
                      \(referral(on: to))) q on true
              left join lateral (\(due(on: to))) n on true
             where not s.final
                or r.received_on between \(from.date) and \(to.date)
                or done.on_day between \(from.date) and \(to.date)
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
        /// Registrations for which the office did its part in the period for the first time.
        public var processed: Int
        /// Registrations that had not ended at its end, and those of them past a due date: part III of the register.
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

    /// Reception figures of a period: visits (lượt), people (người) and matters (vụ việc) are counted apart.
    ///
    /// - Parameter book: only what stands in that office's book, one that the office took over from.
    public static func figures(_ db: Connection, from: Day, to: Day, book: Int64? = nil) throws -> Figures {
        let visits: SQL = book.map { "and w.book = \($0)" } ?? ""
        let entries: SQL = book.map { "and r.book = \($0)" } ?? ""
        let cases: SQL = book.map { "and exists (select from registration k where k.id = f.registration and k.book = \($0))" } ?? ""
        let received: SQL = book.map { "and v.book = \($0)" } ?? ""
        return try db.one(
            """
            with open as materialized (
                select n.due
                  from (\(standing(on: to, since: to.adding(days: 1), book: book))) s
                  join registration r on r.id = s.registration
                  left join lateral (select qf.id as case_id \(referral(on: to))) q on true
                  left join lateral (\(due(on: to))) n on true
                 where not s.final)
            select count(*)::int as visits, coalesce(sum(v.people), 0)::int as people,
                   -- every matter spoken of once; a visit about none that is known is one of its own
                   (select count(distinct m.key)
                      from visit w
                      cross join lateral (
                            select 'm' || w.matter as key where w.matter is not null
                            union all select 'm' || r.matter from petition p join registration r on r.petition = p.id and r.organisation = w.organisation
                                       where p.visit = w.id and \(counted(asOf: to))
                            union all
                            select 'v' || w.id where w.matter is null and not exists (
                                select from petition p join registration r on r.petition = p.id and r.organisation = w.organisation
                                 where p.visit = w.id and \(counted(asOf: to)))) m
                     where w.organisation = scope_organisation() \(visits) and w.visited_on between \(from.date) and \(to.date)
                       and w.outcome is distinct from 'voided')::int as matters,
                   count(*) filter (where v.people >= 5)::int as groups,
                   (select count(*) from registration r
                     where r.organisation = scope_organisation() \(entries) and r.received_on between \(from.date) and \(to.date)
                       and \(counted(asOf: to)))::int
                   + \(ArrivalRecords.received(from: from, to: to, book: book))::int as received,
                   (select count(distinct f.registration) from case_file f
                     where f.organisation = scope_organisation() and f.subject = 'petition' \(cases)
                       and f.opened_on <= \(to.date) and f.last_on >= \(from.date)
                       and exists (select from journal j join procedure_state s on s.version = f.version and s.state = j.to_state
                                    where j.case_id = f.id and 'processed' = any (s.tags) and \(CaseRecords.notUndone("j"))
                                      and j.occurred_on between \(from.date) and \(to.date))
                       and not exists (select from registration r where r.id = f.registration and not \(counted(asOf: to)))
                       and not exists (select from case_file g
                                         join journal j on j.case_id = g.id
                                         join procedure_state s on s.version = g.version and s.state = j.to_state
                                        where g.registration = f.registration and 'processed' = any (s.tags) and \(CaseRecords.notUndone("j"))
                                          and (j.occurred_on < \(from.date) or j.event = 'imported')))::int
                   + \(ArrivalRecords.processed(from: from, to: to, book: book))::int as processed,
                   (select count(*) from open)::int as open,
                   (select count(*) from open where due < \(to.date))::int as overdue
              from visit v
             where v.organisation = scope_organisation() \(received) and v.visited_on between \(from.date) and \(to.date)
               and v.outcome is distinct from 'voided'
            """)
    }

    /// Cases, the newest of their registrations at the end of a day, that no issued register of this office has shown as received,
    /// although they arrived in a period already issued.
    public static func lateEntries(_ db: Connection, before from: Day, asOf day: Day) throws -> [Int64] {
        try db.all(
            """
            select f.id from registration r
              join lateral (select c.id from case_file c where c.registration = r.id and c.opened_on <= \(day.date) order by c.id desc limit 1) f on true
             where r.organisation = scope_organisation() and r.received_on < \(from.date) and \(counted(asOf: day))
               and exists (select from weekly_register w where w.organisation = any (\(family)) and r.received_on between w.from_day and w.to_day)
               and not exists (select from weekly_register_line l join weekly_register w on w.id = l.register join case_file c on c.id = l.case_id
                                where c.registration = r.id and w.organisation = any (\(family)) and l.part in ('received', 'late_entry'))
               -- the registers of the old book listed it
               and not exists (select from carried_case k where k.registration = r.id)
            """, as: IDRow.self
        ).map(\.id)
    }

    /// Cases that were first answered or closed within a period already issued and that no register has shown as closed yet. What lists
    /// say counts, not the clock: an entry may have been on its way while the register was issued.
    public static func lateClosings(_ db: Connection, before from: Day) throws -> [Int64] {
        try db.values(
            """
            with unlisted as materialized (
                select f.id, f.version, f.organisation from case_file f
                 where f.organisation = scope_organisation() and f.subject = 'petition' and f.opened_on < \(from.date)
                   -- what went on in another case of the entry is listed there
                   and not exists (select from case_file n where n.registration = f.registration and n.id > f.id)
                   and not exists (select from weekly_register_line l join weekly_register w on w.id = l.register
                                    where l.case_id = f.id and w.organisation = any (\(family)) and l.part = 'closed'
                                      -- a case that was reopened since ends once more
                                      and w.issued_at > coalesce((select max(k.recorded_at) from journal k
                                                                   where k.case_id = f.id and k.event = 'reopen'), '-infinity')))
            select f.id from unlisted f
              join lateral (select e.occurred_on, e.event
                              from journal e join procedure_state ds on ds.version = f.version and ds.state = e.to_state and \(done)
                             where e.case_id = f.id and e.from_state <> e.to_state and not is_undoing(e.event) and \(CaseRecords.notUndone("e"))
                               and not exists (select from journal k where k.case_id = f.id and k.seq > e.seq and k.event = 'reopen'
                                                  and \(CaseRecords.notUndone("k")))
                             order by e.seq limit 1) j on true
             where j.occurred_on < \(from.date) and j.event <> 'imported'
               and exists (select from weekly_register w where w.organisation = any (\(family))
                              and j.occurred_on between w.from_day and w.to_day)
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
        try db.first("select \(issuedColumns) from weekly_register where id = \(id) and organisation = any (\(family))")
    }
    /// Newest first, without their content.
    ///
    /// - Parameter book: those of an office that the office took over from; nil for its own.
    public static func issuedList(_ db: Connection, book: Int64? = nil, before: (year: Int, number: Int)?, limit: Int) throws -> [Issued] {
        let whose: SQL = book.map { "organisation = \($0) and organisation = any (\(family))" } ?? "organisation = scope_organisation()"
        let older: SQL = before.map { "and (year, number) < (\($0.year)::int, \($0.number)::int)" } ?? ""
        return try db.all(
            """
            select id, number, year, from_day, to_day, leader_name, issued_at, '' as content, content_sha256 from weekly_register
             where \(whose) \(older) order by year desc, number desc limit \(limit)
            """)
    }
    public static func pdf(_ db: Connection, register: Int64) throws -> [UInt8]? {
        try db.valueIfAny(
            """
            select f.pdf from weekly_register_pdf f join weekly_register w on w.id = f.register
             where w.id = \(register) and w.organisation = any (\(family))
            """, as: [UInt8].self)
    }
    public static func html(_ db: Connection, register: Int64) throws -> String? {
        try db.valueIfAny(
            """
            select f.html from weekly_register_html f join weekly_register w on w.id = f.register
             where w.id = \(register) and w.organisation = any (\(family))
            """, as: String.self)
    }
    public static func storeHTML(_ db: Connection, register: Int64, sha256: String, html: String, now: Instant) throws {
        try db.run(
            """
            insert into weekly_register_html (register, sha256, html, rendered_at) values (\(register), \(sha256), \(html), \(now))
            on conflict do nothing
            """)
    }
    public static func storePDF(_ db: Connection, register: Int64, sha256: String, pdf: [UInt8], now: Instant) throws {
        try db.run(
            """
            insert into weekly_register_pdf (register, sha256, pdf, rendered_at) values (\(register), \(sha256), \(pdf), \(now)) on conflict do nothing
            """)
    }
}
