import Law
import Postgres
import Records

/// A book of an office with numbers of its own in each year.
enum Book: String, CaseIterable {
    case petition, visit, register, outgoing, incoming

    /// Vietnamese, for settings and messages.
    var title: String {
        switch self {
        case .petition: "Sổ đơn"
        case .visit: "Sổ tiếp công dân"
        case .register: "Sổ tuần"
        case .outgoing: "Văn bản đi"
        case .incoming: "Văn bản đến (số đến)"
        }
    }

    /// Whose numbers they are: 0 the book here gives the next one, without a gap; 1 they are typed from the office's own document system.
    var setting: DaySetting {
        DaySetting(
            key: "numbers.\(rawValue)", title: "\(title): số do hệ thống này cấp (0) hay nhập từ phần mềm văn bản của cơ quan (1)",
            standard: self == .outgoing ? 1 : 0)
    }
}

extension DeskSettings {
    static let approvalLevels = DaySetting(key: "documents.levels", title: "Số cấp duyệt dự thảo văn bản trước khi ký (0–4)", standard: 1)
    static let documentFlow = DaySetting(
        key: "documents.flow",
        title: "Ban hành văn bản: ghi số trực tiếp ở bước xử lý (0) hay chỉ qua dự thảo, trình ký và văn thư (1)", standard: 0)
    /// Drafting, approving and signing are acts of their own (NĐ 30/2020/NĐ-CP Đ.10–13); whether one person may enter all of them, and the
    /// number too, no source says. An office with one pair of hands may set 1.
    static let documentHands = DaySetting(
        key: "documents.hands", title: "Số người ít nhất phải có tên trong quá trình soạn, trình, duyệt, ký, ban hành một văn bản (1–4)",
        standard: 2)
    /// Amounts about papers, for the list of settings.
    static let papers = [approvalLevels, documentFlow, documentHands] + Book.allCases.map(\.setting)
}

extension Work {
    /// Whether the office's numbers of a book are typed from its own document system.
    func typesNumbers(_ book: Book, of organisation: Int64? = nil) throws(Problem) -> Bool {
        let office = try bookOwner(organisation)
        return book.setting.value(in: reference.settings(of: office)) == 1
    }

    /// The number of an entry in a book of the actor's office, by the office's rule: the book's next one, or the typed one. A number once
    /// given keeps its place, also when the entry is voided.
    ///
    /// - Parameters:
    ///   - book: not `outgoing` when typed: letters have texts as numbers, `takeLetterNumber` takes those.
    ///   - typed: from the office's document system; nil where the book here allocates.
    ///   - organisation: whose book; nil for the actor's office.
    /// - Throws: `Problem` about the field `number`: missing or given against the rule, not positive, or used in that year.
    func takeNumber(_ book: Book, year: Int, typed: Int?, of organisation: Int64? = nil) throws -> Int {
        let office = try bookOwner(organisation)
        if let number = try typedNumber(book, year: year, typed: typed, of: office) { return number }
        return try NumberRecords.next(db, organisation: office, book: book.rawValue, year: year)
    }

    /// The typed number, claimed; nil where the book here allocates, for who takes the next one within a statement of his own.
    func typedNumber(_ book: Book, year: Int, typed: Int?, of organisation: Int64? = nil, field: String = "number") throws -> Int? {
        let office = try bookOwner(organisation)
        guard try typesNumbers(book, of: office) else {
            if typed != nil {
                throw Problem.invalid(
                    field, "number_allocated", "\(book.title): số do hệ thống cấp liên tục, không nhập tay (thiết lập \(book.setting.key))."
                )
            }
            return nil
        }
        guard let typed else {
            throw Problem.invalid(
                field, "required", "\(book.title): cần nhập số lấy từ phần mềm văn bản của cơ quan (thiết lập \(book.setting.key)).")
        }
        guard (1...99_999_999).contains(typed) else { throw Problem.invalid(field, "out_of_range", "Số phải là số nguyên dương.") }
        let used = try NumberRecords.isUsed(db, organisation: office, book: book.rawValue, year: year, number: typed)
        if try used || !NumberRecords.claim(db, organisation: office, book: book.rawValue, year: year, number: typed) {
            throw Problem.invalid(field, "number_taken", "\(book.title): số \(typed) đã dùng trong năm \(year).")
        }
        return typed
    }

    /// Số đến of a petition, beside its own number: one that the book of what came in has given (a logged envelope), or one typed from the
    /// office's document system. The parts of a split letter share theirs.
    func checkArrival(_ number: Int?, year: Int, part: Bool, field: String = "arrivalNumber") throws {
        guard let number else { return }
        guard (1...99_999_999).contains(number) else {
            throw Problem.invalid(field, "out_of_range", "Số đến phải là số nguyên dương.")
        }
        let office = try bookOwner(nil)
        let known = try NumberRecords.arrival(db, organisation: office, year: year, number: number)
        if known.bearers > 0 && !part {
            throw Problem.invalid(field, "number_taken", "Số đến \(number) đã có đơn khác mang trong năm \(year).")
        }
        if known.given { return }
        guard try typesNumbers(.incoming, of: office) else {
            throw Problem.invalid(
                field, "number_allocated",
                "Số đến \(number) chưa được cấp trong năm \(year); số đến do hệ thống cấp khi vào sổ văn bản đến.")
        }
        _ = try typedNumber(.incoming, year: year, typed: number, of: office, field: field)
    }

    /// Số, ký hiệu of a letter of the actor's office, entered into the book of what goes out.
    ///
    /// - Parameters:
    ///   - bearer: whose number it is.
    ///   - typed: số, ký hiệu as the office's document system gave it, for example `12/HĐND-TT`; nil where the book here allocates.
    ///   - notation: ký hiệu after the allocated number, for example `QĐ-UBND`; nil for the office's own symbol.
    func takeLetterNumber(_ bearer: NumberRecords.Bearer, year: Int, typed: String?, notation: String?) throws -> String {
        let office = try bookOwner(nil)
        let typed = try Text.optional(typed, field: "number", most: 100)
        guard try !typesNumbers(.outgoing, of: office) else {
            guard let typed else {
                throw Problem.invalid("number", "required", "Cần nhập số, ký hiệu văn bản lấy từ phần mềm văn bản của cơ quan.")
            }
            let number = Self.letterNumber(typed)
            if try !enterNumber(number, position: nil, bearer, year: year, of: office) {
                throw Problem.invalid("number", "number_taken", "Số, ký hiệu “\(number)” đã dùng trong năm \(year).")
            }
            return number
        }
        if typed != nil {
            throw Problem.invalid("number", "number_allocated", "Số văn bản đi do hệ thống cấp liên tục, không nhập tay.")
        }
        let own = try OfficeRecords.organisation(db, id: office)?.symbol ?? ""
        let symbol = try Text.optional(notation, field: "notation", most: 60) ?? own
        // A text that a typed letter bears already is passed over, as its number is used.
        for _ in 0..<100 {
            let position = try NumberRecords.next(db, organisation: office, book: Book.outgoing.rawValue, year: year)
            let number = (position < 10 ? "0\(position)" : "\(position)") + (symbol.isEmpty ? "" : "/\(symbol)")
            if try enterNumber(number, position: position, bearer, year: year, of: office) { return number }
        }
        throw Problem(.conflict, code: "numbers_taken", message: "Nhiều số liên tiếp đã dùng; hãy kiểm tra sổ văn bản đi.")
    }

    /// - Returns: false when the office used the number in that year.
    func enterNumber(_ number: String, position: Int?, _ bearer: NumberRecords.Bearer, year: Int, of office: Int64) throws -> Bool {
        try NumberRecords.enter(
            db, organisation: office, year: year, number: number, position: position, bearer: bearer, others: OwnPapers.others, now: now)
    }

    /// A typed số, ký hiệu as the book keeps it: one blank where several were typed.
    static func letterNumber(_ typed: String) -> String { typed.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    /// The office in whose books is written: the one named, else the actor's.
    private func bookOwner(_ named: Int64?) throws(Problem) -> Int64 {
        if let named { return named }
        switch actor {
        case .officer(let officer): return officer.organisation
        case .system(_, .some(let organisation)): return organisation
        default: throw Problem.notPermitted
        }
    }
}

extension Work {
    /// The name under which a step declares the number of its entry; no row of the law lists it.
    static let entryNumberFact = "entry_number"
    /// The name under which it declares số đến, the number of the letter among everything that came in.
    static let arrivalNumberFact = "arrival_number"

    /// Whether a step enters a petition in the book of the actor's office.
    func entersPetition(_ event: String, procedure: String) -> Bool { procedure == "referral" && event == "accept" }

    /// The typed number with which an accepted petition is entered, taken out of what was declared.
    func entryNumber(takenFrom inputs: inout [String: FactInput], event: String, of held: LockedCase) throws -> Int? {
        guard entersPetition(event, procedure: held.version.procedure), case .officer(let officer) = actor,
            try inputs[Self.entryNumberFact] != nil || typesNumbers(.petition)
        else { return nil }
        let received = held.context.deliveredOn ?? today
        let given = inputs.removeValue(forKey: Self.entryNumberFact)
        // A petition that comes back has its number.
        if let petition = held.context.petition, try ChainRecords.entry(db, petition: petition, organisation: officer.organisation) != nil {
            return nil
        }
        return try typedNumber(.petition, year: received.year, typed: Self.number(given), field: Self.entryNumberFact)
    }

    /// Số đến of an accepted petition, taken out of what was declared: the letter's number among everything that came to this office.
    func arrivalNumber(takenFrom inputs: inout [String: FactInput], event: String, of held: LockedCase) throws -> Int? {
        guard entersPetition(event, procedure: held.version.procedure), case .officer(let officer) = actor,
            let given = Self.number(inputs.removeValue(forKey: Self.arrivalNumberFact))
        else { return nil }
        // A petition that comes back stands in the book under the number that it had.
        if let petition = held.context.petition, try ChainRecords.entry(db, petition: petition, organisation: officer.organisation) != nil {
            throw Problem.invalid(
                Self.arrivalNumberFact, "already_entered", "Đơn này đã vào sổ của cơ quan từ trước, mang số đến của lần ấy.")
        }
        try checkArrival(given, year: (held.context.deliveredOn ?? today).year, part: false, field: Self.arrivalNumberFact)
        return given
    }

    /// Zero for what is no number, nil for nothing.
    private static func number(_ given: FactInput?) -> Int? {
        switch given {
        case .number(let number)?: Int(exactly: number) ?? 0
        case .text(let text)?: text.isEmpty ? nil : Int(text) ?? 0
        case .flag?: 0
        case nil: nil
        }
    }

    /// What such a step asks beside the law's own questions.
    func entryFields(_ event: String, procedure: String) -> [AllowedEventView.Field] {
        guard entersPetition(event, procedure: procedure) else { return [] }
        let arrival = AllowedEventView.Field(
            name: Self.arrivalNumberFact, title: "Số đến (nếu đã vào sổ văn bản đến)", type: "integer", required: false, choices: [])
        guard (try? typesNumbers(.petition)) == true else { return [arrival] }
        let entry = AllowedEventView.Field(
            name: Self.entryNumberFact, title: "Số đơn lấy từ phần mềm văn bản", type: "integer", required: true, choices: [])
        return [entry, arrival]
    }
}
