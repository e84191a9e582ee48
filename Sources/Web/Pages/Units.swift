import Casework
import Hummingbird
import Law

/// Units of the office: everybody reads who is where, an administrator arranges it.
struct UnitsPage: PageModel {
    static let template = TemplateName.units
    struct Row: Sendable {
        var name: String
        var head: String
        var members: String
        var open: Int
        var active: Bool
        var forms: Forms?
    }
    /// What an administrator may change of one unit.
    struct Forms: Sendable {
        var path: String
        var label: String
        var nameField: [Field]
        var staffFields: [Field]
        var keys: Keys
    }
    struct Keys: Sendable {
        var name: String
        var staff: String
        var close: String
    }
    var frame: Frame
    var rows: [Row]
    var hasRows: Bool
    /// The form for a new unit; nothing for who may not.
    var addFields: [Field]
    var mayAdd: Bool
    var trouble: FormTrouble?
}

extension WebRoutes {
    var unitRoutes: [Route] {
        [
            Route.get("/viec/phong") { call in page(try await unitsPage(call, nil)) },
            Route.post("/viec/phong") { call in
                try await changed(call) {
                    var read = FormReader(call.form)
                    let head = read.id("head")
                    try read.finish()
                    _ = try await casework.units.add(
                        UnitDraft(name: call.form["name"], head: head), key: call.key, by: call.actor)
                }
            },
            Route.post("/viec/phong/{id}/ten") { call in
                try await changed(call) {
                    _ = try await casework.units.rename(try call.id, to: call.form["name"], key: call.key, by: call.actor)
                }
            },
            Route.post("/viec/phong/{id}/nguoi") { call in
                try await changed(call) {
                    var read = FormReader(call.form)
                    let head = read.id("head")
                    try read.finish()
                    let members = call.form.pairs.compactMap { pair in
                        pair.name.hasPrefix("nguoi-") && pair.value == "1" ? Int64(pair.name.dropFirst(6)) : nil
                    }
                    _ = try await casework.units.staff(try call.id, head: head, members: members, key: call.key, by: call.actor)
                }
            },
            Route.post("/viec/phong/{id}/dong") { call in
                try await changed(call) { _ = try await casework.units.close(try call.id, key: call.key, by: call.actor) }
            },
        ]
    }

    private func changed(_ call: Call, _ change: () async throws -> Void) async throws -> Response {
        do {
            try call.checkOffice()
            try await change()
            return Answer.redirect("/viec/phong\(Notice.unit.query)")
        } catch let problem as Problem where problem.showsInForm {
            return page(try await unitsPage(call, problem), status: Answer.status(problem.kind))
        }
    }

    private func unitsPage(_ call: Call, _ problem: Problem?) async throws -> UnitsPage {
        let officer = try call.officerActor
        let arranges = officer.roles.contains(.admin)
        let units = try await casework.units.list(closed: arranges, by: call.actor)
        let people = try await casework.units.colleagues(by: call.actor)
        let choices = people.map { (String($0.id), $0.words) }
        let adding = call.request.uri.path == "/viec/phong"
        let trouble = problem.map { FormTrouble($0, shown: { adding && ["name", "head"].contains($0) }) }
        let make = FieldMaker(adding ? call.form : FormData(), errors: adding ? trouble?.byField ?? [:] : [:], prefix: "phong-moi-")
        return UnitsPage(
            frame: frame(call, title: "Phòng, bộ phận", at: .work),
            rows: units.map { unit in
                UnitsPage.Row(
                    name: unit.name, head: unit.headName ?? "", members: unit.members.map(\.fullName).joined(separator: ", "),
                    open: unit.open, active: unit.active, forms: arranges && unit.active ? unitForms(unit, people, choices) : nil)
            }, hasRows: !units.isEmpty,
            addFields: [
                make.line("name", "Tên phòng, bộ phận", width: 6, required: true, most: 200),
                make.select("head", "Người phụ trách", choices, blank: "– chưa có –", width: 6),
            ], mayAdd: arranges, trouble: trouble)
    }

    private func unitForms(_ unit: UnitView, _ people: [Colleague], _ choices: [(String, String)]) -> UnitsPage.Forms {
        let inside = Set(unit.members.map(\.id))
        let known =
            [("name", unit.name), ("head", unit.head.map { String($0) } ?? "")]
            + people.map { ("nguoi-\($0.id)", inside.contains($0.id) ? "1" : "") }
        let make = FieldMaker(FormData(known), prefix: "phong-\(unit.id)-")
        var staff = [make.select("head", "Người phụ trách", choices, blank: "– chưa có –", width: 12)]
        staff += people.map { make.check("nguoi-\($0.id)", $0.words, width: 6) }
        return UnitsPage.Forms(
            path: "/viec/phong/\(unit.id)", label: unit.name,
            nameField: [make.line("name", "Tên mới", width: 8, required: true, most: 200)], staffFields: staff,
            keys: .init(name: newKey(), staff: newKey(), close: newKey()))
    }
}
