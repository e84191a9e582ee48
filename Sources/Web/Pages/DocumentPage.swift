import Casework
import Hummingbird
import Law

/// One document: what it says, where it stands, what may be done, its history, its copies on the way.
struct DocumentPage: PageModel {
    static let template = TemplateName.document
    struct Action: Sendable {
        var event: String
        var title: String
        var key: String
        var fields: [Field]
        var open: Bool
        var trouble: FormTrouble?
    }
    struct Entry: Sendable {
        var revision: Int
        var title: String
        var state: String
        var who: String
        var at: String
        var remark: String?
        var seal: String
    }
    struct Dispatch: Sendable {
        var id: Int64
        var documentID: Int64
        var addressee: String
        var address: String
        var means: String
        var sentOn: String
        var tracking: String
        var outcome: String
        var settles: Bool
        var key: String
        var fields: [Field]
        var open: Bool
        var trouble: FormTrouble?
    }
    var frame: Frame
    var id: Int64
    var revision: Int
    var formTitle: String
    var heading: String
    var state: String
    var tone: String
    var caseHref: String
    var details: [Detail]
    var declared: [FactView]
    var hasDeclared: Bool
    var body: String
    var hasBody: Bool
    var edit: String?
    /// What may not be written, of a denunciation.
    var warning: String?
    var actions: [Action]
    var hasActions: Bool
    var dispatches: [Dispatch]
    var hasDispatches: Bool
    var history: [Entry]
    var papers: PapersPanel
}

/// What was refused on a document's page, and what had been typed.
struct FailedAction: Sendable {
    /// An action's word, or `dispatch-ID` for the outcome of a copy.
    var event: String
    var form: FormData
    var problem: Problem
}

extension WebRoutes {
    /// Steps of a case by which papers are sent: a clock may end with them and not with the signature.
    static let sendingSteps: Set<String> = ["send", "send_suspension", "send_resumption", "send_termination"]

    func documentStep(_ call: Call) async throws -> Response {
        let id = try call.id
        let word = call.form["event"]
        do {
            try call.checkOffice()
            let moved = try await act(DraftAction(rawValue: word), on: id, call)
            let notice: Notice =
                switch moved.state {
                case .issued where word == DraftAction.issue.rawValue: .numbered
                case .dispatched: .dispatched
                default: .moved
                }
            return Answer.redirect("/van-ban/\(id)\(notice.query)")
        } catch let problem as Problem where problem.showsInForm || problem.kind == .forbidden {
            let failed = FailedAction(event: word, form: call.form, problem: problem)
            return page(try await documentPage(call, failed), status: Answer.status(problem.kind))
        }
    }

    private func act(_ action: DraftAction?, on id: Int64, _ call: Call) async throws -> DraftMoved {
        let desk = casework.documents
        let form = call.form
        var read = FormReader(form)
        let revision = read.number("revision") ?? 0
        let decision = DocumentDecision(expectedRevision: revision, remark: form.text("remark"))
        switch action {
        case .submit: return try await desk.submit(id, decision, key: call.key, by: call.actor)
        case .approve: return try await desk.approve(id, decision, key: call.key, by: call.actor)
        case .back: return try await desk.sendBack(id, decision, key: call.key, by: call.actor)
        case .void: return try await desk.void(id, decision, key: call.key, by: call.actor)
        case .sign:
            var draft = SignatureDraft(expectedRevision: revision)
            draft.signer = read.id("signer")
            draft.signedOn = read.day("signedOn")
            draft.remark = form.text("remark")
            try read.finish()
            return try await desk.sign(id, draft, key: call.key, by: call.actor)
        case .issue:
            var draft = IssueDraft(expectedRevision: revision, number: form.text("number"))
            draft.notation = form.text("notation")
            draft.issuedOn = read.day("issuedOn")
            draft.flagReason = form.text("flagReason")
            try read.finish()
            return try await desk.issue(id, draft, key: call.key, by: call.actor)
        case .dispatch:
            let means: DispatchMeans? = read.choice("means", required: true)
            var draft = DispatchDraft(expectedRevision: revision, addressee: form.text("addressee"), means: means ?? .post)
            draft.party = read.choice("party")
            draft.address = form.text("address")
            draft.sentOn = read.day("sentOn")
            draft.tracking = form.text("tracking")
            draft.event = form.text("step")
            try read.finish()
            if let office = form.text("organisation-name") {
                draft.organisation = try await organisation(office, field: "organisation", by: call.actor)
            }
            return try await desk.dispatch(id, draft, key: call.key, by: call.actor)
        case .draft, .edit, .attach, .receipt, nil:
            throw Problem.invalid("event", "unknown_code", "Không có thao tác này.")
        }
    }

    func dispatchOutcome(_ call: Call) async throws -> Response {
        let id = try call.id
        do {
            try call.checkOffice()
            var read = FormReader(call.form)
            let outcome = DispatchOutcome(
                receivedOn: read.day("receivedOn"), returnedOn: read.day("returnedOn"), reason: call.form.text("reason"))
            try read.finish()
            let moved = try await casework.documents.settle(dispatch: id, outcome, key: call.key, by: call.actor)
            return Answer.redirect("/van-ban/\(moved.id)\(Notice.dispatched.query)")
        } catch let problem as Problem where problem.showsInForm {
            guard let document = Int64(call.form["document"]) else { throw problem }
            let failed = FailedAction(event: "dispatch-\(id)", form: call.form, problem: problem)
            return page(try await documentPage(call, failed, of: document), status: Answer.status(problem.kind))
        }
    }

    func documentPage(_ call: Call, _ failed: FailedAction?, of document: Int64? = nil) async throws -> DocumentPage {
        let id = try document ?? call.id
        let view = try await casework.documents.draft(id, by: call.actor)
        let line = view.line
        var actions: [DocumentPage.Action] = []
        for action in view.may {
            let trouble = failed?.event == action.rawValue ? failed.map { FormTrouble($0.problem) } : nil
            var errors = trouble?.byField ?? [:]
            errors["organisation-name"] = errors["organisation"]
            let typed = trouble == nil ? FormData([("means", "post")]) : failed?.form ?? FormData()
            let make = FieldMaker(typed, errors: errors, prefix: action.rawValue + "-")
            guard let fields = try await actionFields(action, view, make, call) else { continue }
            actions.append(
                .init(event: action.rawValue, title: action.title, key: newKey(), fields: fields, open: trouble != nil, trouble: trouble))
        }
        var frame = frame(call, title: "\(line.formTitle): \(line.title)", at: .documents)
        let shown = actions.contains { $0.event == failed?.event } || failed?.event.hasPrefix("dispatch-") == true
        if let failed, !shown { frame.warning = failed.problem.message }
        let hand = view.may.contains(.receipt)
        return DocumentPage(
            frame: frame, id: id, revision: line.revision, formTitle: line.formTitle, heading: line.title, state: line.stateTitle,
            tone: DocumentTone.of(line.state), caseHref: "/ho-so/\(line.caseID)",
            details: [
                Detail("Bước của hồ sơ khi ban hành", view.eventTitle), Detail("Kính gửi", view.addressee),
                Detail("Số, ký hiệu", line.number), Detail("Ngày ban hành", line.issuedOn?.vietnamese),
                Detail("Văn thư ban hành", view.issuedByName),
                Detail("Người ký", line.signerName.map { "\($0), ngày \(line.signedOn?.vietnamese ?? "")" }),
                Detail("Thể thức ký", view.signatureLines.joined(separator: " / ")),
                Detail("Đã duyệt", line.state == .submitted ? "\(line.approvals)/\(line.levels) cấp" : nil),
                Detail("Người soạn", "\(line.draftedByName), \(DayText.moment(line.draftedAt))"),
                Detail("Người đang giữ", line.heldByName),
                Detail("Nơi nhận", view.recipients.replacing("\n", with: "; ")),
            ].compactMap { $0 },
            declared: view.declared, hasDeclared: !view.declared.isEmpty, body: view.body, hasBody: !view.body.isEmpty,
            edit: view.may.contains(.edit) ? "/van-ban/\(id)/sua" : nil, warning: view.sealed ? DocumentDesk.sealedWarning : nil,
            actions: actions, hasActions: !actions.isEmpty,
            dispatches: view.dispatches.map { dispatchRow($0, of: id, failed, settles: hand) }, hasDispatches: !view.dispatches.isEmpty,
            history: view.history.reversed().map {
                .init(
                    revision: $0.revision, title: $0.actionTitle, state: $0.state.title, who: $0.officerName,
                    at: DayText.moment($0.recordedAt), remark: $0.remark, seal: String($0.contentSHA256.prefix(12)))
            },
            papers: PapersPanel(
                view.attachments, shown: call.query["tep"], here: "/van-ban/\(id)",
                upload: view.may.contains(.attach) ? "/van-ban/\(id)/tep" : nil,
                note: line.issuedOn == nil ? nil : "Tệp gắn từ khi ban hành là bản đã ký, đóng dấu của văn bản."))
    }

    private func dispatchRow(_ sent: DispatchView, of document: Int64, _ failed: FailedAction?, settles: Bool) -> DocumentPage.Dispatch {
        let own = failed?.event == "dispatch-\(sent.id)" ? failed : nil
        let trouble = own.map { FormTrouble($0.problem) }
        let make = FieldMaker(own?.form ?? FormData(), errors: trouble?.byField ?? [:], prefix: "gui-\(sent.id)-")
        let outcome =
            sent.receivedOn.map { "Đã nhận \($0.vietnamese)" }
            ?? sent.returnedOn.map { "Bị trả lại \($0.vietnamese): \(sent.returnReason ?? "")" } ?? "Đã gửi, chưa có kết quả"
        return .init(
            id: sent.id, documentID: document, addressee: sent.addressee, address: sent.address, means: sent.meansTitle,
            sentOn: sent.sentOn.vietnamese,
            tracking: sent.tracking ?? "", outcome: outcome, settles: settles && sent.receivedOn == nil && sent.returnedOn == nil,
            key: newKey(),
            fields: [
                make.date("receivedOn", "Ngày nhận", width: 6), make.date("returnedOn", "Ngày bị trả lại", width: 6),
                make.line("reason", "Lý do bị trả lại", most: 1000),
            ], open: own != nil, trouble: trouble)
    }

    /// nil for what has no form of its own here.
    private func actionFields(_ action: DraftAction, _ view: DraftView, _ make: FieldMaker, _ call: Call) async throws -> [Field]? {
        switch action {
        case .draft, .edit, .attach, .receipt: return nil
        case .submit, .approve: return [make.area("remark", "Ý kiến", rows: 2, most: 2000)]
        case .back: return [make.area("remark", "Ý kiến trả lại", rows: 3, required: true, most: 2000)]
        case .void:
            return [
                make.area(
                    "remark", "Lý do hủy", rows: 2, required: true,
                    help: view.line.number == nil ? nil : "Số đã lấy vẫn giữ trong sổ, ghi là hủy; bước của hồ sơ không tự lùi.", most: 2000
                )
            ]
        case .sign:
            var fields: [Field] = []
            if try call.officerActor.roles.contains(.recordsClerk) {
                let signers = try await casework.signing.authorities(by: call.actor).filter {
                    $0.inForce && ($0.form == nil || $0.form == view.line.form)
                }
                var choices: [(String, String)] = []
                for signer in signers where !choices.contains(where: { $0.0 == String(signer.officer) }) {
                    choices.append((String(signer.officer), "\(signer.officerName) – \(signer.lines.joined(separator: " / "))"))
                }
                fields.append(
                    make.select("signer", "Người đã ký trên bản giấy", choices, blank: "– chính tôi ký –", width: 12))
            }
            return fields + [make.date("signedOn", "Ngày ký (để trống: hôm nay)"), make.area("remark", "Ý kiến", rows: 2, most: 2000)]
        case .issue:
            let number =
                view.typesNumber
                ? make.line("number", "Số, ký hiệu (từ phần mềm văn bản)", width: 6, required: true, most: 100)
                : make.line("notation", "Ký hiệu sau số (để trống: ký hiệu cơ quan)", width: 6, most: 60)
            return [
                number, make.date("issuedOn", "Ngày ban hành (để trống: hôm nay)", width: 6),
                make.area("flagReason", "Lý do, nếu bước này đã trễ hạn", rows: 2, most: 2000),
            ]
        case .dispatch:
            let means = DispatchMeans.allCases.map { ($0.rawValue, $0.title) }
            let named = [
                make.line("addressee", "Gửi cho", width: 8, required: true, most: 300),
                make.line("organisation-name", "Cơ quan trong danh mục (nếu có)", width: 4, suggest: "/goi-y/co-quan"),
                make.area("address", "Địa chỉ trên bì", rows: 2, most: 1000),
            ]
            let sealed = try await casework.documents.sealedRecipients(case: view.line.caseID, by: call.actor)
            var fields = sealed.map { sealedFields($0, make) } ?? named
            fields += [
                make.select("means", "Cách gửi", means, blank: nil, width: 4, required: true),
                make.date("sentOn", "Ngày gửi (để trống: hôm nay)"), make.line("tracking", "Mã vận đơn", width: 4, most: 100),
            ]
            // A step that only sends asks nothing that must be answered.
            let steps = try await casework.cases.caseFile(view.line.caseID, by: call.actor).allowed.filter {
                Self.sendingSteps.contains($0.event) && $0.blockedBy.isEmpty && !$0.fields.contains(where: \.required)
            }
            if !steps.isEmpty {
                fields.append(
                    make.select(
                        "step", "Đồng thời ghi bước của hồ sơ", steps.map { ($0.event, $0.title) }, blank: "– không –", width: 12,
                        help: "Thời hạn dừng khi gửi thì ghi ở đây."))
            }
            return fields
        }
    }
}
