public import HTTPTypes
import Hummingbird

/// One operation of the interface. Routes are values: the router, the check for wrong methods, and the test that holds them against
/// `openapi.json` all read the same list.
public struct Route: Sendable {
    public enum Access: Sendable { case officer, anyone }

    public let method: HTTPRequest.Method
    /// With captures in braces: `/api/v1/petitions/{id}`.
    public let template: String
    public let access: Access
    /// Names that may stand in the query; any other is refused.
    public let query: [String]
    let answer: @Sendable (Call) async throws -> Response

    init(
        _ method: HTTPRequest.Method, _ template: String, access: Access = .officer, query: [String] = [],
        answer: @escaping @Sendable (Call) async throws -> Response
    ) {
        self.method = method
        self.template = template
        self.access = access
        self.query = query
        self.answer = answer
    }

    static func get(
        _ path: String, access: Access = .officer, query: [String] = [], answer: @escaping @Sendable (Call) async throws -> Response
    ) -> Route { Route(.get, "/api/v1/" + path, access: access, query: query, answer: answer) }

    static func post(_ path: String, query: [String] = [], answer: @escaping @Sendable (Call) async throws -> Response) -> Route {
        Route(.post, "/api/v1/" + path, query: query, answer: answer)
    }

    /// Names in braces.
    var captures: [String] {
        template.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    /// The path is of this template, whatever the method.
    func covers(_ path: String) -> Bool {
        let wanted = template.split(separator: "/")
        let given = path.split(separator: "/")
        return wanted.count == given.count && zip(wanted, given).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}
