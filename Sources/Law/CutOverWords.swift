/// How old books of petitions are worded: headings, kinds, states (`Catalogue/cut-over.yaml`), and what an office adds of its own.
///
/// Words stand here as they are written; whoever compares them folds them first.
public struct CutOverWords: Sendable, Hashable {
    /// What one column of an old book may hold.
    public enum Column: String, Sendable, Hashable, CaseIterable {
        case oldNumber = "old_number"
        case receivedOn = "received_on"
        case fullName = "full_name"
        case address
        case idNumber = "id_number"
        case phone, kind, content, state
        case priorState = "prior_state"
        case acceptedOn = "accepted_on"
        case pausedOn = "paused_on"
        case complex
        case extensionDays = "extension_days"
        case decidedOn = "decided_on"
        case sentOn = "sent_on"
        case letterNumber = "letter_number"
        case letterDate = "letter_date"
        case recipient
        case answerBy = "answer_by"
        case reminders, handler, note, law, pseudonym
        case paperFile = "paper_file"
        case channel, source, jurisdiction
        case wantsReply = "wants_reply"
    }

    /// What old books call a state, and what it is in each procedure.
    public struct State: Sendable, Hashable {
        public var words: [String]
        /// Procedure → its state.
        public let to: [String: String]
        /// The office settles such a petition itself.
        public let settles: Bool
        /// Nothing is open any more.
        public let finished: Bool
        /// Procedure → the state from which a case usually came, where the book does not say.
        public let before: [String: String]
        public let eligibility: Eligibility?
        public let jurisdiction: Jurisdiction?
        /// The outcome in the office's book.
        public let outcome: String?
        /// Where the referral stands at its recipient.
        public let referral: String?
        /// The dated fact that stands for an acceptance the book does not date.
        public let accepted: String?
    }

    /// Words of each column, its own name first.
    public internal(set) var columns: [Column: [String]]
    /// Headings that are recognised and left alone.
    public internal(set) var ignored: [String]
    /// `complaint`, `complaint_second` (of the second instance), `denunciation` … → words.
    public internal(set) var kinds: [String: [String]]
    public internal(set) var channels: [Channel: [String]]
    public internal(set) var jurisdictions: [Jurisdiction: [String]]
    public internal(set) var yes: [String]
    public internal(set) var no: [String]
    /// What stands for a name where nobody signed.
    public internal(set) var anonymous: [String]
    /// Written out in names of offices, and in units of addresses.
    public internal(set) var abbreviations: [String: String]
    public internal(set) var units: [String: String]
    public internal(set) var states: [State]
    /// What an office calls other offices and its people: words → code, words → username.
    public internal(set) var offices: [String: String] = [:]
    public internal(set) var handlers: [String: String] = [:]

    /// Kinds as this file names them.
    static let kindNames = Set(PetitionKind.allCases.map(\.rawValue)).union([secondInstance])
    /// A complaint against the first decision.
    public static let secondInstance = "complaint_second"

    /// The column's name in messages.
    public func title(_ column: Column) -> String { columns[column]?.first ?? column.rawValue }
}

extension CutOverWords {
    /// Reads the file. - Throws: the first mistake, with its line.
    public init(_ source: ProcedureText) throws(LawMistake) {
        let document = try YAMLValue.document(source)
        let top = try document.fields([
            "words", "columns", "ignored", "kinds", "channels", "jurisdictions", "yes", "no", "anonymous", "abbreviations", "units",
            "states",
        ])
        guard try top.need("words").text() == "cut-over" else { throw try top.need("words").mistake("expected cut-over") }
        columns = try Self.keyed(top.need("columns"))
        ignored = try Self.texts(top.need("ignored"))
        kinds = try Self.lists(top.need("kinds"), known: Self.kindNames)
        channels = try Self.keyed(top.need("channels"))
        jurisdictions = try Self.keyed(top.need("jurisdictions"))
        yes = try Self.texts(top.need("yes"))
        no = try Self.texts(top.need("no"))
        anonymous = try Self.texts(top.need("anonymous"))
        abbreviations = try Self.pairs(top.need("abbreviations"))
        units = try Self.pairs(top.need("units"))
        states = []
        for item in try top.need("states").list() { states.append(try State(item)) }
        for column in Column.allCases where columns[column]?.isEmpty ?? true {
            throw try top.need("columns").mistake("no words for '\(column.rawValue)'")
        }
    }

    /// Adds an office's own words, written in YAML or JSON: `columns` and `kinds` as lists, `states` as "the office's word: a known word",
    /// `offices` as "name: code", `handlers` as "name: username". A word of the office means what the office says, whatever it meant.
    ///
    /// - Throws: a `LawMistake` for an unknown member, column or kind, and for a state whose known word nobody knows.
    public mutating func add(_ source: ProcedureText) throws(LawMistake) {
        let top = try YAMLValue.document(source).fields(["columns", "kinds", "states", "offices", "handlers"])
        if let given = top["columns"] {
            let own: [Column: [String]] = try Self.keyed(given)
            for (column, words) in own {
                for other in Column.allCases { columns[other]?.removeAll { Self.holds(words, $0) } }
                ignored.removeAll { Self.holds(words, $0) }
                columns[column, default: []] += words
            }
        }
        if let given = top["kinds"] {
            for (kind, words) in try Self.lists(given, known: Self.kindNames) {
                for other in Self.kindNames { kinds[other]?.removeAll { Self.holds(words, $0) } }
                kinds[kind, default: []] += words
            }
        }
        for (word, value) in try top["states"]?.pairs() ?? [] {
            let known = try value.text()
            guard let place = states.firstIndex(where: { Self.holds($0.words, known) }) else {
                throw value.mistake("'\(known)' is none of the known words for a state")
            }
            for index in states.indices { states[index].words.removeAll { Self.holds([word], $0) } }
            states[place].words.append(word)
        }
        if let given = top["offices"] { offices.merge(try Self.pairs(given)) { _, own in own } }
        if let given = top["handlers"] { handlers.merge(try Self.pairs(given)) { _, own in own } }
    }

    private static func holds(_ words: [String], _ word: String) -> Bool { words.contains { $0.lowercased() == word.lowercased() } }

    private static func texts(_ value: YAMLValue) throws(LawMistake) -> [String] {
        var texts: [String] = []
        for item in try value.oneOrMore() { texts.append(try item.text()) }
        return texts
    }

    private static func pairs(_ value: YAMLValue) throws(LawMistake) -> [String: String] {
        var found: [String: String] = [:]
        for (key, value) in try value.pairs() { found[key] = try value.text() }
        return found
    }

    private static func lists(_ value: YAMLValue, known: Set<String>) throws(LawMistake) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for (key, value) in try value.pairs() {
            guard known.contains(key) else {
                throw value.mistake("unknown word '\(key)' (known: \(known.sorted().joined(separator: ", ")))")
            }
            found[key] = try texts(value)
        }
        return found
    }

    private static func keyed<Word: RawRepresentable & CaseIterable & Hashable>(_ value: YAMLValue) throws(LawMistake) -> [Word: [String]]
    where Word.RawValue == String {
        var found: [Word: [String]] = [:]
        for (key, words) in try lists(value, known: Set(Word.allCases.map(\.rawValue))) {
            if let word = Word(rawValue: key) { found[word] = words }
        }
        return found
    }
}

extension CutOverWords.State {
    init(_ value: YAMLValue) throws(LawMistake) {
        let fields = try value.fields([
            "words", "to", "settles", "finished", "eligibility", "jurisdiction", "outcome", "referral", "accepted", "before",
        ])
        var words: [String] = []
        for item in try fields.need("words").list() { words.append(try item.text()) }
        var to: [String: String] = [:]
        for (procedure, state) in try fields["to"]?.pairs() ?? [] { to[procedure] = try state.text() }
        let finished = try fields["finished"]?.flag() ?? false
        guard to.isEmpty == finished else { throw value.mistake("a state names where it leads, or that it is finished") }
        var before: [String: String] = [:]
        for (procedure, state) in try fields["before"]?.pairs() ?? [] { before[procedure] = try state.text() }
        self.words = words
        self.to = to
        self.finished = finished
        self.before = before
        settles = try fields["settles"]?.flag() ?? false
        eligibility = try fields["eligibility"]?.word()
        jurisdiction = try fields["jurisdiction"]?.word()
        outcome = try fields["outcome"]?.text()
        referral = try fields["referral"]?.text()
        accepted = try fields["accepted"]?.text()
    }
}
