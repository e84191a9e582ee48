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
}

public struct OfficeDuties: Codable, Sendable, Equatable {
    public var organisation: Int64
    public var code: String
    public var name: String
    public var kind: OfficeKind
    public var level: OfficeLevel
    public var duties: [DutyLine]
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
            credited: count.credited, held: count.held, online: count.online, substituted: count.substituted, adHoc: count.adHoc,
            announced: count.announced, drafted: count.drafted, missed: count.missed, verdict: count.verdict, missing: count.missing,
            toCome: count.toCome, provisional: count.provisional, basis: duty.ground.text, certainty: duty.certainty)
    }
}
