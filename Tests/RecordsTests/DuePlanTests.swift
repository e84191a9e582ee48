import Law
import Postgres
import Records
import TestSupport
import Testing

/// The few cases of an office that are due in a short window, among the crowd of `PlanTests`: the index on due dates leads to them.
///
/// The windows there hold nearly every open case of the office, so that the list of its open cases would answer as well.
@Suite struct DuePlanTests {
    private static let watch = """
        load 'auto_explain';
        set auto_explain.log_min_duration = 0; set auto_explain.log_level = notice; set auto_explain.log_analyze = on;
        set auto_explain.log_timing = off; set client_min_messages = notice;
        set search_path = tiepdan, public; set timezone = 'Asia/Ho_Chi_Minh';
        set role tiepdan_app;
        select set_config('tiepdan.actor', 'officer', false), set_config('tiepdan.officer', '1004', false), set_config('tiepdan.organisation', '1004', false);
        """

    @Test func theIndexOnDueDatesLeadsToTheFewInTheWindow() async throws {
        try await TestWorld.lease { world in
            let pool = Pool(PoolConfiguration(conninfo: world.conninfo("postgres"), lanes: 1, statementTimeout: .zero))
            defer { Task { await pool.close() } }
            try await pool.write { db in try db.script(PlanTests.crowd) }
            // In the crowd every open case is due 14 days after its entry; office 1004 has 20 of them on every 50th day, the last on 30/11.
            let newest = Day(2026, 11, 30)
            let oldest = Day(2025, 12, 15)
            try await pool.bare { db in
                try db.script("analyze")
                for mode in ["auto", "force_generic_plan"] {
                    try db.script("reset role; set plan_cache_mode = \(mode);" + Self.watch)
                    func explained(_ due: PetitionRecords.DueFilter, finds day: Day) throws {
                        _ = db.takeNotices()
                        let found = try PetitionRecords.listed(db, open: true, due: due)
                        let plans = db.takeNotices().map(\.message).filter { $0.contains("plan:") }
                        #expect(found.count == 20 && found.allSatisfy { $0.nextDue == day }, "\(mode) \(day.iso)")
                        #expect(!plans.isEmpty, "\(mode) \(day.iso): nothing was explained")
                        for plan in plans {
                            #expect(plan.contains("case_file_due") && !plan.contains("Seq Scan"), "\(mode) \(day.iso)\n\(plan)")
                        }
                    }
                    // Today and the next three working days.
                    try explained(.within(newest.adding(days: -3), newest.adding(days: 2)), finds: newest)
                    // A plan for any day takes "before" for a third of all cases, and rightly reads the open ones.
                    if mode == "auto" { try explained(.before(oldest.adding(days: 10)), finds: oldest) }
                }
            }
        }
    }
}
