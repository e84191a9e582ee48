import Casework
import Hummingbird
import Law

/// All open work of an officer changes hands: the form, what would go, what went.
struct HandOverPage: PageModel {
    static let template = TemplateName.handOver
    struct Hidden: Sendable {
        var name: String
        var value: String
    }
    struct Preview: Sendable {
        var heading: String
        var note: String?
        var rows: [WorkPage.Row]
        var hasRows: Bool
        /// Sent with the confirmation: what was typed, and how many cases were seen.
        var hidden: [Hidden]
        var submit: String?
    }
    struct Line: Sendable {
        var from: String
        var to: String
        var days: String
        var state: String
        var count: String
        var end: String?
        var key: String
    }
    var frame: Frame
    var fields: [Field]
    var trouble: FormTrouble?
    var preview: Preview?
    var lines: [Line]
    var hasLines: Bool
}

extension WebRoutes {
    var handOverRoutes: [Route] {
        [
            Route.get("/viec/ban-giao") { call in page(try await handOverPage(call, FormData([("from", call.query["tu"])]))) },
            Route.post("/viec/ban-giao/xem") { call in
                do {
                    let draft = try handOverDraft(call.form)
                    let preview = try await casework.work.handOverPreview(from: draft.from, by: call.actor)
                    return page(try await handOverPage(call, call.form, preview: (draft, preview)))
                } catch let problem as Problem where problem.showsInForm {
                    return page(try await handOverPage(call, call.form, problem), status: Answer.status(problem.kind))
                }
            },
            Route.post("/viec/ban-giao") { call in
                do {
                    try call.checkOffice()
                    _ = try await casework.work.handOver(try handOverDraft(call.form), key: call.key, by: call.actor)
                    return Answer.redirect("/viec/ban-giao\(Notice.handedOver.query)")
                } catch let problem as Problem where problem.showsInForm {
                    return page(try await handOverPage(call, call.form, problem), status: Answer.status(problem.kind))
                }
            },
            Route.post("/viec/ban-giao/{id}/ket-thuc") { call in
                do {
                    try call.checkOffice()
                    _ = try await casework.work.endHandOver(try call.id, key: call.key, by: call.actor)
                    return Answer.redirect("/viec/ban-giao\(Notice.handedOver.query)")
                } catch let problem as Problem where problem.showsInForm {
                    return page(try await handOverPage(call, FormData(), problem), status: Answer.status(problem.kind))
                }
            },
        ]
    }

    private func handOverDraft(_ form: FormData) throws -> HandOverDraft {
        var read = FormReader(form)
        let from = read.id("from")
        let to = read.id("to")
        if from == nil { read.refuse("from", "required", "Phải chọn một mục.") }
        if to == nil { read.refuse("to", "required", "Phải chọn một mục.") }
        let first = read.day("fromDay")
        let last = read.day("untilDay")
        let expected = read.number("expected")
        try read.finish()
        return HandOverDraft(
            from: from ?? 0, to: to ?? 0, fromDay: first, untilDay: last, reason: form.text("reason"), expected: expected)
    }

    private func handOverPage(
        _ call: Call, _ form: FormData, _ problem: Problem? = nil, preview: (draft: HandOverDraft, seen: HandOverPreview)? = nil
    ) async throws -> HandOverPage {
        let officer = try call.officerActor
        let trouble = problem.map { FormTrouble($0) }
        let make = FieldMaker(
            form.text("from") == nil ? form.setting("from", String(officer.id)) : form, errors: trouble?.byField ?? [:],
            prefix: "ban-giao-")
        let colleagues = try await casework.units.colleagues(by: call.actor)
        let offered = colleagues.map { (String($0.id), $0.offered(on: casework.today)) }
        var people = offered
        // Who has left and is no colleague any more still has his work.
        if try await casework.work.oversees(by: call.actor) {
            for load in try await casework.work.loads(by: call.actor) where !colleagues.contains(where: { $0.id == load.officer }) {
                people.append((String(load.officer), "\(load.fullName) – không còn làm việc"))
            }
        }
        let done = try await casework.work.handOvers(limit: 50, by: call.actor)
        return HandOverPage(
            frame: frame(call, title: "Bàn giao việc", at: .work),
            fields: [
                make.select("from", "Người bàn giao", people, width: 6, required: true),
                make.select("to", "Người nhận", offered, width: 6, required: true),
                make.date("fromDay", "Từ ngày", width: 3, help: "Để trống: hôm nay."),
                make.date("untilDay", "Đến hết ngày", width: 3, help: "Để trống: bàn giao hẳn."),
                make.line("reason", "Lý do", width: 6, most: 2000),
            ], trouble: trouble, preview: preview.map { previewPanel($0.draft, $0.seen, form, officer, colleagues) },
            lines: done.items.map { view in
                HandOverPage.Line(
                    view, away: colleagues.first { $0.id == view.to }?.away, today: casework.today, key: newKey)
            }, hasLines: !done.items.isEmpty)
    }

    private func previewPanel(
        _ draft: HandOverDraft, _ seen: HandOverPreview, _ form: FormData, _ officer: OfficerActor, _ colleagues: [Colleague]
    ) -> HandOverPage.Preview {
        let later = (draft.fromDay ?? casework.today) > casework.today
        let receiver = colleagues.first { $0.id == draft.to }
        let to = receiver?.fullName ?? ""
        var hidden = ["from", "to", "fromDay", "untilDay", "reason"].map { HandOverPage.Hidden(name: $0, value: form[$0]) }
        if !later { hidden.append(.init(name: "expected", value: String(seen.count))) }
        let rows = seen.cases.map { WorkPage.Row($0, officer: officer, key: { "" }) }
        let beside = HandOverPage.beside(drafts: seen.drafts, helping: seen.helping)
        var note: String?
        if later { note = "Việc được bàn giao vào ngày bắt đầu; số việc khi đó có thể khác." }
        if seen.count > seen.cases.count { note = "Danh sách nêu \(seen.cases.count) việc có hạn gần nhất." }
        if let away = receiver?.away {
            note = [note, "Lưu ý: \(to) \(away.words(on: casework.today))."].compactMap { $0 }.joined(separator: " ")
        }
        return HandOverPage.Preview(
            heading: "\(seen.fromName) đang giữ \(seen.count) việc\(beside)", note: note, rows: rows, hasRows: !rows.isEmpty,
            hidden: hidden,
            submit: seen.count > 0 || !beside.isEmpty || later ? "Xác nhận bàn giao \(later ? "" : "\(seen.count) việc ")cho \(to)" : nil)
    }
}

extension HandOverPage {
    /// What goes beside the cases, after their number; empty when nothing does.
    static func beside(drafts: Int, helping: Int) -> String {
        [drafts > 0 ? ", \(drafts) dự thảo" : "", helping > 0 ? ", \(helping) việc phối hợp" : ""].joined()
    }
}

extension HandOverPage.Line {
    init(_ view: HandOverView, away: Absence?, today: Day, key: () -> String) {
        from = view.fromName
        let goesOn = ["planned", "running"].contains(view.state)
        // Whoever receives is away himself: told as long as it can be changed.
        to = view.toName + (goesOn ? away.map { " (\($0.words(on: today)))" } ?? "" : "")
        days = view.untilDay.map { "\(view.fromDay.vietnamese) – \($0.vietnamese)" } ?? "từ \(view.fromDay.vietnamese), bàn giao hẳn"
        let stuck = view.state == "planned" && view.fromDay < today
        state = stuck ? "Quá ngày, chưa bàn giao được: hãy kiểm tra tài khoản người nhận" : Self.states[view.state] ?? view.state
        let back = view.untilDay == nil ? "" : ", đã trả về \(view.back)"
        let beside = HandOverPage.beside(drafts: view.drafts, helping: view.helping)
        count = "\(view.cases) việc\(beside)\(back)" + (view.kept > 0 ? ", giữ lại \(view.kept)" : "")
        end = goesOn ? "/viec/ban-giao/\(view.id)/ket-thuc" : nil
        self.key = end == nil ? "" : key()
    }

    private static let states = [
        "planned": "Chờ đến ngày", "running": "Đang thực hiện", "ended": "Đã kết thúc", "for_good": "Đã bàn giao hẳn",
        "cancelled": "Đã hủy",
    ]
}
