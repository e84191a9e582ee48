import Law

/// The words of old books, folded, each with what it means.
struct CutOverDictionary {
    typealias Column = CutOverWords.Column

    let words: CutOverWords
    private let headings: [String: Column]
    private let ignored: Set<String>
    private let kinds: [String: String]
    private let channels: [String: Channel]
    private let jurisdictions: [String: Jurisdiction]
    private let yes: Set<String>
    private let no: Set<String>
    private let anonymous: Set<String>
    private let abbreviations: [String: String]
    private let units: [String: String]
    private let states: [String: Int]
    private let offices: [String: String]
    private let handlers: [String: String]

    init(_ words: CutOverWords) {
        self.words = words
        headings = Self.turned(words.columns)
        ignored = Set(words.ignored.map { Folded.text($0) })
        kinds = Self.turned(words.kinds)
        channels = Self.turned(words.channels)
        jurisdictions = Self.turned(words.jurisdictions)
        yes = Set(words.yes.map { Folded.text($0) })
        no = Set(words.no.map { Folded.text($0) })
        anonymous = Set(words.anonymous.map { Folded.text($0) })
        abbreviations = Self.folded(words.abbreviations)
        units = Self.folded(words.units)
        var states: [String: Int] = [:]
        for (index, state) in words.states.enumerated() { for word in state.words { states[Folded.text(word)] = index } }
        self.states = states
        offices = Self.folded(words.offices)
        handlers = Self.folded(words.handlers)
    }

    private static func turned<Meaning: Hashable>(_ lists: [Meaning: [String]]) -> [String: Meaning] {
        var found: [String: Meaning] = [:]
        for (meaning, words) in lists { for word in words { found[Folded.text(word)] = meaning } }
        return found
    }

    private static func folded(_ pairs: [String: String]) -> [String: String] {
        Dictionary(pairs.map { (Folded.text($0.key), $0.value) }) { first, _ in first }
    }

    func column(_ heading: String) -> Column? { headings[Folded.text(heading)] }
    func isHeading(_ text: String) -> Bool {
        let key = Folded.text(text)
        return headings[key] != nil || ignored.contains(key)
    }
    func kind(_ text: String) -> String? { kinds[Folded.text(text)] }
    func channel(_ text: String) -> Channel? { channels[Folded.text(text)] }
    func jurisdiction(_ text: String) -> Jurisdiction? { jurisdictions[Folded.text(text)] }
    func isYes(_ text: String) -> Bool { yes.contains(Folded.text(text)) }
    func isNo(_ text: String) -> Bool { no.contains(Folded.text(text)) }
    func isNobody(_ text: String) -> Bool { anonymous.contains(Folded.text(text)) }
    func state(_ text: String) -> CutOverWords.State? { states[Folded.text(text)].map { words.states[$0] } }
    /// The username that an office's own word for a colleague stands for.
    func handler(_ text: String) -> String? { handlers[Folded.text(text)] }
    func title(_ column: Column) -> String { words.title(column) }

    /// The name of an office written out, or the code that an office's own word stands for.
    func office(_ text: String) -> String { offices[Folded.text(text)] ?? writtenOut(text, by: abbreviations) }

    /// The name of a unit of an address written out: "P.Lê Lợi" is "phường Lê Lợi".
    func unit(_ text: String) -> String { writtenOut(text, by: units) }

    private func writtenOut(_ text: String, by table: [String: String]) -> String {
        // A point ends an abbreviation, with a space after it or without.
        text.split { $0.isWhitespace || $0 == "." }.map { word in table[Folded.text(String(word))] ?? String(word) }.joined(separator: " ")
    }
}

/// Where an old book's columns stand.
struct CutOverHeader {
    /// The place of each column that was recognised.
    let columns: [CutOverWords.Column: Int]
    /// How many rows of the sheet lie before the first line of the book, counted among the rows that hold anything.
    let skipped: Int
    /// Headings that say nothing to the program, as they are written.
    let unknown: [String]

    /// The row, or the two rows of which the upper one groups, among the first thirty, in which most columns are recognised.
    ///
    /// - Throws: a `Problem` when no row has number, day, content and state, or when one column occurs twice.
    static func find(in sheet: CutOverSheet, _ dictionary: CutOverDictionary) throws(Problem) -> CutOverHeader {
        var best: (headings: [String], rows: Int, found: Int)?
        for index in sheet.rows.indices.prefix(30) {
            let upper = sheet.rows[index].cells.map { $0?.text ?? "" }
            weigh(upper, rows: index + 1, dictionary, &best)
            guard index + 1 < sheet.rows.count else { continue }
            let lower = sheet.rows[index + 1].cells.map { $0?.text ?? "" }
            let joined = (0..<max(upper.count, lower.count)).map { column in
                let (first, second) = (column < upper.count ? upper[column] : "", column < lower.count ? lower[column] : "")
                return first == second || second.isEmpty ? first : first.isEmpty ? second : "\(first) \(second)"
            }
            weigh(joined, rows: index + 2, dictionary, &best)
        }
        guard let best else { throw Problem.invalid("sheet", "no_header", "Không tìm thấy hàng tiêu đề trong 30 hàng đầu.") }
        var columns: [CutOverWords.Column: Int] = [:]
        var unknown: [String] = []
        for (place, heading) in best.headings.enumerated() where !heading.allSatisfy(\.isWhitespace) {
            guard let column = dictionary.column(heading) else {
                if !dictionary.isHeading(heading) { unknown.append(heading.split(whereSeparator: \.isWhitespace).joined(separator: " ")) }
                continue
            }
            if columns[column] != nil {
                throw Problem.invalid(
                    column.rawValue, "column_twice", "Cột “\(dictionary.title(column))” có hai lần trong hàng tiêu đề.")
            }
            columns[column] = place
        }
        let missing = needed.filter { columns[$0] == nil }
        if !missing.isEmpty {
            throw Problem.invalid(
                missing.map { column in
                    Problem.FieldError(
                        field: column.rawValue, code: "column_missing",
                        message: "Không tìm thấy cột “\(dictionary.title(column))”; nếu cột có tên khác, xin khai trong tệp ghép cột.")
                })
        }
        return CutOverHeader(columns: columns, skipped: best.rows, unknown: unknown)
    }

    private static let needed: [CutOverWords.Column] = [.oldNumber, .receivedOn, .kind, .content, .state]

    private static func weigh(
        _ headings: [String], rows: Int, _ dictionary: CutOverDictionary, _ best: inout (headings: [String], rows: Int, found: Int)?
    ) {
        let found = Set(headings.compactMap { dictionary.column($0) }).count
        if found >= 4, found > best?.found ?? 0 { best = (headings, rows, found) }
    }

    /// A row between the lines of the book that is none of them: headings again, numbers of the columns, the title of a part, a sum.
    func isNoLine(_ row: CutOverSheet.Row, _ dictionary: CutOverDictionary) -> Bool {
        let cells = row.cells.compactMap { $0 }
        let texts = Set(cells.map { Folded.text($0.text) })
        // One value alone, or one merged over the row, is the title of a part.
        if texts.count <= 1 { return true }
        if cells.filter({ dictionary.isHeading($0.text) }).count >= 4 { return true }
        let numbers = cells.compactMap { Int(Folded.text($0.text)) }
        if numbers.count == cells.count, cells.count > 3, zip(numbers, numbers.dropFirst()).allSatisfy({ $1 == $0 + 1 }) { return true }
        let first = cells.first.map { Folded.text($0.text) } ?? ""
        return ["tong", "tong cong", "tong so", "cong"].contains(first) && row[columns[.receivedOn] ?? 0] == nil
    }
}
