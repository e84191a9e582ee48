import Casework
import Hummingbird
import Law

/// A leader's note on a case's page, and in whose hands the case is.
extension CasePanel {
    struct Direction: Sendable {
        var leader: String
        var day: String
        var text: String
        /// Whom it gives the work to, until when, from paper.
        var given: String?
        var scan: String?
        /// Ties its scan to it; nil where it has one, and for who may not.
        var tie: Tie?

        init(_ view: DirectionView, tie: Tie?) {
            self.tie = tie
            leader = view.leaderName
            day = view.givenOn.vietnamese
            text = view.text
            let who = [view.unitName, view.handlerName].compactMap { $0 }.joined(separator: ", ")
            let parts: [String?] = [
                who.isEmpty ? nil : "Giao: \(who)", view.others.isEmpty ? nil : "phối hợp: \(view.others.joined(separator: ", "))",
                view.dueOn.map { "hạn \($0.vietnamese)" }, view.onPaper ? "nhập từ bút phê giấy" : nil,
            ]
            let words = parts.compactMap { $0 }.joined(separator: "; ")
            given = words.isEmpty ? nil : words
            scan = view.attachment.map { "/tep/\($0)" }
        }
    }

    /// The form that gives a note the scan of its paper.
    struct Tie: Sendable {
        /// What a refusal of it is called.
        var event: String
        var action: String
        var title: String
        var fields: [Field]
        var open: Bool
        var key: String
        var trouble: FormTrouble?

        /// nil where there is no paper to give, and none can be sent.
        init?(_ view: DirectionView, case caseID: Int64, scans: Scans?, failed: FailedStep?, key: String) {
            event = "scan-\(view.id)"
            let trouble = failed?.event == event ? failed.map { FormTrouble($0.problem) } : nil
            let form = failed?.event == event ? failed?.form : nil
            let make = FieldMaker(form ?? FormData(), errors: trouble?.byField ?? [:], prefix: "but-phe-\(view.id)-")
            guard let field = scans?.field(make, required: true) else { return nil }
            fields = [field]
            action = "/ho-so/\(caseID)/chi-dao/\(view.id)/ban-quet"
            title = "Gắn bản quét bút phê ngày \(view.givenOn.vietnamese)"
            open = trouble != nil
            self.key = key
            self.trouble = trouble
        }
    }

    /// Papers of the case that may be the scan of a note, and where a new one is sent; nil where none may be.
    struct Scans: Sendable {
        var papers: [(String, String)]
        var upload: String?

        func field(_ make: FieldMaker, required: Bool) -> Field? {
            if papers.isEmpty && upload == nil { return nil }
            var field = make.select("attachment", "Bản quét bút phê", papers, blank: "– chưa có –", width: 8, required: required)
            field.scan = upload
            return field
        }
    }

    /// To whom work can be given.
    struct Assignees: Sendable {
        var units: [(String, String)] = []
        var colleagues: [(String, String)] = []
    }

    /// In whose hands the case is, in a sentence; nil when nobody ever gave it to anybody.
    static func workWords(_ work: WorkView?, today: Day) -> String? {
        guard let work else { return nil }
        if work.handler == nil, let returned = work.returnedOn {
            let by = work.returnedByName.map { " (\($0))" } ?? ""
            let unit = work.unitName.map { ", đang ở \($0)" } ?? ""
            return "Việc bị trả lại ngày \(returned.vietnamese)\(by)\(unit), chưa giao lại."
        }
        let who = [work.unitName, work.handlerName].compactMap { $0 }.joined(separator: ", ")
        if who.isEmpty { return nil }
        var words = "Đang giao: \(who)" + (work.handlerAway.map { " (\($0.words(on: today)))" } ?? "")
        if let due = work.dueOn { words += ", hạn \(due.vietnamese)" }
        if let given = work.givenOn { words += ", giao ngày \(given.vietnamese)" }
        if work.handler != nil { words += work.takenOn.map { ", đã nhận ngày \($0.vietnamese)" } ?? ", chưa nhận" }
        return words + "."
    }
}

extension CasePanel.EventForm {
    /// - Parameters:
    ///   - assignees: nil where the case is no work that could be given.
    ///   - scans: nil where nothing is scanned.
    static func direction(
        officer: OfficerActor, assignees: CasePanel.Assignees?, scans: CasePanel.Scans?, today: Day, failed: FailedStep?, key: String
    ) -> CasePanel.EventForm {
        let trouble = failed.map { FormTrouble($0.problem) }
        let leads = officer.roles.contains(.leader)
        let make = FieldMaker(
            failed?.form ?? FormData([("givenOn", today.iso), ("leaderName", leads ? officer.fullName : "")]),
            errors: trouble?.byField ?? [:], prefix: "chi-dao-")
        var fields = [
            make.line("leaderName", "Lãnh đạo cho ý kiến", width: 8, required: true, most: 200),
            make.date("givenOn", "Ngày", required: true),
            make.area("text", "Nội dung", required: true, most: 2000),
        ]
        if let assignees {
            if !assignees.units.isEmpty {
                fields.append(make.select("unit", "Giao phòng, bộ phận", assignees.units, blank: "– không giao –", width: 6))
            }
            fields.append(make.select("handler", "Giao cán bộ", assignees.colleagues, blank: "– không giao –", width: 6))
            for index in 0..<2 {
                fields.append(
                    make.select(
                        "others", "Cán bộ phối hợp \(index + 1)", assignees.colleagues, blank: "– không –", width: 6, index: index))
            }
            fields.append(make.date("dueOn", "Hạn", help: "Hạn do lãnh đạo đặt, nhắc trong cơ quan."))
        }
        if !leads { fields.append(make.check("onPaper", "Nhập từ bút phê trên giấy")) }
        if let scan = scans?.field(make, required: false) { fields.append(scan) }
        return CasePanel.EventForm(
            event: "direction", title: "Ghi ý kiến chỉ đạo (bút phê)", basis: "", fields: fields, open: failed != nil, key: key,
            trouble: trouble)
    }
}

extension WebRoutes {
    /// Colleagues and units, read once, as far as the case's forms ask for them: the officers of a step, and to whom work on the case
    /// can be given (nil where it is no work, or not this officer's office's).
    func assignees(_ view: CaseView, by actor: Actor, officer: OfficerActor) async throws
        -> (officers: [(String, String)], assignees: CasePanel.Assignees?)
    {
        let gives = view.work != nil && !view.final && officer.works && officer.organisation == view.organisation
        guard gives || view.allowed.contains(where: { $0.fields.contains { $0.type == "officer" } }) else { return ([], nil) }
        let roster = try await casework.units.roster(by: actor)
        let officers = roster.colleagues.map { (String($0.id), $0.offered(on: casework.today)) }
        if !gives { return (officers, nil) }
        return (
            officers,
            CasePanel.Assignees(units: roster.units.map { (String($0.id), $0.name) }, colleagues: officers)
        )
    }

    /// The papers of the case for its notes; nil where nothing is scanned (Luật Tố cáo Đ.9, Đ.56), and at another office.
    func scans(_ view: CaseView, officer: OfficerActor, scanned: Bool) -> CasePanel.Scans? {
        guard scanned, view.procedure != PetitionKind.denunciation.rawValue, officer.works, officer.organisation == view.organisation else {
            return nil
        }
        return CasePanel.Scans(
            papers: view.attachments.map { (String($0.id), $0.name) }, upload: "/ho-so/\(view.id)/tep?loai=direction")
    }

    /// Gives a note that stands the scan of its paper.
    func tieScan(_ call: Call) async throws -> Response {
        let id = try call.id
        guard let note = call.parameters.get("note", as: Int64.self), note > 0 else { throw Problem.missing("trang này") }
        let back = Back(text: call.form["ve"]) ?? .caseFile(id)
        do {
            var read = FormReader(call.form)
            let scan = read.id("attachment")
            if scan == nil { read.refuse("attachment", "required", "Phải chọn hoặc gửi bản quét.") }
            try read.finish()
            _ = try await casework.cases.scanDirection(id, direction: note, attachment: scan ?? 0, key: call.key, by: call.actor)
            return Answer.redirect(back.path + Notice.recorded.query)
        } catch let problem as Problem where problem.showsInForm {
            return try await show(back, call, failed: FailedStep(event: "scan-\(note)", form: call.form, problem: problem))
        }
    }

    /// The posted note.
    func directionDraft(_ call: Call) throws -> DirectionDraft {
        var read = FormReader(call.form)
        let day = read.day("givenOn", required: true)
        var draft = DirectionDraft(leaderName: call.form["leaderName"], givenOn: day ?? casework.today, text: call.form["text"])
        draft.unit = read.id("unit")
        draft.handler = read.id("handler")
        draft.dueOn = read.day("dueOn")
        draft.attachment = read.id("attachment")
        draft.onPaper = read.flag("onPaper")
        var others: [Int64] = []
        for raw in call.form.all("others") {
            if let id = read.number(raw, "others") { others.append(Int64(id)) }
        }
        try read.finish()
        if !others.isEmpty { draft.others = others }
        return draft
    }
}

extension Colleague {
    /// The name where work can be given, with the leave that whoever gives it should know of.
    func offered(on today: Day) -> String { away.map { "\(words) (\($0.words(on: today)))" } ?? words }

    /// The name as a list of choices shows it.
    var words: String { [fullName, title, unitName ?? ""].filter { !$0.isEmpty }.joined(separator: " – ") }
}
