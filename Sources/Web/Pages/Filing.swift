import Casework
import Hummingbird
import Law

/// The papers by which bundles are filed away.
struct FilingsPage: PageModel {
    static let template = TemplateName.filings
    struct Row: Sendable {
        var href: String
        var number: String
        var day: String
        var by: String
        var ground: String
        var items: String
        var state: String
    }
    var frame: Frame
    var rows: [Row]
    var hasRows: Bool
    var proposes: Bool
    var next: String?
}

/// A new paper: what is filed, on which ground.
struct FilingFormPage: PageModel {
    static let template = TemplateName.filingForm
    struct Chosen: Sendable {
        var id: Int64
        var number: String
        var words: String
    }
    var frame: Frame
    /// Envelopes; each can be taken off the paper again.
    var chosen: [Chosen]
    var hasChosen: Bool
    /// The petition whose whole bundle is filed; empty for none.
    var bundle: String
    var bundleWords: String?
    var fields: [Field]
    var trouble: FormTrouble?
}

/// One paper, with what is on it.
struct FilingPage: PageModel {
    static let template = TemplateName.filing
    struct Item: Sendable {
        var href: String
        var name: String
        var title: String
        var state: String
        /// When it was taken out again, by whom, why.
        var takenOut: String?
    }
    var frame: Frame
    var id: Int64
    var heading: String
    var details: [Detail]
    var items: [Item]
    var count: Int
    /// What a leader sends; nil for others and when it is decided.
    var sign: [Field]
    var signs: Bool
    var withdraws: Bool
    var trouble: FormTrouble?
}

extension WebRoutes {
    var filingRoutes: [Route] {
        [
            Route.get("/bi-thu/luu") { call in
                let found = try await casework.filing.list(cursor: call.query.text("cursor"), limit: 50, by: call.actor)
                return page(
                    FilingsPage(
                        frame: frame(call, title: "Phiếu đề xuất lưu đơn", at: .postbag),
                        rows: found.items.map {
                            FilingsPage.Row(
                                href: "/bi-thu/luu/\($0.id)", number: $0.number, day: $0.proposedOn.vietnamese, by: $0.proposedBy,
                                ground: $0.groundTitle,
                                items: $0.takenOut == 0 ? "\($0.items)" : "\($0.items) (đã lấy ra \($0.takenOut))", state: $0.stateTitle)
                        }, hasRows: !found.items.isEmpty, proposes: try call.officerActor.works,
                        next: found.next.map { "/bi-thu/luu?cursor=\($0)" }))
            },
            Route.get("/bi-thu/luu/moi") { call in page(try await filingForm(call, nil)) },
            Route.post("/bi-thu/luu") { call in
                do {
                    try call.checkOffice()
                    let made = try await casework.filing.propose(try await filingDraft(call), key: call.key, by: call.actor)
                    return Answer.redirect("/bi-thu/luu/\(made.id)\(Notice.recorded.query)")
                } catch let problem as Problem where problem.showsInForm {
                    return page(try await filingForm(call, problem), status: Answer.status(problem.kind))
                }
            },
            Route.get("/bi-thu/luu/{id}") { call in page(try await filingPage(call, nil)) },
            Route.post("/bi-thu/luu/{id}/ky") { call in
                do {
                    try call.checkOffice()
                    var read = FormReader(call.form)
                    let day = read.day("on")
                    try read.finish()
                    let signed = try await casework.filing.sign(try call.id, on: day, key: call.key, by: call.actor)
                    return Answer.redirect("/bi-thu/luu/\(signed.id)\(Notice.filedAway.query)")
                } catch let problem as Problem where problem.showsInForm {
                    return page(try await filingPage(call, problem), status: Answer.status(problem.kind))
                }
            },
            Route.post("/bi-thu/luu/{id}/rut") { call in
                do {
                    try call.checkOffice()
                    let withdrawn = try await casework.filing.withdraw(try call.id, key: call.key, by: call.actor)
                    return Answer.redirect("/bi-thu/luu/\(withdrawn.id)\(Notice.recorded.query)")
                } catch let problem as Problem where problem.showsInForm {
                    return page(try await filingPage(call, problem), status: Answer.status(problem.kind))
                }
            },
        ]
    }

    private func filingDraft(_ call: Call) async throws -> FilingDraft {
        var read = FormReader(call.form)
        var draft = FilingDraft(number: call.form["number"], ground: call.form["ground"])
        draft.on = read.day("on")
        draft.reason = read.text("reason")
        draft.lateReason = read.text("lateReason")
        draft.envelopes = call.form.all("bi").compactMap { Int64($0) }
        draft.bundle = read.id("bundle")
        try read.finish()
        var petitions: [Int64] = []
        let numbers = call.form["petitions"].split(whereSeparator: { ";,".contains($0) || $0.isNewline }).map { String($0).trimmed }
        for number in numbers where !number.isEmpty {
            petitions.append(try await petition(numbered: number, call))
        }
        draft.petitions = petitions
        return draft
    }

    /// The petition under a number of the office's books; after a merger several books may have it, and the own one goes first.
    private func petition(numbered number: String, _ call: Call) async throws -> Int64 {
        let bare = String(number.prefix { $0 != "(" }).trimmed
        let found = try await casework.petitions.list(PetitionFilter(q: bare, limit: 20), by: call.actor).items
        let named = found.filter { $0.bookNumber == number }
        let same = named.isEmpty ? found.filter { "\($0.number)/\($0.bookYear)" == number } : named
        if same.count > 1 {
            let books = same.map(\.bookNumber).joined(separator: "; ")
            throw Problem.invalid("petitions", "ambiguous_petition", "Nhiều sổ có đơn số này, ghi rõ sổ nào: \(books).")
        }
        guard let one = same.first else {
            throw Problem.invalid("petitions", "unknown_petition", "Không có đơn số “\(number.prefix(20))” trong sổ; ghi như 12/2026.")
        }
        return one.petition
    }

    private func filingForm(_ call: Call, _ problem: Problem?) async throws -> FilingFormPage {
        try call.officerActor.require([.clerk, .officer, .leader])
        let trouble = problem.map { FormTrouble($0) }
        let asked = problem == nil ? call.query : call.form
        var chosen: [FilingFormPage.Chosen] = []
        for id in asked.all("bi").prefix(FilingDesk.mostItems).compactMap({ Int64($0) }) {
            let view = try await casework.postbag.envelope(id, by: call.actor)
            chosen.append(
                .init(
                    id: id, number: view.arrival,
                    words: [view.senderName, view.petitionNumber.map { "bản sao của đơn số \($0)" }].compactMap { $0 }
                        .joined(separator: ", ")))
        }
        let bundle = problem == nil ? asked["bo"] : asked["bundle"]
        var words: String?
        if let petition = Int64(bundle) {
            let view = try await casework.petitions.petition(petition, by: call.actor)
            words = "Cả bó của đơn số \(view.bookNumber): \(view.title) (kèm \(view.copies.count) bản sao)"
        }
        let make = FieldMaker(
            problem == nil ? FormData([("on", casework.today.iso)]) : call.form, errors: trouble?.byField ?? [:])
        let grounds = try await casework.filing.grounds(by: call.actor).map { ($0.word, $0.title) }
        return FilingFormPage(
            frame: frame(call, title: "Đề xuất lưu đơn", at: .postbag), chosen: chosen, hasChosen: !chosen.isEmpty, bundle: bundle,
            bundleWords: words,
            fields: [
                make.line("number", "Số phiếu đề xuất", width: 4, required: true, most: 100).focused,
                make.date("on", "Ngày phiếu", width: 3, required: true),
                make.select("ground", "Căn cứ lưu đơn", grounds, width: 5, required: true),
                make.line(
                    "petitions", "Các đơn đã vào sổ", help: "Số trong sổ đơn, cách nhau dấu chấm phẩy: 12/2026; 15/2026.", most: 2000),
                make.area("reason", "Lý do", rows: 3), make.area("lateReason", "Lý do xử lý muộn (nếu quá hạn)", rows: 2, most: 2000),
            ], trouble: trouble)
    }

    private func filingPage(_ call: Call, _ problem: Problem?) async throws -> FilingPage {
        let id = try call.id
        let view = try await casework.filing.proposal(id, by: call.actor)
        let officer = try call.officerActor
        let trouble = problem.map { FormTrouble($0) }
        let waits = view.state == "proposed"
        let make = FieldMaker(
            problem == nil ? FormData([("on", casework.today.iso)]) : call.form, errors: trouble?.byField ?? [:], prefix: "ky-")
        return FilingPage(
            frame: frame(call, title: "Phiếu đề xuất lưu \(view.number)", at: .postbag), id: id,
            heading: "Phiếu đề xuất lưu đơn số \(view.number)",
            details: [
                Detail("Trạng thái", view.stateTitle), Detail("Ngày phiếu", view.proposedOn.vietnamese),
                Detail("Người đề xuất", view.proposedBy), Detail("Căn cứ", view.groundTitle), Detail("Lý do", view.reason),
                Detail("Lý do xử lý muộn", view.lateReason), Detail(view.state == "signed" ? "Người ký" : "Người rút", view.decidedBy),
                Detail(view.state == "signed" ? "Ngày ký" : "Ngày rút", view.decidedOn?.vietnamese),
            ].compactMap { $0 },
            items: view.items.map { item in
                let arrival = item.arrivalNumber.map { "số đến \($0)" }
                if let envelope = item.envelope {
                    let name = ["Bì thư", arrival].compactMap { $0 }.joined(separator: " ")
                    if let out = item.takenOutOn {
                        // It has gone its own way since: what it is now stands with its state.
                        let by = item.takenOutBy.map { " (\($0))" } ?? ""
                        let why = item.takenOutReason.map { ": \($0)" } ?? ""
                        return FilingPage.Item(
                            href: "/bi-thu/\(envelope)", name: name, title: "",
                            state: item.petitionNumber.map { "\(item.stateTitle) số \($0)" } ?? item.stateTitle,
                            takenOut: "Đã lấy ra ngày \(out.vietnamese)\(by)\(why)")
                    }
                    let title = item.petitionNumber.map { "bản sao của đơn số \($0)" } ?? ""
                    return FilingPage.Item(href: "/bi-thu/\(envelope)", name: name, title: title, state: item.stateTitle)
                }
                return FilingPage.Item(
                    href: "/don/\(item.petition ?? 0)", name: "Đơn số \(item.petitionNumber ?? "")", title: item.title,
                    state: item.stateTitle)
            }, count: view.items.count, sign: [make.date("on", "Ngày ký", width: 4, required: true)],
            signs: waits && officer.roles.contains(.leader), withdraws: waits && officer.works, trouble: trouble)
    }
}
