import Casework
import HTTPTypes
import Hummingbird
import Law

/// The weekly register: a period, its print, what has been issued.
struct RegisterPage: PageModel {
    static let template = TemplateName.register
    struct Issued: Sendable {
        var id: Int64
        var number: String
        var period: String
        var leader: String
        var issuedAt: String
        var seal: String
    }
    var frame: Frame
    var fields: [Field]
    var from: String
    var to: String
    var leader: String
    var period: String
    var viewHref: String
    var pdfHref: String
    var issues: Bool
    /// The office types its registers' numbers from its own document system.
    var typesNumber: Bool
    /// Whose book is shown, where it is not the office's own: the name of an office it took over from.
    var oldUnit: String?
    /// There is a period to show.
    var shows: Bool
    var trouble: FormTrouble?
    var issued: [Issued]
    var hasIssued: Bool
    var next: String?
}

extension WebRoutes {
    var registerRoutes: [Route] {
        [
            Route.get("/so-tuan") { call in try await registerPage(call, call.query, nil, .ok) },
            Route.get("/so-tuan/xem") { call in
                Answer.html(try await printing.html(try await weekly(call)), policy: Answer.document)
            },
            Route.get("/so-tuan/pdf") { call in
                let register = try await weekly(call)
                return pdf(try await printing.pdf(register), name: "so-tuan-\(register.from.iso)-\(register.to.iso).pdf")
            },
            Route.post("/so-tuan/phat-hanh") { call in
                do {
                    let (from, to) = try period(call.form)
                    _ = try await casework.registers.issue(
                        from: from, to: to, leaderName: call.form.text("leader"), number: Int(call.form["number"].trimmed), key: call.key,
                        by: call.actor)
                    return Answer.redirect(
                        "/so-tuan" + PercentText.query([("from", from.iso), ("to", to.iso), ("xong", Notice.issued.rawValue)]))
                } catch let problem as Problem where problem.showsInForm {
                    return try await registerPage(call, call.form, problem, Answer.status(problem.kind))
                }
            },
            Route.get("/so-tuan/{id}") { call in
                let id = try call.id
                if let stored = try await casework.registers.html(id, by: call.actor) {
                    return Answer.html(stored, policy: Answer.document)
                }
                let rendered = try await printing.html(try await casework.registers.reprint(id, by: call.actor))
                return Answer.html(try await casework.registers.keep(html: rendered, of: id, by: call.actor), policy: Answer.document)
            },
            Route.get("/so-tuan/{id}/pdf") { call in
                let id = try call.id
                let name = "so-tuan-da-phat-hanh-\(id).pdf"
                if let stored = try await casework.registers.pdf(id, by: call.actor) { return pdf(stored, name: name) }
                let rendered = try await printing.pdf(try await casework.registers.reprint(id, by: call.actor))
                return pdf(try await casework.registers.keep(pdf: rendered, of: id, by: call.actor), name: name)
            },
        ]
    }

    func pdf(_ bytes: [UInt8], name: String) -> Response {
        Answer.bytes(
            bytes, type: "application/pdf",
            headers: [.contentDisposition: Answer.disposition(name, inline: true), Answer.policyHeader: Answer.paper])
    }

    /// This week, Monday to Sunday, when nothing is said.
    private func period(_ form: FormData) throws(Problem) -> (from: Day, to: Day) {
        let monday = casework.today.adding(days: 1 - casework.today.weekday.rawValue)
        var read = FormReader(form)
        let from = read.day("from") ?? monday
        let to = read.day("to") ?? (form.text("from") == nil ? monday.adding(days: 6) : from.adding(days: 6))
        if to < from { read.refuse("to", "before_from", "Ngày cuối kỳ phải sau hoặc bằng ngày đầu kỳ.") }
        try read.finish()
        return (from, to)
    }

    private func weekly(_ call: Call) async throws -> WeeklyRegister {
        let (from, to) = try period(call.query)
        return try await casework.registers.weekly(
            from: from, to: to, leaderName: call.query.text("leader"), book: Int64(call.query.text("book") ?? ""), by: call.actor)
    }

    private func registerPage(_ call: Call, _ form: FormData, _ problem: Problem?, _ status: HTTPResponse.Status) async throws -> Response {
        var trouble = problem
        var chosen = try period(FormData())
        do throws(Problem) { chosen = try period(form) } catch { trouble = trouble ?? error }
        let officer = try call.officerActor
        let leader = form.text("leader") ?? (officer.roles.contains(.leader) ? officer.fullName : "")
        let books = try await casework.offices.books(by: call.actor)
        let old = books.dropFirst().first { String($0.id) == form.text("book") }
        let book = old.map { String($0.id) } ?? ""
        let shown =
            trouble == nil ? FormData([("from", chosen.from.iso), ("to", chosen.to.iso), ("leader", leader), ("book", book)]) : form
        let errors = trouble.map { FormTrouble($0) }
        let make = FieldMaker(shown, errors: errors?.byField ?? [:])
        let query = PercentText.query([("from", chosen.from.iso), ("to", chosen.to.iso), ("leader", leader), ("book", book)])
        let issued = try await casework.registers.issued(book: old?.id, cursor: call.query.text("cursor"), by: call.actor)
        var fields = [
            make.date("from", "Từ ngày", width: 3, required: true).focused, make.date("to", "Đến ngày", width: 3, required: true),
            make.line("leader", "Trình lãnh đạo", width: 4, most: 200),
        ]
        if books.count > 1 {
            let choices = books.dropFirst().map { (String($0.id), "\($0.name) (cũ)") }
            fields.append(make.select("book", "Sổ của", choices, blank: books.first?.name ?? "", width: 5))
        }
        return page(
            RegisterPage(
                frame: frame(call, title: "Sổ tuần", at: .register),
                fields: fields, from: chosen.from.iso, to: chosen.to.iso, leader: leader,
                period: "\(chosen.from.vietnamese) – \(chosen.to.vietnamese)",
                viewHref: "/so-tuan/xem" + query, pdfHref: "/so-tuan/pdf" + query,
                issues: old == nil && !officer.roles.isDisjoint(with: [.officer, .leader]),
                typesNumber: try await casework.documents.typedBooks(by: call.actor).contains("register"), oldUnit: old?.name,
                shows: trouble == nil, trouble: errors,
                issued: issued.items.map {
                    .init(
                        id: $0.id, number: "\($0.number)/\($0.year)", period: "\($0.from.vietnamese) – \($0.to.vietnamese)",
                        leader: $0.leaderName,
                        issuedAt: DayText.moment($0.issuedAt), seal: String($0.contentSHA256.prefix(16)))
                }, hasIssued: !issued.items.isEmpty,
                next: issued.next.map {
                    "/so-tuan"
                        + PercentText.query([
                            ("from", chosen.from.iso), ("to", chosen.to.iso), ("leader", leader), ("book", book), ("cursor", $0),
                        ])
                }), status: status)
    }
}
