import Casework
import Hummingbird
import Law

/// Who of the office must receive citizens how often, and how the month stands.
struct DutiesPage: PageModel {
    static let template = TemplateName.duties
    struct Line: Sendable {
        var receiver: String
        var place: String
        var remark: String?
        var minimum: String
        var held: String
        var more: [String]
        var verdict: String
        var tone: String
        var provisional: Bool
        var basis: String
        var doubt: String?
    }
    struct Office: Sendable {
        var name: String
        /// Since when or until when it is there, where that bears on the month.
        var life: String?
        var lines: [Line]
        var hasLines: Bool
        /// Why there is no line.
        var without: String
    }
    /// One duty of the office and those it took over from, added up.
    struct Sum: Sendable {
        var receiver: String
        var offices: String
        var required: String
        var credited: String
        var held: String
        var verdict: String
        var tone: String
    }
    /// The way to the same page about more or fewer offices.
    struct Reach: Sendable {
        var href: String
        var words: String
    }
    var frame: Frame
    var heading: String
    /// By which law the month is counted.
    var law: String
    var earlier: String
    var later: String
    var reach: [Reach]
    /// Whose duties: all together, or one unit alone. Empty for an office that took over from nobody.
    var units: [Field]
    var hasUnits: Bool
    var month: String
    var offices: [Office]
    var sums: [Sum]
    var hasSums: Bool
    var hasProvisional: Bool
}

extension DutiesPage.Line {
    init(_ line: DutyLine) {
        receiver = line.receiver
        place = line.place ?? ""
        remark = line.note
        minimum = Self.minimumWords(line)
        held = Self.heldWords(line)
        more = Self.moreWords(line)
        (verdict, tone) = Self.verdictWords(line)
        provisional = line.provisional
        basis = line.basis
        doubt = Self.doubtWords(line.certainty)
    }

    private static func minimumWords(_ line: DutyLine) -> String {
        guard let number = line.minimum, let per = line.per else { return "không ấn định số ngày" }
        if number == 0 { return "chưa quy định, theo quy chế của cơ quan" }
        let also = line.adHocOwed ? " và đột xuất" : ""
        return per == .workingDay ? "mọi ngày làm việc" + also : "ít nhất \(number) ngày/\(per.title)" + also
    }

    private static func heldWords(_ line: DutyLine) -> String {
        if line.counts == .nothing { return "" }
        guard let required = line.required, required > 0 else { return days("\(line.held.count) ngày", line.counts, line.held) }
        switch line.per {
        case .workingDay: return "\(line.credited)/\(line.requiredSoFar) ngày làm việc đến nay (cả tháng \(required))"
        default: return days("\(line.credited)/\(required) ngày", line.counts, line.held)
        }
    }

    private static func moreWords(_ line: DutyLine) -> [String] {
        [
            ("Cơ quan cũ đã tiếp, được tính", line.inherited), ("Tiếp thay, không tính", line.substituted),
            ("Trong đó chỉ tiếp trực tuyến", line.online), ("Đột xuất", line.adHoc),
            ("Đã công bố", line.announced), ("Dự kiến, chưa công bố", line.drafted), ("Đã công bố nhưng không tiếp", line.missed),
        ]
        .filter { !$0.1.isEmpty }.map { "\($0.0): \(Self.list($0.1))" }
    }

    private static func days(_ count: String, _ measure: DutyMeasure, _ days: [Day]) -> String {
        measure == .regular || days.isEmpty ? count : "\(count): \(list(days))"
    }

    private static func list(_ days: [Day]) -> String { days.map(\.vietnameseShort).joined(separator: ", ") }

    private static func verdictWords(_ line: DutyLine) -> (String, String) {
        let rest = line.toCome > 0 ? ", còn phải tiếp \(line.toCome) ngày" : ""
        return switch line.verdict {
        case .unnumbered: ("", "secondary")
        case .unset: ("Chưa quy định", "secondary")
        case .met: ("Đủ", "success")
        case .toCome: ("Còn phải tiếp \(line.toCome) ngày", "warning")
        case .short: ("Thiếu \(line.missing) ngày\(rest)", "danger")
        case .notOwed: ("Không tính riêng tháng này", "secondary")
        }
    }

    /// What a legal officer has still to compare with the official text.
    private static func doubtWords(_ certainty: Certainty) -> String? {
        switch certainty {
        case .found: nil
        case .foundOld: "theo văn bản trước 01/7/2026, cần đối chiếu"
        case .secondary: "theo nguồn thứ cấp, cần đối chiếu"
        case .inferred: "suy ra từ quy định, cần đối chiếu"
        case .memory: "chưa đối chiếu với văn bản"
        case .unknown: "chưa rõ quy định"
        }
    }
}

extension DutiesPage.Office {
    init(_ office: OfficeDuties, in month: Month) {
        name = office.name
        lines = office.duties.map { DutiesPage.Line($0) }
        hasLines = !office.duties.isEmpty
        without = "Chưa có nghĩa vụ nào được ghi cho loại cơ quan này."
        if let last = office.closedOn, last < month.last {
            life = "Cơ quan hoạt động đến hết ngày \(last.vietnamese)."
            if last >= month.first {
                life =
                    "Cơ quan hoạt động đến hết ngày \(last.vietnamese). Số ngày ấn định cho cả tháng tính ở cơ quan kế tiếp, "
                    + "kể cả các ngày cơ quan này đã tiếp trong tháng."
            } else {
                without = "Không còn nghĩa vụ nào trong tháng này."
            }
        } else if office.since > month.first {
            life = "Cơ quan hoạt động từ ngày \(office.since.vietnamese)."
            if office.since > month.last { without = "Chưa có nghĩa vụ nào trong tháng này." }
        }
    }
}

extension DutiesPage.Sum {
    init(_ sum: DutySum) {
        receiver = sum.receiver
        offices = String(sum.offices)
        required = sum.required.map { String($0) } ?? "không ấn định"
        credited = sum.required == nil ? "" : String(sum.credited)
        held = String(sum.held)
        let rest = sum.toCome > 0 ? "còn phải tiếp \(sum.toCome) ngày" : ""
        if (sum.required ?? 0) == 0 {
            (verdict, tone) = ("", "secondary")
        } else if sum.missing > 0 {
            (verdict, tone) = ("Thiếu \(sum.missing) ngày" + (rest.isEmpty ? "" : ", " + rest), "danger")
        } else {
            (verdict, tone) = rest.isEmpty ? ("Đủ", "success") : ("Còn phải tiếp \(sum.toCome) ngày", "warning")
        }
    }
}

extension WebRoutes {
    var dutyRoutes: [Route] {
        [
            Route.get("/tiep-dan/nghia-vu") { call in
                let month = try chosenMonth(call.query)
                let officer = try call.officerActor
                let below = call.query.flag("cap-duoi")
                let book = call.query.chosenBook
                let report = try await casework.duties.report(
                    from: month.first, to: month.last, subordinates: below, book: book, by: call.actor)
                let books = try await casework.offices.books(by: call.actor)
                let unit = FieldMaker(call.query, prefix: "loc-").book(
                    books, label: "Đơn vị", blank: "Đơn vị mới và các đơn vị cũ", width: 5)
                func href(_ month: Month, _ below: Bool) -> String {
                    "/tiep-dan/nghia-vu"
                        + PercentText.query([
                            ("thang", month.iso), ("cap-duoi", below ? "1" : ""), ("book", book.map { String($0) } ?? ""),
                        ])
                }
                let reach = DutiesPage.Reach(
                    href: href(month, !below), words: below ? "Chỉ cơ quan này" : "Cả các cơ quan cấp dưới")
                let shown = report.months.flatMap(\.offices).map { DutiesPage.Office($0, in: month) }
                let sums = report.months.flatMap { $0.together ?? [] }.map { DutiesPage.Sum($0) }
                let law = report.months.first?.lawFrom.map { "Theo quy định áp dụng từ \($0.vietnamese)." }
                let heading = "Nghĩa vụ tiếp công dân tháng \(month.vietnamese)"
                return page(
                    DutiesPage(
                        frame: frame(call, title: heading, at: .sessions), heading: heading,
                        law: law ?? "Chưa có quy định áp dụng cho tháng này.", earlier: href(month.previous, below),
                        later: href(month.next, below), reach: DutyDesk.oversees(officer) && book == nil ? [reach] : [],
                        units: unit.map { [$0] } ?? [], hasUnits: unit != nil, month: month.iso, offices: shown, sums: sums,
                        hasSums: !sums.isEmpty,
                        hasProvisional: shown.contains { $0.lines.contains(where: \.provisional) }))
            }
        ]
    }

    /// `thang=2026-11`; this month when nothing is said.
    private func chosenMonth(_ query: FormData) throws(Problem) -> Month {
        guard let text = query.text("thang") else { return Month(of: casework.today) }
        guard let month = Month(iso: text) else {
            throw Problem.invalid("thang", "invalid_month", "Tháng phải theo dạng năm-tháng, ví dụ 2026-11.")
        }
        return month
    }
}
