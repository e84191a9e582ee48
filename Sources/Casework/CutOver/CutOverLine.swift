import Law

/// One line of an old book as far as it can be read without asking the database.
struct CutOverLine {
    typealias Column = CutOverWords.Column

    struct Person: Equatable {
        var name: String
        var idNumber: String?
        var idKind: PersonDraft.IDKind?
    }

    /// The row's number in the sheet.
    var row: Int
    var remarks: [CutOverRemark] = []
    /// Nothing of it is open.
    var finished = false

    var oldNumber = OldNumber(written: "", receivedIn: 0)
    var receivedOn: Day?
    var people: [Person] = []
    /// How many wrote it, where the name says so.
    var headCount: Int?
    var nobody = false
    var address: String?
    var phone: String?
    var kind: PetitionKind?
    var secondInstance = false
    var content = ""
    var state: CutOverWords.State?
    /// What the book calls the state it stood in before the present one.
    var priorState: String?
    var acceptedOn: Day?
    /// Since when it is suspended, or waits for an expert.
    var pausedOn: Day?
    var complex = false
    var extensionDays = 0
    var decidedOn: Day?
    var sentOn: Day?
    var letterNumber: String?
    var letterDate: Day?
    var recipient: String?
    var answerBy: Day?
    var reminders = 0
    var handler: String?
    var note: String?
    var law: String?
    var pseudonym: String?
    var paperFile: String?
    var channel = Channel.post
    var source: String?
    var jurisdiction: Jurisdiction?
    var wantsReply = false

    init(row: Int) { self.row = row }

    var isDenunciation: Bool { kind == .denunciation }
    var hasErrors: Bool { remarks.contains { $0.weight == .error } }
    /// In the column of this title.
    func hasErrors(in title: String) -> Bool { remarks.contains { $0.weight == .error && $0.column == title } }

    /// The number in the old book, and the year it counts in.
    struct OldNumber: Equatable {
        /// As it stands there.
        var written: String
        /// The number alone, where it is nothing but one: it may stay the number in the book here.
        var plain: Int?
        var year: Int
        /// As it is compared with others.
        var key: String

        /// `128`, `0128/2025`, `Số 128`, `KN-12/2025`: a year in it goes before that of the receipt.
        init(written raw: String, receivedIn year: Int) {
            let words = raw.split(whereSeparator: \.isWhitespace).map(String.init)
            let bare = words.first.map { Folded.text($0) == "so" } == true ? Array(words.dropFirst()) : words
            written = bare.joined(separator: " ")
            let parts = written.split(separator: "/", omittingEmptySubsequences: false)
            let named = parts.dropFirst().compactMap { Int($0) }.first { (1950...2100).contains($0) }
            self.year = named ?? year
            let rest = parts.dropFirst(named == nil ? 1 : 2)
            if let number = parts.first.flatMap({ Int($0) }), rest.isEmpty, (1...99_999).contains(number) {
                plain = number
                key = String(number)
            } else {
                plain = nil
                key = String(written.uppercased().prefix(50))
            }
        }
    }
}

extension CutOverLine {
    /// Columns whose content is never repeated in a message.
    static let personal: Set<Column> = [.fullName, .address, .idNumber, .phone, .content, .note, .pseudonym, .paperFile]

    mutating func remark(
        _ weight: CutOverRemark.Weight, _ column: Column?, _ title: String, _ code: String, _ value: String? = nil, _ message: String
    ) {
        let secret = column.map { Self.personal.contains($0) } ?? false
        remarks.append(
            CutOverRemark(
                weight: weight, row: row, column: title, code: code, value: secret ? nil : value.map { String($0.prefix(100)) },
                message: message))
    }
}
