import Casework
import Law

/// Sổ theo dõi đơn, vụ việc trong tuần: what the form prints, every value as text.
struct WeeklyRegisterForm: Sendable {
    struct Column: Sendable {
        let number: Int
        let title: String
    }
    struct Part: Sendable {
        let heading: String
        let count: Int
        let empty: Bool
        let nothing: String
        let lines: [Line]
    }
    struct Line: Sendable {
        let position: Int
        let code: String
        let receivedOn: String
        let who: String
        let summary: String
        let kind: String
        let field: String
        let source: String
        let directions: String
        let handling: String
        let letter: String
        let settler: String
        let due: String
        let timing: String
        let overdue: Bool
        let reminders: String
        let reply: String
        let added: Bool
        let hasNote: Bool
        let note: String
    }

    let css: String
    let templateVersion = WeeklyRegister.formVersion
    let documentTitle: String
    let dated: String
    let marginNote: String
    let party: Bool
    let head: OfficialHead
    let title: String
    let hasLeader: Bool
    let leader: String
    let period: String
    let figureColumns = RegisterFigures.columns
    let figures: [RegisterFigures.Row]
    let columns = Self.columns
    let parts: [Part]
    let hasArrivals: Bool
    let arrivals: String
    let closing: String
    let signer: String
    let issued: Bool
    let issuedNote: String
    let hasSeal: Bool
    let seal: String

    init(_ register: WeeklyRegister, css: String) {
        self.css = css
        party = register.headerStyle == "party"
        let number = OfficialHead.registerNumber(register.number, symbol: register.symbol, party: party)
        head = OfficialHead(
            style: register.headerStyle, parentName: register.parentName, officeName: register.organisationName, number: number,
            place: register.place, day: register.issuedOn, year: register.to.year)
        title = "SỔ THEO DÕI ĐƠN, VỤ VIỆC \(RegisterPeriod(register).title)"
        documentTitle = "Sổ theo dõi đơn, vụ việc từ \(register.from.vietnamese) đến \(register.to.vietnamese)"
        dated = (register.issuedOn ?? register.to).iso
        leader = register.leaderName
        hasLeader = !register.leaderName.isEmpty
        period =
            "(Từ \(FormalText.date(register.from)) đến \(FormalText.date(register.to)); số liệu tính đến hết \(register.to.vietnamese))"
        figures = RegisterFigures(register).rows
        parts = [
            Part("I. Đơn, vụ việc tiếp nhận trong kỳ", nothing: "Trong kỳ không tiếp nhận đơn, vụ việc nào.", register.received),
            Part(
                "II. Đơn, vụ việc đã trả lời, kết thúc trong kỳ", nothing: "Trong kỳ không có đơn, vụ việc nào được trả lời, kết thúc.",
                register.closed),
            Part(
                "III. Đơn, vụ việc đang giải quyết, quá hạn đến cuối kỳ",
                nothing: "Đến cuối kỳ không còn đơn, vụ việc nào đang giải quyết.",
                register.open),
        ]
        let late = register.received.count { $0.lateEntry }
        closing =
            "Sổ này có \(FormalText.count(register.received.count)) đơn, vụ việc tiếp nhận trong kỳ"
            + (late > 0 ? " (trong đó \(FormalText.count(late)) đơn bổ sung kỳ trước)" : "")
            + ", \(FormalText.count(register.closed.count)) đơn, vụ việc đã trả lời, kết thúc,"
            + " \(FormalText.count(register.open.count)) đơn, vụ việc đang giải quyết, trong đó"
            + " \(FormalText.count(register.open.count { $0.overdueDays > 0 })) đơn, vụ việc quá hạn."
        hasArrivals = !(register.arrivals ?? []).isEmpty
        arrivals = Self.arrivalWords(register.arrivals ?? [])
        signer = party ? "Lãnh đạo văn phòng" : "Lãnh đạo cơ quan"
        issued = register.number != nil
        issuedNote = "\(number), phát hành ngày \(register.issuedOn?.vietnamese ?? ""), mẫu phiên bản \(WeeklyRegister.formVersion)."
        seal = (register.seal ?? "").filter { $0.isHexDigit && $0.isASCII }
        hasSeal = !seal.isEmpty
        marginNote = !issued ? "Bản xem trước, chưa phát hành" : hasSeal ? "Mã niêm phong: \(seal.prefix(16))…" : ""
    }

    /// Letters that count as received without a line of their own: copies, and what was filed away unregistered.
    private static func arrivalWords(_ arrivals: [WeeklyRegister.Arrival]) -> String {
        let late = arrivals.count { $0.lateEntry }
        let each = arrivals.map { arrival in
            let added = arrival.lateEntry ? "; bổ sung kỳ trước" : ""
            return "số đến \(arrival.number) ngày \(arrival.arrivedOn.vietnamese) (\(arrival.handling)\(added))"
        }
        return "Ngoài các đơn trên, tiếp nhận \(FormalText.count(arrivals.count - late)) bản sao, đơn lưu không vào sổ riêng"
            + (late > 0 ? " và \(FormalText.count(late)) bổ sung kỳ trước" : "") + ": " + each.joined(separator: "; ") + "."
    }

    /// The columns a leader expects, in their order.
    static let columns = [
        "STT", "Mã, số đơn", "Ngày nhận (ngày tiếp)", "Họ tên, địa chỉ (số người nếu đoàn)", "Tóm tắt nội dung", "Loại đơn", "Lĩnh vực",
        "Nguồn đơn", "Ý kiến chỉ đạo (bút phê, ngày)", "Hướng xử lý", "Số, ngày văn bản chuyển, hướng dẫn", "Cơ quan, người thụ lý",
        "Hạn giải quyết",
        "Tình trạng", "Số lần đôn đốc", "Văn bản trả lời (số, ngày, tóm tắt)", "Ghi chú",
    ].enumerated().map { Column(number: $0.offset + 1, title: $0.element) }
}

extension WeeklyRegisterForm.Part {
    init(_ heading: String, nothing: String, _ lines: [WeeklyRegister.Line]) {
        self.init(
            heading: heading, count: lines.count, empty: lines.isEmpty, nothing: nothing,
            lines: lines.enumerated().map { WeeklyRegisterForm.Line($0.element, position: $0.offset + 1) })
    }
}

extension WeeklyRegisterForm.Line {
    /// A leader's longest note as far as a column of 18 mm holds it; the whole of it stands in the case's file.
    static let longestDirections = 420

    init(_ line: WeeklyRegister.Line, position: Int) {
        let marker = "bổ sung kỳ trước"
        let notes = line.note.split(separator: "; ").filter { $0 != marker }.joined(separator: "; ")
        self.init(
            position: position, code: line.code, receivedOn: line.receivedOn.vietnamese, who: line.who, summary: line.summary,
            kind: line.kind,
            field: line.field, source: line.source, directions: FormalText.clipped(line.directions, to: Self.longestDirections),
            handling: line.handling, letter: line.letter, settler: line.settler, due: line.due?.vietnamese ?? "", timing: line.timing,
            overdue: line.overdueDays > 0, reminders: line.reminders > 0 ? String(line.reminders) : "", reply: line.reply,
            added: line.lateEntry,
            hasNote: !notes.isEmpty, note: notes)
    }
}
