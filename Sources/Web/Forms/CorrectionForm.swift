import Casework
import Law

/// One thing of an entry that may be set right, by the fact that does it.
struct CorrectionField: Sendable {
    enum Kind: Sendable { case words, day, number, code, flag, commune, office }

    var name: String
    var kind: Kind
    /// It may be emptied.
    var empties = true
    var show: @Sendable (FieldMaker) -> Field

    /// The fact that empties it.
    var clearing: String { name == "petition_request" ? "clear_request" : "clear_\(name)" }
}

/// The typed form beside what stands: the difference is the correction.
struct CorrectionForm {
    let draft: EventDraft

    /// - Parameters:
    ///   - codes: of the communes and offices that were typed, by field.
    ///   - person: whose details were on the page, by his place among the persons of the petition; nil for the first sender.
    /// - Throws: `Problem`: what cannot be read, or was emptied and may not be.
    init(_ form: FormData, of entry: StandingEntry, codes: [String: String], person: Int?) throws(Problem) {
        var read = FormReader(form)
        var facts: [String: FactInput] = [:]
        for field in CorrectionFields.all(entry) where Self.changed(field.name, form, entry) {
            if let value = Self.value(of: field, codes[field.name], &read) {
                if Self.stored(value) != entry.values[field.name] { facts[field.name] = value }
            } else if read.errors.allSatisfy({ $0.field != field.name }), entry.values[field.name] != nil {
                if field.empties {
                    facts[field.clearing] = .flag(true)
                } else {
                    read.refuse(field.name, "required", "Không được để trống.")
                }
            }
        }
        let personal = (CorrectionFields.person(entry) + CorrectionFields.mandate(entry)).flatMap { [$0.name, $0.clearing] }
        if let person, facts.keys.contains(where: personal.contains) { facts["person_position"] = .number(Int64(person)) }
        if let reason = read.text("reason") { facts["reason"] = .text(reason) }
        let sequence = read.number("sequence") ?? 0
        try read.finish()
        draft = EventDraft(event: "correct", occurredOn: nil, facts: facts, expectedSequence: sequence)
    }

    /// What was typed, as the event takes it; nil for nothing, or for what cannot be read.
    private static func value(of field: CorrectionField, _ code: String?, _ read: inout FormReader) -> FactInput? {
        switch field.kind {
        case .words, .code: read.text(field.name).map(FactInput.text)
        case .day: read.day(field.name).map { FactInput.text($0.iso) }
        case .number: read.number(field.name).map { field.name == "birth_year" ? FactInput.text(String($0)) : FactInput.number(Int64($0)) }
        case .flag: read.text(field.name).map { FactInput.flag($0 == "true") }
        case .commune, .office: code.map(FactInput.text)
        }
    }

    private static func stored(_ value: FactInput) -> String {
        switch value {
        case .text(let text): text
        case .number(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        }
    }

    /// Whether who filled the form in changed the field; one that was not sent was not.
    static func changed(_ name: String, _ form: FormData, _ entry: StandingEntry) -> Bool {
        !form.all(name).isEmpty && form[name].trimmed != shown(form, of: entry)[name].trimmed
    }

    /// Before the name of a field: what stood there when it was shown.
    static let stood = "stood."

    /// The fields as they were shown: as the form says, else as they stand.
    static func shown(_ form: FormData, of entry: StandingEntry) -> FormData {
        FormData(standing(entry).pairs.map { ($0.name, form.all(stood + $0.name).first ?? $0.value) })
    }

    /// What was typed, over what stands by now.
    static func carried(_ form: FormData, to entry: StandingEntry) -> FormData {
        let stands = standing(entry)
        return FormData(
            stands.pairs.map { ($0.name, changed($0.name, form, entry) ? form[$0.name] : $0.value) } + [("reason", form["reason"])])
    }

    /// The fields filled with what stands.
    static func standing(_ entry: StandingEntry) -> FormData {
        FormData(
            CorrectionFields.all(entry).map { field -> (String, String) in
                let value = entry.values[field.name] ?? ""
                return switch field.kind {
                case .day: (field.name, Day(iso: value)?.vietnamese ?? value)
                case .commune, .office: (field.name, entry.titles[field.name] ?? value)
                case .words, .number, .code, .flag: (field.name, value)
                }
            })
    }
}
