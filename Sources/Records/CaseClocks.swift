public import Law
public import Postgres

extension CaseRecords {
    public struct ClockRow: RowDecodable, Sendable {
        public var id: Int64
        public var caseID: Int64
        public var rule: String
        public var title: String
        public var startOn: Day
        public var amount: Int?
        public var unit: String
        public var nominal: Day
        public var due: Day
        public var provisional: Bool
        public var calendarVersion: Int
        public var ends: String
        public var state: String
        public var endedOn: Day?
        public var startedSeq: Int
        public var endedSeq: Int?
        public var extensions: [Int]
        public var pauses: [Pause]
        public var capDays: Int?
        public init(_ row: Row) throws(DecodeError) {
            id = try row["id"]
            caseID = try row["case_id"]
            rule = try row["rule"]
            title = try row["title"]
            startOn = try row.day("start_on")
            amount = try row["amount"]
            unit = try row["unit"]
            nominal = try row.day("nominal")
            due = try row.day("due")
            provisional = try row["provisional"]
            calendarVersion = try row["calendar_version"]
            ends = try row["ends"]
            state = try row["state"]
            endedOn = try row.dayIfAny("ended_on")
            startedSeq = try row["started_seq"]
            endedSeq = try row["ended_seq"]
            extensions = try row["extensions"]
            let froms: [String] = try row["paused_from"]
            let tos: [String] = try row["paused_to"]
            pauses = zip(froms, tos).compactMap { from, to in Day(iso: from).map { Pause(from: $0, to: Day(iso: to)) } }
            capDays = try row["cap_days"]
        }
    }

    /// The columns of a `ClockRow`, of the table `clock` called `k`.
    static let clockColumns: SQL = """
        k.id, k.case_id, k.rule, k.title, k.start_on, k.amount, k.unit, k.nominal, k.due, k.provisional, k.calendar_version, k.ends, k.state,
        k.ended_on, k.started_seq, k.ended_seq, k.extensions, k.cap_days,
        array(select p ->> 'from' from jsonb_array_elements(k.pauses) with ordinality u (p, i) order by i) as paused_from,
        array(select coalesce(p ->> 'to', '') from jsonb_array_elements(k.pauses) with ordinality u (p, i) order by i) as paused_to
        """

    public static func clocksQuery(_ id: Int64) -> SQL {
        """
        select \(clockColumns) from clock k where k.case_id = \(id) order by k.id
        """
    }

    public struct NewClock: Sendable {
        public var rule: String
        public var title: String
        public var startOn: Day
        public var amount: Int?
        public var unit: String
        public var capDays: Int?
        public var extensions: [Int]
        public var pauses: [Pause]
        /// Running or paused.
        public var state: String
        public var nominal: Day
        public var due: Day
        public var provisional: Bool
        public var ends: String
        public init(
            rule: String, title: String, startOn: Day, amount: Int?, unit: String, capDays: Int?, extensions: [Int], pauses: [Pause],
            state: String, nominal: Day, due: Day, provisional: Bool, ends: String
        ) {
            self.rule = rule
            self.title = title
            self.startOn = startOn
            self.amount = amount
            self.unit = unit
            self.capDays = capDays
            self.extensions = extensions
            self.pauses = pauses
            self.state = state
            self.nominal = nominal
            self.due = due
            self.provisional = provisional
            self.ends = ends
        }
    }

    /// One statement for all clocks that a step starts. Fails with SQLSTATE TD010 when calendar, settings or law moved since
    /// `stamp` was read.
    public static func startClocks(case id: Int64, seq: Int, calendar: Int, stamp: Int64, _ clocks: [NewClock]) -> SQL {
        """
        insert into clock (case_id, rule, title, started_seq, start_on, amount, unit, cap_days, extensions, pauses, state, nominal, due, provisional,
                           calendar_version, ends)
        select \(id), k.rule, k.title, \(seq)::int, k.start_on, k.amount, k.unit, k.cap_days, k.extensions::int[], k.pauses::jsonb, k.state, k.nominal,
               k.due, k.provisional, \(calendar)::int, k.ends
          from unnest(\(clocks.map(\.rule))::text[], \(clocks.map(\.title))::text[], \(clocks.map(\.startOn.date))::date[], \(clocks.map(\.amount))::int[],
                      \(clocks.map(\.unit))::text[], \(clocks.map(\.capDays))::int[], \(clocks.map { list($0.extensions) })::text[],
                      \(clocks.map { json($0.pauses) })::text[], \(clocks.map(\.state))::text[], \(clocks.map(\.nominal.date))::date[],
                      \(clocks.map(\.due.date))::date[], \(clocks.map(\.provisional))::boolean[], \(clocks.map(\.ends))::text[])
               as k (rule, title, start_on, amount, unit, cap_days, extensions, pauses, state, nominal, due, provisional, ends)
         where reference_holds(\(stamp))
        """
    }

    /// Ends a clock. `state` is met, breached, stopped or lapsed.
    public static func endClock(id: Int64, seq: Int, on day: Day, state: String) -> SQL {
        "update clock set state = \(state), ended_seq = \(seq)::int, ended_on = \(day.date) where id = \(id)"
    }

    /// Gives a running clock a new amount or start, and its due date (a case found complex keeps its start).
    public static func recountClock(
        id: Int64, startOn: Day, amount: Int?, nominal: Day, due: Day, provisional: Bool, calendar: Int, stamp: Int64
    ) -> SQL {
        """
        update clock set start_on = \(startOn.date), amount = \(amount)::int, nominal = \(nominal.date), due = \(due.date), provisional = \(provisional),
               calendar_version = \(calendar)::int, fired_at = case when due = \(due.date) then fired_at end
         where id = \(id) and reference_holds(\(stamp))
        """
    }

    /// Stops a clock from running: it keeps the days it said.
    public static func pauseClock(id: Int64, pauses: [Pause]) -> SQL {
        "update clock set state = 'paused', pauses = \(JSONB(json(pauses))) where id = \(id)"
    }

    /// Lets a clock run on, with the days that were left.
    public static func resumeClock(
        id: Int64, pauses: [Pause], nominal: Day, due: Day, provisional: Bool, calendar: Int, stamp: Int64
    ) -> SQL {
        """
        update clock set state = 'running', pauses = \(JSONB(json(pauses))), nominal = \(nominal.date), due = \(due.date),
               provisional = \(provisional), calendar_version = \(calendar)::int, fired_at = case when due = \(due.date) then fired_at end
         where id = \(id) and reference_holds(\(stamp))
        """
    }

    /// Gives a clock more days. `extensions` are the days of each of its extensions.
    public static func extendClock(
        id: Int64, extensions: [Int], nominal: Day, due: Day, provisional: Bool, calendar: Int, stamp: Int64
    ) -> SQL {
        """
        update clock set extensions = \(extensions)::int[], nominal = \(nominal.date), due = \(due.date), provisional = \(provisional),
               calendar_version = \(calendar)::int, fired_at = case when due = \(due.date) then fired_at end
         where id = \(id) and reference_holds(\(stamp))
        """
    }

    /// A clock as it stood before a step that is undone: running or standing still, with these days.
    public static func restoreClock(_ clock: RunningClock, provisional: Bool, calendar: Int, stamp: Int64) -> SQL {
        let amount: Int? = clock.unit == .date ? nil : clock.amount
        return """
            update clock set state = \(clock.state.rawValue), ended_seq = null, ended_on = null, start_on = \(clock.startedOn.date),
                   amount = \(amount)::int, extensions = \(clock.extensions)::int[],
                   pauses = \(JSONB(json(clock.pauses))), nominal = \(clock.nominal.date), due = \(clock.due.date), provisional = \(provisional),
                   calendar_version = \(calendar)::int, fired_at = case when due = \(clock.due.date) then fired_at end
             where id = \(clock.id) and reference_holds(\(stamp))
            """
    }

    private static func list(_ numbers: [Int]) -> String { "{\(numbers.map(String.init).joined(separator: ","))}" }

    private static func json(_ pauses: [Pause]) -> String {
        let items = pauses.map { pause in
            "{\"from\": \"\(pause.from.iso)\"" + (pause.to.map { ", \"to\": \"\($0.iso)\"" } ?? "") + "}"
        }
        return "[\(items.joined(separator: ", "))]"
    }

    /// Clocks past their due date that have not been reported yet: oldest first, nobody else's.
    public static func claimOverdue(_ db: Connection, today: Day, most: Int) throws -> [ClockRow] {
        try db.all(
            """
            select \(clockColumns)
              from clock k
             where k.state in ('running', 'paused') and k.ends <> 'lapse' and k.fired_at is null and k.due < \(today.date)
               and (k.state = 'running' or (k.state = 'paused' and k.due < (k.pauses -> -1 ->> 'from')::date))
             order by k.due, k.id limit \(most) for update skip locked
            """)
    }
    public static func markFired(_ db: Connection, clock id: Int64, now: Instant) throws {
        try db.run("update clock set fired_at = \(now) where id = \(id)")
    }
    /// Clocks that end by themselves (`ends: lapse`) and have run out.
    public static func lapseExpired(_ db: Connection, today: Day) throws -> Int {
        try db.run(
            """
            update clock set state = 'lapsed', ended_on = due
             where state = 'running' and ends = 'lapse' and due < \(today.date)
            """)
    }
}
