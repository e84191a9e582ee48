import Casework
import Hummingbird
import Law

/// Names typed by people, resolved to the catalogue's ids; and the suggestions shown while typing.
extension WebRoutes {
    var suggestionRoutes: [Route] {
        [
            Route.get("/goi-y/co-quan", .data) { call in
                let found = try await casework.catalogues.organisations(call.query["q"], limit: 20, by: call.actor)
                return Answer.json(JSONText.of(found.map { Suggestion(value: $0.name, note: $0.note.isEmpty ? $0.kind.title : $0.note) }))
            },
            Route.get("/goi-y/xa", .data) { call in
                let found = try await casework.catalogues.communes(call.query["q"], by: call.actor)
                return Answer.json(JSONText.of(found.map { Suggestion(value: CommuneText.shown($0), note: $0.note) }))
            },
            Route.get("/goi-y/trung", .data) { call in
                let found = try await casework.petitions.duplicates(
                    name: call.query.text("ten"), idNumber: call.query.text("so"),
                    words: call.query.text("noi-dung").map { String($0.prefix(400)) },
                    by: call.actor)
                return Answer.json(JSONText.of(found.map(DuplicateLine.init)))
            },
        ]
    }

    /// The office somebody typed, by its full name or by words only one office has.
    func organisation(_ text: String, field: String, by actor: Actor) async throws -> Int64 {
        let found = try await casework.catalogues.organisations(text, limit: 20, by: actor)
        let wanted = text.trimmed
        if let exact = found.first(where: { $0.name.caseInsensitively == wanted.caseInsensitively }) { return exact.id }
        if found.count == 1 { return found[0].id }
        let names = found.prefix(5).map(\.name).joined(separator: "; ")
        throw Problem.invalid(
            field, "unknown_organisation",
            found.isEmpty
                ? "Không có cơ quan “\(wanted.prefix(80))” trong danh mục." : "Có nhiều cơ quan phù hợp, hãy ghi đủ tên: \(names)…")
    }

    /// The commune somebody typed: with its code in brackets, or by a name only one commune has.
    func commune(_ text: String, field: String, by actor: Actor) async throws -> String {
        if let code = CommuneText.code(in: text) { return code }
        let name = String(text.prefix { $0 != "," }).trimmed
        let found = try await casework.catalogues.communes(name, by: actor)
        let exact = found.filter { $0.name.caseInsensitively == name.caseInsensitively }
        if exact.count == 1 { return exact[0].code }
        if found.count == 1 { return found[0].code }
        let names = (exact.isEmpty ? found : exact).prefix(5).map(CommuneText.shown).joined(separator: "; ")
        throw Problem.invalid(
            field, "unknown_commune",
            found.isEmpty
                ? "Không có xã, phường “\(name.prefix(80))”; địa danh cũ xin ghi ở ô địa chỉ cũ."
                : "Có nhiều nơi trùng tên, hãy chọn: \(names)…")
    }
}

struct Suggestion: Encodable, Sendable {
    var value: String
    var note: String
}

/// A possible duplicate as the script shows it beside the form.
struct DuplicateLine: Encodable, Sendable {
    var petition: Int64
    var code: String
    var title: String
    var who: String
    var detail: String

    init(_ view: DuplicateView) {
        petition = view.petition
        code = view.bookNumber
        title = view.title
        who = [view.who, view.address].filter { !$0.isEmpty }.joined(separator: ", ")
        let likeness = view.sameID ? "trùng số giấy tờ" : "họ tên giống \(view.nameLikeness)%"
        let text = view.textLikeness > 0 ? ", nội dung giống \(view.textLikeness)%" : ""
        detail = "nhận \(view.receivedOn.vietnamese), \(view.stateTitle.lowercased()), \(likeness)\(text)"
    }
}

enum CommuneText {
    static func shown(_ commune: CatalogueDesk.Commune) -> String { "\(commune.name), \(commune.province) (\(commune.code))" }

    /// Five digits in brackets at the end.
    static func code(in text: String) -> String? {
        let text = text.trimmed
        guard text.hasSuffix(")"), let open = text.lastIndex(of: "(") else { return nil }
        let code = text[text.index(after: open)...].dropLast()
        return code.count == 5 && code.allSatisfy { $0.isASCII && $0.isNumber } ? String(code) : nil
    }
}

extension String {
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }

    /// For comparing names as typed; canonical equivalence comes with `String`.
    var caseInsensitively: String { trimmed.lowercased() }
}
