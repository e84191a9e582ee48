import Casework
import Hummingbird
import Law

/// Letters without an entry that are not yet in the national database, with the form that marks them; or those that are.
struct NationalArrivalsPage: PageModel {
    static let template = TemplateName.nationalArrivals
    struct Row: Sendable {
        var id: String
        var number: String
        var arrived: String
        var day: String
        var step: String
        var ground: String
        var basis: String
        var envelope: String
        var enteredWords: String
    }
    var frame: Frame
    /// The list is that of the letters already entered.
    var showsEntered: Bool
    /// Whose book is shown, where it is one of several; the form that marks carries it on.
    var book: String?
    /// The way to the other list, and to the steps of cases, of the same book.
    var otherHref: String
    var stepsHref: String
    var waiting: String
    var filters: [Field]
    var hasFilters: Bool
    var marks: [Field]
    var rows: [Row]
    var hasRows: Bool
    var mayMark: Bool
    var trouble: FormTrouble?
    var next: String?
}

extension NationalArrivalsPage.Row {
    init(_ letter: NationalArrival) {
        id = "\(letter.envelope).\(letter.event)"
        number = letter.number
        arrived = letter.arrivedOn.vietnamese
        day = letter.occurredOn.vietnamese
        step = letter.eventTitle
        ground = [letter.copyOf.map { "Bản sao của đơn số \($0)" }, letter.groundTitle].compactMap { $0 }.joined(separator: "; ")
        basis = letter.basis
        envelope = "/bi-thu/\(letter.envelope)"
        enteredWords = [letter.enteredOn.map(\.vietnamese), letter.enteredBy, letter.reference.map { "mã \($0)" }].compactMap { $0 }
            .joined(separator: ", ")
    }
}

extension WebRoutes {
    var nationalArrivalRoutes: [Route] {
        [
            Route.get("/csdl-quoc-gia/thu-den") { call in page(try await nationalArrivals(call, nil)) },
            Route.post("/csdl-quoc-gia/thu-den/danh-dau") { call in
                do {
                    try call.checkOffice()
                    let undo = call.form["undo"] == "1"
                    let mark = NationalArrivalMark(
                        letters: Self.chosenLetters(call.form), enteredOn: try Self.enteredDay(call.form["enteredOn"], undo: undo),
                        reference: undo ? nil : call.form.text("reference"))
                    _ = try await casework.national.mark(mark, key: call.key, by: call.actor)
                    let book = call.form.chosenBook.map { "&book=\($0)" } ?? ""
                    return Answer.redirect("/csdl-quoc-gia/thu-den\(Notice.recorded.query)\(undo ? "&da-nhap=1" : "")\(book)")
                } catch let problem as Problem where problem.showsInForm {
                    return page(try await nationalArrivals(call, problem), status: Answer.status(problem.kind))
                }
            },
        ]
    }

    private func nationalArrivals(_ call: Call, _ problem: Problem?) async throws -> NationalArrivalsPage {
        // A form that is shown again asks for the list it came from.
        let asked = problem == nil ? call.query : call.form
        let entered = asked["da-nhap"] == "1"
        let found = try await casework.national.arrivals(
            entered: entered, cursor: asked.text("cursor"), limit: 50, book: asked.chosenBook, by: call.actor)
        let books = try await casework.offices.books(by: call.actor)
        let book = asked.chosenBook.map { String($0) }
        func href(_ path: String, _ query: [(String, String)] = []) -> String {
            "/csdl-quoc-gia" + path + PercentText.query(query + [("book", book ?? "")])
        }
        let waiting = try await casework.national.arrivalsWaiting(by: call.actor)
        let trouble = problem.map { FormTrouble($0) }
        var filters: [Field] = []
        if let kept = FieldMaker(asked, prefix: "loc-").book(books, blank: "Mọi sổ") { filters.append(kept) }
        let typed = problem == nil ? FormData([("enteredOn", casework.today.vietnamese)]) : call.form
        let make = FieldMaker(typed, errors: trouble?.byField ?? [:], prefix: "nhap-")
        let marks: [Field] =
            entered
            ? []
            : [
                make.date("enteredOn", "Ngày nhập", required: true),
                make.line("reference", "Mã của CSDL quốc gia (nếu có)", width: 3, most: 100),
            ]
        return NationalArrivalsPage(
            frame: frame(call, title: "CSDL quốc gia: thư không vào sổ đơn", at: .national), showsEntered: entered, book: book,
            otherHref: href("/thu-den", entered ? [] : [("da-nhap", "1")]), stepsHref: href(""),
            waiting: waiting >= NationalDesk.mostCounted ? "từ \(NationalDesk.mostCounted)" : "\(waiting)", filters: filters,
            hasFilters: !filters.isEmpty, marks: marks, rows: found.items.map(NationalArrivalsPage.Row.init),
            hasRows: !found.items.isEmpty, mayMark: try call.officerActor.works, trouble: trouble,
            next: found.next.map { href("/thu-den", [("da-nhap", entered ? "1" : ""), ("cursor", $0)]) })
    }

    private static func chosenLetters(_ form: FormData) -> [NationalArrivalMark.Letter] {
        form.all("letter").compactMap { text in
            let parts = text.split(separator: ".")
            guard parts.count == 2, let envelope = Int64(parts[0]) else { return nil }
            return NationalArrivalMark.Letter(envelope: envelope, event: String(parts[1]))
        }
    }
}
