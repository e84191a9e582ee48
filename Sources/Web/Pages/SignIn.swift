import Casework
import HTTPTypes
import Hummingbird
import Identity

struct SignInPage: PageModel {
    static let template = TemplateName.signIn
    var frame: Frame
    var fields: [Field]
    var trouble: FormTrouble?
    /// Where to go afterwards.
    var next: String
    var guestToken: String
}

extension WebRoutes {
    var signInRoutes: [Route] {
        [
            Route.get("/dang-nhap", .open) { call in
                signInPage(call, username: "", next: SafePath.checked(call.query["tiep"]), trouble: nil, status: .ok)
            },
            Route.post("/dang-nhap", .open) { call in
                let next = SafePath.checked(call.form["tiep"])
                do {
                    let signed = try await casework.signIn.signIn(
                        username: call.form["username"], password: call.form["password"], hours: options.sessionHours)
                    var response = Answer.redirect(next.isEmpty ? "/" : next)
                    response.setCookie(cookies.make(SessionCookies.session, signed.secret.text, seconds: options.sessionHours * 3600))
                    response.setCookie(cookies.make(SessionCookies.guest, "", seconds: 0))
                    response.headers[Answer.clearSiteData] = "\"cache\""
                    return response
                } catch let problem as Problem {
                    return signInPage(
                        call, username: call.form["username"], next: next, trouble: FormTrouble(problem),
                        status: Answer.status(problem.kind))
                }
            },
            Route.post("/dang-xuat") { call in
                if let caller = call.caller { try await casework.signIn.signOut(caller.secret) }
                var response = Answer.redirect("/dang-nhap")
                response.setCookie(cookies.make(SessionCookies.session, "", seconds: 0))
                // Forms that the browser kept do not outlast their user.
                response.headers[Answer.clearSiteData] = "\"cache\""
                return response
            },
            Route.post("/doi-co-quan") { call in
                guard let caller = call.caller, let organisation = Int64(call.form["organisation"]) else {
                    throw Problem.missing("cơ quan")
                }
                try await casework.signIn.switchOffice(caller.secret, to: organisation, officer: caller.officer)
                var response = Answer.redirect("/" + Notice.switched.query)
                response.headers[Answer.clearSiteData] = "\"cache\""
                return response
            },
        ]
    }

    /// The form is bound to a secret of its own, kept in a cookie until somebody signs in.
    private func signInPage(_ call: Call, username: String, next: String, trouble: FormTrouble?, status: HTTPResponse.Status) -> Response {
        let guest = call.guest ?? Secret(random: casework.surroundings.random)
        let make = FieldMaker(FormData([("username", username)]))
        var name = make.line("username", "Tên đăng nhập", required: true, most: 64)
        name.autocomplete = "username"
        var password = make.line("password", "Mật khẩu", required: true, most: 200)
        password.inputType = "password"
        password.autocomplete = "current-password"
        let fields = username.isEmpty ? [name.focused, password] : [name, password.focused]
        var response = page(
            SignInPage(
                frame: frame(nil, title: "Đăng nhập"), fields: fields, trouble: trouble, next: next, guestToken: FormToken.text(for: guest)),
            status: status)
        response.setCookie(cookies.make(SessionCookies.guest, guest.text, seconds: 3600))
        return response
    }
}

/// A path of ours to go back to, never another site.
enum SafePath {
    static func checked(_ text: String) -> String {
        guard text.hasPrefix("/"), !text.hasPrefix("//"), text.utf8.count < 500,
            text.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\\") })
        else { return "" }
        return text
    }
}
