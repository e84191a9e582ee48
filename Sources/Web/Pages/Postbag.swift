import Casework
import Hummingbird
import Law

/// The bag of a day: the form for the next envelope, and what has come.
struct PostbagPage: PageModel {
    static let template = TemplateName.postbag
    struct Entry: Sendable { var fields: [Field] }
    struct Row: Sendable {
        var id: Int64
        var href: String
        var number: String
        var arrivedOn: String
        var postmark: String
        var marking: String?
        var sender: String
        var addressees: String
        var form: String
        var state: String
        /// Can be chosen for a filing proposal.
        var canBeFiled: Bool
    }
    var frame: Frame
    var heading: String
    /// nil for who only looks.
    var entry: Entry?
    var filters: [Field]
    var rows: [Row]
    var hasRows: Bool
    var files: Bool
    var next: String?
    var trouble: FormTrouble?
}

extension PostbagPage.Row {
    init(_ view: EnvelopeView) {
        id = view.id
        href = "/bi-thu/\(view.id)"
        number = view.arrival
        arrivedOn = view.arrivedOn.vietnamese
        postmark = view.postmarkOn?.vietnamese ?? ""
        marking = view.marking == .plain ? nil : view.marking.title
        sender =
            view.denunciation
            ? "(thư tố cáo, không ghi người gửi)"
            : [view.senderName, view.senderAddress].compactMap { $0 }.joined(separator: ", ")
        addressees = view.addressees.joined(separator: "; ")
        form = view.form?.title ?? ""
        state = view.petitionNumber.map { "\(view.stateTitle) số \($0)" } ?? view.stateTitle
        canBeFiled = (view.state == .opened && !view.denunciation || view.state == .tied) && view.proposal == nil
    }
}

/// One envelope: what is known of it, and what may be done with it now.
struct EnvelopePage: PageModel {
    static let template = TemplateName.envelope
    struct Link: Sendable {
        var href: String
        var title: String
        var key: String
        var primary: Bool
    }
    struct Form: Sendable {
        var action: String
        var title: String
        var note: String?
        var submit: String
        var fields: [Field]
        /// A yes that the button says by itself.
        var denunciation: String?
        var open: Bool
    }
    var frame: Frame
    var heading: String
    var state: String
    var marked: String?
    var sequence: Int
    var details: [Detail]
    var gist: String?
    var links: [Link]
    var forms: [Form]
    var trouble: FormTrouble?
}

/// The new letter beside what it may be a copy of.
struct ComparisonPage: PageModel {
    static let template = TemplateName.envelopeCompare
    struct Candidate: Sendable {
        var petition: Int64
        var href: String
        var number: String
        var title: String
        var who: String
        var detail: String
        var body: String
        var request: String?
        /// Alt and this letter tie it.
        var key: String?
    }
    var frame: Frame
    var id: Int64
    var heading: String
    var sequence: Int
    var sender: String
    var gist: String?
    var candidates: [Candidate]
    var hasCandidates: Bool
    var search: [Field]
    var tieAction: String
    var newPetition: String
    var trouble: FormTrouble?
}

extension WebRoutes {
    var postbagRoutes: [Route] {
        [
            Route.get("/bi-thu") { call in page(try await postbagPage(call, nil)) },
            Route.post("/bi-thu") { call in
                do {
                    try call.checkOffice()
                    let draft = try Self.envelopeDraft(call.form)
                    _ = try await casework.postbag.enter(draft, key: call.key, by: call.actor)
                    // Day and channel are carried on to the next row.
                    return Answer.redirect(
                        "/bi-thu"
                            + PercentText.query([
                                ("ngay", draft.arrivedOn.iso), ("kenh", (draft.channel ?? .post).rawValue),
                                ("xong", Notice.logged.rawValue),
                            ]))
                } catch let problem as Problem where problem.showsInForm {
                    return page(try await postbagPage(call, problem), status: Answer.status(problem.kind))
                }
            },
            Route.get("/bi-thu/{id}") { call in page(try await envelopePage(call, nil, nil)) },
            Route.post("/bi-thu/{id}/mo") { call in
                try await changing(call, "mo") { id, seen in
                    var read = FormReader(call.form)
                    var draft = OpeningDraft(denunciation: call.form["denunciation"] == "1", expectedSequence: seen)
                    draft.form = read.choice("form")
                    try read.finish()
                    if !draft.denunciation {
                        draft.gist = call.form.text("gist")
                        draft.senderName = call.form.text("senderName")
                        draft.senderAddress = call.form.text("senderAddress")
                    }
                    let opened = try await casework.postbag.open(id, draft, key: call.key, by: call.actor)
                    return opened.denunciation ? "/bi-thu/\(id)\(Notice.recorded.query)" : "/bi-thu/\(id)/so-sanh\(Notice.recorded.query)"
                }
            },
            Route.post("/bi-thu/{id}/ban-giao") { call in
                try await changing(call, "ban-giao") { id, seen in
                    var read = FormReader(call.form)
                    var draft = HandOnDraft(to: call.form["to"], signed: call.form.flag("signed"), expectedSequence: seen)
                    draft.on = read.day("on")
                    draft.time = call.form.text("time")
                    try read.finish()
                    _ = try await casework.postbag.handOn(id, draft, key: call.key, by: call.actor)
                    return "/bi-thu/\(id)\(Notice.recorded.query)"
                }
            },
            Route.get("/bi-thu/{id}/so-sanh") { call in page(try await comparisonPage(call, nil)) },
            Route.post("/bi-thu/{id}/ban-sao") { call in
                do {
                    let (id, seen) = try Self.seen(call)
                    try call.checkOffice()
                    guard let petition = Int64(call.form["petition"]) else {
                        throw Problem.invalid("petition", "required", "Chọn đơn mà thư này là bản sao.")
                    }
                    let tied = try await casework.postbag.tie(
                        id, TieDraft(petition: petition, expectedSequence: seen), key: call.key, by: call.actor)
                    return Answer.redirect("/bi-thu" + PercentText.query([("ngay", tied.arrivedOn.iso), ("xong", Notice.tied.rawValue)]))
                } catch let problem as Problem where problem.showsInForm {
                    return page(try await comparisonPage(call, problem), status: Answer.status(problem.kind))
                }
            },
            Route.post("/bi-thu/{id}/go") { call in
                try await changing(call, "go") { id, seen in
                    _ = try await casework.postbag.untie(
                        id, EnvelopeReason(reason: call.form["reason"], expectedSequence: seen), key: call.key, by: call.actor)
                    return "/bi-thu/\(id)\(Notice.recorded.query)"
                }
            },
            Route.post("/bi-thu/{id}/lay-ra") { call in
                try await changing(call, "lay-ra") { id, seen in
                    var read = FormReader(call.form)
                    let day = read.day("on")
                    try read.finish()
                    let draft = TakeOutDraft(reason: call.form["reason"], on: day, expectedSequence: seen)
                    _ = try await casework.filing.takeOut(id, draft, key: call.key, by: call.actor)
                    return "/bi-thu/\(id)\(Notice.recorded.query)"
                }
            },
            Route.post("/bi-thu/{id}/huy") { call in
                try await changing(call, "huy") { id, seen in
                    _ = try await casework.postbag.void(
                        id, EnvelopeReason(reason: call.form["reason"], expectedSequence: seen), key: call.key, by: call.actor)
                    return "/bi-thu/\(id)\(Notice.recorded.query)"
                }
            },
        ]
    }

    private static func seen(_ call: Call) throws -> (id: Int64, sequence: Int) {
        guard let sequence = Int(call.form["sequence"]) else {
            throw Problem(.malformed, code: "malformed_form", message: "Biểu mẫu thiếu dữ liệu; hãy tải lại trang.")
        }
        return (try call.id, sequence)
    }

    /// One form of an envelope's page: where to go when it is done, the page again with what was typed when it is not.
    private func changing(_ call: Call, _ form: String, _ change: (Int64, Int) async throws -> String) async throws -> Response {
        do {
            let (id, seen) = try Self.seen(call)
            try call.checkOffice()
            return Answer.redirect(try await change(id, seen))
        } catch let problem as Problem where problem.showsInForm {
            return page(try await envelopePage(call, problem, form), status: Answer.status(problem.kind))
        }
    }

    private static func envelopeDraft(_ form: FormData) throws(Problem) -> EnvelopeDraft {
        var read = FormReader(form)
        let arrived = read.day("arrivedOn", required: true)
        var draft = EnvelopeDraft(arrivedOn: arrived ?? Day(2000, 1, 1))
        draft.postmarkOn = read.day("postmarkOn")
        draft.channel = read.choice("channel")
        draft.marking = read.choice("marking")
        draft.form = read.choice("form")
        draft.number = read.number("number")
        draft.senderName = read.text("senderName")
        draft.senderAddress = read.text("senderAddress")
        draft.addressees = form["addressees"].split(separator: ";").map { String($0).trimmed }.filter { !$0.isEmpty }
        try read.finish()
        return draft
    }

    private func postbagPage(_ call: Call, _ problem: Problem?) async throws -> PostbagPage {
        let query = call.query
        let waiting = query["trang-thai"] == "cho"
        let day = DayText.parse(query["ngay"]) ?? DayText.parse(call.form["arrivedOn"]) ?? casework.today
        let found = try await casework.postbag.list(
            EnvelopeFilter(
                arrivedOn: waiting ? nil : day, states: waiting ? [.waiting, .opened] : [], cursor: query.text("cursor"), limit: 100),
            by: call.actor)
        let trouble = problem.map { FormTrouble($0) }
        let officer = try call.officerActor
        var entry: PostbagPage.Entry?
        if !officer.roles.isDisjoint(with: [.clerk, .officer, .leader, .recordsClerk]) {
            let blank = FormData([("arrivedOn", day.iso), ("channel", query.text("kenh") ?? "post"), ("marking", "none")])
            let make = FieldMaker(problem == nil ? blank : call.form, errors: trouble?.byField ?? [:])
            entry = .init(fields: Self.envelopeFields(make, typed: try await casework.postbag.typesNumbers(by: call.actor)))
        }
        let make = FieldMaker(FormData([("ngay", waiting ? "" : day.iso), ("trang-thai", waiting ? "cho" : "")]), prefix: "loc-")
        return PostbagPage(
            frame: frame(call, title: "Bì thư", at: .postbag),
            heading: waiting ? "Bì thư đang chờ xử lý" : "Bì thư đến ngày \(day.vietnamese)", entry: entry,
            filters: [
                make.date("ngay", "Ngày đến", width: 3),
                make.select("trang-thai", "Xem", [("cho", "Đang chờ xử lý, mọi ngày")], blank: "Mọi bì thư của ngày", width: 4),
            ],
            rows: found.items.map(PostbagPage.Row.init), hasRows: !found.items.isEmpty, files: officer.works,
            next: found.next.map {
                "/bi-thu" + PercentText.query([("ngay", waiting ? "" : day.iso), ("trang-thai", waiting ? "cho" : ""), ("cursor", $0)])
            }, trouble: trouble)
    }

    static let envelopeChannels: [(String, String)] = [Channel.post, .desk, .forwarded, .email, .portal].map { ($0.rawValue, $0.title) }
    static let letterForms: [(String, String)] = LetterForm.allCases.map { ($0.rawValue, $0.title) }

    private static func envelopeFields(_ make: FieldMaker, typed: Bool) -> [Field] {
        var fields = [
            make.line("senderName", "Người gửi ghi trên bì", width: 4, most: 200).focused,
            make.line("senderAddress", "Địa chỉ ghi trên bì", width: 4),
            make.line("addressees", "Gửi cho (cách nhau dấu ;)", width: 4, most: 2000),
            make.select("form", "Bản gốc, phô tô", letterForms, blank: "– chưa rõ –", width: 2),
            make.select("marking", "Dấu trên bì", EnvelopeMarking.allCases.map { ($0.rawValue, $0.title) }, blank: nil, width: 2),
            make.date("postmarkOn", "Dấu bưu điện", width: 2), make.date("arrivedOn", "Ngày đến", width: 2, required: true),
            make.select("channel", "Nguồn", envelopeChannels, blank: nil, width: 2),
        ]
        if typed { fields.insert(make.number("number", "Số đến", width: 2, required: true), at: 0) }
        return fields
    }
}
