import Casework
import Hummingbird
import Law

/// One person of the office: where he appears, who may be the same, what was merged.
struct PersonPage: PageModel {
    static let template = TemplateName.person
    struct Appearance: Sendable {
        var href: String
        var what: String
        var number: String
        var day: String
        var role: String
        var title: String
        var state: String
        var enteredAs: String?
    }
    struct Same: Sendable {
        var href: String
        var name: String
        var born: String
        var paper: String
        var address: String
        var appearances: Int
        var likeness: String
    }
    struct Merge: Sendable {
        var words: String
        var reason: String
        var by: String
        var undone: Bool
    }
    struct Form: Sendable {
        var action: String
        var title: String
        var note: String
        var button: String
        var key: String
        var fields: [Field]
        var trouble: FormTrouble?
    }
    var frame: Frame
    var heading: String
    var details: [Detail]
    var appearances: [Appearance]
    var hasAppearances: Bool
    var same: [Same]
    var hasSame: Bool
    var merges: [Merge]
    var hasMerges: Bool
    /// Where his entries stand since he was merged.
    var mergedHref: String?
    var mergedName: String
    var mergeForm: Form?
    var partForm: Form?
}

extension WebRoutes {
    var personRoutes: [Route] {
        [
            Route.get("/nguoi/{id}") { call in page(try await personPage(call, nil)) },
            Route.post("/nguoi/{id}/ghep") { call in
                do {
                    let id = try call.id
                    try call.checkOffice()
                    var read = FormReader(call.form)
                    let typed = read.id("otherID")
                    let chosen = read.id("other")
                    let other = typed ?? chosen
                    if other == nil { read.refuse("other", "required", "Chọn một người hoặc ghi mã số của người đó.") }
                    try read.finish()
                    _ = try await casework.persons.merge(other ?? 0, into: id, reason: call.form["reason"], key: call.key, by: call.actor)
                    return Answer.redirect("/nguoi/\(id)\(Notice.merged.query)")
                } catch let problem as Problem where problem.showsInForm {
                    return page(
                        try await personPage(call, FailedForm(isMerge: true, problem: problem)), status: Answer.status(problem.kind))
                }
            },
            Route.post("/nguoi/{id}/tach") { call in
                do {
                    let id = try call.id
                    try call.checkOffice()
                    guard let parting = Parting(text: call.form["what"]) else {
                        throw Problem.invalid("what", "required", "Chọn lần ghép cần gỡ hoặc mục cần tách.")
                    }
                    let parted = try await casework.persons.part(
                        parting, of: id, reason: call.form["reason"], key: call.key, by: call.actor)
                    return Answer.redirect("/nguoi/\(parted.other)\(Notice.parted.query)")
                } catch let problem as Problem where problem.showsInForm {
                    return page(
                        try await personPage(call, FailedForm(isMerge: false, problem: problem)), status: Answer.status(problem.kind))
                }
            },
        ]
    }

    /// Which of the two forms was refused, and why.
    private struct FailedForm {
        var isMerge: Bool
        var problem: Problem
    }

    private func personPage(_ call: Call, _ failed: FailedForm?) async throws -> PersonPage {
        let id = try call.id
        let file = try await casework.persons.person(id, by: call.actor)
        let works = try call.officerActor.works
        var frame = frame(call, title: "Người: \(file.fullName)", at: .petitions)
        let mergeForm = works && file.mergedInto == nil ? Self.mergeForm(file, call, failed.flatMap { $0.isMerge ? $0.problem : nil }) : nil
        let partForm = works ? Self.partForm(file, call, failed.flatMap { $0.isMerge ? nil : $0.problem }, key: newKey()) : nil
        // The form went away because somebody else was faster.
        if let failed, failed.isMerge ? mergeForm == nil : partForm == nil { frame.warning = failed.problem.message }
        var page = PersonPage(
            frame: frame, heading: file.fullName, details: PersonPage.details(file),
            appearances: file.appearances.map(PersonPage.Appearance.init), hasAppearances: !file.appearances.isEmpty,
            same: file.probable.map(PersonPage.Same.init), hasSame: !file.probable.isEmpty, merges: file.merges.map(PersonPage.Merge.init),
            hasMerges: !file.merges.isEmpty, mergedHref: file.mergedInto.map { "/nguoi/\($0)" }, mergedName: file.mergedIntoName ?? "",
            mergeForm: mergeForm, partForm: partForm)
        page.mergeForm?.key = frame.key
        return page
    }

    private static func mergeForm(_ file: PersonFile, _ call: Call, _ problem: Problem?) -> PersonPage.Form {
        let trouble = problem.map { FormTrouble($0, shown: { ["other", "otherID", "reason"].contains($0) }) }
        let make = FieldMaker(trouble == nil ? FormData() : call.form, errors: trouble?.byField ?? [:], prefix: "ghep-")
        return PersonPage.Form(
            action: "/nguoi/\(file.id)/ghep", title: "Ghép một người khác vào người này",
            note: "Đơn, lượt tiếp của người kia sẽ đứng tên người này; việc ghép gỡ lại được.", button: "Ghép", key: "",
            fields: [
                make.select("other", "Người được ghép vào", file.probable.map { (String($0.person), choice($0)) }, width: 8),
                make.number("otherID", "Hoặc mã số của người đó", width: 4),
                make.area("reason", "Lý do", rows: 2, required: true, most: 2000),
            ], trouble: trouble)
    }

    private static func choice(_ person: ProbablePerson) -> String {
        [person.fullName, person.birthYear.map { "sinh năm \($0)" }, "mã \(person.person)"].compactMap { $0 }.joined(separator: ", ")
    }

    /// nil when there is nothing to part.
    private static func partForm(_ file: PersonFile, _ call: Call, _ problem: Problem?, key: String) -> PersonPage.Form? {
        var choices: [(String, String)] = file.merges.filter { $0.kind == "merge" && !$0.undone }.map {
            ("merge:\($0.id)", "Gỡ lần ghép “\($0.otherName)” ngày \($0.recordedOn.vietnamese)")
        }
        if file.appearances.count > 1 {
            choices += file.appearances.map {
                ("party:\($0.party)", "Tách \($0.petition == nil ? "lượt tiếp" : "đơn") số \($0.bookNumber)")
            }
        }
        if choices.isEmpty { return nil }
        let trouble = problem.map { FormTrouble($0, shown: { ["what", "reason"].contains($0) }) }
        let make = FieldMaker(trouble == nil ? FormData() : call.form, errors: trouble?.byField ?? [:], prefix: "tach-")
        return PersonPage.Form(
            action: "/nguoi/\(file.id)/tach", title: "Tách những gì đã ghép hoặc ghi nhầm vào người này",
            note: "Gỡ một lần ghép trả lại đúng các mục đã chuyển; tách một mục lập một người riêng cho mục đó.", button: "Tách", key: key,
            fields: [
                make.select("what", "Tách", choices, width: 8, required: true),
                make.area("reason", "Lý do", rows: 2, required: true, most: 2000),
            ], trouble: trouble)
    }
}

extension Parting {
    /// `merge:12` or `party:34`, as the form sends it.
    fileprivate init?(text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let id = Int64(parts[1]), id > 0 else { return nil }
        switch parts[0] {
        case "merge": self = .merge(id)
        case "party": self = .party(id)
        default: return nil
        }
    }
}
