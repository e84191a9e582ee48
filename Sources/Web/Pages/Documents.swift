import Casework
import Hummingbird
import Law

/// Documents by whose hand they wait for, or the documents of one case.
struct DocumentsPage: PageModel {
    static let template = TemplateName.documents
    struct Row: Sendable {
        var id: Int64
        var href: String
        var form: String
        var title: String
        var state: String
        var tone: String
        var who: String
        var number: String
        /// `id:revision`, what a box of the pile says.
        var choice: String
    }
    struct Section: Sendable {
        var id: String
        var title: String
        var rows: [Row]
        var hasRows: Bool
        /// A pile that may be approved or returned in one go.
        var pile: Bool
        var more: String?
    }
    struct Link: Sendable {
        var href: String
        var title: String
    }
    var frame: Frame
    var heading: String
    var sections: [Section]
    var links: [Link]
    /// Remark of the pile.
    var fields: [Field]
    var trouble: FormTrouble?
}

extension DocumentsPage.Row {
    init(_ line: DraftLine) {
        id = line.id
        href = "/van-ban/\(line.id)"
        form = line.formTitle
        title = line.title
        state = line.stateTitle + (line.state == .submitted && line.levels > 1 ? " (\(line.approvals)/\(line.levels))" : "")
        tone = DocumentTone.of(line.state)
        let hands = [line.draftedByName, line.heldByName.map { "nay \($0) giữ" }, line.signerName.map { "ký: \($0)" }]
        who = hands.compactMap { $0 }.joined(separator: "; ")
        number = [line.number, line.issuedOn.map { "ngày \($0.vietnamese)" }].compactMap { $0 }.joined(separator: " ")
        choice = "\(line.id):\(line.revision)"
    }
}

enum DocumentTone {
    static func of(_ state: DraftState) -> String {
        switch state {
        case .drafted: "secondary"
        case .submitted, .approved: "primary"
        case .returned: "warning"
        case .signed: "info"
        case .issued, .dispatched: "success"
        case .voided: "dark"
        }
    }
}

extension WebRoutes {
    var documentRoutes: [Route] {
        [
            Route.get("/van-ban") { call in page(try await documentsPage(call, nil)) },
            Route.post("/van-ban/duyet-loat") { call in
                do {
                    try call.checkOffice()
                    _ = try await casework.documents.decide(
                        pile: PileDecision(
                            decision: call.form["decision"], remark: call.form.text("remark"), items: try pileItems(call.form)),
                        key: call.key, by: call.actor)
                    return Answer.redirect("/van-ban" + Notice.moved.query)
                } catch let problem as Problem where problem.showsInForm {
                    return page(try await documentsPage(call, problem), status: Answer.status(problem.kind))
                }
            },
            Route.get("/van-ban/moi") { call in page(try await newDocumentPage(call, nil)) },
            Route.post("/van-ban/moi") { call in
                do {
                    try call.checkOffice()
                    var read = FormReader(call.form)
                    let caseID = read.id("case") ?? 0
                    try read.finish()
                    let step = try await draftableStep(call.form["event"], of: caseID, by: call.actor)
                    var new = NewDocument(
                        caseID: caseID, event: call.form["event"], form: call.form.text("form"), title: call.form["title"])
                    new.addressee = call.form.text("addressee")
                    (new.party, new.organisation) = try await sealedRecipient(call)
                    new.body = call.form.text("body")
                    new.recipients = call.form.text("recipients")
                    new.facts = try await documentFacts(call, step?.fields ?? [])
                    let made = try await casework.documents.write(new, key: call.key, by: call.actor)
                    return Answer.redirect("/van-ban/\(made.id)\(Notice.drafted.query)")
                } catch let problem as Problem where problem.showsInForm {
                    return page(try await newDocumentPage(call, problem), status: Answer.status(problem.kind))
                }
            },
            Route.get("/van-ban/{id}") { call in page(try await documentPage(call, nil)) },
            Route.get("/van-ban/{id}/sua") { call in page(try await editDocumentPage(call, nil)) },
            Route.post("/van-ban/{id}/sua") { call in
                let id = try call.id
                do {
                    try call.checkOffice()
                    let view = try await casework.documents.draft(id, by: call.actor)
                    let fields = try await draftableStep(view.event, of: view.line.caseID, by: call.actor)?.fields ?? []
                    var content = DocumentContent(title: call.form["title"], expectedRevision: Int(call.form["revision"]) ?? 0)
                    content.addressee = call.form.text("addressee")
                    (content.party, content.organisation) = try await sealedRecipient(call)
                    content.body = call.form.text("body")
                    content.recipients = call.form.text("recipients")
                    // what the form does not ask any more stays as it was declared
                    let kept = view.facts.filter { fact in !fields.contains { $0.name == fact.key } }
                    content.facts = kept.merging(try await documentFacts(call, fields)) { $1 }
                    _ = try await casework.documents.rewrite(id, content, key: call.key, by: call.actor)
                    return Answer.redirect("/van-ban/\(id)\(Notice.drafted.query)")
                } catch let problem as Problem where problem.showsInForm {
                    return page(try await editDocumentPage(call, problem), status: Answer.status(problem.kind))
                }
            },
            Route.post("/van-ban/{id}/buoc") { call in try await documentStep(call) },
            Route.post("/van-ban/gui/{id}/ket-qua") { call in try await dispatchOutcome(call) },
            Route.post("/van-ban/{id}/tep", .data, .raw) { call in try await upload(call, to: .draft(call.id)) },
        ]
    }

    private func pileItems(_ form: FormData) throws(Problem) -> [PileDecision.Item] {
        var items: [PileDecision.Item] = []
        for text in form.all("chon") {
            let parts = text.split(separator: ":").map { Int64($0) }
            guard parts.count == 2, let id = parts[0], let revision = parts[1].flatMap({ Int(exactly: $0) }) else {
                throw Problem.invalid("items", "invalid_id", "Lựa chọn không đọc được; hãy tải lại trang.")
            }
            items.append(PileDecision.Item(id: id, expectedRevision: revision))
        }
        return items
    }

    private func documentsPage(_ call: Call, _ problem: Problem?) async throws -> DocumentsPage {
        let trouble = problem.map { problem in FormTrouble(problem, shown: { $0 == "remark" }) }
        let make = FieldMaker(trouble == nil ? FormData() : call.form, errors: trouble?.byField ?? [:], prefix: "duyet-loat-")
        let remark = make.area("remark", "Ý kiến chung (bắt buộc khi trả lại)", rows: 2, most: 2000)
        let officer = try call.officerActor
        var links: [DocumentsPage.Link] = [.init(href: "/van-ban?tat-ca=1", title: "Mọi văn bản")]
        if call.query.text("ho-so") != nil || call.query.flag("tat-ca") {
            let caseID = Int64(call.query["ho-so"])
            let found = try await casework.documents.list(
                DraftFilter(caseID: caseID, cursor: call.query.text("cursor"), limit: 50), by: call.actor)
            if let caseID {
                links = [.init(href: "/ho-so/\(caseID)", title: "Xem hồ sơ \(caseID)")]
                if officer.works { links.append(.init(href: "/van-ban/moi?ho-so=\(caseID)", title: "Soạn dự thảo mới")) }
            }
            let more = found.next.map {
                "/van-ban" + PercentText.query([("ho-so", call.query["ho-so"]), ("tat-ca", caseID == nil ? "1" : ""), ("cursor", $0)])
            }
            let heading = caseID.map { "Văn bản của hồ sơ \($0)" } ?? "Mọi văn bản"
            let section = DocumentsPage.Section(
                id: "danh-sach", title: heading, rows: found.items.map(DocumentsPage.Row.init), hasRows: !found.items.isEmpty, pile: false,
                more: more)
            return DocumentsPage(
                frame: frame(call, title: heading, at: .documents), heading: heading, sections: [section], links: links, fields: [remark],
                trouble: trouble)
        }
        if officer.roles.contains(.admin) { links.append(.init(href: "/van-ban/tham-quyen", title: "Thẩm quyền ký, cấp duyệt")) }
        var sections: [DocumentsPage.Section] = []
        for queue in DraftQueue.allCases {
            let found = try await casework.documents.list(DraftFilter(waiting: queue), by: call.actor)
            if found.items.isEmpty && queue != .approve { continue }
            if queue == .approve && !officer.roles.contains(.leader) { continue }
            sections.append(
                DocumentsPage.Section(
                    id: "hang-" + queue.rawValue, title: queue.title, rows: found.items.map(DocumentsPage.Row.init),
                    hasRows: !found.items.isEmpty, pile: queue == .approve, more: nil))
        }
        return DocumentsPage(
            frame: frame(call, title: "Văn bản", at: .documents), heading: "Văn bản", sections: sections, links: links, fields: [remark],
            trouble: trouble)
    }
}
