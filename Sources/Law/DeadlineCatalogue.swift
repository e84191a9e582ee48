/// One row of the deadline catalogue: a rule id that a lawyer cites, and where its amount stands.
public struct CatalogueRule: Sendable, Hashable {
    /// Where the amount stands. Amounts are stated once: a row that names a clock carries none.
    public enum Source: Sendable, Hashable {
        /// A clock of a procedure, in whichever version holds on the day: `complaint/KN-2`.
        case clock(procedure: String, rule: String)
        /// No procedure runs it as a clock.
        case own(ClockRule)
    }
    /// `KN-3`
    public let id: String
    /// The law it belongs to: an id of `DeadlineCatalogue.groups`.
    public let group: String
    /// The event whose day is counted from, in words: `ngày thụ lý`.
    public let start: String
    public let source: Source
    /// The amount for remote areas; the clock's ordinary one otherwise.
    public let remote: Bool
    /// The amount for complex cases.
    public let complex: Bool
    /// The amount where several places or bodies are involved.
    public let several: Bool
    /// So many extensions are part of the rule (TC-7 is TC-6 extended once).
    public let extensions: Int
    /// The rule says that time does not count: it means something only with a pause (TC-10).
    public let needsPause: Bool
    /// The last day moves off a day that does not work; not so for a limit that must not be passed.
    public let rolls: Bool
    /// The first day on which the law knows the deadline; `nil` when every version of the procedure does.
    public let since: Day?
    /// The first day on which the law lets the deadline be paused by decision; `nil` when it always did, or never does.
    public let pausesSince: Day?
    /// A remark for whoever asks.
    public let note: String?
    let ownTitle: String?
    let ownGround: Ground?
    let ownCertainty: Certainty?
    public let line: Int

    /// `complaint/KN-2`; `nil` for a row with its own amount.
    public var clock: String? { if case .clock(let procedure, let rule) = source { "\(procedure)/\(rule)" } else { nil } }

    /// As it is called where `rule` is the clock behind it.
    public func title(of rule: ClockRule) -> String { ownTitle ?? rule.title }
    /// Article of law, or the reason of the house.
    public func ground(of rule: ClockRule) -> Ground { ownGround ?? rule.ground }
    /// How sure the project is of it.
    public func certainty(of rule: ClockRule) -> Certainty? { ownCertainty ?? rule.certainty }
}

/// Every deadline of the law by the id it is cited by, for the calculator and for whoever wants to know where a number comes from.
///
/// A row names a clock of a procedure or, where no procedure runs it, has its own amount. It is proven against the procedures when it is
/// loaded: what it names is there in every version, what it asks for (remote, complex, extensions) the clock has, no clock with a
/// catalogue id is left out, and an id that several procedures use has one amount on any day.
public struct DeadlineCatalogue: Sendable {
    /// One law, as a heading.
    public struct Group: Sendable, Hashable {
        public let id: String
        public let title: String
    }
    public let groups: [Group]
    /// In the order of the file.
    public let rules: [CatalogueRule]

    /// No rows: of a rulebook that was made without a catalogue.
    static let empty = DeadlineCatalogue(groups: [], rules: [])

    private init(groups: [Group], rules: [CatalogueRule]) {
        self.groups = groups
        self.rules = rules
    }

    /// Loads and proves a catalogue. Throws every mistake found.
    public init(_ source: ProcedureText, versions: [ProcedureVersion]) throws(LawMistakes) {
        let read: DeadlineCatalogue
        do throws(LawMistake) {
            read = try Self.read(source)
        } catch {
            throw LawMistakes(mistakes: [error])
        }
        let mistakes = CatalogueProof(catalogue: read, versions: versions, file: source.file).mistakes()
        guard mistakes.isEmpty else { throw LawMistakes(mistakes: mistakes) }
        self = read
    }

    /// The row of this id; letters of either case.
    public func rule(_ id: String) -> CatalogueRule? {
        let wanted = id.uppercased()
        return rules.first { $0.id == wanted }
    }

    /// The rows of one law, in the order of the file.
    public func rules(of group: Group) -> [CatalogueRule] { rules.filter { $0.group == group.id } }

    /// `KN-1`, `TCD-4`: letters, a hyphen, a number. Other ids of clocks are the house's own.
    public static func isCatalogueID(_ id: String) -> Bool {
        let parts = id.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return false }
        return parts[0].utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
            && parts[1].utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    // MARK: Reading

    private static func read(_ source: ProcedureText) throws(LawMistake) -> DeadlineCatalogue {
        let top = try YAMLValue.document(source).fields(["groups", "deadlines"])
        var groups: [Group] = []
        for (id, title) in try top.need("groups").pairs() { groups.append(Group(id: id, title: try title.text())) }
        var rules: [CatalogueRule] = []
        for (id, body) in try top.need("deadlines").pairs() { rules.append(try rule(id, body, groups: Set(groups.map(\.id)))) }
        return DeadlineCatalogue(groups: groups, rules: rules)
    }

    private static func rule(_ id: String, _ body: YAMLValue, groups: Set<String>) throws(LawMistake) -> CatalogueRule {
        let fields = try body.fields([
            "group", "start", "clock", "rule", "remote", "complex", "several", "extensions", "needs_pause", "rolls", "since",
            "pauses_since", "note", "title", "basis", "internal", "certainty",
        ])
        let group = try fields.need("group").text()
        guard groups.contains(group) else { throw try fields.need("group").mistake("unknown group '\(group)'") }
        let source: CatalogueRule.Source
        switch (fields["clock"], fields["rule"]) {
        case (let clock?, nil):
            let parts = try clock.text().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { throw clock.mistake("expected procedure/clock") }
            source = .clock(procedure: parts[0], rule: parts[1])
        case (nil, let own?): source = .own(try ProcedureVersion.clock(id, own))
        case (nil, nil): throw body.mistake("has neither clock nor rule")
        case (_?, _?): throw body.mistake("has both clock and rule")
        }
        let extensions = try fields["extensions"]?.integer() ?? 0
        guard extensions >= 0 else { throw body.mistake("extensions is negative") }
        let hasGround = fields["basis"] != nil || fields["internal"] != nil
        let ground: Ground? = try hasGround ? ProcedureVersion.ground(fields) : nil
        return CatalogueRule(
            id: id, group: group, start: try fields.need("start").text(), source: source, remote: try fields["remote"]?.flag() ?? false,
            complex: try fields["complex"]?.flag() ?? false, several: try fields["several"]?.flag() ?? false, extensions: extensions,
            needsPause: try fields["needs_pause"]?.flag() ?? false, rolls: try fields["rolls"]?.flag() ?? true,
            since: try fields["since"]?.day(), pausesSince: try fields["pauses_since"]?.day(), note: try fields["note"]?.text(),
            ownTitle: try fields["title"]?.text(), ownGround: ground, ownCertainty: try fields["certainty"]?.word(), line: body.line)
    }
}
