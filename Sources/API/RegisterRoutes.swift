import Casework
import Documents
import HTTPTypes
import Hummingbird
import Law

extension APIRoutes {
    /// The weekly register: as it stands for any period, and as it was issued.
    var registerRoutes: [Route] {
        let formats = ["json", "html", "pdf"]
        return [
            .get("registers/weekly", query: ["from", "to", "leader", "book", "format"]) { call in
                let format = try call.query.choice("format", of: formats, default: "json")
                let register = try await casework.registers.weekly(
                    from: try call.query.requiredDay("from"), to: try call.query.requiredDay("to"), leaderName: call.query.text("leader"),
                    book: try call.query.id("book"), by: call.actor)
                switch format {
                case "html": return Self.page(try await printing.html(register))
                case "pdf": return Self.paper(try await printed(register), name: "so-theo-doi-\(register.from.iso)-\(register.to.iso).pdf")
                default: return try Answer.json(register)
                }
            },
            .get("registers", query: ["book", "cursor", "limit"]) { [casework] call in
                try Answer.json(
                    try await casework.registers.issued(
                        book: try call.query.id("book"), cursor: call.query.text("cursor"), limit: try call.query.limit(), by: call.actor))
            },
            .get("registers/books") { [casework] call in try Answer.list(try await casework.offices.books(by: call.actor)) },
            .post("registers") { [casework] call in
                let asked = try await call.body(IssueRequest.self)
                let issued = try await casework.registers.issue(
                    from: asked.from, to: asked.to, leaderName: asked.leaderName, number: asked.number, key: call.key, by: call.actor)
                return try Answer.created(issued, at: "/api/v1/registers/\(issued.id)")
            },
            .get("registers/{id}", query: ["format"]) { call in
                let id = try call.id("sổ đã phát hành")
                switch try call.query.choice("format", of: formats, default: "json") {
                case "html":
                    if let stored = try await casework.registers.html(id, by: call.actor) { return Self.page(stored) }
                    let fresh = try await printing.html(try await casework.registers.reprint(id, by: call.actor))
                    return Self.page(try await casework.registers.keep(html: fresh, of: id, by: call.actor))
                case "pdf":
                    let name = "so-da-phat-hanh-\(id).pdf"
                    if let stored = try await casework.registers.pdf(id, by: call.actor) { return Self.paper(stored, name: name) }
                    let fresh = try await printed(try await casework.registers.reprint(id, by: call.actor))
                    return Self.paper(try await casework.registers.keep(pdf: fresh, of: id, by: call.actor), name: name)
                default: return try Answer.json(try await casework.registers.reprint(id, by: call.actor))
                }
            },
        ]
    }

    /// A renderer that is missing or too slow is an outage of the installation, not a mistake of the program.
    private func printed(_ register: WeeklyRegister) async throws -> [UInt8] {
        do {
            return try await printing.pdf(register)
        } catch let error as DocumentError {
            switch error {
            case .rendererMissing, .timedOut:
                throw Problem(
                    .unavailable, code: "renderer_unavailable", message: "Tạm thời chưa in được PDF; hãy dùng bản HTML hoặc thử lại.")
            default: throw error
            }
        }
    }

    /// A page to print: it brings its own styles and may do nothing else.
    private static func page(_ html: String) -> Response {
        var response = Answer.bytes(Array(html.utf8), mediaType: "text/html; charset=utf-8")
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox allow-modals"
        return response
    }

    private static func paper(_ pdf: [UInt8], name: String) -> Response {
        var response = Answer.bytes(pdf, mediaType: "application/pdf")
        response.headers[.contentDisposition] = Answer.disposition(name)
        return response
    }
}

private struct IssueRequest: Decodable {
    var from: Day
    var to: Day
    var leaderName: String?
    var number: Int?
}
