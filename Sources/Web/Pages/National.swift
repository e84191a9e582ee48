import Casework
import Hummingbird
import Law

/// What is not yet entered in the national database, with the form that marks it; or what has been.
struct NationalPage: PageModel {
    static let template = TemplateName.national
    struct Row: Sendable {
        var id: String
        var number: String
        var day: String
        var step: String
        var stage: String
        var kind: String
        var title: String
        var basis: String
        var sheet: String
        var enteredWords: String
    }
    var frame: Frame
    /// The list is that of the steps already entered.
    var showsEntered: Bool
    /// Whose book is shown, where it is one of several; the form that marks carries it on.
    var book: String?
    var csvHref: String
    var jsonHref: String
    /// The way to the other list, of the same book.
    var otherHref: String
    var waiting: String
    /// Letters without an entry have a list of their own.
    var lettersHref: String
    var letters: String
    var filters: [Field]
    var marks: [Field]
    var rows: [Row]
    var hasRows: Bool
    var mayMark: Bool
    var trouble: FormTrouble?
    var next: String?
}

/// The one page that is copied from.
struct NationalSheetPage: PageModel {
    static let template = TemplateName.nationalSheet
    struct Group: Sendable {
        var title: String
        var items: [Detail]
    }
    var frame: Frame
    var heading: String
    var office: String
    var sealed: Bool
    var groups: [Group]
    var steps: [NationalPage.Row]
    /// Where it is printed on one page.
    var paper: String
}

/// The sheet as it is printed: one page, however long the petition is. What does not fit stands in the file of the case.
struct NationalPaperPage: PageModel {
    static let template = TemplateName.nationalPaper
    var heading: String
    var office: String
    var sealed: Bool
    var groups: [NationalSheetPage.Group]
    var steps: [NationalPage.Row]
    var stepsLeftOut: Int
    var leavesStepsOut: Bool

    /// Letters of one field, people, files and steps that one page has room for.
    private static let mostLetters = 900
    private static let mostFiles = 8
    private static let mostPeople = 6
    private static let mostSteps = 12

    init(_ sheet: NationalSheet) {
        heading = sheet.heading
        office = sheet.office
        sealed = sheet.sealed
        let people = sheet.groups.filter(Self.isPerson)
        let shown = sheet.groups.filter { !Self.isPerson($0) || people.prefix(Self.mostPeople).contains($0) }
        groups = shown.map { group in
            .init(
                title: group.title,
                items: Self.fitting(group.items).compactMap { Detail($0.title, Self.clipped($0.value)) })
        }
        if people.count > Self.mostPeople, let note = Detail("Còn lại", "\(people.count - Self.mostPeople) người nữa, xem hồ sơ") {
            groups.append(.init(title: "Những người khác", items: [note]))
        }
        steps = sheet.steps.suffix(Self.mostSteps).map(NationalPage.Row.init)
        stepsLeftOut = sheet.steps.count - steps.count
        leavesStepsOut = stepsLeftOut > 0
    }

    private static func clipped(_ text: String) -> String {
        text.count > mostLetters ? String(text.prefix(mostLetters)) + "…" : text
    }

    /// The first files of a group; how many more there are, the file of the case says.
    private static func fitting(_ items: [NationalSheet.Item]) -> [NationalSheet.Item] {
        let files = items.filter { $0.name.hasPrefix("tep") }
        guard files.count > mostFiles, var last = files.last else { return items }
        (last.title, last.value) = ("Còn lại", "\(files.count - mostFiles) tệp nữa, xem hồ sơ")
        return items.filter { !$0.name.hasPrefix("tep") } + files.prefix(mostFiles) + [last]
    }

    private static func isPerson(_ group: NationalSheet.Group) -> Bool { group.items.contains { $0.name.hasPrefix("hoTen") } }
}

extension NationalPage.Row {
    init(_ step: NationalStep) {
        id = "\(step.caseID).\(step.sequence)"
        number = step.number
        day = step.occurredOn.vietnamese
        self.step = step.eventTitle
        stage = step.stageTitle
        kind = step.kind?.title ?? "Lượt tiếp"
        title = step.title
        basis = step.basis
        sheet = "/csdl-quoc-gia/\(step.caseID)"
        enteredWords = [step.enteredOn.map(\.vietnamese), step.enteredBy, step.reference.map { "mã \($0)" }].compactMap { $0 }
            .joined(separator: ", ")
    }
}

extension WebRoutes {
    var nationalRoutes: [Route] {
        [
            Route.get("/csdl-quoc-gia") { call in page(try await nationalPage(call, nil)) },
            Route.post("/csdl-quoc-gia/danh-dau") { call in
                do {
                    try call.checkOffice()
                    let undo = call.form["undo"] == "1"
                    let day = try Self.enteredDay(call.form["enteredOn"], undo: undo)
                    let mark = NationalMark(
                        steps: Self.chosenSteps(call.form), enteredOn: day, reference: undo ? nil : call.form.text("reference"))
                    _ = try await casework.national.mark(mark, key: call.key, by: call.actor)
                    let book = call.form.chosenBook.map { "&book=\($0)" } ?? ""
                    return Answer.redirect("/csdl-quoc-gia\(Notice.recorded.query)\(undo ? "&da-nhap=1" : "")\(book)")
                } catch let problem as Problem where problem.showsInForm {
                    return page(try await nationalPage(call, problem), status: Answer.status(problem.kind))
                }
            },
            Route.get("/csdl-quoc-gia/xuat.json") { call in
                let export = try await casework.national.export(book: call.query.chosenBook, by: call.actor)
                return Answer.bytes(
                    Array(JSONText.of(export).utf8), type: "application/json; charset=utf-8",
                    headers: [.contentDisposition: "attachment; filename=\"csdl-quoc-gia-\(export.exportedOn.iso).json\""])
            },
            Route.get("/csdl-quoc-gia/xuat.csv") { call in
                let export = try await casework.national.export(book: call.query.chosenBook, by: call.actor)
                return Answer.bytes(
                    Array(NationalTable.csv(export).utf8), type: "text/csv; charset=utf-8",
                    headers: [.contentDisposition: "attachment; filename=\"csdl-quoc-gia-\(export.exportedOn.iso).csv\""])
            },
            Route.get("/csdl-quoc-gia/{id}") { call in
                let sheet = try await casework.national.sheet(of: try call.id, by: call.actor)
                return page(
                    NationalSheetPage(
                        frame: frame(call, title: "Phiếu nhập CSDL quốc gia", at: .national), heading: sheet.heading, office: sheet.office,
                        sealed: sheet.sealed,
                        groups: sheet.groups.map { group in
                            .init(title: group.title, items: group.items.compactMap { Detail($0.title, $0.value) })
                        }, steps: sheet.steps.map(NationalPage.Row.init), paper: "/csdl-quoc-gia/\(sheet.caseID)/phieu"))
            },
            Route.get("/csdl-quoc-gia/{id}/phieu") { call in
                paper(NationalPaperPage(try await casework.national.sheet(of: try call.id, by: call.actor)))
            },
        ]
    }

    private func nationalPage(_ call: Call, _ problem: Problem?) async throws -> NationalPage {
        // A form that is shown again asks for the list it came from.
        let asked = problem == nil ? call.query : call.form
        let entered = asked["da-nhap"] == "1"
        let found = try await casework.national.list(
            entered: entered, stage: asked.text("nhom"), cursor: asked.text("cursor"), limit: 50, book: asked.chosenBook, by: call.actor)
        let books = try await casework.offices.books(by: call.actor)
        let book = asked.chosenBook.map { String($0) }
        func href(_ path: String, _ query: [(String, String)] = []) -> String {
            "/csdl-quoc-gia" + path + PercentText.query(query + [("book", book ?? "")])
        }
        let waiting = try await casework.national.waiting(by: call.actor)
        let letters = try await casework.national.arrivalsWaiting(by: call.actor)
        let trouble = problem.map { FormTrouble($0) }
        let filter = FieldMaker(asked, prefix: "loc-")
        var filters = [filter.select("nhom", "Nhóm", NationalStep.stages.map { ($0.word, $0.title) }, blank: "Mọi nhóm", width: 3)]
        if let kept = filter.book(books, blank: "Mọi sổ") { filters.append(kept) }
        let typed = problem == nil ? FormData([("enteredOn", casework.today.vietnamese)]) : call.form
        let make = FieldMaker(typed, errors: trouble?.byField ?? [:], prefix: "nhap-")
        let marks: [Field] =
            entered
            ? []
            : [
                make.date("enteredOn", "Ngày nhập", required: true),
                make.line("reference", "Mã của CSDL quốc gia (nếu có)", width: 3, most: 100),
            ]
        return NationalPage(
            frame: frame(call, title: "CSDL quốc gia", at: .national), showsEntered: entered, book: book,
            csvHref: href("/xuat.csv"), jsonHref: href("/xuat.json"), otherHref: href("", entered ? [] : [("da-nhap", "1")]),
            waiting: waiting >= NationalDesk.mostCounted ? "từ \(NationalDesk.mostCounted)" : "\(waiting)",
            lettersHref: href("/thu-den"), letters: letters >= NationalDesk.mostCounted ? "từ \(NationalDesk.mostCounted)" : "\(letters)",
            filters: filters,
            marks: marks, rows: found.items.map(NationalPage.Row.init), hasRows: !found.items.isEmpty,
            mayMark: try call.officerActor.works, trouble: trouble,
            next: found.next.map {
                href("", [("da-nhap", entered ? "1" : ""), ("nhom", asked["nhom"]), ("cursor", $0)])
            })
    }

    private static func chosenSteps(_ form: FormData) -> [NationalMark.Step] {
        form.all("step").compactMap { text in
            let parts = text.split(separator: ".")
            guard parts.count == 2, let caseID = Int64(parts[0]), let sequence = Int(parts[1]) else { return nil }
            return NationalMark.Step(caseID: caseID, sequence: sequence)
        }
    }

    static func enteredDay(_ text: String, undo: Bool) throws(Problem) -> Day? {
        if undo { return nil }
        guard let day = DayText.parse(text) else {
            throw Problem.invalid("enteredOn", "invalid_date", "Ngày phải theo dạng ngày/tháng/năm, ví dụ 21/11/2026.")
        }
        return day
    }
}

/// The export as a table for spreadsheets: one line per field.
enum NationalTable {
    static func csv(_ export: NationalExport) -> String {
        var lines = ["Hồ sơ,Tên hồ sơ,Nhóm,Mã trường,Trường,Giá trị,Mã giá trị"]
        for sheet in export.sheets {
            for group in sheet.groups {
                for item in group.items {
                    lines.append(
                        [String(sheet.caseID), sheet.heading, group.title, item.name, item.title, item.value, item.code ?? ""].map(cell)
                            .joined(separator: ","))
                }
            }
            for step in sheet.steps {
                lines.append(
                    [
                        String(sheet.caseID), sheet.heading, "Các bước", step.event, step.eventTitle,
                        step.occurredOn.vietnamese + (step.enteredOn.map { " (đã nhập \($0.vietnamese))" } ?? " (chưa nhập)"),
                        step.occurredOn.iso,
                    ].map(cell).joined(separator: ","))
            }
            for file in sheet.files {
                lines.append(
                    [
                        String(sheet.caseID), sheet.heading, "Tệp", "tep.\(file.id)", file.kindTitle, "\(file.name) (\(file.summary))",
                        file.sha256,
                    ].map(cell).joined(separator: ","))
            }
        }
        for letter in export.arrivals {
            let words = [letter.copyOf.map { "Bản sao của đơn số \($0)" }, letter.groundTitle].compactMap { $0 }.joined(separator: "; ")
            lines.append(
                ["", "Thư số đến \(letter.number)", "Thư không vào sổ đơn", letter.event, letter.eventTitle, words, letter.ground ?? ""]
                    .map(cell).joined(separator: ","))
        }
        return "\u{FEFF}" + lines.joined(separator: "\r\n") + "\r\n"
    }

    /// A cell that a spreadsheet would take for a formula is told to be text.
    static func cell(_ text: String) -> String {
        let told = text.first.map { "=+-@\t\r".contains($0) } == true ? "'" + text : text
        return "\"" + told.replacing("\"", with: "\"\"") + "\""
    }
}
