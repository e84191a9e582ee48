/// What somebody asks the deadline calculator.
public struct DueQuestion: Sendable, Hashable {
    /// The id of a catalogue row, in letters of either case.
    public var rule: String
    /// The day of the event from which is counted; of the day before which something is due, for deadlines that count back.
    public var start: Day
    /// Suspensions by decision; at most the last one without an end.
    public var pauses: [Pause]
    /// Days of each extension.
    public var extensions: [Int]
    public var complex: Bool
    public var remote: Bool
    /// Several places, or several bodies.
    public var several: Bool
    /// Asks for the law as it stood on this day; the start day when `nil`.
    public var on: Day?

    public init(
        rule: String, start: Day, pauses: [Pause] = [], extensions: [Int] = [], complex: Bool = false, remote: Bool = false,
        several: Bool = false, on: Day? = nil
    ) {
        self.rule = rule
        self.start = start
        self.pauses = pauses
        self.extensions = extensions
        self.complex = complex
        self.remote = remote
        self.several = several
        self.on = on
    }
}

/// Why the calculator has no answer.
public struct DueRefusal: Error, Sendable, Hashable {
    /// The part of the question it is about.
    public enum Field: String, Sendable, Hashable, CaseIterable {
        case rule, start, pause, extend, complex, remote, several, on
    }
    public let field: Field
    /// Stable word of the interface: `unknown_rule`, `pause_overlaps`, …
    public let code: String
    /// Vietnamese sentence.
    public let message: String
}

/// A due date with everything that led to it.
public struct DueAnswer: Sendable, Hashable, Codable {
    /// The catalogue's id.
    public var rule: String
    public var title: String
    /// The event whose day was counted from, in words.
    public var startEvent: String
    public var start: Day
    /// Negative when it counts back; 0 for a declared date and for "at once". Without extensions.
    public var amount: Int
    public var unit: TimeUnit
    /// The days of each extension.
    public var extensions: [Int]
    /// The amount as a person says it: `07 ngày làm việc`.
    public var amountText: String
    /// The last day by the amount alone.
    public var nominal: Day
    /// The last day by law.
    public var due: Day
    public var provisional: Bool
    /// A suspension is open: both days are those of the clock as if it ran on.
    public var paused: Bool
    /// Article of law, or the reason of the house.
    public var basis: String
    public var certainty: Certainty?
    /// `complaint@2026-07-01.1`; `catalogue` for a row with its own amount.
    public var version: String
    /// Which calendar was counted by, in words; set by the caller.
    public var calendar: String
    /// Lines to read aloud.
    public var derivation: [String]
    /// What whoever relies on it should know.
    public var notes: [String]
}

extension DueQuestion {
    /// Suspensions of one question: anybody may ask, and each has to be counted.
    public static let mostPauses = 10
    /// Years of the days that may be asked about.
    static let years = 1900...2200

    /// - Throws: `invalid_date`, `too_many_pauses`.
    fileprivate func checkLimits() throws(DueRefusal) {
        if pauses.count > Self.mostPauses {
            throw DueRefusal(
                field: .pause, code: "too_many_pauses", message: "Chỉ tính được nhiều nhất \(Self.mostPauses) lần tạm dừng.")
        }
        try Self.check(start, .start, "ngày bắt đầu")
        if let on { try Self.check(on, .on, "ngày áp dụng luật") }
        for pause in pauses {
            try Self.check(pause.from, .pause, "ngày tạm dừng")
            if let to = pause.to { try Self.check(to, .pause, "ngày tiếp tục") }
        }
    }

    private static func check(_ day: Day, _ field: DueRefusal.Field, _ name: String) throws(DueRefusal) {
        guard years.contains(day.year) else {
            throw DueRefusal(
                field: field, code: "invalid_date",
                message: "Năm của \(name) phải từ \(years.lowerBound) đến \(years.upperBound).")
        }
    }
}

extension Rulebook {
    /// The due date of a catalogue row. `settings` are the amounts that an office has chosen where the law leaves them open.
    public func due(_ question: DueQuestion, by calendar: WorkCalendar, settings: [String: Int] = [:]) throws(DueRefusal) -> DueAnswer {
        guard let row = catalogue.rule(question.rule) else {
            let known = catalogue.rules.map(\.id).joined(separator: ", ")
            throw DueRefusal(
                field: .rule, code: "unknown_rule", message: "Không có thời hạn mã “\(question.rule.prefix(40))”. Các mã: \(known).")
        }
        try question.checkLimits()
        let found = try clock(of: row, on: question.on ?? question.start)
        let calculation = Calculation(row: row, rule: found.rule, question: question, calendar: calendar, settings: settings)
        var answer = try calculation.answer()
        answer.version = found.version?.id ?? "catalogue"
        if let version = found.version, !version.window.contains(question.on ?? question.start) {
            let day = (question.on ?? question.start).vietnamese
            answer.notes.append("Hệ thống không có bản quy trình của ngày \(day); đã tính theo bản \(version.id).")
        }
        return answer
    }

    /// What a catalogue row is called on a day.
    public func title(of row: CatalogueRule, on day: Day) -> String {
        let found = try? clock(of: row, on: max(day, row.since ?? day))
        return found.map { row.title(of: $0.rule) } ?? row.id
    }

    /// The clock behind a row on a day: of the version in force, else of the oldest (before it) or the newest one (after it).
    func clock(of row: CatalogueRule, on day: Day) throws(DueRefusal) -> (rule: ClockRule, version: ProcedureVersion?) {
        if let since = row.since, day < since {
            throw DueRefusal(
                field: .on, code: "not_in_force",
                message: "Ngày \(day.vietnamese) chưa có thời hạn \(row.id); áp dụng từ ngày \(since.vietnamese).")
        }
        switch row.source {
        case .own(let rule): return (rule, nil)
        case .clock(let procedure, let id):
            let all = versions.filter { $0.procedure == procedure }
            let nearest = (all.first.map { day < $0.from } ?? true) ? all.first : all.last
            guard let version = self.version(of: procedure, on: day) ?? nearest, let rule = version.clock(id) else {
                throw DueRefusal(field: .on, code: "not_in_force", message: "Ngày \(day.vietnamese) không có thời hạn \(row.id).")
            }
            return (rule, version)
        }
    }
}

/// One question being answered.
private struct Calculation {
    let row: CatalogueRule
    let rule: ClockRule
    let question: DueQuestion
    let calendar: WorkCalendar
    let settings: [String: Int]

    func answer() throws(DueRefusal) -> DueAnswer {
        let amount = try amount()
        let extensions = try extensions()
        let period = Period(
            start: question.start, amount: amount, unit: rule.unit, extensionDays: extensions.reduce(0, +), capDays: rule.capDays)
        let counted = try countedWithPauses(period)
        let deadline = row.rolls ? counted : fixed
        return DueAnswer(
            rule: row.id, title: row.title(of: rule), startEvent: row.start, start: question.start, amount: amount, unit: rule.unit,
            extensions: extensions, amountText: words(amount, extensions), nominal: deadline.nominal, due: deadline.due,
            provisional: deadline.provisional, paused: deadline.paused, basis: row.ground(of: rule).text,
            certainty: row.certainty(of: rule), version: "", calendar: "", derivation: deadline.derivation.map(\.description),
            notes: notes(extensions))
    }

    private func refusal(_ field: DueRefusal.Field, _ code: String, _ message: String) -> DueRefusal {
        DueRefusal(field: field, code: code, message: message)
    }

    /// A limit set elsewhere: nothing moves it.
    private var fixed: Deadline {
        let line = DerivationLine(
            day: question.start, label: question.start.vietnamese,
            note: "ngày cuối của thời hạn đã có: không được vượt quá, không dời sang ngày làm việc tiếp theo")
        return Deadline(nominal: question.start, due: question.start, provisional: false, paused: false, derivation: [line])
    }

    // MARK: Amount

    private func amount() throws(DueRefusal) -> Int {
        if question.complex, rule.complex == nil {
            throw refusal(.complex, "no_complex_amount", "Thời hạn \(row.id) không có mức riêng cho vụ việc phức tạp.")
        }
        if question.remote, rule.remote == nil {
            throw refusal(.remote, "no_remote_amount", "Thời hạn \(row.id) không có mức riêng cho vùng sâu, vùng xa.")
        }
        if question.several, rule.severalPlaces == nil {
            throw refusal(.several, "no_several_amount", "Thời hạn \(row.id) không có mức riêng khi liên quan nhiều nơi, nhiều cơ quan.")
        }
        var facts = CaseFacts()
        facts.remote = row.remote || question.remote
        facts.complex = row.complex || question.complex
        if row.several || question.several {
            for word in ClockRule.severalWords { facts.declared[word] = .flag(true) }
        }
        return rule.unit == .date ? 0 : rule.amount(for: facts, settings: settings)
    }

    // MARK: Extensions

    private func extensions() throws(DueRefusal) -> [Int] {
        let asked = question.extensions
        guard let limits = rule.extension else {
            if asked.isEmpty { return [] }
            throw refusal(.extend, "no_extension", "Luật không cho gia hạn thời hạn \(row.id).")
        }
        if asked.isEmpty { return Array(repeating: limits.days, count: row.extensions) }
        if row.extensions > 0, asked.count != row.extensions {
            throw refusal(
                .extend, "wrong_extensions", "\(row.id) là thời hạn đã gia hạn \(row.extensions) lần; hãy ghi đủ số ngày từng lần.")
        }
        if asked.count > limits.speciallyComplex {
            throw refusal(.extend, "too_many_extensions", "Thời hạn \(row.id) được gia hạn nhiều nhất \(limits.speciallyComplex) lần.")
        }
        if let wrong = asked.first(where: { !(1...limits.days).contains($0) }) {
            throw refusal(
                .extend, "extension_out_of_range", "Mỗi lần gia hạn từ 1 đến \(limits.days) ngày; \(wrong) ngày không hợp lệ.")
        }
        return asked
    }

    // MARK: Pauses

    /// With the pauses in their order, each within the time that was left. Counted once for each pause, and once more.
    private func countedWithPauses(_ bare: Period) throws(DueRefusal) -> Deadline {
        let asked = question.pauses.sorted { $0.from < $1.from }
        if asked.isEmpty, row.needsPause {
            throw refusal(.pause, "pause_required", "\(row.id) là thời gian không tính vào thời hạn; hãy ghi ngày bắt đầu và kết thúc.")
        }
        if !asked.isEmpty, !rule.pausable {
            throw refusal(.pause, "not_pausable", "Luật không có trường hợp tạm dừng thời hạn \(row.id).")
        }
        var period = bare
        var deadline = calendar.deadline(of: period)
        for pause in asked {
            if let to = pause.to, to <= pause.from {
                throw refusal(
                    .pause, "pause_reversed", "Ngày tiếp tục (\(to.vietnamese)) phải sau ngày tạm dừng (\(pause.from.vietnamese)).")
            }
            if pause.from < question.start {
                throw refusal(
                    .pause, "pause_before_start", "Tạm dừng từ ngày \(pause.from.vietnamese), trước khi thời hạn bắt đầu.")
            }
            if let last = period.pauses.last, last.to.map({ pause.from < $0 }) ?? true {
                throw refusal(.pause, "pause_overlaps", "Hai lần tạm dừng chồng lên nhau ở ngày \(pause.from.vietnamese).")
            }
            let due = deadline.due
            if pause.from > due {
                throw refusal(
                    .pause, "pause_after_end", "Tạm dừng từ ngày \(pause.from.vietnamese), sau khi thời hạn đã hết (\(due.vietnamese)).")
            }
            period.pauses.append(pause)
            deadline = calendar.deadline(of: period)
        }
        return deadline
    }

    // MARK: Words

    private func words(_ amount: Int, _ extensions: [Int]) -> String {
        let plain =
            switch rule.unit {
            case .date, .immediate: rule.unit.title
            default: amount < 0 ? "trước \(twoDigits(-amount)) \(rule.unit.title)" : "\(twoDigits(amount)) \(rule.unit.title)"
            }
        return plain + extensions.map { ", gia hạn \(twoDigits($0)) ngày" }.joined()
            + (rule.capDays.map { ", không quá \(twoDigits($0)) ngày" } ?? "")
    }

    private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private func notes(_ extensions: [Int]) -> [String] {
        var notes: [String] = []
        if case .setting(let key, let standard)? = rule.amount {
            notes.append("Luật không quy định số ngày; mặc định \(standard), mỗi cơ quan đặt được số khác (cài đặt \(key)).")
        }
        if let limits = rule.extension, extensions.count > limits.times {
            notes.append("Gia hạn lần thứ hai chỉ áp dụng cho vụ việc đặc biệt phức tạp (có từ hai tiêu chí trở lên).")
        }
        if rule.ends == .alarm { notes.append("Đây là cảnh báo nội bộ, không phải thời hạn của luật.") }
        if let since = row.pausesSince, question.pauses.contains(where: { $0.from < since }) {
            notes.append("Chưa có quy định tạm đình chỉ đối với thời hạn này trước ngày \(since.vietnamese).")
        }
        if let note = row.note { notes.append(note) }
        return notes
    }
}

extension Certainty {
    /// Vietnamese title, for whoever has to rely on it.
    public var title: String {
        switch self {
        case .found: "đã đọc trong văn bản hiện hành"
        case .foundOld: "đã đọc trong văn bản trước 01/7/2026, cần kiểm tra lại"
        case .secondary: "theo nguồn thứ cấp, cần kiểm tra lại"
        case .inferred: "suy luận từ văn bản"
        case .memory: "chưa đối chiếu văn bản"
        case .unknown: "luật không quy định hoặc chưa tìm được văn bản"
        }
    }
}
