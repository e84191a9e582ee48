import Casework
import HTTPTypes
import Hummingbird
import Identity

/// One line of the table of pages: what is asked, by whom it may be asked, who answers.
struct Route: Sendable {
    enum Access: Sendable {
        /// Anybody.
        case open
        /// A signed-in officer; others are led to the sign-in page.
        case page
        /// A signed-in officer's browser fetching data; others get 401.
        case data
    }
    enum Body: Sendable {
        case none
        /// A form: read up to the limit, its token checked before the handler runs.
        case form
        /// Bytes for the handler to stream; the token travels in a header.
        case raw
    }

    var method: HTTPRequest.Method
    var path: String
    var access: Access
    var body: Body
    var handler: @Sendable (Call) async throws -> Response

    static func get(_ path: String, _ access: Access = .page, _ handler: @escaping @Sendable (Call) async throws -> Response) -> Route {
        Route(method: .get, path: path, access: access, body: .none, handler: handler)
    }

    static func post(
        _ path: String, _ access: Access = .page, _ body: Body = .form, _ handler: @escaping @Sendable (Call) async throws -> Response
    ) -> Route {
        Route(method: .post, path: path, access: access, body: body, handler: handler)
    }
}

/// A signed-in officer and the secret of his browser.
struct Caller: Sendable {
    var officer: OfficerActor
    var secret: Secret
    var posts: [SignInDesk.Post]
}

/// One request on its way to a page.
struct Call: Sendable {
    let request: Request
    let parameters: Parameters
    let query: FormData
    /// What was posted; empty for anything but a form.
    let form: FormData
    let caller: Caller?
    /// The secret before sign-in, which the sign-in form is bound to.
    let guest: Secret?
    /// Opens a file for streaming.
    let file: @Sendable (String) async throws -> ResponseBody

    /// The actor, or the refusal that leads to the sign-in page.
    var actor: Actor {
        get throws {
            guard let caller else { throw NotSignedIn() }
            return .officer(caller.officer)
        }
    }

    /// The number in the path; anything else is a page that does not exist.
    var id: Int64 {
        get throws {
            guard let id = parameters.get("id", as: Int64.self), id > 0 else { throw Problem.missing("trang này") }
            return id
        }
    }

    /// The idempotency key of what has no form: an upload.
    static let keyHeader = HTTPField.Name("Idempotency-Key")!

    /// The idempotency key of the posted form.
    var key: String? { form.text("key") }
}

struct NotSignedIn: Error {}
