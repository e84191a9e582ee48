public import Law

/// Who had to receive citizens how often, and what was held: counts and days, nobody's name.
public struct DutyReport: Codable, Sendable, Equatable {
    public var from: Day
    public var to: Day
    /// Every month that the period touches, counted whole.
    public var months: [DutyMonth]
}

public struct DutyMonth: Codable, Sendable, Equatable {
    /// `2026-11`
    public var month: String
    /// First day of the edition of the law by which the month is counted; nil when there is none.
    public var lawFrom: Day?
    public var offices: [OfficeDuties]
    /// The asker's office and those it took over from as one: what each owed and did, added up. Absent when there was none of the old
    /// ones in the month, and when the report is about one office alone.
    public var together: [DutySum]?
}

public struct OfficeDuties: Codable, Sendable, Equatable {
    public var organisation: Int64
    public var code: String
    /// As it was called at the end of the month.
    public var name: String
    public var kind: OfficeKind
    public var level: OfficeLevel
    /// Its first day.
    public var since: Day
    /// Its last day; nil while it is open.
    public var closedOn: Day?
    /// The asker's office took over from it.
    public var succeeded: Bool
    /// Empty too where the office was not there in the month.
    public var duties: [DutyLine]
}

/// One duty of several offices in a month. Days of different offices are different days: two chairs who received on one day are two.
public struct DutySum: Codable, Sendable, Equatable {
    public var duty: String
    public var receiver: String
    /// How many offices have the duty.
    public var offices: Int
    /// Days asked of them in the month; nil where the law asks for no number.
    public var required: Int?
    public var credited: Int
    /// Days that they held, each by the office that was there.
    public var held: Int
    public var missing: Int
    public var toCome: Int

    /// Adds up, in the order in which the duties first appear.
    static func sums(of offices: [OfficeDuties]) -> [DutySum] {
        var sums: [DutySum] = []
        for line in offices.flatMap(\.duties) {
            let place = sums.firstIndex { $0.duty == line.duty } ?? sums.endIndex
            if place == sums.endIndex {
                sums.append(
                    DutySum(
                        duty: line.duty, receiver: line.receiver, offices: 0, required: nil, credited: 0, held: 0, missing: 0, toCome: 0))
            }
            sums[place].offices += 1
            if let required = line.required { sums[place].required = (sums[place].required ?? 0) + required }
            sums[place].credited += line.credited
            sums[place].held += line.held.count
            sums[place].missing += line.missing
            sums[place].toCome += line.toCome
        }
        return sums
    }
}

/// One duty of one office in one month.
public struct DutyLine: Codable, Sendable, Equatable {
    public var duty: String
    public var receiver: String
    public var place: String?
    public var note: String?
    public var counts: DutyMeasure
    /// The number that is asked in each period; nil where the law asks for none.
    public var minimum: Int?
    public var per: DutyPeriod?
    /// The setting that gives the minimum, where the law leaves it open.
    public var setting: String?
    /// Whether ad hoc reception is owed as well.
    public var adHocOwed: Bool
    public var required: Int?
    public var requiredSoFar: Int
    public var credited: Int
    public var held: [Day]
    /// Days of the offices it took over from, in a period that it owes: counted in `credited`, not in `held`.
    public var inherited: [Day]
    public var online: [Day]
    /// Days on which only a substitute received (NĐ 154/2026 Đ.25).
    public var substituted: [Day]
    public var adHoc: [Day]
    public var announced: [Day]
    public var drafted: [Day]
    /// Published sessions that never began.
    public var missed: [Day]
    public var verdict: DutyCount.Verdict
    public var missing: Int
    public var toCome: Int
    public var provisional: Bool
    public var basis: String
    public var certainty: Certainty
}

extension DutyLine {
    /// - Parameter settings: those by which it was counted.
    init(_ count: DutyCount, settings: [String: Int]) {
        let duty = count.duty
        var minimum: Int?
        var per: DutyPeriod?
        var setting: String?
        if case .days(let amount, let period) = duty.minimum {
            minimum = amount.value(in: settings)
            per = period
            if case .setting(let key, _) = amount { setting = key }
        }
        self.init(
            duty: duty.id, receiver: duty.receiver, place: duty.place, note: duty.note, counts: duty.measure, minimum: minimum, per: per,
            setting: setting, adHocOwed: duty.adHoc, required: count.required, requiredSoFar: count.requiredSoFar,
            credited: count.credited, held: count.held, inherited: count.inherited, online: count.online,
            substituted: count.substituted, adHoc: count.adHoc,
            announced: count.announced, drafted: count.drafted, missed: count.missed, verdict: count.verdict, missing: count.missing,
            toCome: count.toCome, provisional: count.provisional, basis: duty.ground.text, certainty: duty.certainty)
    }
}
