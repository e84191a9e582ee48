import Casework
import HTTPTypes
import Hummingbird
import Law

/// The page a step was taken on, and to which it returns.
enum Back: Sendable, Equatable {
    case petition(Int64), caseFile(Int64), referral(Int64), visit(Int64), session(Int64), task(Int64)

    private static let words: [(String, @Sendable (Int64) -> Back)] = [
        ("don", { .petition($0) }), ("ho-so", { .caseFile($0) }), ("chuyen", { .referral($0) }), ("luot", { .visit($0) }),
        ("tiep-dan", { .session($0) }), ("nhiem-vu", { .task($0) }),
    ]

    init?(text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let id = Int64(parts[1]), id > 0, let make = Self.words.first(where: { $0.0 == parts[0] })?.1 else {
            return nil
        }
        self = make(id)
    }

    private var parts: (word: String, id: Int64) {
        switch self {
        case .petition(let id): ("don", id)
        case .caseFile(let id): ("ho-so", id)
        case .referral(let id): ("chuyen", id)
        case .visit(let id): ("luot", id)
        case .session(let id): ("tiep-dan", id)
        case .task(let id): ("nhiem-vu", id)
        }
    }
    var text: String { "\(parts.word):\(parts.id)" }
    var path: String { "/\(parts.word)/\(parts.id)" }
}

/// A case by itself: settlement at the recipient, referral, visit, session.
struct CasePage: PageModel {
    static let template = TemplateName.caseFile
    struct Link: Sendable {
        var href: String
        var title: String
    }
    var frame: Frame
    var panel: CasePanel
    var papers: PapersPanel
    var links: [Link]
    var chain: ChainPanel?

    init(frame: Frame, panel: CasePanel, papers: PapersPanel, view: CaseView, officer: OfficerActor) {
        self.frame = frame
        chain = ChainPanel(view.chain, officer: officer)
        self.panel = panel
        self.papers = papers
        links = [
            view.petition.map { Link(href: "/don/\($0)", title: "Xem đơn") },
            view.referral.map { Link(href: "/chuyen/\($0)", title: "Xem việc chuyển đơn") },
            view.visit.map { Link(href: "/luot/\($0)", title: "Xem lượt tiếp") },
            view.session.map { Link(href: "/tiep-dan/\($0)", title: "Xem buổi tiếp") },
            view.task.map { Link(href: "/nhiem-vu/\($0)", title: "Xem nhiệm vụ") },
        ].compactMap { $0 }
    }
}

extension WebRoutes {
    var caseRoutes: [Route] {
        [
            Route.get("/ho-so/{id}") { call in try await show(.caseFile(call.id), call) },
            Route.post("/ho-so/{id}/buoc") { call in
                let id = try call.id
                let back = Back(text: call.form["ve"]) ?? .caseFile(id)
                do {
                    let step = try await casework.cases.step(id, try await eventDraft(call, case: id), key: call.key, by: call.actor)
                    let notice = step.breaches.isEmpty ? Notice.recorded : .breach
                    if case .referral = back, let own = step.created["case"] {
                        return Answer.redirect(Back.caseFile(own).path + notice.query)
                    }
                    // Who is barred from a denunciation sent it back and reads it no more.
                    if case .referral(let gone) = back,
                        try await visible({ try await casework.referrals.referral(gone, by: call.actor) }) == nil
                    {
                        return Answer.redirect("/chuyen-den" + notice.query)
                    }
                    return Answer.redirect(back.path + notice.query)
                } catch let problem as Problem where problem.showsInForm {
                    return try await show(back, call, failed: FailedStep(event: call.form["event"], form: call.form, problem: problem))
                }
            },
            Route.post("/ho-so/{id}/chi-dao") { call in
                let id = try call.id
                let back = Back(text: call.form["ve"]) ?? .caseFile(id)
                do {
                    _ = try await casework.cases.addDirection(id, try directionDraft(call), key: call.key, by: call.actor)
                    return Answer.redirect(back.path + Notice.direction.query)
                } catch let problem as Problem where problem.showsInForm {
                    return try await show(back, call, failed: FailedStep(event: "direction", form: call.form, problem: problem))
                }
            },
            Route.post("/ho-so/{id}/chi-dao/{note}/ban-quet") { call in try await tieScan(call) },
            Route.post("/ho-so/{id}/tep", .data, .raw) { call in try await upload(call, to: .caseFile(call.id)) },
            Route.get("/tep/{id}") { call in
                let opened = try await casework.attachments.open(call.id, by: call.actor)
                let inline = opened.view.mediaType != "image/tiff"
                var response = Response(status: .ok, headers: [.contentType: opened.view.mediaType], body: try await call.file(opened.path))
                response.headers[.contentDisposition] = Answer.disposition(opened.view.name, inline: inline)
                response.headers[Answer.policyHeader] = Answer.paper
                return response
            },
        ]
    }

    /// The page with a case on it, after a refused step with the step's form open.
    func show(_ back: Back, _ call: Call, failed: FailedStep? = nil) async throws -> Response {
        let status = failed.map { Answer.status($0.problem.kind) } ?? .ok
        switch back {
        case .petition(let id): return page(try await petitionPage(id, call, failed), status: status)
        case .referral(let id): return page(try await referralPage(id, call, failed), status: status)
        case .visit(let id): return page(try await visitPage(id, call, failed), status: status)
        case .session(let id): return page(try await sessionPage(id, call, failed), status: status)
        case .task(let id): return page(try await taskPage(id, call, failed), status: status)
        case .caseFile(let id):
            let view = try await casework.cases.caseFile(id, by: call.actor)
            let panel = try await panel(view, back, call, failed)
            let papers = PapersPanel(
                view.attachments, shown: call.query["tep"], here: back.path,
                upload: try call.officerActor.works && view.relations != [Relation.tasked.rawValue] ? "/ho-so/\(id)/tep" : nil)
            var frame = frame(call, title: "\(view.procedureTitle) – hồ sơ \(id)")
            frame.failed(failed, in: panel)
            return page(
                CasePage(frame: frame, panel: panel, papers: papers, view: view, officer: try call.officerActor), status: status)
        }
    }

    /// - Parameter scanned: false for what is kept by reference only, of which nothing is scanned.
    func panel(
        _ view: CaseView, _ back: Back, _ call: Call, _ failed: FailedStep?, known: [String: String] = [:], scanned: Bool = true
    ) async throws -> CasePanel {
        let officer = try call.officerActor
        var choices = CasePanel.Choices()
        (choices.officers, choices.assignees) = try await assignees(view, by: call.actor, officer: officer)
        choices.scans = scans(view, officer: officer, scanned: scanned)
        if view.allowed.contains(where: { $0.fields.contains { $0.name == "field" } }) {
            choices.fields = try await casework.catalogues.fields(by: call.actor).map {
                ($0.code, $0.parent == nil ? $0.name : "– " + $0.name)
            }
        }
        var panel = CasePanel(
            view, back: back, officer: officer, choices: choices, known: known, today: casework.today, failed: failed, key: newKey)
        panel.tasks = try await taskPanel(view, call, failed)
        return panel
    }

    /// The posted step: texts as typed, days in either spelling, offices by name.
    private func eventDraft(_ call: Call, case id: Int64) async throws -> EventDraft {
        let event = call.form["event"]
        var read = FormReader(call.form)
        let sequence = read.number("sequence") ?? 0
        let day = read.day("occurred_on")
        let allowed = try await casework.cases.caseFile(id, by: call.actor).allowed.filter { $0.event == event }.flatMap(\.fields)
        var facts: [String: FactInput] = [:]
        for pair in call.form.pairs where pair.name.hasPrefix("f.") {
            let name = String(pair.name.dropFirst(2))
            if pair.value.trimmed.isEmpty { continue }
            switch allowed.first(where: { $0.name == name })?.type {
            case "date", "date_ahead", "any_date":
                guard let day = DayText.parse(pair.value) else {
                    throw Problem.invalid(name, "invalid_date", FormReader.dayForm)
                }
                facts[name] = .text(day.iso)
            case "bool": facts[name] = .flag(true)
            case "organisation": facts[name] = .number(try await organisation(pair.value, field: name, by: call.actor))
            default: facts[name] = .text(pair.value)
            }
        }
        // A box that must be answered and is not ticked says no.
        for field in allowed where field.type == "bool" && field.required && facts[field.name] == nil { facts[field.name] = .flag(false) }
        if let reason = call.form.text("flag_reason") { facts["flag_reason"] = .text(reason) }
        try read.finish()
        return EventDraft(event: event, occurredOn: day, facts: facts.isEmpty ? nil : facts, expectedSequence: sequence)
    }

    /// Streams a scan from the browser into the store; the answer is for the script.
    func upload(_ call: Call, to owner: AttachmentDesk.Owner) async throws -> Response {
        let chunks = call.request.body.map { Array($0.readableBytesView) }
        let view = try await casework.attachments.upload(
            chunks, name: call.query["ten"], kind: call.query.text("loai"), to: owner, key: call.request.headers[Call.keyHeader],
            by: call.actor)
        return Answer.json(JSONText.of(view), status: .created)
    }
}

extension Frame {
    /// A refusal whose form is not on the page any more (the case moved on meanwhile) is told above it.
    mutating func failed(_ failed: FailedStep?, in panel: CasePanel) {
        guard let failed, !["direction", TaskPanel.event].contains(failed.event),
            !(panel.events + panel.remedies).contains(where: { $0.event == failed.event }),
            !panel.directions.contains(where: { $0.tie?.event == failed.event })
        else { return }
        warning = failed.problem.message
    }
}

/// Scanned papers beside the form: the list, and one of them open.
struct PapersPanel: Sendable {
    struct Paper: Sendable {
        var id: Int64
        var name: String
        var href: String
        var size: String
        var uploadedAt: String
        var isOpen: Bool
    }
    struct Viewer: Sendable {
        var id: Int64
        var name: String
        var mediaType: String
        var isImage: Bool
        var isDocument: Bool
    }
    var papers: [Paper]
    var hasPapers: Bool
    var viewer: Viewer?
    /// Where the script posts a new scan; nil when none may be added.
    var upload: String?
    var note: String?

    init(_ views: [AttachmentView], shown: String, here: String, upload: String?, note: String? = nil) {
        let open = views.first { String($0.id) == shown } ?? views.first
        papers = views.map { view in
            Paper(
                id: view.id, name: view.name, href: "\(here)?tep=\(view.id)#giay-to", size: "\(max(1, view.bytes / 1024)) KB",
                uploadedAt: DayText.moment(view.uploadedAt), isOpen: view.id == open?.id)
        }
        hasPapers = !papers.isEmpty
        viewer = open.map { view in
            let image = ["image/jpeg", "image/png", "image/webp"].contains(view.mediaType)
            return Viewer(
                id: view.id, name: view.name, mediaType: view.mediaType, isImage: image, isDocument: view.mediaType == "application/pdf")
        }
        self.upload = upload
        self.note = note
    }
}
