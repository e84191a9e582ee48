import Casework
import Hummingbird
import Law

/// What stands in the book of a petition or of a visit, ready to be set right: only what was changed is sent on.
struct CorrectionPage: PageModel {
    static let template = TemplateName.correction
    var frame: Frame
    var action: String
    var back: String
    var backHref: String
    /// Whose details are on the page, by his place among the persons; empty for the first sender.
    var person: String
    var sequence: Int
    var note: String
    /// What stood in the fields when they were shown: who changes nothing there takes nothing back that somebody else has set right since.
    var stood: [Stood]
    var parts: [Part]
    /// The other persons of the petition or visit, whose details have a page of their own.
    var persons: [Other]
    var trouble: FormTrouble?

    struct Stood: Sendable {
        var name: String
        var value: String
    }
    struct Part: Sendable {
        var title: String
        var fields: [Field]
    }
    struct Other: Sendable {
        var href: String
        var words: String
    }
}

extension WebRoutes {
    var correctionRoutes: [Route] {
        [
            Route.get("/ho-so/{id}/dinh-chinh") { call in
                let person = call.query.text("nguoi").flatMap { Int($0) }
                let id = try call.id
                let entry = try await casework.cases.standingEntry(id, position: person, by: call.actor)
                // The days that run are those of the newest case.
                if entry.caseID != id {
                    let asked = PercentText.query([("nguoi", call.query["nguoi"]), ("ve", call.query["ve"])])
                    return Answer.redirect("/ho-so/\(entry.caseID)/dinh-chinh" + asked)
                }
                return page(try await correctionPage(entry, call, back: Back(text: call.query["ve"]), person: person))
            },
            Route.post("/ho-so/{id}/dinh-chinh") { call in
                try call.checkOffice()
                let id = try call.id
                let person = call.form.text("nguoi").flatMap { Int($0) }
                let entry = try await casework.cases.standingEntry(id, position: person, by: call.actor)
                let back = Back(text: call.form["ve"])
                do {
                    let codes = try await correctionCodes(call.form, of: entry, by: call.actor)
                    let draft = try CorrectionForm(call.form, of: entry, codes: codes, person: person).draft
                    _ = try await casework.cases.step(id, draft, key: call.key, by: call.actor)
                    return Answer.redirect((back ?? .caseFile(id)).path + Notice.corrected.query)
                } catch let problem as Problem where problem.showsInForm {
                    return page(
                        try await correctionPage(entry, call, back: back, person: person, problem: problem),
                        status: Answer.status(problem.kind))
                }
            },
        ]
    }

    /// The codes of the communes and offices whose names were typed anew, by field.
    private func correctionCodes(_ form: FormData, of entry: StandingEntry, by actor: Actor) async throws -> [String: String] {
        var codes: [String: String] = [:]
        for field in CorrectionFields.all(entry) where CorrectionForm.changed(field.name, form, entry) {
            guard let typed = form.text(field.name) else { continue }
            switch field.kind {
            case .commune: codes[field.name] = try await commune(typed, field: field.name, by: actor)
            case .office: codes[field.name] = String(try await organisation(typed, field: field.name, by: actor))
            case .words, .day, .number, .code, .flag: break
            }
        }
        return codes
    }

    private func correctionPage(
        _ entry: StandingEntry, _ call: Call, back: Back?, person position: Int?, problem: Problem? = nil
    ) async throws -> CorrectionPage {
        let back = back ?? .caseFile(entry.caseID)
        let names = Set(CorrectionFields.all(entry).map(\.name))
        let trouble = problem.map { FormTrouble($0, shown: { names.contains($0) || $0 == "reason" }) }
        let faster = problem?.kind == .conflict
        let typed =
            problem == nil ? CorrectionForm.standing(entry) : faster ? CorrectionForm.carried(call.form, to: entry) : call.form
        let stood = problem == nil || faster ? CorrectionForm.standing(entry) : CorrectionForm.shown(call.form, of: entry)
        let make = FieldMaker(typed, errors: trouble?.byField ?? [:], prefix: "dinh-chinh-")
        let groups = entry.named ? try await casework.catalogues.ethnicGroups(by: call.actor) : []
        let person = CorrectionFields.person(entry, ethnicGroups: groups)
        let sessions = entry.visit != nil ? try await sessionsAround(entry, call.actor) : []
        let parts = entry.visit == nil ? Self.parts(entry, person) : Self.parts(entry, person, sessions)
        var shown = parts.filter { !$0.fields.isEmpty }.map { part in
            CorrectionPage.Part(title: part.title, fields: part.fields.map { $0.show(make) })
        }
        shown.append(
            CorrectionPage.Part(title: "Lý do", fields: [make.area("reason", "Lý do đính chính", rows: 2, required: true)]))
        let action = "/ho-so/\(entry.caseID)/dinh-chinh"
        return CorrectionPage(
            frame: frame(call, title: "Đính chính thông tin đã ghi", at: entry.visit == nil ? .petitions : .sessions), action: action,
            back: back.text, backHref: back.path, person: position.map(String.init) ?? "",
            // Who was told that somebody was faster goes on from what stands now.
            sequence: problem == nil || faster ? entry.sequence : Int(call.form["sequence"]) ?? entry.sequence,
            note: entry.referenceOnly
                ? "\(entry.visit == nil ? "Đơn tố cáo" : "Người đến tố cáo"): nội dung trước đính chính không được giữ lại. "
                    + "Không ghi danh tính người tố cáo."
                : "Sửa ngay trong các ô bên dưới; ô để nguyên thì không đổi. Nội dung trước đính chính được giữ lại bên cạnh nhật ký."
                    + (entry.merged ? Self.mergedNote : ""),
            stood: stood.pairs.filter { names.contains($0.name) }.map {
                CorrectionPage.Stood(name: CorrectionForm.stood + $0.name, value: $0.value)
            },
            parts: shown,
            persons: entry.persons.filter { $0.position != entry.position }.map { other in
                CorrectionPage.Other(
                    href: "\(action)?nguoi=\(other.position)&ve=\(back.text)",
                    words: "Đính chính người khác trong \(entry.visit == nil ? "đơn" : "lượt tiếp") – "
                        + "\(Self.title(ofRole: other.role, entry)): \(other.fullName)")
            }, trouble: trouble)
    }

    private static let mergedNote =
        " Người có tên ở đây đã được ghép với người khác: thông tin của người ấy được đính chính ở mục của người được giữ lại, "
        + "hoặc sau khi gỡ lần ghép."

    private static let roles = [
        "petitioner": "Người gửi đơn", "representative": "Người đại diện", "authorised": "Người được ủy quyền",
        "member": "Người cùng đơn", "respondent": "Người bị khiếu nại, phản ánh",
    ]

    private static let visitors = ["petitioner": "Người đến", "member": "Người trong đoàn"]

    private static func title(ofRole role: String, _ entry: StandingEntry) -> String {
        (entry.visit == nil ? nil : visitors[role]) ?? roles[role] ?? role
    }

    private static func personTitle(_ entry: StandingEntry) -> String {
        title(ofRole: entry.persons.first { $0.position == entry.position }?.role ?? "petitioner", entry)
    }

    private typealias Parts = [(title: String, fields: [CorrectionField])]

    private static func parts(_ entry: StandingEntry, _ person: [CorrectionField]) -> Parts {
        [
            ("Đơn", CorrectionFields.letter(entry)), ("Hồ sơ giấy", CorrectionFields.denunciation(entry)), (personTitle(entry), person),
            ("Nhiều người, người đại diện", CorrectionFields.several(entry)), ("Nguồn chuyển", CorrectionFields.sender(entry)),
        ]
    }

    private static func parts(_ entry: StandingEntry, _ person: [CorrectionField], _ sessions: [SessionView]) -> Parts {
        [
            ("Lượt tiếp", CorrectionFields.visit(entry, sessions: sessions)), (personTitle(entry), person),
            ("Giấy tờ ủy quyền", CorrectionFields.mandate(entry)), ("Nội dung", CorrectionFields.said(entry)),
            ("Đoàn nhiều người", CorrectionFields.group(entry)),
        ]
    }

    /// The sessions among which a visit may have been put into the wrong one: a month before and after, as far as they have been.
    private func sessionsAround(_ entry: StandingEntry, _ actor: Actor) async throws -> [SessionView] {
        let day = entry.receivedOn
        let found = try await casework.sessions.list(
            from: day.adding(days: -31), to: max(day, min(day.adding(days: 31), casework.today)), cursor: nil, limit: 200, by: actor)
        return found.items.sorted { ($0.sessionDate, $0.id) < ($1.sessionDate, $1.id) }
    }
}
