import TestSupport

/// Holds what goes over the wire against `openapi.json`: every exchange of every story passes here.
struct OpenAPIContract: Sendable {
    let document: JSONValue

    /// `GET /api/v1/petitions/{id}` …
    var operations: Set<String> {
        var found: Set<String> = []
        for path in document["paths"].names {
            for method in document["paths"][path].names { found.insert("\(method.uppercased()) \(path)") }
        }
        return found
    }

    func operation(_ method: String, _ template: String) -> JSONValue { document["paths"][template][method.lowercased()] }

    /// Names of an operation's query parameters.
    func queryNames(_ operation: JSONValue) -> [String] {
        operation["parameters"].list.map(resolved).filter { $0["in"].text == "query" }.compactMap { $0["name"].text }.sorted()
    }

    /// What in an exchange the description does not allow; empty when all is as described.
    func violations(_ exchange: HTTPClient.Exchange) -> [String] {
        let path = String(exchange.path.split(separator: "?", omittingEmptySubsequences: false)[0])
        guard let template = template(of: path) else { return [] }
        let operation = operation(exchange.method, template)
        if operation.isNull { return [] }
        let place = "\(exchange.method) \(template) \(exchange.answer.status)"
        let described = operation["responses"]["\(exchange.answer.status)"]
        if described.isNull { return ["\(place): status is not described"] }
        var found: [String] = []
        let type = exchange.answer.header("content-type") ?? ""
        let content = resolved(described)["content"]
        let media = content.names.first { name in
            name == type || (name == "image/*" && type.hasPrefix("image/")) || (type.hasPrefix("text/") && type.hasPrefix(name))
        }
        if let media {
            let schema = content[media]["schema"]
            if !schema.isNull { found += mismatches(exchange.answer.json, schema, at: "") }
        } else {
            found.append("media type \(type) is not described")
        }
        if let sent = exchange.sent, exchange.answer.status < 300 {
            found += mismatches(sent, operation["requestBody"]["content"]["application/json"]["schema"], at: "sent")
        }
        return found.map { "\(place): \($0)" }
    }

    private func template(of path: String) -> String? {
        let given = path.split(separator: "/")
        let fitting = document["paths"].names.filter { template in
            let wanted = template.split(separator: "/")
            return wanted.count == given.count && zip(wanted, given).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        return fitting.min { $0.split(separator: "{").count < $1.split(separator: "{").count }
    }

    private func resolved(_ node: JSONValue) -> JSONValue {
        guard let reference = node["$ref"].text else { return node }
        return reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] }
    }

    /// The parts of JSON Schema that the document uses.
    private func mismatches(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
        let schema = resolved(schema)
        if !schema["oneOf"].list.isEmpty {
            let fitting = schema["oneOf"].list.count { mismatches(value, $0, at: place).isEmpty }
            return fitting == 1 ? [] : ["\(place): fits \(fitting) alternatives"]
        }
        var found: [String] = []
        if !schema["enum"].list.isEmpty, !schema["enum"].list.contains(value) { found.append("\(place): \(value) is not in the list") }
        switch (schema["type"].text, value) {
        case (nil, _): break
        case ("object", .object(let members)):
            for name in schema["required"].list.compactMap(\.text) where members[name] == nil {
                found.append("\(place).\(name) is missing")
            }
            for (name, member) in members {
                let known = schema["properties"][name]
                if !known.isNull {
                    found += mismatches(member, known, at: "\(place).\(name)")
                } else if schema["additionalProperties"] == .flag(false) {
                    found.append("\(place).\(name) is not described")
                } else if !schema["additionalProperties"].isNull {
                    found += mismatches(member, schema["additionalProperties"], at: "\(place).\(name)")
                }
            }
        case ("array", .list(let items)):
            for (index, item) in items.enumerated() { found += mismatches(item, schema["items"], at: "\(place)[\(index)]") }
        case ("string", .text(let text)):
            if schema["format"].text == "date", text.wholeMatch(of: /\d{4}-\d\d-\d\d/) == nil {
                found.append("\(place): \(text) is no date")
            }
            if let most = schema["maxLength"].int, text.unicodeScalars.count > most { found.append("\(place): longer than \(most)") }
        case ("integer", .number(let number)) where number == number.rounded(): break
        case ("boolean", .flag): break
        default: found.append("\(place): \(value) is no \(schema["type"].text ?? "?")")
        }
        return found
    }
}
