import Casework
import Hummingbird
import Law

/// Who may sign for the office, and how many approve before; kept by its administrator.
struct SigningPage: PageModel {
    static let template = TemplateName.signing
    struct Row: Sendable {
        var id: Int64
        var officer: String
        var form: String
        var lines: [String]
        var period: String
        var basis: String
        var inForce: Bool
        /// The form that ends it; nil for who may not, and for what has ended.
        var end: End?
    }
    struct End: Sendable {
        var key: String
        var fields: [Field]
    }
    struct Level: Sendable {
        var form: String
        var levels: Int
    }
    struct Adding: Sendable {
        var action: String
        var title: String
        var key: String
        var fields: [Field]
        var open: Bool
        var trouble: FormTrouble?
    }
    var frame: Frame
    var rows: [Row]
    var hasRows: Bool
    var usual: Int
    var levels: [Level]
    var hasLevels: Bool
    var adding: [Adding]
    var trouble: FormTrouble?
}

extension WebRoutes {
    var signingRoutes: [Route] {
        [
            Route.get("/van-ban/tham-quyen") { call in page(try await signingPage(call, nil, at: nil)) },
            Route.post("/van-ban/tham-quyen") { call in
                try await signing(call, at: "add") {
                    var read = FormReader(call.form)
                    var draft = AuthorityDraft(
                        officer: read.id("officer") ?? 0, authority: call.form["authority"], onBehalfOf: call.form.text("onBehalfOf"),
                        title: call.form["title"], validFrom: read.day("validFrom", required: true) ?? casework.today)
                    draft.form = call.form.text("form")
                    draft.leadLine = call.form.text("leadLine")
                    draft.validTo = read.day("validTo")
                    draft.basisNumber = call.form.text("basisNumber")
                    draft.basisDate = read.day("basisDate")
                    try read.finish()
                    _ = try await casework.signing.add(draft, key: call.key, by: call.actor)
                }
            },
            Route.post("/van-ban/tham-quyen/{id}/het") { call in
                let id = try call.id
                return try await signing(call, at: "end") {
                    var read = FormReader(call.form)
                    let day = read.day("validTo", required: true)
                    try read.finish()
                    _ = try await casework.signing.end(id, on: day ?? casework.today, key: call.key, by: call.actor)
                }
            },
            Route.post("/van-ban/cap-duyet") { call in
                try await signing(call, at: "levels") {
                    var read = FormReader(call.form)
                    let levels = read.number("levels")
                    try read.finish()
                    _ = try await casework.signing.setLevels(form: call.form["form"], levels: levels, key: call.key, by: call.actor)
                }
            },
        ]
    }

    private func signing(_ call: Call, at place: String, _ write: () async throws -> Void) async throws -> Response {
        do {
            try call.checkOffice()
            try await write()
            return Answer.redirect("/van-ban/tham-quyen" + Notice.signing.query)
        } catch let problem as Problem where problem.showsInForm {
            return page(try await signingPage(call, problem, at: place), status: Answer.status(problem.kind))
        }
    }

    private func signingPage(_ call: Call, _ problem: Problem?, at place: String?) async throws -> SigningPage {
        let officer = try call.officerActor
        let keeps = officer.roles.contains(.admin)
        let authorities = try await casework.signing.authorities(by: call.actor)
        let levels = try await casework.signing.levels(by: call.actor)
        let trouble = problem.map { FormTrouble($0) }
        var adding: [SigningPage.Adding] = []
        if keeps {
            let forms = try await casework.signing.forms(by: call.actor).map { ($0.value, $0.title) }
            let accounts = try await casework.administration.accounts(organisation: nil, by: call.actor)
            let colleagues = accounts.filter { $0.active && $0.posts.contains { $0.organisation == officer.organisation } }
            adding = [
                add(forms, colleagues.map { (String($0.id), "\($0.fullName) – \($0.title)") }, call, place == "add" ? trouble : nil),
                setLevels(forms, call, place == "levels" ? trouble : nil),
            ]
        }
        return SigningPage(
            frame: frame(call, title: "Thẩm quyền ký", at: .documents),
            rows: authorities.map { row in
                let make = FieldMaker(prefix: "het-\(row.id)-")
                let ended = row.validTo.map { $0 < casework.today } ?? false
                return SigningPage.Row(
                    id: row.id, officer: row.officerName, form: row.formTitle ?? "Mọi loại văn bản", lines: row.lines,
                    period: "từ \(row.validFrom.vietnamese)" + (row.validTo.map { " đến \($0.vietnamese)" } ?? ""),
                    basis: [row.basisNumber, row.basisDate?.vietnamese].compactMap { $0 }.joined(separator: ", ngày "),
                    inForce: row.inForce,
                    end: keeps && !ended
                        ? SigningPage.End(key: newKey(), fields: [make.date("validTo", "Ngày cuối", width: 12, required: true)]) : nil)
            }, hasRows: !authorities.isEmpty, usual: levels.usual,
            levels: levels.forms.map { .init(form: $0.formTitle, levels: $0.levels) }, hasLevels: !levels.forms.isEmpty, adding: adding,
            trouble: place == "end" ? trouble : nil)
    }

    private func add(
        _ forms: [(String, String)], _ officers: [(String, String)], _ call: Call, _ trouble: FormTrouble?
    ) -> SigningPage.Adding {
        let make = FieldMaker(
            trouble == nil ? FormData([("validFrom", casework.today.iso)]) : call.form, errors: trouble?.byField ?? [:], prefix: "ky-")
        let kinds = [
            ("DIRECT", "Thủ trưởng ký trực tiếp"), ("TM", "TM. – thay mặt tập thể"), ("KT", "KT. – ký thay"), ("TL", "TL. – thừa lệnh"),
            ("TUQ", "TUQ. – thừa ủy quyền"),
        ]
        return .init(
            action: "/van-ban/tham-quyen", title: "Ghi thẩm quyền ký", key: newKey(),
            fields: [
                make.select("officer", "Người ký", officers, width: 6, required: true),
                make.select("form", "Loại văn bản", forms, blank: "– mọi loại –", width: 6),
                make.select("authority", "Thể thức", kinds, width: 4, required: true),
                make.line("onBehalfOf", "Ký thay mặt, ký thay, thừa lệnh, thừa ủy quyền của", width: 8, most: 200),
                make.line(
                    "leadLine", "Dòng đứng trên (nếu có)", width: 6, help: "Ví dụ: TM. ỦY BAN NHÂN DÂN khi ký KT. CHỦ TỊCH.", most: 200),
                make.line("title", "Chức vụ người ký", width: 6, required: true, most: 200),
                make.date("validFrom", "Từ ngày", width: 3, required: true), make.date("validTo", "Đến ngày", width: 3),
                make.line("basisNumber", "Số văn bản làm căn cứ", width: 3, most: 100),
                make.date("basisDate", "Ngày văn bản", width: 3),
            ], open: trouble != nil, trouble: trouble)
    }

    private func setLevels(_ forms: [(String, String)], _ call: Call, _ trouble: FormTrouble?) -> SigningPage.Adding {
        let make = FieldMaker(trouble == nil ? FormData() : call.form, errors: trouble?.byField ?? [:], prefix: "cap-")
        return .init(
            action: "/van-ban/cap-duyet", title: "Đặt số cấp duyệt của một loại văn bản", key: newKey(),
            fields: [
                make.select("form", "Loại văn bản", forms, width: 8, required: true),
                make.number("levels", "Số cấp duyệt", width: 4, help: "0–4; để trống: theo mức chung của cơ quan."),
            ], open: trouble != nil, trouble: trouble)
    }
}
