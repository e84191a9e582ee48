extension ProcedureVersion {
    /// Reads one file. Unknown words, unknown keys and duplicate keys do not load; the message names file and row.
    public init(_ source: ProcedureText) throws(LawMistake) {
        let document = try YAMLValue.document(source)
        let top = try document.fields([
            "procedure", "title", "subject", "effective", "revision", "settles", "states", "transitions", "clocks", "settings", "documents",
            "choices",
            "facts",
        ])
        self.source = source
        procedure = try top.need("procedure").text()
        title = try top.need("title").text()
        subject = try top.need("subject").word()
        let effective = try top.need("effective").fields(["from", "until"])
        from = try effective.need("from").day()
        until = try effective["until"]?.day()
        revision = try top["revision"]?.integer() ?? 1
        settles = try top["settles"].map(Self.settlement)
        daySettings = try top["settings"].map(Self.settings) ?? []
        let expected = "\(procedure)@\(from.iso).yaml"
        guard source.file == expected else {
            throw document.mistake("the file must be called \(expected)")
        }
        let states = try Self.states(top.need("states"))
        self.states = states
        let clocks = try top["clocks"].map(Self.clocks) ?? []
        self.clocks = clocks
        documents = try Self.titles(top["documents"])
        choices = try Self.titles(top["choices"])
        factTitles = try Self.titles(top["facts"])
        var transitions: [Transition] = []
        for row in try top.need("transitions").list() {
            transitions.append(
                try Self.transition(row, states: states, rules: Set(clocks.map(\.id)), documents: Set(documents.keys)))
        }
        self.transitions = transitions
        rowsByEvent = Dictionary(grouping: transitions, by: \.event)
    }

    private static func settlement(_ value: YAMLValue) throws(LawMistake) -> Settlement {
        let fields = try value.fields(["kinds", "offices", "basis", "internal"])
        let settlement = Settlement(
            kinds: try words(fields.need("kinds")), offices: try words(fields.need("offices")), ground: try ground(fields), line: value.line
        )
        guard !settlement.kinds.isEmpty, !settlement.offices.isEmpty else { throw value.mistake("settles nothing") }
        return settlement
    }

    private static func settings(_ value: YAMLValue) throws(LawMistake) -> [DaySetting] {
        var settings: [DaySetting] = []
        for (key, body) in try value.pairs() {
            let fields = try body.fields(["title", "default", "internal", "certainty"])
            _ = try fields.need("internal").text()
            let standard = try fields.need("default").integer()
            guard (0...3660).contains(standard) else { throw body.mistake("the default is not a number of days from 0 to 3660") }
            settings.append(DaySetting(key: key, title: try fields.need("title").text(), standard: standard))
        }
        return settings
    }

    private static func titles(_ value: YAMLValue?) throws(LawMistake) -> [String: String] {
        guard let value else { return [:] }
        var titles: [String: String] = [:]
        for (name, title) in try value.pairs() { titles[name] = try title.text() }
        return titles
    }

    private static func states(_ value: YAMLValue) throws(LawMistake) -> [StateDefinition] {
        var states: [StateDefinition] = []
        for (name, body) in try value.pairs() {
            guard name != new, !groups.contains(name), relative[name] == nil else {
                throw body.mistake("'\(name)' is not a name for a state")
            }
            let fields = try body.fields(["title", "citizen", "final", "active", "tags"])
            let title = try fields.need("title").text()
            var tags: Set<StateTag> = []
            for tag in try fields["tags"]?.oneOrMore() ?? [] { tags.insert(try tag.word()) }
            states.append(
                StateDefinition(
                    name: name, title: title, citizen: try fields["citizen"]?.text() ?? title,
                    isFinal: try fields["final"]?.flag() ?? false, isActive: try fields["active"]?.flag() ?? false,
                    tags: tags, line: body.line))
        }
        return states
    }

    // MARK: Rows

    /// What `to` may say instead of a state.
    private static let relative: [String: Transition.Target] = ["same": .same, "prior": .prior, "undone": .undone]
    /// What `from` may say instead of states: those that are not final, and all.
    private static let groups: Set<String> = ["open", "any"]

    private static func target(_ value: YAMLValue, names: Set<String>) throws(LawMistake) -> Transition.Target {
        if value.isScalar {
            let to = try value.text()
            if let way = relative[to] { return way }
            guard names.contains(to) else { throw value.mistake("unknown state '\(to)'") }
            return .state(to)
        }
        var states: [String] = []
        for item in try value.list() {
            let name = try item.text()
            guard names.contains(name) else { throw item.mistake("unknown state '\(name)'") }
            guard !states.contains(name) else { throw item.mistake("the state '\(name)' occurs twice") }
            states.append(name)
        }
        guard !states.isEmpty else { throw value.mistake("no state") }
        return .declared(states)
    }

    private static func transition(
        _ row: YAMLValue, states: [StateDefinition], rules: Set<String>, documents: Set<String>
    ) throws(LawMistake) -> Transition {
        let plain = try row.fields([
            "event", "title", "from", "to", "by", "offices", "takes", "blocks", "flags", "issues", "clocks", "tells", "since", "until",
            "basis", "internal", "certainty",
        ])
        let event = try plain.need("event").text()
        // Messages name the row by its event: transitions[3] refer.by
        let fields = try YAMLValue(file: row.file, path: "\(row.path) \(event)", node: row.node).fields(Set(plain.values.keys))

        let names = Set(states.map(\.name))
        var from: [String] = []
        for item in try fields.need("from").oneOrMore() {
            let name = try item.text()
            switch name {
            case "open": from += states.filter { !$0.isFinal }.map(\.name)
            case "any": from += states.map(\.name)
            case new: from.append(name)
            default:
                guard names.contains(name) else { throw item.mistake("unknown state '\(name)'") }
                from.append(name)
            }
        }
        guard !from.isEmpty else { throw try fields.need("from").mistake("no state") }
        guard Set(from).count == from.count else { throw try fields.need("from").mistake("a state occurs twice") }

        let written = try fields.need("to")
        let to = try target(written, names: names)
        if to == .same || to.leadsBack, from.contains(new) { throw written.mistake("a case cannot stay in 'new'") }

        var permissions: [Permission] = []
        for item in try fields.need("by").oneOrMore() { permissions.append(try permission(item)) }

        var takes: [FactSpec] = []
        for (name, kind) in try fields["takes"]?.pairs() ?? [] { takes.append(try fact(name, kind)) }

        var issues: [String] = []
        for item in try fields["issues"]?.oneOrMore() ?? [] {
            let kind = try item.text()
            guard documents.contains(kind) else { throw item.mistake("unknown document '\(kind)': no title in 'documents'") }
            issues.append(kind)
        }
        var tells: [String] = []
        for item in try fields["tells"]?.oneOrMore() ?? [] { tells.append(try item.text()) }

        let window = Window(since: try fields["since"]?.day(), until: try fields["until"]?.day())
        if let since = window.since, let until = window.until, until < since { throw row.mistake("until lies before since") }

        return Transition(
            event: event, title: try fields.need("title").text(), from: from,
            to: to,
            permissions: permissions, offices: try words(fields["offices"]), takes: takes, blocks: try words(fields["blocks"]),
            flags: try words(fields["flags"]), issues: issues, clocks: try effects(fields["clocks"], rules: rules), tells: tells,
            window: window, ground: try ground(fields), certainty: try fields["certainty"]?.word(), line: row.line)
    }

    private static func permission(_ value: YAMLValue) throws(LawMistake) -> Permission {
        let fields = try value.fields(["roles", "relation"])
        let roles: [Role] = try words(fields.need("roles"))
        let relations: [Relation] = try words(fields.need("relation"))
        guard !roles.isEmpty, !relations.isEmpty else { throw value.mistake("nobody is named") }
        for role in roles {
            if role.isPseudo, relations != [.none] { throw value.mistake("the role \(role.rawValue) has the relation none") }
            if !role.isPseudo, relations.contains(.none) { throw value.mistake("an officer needs a relation other than none") }
        }
        return Permission(roles: roles, relations: relations)
    }

    static func words<Word: RawRepresentable & CaseIterable>(_ value: YAMLValue?) throws(LawMistake) -> [Word]
    where Word.RawValue == String {
        guard let value else { return [] }
        var words: [Word] = []
        for item in try value.oneOrMore() { words.append(try item.word()) }
        return words
    }

    private static func fact(_ name: String, _ value: YAMLValue) throws(LawMistake) -> FactSpec {
        var text = try value.text()
        let required = text.hasSuffix("!")
        if required { text.removeLast() }
        let kind: FactSpec.Kind
        switch text {
        case "text": kind = .text
        case "longtext": kind = .longtext
        case "date": kind = .date
        case "date_ahead": kind = .dateAhead
        case "any_date": kind = .anyDate
        case "integer": kind = .integer
        case "bool": kind = .bool
        case "organisation": kind = .organisation
        case "officer": kind = .officer
        default:
            guard text.hasPrefix("choice("), text.hasSuffix(")") else { throw value.mistake("unknown type '\(text)'") }
            let words = text.dropFirst(7).dropLast().split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            guard words.allSatisfy({ !$0.isEmpty }), Set(words).count == words.count else {
                throw value.mistake("a choice is empty or occurs twice")
            }
            kind = .choice(words)
        }
        guard name != "flag_reason" else { throw value.mistake("flag_reason is asked for by 'flags'") }
        return FactSpec(name: name, kind: kind, required: required)
    }

    private static func effects(_ value: YAMLValue?, rules: Set<String>) throws(LawMistake) -> ClockEffects {
        guard let value else { return ClockEffects() }
        let fields = try value.fields(["start", "stop", "lapse", "pause", "resume", "extend", "recount"])
        func rule(_ item: YAMLValue) throws(LawMistake) -> String {
            let id = try item.text()
            guard rules.contains(id) else { throw item.mistake("unknown clock '\(id)'") }
            return id
        }
        func list(_ name: String) throws(LawMistake) -> [String] {
            var list: [String] = []
            for item in try fields[name]?.oneOrMore() ?? [] { list.append(try rule(item)) }
            return list
        }
        var effects = ClockEffects()
        for item in try fields["start"]?.oneOrMore() ?? [] {
            if item.isScalar {
                effects.start.append(ClockStart(rule: try rule(item), when: [], from: nil, pausedFrom: nil, extendedBy: nil))
            } else {
                let more = ["when", "from", "paused_from", "extended_by"]
                let conditional = try item.fields(Set(["rule"] + more))
                guard more.contains(where: { conditional[$0] != nil }) else {
                    throw item.mistake("none of \(more.joined(separator: ", "))")
                }
                effects.start.append(
                    ClockStart(
                        rule: try rule(conditional.need("rule")), when: try words(conditional["when"]),
                        from: try conditional["from"]?.text(), pausedFrom: try conditional["paused_from"]?.text(),
                        extendedBy: try conditional["extended_by"]?.text()))
            }
        }
        effects.stop = try list("stop")
        effects.lapse = try list("lapse")
        effects.pause = try list("pause")
        effects.resume = try list("resume")
        effects.extend = try list("extend")
        effects.recount = try list("recount")
        return effects
    }

    static func ground(_ fields: YAMLFields) throws(LawMistake) -> Ground {
        switch (fields["basis"], fields["internal"]) {
        case (let basis?, nil): return .basis(try basis.text())
        case (nil, let reason?): return .internal(try reason.text())
        case (nil, nil): throw fields.owner.mistake("has neither basis nor internal")
        case (_?, _?): throw fields.owner.mistake("has both basis and internal")
        }
    }
}
