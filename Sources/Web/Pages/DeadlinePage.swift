import Casework
import HTTPTypes
import Hummingbird
import Law

/// The deadline calculator for everyone: which deadline, from which day; the answer with every day counted.
struct DeadlinePage: PageModel {
    static let template = TemplateName.deadline
    struct Choice: Sendable {
        var value: String
        var title: String
        var selected: Bool
    }
    struct Group: Sendable {
        var title: String
        var rules: [Choice]
    }
    struct Result: Sendable {
        var rule: String
        var title: String
        var due: String
        var dueWeekday: String
        /// `nil` when it is the due day.
        var nominal: String?
        var provisional: Bool
        var paused: Bool
        var amount: String
        var start: String
        var basis: String
        var certainty: String?
        var version: String?
        var calendar: String
        var derivation: [String]
        var notes: [String]
    }
    var frame: Frame
    var groups: [Group]
    var ruleError: String?
    var start: Field
    var pauses: [Field]
    var extensions: [Field]
    var marks: [Field]
    var on: Field
    var result: Result?
}

extension DeadlinePage.Result {
    init(_ answer: DueAnswer) {
        func full(_ day: Day) -> String { "\(day.weekday.title), ngày \(day.vietnamese)" }
        self.init(
            rule: answer.rule, title: answer.title, due: answer.due.vietnamese, dueWeekday: answer.due.weekday.title,
            nominal: answer.nominal == answer.due ? nil : full(answer.nominal), provisional: answer.provisional, paused: answer.paused,
            amount: answer.amountText, start: "\(answer.startEvent), \(full(answer.start))", basis: answer.basis,
            certainty: answer.certainty?.title, version: answer.version == "catalogue" ? nil : answer.version, calendar: answer.calendar,
            derivation: answer.derivation, notes: answer.notes)
    }
}

/// The question as it is typed into the page.
private struct DeadlineForm {
    static let pauseRows = 2
    static let extensionRows = 2

    /// Where what the law refuses is told.
    static let names: [DueRefusal.Field: String] = [
        .rule: "han", .start: "tu", .pause: "dung-tu", .extend: "gia-han", .complex: "phuc-tap", .remote: "vung-sau", .several: "nhieu-noi",
        .on: "theo-ngay",
    ]

    let query: FormData
    /// The form was sent; otherwise it is only opened, perhaps with a deadline chosen.
    var isSent: Bool { query.pairs.contains { $0.name == "tu" } }

    /// - Throws: a `Problem` with everything that cannot be read.
    func question() throws(Problem) -> DueQuestion {
        var reader = FormReader(query)
        if reader.text("han") == nil { reader.refuse("han", "required", "Phải chọn một thời hạn.") }
        let start = reader.day("tu", required: true)
        var pauses: [Pause] = []
        for index in 0..<Self.pauseRows {
            let (from, to) = (value("dung-tu", index), value("dung-den", index))
            if from.trimmed.isEmpty, !to.trimmed.isEmpty {
                reader.refuse("dung-tu", "required", "Có ngày tiếp tục thì phải có ngày bắt đầu tạm dừng.")
            }
            guard let begin = reader.day(from, "dung-tu") else { continue }
            pauses.append(Pause(from: begin, to: reader.day(to, "dung-den")))
        }
        var extensions: [Int] = []
        for index in 0..<Self.extensionRows {
            if let days = reader.number(value("gia-han", index), "gia-han") { extensions.append(days) }
        }
        let on = reader.day("theo-ngay")
        try reader.finish()
        guard let start else { throw Problem.invalid("tu", "required", "Không được để trống.") }
        return DueQuestion(
            rule: query["han"], start: start, pauses: pauses, extensions: extensions, complex: query.flag("phuc-tap"),
            remote: query.flag("vung-sau"), several: query.flag("nhieu-noi"), on: on)
    }

    private func value(_ name: String, _ index: Int) -> String {
        let values = query.all(name)
        return index < values.count ? values[index] : ""
    }
}

extension DeadlinePage {
    init(frame: Frame, query: FormData, catalogue: DeadlineCatalogue, titles: [String: String], errors: [String: String], result: Result?) {
        let maker = FieldMaker(query, errors: errors)
        let chosen = query["han"].uppercased()
        self.init(
            frame: frame,
            groups: catalogue.groups.map { group in
                Group(
                    title: group.title,
                    rules: catalogue.rules(of: group).map { row in
                        Choice(value: row.id, title: "\(row.id) – \(titles[row.id] ?? "")", selected: row.id == chosen)
                    })
            },
            ruleError: errors["han"],
            start: maker.date("tu", "Ngày bắt đầu", width: 12, required: true, help: "Ngày xảy ra sự kiện; ngày này không được tính."),
            pauses: (0..<DeadlineForm.pauseRows).flatMap { index in
                [
                    maker.date("dung-tu", "Tạm dừng từ ngày", width: 6, index: index),
                    maker.date("dung-den", "Tiếp tục từ ngày", width: 6, index: index),
                ]
            },
            extensions: (0..<DeadlineForm.extensionRows).map { index in
                maker.number("gia-han", "Gia hạn lần \(index + 1) (số ngày)", width: 6, index: index)
            },
            marks: [
                maker.check("phuc-tap", "Vụ việc phức tạp", width: 4),
                maker.check("vung-sau", "Vùng sâu, vùng xa đi lại khó khăn", width: 4),
                maker.check("nhieu-noi", "Nhiều nơi, nhiều cơ quan", width: 4),
            ],
            on: maker.date("theo-ngay", "Theo luật của ngày", width: 12, help: "Để trống: theo luật của ngày bắt đầu."), result: result)
    }
}

extension WebRoutes {
    var deadlineRoutes: [Route] {
        [
            Route.get("/tinh-han", .open) { call in
                let form = DeadlineForm(query: call.query)
                var errors: [String: String] = [:]
                var result: DeadlinePage.Result?
                if form.isSent {
                    do {
                        let question = try form.question()
                        let (calendar, name) = await casework.law.calendar()
                        var answer = try casework.rulebook.due(question, by: calendar)
                        answer.calendar = name
                        result = DeadlinePage.Result(answer)
                    } catch let problem as Problem {
                        errors = Dictionary(problem.errors.map { ($0.field, $0.message) }, uniquingKeysWith: { first, _ in first })
                    } catch let refusal as DueRefusal {
                        errors = [DeadlineForm.names[refusal.field] ?? "han": refusal.message]
                    }
                }
                var frame = frame(call.caller, title: "Tính thời hạn", at: .law)
                if !errors.isEmpty { frame.warning = "Chưa tính được; hãy xem lời nhắc ở từng mục." }
                let model = DeadlinePage(
                    frame: frame, query: call.query, catalogue: casework.rulebook.catalogue, titles: deadlineTitles, errors: errors,
                    result: result)
                return page(model, status: errors.isEmpty ? .ok : .unprocessableContent)
            }
        ]
    }

    /// What each deadline is called today.
    private var deadlineTitles: [String: String] {
        var titles: [String: String] = [:]
        for row in casework.rulebook.catalogue.rules { titles[row.id] = casework.rulebook.title(of: row, on: casework.today) }
        return titles
    }
}
