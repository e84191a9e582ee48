import Foundation
import Mustache

/// The forms as read from their folder once, at the start: templates (`.mustache`) and styles (`.css`) by name.
///
/// Templates escape every value for HTML except the style, which is ours; no form puts a fact into an attribute or a script.
struct FormLibrary: Sendable {
    private let templates: MustacheLibrary
    private let styles: [String: String]

    static let names = ["head", "weekly-register", "receipt"]

    init(folder: String) throws {
        var templates: [String: MustacheTemplate] = [:]
        var styles: [String: String] = [:]
        HTMLText.register()
        for name in Self.names {
            do {
                templates[name] = try HTMLText.template(String(contentsOfFile: "\(folder)/\(name).mustache", encoding: .utf8))
                styles[name] = try String(contentsOfFile: "\(folder)/\(name).css", encoding: .utf8)
            } catch {
                throw DocumentError.form(name: "\(folder)/\(name)", reason: "\(error)")
            }
        }
        self.templates = MustacheLibrary(templates: templates)
        self.styles = styles
    }

    /// The named styles, one after the other, for a `<style>` element.
    func css(_ names: [String]) -> String { names.compactMap { styles[$0] }.joined() }

    func render(_ name: String, _ facts: some Sendable) throws -> String {
        guard let html = templates.render(facts, withTemplate: name) else { throw DocumentError.form(name: name, reason: "no such form") }
        return html
    }
}
