import Law
import Postgres
import Records

/// What a settlement brought beside its result (NĐ 55/2022/NĐ-CP Đ.6): optional facts of the steps that decide, carry out or end it, in
/// whole đồng and square metres. A fact named here is the column of `settlement` of that name.
public enum SettlementFigures {
    struct Figure: Sendable {
        /// The fact and its column.
        var name: String
        /// Its name in the export file.
        var item: String
        var title: String
    }

    /// The fact of a withdrawal that says whether it followed an explanation, and its column.
    static let afterExplanation = (fact: "after_explanation", column: "withdrawn_after_explanation")
    static let form = Figure(name: "settlement_form", item: "hinhThucGiaiQuyet", title: "Hình thức giải quyết")
    static let rightToSue = Figure(name: "right_to_sue", item: "quyenKhoiKien", title: "Quyền khởi kiện")
    static let executedOn = Figure(name: "executed_on", item: "ngayThiHanhXong", title: "Ngày thi hành xong")

    /// What was decided, in the order of the sheet.
    static let decided: [Figure] =
        amounts("recover_state", "thuHoi", "Kiến nghị thu hồi cho Nhà nước")
        + amounts("return_organisation", "traToChuc", "Kiến nghị trả lại cho tổ chức")
        + amounts("return_person", "traCaNhan", "Kiến nghị trả lại cho cá nhân") + [
            Figure(name: "organisations_to_restore", item: "soToChucTraQuyenLoi", title: "Số tổ chức được trả lại quyền lợi"),
            Figure(name: "persons_to_restore", item: "soNguoiTraQuyenLoi", title: "Số người được trả lại quyền lợi"),
            Figure(name: "organisations_to_discipline", item: "soToChucXuLy", title: "Số tổ chức kiến nghị xử lý"),
            Figure(name: "people_to_discipline", item: "soNguoiXuLy", title: "Số người kiến nghị xử lý"),
            Figure(name: "officials_to_discipline", item: "soCanBoXuLy", title: "Trong đó cán bộ, công chức, viên chức"),
            Figure(name: "fines_money", item: "xuPhat", title: "Xử phạt vi phạm hành chính (đồng)"),
            Figure(name: "police_cases", item: "soVuChuyenDieuTra", title: "Số vụ chuyển cơ quan điều tra"),
            Figure(name: "police_people", item: "soNguoiChuyenDieuTra", title: "Số người chuyển cơ quan điều tra"),
            Figure(name: "police_officials", item: "soCanBoChuyenDieuTra", title: "Trong đó cán bộ, công chức, viên chức"),
        ]

    /// What came of it, in the order of the sheet.
    static let carriedOut: [Figure] =
        amounts("recovered_state", "daThuHoi", "Đã thu hồi cho Nhà nước")
        + amounts("returned_organisation", "daTraToChuc", "Đã trả lại cho tổ chức")
        + amounts("returned_person", "daTraCaNhan", "Đã trả lại cho cá nhân") + [
            Figure(name: "organisations_restored", item: "soToChucDaTraQuyenLoi", title: "Số tổ chức đã được trả lại quyền lợi"),
            Figure(name: "persons_restored", item: "soNguoiDaTraQuyenLoi", title: "Số người đã được trả lại quyền lợi"),
            Figure(name: "organisations_disciplined", item: "soToChucDaXuLy", title: "Số tổ chức đã bị xử lý"),
            Figure(name: "people_disciplined", item: "soNguoiDaXuLy", title: "Số người đã bị xử lý"),
            Figure(name: "officials_disciplined", item: "soCanBoDaXuLy", title: "Trong đó cán bộ, công chức, viên chức"),
            Figure(name: "fines_collected_money", item: "daThuPhat", title: "Đã thu tiền xử phạt (đồng)"),
            Figure(name: "prosecuted_cases", item: "soVuKhoiTo", title: "Số vụ đã khởi tố"),
            Figure(name: "prosecuted_people", item: "soNguoiKhoiTo", title: "Số người đã bị khởi tố"),
            Figure(name: "prosecuted_officials", item: "soCanBoKhoiTo", title: "Trong đó cán bộ, công chức, viên chức"),
        ]

    private static func amounts(_ name: String, _ item: String, _ title: String) -> [Figure] {
        [
            Figure(name: name + "_money", item: item + "Tien", title: title + ": tiền (đồng)"),
            Figure(name: name + "_residential_land", item: item + "DatO", title: title + ": đất ở (m²)"),
            Figure(name: name + "_production_land", item: item + "DatSanXuat", title: title + ": đất sản xuất (m²)"),
        ]
    }

    private static let wholeNumbers = Set((decided + carriedOut).map(\.name))

    /// Facts that a form shows apart, folded: most settlements have none of them.
    public static let names = wholeNumbers.union([form.name, rightToSue.name, executedOn.name])

    /// Words of `form` as the procedures have them.
    static let forms = [
        "kept": "Giữ nguyên quyết định, hành vi bị khiếu nại", "amended": "Sửa đổi quyết định bị khiếu nại",
        "annulled_in_part": "Hủy bỏ một phần quyết định bị khiếu nại", "annulled": "Hủy bỏ toàn bộ quyết định bị khiếu nại",
        "act_ended": "Chấm dứt hành vi bị khiếu nại", "own_measures": "Xử lý theo thẩm quyền",
        "recommended": "Kiến nghị cơ quan có thẩm quyền xử lý", "to_investigators": "Chuyển hồ sơ cho cơ quan điều tra",
        "no_measures": "Không có nội dung phải xử lý",
    ]

    /// The numbers that a fact may have: sums reach further than other numbers, and nothing is recovered less than nothing.
    static func bounds(of name: String) -> ClosedRange<Int> {
        guard wholeNumbers.contains(name) else { return -999_999_999...999_999_999 }
        return 0...(name.hasSuffix("_money") || name.hasSuffix("_land") ? 999_999_999_999_999 : 999_999_999)
    }

    /// Why a number does not do.
    static func complaint(about name: String) -> String {
        wholeNumbers.contains(name)
            ? "Phải là số nguyên từ 0 đến \(bounds(of: name).upperBound), theo đơn vị ghi ở tên." : "Phải là số nguyên dưới 1.000.000.000."
    }

    /// The figures of a settlement as they are read: `1.500.000` for numbers; what is nothing is left out.
    static func items(_ figures: [Figure], in stored: [String: FactInput]) -> [(figure: Figure, value: String)] {
        figures.compactMap { figure in
            guard case .number(let number)? = stored[figure.name], number != 0 else { return nil }
            return (figure, grouped(number))
        }
    }

    /// `1.500.000`
    static func grouped(_ number: Int64) -> String {
        let digits = String(number)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index) % 3 == 0 { text.append(".") }
            text.append(digit)
        }
        return text
    }
}

extension Effects {
    /// What the step says of the settlement beside its result.
    func noteFigures() throws {
        var said: [String: FactInput] = [:]
        for name in SettlementFigures.names {
            switch declared[name] {
            case .integer(let number)?: said[name] = .number(Int64(number))
            case .text(let word)?: said[name] = .text(word)
            case .date(let day)?: said[name] = .text(day.iso)
            case .flag(let flag)?: said[name] = .flag(flag)
            case .id?, nil: break
            }
        }
        if let explained = flag(SettlementFigures.afterExplanation.fact) {
            said[SettlementFigures.afterExplanation.column] = .flag(explained)
        }
        if said.isEmpty { return }
        try SettlementRecords.note(db, case: held.context.id, figures: JSONB(try JSON.text(said)))
    }
}

extension Work {
    /// What a settlement brought, one line each, for the page of its case.
    func settlementFacts(_ row: SettlementRecords.Settled?) throws -> [FactView] {
        guard let row else { return [] }
        let stored = try JSON.value([String: FactInput].self, from: row.figures.text)
        var facts: [FactView] = []
        func add(_ name: String, _ title: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            facts.append(FactView(name: name, title: title, value: value))
        }
        add("result", "Kết quả", row.result.flatMap { NationalSheet.resultTitles[$0] })
        let paper = [row.decisionNumber, row.decisionDate.map { "ngày \($0.vietnamese)" }].compactMap { $0 }
        if row.decisionNumber != nil { add("decision", "Quyết định, văn bản", paper.joined(separator: " ")) }
        add("in_time", "Đúng thời hạn", row.inTime.map { $0 ? "Có" : "Không" })
        if case .text(let word)? = stored[SettlementFigures.form.name] {
            add(SettlementFigures.form.name, SettlementFigures.form.title, SettlementFigures.forms[word] ?? word)
        }
        if case .flag(let flag)? = stored[SettlementFigures.rightToSue.name] {
            add(SettlementFigures.rightToSue.name, SettlementFigures.rightToSue.title, flag ? "Có" : "Không")
        }
        if case .flag(true)? = stored[SettlementFigures.afterExplanation.column] {
            add(SettlementFigures.afterExplanation.column, "Rút sau khi được giải thích, thuyết phục", "Có")
        }
        for (figure, value) in SettlementFigures.items(SettlementFigures.decided, in: stored) { add(figure.name, figure.title, value) }
        if case .text(let iso)? = stored[SettlementFigures.executedOn.name] {
            add(SettlementFigures.executedOn.name, SettlementFigures.executedOn.title, Day(iso: iso)?.vietnamese)
        }
        for (figure, value) in SettlementFigures.items(SettlementFigures.carriedOut, in: stored) { add(figure.name, figure.title, value) }
        return facts
    }
}
