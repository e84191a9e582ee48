import Foundation
import Testing

@testable import Law

/// The duties as they are shipped.
enum ShippedDuties {
    static func text(_ from: String) throws -> ProcedureText {
        let file = "reception@\(from).yaml"
        let place = repository.appending(path: "Sources/Law/Duties").appending(path: file)
        return ProcedureText(file: file, text: try String(contentsOf: place, encoding: .utf8))
    }

    static func all() throws -> ReceptionDuties { try ReceptionDuties(checking: [text("2026-07-01"), text("2014-07-01")]) }

    static func duty(_ id: String, in month: String) throws -> ReceptionDuty {
        let edition = try all().edition(of: try #require(Month(iso: month)))
        return try #require(edition?.duties.first { $0.id == id })
    }
}

@Suite struct ReceptionDutyDataTests {
    private func owed(_ kind: OfficeKind, _ level: OfficeLevel, _ month: String, _ settings: [String: Int] = [:]) throws -> [String] {
        let month = try #require(Month(iso: month))
        return try ShippedDuties.all().duties(of: DutyOffice(kind: kind, level: level), in: month, settings: settings).map(\.id)
    }

    /// Luật Tiếp công dân Đ.11–22, NĐ 154/2026 Đ.10, 28, 29, Kết luận 215-KL/TW: every receiver with his number.
    @Test func everyReceiverHasHisNumber() throws {
        let expected: [(String, DutyMinimum, Certainty)] = [
            ("provincial_board", .days(.fixed(1), per: .workingDay), .found), ("seat_representatives", .unnumbered, .found),
            ("commune_servant", .unnumbered, .found), ("provincial_chair", .days(.fixed(1), per: .month), .foundOld),
            ("commune_chair", .days(.fixed(2), per: .month), .found), ("agency_head", .days(.fixed(1), per: .month), .foundOld),
            ("service_unit_head", .days(.fixed(1), per: .month), .found),
            ("provincial_secretary", .days(.fixed(1), per: .month), .found), ("commune_secretary", .days(.fixed(2), per: .month), .found),
            ("assembly_deputies", .unnumbered, .foundOld), ("council_delegates", .unnumbered, .foundOld),
            ("council_standing", .days(.setting("duty.council_standing_days", default: 0), per: .month), .unknown),
            ("council_chair", .days(.setting("duty.council_chair_days", default: 0), per: .month), .unknown),
            ("central_heads", .days(.fixed(1), per: .month), .foundOld),
        ]
        let edition = try ShippedDuties.all().edition(of: Month(of: Day(2026, 11, 19)))
        let duties = try #require(edition).duties
        #expect(duties.map(\.id) == expected.map(\.0))
        for (duty, (id, minimum, certainty)) in zip(duties, expected) {
            #expect(duty.minimum == minimum && duty.certainty == certainty, "\(id)")
            #expect(duty.ground.article != nil, "\(id) names its article")
        }
    }

    @Test func whoOwesWhat() throws {
        let pairs: [(OfficeKind, OfficeLevel, [String])] = [
            (.receptionBoard, .province, ["provincial_board"]), (.peopleCommittee, .province, ["provincial_chair"]),
            (.communeCommittee, .commune, ["commune_servant", "commune_chair"]), (.department, .province, ["agency_head"]),
            (.inspectorate, .province, ["agency_head"]), (.inspectorate, .central, ["central_heads"]),
            (.department, .central, ["agency_head"]), (.other, .commune, ["service_unit_head"]),
            (.partyOffice, .province, ["seat_representatives", "provincial_secretary"]), (.partyOffice, .commune, ["commune_secretary"]),
            (.naDelegation, .province, ["seat_representatives", "assembly_deputies"]),
            (.peopleCouncil, .province, ["seat_representatives", "council_delegates", "council_standing", "council_chair"]),
            (.communeCouncil, .commune, ["council_standing", "council_chair"]),
        ]
        for (kind, level, ids) in pairs {
            let found = try owed(kind, level, "2026-11")
            #expect(found == ids, "\(kind) \(level)")
        }
    }

    @Test func aPartyOfficeThatDoesNotKeepTheSecretarysSessionsSaysSo() throws {
        let off = try owed(.partyOffice, .province, "2026-11", ["duty.provincial_secretary_here": 0])
        #expect(off == ["seat_representatives"])
        let settings = try ShippedDuties.all().settings.map(\.key)
        #expect(
            settings == [
                "duty.commune_secretary_here", "duty.council_chair_days", "duty.council_standing_days", "duty.provincial_secretary_here",
            ])
    }

    /// Once a week until 30/06/2026, two days a month since (Luật Tiếp công dân Đ.15 as amended).
    @Test func theCommuneChairBeforeAndAfter() throws {
        #expect(try ShippedDuties.duty("commune_chair", in: "2026-06").minimum == .days(.fixed(1), per: .week))
        #expect(try ShippedDuties.duty("commune_chair", in: "2026-07").minimum == .days(.fixed(2), per: .month))
        #expect(try owed(.communeCommittee, .commune, "2014-06").isEmpty)
    }

    /// A row that begins on 23/11/2025 is first asked in December: a number per month is not owed for a part of it.
    @Test func aRowThatBeginsWithinAMonth() throws {
        #expect(try owed(.partyOffice, .commune, "2025-11").isEmpty)
        #expect(try owed(.partyOffice, .commune, "2025-12") == ["commune_secretary"])
    }

    static let broken: [(String, String, String)] = [
        ("set: reception", "set: receptions", "expected reception"),
        ("effective: {from: 2026-07-01}", "effective: {from: 2026-08-01}", "must be called reception@2026-08-01.yaml"),
        ("effective: {from: 2026-07-01}", "effective: {from: 2026-07-01, until: 2026-12-30}", "holds for whole months"),
        ("effective: {from: 2026-07-01}", "effective: {from: 2026-07-01, until: 2026-05-31}", "until lies before from"),
        ("minimum: {days: 1, per: working_day}", "minimum: {days: 1, per: month}", "regular reception is asked per working_day"),
        ("minimum: {days: 2, per: month}", "minimum: {days: 2, per: year}", "unknown word 'year'"),
        ("minimum: {days: 2, per: month}", "minimum: {days: 0, per: month}", "is no number of days from 1 to 28"),
        ("minimum: none", "minimum: some", "expected none, or days and per"),
        ("counts: nothing\n    minimum: none", "counts: nothing\n    minimum: {days: 1, per: month}", "'counts' is nothing"),
        (
            "minimum: {days: {setting: duty.council_chair_days, default: 0}, per: month}", "minimum: {days: 1, per: month}",
            "a number that the law does not give is a setting"
        ),
        ("duty.council_chair_days, default: 0", "duty.council_chair_days, default: 1", "has the default 0"),
        ("duty.provincial_secretary_here, title:", "duty.provincial_secretary_here, titel:", "unknown key 'titel'"),
        ("receiver: Ban Tiếp công dân cấp tỉnh", "reciever: Ban Tiếp công dân cấp tỉnh", "unknown key 'reciever'"),
        ("    adhoc: true\n", "    adhoc: true\n    adhoc: false\n", "duplicate key: adhoc"),
        ("{offices: [reception_board], levels: [province]}", "{offices: [reception_board], levels: [district]}", "unknown word 'district'"),
        ("{offices: [reception_board], levels: [province]}", "{offices: [], levels: [province]}", "applies to nobody"),
        ("    basis: NĐ 154/2026 Đ.10.2\n", "", "service_unit_head: has neither basis nor internal"),
        ("    basis: NĐ 154/2026 Đ.10.2\n", "    basis: NĐ 154/2026 Đ.10.2\n    internal: x\n", "has both basis and internal"),
        ("    certainty: unknown\n", "", "'certainty' is missing"),
        (
            "{offices: [other], levels: [commune]}", "{offices: [other], levels: [province]}",
            "service_unit_head and agency_head both count 'head' of other at the level province"
        ),
        ("    place: Tại cấp xã\n", "    place: Tại cấp xã\n    since: 2026-09-01\n    until: 2026-08-01\n", "until lies before since"),
    ]

    @Test(arguments: broken)
    func aBrokenCopyDoesNotLoad(_ old: String, _ new: String, _ message: String) throws {
        let whole = try ShippedDuties.text("2026-07-01")
        try #require(whole.text.contains(old))
        let copy = ProcedureText(file: whole.file, text: whole.text.replacing(old, with: new))
        let error = #expect(throws: LawMistakes.self) { try ReceptionDuties(checking: [copy]) }
        let text = error?.description ?? ""
        #expect(text.contains(message) && text.hasPrefix(whole.file + ":"), "\(text)")
    }

    @Test func editionsThatOverlap() throws {
        let old = try ShippedDuties.text("2014-07-01")
        let longer = ProcedureText(file: old.file, text: old.text.replacing("until: 2026-06-30", with: "until: 2026-07-31"))
        #expect(longer.text != old.text)
        let error = #expect(throws: LawMistakes.self) { try ReceptionDuties(checking: [longer, try ShippedDuties.text("2026-07-01")]) }
        #expect(error?.description.contains("overlaps reception@2014-07-01.yaml: both hold on 2026-07-01") == true)
    }
}

@Suite struct ReceptionDutyCountingTests {
    private func session(
        _ day: Day, _ kind: SessionKind = .scheduled, _ standing: DutySession.Standing = .held, substitute: Bool = false,
        mode: SessionMode = .inPerson
    ) -> DutySession { DutySession(day: day, kind: kind, mode: mode, standing: standing, byHolder: !substitute) }

    private func count(
        _ duty: String, _ month: String, _ sessions: [DutySession], today: Day, calendar: WorkCalendar = Calendars.known,
        settings: [String: Int] = [:]
    ) throws -> DutyCount {
        try ShippedDuties.duty(duty, in: month).count(
            sessions, in: try #require(Month(iso: month)), calendar: calendar, today: today, settings: settings)
    }

    @Test func onlyTheHeadHimselfCounts() throws {
        let sessions = [
            session(Day(2026, 11, 5)), session(Day(2026, 11, 5)), session(Day(2026, 11, 6), substitute: true),
            session(Day(2026, 11, 5), substitute: true), session(Day(2026, 11, 9), .adHoc), session(Day(2026, 11, 10), .regular),
            session(Day(2026, 11, 11), .scheduled, .cancelled), session(Day(2026, 11, 12), .scheduled, .announced),
            session(Day(2026, 11, 26), .scheduled, .announced), session(Day(2026, 11, 27), .scheduled, .draft),
            session(Day(2026, 10, 30)), session(Day(2026, 12, 1)),
        ]
        let running = try count("commune_chair", "2026-11", sessions, today: Day(2026, 11, 19))
        #expect(running.required == 2 && running.held == [Day(2026, 11, 5)] && running.credited == 1)
        #expect(running.substituted == [Day(2026, 11, 6)], "the holder received on the fifth himself")
        #expect(running.adHoc == [Day(2026, 11, 9)])
        #expect(running.announced == [Day(2026, 11, 26)] && running.drafted == [Day(2026, 11, 27)] && running.missed == [Day(2026, 11, 12)])
        #expect(running.verdict == .toCome && running.toCome == 1 && running.missing == 0)
        let over = try count("commune_chair", "2026-11", sessions, today: Day(2026, 12, 1))
        #expect(over.verdict == .short && over.missing == 1 && over.toCome == 0)
        let done = try count("commune_chair", "2026-11", sessions + [session(Day(2026, 11, 30))], today: Day(2026, 11, 30))
        #expect(done.verdict == .met && done.held == [Day(2026, 11, 5), Day(2026, 11, 30)])
    }

    @Test func theLastDayIsNotOverYet() throws {
        let last = try count("provincial_chair", "2026-11", [], today: Day(2026, 11, 30))
        #expect(last.verdict == .toCome && last.toCome == 1)
        let after = try count("provincial_chair", "2026-11", [], today: Day(2026, 12, 1))
        #expect(after.verdict == .short && after.missing == 1)
        let ahead = try count("provincial_chair", "2026-12", [], today: Day(2026, 11, 19))
        #expect(ahead.verdict == .toCome && ahead.requiredSoFar == 0 && ahead.required == 1)
    }

    @Test func onlineReceptionCountsAndIsTold() throws {
        let sessions = [
            session(Day(2026, 11, 5), mode: .online), session(Day(2026, 11, 6), mode: .online), session(Day(2026, 11, 6)),
        ]
        let found = try count("commune_chair", "2026-11", sessions, today: Day(2026, 11, 19))
        #expect(found.verdict == .met && found.online == [Day(2026, 11, 5)])
    }

    /// June 2026 has the weeks of the Thursdays 4, 11, 18 and 25; Monday 29 and Tuesday 30 belong to a week of July.
    @Test func aWeekIsNotMadeUpForInAnother() throws {
        let june = try #require(Month(iso: "2026-06"))
        #expect(june.weeks.map(\.first) == [Day(2026, 6, 1), Day(2026, 6, 8), Day(2026, 6, 15), Day(2026, 6, 22)])
        let sessions = [
            session(Day(2026, 6, 2)), session(Day(2026, 6, 3)), session(Day(2026, 6, 15)), session(Day(2026, 6, 26)),
            session(Day(2026, 6, 30)),
        ]
        let over = try count("commune_chair", "2026-06", sessions, today: Day(2026, 7, 1))
        #expect(over.required == 4 && over.credited == 3 && over.missing == 1 && over.verdict == .short)
        #expect(over.held == [Day(2026, 6, 2), Day(2026, 6, 3), Day(2026, 6, 15), Day(2026, 6, 26)])
        let midway = try count("commune_chair", "2026-06", sessions, today: Day(2026, 6, 14))
        #expect(midway.missing == 0 && midway.toCome == 1 && midway.requiredSoFar == 2 && midway.verdict == .toCome)
    }

    /// Tuesday 31/03/2026 lies in the first week of April; the week of Tết (16–20/02) works on no day and asks for none.
    @Test func weeksAtTheEdgeAndWithoutWork() throws {
        let edge = [session(Day(2026, 3, 31))]
        let april = try count("commune_chair", "2026-04", edge, today: Day(2026, 4, 1))
        #expect(april.required == 5 && april.credited == 1 && april.held == [Day(2026, 3, 31)])
        let march = try count("commune_chair", "2026-03", edge, today: Day(2026, 4, 1))
        #expect(march.held.isEmpty && march.required == 4)
        let february = try count("commune_chair", "2026-02", [], today: Day(2026, 3, 2))
        #expect(february.required == 3 && february.missing == 3)
    }

    /// November 2026 works on 20 days: 21 weekdays less the 24th.
    @Test func theBoardReceivesOnEveryWorkingDay() throws {
        let month = try #require(Month(iso: "2026-11"))
        let received = month.days.filter { $0 < Day(2026, 11, 19) && Calendars.known.isWorkingDay($0) && $0 != Day(2026, 11, 10) }
        let sessions = received.map { session($0, .regular) } + [session(Day(2026, 11, 7), .regular), session(Day(2026, 11, 10))]
        let running = try count("provincial_board", "2026-11", sessions, today: Day(2026, 11, 19))
        #expect(running.required == 20 && running.requiredSoFar == 14 && running.credited == 12)
        #expect(running.held.count == 13, "a Saturday is told and fills no working day")
        #expect(running.missing == 1 && running.toCome == 7 && running.verdict == .short && !running.provisional)
        let full = month.days.filter(Calendars.known.isWorkingDay).map { session($0, .regular) }
        let over = try count("provincial_board", "2026-11", full, today: Day(2026, 12, 1))
        #expect(over.verdict == .met && over.credited == 20)
    }

    @Test func anOfficeThatIsClosedOwesNothingThatDay() throws {
        let entries = [CalendarEntry(day: Day(2026, 11, 3), kind: .off, title: "Bão", scope: .office)]
        let national = [Calendars.off(Day(2026, 11, 24), "Ngày Văn hóa Việt Nam")]
        let found = try count(
            "provincial_board", "2026-11", [], today: Day(2026, 11, 1), calendar: WorkCalendar(entries: national + entries))
        #expect(found.required == 19)
    }

    @Test func whatRestsOnUnannouncedHolidaysSaysSo() throws {
        let february = try count("provincial_board", "2027-02", [], today: Day(2026, 11, 19))
        #expect(february.provisional)
        let chair = try count("provincial_chair", "2027-02", [], today: Day(2026, 11, 19))
        #expect(!chair.provisional, "a number per month asks no calendar")
    }

    @Test func aNumberThatNobodySetIsNoFault() throws {
        let unset = try count("council_chair", "2026-11", [session(Day(2026, 11, 5))], today: Day(2026, 12, 31))
        #expect(unset.verdict == .unset && unset.required == 0 && unset.held == [Day(2026, 11, 5)])
        let set = try count("council_chair", "2026-11", [], today: Day(2026, 12, 31), settings: ["duty.council_chair_days": 2])
        #expect(set.verdict == .short && set.missing == 2)
        let standing = try count(
            "council_standing", "2026-11", [session(Day(2026, 11, 5), substitute: true)], today: Day(2026, 12, 31),
            settings: ["duty.council_standing_days": 1])
        #expect(standing.verdict == .met, "whoever of the office hosts")
        let deputies = try count("assembly_deputies", "2026-11", [session(Day(2026, 11, 5))], today: Day(2026, 12, 31))
        #expect(deputies.verdict == .unnumbered && deputies.required == nil && deputies.held == [Day(2026, 11, 5)])
        let beside = try count("seat_representatives", "2026-11", [session(Day(2026, 11, 5), .regular)], today: Day(2026, 12, 31))
        #expect(beside.verdict == .unnumbered && beside.held.isEmpty)
    }

    @Test func months() throws {
        let december = try #require(Month(iso: "2026-12"))
        #expect(december.first == Day(2026, 12, 1) && december.last == Day(2026, 12, 31) && december.next.iso == "2027-01")
        #expect(december.previous == Month(of: Day(2026, 11, 24)) && december.vietnamese == "12/2026" && december.days.count == 31)
        for text in ["2026-13", "2026-1", "26-11", "2026-11-01", "1899-12", "tháng 11"] { #expect(Month(iso: text) == nil, "\(text)") }
    }
}
