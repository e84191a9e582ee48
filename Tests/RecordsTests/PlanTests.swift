import Law
import Postgres
import Records
import TestSupport
import Testing

/// The plans of the questions that an office asks all day, on 24,000 petitions of 30 offices: an index leads to the rows.
///
/// The very statements of `Records` are explained by `auto_explain`, those inside functions too, in a session that has taken the role
/// of the application.
@Suite struct PlanTests {
    static let crowd = """
        set local session_replication_role = replica;
        set local search_path = tiepdan, public;
        insert into organisation (id, code, kind, level, name, short_name, symbol)
        select 1000 + o, 'MASS-' || o, 'commune_committee', 'commune', 'Ủy ban nhân dân xã số ' || o, 'UBND ' || o, 'UB' from generate_series(1, 30) o;
        insert into officer (id, username, full_name, home, created_at) select 1000 + o, 'mass' || o, 'Cán bộ ' || o, 1000 + o, now() from generate_series(1, 30) o;
        insert into officer_role select 1000 + o, 1000 + o, 'officer' from generate_series(1, 30) o;
        create temp table n on commit drop as select g, 1001 + g % 30 as office, 1 + g / 30 as number,
               (array['Nguyễn','Trần','Lê','Phạm','Đặng','Đỗ','Vũ'])[1 + g % 7] || ' ' || (array['Văn','Thị','Đức','Ngọc'])[1 + g / 7 % 4] || ' '
               || (array['Đạt','Dung','Hạnh','Phúc','Thủy','Ưng','Yến'])[1 + g / 28 % 7] as name, date '2026-11-19' - g % 400 as day,
               -- half of one office's letters are about one matter
               case when g % 60 = 3 then 100003 else 100000 + g end as matter
          from generate_series(1, 24000) g;
        insert into matter (id, organisation, title, opened_on) select 100000 + g, office, 'Việc ' || g, day from n;
        insert into petition (id, receipt_code, entered_by_office, matter, channel, received_on, entered_at, title, body, search_text)
        select 100000 + g, lpad(upper(to_hex(g)), 11, '0'), office, matter, 'post', day, day, 'Bãi rác Đồng Đỏ gây ô nhiễm ' || g, repeat('Kính gửi. ', 40),
               fold(name || ' bãi rác Đồng Đỏ gây ô nhiễm ' || g || ' ' || md5(g::text) || ' ' || repeat(md5(g::text || 'x'), 3)) from n;
        insert into person (id, organisation, full_name, id_number) select 100000 + g, office, name || ' ' || g % 97, lpad(g::text, 12, '0') from n;
        insert into party (petition, person, role, position) select 100000 + g, 100000 + g, 'petitioner', 1 from n;
        insert into registration (id, petition, matter, organisation, book, book_year, number, received_on, entered_at, kind, first_kind)
        select 100000 + g, 100000 + g, matter, office, office, extract(year from day), number, day, day, 'feedback', 'feedback' from n;
        insert into case_file (id, version, organisation, subject, registration, opened_on, last_on, state, final, seq, next_due)
        select 100000 + g, (select min(id) from procedure_version where procedure = 'forwarding'), office, 'petition', 100000 + g, day, day, 'received', g / 30 % 5 <> 0, 1,
               case when g / 30 % 5 = 0 then day + 14 end from n;
        insert into case_access (case_id, organisation, relation) select 100000 + g, office, 'owner' from n;
        insert into journal (case_id, seq, event, actor, role, relation, occurred_on, recorded_at, from_state, to_state, hash)
        select 100000 + g, 1, 'register', 'officer', 'clerk', 'owner', day, day, 'new', 'received', '' from n;
        insert into referral (id, petition, sender, recipient, sender_case, letter_number, letter_date, sent_on)
        select 100000 + g, 100000 + g, office, 1001 + (g + 7) % 30, 100000 + g, '1', day, day from n where g / 30 % 4 = 0;
        insert into case_file (id, version, organisation, subject, referral, opened_on, state, final, seq)
        select 200000 + g, (select min(id) from procedure_version where procedure = 'referral'), office, 'referral', 100000 + g, day, 'delivered', false, 1
          from n where g / 30 % 4 = 0;
        insert into case_access (case_id, organisation, relation) select 200000 + g, office, 'sender' from n where g / 30 % 4 = 0;
        insert into case_access (case_id, organisation, relation) select 200000 + g, 1001 + (g + 7) % 30, 'recipient' from n where g / 30 % 4 = 0;
        insert into clock (case_id, rule, title, started_seq, start_on, unit, nominal, due, provisional, calendar_version)
        select 200000 + g, 'REF-ANSWER', 'Trả lời', 1, day, 'date', day + 30, day + 30, false, 1 from n where g / 30 % 4 = 0;
        """

    private static let watch = """
        load 'auto_explain';
        set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on; set auto_explain.log_level = notice;
        set auto_explain.log_analyze = on; set auto_explain.log_timing = off; set client_min_messages = notice;
        set search_path = tiepdan, public; set timezone = 'Asia/Ho_Chi_Minh';
        set role tiepdan_app;
        select set_config('tiepdan.actor', 'officer', false), set_config('tiepdan.officer', '1004', false), set_config('tiepdan.organisation', '1004', false);
        """

    private static let big = ["petition", "registration", "case_file", "journal", "person", "party"]

    @Test func indexesLeadToTheRows() async throws {
        try await TestWorld.lease { world in
            let pool = Pool(PoolConfiguration(conninfo: world.conninfo("postgres"), lanes: 1, statementTimeout: .zero))
            defer { Task { await pool.close() } }
            try await pool.write { db in try db.script(Self.crowd) }
            let today = Day(2026, 11, 19)
            let week = (Day(2026, 11, 16), Day(2026, 11, 22))
            let now = world.clock.now
            try await pool.bare { db in
                try db.script("analyze")
                for mode in ["auto", "force_generic_plan"] {
                    try db.script("reset role; set plan_cache_mode = \(mode);" + Self.watch)
                    func explained(_ name: String, allowing: [String] = [], _ body: () throws -> Int) throws {
                        _ = db.takeNotices()
                        let rows = try body()
                        let plans = db.takeNotices().map(\.message).filter { $0.contains("plan:") }
                        #expect(!plans.isEmpty, "\(name): nothing was explained")
                        #expect(rows > 0, "\(name): the question finds nothing and proves nothing")
                        for plan in plans {
                            for table in Self.big where !allowing.contains(table) {
                                #expect(!plan.contains("Seq Scan on \(table) "), "\(mode) \(name)\n\(plan)")
                            }
                        }
                    }
                    try explained("worklist") {
                        try PetitionRecords.listed(db, open: true).count
                    }
                    try explained("worklist, second page") {
                        try PetitionRecords.listed(db, open: true, before: 120_000).count
                    }
                    try explained("overdue") {
                        try PetitionRecords.listed(db, open: true, due: .before(today)).count
                    }
                    try explained("due soon") {
                        try PetitionRecords.listed(db, open: true, due: .within(today.adding(days: -400), today)).count
                    }
                    for q in ["Bãi rác Đồng Đỏ gây ô nhiễm 12003", "bai rac dong do gay o nhiem 12003", "ĐỒNG ĐỎ GÂY Ô NHIỄM 12003"] {
                        try explained("search \(q)") {
                            let found = try PetitionRecords.listed(db, q: q)
                            #expect(found.map(\.petition) == [112_003], "\(q)")
                            return found.count
                        }
                    }
                    try explained("search among the open ones") {
                        try PetitionRecords.listed(db, q: "gây ô nhiễm 12003", open: true).count
                    }
                    try explained("search by receipt") { try PetitionRecords.listed(db, q: "0000-0002-EE3").count }
                    try explained("duplicates by number") {
                        let found = try PetitionRecords.duplicates(db, name: nil, idNumber: "000000012003", words: nil, most: 10)
                        #expect(found.first?.sameID == true)
                        return found.count
                    }
                    try explained("duplicates by name") {
                        try PetitionRecords.duplicates(db, name: "Đỗ Đức Dung 72", idNumber: nil, words: "bãi rác", most: 10).count
                    }
                    try explained("look-up") { try PetitionRecords.stages(db, code: "00000002EE3").count }
                    try explained("matters") { try MatterRecords.list(db, q: nil, complexLong: nil, before: nil, limit: 51).count }
                    try explained("matters, second page") {
                        try MatterRecords.list(db, q: nil, complexLong: nil, before: 119_983, limit: 51).count
                    }
                    try explained("one matter of many letters") { try MatterRecords.petitions(db, matter: 100_003).count }
                    try explained("its sum") { try MatterRecords.matter(db, 100_003) == nil ? 0 : 1 }
                    try explained("cases") { try CaseRecords.list(db, .init(open: true), before: nil, limit: 51).count }
                    try explained("search by identity number") { try PetitionRecords.listed(db, q: "000000012003").count }
                    try explained("search by the book's number") { try PetitionRecords.listed(db, q: "401/2026").count }
                    try explained("inbox") {
                        try ReferralRecords.list(db, incoming: true, open: true, overdueOn: nil, before: nil, limit: 51).count
                    }
                    try explained("outbox") {
                        try ReferralRecords.list(db, incoming: false, open: nil, overdueOn: nil, before: nil, limit: 51).count
                    }
                    for wide in [true, false] {
                        var reader = DigestRecords.Reader(officer: 1004, organisation: 1004, wide: wide, units: [], headed: [])
                        reader.most = 50
                        let asked = reader
                        try explained("digest: due, wide \(wide)") {
                            try DigestRecords.due(db, asked, from: today.adding(days: -400), to: today).count
                        }
                        try explained("digest: overdue, wide \(wide)") { try DigestRecords.overdue(db, asked, on: today).count }
                        try explained("digest: owed by others, wide \(wide)") {
                            try DigestRecords.awaitedOverdue(db, asked, on: today).count
                        }
                    }
                    try explained("one petition") { try PetitionRecords.full(db, petition: 112_003) == nil ? 0 : 1 }
                    try explained("one case") { try CaseRecords.context(db, case: 112_003) == nil ? 0 : 1 }
                    try explained("its journal") { try db.all(CaseRecords.journalQuery(112_003), as: CaseRecords.EntryRow.self).count }
                    try explained("weekly figures") { try RegisterRecords.figures(db, from: week.0, to: week.1).received }
                    try explained("weekly lines") { try RegisterRecords.lines(db, from: week.0, to: week.1, issuedAt: now).count }
                }
            }
        }
    }
}
