import Casework
import Hummingbird
import Law

/// Answers on the telephone: the caller's mark, one sentence to read aloud.
struct EnquiriesPage: PageModel {
    static let template = TemplateName.enquiries
    struct Answer: Sendable {
        var sentence: String
        var tone: String
        /// For the officer alone, not to be read aloud.
        var note: String?
        var href: String?
    }
    var frame: Frame
    /// Nil for who may only read the log.
    var form: Form?
    var answer: Answer?
    /// Where the log of calls is read; nil for who may not.
    var logHref: String?

    struct Form: Sendable {
        var key: String
        var first: [Field]
        var marks: [Field]
        /// Further marks are asked for now.
        var open: Bool
        var trouble: FormTrouble?
    }
}

/// What was asked on the telephone, when and by whom; never the words.
struct EnquiryLogPage: PageModel {
    static let template = TemplateName.enquiryLog
    struct Row: Sendable {
        var at: String
        var officer: String
        var by: String
        var outcome: String
        var href: String?
        var petition: String
    }
    var frame: Frame
    var rows: [Row]
    var hasRows: Bool
    var next: String?
}

extension WebRoutes {
    var enquiryRoutes: [Route] {
        [
            Route.get("/tra-loi") { call in page(try enquiriesPage(call, typed: FormData([("by", EnquiryMark.code.rawValue)]))) },
            // Answered at once and by POST: what a caller said stays out of addresses, and nothing of it is kept.
            Route.post("/tra-loi") { call in
                do {
                    try call.checkOffice()
                    let answer = try await casework.enquiries.ask(try await enquiryDraft(call), key: call.key, by: call.actor)
                    let again = answer.outcome == .more ? call.form : FormData([("by", call.form["by"])])
                    return page(try enquiriesPage(call, typed: again, answer: answer))
                } catch let problem as Problem where problem.showsInForm {
                    return page(
                        try enquiriesPage(call, typed: call.form, trouble: FormTrouble(problem)), status: Answer.status(problem.kind))
                }
            },
            Route.get("/tra-loi/so") { call in
                let found = try await casework.enquiries.log(cursor: call.query.text("cursor"), limit: 50, by: call.actor)
                return page(
                    EnquiryLogPage(
                        frame: frame(call, title: "Sổ trả lời điện thoại", at: .enquiries), rows: found.items.map(EnquiryLogPage.Row.init),
                        hasRows: !found.items.isEmpty, next: found.next.map { "/tra-loi/so" + PercentText.query([("cursor", $0)]) }))
            },
        ]
    }

    private func enquiryDraft(_ call: Call) async throws -> EnquiryDraft {
        var read = FormReader(call.form)
        let by = read.choice("by", as: EnquiryMark.self, required: true)
        let born = read.number("birthYear")
        try read.finish()
        var draft = EnquiryDraft(by: by ?? .code, words: call.form["words"])
        draft.birthYear = born
        draft.idTail = call.form.text("idTail")?.trimmed
        if let typed = call.form.text("communeCode") {
            draft.communeCode = try await commune(typed, field: "communeCode", by: call.actor)
        }
        return draft
    }

    private func enquiriesPage(
        _ call: Call, typed: FormData, answer: EnquiryAnswer? = nil, trouble: FormTrouble? = nil
    ) throws -> EnquiriesPage {
        let officer = try call.officerActor
        let frame = frame(call, title: "Trả lời điện thoại", at: .enquiries)
        let make = FieldMaker(typed, errors: trouble?.byField ?? [:], prefix: "hoi-")
        let marks = ["birthYear", "idTail", "communeCode"]
        let open = answer?.outcome == .more || marks.contains { trouble?.byField[$0] != nil }
        let form = EnquiriesPage.Form(
            key: frame.key,
            first: [
                make.select("by", "Người gọi cho biết", EnquiryMark.allCases.map { ($0.rawValue, $0.title) }, blank: nil, width: 4),
                make.line(
                    "words", "Ghi đúng lời người gọi", width: 8, required: true,
                    help: "Mã biên nhận; số trong sổ như 12/2026; đủ họ và tên; hoặc số căn cước.", most: 200
                ).focused,
            ],
            marks: [
                make.number("birthYear", "Năm sinh", width: 3),
                make.line("idTail", "4 số cuối giấy tờ", width: 3, most: 4),
                make.line("communeCode", "Xã, phường nơi ở", width: 6, suggest: "/goi-y/xa"),
            ], open: open, trouble: trouble)
        return EnquiriesPage(
            frame: frame, form: officer.works ? form : nil, answer: answer.map { EnquiriesPage.Answer($0) },
            logHref: officer.roles.isDisjoint(with: [.leader, .auditor]) ? nil : "/tra-loi/so")
    }
}

extension EnquiriesPage.Answer {
    init(_ view: EnquiryAnswer) {
        sentence = view.sentence
        tone = view.outcome == .told ? "success" : view.outcome == .more ? "warning" : "secondary"
        note = view.others > 0 ? "Người này còn \(view.others) đơn khác trong sổ; muốn trả lời đơn nào, hỏi mã biên nhận của đơn đó." : nil
        href = view.petition.map { "/don/\($0)" }
    }
}

extension EnquiryLogPage.Row {
    init(_ line: EnquiryLine) {
        at = DayText.moment(line.askedAt)
        officer = line.officerName
        by = line.by.title
        outcome = line.outcome.title
        href = line.petition.map { "/don/\($0)" }
        petition = line.petition.map { "Đơn mã \($0)" } ?? ""
    }
}
