extension ProcedureVersion {
    static func clocks(_ value: YAMLValue) throws(LawMistake) -> [ClockRule] {
        var rules: [ClockRule] = []
        for (id, body) in try value.pairs() { rules.append(try clock(id, body)) }
        return rules
    }

    /// One clock rule; the deadline catalogue states its own in the same words.
    static func clock(_ id: String, _ body: YAMLValue) throws(LawMistake) -> ClockRule {
        let fields = try body.fields([
            "title", "amount", "complex", "remote", "remote_complex", "variants", "extension", "cap_days", "unit", "from", "until",
            "pausable", "ends", "basis", "internal", "certainty",
        ])
        let unit: TimeUnit
        let main: Amount?
        if let until = fields["until"] {
            guard fields["amount"] == nil, fields["unit"] == nil, fields["from"] == nil else {
                throw until.mistake("a clock has 'until', or 'amount', 'unit' and 'from'")
            }
            unit = .date
            main = nil
        } else {
            unit = try fields.need("unit").word()
            guard unit != .date else { throw try fields.need("unit").mistake("a declared date is written 'until'") }
            main = try unit == .immediate ? fields["amount"].map(amount) ?? .fixed(0) : amount(fields.need("amount"))
        }
        let pausable = try fields["pausable"]?.flag() ?? false
        if let cap = fields["cap_days"], pausable { throw cap.mistake("a clock that may stand still has no cap") }
        return ClockRule(
            id: id, title: try fields.need("title").text(), amount: main, complex: try fields["complex"].map(amount),
            remote: try fields["remote"].map(amount), remoteComplex: try fields["remote_complex"].map(amount),
            variants: try fields["variants"].map(variants) ?? [], extension: try fields["extension"].map(extensions),
            capDays: try fields["cap_days"]?.integer(), unit: unit, from: try fields["from"].map(date),
            until: try fields["until"].map(date), pausable: pausable,
            ends: try fields["ends"]?.word() ?? .stop, ground: try ground(fields), certainty: try fields["certainty"]?.word(),
            line: body.line)
    }

    private static func variants(_ value: YAMLValue) throws(LawMistake) -> [ClockRule.Variant] {
        var variants: [ClockRule.Variant] = []
        for item in try value.list() {
            let fields = try item.fields(["when", "amount"])
            variants.append(ClockRule.Variant(when: try words(fields.need("when")), amount: try amount(fields.need("amount"))))
        }
        return variants
    }

    private static func extensions(_ value: YAMLValue) throws(LawMistake) -> ClockRule.Extension {
        let fields = try value.fields(["days", "times", "specially_complex"])
        let times = try fields.need("times").integer()
        let limits = ClockRule.Extension(
            days: try fields.need("days").integer(), times: times, speciallyComplex: try fields["specially_complex"]?.integer() ?? times)
        guard limits.days > 0, times > 0, limits.speciallyComplex >= times else { throw value.mistake("is no extension") }
        return limits
    }

    private static func amount(_ value: YAMLValue) throws(LawMistake) -> Amount {
        if value.isScalar { return .fixed(try value.integer()) }
        let fields = try value.fields(["setting", "default"])
        return .setting(try fields.need("setting").text(), default: try fields.need("default").integer())
    }

    /// The name of a dated fact; whether it exists is the validator's question, since a row may declare it.
    private static func date(_ value: YAMLValue) throws(LawMistake) -> String { try value.text() }
}
