extension ReceptionDuties {
    /// Loads and proves the files of `Duties/`. Throws every mistake found, not the first.
    public init(checking sources: [ProcedureText]) throws(LawMistakes) {
        var editions: [DutyEdition] = []
        var mistakes: [LawMistake] = []
        for source in sources {
            do throws(LawMistake) {
                editions.append(try DutyEdition(source))
            } catch {
                mistakes.append(error)
            }
        }
        editions.sort { $0.from < $1.from }
        if mistakes.isEmpty { mistakes = Self.overlaps(editions) + editions.flatMap(Self.contested) }
        guard mistakes.isEmpty else { throw LawMistakes(mistakes: mistakes) }
        self.init(editions: editions)
    }

    private static func overlaps(_ editions: [DutyEdition]) -> [LawMistake] {
        zip(editions, editions.dropFirst()).compactMap { earlier, later in
            guard earlier.from == later.from || (earlier.until.map { $0 >= later.from } ?? false) else { return nil }
            return LawMistake(file: later.file, line: 1, message: "overlaps \(earlier.file): both hold on \(later.from.iso)")
        }
    }

    /// One session must not count for two heads, nor one day of regular reception for two bodies, of the same office.
    private static func contested(_ edition: DutyEdition) -> [LawMistake] {
        var found: [LawMistake] = []
        for (index, first) in edition.duties.enumerated() where first.measure == .head || first.measure == .regular {
            for second in edition.duties[(index + 1)...] where second.measure == first.measure && first.window.meets(second.window) {
                guard let office = first.offices.first(where: second.offices.contains) else { continue }
                found.append(
                    LawMistake(
                        file: edition.file, line: second.line,
                        message: "\(second.id) and \(first.id) both count '\(first.measure.rawValue)' of "
                            + "\(office.kind.rawValue) at the level \(office.level.rawValue)"))
            }
        }
        return found
    }
}

extension DutyEdition {
    /// Reads one file. Unknown words, unknown keys and duplicate keys do not load; the message names file and row.
    init(_ source: ProcedureText) throws(LawMistake) {
        let document = try YAMLValue.document(source)
        let top = try document.fields(["set", "title", "effective", "duties"])
        let set = try top.need("set")
        guard try set.text() == "reception" else { throw set.mistake("expected reception") }
        title = try top.need("title").text()
        let effective = try top.need("effective")
        let days = try effective.fields(["from", "until"])
        let from = try days.need("from").day()
        let until = try days["until"]?.day()
        guard source.file == "reception@\(from.iso).yaml" else {
            throw document.mistake("the file must be called reception@\(from.iso).yaml")
        }
        guard from.day == 1, until == nil || until?.next.day == 1 else { throw effective.mistake("an edition holds for whole months") }
        if let until, until < from { throw effective.mistake("until lies before from") }
        var duties: [ReceptionDuty] = []
        for (id, body) in try top.need("duties").pairs() { duties.append(try ReceptionDuty(id, body)) }
        guard !duties.isEmpty else { throw try top.need("duties").mistake("no duty") }
        file = source.file
        self.from = from
        self.until = until
        self.duties = duties
    }
}

extension ReceptionDuty {
    init(_ id: String, _ body: YAMLValue) throws(LawMistake) {
        let fields = try body.fields([
            "receiver", "counts", "minimum", "adhoc", "place", "note", "applies", "here", "since", "until", "basis", "internal",
            "certainty",
        ])
        self.id = id
        receiver = try fields.need("receiver").text()
        let measure: DutyMeasure = try fields.need("counts").word()
        let certainty: Certainty = try fields.need("certainty").word()
        minimum = try Self.readMinimum(fields.need("minimum"), measure, certainty)
        self.measure = measure
        self.certainty = certainty
        adHoc = try fields["adhoc"]?.flag() ?? false
        place = try fields["place"]?.text()
        note = try fields["note"]?.text()
        var offices: [DutyOffice] = []
        for item in try fields.need("applies").oneOrMore() { offices += try Self.readOffices(item) }
        guard Set(offices).count == offices.count else { throw try fields.need("applies").mistake("an office occurs twice") }
        self.offices = offices
        here = try fields["here"].map(Self.readHere)
        window = Window(since: try fields["since"]?.day(), until: try fields["until"]?.day())
        if let since = window.since, let until = window.until, until < since { throw body.mistake("until lies before since") }
        ground = try ProcedureVersion.ground(fields)
        line = body.line
    }

    private static func readOffices(_ value: YAMLValue) throws(LawMistake) -> [DutyOffice] {
        let fields = try value.fields(["offices", "levels"])
        let kinds: [OfficeKind] = try ProcedureVersion.words(fields.need("offices"))
        let levels: [OfficeLevel] = try ProcedureVersion.words(fields.need("levels"))
        guard !kinds.isEmpty, !levels.isEmpty else { throw value.mistake("applies to nobody") }
        return kinds.flatMap { kind in levels.map { DutyOffice(kind: kind, level: $0) } }
    }

    private static func readHere(_ value: YAMLValue) throws(LawMistake) -> DaySetting {
        let fields = try value.fields(["setting", "title", "default"])
        let standard = try fields.need("default").integer()
        guard (0...1).contains(standard) else { throw value.mistake("the default is 0 or 1") }
        return DaySetting(key: try fields.need("setting").text(), title: try fields.need("title").text(), standard: standard)
    }

    private static func readMinimum(
        _ value: YAMLValue, _ measure: DutyMeasure, _ certainty: Certainty
    ) throws(LawMistake) -> DutyMinimum {
        if value.isScalar {
            guard try value.text() == "none" else { throw value.mistake("expected none, or days and per") }
            return .unnumbered
        }
        let fields = try value.fields(["days", "per"])
        let days = try fields.need("days")
        let per: DutyPeriod = try fields.need("per").word()
        guard measure != .nothing else { throw value.mistake("asks for days, while 'counts' is nothing") }
        guard (per == .workingDay) == (measure == .regular) else {
            throw value.mistake("regular reception is asked per working_day, and nothing else is")
        }
        let most = per == .workingDay ? 1 : per == .week ? 7 : 28
        if days.isScalar {
            let number = try days.integer()
            guard (1...most).contains(number) else { throw days.mistake("is no number of days from 1 to \(most)") }
            guard certainty != .unknown else { throw days.mistake("a number that the law does not give is a setting") }
            return .days(.fixed(number), per: per)
        }
        let setting = try days.fields(["setting", "default"])
        let standard = try setting.need("default").integer()
        guard (0...most).contains(standard) else { throw days.mistake("the default is no number of days from 0 to \(most)") }
        guard certainty != .unknown || standard == 0 else { throw days.mistake("a number that the law does not give has the default 0") }
        return .days(.setting(try setting.need("setting").text(), default: standard), per: per)
    }
}
