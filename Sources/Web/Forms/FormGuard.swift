import Casework
import HTTPTypes
import Hummingbird
import Identity

/// Refuses what another site posts in a signed-in officer's name.
struct FormGuard: Sendable {
    var allowedOrigins: Set<String>

    static let field = "token"
    static let header = HTTPField.Name("X-Form-Token")!
    private static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!

    /// The origin must be ours; a browser that sends none must say that the request comes from our own page.
    func checkOrigin(_ request: Request) throws(Problem) {
        if let origin = request.headers[.origin] {
            if allowedOrigins.contains(origin) { return }
        } else if request.headers[Self.fetchSite] == "same-origin" {
            return
        }
        throw Problem(
            .forbidden, code: "foreign_origin", message: "Yêu cầu không đến từ trang của hệ thống nên không được thực hiện.")
    }

    /// The form's token must be of the session that posts it.
    func checkToken(_ text: String, of secret: Secret?) throws(Problem) {
        guard let secret, FormToken.isValid(text, for: secret) else {
            throw Problem(
                .forbidden, code: "form_token_invalid",
                message: "Biểu mẫu không thuộc phiên làm việc hiện tại. Hãy tải lại trang rồi thực hiện lại.")
        }
    }
}

/// The browser's two cookies: the session, and a secret before sign-in.
struct SessionCookies: Sendable {
    static let session = "tiepdan"
    static let guest = "tiepdan_khach"
    var secure: Bool

    func read(_ name: String, from request: Request) -> Secret? {
        request.cookies[name].flatMap { Secret(text: $0.value) }
    }

    /// - Parameter seconds: how long the browser keeps it; 0 makes it forget at once.
    func make(_ name: String, _ value: String, seconds: Int) -> Cookie {
        Cookie(name: name, value: value, maxAge: seconds, path: "/", secure: secure, httpOnly: true, sameSite: .lax)
    }
}
